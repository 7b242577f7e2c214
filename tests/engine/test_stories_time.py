"""The sentences of docs/reference/programme.md about when points become usable, lapse and are spent, one short story each, worked out by hand.

Each story is played on the engine and on the naive calculator; ``has`` must hold on both.
"""

# ---- Time: activation and expiry


def test_points_activate_at_the_start_of_the_seventh_day_after(club):
    """`activate: {after: 7 days}`: usable from the start of day D + 7."""
    club(
        "wallets: {points: {activate: {after: 7 days}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 23:00 buys o1 100.00
        2026-01-12 23:59 has 0, 100 pending
        2026-01-13 00:00 has 100, 0 pending
    """,
    )


def test_points_may_wait_for_an_event(club):
    """`activate: {on: event type}`"""
    club(
        "wallets: {points: {activate: {on: order.paid}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-03-06 has 0, 100 pending
        2026-03-07 buys o2 30.00
        2026-03-07 has 100, 30 pending
    """,
    )


def test_rolling_points_are_usable_to_the_end_of_the_same_day_a_year_later(club):
    """`expire: rolling 1 year`: earned on D, usable to the end of D + 1 year."""
    club(
        "wallets: {points: {expire: {rolling: 1 year}}}",
        """
        2026-01-05 Alice joins
        2026-03-04 buys o1 100.00
        2027-03-04 23:59 has 100
        2027-03-05 00:00 has 0
    """,
    )


def test_a_month_later_keeps_to_the_last_day_of_a_shorter_month(club):
    """31 Jan + 1 month = 28 / 29 Feb."""
    club(
        "wallets: {points: {expire: {rolling: 1 month}}}",
        """
        2026-01-05 Alice joins
        2026-01-31 buys o1 100.00
        2026-02-28 23:59 has 100
        2026-03-01 00:00 has 0
        2028-01-31 buys o2 50.00
        2028-02-29 23:59 has 50
        2028-03-01 00:00 has 0
    """,
    )


def test_a_leap_days_points_last_to_the_28th(club):
    """29 Feb + 1 year = 28 Feb."""
    club(
        "wallets: {points: {expire: {rolling: 1 year}}}",
        """
        2028-01-05 Alice joins
        2028-02-29 buys o1 100.00
        2029-02-28 23:59 has 100
        2029-03-01 00:00 has 0
    """,
    )


def test_round_to_moves_the_last_day_to_the_end_of_its_quarter(club):
    """`round_to: month | quarter | year` moves that to the end of its period."""
    club(
        "wallets: {points: {expire: {rolling: 1 year, round_to: quarter}}}",
        """
        2026-01-05 Alice joins
        2026-02-10 buys o1 100.00
        2027-03-31 23:59 has 100
        2027-04-01 00:00 has 0
    """,
    )


def test_pending_time_does_not_prolong_life_unless_the_programme_says_so(club):
    """Pending time does not prolong life unless `from: activation`."""
    for clause, last, after in (("", "2026-02-05", "2026-02-06"), (", from: activation", "2026-02-12", "2026-02-13")):
        club(
            f"wallets: {{points: {{activate: {{after: 7 days}}, expire: {{rolling: 30 days{clause}}}}}}}",
            f"""
            2026-01-05 Alice joins
            2026-01-06 buys o1 100.00
            {last} 23:59 has 100
            {after} 00:00 has 0
        """,
        )


def test_calendar_points_end_with_the_named_date(club):
    """`calendar` = end of the named dates."""
    club(
        "wallets: {points: {expire: {calendar: [06-30, 12-31]}}}",
        """
        2026-01-05 Alice joins
        2026-06-30 buys o1 100.00
        2026-06-30 23:59 has 100
        2026-07-01 00:00 has 0
        2026-07-01 buys o2 40.00
        2026-12-31 23:59 has 40
        2027-01-01 00:00 has 0
    """,
    )


def test_calendar_points_may_be_promised_a_least_life(club):
    """{calendar: [MM-DD, …], after: duration}"""
    club(
        "wallets: {points: {expire: {calendar: [12-31], after: 6 months}}}",
        """
        2026-01-05 Alice joins
        2026-06-30 buys o1 100.00
        2026-07-01 buys o2 40.00
        2027-01-01 00:00 has 40
        2027-12-31 23:59 has 40
        2028-01-01 00:00 has 0
    """,
    )


def test_sliding_points_live_from_the_last_activity(club):
    """`sliding` = counted from the last qualifying activity."""
    club(
        "wallets: {points: {expire: {sliding: 3 months}}}",
        """
        2026-01-05 Alice joins
        2026-01-10 buys o1 100.00
        2026-04-10 buys o2 10.00
        2026-07-10 23:59 has 110
        2026-07-11 00:00 has 0
    """,
    )


def test_sliding_points_live_no_longer_than_at_most(club):
    """{sliding: duration, on: [event types], at_most: duration}"""
    club(
        "wallets: {points: {expire: {sliding: 3 months, at_most: 6 months}}}",
        """
        2026-01-05 Alice joins
        2026-01-10 buys o1 100.00
        2026-04-10 buys o2 10.00
        2026-07-01 buys o3 1.00
        2026-07-10 23:59 has 111
        2026-07-11 00:00 has 11
    """,
    )


def test_expired_points_never_pay_whether_or_not_the_nightly_job_has_run(club):
    """Expired points never pay, whether or not the nightly job has run."""
    club(
        "wallets: {points: {expire: {rolling: 1 month}}}",
        """
        2026-01-05 Alice joins
        2026-01-10 buys o1 100.00
        2026-02-11 00:00 can't spend 1
        2026-02-11 00:00 has 0
    """,
    )


def test_a_late_order_may_be_earned_and_lapsed_at_once(club):
    """points that would already have lapsed are recorded as earned and lapsed."""
    story = club(
        "wallets: {points: {expire: {rolling: 1 month}}}",
        """
        2026-01-05 Alice joins
        2026-06-01 buys o2 50.00
        2026-03-01 buys o1 100.00
        2026-06-01 has 50
    """,
    )
    assert story.journal.outcomes[-1].late
    assert story.journal.outcomes[-1].earned == {"points": 100}


def test_a_late_orders_own_date_decides_which_rules_hold(club):
    """its own date rules validity and windows."""
    club(
        "earn: [{id: spring, on: order.paid, points: 10, until: 2026-03-31}]",
        """
        2026-01-05 Alice joins
        2026-06-01 buys o2 50.00
        2026-03-01 buys o1 100.00
        2026-06-01 has 10
    """,
    )


def test_a_late_order_uses_the_limit_of_its_own_day(club):
    """its own date rules validity and windows."""
    club(
        "earn: [{id: visit, on: order.paid, points: 10, limit: {times: 1, per: month}}]",
        """
        2026-01-05 Alice joins
        2026-01-20 buys o1 5.00
        2026-02-02 buys o2 5.00
        2026-01-25 buys o3 5.00
        2026-02-02 has 20
    """,
    )


def test_a_late_orders_points_are_usable_when_their_day_has_passed(club):
    """`activate: {after: 7 days}`: usable from the start of day D + 7."""
    club(
        "wallets: {points: {activate: {after: 7 days}}}",
        """
        2026-01-05 Alice joins
        2026-03-01 buys o2 50.00
        2026-02-01 buys o1 100.00
        2026-03-01 has 100, 50 pending
    """,
    )


# ---- Burning


def test_a_redemption_is_all_or_nothing_unless_it_says_up_to(club):
    """all or nothing unless it says `up_to`."""
    club(
        "",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 50.00
        2026-01-07 can't spend 60
        2026-01-07 has 50
        2026-01-08 spends up to 60
        2026-01-08 has 0
    """,
    )


def test_pending_points_do_not_pay(club):
    """usable from the start of day D + 7."""
    club(
        "wallets: {points: {activate: {after: 7 days}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 50.00
        2026-01-07 can't spend 1
        2026-01-13 00:00 spends 50
        2026-01-13 00:00 has 0
    """,
    )


def test_a_qualifying_wallet_is_not_for_spending(club):
    """kind: spendable | qualifying"""
    club(
        """
wallets: {points: {}, growth: {kind: qualifying}}
earn: [{id: growth, on: order.paid, points: {per: 1, give: 1}, wallet: growth}]
""",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 50.00
        2026-01-06 can't spend 10 of growth
        2026-01-06 has 0, 50 growth
    """,
    )


def test_the_lot_that_expires_first_pays_first(club):
    """Burn order as declared; equal expiry: older lot first."""
    for burn, left_after_the_first_lapses in (("soonest_expiry", 60), ("oldest", 60), ("newest", 0)):
        club(
            f"wallets: {{points: {{expire: {{rolling: 1 month}}, burn: {burn}}}}}",
            f"""
            2026-01-05 Alice joins
            2026-01-10 buys o1 40.00
            2026-01-20 buys o2 60.00
            2026-02-01 spends {40 if burn != "newest" else 60}
            2026-02-11 00:00 has {left_after_the_first_lapses}
        """,
        )
