"""The members behind a figure: a class, a stage, a grade, a persona or a kind of visitor, those expected to bring most first. References only, never a name."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from regulars.console.access import needs
from regulars.console.insight.modelled import two_risks
from regulars.console.insight.pages import opened, words_of
from regulars.console.insight.results import Results
from regulars.console.insight.sheets import NOTHING, Words, percent
from regulars.console.shop import database
from regulars.insight import store
from regulars.insight.asking import sentences_people  # noqa: F401  registers the names of visitors and traits
from regulars.insight.store.names import CLASSES, GRADES, STAGES, VISITORS
from regulars.journal.tier_preview import safe_cell
from regulars.kit.formats import money, number
from regulars.kit.phrases import say

PAGE, MOST = 25, 100_000
COLUMNS = ("member", "class", "stage", "buys", "margin_year", "clv", "days_since_purchase", "purchase_days", "reasons")


@needs("see_members")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    around = opened(request, "members")
    if around is None:
        return render(request, "console/no_programme.html")
    found, last, context = around
    if last is None:
        return render(request, "console/insight/never.html", context)
    asked, offset = _asked(request, last.refreshed.personas), _offset(request)
    listed = store.members_of(database(), **asked, limit=PAGE + 1, offset=offset)
    words = words_of(found, last)
    context |= {
        "choices": _choices(last, asked, found.w.language),
        "two_risks": two_risks(last, words),
        "rows": [_shown(one, last, words) for one in listed[:PAGE]],
        "page_words": say("insight.console.page_of", {"first": offset + 1, "last": offset + min(len(listed), PAGE)}, found.w.language),
        "previous": max(offset - PAGE, 0) if offset else None,
        "following": offset + PAGE if len(listed) > PAGE else None,
        "query": "&".join(f"{name.rstrip('_')}={value}" for name, value in asked.items()),
        "title": _name(asked, last, found.w.language),
        "buys_head": say("insight.console.buys", {"days": last.refreshed.horizon_days}, found.w.language) if last.refreshed.horizon_days else say("insight.console.buys.soon", {}, found.w.language),
    }
    return render(request, "console/insight/members.html", context)


@needs("see_members")
@require_safe
def listed(request: HttpRequest) -> StreamingHttpResponse:
    """The whole list as CSV, at most 100,000 members."""
    around = opened(request, "members")
    if around is None or around[1] is None:
        raise Http404
    asked = _asked(request, around[1].refreshed.personas)
    name = f"{next(iter(asked.values()))}-{around[1].refreshed.as_of.isoformat()}.csv"
    lines = _lines(asked, around[1].refreshed.exponent)
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _asked(request: HttpRequest, personas: int) -> dict[str, str]:
    """The list asked for (class, stage, grade, persona or kind of visitor); whoever is leaving, where nobody said."""
    for kind, names in _kinds(personas):
        name = request.GET.get(kind, "")
        if name:
            if name not in names:
                raise Http404
            return {"class_" if kind == "class" else kind: name}
    return {"class_": "churn_risk"}


def _kinds(personas: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (("class", CLASSES), ("stage", STAGES), ("grade", GRADES), ("persona", tuple(str(n + 1) for n in range(personas))), ("visitor", VISITORS))


def _offset(request: HttpRequest) -> int:
    text = request.GET.get("from", "")
    return min(int(text), MOST) if text.isascii() and text.isdecimal() and len(text) < 7 else 0


def _name(asked: dict[str, str], last: Results, language: str) -> str:
    (kind, name), = asked.items()
    return _word(kind.rstrip("_"), name, last, language)


def _word(kind: str, name: str, last: Results, language: str) -> str:
    if kind == "grade":
        return f"{say('insight.console.grade', {}, language)} {name}"
    if kind == "persona":
        return f"{name} · {traits(last.refreshed.traits(int(name) - 1), language)}"
    if kind == "visitor":
        return f"{say('insight.console.visitor', {}, language)}: {say(f'visitor.{name}', {}, language)}"
    return say(f"{kind}.{name}", {}, language)


def traits(codes: tuple[str, ...], language: str) -> str:
    return say("insight.sheet.comma", {}, language).join(say(code, {}, language) for code in codes)


def _choices(last: Results, asked: dict[str, str], language: str) -> list[tuple[str, list[tuple[str, str, str, bool]]]]:
    """(words of the row, [(query, name, members, whether it is asked for)]); of what can't be said, no row."""
    figures = {"class": "classes", "stage": "stages", "grade": "grades", "persona": "personas", "visitor": "rfe"}
    sizes = {f"{kind}={row[kind]}": row["members"] for kind, figure in figures.items() for row in last.rows(figure)}
    rows = []
    for kind, names in _kinds(last.refreshed.personas):
        if kind in ("class", "stage") or any(f"{kind}={name}" in sizes for name in names):
            choices = []
            for name in names:
                query, asked_for = f"{kind}={name}", asked.get(kind, asked.get(f"{kind}_")) == name
                word = name if kind == "grade" else say(f"visitor.{name}", {}, language) if kind == "visitor" else _word(kind, name, last, language)
                choices.append((query, word, number(sizes[query]) if query in sizes else "", asked_for))
            rows.append((f"insight.console.{kind}", choices))
    return rows


def _shown(one: store.Listed, last: Results, words: Words) -> dict[str, Any]:
    told = one.told
    return {
        "ref": one.ref,
        "class": say(f"class.{one.class_}", {}, words.language) if one.class_ else NOTHING,
        "stage": say(f"stage.{one.stage}", {}, words.language) if one.stage else NOTHING,
        "buys": percent(told.buys, digits=0),
        "margin": _money(words, told.margin),
        "clv": _money(words, told.clv),
        "last": say("insight.console.days", {"n": number(told.recency)}, words.language),
        "reasons": words("comma").join(say(f"churn.reason.{group}", {}, words.language) for group in told.reasons),
    }


def _money(words: Words, minor: int | None) -> str:
    return NOTHING if minor is None else money(minor, words.currency, words.exponent).strip("\u00a0")


def _lines(asked: dict[str, str], exponent: int) -> Iterator[str]:
    out = io.StringIO()
    rows = csv.writer(out)
    yield "\ufeff" + ",".join(COLUMNS) + "\r\n"
    for offset in range(0, MOST, 1_000):
        some = store.members_of(database(), **asked, limit=1_000, offset=offset)
        for one in some:
            told = one.told
            rows.writerow([safe_cell(one.ref), one.class_, one.stage, told.buys, _decimal(told.margin, exponent), _decimal(told.clv, exponent), told.recency, told.frequency, "; ".join(told.reasons)])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
        if len(some) < 1_000:
            return


def _decimal(minor: int | None, exponent: int) -> str:
    return "" if minor is None else f"{minor / 10**exponent:.{exponent}f}"
