"""A wallet as the document says it: when its points become usable, when they lapse, how they are spent."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from regulars.kit.periods import Duration, Span
from regulars.kit.text import UNNAMED, Text
from regulars.program.document_conditions import Condition

A_QUARTER, A_WEEK = Span(15 * 60), Span(7 * 86_400)
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
    when: Condition
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
    midnight: Literal["program", "member"] = "program"  # whose midnight ends the last usable day


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
class Rounding:
    """How the exact points of an event become whole ones. ``scope`` line: each line of an order for itself."""

    mode: Literal["down", "half_up", "up"] = "down"
    scope: Literal["order", "line"] = "order"


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
    rounding: Rounding = Rounding()
