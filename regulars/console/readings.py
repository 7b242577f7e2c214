"""Who read what is kept of people: the log, by reader, member and day; and the same as CSV. For the owner."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from regulars.console.access import needs
from regulars.console.quality import field_name
from regulars.console.shop import Shop, shop
from regulars.journal.tier_preview import safe_cell
from regulars.members.queries import members_by_ref
from regulars.members.readings import Asked, Read, every_reading, readers, readings

PAGE = 50
COLUMNS = ("read_at", "reader", "kind", "member", "fields", "place", "address")
NOBODY = -1  # a member's number nobody has


@needs("see_readings")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    found = shop()
    if found is None:
        return render(request, "console/no_programme.html")
    typed = _typed(request)
    text = request.GET.get("before", "")
    before = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
    rows = readings(_asked(typed, found), before=before, most=PAGE + 1)
    context = {
        "shop": found,
        "shop_name": found.name,
        "w": found.w,
        "typed": typed,
        "readers": readers(),
        "rows": [_shown(row, found) for row in rows[:PAGE]],
        "filtered": any(typed.values()),
        "query": urlencode({name: value for name, value in typed.items() if value}),
        "following": rows[PAGE - 1].id if len(rows) > PAGE else 0,
    }
    return render(request, "console/readings.html", context)


@needs("see_readings")
@require_safe
def listed(request: HttpRequest) -> StreamingHttpResponse:
    """All that fits what is asked for, newest first."""
    found = shop()
    if found is None:
        raise Http404
    lines = _lines(_asked(_typed(request), found))
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="readings.csv"'})


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip().replace("\0", "")[:150] for name in ("reader", "member", "since", "until")}


def _asked(typed: dict[str, str], found: Shop) -> Asked:
    """Days are the programme's own; ``until`` is included. A day that can't be read is passed over, an unknown member has no reader."""
    member = members_by_ref([typed["member"]]).get(typed["member"], NOBODY) if typed["member"] else None
    return Asked(member, typed["reader"], _midnight(typed["since"], found), _midnight(typed["until"], found, days=1))


def _midnight(text: str, found: Shop, days: int = 0) -> datetime | None:
    try:
        day = date.fromisoformat(text) + timedelta(days=days)
        return datetime.combine(day, time.min, ZoneInfo(found.program.timezone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _shown(row: Read, found: Shop) -> dict[str, Any]:
    return {
        "at": found.w.moment(row.at),
        "reader": row.reader,
        "kind": kind_name(row.kind),
        "ref": row.ref,
        "member_id": row.member_id,
        "fields": [pgettext("reading", "card, phone or other identity") if field == "identity" else field_name(field) for field in row.fields],
        "place": place_name(row.place) if row.kind == "staff" else row.place,
        "address": row.address,
    }


def kind_name(kind: str) -> str:
    return {"staff": pgettext("reader", "staff"), "key": pgettext("reader", "API key"), "terminal": pgettext("reader", "terminal")}.get(kind, kind)


def place_name(place: str) -> str:
    return {
        "console:members": _("Members"),
        "console:member": pgettext("reading", "A member’s page"),
        "console:quality": _("Data quality"),
        "console:merge": _("Merge"),
        "console:cards": pgettext("reading", "A member’s cards"),
    }.get(place, place)


def _lines(asked: Asked) -> Iterator[str]:
    out = io.StringIO()
    rows = csv.writer(out)
    yield "\ufeff"  # so that a spreadsheet reads Chinese
    rows.writerow(COLUMNS)
    for row in every_reading(asked):
        cells = (row.at.astimezone(UTC).isoformat(timespec="seconds"), row.reader, row.kind, row.ref or str(row.member_id), " ".join(row.fields), row.place, row.address)
        rows.writerow([safe_cell(cell) for cell in cells])
        if out.tell() > 16_384:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()
