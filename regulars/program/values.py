"""One value of the document at a time: exact decimals, texts, ids, durations, dates. Each reader notes what is wrong and gives None."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from regulars.kit.periods import Duration
from regulars.kit.phrases import LANGUAGES
from regulars.kit.points import LARGEST_POINTS
from regulars.kit.text import Text
from regulars.program.fields import Fields
from regulars.program.findings import Notes, meant
from regulars.program.yaml_lines import Listing, Mapping, Node, Scalar

T = TypeVar("T")
Reader = Callable[[Node, Notes], T | None]

_NUMBER = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,9})?", re.ASCII)
LOOKS_NUMERIC = re.compile(  # what YAML 1.2 (core schema) reads as a number
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
    re.ASCII,
)
_NULLS = {"", "~", "null", "Null", "NULL"}
_TRUE, _FALSE = {"true", "True", "TRUE"}, {"false", "False", "FALSE"}
_ID = re.compile(r"\w[\w.-]{0,63}")
_EVENT_TYPE = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*", re.ASCII)
_DURATION = re.compile(r"([0-9]{1,5}) (day|week|month|year)s?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})", re.ASCII)
LONGEST_TEXT = 2_000
LONGEST_YEARS = 100


def shown(node: Node) -> str:
    """What stands there, short enough for a sentence."""
    if isinstance(node, Scalar):
        return node.text[:60]
    return "[…]" if isinstance(node, Listing) else "{…}"


def plain(node: Node) -> str | None:
    """The source text of an unquoted scalar that holds something."""
    return node.text if isinstance(node, Scalar) and not node.quoted and node.text not in _NULLS else None


# ---- numbers


def number(
    at_least: int | None = 0, above: int | None = None, at_most: int = LARGEST_POINTS, whole: bool = False
) -> Reader[Decimal]:
    """A reader of exact decimals, at most 18 digits and 9 decimals, within the bounds given."""

    def read(node: Node, notes: Notes) -> Decimal | None:
        text = plain(node)
        if text is None or not _NUMBER.fullmatch(text):
            notes.error("not_a_number", node.line, where=node.path, text=shown(node))
            return None
        value = Decimal(text)
        if whole and value != value.to_integral_value():
            notes.error("not_whole", node.line, where=node.path, text=text)
        elif above is not None and value <= above:
            notes.error("not_above", node.line, where=node.path, text=text, above=above)
        elif at_least is not None and above is None and value < at_least:
            notes.error("too_small", node.line, where=node.path, text=text, at_least=at_least)
        elif value > at_most:
            notes.error("too_big", node.line, where=node.path, text=text, at_most=at_most)
        else:
            return value
        return None

    return read


def whole(at_least: int | None = 0, at_most: int = LARGEST_POINTS) -> Reader[int]:
    read_number = number(at_least=at_least, at_most=at_most, whole=True)

    def read(node: Node, notes: Notes) -> int | None:
        value = read_number(node, notes)
        return None if value is None else int(value)

    return read


def yes_no(node: Node, notes: Notes) -> bool | None:
    text = plain(node)
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    notes.error("not_true_false", node.line, where=node.path, text=shown(node))
    return None


# ---- texts


def string(node: Node, notes: Notes) -> str | None:
    """A text that YAML itself reads as one: not empty, a number, true or false unless it is quoted."""
    if not isinstance(node, Scalar) or (
        not node.quoted and (node.text in _NULLS or node.text in _TRUE | _FALSE or LOOKS_NUMERIC.fullmatch(node.text))
    ):
        notes.error("not_a_text", node.line, where=node.path, text=shown(node))
        return None
    return _checked(node, notes)


def label(node: Node, notes: Notes) -> str | None:
    """A sku, category, brand, channel or store: a text, or digits just as they are written (``007`` stays ``007``)."""
    if not isinstance(node, Scalar) or (not node.quoted and (node.text in _NULLS or node.text in _TRUE | _FALSE)):
        notes.error("not_a_text", node.line, where=node.path, text=shown(node))
        return None
    return _checked(node, notes)


def _checked(node: Scalar, notes: Notes) -> str | None:
    if not node.text.strip() or len(node.text) > LONGEST_TEXT:
        notes.error("not_a_text", node.line, where=node.path, text=shown(node))
        return None
    return node.text


def words(node: Node, notes: Notes) -> Text | None:
    """A string, or ``{en, zh-Hans, zh-Hant}`` with at least one of them."""
    if not isinstance(node, Mapping):
        written = string(node, notes)
        return None if written is None else Text.plain(written)
    fields = Fields(node, notes)
    given = {language: text for language in LANGUAGES if (text := fields.take(language, string)) is not None}
    fields.close()
    if not node.entries:
        notes.error("not_a_text", node.line, where=node.path, text="{}")
    return Text(tuple((key, given[key]) for key in node.entries if key in given))


def identifier(node: Node, notes: Notes) -> str | None:
    text = string(node, notes)
    if text is not None and not _ID.fullmatch(text):
        notes.error("not_an_id", node.line, where=node.path, text=text[:60])
        return None
    return text


def event_type(node: Node, notes: Notes) -> str | None:
    text = string(node, notes)
    if text is not None and not (_EVENT_TYPE.fullmatch(text) and len(text) <= 100):
        notes.error("not_an_event_type", node.line, where=node.path, text=text[:60])
        return None
    return text


def choice(*allowed: str) -> Reader[str]:
    def read(node: Node, notes: Notes) -> str | None:
        text = node.text if isinstance(node, Scalar) else None
        if text in allowed:
            return text
        notes.error(
            "unknown_choice",
            node.line,
            where=node.path,
            text=shown(node),
            choices=", ".join(allowed),
            meant=meant(text or "", allowed),
        )
        return None

    return read


def listing(read_item: Reader[T], at_least: int = 0, at_most: int | None = None) -> Reader[list[T]]:
    """A reader of lists; items that cannot be read are noted and left out."""

    def read(node: Node, notes: Notes) -> list[T] | None:
        if not isinstance(node, Listing):
            notes.error("not_a_list", node.line, where=node.path)
            return None
        if len(node.items) < at_least:
            notes.error("empty_list", node.line, where=node.path)
        if at_most is not None and len(node.items) > at_most:
            notes.error("too_many", node.items[at_most].line, where=node.path, count=len(node.items), limit=at_most)
            return None
        return [item for each in node.items if (item := read_item(each, notes)) is not None]

    return read


# ---- time


def duration(node: Node, notes: Notes) -> Duration | None:
    """``7 days``, ``2 weeks``, ``3 months`` or ``1 year``: at least one day, at most a hundred years."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    found = _DURATION.fullmatch(text)
    if not found:
        notes.error("not_a_duration", node.line, where=node.path, text=shown(node))
        return None
    count, unit = int(found[1]), found[2]
    length = {
        "day": Duration(days=count),
        "week": Duration(days=7 * count),
        "month": Duration(months=count),
        "year": Duration(months=12 * count),
    }[unit]
    if not 0 < length.longest_days() <= LONGEST_YEARS * 12 * 31:
        notes.error("duration_out_of_range", node.line, where=node.path, text=text, years=LONGEST_YEARS)
        return None
    return length


def day(node: Node, notes: Notes) -> date | None:
    """``2018-03-04``."""
    text = node.text if isinstance(node, Scalar) else ""
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # 2018-02-30: said below
    notes.error("not_a_date", node.line, where=node.path, text=shown(node))
    return None


def day_of_year(node: Node, notes: Notes) -> tuple[int, int] | None:
    """``06-30`` as (month, day). 02-29 is refused: it does not come every year."""
    found = _MONTH_DAY.fullmatch(node.text) if isinstance(node, Scalar) else None
    try:
        if found:
            at = date(2001, int(found[1]), int(found[2]))  # 2001 is no leap year
            return at.month, at.day
    except ValueError:
        pass
    notes.error("not_a_day_of_year", node.line, where=node.path, text=shown(node))
    return None
