"""What shops complain about with levels, repeated actions and several kinds of points (tests/stories/README.md: pains 19 to 21, 27)."""

from dataclasses import replace
from decimal import Decimal

from engine.club import Club
from engine.pair import at

from regulars.engine.compiling import compile_versions
from regulars.program.document_rules import Rate
from regulars.program.document_tiers import Measured, Window
from stories.points_story import PointsStory, story

LADDER = """
tiers:
  review: {every: month}
  levels:
    - {id: regular}
    - {id: silver, reach: {spend: 100, within: 1 year}, multiplier: 1.5}
    - {id: gold, reach: {points.points: 1000, within: 1 year}, multiplier: 2}
"""


def test_19_spending_points_never_costs_a_level():
    """Gold asks for points earned, not for points left."""
    story(
        LADDER,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 1000.00
        2026-01-06 has 1000, gold
        2026-01-07 spends 1000 as r1
        2026-03-01 has 0, gold
    """,
    )


def test_20_levels_multiply_what_is_earned_and_fall_when_nothing_comes():
    story(
        LADDER,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-01-07 buys o2 10.00
        2026-01-07 has 115, silver
        2027-01-31 has silver
        2027-02-01 has regular
    """,
    )


def test_21_thresholds_and_rules_change_together_at_one_moment():
    """From 1 February two points a yuan and silver from 300: January's orders keep their version, nobody is counted by half of one."""
    club = PointsStory(LADDER)
    levels = tuple(replace(level, reach=Measured("spend", Decimal(300), Window("lifetime"))) if level.id == "silver" else level for level in club.program.tiers.levels)
    changed = replace(club.program, earn=(replace(club.program.earn[0], points=Rate(Decimal(1), Decimal(2))),), tiers=replace(club.program.tiers, levels=levels))
    club.journal.versions = compile_versions([(None, 1, club.program), (at(club.program, "2026-02-01 00:00"), 2, changed)])
    club.play("""
        2026-01-05 Alice joins
        2026-01-31 23:59 buys o1 99.00
        2026-02-01 00:00 buys o2 99.00
        2026-02-01 has 297, regular
        2026-02-02 buys o3 102.00
        2026-02-02 has 501, silver
        2026-02-03 buys o4 10.00
        2026-02-03 has 531
    """)


def test_27_an_action_counts_as_often_as_it_is_done_and_each_sending_once():
    """A check-in every day, not once in a life; points for coming and for buying are kept apart."""
    Club(
        "wallets: {points: {}, visits: {kind: qualifying}}\n"
        "earn: [{id: hello, on: checkin, points: 2, wallet: visits}, {id: base, on: order.paid, points: {per: 1, give: 1}}]"
    ).play("""
        2026-01-05 joins
        2026-01-06 checkin
        2026-01-07 checkin
        2026-01-08 checkin
        2026-01-08 18:00 pays o1 10.00
        2026-01-08 has 10, 6 visits
    """)
