"""The programme promises which days of a leave are frozen, what a grace gains by them, and that a window holds as many other days."""

import pytest

from regulars.engine.freezing import freeze, frozen_days, frozen_until, stretched, unfreeze
from regulars.engine.state import MemberState

DAY = 739_000


def member(*frozen: tuple[int, int], grace: int = 0) -> MemberState:
    state = MemberState(grace_until=grace)
    for first, last in frozen:
        freeze(state, first, last)
    return state


def frozen(state: MemberState) -> list[tuple[int, int]]:
    assert state.aside is not None
    return state.aside.frozen


def test_a_freeze_that_still_runs_gets_another_end_and_one_that_is_over_is_another() -> None:
    on_its_last_day, the_day_after = member((DAY, DAY + 9)), member((DAY, DAY + 9))
    freeze(on_its_last_day, DAY + 9, DAY + 20)
    freeze(the_day_after, DAY + 10, DAY + 20)
    assert frozen(on_its_last_day) == [(DAY, DAY + 20)]
    assert frozen(the_day_after) == [(DAY, DAY + 9), (DAY + 10, DAY + 20)]


def test_a_freeze_of_one_day_is_one_and_lifting_it_that_day_leaves_none() -> None:
    state = member((DAY, DAY))
    assert (frozen(state), frozen_days(state)) == ([(DAY, DAY)], 1)
    unfreeze(state, DAY)
    assert (frozen(state), frozen_days(state)) == ([], 0)


def test_lifting_a_freeze_keeps_the_days_before() -> None:
    state = member((DAY, DAY + 9))
    unfreeze(state, DAY + 4)
    assert frozen(state) == [(DAY, DAY + 3)]


def test_frozen_days_are_all_of_all_freezes() -> None:
    assert frozen_days(MemberState()) == 0
    assert frozen_days(member((DAY, DAY + 9), (DAY + 20, DAY + 22))) == 13


def test_a_grace_is_longer_by_the_days_a_freeze_gains_and_no_others() -> None:
    state = member((DAY, DAY + 9), grace=DAY + 30)
    assert state.grace_until == DAY + 40  # ten days
    freeze(state, DAY + 5, DAY + 19)
    assert state.grace_until == DAY + 50  # ten more
    unfreeze(state, DAY + 5)
    assert state.grace_until == DAY + 35  # five were frozen in the end
    assert member((DAY, DAY + 9)).grace_until == 0


@pytest.mark.parametrize(("day", "until"), [(DAY - 1, 0), (DAY, DAY + 9), (DAY + 9, DAY + 9), (DAY + 10, 0)])
def test_a_day_is_frozen_from_the_first_to_the_last(day: int, until: int) -> None:
    assert frozen_until(member((DAY - 50, DAY - 40), (DAY, DAY + 9)), day) == until


def test_nobody_is_frozen_who_never_was_or_is_no_more() -> None:
    state = member((DAY, DAY))
    unfreeze(state, DAY)
    assert (frozen_until(MemberState(), DAY), frozen_until(state, DAY)) == (0, 0)


@pytest.mark.parametrize(
    ("freezes", "after", "expected"),
    [
        ([], 95, 95),
        ([(100, 100)], 95, 94),  # one frozen day: one more before
        ([(120, 120)], 95, 94),  # on the window's own last day
        ([(120, 130)], 95, 94),  # of what lies after the window nothing counts
        ([(121, 130)], 95, 95),
        ([(90, 95)], 95, 95),  # over on the last day before the window
        ([(90, 96)], 95, 88),  # one day of it lies within; the six before it are frozen too
        ([(96, 96)], 95, 94),
        ([(90, 93), (96, 97)], 95, 93),  # two days lead back to the 94th, and the freeze before it is over by then
        ([(90, 94), (96, 97)], 95, 88),  # two days lead back into it: the 95th, and then the 89th
    ],
)  # fmt: skip
def test_a_window_holds_as_many_unfrozen_days_as_it_has_days(freezes: list[tuple[int, int]], after: int, expected: int) -> None:
    assert stretched(freezes, after, 120) == expected
