"""The programme promises to say why a member stands where they stand, what keeps the level until which day, what is missing for the next, and where the next review leads."""

import pytest

from engine.pair import at
from engine.story import Story
from regulars.engine.explain import sentences
from regulars.engine.outlook import Outlook, outlook

CLUB = """
tiers:
  review: {every: quarter}
  down: {grace: 30 days, soft_landing: {for: 20 days}}
  levels:
    - {id: regular}
    - {id: silver, reach: {any: [{spend: 500, within: 3 months}, {visits: 4, within: 3 months}]}, keep: {spend: 300, within: 3 months}, multiplier: 1.5}
    - {id: gold, name: {en: Gold, zh-Hans: 金卡, zh-Hant: 金卡}, reach: {spend: 1500, within: 3 months}, keep: {spend: 900, within: 3 months}, multiplier: 2}
"""


def seen(story: Story, when: str) -> Outlook:
    return outlook(story.journal.versions, story.journal.state, at(story.program, when))


def told(story: Story, when: str, language: str = "en") -> list[str]:
    return sentences(seen(story, when).why, language, story.program)


@pytest.fixture
def gold(club) -> Story:
    return club(
        CLUB,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 980.00
        2026-03-10 buys o2 520.00
        2026-03-10 has gold
    """,
    )


def test_how_much_more_and_by_which_day_counts_what_the_review_will_still_see(gold):
    """Reviewed on 1 July as of 30 June: 1 April to 30 June. Both orders have left the window by then."""
    now = seen(gold, "2026-04-02 10:00")
    assert now.keep == {
        "tier": "gold", "by": "2026-06-30", "grace": False, "met": False,
        "asks": {"measure": "spend", "have": "0.00", "need": "900.00", "within": "3 months", "met": False, "missing": "900.00"},
    }  # fmt: skip
    assert now.projected == {"tier": "gold", "on": "2026-07-01", "grace_until": "2026-07-30"}
    gold.play("2026-06-20 buys o3 520.00")
    assert told(gold, "2026-06-21 10:00") == [
        "Gold since 10 March 2026: reached once, and not taken away since",
        "To stay Gold, by 30 June 2026: 380 CNY more spend",
    ]
    assert told(gold, "2026-06-21 10:00", "zh-Hans")[1] == "保级金卡，请在 2026年6月30日 前：再增加消费 380 元"


def test_before_the_first_review_the_same_orders_still_count(gold):
    now = seen(gold, "2026-03-11 10:00")
    assert (now.keep["by"], now.keep["met"], now.keep["asks"]["have"]) == ("2026-03-31", True, "1500.00")
    assert told(gold, "2026-03-11 10:00") == [
        "Gold since 10 March 2026: what it asks is met (spend 1500.00 of 1500.00)",
        "Gold is safe at the review of 31 March 2026: spend 1,500 CNY of 900 CNY, done",
    ]
    assert now.next == {}


def test_in_the_grace_every_day_up_to_its_last_counts(gold):
    gold.play("2026-06-20 buys o3 520.00\n2026-07-02 has gold")
    now = seen(gold, "2026-07-02 10:00")
    assert (now.keep["by"], now.keep["grace"], now.keep["asks"]["missing"]) == ("2026-07-30", True, "380.00")
    assert now.projected == {"tier": "silver", "on": "2026-07-31"}
    assert told(gold, "2026-07-02 10:00")[1:] == ["In grace; to stay Gold, by 30 July 2026: 380 CNY more spend", "As things stand: silver on 31 July 2026"]


def test_after_the_fall_the_landing_and_the_way_back_are_told(gold):
    now = seen(gold, "2026-08-01 10:00")
    assert now.soft_landing == {"tier": "gold", "until": "2026-08-19", "keep": ["multiplier"]}
    assert told(gold, "2026-08-01 10:00")[-2:] == ["Until 19 August 2026 what Gold gave lives on: the points multiplier", "For Gold: 1,500 CNY more spend"]


def test_what_is_missing_for_the_next_level_names_each_way(club):
    story = club(CLUB, "2026-01-05 Alice joins\n2026-01-06 buys o1 120.00\n2026-01-07 buys o2 0.10")
    assert seen(story, "2026-01-08 10:00").next["asks"] == {
        "any": [
            {"measure": "spend", "have": "120.10", "need": "500.00", "within": "3 months", "met": False, "missing": "379.90"},
            {"measure": "visits", "have": "2", "need": "4", "within": "3 months", "met": False, "missing": "2"},
        ],
        "met": False,
    }
    assert told(story, "2026-01-08 10:00") == ["regular is where everybody starts", "For silver: 379.90 CNY more spend or 2 more days with a visit"]
    assert told(story, "2026-01-08 10:00", "zh-Hant")[1] == "升級silver還需：再增加消費 人民幣 379.90 元或再增加到店天數 2"
    assert seen(story, "2026-01-08 10:00").keep == {}


def test_nested_conditions_and_what_must_not_be_stay_a_tree(club):
    story = club(
        "tiers: {levels: [{id: regular}, {id: quiet, reach: {all: [{any: [{visits: 2}, {nights: 1}]}, {not: {spend: 100}}]}}]}",
        "2026-01-05 Alice joins\n2026-01-06 buys o1 150.00",
    )
    asks = seen(story, "2026-01-07 10:00").next["asks"]
    assert [part["met"] for part in asks["all"]] == [False, False]
    assert asks["all"][1]["not"]["met"] is True
    assert told(story, "2026-01-07 10:00")[1] == "For quiet: (1 more day with a visit or 1 more night) and not (spend 150 CNY of 100 CNY, done)"


def test_a_score_shows_what_each_of_its_terms_brings(club):
    story = club(
        "tier_score: {within: 1 year, terms: [{spend: 1, per: 40, at_most: 2}, {visits: 1.5}]}\ntiers: {levels: [{id: regular}, {id: silver, reach: {score: 5}}]}",
        "2026-01-05 Alice joins\n2026-01-06 buys o1 60.00",
    )
    asks = seen(story, "2026-01-07 10:00").next["asks"]
    assert (asks["have"], asks["missing"]) == ("3", "2")
    assert asks["terms"] == [{"measure": "spend", "have": "60.00", "score": 2}, {"measure": "visits", "have": "1", "score": 1}]  # 1.5 + 1.5, ties in document order


def test_a_match_says_its_evidence_and_what_lies_beneath(gold):
    gold.play("2026-08-01 is matched to gold until 2026-09-30")
    now = seen(gold, "2026-08-02 10:00")
    assert now.grants == [{"kind": "match", "tier": "gold", "since": "2026-08-01", "until": "2026-09-30", "note": "file 7"}]
    assert told(gold, "2026-08-02 10:00")[:2] == ["Gold until 30 September 2026: matched on evidence file 7", "By the member's own doings it would be silver"]
    assert now.projected == {"tier": "silver", "on": "2026-10-01", "grace_until": "2026-10-30"}


def test_a_freeze_moves_the_day(gold):
    gold.play("2026-03-12 is frozen until 2026-10-31")
    now = seen(gold, "2026-05-01 10:00")
    assert (now.frozen_until, now.keep["by"], now.keep["met"]) == ("2026-10-31", "2026-12-31", False)
    assert "Frozen until 31 October 2026: no review, no fall" in told(gold, "2026-05-01 10:00")


def test_a_level_at_its_own_floor_is_never_taken(club):
    story = club(
        "tiers: {review: {every: year}, levels: [{id: regular}, {id: life, reach: {spend: 100}, floor: life}]}",
        "2026-01-05 Alice joins\n2026-01-06 buys o1 150.00\n2030-01-01 has life",
    )
    assert seen(story, "2026-02-01 10:00").keep == {"tier": "life", "never_taken": True}
    assert told(story, "2026-02-01 10:00")[1] == "life is never taken away"


def test_the_spend_at_which_a_membership_pays(club):
    """1 point a yuan worth 0.02, doubled: 2 fen more for each yuan. 73.00 is earned back by 3650.00; at the level that has × 2 anyway, prime never pays."""
    story = club(
        """
wallets: {points: {point_value: 0.02}}
tiers: {levels: [{id: regular}, {id: gold, reach: {spend: 5000}, multiplier: 2}]}
paid: [{id: plus, multiplier: 2, fee: 73.00, lasts: 1 year}, {id: prime, level: gold, fee: 10.01, lasts: 1 month}]
""",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 1000.00
        2026-02-01 buys membership plus
        2026-02-02 buys o2 3649.99
    """,
    )
    assert seen(story, "2026-02-03 10:00").paid == [
        {"plan": "plus", "fee": "73.00", "spend": "3650.00", "so_far": "3649.99", "paid_off": False},
        {"plan": "prime", "fee": "10.01", "spend": "500.50"},
    ]
    assert seen(story, "2026-02-03 10:00").membership == {"plan": "plus", "since": "2026-02-01", "until": "2027-01-31", "trial": False, "cancelled": False}
    story.play("2026-03-01 buys o3 350.01")
    after = seen(story, "2026-03-02 10:00")
    assert [one["spend"] for one in after.paid] == ["3650.00", None]
    assert after.paid[0]["paid_off"] is True


def test_missions_show_how_far_once_somebody_takes_part(club):
    story = club(
        """
tiers: {levels: [{id: regular}, {id: gold, reach: {spend: 5000}}]}
fast_tracks: [{id: sprint, reach: {visits: 3, within: 10 days}, grants: gold, for: 1 month, enrol: on_request}]
""",
        "2026-01-05 Alice joins\n2026-01-06 buys o1 10.00",
    )
    (before,) = seen(story, "2026-01-06 13:00").fast_tracks
    assert before == {"track": "sprint", "tier": "gold", "on_request": True, "until": None}
    story.play("2026-01-07 asks for sprint\n2026-01-08 buys o2 10.00")
    (then,) = seen(story, "2026-01-08 13:00").fast_tracks
    assert (then["until"], then["criteria"][0]["have"], then["criteria"][0]["missing"]) == ("2026-01-16", "1", "2")


def test_benefits_that_a_lost_level_keeps_are_listed_with_their_last_day(club):
    """Reviewed on 1 July: gold is lost, and 20 days are 1 to 20 July."""
    softly = CLUB.replace("soft_landing: {for: 20 days}", "soft_landing: {keep: [multiplier, late-checkout], for: 20 days}").replace("grace: 30 days, ", "")
    story = club(softly, "2026-01-05 Alice joins\n2026-01-06 buys o1 1500.00\n2026-07-01 has silver")
    kept = [{"benefit": "late-checkout", "tier": "gold", "until": "2026-07-20"}]
    days = ("2026-06-30 23:59", "2026-07-01 00:00", "2026-07-20 23:59", "2026-07-21 00:00")
    assert [seen(story, day).kept_benefits for day in days] == [[], kept, kept, []]


def test_who_fell_for_being_away_hears_that_the_next_purchase_brings_the_level_back(club):
    """Away for three months from 6 January: down on 7 April, with the 980 of the half year still there."""
    story = club(
        """
tiers:
  review: {every: quarter}
  down: {inactive_for: 3 months}
  levels:
    - {id: regular}
    - {id: silver, reach: {any: [{spend: 500, within: 6 months}, {visits: 4, within: 6 months}]}, keep: {spend: 300, within: 6 months}}
""",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 980.00
        2026-04-07 has regular
    """,
    )
    assert told(story, "2026-04-07")[-1] == "silver comes back with the next purchase: what it asks is met"
    assert told(story, "2026-04-07", "zh-Hant")[-1] == "再次消費即可恢復silver：條件均已滿足"
    story.play("2026-05-02 buys o2 1.00\n2026-05-02 has silver")
