"""The programme promises that a limit counts what was given in its calendar period, however late an event comes, and never below nothing."""

from datetime import date

import pytest

from regulars.engine.compiled import CompiledLimit
from regulars.engine.limits import PERIODS_KEPT, count, use, used_in, what_is_left
from regulars.engine.state import MemberState


class Rule:
    def __init__(self, id: str, *limits: CompiledLimit) -> None:
        self.id, self.limits = id, limits


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


MONTHLY = CompiledLimit("base/points/month", True, 100, "month")
TWICE = CompiledLimit("base/times/week", False, 2, "week")
EACH = CompiledLimit("base/points/event", True, 30, "event")
JANUARY, FEBRUARY, MARCH = day("2026-01-31"), day("2026-02-01"), day("2026-03-15")


def test_a_period_counts_by_itself_and_late_events_find_their_own() -> None:
    state = MemberState(used={})
    use(state, MONTHLY, FEBRUARY, 10)
    use(state, MONTHLY, JANUARY, 5)
    use(state, MONTHLY, FEBRUARY + 27, 7)
    assert [used_in(state, MONTHLY, on) for on in (JANUARY, FEBRUARY, MARCH)] == [5, 17, 0]
    assert state.used == {MONTHLY.key: [(day("2026-01-01"), 5), (FEBRUARY, 17)]}


def test_what_is_given_back_never_leaves_less_than_nothing() -> None:
    state = MemberState(used={})
    use(state, MONTHLY, FEBRUARY, 10)
    use(state, MONTHLY, FEBRUARY, -4)
    assert used_in(state, MONTHLY, FEBRUARY) == 6
    use(state, MONTHLY, FEBRUARY, -9)
    use(state, MONTHLY, JANUARY, -9)
    assert (used_in(state, MONTHLY, FEBRUARY), used_in(state, MONTHLY, JANUARY)) == (0, 0)


def test_nothing_is_kept_of_nothing_or_of_one_event() -> None:
    state = MemberState(used={})
    use(state, MONTHLY, FEBRUARY, 0)
    use(state, EACH, FEBRUARY, 10)
    assert state.used == {}


def test_only_the_latest_periods_are_kept() -> None:
    state, daily = MemberState(used={}), CompiledLimit("base/points/day", True, 100, "day")
    for past in range(PERIODS_KEPT + 5):
        use(state, daily, MARCH + past, 1)
    assert len(state.used[daily.key]) == PERIODS_KEPT
    assert state.used[daily.key][0] == (MARCH + 5, 1)


@pytest.mark.parametrize(("given", "left"), [(0, 100), (99, 1), (100, 0), (130, 0)])
def test_what_is_left_of_points_is_never_below_nothing(given: int, left: int) -> None:
    state = MemberState(used={})
    use(state, MONTHLY, FEBRUARY, given)
    assert what_is_left([Rule("base", MONTHLY)], state, FEBRUARY) == ({}, {"base": left})


def test_the_tightest_limit_of_a_rule_counts_whichever_is_named_first() -> None:
    state = MemberState(used={})
    use(state, MONTHLY, FEBRUARY, 80)
    for limits in ((MONTHLY, EACH), (EACH, MONTHLY)):
        assert what_is_left([Rule("base", *limits)], state, FEBRUARY)[1] == {"base": 20}
        assert what_is_left([Rule("base", *limits)], state, MARCH)[1] == {"base": 30}


@pytest.mark.parametrize(("times", "exhausted"), [(1, {}), (2, {"base": "week"}), (3, {"base": "week"})])
def test_a_number_of_times_is_used_up_by_the_last_of_them(times: int, exhausted: dict[str, str]) -> None:
    state = MemberState(used={})
    for _ in range(times):
        count(state, Rule("base", MONTHLY, TWICE), FEBRUARY, 7, 1)
    assert what_is_left([Rule("base", MONTHLY, TWICE), Rule("free")], state, FEBRUARY) == (exhausted, {"base": 100 - 7 * times})
