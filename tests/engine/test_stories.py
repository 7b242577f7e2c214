"""The sentences of docs/reference/programme.md about earning, one short story each, worked out by hand.

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
