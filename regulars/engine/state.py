"""A member's standing: small, whole, and always the fold of the member's events.

Stored as a JSON array (``encode_state``); ``schema`` lets later releases upgrade what they read.
Lots are plain tuples, kept in order, because the back-test touches them a hundred thousand times a second.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec

from regulars.engine.streaks import Streak

SCHEMA = 1

Lot = tuple[int, int, int]  # (usable until the end of this day, earned on, points > 0)
WaitingLot = tuple[int, int, int, int]  # (activates on, usable until, earned on, points > 0); activates on NEVER: by an event


class Buckets(msgspec.Struct, array_like=True):
    """A measure by local day: ``days`` ascending, ``amounts`` beside them, ``total`` over the whole life."""

    days: list[int] = []
    amounts: list[int] = []
    total: int = 0

    def add(self, day: int, amount: int) -> None:
        self.total += amount
        if not self.days or day > self.days[-1]:
            self.days.append(day)
            self.amounts.append(amount)
            return
        place = bisect_left(self.days, day)
        if place < len(self.days) and self.days[place] == day:
            self.amounts[place] += amount
        else:
            self.days.insert(place, day)
            self.amounts.insert(place, amount)

    def between(self, after: int, until: int) -> int:
        """Sum over the days after ``after`` up to and including ``until``."""
        return sum(self.amounts[bisect_right(self.days, after) : bisect_right(self.days, until)])

    def days_between(self, after: int, until: int) -> int:
        """How many days hold something (visits)."""
        return bisect_right(self.days, until) - bisect_right(self.days, after)

    def forget_before(self, day: int) -> None:
        place = bisect_left(self.days, day)
        if place:
            del self.days[:place], self.amounts[:place]

    def copy(self) -> "Buckets":
        return Buckets(self.days.copy(), self.amounts.copy(), self.total)


class WalletState(msgspec.Struct, array_like=True):
    active: int = 0  # = sum of lots
    pending: int = 0  # = sum of waiting
    held: int = 0
    debt: int = 0  # >= 0: what the member owes; debt > 0 only while active is 0
    lots: list[Lot] = []  # ascending
    waiting: list[WaitingLot] = []  # ascending

    def copy(self) -> "WalletState":
        return WalletState(self.active, self.pending, self.held, self.debt, self.lots.copy(), self.waiting.copy())


class Parked(msgspec.Struct, array_like=True, frozen=True):
    """A return whose order has not come yet."""

    order_id: str
    lines: list[tuple[int, int | None, int | None]]  # (line, quantity, amount); empty: everything
    event_id: str
    source: str


class Grant(msgspec.Struct, array_like=True, frozen=True):
    """A level held for a time whatever the member did: by a match, a fast track, a paid membership, or because staff set it."""

    kind: str  # match | track | set | paid
    level: str
    since: int
    until: int  # the last day
    note: str = ""  # the evidence, the track, the reason, or the plan


class Membership(msgspec.Struct, array_like=True, frozen=True):
    """A paid membership that runs. ``terms``: (first day, last day, fee in minor units), ascending and without gaps; a trial is a term of fee 0."""

    plan: str
    terms: tuple[tuple[int, int, int], ...]
    is_trial: bool = False  # nothing but the trial so far
    is_cancelled: bool = False  # it ends with its last term, whatever the programme says of renewing

    @property
    def until(self) -> int:
        return self.terms[-1][1]


class Aside(msgspec.Struct, array_like=True):
    """What holds of a member's tier beside the ladder's own moves; None in the state of most members."""

    soft: tuple[str, int] | None = None  # the level a fall took, and the last day on which its kept parts live on
    own: str = ""  # with grants: the level the ladder alone would give; "": no grants, and it is the member's tier
    grants: list[Grant] = []
    frozen: list[tuple[int, int]] = []  # (first, last) day of each freeze, ascending
    tracks: dict[str, tuple[int, int]] = {}  # fast track -> (what happened up to this day does not count, last day to reach it; 0: none)
    membership: Membership | None = None
    tried: list[str] = []  # plans whose trial has been used

    def copy(self) -> "Aside":
        return Aside(self.soft, self.own, self.grants.copy(), self.frozen.copy(), self.tracks.copy(), self.membership, self.tried.copy())


class Hold(msgspec.Struct, array_like=True, frozen=True):
    """Points reserved for a while: ``slices`` are the parts of lots they came from, in the order they will be spent."""

    source: str
    id: str
    wallet: str
    until_us: int  # the moment itself is too late
    slices: tuple[Lot, ...]
    reference: str = ""

    @property
    def points(self) -> int:
        return sum([lot[2] for lot in self.slices])


class Wait(msgspec.Struct, array_like=True, frozen=True):
    """Pending points that wait for an event, and whose they are: a part of one waiting lot."""

    on: str  # the event type; empty: it has come, and the clock does the rest
    order: str  # the order that earned them; empty: none
    wallet: str
    key: str  # which activation of the wallet they go by
    active_on: int
    until: int
    since: int
    points: int
    after: tuple[int, int] = (0, 0)  # days, months from the event

    @property
    def lot(self) -> tuple[int, int, int]:
        return self.active_on, self.until, self.since


class Lapsed(msgspec.Struct, array_like=True, frozen=True):
    """Points that lapsed and may still come back."""

    wallet: str
    until: int
    since: int
    points: int


class Holding(msgspec.Struct, array_like=True):
    """What is set aside or remembered of a member's points beside the lots; None in the state of most members."""

    holds: list[Hold] = []  # open ones, soonest end first
    cancelled: dict[str, dict[str, int]] = {}  # source -> redemption -> points given back so far
    waits: list[Wait] = []
    came: list[tuple[str, str]] = []  # (event type, order) of events that came before their order
    lapsed: list[Lapsed] = []

    def copy(self) -> "Holding":
        cancelled = {source: ids.copy() for source, ids in self.cancelled.items()}
        return Holding(self.holds.copy(), cancelled, self.waits.copy(), self.came.copy(), self.lapsed.copy())


class Attempt(msgspec.Struct, array_like=True):
    """One run of a challenge: what counted in it, and what it gave. Days are local ordinals."""

    starts: int
    ends: int  # the last day; NEVER: no end
    have: int = 0  # count; thousandths of units; minor units of money
    times: int = 0  # how often it was met
    seen: dict[str, int] = {}  # days or things counted once each -> how many events hold them
    given: list[tuple[int, int, int, int]] = []  # the latest rewards: (on, usable until, activates on, points)

    def copy(self) -> "Attempt":
        return Attempt(self.starts, self.ends, self.have, self.times, self.seen.copy(), self.given.copy())


class Quest(msgspec.Struct, array_like=True):
    """A member's part in one challenge; ``attempts`` ascending, the latest few."""

    joined_on: int = 0  # where members have to ask to take part; 0: has not
    met: int = 0  # how often in all
    attempts: list[Attempt] = []

    def copy(self) -> "Quest":
        return Quest(self.joined_on, self.met, [attempt.copy() for attempt in self.attempts])


class OnItsWay(msgspec.Struct, array_like=True, frozen=True):
    """Points held for another member until these have arrived there."""

    wallet: str
    lots: list[Lot]


class Portion(msgspec.Struct, array_like=True):
    """What one of several people in a merged member brought and did since."""

    measures: dict[str, Buckets] = {}
    used: dict[str, list[tuple[int, int]]] = {}
    returned: dict[str, dict[int, tuple[int, int]]] = {}

    def copy(self) -> "Portion":
        return Portion(
            {name: buckets.copy() for name, buckets in self.measures.items()},
            {key: periods.copy() for key, periods in self.used.items()},
            {order: lines.copy() for order, lines in self.returned.items()},
        )


class TakenIn(msgspec.Struct, array_like=True):
    """A member merged into this one: enough to part again."""

    portion: Portion
    parked: list[Parked] = []  # brought along
    badges: list[str] = []  # brought along, where the survivor had none of the name
    owed: dict[str, int] = {}  # wallet -> the debt brought along
    netted: dict[str, list[Lot]] = {}  # wallet -> lots of one side that settled the other's debt; of the survivor's where ``owed`` names the wallet
    stood: tuple[str, int, int] = ("", 0, 0)  # the survivor's own level, since when, and its grace, before
    aside: Aside | None = None  # what came along beside the ladder

    def copy(self) -> "TakenIn":
        return TakenIn(self.portion.copy(), self.parked, self.badges, self.owed, self.netted, self.stood, self.aside)


class Moving(msgspec.Struct, array_like=True):
    """What a member has who gives points away or receives them, or was merged; most members have none.

    ``shares``: ``wallet/account/lot`` -> (whose, points) in the order they came in, where several people's points lie together; 0: the
    member's own. The sums are those of the lots.
    """

    quiet_us: int = 0  # when they joined or last received a gift: the cooling-off counts from then
    sent: dict[int, OnItsWay] = {}  # seq of the event that sent them -> what is held
    into: int = 0  # the member this one was merged into: closed as long as it is set
    been: list[int] = []  # members this one was merged into and parted from again: events of its reference lie there too
    taken_in: dict[int, TakenIn] = {}  # member -> what it takes to part again
    own: Portion | None = None  # the member's own portion, while anybody is taken in
    shares: dict[str, list[tuple[int, int]]] = {}

    @property
    def is_merged(self) -> bool:
        """Whether events of more than one member's log concern this one."""
        return bool(self.into or self.taken_in or self.been)

    def copy(self) -> "Moving":
        return Moving(
            self.quiet_us,
            self.sent.copy(),
            self.into,
            self.been.copy(),
            {member: taken.copy() for member, taken in self.taken_in.items()},
            self.own.copy() if self.own is not None else None,
            {lot: owners.copy() for lot, owners in self.shares.items()},
        )


class PackedWallet(msgspec.Struct, array_like=True, frozen=True):
    lots: list[Lot]
    waiting: list[WaitingLot]
    debt: int = 0


class Pack(msgspec.Struct, frozen=True, omit_defaults=True):
    """What goes from one member to another at a merge, and back when they part."""

    wallets: dict[str, PackedWallet] = {}
    measures: dict[str, Buckets] = {}
    used: dict[str, list[tuple[int, int]]] = {}
    returned: dict[str, dict[int, tuple[int, int]]] = {}
    parked: list[Parked] = []
    badges: dict[str, tuple[int, str]] = {}
    tier: str = ""
    tier_since: int = 0
    grace_until: int = 0
    idle_from: int = 0
    quiet_us: int = 0
    aside: Aside | None = None


class Referring(msgspec.Struct, array_like=True):
    """A member's part in referrals, as a friend who was brought and as an advocate who brings; None in the state of most members."""

    advocate: int = 0  # who brought this member
    stage: str = ""  # open (no purchase that qualifies yet), waiting, paid, void; "": nobody brought them
    order_id: str = ""  # the purchase that qualifies
    due_on: int = 0  # the day at whose start it has been kept long enough
    version: int = 0  # the programme version of that purchase
    given: tuple[int, int, int, int] = (0, 0, 0, 0)  # the friend's reward: (on, usable until, activates on, points)
    brought: dict[str, list[tuple[str, int, int, int, int]]] = {}  # friend -> the advocate's rewards: (wallet, on, usable until, activates on, points)

    def copy(self) -> "Referring":
        return Referring(self.advocate, self.stage, self.order_id, self.due_on, self.version, self.given, self.brought.copy())


class Awaiting(msgspec.Struct, array_like=True, frozen=True):
    """Points a rule gave that count as pending until an event confirms them. They stand in their wallet's ``pending``, beside its waiting lots.

    lapses_on: the day at whose start nobody can confirm them any more; 0: never. counted_on: the day the rule's limits counted them.
    gone: taken back or lapsed (``points`` is 0 then); kept for a return of its order only.
    """

    wallet: str
    rule: str
    version: int
    key: str  # what the awaited event has to match; "": nothing
    points: int
    since: int  # the day they were earned
    until: int
    active_on: int  # as the wallet says, once confirmed
    lapses_on: int
    counted_on: int
    order_id: str = ""
    own: str = ""  # digest of the member's own token, which never confirms
    gone: bool = False
    taken: dict[str, int] = {}  # what it used of shared counters, to give back when it is taken back (an order's returns do that themselves)


class MemberState(msgspec.Struct, array_like=True):
    schema: int = SCHEMA
    seq: int = 0  # events decided so far, time.passed included: gapless
    enrolled_on: int = 0  # local day; 0: not enrolled yet
    advanced_us: int = 0  # the moment everything before has been decided
    tier: str = ""
    tier_since: int = 0
    grace_until: int = 0  # the day a failed review takes effect; 0: none
    idle_from: int = 0  # the day inactivity is counted from
    active_on: int = 0  # the last day with activity that slides an expiry
    wallets: dict[str, WalletState] = {}
    measures: dict[str, Buckets] = {}  # spend (minor units), visits, and every measure the programme asks for (thousandths)
    used: dict[str, list[tuple[int, int]]] = {}  # limit key -> [(period start, given)], ascending
    streaks: dict[str, Streak] = {}  # rule, or event:<type> for what counts once a day
    returned: dict[str, dict[int, tuple[int, int]]] = {}  # order -> line -> (quantity, amount) returned so far
    parked: list[Parked] = []
    next_due_us: int = 0  # when time alone changes something next; 0: never
    aside: Aside | None = None  # what holds of the member's tier beside the ladder's own moves
    holding: Holding | None = None  # what is set aside or remembered of the member's points beside the lots
    quests: dict[str, Quest] = {}  # challenge -> how far
    badges: dict[str, tuple[int, str]] = {}  # badge -> (earned on, what for: `challenge:<id>` or `rule:<id>`)

    moving: Moving | None = None
    referring: Referring | None = None
    awaiting: list[Awaiting] = []  # pending points that wait for an event of their own, oldest first
    tokens: dict[str, list[str]] = {}  # what has counted once already (short digests, the newest few hundred), by what it was for

    @property
    def holds(self) -> Sequence[Hold]:
        """The open holds, soonest end first."""
        return self.holding.holds if self.holding is not None else ()

    def set_aside(self) -> Holding:
        """The part of the state that most members do not have, made when it is needed."""
        if self.holding is None:
            self.holding = Holding([], {}, [], [], [])
        return self.holding

    def copy(self) -> "MemberState":
        """A copy whose containers may be changed without touching this one."""
        return MemberState(
            self.schema,
            self.seq,
            self.enrolled_on,
            self.advanced_us,
            self.tier,
            self.tier_since,
            self.grace_until,
            self.idle_from,
            self.active_on,
            {id: wallet.copy() for id, wallet in self.wallets.items()},
            {name: buckets.copy() for name, buckets in self.measures.items()},
            {key: periods.copy() for key, periods in self.used.items()} if self.used else {},
            {key: streak.copy() for key, streak in self.streaks.items()} if self.streaks else {},
            {order: lines.copy() for order, lines in self.returned.items()} if self.returned else {},
            self.parked.copy(),
            self.next_due_us,
            None if self.aside is None else self.aside.copy(),
            None if self.holding is None else self.holding.copy(),
            {id: quest.copy() for id, quest in self.quests.items()} if self.quests else {},
            self.badges.copy() if self.badges else {},
            self.moving.copy() if self.moving is not None else None,
            None if self.referring is None else self.referring.copy(),
            self.awaiting.copy() if self.awaiting else [],
            {key: known.copy() for key, known in self.tokens.items()} if self.tokens else {},
        )


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(MemberState)


def encode_state(state: MemberState) -> bytes:
    """Compact JSON (ASCII keys, no spaces); the same state gives the same bytes."""
    return _encoder.encode(state)


def decode_state(text: bytes | str) -> MemberState:
    """The inverse of ``encode_state``. Raises msgspec.ValidationError when the text is no state."""
    return _decoder.decode(text)
