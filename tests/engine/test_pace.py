"""The programme promises to say how likely a level is from the member's own weeks: the same answer every time, close to what is worked out by hand, and nothing where too little is known."""

from datetime import date, timedelta

import pytest

from engine.pair import at
from engine.story import Story
from regulars.engine.explain import sentences
from regulars.engine.pace import chances
from regulars.engine.state import encode_state

LEVELS = """
tiers:
  review: {every: month}
  levels:
    - {id: regular}
    - {id: gold, name: {en: Gold, zh-Hans: 金卡, zh-Hant: 金卡}, reach: %(reach)s, keep: {spend: %(keep)s, within: %(within)s}}
"""


FIFTH_VISIT = "{all: [{spend: 100, within: 7 days}, {visits: 5, within: lifetime}]}"  # one good week more, after four


def club(reach: str = FIFTH_VISIT, keep: str = "100", within: str = "7 days", levels: str = LEVELS) -> Story:
    reach = reach if reach.startswith("{") else f"{{spend: {reach}, within: {within}}}"
    return Story(levels % {"reach": reach, "keep": keep, "within": within})


def every_other_week(story: Story, today: str, weeks: int = 8, amount: str = "100.00") -> Story:
    """Joins ``weeks`` whole weeks before ``today`` and buys in every second of them, on its first day; the week that ends today is quiet."""
    joined = date.fromisoformat(today) - timedelta(days=7 * weeks)
    story.play(f"{joined} joins")
    for week in range(0, weeks, 2):
        story.play(f"{joined + timedelta(days=7 * week + 1)} buys o{week} {amount}")
    return story


def seen(story: Story, when: str) -> list[dict]:
    return chances(story.journal.versions, story.journal.state, at(story.program, when))


@pytest.mark.parametrize(
    ("today", "by_hand"),
    [
        ("2026-03-24", 100 * 4 / 8),
        ("2026-03-17", 100 * (1 - 4 * 5 / (8 * 9))),
        ("2026-03-10", 100 * (1 - 4 * 5 * 6 / (8 * 9 * 10))),
        ("2026-03-03", 100 * (1 - 4 * 5 * 6 * 7 / (8 * 9 * 10 * 11))),
    ],
)
def test_one_good_week_until_the_review_is_as_likely_as_the_urn_says(today, by_hand):
    (one,) = seen(every_other_week(club(), today), f"{today} 20:00")
    assert (one["code"], one["goal"], one["tier"], one["by"], one["weeks"]) == ("chance.reach", "reach", "gold", "2026-03-31", 8)
    assert abs(one["in_100"] - by_hand) <= 6
    assert one["in_100"] % 5 == 0


def test_two_good_weeks_of_two_are_rarer():
    story = every_other_week(club(reach="200", within="14 days"), "2026-03-17")
    assert abs(seen(story, "2026-03-17 20:00")[0]["in_100"] - 100 * 4 * 5 / (8 * 9)) <= 6


def test_staying_looks_at_the_day_of_the_review_and_at_what_has_left_the_window_by_then():
    story = every_other_week(club(within="14 days"), "2026-03-17")
    story.play("2026-03-17 buys big 100.00\n2026-03-17 has gold")
    (one,) = seen(story, "2026-03-17 20:00")
    assert (one["code"], one["by"]) == ("chance.keep", "2026-03-31")
    by_hand = 100 * (1 - 3 * 4 / (8 * 9))  # with today's, five weeks of eight hold something
    assert one["weeks"] == 8 and abs(one["in_100"] - by_hand) <= 6


def test_nothing_is_said_of_what_is_met_or_of_a_level_that_is_never_taken_away():
    story = every_other_week(club(reach="400", within="3 months"), "2026-03-17")
    story.play("2026-03-17 has gold")
    assert seen(story, "2026-03-17 20:00") == []
    kept = every_other_week(club("400", "5000", "3 months", LEVELS.replace("id: gold,", "id: gold, floor: gold,")), "2026-03-17")
    kept.play("2026-03-17 has gold")
    assert seen(kept, "2026-03-17 20:00") == []


@pytest.mark.parametrize(("weeks", "orders"), [(7, 4), (8, 2)])
def test_too_early_with_fewer_than_eight_weeks_or_three_that_hold_anything(weeks, orders):
    story = club(reach="5000", within="3 months")
    joined = date(2026, 3, 24) - timedelta(days=7 * weeks)
    story.play(f"{joined} joins")
    for week in range(orders):
        story.play(f"{joined + timedelta(days=7 * week + 1)} buys o{week} 100.00")
    (one,) = seen(story, "2026-03-24 20:00")
    assert one["code"] == "chance.too_early" and "in_100" not in one


def test_too_early_for_a_longer_way_than_has_been_seen():
    yearly = LEVELS.replace("every: month", "every: year")
    assert seen(every_other_week(club("5000", within="1 year", levels=yearly), "2026-03-17", 10), "2026-03-17 20:00")[0]["code"] == "chance.too_early"
    assert seen(every_other_week(club("5000", within="1 year", levels=yearly), "2026-10-17", 12), "2026-10-17 20:00")[0]["code"] == "chance.reach"


def test_a_member_who_never_gets_near_is_told_so_and_one_who_surely_will_too():
    story = every_other_week(club(reach="100000", within="3 months"), "2026-03-03", 20)
    assert seen(story, "2026-03-03 20:00")[0]["in_100"] == 0
    assert sentences(seen(story, "2026-03-03 20:00"), "en", story.program) == [
        "At the pace of the last 20 weeks: less than 5 in 100 to reach Gold by 31 March 2026"
    ]
    story = every_other_week(club(reach="1100", within="6 months"), "2026-03-03", 20)
    assert sentences(seen(story, "2026-03-03 20:00"), "zh-Hans", story.program) == ["按最近 20 周的节奏，在 2026年3月31日 前升级金卡的可能性约为 90%"]


def test_visits_and_spend_of_one_week_stay_together():
    """Every busy week holds both; asking for either or for both is then equally likely."""
    both = "{%s: [{spend: 200, within: 14 days}, {visits: 2, within: 14 days}]}"
    told = [seen(every_other_week(club(both % how), "2026-03-10"), "2026-03-10 20:00")[0]["in_100"] for how in ("any", "all")]
    assert told[0] == told[1] and 0 < told[0] < 100


def test_where_levels_are_looked_at_every_day_staying_means_every_week():
    story = every_other_week(club("150", within="14 days", levels=LEVELS.replace("every: month", "every: day")), "2026-03-17", 14)
    story.play("2026-03-17 buys big 150.00\n2026-03-17 has gold")
    (one,) = seen(story, "2026-03-17 20:00")
    assert (one["goal"], one["by"]) == ("keep", "2026-06-15") and one["in_100"] <= 20


def test_in_grace_any_week_before_its_end_is_enough():
    story = every_other_week(club("400", within="1 month", levels=LEVELS.replace("review:", "down: {grace: 30 days}\n  review:")), "2026-03-17", 10)
    story.play("2026-03-17 buys big 400.00\n2026-03-17 has gold")
    (one,) = seen(story, "2026-05-04 20:00")
    assert (one["goal"], one["by"]) == ("keep", "2026-05-30") and one["in_100"] >= 60


def test_looking_changes_nothing_and_gives_the_same_again():
    story = every_other_week(club(reach="1200", within="6 months"), "2026-03-03", 20)
    before = encode_state(story.journal.state)
    first = seen(story, "2026-03-03 20:00")
    assert first == seen(story, "2026-03-03 20:00") and 0 < first[0]["in_100"] < 100
    assert encode_state(story.journal.state) == before
