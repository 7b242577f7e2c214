"""What may happen to a member, as typed values. Amounts and quantities are whole numbers of their smallest unit.

``regulars.engine.reading`` makes these from the wire's JSON; imports and the demo make them directly.
"""

from typing import Any

import msgspec

from regulars.engine.events_moving import Moves
from regulars.engine.events_tiers import (
    FastTrackRequested,
    MembershipBought,
    MembershipCancelled,
    MembershipRefunded,
    MembershipRenewed,
    TierFrozen,
    TierMatched,
    TierSet,
    TierUnfrozen,
)
from regulars.engine.pool_events import PoolEvents

QUANTITY_DIGITS = 3  # quantities and measures are kept in thousandths


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line of an order: ``amount`` is what was paid for the whole line, in minor units; ``quantity`` in thousandths."""

    line: int  # 1…n, unique in the order; a return names it
    sku: str
    quantity: int
    amount: int
    discount: int = 0
    category: str = ""
    brand: str = ""
    measures: dict[str, int] | None = None  # thousandths


class Tender(msgspec.Struct, frozen=True, gc=False):
    kind: str
    amount: int


class OrderPaid(msgspec.Struct, frozen=True):
    order_id: str
    lines: tuple[Line, ...]  # at least one
    channel: str = ""
    store: str = ""
    tenders: tuple[Tender, ...] = ()
    measures: dict[str, int] | None = None
    partner: str = ""


class ReturnedLine(msgspec.Struct, frozen=True):
    """``quantity`` or ``amount`` alone returns that part; neither returns the whole line."""

    line: int
    quantity: int | None = None
    amount: int | None = None


class OrderReturned(msgspec.Struct, frozen=True):
    order_id: str
    lines: tuple[ReturnedLine, ...] = ()  # empty: everything


class PointsAdjusted(msgspec.Struct, frozen=True):
    points: int  # not 0; negative takes away
    reason: str
    by: str
    wallet: str = ""  # empty: the first


class PointsRedeemed(msgspec.Struct, frozen=True):
    points: int  # > 0
    wallet: str = ""
    up_to: bool = False
    reason: str = ""
    order_id: str = ""
    order_amount: int = -1  # minor units: what the order costs that these points pay a part of; -1: not said


class PointsHeld(msgspec.Struct, frozen=True):
    """Points are reserved for something that is being paid; the hold goes by this event's source and id."""

    points: int  # > 0
    wallet: str = ""
    up_to: bool = False
    lasts_s: int = 0  # seconds from the event; 0: as the programme says
    until_us: int = 0  # or an instant
    reference: str = ""
    order_id: str = ""
    order_amount: int = -1


class PointsCaptured(msgspec.Struct, frozen=True):
    hold: str  # the id of the event that made it
    source: str = ""  # of that event; empty: this event's own
    points: int = 0  # 0: all that is held
    reason: str = ""
    order_id: str = ""


class PointsReleased(msgspec.Struct, frozen=True):
    hold: str
    source: str = ""
    reason: str = ""


class RedemptionCancelled(msgspec.Struct, frozen=True):
    redemption: str  # the id of the points.redeemed or points.captured event
    source: str = ""  # of that event; empty: this event's own
    points: int = 0  # 0: all that is left of it
    reason: str = ""


class OrderDelivered(msgspec.Struct, frozen=True):
    """An order has reached the customer: what waits for that becomes usable, of this order only."""

    order_id: str


class OpenedLot(msgspec.Struct, frozen=True):
    points: int  # > 0
    earned_on: int  # a local day
    expires_on: int = 0  # the last usable day; 0: as the wallet says; NEVER: no end


class BalanceOpened(msgspec.Struct, frozen=True):
    """Points of an older scheme."""

    lots: tuple[OpenedLot, ...]
    wallet: str = ""
    tier: str = ""  # the level to stand on at least


class MemberEnrolled(msgspec.Struct, frozen=True):
    """The personal part of an enrolment goes to ``members``; nothing of it reaches the engine."""

    referred_by: str = ""  # an advocate's code, or a keyed hash of what else was written there
    guest: bool = False  # the journal's own: somebody nobody knew did something, and joins when the programme says


class MemberFrozen(msgspec.Struct, frozen=True):
    """Nothing leaves the member's points any more until ``member.unfrozen``; they go on earning."""

    reason: str
    by: str


class MemberUnfrozen(msgspec.Struct, frozen=True):
    by: str
    reason: str = ""


class ChallengeJoined(msgspec.Struct, frozen=True):
    """The member takes part in a challenge that has to be asked for."""

    challenge: str


class Happened(msgspec.Struct, frozen=True):
    """A behaviour, or an event of a type the programme declares: its fields as the wire gave them, checked against the declaration."""

    fields: dict[str, Any]


class ReferralClaimed(msgspec.Struct, frozen=True):
    """A member who has joined says who brought them. ``approved_by``: who answers for it when the signals speak against it."""

    referred_by: str
    approved_by: str = ""


class ReferralQualified(msgspec.Struct, frozen=True):
    """A friend's purchase has been kept: the advocate's event. ``friend``: the member's number."""

    friend: int


class ReferralReversed(msgspec.Struct, frozen=True):
    friend: int


Data = (
    OrderPaid
    | OrderReturned
    | PointsAdjusted
    | PointsRedeemed
    | MemberEnrolled
    | PointsHeld
    | PointsCaptured
    | PointsReleased
    | RedemptionCancelled
    | ChallengeJoined
    | MemberFrozen
    | MemberUnfrozen
    | Moves
    | PoolEvents
    | TierFrozen
    | TierUnfrozen
    | TierMatched
    | TierSet
    | FastTrackRequested
    | ReferralClaimed
    | ReferralQualified
    | ReferralReversed
    | MembershipBought
    | MembershipRenewed
    | MembershipCancelled
    | MembershipRefunded
    | Happened
    | OrderDelivered
    | BalanceOpened
)


class Event(msgspec.Struct, frozen=True):
    """Identity is (member, source, id). ``at_us``: when it happened, microseconds since 1970 UTC."""

    id: str
    source: str
    type: str
    at_us: int
    data: Data
