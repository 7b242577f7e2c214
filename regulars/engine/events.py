"""What may happen to a member, as typed values. Amounts and quantities are whole numbers of their smallest unit.

``regulars.engine.reading`` makes these from the wire's JSON; imports and the demo make them directly.
"""

from typing import Any

import msgspec

from regulars.engine.state_moving import Pack

QUANTITY_DIGITS = 3  # quantities and measures are kept in thousandths

ENROLLED = "member.enrolled"
ORDER_PAID = "order.paid"
ORDER_RETURNED = "order.returned"
ADJUSTED = "points.adjusted"
REDEEMED = "points.redeemed"
HELD = "points.held"
CAPTURED = "points.captured"
RELEASED = "points.released"
CANCELLED = "redemption.cancelled"
CHALLENGE_JOINED = "challenge.joined"
MERGED_INTO = "member.merged_into"
MERGED = "member.merged"
UNMERGED = "member.unmerged"
RESTORED = "member.restored"
SENT = "points.sent"
RECEIVED = "points.received"  # this and the next two are posted by the house itself, as steps of what `points.sent` began
DELIVERED = "points.delivered"
UNDELIVERED = "points.undelivered"
TIER_FROZEN = "tier.frozen"
TIER_UNFROZEN = "tier.unfrozen"
TIER_MATCHED = "tier.matched"
TIER_SET = "tier.set"
TRACK_REQUESTED = "fast_track.requested"
REFERRAL_CLAIMED = "referral.claimed"
REFERRAL_QUALIFIED = "referral.qualified"  # this and the next are posted by the house itself, to the advocate
REFERRAL_REVERSED = "referral.reversed"
MEMBERSHIP_BOUGHT = "membership.bought"
MEMBERSHIP_RENEWED = "membership.renewed"
MEMBERSHIP_CANCELLED = "membership.cancelled"
MEMBERSHIP_REFUNDED = "membership.refunded"
ORDER_DELIVERED = "order.delivered"
BALANCE_OPENED = "balance.opened"
TIME_PASSED = "time.passed"  # written by the clock, never posted


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


class ChallengeJoined(msgspec.Struct, frozen=True):
    """The member takes part in a challenge that has to be asked for."""

    challenge: str


class PointsSent(msgspec.Struct, frozen=True):
    """``to``, ``giver``: the numbers of the members' references; nothing of a reference stands in an event."""

    points: int  # > 0
    to: int
    giver: int
    wallet: str = ""


class MergedInto(msgspec.Struct, frozen=True):
    """This member goes on as another: ``into``, ``member`` are the numbers of the two."""

    into: int
    member: int


class Merged(msgspec.Struct, frozen=True):
    """Another member is taken in, with everything in ``pack``."""

    member: int
    pack: Pack


class Unmerged(msgspec.Struct, frozen=True):
    """``member`` parts from this one again."""

    member: int


class Restored(msgspec.Struct, frozen=True):
    """This member is one of its own again, with everything in ``pack``."""

    survivor: int
    pack: Pack


class PointsReceived(msgspec.Struct, frozen=True):
    """``lots``: (usable until, earned on, points > 0) as they left. ``rule``: what brought them: gift | pool."""

    giver: int
    step: int  # seq of the giver's event
    wallet: str
    lots: tuple[tuple[int, int, int], ...]
    rule: str = "gift"


class PointsDelivered(msgspec.Struct, frozen=True):
    step: int


class PointsUndelivered(msgspec.Struct, frozen=True):
    step: int
    why: str  # the code the receiver's side refused with
    sent_on: int = 0  # the local day whose limits are given back


class TierFrozen(msgspec.Struct, frozen=True):
    """Until the end of ``until`` (a local day) no review, no inactivity; a freeze that is running gets another end."""

    until: int
    reason: str
    by: str


class TierUnfrozen(msgspec.Struct, frozen=True):
    by: str
    reason: str = ""


class TierMatched(msgspec.Struct, frozen=True):
    """A level granted on evidence of one elsewhere. ``evidence``: where it is kept, such as a file number; nothing personal."""

    level: str
    until: int
    evidence: str
    by: str


class TierSet(msgspec.Struct, frozen=True):
    """``until`` 0: from now on by the ladder's own rules; else exactly this level up to the end of that day."""

    level: str
    reason: str
    by: str
    until: int = 0


class FastTrackRequested(msgspec.Struct, frozen=True):
    track: str

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


class MembershipBought(msgspec.Struct, frozen=True):
    """``fee``: minor units that were paid, None: the plan's. With ``trial`` nothing is paid."""

    plan: str
    trial: bool = False
    fee: int | None = None


class MembershipRenewed(msgspec.Struct, frozen=True):
    fee: int | None = None


class MembershipCancelled(msgspec.Struct, frozen=True):
    """It goes on to the end of what is paid for, and no further."""

    reason: str = ""


class MembershipRefunded(msgspec.Struct, frozen=True):
    """It ends at once; what is paid back is computed."""

    reason: str
    by: str

Moves = PointsSent | PointsReceived | PointsDelivered | PointsUndelivered | MergedInto | Merged | Unmerged | Restored  # between two members

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
    | Moves
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
