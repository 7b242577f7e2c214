"""Whether one criterion holding means that another holds too.

Sound but not complete: True is always right; where the shapes are too different the answer is False, and nobody is warned.
"""

from regulars.program.document_conditions import AllOf, AnyOf, NotOf
from regulars.program.document_tiers import Criterion, Measured, Window

LARGEST = 60  # parts of a criterion; beyond that nobody wants to wait for a warning
_DAYS_OF_YEAR = 366


def implies(left: Criterion, right: Criterion) -> bool:
    """Does ``left`` holding for a member mean that ``right`` holds as well?"""
    if _size(left) > LARGEST or _size(right) > LARGEST:
        return False
    return _implies(left, right, {})


def _size(criterion: Criterion) -> int:
    if isinstance(criterion, AllOf | AnyOf):
        return 1 + sum(_size(part) for part in criterion.parts)
    return 1 + _size(criterion.part) if isinstance(criterion, NotOf) else 1


def _implies(left: Criterion, right: Criterion, known: dict[tuple[int, int], bool]) -> bool:
    key = (id(left), id(right))
    if key not in known:
        known[key] = _decide(left, right, known)
    return known[key]


def _decide(left: Criterion, right: Criterion, known: dict[tuple[int, int], bool]) -> bool:
    if left == right:
        return True
    if isinstance(right, Measured) and right.at_least == 0:
        return True
    if isinstance(left, AnyOf) and left.parts:
        return all(_implies(part, right, known) for part in left.parts)
    if isinstance(right, AllOf):
        return all(_implies(left, part, known) for part in right.parts)
    if isinstance(right, AnyOf) and any(_implies(left, part, known) for part in right.parts):
        return True
    if isinstance(left, AllOf):
        return any(_implies(part, right, known) for part in left.parts)
    if isinstance(left, NotOf) and isinstance(right, NotOf):
        return _implies(right.part, left.part, known)
    if isinstance(left, Measured) and isinstance(right, Measured):
        return left.measure == right.measure and left.at_least >= right.at_least and _inside(left.within, right.within)
    return False


def _inside(inner: Window, outer: Window) -> bool:
    """Do all days of ``inner`` lie in ``outer``, whatever today is? Measures never count below 0, so more days never hold less."""
    if inner == outer or outer.kind == "lifetime":
        return True
    if inner.kind in ("lifetime", "formula") or outer.kind == "calendar_year" or outer.period is None:
        return False
    if inner.kind == "calendar_year":
        return outer.period.months >= 12 or outer.period.days >= _DAYS_OF_YEAR
    if inner.period is None:
        return False
    if inner.period.months and outer.period.months:
        return inner.period.months <= outer.period.months
    shortest_outer = outer.period.days or outer.period.months * 28
    return inner.period.longest_days() <= shortest_outer
