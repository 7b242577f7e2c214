"""``festivals:`` — named days a rule may ask for: a date of every year, a date of the Chinese calendar, or days listed one by one."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from regulars.kit.text import UNNAMED, Text
from regulars.program.fields import Fields
from regulars.program.findings import Notes
from regulars.program.names import Names
from regulars.program.values import day, day_of_year, identifier, listing, shown, whole, words
from regulars.program.yaml_lines import Entry, Mapping, Node, Scalar

MOST_FESTIVALS, MOST_DATES, LONGEST_DAYS = 100, 200, 60
_LUNAR = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|30)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Festival:
    """``days`` long from its first day, and ``before`` days ahead of it. solar, lunar: ``month`` and ``day`` of every year."""

    id: str
    name: Text = UNNAMED
    kind: Literal["solar", "lunar", "dates"] = "solar"
    month: int = 0
    day: int = 0
    dates: tuple[date, ...] = ()
    days: int = 1
    before: int = 0


def read_festivals(node: Node, notes: Notes, names: Names) -> tuple[Festival, ...]:
    """The festivals in the document's order; their ids are entered into ``names``."""
    if not isinstance(node, Mapping):
        notes.error("not_a_mapping", node.line, where=node.path)
        return ()
    if len(node.entries) > MOST_FESTIVALS:
        notes.error("too_many", node.line, where=node.path, count=len(node.entries), limit=MOST_FESTIVALS)
        return ()
    return tuple(festival for entry in node.entries.values() if (festival := _festival(entry, notes, names)) is not None)


def _festival(entry: Entry, notes: Notes, names: Names) -> Festival | None:
    id = identifier(Scalar(entry.line, entry.value.path, entry.key, quoted=True), notes)
    fields = Fields(entry.value, notes)
    kind = fields.one_of("solar", "lunar", "dates")
    month, at = fields.take("solar", day_of_year, (0, 0))
    month, at = fields.take("lunar", _lunar, (month, at))
    dates = fields.take("dates", listing(day, at_least=1, at_most=MOST_DATES), cast(list[date], []))
    festival = Festival(
        id=id or "",
        name=fields.take("name", words, Text()),
        kind=kind or "solar",  # type: ignore[arg-type]
        month=month,
        day=at,
        dates=tuple(sorted(set(dates))),
        days=fields.take("days", whole(at_least=1, at_most=LONGEST_DAYS), 1),
        before=fields.take("before", whole(at_most=LONGEST_DAYS), 0),
    )
    fields.close()
    names.festivals.append(entry.key)
    names.lines[f"festivals.{entry.key}"] = entry.line
    return None if id is None or kind is None else festival


def _lunar(node: Node, notes: Notes) -> tuple[int, int] | None:
    """``08-15``: month and day of the Chinese calendar. The 30th of a month that has 29 days is its 29th."""
    found = _LUNAR.fullmatch(node.text) if isinstance(node, Scalar) else None
    if found is None:
        notes.error("not_a_lunar_day", node.line, where=node.path, text=shown(node))
        return None
    return int(found[1]), int(found[2])
