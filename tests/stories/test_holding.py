"""Points reserved at a checkout (I23): captured or released once, given back by the clock, and never a way to live longer."""

from stories.points_story import story

YEAR = "wallets: {points: {expire: {rolling: 1 year}}}"


def test_held_points_are_spent_once_and_the_rest_returns_to_its_lots():
    story(
        YEAR,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00
        2026-02-06 buys o2 40.00
        2026-03-01 12:00 holds 80 as h1
        2026-03-01 12:00 hears points.held points=80
        2026-03-01 12:00 has 20, 80 held
        2026-03-01 12:05 captures 70 of h1
        2026-03-01 12:05 has 30, 0 held
        2026-03-01 12:05 lots 30 until 2027-02-06
        2026-03-01 12:06 can't captures h1: hold.not_open
        2026-03-01 12:06 can't releases h1: hold.not_open
        2026-03-01 12:06 has 30, 0 held
    """,
    )


def test_a_released_hold_puts_every_point_back_where_it_was():
    story(
        YEAR,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00
        2026-02-06 buys o2 40.00
        2026-03-01 12:00 holds 80 as h1
        2026-03-01 12:05 releases h1
        2026-03-01 12:05 lots 60 until 2027-01-06 + 40 until 2027-02-06
        2026-03-01 12:05 hears hold.released points=80
    """,
    )


def test_a_hold_ends_by_itself_at_its_minute():
    """The moment itself is too late."""
    story(
        "",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00
        2026-01-07 12:00 holds 60 as h1 for 15 minutes
        2026-01-07 12:14 has 0, 60 held
        2026-01-07 12:15 has 60, 0 held
        2026-01-07 12:15 can't captures h1: hold.not_open
        2026-01-07 12:15 spends 60 as r1
    """,
    )


def test_holds_that_end_one_after_the_other_end_each_at_its_minute():
    story(
        "",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00
        2026-01-07 23:50 holds 10 as h1 for 2 hours
        2026-01-07 23:51 holds 20 as h2 for 5 minutes
        2026-01-07 23:52 holds 30 as h3 for 8 minutes
        2026-01-07 23:56 has 20, 40 held
        2026-01-08 00:00 has 50, 10 held
        2026-01-08 01:50 has 60, 0 held
    """,
    )


def test_two_checkouts_can_not_hold_the_same_points():
    story(
        "",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00
        2026-01-07 12:00 holds 50 as h1
        2026-01-07 12:01 can't holds 20 as h2: points.insufficient
        2026-01-07 12:01 can't spends 20 as r1: points.insufficient
        2026-01-07 12:02 holds up to 20 as h3
        2026-01-07 12:02 has 0, 60 held
    """,
    )


def test_more_than_was_held_is_never_captured():
    story(
        "",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00
        2026-01-07 12:00 holds 50 as h1
        2026-01-07 12:01 can't captures 51 of h1: hold.exceeded
        2026-01-07 12:01 has 10, 50 held
    """,
    )


def test_held_points_whose_last_day_passes_still_pay_what_they_were_reserved_for():
    """Reserved in time is paid in time."""
    story(
        "wallets: {points: {expire: {rolling: 30 days}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00
        2026-02-05 23:55 holds 60 as h1 for 15 minutes
        2026-02-06 00:05 has 0, 60 held
        2026-02-06 00:05 captures 50 of h1
        2026-02-06 00:05 hears points.expired points=10
        2026-02-06 00:05 has 0, 0 held
    """,
    )


def test_a_hold_never_makes_points_live_longer():
    story(
        "wallets: {points: {expire: {rolling: 30 days}, redeem: {grace: 30 days}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00
        2026-02-05 23:55 holds 60 as h1 for 2 days
        2026-02-07 12:00 has 0, 60 held
        2026-02-07 23:55 has 0, 0 held
    """,
    )


def test_a_hold_lasts_no_longer_than_the_programme_allows():
    club = story(
        "wallets: {points: {hold: {for: 10 minutes, at_most: 2 hours}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00
        2026-01-07 12:00 can't holds 10 as h1 for 3 hours: hold.too_long
    """,
    )
    assert club.told("zh-Hans") == ["积分最长可冻结 2 hours"]
    club.play("""
        2026-01-07 12:00 holds 10 as h2 for 2 hours
        2026-01-07 12:00 holds 10 as h3
        2026-01-07 12:10 has 50, 10 held
    """)


def test_only_spendable_points_can_be_held():
    story(
        "wallets: {growth: {kind: qualifying}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00
        2026-01-07 can't holds 10 as h1: points.not_spendable
    """,
    )


def test_what_a_return_takes_is_never_taken_from_a_hold_but_owed_until_it_ends():
    """The reservation is a promise to a checkout; the debt is settled first when the points come back."""
    story(
        "",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00
        2026-01-07 12:00 holds 50 as h1 for 1 day
        2026-01-07 13:00 returns o1
        2026-01-07 13:00 has 0, 50 held, 50 debt
        2026-01-07 14:00 captures 20 of h1
        2026-01-07 14:00 has 0, 0 held, 20 debt
        2026-01-08 buys o2 30.00
        2026-01-08 has 10, 0 debt
    """,
    )


def test_holding_points_is_no_way_around_a_return():
    """within_balance: what is held belongs to the balance."""
    story(
        "returns: {policy: within_balance}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00
        2026-01-07 11:00 spends 10 as r1
        2026-01-07 12:00 holds 45 as h1 for 1 day
        2026-01-07 13:00 returns o1
        2026-01-07 13:00 hears return.forgiven points=10
        2026-01-07 13:00 has 0, 45 held, 45 debt
        2026-01-07 14:00 releases h1
        2026-01-07 14:00 has 0, 0 held, 0 debt
    """,
    )


def test_when_last_days_move_held_points_move_with_them():
    story(
        "wallets: {points: {expire: {sliding: 30 days}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00
        2026-01-10 12:00 holds 60 as h1 for 7 days
        2026-01-15 buys o2 10.00
        2026-01-16 releases h1
        2026-01-16 lots 60 until 2026-02-14 + 10 until 2026-02-14
    """,
    )
