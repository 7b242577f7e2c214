"""Behaviours and events of the shop's own: their fields read strictly against what the programme declares, in the units the engine counts in."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from regulars.engine.events import QUANTITY_DIGITS
from regulars.kit.errors import Invalid
from regulars.kit.money import LARGEST_MINOR, scaled_from_text
from regulars.program.event_types import EventField, EventType

LONGEST_FIELD = 256
LARGEST_NUMBER = LARGEST_MINOR // 10**QUANTITY_DIGITS  # whole ones; kept in thousandths
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Happening:
    """One such event as rules see it: ``fields`` in engine units; ``counted``: those of them that points can be counted by."""

    type: EventType
    fields: Mapping[str, Any]
    counted: dict[str, int]

    def text(self, name: str | None) -> str:
        return str(self.fields.get(name, "")) if name else ""


def happening_of(type: EventType, raw: Mapping[str, Any], money_digits: int) -> Happening:
    """Raises Invalid ``event.*`` as ``read_fields`` does."""
    fields = read_fields(type, raw, money_digits)
    counted = {field.name: fields[field.name] for field in type.fields if field.kind in ("number", "money") and field.name in fields}
    return Happening(type, fields, counted)


def read_fields(type: EventType, raw: Mapping[str, Any], money_digits: int) -> dict[str, Any]:
    """Numbers in thousandths, money in minor units, dates as ordinals, texts and yes or no as they are; a null counts as left out.

    Raises Invalid ``event.field_unknown | field_missing | field_kind | field_choice | text_* ``, ``money.*`` and ``quantity.unreadable``.
    """
    known = {field.name for field in type.fields}
    for name in raw:
        if name not in known:
            raise Invalid("event.field_unknown", type=type.id, field=name[:LONGEST_FIELD])
    found = {}
    for field in type.fields:
        value = raw.get(field.name)
        if value is not None:
            found[field.name] = _KINDS[field.kind](field, value, money_digits)
        elif field.required:
            raise Invalid("event.field_missing", type=type.id, field=field.name)
    return found


def _text(field: EventField, value: Any, digits: int) -> str:
    if not isinstance(value, str):
        raise _wrong(field)
    if not value:
        raise Invalid("event.text_empty", field=field.name)
    if len(value) > LONGEST_FIELD:
        raise Invalid("event.text_too_long", field=field.name, most=LONGEST_FIELD)
    if not value.isprintable() and _UNSTORABLE.search(value):
        raise Invalid("event.text_unstorable", field=field.name)
    if field.one_of and value not in field.one_of:
        raise Invalid("event.field_choice", field=field.name, given=value[:40], choices=", ".join(field.one_of))
    return value


def _number(field: EventField, value: Any, digits: int) -> int:
    """0 … LARGEST_NUMBER with up to three decimals; a JSON number or a decimal text. `api.openapi_events` says the same."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _wrong(field)
    if isinstance(value, int):
        value = str(value) if 0 <= value <= LARGEST_NUMBER else "-"
    try:
        return scaled_from_text(value if isinstance(value, str) else json.dumps(value), QUANTITY_DIGITS)
    except Invalid:
        raise Invalid("quantity.unreadable", given=str(value)[:LONGEST_FIELD]) from None


def _money(field: EventField, value: Any, digits: int) -> int:
    if not isinstance(value, str):
        raise _wrong(field)
    return scaled_from_text(value, digits)


def _bool(field: EventField, value: Any, digits: int) -> bool:
    if not isinstance(value, bool):
        raise _wrong(field)
    return value


def _date(field: EventField, value: Any, digits: int) -> int:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value).toordinal()
        except ValueError:
            pass  # 2026-02-30: said below
    raise _wrong(field)


def _wrong(field: EventField) -> Invalid:
    return Invalid("event.field_kind", field=field.name, kind=field.kind)


_KINDS: dict[str, Callable[[EventField, Any, int], Any]] = {
    "text": _text,
    "number": _number,
    "money": _money,
    "bool": _bool,
    "date": _date,
}
