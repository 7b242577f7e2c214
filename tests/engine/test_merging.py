"""The programme promises that two members who are one person go on as one, with everything of both, and can part again with what is left of each."""

import pytest

from engine.people import People, moved, pack_of, refused
from regulars.engine.event_names import ADJUSTED, HELD, MERGED
from regulars.engine.events import PointsAdjusted, PointsHeld
from regulars.engine.events_moving import Merged
from regulars.kit.periods import iso_day

CLUB = """
wallets: {points: {expire: {rolling: 1 year}}, growth: {kind: qualifying, expire: never}}
tiers: {levels: [{id: regular}, {id: silver, reach: {spend: 500}}, {id: gold, reach: {spend: 1000}}]}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
  - {id: monthly, on: order.paid, points: 5, limit: {times: 2, per: month}}
"""
UNDER_ALICE = {"under": 1}


@pytest.fixture
def shop() -> People:
    """Alice bought for 100 in January, Bea for 40 in February; each has 5 more for the first of the month's two purchases."""
    people = People(CLUB)
    people.joins("alice", "2026-01-05")
    people.joins("bea", "2026-01-06")
    people.buys("alice", "2026-01-10", "A1", 100_00)
    people.buys("bea", "2026-02-10", "B1", 40_00)
    return people


def test_everything_of_both_stands_with_the_one(shop: People) -> None:
    left, took = shop.merges("alice", "bea", "2026-03-01")
    assert moved(left) == [("points", "active", "transit", 105, "2027-01-10", "merge")]
    assert left.outcome.because == [{"code": "merge.left", "points": 105}]
    assert moved(took) == [("points", "transit", "active", 105, "2027-01-10", "merge")]
    assert took.outcome.because == [{"code": "merge.took_in", "points": 105}]
    assert (shop.has("alice"), shop.lots("alice")) == ((0, 0, 0, 0), [])
    assert (shop.has("bea"), shop.lots("bea")) == ((150, 0, 0, 0), [("2027-01-10", 105), ("2027-02-10", 45)])
    measures = shop.states["bea"].measures
    assert (measures["spend"].total, measures["visits"].total) == (140_00, 2)
    assert [iso_day(day) for day in measures["spend"].days] == ["2026-01-10", "2026-02-10"]


def test_the_closed_one_takes_part_in_nothing(shop: People) -> None:
    shop.merges("alice", "bea", "2026-03-01")
    assert refused(shop.buys("alice", "2026-03-02", "A2", 10_00)) == {"code": "merge.closed"}
    assert refused(shop.is_given("alice", "2026-03-02", 10)) == {"code": "merge.closed"}


def test_they_part_with_what_is_left_of_each(shop: People) -> None:
    """120 are spent: Alice's 105 of January lapse soonest and go first, then 15 of Bea's."""
    shop.merges("alice", "bea", "2026-03-01")
    shop.spends("bea", "2026-03-02", 120)
    parted, restored = shop.parts("alice", "bea", "2026-04-01")
    assert (moved(parted), moved(restored)) == ([], [])
    assert parted.outcome.because == [{"code": "merge.parted", "points": 0}]
    assert restored.outcome.because == [{"code": "merge.restored", "points": 0}]
    assert (shop.has("alice"), shop.has("bea")) == ((0, 0, 0, 0), (30, 0, 0, 0))
    spends = [shop.states[who].measures["spend"].total for who in ("alice", "bea")]
    assert spends == [100_00, 40_00]


def test_of_one_lot_whoevers_points_came_first_go_first(shop: People) -> None:
    shop.buys("bea", "2026-01-10", "B2", 20_00)  # late, into the lot of Alice's own day; 25 with its bonus
    shop.merges("alice", "bea", "2026-03-01")
    assert shop.lots("bea") == [("2027-01-10", 130), ("2027-02-10", 45)]
    shop.spends("bea", "2026-03-02", 60)  # 25 of Bea's own, then 35 of Alice's
    parted, restored = shop.parts("alice", "bea", "2026-04-01")
    assert moved(parted) == [("points", "active", "transit", 70, "2027-01-10", "merge")]
    assert moved(restored) == [("points", "transit", "active", 70, "2027-01-10", "merge")]
    assert (shop.has("alice")[0], shop.has("bea")[0]) == (70, 45)


def test_what_is_bought_under_the_others_reference_goes_with_it_again(shop: People) -> None:
    shop.merges("alice", "bea", "2026-03-01")
    shop.buys("bea", "2026-03-05", "A2", 30_00, facts=UNDER_ALICE)
    shop.buys("bea", "2026-03-06", "B2", 7_00)
    assert shop.has("bea")[0] == 105 + 45 + 35 + 12
    shop.parts("alice", "bea", "2026-04-01")
    assert (shop.lots("alice"), shop.lots("bea")) == ([("2027-01-10", 105), ("2027-03-05", 35)], [("2027-02-10", 45), ("2027-03-06", 12)])
    assert (shop.states["alice"].measures["spend"].total, shop.states["bea"].measures["spend"].total) == (130_00, 47_00)
    assert (shop.states["alice"].measures["visits"].total, shop.states["bea"].measures["visits"].total) == (2, 2)


def test_a_day_with_visits_of_both_is_one_visit_while_they_are_one(shop: People) -> None:
    shop.buys("bea", "2026-01-10", "B2", 1_00)
    shop.merges("alice", "bea", "2026-03-01")
    assert shop.states["bea"].measures["visits"].total == 2
    shop.parts("alice", "bea", "2026-03-02")
    assert (shop.states["alice"].measures["visits"].total, shop.states["bea"].measures["visits"].total) == (1, 2)


def test_limits_count_what_both_had_of_them(shop: People) -> None:
    shop.buys("alice", "2026-03-01", "A2", 10_00)
    shop.buys("bea", "2026-03-01", "B2", 10_00)
    shop.merges("alice", "bea", "2026-03-02")
    third = shop.buys("bea", "2026-03-03", "B3", 10_00)
    assert third.outcome.earned == {"points": 10}  # both bonuses of March are used
    assert {"code": "rule.missed_limit", "rule": "monthly", "detail": "month"} in third.outcome.because
    shop.parts("alice", "bea", "2026-03-04")
    assert shop.buys("bea", "2026-03-05", "B4", 10_00).outcome.earned == {"points": 15}
    assert shop.buys("alice", "2026-03-05", "A3", 10_00).outcome.earned == {"points": 15}


def test_a_debt_brought_along_is_settled_and_comes_back_with_who_owed_it(shop: People) -> None:
    shop.spends("alice", "2026-01-11", 105)
    shop.returns("alice", "2026-01-12", "A1")
    assert shop.has("alice") == (0, 0, 0, 105)
    left, took = shop.merges("alice", "bea", "2026-03-01")
    assert moved(left) == [("points", "transit", "debt", 105, "", "merge")]
    assert moved(took) == [("points", "debt", "transit", 105, "", "merge"), ("points", "active", "debt", 45, "2027-02-10", "merge")]
    assert took.outcome.because[-1] == {"code": "merge.took_in", "points": 0}
    assert {"code": "debt.settled", "wallet": "points", "points": 45} in took.outcome.because
    assert shop.has("bea") == (0, 0, 0, 60)
    shop.parts("alice", "bea", "2026-04-01")
    assert (shop.has("alice"), shop.has("bea")) == ((0, 0, 0, 105), (45, 0, 0, 0))
    assert shop.lots("bea") == [("2027-02-10", 45)]


def test_a_debt_of_the_survivor_is_settled_and_owed_again_when_they_part(shop: People) -> None:
    shop.spends("bea", "2026-02-11", 45)
    shop.returns("bea", "2026-02-12", "B1")
    _, took = shop.merges("alice", "bea", "2026-03-01")
    assert moved(took) == [("points", "transit", "debt", 45, "", "merge"), ("points", "transit", "active", 60, "2027-01-10", "merge")]
    assert took.outcome.because[0] == {"code": "debt.settled", "wallet": "points", "points": 45}
    assert shop.has("bea") == (60, 0, 0, 0)
    shop.parts("alice", "bea", "2026-04-01")
    assert (shop.has("alice"), shop.has("bea")) == ((105, 0, 0, 0), (0, 0, 0, 45))
    assert shop.lots("alice") == [("2027-01-10", 105)]


def test_the_higher_level_stays_and_each_has_their_own_again(shop: People) -> None:
    shop.buys("alice", "2026-02-20", "A2", 400_00)
    assert (shop.states["alice"].tier, shop.states["bea"].tier) == ("silver", "regular")
    _, took = shop.merges("alice", "bea", "2026-03-01")
    assert {"code": "merge.level", "from": "regular", "to": "silver"} in took.outcome.because
    bea = shop.states["bea"]
    assert (bea.tier, iso_day(bea.tier_since)) == ("silver", "2026-02-20")
    shop.parts("alice", "bea", "2026-04-01")
    assert (shop.states["alice"].tier, shop.states["bea"].tier) == ("silver", "regular")
    assert iso_day(shop.states["bea"].tier_since) == "2026-01-06"


def test_a_lower_level_brought_along_changes_nothing(shop: People) -> None:
    shop.buys("bea", "2026-02-20", "B2", 860_00)
    _, took = shop.merges("alice", "bea", "2026-03-01")
    assert [reason["code"] for reason in took.outcome.because] == ["merge.took_in", "tier.up"]  # 1,100 together
    assert shop.states["bea"].tier == "gold"


def test_an_order_returned_by_either_belongs_to_whoever_bought(shop: People) -> None:
    shop.merges("alice", "bea", "2026-03-01")
    shop.returns("bea", "2026-03-02", "A1", facts={"about": {"owner": 1}})
    assert shop.has("bea")[0] == 45
    parted, _ = shop.parts("alice", "bea", "2026-04-01")
    assert (shop.has("alice")[0], shop.has("bea")[0]) == (0, 45)
    assert pack_of(parted).returned == {"A1": {1: (1_000, 100_00)}}
    assert (shop.states["alice"].measures["spend"].total, shop.states["bea"].measures["spend"].total) == (0, 40_00)
    assert "A1" not in shop.states["bea"].returned


def test_who_may_not_be_merged_is_told_why(shop: People) -> None:
    assert refused(shop.leaves("alice", "alice", "2026-03-01")) == {"code": "merge.self"}
    shop.happens("alice", "2026-03-01 12:00", HELD, PointsHeld(10))
    assert refused(shop.leaves("alice", "bea", "2026-03-01 12:01")) == {"code": "merge.points_held"}
    assert shop.leaves("alice", "bea", "2026-03-01 13:00").outcome.status == "created"  # the hold has ended by itself


def test_whoever_took_others_in_is_not_taken_in(shop: People) -> None:
    shop.merges("alice", "bea", "2026-03-01")
    shop.joins("carl", "2026-03-01")
    assert refused(shop.leaves("bea", "carl", "2026-03-02")) == {"code": "merge.took_others_in"}


def test_nobody_parts_who_was_not_merged_or_while_points_are_reserved(shop: People) -> None:
    assert refused(shop.parts_only("alice", "bea", "2026-03-01")) == {"code": "merge.not_merged"}
    left, _ = shop.merges("alice", "bea", "2026-03-01 12:00")
    assert refused(shop.parts_only("carl", "bea", "2026-03-01 12:01")) == {"code": "merge.not_merged"}
    shop.happens("bea", "2026-03-01 12:00", HELD, PointsHeld(10))
    assert refused(shop.parts_only("alice", "bea", "2026-03-01 12:01")) == {"code": "merge.points_held"}
    shop.joins("carl", "2026-03-01")
    assert refused(shop.comes_back("carl", "bea", "2026-03-02", left)) == {"code": "merge.not_merged"}


def test_three_who_are_one_part_one_after_the_other(shop: People) -> None:
    shop.joins("carl", "2026-01-07")
    shop.buys("carl", "2026-01-10", "C1", 10_00)
    shop.merges("alice", "bea", "2026-03-01")
    shop.merges("carl", "bea", "2026-03-02")
    assert shop.lots("bea") == [("2027-01-10", 120), ("2027-02-10", 45)]
    shop.spends("bea", "2026-03-03", 108)  # Alice's 105 came first, then 3 of Carl's 15
    shop.parts("alice", "bea", "2026-03-04")
    assert (shop.has("alice")[0], shop.has("bea")[0]) == (0, 57)
    assert shop.states["bea"].measures["spend"].total == 50_00
    shop.parts("carl", "bea", "2026-03-05")
    assert (shop.has("carl")[0], shop.has("bea")[0]) == (12, 45)
    assert shop.states["bea"].measures["spend"].total == 40_00
    assert shop.states["bea"].moving.shares == {}


def test_points_that_still_wait_for_their_day_go_along_and_come_back() -> None:
    shop = People("wallets: {points: {activate: {after: 14 days}, expire: {rolling: 1 year}}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\n")
    shop.joins("alice", "2026-01-05")
    shop.joins("bea", "2026-01-06")
    shop.buys("alice", "2026-02-25", "A1", 100_00)
    left, took = shop.merges("alice", "bea", "2026-03-01")
    assert moved(left) == [("points", "pending", "transit", 100, "2027-02-25", "merge")]
    assert moved(took) == [("points", "transit", "pending", 100, "2027-02-25", "merge")]
    assert (shop.has("alice"), shop.has("bea")) == ((0, 0, 0, 0), (0, 100, 0, 0))
    shop.parts("alice", "bea", "2026-03-02")
    assert (shop.has("alice"), shop.has("bea")) == ((0, 100, 0, 0), (0, 0, 0, 0))
    assert shop.is_given("alice", "2026-03-11 12:00", 1).outcome.points["points"] == {"active": 101, "pending": 0}


def test_orders_in_the_grace_of_a_fall_keep_the_grace_only_while_both_fall() -> None:
    shop = People(
        """
wallets: {points: {}}
earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]
tiers: {review: {every: quarter}, down: {grace: 30 days}, levels: [{id: regular}, {id: gold, reach: {spend: 100, within: 3 months}}]}
"""
    )
    shop.joins("alice", "2026-01-05")
    shop.joins("bea", "2026-01-05")
    shop.buys("alice", "2026-01-10", "A1", 100_00)
    shop.buys("bea", "2026-05-10", "B1", 100_00)
    shop.happens("alice", "2026-05-11", ADJUSTED, PointsAdjusted(1, "goodwill", "Mei"))
    assert shop.states["alice"].tier == "gold" or shop.states["alice"].grace_until == 0
    left = shop.leaves("alice", "bea", "2026-05-11")
    shop.happens("bea", "2026-05-11", MERGED, Merged(1, pack_of(left)))
    assert (shop.states["bea"].tier, shop.states["bea"].grace_until) == ("gold", 0)
