"""What an event did, and why."""

from typing import Any, NamedTuple

import msgspec

from regulars.engine.state import MemberState

# Member accounts, then the programme's. A balance is what came in less what went out; `debt` is never above 0.
MEMBER_ACCOUNTS = ("active", "pending", "held", "debt")
PROGRAMME_ACCOUNTS = ("issued", "redeemed", "breakage", "forfeited", "adjusted", "opening", "transit")
TRANSIT = "transit"  # where points are between two members: everything that enters it leaves it

Reason = dict[str, Any]  # {"code": "rule.fired", …facts: codes and numbers only}; `engine.explain` puts it into words


class Transfer(NamedTuple):
    """Points leave ``source`` and reach ``target``; always > 0, never two signed rows."""

    wallet: str
    source: str
    target: str
    points: int
    lot: str  # which lot moves: its last usable day (2018-03-04) or "never"; "" where no lot moves (debt)
    until: int  # the lot's last usable day as an ordinal (kit.periods.NEVER: no end); 0 where no lot moves
    rule: str  # rule id, or what moved them: return, expiry, activation, redemption, adjustment, debt


class Outcome(msgspec.Struct, omit_defaults=True):
    """What is stored with the event: enough to answer the same again, to explain it, and to decide a return about it.

    ``earned``: wallet -> points this event gave, rewards of challenges included. ``shares``: wallet -> points per line number, adding up to ``earned``
    less ``rewarded``.
    ``rules``: wallet -> rule -> points given. ``left``: what limits still allowed when it was decided. ``lots``: wallet -> [lot, activates on].
    """

    status: str = "created"  # created | refused
    version: int = 0  # programme version
    tier_used: str = ""
    tier: str = ""  # after
    late: bool = False
    points: dict[str, dict[str, int]] = {}  # wallet -> {earned, active, pending, debt} after
    because: list[Reason] = []
    progress: Reason = {}
    earned: dict[str, int] = {}
    shares: dict[str, dict[int, int]] = {}
    rules: dict[str, dict[str, int]] = {}
    left: dict[str, int] = {}
    exhausted: list[str] = []  # rules whose times were used up
    lots: dict[str, tuple[int, int]] = {}  # wallet -> (usable until, activates on; 0: at once)
    facts: dict[str, Any] = {}
    shared: dict[str, int] = {}  # how far shared counters stood when it was decided: points given, and net sales under …#sales
    taken: dict[str, int] = {}  # what this decision took of them (give-backs are negative)
    rewards_took: dict[str, int] = {}  # the part of ``taken`` that rewards took, not what rules gave: a return of the order leaves it alone
    spend: int = 0  # what it added to tier spend, minor units
    day: int = 0  # the event's local day
    paid_plan: str = ""  # the paid membership whose multiplier counted
    membership: dict[str, str] = {}  # what became of a paid membership: {what, plan, until, fee, refund}; amounts as decimal texts
    multiplied_as: str = ""  # the level whose multiplier counted, where it is not tier_used: a soft landing
    parts: dict[str, dict[str, tuple[int, int]]] = {}  # wallet -> activation -> (usable until, activates on), where it is not the one of ``lots``
    took: dict[str, list[tuple[int, int, int]]] = {}  # wallet -> (usable until, earned on, points) a redemption took, in order
    rewarded: dict[str, int] = {}  # wallet -> points of ``earned`` that are rewards, not what rules gave: no line has a share of them
    counted: dict[str, int] = {}  # challenge -> the first day of the attempt this event counted in
    referral: dict[str, Any] = {}  # {"step": qualified | reversed, "advocate": member}: the advocate's event is made of it
    badges: dict[str, str] = {}  # badge this event earned -> what for: `challenge:<id>` or `rule:<id>`
    moved: dict[str, Any] = {}  # what leaves for another member: the next step's event is made of it
    guest: bool = False  # decided before the member had joined
    pooled: dict[str, Any] = {}  # of what a pool spent: {by: member, first: own | soonest, whose: [[member, points], …] in the order taken}


class Decision(NamedTuple):
    """``transfers`` in posting order; ``state`` is new, the one handed in is untouched."""

    transfers: list[Transfer]
    outcome: Outcome
    state: MemberState


class Passed(NamedTuple):
    """What time alone did at the start of one local day: written as one ``time.passed`` event before whatever comes next."""

    at_us: int
    transfers: list[Transfer]
    outcome: Outcome


class Past(NamedTuple):
    """What a return needs to know of the order it is about.

    order: the stored order event's data; outcome: its stored outcome; at_us: its time;
    lapsed: wallet -> points of the order's own lot that went to breakage and have not come back; by_lot: the same for each (wallet, lot)
    of an order whose points became usable at different times.
    """

    order: Any
    outcome: Outcome
    at_us: int
    lapsed: dict[str, int]
    by_lot: dict[tuple[str, str], int] = {}


class Step(NamedTuple):
    """What ``decide`` gives back: first what time did on the way, each day by itself, then the event's own decision."""

    passed: list[Passed]
    decision: Decision
