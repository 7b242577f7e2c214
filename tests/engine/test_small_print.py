"""The programme promises what its small print says: lines with numbers of their own, goods told apart by their sku, windows of two years, rewards of part points."""

import json

import pytest

from engine.people import People, moved, refused
from regulars.engine.event_names import HELD, ORDER_PAID, REDEEMED
from regulars.engine.events import Line, OrderPaid, PointsHeld, PointsRedeemed
from regulars.engine.reading import read_data
from regulars.kit.errors import Invalid
from regulars.kit.periods import iso_day

BASE = "{id: base, on: order.paid, points: {per: 1, give: 1}}"


def shop(*rules: str, more: str = "", wallets: str = "{points: {}}") -> People:
    people = People(f"wallets: {wallets}\nearn:\n" + "".join(f"  - {rule}\n" for rule in rules or (BASE,)) + more)
    people.joins("alice", "2026-01-05")
    return people


def test_lines_may_bring_numbers_of_their_own_and_each_once() -> None:
    program, line = shop().program, {"sku": "tea", "quantity": 1, "amount": "1.00"}

    def read(*numbers: int) -> tuple[int, ...]:
        body = {"order_id": "A1", "currency": "CNY", "lines": [{**line, "line": number} for number in numbers]}
        return tuple(one.line for one in read_data("order.paid", json.dumps(body), program).lines)

    assert (read(7, 3), read(1)) == ((7, 3), (1,))
    with pytest.raises(Invalid) as found:
        read(3, 7, 3)
    assert (found.value.code, found.value.facts) == ("order.line_twice", {"order": "A1"})


def test_goods_of_one_category_are_told_apart_by_their_sku() -> None:
    lines = (Line(1, "tea", 1_000, 10_00, 0, "shelf"), Line(2, "cup", 1_000, 20_00, 0, "shelf"), Line(3, "card", 1_000, 40_00, 0, "shelf"))
    people = shop(BASE, "{id: more, on: order.paid, when: {line.sku: tea}, points: {multiply: 2}}", more="exclude: {sku: [card]}\n")
    made = people.happens("alice", "2026-01-06", ORDER_PAID, OrderPaid("o1", lines))
    assert made.outcome.rules["points"] == {"base": 30, "more": 10}
    assert made.outcome.shares["points"] == {1: 20, 2: 20}
    assert {"code": "lines.excluded", "lines": [3]} in made.outcome.because


def test_a_group_with_an_exclusive_rule_leaves_other_groups_alone() -> None:
    made = shop(
        BASE,
        "{id: only, on: order.paid, points: 3, stack: exclusive, group: a}",
        "{id: quiet, on: order.paid, points: 7, group: a}",
        "{id: low, on: order.paid, points: 5, stack: best_of, group: b}",
        "{id: high, on: order.paid, points: 9, stack: best_of, group: b}",
    ).buys("alice", "2026-01-06", "o1", 1_00)
    assert made.outcome.rules["points"] == {"base": 1, "only": 3, "high": 9}


def test_an_order_of_nothing_is_an_order_too() -> None:
    for type, data in ((HELD, PointsHeld), (REDEEMED, PointsRedeemed)):
        people = shop(wallets="{points: {point_value: 0.01, redeem: {min: 20}}}")
        people.is_given("alice", "2026-01-06", 100)
        assert refused(people.happens("alice", "2026-01-07", type, data(10, order_amount=0)))["code"] == "redeem.below_min"
        made = people.happens("alice", "2026-01-07", type, data(20, order_amount=0))
        assert made.outcome.because[-1] == {"code": "points.worth", "wallet": "points", "points": 20, "amount": "0.20", "currency": "CNY"}
        reward = people.happens("alice", "2026-01-07", type, data(10))
        assert [reason["code"] for reason in reward.outcome.because] == ["points.held" if type == HELD else "points.redeemed"]


@pytest.mark.parametrize(("policy", "account", "code"), [("debt", "debt", "return.debt"), ("within_balance", "forfeited", "return.forgiven"), ("only_pending", "forfeited", "return.forgiven")])
def test_what_is_owed_or_forgiven_is_of_no_lot(policy: str, account: str, code: str) -> None:
    people = shop(more=f"returns: {{policy: {policy}}}\n")
    people.buys("alice", "2026-01-06", "o1", 40_00)
    people.spends("alice", "2026-01-07", 40)
    made = people.returns("alice", "2026-01-08", "o1")
    assert moved(made) == [("points", account, "issued", 40, "", "return")]
    assert {"code": code, "wallet": "points", "points": 40, "order": "o1"} in made.outcome.because
    assert people.has("alice") == (0, 0, 0, 40 if account == "debt" else 0)


def test_a_window_of_two_years_remembers_two_years() -> None:
    people = shop(more="tiers: {levels: [{id: low}, {id: top, reach: {spend: 100, within: 2 years}}]}\n")
    people.buys("alice", "2026-01-10", "o1", 60_00)
    people.buys("alice", "2027-12-31", "o2", 39_99)
    assert [iso_day(day) for day in people.states["alice"].measures["spend"].days] == ["2026-01-10", "2027-12-31"]
    assert people.buys("alice", "2028-01-09", "o3", 1).state.tier == "top"  # its two years began on 10 January 2026
    late = shop(more="tiers: {levels: [{id: low}, {id: top, reach: {spend: 100, within: 2 years}}]}\n")
    late.buys("alice", "2026-01-10", "o1", 60_00)
    assert late.buys("alice", "2028-01-10", "o2", 40_00).state.tier == "low"


def test_a_challenge_counts_the_lines_it_asks_for_and_gives_parts_of_a_point() -> None:
    people = shop(
        BASE,
        more="challenges: [{id: teas, on: order.paid, when: {line.category: tea}, target: {quantity: 3}, reward: {points: 2.5, wallet: stars}}]\n",
        wallets="{points: {}, stars: {scale: 1, activate: {after: 7 days}, expire: {rolling: 1 month, from: activation}}}",
    )
    people.happens("alice", "2026-01-06", ORDER_PAID, OrderPaid("o1", (Line(1, "oolong", 2_000, 10_00, 0, "tea"), Line(2, "cup", 5_000, 10_00, 0, "ware"))))
    assert "stars" not in people.states["alice"].wallets
    made = people.happens("alice", "2026-01-07", ORDER_PAID, OrderPaid("o2", (Line(1, "oolong", 1_000, 10_00, 0, "tea"), Line(2, "cup", 5_000, 10_00, 0, "ware"))))
    assert {"code": "challenge.completed", "challenge": "teas", "wallet": "stars", "points": 25} in made.outcome.because
    assert people.has("alice", "stars") == (0, 25, 0, 0)
    assert [(iso_day(on), iso_day(until), points) for on, until, _, points in people.states["alice"].wallets["stars"].waiting] == [("2026-01-14", "2026-02-14", 25)]
