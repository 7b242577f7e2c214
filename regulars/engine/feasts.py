"""The festivals a programme names, by day: fixed dates of the year, dates of the Chinese calendar, or days listed one by one."""

from datetime import date
from typing import Any

from regulars.kit.lunar import day_of_lunar, lunar_of
from regulars.program.festivals import Festival

_MOST_DAYS = 4_000


class Feasts:
    """Which festivals fall on a day. Each day is worked out once."""

    def __init__(self, festivals: tuple[Festival, ...]) -> None:
        self._festivals = festivals
        self._on: dict[int, frozenset[str]] = {}

    def on(self, scene: Any) -> frozenset[str]:
        """The festivals of the scene's day, by id."""
        found = self._on.get(scene.day)
        if found is None:
            if len(self._on) >= _MOST_DAYS:
                self._on.clear()
            found = self._on[scene.day] = frozenset(festival.id for festival in self._festivals if falls_on(festival, scene.day))
        return found


def falls_on(festival: Festival, day: int) -> bool:
    """Whether a day lies within the festival: from ``before`` days ahead of its first day, ``days`` days long from that first day."""
    return any(first - festival.before <= day < first + festival.days for first in _firsts(festival, day))


def _firsts(festival: Festival, day: int) -> list[int]:
    """The first days that may matter for ``day``: of this year and the two beside it."""
    if festival.kind == "dates":
        return [at.toordinal() for at in festival.dates]
    if festival.kind == "lunar":
        now = lunar_of(day)
        years = () if now is None else (now.year - 1, now.year, now.year + 1)
        return [first for year in years if (first := day_of_lunar(year, festival.month, festival.day)) is not None]
    year = date.fromordinal(day).year
    return [first for one in (year - 1, year, year + 1) if (first := _solar(one, festival.month, festival.day)) is not None]


def _solar(year: int, month: int, day: int) -> int | None:
    return date(year, month, day).toordinal() if 1 <= year <= 9998 else None
