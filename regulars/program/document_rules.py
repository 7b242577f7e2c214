"""An earning rule as the document says it, with its limits, streak and budgets."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from regulars.kit.text import UNNAMED, Text
from regulars.program.document_conditions import Condition
from regulars.program.document_wallets import Activate
from regulars.program.event_types import PendingUntil


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
    rules: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()
    referral: bool = False  # whether rewards of referrals are among them

    @property
    def names(self) -> tuple[str, ...]:
        """What counts together, as points are booked; empty: every rule and reward of the wallet, and what the tier adds."""
        return (*self.rules, *(f"challenge:{id}" for id in self.challenges), *(("referral",) if self.referral else ()))


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
