"""``GET /v1/members/{ref}`` and its transfers."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request

from regulars.api.references import CURSOR, Reference, cursor_of, place_of_cursor
from regulars.api.services import in_thread
from regulars.api.shapes import (
    Badge,
    Challenge,
    EndedChallenge,
    Hold,
    Lot,
    Member,
    MembersPool,
    Outlook,
    Payable,
    Points,
    ReferralCode,
    Transfer,
    Transfers,
    Wallet,
)
from regulars.api.signing_in import Needs
from regulars.engine.compiled import Versions
from regulars.engine.decision import Reason
from regulars.engine.errors import NotOffered
from regulars.engine.explain import sentence
from regulars.engine.outlook import Outlook as Ahead
from regulars.engine.outlook import outlook
from regulars.engine.pace import chances
from regulars.engine.paying import slider
from regulars.engine.quest_standing import ChallengeStanding
from regulars.engine.redeeming import wallet_named
from regulars.engine.standing import HoldStanding, LotStanding, Standing, WalletStanding, standing
from regulars.engine.state import MemberState
from regulars.journal.errors import PoolAsMember
from regulars.journal.pool_view import pool_of
from regulars.journal.queries import member_id_of, member_of, ref_of
from regulars.journal.transfers import NEWEST, Transferred, transfers_of
from regulars.kit.money import scaled_from_text, text_of
from regulars.kit.periods import instant, iso_day
from regulars.members.referring import referral_code
from regulars.program.document import Program

router = APIRouter(tags=["members"], dependencies=[Needs("members:read")])

MOST_TRANSFERS = 200


# Declared first: a reference may hold slashes, and this path is the longer one.
@router.get("/v1/members/{ref:path}/transfers", summary="A member's transfers, newest first")
async def read_transfers(
    request: Request,
    ref: Reference,
    limit: Annotated[int, Query(ge=1, le=MOST_TRANSFERS)] = 50,
    cursor: Annotated[str | None, Query(pattern=CURSOR, description="`next` of the page before, as it was.")] = None,
) -> Transfers:
    before = NEWEST if cursor is None else place_of_cursor(cursor)

    def read(conn: Any) -> list[Transferred]:
        return transfers_of(conn, member_id_of(conn, ref), before=before, limit=limit + 1)

    found = await request.app.state.services.reading(read)
    page = found[:limit]
    more = cursor_of(page[-1].seq, page[-1].n) if len(found) > limit else None
    return Transfers(transfers=[_transfer(each) for each in page], next=more)


@router.get("/v1/members/{ref:path}/payable", summary="How much of an order points may pay")
async def read_payable(
    request: Request,
    ref: Reference,
    order_amount: Annotated[str, Query(max_length=40, description="What the order costs, a decimal text.")],
    wallet: Annotated[str, Query(max_length=64, description="Default: the programme's first.")] = "",
    lang: Annotated[Literal["en", "zh-Hans", "zh-Hant"], Query(description="The language of `detail`.")] = "en",
) -> Payable:
    state = request.app.state
    versions, now_us = state.services.versions, state.now_us()
    now = versions.at(now_us)
    currency = now.program.currency
    amount = scaled_from_text(order_amount, currency.minor_digits)
    own = wallet_named(now, wallet)
    held = await state.services.reading(lambda conn: member_of(conn, ref)[1])
    if held.pool is not None:
        raise PoolAsMember(ref=ref)
    available = next((one.active for one in standing(versions, held, now_us).wallets if one.id == own.id), 0)
    ends = slider(own, available, amount)
    pays = [text_of(minor, currency.minor_digits) if own.paying.worth else None for minor in (ends.pays_least, ends.pays_most)]
    return Payable(
        member=ref, wallet=own.id, available=available, least=ends.least, most=ends.most, step=ends.step, pays_least=pays[0], pays_most=pays[1],
        currency=currency.code, code=str(ends.why["code"]) if ends.why else None, detail=sentence(ends.why, lang, now.program) if ends.why else None,
    )  # fmt: skip


@router.get("/v1/members/{ref:path}/referral-code", summary="The code a member gives to friends")
async def read_referral_code(request: Request, ref: Reference) -> ReferralCode:
    services = request.app.state.services
    if services.program.referral is None:
        raise NotOffered()
    member_id = await services.reading(lambda conn: member_id_of(conn, ref))
    return ReferralCode(member=ref, code=await in_thread(referral_code, member_id))


@router.get("/v1/members/{ref:path}", summary="A member's standing now")
async def read_member(
    request: Request,
    ref: Reference,
    lang: Annotated[Literal["en", "zh-Hans", "zh-Hant"] | None, Query(description="Adds a `text` to each reason of `outlook.why`.")] = None,
) -> Member:
    state = request.app.state
    versions, now_us = state.services.versions, state.now_us()
    held, pool = await state.services.reading(lambda conn: _with_pool(conn, versions, ref, now_us, lang or "en"))
    ahead, likely = outlook(versions, held, now_us), await in_thread(chances, versions, held, now_us)
    if lang is not None:
        program = versions.at(now_us).program
        ahead = ahead._replace(why=_in_words(ahead.why, lang, program))
        likely = _in_words(likely, lang, program)
    return _member(ref, standing(versions, held, now_us), ahead, likely, pool)


def _in_words(reasons: list[Reason], lang: str, program: Program) -> list[Reason]:
    return [{**reason, "text": sentence(reason, lang, program)} for reason in reasons]


def _with_pool(conn: Any, versions: Versions, ref: str, now_us: int, language: str) -> tuple[MemberState, MembersPool | None]:
    """The member's state, and the pool they are in. Raises NotAMember for a pool: it has a page of its own."""
    member_id, state = member_of(conn, ref)
    if state.pool is not None:
        raise PoolAsMember(ref=ref)
    view = pool_of(conn, versions, state, now_us, language)
    if view is None:
        return state, None
    own = next((one for one in view.members if one.ref == ref_of(conn, member_id)), None)
    active = {one.id: one.active for one in view.wallets}
    told = MembersPool(
        pool=view.ref, kind=view.kind, name=view.name, owner=own is not None and own.is_owner, active=active,
        gave=own.gave if own else {}, left=own.left if own else {}, may_spend=own.may_spend if own else 0,
    )  # fmt: skip
    return state, told


def _member(ref: str, now: Standing, ahead: Ahead, likely: list[Reason], pool: MembersPool | None) -> Member:
    first = now.points
    return Member(
        member=ref,
        tier=now.tier,
        tier_since=_day(now.tier_since),
        enrolled_on=_day(now.enrolled_on),
        points=Points(active=first.active, pending=first.pending, held=first.held, debt=first.debt),
        wallets=[_wallet(wallet) for wallet in now.wallets],
        progress=now.progress,
        review_on=_day(now.review_on),
        grace_until=_day(now.grace_until),
        holds=[_hold(hold) for hold in now.holds],
        challenges=[_challenge(one) for one in now.challenges],
        outlook=Outlook(**ahead._asdict(), chances=likely),
        pool=pool,
        frozen_since=instant(now.frozen_us).isoformat() if now.frozen_us else None,
        badges=[Badge(id=one.id, earned_on=_day(one.earned_on) or "", earned_for=one.earned_for) for one in now.badges],
    )


def _challenge(one: ChallengeStanding) -> Challenge:
    return Challenge(
        id=one.id,
        stands=one.stands,
        kind=one.kind,
        have=one.have,
        need=one.need,
        missing=one.missing,
        **{"from": _day(one.starts_on)},
        until=_day(one.until),
        times=one.times,
        ended=[EndedChallenge(until=_day(old.until) or "", have=old.have, met=old.met) for old in one.ended],
    )


def _wallet(wallet: WalletStanding) -> Wallet:
    return Wallet(
        id=wallet.id,
        active=wallet.active,
        pending=wallet.pending,
        held=wallet.held,
        debt=wallet.debt,
        lots=[_lot(lot) for lot in wallet.lots],
        waiting=[_lot(lot) for lot in wallet.waiting],
    )


def _hold(one: HoldStanding) -> Hold:
    until = instant(one.until_us).isoformat()
    return Hold(hold=one.id, source=one.source, wallet=one.wallet, points=one.points, until=until, reference=one.reference)


def _lot(lot: LotStanding) -> Lot:
    return Lot(
        points=lot.points, earned_on=_day(lot.earned_on) or "", usable_until=_day(lot.until), usable_from=_day(lot.active_on), waits_for=lot.event or None
    )


def _day(day: int) -> str | None:
    return iso_day(day) if day else None


def _transfer(row: Transferred) -> Transfer:
    values = row._asdict()
    values["occurred_at"] = row.occurred_at.isoformat()
    values["expires_on"] = row.expires_on.isoformat() if row.expires_on else None
    return Transfer(**values)
