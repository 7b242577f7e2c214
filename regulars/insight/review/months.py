"""Which month a review is of, what it is compared with, and what moved its revenue."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from regulars.insight.asking.models import Models
from regulars.insight.asking.rows import Rows
from regulars.insight.asking.said import steps_told
from regulars.insight.errors import CannotSay
from regulars.insight.facts import Facts
from regulars.insight.figures.moved import moved_between
from regulars.insight.review import sentences  # noqa: F401  (registers what is said)
from regulars.insight.review.saying import Value
from regulars.kit.errors import Invalid


@dataclass(frozen=True, slots=True)
class Month:
    """``is_over``: by ``as_of``. ``is_last``: nothing later is over, so that what is said as of today is said of it."""

    text: str
    is_over: bool
    is_last: bool

    @property
    def before(self) -> str:
        return moved_by(self.text, -1)

    @property
    def year_before(self) -> str:
        return moved_by(self.text, -12)


def month_of(facts: Facts, asked: str) -> Month:
    """asked: YYYY-MM, or "" for the last month that is over.

    Raises Invalid ``insight.review.no_month`` for another text or a month without a day of orders, CannotSay where no month is over and none was asked for.
    """
    running = facts.as_of.strftime("%Y-%m")
    last_over = running if (facts.as_of + timedelta(days=1)).day == 1 else moved_by(running, -1)
    if facts.first_day is None:
        raise CannotSay("insight.no_orders", as_of=facts.as_of.isoformat())
    first = facts.first_day.strftime("%Y-%m")
    if not asked:
        if last_over < first:
            raise CannotSay("insight.review.no_whole_month")
        return Month(last_over, True, True)
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", asked) or not first <= asked <= running:
        raise Invalid("insight.review.no_month", month=asked[:20], first=first, last=running)
    return Month(asked, asked <= last_over, asked == last_over)


def reviewed_months(facts: Facts, most: int) -> list[str]:
    """Months a review can be asked for beside the last that is over, the latest first: the running one, where it has begun, and ``most`` at most before the last."""
    if facts.first_day is None:
        return []
    first, running = facts.first_day.strftime("%Y-%m"), facts.as_of.strftime("%Y-%m")
    try:
        last = month_of(facts, "").text
    except CannotSay:
        return [running]
    earlier = (moved_by(last, -back) for back in range(1, most + 1))
    return [*([running] if running != last else []), *(month for month in earlier if month >= first)]


def moved_by(month: str, by: int) -> str:
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + by
    return f"{number // 12:04}-{number % 12 + 1:02}"


def span_of(month: str, days: int | None = None) -> tuple[date, date]:
    """Its first day and its last; ``days``: of its first days only, as many as it has."""
    first, following = date.fromisoformat(f"{month}-01"), date.fromisoformat(f"{moved_by(month, 1)}-01")
    last = following - timedelta(days=1)
    return first, last if days is None else min(last, first + timedelta(days=days - 1))


def month_moved(models: Models) -> Rows:
    """Which step moved the month's revenue beside the month before; of a running month, the same first days of both."""
    facts = models.facts
    month = month_of(facts, models.month)
    days = None if month.is_over else facts.as_of.day
    before = span_of(month.before, days)
    if facts.first_day is not None and before[0] < facts.first_day:
        raise CannotSay("insight.review.cut_short", other=month.before, first=facts.first_day.isoformat())
    return steps_told(models, moved_between(facts, before, span_of(month.text, days)))


def named(month: str) -> Value:
    return Value("month", month)
