"""A pool's page: who is in it, what is left of what each put in, what happened; and what an agent does for it."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.console.access import can, needs
from regulars.console.shop import Shop, database, shop
from regulars.engine.explain import sentences
from regulars.journal.errors import PoolUnknown, UnknownMember
from regulars.journal.moving import Moved, Mover, run_mover
from regulars.journal.pool_view import PoolView, pool_view
from regulars.journal.pools import Ask, Pools
from regulars.journal.queries import movements_of
from regulars.journal.statement import entry
from regulars.kit.errors import Problem
from regulars.kit.periods import microseconds

SOURCE = "console"
PAGE = 50
_VERBS = ("found", "add", "contribute", "leave", "hand_over", "dissolve")


@needs("see_members")
@require_safe
def page(request: HttpRequest, ref: str) -> HttpResponse:
    found = _shop()
    view = _view(found, ref)
    language, wallet = found.w.language, view.wallets[0].id if view.wallets else found.wallet.id
    some = movements_of(database(), ref, limit=PAGE)
    context = {
        "shop": found,
        "shop_name": found.name,
        "w": found.w,
        "pool": view,
        "points": sum(one.active for one in view.wallets),
        "members": [_member(one) for one in view.members],
        "nobodys": sum(view.nobodys.values()),
        "lots": [lot for one in view.wallets for lot in one.lots],
        "entries": [entry(one, found.program, language, wallet) for one in some.movements],
        "may_move": can(request, "move_points") and not view.dissolved,
        "id": secrets.token_hex(8),
    }
    return render(request, "console/pool.html", context)


@needs("move_points")
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """One verb for a pool or one of its members. Its id is made with the form, so that sending it twice does it once."""
    found = _shop()
    verb, pool, member = (_text(request, name) for name in ("verb", "pool", "member"))
    points = _text(request, "points")
    if verb not in _VERBS:
        raise Http404
    count = int(points) if points.isascii() and points.isdecimal() and len(points) < 16 else 0
    if verb == "contribute" and not count:
        messages.error(request, _("Say how many points."))
    else:
        at_us = microseconds(found.at)
        ask = Ask(SOURCE, _text(request, "id") or secrets.token_hex(8), at_us, pool=pool, member=member, kind=_text(request, "kind"), points=count)
        _do(request, found, verb, ask, at_us)
    back = _text(request, "back")
    return redirect("console:member", back) if back else redirect("console:pool", pool) if pool else redirect("console:members")


def _do(request: HttpRequest, found: Shop, verb: str, ask: Ask, at_us: int) -> None:
    async def work(mover: Mover) -> Moved:
        pools = Pools(mover)
        if verb == "add":  # the shop invites and the member comes
            invited = await pools.invite(ask._replace(id=f"{ask.id}.invited"), at_us)
            return invited if invited.state == "refused" else await pools.join(ask, at_us)
        moved: Moved = await getattr(pools, verb)(ask, at_us)
        return moved

    try:
        moved = run_mover(settings.REGULARS_DSN, work)
    except Problem as problem:
        messages.error(request, problem.sentence(found.w.language))
        return
    if moved.state in ("refused", "came_back"):
        reasons = moved.because or moved.answer.because
        messages.error(request, sentences(list(reasons[:1]), found.w.language, found.program)[0])
    else:
        messages.success(request, _("Done.") if moved.state == "arrived" else _("Begun; the rest is done within a minute."))


def _shop() -> Shop:
    found = shop()
    if found is None:
        raise Http404
    return found


def _view(found: Shop, ref: str) -> PoolView:
    try:
        return pool_view(database(), found.versions, ref, microseconds(found.at), found.w.language)
    except (UnknownMember, PoolUnknown):
        raise Http404 from None


def _member(one: Any) -> dict[str, Any]:
    return {**one._asdict(), "gave": sum(one.gave.values()), "left": sum(one.left.values()), "spent": sum(one.spent.values())}


def _text(request: HttpRequest, name: str) -> str:
    return (request.POST.get(name) or "").strip()[:128].replace("\0", "")
