"""The ladder as the document says it: what a level asks, when it is looked at again, and the ways up beside it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from regulars.kit.periods import Duration
from regulars.kit.text import UNNAMED, Text
from regulars.program.document_conditions import AllOf, AnyOf, NotOf

ONE_YEAR = Duration(months=12)


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
