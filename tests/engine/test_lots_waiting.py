"""The programme promises that what waits keeps its days, its lot and its order until its own event or day comes; and what is reserved or taken comes back in order."""

from engine.test_lots import LATER, SINCE, SOON, THEN, TODAY, brief, day, member, own, wallet
from regulars.engine.holding import _after, _first_of
from regulars.engine.lots import (
    activate_by_event,
    activate_part,
    add_waiting,
    next_change_on,
    settle_and_add,
    waiting_for_their_own,
)
from regulars.engine.redeeming import last_of
from regulars.engine.state import MemberState
from regulars.engine.state_holding import Awaiting, Holding, Wait
from regulars.engine.state_parts import WalletState
from regulars.engine.tokens import TOKENS_KEPT, digest, forget, known, remember
from regulars.kit.periods import NEVER


def waits(*parts: tuple[int, int, int, int], wallet: str = "points") -> list[Wait]:
    return [Wait("stay.completed", "o1", wallet, "0", active_on, until, since, points) for active_on, until, since, points in parts]


def test_pending_points_of_the_same_three_days_are_one_lot_wherever_it_stands() -> None:
    state = WalletState(0, 0, 0, 0, [], [])
    for active_on, until, points in ((TODAY + 2, SOON, 5), (TODAY + 2, SOON, 7), (TODAY + 1, SOON, 3), (TODAY + 1, SOON, 4), (TODAY + 1, LATER, 1)):
        add_waiting(state, active_on, until, SINCE, points)
    assert state.waiting == [(TODAY + 1, SOON, SINCE, 7), (TODAY + 1, LATER, SINCE, 1), (TODAY + 2, SOON, SINCE, 12)]
    assert state.pending == 20


def test_what_waits_for_an_event_of_its_own_goes_on_waiting_when_the_wallets_comes() -> None:
    lots = [(NEVER, SOON, SINCE, 20), (NEVER, SOON, THEN, 30), (NEVER, LATER, THEN, 5)]
    state, posted = member(waiting=list(lots)), []
    state.holding = Holding(waits=[*waits((NEVER, SOON, SINCE, 8)), *waits((NEVER, SOON, THEN, 35)), *waits((NEVER, SOON, SINCE, 3), wallet="miles")])
    assert [waiting_for_their_own(state, wallet(), lot) for lot in lots] == [8, 35, 35]
    assert activate_by_event(posted, state, wallet(), TODAY) == 12
    assert brief(posted) == [("pending", "active", 12, "2026-04-01", "activation")]
    assert own(state).waiting == [(NEVER, SOON, SINCE, 8), *lots[1:]]
    assert waiting_for_their_own(MemberState(), wallet(), lots[0]) == 0


def test_a_part_that_waited_is_usable_at_once_or_waits_for_its_day() -> None:
    (wait,) = waits((NEVER, SOON, SINCE, 8))
    for active_on, usable in ((0, True), (TODAY, True), (TODAY + 1, False)):
        state, posted = member(waiting=[(NEVER, SOON, SINCE, 20)]), []
        assert activate_part(posted, state, wallet(), wait, TODAY, active_on, 0) == 8
        assert (own(state).active, own(state).pending) == ((8, 12) if usable else (0, 20))
        assert own(state).waiting == ([] if usable else [(TODAY + 1, SOON, SINCE, 8)]) + [(NEVER, SOON, SINCE, 12)]
        assert len(posted) == usable
    state = member(waiting=[(NEVER, SOON, SINCE, 5)])
    assert activate_part([], state, wallet(), wait, TODAY, 0, LATER) == 5  # less is there than waits; it has another last day now
    assert (own(state).waiting, own(state).lots, own(state).pending) == ([], [(LATER, SINCE, 5)], 0)


def test_a_part_is_found_by_its_days_or_where_those_move_by_the_day_it_was_earned() -> None:
    (wait,) = waits((NEVER, SOON, SINCE, 8))
    for lot in ((NEVER, SOON, THEN, 20), (TODAY + 1, SOON, SINCE, 20), (NEVER, LATER, SINCE, 20)):
        assert activate_part([], member(waiting=[lot]), wallet(), wait, TODAY, 0, 0) == 0
    assert activate_part([], member(waiting=[(NEVER, LATER, SINCE, 20)]), wallet("expire: {sliding: 1 year}"), wait, TODAY, 0, 0) == 8


def test_what_becomes_usable_pays_a_debt_and_lapses_when_its_day_is_over() -> None:
    for debt, until, today, expected in (
        (0, SOON, SOON, [("pending", "active", 10, "2026-04-01", "x")]),
        (0, SOON, SOON + 1, [("pending", "active", 10, "2026-04-01", "x"), ("active", "breakage", 10, "2026-04-01", "expiry")]),
        (4, SOON, 0, [("pending", "debt", 4, "2026-04-01", "x"), ("pending", "active", 6, "2026-04-01", "x")]),
        (10, SOON, SOON + 1, [("pending", "debt", 10, "2026-04-01", "x")]),
        (12, SOON, 0, [("pending", "debt", 10, "2026-04-01", "x")]),
    ):
        state, posted = member(debt=debt), []
        assert settle_and_add(posted, own(state), wallet(), "pending", until, SINCE, 10, "x", today) == min(debt, 10)
        assert brief(posted) == expected
        assert own(state).debt == max(debt - 10, 0)


def test_points_that_wait_for_confirmation_change_on_the_day_they_lapse() -> None:
    def awaiting(lapses_on: int, until: int, gone: bool = False) -> Awaiting:
        return Awaiting("points", "review", 1, "r1", 5, SINCE, until, 0, lapses_on, SINCE, gone=gone)

    state = member((LATER, SINCE, 5))
    for one, expected in ((awaiting(SOON, NEVER), SOON), (awaiting(0, SOON), SOON + 1), (awaiting(SOON, NEVER, gone=True), LATER + 1), (awaiting(0, NEVER), LATER + 1)):
        state.awaiting = [one]
        assert next_change_on(state) == expected
    state.awaiting = [awaiting(0, SOON)]
    assert next_change_on(state, frozenset({"points"})) == NEVER  # those lapse at the member's own midnight
    assert next_change_on(member((SOON, SINCE, 5), waiting=[(TODAY + 1, SOON, SINCE, 5)]), frozenset({"points"})) == TODAY + 1


SLICES = ((SOON, SINCE, 10), (LATER, SINCE, 20), (LATER, THEN, 5))


def test_of_what_is_reserved_the_first_pays_and_the_rest_goes_back() -> None:
    assert (_first_of(SLICES, 10), _after(SLICES, 10)) == ([SLICES[0]], list(SLICES[1:]))
    assert (_first_of(SLICES, 12), _after(SLICES, 12)) == ([SLICES[0], (LATER, SINCE, 2)], [(LATER, SINCE, 18), SLICES[2]])
    assert (_first_of(SLICES, 35), _after(SLICES, 35)) == (list(SLICES), [])
    assert (_first_of(SLICES, 0), _after(SLICES, 0)) == ([], list(SLICES))


def test_of_what_was_taken_the_last_comes_back_first() -> None:
    lots = list(SLICES)
    assert last_of(lots, 0, 5) == [SLICES[2]]
    assert last_of(lots, 0, 7) == [SLICES[2], (LATER, SINCE, 2)]
    assert last_of(lots, 7, 20) == [(LATER, SINCE, 18), (SOON, SINCE, 2)]
    assert last_of(lots, 5, 20) == [SLICES[1]]
    assert last_of(lots, 25, 10) == [SLICES[0]]
    assert last_of(lots, 0, 0) == []


def test_what_has_counted_is_known_and_the_oldest_is_forgotten() -> None:
    state = MemberState(tokens={})
    for number in range(TOKENS_KEPT + 1):
        remember(state, "seen", str(number))
    remember(state, "seen", "5")
    assert (known(state, "seen", "0"), known(state, "seen", "1"), known(state, "seen", str(TOKENS_KEPT)), known(state, "own", "1")) == (False, True, True, False)
    assert (len(state.tokens["seen"]), TOKENS_KEPT) == (300, 300)
    remember(state, "own", "a")
    forget(state, "own", "b")
    forget(state, "own", "a")
    forget(state, "none", "a")
    assert set(state.tokens) == {"seen"}
    assert (digest(""), digest("r1"), len(digest("r1"))) == ("", digest("r1"), 12)
    assert digest("r1") != digest("r2")
    assert day("2026-03-10") == TODAY
