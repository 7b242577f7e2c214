"""Between two members, for agents: a gift; two who are one person, seen first and then merged; the undoing."""

import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.console.access import can, needs
from regulars.console.quality import field_name, why_name
from regulars.console.shop import Shop, database, shop
from regulars.engine.explain import sentences
from regulars.journal.errors import UnknownMember
from regulars.journal.merge_preview import MergePreview, preview_merge
from regulars.journal.moving import Gift, Merge, Moved, Mover, run_mover
from regulars.journal.queries import member_id_of, member_of, ref_of
from regulars.kit.errors import Problem
from regulars.kit.periods import microseconds
from regulars.members.conflict_report import ConflictReport, conflict_report
from regulars.members.merging import catch_up

SOURCE = "console"
_LONGEST = 128


@needs("move_points")
@require_http_methods(["GET", "POST"])
def gift(request: HttpRequest, ref: str) -> HttpResponse:
    """The form, and sending it. Its id is made with the form, so that sending it twice gives once."""
    found = _shop(ref)
    if request.method == "POST":
        points, at_us = request.POST.get("points", ""), microseconds(found.at)
        asked = Gift(ref, _text(request, "to"), int(points) if points.isascii() and points.isdecimal() and len(points) < 16 else 0, "", SOURCE, _id(request), at_us)
        if asked.points < 1 or not asked.receiver:
            messages.error(request, _("Say who receives, and how many points."))
        elif _done(request, found, lambda mover: mover.give(asked, at_us), _("The gift has arrived.")):
            return redirect("console:member", ref)
    return render(request, "console/gift.html", {**_context(found, ref), "offered": found.program.gifts is not None})


@needs("move_points")
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, ref: str) -> HttpResponse:
    """``goes`` becomes part of the member: what it would do, then doing it; with ``undo``, the undoing."""
    found = _shop(ref)
    goes = _text(request, "goes")
    if request.method == "POST" and goes:
        at_us, undo = microseconds(found.at), "undo" in request.POST
        asked = Merge(ref, goes, SOURCE, _id(request), at_us)
        said = _("They are two members again.") if undo else _("The two are one member now.")
        if _done(request, found, lambda mover: (mover.unmerge if undo else mover.merge)(asked, at_us), said):
            catch_up([member_id_of(database(), goes)], at=found.at)
            return redirect("console:member", ref)
    seen, differ = _preview(request, found, ref, goes) if goes else (None, None)
    merged = [{"ref": one, **_lines(_report(request, ref, one))} for one in _merged(ref)]
    context = {
        "goes": goes,
        "seen": seen,
        "because": sentences(seen.because, found.w.language, found.program) if seen else [],
        **_lines(differ),
        "tier_after": found.tier_name(seen.after.tier) if seen and seen.after else "",
        "merged": merged,
    }
    return render(request, "console/merge.html", _context(found, ref) | context)


def _shop(ref: str) -> Shop:
    found = shop()
    try:
        member_id_of(database(), ref)
    except UnknownMember:
        raise Http404 from None
    if found is None:
        raise Http404
    return found


def _context(found: Shop, ref: str) -> dict[str, Any]:
    return {"shop": found, "shop_name": found.name, "w": found.w, "ref": ref, "id": secrets.token_hex(8)}


def _text(request: HttpRequest, name: str) -> str:
    given = request.POST.get(name) or request.GET.get(name) or ""
    return given.strip()[:_LONGEST].replace("\0", "")


def _id(request: HttpRequest) -> str:
    return _text(request, "id") or secrets.token_hex(8)


def _done(request: HttpRequest, found: Shop, work: Callable[[Mover], Any], said: str) -> bool:
    """Whether it was begun; what became of it is said either way."""
    try:
        moved: Moved = run_mover(settings.REGULARS_DSN, work)
    except Problem as problem:
        messages.error(request, problem.sentence(found.w.language))
        return False
    if moved.state in ("refused", "came_back"):
        reasons = moved.because or moved.answer.because
        messages.error(request, sentences(reasons[:1], found.w.language, found.program)[0])
        return False
    messages.success(request, said if moved.state == "arrived" else _("Begun; the rest is done within a minute."))
    return True


def _preview(request: HttpRequest, found: Shop, ref: str, goes: str) -> tuple[MergePreview | None, ConflictReport | None]:
    try:
        seen = preview_merge(database(), found.versions, ref, goes, microseconds(found.at))
        differ = _report(request, ref, goes)
    except Problem as problem:
        messages.error(request, problem.sentence(found.w.language))
        return None, None
    return seen, differ


def _report(request: HttpRequest, ref: str, goes: str) -> ConflictReport | None:
    """Side by side, for those who may see what people told."""
    return conflict_report(member_id_of(database(), ref), member_id_of(database(), goes)) if can(request, "see_personal") else None


def _lines(found: ConflictReport | None) -> dict[str, Any]:
    if found is None:
        return {"lines": [], "identities": {}}
    lines = [{"name": field_name(line.field), "whose": line.whose, "why": why_name(line.why), "stays": line.stays, "goes": line.goes, "differs": line.differs} for line in found.lines]
    return {"lines": lines, "identities": found.identities}


def _merged(ref: str) -> list[str]:
    """References that are part of the member."""
    _member_id, state = member_of(database(), ref)
    taken = state.moving.taken_in if state.moving is not None else {}
    return [ref_of(database(), one) for one in taken]
