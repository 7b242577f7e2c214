"""Paying a part of an order with points, and taking it back (capabilities §2: 2, 6, 7, 10, 11, 22; promise I17)."""

import pytest

from stories.points_story import story

PAYING = "wallets: {points: {point_value: 0.01, redeem: {min: 100, max: 5000, step: 100, share_of_order: 0.5}}}"


def test_the_cashier_chooses_how_many_points_pay():
    """Odoo takes the most there is; here the amount is said, and must fit the programme."""
    club = story(
        PAYING,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 9000.00
        2026-01-07 can't spends 50 as r1 on 200.00: redeem.below_min
        2026-01-07 can't spends 250 as r2 on 200.00: redeem.off_step
        2026-01-07 can't spends 5100 as r3 on 200.00: redeem.above_max
        2026-01-07 can't spends 5000 as r4 on 99.99: redeem.above_share
        2026-01-07 spends 300 as r5 on 200.00
        2026-01-07 hears points.worth points=300 amount=3.00 currency=CNY
        2026-01-07 has 8700
    """,
    )
    assert club.told("zh-Hant") == ["兌換使用 300 積分", "300 積分折抵訂單 3.00 CNY"]


def test_up_to_never_takes_more_than_the_order_costs():
    """Nothing is said of a share: 1,999 points pay an order of 19.99, and the other 7,001 stay."""
    story(
        "wallets: {points: {point_value: 0.01, redeem: {min: 100}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 9000.00
        2026-01-07 spends up to 9000 as r1 on 19.99
        2026-01-07 hears points.worth points=1999 amount=19.99
        2026-01-07 has 7001
    """,
    )


def test_up_to_takes_the_most_the_order_allows():
    """Half of 19.99 is 9.995: 999 points, and in steps of a hundred 900."""
    story(
        PAYING,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 9000.00
        2026-01-07 12:00 holds up to 9000 as h1 on 19.99
        2026-01-07 12:00 hears points.worth points=900 amount=9.00
        2026-01-07 12:00 has 8100, 900 held
        2026-01-07 12:01 captures h1
        2026-01-07 12:01 can't holds up to 9000 as h2 on 1.99: redeem.below_min
    """,
    )


def test_a_reward_asks_for_what_it_costs():
    story(
        PAYING,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 9000.00
        2026-01-07 spends 8850 as r1
        2026-01-07 has 150
    """,
    )


def test_points_worth_is_rounded_down_so_that_splitting_a_payment_never_gains():
    """I29."""
    story(
        "wallets: {points: {point_value: 0.004}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-01-07 spends 3 as r1 on 10.00
        2026-01-07 hears points.worth amount=0.01
        2026-01-07 spends 6 as r2 on 10.00
        2026-01-07 hears points.worth amount=0.02
    """,
    )


def test_an_order_that_also_redeems_still_earns_on_the_part_paid_with_money():
    """nopCommerce 5764; odoo 117988: the points of this order can't pay for it."""
    story(
        "wallets: {points: {point_value: 0.01}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 500.00
        2026-01-07 can't holds 600 as h1 on 200.00: points.insufficient
        2026-01-07 12:00 holds 500 as h2 on 200.00
        2026-01-07 12:01 captures h2
        2026-01-07 12:01 buys o2 200.00 paying 5.00 points
        2026-01-07 12:01 has 195
    """,
    )


def test_a_refund_of_an_order_paid_with_points_gives_each_part_back_once():
    """odoo 212922, 221928: earned points go, spent points come back, and a second notice changes nothing."""
    story(
        "wallets: {points: {expire: {rolling: 1 year}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 500.00
        2026-02-07 11:00 spends 500 as r1 on 200.00
        2026-02-07 11:01 buys o2 200.00 paying 5.00 points
        2026-02-07 11:01 has 195
        2026-02-10 11:00 returns o2
        2026-02-10 11:00 has 0
        2026-02-10 11:01 cancels r1
        2026-02-10 11:01 lots 500 until 2027-01-06
        2026-02-10 11:02 cancels r1
        2026-02-10 11:02 hears redemption.nothing_left
        2026-02-10 11:03 returns o2
        2026-02-10 11:03 lots 500 until 2027-01-06
    """,
    )


def test_a_part_of_a_redemption_is_cancelled_as_if_less_had_been_spent():
    story(
        "wallets: {points: {expire: {rolling: 1 year}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00
        2026-02-06 buys o2 40.00
        2026-03-01 spends 80 as r1
        2026-03-02 cancels 30 of r1
        2026-03-02 lots 10 until 2027-01-06 + 40 until 2027-02-06
        2026-03-03 can't cancels 51 of r1: redemption.exceeds
        2026-03-03 cancels 50 of r1
        2026-03-03 lots 60 until 2027-01-06 + 40 until 2027-02-06
    """,
    )


def test_points_that_lapsed_meanwhile_lapse_when_they_come_back():
    story(
        "wallets: {points: {expire: {rolling: 30 days}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00
        2026-01-07 spends 60 as r1
        2026-03-01 cancels r1
        2026-03-01 hears points.expired points=60
        2026-03-01 has 0
    """,
    )


def test_unless_the_programme_gives_them_a_grace():
    story(
        "wallets: {points: {expire: {rolling: 30 days}, redeem: {grace: 14 days}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00
        2026-01-07 spends 60 as r1
        2026-03-01 cancels r1
        2026-03-01 lots 60 until 2026-03-15
        2026-03-16 has 0
    """,
    )


def test_a_captured_hold_is_cancelled_by_its_capture():
    story(
        "wallets: {points: {expire: {rolling: 1 year}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00
        2026-01-07 12:00 holds 60 as h1
        2026-01-07 12:01 captures 45 of h1 as c1
        2026-01-08 cancels c1
        2026-01-08 lots 60 until 2027-01-06
        2026-01-09 can't cancels h1: redemption.unknown
    """,
    )


def test_what_comes_back_settles_a_debt_first():
    story(
        "",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00
        2026-01-07 spends 60 as r1
        2026-01-08 returns o1
        2026-01-08 has 0, 60 debt
        2026-01-09 cancels r1
        2026-01-09 has 0, 0 debt
        2026-01-09 hears debt.settled_first points=60
    """,
    )


def test_nobody_cancels_what_was_never_redeemed():
    story(
        "",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 60.00
        2026-01-07 can't spends 600 as r1: points.insufficient
        2026-01-07 can't cancels r1: redemption.unknown
        2026-01-07 can't cancels nothing: redemption.unknown
    """,
    )


def test_spending_never_costs_a_level():
    """open-loyalty 131: the ladder asks what was earned, not what is left."""
    story(
        """
wallets: {points: {}, growth: {kind: qualifying}}
tiers: {review: {every: month}, levels: [{id: blue}, {id: gold, reach: {points.growth: 100, within: 1 year}}]}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
  - {id: growth, on: order.paid, points: {per: 1, give: 1}, wallet: growth}
""",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 120.00
        2026-01-06 has 120, gold, 120 growth
        2026-01-07 spends 120 as r1
        2026-01-07 can't spends 10 of growth as r2: points.not_spendable
        2026-06-01 has 0, gold, 120 growth
    """,
    )


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_every_refusal_says_in_words_what_would_do(language):
    club = story(
        PAYING,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 9000.00
        2026-01-07 can't spends 5000 as r4 on 99.99: redeem.above_share
    """,
    )
    (said,) = club.told(language)
    assert "50%" in said and "4,999" in said
