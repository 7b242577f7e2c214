"""Challenges, badges and referrals as the document says them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from regulars.kit.periods import Duration
from regulars.kit.text import UNNAMED, Text
from regulars.program.document_conditions import Condition
from regulars.program.document_rules import Budget, Limit


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
    budgets: tuple[Budget, ...] = ()  # of all members' rewards


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
    budgets: tuple[Budget, ...] = ()  # of both rewards, all members together
