"""One cell of a file of events as the value its field wants: ``data.points`` is a number, ``data.order_id`` a text however it looks."""

import json
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from regulars.kit.errors import Invalid
from regulars.program.event_types import EventType

DATA = "data."
_NUMBERS = frozenset({"points", "line", "percent"})
_TRUTHS = frozenset({"all", "up_to", "trial"})
_WHOLE = re.compile(r"-?[0-9]{1,18}")


def value_of(name: str, cell: Any, declared: EventType | None) -> Any:
    """None for an empty cell: the field is left out. A cell that begins with { or [ is JSON. Raises Invalid ``events.cell``."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10] if isinstance(cell, date) and not isinstance(cell, datetime) else cell.isoformat()
    kind = _kind(name, declared)
    if isinstance(cell, str):
        text = cell.strip()
        if text[:1] in ("{", "["):
            try:
                return json.loads(text, parse_float=str)
            except ValueError:
                raise Invalid("events.cell", field=name, given=text[:40]) from None
        return _read(text, name, kind)
    if isinstance(cell, bool):
        return cell if kind == "truth" else str(cell).lower()
    return _read(_plain(cell), name, kind)


def _read(text: str, name: str, kind: str) -> Any:
    if not text:
        return None
    if kind == "truth":
        if text.lower() not in ("true", "false"):
            raise Invalid("events.cell", field=name, given=text[:40])
        return text.lower() == "true"
    if kind == "number" and _WHOLE.fullmatch(text):
        return int(text)
    return text


def _kind(name: str, declared: EventType | None) -> str:
    field = declared.field(name) if declared is not None else None
    if field is not None:
        return {"number": "number", "bool": "truth"}.get(field.kind, "text")
    return "number" if name in _NUMBERS else "truth" if name in _TRUTHS else "text"


def _plain(cell: Any) -> str:
    """A number of a Parquet column, written out exactly; 5.0 is a 5."""
    if isinstance(cell, float):
        cell = Decimal(repr(cell))
    if isinstance(cell, Decimal):
        return f"{cell:f}".rstrip("0").rstrip(".") if "." in f"{cell:f}" else f"{cell:f}"
    return str(cell)
