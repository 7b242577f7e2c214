"""Members: search, and the list a page at a time."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from regulars.console.access import can, needs
from regulars.console.shop import Shop, database, shop
from regulars.journal.listing import Listed, members_by_id, members_like, members_page
from regulars.members import queries

PAGE = 25
_LONGEST = 128


@needs("see_members")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    found = shop()
    if found is None:
        return render(request, "console/no_programme.html")
    asked = request.GET.get("q", "").strip()[:_LONGEST]
    tier = request.GET.get("tier", "")
    personal = can(request, "see_personal")
    found_by: dict[int, str] = {}
    following = 0
    if asked:
        rows, found_by = _search(asked, personal)
    else:
        rows = members_page(database(), after=_cursor(request), tier=tier, limit=PAGE + 1)
        following = rows[PAGE - 1].member_id if len(rows) > PAGE else 0
        rows = rows[:PAGE]
    names = queries.names_of([row.member_id for row in rows]) if personal else {}
    context = {
        "shop": found,
        "shop_name": found.name,
        "w": found.w,
        "asked": asked,
        "tier": tier,
        "tiers": [(level.id, found.tier_name(level.id)) for level in found.program.tiers.levels],
        "personal": personal,
        "may_see_readings": can(request, "see_readings"),
        "rows": [_shown(row, found, names, found_by) for row in rows],
        "following": following,
        "beginning": not _cursor(request),
    }
    partly = getattr(request, "htmx", None) and request.htmx.target == "results"  # type: ignore[attr-defined]
    return render(request, "console/members_list.html" if partly else "console/members.html", context)


def _cursor(request: HttpRequest) -> int:
    text = request.GET.get("after", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _search(asked: str, personal: bool) -> tuple[list[Listed], dict[int, str]]:
    """Who answers, and by what. Those who may not see names find by reference alone, so that a search never gives one away."""
    if not personal:
        return members_like(database(), asked, limit=PAGE), {}
    hits = queries.find(asked, most=PAGE)
    return members_by_id(database(), [hit.member_id for hit in hits]), {hit.member_id: hit.found_by for hit in hits}


def _shown(row: Listed, found: Shop, names: dict[int, str], found_by: dict[int, str]) -> dict[str, Any]:
    visits = row.state.measures.get("visits")
    return {
        "ref": row.ref,
        "name": names.get(row.member_id, ""),
        "tier": found.tier_name(row.tier),
        "place": found.tier_place(row.tier),
        "active": row.active,
        "pending": row.pending,
        "debt": row.debt,
        "last_visit": visits.days[-1] if visits is not None and visits.days else None,
        "found_by": found_by.get(row.member_id, ""),
    }
