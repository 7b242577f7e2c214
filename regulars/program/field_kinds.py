"""What a condition may ask about, and what kind of value each field holds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regulars.program.event_types import EventField
from regulars.program.findings import Notes
from regulars.program.hours import WEEKDAY_NUMBERS, Hours, hours
from regulars.program.names import MEASURE_DIGITS, Names, within_digits
from regulars.program.values import LOOKS_NUMERIC, choice, day, label, number, plain, yes_no
from regulars.program.yaml_lines import Node, Scalar

Value = str | bool | Decimal | date | Hours


@dataclass(frozen=True, slots=True)
class Kind:
    """``read`` reads one value; ``ordered`` says whether at_least, at_most, above and below make sense."""

    read: Callable[[Node, Notes], Value | None]
    ordered: bool


def _weekday(node: Node, notes: Notes) -> Decimal | None:
    """1 (Monday) … 7 (Sunday), or an English name: ``monday``, ``Mon``."""
    text = node.text if isinstance(node, Scalar) else ""
    number_of_day = WEEKDAY_NUMBERS.get(text.lower()) or (
        int(text) if plain(node) in {"1", "2", "3", "4", "5", "6", "7"} else None
    )
    if number_of_day is None:
        notes.error("not_a_weekday", node.line, where=node.path, text=text[:60])
        return None
    return Decimal(number_of_day)


def _any_value(node: Node, notes: Notes) -> Value | None:
    """A value of the shop's own event data: true / false, a number, or a text."""
    written = plain(node)
    if written is not None and written.lower() in ("true", "false"):
        return yes_no(node, notes)
    if written is not None and LOOKS_NUMERIC.fullmatch(written):
        return number(at_least=None)(node, notes)
    return label(node, notes)


_TEXT = Kind(label, ordered=False)
_NUMBER = Kind(number(at_least=None), ordered=True)
_YES_NO = Kind(yes_no, ordered=False)

KINDS: dict[str, Kind | None] = {
    "line.category": _TEXT,
    "line.sku": _TEXT,
    "line.brand": _TEXT,
    "line.quantity": _NUMBER,
    "line.amount": _NUMBER,
    "order.channel": _TEXT,
    "order.store": _TEXT,
    "order.partner": _TEXT,
    "order.net_amount": _NUMBER,
    "order.weekday": Kind(_weekday, ordered=True),
    "order.day_of_month": Kind(number(at_least=1, at_most=31, whole=True), ordered=True),
    "order.hour": Kind(number(at_least=0, at_most=23, whole=True), ordered=True),
    "order.time": Kind(hours, ordered=False),
    "order.date": Kind(day, ordered=True),
    "order.festival": None,  # depends on the document's festivals
    "tier": None,  # depends on the document's levels
    "member.birthday": _YES_NO,
    "member.birthday_month": _YES_NO,
    "member.lunar_birthday": _YES_NO,
    "member.lunar_birthday_month": _YES_NO,
    "member.segment": _TEXT,
    "member.days_since_enrolment": Kind(number(whole=True), ordered=True),
}


def kind_of(name: str, names: Names) -> Kind:
    """The kind of a known field; ``event.<data field>`` takes any value. Levels are ordered as on the ladder."""
    if name == "tier":
        return Kind(names.level, ordered=True)
    if name == "order.festival":
        return Kind(names.festival, ordered=False)
    return KINDS.get(name) or Kind(_any_value, ordered=True)


def kind_of_declared(field: EventField, names: Names) -> Kind:
    """The kind of a field that an event type declares: numbers with three decimals, money with the currency's, one of the texts it lists."""
    if field.kind == "text":
        return Kind(choice(*field.one_of), ordered=False) if field.one_of else _TEXT
    if field.kind in ("number", "money"):
        return Kind(_decimals(names.minor_digits if field.kind == "money" else MEASURE_DIGITS), ordered=True)
    return _YES_NO if field.kind == "bool" else Kind(day, ordered=True)


def _decimals(digits: int) -> Callable[[Node, Notes], Decimal | None]:
    read_number = number()

    def read(node: Node, notes: Notes) -> Decimal | None:
        value = read_number(node, notes)
        return None if value is None else within_digits(value, digits, node, notes)

    return read
