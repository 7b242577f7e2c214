"""What shops and members complain about when points lapse (tests/stories/README.md: pains 12 to 15)."""

from regulars.engine.standing import standing
from regulars.program.describe import describe
from stories.points_story import story


def test_12_expiry_happens_at_the_end_of_its_day_whether_or_not_a_job_has_run():
    story(
        "wallets: {points: {expire: {rolling: 1 year}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2027-01-06 23:59 has 100
        2027-01-07 00:00 has 0
        2027-01-07 00:00 can't spends 1 as r1: points.insufficient
    """,
    )


def test_13_what_was_spent_long_ago_does_not_lapse_again():
    """100 came, 80 were spent, 20 lapse: the 50 of the year after stay whole (no balance collapses)."""
    story(
        "wallets: {points: {expire: {rolling: 1 year}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-06-01 spends 80 as r1
        2026-12-01 buys o2 50.00
        2026-12-01 lots 20 until 2027-01-06 + 50 until 2027-12-01
        2027-01-07 lots 50 until 2027-12-01
        2027-01-07 has 50, 0 debt
    """,
    )


def test_14_all_points_may_end_on_one_day_that_everybody_understands():
    """31 December clears the year, but nobody's points live less than 90 days; and the programme says so in words."""
    club = story(
        "wallets: {points: {expire: {calendar: [12-31], after: 90 days}}}",
        """
        2026-01-05 Alice joins
        2026-03-01 buys o1 100.00
        2026-11-01 buys o2 40.00
        2026-11-01 lots 100 until 2026-12-31 + 40 until 2027-12-31
        2027-01-01 has 40
    """,
    )
    points = next(section for section in describe(club.program, "en") if section.id == "points")
    assert "Its points expire at the end of 31 December every year, but live at least 90 days." in points.sentences


def test_15_every_lot_says_its_own_last_day_and_several_kinds_of_points_each_theirs():
    club = story(
        "wallets: {points: {expire: {rolling: 1 year, round_to: month}}, stars: {}}\n"
        "earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}, {id: star, on: order.paid, points: 1, wallet: stars}]",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-02-06 buys o2 30.00
        2026-02-06 lots 100 until 2027-01-31 + 30 until 2027-02-28
        2026-02-06 has 130, 2 stars
        2027-02-01 has 30, 2 stars
    """,
    )
    stars = standing(club.journal.versions, club.journal.state, club.journal.state.advanced_us).wallets[1]
    assert [lot.name for lot in stars.lots] == ["never"]
