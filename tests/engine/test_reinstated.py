"""The programme promises who may have lapsed points back, to which day, and how long they are remembered: the day itself and the one beside it."""

from datetime import date

import pytest

from engine.people import People, moved
from regulars.engine.lots import lot_name
from regulars.engine.reinstating import forget_lapsed
from regulars.engine.state import MemberState
from regulars.engine.state_holding import Holding, Lapsed
from regulars.kit.periods import iso_day

SHOP = """
wallets:
  points:
    expire: {rolling: 30 days, reinstate: {within: {low: 10 days, top: 20 days}, on: [order.paid], for: 15 days}}
  miles: {expire: {rolling: 30 days}}
earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]
tiers: {levels: [{id: low}, {id: mid, reach: {spend: 500}}, {id: top, reach: {spend: 1000}}]}
"""


def shop(fen: int = 100_00) -> People:
    """Points of 6 January, usable to the end of 5 February."""
    people = People(SHOP)
    people.joins("alice", "2026-01-05")
    people.buys("alice", "2026-01-06", "o1", fen)
    return people


def back(people: People, on: str) -> list[dict]:
    return [reason for reason in people.buys("alice", on, f"b{on}", 1_00).outcome.because if reason["code"] == "points.reinstated"]


@pytest.mark.parametrize(("fen", "on", "comes"), [(100_00, "2026-02-15", True), (100_00, "2026-02-16", False), (1000_00, "2026-02-25", True), (1000_00, "2026-02-26", False), (500_00, "2026-02-06", False)])
def test_lapsed_points_come_back_within_the_window_of_the_members_level(fen: int, on: str, comes: bool) -> None:
    people = shop(fen)
    until = iso_day(date.fromisoformat(on).toordinal() + 15)
    told = [{"code": "points.reinstated", "wallet": "points", "points": fen // 100, "until": until}] if comes else []
    assert back(people, on) == told
    assert people.has("alice")[0] == (fen // 100 if comes else 0) + 1


def test_what_has_not_lapsed_yet_is_not_brought_back() -> None:
    people = shop()
    assert back(people, "2026-02-05") == []
    assert people.has("alice")[0] == 101


def test_they_leave_what_lapsed_and_are_issued_anew_once() -> None:
    people = shop()
    made = people.buys("alice", "2026-02-10", "b", 1_00)
    lot = "2026-02-25"
    assert [one for one in moved(made) if one[5] == "reinstatement"] == [
        ("points", "breakage", "issued", 100, "2026-02-05", "reinstatement"), ("points", "issued", "active", 100, lot, "reinstatement"),
    ]  # fmt: skip
    assert back(people, "2026-02-11") == []


def test_what_can_come_back_no_more_is_forgotten_with_the_next_event() -> None:
    for on, remembered in (("2026-02-25", 1), ("2026-02-26", 0)):  # 20 days is the longest any level has
        people = shop()
        people.is_given("alice", on, 1)
        assert len(people.states["alice"].holding.lapsed if people.states["alice"].holding else []) == remembered


def test_a_return_takes_what_lapsed_out_of_what_may_come_back() -> None:
    wallet = shop().versions.every[0].wallets["points"]
    until = date(2026, 2, 5).toordinal()
    first, second, other, miles = Lapsed("points", until, 5, 10), Lapsed("points", until, 6, 20), Lapsed("points", until + 1, 6, 7), Lapsed("miles", until, 5, 9)
    name = lot_name(wallet, until, 5)
    for points, left in ((0, [first, second, other, miles]), (4, [Lapsed("points", until, 5, 6), second, other, miles]), (10, [second, other, miles]), (15, [Lapsed("points", until, 6, 15), other, miles]), (99, [other, miles])):
        state = MemberState(holding=Holding(lapsed=[first, second, other, miles]))
        forget_lapsed(state, wallet, name, points)
        assert state.holding.lapsed == left
    forget_lapsed(MemberState(), wallet, name, 5)
