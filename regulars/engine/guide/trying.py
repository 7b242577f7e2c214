"""An event that makes a rule give points, found by asking the engine: what the rule asks for is tried until ``decide`` says that it fired."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice, product
from typing import Any

import msgspec

from regulars.engine.compiled import Versions
from regulars.engine.compiling import compile_program
from regulars.engine.deciding import decide
from regulars.engine.decision import Outcome
from regulars.engine.event_names import ENROLLED, ORDER_PAID
from regulars.engine.events import Event, MemberEnrolled
from regulars.engine.reading import read_data
from regulars.engine.state import MemberState
from regulars.kit.errors import Invalid
from regulars.kit.money import text_of
from regulars.program.document import Program
from regulars.program.document_conditions import AllOf, AnyOf, Between, Condition, FieldIs, NotOf, OneOf, Test
from regulars.program.document_rules import EarningRule, Rate

MOST_TRIES = 4_000
_DAYS_AHEAD = 400
_HUNDREDS = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50, 10)
_SOURCE = "guide"


@dataclass(frozen=True)
class Tried:
    """An event that really earns: ``data`` as the wire would send it, ``tier`` and ``facts`` of the member, the ``outcome`` in full."""

    on: str
    day: date
    hour: int
    data: dict[str, Any]
    tier: str
    facts: dict[str, Any]
    outcome: Outcome
    amount_minor: int = 0
    wants: dict[str, Any] = field(default_factory=dict)  # condition fields the example was made to meet


def usual_amount(program: Program) -> int:
    """A hundred of the currency; a thousand where it is counted in small coin (no minor digits). In minor units."""
    digits: int = program.currency.minor_digits
    return int(100 * 10**digits) if digits else 1_000


def try_order(program: Program, today: date, amount_minor: int, *, tier: str = "", versions: Versions | None = None) -> Tried | None:
    """A plain order of one ordinary thing; None where it earns nothing."""
    tried = _decided(versions or compile_program(program), program, ORDER_PAID, today, 12, _order(program, amount_minor, {}), tier, {}, amount_minor, {})
    return tried if tried is not None and any(tried.outcome.earned.values()) else None


def example_of(rule: EarningRule, program: Program, today: date) -> Tried | None:
    """The first event, in the order a person would think of them, for which the rule gives points; None when none of those tried does."""
    versions = compile_program(program)
    for tried in islice(_tries(rule, program, versions, today), MOST_TRIES):
        if tried is not None and tried.outcome.rules.get(rule.wallet, {}).get(rule.id, 0) > 0:
            return tried
    return None


def _tries(rule: EarningRule, program: Program, versions: Versions, today: date) -> Iterator[Tried | None]:
    wants = _wants(rule.when)
    unit = 10**program.currency.minor_digits
    amounts = [hundred * unit * (1 if program.currency.minor_digits else 10) for hundred in _HUNDREDS] if rule.on == ORDER_PAID else [0]
    tiers = [""] if not _asks(rule.when, "tier") else [level.id for level in program.tiers.levels]
    hours = [12] if not _asks(rule.when, "order.hour") else [12, *range(24)]
    segments = wants.get("member.segment")
    facts = {"birthday": "member.birthday" in wants, "birthday_month": "member.birthday_month" in wants, "segment": [segments] if segments else []}
    since = (400, 0, 30, 800) if _asks(rule.when, "member.days_since_enrolment") else (400,)
    for amount, tier, hour, ago in product(amounts, tiers, hours, since):
        for day in _days(rule, today):
            if rule.on == ORDER_PAID:
                data = _order(program, amount, wants, rule)
            else:
                data = {name.removeprefix("event."): value for name, value in wants.items() if name.startswith("event.")}
            yield _decided(versions, program, rule.on, day, hour, data, tier, facts, amount, wants, ago)


def _days(rule: EarningRule, today: date) -> list[date]:
    first = max(today, rule.starts or today).toordinal()
    last = rule.ends.toordinal() if rule.ends else first + _DAYS_AHEAD
    dated = any(_asks(rule.when, name) for name in ("order.weekday", "order.day_of_month", "order.date", "member.birthday", "order.month"))
    return [date.fromordinal(day) for day in range(first, min(last, first + (_DAYS_AHEAD if dated else 0)) + 1)] or [date.fromordinal(first)]


def _order(program: Program, amount_minor: int, wants: dict[str, Any], rule: EarningRule | None = None) -> dict[str, Any]:
    line: dict[str, Any] = {
        "sku": str(wants.get("line.sku", "example")),
        "quantity": str(wants.get("line.quantity", 1)),
        "amount": text_of(amount_minor, program.currency.minor_digits),
    }
    for name in ("category", "brand"):
        if f"line.{name}" in wants:
            line[name] = str(wants[f"line.{name}"])
    if rule is not None and isinstance(rule.points, Rate) and rule.points.of not in ("net_amount", "gross_amount", "quantity"):
        line["measures"] = {rule.points.of: str(rule.points.per * 2)}
    order: dict[str, Any] = {"order_id": "A-1", "currency": program.currency.code, "lines": [line]}
    for name in ("channel", "store"):
        if f"order.{name}" in wants:
            order[name] = str(wants[f"order.{name}"])
    return order


def _decided(
    versions: Versions, program: Program, on: str, day: date, hour: int, data: dict[str, Any], tier: str,
    facts: dict[str, Any], amount_minor: int, wants: dict[str, Any], ago: int = 400,
) -> Tried | None:
    calendar = versions.calendar
    at_us = calendar.start_of(day.toordinal()) + hour * 3_600_000_000
    try:
        read = MemberEnrolled() if on == ENROLLED else read_data(on, msgspec.json.encode(data), program)
    except Invalid:
        return None  # a kind of event this programme can not read without more
    level = tier or program.tiers.levels[0].id
    joined = day.toordinal() - ago
    state = MemberState(enrolled_on=joined, advanced_us=at_us, tier=level, tier_since=joined, idle_from=day.toordinal())
    event = Event("example", _SOURCE, on, at_us, read)
    outcome = decide(versions, None if on == ENROLLED else state, event, facts=facts or None).decision.outcome
    return None if outcome.status == "refused" else Tried(on, day, hour, data, level, facts, outcome, amount_minor, wants)


def _wants(condition: Condition | None) -> dict[str, Any]:
    """One value for each field a condition asks for by name, following the first way of an ``any``."""
    if isinstance(condition, FieldIs):
        value = _value(condition.test)
        return {} if value is None else {condition.field: value}
    if isinstance(condition, AllOf):
        found: dict[str, Any] = {}
        for part in condition.parts:
            found |= _wants(part)
        return found
    return _wants(condition.parts[0]) if isinstance(condition, AnyOf) else {}


def _value(test: Test) -> Any:
    if isinstance(test, OneOf):
        return test.values[0]
    if isinstance(test, Between):
        return next((bound for bound in (test.at_least, test.at_most) if bound is not None), test.above + 1 if isinstance(test.above, Decimal) else None)
    return next((value for part in test.parts if (value := _value(part)) is not None), None) if isinstance(test, AllOf) else None


def _asks(condition: Condition | None, name: str) -> bool:
    if isinstance(condition, FieldIs):
        return condition.field == name
    if isinstance(condition, NotOf):
        return _asks(condition.part, name)
    return isinstance(condition, AllOf | AnyOf) and any(_asks(part, name) for part in condition.parts)
