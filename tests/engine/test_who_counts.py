"""The programme promises which of several rules counts, when, and what staff may give alone; and where another programme's ladder would put a member."""

from datetime import date

import pytest

from engine.people import People, refused
from regulars.engine.approving import check_goodwill, goodwill_limit, needs_second_for
from regulars.engine.assessing import assess
from regulars.engine.event_names import HELD, MEMBERSHIP_BOUGHT, REDEEMED
from regulars.engine.events import PointsHeld, PointsRedeemed
from regulars.engine.events_tiers import MembershipBought
from regulars.engine.quest_standing import badges_of
from regulars.engine.standing import LotStanding, by_last_day
from regulars.kit.errors import Refused
from regulars.kit.periods import NEVER, iso_day

BASE = "{id: base, on: order.paid, points: {per: 1, give: 1}}"


def shop(*rules: str, more: str = "", wallets: str = "{points: {}}") -> People:
    people = People(f"wallets: {wallets}\nearn:\n" + "".join(f"  - {rule}\n" for rule in (BASE, *rules)) + more)
    people.joins("alice", "2026-01-05")
    return people


def test_of_each_group_the_best_counts_whatever_other_groups_hold() -> None:
    people = shop(
        "{id: alone, on: order.paid, points: {multiply: 2}, stack: best_of, group: x}",
        "{id: low, on: order.paid, points: 5, stack: best_of, group: y}",
        "{id: high, on: order.paid, points: 9, stack: best_of, group: y}",
        "{id: only, on: order.paid, points: 3, stack: exclusive, group: z}",
        "{id: quiet, on: order.paid, points: 7, stack: best_of, group: z}",
    )
    made = people.buys("alice", "2026-01-06", "o1", 100_00)
    assert made.outcome.rules["points"] == {"base": 100, "alone": 100, "high": 9, "only": 3}
    missed = [reason for reason in made.outcome.because if reason["code"] == "rule.missed_group"]
    assert missed == [{"code": "rule.missed_group", "rule": "low", "detail": "high"}, {"code": "rule.missed_group", "rule": "quiet", "detail": "only"}]


def test_of_equals_the_one_of_higher_priority_counts_and_then_the_first() -> None:
    rules = ("{id: first, on: order.paid, points: 5, stack: best_of, group: y}", "{id: second, on: order.paid, points: 5, stack: best_of, group: y%s}")
    assert "first" in shop(rules[0], rules[1] % "").buys("alice", "2026-01-06", "o1", 1_00).outcome.rules["points"]
    assert "second" in shop(rules[0], rules[1] % ", priority: 1").buys("alice", "2026-01-06", "o1", 1_00).outcome.rules["points"]


@pytest.mark.parametrize(("on", "fires"), [("2026-01-09", False), ("2026-01-10", True), ("2026-01-12", True), ("2026-01-13", False)])
def test_a_rule_counts_from_its_first_day_to_the_end_of_its_last(on: str, fires: bool) -> None:
    made = shop("{id: days, on: order.paid, points: 5, from: 2026-01-10, until: 2026-01-12}").buys("alice", on, "o1", 1_00)
    assert ("days" in made.outcome.rules["points"]) is fires
    assert ({"code": "rule.missed_dates", "rule": "days"} in made.outcome.because) is not fires


def test_whoever_joins_stands_on_the_lowest_level_from_that_day() -> None:
    people = shop(more="tiers: {levels: [{id: low}, {id: top, reach: {spend: 100}}]}\n")
    state = people.states["alice"]
    assert (state.tier, iso_day(state.tier_since), iso_day(state.enrolled_on), iso_day(state.idle_from)) == ("low", "2026-01-05", "2026-01-05", "2026-01-05")
    assert state.advanced_us == people.us("2026-01-05")
    again = refused(people.joins("alice", "2026-01-06"))
    assert again["code"] == "member.already_enrolled"


def test_only_what_a_level_asks_for_is_counted() -> None:
    plain = shop(more="tiers: {levels: [{id: low}, {id: top, reach: {spend: 100}}]}\n").buys("alice", "2026-01-06", "o1", 1_00)
    assert set(plain.state.measures) == {"spend", "visits"}
    asked = shop(more="tiers: {levels: [{id: low}, {id: top, reach: {events.order.paid: 2}}]}\n")
    asked.buys("alice", "2026-01-06", "o1", 1_00)
    assert asked.buys("alice", "2026-01-06", "o2", 1_00).state.tier == "top"
    assert asked.states["alice"].measures["events.order.paid"].total == 2
    assert asked.states["alice"].measures["visits"].total == 1


def test_the_points_of_a_membership_say_so() -> None:
    people = shop(more="paid: [{id: plus, multiplier: 1.5, fee: 9, lasts: 1 year}]\n")
    people.happens("alice", "2026-01-06", MEMBERSHIP_BOUGHT, MembershipBought("plus"))
    made = people.buys("alice", "2026-01-07", "o1", 25_00)
    assert {"code": "membership.multiplier", "wallet": "points", "plan": "plus", "multiplier": "1.5", "points": 12, "exact": "12.5"} in made.outcome.because
    assert {"code": "rounding.down", "wallet": "points", "exact": "37.5", "points": 37} in made.outcome.because
    assert made.outcome.paid_plan == "plus"


def test_no_more_is_taken_by_hand_than_there_is() -> None:
    people = shop()
    people.is_given("alice", "2026-01-06", 30)
    assert refused(people.is_given("alice", "2026-01-06", -31)) == {"code": "points.insufficient", "needed": 31, "available": 30, "wallet": "points"}
    assert people.is_given("alice", "2026-01-06", -30).outcome.earned == {"points": -30}


PAYING = "{points: {point_value: 0.01, redeem: {min: 20, max: 100, step: 10, share_of_order: 0.5}}}"


@pytest.mark.parametrize(
    ("points", "amount", "expected"),
    [
        (10, 100_00, {"code": "redeem.below_min", "points": 10, "least": 20, "wallet": "points"}),
        (110, 100_00, {"code": "redeem.above_max", "points": 110, "most": 100, "wallet": "points"}),
        (25, 100_00, {"code": "redeem.off_step", "points": 25, "step": 10, "wallet": "points"}),
        (60, 1_00, {"code": "redeem.above_share", "points": 60, "most": 50, "percent": "50", "wallet": "points"}),
        (20, 100_00, None), (100, 100_00, None), (50, 1_00, None),
    ],
)  # fmt: skip
def test_what_points_may_pay_is_refused_with_what_would_do(points: int, amount: int, expected: dict | None) -> None:
    people = shop(wallets=PAYING)
    people.is_given("alice", "2026-01-06", 1_000)
    for type, data in ((HELD, PointsHeld(points, order_amount=amount)), (REDEEMED, PointsRedeemed(points, order_amount=amount))):
        made = people.happens("alice", "2026-01-07", type, data)
        if expected is None:
            assert {"code": "points.worth", "wallet": "points", "points": points, "amount": f"{points / 100:.2f}", "currency": "CNY"} in made.outcome.because
        else:
            assert refused(made) == expected


def test_up_to_takes_the_most_that_is_allowed_in_whole_steps() -> None:
    for amount, taken in ((1_00, 50), (100_00, 100), (79, 30)):
        people = shop(wallets=PAYING)
        people.is_given("alice", "2026-01-06", 1_000)
        made = people.happens("alice", "2026-01-07", REDEEMED, PointsRedeemed(5_000, up_to=True, order_amount=amount))
        assert people.has("alice")[0] == 1_000 - taken, made.outcome.because


APPROVED = "wallets: {points: {}, stars: {scale: 1}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\napproval: {goodwill_above: 100, bulk_above: 150}\n"


def test_what_one_person_may_give_alone() -> None:
    program, free = People(APPROVED).program, People(APPROVED.replace("approval:", "#")).program
    assert (goodwill_limit(program), goodwill_limit(program, "stars"), goodwill_limit(free)) == (100, 1_000, None)
    assert [needs_second_for(program, given) for given in ([("", 100)], [("", 101)], [("stars", 1_000)], [("stars", 1_001)], [("", -500)])] == [False, True, False, True, False]
    assert [needs_second_for(program, given) for given in ([("", 75), ("", 75)], [("", 75), ("", 76)], [("", -75), ("", 76)], [("", 75), ("stars", 760)])] == [False, True, True, True]
    assert not needs_second_for(free, [("", 10_000), ("", 10_000)])
    check_goodwill(program, "", 100)
    check_goodwill(free, "", 10_000)
    with pytest.raises(Refused) as found:
        check_goodwill(program, "", 101)
    assert (found.value.code, found.value.facts) == ("approval.needed", {"points": 101, "limit": 100})


LEVELS = "tiers: {review: {every: quarter}, down: {step: %s}, levels: [{id: low}, {id: mid, reach: {spend: 100, within: 1 month}}, {id: top, reach: {spend: 1000, within: 1 month}}]}\n"


def test_where_a_ladder_would_put_somebody() -> None:
    people = shop(more=LEVELS % "one")
    people.buys("alice", "2026-01-10", "o1", 1000_00)
    state, on = people.states["alice"], date(2026, 1, 20).toordinal()

    def would(step: str, day: int, more: str = "") -> tuple[str, str]:
        return tuple(assess(shop(more=(LEVELS % step) + more).versions.every[0], state, day))

    assert would("one", on) == ("top", "stays")
    assert would("one", on + 60) == ("mid", "down")
    assert would("full", on + 60) == ("low", "down")
    never = shop(more=(LEVELS % "one").replace("review: {every: quarter}, ", "")).versions.every[0]
    assert tuple(assess(never, state, on + 60)) == ("top", "stays")
    lower = state.copy()
    lower.tier = "low"
    assert tuple(assess(shop(more=LEVELS % "one").versions.every[0], lower, on)) == ("top", "up")
    assert state.tier == "top"


@pytest.mark.parametrize(("day", "tier"), [("2026-02-14", "mid"), ("2026-02-15", "low")])
def test_a_full_fall_is_assessed_as_of_the_very_day(day: str, tier: str) -> None:
    """A month that ends on 14 February holds 15 January; one that ends on the 15th does not."""
    people = shop(more=LEVELS % "full")
    people.buys("alice", "2026-01-10", "o1", 900_00)
    people.buys("alice", "2026-01-15", "o2", 100_00)
    assert tuple(assess(people.versions.every[0], people.states["alice"], date.fromisoformat(day).toordinal())) == (tier, "down")


def test_whoever_stands_on_their_floor_stays() -> None:
    floor = shop(more=(LEVELS % "one").replace("{id: top, ", "{id: top, floor: top, "))
    floor.buys("alice", "2026-01-10", "o1", 1000_00)
    assert tuple(assess(floor.versions.every[0], floor.states["alice"], date(2026, 4, 1).toordinal())) == ("top", "stays")


def test_lots_of_one_last_day_are_told_together() -> None:
    lots = [LotStanding("a", 5, 1, 739_700), LotStanding("b", 7, 2, 739_700), LotStanding("c", 3, 3, NEVER), LotStanding("d", 20, 3, 739_600)]
    assert [(day.until and day.until.toordinal(), day.points, day.most) for day in by_last_day(lots)] == [(739_600, 20, 20), (739_700, 12, 20), (None, 3, 20)]
    assert by_last_day([]) == []


def test_the_latest_badge_comes_first_and_of_one_day_the_first_by_name() -> None:
    people = shop()
    state = people.states["alice"]
    state.badges = {"owl": (5, "rule:a"), "cat": (7, "rule:a"), "ant": (5, "challenge:b")}
    assert [(badge.id, badge.earned_on, badge.earned_for) for badge in badges_of(state)] == [("cat", 7, "rule:a"), ("ant", 5, "challenge:b"), ("owl", 5, "rule:a")]
