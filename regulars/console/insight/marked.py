"""The members behind a cell of a figure: RFM scores, a cohort and its month, a price group, the strongest reason to leave."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from regulars.console.access import needs
from regulars.console.insight.lists import COLUMNS, MOST, PAGE, _decimal, _offset, _shown
from regulars.console.insight.pages import opened, words_of
from regulars.console.shop import database
from regulars.insight.store.marks import MARK, MOST_MONTHS, members_marked
from regulars.journal.tier_preview import safe_cell
from regulars.kit.formats import month
from regulars.kit.phrases import known_codes, say


@needs("see_members")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    around = opened(request, "members")
    if around is None:
        return render(request, "console/no_programme.html")
    found, last, context = around
    if last is None:
        return render(request, "console/insight/never.html", context)
    (mark, after), offset, language = _asked(request), _offset(request), found.w.language
    listed = members_marked(database(), mark, after=after, limit=PAGE + 1, offset=offset)
    words = words_of(found, last)
    horizon = last.refreshed.horizon_days
    context |= {
        "choices": [],
        "rows": [_shown(one, last, words) for one in listed[:PAGE]],
        "page_words": say("insight.console.page_of", {"first": offset + 1, "last": offset + min(len(listed), PAGE)}, language),
        "previous": max(offset - PAGE, 0) if offset else None,
        "following": offset + PAGE if len(listed) > PAGE else None,
        "query": f"mark={mark}" + (f"&after={after}" if after is not None else ""),
        "title": title_of(mark, after, language),
        "buys_head": say("insight.console.buys", {"days": horizon}, language) if horizon else say("insight.console.buys.soon", {}, language),
    }
    return render(request, "console/insight/marked.html", context)


@needs("see_members")
@require_safe
def listed(request: HttpRequest) -> StreamingHttpResponse:
    """The whole group as CSV, at most 100,000 members: references only."""
    around = opened(request, "members")
    if around is None or around[1] is None:
        raise Http404
    mark, after = _asked(request)
    name = f"{mark.replace(':', '-')}{f'-{after}' if after is not None else ''}-{around[1].refreshed.as_of.isoformat()}.csv"
    lines = _lines(mark, after, around[1].refreshed.exponent)
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def title_of(mark: str, after: int | None, language: str) -> str:
    kind, _, name = mark.partition(":")
    code = {"reason": f"churn.reason.{name}", "price": f"insight.sheet.price_group.{name}"}.get(kind, "")
    shown = say(code, {}, language) if code in known_codes() else " · ".join(f"{letter} {score}" for letter, score in zip("RFM", name, strict=False)) if kind in ("rfm", "rf") else month(name, language) if kind == "cohort" else name
    told = say(f"insight.console.mark.{kind}", {"name": shown}, language)
    return told if after is None else told + say("insight.console.mark.after", {"n": after}, language)


def _asked(request: HttpRequest) -> tuple[str, int | None]:
    mark, after = request.GET.get("mark", ""), request.GET.get("after", "")
    if not MARK.fullmatch(mark) or (after and not (after.isascii() and after.isdecimal() and len(after) < 3 and int(after) <= MOST_MONTHS)):
        raise Http404
    return mark, int(after) if after else None


def _lines(mark: str, after: int | None, exponent: int) -> Iterator[str]:
    out = io.StringIO()
    rows = csv.writer(out)
    yield "\ufeff" + ",".join(COLUMNS) + "\r\n"
    for offset in range(0, MOST, 1_000):
        some: list[Any] = members_marked(database(), mark, after=after, limit=1_000, offset=offset)
        for one in some:
            told = one.told
            rows.writerow([safe_cell(one.ref), one.class_, one.stage, told.buys, _decimal(told.margin, exponent), _decimal(told.clv, exponent), told.recency, told.frequency, "; ".join(told.reasons)])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
        if len(some) < 1_000:
            return
