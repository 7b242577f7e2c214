"""What shops complain about when points are counted (tests/stories/README.md: pains 7 to 11)."""

from stories.points_story import story


def test_7_a_reward_is_no_purchase_and_pays_nothing_of_itself():
    """A free line earns nothing, and an order's own points can not pay for it."""
    story(
        "",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00 + 0.00 mug
        2026-01-06 has 100
        2026-01-07 can't spends 150 as r1: points.insufficient
        2026-01-07 buys o2 50.00
        2026-01-07 spends 150 as r2
        2026-01-07 has 0
    """,
    )


def test_8_gift_cards_and_points_make_no_circle():
    """Buying a gift card earns nothing, and neither does what a gift card or points pay."""
    story(
        "exclude: {category: [gift]}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 500.00 gift
        2026-01-06 has 0
        2026-01-07 buys o2 500.00 paying 500.00 gift_card
        2026-01-07 has 0
        2026-01-08 buys o3 500.00 paying 499.00 points
        2026-01-08 has 1
    """,
    )


def test_8_a_minimum_spend_is_enforced_to_the_last_fen():
    story(
        "earn: [{id: big, on: order.paid, when: {order.net_amount: {at_least: 50}}, points: 10}]",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 49.99
        2026-01-06 has 0
        2026-01-06 hears rule.missed_condition rule=big
        2026-01-07 buys o2 50.00
        2026-01-07 has 10
    """,
    )


def test_9_the_level_of_the_moment_counts_and_a_return_remembers_it():
    """The order that lifts Alice still earns at the old level; the next one doubles; its return takes the double back."""
    story(
        "tiers: {levels: [{id: regular}, {id: gold, reach: {spend: 100, within: 1 year}, multiplier: 2}]}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-01-06 has 100, gold
        2026-01-07 buys o2 50.00
        2026-01-07 has 200
        2026-01-08 returns o2
        2026-01-08 has 100
    """,
    )


def test_10_an_order_that_redeems_earns_on_the_rest():
    story(
        "wallets: {points: {point_value: 0.01}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 1000.00
        2026-01-07 spends 1000 as r1 on 100.00
        2026-01-07 buys o2 100.00 paying 10.00 points
        2026-01-07 has 90
    """,
    )


def test_11_points_are_taken_for_the_discount_really_given():
    """500 were reserved for a basket that shrank at the till: 200 pay, 300 are back at once."""
    story(
        "wallets: {points: {point_value: 0.01}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 800.00
        2026-01-07 12:00 holds 500 as h1 on 50.00
        2026-01-07 12:00 has 300, 500 held
        2026-01-07 12:03 captures 200 of h1
        2026-01-07 12:03 has 600, 0 held
    """,
    )
