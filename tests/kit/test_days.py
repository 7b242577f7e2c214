"""Days in a time zone promise: every instant is on one day, days follow each other without gap or overlap, and a day begins with its first instant, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from regulars.kit.periods import Calendar, Duration, iso_day, microseconds, next_period_start, period_start

# Forward and back by an hour, by half an hour, at midnight (the day begins at one, or its last hour comes twice), over Ramadan, and a zone that left a whole day out.
ZONES = (
    "UTC", "Asia/Shanghai", "Europe/London", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "America/Santiago",
    "America/Havana", "Asia/Beirut", "Africa/Casablanca", "Africa/Cairo", "Asia/Kathmandu", "Pacific/Apia", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Chatham",
)  # fmt: skip
HOUR = 3_600_000_000
FIRST, LAST = date(2009, 1, 1).toordinal(), date(2040, 1, 1).toordinal()
LEFT_OUT = {"Pacific/Apia": date(2011, 12, 30).toordinal()}


@pytest.mark.parametrize("zone", ZONES)
def test_a_day_begins_with_its_first_instant_and_ends_where_the_next_begins(zone: str) -> None:
    calendar, lengths = Calendar(zone), set()
    for day in range(FIRST, LAST):
        start, end = calendar.start_of(day), calendar.start_of(day + 1)
        if LEFT_OUT.get(zone) == day:
            assert start == end
            continue
        assert (calendar.day_of(start), calendar.day_of(start - 1) < day, calendar.day_of(end - 1)) == (day, True, day), iso_day(day)
        lengths.add((end - start) / HOUR)
    local = ZoneInfo(zone)
    moves = {datetime(2024, month, 1, tzinfo=local).utcoffset() for month in range(1, 13)}
    assert (min(lengths) < 24 < max(lengths)) if len(moves) > 1 else 24 in lengths


@pytest.mark.parametrize("zone", ZONES)
def test_an_instants_day_hour_and_minute_are_what_the_clock_on_the_wall_says(zone: str) -> None:
    calendar, local = Calendar(zone), ZoneInfo(zone)
    at = datetime(2024, 1, 1, tzinfo=UTC)
    for _ in range(366 * 8):
        at += timedelta(hours=3, minutes=7, seconds=13)
        wall, at_us = at.astimezone(local), microseconds(at)
        assert (calendar.day_of(at_us), calendar.hour_of(at_us), calendar.minute_of(at_us)) == (wall.date().toordinal(), wall.hour, wall.hour * 60 + wall.minute)


def test_2038_is_a_year_like_another() -> None:
    calendar = Calendar("Europe/Berlin")
    last_second_of_32_bits = 2**31 * 1_000_000 - 1
    assert iso_day(calendar.day_of(last_second_of_32_bits)) == iso_day(calendar.day_of(last_second_of_32_bits + 1)) == "2038-01-19"
    assert calendar.text_of(last_second_of_32_bits + 1) == "2038-01-19 04:14:08"
    day = date(2038, 1, 19).toordinal()
    assert iso_day(Duration(months=12).after(day)) == "2039-01-19" and calendar.start_of(day + 1) > last_second_of_32_bits


@pytest.mark.parametrize(
    ("day", "length", "after"),
    [
        ("2028-02-29", Duration(months=12), "2029-02-28"),
        ("2028-02-29", Duration(months=48), "2032-02-29"),
        ("2027-02-28", Duration(months=12), "2028-02-28"),
        ("2028-01-31", Duration(months=1), "2028-02-29"),
        ("2028-02-28", Duration(days=2), "2028-03-01"),
        ("2096-02-29", Duration(months=48), "2100-02-28"),  # 2100 is no leap year
    ],
)
def test_the_29th_of_february_comes_every_fourth_year(day: str, length: Duration, after: str) -> None:
    assert iso_day(length.after(date.fromisoformat(day).toordinal())) == after


def test_periods_of_a_leap_year_have_all_its_days() -> None:
    leap = date(2028, 2, 29).toordinal()
    for per, first, following in (("month", "2028-02-01", "2028-03-01"), ("quarter", "2028-01-01", "2028-04-01"), ("year", "2028-01-01", "2029-01-01"), ("week", "2028-02-28", "2028-03-06")):
        assert (iso_day(period_start(leap, per)), iso_day(next_period_start(leap, per))) == (first, following)
