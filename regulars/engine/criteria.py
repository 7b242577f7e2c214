"""Tier criteria, compiled once: does this member's standing hold on this day, and how far is it?"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

from regulars.engine.events import QUANTITY_DIGITS
from regulars.engine.state import MemberState
from regulars.kit.money import text_of
from regulars.program.document import AllOf, AnyOf, Criterion, Measured, NotOf, Program, Window

Holds = Callable[[MemberState, int], bool]  # (state, local day) -> yes or no


def compile_criterion(criterion: Criterion, program: Program) -> Holds:
    if isinstance(criterion, Measured):
        need = smallest_unit(criterion, program)
        read = reader(criterion)
        return lambda state, day: read(state, day) >= need
    if isinstance(criterion, NotOf):
        inner = compile_criterion(criterion.part, program)
        return lambda state, day: not inner(state, day)
    tests = [compile_criterion(part, program) for part in criterion.parts]
    if isinstance(criterion, AllOf):
        return lambda state, day: all(holds(state, day) for holds in tests)
    return lambda state, day: any(holds(state, day) for holds in tests)


def reader(criterion: Measured) -> Callable[[MemberState, int], int]:
    """What a member has of a measure in its window: minor units, days with a visit, points, or thousandths."""
    measure, window = criterion.measure, criterion.within
    if window.kind == "lifetime":
        return lambda state, day: state.measures[measure].total if measure in state.measures else 0
    counts_days = measure == "visits"

    def read(state: MemberState, day: int) -> int:
        buckets = state.measures.get(measure)
        if buckets is None:
            return 0
        after = before_window(window, day)
        return buckets.days_between(after, day) if counts_days else buckets.between(after, day)

    return read


def before_window(window: Window, day: int) -> int:
    """The last day before the window that ends with ``day``: ``within: 1 year`` on 2018-03-04 begins on 2017-03-05."""
    if window.period is None:
        return date(date.fromordinal(day).year, 1, 1).toordinal() - 1
    return window.period.before(day)


def smallest_unit(criterion: Measured, program: Program) -> int:
    scale: int = 10 ** unit_digits(criterion.measure, program)
    return ceil(Fraction(criterion.at_least) * scale)


def unit_digits(measure: str, program: Program) -> int:
    if measure == "spend":
        return program.currency.minor_digits
    if measure == "visits":
        return 0
    if measure.startswith("points."):
        return next((wallet.scale for wallet in program.wallets if wallet.id == measure.removeprefix("points.")), 0)
    return QUANTITY_DIGITS


def measured_parts(criterion: Criterion) -> list[Measured]:
    """The measures a criterion asks for, in document order."""
    if isinstance(criterion, Measured):
        return [criterion]
    if isinstance(criterion, NotOf):
        return measured_parts(criterion.part)
    return [leaf for part in criterion.parts for leaf in measured_parts(part)]


class Progress:
    """How far a member is with a criterion: each measure's have and need, as decimal texts in the document's own units."""

    __slots__ = ("_parts", "how")

    def __init__(self, criterion: Criterion, program: Program) -> None:
        self.how = "any" if isinstance(criterion, AnyOf) else "all"
        self._parts = []
        for part in measured_parts(criterion):
            need, digits = smallest_unit(part, program), unit_digits(part.measure, program)
            fixed = {"need": plain(need, digits, part.measure), "within": window_text(part.within)}
            self._parts.append((part.measure, reader(part), need, digits, fixed))

    def of(self, state: MemberState, day: int) -> list[dict[str, str | bool]]:
        found: list[dict[str, str | bool]] = []
        for measure, read, need, digits, fixed in self._parts:
            have = read(state, day)
            found.append({"measure": measure, "have": plain(have, digits, measure), **fixed, "met": have >= need})
        return found


def plain(value: int, digits: int, measure: str) -> str:
    """Money keeps its minor digits; everything else drops trailing zeros."""
    if measure == "spend" or digits == 0:
        return text_of(value, digits)
    return f"{Decimal(value).scaleb(-digits).normalize():f}"


def window_text(window: Window) -> str:
    return str(window.period) if window.period is not None else window.kind


def longest_window_days(criterion: Criterion) -> int:
    return max((366 if part.within.period is None else part.within.period.longest_days()) for part in measured_parts(criterion))
