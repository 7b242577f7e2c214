"""Freezing a member's points, and letting them be used again: from the member's page, or from an alert."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from regulars.console.access import can, needs
from regulars.console.moving import SOURCE
from regulars.console.shop import Shop, database, shop
from regulars.engine.explain import sentences
from regulars.journal.errors import UnknownMember
from regulars.journal.frozen import Freeze, frozen_of, set_frozen
from regulars.journal.moving import Moved, run_mover
from regulars.kit.errors import Problem
from regulars.kit.periods import instant, microseconds
from regulars.kit.phrases import phrases, say

_LONGEST = 256

phrases(
    {
        "freeze.event": ("Frozen", "冻结", "凍結"),
        "freeze.event.over": ("Not frozen any more", "解除冻结", "解除凍結"),
        "freeze.button": ("Freeze points", "冻结积分", "凍結積分"),
        "freeze.button.over": ("Let the points be used again", "恢复使用积分", "恢復使用積分"),
        "freeze.title": ("Freezing the points", "冻结积分", "凍結積分"),
        "freeze.why": ("Why", "原因", "原因"),
        "freeze.done": ("The points can’t be used any more, from this moment on.", "积分已冻结，立即生效。", "積分已凍結，立即生效。"),
        "freeze.over": ("The points can be used again.", "积分可再次使用。", "積分可再次使用。"),
        "freeze.notice": (
            "Frozen since {since} by {by}: {reason}. The member goes on earning; no points can be used, given away or put into a pool.",
            "自 {since} 起由 {by} 冻结：{reason}。会员可继续累积；积分不能使用、转赠或转入积分池。",
            "自 {since} 起由 {by} 凍結：{reason}。會員可繼續累積；積分不能使用、轉贈或轉入積分池。",
        ),
    }
)


@needs("freeze_members")
@require_POST
def act(request: HttpRequest, ref: str) -> HttpResponse:
    """``do`` is ``freeze`` (with ``reason``) or ``unfreeze``, which is for whoever may. Its id is made with the form: sent twice, it is done once."""
    found, do = shop(), request.POST.get("do", "")
    if found is None or do not in ("freeze", "unfreeze"):
        raise Http404
    if do == "unfreeze" and not can(request, "unfreeze_members"):
        raise PermissionDenied
    language = found.w.language
    reason = request.POST.get("reason", "").replace("\0", "").strip()[:_LONGEST]
    if do == "freeze" and not reason:
        messages.error(request, say("freeze.reason", {}, language))
        return redirect("console:member", ref)
    freeze(request, found, ref, do == "freeze", reason, request.POST.get("id", "")[:_LONGEST].replace("\0", ""))
    return redirect("console:member", ref)


def freeze(request: HttpRequest, found: Shop, ref: str, frozen: bool, reason: str, id: str) -> bool:
    """Whether it was done; either way it is said."""
    language, at_us = found.w.language, microseconds(found.at)
    ask = Freeze(ref, frozen, reason, request.user.get_username(), SOURCE, id or f"{ref[:100]}-{at_us}", at_us)
    try:
        moved: Moved = run_mover(settings.REGULARS_DSN, lambda mover: set_frozen(mover, ask, at_us))
    except UnknownMember:
        raise Http404 from None
    except Problem as problem:
        messages.error(request, problem.sentence(language))
        return False
    if moved.state == "refused":
        messages.error(request, sentences(moved.answer.because[:1], language, found.program)[0])
        return False
    messages.success(request, say("freeze.done" if frozen else "freeze.over", {}, language))
    return True


def freeze_of(request: HttpRequest, found: Shop, ref: str) -> dict[str, Any]:
    """For the member's page: whether, since when and why, and what the reader may do about it."""
    stands = frozen_of(database(), ref)
    told = {"since": found.w.moment(instant(stands.since_us)), "by": stands.by, "reason": stands.reason} if stands.since_us else {}
    return {
        "frozen": bool(stands.since_us),
        "frozen_notice": say("freeze.notice", told, found.w.language) if told else "",
        "may_freeze": can(request, "freeze_members"),
        "may_unfreeze": can(request, "unfreeze_members"),
    }
