"""Conditions of a rule, compiled once to closures.

A condition is split in two: what it asks of the whole event, and what it asks of a line. A closure gets the ``Scene`` (and a line)
and answers yes or no; a field the event does not have is never equal, above or below anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from regulars.engine.events import QUANTITY_DIGITS, Line
from regulars.engine.feasts import Feasts
from regulars.program.document import Program
from regulars.program.document_conditions import AllOf, Between, Condition, FieldIs, NotOf, OneOf, Test
from regulars.program.event_types import EventType


@dataclass(slots=True)
class Scene:
    """One event as conditions see it. ``data``: the order, or the declared fields of another event in engine units. ``net``: the order's net
    amount in minor units, exact. ``tier``: place of the tier used, 0 the lowest. ``minute``: of the local day, where a rule asks for it.
    """

    data: Any
    day: int
    hour: int
    net: int | Fraction
    tier: int
    enrolled_on: int
    facts: Mapping[str, Any]
    minute: int = 0


OrderTest = Callable[[Scene], bool]
LineTest = Callable[[Scene, Line], bool]


class Asked(NamedTuple):
    """``of_event``: (field, test) parts that must all hold for the event; ``of_line``: one test for each line, or None."""

    of_event: tuple[tuple[str, OrderTest], ...]
    of_line: LineTest | None
    line_field: str  # the first line field it asks for, for the explanation
    line_fields: frozenset[str]  # every field of the part that is asked of lines
    common: tuple[OrderTest, ...] = ()  # tests of ``of_event`` that only look at COMMON_FIELDS
    first_is_common: bool = False  # the first test of ``of_event`` is one of them


# What many events share: a test of nothing else gives the same answer for all events of one day, store and channel.
COMMON_FIELDS = frozenset({"order.channel", "order.store", "order.weekday", "order.day_of_month", "order.date"})
NOTHING_ASKED = Asked((), None, "", frozenset())


class About(NamedTuple):
    """What a condition is about: the programme, and the declared type of the rule's events (None: orders and the like)."""

    program: Program
    type: EventType | None

    def digits_of(self, field: str) -> int:
        """How many decimals the engine keeps of a field."""
        if field in ("line.amount", "order.net_amount"):
            return self.program.currency.minor_digits
        if field == "line.quantity":
            return QUANTITY_DIGITS
        declared = self.type.field(field.removeprefix("event.")) if self.type is not None and field.startswith("event.") else None
        if declared is None or declared.kind not in ("number", "money"):
            return 0
        return self.program.currency.minor_digits if declared.kind == "money" else QUANTITY_DIGITS


def compile_condition(condition: Condition | None, program: Program, on: str) -> Asked:
    """Split a condition of a rule on events of type ``on`` into what it asks of the event and what it asks of a line."""
    if condition is None:
        return NOTHING_ASKED
    parts, about = _flat(condition), About(program, program.event_type(on))
    of_event = tuple((_first_field(part), _event_test(part, about)) for part in parts if not _asks_lines(part))
    common = tuple(_event_test(part, about) for part in parts if COMMON_FIELDS.issuperset(_fields(part)))
    first_is_common = not _asks_lines(parts[0]) and COMMON_FIELDS.issuperset(_fields(parts[0]))
    about_lines = [part for part in parts if _asks_lines(part)]
    if not about_lines:
        return Asked(of_event, None, "", frozenset(), common, first_is_common)
    tests = [_line_test(part, about) for part in about_lines]
    of_line = tests[0] if len(tests) == 1 else _every_line(tests)
    fields = [field for part in about_lines for field in _fields(part)]
    return Asked(of_event, of_line, next(field for field in fields if field.startswith("line.")), frozenset(fields), common, first_is_common)


def fields_of(condition: Condition | None) -> frozenset[str]:
    return frozenset(_fields(condition)) if condition is not None else frozenset()


def _flat(condition: Condition) -> list[Condition]:
    if isinstance(condition, AllOf):
        return [leaf for part in condition.parts for leaf in _flat(part)]
    return [condition]


def _fields(condition: Condition) -> list[str]:
    if isinstance(condition, FieldIs):
        return [condition.field]
    if isinstance(condition, NotOf):
        return _fields(condition.part)
    return [field for part in condition.parts for field in _fields(part)]


def _first_field(condition: Condition) -> str:
    return _fields(condition)[0]


def _asks_lines(condition: Condition) -> bool:
    return any(field.startswith("line.") for field in _fields(condition))


def _every_line(tests: list[LineTest]) -> LineTest:
    return lambda scene, line: all(test(scene, line) for test in tests)


def _event_test(condition: Condition, about: About) -> OrderTest:
    if isinstance(condition, FieldIs):
        read, holds = _event_reader(condition.field, about), _value_test(condition.test, condition.field, about)
        return lambda scene: holds(read(scene))
    if isinstance(condition, NotOf):
        inner = _event_test(condition.part, about)
        return lambda scene: not inner(scene)
    tests = [_event_test(part, about) for part in condition.parts]
    if isinstance(condition, AllOf):
        return lambda scene: all(test(scene) for test in tests)
    return lambda scene: any(test(scene) for test in tests)


def _line_test(condition: Condition, about: About) -> LineTest:
    if isinstance(condition, FieldIs):
        holds = _value_test(condition.test, condition.field, about)
        if condition.field.startswith("line."):
            return _line_reader(condition.field, holds)
        read = _event_reader(condition.field, about)
        return lambda scene, line: holds(read(scene))
    if isinstance(condition, NotOf):
        inner = _line_test(condition.part, about)
        return lambda scene, line: not inner(scene, line)
    tests = [_line_test(part, about) for part in condition.parts]
    if isinstance(condition, AllOf):
        return lambda scene, line: all(test(scene, line) for test in tests)
    return lambda scene, line: any(test(scene, line) for test in tests)


def _line_reader(field: str, holds: Callable[[Any], bool]) -> LineTest:
    match field.removeprefix("line."):
        case "category":
            return lambda scene, line: holds(line.category)
        case "sku":
            return lambda scene, line: holds(line.sku)
        case "brand":
            return lambda scene, line: holds(line.brand)
        case "quantity":
            return lambda scene, line: holds(line.quantity)
        case "amount":
            return lambda scene, line: holds(line.amount)
    raise ValueError(f"unknown field {field}")


def _event_reader(field: str, about: About) -> Callable[[Scene], Any]:
    match field:
        case "order.channel":
            return lambda scene: getattr(scene.data, "channel", None)
        case "order.store":
            return lambda scene: getattr(scene.data, "store", None)
        case "order.net_amount":
            return lambda scene: scene.net
        case "order.weekday":
            return lambda scene: (scene.day - 1) % 7 + 1  # ordinal 1 (0001-01-01) was a Monday
        case "order.day_of_month":
            return lambda scene: date.fromordinal(scene.day).day
        case "order.hour":
            return lambda scene: scene.hour
        case "order.partner":
            return lambda scene: getattr(scene.data, "partner", None)
        case "order.date":
            return lambda scene: scene.day
        case "order.time":
            return lambda scene: (scene.day, scene.minute)
        case "order.festival":
            return Feasts(about.program.festivals).on
        case "tier":
            return lambda scene: scene.tier
        case "member.days_since_enrolment":
            return lambda scene: scene.day - scene.enrolled_on if scene.enrolled_on else None  # a guest has not joined
    if field.startswith("member."):
        fact = field.removeprefix("member.")
        return lambda scene: scene.facts.get(fact)
    name = field.removeprefix("event.")
    if about.type is not None:
        return lambda scene: scene.data.get(name)
    return lambda scene: getattr(scene.data, name, None)


def _value_test(test: Test, field: str, about: About) -> Callable[[Any], bool]:
    if isinstance(test, OneOf) and field == "order.time":
        windows = test.values
        return lambda value: any(window.holds(*value) for window in windows)  # type: ignore[union-attr]
    if isinstance(test, OneOf):
        wanted = frozenset(_comparable(value, field, about) for value in test.values)
        if field in ("member.segment", "order.festival"):
            return lambda value: value is not None and not wanted.isdisjoint(value)
        if len(wanted) == 1:
            (only,) = wanted
            return lambda value: bool(value == only)
        return lambda value: value in wanted
    if isinstance(test, NotOf):
        inner = _value_test(test.part, field, about)
        return lambda value: not inner(value)
    if isinstance(test, AllOf):
        tests = [_value_test(part, field, about) for part in test.parts]
        return lambda value: all(holds(value) for holds in tests)
    return _between(test, field, about)


def _between(test: Between, field: str, about: About) -> Callable[[Any], bool]:
    low, high, above, below = (
        None if bound is None else _comparable(bound, field, about)
        for bound in (test.at_least, test.at_most, test.above, test.below)
    )

    def holds(value: Any) -> bool:
        return (
            value is not None
            and (low is None or value >= low)
            and (high is None or value <= high)
            and (above is None or value > above)
            and (below is None or value < below)
        )

    return holds


def _comparable(value: Any, field: str, about: About) -> Any:
    """The document's value in the unit the engine counts in."""
    if field == "tier":
        return next((place for place, level in enumerate(about.program.tiers.levels) if level.id == value), -1)
    if isinstance(value, Decimal):
        exact = Fraction(value) * 10 ** about.digits_of(field)
        return int(exact) if exact.denominator == 1 else exact
    if isinstance(value, date):
        return value.toordinal()
    return value

