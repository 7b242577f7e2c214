"""Calendar days by their ordinals, the slow way."""

from datetime import date, timedelta

MONTHS_OF = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def later(day: int, period) -> int:
    """``day`` + a duration; a month that is too short ends the arithmetic on its last day."""
    if period is None:
        return day
    if not period.months:
        return day + period.days
    return add_months(day, period.months)


def earlier(day: int, period) -> int:
    return add_months(day, -period.months) if period.months else day - period.days


def add_months(day: int, months: int) -> int:
    at = date.fromordinal(day)
    for length in (at.day, 30, 29, 28):
        if length <= at.day:
            try:
                return date(
                    at.year + (at.month - 1 + months) // 12, (at.month - 1 + months) % 12 + 1, length
                ).toordinal()
            except ValueError:
                continue
    raise AssertionError(day)


def period_of(day: int, per: str) -> tuple[int, int]:
    """First and last day of the calendar period holding ``day``."""
    at = date.fromordinal(day)
    if per == "day":
        return day, day
    if per == "week":
        monday = at - timedelta(days=at.weekday())
        return monday.toordinal(), monday.toordinal() + 6
    months = MONTHS_OF[per]
    first = date(at.year, at.month - (at.month - 1) % months, 1).toordinal()
    return first, add_months(first, months) - 1


def starts_period(day: int, per: str) -> bool:
    return period_of(day, per)[0] == day


def anniversary(start: int, day: int) -> bool:
    return day > start and any(add_months(start, 12 * years) == day for years in range(1, 200))
