"""When points become usable: after a while, from a date, on an event, by what was bought, and by rule (capabilities §2: 5; promise I18)."""

import pytest

from stories.points_story import story

BY_CATEGORY = """
wallets:
  points:
    expire: {rolling: 1 year}
    activate:
      - {when: {line.category: tv}, after: 30 days}
      - {when: {line.category: bread}}
      - {after: 14 days}
"""
ON_DELIVERY = "wallets: {points: {activate: {on: order.delivered, after: 14 days, at_most: 60 days}}}"


def test_what_may_be_sent_back_longer_waits_longer():
    """The German fortnight for most goods, a month for television sets, bread at once; each part says its date."""
    club = story(
        BY_CATEGORY,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 300.00 tv + 20.00 bread + 45.00 book
        2026-01-06 has 20, 345 pending
        2026-01-06 waits 45 from 2026-01-20 + 300 from 2026-02-05
        2026-01-06 hears points.part points=20 until=2027-01-06
        2026-01-06 hears points.part_from points=300 from=2026-02-05
        2026-01-19 23:59 has 20
        2026-01-20 00:00 has 65
        2026-02-05 00:00 has 365, 0 pending
    """,
    )
    assert club.journal.state.holding is None


def test_a_returned_line_takes_its_own_waiting_points():
    story(
        BY_CATEGORY,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 300.00 tv + 20.00 bread + 45.00 book
        2026-01-10 returns o1 line 1
        2026-01-10 has 20, 45 pending
        2026-01-11 returns o1 line 3
        2026-01-11 has 20, 0 pending
        2026-01-12 returns o1
        2026-01-12 has 0, 0 pending, 0 debt
    """,
    )


def test_odd_points_of_an_order_are_shared_and_taken_back_to_the_last_one():
    story(
        BY_CATEGORY + "\nearn: [{id: base, on: order.paid, points: {per: 10, give: 1}}, {id: fixed, on: order.paid, points: 7}]",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 33.30 tv + 33.30 bread + 33.40 book
        2026-01-06 has 5, 12 pending
        2026-01-07 returns o1 line 2
        2026-01-08 returns o1 line 1
        2026-01-09 returns o1 line 3
        2026-01-09 has 0, 0 pending, 0 debt
    """,
    )


def test_multipliers_wait_with_the_lines_they_multiply():
    story(
        BY_CATEGORY + "\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}, {id: tvs, on: order.paid, when: {line.category: tv}, points: {multiply: 3}}]",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00 tv + 50.00 bread
        2026-01-06 has 50, 300 pending
    """,
    )


def test_a_rule_may_have_its_own_way():
    """The welcome bonus at once, the rest after the window for returns, the Christmas bonus not before Christmas."""
    story(
        """
wallets: {points: {activate: {after: 14 days}}}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
  - {id: welcome, on: member.enrolled, points: 50, activate: immediately}
  - {id: advent, on: order.paid, from: 2026-12-01, until: 2026-12-24, points: 20, activate: {from: 2026-12-25}}
""",
        """
        2026-11-30 Alice joins
        2026-11-30 has 50
        2026-12-04 buys o1 100.00
        2026-12-04 waits 100 from 2026-12-18 + 20 from 2026-12-25
        2026-12-24 23:59 has 150, 20 pending
        2026-12-25 00:00 has 170
    """,
    )


def test_a_date_that_has_passed_waits_for_nothing():
    story(
        "wallets: {points: {activate: {from: 2026-03-01}}}",
        """
        2026-01-05 Alice joins
        2026-02-28 buys o1 10.00
        2026-03-01 00:00 has 10
        2026-03-01 buys o2 5.00
        2026-03-01 has 15
    """,
    )


def test_a_delivery_starts_the_fortnight_of_its_own_order_only():
    story(
        ON_DELIVERY,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-01-06 buys o2 40.00
        2026-01-06 waits 140 from 2026-03-07
        2026-01-10 receives o1
        2026-01-10 hears points.part_from_for_ever points=100 from=2026-01-24
        2026-01-10 waits 100 from 2026-01-24 + 40 from 2026-03-07
        2026-01-10 receives o1
        2026-01-23 23:59 has 0
        2026-01-24 00:00 has 100
        2026-03-06 23:59 has 100, 40 pending
        2026-03-07 00:00 has 140
    """,
    )


def test_a_delivery_known_before_its_order_counts_when_the_order_comes():
    """I18."""
    story(
        "wallets: {points: {activate: {on: order.delivered}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 receives o1
        2026-01-06 hears order.delivery_parked order=o1
        2026-01-07 buys o2 40.00
        2026-01-07 has 0, 40 pending
        2026-01-08 buys o1 100.00
        2026-01-08 has 100, 40 pending
        2026-01-09 receives o2
        2026-01-09 has 140, 0 pending
    """,
    )


def test_a_return_on_the_way_takes_what_waits_for_this_order_and_nobody_elses():
    story(
        "wallets: {points: {activate: {on: order.delivered}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-01-06 buys o2 40.00
        2026-01-07 returns o1
        2026-01-07 has 0, 40 pending
        2026-01-08 receives o1
        2026-01-08 has 0, 40 pending
        2026-01-09 receives o2
        2026-01-09 has 40, 0 pending
    """,
    )


def test_a_return_between_delivery_and_its_fortnight_finds_the_points_where_they_wait_now():
    story(
        ON_DELIVERY,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00 tv + 20.00 bread
        2026-01-10 receives o1
        2026-01-12 returns o1 line 1
        2026-01-12 waits 20 from 2026-01-24
        2026-01-24 has 20, 0 pending
        2026-01-25 returns o1
        2026-01-25 has 0, 0 debt
    """,
    )


SMALL_BASKETS = """
wallets: {{points: {{}}, stamps: {{activate: {form}}}}}
earn:
  - {{id: base, on: order.paid, points: {{per: 1, give: 1}}}}
  - {{id: small, on: order.paid, when: {{order.net_amount: {{below: 60}}}}, points: 5, wallet: stamps}}
"""


@pytest.mark.parametrize(
    ("form", "usable"),
    [
        ("{after: 14 days}", ["2026-01-20 has 5 stamps, 0 pending"]),
        ("{on: order.paid}", ["2026-01-20 has 0 stamps", "2026-02-10 buys o2 80.00", "2026-02-10 has 5 stamps"]),
        ("[{when: {line.category: tv}, after: 30 days}, {after: 14 days}]", ["2026-01-20 has 5 stamps"]),
        ("[{when: {line.category: book}, on: points.redeemed}]", ["2026-02-10 has 0 stamps", "2026-02-10 spends 10 as r1", "2026-02-10 has 5 stamps"]),
    ],
)
def test_what_a_return_makes_the_rest_earn_waits_like_anything_the_order_earned(form, usable):
    """Of 100.00 half goes back: the 50.00 that are left are a small basket, and its stamps wait as if they had come with the order."""
    club = story(
        SMALL_BASKETS.format(form=form),
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 50.00 book + 50.00 bread
        2026-01-07 returns o1 line 2
        2026-01-07 has 50, 0 stamps
    """,
    )
    assert club.journal.state.wallets["stamps"].pending == 5
    club.play("\n".join(usable))
    club.play("""
        2026-02-11 returns o1
        2026-02-11 has 0 stamps
    """)
    assert club.journal.state.wallets["stamps"].pending == 0


def test_what_a_return_made_the_rest_earn_comes_back_from_what_has_lapsed():
    club = story(
        SMALL_BASKETS.format(form="{on: points.redeemed}, expire: {rolling: 1 month}"),
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 50.00 book + 50.00 bread
        2026-01-07 returns o1 line 2
        2026-03-01 buys o2 80.00
        2026-03-02 returns o1
        2026-03-02 has 80, 0 stamps, 0 debt
    """,
    )
    assert [one.source for one in club.journal.transfers if one.wallet == "stamps" and one.rule == "return"] == ["issued", "breakage"]


def test_only_what_is_bought_by_mail_waits_for_its_delivery():
    story(
        """
wallets:
  points:
    activate: [{when: {line.category: mail}, on: order.delivered}]
""",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00 mail + 20.00 bread
        2026-01-06 has 20, 100 pending
        2026-01-06 waits 100 for an event
        2026-01-08 receives o1
        2026-01-08 has 120
    """,
    )


def test_a_bonus_that_no_order_earned_waits_for_any_delivery():
    story(
        """
wallets: {points: {activate: {on: order.delivered}}}
earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}, {id: welcome, on: member.enrolled, points: 50}]
""",
        """
        2026-01-05 Alice joins
        2026-01-05 has 0, 50 pending
        2026-01-06 buys o1 100.00
        2026-01-06 buys o2 10.00
        2026-01-08 receives o2
        2026-01-08 has 60, 100 pending
    """,
    )


def test_life_may_count_from_the_delivery():
    story(
        "wallets: {points: {activate: {on: order.delivered}, expire: {rolling: 30 days, from: activation}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-03-01 receives o1
        2026-03-01 lots 100 until 2026-03-31
        2026-04-01 has 0
        2026-04-02 returns o1
        2026-04-02 has 0, 0 debt
    """,
    )


@pytest.mark.parametrize(
    ("programme", "reading"),
    [
        (BY_CATEGORY, ["30 days", "14 days"]),
        (ON_DELIVERY, ["the delivery of the order, and 14 days longer", "60 days"]),
        ("wallets: {points: {activate: {from: 2026-12-25}}}", ["2026-12-25"]),
    ],
)
def test_the_programme_says_when_in_words(programme, reading):
    from regulars.program.describe import describe

    told = " ".join(describe(story(programme, "2026-01-05 Alice joins").program)[0].sentences)
    assert all(words in told for words in reading), told
