"""The sentences of docs/reference/programme.md, one short story each, worked out by hand.

Each story is played on the engine and on the naive calculator; ``has`` must hold on both.
"""

# ---- Amounts and earning


def test_every_hundred_spent_gives_five_in_exact_proportion(club):
    """`per: 100, give: 5` means exactly net × 5 / 100 … one floor."""
    club(
        "earn: [{id: base, on: order.paid, points: {per: 100, give: 5}}]",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 119.99
        2026-01-06 has 5
        2026-01-07 buys o2 120.00
        2026-01-07 has 11
    """,
    )


def test_whole_counts_full_hundreds_of_one_order_only(club):
    """with `whole: true` it counts full hundreds of the order only (每满 100 元送 5 分)."""
    club(
        "earn: [{id: base, on: order.paid, points: {per: 100, give: 5, whole: true}}]",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 150.00 + 149.99
        2026-01-06 has 10
        2026-01-07 buys o2 99.99
        2026-01-07 has 10
    """,
    )


def test_lines_are_added_up_before_the_one_floor(club):
    """one floor per wallet and event."""
    club(
        "",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 0.50 + 0.50 + 0.99
        2026-01-06 has 1
    """,
    )


def test_gross_amount_adds_the_discount_back(club):
    """`gross_amount` = Σ (amount + discount)."""
    club(
        "earn: [{id: base, on: order.paid, points: {per: 1, give: 1, of: gross_amount}}]",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 80.00 off 20.00
        2026-01-06 has 100
    """,
    )


def test_points_may_be_counted_by_the_piece(club):
    """A measure: `of: quantity`."""
    club(
        "earn: [{id: bottles, on: order.paid, points: {per: 1, give: 3, of: quantity}}]",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00 x2 + 5.00 x3
        2026-01-06 has 15
    """,
    )


def test_points_may_be_counted_by_the_night(club):
    """A measure is any number the event carries under `measures` … the order's measure is the sum of both."""
    club(
        "earn: [{id: nights, on: order.paid, points: {per: 1, give: 500, of: nights}}]",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 900.00 for 3 nights
        2026-01-06 has 1500
    """,
    )


def test_the_part_paid_with_points_earns_nothing(club):
    """every eligible amount is reduced by their share of the order."""
    club(
        "",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00 + 40.00 paying 25.00 points
        2026-01-06 has 75
        2026-01-07 buys o2 100.00 paying 25.00 cash
        2026-01-07 has 175
    """,
    )


def test_a_tender_the_programme_lists_earns_nothing(club):
    """any tender the programme lists under `not_earning` earn nothing."""
    club(
        "not_earning: [voucher]",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00 paying 40.00 voucher
        2026-01-06 has 60
    """,
    )


def test_an_order_paid_wholly_with_points_earns_not_even_a_fixed_bonus(club):
    """Parts paid with `points` … earn nothing."""
    club(
        "earn: [{id: visit, on: order.paid, points: 10}]",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00 paying 100.00 points
        2026-01-06 has 0
        2026-01-07 buys o2 100.00 paying 99.00 points
        2026-01-07 has 10
    """,
    )


def test_excluded_lines_earn_nothing_and_are_no_spend(club):
    """Lines whose category, sku or brand is excluded earn nothing and by default don't count as spend for tiers."""
    club(
        """
exclude: {category: [gift_card]}
tiers: {levels: [{id: regular}, {id: silver, reach: {spend: 100}}]}
""",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 500.00 gift_card + 99.00 bread
        2026-01-06 has 99, regular
        2026-01-07 buys o2 1.00 bread
        2026-01-07 has 100, silver
    """,
    )


def test_a_wallet_with_decimals_keeps_whole_units_of_its_smallest_part(club):
    """A wallet has a `scale`; points are integers of that unit everywhere."""
    club(
        "wallets: {points: {scale: 1}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 1.29
        2026-01-06 has 12
    """,
    )


def test_a_multiplier_adds_to_the_base_of_the_lines_it_matches(club):
    """m adds (m − 1) × base of the lines it matches."""
    club(
        """
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
  - {id: coffee, on: order.paid, when: {line.category: coffee}, points: {multiply: 3}}
""",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00 coffee + 5.00 bread
        2026-01-06 has 35
    """,
    )


def test_multipliers_add_up_and_do_not_compound(club):
    """several that count add up, they don't compound → the tier multiplier likewise."""
    club(
        """
tiers: {levels: [{id: regular, multiplier: 1.5}]}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
  - {id: double, on: order.paid, points: {multiply: 2}}
  - {id: triple, on: order.paid, points: {multiply: 3}}
""",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00
        2026-01-06 has 45
    """,
    )


def test_no_multiplier_touches_a_fixed_bonus(club):
    """fixed bonuses (`points: 50`), which no multiplier touches."""
    club(
        """
tiers: {levels: [{id: regular, multiplier: 2}]}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
  - {id: double, on: order.paid, points: {multiply: 2}}
  - {id: thanks, on: order.paid, points: 50}
""",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00
        2026-01-06 has 80
    """,
    )


def test_best_of_counts_only_the_rule_that_gives_this_member_most(club):
    """rules with the same `group` and `stack: best_of` count only the one that gives this member most."""
    club(
        """
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
  - {id: double, on: order.paid, points: {multiply: 2}, stack: best_of, group: offer}
  - {id: thirty, on: order.paid, points: 30, stack: best_of, group: offer}
""",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 20.00
        2026-01-06 has 50
        2026-01-07 buys o2 40.00
        2026-01-07 has 130
    """,
    )


def test_exclusive_switches_off_every_other_rule_of_its_group_but_never_the_tier(club):
    """`exclusive` switches off every other rule of its group (never the tier)."""
    club(
        """
tiers: {levels: [{id: regular, multiplier: 2}]}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
  - {id: alone, on: order.paid, when: {order.channel: app}, points: 5, stack: exclusive, group: offer}
  - {id: hundred, on: order.paid, points: 100, group: offer}
""",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00 at app
        2026-01-06 has 25
        2026-01-07 buys o2 10.00 at shop
        2026-01-07 has 145
    """,
    )


def test_of_two_exclusive_rules_the_higher_priority_counts(club):
    """ties: higher `priority`, then document order."""
    club(
        """
earn:
  - {id: first, on: order.paid, points: 1, stack: exclusive, group: offer}
  - {id: second, on: order.paid, points: 2, stack: exclusive, group: offer, priority: 5}
""",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00
        2026-01-06 has 2
    """,
    )


def test_the_order_that_lifts_a_member_earns_at_the_old_tier(club):
    """The order that lifts a member earns at the old tier; the lift is immediate after it."""
    club(
        "tiers: {levels: [{id: regular}, {id: silver, reach: {spend: 100}, multiplier: 2}]}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-01-06 has 100, silver
        2026-01-06 13:00 buys o2 10.00
        2026-01-06 13:00 has 120
    """,
    )


def test_from_and_until_are_both_included(club):
    """A rule's `from` and `until` are local dates of the event, both inclusive."""
    club(
        "earn: [{id: week, on: order.paid, points: 10, from: 2026-02-01, until: 2026-02-07}]",
        """
        2026-01-05 Alice joins
        2026-01-31 23:59 buys o1 1.00
        2026-01-31 23:59 has 0
        2026-02-01 00:00 buys o2 1.00
        2026-02-07 23:59 buys o3 1.00
        2026-02-07 23:59 has 20
        2026-02-08 00:00 buys o4 1.00
        2026-02-08 00:00 has 20
    """,
    )


def test_member_day_goes_by_the_weekday_in_the_programmes_time_zone(club):
    """All rules use the programme's time zone."""
    club(
        "earn: [{id: tuesday, on: order.paid, when: {order.weekday: tuesday}, points: 10}]",
        """
        2026-01-05 Alice joins
        2026-01-05 23:59 buys o1 1.00
        2026-01-05 23:59 has 0
        2026-01-06 00:00 buys o2 1.00
        2026-01-06 00:00 has 10
    """,
    )


def test_a_line_condition_on_a_fixed_bonus_asks_for_one_such_line(club):
    """on a fixed bonus it asks for at least one such line."""
    club(
        "earn: [{id: coffee, on: order.paid, when: {line.category: coffee}, points: 7}]",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 1.00 coffee + 2.00 coffee
        2026-01-06 has 7
        2026-01-07 buys o2 9.00 bread
        2026-01-07 has 7
    """,
    )


def test_a_large_basket_bonus_looks_at_the_whole_order(club):
    """order.net_amount: {at_least}."""
    club(
        "earn: [{id: basket, on: order.paid, when: {order.net_amount: {at_least: 50}}, points: 5}]",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 30.00 + 19.99
        2026-01-06 has 0
        2026-01-07 buys o2 30.00 + 20.00
        2026-01-07 has 5
    """,
    )


def test_birthday_month_doubles_for_whom_it_is_one(club):
    """member.birthday_month: true."""
    programme = """
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
  - {id: birthday, on: order.paid, when: {member.birthday_month: true}, points: {multiply: 2}}
"""
    day = """
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00
    """
    club(programme, day + "2026-01-06 has 20", {"birthday_month": True})
    club(programme, day + "2026-01-06 has 10", {"birthday_month": False})


# ---- Limits


def test_a_times_limit_ends_with_its_calendar_day(club):
    """`per: day | week | month | year | lifetime` are calendar periods in the programme's time zone."""
    club(
        "earn: [{id: visit, on: order.paid, points: 10, limit: {times: 1, per: day}}]",
        """
        2026-01-05 Alice joins
        2026-01-06 09:00 buys o1 1.00
        2026-01-06 23:59 buys o2 1.00
        2026-01-06 23:59 has 10
        2026-01-07 00:00 buys o3 1.00
        2026-01-07 00:00 has 20
    """,
    )


def test_a_week_starts_on_monday(club):
    """(week starts Monday)"""
    club(
        "earn: [{id: visit, on: order.paid, points: 10, limit: {times: 1, per: week}}]",
        """
        2026-01-05 Alice joins
        2026-01-11 buys o1 1.00
        2026-01-11 has 10
        2026-01-12 buys o2 1.00
        2026-01-18 buys o3 1.00
        2026-01-18 has 20
    """,
    )


def test_a_points_limit_gives_what_is_left_of_it(club):
    """caps and budgets clip."""
    club(
        "earn: [{id: base, on: order.paid, points: {per: 1, give: 1}, limit: {points: 100, per: month}}]",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 80.00
        2026-01-07 buys o2 80.00
        2026-01-07 has 100
        2026-01-08 buys o3 80.00
        2026-01-08 has 100
        2026-02-01 buys o4 80.00
        2026-02-01 has 180
    """,
    )


def test_a_limit_counts_what_was_given_not_what_was_asked(club):
    """Limits count what was given, not what was asked."""
    club(
        "earn: [{id: base, on: order.paid, points: {per: 1, give: 1}, limit: [{points: 60, per: day}, {points: 100, per: lifetime}]}]",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 500.00
        2026-01-06 has 60
        2026-01-07 buys o2 500.00
        2026-01-07 has 100
    """,
    )


def test_a_return_gives_back_what_it_used_of_a_limit(club):
    """Returns give back what they used of caps and budgets."""
    club(
        "earn: [{id: visit, on: order.paid, points: 10, limit: {times: 1, per: lifetime}}]",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 5.00
        2026-01-07 returns o1
        2026-01-08 buys o2 5.00
        2026-01-08 has 10
    """,
    )


def test_a_limited_base_still_multiplies_and_only_its_own_part_is_clipped(club):
    """one floor per wallet and event → caps and budgets clip."""
    club(
        """
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}, limit: {points: 10, per: event}}
  - {id: double, on: order.paid, points: {multiply: 2}}
""",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 30.00
        2026-01-06 has 40
    """,
    )


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


# ---- Tiers

LADDER = """
tiers:
  review: {every: quarter}
  levels:
    - {id: regular}
    - {id: silver, reach: {spend: 100, within: 1 year}, keep: {spend: 50, within: 3 months}}
    - {id: gold, reach: {spend: 300, within: 1 year}, keep: {spend: 200, within: 3 months}}
"""


def test_a_member_goes_up_to_the_highest_level_reached_in_one_step(club):
    """A member goes up to the highest level whose `reach` holds, in one step."""
    club(
        LADDER,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 300.00
        2026-01-06 has gold
    """,
    )


def test_the_window_covers_the_days_after_d_minus_one_year(club):
    """`within: 1 year` on day D covers the days after D − 1 year, up to and including D."""
    club(
        "tiers: {levels: [{id: regular}, {id: silver, reach: {spend: 100, within: 1 year}}]}",
        """
        2017-01-05 Alice joins
        2017-03-04 buys o1 60.00
        2018-03-04 buys o2 50.00
        2018-03-04 has regular
        2018-03-05 buys o3 49.99
        2018-03-05 has regular
        2018-03-06 buys o4 0.01
        2018-03-06 has silver
    """,
    )


def test_keep_is_tested_at_the_review_and_one_step_is_one_level(club):
    """`keep` at reviews … `step: one` lands one level lower."""
    club(
        LADDER,
        """
        2026-01-05 Alice joins
        2026-02-06 buys o1 300.00
        2026-03-31 23:59 has gold
        2026-04-01 00:00 has gold
        2026-06-30 23:59 has gold
        2026-07-01 00:00 has silver
        2026-10-01 00:00 has regular
    """,
    )


def test_full_lands_on_the_highest_level_that_is_kept(club):
    """`full` on the highest level whose `keep` holds."""
    club(
        LADDER + "  down: {step: full}\n",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 300.00
        2026-05-06 buys o2 50.00
        2026-07-01 00:00 has silver
        2026-10-01 00:00 has regular
    """,
    )


def test_without_review_nobody_goes_down(club):
    """Without `review` nobody goes down."""
    club(
        "tiers: {levels: [{id: regular}, {id: silver, reach: {spend: 100, within: 1 month}}]}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2030-01-06 has silver
    """,
    )


def test_without_keep_reach_is_the_test(club):
    """Without `keep`, `reach` is the test."""
    club(
        "tiers: {review: {every: month}, levels: [{id: regular}, {id: silver, reach: {spend: 100, within: 1 month}}]}",
        """
        2026-01-05 Alice joins
        2026-01-16 buys o1 100.00
        2026-02-01 00:00 has silver
        2026-03-01 00:00 has regular
    """,
    )


def test_a_yearly_review_looks_at_the_year_that_ended(club):
    """Reviews happen at the start of the day after the period ends."""
    club(
        "tiers: {review: {every: year}, levels: [{id: regular}, {id: silver, reach: {spend: 100, within: calendar_year}}]}",
        """
        2026-01-05 Alice joins
        2026-12-31 buys o1 100.00
        2027-01-01 00:00 has silver
        2027-12-31 23:59 has silver
        2028-01-01 00:00 has regular
    """,
    )


def test_visits_are_distinct_days_with_an_order(club):
    """`visits` = distinct days with an order."""
    club(
        "tiers: {levels: [{id: regular}, {id: silver, reach: {visits: 2}}]}",
        """
        2026-01-05 Alice joins
        2026-01-06 09:00 buys o1 1.00
        2026-01-06 18:00 buys o2 1.00
        2026-01-06 18:00 has regular
        2026-01-07 09:00 buys o3 1.00
        2026-01-07 09:00 has silver
    """,
    )


def test_nights_are_summed_up(club):
    """`nights`, `stays` and other measures = Σ of that measure."""
    club(
        "tiers: {levels: [{id: regular}, {id: silver, reach: {all: [{nights: 5}, {visits: 2}]}}]}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 1.00 for 5 nights
        2026-01-06 has regular
        2026-01-07 buys o2 1.00
        2026-01-07 has silver
    """,
    )


def test_any_lets_one_of_two_ways_up_be_enough(club):
    """`any` / `all` / `not` nest."""
    club(
        "tiers: {levels: [{id: regular}, {id: silver, reach: {any: [{spend: 1000}, {visits: 2}]}}]}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 1.00
        2026-01-07 buys o2 1.00
        2026-01-07 has silver
    """,
    )


def test_a_floor_holds_a_level(club):
    """`floor:` per level."""
    club(
        """
tiers:
  review: {every: month}
  down: {step: full}
  levels:
    - {id: regular}
    - {id: silver, reach: {spend: 100, within: 1 month}}
    - {id: gold, reach: {spend: 300, within: 1 month}, floor: silver}
""",
        """
        2026-01-05 Alice joins
        2026-01-16 buys o1 300.00
        2026-02-28 23:59 has gold
        2026-03-01 00:00 has silver
        2026-04-01 00:00 has regular
    """,
    )


GRACE = """
tiers:
  review: {every: month}
  down: {grace: 10 days}
  levels: [{id: regular}, {id: silver, reach: {spend: 100, within: 1 month}}]
"""


def test_grace_keeps_the_level_that_long_after_a_failed_review(club):
    """`grace` keeps the level that long after a failed review."""
    club(
        GRACE,
        """
        2026-01-05 Alice joins
        2026-01-16 buys o1 100.00
        2026-03-01 00:00 has silver
        2026-03-10 23:59 has silver
        2026-03-11 00:00 has regular
    """,
    )


def test_a_keep_met_within_the_grace_cancels_the_fall(club):
    """and a `keep` met within it cancels the fall."""
    club(
        GRACE,
        """
        2026-01-05 Alice joins
        2026-01-16 buys o1 100.00
        2026-03-05 buys o2 100.00
        2026-03-31 23:59 has silver
        2026-04-01 00:00 has silver
    """,
    )


def test_three_quiet_months_cost_a_level_and_three_more_the_next(club):
    """`inactive_for: 3 months`: no qualifying event in the days after D − 3 months up to D; acts at the start of the day after."""
    club(
        """
tiers:
  review: {every: year}
  down: {inactive_for: 3 months}
  levels: [{id: regular}, {id: silver, reach: {spend: 100}}, {id: gold, reach: {spend: 300}}]
""",
        """
        2026-01-05 Alice joins
        2026-02-10 buys o1 300.00
        2026-05-10 23:59 has gold
        2026-05-11 00:00 has silver
        2026-08-10 23:59 has silver
        2026-08-11 00:00 has regular
    """,
    )


def test_an_order_on_the_last_day_keeps_the_member_active(club):
    """no qualifying event in the days after D − 3 months up to D."""
    club(
        "tiers: {review: {every: year}, down: {inactive_for: 3 months}, levels: [{id: regular}, {id: silver, reach: {spend: 100}}]}",
        """
        2026-01-05 Alice joins
        2026-02-10 buys o1 100.00
        2026-05-10 23:59 buys o2 1.00
        2026-05-11 00:00 has silver
        2026-08-11 00:00 has regular
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


# ---- Returning


def test_a_full_return_leaves_nothing_of_the_order(club):
    """after a full return in any number of parts, the order's net points are 0."""
    club(
        "",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 9.99 x3 + 5.55
        2026-01-06 has 15
        2026-01-07 returns o1 line 1 x1
        2026-01-07 has 12
        2026-01-08 returns o1 line 2
        2026-01-08 has 6
        2026-01-09 returns o1
        2026-01-09 has 0, 0 debt
    """,
    )


def test_a_part_return_floors_what_is_left_once(club):
    """A return recomputes the order as if the returned parts had never been bought … floors once, and posts the difference."""
    club(
        "",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.60 + 10.60
        2026-01-06 has 21
        2026-01-07 returns o1 line 1
        2026-01-07 has 10
    """,
    )


def test_a_return_takes_a_basket_bonus_back_when_the_rest_no_longer_earns_it(club):
    """as if the returned parts had never been bought."""
    club(
        "earn: [{id: basket, on: order.paid, when: {order.net_amount: {at_least: 50}}, points: 20}]",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 30.00 + 25.00
        2026-01-06 has 20
        2026-01-07 returns o1 line 2
        2026-01-07 has 0
    """,
    )


def test_a_return_uses_the_tier_of_the_order(club):
    """with the stored rules, tier and shares of that order."""
    club(
        "tiers: {levels: [{id: regular}, {id: silver, reach: {spend: 150}, multiplier: 2}]}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00 + 100.00
        2026-01-06 has 200, silver
        2026-01-07 returns o1 line 1
        2026-01-07 has 100, silver
    """,
    )


def test_spent_points_come_back_from_other_lots_and_then_become_a_debt(club):
    """first from the order's own lot … then other lots in burn order, then `debt`."""
    club(
        "",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-01-07 spends 90
        2026-01-08 buys o2 30.00
        2026-01-08 has 40
        2026-01-09 returns o1
        2026-01-09 has 0, 60 debt
    """,
    )


def test_a_member_in_debt_earns_into_the_debt_first(club):
    """A member in debt earns into the debt first."""
    club(
        "",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-01-07 spends 100
        2026-01-08 returns o1
        2026-01-08 has 0, 100 debt
        2026-01-09 buys o2 30.00
        2026-01-09 has 0, 70 debt
        2026-01-10 buys o3 90.00
        2026-01-10 has 20, 0 debt
    """,
    )


def test_a_returns_expired_part_comes_back_from_breakage(club):
    """then its already expired part (back from breakage)."""
    club(
        "wallets: {points: {expire: {rolling: 1 month}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-01-20 spends 30
        2026-02-10 buys o2 50.00
        2026-02-10 has 50
        2026-02-11 returns o1
        2026-02-11 has 20, 0 debt
    """,
    )


def test_points_that_lapse_on_the_way_to_their_return_leave_no_debt(club):
    """its already expired part — whether or not the nightly job has run."""
    club(
        "wallets: {points: {expire: {rolling: 1 month}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-05-06 returns o1
        2026-05-06 has 0, 0 debt
    """,
    )


def test_within_balance_forgives_what_the_balance_does_not_cover(club):
    """`within_balance` what the balance covers, the rest is posted as forgiven."""
    club(
        "returns: {policy: within_balance}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-01-07 spends 90
        2026-01-08 returns o1
        2026-01-08 has 0, 0 debt
        2026-01-09 buys o2 30.00
        2026-01-09 has 30, 0 debt
    """,
    )


def test_only_pending_touches_no_active_point(club):
    """`only_pending` touches no active point."""
    club(
        """
returns: {policy: only_pending}
wallets: {points: {activate: {after: 7 days}}}
""",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-01-10 buys o2 40.00
        2026-01-13 has 100, 40 pending
        2026-01-14 returns o1
        2026-01-14 returns o2
        2026-01-14 has 100, 0 pending, 0 debt
    """,
    )


def test_pending_points_are_taken_back_before_they_are_usable(club):
    """first from the order's own lot."""
    club(
        "wallets: {points: {activate: {after: 7 days}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-01-07 returns o1
        2026-01-07 has 0, 0 pending, 0 debt
        2026-01-14 has 0, 0 pending, 0 debt
    """,
    )


def test_a_return_that_comes_before_its_order_waits_for_it(club):
    """A return for an unknown order is parked and applied when the order comes."""
    club(
        "",
        """
        2026-01-05 Alice joins
        2026-01-06 returns o1 line 1
        2026-01-06 has 0, 0 debt
        2026-01-07 buys o1 60.00 + 40.00
        2026-01-07 has 40, 0 debt
    """,
    )


def test_a_return_lowers_the_spend_of_the_orders_day_and_the_tier_at_the_next_review(club):
    """A return lowers spend on the order's day; the tier is looked at again at the next review."""
    club(
        "tiers: {review: {every: month}, levels: [{id: regular}, {id: silver, reach: {spend: 100, within: 1 year}}]}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-01-07 returns o1
        2026-01-31 23:59 has silver
        2026-02-01 00:00 has regular
    """,
    )


def test_a_return_may_be_let_to_cost_the_tier_at_once(club):
    """(`returns: {tier: at_once}` for at once)."""
    club(
        """
returns: {tier: at_once}
tiers: {review: {every: month}, levels: [{id: regular}, {id: silver, reach: {spend: 100, within: 1 year}}]}
""",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-01-07 returns o1
        2026-01-07 has regular
    """,
    )


def test_more_than_was_bought_cannot_come_back(club):
    """A return names lines by `line`; all or nothing."""
    club(
        "",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 20.00 x2
        2026-01-07 returns o1 line 1 x1
        2026-01-08 can't return o1 line 1 x2
        2026-01-08 can't return o1 line 7
        2026-01-08 has 10
    """,
    )


# ---- Adjustments and enrolment


def test_joining_is_welcomed_once(club):
    """Bonus rules on `member.enrolled` run."""
    club(
        "earn: [{id: welcome, on: member.enrolled, points: 200}]",
        """
        2026-01-05 Alice joins
        2026-01-05 has 200
        2026-01-06 buys o1 100.00
        2026-01-06 has 200
    """,
    )


def test_an_adjustment_is_usable_at_once_and_may_take_away(club):
    """`points.adjusted`: `{wallet?, points (may be negative), reason, by}`"""
    club(
        "wallets: {points: {activate: {after: 7 days}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 is given 100
        2026-01-06 has 100, 0 pending
        2026-01-07 is given -40
        2026-01-07 has 60
    """,
    )
