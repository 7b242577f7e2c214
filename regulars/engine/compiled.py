"""What a programme is once it is compiled: look-ups and closures instead of documents; versions in force, by time.

``compiling.py`` makes these.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from regulars.engine.basket import Looks
from regulars.engine.budgets import Caps
from regulars.engine.conditions import Asked, Scene
from regulars.engine.criteria import Holds, Progress
from regulars.engine.decision import Reason
from regulars.engine.plans import CompiledPlan
from regulars.engine.tracks import CompiledTrack
from regulars.engine.wallets import CompiledWallet
from regulars.kit.periods import Calendar, Duration
from regulars.program.document import Program
from regulars.program.document_challenges import Run
from regulars.program.document_rules import Streak
from regulars.program.document_tiers import Tiers
from regulars.program.event_types import PendingUntil
from regulars.program.pool_terms import Pool

MOST_REMEMBERED = 10_000  # a bound, not a tuning


@dataclass(slots=True)
class CompiledLimit:
    key: str  # its counter in the member's state
    counts_points: bool
    count: int
    per: str


@dataclass(slots=True)
class CompiledChallenge:
    """``need``: events, days or things; thousandths of units; minor units of money. ``points``: in the wallet's unit."""

    id: str
    asked: Asked
    kind: str  # count | quantity | spend | days | distinct
    of: str
    need: int
    run: Run
    starts: int
    ends: int
    recurrence: str
    on_request: bool
    wallet: str
    points: int
    badge: str | None
    takes_back: bool
    limits: tuple[CompiledLimit, ...]


@dataclass(slots=True)
class CompiledReward:
    wallet: str
    points: int  # in the wallet's unit
    badge: str | None


@dataclass(slots=True)
class CompiledReferral:
    """``id`` and ``limits``: of the advocate's rewards. ``order_at_least``: minor units."""

    id: str
    advocate: CompiledReward
    friend: CompiledReward
    order_at_least: int
    asked: Asked
    within: Duration | None
    after: Duration | None
    limits: tuple[CompiledLimit, ...]
    takes_back: bool


@dataclass(slots=True)
class CompiledRule:
    """``num / den``: points (in the wallet's unit) per measured unit for accruals; the multiplier less 1 for multipliers; points for fixed."""

    id: str
    place: int  # in the document
    wallet: str
    kind: str  # accrual | multiplier | fixed
    num: int
    den: int
    of: str
    per_units: Fraction  # accrual with `whole`: the size of one step, in measured units
    whole: bool
    asked: Asked
    starts: int
    ends: int
    group: str | None
    stack: str
    priority: int
    limits: tuple[CompiledLimit, ...]
    bit: int  # its place in a line's mask; 0: it asks nothing of lines
    streak: Streak | None
    awaits: PendingUntil | None
    no_line: Reason  # what is said when no line is what it asks for: always the same, so made once
    counts_own_days: bool  # its limits go by the member's own days, like its streak; an order's by the programme's, as its returns do


class Sorted(NamedTuple):
    """What a day, a store and a channel decide alone: the rules that may still hold, and why the others never do (rule -> reason)."""

    likely: list[CompiledRule]
    out: dict[str, Reason]


@dataclass(slots=True)
class WalletRules:
    """The rules of one event type for one wallet; every accrual's denominator divides ``base_den``, every multiplier's ``times_den``."""

    wallet: str
    base_den: int
    times_den: int
    all: list[CompiledRule]  # accruals, then multipliers, then fixed bonuses, each in document order
    has_whole: bool
    has_groups: bool
    rounding: str  # down | half_up | up
    by_line: bool  # each line is rounded for itself
    remembers: bool  # enough rules are ruled out by day, store and channel that remembering it pays
    _known: dict[tuple[int, str, str], Sorted] = field(default_factory=dict)

    def sorted_by(self, scene: Scene) -> Sorted:
        """Which rules the event's day, store and channel rule out: looked up, so that rules which can not fire are not asked again."""
        key = (scene.day, getattr(scene.data, "store", ""), getattr(scene.data, "channel", ""))
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            likely = [rule for rule in self.all if rule.starts <= scene.day <= rule.ends and all(holds(scene) for holds in rule.asked.common)]
            out = {rule.id: why for rule in self.all if not rule.bit and (why := _ruled_out(rule, scene))}
            found = self._known[key] = Sorted(likely, out)
        return found


def _ruled_out(rule: CompiledRule, scene: Scene) -> Reason:
    """The reason that is given whatever else the event holds; {} when that is still open."""
    if not rule.starts <= scene.day <= rule.ends:
        return {"code": "rule.missed_dates", "rule": rule.id}
    if rule.asked.first_is_common and not rule.asked.of_event[0][1](scene):
        return {"code": "rule.missed_condition", "rule": rule.id, "detail": rule.asked.of_event[0][0]}
    return {}


@dataclass(slots=True)
class CompiledLevel:
    id: str
    reach: Holds | None
    keep: Holds | None  # already `reach` where the document has no keep
    bonus_num: int  # multiplier - 1
    bonus_den: int
    floor: int
    multiplier: str
    to_reach: Progress | None  # how far a member is, for whoever stands below
    to_keep: Progress | None


@dataclass(slots=True)
class Compiled:
    number: int
    program: Program
    from_us: int
    rules: dict[str, list[WalletRules]]  # by event type
    ordered: dict[str, list[CompiledRule]]  # by event type, document order
    wallets: dict[str, CompiledWallet]
    levels: list[CompiledLevel]
    level_of: dict[str, int]
    tiers: Tiers
    looks: Looks
    can_fall: bool
    caps: dict[str, Caps]  # by event type: limits over several rules and budgets; empty where the programme has none
    challenges: dict[str, list[CompiledChallenge]]  # by event type; empty where the programme has none
    badging: dict[str, dict[str, str]]  # event type -> rule -> the badge it brings; empty where no rule brings one
    referral: CompiledReferral | None
    limited: dict[str, list[CompiledRule]]  # by event type: the rules that have limits in the programme's own days
    streaked: dict[str, list[CompiledRule]]  # by event type: the rules with a streak
    awaits: dict[str, CompiledRule]  # rules whose points wait for an event
    asks_minutes: bool  # a rule asks for hours of the day to the minute
    early: frozenset[str]  # event types that confirm or withdraw by a field, and so are remembered when they come before their event
    guest_wallets: dict[str, CompiledWallet] = field(default_factory=dict)  # where a guest's points wait for joining; else empty
    visits_on: frozenset[str] = frozenset({"order.paid"})
    tracks: tuple[CompiledTrack, ...] = ()
    plans: dict[str, CompiledPlan] = field(default_factory=dict)
    activating: dict[str, tuple[str, ...]] = field(default_factory=dict)  # event type -> wallets all of whose waiting points it makes usable
    lasting: dict[str, CompiledWallet] = field(default_factory=dict)  # ``wallets``, and those only earlier versions had: their points live on by their last terms
    pools: dict[str, Pool] = field(default_factory=dict)  # kind -> its terms
    own_midnights: frozenset[str] = frozenset()  # of ``lasting``: wallets whose last days end at the member's own midnight

    def level(self, id: str) -> CompiledLevel:
        return self.levels[self.level_of[id]]


@dataclass
class Versions:
    """Every version of one programme, oldest first. The first covers all earlier time."""

    every: list[Compiled]
    calendar: Calendar
    facts_by_type: dict[str, frozenset[str]]
    memory_days: int  # how long day buckets are kept
    earned_measures: frozenset[str]  # wallets whose earnings tiers or qualification ask for
    starts: list[int] = field(default_factory=list)
    counted_events: frozenset[str] = frozenset()  # event types whose number tiers ask for
    has_budgets: bool = False  # some version counts points that all members share
    own_midnights: bool = False  # in some version last days end at the member's own midnight

    def at(self, at_us: int) -> Compiled:
        versions = self.every
        if len(versions) == 1:
            return versions[0]
        return versions[max(bisect_right(self.starts, at_us) - 1, 0)]

    def number(self, number: int) -> Compiled:
        return next(version for version in self.every if version.number == number)

    def wallet(self, id: str, at_us: int) -> CompiledWallet:
        """The wallet as the version in force says, or the last one before it that still had it."""
        place = max(bisect_right(self.starts, at_us) - 1, 0)
        return next(version.wallets[id] for version in (*reversed(self.every[: place + 1]), *self.every) if id in version.wallets)

    @property
    def facts_asked(self) -> frozenset[str]:
        return frozenset().union(*self.facts_by_type.values())

    @property
    def latest(self) -> Compiled:
        return self.every[-1]

    @property
    def program(self) -> Program:
        return self.latest.program
