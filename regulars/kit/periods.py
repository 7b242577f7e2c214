"""Local calendar days, durations and periods. A day is a proleptic ordinal (``date.toordinal``), an instant microseconds since 1970 UTC."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

NEVER = date.max.toordinal()  # sorts after every real day
MICROSECONDS = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNIX_DAY = date(1970, 1, 1).toordinal()
_HOUR_US = 3_600 * MICROSECONDS
_QUARTER_US = _HOUR_US // 4


@dataclass(frozen=True, slots=True)
class Duration:
    """``7 days``, ``3 months`` or ``1 year`` (years are kept as 12 months; weeks as 7 days)."""

    days: int = 0
    months: int = 0

    def after(self, day: int) -> int:
        """The day this long after ``day``; month arithmetic keeps to the last day of a shorter month."""
        return _months_from(day, self.months) if self.months else day + self.days

    def before(self, day: int) -> int:
        """The day this long before ``day``, clamped likewise."""
        return _months_from(day, -self.months) if self.months else day - self.days

    def longest_days(self) -> int:
        return self.days + self.months * 31

    def __str__(self) -> str:
        if self.months:
            years, months = divmod(self.months, 12)
            count, unit = (years, "year") if months == 0 else (self.months, "month")
        else:
            count, unit = self.days, "day"
        return f"{count} {unit}" + ("" if count == 1 else "s")


@dataclass(frozen=True, slots=True)
class Span:
    """``15 minutes``, ``2 hours`` or ``1 day`` of 24 hours: elapsed time, which no calendar stretches."""

    seconds: int

    def __str__(self) -> str:
        count, unit = next((self.seconds // size, unit) for unit, size in reversed(_SPANS.items()) if self.seconds % size == 0)
        return f"{count} {unit}" + ("" if count == 1 else "s")


_SPANS = {"minute": 60, "hour": 3_600, "day": 86_400}
_SPAN = re.compile(r"([1-9][0-9]{0,4}) (minute|hour|day)s?", re.ASCII)
SPAN_PATTERN = "^[1-9][0-9]{0,4} (minute|hour|day)s?$"


def span_of(text: str) -> Span | None:
    """The span a text names; None when it names none."""
    found = _SPAN.fullmatch(text)
    return Span(int(found[1]) * _SPANS[found[2]]) if found else None


@lru_cache(maxsize=65_536)
def _months_from(day: int, months: int) -> int:
    start = date.fromordinal(day)
    month = start.year * 12 + start.month - 1 + months
    year, month = divmod(month, 12)
    if year > 9998:
        return NEVER
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1])).toordinal()


@lru_cache(maxsize=65_536)
def period_start(day: int, per: str) -> int:
    """The first day of the calendar period holding ``day``; weeks start on Monday. ``lifetime`` and ``event`` have one period, 0."""
    if per == "day":
        return day
    if per in ("lifetime", "event"):
        return 0
    at = date.fromordinal(day)
    if per == "week":
        return day - at.weekday()
    if per == "month":
        return day - at.day + 1
    months = {"quarter": 3, "half_year": 6, "year": 12}[per]
    return date(at.year, (at.month - 1) // months * months + 1, 1).toordinal()


@lru_cache(maxsize=65_536)
def next_period_start(day: int, per: str) -> int:
    """The first day of the period after the one holding ``day``."""
    start = period_start(day, per)
    if per in ("day", "week"):
        return start + (1 if per == "day" else 7)
    return _months_from(start, {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[per])


def period_end(day: int, per: str) -> int:
    """The last day of the period holding ``day``."""
    return next_period_start(day, per) - 1


class Calendar:
    """A time zone's days: which local day an instant falls on, and when a local day begins. Cached, since every event asks."""

    def __init__(self, timezone: str) -> None:
        self.timezone = timezone
        self._zone = ZoneInfo(timezone)
        self._offset_of_quarter: dict[int, int] = {}
        self._start_of_day: dict[int, int] = {}

    def _offset_us(self, at_us: int) -> int:
        quarter = at_us // _QUARTER_US  # offsets change on quarter hours only
        offset = self._offset_of_quarter.get(quarter)
        if offset is None:
            delta = instant(quarter * _QUARTER_US).astimezone(self._zone).utcoffset() or timedelta()
            offset = self._offset_of_quarter[quarter] = int(delta.total_seconds()) * MICROSECONDS
        return offset

    def day_of(self, at_us: int) -> int:
        """The local day (ordinal) of an instant."""
        return (at_us + self._offset_us(at_us)) // (24 * _HOUR_US) + _UNIX_DAY

    def hour_of(self, at_us: int) -> int:
        """The local hour, 0…23."""
        return (at_us + self._offset_us(at_us)) % (24 * _HOUR_US) // _HOUR_US

    def text_of(self, at_us: int) -> str:
        """An instant as a local clock shows it: ``2026-03-04 12:15``, with seconds where there are some."""
        local = instant(at_us).astimezone(self._zone)
        return f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"

    def minute_of(self, at_us: int) -> int:
        """The local minute of the day, 0…1439."""
        return (at_us + self._offset_us(at_us)) % (24 * _HOUR_US) // (_HOUR_US // 60)

    def start_of(self, day: int) -> int:
        """The instant (µs) at which a local day begins; where midnight does not exist, the first moment after the gap."""
        start = self._start_of_day.get(day)
        if start is None:
            at = date.fromordinal(day)
            local = datetime(at.year, at.month, at.day, tzinfo=self._zone)
            start = microseconds(local.astimezone(UTC))
            while self.day_of(start) < day:
                start += _QUARTER_US
            self._start_of_day[day] = start
        return start


@lru_cache(maxsize=64)
def calendar_of(timezone: str) -> Calendar:
    return Calendar(timezone)


def microseconds(at: datetime) -> int:
    """An aware datetime as µs since 1970 UTC. Raises ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * MICROSECONDS + since.microseconds


def instant(at_us: int) -> datetime:
    """µs since 1970 as an aware UTC datetime."""
    return _EPOCH + timedelta(microseconds=at_us)


@lru_cache(maxsize=65_536)
def iso_day(day: int) -> str | None:
    """``2018-03-04``; None for NEVER."""
    return None if day >= NEVER else date.fromordinal(day).isoformat()
