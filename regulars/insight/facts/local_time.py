"""The shop's own clock in SQL, by whole numbers: a time zone asked row by row takes ten times as long as adding what the clock was ahead by."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

_SECOND = 1_000_000
_DAY = 86_400


def local_us(column: str, zone: str, first_us: int, last_us: int) -> str:
    """SQL for microseconds since 1970-01-01 on the shop's clock. column: of UTC microseconds, from first_us to last_us; ``make_timestamp`` makes a TIMESTAMP of the answer."""
    ahead = _ahead(ZoneInfo(zone), first_us // _SECOND, last_us // _SECOND)
    if len(ahead) == 1:
        return f"({column} + {ahead[0][1] * _SECOND})"
    cases = " ".join(f"WHEN {column} < {until * _SECOND} THEN {seconds * _SECOND}" for (_, seconds), (until, _) in pairwise(ahead))
    return f"({column} + CASE {cases} ELSE {ahead[-1][1] * _SECOND} END)"


def _ahead(zone: ZoneInfo, first: int, last: int) -> list[tuple[int, int]]:
    """(from which second on, how many seconds ahead of UTC), the first of them for anything earlier too."""

    def at(second: int) -> int:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
        return round((moment.astimezone(zone).utcoffset() or timedelta()).total_seconds())

    found = [(first, at(first))]
    for begin in range(first, last + 1, _DAY):
        low, high = begin, min(begin + _DAY, last + 1)
        if at(high) == found[-1][1]:
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if at(middle) == found[-1][1] else (low, middle)
        found.append((high, at(high)))
    return found
