"""``/v1/pools``: families, teams, clubs. Each verb is one message, begun and carried to its end in one request."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from msgspec import field

from regulars.api.exchange import Head
from regulars.api.messages import Id, Message, Points, Ref, read_message, whole
from regulars.api.references import Reference
from regulars.api.routes_gifts import moved_response
from regulars.api.shapes_pools import Invited, Pool, PoolHold, PoolLot, PoolMember, PoolWallet
from regulars.api.signing_in import Needs
from regulars.engine.reading_holding import how_long
from regulars.engine.reading_values import order_amount
from regulars.journal.pool_view import PoolView, pool_view
from regulars.journal.pools import Ask, Pools
from regulars.kit.periods import NEVER, instant, iso_day

router = APIRouter(tags=["pools"])
_WRITES: dict[str, Any] = {"include_in_schema": False, "dependencies": [Needs("events:write")]}  # described in openapi_pools.py


class Founding(Message):
    pool: Ref
    owner: Ref
    kind: str


class Asking(Message):
    """``by``: who says so, a member; left out: the shop."""

    pool: Ref
    member: Ref
    by: str = ""


class Joining(Message):
    pool: Ref
    member: Ref


class Leaving(Message):
    member: Ref
    pool: str = ""
    by: str = ""


class HandingOver(Message):
    pool: Ref
    to: Ref
    by: str = ""


class Dissolving(Message):
    pool: Ref
    by: str = ""


class Contributing(Message):
    member: Ref
    points: Points
    wallet: str = ""


class Redeeming(Message):
    member: Ref
    points: Points
    pool: str = ""
    wallet: str = ""
    up_to: bool = False
    reason: str = ""
    order_id: str = ""
    order_amount: str | None = None


class Holding(Redeeming):
    """``for`` or ``until``: how long; left out: as the programme says."""

    lasts: str | None = field(name="for", default=None)
    until: str | None = None
    reference: str = ""


class Capturing(Message):
    pool: Ref
    hold: Id
    hold_source: str = ""
    points: Points | None = None
    reason: str = ""
    order_id: str = ""


class Releasing(Message):
    pool: Ref
    hold: Id
    hold_source: str = ""
    reason: str = ""


class Cancelling(Message):
    pool: Ref
    redemption: str
    points: Points | None = None
    reason: str = ""


@router.post("/v1/pools", **_WRITES)
async def found(request: Request) -> Response:
    asked = await read_message(request, Founding)
    return await _done(request, "found", _ask(asked, pool=asked.pool, member=asked.owner, kind=asked.kind))


@router.post("/v1/pools/invitations", **_WRITES)
async def invite(request: Request) -> Response:
    asked = await read_message(request, Asking)
    return await _done(request, "invite", _ask(asked, pool=asked.pool, member=asked.member, by=asked.by))


@router.post("/v1/pools/withdrawals", **_WRITES)
async def withdraw(request: Request) -> Response:
    asked = await read_message(request, Asking)
    return await _done(request, "withdraw", _ask(asked, pool=asked.pool, member=asked.member, by=asked.by))


@router.post("/v1/pools/members", **_WRITES)
async def join(request: Request) -> Response:
    asked = await read_message(request, Joining)
    return await _done(request, "join", _ask(asked, pool=asked.pool, member=asked.member))


@router.post("/v1/pools/departures", **_WRITES)
async def leave(request: Request) -> Response:
    asked = await read_message(request, Leaving)
    return await _done(request, "leave", _ask(asked, pool=asked.pool, member=asked.member, by=asked.by))


@router.post("/v1/pools/owners", **_WRITES)
async def hand_over(request: Request) -> Response:
    asked = await read_message(request, HandingOver)
    return await _done(request, "hand_over", _ask(asked, pool=asked.pool, member=asked.to, by=asked.by))


@router.post("/v1/pools/dissolutions", **_WRITES)
async def dissolve(request: Request) -> Response:
    asked = await read_message(request, Dissolving)
    return await _done(request, "dissolve", _ask(asked, pool=asked.pool, by=asked.by))


@router.post("/v1/pools/contributions", **_WRITES)
async def contribute(request: Request) -> Response:
    asked = await read_message(request, Contributing)
    return await _done(request, "contribute", _ask(asked, member=asked.member, points=whole(asked.points), wallet=asked.wallet))


@router.post("/v1/pools/redemptions", **_WRITES)
async def redeem(request: Request) -> Response:
    asked = await read_message(request, Redeeming)
    amount = order_amount(asked.order_amount, request.app.state.services.program)
    ask = _ask(
        asked, member=asked.member, pool=asked.pool, points=whole(asked.points), wallet=asked.wallet, up_to=asked.up_to,
        reason=asked.reason, order_id=asked.order_id, order_amount=amount,
    )  # fmt: skip
    return await _done(request, "redeem", ask)


@router.post("/v1/pools/holds", **_WRITES)
async def hold(request: Request) -> Response:
    asked = await read_message(request, Holding)
    lasts_s, until_us = how_long(asked.lasts, asked.until)
    ask = _ask(
        asked, member=asked.member, pool=asked.pool, points=whole(asked.points), wallet=asked.wallet, up_to=asked.up_to, lasts_s=lasts_s,
        until_us=until_us, reference=asked.reference, order_id=asked.order_id,
        order_amount=order_amount(asked.order_amount, request.app.state.services.program),
    )  # fmt: skip
    return await _done(request, "hold", ask)


@router.post("/v1/pools/captures", **_WRITES)
async def capture(request: Request) -> Response:
    asked = await read_message(request, Capturing)
    points = 0 if asked.points is None else whole(asked.points)
    ask = _ask(asked, pool=asked.pool, hold=asked.hold, hold_source=asked.hold_source, points=points, reason=asked.reason, order_id=asked.order_id)
    return await _done(request, "capture", ask)


@router.post("/v1/pools/releases", **_WRITES)
async def release(request: Request) -> Response:
    asked = await read_message(request, Releasing)
    return await _done(request, "release", _ask(asked, pool=asked.pool, hold=asked.hold, hold_source=asked.hold_source, reason=asked.reason))


@router.post("/v1/pools/cancellations", **_WRITES)
async def cancel(request: Request) -> Response:
    asked = await read_message(request, Cancelling)
    points = 0 if asked.points is None else whole(asked.points)
    return await _done(request, "cancel", _ask(asked, pool=asked.pool, redemption=asked.redemption, points=points, reason=asked.reason))


def _ask(message: Message, **asked: Any) -> Ask:
    return Ask(message.source, message.id, message.at_us, **asked)


async def _done(request: Request, verb: str, ask: Ask) -> Response:
    language = Head(request.scope).language_asked()  # type: ignore[arg-type]
    state = request.app.state
    moved = await getattr(Pools(state.services.mover), verb)(ask, state.now_us())
    return moved_response(request, moved, language)


@router.get("/v1/pools/{ref:path}", summary="A pool now: who is in it, and what is left of what each put in", dependencies=[Needs("members:read")])
async def read_pool(
    request: Request,
    ref: Reference,
    lang: Annotated[Literal["en", "zh-Hans", "zh-Hant"] | None, Query(description="The language of `name`.")] = None,
) -> Pool:
    state = request.app.state
    versions, now_us = state.services.versions, state.now_us()
    return pool_shape(await state.services.reading(lambda conn: pool_view(conn, versions, ref, now_us, lang or "en")))


def pool_shape(view: PoolView) -> Pool:
    return Pool(
        pool=view.ref,
        kind=view.kind,
        name=view.name,
        owner=view.owner,
        most_members=view.most,
        dissolved=view.dissolved,
        wallets=[
            PoolWallet(
                id=one.id,
                active=one.active,
                lots=[PoolLot(points=lot.points, earned_on=iso_day(lot.earned_on) or "", usable_until=iso_day(lot.until) if lot.until < NEVER else None) for lot in one.lots],
            )
            for one in view.wallets
        ],
        members=[
            PoolMember(member=one.ref, since=iso_day(one.since) or "", owner=one.is_owner, gave=one.gave, left=one.left, spent=one.spent, may_spend=one.may_spend)
            for one in view.members
        ],
        nobodys=view.nobodys,
        invited=[Invited(member=member, until=iso_day(until) or "") for member, until in view.invited],
        on_its_way=view.on_its_way,
        holds=[
            PoolHold(hold=one.id, source=one.source, by=one.by, wallet=one.wallet, points=one.points, until=instant(one.until_us).isoformat(), reference=one.reference)
            for one in view.held
        ],
    )
