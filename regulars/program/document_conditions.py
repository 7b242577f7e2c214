"""What a rule asks of an event, and how criteria and conditions are put together: all of, any of, not."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from regulars.program.hours import Hours


T = TypeVar("T")


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
