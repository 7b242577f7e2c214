"""What the programme's rules may ask about a member: yes or no for the event's own day, never a birth date."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from regulars.kit.lunar import day_of_lunar, lunar_of
from regulars.members.queries import birthdays_of, timezones_of
from regulars.members.segments import segments_of

Facts = dict[str, Any]
BIRTHDAYS = ("birthday", "birthday_month", "lunar_birthday", "lunar_birthday_month")
LATE_LEAP_DAY = "leap_day:03-01"  # asked beside the facts where the programme moves 29 February to 1 March


def facts_of(asked: Iterable[tuple[int, int]], fields: frozenset[str]) -> dict[tuple[int, int], Facts]:
    """The ``fields`` for each (member_id, local day as an ordinal): birthdays as yes or no, ``segment`` as a list, ``zone`` where it was told.

    A query or two however many are asked, and none of the keys' database for members whose keys are remembered.
    """
    pairs = set(asked)
    ids = {member_id for member_id, _ in pairs}
    zones = timezones_of(ids) if "zone" in fields else {}
    lists = segments_of(sorted(ids)) if "segment" in fields else {}
    birthdays = birthdays_of(ids) if fields.intersection(BIRTHDAYS) else {}
    found = {}
    for member_id, day in pairs:
        facts = found[member_id, day] = facts_on(birthdays.get(member_id), day, fields)
        if member_id in zones:
            facts["zone"] = zones[member_id]
        if "segment" in fields:
            facts["segment"] = lists.get(member_id, [])
    return found


def facts_on(birthday: date | None, day: int, fields: frozenset[str]) -> Facts:
    """The facts of somebody born on ``birthday`` (None: not told)."""
    found: Facts = {}
    if "birthday" in fields:
        found["birthday"] = birthday is not None and _celebrated(birthday, day, LATE_LEAP_DAY in fields)
    if "birthday_month" in fields:
        found["birthday_month"] = birthday is not None and date.fromordinal(day).month == birthday.month
    if "lunar_birthday" in fields:
        found["lunar_birthday"] = birthday is not None and _celebrated_by_the_moon(birthday, day)
    if "lunar_birthday_month" in fields:
        found["lunar_birthday_month"] = birthday is not None and _in_its_lunar_month(birthday, day)
    return found


def _celebrated(birthday: date, day: int, late: bool) -> bool:
    """Born on 29 February, they celebrate on the 28th in common years, or (``late``) on 1 March."""
    on = date.fromordinal(day)
    month, at = birthday.month, birthday.day
    if (month, at) == (2, 29) and not _is_leap(on.year):
        month, at = (3, 1) if late else (2, 28)
    return (on.month, on.day) == (month, at)


def _celebrated_by_the_moon(birthday: date, day: int) -> bool:
    """In the first of two months with one number; the 30th of a short month is its 29th."""
    born, now = lunar_of(birthday.toordinal()), lunar_of(day)
    return born is not None and now is not None and day == day_of_lunar(now.year, born.month, born.day)


def _in_its_lunar_month(birthday: date, day: int) -> bool:
    born, now = lunar_of(birthday.toordinal()), lunar_of(day)
    return born is not None and now is not None and (now.month, now.is_leap) == (born.month, False)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
