"""The programme promises that an order and its return are one story, whichever comes first, and that a level follows as the programme says."""

import pytest

from engine.people import People
from engine.tale import Tale
from regulars.engine.event_names import ORDER_RETURNED
from regulars.engine.events import OrderReturned, ReturnedLine
from regulars.engine.state_moving import Moving, Portion, TakenIn

SHOP = "wallets: {points: {}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\n"


def shop(more: str = "") -> People:
    people = People(SHOP + more)
    people.joins("alice", "2026-01-05")
    return people


def came_first(people: People, order: str, *lines: ReturnedLine):
    return people.happens("alice", "2026-01-06", ORDER_RETURNED, OrderReturned(order, lines))


def test_a_return_that_comes_first_waits_for_its_own_order_and_is_then_applied() -> None:
    people = shop()
    assert came_first(people, "o1", ReturnedLine(1, amount=40_00)).outcome.because == [{"code": "return.parked", "order": "o1"}]
    came_first(people, "o2")
    made = people.buys("alice", "2026-01-07", "o1", 100_00)
    assert {"code": "return.applied", "order": "o1", "points": 40, "spend": 40_00} in made.outcome.because
    assert people.has("alice") == (60, 0, 0, 0)
    assert [parked.order_id for parked in made.state.parked] == ["o2"]


def test_of_returns_that_wait_each_is_applied_or_refused_with_its_reason() -> None:
    people = shop()
    came_first(people, "o1", ReturnedLine(2))
    came_first(people, "o1", ReturnedLine(1, amount=100_01))
    came_first(people, "o1", ReturnedLine(1, amount=30_00))
    made = people.buys("alice", "2026-01-07", "o1", 100_00)
    refused = [reason for reason in made.outcome.because if reason["code"] == "return.parked_refused"]
    assert refused == [
        {"code": "return.parked_refused", "order": "o1", "event": "e2", "why": "return.unknown_line"},
        {"code": "return.parked_refused", "order": "o1", "event": "e3", "why": "return.exceeds"},
    ]
    assert (people.has("alice"), made.state.parked) == ((70, 0, 0, 0), [])


LEVELS = "tiers: {%slevels: [{id: low}, {id: top, reach: {spend: 100, within: 1 year}}]}\nreturns: {tier: %s}\n"


@pytest.mark.parametrize(
    ("review", "when", "tier"),
    [("review: {every: year}, ", "at_once", "low"), ("review: {every: year}, ", "at_review", "top"), ("", "at_once", "top")],
)  # fmt: skip
def test_a_return_takes_the_level_at_once_or_leaves_it_to_the_review(review: str, when: str, tier: str) -> None:
    people = shop(LEVELS % (review, when))
    people.buys("alice", "2026-01-06", "o1", 100_00)
    made = people.returns("alice", "2026-01-07", "o1")
    assert made.state.tier == tier
    measured = [{"measure": "spend", "have": "0.00", "need": "100.00", "within": "1 year", "met": False}]
    down = [{"code": "tier.down", "from": "top", "to": "low", "measured": measured}]
    assert [reason for reason in made.outcome.because if reason["code"].startswith("tier.")] == (down if tier == "low" else [])


def test_a_return_takes_all_that_its_order_brought_and_says_how_much_of_each() -> None:
    tale = Tale(
        "referral: {advocate: {points: 300}, friend: {points: 200}, qualifies: {order_at_least: 50}}\n"
        "challenges: [{id: first, on: order.paid, target: {count: 1}, reward: {points: 30}}]\n"
    ).play("2026-01-05 Alice joins brought by ADA", {"referral": {"advocate": 7}})
    tale.play("2026-01-10 buys o1 60.00\n2026-01-10 has 290\n2026-01-11 returns o1\n2026-01-11 has 0")
    assert tale.last.earned == {"points": -290}


def test_what_makes_a_member_one_of_several() -> None:
    assert not Moving().is_merged
    assert all(moving.is_merged for moving in (Moving(into=7), Moving(taken_in={7: TakenIn(Portion())}), Moving(been=[7])))


def test_what_is_kept_of_several_people_is_copied_whole() -> None:
    taken = TakenIn(Portion(used={"base": [(1, 2)]}, returned={"o1": {1: (1, 2)}}), badges=["owl"], owed={"points": 5}, stood=("low", 1, 2), friends=["7"])
    moving = Moving(5, {}, 0, [8], {7: taken}, Portion(), {"points/active/never": [(7, 5)]})
    other = moving.copy()
    assert other == moving
    other.taken_in[7].friends.append("9")
    other.taken_in[7].portion.used["base"].append((3, 4))
    other.taken_in[7].portion.returned["o1"][2] = (3, 4)
    other.shares["points/active/never"].append((0, 1))
    other.been.append(9)
    assert (taken.friends, taken.portion.used, taken.portion.returned) == (["7"], {"base": [(1, 2)]}, {"o1": {1: (1, 2)}})
    assert (moving.shares, moving.been) == ({"points/active/never": [(7, 5)]}, [8])
