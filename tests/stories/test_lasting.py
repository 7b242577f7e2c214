"""How long points last: every shape, to the end of the stated day, and what lengthens it (capabilities C2; §2: 12, 13, 15; promise I27)."""

import pytest

from stories.points_story import story

HYBRID = "wallets: {points: {expire: {rolling: 12 months, activity: {keeps: 6 months, at_most: 24 months}}}}"
LADDER = "\ntiers: {review: {every: year}, levels: [{id: blue}, {id: gold, reach: {spend: 1000, within: 1 year}}]}\n"


def test_a_hybrid_lasts_its_time_and_longer_with_activity_but_not_for_ever():
    story(
        HYBRID,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-03-01 buys o2 10.00
        2026-03-01 lots 100 until 2027-01-06 + 10 until 2027-03-01
        2026-12-20 buys o3 1.00
        2026-12-20 lots 100 until 2027-06-20 + 10 until 2027-06-20 + 1 until 2027-12-20
        2027-06-20 23:59 has 111
        2027-06-21 00:00 has 1
    """,
    )
    story(
        HYBRID,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-12-20 buys o2 1.00
        2027-06-01 buys o3 1.00
        2027-11-30 buys o4 1.00
        2027-11-30 lots 100 until 2028-01-06 + 1 until 2028-05-30 + 1 until 2028-06-01 + 1 until 2028-11-30
        2028-01-07 has 3
    """,
    )


def test_a_hybrid_never_shortens_a_life():
    story(
        HYBRID,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-01-07 buys o2 10.00
        2026-01-07 lots 100 until 2027-01-06 + 10 until 2027-01-07
    """,
    )


def test_a_return_finds_the_lot_that_activity_moved():
    story(
        HYBRID,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-12-20 buys o2 40.00
        2026-12-21 returns o1
        2026-12-21 lots 40 until 2027-12-20
    """,
    )


def test_points_earned_on_a_higher_level_live_longer():
    story(
        "wallets: {points: {expire: {rolling: 12 months, round_to: month, extend: {gold: 6 months}}}}" + LADDER,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 1000.00
        2026-01-06 has gold
        2026-01-06 lots 1000 until 2027-01-31
        2026-02-06 buys o2 10.00
        2026-02-06 lots 1000 until 2027-01-31 + 10 until 2027-08-31
    """,
    )


@pytest.mark.parametrize(
    ("expire", "until"),
    [
        ("{calendar: [12-31], extend: {gold: 3 months}}", "2027-03-31"),
        ("{sliding: 6 months, extend: {gold: 3 months}}", "2026-11-06"),
        ("{rolling: 6 months, activity: {keeps: 1 month, at_most: 2 years}, extend: {gold: 3 months}}", "2026-11-06"),
    ],
)
def test_every_shape_of_expiry_may_be_extended_by_level(expire, until):
    story(
        "wallets: {points: {expire: " + expire + "}}" + LADDER,
        f"""
        2026-01-05 Alice joins
        2026-01-06 buys o1 1000.00
        2026-02-05 spends 1000 as r1
        2026-02-06 buys o2 10.00
        2026-02-06 lots 10 until {until}
    """,
    )


BACK = "wallets: {points: {expire: {rolling: 30 days, reinstate: {within: {blue: 10 days, gold: 60 days}, for: 14 days}}}}" + LADDER


def test_who_comes_back_in_time_has_what_lapsed_again():
    club = story(
        BACK,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-02-06 has 0
        2026-02-15 buys o2 10.00
        2026-02-15 hears points.reinstated points=100 until=2026-03-01
        2026-02-15 lots 100 until 2026-03-01 + 10 until 2026-03-17
        2026-03-01 23:59 has 110
        2026-03-02 00:00 has 10
    """,
    )
    club.play("2026-02-15 hears points.reinstated points=100")
    assert "100 expired points are back, usable until the end of 1 March 2026" in club.told()


def test_who_comes_back_too_late_has_not():
    story(
        BACK,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-02-16 buys o2 10.00
        2026-02-16 has 10
    """,
    )


def test_a_higher_level_has_longer_to_come_back():
    story(
        BACK,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 1000.00
        2026-04-05 buys o2 10.00
        2026-04-05 has 1010
    """,
    )


def test_what_came_back_is_spent_and_returned_like_any_other_and_only_once():
    story(
        BACK,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-02-15 buys o2 10.00
        2026-02-15 has 110
        2026-02-16 spends 105 as r1
        2026-02-17 returns o1
        2026-02-17 has 0, 95 debt
        2026-02-18 buys o3 10.00
        2026-02-18 has 0, 85 debt
    """,
    )


def test_what_a_return_took_out_of_the_lapsed_does_not_come_back():
    story(
        BACK,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00 tv + 40.00 bread
        2026-02-10 returns o1 line 1
        2026-02-15 buys o2 10.00
        2026-02-15 has 50
    """,
    )


def test_what_comes_back_settles_a_debt_first():
    story(
        BACK,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-02-04 buys o2 30.00
        2026-02-05 spends 20 of points as r1
        2026-02-06 spends 30 as r2
        2026-02-07 returns o2
        2026-02-07 has 0, 30 debt
        2026-02-08 buys o3 1.00
        2026-02-08 has 51, 0 debt
    """,
    )


@pytest.mark.parametrize(
    ("zone", "last", "over"),
    [
        ("America/New_York", "2026-03-08 23:59", "2026-03-09 00:00"),  # clocks go forward that night: a day of 23 hours
        ("America/Santiago", "2026-09-05 23:59", "2026-09-06 01:00"),  # midnight itself is skipped
        ("Europe/Berlin", "2026-10-25 23:59", "2026-10-26 00:00"),  # a day of 25 hours
        ("Australia/Lord_Howe", "2026-04-05 23:59", "2026-04-06 00:00"),  # half an hour back
    ],
)
def test_the_last_day_is_the_whole_local_day_whatever_the_clocks_do(zone, last, over):
    from datetime import date, timedelta

    earned = date.fromisoformat(last[:10]) - timedelta(days=30)
    story(
        "wallets: {points: {expire: {rolling: 30 days}}}",
        f"""
        {earned - timedelta(days=1)} Alice joins
        {earned} buys o1 100.00
        {last} has 100
        {last} spends 40 as r1
        {over} has 0
        {over} can't spends 1 as r2: points.insufficient
    """,
        head=f"program: club\ncurrency: {{code: CNY, minor_digits: 2}}\ntimezone: {zone}\n",
    )
