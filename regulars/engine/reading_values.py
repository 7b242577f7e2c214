"""Single values of the wire, read strictly: texts, whole numbers, quantities, points, amounts, instants.

Every mistake raises Invalid with a stable code.
"""

import json
import re
from datetime import datetime
from functools import lru_cache

from regulars.engine.events import QUANTITY_DIGITS
from regulars.kit.errors import Invalid
from regulars.kit.money import scaled_from_text
from regulars.kit.periods import microseconds
from regulars.kit.points import LARGEST_POINTS
from regulars.program.document import Program

LONGEST_TEXT = 256

Number = int | float | str

minor = lru_cache(65_536)(scaled_from_text)  # prices come again and again
ONE = 10**QUANTITY_DIGITS
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def text(value: str | None, field: str) -> str:
    """Null is the empty text. Raises Invalid ``event.text_too_long | event.text_unstorable`` (U+0000, lone surrogates)."""
    if value is None:
        return ""
    if len(value) > LONGEST_TEXT:
        raise Invalid("event.text_too_long", field=field, most=LONGEST_TEXT)
    if not value.isprintable() and _UNSTORABLE.search(value):
        raise Invalid("event.text_unstorable", field=field)
    return value


def identifier(value: str, field: str) -> str:
    if not value:
        raise Invalid("event.text_empty", field=field)
    return text(value, field)


def whole(value: int | float) -> int:
    """JSON knows no integers: 5.0 is a 5. Raises Invalid ``data.not_whole`` for a part of one."""
    if isinstance(value, int):
        return value
    if not value.is_integer():
        raise Invalid("data.not_whole", given=str(value))
    return int(value)


def measures(wire: dict[str, Number] | None) -> dict[str, int] | None:
    return {identifier(name, "measures"): thousandths(value) for name, value in wire.items()} if wire else None


def thousandths(value: Number) -> int:
    """A whole number, a fraction or a decimal text of up to three decimals, from 0 to 10^12, in thousandths. Raises Invalid ``quantity.unreadable``."""
    if isinstance(value, int):
        if not 0 <= value <= 10**12:
            raise Invalid("quantity.unreadable", given=str(value)[:LONGEST_TEXT])
        return value * 1_000
    try:
        return scaled_from_text(value if isinstance(value, str) else json.dumps(value), QUANTITY_DIGITS)
    except Invalid:
        raise Invalid("quantity.unreadable", given=str(value)[:LONGEST_TEXT]) from None


quantity_of = lru_cache(16_384, typed=True)(thousandths)  # "1", "2" … come again and again


def points(value: int | float) -> int:
    """Points above 0."""
    number = whole(value)
    if number <= 0:
        raise Invalid("points.not_positive", given=str(value)[:LONGEST_TEXT])
    check_size(number)
    return number


def check_size(points: int) -> None:
    if abs(points) > LARGEST_POINTS:
        raise Invalid("points.too_large", given=str(points)[:40], most=LARGEST_POINTS)


def order_amount(text: str | None, program: Program) -> int:
    return -1 if text is None else scaled_from_text(text, program.currency.minor_digits)


def instant_of(text: str) -> int:
    """A point in time with an offset, as in ``2026-03-04T12:15:00+08:00``."""
    try:
        if _INSTANT.fullmatch(text):
            return microseconds(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        pass  # 30 February: said below
    raise Invalid("hold.until", given=text[:LONGEST_TEXT])


