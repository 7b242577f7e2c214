"""The programme promises that every point lies in a lot with its last usable day, and that what moves is taken and put down lot by lot."""

from datetime import date
from typing import Any

import pytest

from regulars.engine.compiling import compile_program
from regulars.engine.decision import Reason, Transfer
from regulars.engine.lots import (
    activate_by_event,
    activate_due,
    add_waiting,
    credit,
    expire_due,
    give_back,
    in_burn_order,
    lot_name,
    next_change_on,
    slide,
    take,
    take_waiting,
    wallet_of,
)
from regulars.engine.state import MemberState
from regulars.engine.state_parts import WalletState
from regulars.engine.wallets import CompiledWallet
from regulars.kit.periods import NEVER
from regulars.program.reading import require

HEAD = "program: club\ncurrency: {code: CNY, minor_digits: 2}\ntimezone: Asia/Shanghai\n"
EARN = "earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\n"


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


TODAY = day("2026-03-10")
SOON, LATER = day("2026-04-01"), day("2026-09-01")
SINCE, THEN = day("2026-01-05"), day("2026-02-05")


def wallet(keys: str = "") -> CompiledWallet:
    return compile_program(require(f"{HEAD}wallets: {{points: {{{keys}}}}}\n{EARN}")).every[0].wallets["points"]


def member(*lots: tuple[int, int, int], waiting: list[tuple[int, int, int, int]] | None = None, debt: int = 0) -> MemberState:
    state = MemberState(enrolled_on=SINCE, tier="regular")
    waits = waiting or []
    state.wallets["points"] = WalletState(sum(lot[2] for lot in lots), sum(lot[3] for lot in waits), 0, debt, list(lots), waits)
    return state


def brief(posted: list[Transfer]) -> list[tuple]:
    return [(one.source, one.target, one.points, one.lot, one.rule) for one in posted]


def own(state: MemberState) -> WalletState:
    return state.wallets["points"]


def test_a_lot_goes_by_its_last_day_or_where_that_slides_by_the_day_it_was_earned_on() -> None:
    assert lot_name(wallet(), SOON, SINCE) == "2026-04-01"
    assert lot_name(wallet(), NEVER, SINCE) == "never"
    assert lot_name(wallet("expire: {sliding: 1 year}"), SOON, SINCE) == "earned 2026-01-05"


def test_a_wallet_is_made_when_it_is_needed_and_kept() -> None:
    state = MemberState()
    made = wallet_of(state, wallet())
    made.active = 5
    assert wallet_of(state, wallet()) is made
    assert state.wallets == {"points": WalletState(5, 0, 0, 0, [], [])}


@pytest.mark.parametrize(("points", "settled", "left", "active"), [(29, 29, 1, 0), (30, 30, 0, 0), (31, 30, 0, 1)])
def test_what_comes_in_pays_a_debt_first(points: int, settled: int, left: int, active: int) -> None:
    state, posted = member(debt=30), []
    assert credit(posted, state, wallet(), "issued", points, SOON, 0, TODAY, TODAY, "base") == settled
    assert (own(state).debt, own(state).active) == (left, active)
    assert posted[0] == Transfer("points", "issued", "debt", settled, "", 0, "base")
    assert brief(posted[1:]) == ([("issued", "active", 1, "2026-04-01", "base")] if active else [])


@pytest.mark.parametrize(
    ("active_on", "until", "account"),
    [(0, SOON, "active"), (TODAY, SOON, "active"), (TODAY + 1, SOON, "pending"), (TODAY + 1, TODAY, "pending"), (0, TODAY, "active"), (NEVER, NEVER, "pending")],
)
def test_points_wait_until_their_day(active_on: int, until: int, account: str) -> None:
    state, posted = member(), []
    assert credit(posted, state, wallet(), "issued", 7, until, active_on, TODAY, TODAY, "base") == 0
    assert posted == [Transfer("points", "issued", account, 7, lot_name(wallet(), until, TODAY), until, "base")]
    assert (own(state).active, own(state).pending) == ((7, 0) if account == "active" else (0, 7))
    assert own(state).waiting == ([(active_on, until, TODAY, 7)] if account == "pending" else [])


@pytest.mark.parametrize("active_on", [0, TODAY + 1])
def test_points_whose_last_day_is_over_lapse_as_they_come(active_on: int) -> None:
    state, posted = member(), []
    credit(posted, state, wallet(), "issued", 7, TODAY - 1, active_on, SINCE, TODAY, "base")
    assert brief(posted) == [("issued", "active", 7, "2026-03-09", "base"), ("active", "breakage", 7, "2026-03-09", "expiry")]
    assert (own(state).active, own(state).pending, own(state).lots) == (0, 0, [])


def test_lots_of_one_last_day_are_one_and_keep_the_older_day() -> None:
    state = member((SOON, THEN, 10), (LATER, THEN, 20))
    credit([], state, wallet(), "issued", 1, LATER, 0, SINCE, TODAY, "base")
    credit([], state, wallet(), "issued", 2, SOON, 0, TODAY, TODAY, "base")
    credit([], state, wallet(), "issued", 4, SOON + 1, 0, TODAY, TODAY, "base")
    credit([], state, wallet(), "issued", 8, NEVER, 0, TODAY, TODAY, "base")
    assert own(state).lots == [(SOON, THEN, 12), (SOON + 1, TODAY, 4), (LATER, SINCE, 21), (NEVER, TODAY, 8)]
    assert own(state).active == 45


def test_where_the_oldest_go_first_lots_of_one_last_day_stay_apart_by_the_day_they_were_earned() -> None:
    apart = wallet("burn: oldest")
    state = member((LATER, THEN, 20))
    credit([], state, apart, "issued", 1, LATER, 0, SINCE, TODAY, "base")
    credit([], state, apart, "issued", 2, LATER, 0, SINCE, TODAY, "base")
    credit([], state, apart, "issued", 4, LATER, 0, THEN, TODAY, "base")
    assert own(state).lots == [(LATER, SINCE, 3), (LATER, THEN, 24)]


def test_waiting_lots_add_up_by_all_their_days() -> None:
    have = WalletState(0, 0, 0, 0, [], [])
    for lot in ((TODAY, SOON, SINCE), (TODAY, LATER, SINCE), (TODAY, SOON, SINCE), (TODAY, LATER, SINCE), (TODAY - 1, SOON, SINCE), (TODAY, SOON, THEN)):
        add_waiting(have, *lot, 5)
    assert have.waiting == [(TODAY - 1, SOON, SINCE, 5), (TODAY, SOON, SINCE, 10), (TODAY, SOON, THEN, 5), (TODAY, LATER, SINCE, 10)]
    assert have.pending == 30


def test_the_order_in_which_lots_are_spent_is_the_programmes() -> None:
    lots = [(SOON, THEN, 1), (SOON, THEN + 1, 2), (LATER, SINCE, 4), (NEVER, THEN, 8)]
    state = own(member(*lots))
    spent = {burn: [lot[2] for lot in in_burn_order(state, wallet(f"burn: {burn}"))] for burn in ("soonest_expiry", "oldest", "newest")}
    assert spent == {"soonest_expiry": [1, 2, 4, 8], "oldest": [4, 1, 8, 2], "newest": [2, 1, 8, 4]}
    assert state.lots == lots


def test_points_are_taken_lot_by_lot_and_a_lot_that_is_empty_is_gone() -> None:
    state, posted, slices = member((SOON, SINCE, 10), (LATER, SINCE, 20)), [], []
    assert take(posted, state, wallet(), "redeemed", 12, "redemption", slices=slices) == 12
    assert brief(posted) == [("active", "redeemed", 10, "2026-04-01", "redemption"), ("active", "redeemed", 2, "2026-09-01", "redemption")]
    assert slices == [(SOON, SINCE, 10), (LATER, SINCE, 2)]
    assert (own(state).lots, own(state).active) == ([(LATER, SINCE, 18)], 18)
    assert take(posted, state, wallet(), "redeemed", 100, "redemption") == 18
    assert (own(state).lots, own(state).active) == ([], 0)
    assert take(posted, state, wallet(), "redeemed", 1, "redemption") == 0


def test_exactly_one_lot_leaves_the_next_alone() -> None:
    state, posted = member((SOON, SINCE, 10), (LATER, SINCE, 20)), []
    assert take(posted, state, wallet(), "redeemed", 10, "redemption") == 10
    assert len(posted) == 1
    assert own(state).lots == [(LATER, SINCE, 20)]


def test_points_are_taken_from_one_lot_alone_where_it_is_named() -> None:
    state, posted = member((SOON, SINCE, 10), (LATER, SINCE, 20)), []
    assert take(posted, state, wallet(), "issued", 25, "return", only="2026-09-01") == 20
    assert own(state).lots == [(SOON, SINCE, 10)]
    assert take(posted, state, wallet(), "issued", 5, "return", only="2026-09-01") == 0


def test_waiting_points_are_taken_from_their_own_lot() -> None:
    waits = [(TODAY + 1, SOON, SINCE, 10), (TODAY + 1, LATER, SINCE, 20), (TODAY + 2, LATER, THEN, 30)]
    state, posted = member(waiting=list(waits)), []
    assert take_waiting(posted, state, wallet(), "issued", 5, "return", (TODAY + 1, LATER, SINCE)) == 5
    assert take_waiting(posted, state, wallet(), "issued", 99, "return", (TODAY + 2, LATER, THEN)) == 30
    assert take_waiting(posted, state, wallet(), "issued", 1, "return", (TODAY + 3, LATER, THEN)) == 0
    assert brief(posted) == [("pending", "issued", 5, "2026-09-01", "return"), ("pending", "issued", 30, "2026-09-01", "return")]
    assert own(state).waiting == [(TODAY + 1, SOON, SINCE, 10), (TODAY + 1, LATER, SINCE, 15)]
    assert own(state).pending == 25


def test_where_last_days_slide_a_waiting_lot_is_known_by_the_day_it_was_earned() -> None:
    sliding = wallet("expire: {sliding: 1 year}")
    state = member(waiting=[(TODAY + 1, LATER, SINCE, 10), (TODAY + 1, LATER, THEN, 20)])
    assert take_waiting([], state, sliding, "issued", 3, "return", (TODAY + 1, SOON, THEN)) == 3
    assert take_waiting([], state, wallet(), "issued", 3, "return", (TODAY + 1, SOON, SINCE)) == 0
    assert own(state).waiting == [(TODAY + 1, LATER, SINCE, 10), (TODAY + 1, LATER, THEN, 17)]


def test_what_waits_becomes_usable_on_its_day_and_settles_a_debt() -> None:
    state, posted = member(waiting=[(TODAY - 1, SOON, SINCE, 4), (TODAY, SOON, SINCE, 10), (TODAY + 1, LATER, SINCE, 20)], debt=6), []
    assert activate_due(posted, state, wallet(), TODAY) == 14
    assert brief(posted) == [
        ("pending", "debt", 4, "2026-04-01", "activation"), ("pending", "debt", 2, "2026-04-01", "activation"), ("pending", "active", 8, "2026-04-01", "activation"),
    ]  # fmt: skip
    assert (own(state).active, own(state).pending, own(state).debt) == (8, 20, 0)


def test_what_waits_for_an_event_gets_its_last_day_from_it_where_its_life_counts_from_then() -> None:
    waits = [(TODAY + 1, SOON, SINCE, 1), (NEVER, LATER, SINCE, 20), (NEVER, LATER, THEN, 30)]
    for keys, until in (("activate: {on: stay.completed}, expire: {rolling: 1 month}", LATER), ("activate: {on: stay.completed}, expire: {rolling: 1 month, from: activation}", day("2026-04-10"))):
        state, posted = member(waiting=list(waits)), []
        assert activate_by_event(posted, state, wallet(keys), TODAY) == 50
        assert {one.until for one in posted} == {until}
        assert (own(state).pending, own(state).active, own(state).waiting) == (1, 50, waits[:1])


def test_a_lot_lapses_when_its_last_day_is_over_and_not_before() -> None:
    waits = [(NEVER, TODAY - 1, SINCE, 5), (NEVER, TODAY, SINCE, 6)]
    state, posted = member((TODAY - 2, SINCE, 10), (TODAY - 1, SINCE, 20), (TODAY, SINCE, 40), waiting=waits), []
    assert expire_due(posted, state, wallet(), TODAY) == 35
    assert brief(posted) == [
        ("active", "breakage", 10, "2026-03-08", "expiry"), ("active", "breakage", 20, "2026-03-09", "expiry"), ("pending", "breakage", 5, "2026-03-09", "expiry"),
    ]  # fmt: skip
    assert (own(state).active, own(state).lots, own(state).pending, own(state).waiting) == (40, [(TODAY, SINCE, 40)], 6, [(NEVER, TODAY, SINCE, 6)])
    assert state.holding is None  # nothing is remembered where nothing may come back


def _back(slices: list[tuple[int, int, int]], source: str, keys: str = "", debt: int = 0) -> tuple[MemberState, list[Any], list[Reason]]:
    state, posted, because = member(debt=debt), [], []
    give_back(posted, because, state, wallet(keys), source, slices, "cancellation", TODAY)
    return state, posted, because


def test_what_comes_back_returns_to_its_lots_and_lapses_where_its_day_is_over() -> None:
    state, posted, because = _back([(TODAY, SINCE, 5), (TODAY - 1, SINCE, 7)], "redeemed")
    assert own(state).lots == [(TODAY, SINCE, 5)]
    assert brief(posted) == [
        ("redeemed", "active", 5, "2026-03-10", "cancellation"), ("redeemed", "active", 7, "2026-03-09", "cancellation"), ("active", "breakage", 7, "2026-03-09", "expiry"),
    ]  # fmt: skip
    assert because == [{"code": "points.expired", "wallet": "points", "points": 7}]


def test_a_grace_is_for_cancelled_redemptions_whose_points_have_lapsed() -> None:
    grace = "redeem: {grace: 14 days}"
    state, _, because = _back([(TODAY, SINCE, 5), (TODAY - 1, SINCE, 7)], "redeemed", grace)
    assert (own(state).lots, because) == ([(TODAY, SINCE, 5), (TODAY + 14, SINCE, 7)], [])
    state, _, because = _back([(TODAY - 1, SINCE, 7)], "held", grace)
    assert (own(state).lots, because) == ([], [{"code": "points.expired", "wallet": "points", "points": 7}])


def test_what_comes_back_pays_a_debt_first_and_only_the_rest_lapses() -> None:
    state, posted, because = _back([(TODAY - 1, SINCE, 7), (SOON, SINCE, 9)], "redeemed", debt=10)
    assert brief(posted) == [
        ("redeemed", "debt", 7, "2026-03-09", "cancellation"), ("redeemed", "debt", 3, "2026-04-01", "cancellation"), ("redeemed", "active", 6, "2026-04-01", "cancellation"),
    ]  # fmt: skip
    assert because == [{"code": "debt.settled_first", "wallet": "points", "points": 10}]
    assert own(state).lots == [(SOON, SINCE, 6)]


def test_activity_moves_the_last_day_of_every_lot_and_no_points() -> None:
    sliding = wallet("expire: {sliding: 1 year, at_most: 2 years}")
    state = member((SOON, SINCE, 5), (SOON, day("2024-05-01"), 7), waiting=[(NEVER, SOON, THEN, 3)])
    slide(state, sliding, TODAY)
    assert own(state).lots == [(day("2026-05-01"), day("2024-05-01"), 7), (day("2027-03-10"), SINCE, 5)]
    assert own(state).waiting == [(NEVER, day("2027-03-10"), THEN, 3)]
    assert own(state).active == 12


@pytest.mark.parametrize(
    ("lots", "waiting", "expected"),
    [
        ([], [], NEVER),
        ([(NEVER, SINCE, 5)], [], NEVER),
        ([(SOON, SINCE, 5), (LATER, SINCE, 5)], [], SOON + 1),
        ([(LATER, SINCE, 5)], [(SOON, NEVER, SINCE, 5)], SOON),
        ([(SOON, SINCE, 5)], [(LATER, NEVER, SINCE, 5)], SOON + 1),
        ([], [(NEVER, SOON, SINCE, 5)], SOON + 1),
        ([], [(NEVER, NEVER, SINCE, 5)], NEVER),
    ],
)
def test_something_changes_on_the_first_day_a_lot_becomes_usable_or_has_lapsed(lots: list, waiting: list, expected: int) -> None:
    assert next_change_on(member(*lots, waiting=waiting)) == expected
