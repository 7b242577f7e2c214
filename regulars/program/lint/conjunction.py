"""What a condition demands of each field at once, and whether any value can satisfy it.

Only what must hold in every case is looked at: parts under ``any`` and ``not`` are left out, so an "impossible" is always right.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from regulars.program.document import AllOf, AnyOf, Between, Condition, EarningRule, FieldIs, NotOf, OneOf, Test

# Fields that may hold several values at once for one event: two different demands can both be met.
_MANY = ("member.segment", "event.")
_ORDERED = (Decimal, date)


@dataclass(slots=True)
class Demand:
    """The values one field may still have (None: any) and the bounds that hold for it."""

    values: frozenset[Any] | None = None
    bounds: list[Between] = field(default_factory=list)

    def only(self, values: frozenset[Any]) -> None:
        self.values = values if self.values is None else self.values & values

    @property
    def is_impossible(self) -> bool:
        if self.values is not None:
            return not any(self._within_bounds(value) for value in self.values)
        lows = [(bound, False) for each in self.bounds if isinstance(bound := each.at_least, _ORDERED)]
        lows += [(bound, True) for each in self.bounds if isinstance(bound := each.above, _ORDERED)]
        highs = [(bound, False) for each in self.bounds if isinstance(bound := each.at_most, _ORDERED)]
        highs += [(bound, True) for each in self.bounds if isinstance(bound := each.below, _ORDERED)]
        return any(
            type(low) is type(high) and (low > high or (low == high and (open_low or open_high)))
            for low, open_low in lows
            for high, open_high in highs
        )  # type: ignore[operator]

    def _within_bounds(self, value: Any) -> bool:
        return all(_holds(bound, value) for bound in self.bounds)


def _holds(bound: Between, value: Any) -> bool:
    def ok(edge: Any, compare: str) -> bool:
        if edge is None or not isinstance(value, _ORDERED) or type(edge) is not type(value):
            return True
        return bool(getattr(value, compare)(edge))

    return (
        ok(bound.at_least, "__ge__")
        and ok(bound.at_most, "__le__")
        and ok(bound.above, "__gt__")
        and ok(bound.below, "__lt__")
    )


def demands_of(rule: EarningRule) -> dict[str, Demand]:
    """Field -> what the rule's condition and dates demand of it."""
    demands: dict[str, Demand] = defaultdict(Demand)
    for name, test in _certain(rule.when):
        if not name.startswith(_MANY):
            _add(demands[name], test)
    if (rule.starts or rule.ends) and "order.date" in demands:
        demands["order.date"].bounds.append(Between(at_least=rule.starts, at_most=rule.ends))
    return dict(demands)


def _certain(condition: Condition | None) -> Iterator[tuple[str, Test]]:
    if isinstance(condition, FieldIs):
        yield condition.field, condition.test
    elif isinstance(condition, AllOf):
        for part in condition.parts:
            yield from _certain(part)


def _add(demand: Demand, test: Test) -> None:
    if isinstance(test, OneOf):
        demand.only(frozenset(test.values))
    elif isinstance(test, Between):
        demand.bounds.append(test)
    elif isinstance(test, AllOf):
        for part in test.parts:
            _add(demand, part)


def fields_of(condition: Condition | None) -> list[str]:
    """Every field a condition mentions, in order, wherever it stands."""
    if condition is None:
        return []
    if isinstance(condition, FieldIs):
        return [condition.field]
    if isinstance(condition, NotOf):
        return fields_of(condition.part)
    assert isinstance(condition, AllOf | AnyOf)
    return [name for part in condition.parts for name in fields_of(part)]
