"""The sentences of docs/reference/programme.md about tiers, one short story each, worked out by hand.

Each story is played on the engine and on the naive calculator; ``has`` must hold on both.
"""

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
