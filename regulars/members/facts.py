"""What the programme's rules may ask about a member: yes or no for the event's own day, never a birth date."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from regulars.members.queries import birthdays_of

Facts = dict[str, Any]
NOTHING_KNOWN: Facts = {"birthday": False, "birthday_month": False, "segment": []}


def facts_of(asked: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Facts]:
    """The facts for each (member_id, local day as an ordinal): ``birthday``, ``birthday_month`` and ``segment``.

    Two queries however many are asked, and none of the keys' database for members whose keys are remembered.
    """
    pairs = set(asked)
    birthdays = birthdays_of(member_id for member_id, _ in pairs)
    return {(member_id, day): facts_on(birthdays.get(member_id), day) for member_id, day in pairs}


def facts_on(birthday: date | None, day: int) -> Facts:
    """The facts of somebody born on ``birthday`` (None: not told). Born on 29 February, they celebrate on the 28th in common years."""
    if birthday is None:
        return dict(NOTHING_KNOWN)
    on = date.fromordinal(day)
    celebrated = birthday.day
    if (birthday.month, birthday.day) == (2, 29) and not _is_leap(on.year):
        celebrated = 28
    return {
        "birthday": (on.month, on.day) == (birthday.month, celebrated),
        "birthday_month": on.month == birthday.month,
        "segment": [],  # no segment has been made of anybody yet: the room that makes them is to come
    }


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
