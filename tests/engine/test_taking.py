"""The programme promises where a return finds its points: what waits, its own lot, what lapsed of it, other lots, and then what is owed or forgiven; step by step."""

from datetime import date

import pytest

from engine.people import HEAD
from regulars.engine.compiling import compile_program, compile_versions
from regulars.engine.decision import Outcome, Passed, Past, Transfer
from regulars.engine.state import MemberState
from regulars.engine.state_holding import Holding, Wait
from regulars.engine.state_parts import WalletState
from regulars.engine.taking import Search, lapsed_of, own_lots, with_lapsed
from regulars.program.reading import require

EARN = "earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\n"


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


TODAY = day("2026-03-10")
SINCE, THEN = day("2026-01-05"), day("2026-02-05")
SOON, LATER = day("2026-04-01"), day("2026-09-01")
OWN = ("points", "2026-04-01")
BY_LINE = "activate: [{when: {line.category: tv}, on: order.delivered, after: 14 days, at_most: 60 days}, {after: 2 days}]"


def versions(*keys: str):
    programs = [require(f"{HEAD}wallets: {{points: {{{one}}}}}\n{EARN}") for one in keys or ("activate: {after: 7 days}",)]
    return compile_versions([(number or None, number + 1, program) for number, program in enumerate(programs)])


def search(state: MemberState, policy: str = "debt", keys: str = "activate: {after: 7 days}", active_on: int = TODAY + 1, by_lot: dict | None = None, lapsed: dict | None = None, **more) -> Search:
    wallet = versions(keys).every[0].wallets["points"]
    past = Past(None, Outcome(version=1, day=SINCE, lots={"points": (SOON, active_on)}), 0, lapsed or {}, by_lot or {})
    return Search([], [], state, wallet, wallet, policy, past, "o1", TODAY, **more)


def member(*lots: tuple[int, int, int], waiting: tuple = (), held: int = 0, waits: tuple = ()) -> MemberState:
    own = WalletState(sum(lot[2] for lot in lots), sum(lot[3] for lot in waiting), held, 0, list(lots), list(waiting))
    return MemberState(wallets={"points": own}, holding=Holding(waits=list(waits)) if waits else None)


def went(found: Search) -> list[tuple[str, str, int, str]]:
    return [(one.source, one.target, one.points, one.lot) for one in found.posted]


EVERYWHERE = {"lots": ((SOON, SINCE, 5), (LATER, THEN, 20)), "waiting": ((TODAY + 1, SOON, SINCE, 10),)}


@pytest.mark.parametrize(
    ("points", "steps"),
    [
        (8, [("pending", "issued", 8, "2026-04-01")]),
        (10, [("pending", "issued", 10, "2026-04-01")]),
        (12, [("pending", "issued", 10, "2026-04-01"), ("active", "issued", 2, "2026-04-01")]),
        (17, [("pending", "issued", 10, "2026-04-01"), ("active", "issued", 5, "2026-04-01"), ("breakage", "issued", 2, "2026-04-01")]),
        (29, [("pending", "issued", 10, "2026-04-01"), ("active", "issued", 5, "2026-04-01"), ("breakage", "issued", 4, "2026-04-01"), ("active", "issued", 10, "2026-09-01")]),
        (50, [("pending", "issued", 10, "2026-04-01"), ("active", "issued", 5, "2026-04-01"), ("breakage", "issued", 4, "2026-04-01"), ("active", "issued", 20, "2026-09-01"), ("debt", "issued", 11, "")]),
    ],
)  # fmt: skip
def test_one_place_after_the_other(points: int, steps: list) -> None:
    found = search(member(*EVERYWHERE["lots"], waiting=EVERYWHERE["waiting"]), by_lot={OWN: 4})
    found.take(points)
    assert went(found) == steps
    owed = [{"code": "return.debt", "wallet": "points", "points": 11, "order": "o1"}]
    assert (found.because, found.state.wallets["points"].debt) == ((owed, 11) if points == 50 else ([], 0))


def test_what_lapsed_is_taken_once() -> None:
    for kept in ({"by_lot": {OWN: 4, ("points", "2026-09-01"): 9}}, {"lapsed": {"points": 4}}):
        found = search(member(), **kept)
        found.take(3)
        assert went(found) == [("breakage", "issued", 3, "2026-04-01")]
    found = search(member(), by_lot={OWN: 4})
    found.take(3)
    found.take(3)
    assert went(found) == [("breakage", "issued", 3, "2026-04-01"), ("breakage", "issued", 1, "2026-04-01"), ("debt", "issued", 2, "")]


@pytest.mark.parametrize(
    ("policy", "held", "owed", "forgiven"),
    [("debt", 0, 9, 0), ("debt", 3, 9, 0), ("within_balance", 0, 0, 9), ("within_balance", 3, 3, 6), ("within_balance", 9, 9, 0), ("within_balance", 20, 9, 0), ("only_pending", 3, 0, 9)],
)
def test_the_rest_is_owed_or_forgiven_as_the_policy_says(policy: str, held: int, owed: int, forgiven: int) -> None:
    found = search(member(held=held), policy)
    found.take(9)
    assert went(found) == ([("debt", "issued", owed, "")] if owed else []) + ([("forfeited", "issued", forgiven, "")] if forgiven else [])
    told = [{"code": "return.debt", "wallet": "points", "points": owed, "order": "o1"}] if owed else []
    told += [{"code": "return.forgiven", "wallet": "points", "points": forgiven, "order": "o1"}] if forgiven else []
    assert (found.because, found.state.wallets["points"].debt) == (told, owed)


def test_where_only_what_waits_may_be_taken_no_usable_point_is() -> None:
    found = search(member(*EVERYWHERE["lots"], waiting=EVERYWHERE["waiting"]), "only_pending", by_lot={OWN: 4})
    found.take(20)
    assert went(found) == [("pending", "issued", 10, "2026-04-01"), ("breakage", "issued", 4, "2026-04-01"), ("forfeited", "issued", 6, "")]


def wait(points: int, order: str = "o1", key: str = "0", since: int = SINCE, active_on: int = TODAY + 30) -> Wait:
    return Wait("order.delivered", order, "points", key, active_on, SOON, since, points, (14, 0))


def test_what_waits_for_its_own_delivery_is_found_by_its_order() -> None:
    lot = (TODAY + 30, SOON, SINCE, 50)
    state = member(waiting=(lot,), waits=(wait(9, "o2"), wait(10), wait(5), wait(7, key="")))
    found = search(state, keys=BY_LINE, active_on=TODAY + 30)
    found.take(12, "0")
    assert went(found) == [("pending", "issued", 10, "2026-04-01"), ("pending", "issued", 2, "2026-04-01")]
    assert state.holding.waits == [wait(9, "o2"), wait(3), wait(7, key="")]
    assert state.wallets["points"].waiting == [(*lot[:3], 38)]
    reward = search(member(waiting=(lot,), waits=(wait(10, ""), wait(9))), keys=BY_LINE, active_on=TODAY + 30, waits_under="")
    reward.take(4, "0")
    assert reward.state.holding.waits == [wait(6, ""), wait(9)]


def gives(state: MemberState, key: str, fresh: bool, keys: str = BY_LINE) -> tuple[list, list]:
    found = search(state, keys=keys, active_on=SINCE + 2)
    found.give(6, key, fresh)
    waits = found.state.holding.waits if found.state.holding is not None else []
    return [(one.source, one.target, one.points) for one in found.posted], [(one.key, one.active_on, one.points) for one in waits]


def test_what_the_rest_earns_more_goes_where_the_orders_points_went() -> None:
    at_once, pending = [("issued", "active", 6)], [("issued", "pending", 6)]
    lot = (TODAY + 30, SOON, SINCE, 10)
    assert gives(member(waiting=(lot,), waits=(wait(10),)), "0", False) == (pending, [("0", TODAY + 30, 10), ("0", TODAY + 30, 6)])
    assert gives(member(), "0", False) == (at_once, [])  # nothing of it waits any more: it has come
    assert gives(member(), "0", True) == (at_once, [])
    assert gives(member(waiting=(lot,), waits=(wait(10, key="1"),)), "0", False)[0] == at_once
    pended, waits = gives(member(), "", True, "activate: {after: 90 days}")
    assert (pended, waits) == (at_once, [])  # its own lot was usable on 7 January


def test_a_debt_takes_what_is_given() -> None:
    state = member()
    state.wallets["points"].debt = 4
    assert gives(state, "0", False)[0] == [("issued", "debt", 4), ("issued", "active", 2)]


def test_where_last_days_move_a_lot_has_the_one_it_has_now() -> None:
    found = search(member((LATER, SINCE, 5), (LATER + 1, THEN, 9)), keys="expire: {sliding: 1 year}", active_on=0)
    found.take(5)
    assert went(found) == [("active", "issued", 5, "earned 2026-01-05")]
    assert [one.until for one in found.posted] == [LATER]
    waits = search(member(waiting=((TODAY + 1, LATER, SINCE, 5),)), keys="activate: {after: 7 days}, expire: {sliding: 1 year}")
    waits.take(5)
    assert [(one.source, one.until) for one in waits.posted] == [("pending", LATER)]


def test_an_orders_lots_go_by_every_name_a_version_gave_them() -> None:
    both = versions("expire: {rolling: 1 year}", "expire: {sliding: 1 year}")
    outcome = Outcome(version=1, day=SINCE, lots={"points": (SOON, 0)})
    assert own_lots(both, outcome) == {("points", "2026-04-01"), ("points", "earned 2026-01-05"), ("points", "2027-01-05")}
    assert own_lots(both, Outcome(version=1, day=SINCE, took={"points": [(SOON, SINCE, 5)]})) == set()


def test_what_lapses_on_the_way_to_a_return_is_known_to_it() -> None:
    both = versions("expire: {rolling: 1 year}")
    past = Past(None, Outcome(version=1, day=SINCE, lots={"points": (SOON, 0)}), 0, {"points": 3}, {OWN: 3})
    passed = [
        Passed(0, [Transfer("points", "active", "breakage", 7, "2026-04-01", SOON, "expiry"), Transfer("points", "active", "breakage", 90, "2026-09-01", LATER, "expiry")], Outcome()),
        Passed(1, [Transfer("points", "active", "redeemed", 80, "2026-04-01", SOON, "redemption"), Transfer("points", "pending", "breakage", 2, "2026-04-01", SOON, "expiry")], Outcome()),
    ]
    now = with_lapsed(past, passed, both)
    assert (now.lapsed, now.by_lot) == ({"points": 12}, {OWN: 12})
    assert (past.lapsed, past.by_lot) == ({"points": 3}, {OWN: 3})
    fresh = with_lapsed(Past(None, past.outcome, 0, {}), passed, both)
    assert (fresh.lapsed, fresh.by_lot) == ({"points": 9}, {OWN: 9})
    older = with_lapsed(Past(None, past.outcome, 0, {"points": 3}), passed, both)  # noted before lots were
    assert (older.lapsed, older.by_lot) == ({"points": 12}, {})
    assert lapsed_of(Past(None, past.outcome, 0, {}, {("points", "b"): 2, ("points", "a"): 1, ("miles", "z"): 0})) == [["points", "a", 1], ["points", "b", 2]]
    assert compile_program(require(f"{HEAD}wallets: {{points: {{}}}}\n{EARN}")).every[0].number == 1
