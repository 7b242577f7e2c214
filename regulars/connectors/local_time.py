"""Wall-clock times of one zone as instants, a day at a time, so that SQL can turn millions of them with one join.

A time that a clock change skips is read with the offset before the change (02:30 becomes 03:30);
one that comes twice is the first of the two. That is Python's ``fold=0``.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pyarrow as pa

from regulars.kit.periods import MICROSECONDS, instant, microseconds

FIRST_YEAR, LAST_YEAR = 1970, 2100
_DAY_US = 86_400 * MICROSECONDS


def offset_changes(timezone: str) -> list[tuple[int, int, int]]:
    """(instant of the change, offset before, offset after) in µs, ascending, from FIRST_YEAR to LAST_YEAR."""
    zone = ZoneInfo(timezone)
    changes = []
    step_us = 7 * _DAY_US  # no zone changes twice and back within a week
    at_us = microseconds(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)) - step_us
    end_us = microseconds(datetime(LAST_YEAR, 1, 1, tzinfo=UTC))
    before = _offset_us(zone, at_us)
    while at_us < end_us:
        after = _offset_us(zone, at_us + step_us)
        if after != before:
            changes.append((_moment_of_change(zone, at_us, at_us + step_us, before), before, after))
        at_us, before = at_us + step_us, after
    return changes


@lru_cache(maxsize=16)
def local_days(timezone: str) -> pa.Table:
    """One row per local day: ``day`` (days since 1970), ``threshold_us`` (local µs), ``before_us``, ``after_us``.

    A local time L of that day is the instant L - before_us when L < threshold_us, else L - after_us.
    """
    first = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC).toordinal() - datetime(1970, 1, 1, tzinfo=UTC).toordinal()
    count = datetime(LAST_YEAR, 1, 1, tzinfo=UTC).toordinal() - datetime(FIRST_YEAR, 1, 1, tzinfo=UTC).toordinal()
    changes = offset_changes(timezone)
    # In a gap the offset before counts up to the gap's end, in an overlap up to the second run's end: the later of both walls.
    steps = [(at + max(before, after), before, after) for at, before, after in changes]
    offset = steps[0][1] if steps else _offset_us(ZoneInfo(timezone), 0)
    thresholds, befores, afters = [], [], []
    place = 0
    for day in range(first, first + count):
        end = (day + 1) * _DAY_US
        threshold, before = end, offset
        if place < len(steps) and steps[place][0] < end:
            threshold, _, offset = steps[place]
            place += 1
        thresholds.append(threshold)
        befores.append(before)
        afters.append(offset)
    columns = {
        "day": pa.array(range(first, first + count), pa.int64()),
        "threshold_us": pa.array(thresholds, pa.int64()),
        "before_us": pa.array(befores, pa.int64()),
        "after_us": pa.array(afters, pa.int64()),
    }
    return pa.table(columns)


def _offset_us(zone: ZoneInfo, at_us: int) -> int:
    offset = instant(at_us).astimezone(zone).utcoffset() or timedelta()
    return offset // timedelta(microseconds=1)


def _moment_of_change(zone: ZoneInfo, early_us: int, late_us: int, before: int) -> int:
    while late_us - early_us > 1:
        middle = (early_us + late_us) // 2
        if _offset_us(zone, middle) == before:
            early_us = middle
        else:
            late_us = middle
    return late_us
