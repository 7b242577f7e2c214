"""The programme as typed values: what ``parse`` makes of the YAML document and what the engine compiles.

The words are those of ``docs/reference/programme.md``; every value is checked, so matching has nothing left to doubt.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from regulars.kit.periods import Duration, Span
from regulars.kit.text import Text
from regulars.program.event_types import BEHAVIOURS, EventType, PendingUntil

if TYPE_CHECKING:
    from regulars.program.festivals import Festival
    from regulars.program.hours import Hours

T = TypeVar("T")
UNNAMED = Text()
ONE_YEAR = Duration(months=12)
A_QUARTER, A_WEEK = Span(15 * 60), Span(7 * 86_400)
ONE_YEAR = Duration(months=12)


@dataclass(frozen=True, slots=True)
class AllOf(Generic[T]):
    parts: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class AnyOf(Generic[T]):
    parts: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class NotOf(Generic[T]):
    part: T


@dataclass(frozen=True, slots=True)
class Currency:
    code: str
    minor_digits: int


# ---- wallets


ByLevel = tuple[tuple[str, Duration], ...]  # level id -> duration; "" stands for every level


@dataclass(frozen=True, slots=True)
class Activate:
    """``after`` with ``on``: that long after the event; ``choices``: what holds for some lines instead, the first one that matches."""

    kind: Literal["immediately", "after", "on", "from"] = "immediately"
    after: Duration | None = None
    on: str | None = None  # an event type
    starts: date | None = None  # `from`: usable from this day on
    at_most: Duration | None = None  # on: usable so long after earning even if the event never comes
    choices: "tuple[WaitsFor, ...]" = ()


@dataclass(frozen=True, slots=True)
class WaitsFor:
    when: "Condition"
    activate: Activate


@dataclass(frozen=True, slots=True)
class Activity:
    """Every activity keeps points for ``keeps`` more, up to ``at_most`` after they were earned."""

    keeps: Duration
    on: tuple[str, ...]
    at_most: Duration


@dataclass(frozen=True, slots=True)
class Reinstate:
    """An event within ``within`` after points have lapsed brings them back for ``lasts`` (`for`)."""

    within: ByLevel
    on: tuple[str, ...]
    lasts: Duration


@dataclass(frozen=True, slots=True)
class Expire:
    kind: Literal["never", "rolling", "calendar", "sliding"] = "never"
    period: Duration | None = None  # rolling, sliding
    round_to: Literal["day", "month", "quarter", "year"] = "day"
    counted_from: Literal["earning", "activation"] = "earning"
    dates: tuple[tuple[int, int], ...] = ()  # calendar: (month, day), in the order of the year
    after: Duration | None = None  # calendar: the least time points live
    on: tuple[str, ...] = ("order.paid",)  # sliding: event types that count as activity
    at_most: Duration | None = None  # sliding: never later than this after earning
    activity: Activity | None = None  # rolling: what activity adds
    extend: ByLevel = ()  # how much longer points live that were earned on a level
    reinstate: Reinstate | None = None


@dataclass(frozen=True, slots=True)
class Redeem:
    """What a redemption that pays part of an order may take; a reward asks for what it costs."""

    least: Decimal | None = None  # `min`
    most: Decimal | None = None  # `max`
    step: Decimal | None = None
    share_of_order: Decimal | None = None  # of the order's amount, at most
    grace: Duration | None = None  # how long points of a cancelled redemption live that have lapsed meanwhile


@dataclass(frozen=True, slots=True)
class Holds:
    """How long points may be reserved: ``lasts`` (`for`) when the event does not say."""

    lasts: Span = A_QUARTER
    at_most: Span = A_WEEK


@dataclass(frozen=True, slots=True)
class Wallet:
    id: str
    kind: Literal["spendable", "qualifying"] = "spendable"
    name: Text = UNNAMED
    scale: int = 0
    point_value: Decimal | None = None  # currency units per point, to the member
    activate: Activate = Activate()
    expire: Expire = Expire()
    burn: Literal["soonest_expiry", "oldest", "newest"] = "soonest_expiry"
    redeem: Redeem = Redeem()
    hold: Holds = Holds()


# ---- tiers


@dataclass(frozen=True, slots=True)
class Window:
    """``formula``: of a score, the windows its own terms have."""

    kind: Literal["rolling", "calendar_year", "lifetime", "formula"] = "lifetime"
    period: Duration | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """``measure`` is spend, visits, nights, stays, score, ``points.<wallet>``, ``events.<type>`` or any measure events carry; ``at_least`` in the document's own units."""

    measure: str
    at_least: Decimal
    within: Window = Window()


Criterion = Measured | AllOf["Criterion"] | AnyOf["Criterion"] | NotOf["Criterion"]


@dataclass(frozen=True, slots=True)
class Term:
    """One part of the score: ``give`` for every ``per`` of a measure, at most ``at_most``."""

    measure: str
    give: Decimal
    per: Decimal = Decimal(1)
    at_most: Decimal | None = None
    within: Window | None = None  # None: the score's own


@dataclass(frozen=True, slots=True)
class TierScore:
    terms: tuple[Term, ...]  # at least one
    within: Window = Window()


@dataclass(frozen=True, slots=True)
class Level:
    id: str
    name: Text = UNNAMED
    reach: Criterion | None = None
    keep: Criterion | None = None  # None: `reach` is the test
    multiplier: Decimal = Decimal(1)
    floor: str | None = None  # a level id


@dataclass(frozen=True, slots=True)
class Grace:
    period: Duration
    round_to: Literal["day", "month", "quarter", "year"] = "day"


@dataclass(frozen=True, slots=True)
class SoftLanding:
    """``keep``: ``multiplier``, and names of benefits that whoever serves the member still grants."""

    period: Duration
    keep: tuple[str, ...] = ("multiplier",)


@dataclass(frozen=True, slots=True)
class Down:
    step: Literal["one", "full"] = "one"
    inactive_for: Duration | None = None
    grace: Grace | None = None
    soft_landing: SoftLanding | None = None


ReviewEvery = Literal["month", "quarter", "half_year", "year", "anniversary", "tier_anniversary", "day", "dates"]


@dataclass(frozen=True, slots=True)
class DaysOfYear:
    days: tuple[tuple[int, int], ...]  # (month, day), in the order of the year; never 29 February


@dataclass(frozen=True, slots=True)
class Freeze:
    """``windows``: whether frozen days are left out of rolling windows. ``at_most``: how far ahead a freeze may end."""

    windows: Literal["extended", "unchanged"] = "extended"
    at_most: Duration = ONE_YEAR


@dataclass(frozen=True, slots=True)
class FastTrack:
    """A way up by a mission: who does ``reach`` holds ``grants`` for ``held_for``."""

    id: str
    reach: Criterion  # every part in a window of days or a calendar year
    grants: str  # a level id
    held_for: Duration
    name: Text = UNNAMED
    enrol: Literal["automatic", "on_request"] = "automatic"
    starts: date | None = None  # `from`, inclusive
    ends: date | None = None  # `until`, inclusive


@dataclass(frozen=True, slots=True)
class Paid:
    """A paid membership: exactly one of ``level`` and ``multiplier`` while it lasts."""

    id: str
    fee: Decimal  # of one term, in the programme's currency
    lasts: Duration
    level: str | None = None
    multiplier: Decimal | None = None
    name: Text = UNNAMED
    trial: Duration | None = None
    renew: Literal["manual", "auto"] = "manual"
    refund: Literal["pro_rata", "none"] = "none"


@dataclass(frozen=True, slots=True)
class Tiers:
    levels: tuple[Level, ...]  # lowest first, at least one
    review: ReviewEvery | None = None
    down: Down = Down()
    review_dates: DaysOfYear | None = None  # review "dates"
    visits_on: frozenset[str] = frozenset({"order.paid"})  # the event types whose days are visits
    freeze: Freeze = Freeze()


# ---- conditions


@dataclass(frozen=True, slots=True)
class OneOf:
    """Equal to one of the values. Weekdays are ISO numbers 1 (Monday) … 7; dates are ``date``; numbers are ``Decimal``."""

    values: tuple["str | bool | Decimal | date | Hours", ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Every bound that is given must hold: value >= at_least, <= at_most, > above, < below."""

    at_least: Decimal | date | str | None = None
    at_most: Decimal | date | str | None = None
    above: Decimal | date | str | None = None
    below: Decimal | date | str | None = None


Test = OneOf | Between | AllOf["Test"] | NotOf["Test"]


@dataclass(frozen=True, slots=True)
class FieldIs:
    field: str  # line.category, order.weekday, tier, member.birthday_month, event.<data field> …
    test: Test


Condition = FieldIs | AllOf["Condition"] | AnyOf["Condition"] | NotOf["Condition"]


# ---- earning


@dataclass(frozen=True, slots=True)
class Fixed:
    points: Decimal


@dataclass(frozen=True, slots=True)
class Rate:
    per: Decimal
    give: Decimal
    of: str = "net_amount"  # net_amount, gross_amount, quantity or a measure
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Multiply:
    by: Decimal


Amount = Fixed | Rate | Multiply
Per = Literal["event", "day", "week", "month", "year", "lifetime"]


@dataclass(frozen=True, slots=True)
class Limit:
    kind: Literal["times", "points"]
    count: Decimal  # times: a whole number; points: points
    per: Per


@dataclass(frozen=True, slots=True)
class Streak:
    """``reset``: what begins the count anew besides a missed day: the bonus, nothing (then one unbroken run has one bonus), or the first of a month."""

    days: int
    bonus: Decimal
    reset: Literal["after_bonus", "at_gap", "month"] = "after_bonus"


@dataclass(frozen=True, slots=True)
class Budget:
    """What all members together may be given in a period; exactly one of ``points`` and ``share_of_sales``."""

    points: Decimal | None = None
    share_of_sales: Decimal | None = None  # of net sales, at the wallet's point_value
    per: Per = "lifetime"  # never "event"
    warn_at: Decimal | None = None  # the share of the budget at which somebody is told
    wallet: str = ""  # the programme's budgets; a rule's budget counts the rule's own points


@dataclass(frozen=True, slots=True)
class MemberLimit:
    """What one member may get from several rules together in a period."""

    id: str
    per: Per
    wallet: str
    points: Decimal | None = None  # exactly one of `points` and `times`
    times: Decimal | None = None  # a whole number
    rules: tuple[str, ...] = ()  # empty: every rule of the wallet, and what the tier adds


@dataclass(frozen=True, slots=True)
class EarningRule:
    id: str
    on: str
    points: Amount
    name: Text = UNNAMED
    when: Condition | None = None
    starts: date | None = None  # `from`, inclusive
    ends: date | None = None  # `until`, inclusive
    wallet: str = ""  # always filled in by parse (default: the first wallet)
    stack: Literal["add", "best_of", "exclusive"] = "add"
    group: str | None = None
    priority: int = 0
    limits: tuple[Limit, ...] = ()
    streak: Streak | None = None
    activate: Activate | None = None  # None: as its wallet says
    budgets: tuple[Budget, ...] = ()
    badge: str | None = None  # a badge's id: earned the first time the rule counts
    pending_until: PendingUntil | None = None  # parse fills in what the event type says


# ---- challenges and badges


@dataclass(frozen=True, slots=True)
class Badge:
    """``revoke``: whether a return of what earned it takes it away."""

    id: str
    name: Text = UNNAMED
    revoke: Literal["never", "on_return"] = "never"


@dataclass(frozen=True, slots=True)
class Target:
    """How much of what: events, units, money, different days, or different values of a field."""

    kind: Literal["count", "quantity", "spend", "days", "distinct"]
    need: Decimal  # above 0; whole but for spend and quantity
    of: Literal["", "sku", "category", "brand", "store", "channel"] = ""  # distinct: of what


@dataclass(frozen=True, slots=True)
class Run:
    """The time a challenge has: each calendar period, two dates, a length of time from its start; nothing said: for ever."""

    per: Literal["", "day", "week", "month", "quarter", "half_year", "year"] = ""
    starts: date | None = None  # `from`, inclusive
    ends: date | None = None  # `until`, inclusive
    within: Duration | None = None
    since: Literal["start", "enrolment"] = "start"  # what `within` is counted from


@dataclass(frozen=True, slots=True)
class Reward:
    points: Decimal = Decimal(0)
    wallet: str = ""  # always filled in by parse
    badge: str | None = None


@dataclass(frozen=True, slots=True)
class Challenge:
    id: str
    on: str
    target: Target
    reward: Reward
    name: Text = UNNAMED
    when: Condition | None = None
    period: Run = Run()
    recurrence: Literal["once", "every_period", "again"] = "once"
    join: Literal["automatic", "on_request"] = "automatic"
    returns: Literal["take_back", "keep"] = "take_back"  # what a return does to a reward that was given
    limits: tuple[Limit, ...] = ()


# ---- referral


@dataclass(frozen=True, slots=True)
class Qualifies:
    """What the friend's purchase has to be."""

    order_at_least: Decimal | None = None  # net amount, currency units
    when: Condition | None = None
    within: Duration | None = None  # of joining


@dataclass(frozen=True, slots=True)
class Referral:
    """A member brings a friend; both are rewarded when the friend's first qualifying purchase has been kept for ``after``."""

    advocate: Reward = Reward()
    friend: Reward = Reward()
    qualifies: Qualifies = Qualifies()
    after: Duration | None = None  # always filled in by parse where `returns` names a window
    limits: tuple[Limit, ...] = ()  # of the advocate's rewards
    returns: Literal["take_back", "keep"] = "take_back"  # what a later return does


# ---- the whole


@dataclass(frozen=True, slots=True)
class Exclude:
    category: frozenset[str] = frozenset()
    sku: frozenset[str] = frozenset()
    brand: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Returns:
    policy: Literal["debt", "within_balance", "only_pending"] = "debt"
    window: Duration | None = None
    tier: Literal["at_review", "at_once"] = "at_review"


@dataclass(frozen=True, slots=True)
class Birthdays:
    """``leap_day``: where somebody born on 29 February celebrates in common years. ``change_every``: how often a member may correct the date."""

    leap_day: Literal["02-28", "03-01"] = "02-28"
    change_every: Duration = ONE_YEAR


@dataclass(frozen=True, slots=True)
class ProfileTerms:
    """The fields that make a whole profile, and the share of them (whole per cent) at which it counts as completed."""

    fields: tuple[str, ...]
    complete_at: int = 100


@dataclass(frozen=True, slots=True)
class Approval:
    programme: bool = False
    goodwill_above: Decimal | None = None  # points one person may give one member at once
    bulk_above: Decimal | None = None  # points one person may move in one batch


@dataclass(frozen=True, slots=True)
class Gifts:
    """Points given from member to member; amounts in points, None: no bound. ``cooling_off``: after joining or receiving a gift."""

    wallet: str
    least: Decimal | None = None
    most: Decimal | None = None
    per_day: Decimal | None = None  # given away in a calendar day
    per_month: Decimal | None = None
    cooling_off: Span | None = None
    only_to: tuple[str, ...] = ()  # levels that may receive; empty: all


@dataclass(frozen=True, slots=True)
class Program:
    id: str
    currency: Currency
    timezone: str
    wallets: tuple[Wallet, ...]  # at least one; the first is the default
    name: Text = UNNAMED
    enrol: Literal["refuse", "on_first_event"] = "refuse"
    exclude: Exclude = Exclude()
    not_earning: frozenset[str] = frozenset({"points", "gift_card"})  # always holds these two
    tiers: Tiers = field(
        default_factory=lambda: Tiers((Level("member"),))
    )  # without `tiers:` everybody stands on one level
    tier_score: TierScore | None = None
    fast_tracks: tuple[FastTrack, ...] = ()
    paid: tuple[Paid, ...] = ()
    earn: tuple[EarningRule, ...] = ()
    returns: Returns = Returns()
    limits: tuple[MemberLimit, ...] = ()
    budgets: tuple[Budget, ...] = ()
    approval: Approval = Approval()
    badges: tuple[Badge, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    gifts: Gifts | None = None
    referral: Referral | None = None
    events: tuple[EventType, ...] = ()  # declared ones; built-in fields are filled in
    festivals: tuple["Festival", ...] = ()
    birthdays: Birthdays = Birthdays()
    profile: ProfileTerms | None = None

    def wallet(self, id: str) -> Wallet:
        return next(wallet for wallet in self.wallets if wallet.id == id)

    def event_type(self, id: str) -> EventType | None:
        """A declared type or a built-in behaviour; None for orders, returns and everything the house has its own grammar for."""
        return next((type for type in self.events if type.id == id), BEHAVIOURS.get(id))

    def level(self, id: str) -> Level:
        return next(level for level in self.tiers.levels if level.id == id)
