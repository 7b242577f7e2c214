"""The members behind a figure: a class or a stage, those expected to bring most first. References only, never a name."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from regulars.console.access import needs
from regulars.console.insight.pages import opened, words_of
from regulars.console.insight.results import Results
from regulars.console.insight.sheets import NOTHING, Words, percent
from regulars.console.shop import database
from regulars.insight import store
from regulars.insight.store.names import CLASSES, STAGES
from regulars.journal.tier_preview import safe_cell
from regulars.kit.formats import money, number
from regulars.kit.phrases import say

PAGE, MOST = 50, 100_000
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
    asked, offset = _asked(request), _offset(request)
    listed = store.members_of(database(), **asked, limit=PAGE + 1, offset=offset)
    words = words_of(found, last)
    context |= {
        "choices": _choices(last, asked, found.w.language),
        "rows": [_shown(one, last, words) for one in listed[:PAGE]],
        "page_words": say("insight.console.page_of", {"first": offset + 1, "last": offset + min(len(listed), PAGE)}, found.w.language),
        "previous": max(offset - PAGE, 0) if offset else None,
        "following": offset + PAGE if len(listed) > PAGE else None,
        "query": "&".join(f"{name.rstrip('_')}={value}" for name, value in asked.items()),
        "title": _name(asked, found.w.language),
        "buys_head": say("insight.console.buys", {"days": last.refreshed.horizon_days}, found.w.language) if last.refreshed.horizon_days else say("insight.console.buys.soon", {}, found.w.language),
    }
    return render(request, "console/insight/members.html", context)


@needs("see_members")
@require_safe
def listed(request: HttpRequest) -> StreamingHttpResponse:
    """The whole class or stage as CSV, at most 100,000 members."""
    around = opened(request, "members")
    if around is None or around[1] is None:
        raise Http404
    asked = _asked(request)
    name = f"{next(iter(asked.values()))}-{around[1].refreshed.as_of.isoformat()}.csv"
    lines = _lines(asked, around[1].refreshed.exponent)
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _asked(request: HttpRequest) -> dict[str, str]:
    """The class or stage asked for; whoever is leaving, where nobody said."""
    stage, kind = request.GET.get("stage", ""), request.GET.get("class", "")
    if stage:
        if stage not in STAGES:
            raise Http404
        return {"stage": stage}
    if kind and kind not in CLASSES:
        raise Http404
    return {"class_": kind or "churn_risk"}


def _offset(request: HttpRequest) -> int:
    text = request.GET.get("from", "")
    return min(int(text), MOST) if text.isascii() and text.isdecimal() and len(text) < 7 else 0


def _name(asked: dict[str, str], language: str) -> str:
    (kind, name), = asked.items()
    return say(f"{kind.rstrip('_')}.{name}", {}, language)


def _choices(last: Results, asked: dict[str, str], language: str) -> list[tuple[str, list[tuple[str, str, str, bool]]]]:
    """(words of the row, [(query, name, members, whether it is asked for)])."""
    sizes = {f"class={row['class']}": row["members"] for row in last.rows("classes")} | {f"stage={row['stage']}": row["members"] for row in last.rows("stages")}
    both = (("class", CLASSES), ("stage", STAGES))
    return [
        (
            f"insight.console.{kind}",
            [
                (query := f"{kind}={name}", say(f"{kind}.{name}", {}, language), number(sizes[query]) if query in sizes else "", asked.get(kind, asked.get(f"{kind}_")) == name)
                for name in names
            ],
        )
        for kind, names in both
    ]  # fmt: skip


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
