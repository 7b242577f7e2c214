"""The programme promises that a review happens at the start of its local day, whatever the clocks do, and that its dates are those of the calendar."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.pair import Journal, at, enrolled
from regulars.engine.event_names import ORDER_PAID
from regulars.engine.events import Event, Line, OrderPaid
from regulars.engine.ladder import next_review_on
from regulars.engine.standing import standing
from regulars.engine.state import MemberState
from regulars.program.reading import require

SHOP = """\
program: club
currency: {{code: EUR, minor_digits: 2}}
timezone: {zone}
wallets: {{points: {{}}}}
tiers:
  review: {review}
  levels:
    - {{id: regular}}
    - {{id: silver, reach: {{spend: 100, within: 7 days}}}}
"""


def member_of(zone: str, review: str, joins: str, buys: str) -> Journal:
    program = require(SHOP.format(zone=zone, review=review))
    journal = Journal(program)
    journal.take(enrolled(program, joins))
    order = OrderPaid("o1", (Line(1, "tea", 1000, 100_00),))
    journal.take(Event("o1", "till", ORDER_PAID, at(program, buys), order))
    assert journal.state.tier == "silver"
    return journal


def tier_at(journal: Journal, at_us: int) -> str:
    return standing(journal.versions, journal.state, at_us).tier


@pytest.mark.parametrize(
    ("zone", "review", "joins", "last_day", "first_day"),
    [
        ("Europe/Berlin", "{every: month}", "2025-03-01 10:00", "2025-03-31", "2025-04-01"),  # clocks went forward on the 30th
        ("Europe/Berlin", "{on: [03-29]}", "2025-03-01 10:00", "2025-03-29", "2025-03-30"),  # a day of 23 hours begins
        ("Europe/Berlin", "{on: [10-25]}", "2025-10-01 10:00", "2025-10-25", "2025-10-26"),  # a day of 25 hours begins
        ("America/Santiago", "{on: [09-06]}", "2025-08-01 10:00", "2025-09-06", "2025-09-07"),  # midnight does not exist: the day begins at one
        ("Africa/Cairo", "{on: [04-24]}", "2025-04-01 10:00", "2025-04-24", "2025-04-25"),  # nor here
        ("Asia/Shanghai", "{every: half_year}", "2025-06-01 10:00", "2025-06-30", "2025-07-01"),
    ],
)
def test_a_review_acts_at_the_first_moment_of_the_day_after(zone, review, joins, last_day, first_day):
    journal = member_of(zone, review, joins, joins)
    start = journal.versions.calendar.start_of(date.fromisoformat(first_day).toordinal())
    assert tier_at(journal, start - 1) == "silver"
    assert tier_at(journal, start) == "regular"
    assert journal.versions.calendar.day_of(start - 1) == date.fromisoformat(last_day).toordinal()


def reviewed_on(review: str, joined: str, since: str, today: str) -> str:
    journal = Journal(require(SHOP.format(zone="Asia/Shanghai", review=review)))
    state = MemberState(enrolled_on=date.fromisoformat(joined).toordinal(), tier_since=date.fromisoformat(since).toordinal(), tier="silver")
    day = next_review_on(state, journal.versions.latest, date.fromisoformat(today).toordinal())
    return date.fromordinal(day).isoformat()


@pytest.mark.parametrize(
    ("review", "today", "then"),
    [
        ("{every: month}", "2028-01-31", "2028-02-01"),
        ("{every: month}", "2028-02-01", "2028-03-01"),
        ("{every: quarter}", "2028-02-29", "2028-04-01"),
        ("{every: half_year}", "2028-06-30", "2028-07-01"),
        ("{every: year}", "2028-12-31", "2029-01-01"),
        ("{every: day}", "2028-02-28", "2028-02-29"),
        ("{every: anniversary}", "2028-02-27", "2028-02-29"),
        ("{every: anniversary}", "2028-02-29", "2029-02-28"),
        ("{every: anniversary}", "2029-02-28", "2030-02-28"),
        ("{every: anniversary}", "2031-03-01", "2032-02-29"),
        ("{every: tier_anniversary}", "2028-02-29", "2028-05-31"),
        ("{every: tier_anniversary}", "2028-05-31", "2029-05-31"),
        ("{on: [12-31, 02-28]}", "2028-02-28", "2028-02-29"),
        ("{on: [12-31, 02-28]}", "2027-02-28", "2027-03-01"),
        ("{on: [12-31, 02-28]}", "2028-12-30", "2029-01-01"),
        ("{on: [12-31, 02-28]}", "2028-12-31", "2029-01-01"),
    ],
)
def test_the_day_of_the_next_review(review, today, then):
    """Joined on 29 February 2024; on the level since 31 May 2027."""
    assert reviewed_on(review, "2024-02-29", "2027-05-31", today) == then


days = st.integers(date(2000, 1, 1).toordinal(), date(2100, 12, 31).toordinal())
dates = st.dates(date(2001, 1, 1), date(2001, 12, 31)).map(lambda day: f"{day:%m-%d}")


@settings(max_examples=60, deadline=None)
@given(days, st.lists(dates, min_size=1, max_size=4, unique=True))
def test_dated_reviews_come_after_every_named_day_and_at_no_other_time(today, named):
    first = reviewed_on(f"{{on: [{', '.join(named)}]}}", "2000-01-01", "2000-01-01", date.fromordinal(today).isoformat())
    every = [day for day in range(today, today + 367) if f"{date.fromordinal(day):%m-%d}" in named]
    assert date.fromisoformat(first).toordinal() == every[0] + 1
