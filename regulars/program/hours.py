"""Hours of the day a rule may ask for: ``22:00-02:00``, on every day or, as ``friday 22:00-02:00``, beginning on one."""

import re
from dataclasses import dataclass

from regulars.program.findings import Notes
from regulars.program.values import shown
from regulars.program.yaml_lines import Node, Scalar

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY_NUMBERS = {name: place for place, day in enumerate(WEEKDAYS, start=1) for name in (day, day[:3])}
_HOURS = re.compile(r"(?:([A-Za-z]+) )?([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])", re.ASCII)
DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes of the local day: the first counts, the last does not. An end at or before the start lies on the next day.

    weekday: 1 (Monday) … 7, the day on which the hours begin; 0: any.
    """

    starts: int
    ends: int
    weekday: int = 0

    def holds(self, day: int, minute: int) -> bool:
        if self.starts < self.ends:
            return self.starts <= minute < self.ends and self._begins_on(day)
        return (minute >= self.starts and self._begins_on(day)) or (minute < self.ends and self._begins_on(day - 1))

    def _begins_on(self, day: int) -> bool:
        return not self.weekday or (day - 1) % 7 + 1 == self.weekday

    def __str__(self) -> str:
        named = f"{WEEKDAYS[self.weekday - 1]} " if self.weekday else ""
        return f"{named}{_clock(self.starts)}-{_clock(self.ends)}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def hours(node: Node, notes: Notes) -> Hours | None:
    """A reader of hours. Hours without a length, and 24:01, are findings."""
    found = _HOURS.fullmatch(node.text.strip()) if isinstance(node, Scalar) else None
    if found is not None:
        weekday = WEEKDAY_NUMBERS.get((found[1] or "").lower(), 0)
        starts, ends = int(found[2]) * 60 + int(found[3]), int(found[4]) * 60 + int(found[5])
        if starts != ends and ends <= DAY and (weekday or not found[1]):
            return Hours(starts, ends, weekday)
    notes.error("not_hours", node.line, where=node.path, text=shown(node))
    return None
