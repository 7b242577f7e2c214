"""What a programme promises by the day holds on days of 23 and 25 hours, on 29 February, and after January 2038 (fault F13).

Each story is played on the engine and on the naive calculator; ``has`` must hold on both.
"""

from datetime import UTC, datetime

import pytest

from engine.pair import Journal
from regulars.engine.events import Event, Line, MemberEnrolled, OrderPaid
from regulars.kit.periods import microseconds
from regulars.program.reading import require

NEW_YORK = "timezone: America/New_York\n"  # forward on 8 March 2026 at two, back on 1 November 2026 at two


@pytest.mark.parametrize(
    ("bought", "last", "lapsed"),
    [("2026-02-08", "2026-03-08 23:59", "2026-03-09 00:00"), ("2026-10-01", "2026-11-01 23:59", "2026-11-02 00:00")],
    ids=["a day of 23 hours", "a day of 25 hours"],
)
def test_the_last_day_is_whole_however_many_hours_it_has(club, bought: str, last: str, lapsed: str) -> None:
    club(
        NEW_YORK + "wallets: {points: {expire: {rolling: 1 month}}}",
        f"""
        2026-01-05 Alice joins
        {bought} buys o1 100.00
        {last} has 100
        {lapsed} has 0
    """,
    )


@pytest.mark.parametrize(("day", "bought", "before", "usable"), [("2026-03-07", "23:30", "2026-03-08 23:59", "2026-03-09 00:00"), ("2026-10-31", "00:30", "2026-11-01 23:59", "2026-11-02 00:00")])
def test_points_are_usable_days_later_not_hours_later(club, day: str, bought: str, before: str, usable: str) -> None:
    club(
        NEW_YORK + "wallets: {points: {activate: {after: 2 days}}}",
        f"""
        2026-01-05 Alice joins
        {day} {bought} buys o1 100.00
        {before} has 0, 100 pending
        {usable} has 100, 0 pending
    """,
    )


def test_a_daily_limit_counts_once_on_a_day_of_25_hours(club) -> None:
    club(
        NEW_YORK + "earn: [{id: base, on: order.paid, points: {per: 1, give: 1}, limit: {times: 1, per: day}}]",
        """
        2026-01-05 Alice joins
        2026-11-01 00:30 buys o1 10.00
        2026-11-01 01:30 buys o2 10.00
        2026-11-01 23:30 buys o3 10.00
        2026-11-02 00:30 buys o4 10.00
        2026-11-02 has 20
    """,
    )


HAPPY = f"""program: club
currency: {{code: USD, minor_digits: 2}}
{NEW_YORK}wallets: {{points: {{}}}}
earn: [{{id: base, on: order.paid, points: {{per: 1, give: 1}}, when: {{order.time: "HOURS"}}}}]
"""


def earned(hours: str, *moments: str) -> int:
    """Ten dollars at each of these moments (UTC): the points."""
    journal = Journal(require(HAPPY.replace("HOURS", hours)))
    journal.take(Event("joined", "till", "member.enrolled", microseconds(datetime(2026, 1, 5, tzinfo=UTC)), MemberEnrolled()))
    for number, moment in enumerate(moments):
        at_us = microseconds(datetime.fromisoformat(moment).replace(tzinfo=UTC))
        journal.take(Event(f"e{number}", "till", "order.paid", at_us, OrderPaid(f"o{number}", (Line(1, "tea", 1_000, 1_000),))))
    return journal.standing()["wallets"]["points"][0]


def test_a_happy_hour_that_comes_twice_counts_twice_and_one_that_is_left_out_never() -> None:
    """Told in instants: on 1 November 01:30 is there twice, on 8 March no clock shows 02:30."""
    assert earned("01:00-02:00", "2026-11-01T05:30", "2026-11-01T06:30", "2026-11-01T07:30") == 20  # 01:30, 01:30 again, 02:30
    assert earned("02:00-03:00", "2026-03-08T06:59", "2026-03-08T07:00") == 0  # 01:59, then 03:00
    assert earned("01:00-04:00", "2026-03-08T06:59", "2026-03-08T07:00", "2026-03-08T08:00") == 20  # 01:59, 03:00, 04:00


def test_points_and_levels_live_across_a_29th_of_february(club) -> None:
    """Four years after it there is another; one year back from 28 February 2029 it is the first day that counts."""
    club(
        """
        wallets: {points: {expire: {rolling: 4 years}}}
        tiers: {review: {every: year}, levels: [{id: regular}, {id: gold, reach: {spend: 100, within: 1 year}}]}
        """.replace("\n        ", "\n"),
        """
        2028-01-05 Alice joins
        2028-02-29 buys o1 60.00
        2029-02-28 buys o2 50.00
        2029-02-28 has 110, gold
        2032-02-29 23:59 has 110
        2032-03-01 00:00 has 50
        2033-02-28 23:59 has 50
        2033-03-01 00:00 has 0
    """,
    )


def test_a_year_back_from_a_29th_of_february_holds_the_1st_of_march(club) -> None:
    """`within: 1 year`, looked at on 29 February 2028: from 1 March 2027 on, the day after 28 February."""
    for bought, level in (("2027-02-28", "regular"), ("2027-03-01", "gold")):
        club(
            "tiers: {levels: [{id: regular}, {id: gold, reach: {spend: 100, within: 1 year}}]}",
            f"""
            2027-01-05 Alice joins
            {bought} buys o1 60.00
            2028-02-29 buys o2 60.00
            2028-02-29 has {level}
        """,
        )


def test_nothing_happens_in_january_2038(club) -> None:
    """Where seconds are counted in 32 bits, they end on 19 January 2038 at 11:14:07 in Shanghai."""
    club(
        """
        wallets: {points: {activate: {after: 1 day}, expire: {rolling: 1 month}}}
        tiers: {levels: [{id: regular}, {id: gold, reach: {spend: 150, within: 1 year}}]}
        """.replace("\n        ", "\n"),
        """
        2037-12-01 Alice joins
        2038-01-19 11:14 buys o1 100.00
        2038-01-19 11:15 buys o2 50.00
        2038-01-19 12:00 has 0, 150 pending, gold
        2038-01-20 00:00 has 150, 0 pending
        2038-02-19 23:59 has 150
        2038-02-20 00:00 has 0
        2069-12-31 buys o3 100.00
        2070-01-01 has 100
    """,
    )


def test_an_event_from_before_the_last_one_turns_no_time_back(club) -> None:
    """A till whose clock is slow: what has lapsed stays lapsed, what was earned late is dated by its own day."""
    club(
        "wallets: {points: {expire: {rolling: 30 days}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-02-06 buys o2 10.00
        2026-02-06 has 10
        2026-02-05 23:00 buys o3 5.00
        2026-02-06 has 15
        2026-03-07 23:59 has 15
        2026-03-09 has 0
    """,
    )
