"""What shops complain about when goods come back (tests/stories/README.md: pains 1 to 6)."""

from dataclasses import replace
from decimal import Decimal

from regulars.engine.compiling import compile_versions
from regulars.program.document_rules import Rate
from stories.points_story import PointsStory, story


def test_1_whoever_earns_and_returns_keeps_nothing_however_often():
    """Earn, refund, keep the points: an exploit without end elsewhere."""
    story(
        "",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00 coffee x4
        2026-01-07 returns o1 line 1 x1
        2026-01-07 has 75
        2026-01-08 returns o1
        2026-01-08 has 0
        2026-01-09 returns o1
        2026-01-09 hears return.nothing_left
        2026-01-09 has 0, 0 debt
        2026-01-10 buys o2 100.00
        2026-01-10 spends 100 as r1
        2026-01-11 returns o2
        2026-01-11 has 0, 100 debt
        2026-01-12 buys o3 60.00
        2026-01-12 has 0, 40 debt
        2026-01-13 buys o4 60.00
        2026-01-13 has 20, 0 debt
    """,
    )


def test_2_a_refund_of_an_order_paid_with_points_charges_them_once():
    """100.00 of which points paid 40.00: 60 points earned; back come the 60 and, by the cancelled redemption, the 4000 spent, once."""
    story(
        "wallets: {points: {point_value: 0.01}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o0 5000.00
        2026-01-07 spends 4000 as r1 on 100.00
        2026-01-07 buys o1 100.00 paying 40.00 points
        2026-01-07 has 1060
        2026-01-08 returns o1
        2026-01-08 cancels r1
        2026-01-08 has 5000
        2026-01-09 cancels r1
        2026-01-09 returns o1
        2026-01-09 has 5000, 0 debt
    """,
    )


def test_3_a_return_does_not_spoil_what_is_bought_beside_it():
    """The bonus from 50.00 on looks at the new order alone, whatever goes back the same minute."""
    story(
        "earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}, {id: big, on: order.paid, when: {order.net_amount: {at_least: 50}}, points: 20}]",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 80.00
        2026-01-06 has 100
        2026-01-07 10:00 returns o1
        2026-01-07 10:00 buys o2 50.00
        2026-01-07 10:01 has 70
    """,
    )


def test_4_a_return_takes_what_the_order_gave_and_not_what_it_would_give_today():
    """Earned at 2 a yuan; from February on the shop gives 1. The return takes 200, not 100."""
    club = PointsStory("earn: [{id: base, on: order.paid, points: {per: 1, give: 2}}]")
    leaner = replace(club.program, earn=(replace(club.program.earn[0], points=Rate(Decimal(1), Decimal(1))),))
    from engine.pair import at

    club.journal.versions = compile_versions([(None, 1, club.program), (at(club.program, "2026-02-01 00:00"), 2, leaner)])
    club.play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-02-02 buys o2 50.00
        2026-02-02 has 250
        2026-02-03 returns o1
        2026-02-03 has 50
    """)


def test_5_points_become_usable_when_goods_can_no_longer_come_back():
    """A fortnight in which everything may be returned: bought on the 6th, usable from the 20th."""
    story(
        "wallets: {points: {activate: {after: 14 days}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-01-06 has 0, 100 pending
        2026-01-10 can't spends 1 as r1: points.insufficient
        2026-01-12 returns o1 line 1
        2026-01-12 has 0, 0 pending, 0 debt
        2026-01-13 buys o2 30.00
        2026-01-26 has 0, 30 pending
        2026-01-27 has 30, 0 pending
    """,
    )


def test_6_points_spent_on_an_order_that_is_refunded_return_to_their_own_lots():
    """They come back with the last day they had, and nobody has to ask what becomes of them."""
    story(
        "wallets: {points: {point_value: 0.01, expire: {rolling: 1 year}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 50.00
        2026-03-06 buys o2 80.00
        2026-03-07 spends 70 as r1 on 20.00
        2026-03-07 lots 60 until 2027-03-06
        2026-03-20 cancels r1
        2026-03-20 lots 50 until 2027-01-06 + 80 until 2027-03-06
    """,
    )
