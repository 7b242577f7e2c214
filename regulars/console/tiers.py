"""Who would move at the next review: computed on the real members, nothing written; and the same list as CSV."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from regulars.console.access import needs
from regulars.console.shop import Shop, database, shop
from regulars.engine.explain import sentences
from regulars.journal.tier_preview import COLUMNS, TierMove, next_review_day, preview, safe_cell
from regulars.kit.periods import microseconds

MOST_SHOWN = 200


@needs("see_members")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    found = shop()
    if found is None:
        return render(request, "console/no_programme.html")
    day = _day(request, found)
    shown: list[TierMove] = []
    ahead = preview(database(), found.versions, microseconds(found.at), day, lambda move: shown.append(move) if len(shown) < MOST_SHOWN else None)
    levels = [level.id for level in found.program.tiers.levels]
    context = {
        "shop": found,
        "shop_name": found.name,
        "w": found.w,
        "day": date.fromordinal(day),
        "ahead": ahead,
        "up": ahead.moved["up"] + ahead.moved["up_next_event"],
        "down": ahead.moved["down"],
        "grace": ahead.moved["grace"],
        "levels": [(found.tier_name(id), found.tier_place(id), ahead.before[id], ahead.after[id]) for id in levels],
        "moves": [_shown(move, found) for move in shown],
        "more": sum(ahead.moved.values()) - len(shown),
    }
    return render(request, "console/tiers.html", context)


@needs("see_members")
@require_safe
def listed(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Everybody who would move, as CSV: references only."""
    found = shop()
    if found is None:
        return render(request, "console/no_programme.html")
    day = _day(request, found)
    moves: list[TierMove] = []
    preview(database(), found.versions, microseconds(found.at), day, moves.append)
    name = f"tiers-{date.fromordinal(day).isoformat()}.csv"
    return StreamingHttpResponse(_lines(moves, found), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _day(request: HttpRequest, found: Shop) -> int:
    """The day asked for, where it is one after today; else the next review."""
    today = found.today.toordinal()
    try:
        asked = date.fromisoformat(request.GET.get("at", "")).toordinal()
    except ValueError:
        asked = 0
    return asked if today < asked <= today + 3_660 else next_review_day(found.versions, microseconds(found.at))


def _lines(moves: list[TierMove], found: Shop) -> Iterator[str]:
    out = io.StringIO()
    rows = csv.writer(out)
    yield "\ufeff"  # so that a spreadsheet reads Chinese
    for row in (COLUMNS, *((move.member, move.before, move.after, move.how, move.on, move.until or "", "; ".join(_why(move, found))) for move in moves)):
        rows.writerow([safe_cell(value) for value in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _why(move: TierMove, found: Shop) -> list[str]:
    return sentences(move.why, found.w.language, found.program)


def _shown(move: TierMove, found: Shop) -> dict[str, Any]:
    return {
        "ref": move.member,
        "how": move.how,
        "before": found.tier_name(move.before),
        "before_place": found.tier_place(move.before),
        "after": found.tier_name(move.after),
        "after_place": found.tier_place(move.after),
        "on": date.fromisoformat(move.on),
        "until": date.fromisoformat(move.until) if move.until else None,
        "why": _why(move, found),
    }
