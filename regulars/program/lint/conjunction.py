"""What a condition demands of each field at once, and whether any value can satisfy it.

Only what must hold in every case is looked at: parts under ``any`` and ``not`` are left out, so an "impossible" is always right.
"""

import operator
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from regulars.program.document_conditions import AllOf, AnyOf, Between, Condition, FieldIs, NotOf, OneOf, Test
from regulars.program.document_rules import EarningRule

# Fields that may hold several values at once for one event: two different demands can both be met.
_MANY = ("member.segment", "order.festival", "order.time", "event.")
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
        lows = self._edges("at_least", "above")
        highs = self._edges("at_most", "below")
        return any(
            type(low) is type(high) and (low > high or (low == high and (low_out or high_out)))
            for low, low_out in lows
            for high, high_out in highs
        )

    def _edges(self, inclusive: str, exclusive: str) -> list[tuple[Any, bool]]:
        """Every number or date on one side, with whether it is itself outside."""
        edges = [(getattr(bound, name), name == exclusive) for bound in self.bounds for name in (inclusive, exclusive)]
        return [(edge, outside) for edge, outside in edges if isinstance(edge, _ORDERED)]

    def _within_bounds(self, value: Any) -> bool:
        return all(_holds(bound, value) for bound in self.bounds)


_COMPARE = {"at_least": operator.ge, "at_most": operator.le, "above": operator.gt, "below": operator.lt}


def _holds(bound: Between, value: Any) -> bool:
    """Whether a number or date lies within; words, and edges of another kind, are given the benefit of the doubt."""
    edges = [(compare, getattr(bound, name)) for name, compare in _COMPARE.items()]
    return all(
        compare(value, edge) for compare, edge in edges if isinstance(edge, _ORDERED) and type(edge) is type(value)
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
