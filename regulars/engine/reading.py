"""The wire's JSON, read strictly once: the same reading for the API, imports and replay.

Amounts are decimal texts (a JSON number for money is refused); quantities are texts or numbers with up to three decimals.
Every mistake raises Invalid with a stable code, before anything is decided or written.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from regulars.engine import event_names, events_moving
from regulars.engine.events import (
    ChallengeJoined,
    Data,
    Happened,
    MemberEnrolled,
    MemberFrozen,
    MemberUnfrozen,
    OrderReturned,
    PointsAdjusted,
    PointsRedeemed,
    ReferralClaimed,
    ReferralQualified,
    ReferralReversed,
    ReturnedLine,
)
from regulars.engine.events_moving import PointsDelivered, PointsReceived, PointsSent, PointsUndelivered
from regulars.engine.happening import read_fields
from regulars.engine.misreading import misread
from regulars.engine.pool_events import POOL_TYPES
from regulars.engine.reading_holding import HOLDING_READERS
from regulars.engine.reading_opening import read_opened
from regulars.engine.reading_orders import MOST_LINES as MOST_LINES
from regulars.engine.reading_orders import read_order as _read_order
from regulars.engine.reading_tiers import TIER_READERS
from regulars.engine.reading_values import LONGEST_TEXT as LONGEST_TEXT
from regulars.engine.reading_values import Number
from regulars.engine.reading_values import check_size as _check_size
from regulars.engine.reading_values import identifier as _id
from regulars.engine.reading_values import order_amount as _order_amount
from regulars.engine.reading_values import points as _points
from regulars.engine.reading_values import text as _text
from regulars.engine.reading_values import thousandths as _thousandths
from regulars.engine.reading_values import whole as _whole
from regulars.kit.errors import Invalid
from regulars.kit.money import scaled_from_text
from regulars.program.document import Program


class _ReturnedLine(msgspec.Struct, forbid_unknown_fields=True):
    line: int | float
    quantity: Number | None = None
    amount: str | None = None


class _Return(msgspec.Struct, forbid_unknown_fields=True):
    order_id: str
    lines: list[_ReturnedLine] | None = None
    all: bool = False


class _Redeemed(msgspec.Struct, forbid_unknown_fields=True):
    points: int | float
    wallet: str | None = None
    up_to: bool = False
    reason: str | None = None
    order_id: str | None = None
    order_amount: str | None = None


class _Adjusted(msgspec.Struct, forbid_unknown_fields=True):
    points: int | float
    reason: str
    by: str
    wallet: str | None = None


class _Enrolled(msgspec.Struct, forbid_unknown_fields=True):
    """Profile, identities and signals are taken out by ``members`` before the event comes here."""

    referred_by: str | None = None
    guest: bool = False  # ``members`` lets no caller say this


class _ReferralClaimed(msgspec.Struct, forbid_unknown_fields=True):
    referred_by: str
    approved_by: str | None = None


class _Frozen(msgspec.Struct, forbid_unknown_fields=True):
    reason: str
    by: str


class _Unfrozen(msgspec.Struct, forbid_unknown_fields=True):
    by: str
    reason: str | None = None


class _ChallengeJoined(msgspec.Struct, forbid_unknown_fields=True):
    challenge: str


def read_data(type: str, body: bytes | str, program: Program) -> Data:
    """The typed data of one event. Raises Invalid: event.*, data.*, order.*, return.*, points.*, quantity.*, money.*."""
    try:
        read = _READERS.get(type)
        return _read_happened(type, body, program) if read is None else read(body, program)
    except msgspec.DecodeError as error:
        raise misread(str(error)) from None
    except (UnicodeError, RecursionError):
        raise Invalid("event.unreadable") from None


def read_stored(type: str, body: bytes | str, program: Program) -> Data:
    """As ``read_data``, for events the journal holds: those the house makes itself too, and without asking again what was declared."""
    if type in _BY_THE_HOUSE:
        return read_own(type, body)
    return read_data(type, body, program) if type in _READERS else Happened(_things.decode(body))


def read_own(type: str, body: bytes | str) -> Data:
    """An event of the house's own making."""
    return msgspec.json.decode(body, type=_BY_THE_HOUSE[type])


_returns = msgspec.json.Decoder(_Return)
_redeemed = msgspec.json.Decoder(_Redeemed)
_adjusted = msgspec.json.Decoder(_Adjusted)
_enrolled = msgspec.json.Decoder(_Enrolled)
_referral_claimed = msgspec.json.Decoder(_ReferralClaimed)
NOTHING_TOLD = MemberEnrolled()
_challenge_joined = msgspec.json.Decoder(_ChallengeJoined)
_frozen = msgspec.json.Decoder(_Frozen)
_unfrozen = msgspec.json.Decoder(_Unfrozen)
_things = msgspec.json.Decoder(dict[str, Any])


def _read_return(body: bytes | str, program: Program) -> OrderReturned:
    wire = _returns.decode(body)
    if wire.all == bool(wire.lines):
        raise Invalid("return.what", order=wire.order_id[:LONGEST_TEXT])
    lines = []
    for line in wire.lines or ():
        quantity = None if line.quantity is None else _thousandths(line.quantity)
        amount = None if line.amount is None else scaled_from_text(line.amount, program.currency.minor_digits)
        if (quantity is not None and quantity <= 0) or (quantity is None and amount is not None and amount <= 0):
            raise Invalid("return.nothing", line=line.line)
        lines.append(ReturnedLine(_whole(line.line), quantity, amount))
    if len({line.line for line in lines}) < len(lines):
        raise Invalid("return.line_twice", order=wire.order_id[:LONGEST_TEXT])
    return OrderReturned(_id(wire.order_id, "order_id"), tuple(lines))


def _read_redeemed(body: bytes | str, program: Program) -> PointsRedeemed:
    wire = _redeemed.decode(body)
    return PointsRedeemed(
        _points(wire.points), _text(wire.wallet, "wallet"), wire.up_to, _text(wire.reason, "reason"), _text(wire.order_id, "order_id"),
        _order_amount(wire.order_amount, program),
    )  # fmt: skip


def _read_adjusted(body: bytes | str, program: Program) -> PointsAdjusted:
    wire = _adjusted.decode(body)
    points = _whole(wire.points)
    if points == 0:
        raise Invalid("points.amount", given=str(wire.points)[:LONGEST_TEXT])
    _check_size(points)
    return PointsAdjusted(points, _id(wire.reason, "reason"), _id(wire.by, "by"), _text(wire.wallet, "wallet"))


def _read_enrolled(body: bytes | str, program: Program) -> MemberEnrolled:
    if body == b"{}":
        return NOTHING_TOLD
    told = _enrolled.decode(body)
    return MemberEnrolled(_text(told.referred_by, "referred_by"), told.guest)


def _read_referral_claimed(body: bytes | str, program: Program) -> ReferralClaimed:
    wire = _referral_claimed.decode(body)
    return ReferralClaimed(_id(wire.referred_by, "referred_by"), _text(wire.approved_by, "approved_by"))


def _read_challenge_joined(body: bytes | str, program: Program) -> ChallengeJoined:
    return ChallengeJoined(_id(_challenge_joined.decode(body).challenge, "challenge"))


def _read_frozen(body: bytes | str, program: Program) -> MemberFrozen:
    wire = _frozen.decode(body)
    return MemberFrozen(_id(wire.reason, "reason"), _id(wire.by, "by"))


def _read_unfrozen(body: bytes | str, program: Program) -> MemberUnfrozen:
    wire = _unfrozen.decode(body)
    return MemberUnfrozen(_id(wire.by, "by"), _text(wire.reason, "reason"))


def _read_happened(type: str, body: bytes | str, program: Program) -> Happened:
    declared = program.event_type(type)
    if declared is None:
        raise Invalid("event.unknown_type", type=type[:LONGEST_TEXT])
    raw = _things.decode(body)
    read_fields(declared, raw, program.currency.minor_digits)
    return Happened(raw)


_READERS: dict[str, Callable[[bytes | str, Program], Data]] = {
    event_names.ORDER_PAID: _read_order,
    event_names.ORDER_RETURNED: _read_return,
    event_names.REDEEMED: _read_redeemed,
    event_names.ADJUSTED: _read_adjusted,
    event_names.ENROLLED: _read_enrolled,
    **HOLDING_READERS,
    event_names.BALANCE_OPENED: read_opened,
    **TIER_READERS,
    event_names.CHALLENGE_JOINED: _read_challenge_joined,
    event_names.REFERRAL_CLAIMED: _read_referral_claimed,
    event_names.MEMBER_FROZEN: _read_frozen,
    event_names.MEMBER_UNFROZEN: _read_unfrozen,
}
EVENT_TYPES = tuple(_READERS)
_BY_THE_HOUSE: dict[str, type[Data]] = {
    event_names.MERGED_INTO: events_moving.MergedInto,
    event_names.MERGED: events_moving.Merged,
    event_names.UNMERGED: events_moving.Unmerged,
    event_names.RESTORED: events_moving.Restored,
    event_names.SENT: PointsSent,
    event_names.RECEIVED: PointsReceived,
    event_names.DELIVERED: PointsDelivered,
    event_names.UNDELIVERED: PointsUndelivered,
    event_names.REFERRAL_QUALIFIED: ReferralQualified,
    event_names.REFERRAL_REVERSED: ReferralReversed,
    **POOL_TYPES,
}

