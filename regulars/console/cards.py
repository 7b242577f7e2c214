"""A member's cards, for staff: what there are, a new one, a lost one blocked and replaced."""

import secrets
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from regulars.console.access import needs
from regulars.console.shop import Shop, database, shop
from regulars.journal.errors import UnknownMember
from regulars.journal.queries import member_of
from regulars.kit.errors import Problem
from regulars.kit.formats import local_day
from regulars.members.cards import issuing
from regulars.members.cards.errors import REASONS, NotOffered, reason_of
from regulars.members.cards.numbers import written
from regulars.members.cards.queries import Card, cards_of


def shown_cards(found: Shop, member_id: int) -> list[dict[str, Any]]:
    """Newest first; for those who may see them."""
    cards = found.program.cards
    return [_shown(card, written(cards.code, card.number) if cards is not None else card.number, found.program.timezone) for card in cards_of(member_id)]


def reasons() -> list[tuple[str, str]]:
    return [(reason, reason_name(reason)) for reason in REASONS]


@needs("manage_cards")
@require_POST
def act(request: HttpRequest, ref: str) -> HttpResponse:
    """``issue``, ``replace`` or ``block``; the form's own id makes sending it twice count once."""
    found = shop()
    if found is None:
        raise Http404
    try:
        member_id, _state = member_of(database(), ref)
    except UnknownMember:
        raise Http404 from None
    number, what = request.POST.get("card", "")[:64], request.POST.get("do", "")
    by, at, asked = f"staff {request.user.get_username()}", datetime.now(UTC), f"console {request.POST.get('id', '')[:64] or secrets.token_hex(8)}"
    try:
        cards = found.program.cards
        if cards is None:
            raise NotOffered()
        if what == "issue":
            issuing.issue(member_id, cards.code, at_most=cards.at_most, asked=asked, by=by, at=at)
            messages.success(request, _("The member has a new card."))
        elif what == "replace":
            issuing.replace(member_id, number, cards.code, reason=reason_of(request.POST.get("reason", "")), asked=asked, by=by, at=at)
            messages.success(request, _("The old card is blocked, and a new one stands for the member. Points stay as they are."))
        elif what == "block":
            issuing.block(member_id, number, reason=reason_of(request.POST.get("reason", "")), by=by, at=at)
            messages.success(request, _("The card is blocked."))
        else:
            issuing.unblock(member_id, number, at_most=cards.at_most)
            messages.success(request, _("The card is good again."))
    except Problem as problem:
        messages.error(request, problem.sentence(found.w.language))
    return redirect("console:member", ref)


def _shown(card: Card, shown: str, timezone: str) -> dict[str, Any]:
    return {
        "number": card.number,
        "written": shown,
        "issued_on": local_day(card.issued_at, timezone),
        "blocked_on": local_day(card.blocked_at, timezone) if card.blocked_at is not None else None,
        "reason": reason_name(card.reason) if card.reason else "",
        "found_again": card.is_blocked and not card.is_replaced,
    }


def reason_name(reason: str) -> str:
    return {
        "lost": pgettext("card", "lost"),
        "stolen": pgettext("card", "stolen"),
        "damaged": pgettext("card", "damaged"),
        "misused": pgettext("card", "misused"),
        "withdrawn": pgettext("card", "withdrawn"),
    }[reason]
