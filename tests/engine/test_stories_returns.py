"""The sentences of docs/reference/programme.md about returns, one short story each, worked out by hand.

Each story is played on the engine and on the naive calculator; ``has`` must hold on both.
"""


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
