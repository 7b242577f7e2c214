"""One member's page: standing, progress, lots, and every movement with its reasons."""

import secrets
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from regulars.console.access import can, needs
from regulars.console.cards import reasons, shown_cards
from regulars.console.freezing import freeze_of
from regulars.console.insight.one_member import told_of
from regulars.console.shop import Shop, database, shop
from regulars.engine.explain import event_name, plan_name, sentences
from regulars.engine.outlook import leaves, outlook
from regulars.engine.pace import chances
from regulars.engine.standing import by_last_day, standing
from regulars.journal.errors import UnknownMember
from regulars.journal.goals import goals
from regulars.journal.listing import Listed, listed
from regulars.journal.pool_view import pool_of
from regulars.journal.queries import movements_of
from regulars.journal.quests import honours, pursued
from regulars.journal.statement import Entry, entry
from regulars.journal.why import why_tier
from regulars.kit.periods import NEVER, microseconds
from regulars.members import queries
from regulars.members.referring import referral_code

PAGE = 20


@needs("see_members")
@require_safe
def page(request: HttpRequest, ref: str) -> HttpResponse:
    found, row = _member(ref)
    if row.state.pool is not None:
        return redirect("console:pool", ref)
    stands = standing(found.versions, row.state, microseconds(found.at))
    points = next((wallet for wallet in stands.wallets if wallet.id == found.wallet.id), stands.points)
    entries, before = _entries(found, ref, None)
    personal = can(request, "see_personal")
    visits, spend = row.state.measures.get("visits"), row.state.measures.get("spend")
    context = {
        "shop": found,
        "shop_name": found.name,
        "w": found.w,
        "ref": row.ref,
        "personal": personal,
        "profile": queries.profile_of(row.member_id) if personal else None,
        "identities": queries.identities_of(row.member_id) if personal else None,
        "has_cards": found.program.cards is not None,
        "cards": shown_cards(found, row.member_id) if personal and found.program.cards is not None else [],
        "card_reasons": reasons(),
        "may_manage_cards": can(request, "manage_cards"),
        "form_id": secrets.token_hex(8),
        "may_link": can(request, "make_member_link"),
        "may_move": can(request, "move_points"),
        "may_see_readings": can(request, "see_readings"),
        "tier": found.tier_name(stands.tier),
        "place": found.tier_place(stands.tier),
        "stands": stands,
        "points": points,
        "worth": found.worth_minor(points.active),
        "others": [wallet for wallet in stands.wallets if wallet.id != points.id],
        "goals": goals(stands.progress.get("criteria", ()), found.program, found.today, found.w.language),
        "next_tier": found.tier_name(stands.progress["next"]) if stands.progress else "",
        "any_of": stands.progress.get("how") == "any",
        **_ahead(found, row),
        "grace_until": stands.grace_until or None,
        "review_on": stands.review_on if stands.review_on < NEVER else None,
        "lots": by_last_day(points.lots),
        "waiting": [replace(lot, event=event_name(lot.event, found.w.language, found.program)) if lot.event else lot for lot in points.waiting],
        "next_expiry": next((lot for lot in points.lots if lot.until < NEVER), None),
        "spend_in_all": spend.total if spend is not None else 0,
        "visits_in_all": visits.total if visits is not None else 0,
        "last_visit": visits.days[-1] if visits is not None and visits.days else None,
        "challenges": pursued(stands.challenges, found.program, found.w.language),
        "code": referral_code(row.member_id) if found.program.referral is not None else "",
        "badges": honours(stands.badges, found.program, found.w.language),
        **_pool(found, row),
        "why_tier": why_tier(database(), found.versions, row.ref, microseconds(found.at), found.w.language),
        "insight": told_of(found, ref),
        "may_see_figures": can(request, "see_figures"),
        "may_set_profiling": can(request, "set_profiling"),
        **freeze_of(request, found, row.ref),
        "entries": entries,
        "before": before,
    }
    return render(request, "console/member.html", context)


@needs("see_members")
@require_safe
def older(request: HttpRequest, ref: str) -> HttpResponse:
    """The next movements, for the list to grow."""
    found, row = _member(ref)
    text = request.GET.get("before", "")
    before = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
    entries, following = _entries(found, ref, before)
    context = {"shop": found, "w": found.w, "ref": row.ref, "entries": entries, "before": following}
    return render(request, "parts/movements.html", context)


def _member(ref: str) -> tuple[Shop, Listed]:
    found = shop()
    if found is None:
        raise Http404
    try:
        return found, listed(database(), ref)
    except UnknownMember:
        raise Http404 from None


def _entries(found: Shop, ref: str, before: int | None) -> tuple[list[Entry], int | None]:
    some = movements_of(database(), ref, before=before, limit=PAGE)
    language, wallet = found.w.language, found.wallet.id
    return [entry(movement, found.program, language, wallet) for movement in some.movements], some.before


def _ahead(found: Shop, row: Listed) -> dict[str, Any]:
    """Why this tier, what keeps it by which day, what the missions and memberships have come to."""
    at_us = microseconds(found.at)
    ahead, likely = outlook(found.versions, row.state, at_us), chances(found.versions, row.state, at_us)
    language, program = found.w.language, found.program
    by = ahead.keep.get("by")
    return {
        "told_ahead": sentences([*ahead.why, *likely], language, program),
        "keeping": goals(leaves(ahead.keep.get("asks")), program, date.fromisoformat(by) if by else found.today, language),
        "keeping_any": "any" in ahead.keep.get("asks", {}),
        "keep_tier": found.tier_name(ahead.keep["tier"]) if ahead.keep else "",
        "keep_by": date.fromisoformat(by) if by else None,
        "paid": [{**one, "name": plan_name(one["plan"], language, program), "ends": ahead.membership.get("until") if "so_far" in one else None} for one in ahead.paid],
    }


def _pool(found: Shop, row: Listed) -> dict[str, Any]:
    """The pool the member is in, with their own part; or the kinds they may found."""
    view = pool_of(database(), found.versions, row.state, microseconds(found.at), found.w.language)
    own = next((one for one in view.members if one.ref == row.ref), None) if view is not None else None
    return {
        "pool": view,
        "pool_points": sum(one.active for one in view.wallets) if view is not None else 0,
        "pool_left": sum(own.left.values()) if own is not None else 0,
        "pool_kinds": [(kind.id, kind.name.read(found.w.language) or kind.id) for kind in found.program.pools],
        "form_id": secrets.token_hex(8),
    }


