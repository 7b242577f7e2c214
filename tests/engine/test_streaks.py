"""The programme promises how days in a row are counted: late ones, over the date line, and what a run has earned already."""

import pytest

from engine.pair import at
from engine.people import HEAD
from regulars.engine.streaks import RUNS_KEPT, Streak, count_day, own_day, reward
from regulars.kit.periods import Calendar, calendar_of
from regulars.program.document_rules import Streak as Asked
from regulars.program.reading import require

DAY = 739_603  # 2025-12-18
ANGELES, SHANGHAI = "America/Los_Angeles", "Asia/Shanghai"


def counted(streak: Streak, *days: int, zone: str = SHANGHAI) -> Streak:
    for day in days:
        count_day(streak, day, zone, 0)
    return streak


def local(zone: str, day: int, hour: int) -> int:
    """The instant at which the clock of a zone shows this hour of this day."""
    return calendar_of(zone).start_of(day) + hour * 3_600_000_000


def test_a_day_joins_the_run_before_it_and_the_run_after_it() -> None:
    streak = counted(Streak(), DAY, DAY + 2, DAY + 5)
    assert streak.runs == [(DAY, DAY), (DAY + 2, DAY + 2), (DAY + 5, DAY + 5)]
    assert counted(streak, DAY + 1).runs == [(DAY, DAY + 2), (DAY + 5, DAY + 5)]
    assert counted(streak, DAY + 4).runs == [(DAY, DAY + 2), (DAY + 4, DAY + 5)]
    assert counted(streak, DAY + 1, DAY + 2, DAY).runs == [(DAY, DAY + 2), (DAY + 4, DAY + 5)]


def test_the_zone_is_that_of_the_last_day_whatever_comes_late() -> None:
    streak = counted(Streak(), DAY, DAY + 1)
    count_day(streak, DAY - 1, "Asia/Tokyo", local("Asia/Tokyo", DAY - 1, 12))
    assert (streak.zone, streak.runs) == (SHANGHAI, [(DAY - 1, DAY + 1)])
    count_day(streak, DAY - 2, "Asia/Tokyo", local("Asia/Tokyo", DAY - 2, 12))
    assert (streak.zone, streak.runs) == (SHANGHAI, [(DAY - 2, DAY + 1)])
    count_day(streak, DAY - 2, "Asia/Seoul", local("Asia/Seoul", DAY - 2, 20))  # a day of the run that still goes on
    assert (streak.zone, streak.runs) == ("Asia/Seoul", [(DAY - 2, DAY + 1)])


def test_no_more_runs_are_kept_than_late_days_can_need() -> None:
    streak = counted(Streak(), *range(DAY, DAY + 2 * RUNS_KEPT + 2, 2))
    assert len(streak.runs) == RUNS_KEPT == 31
    assert streak.runs[0] == (DAY + 2, DAY + 2)


def flies(arrives: tuple[int, int], **more: object) -> Streak:
    """Counted for five days in Los Angeles, the last on DAY; then a check-in in Shanghai at (day, hour) of its own clock."""
    streak = Streak(runs=[(DAY - 20, DAY - 18), (DAY - 4, DAY)], zone=ANGELES, **more)
    count_day(streak, arrives[0], SHANGHAI, local(SHANGHAI, *arrives))
    return streak


def test_who_loses_a_day_over_the_date_line_keeps_the_run() -> None:
    streak = flies((DAY + 2, 12))  # 20:00 of DAY + 1 in Los Angeles
    assert streak.runs == [(DAY - 20, DAY - 18), (DAY - 3, DAY + 2)]
    assert streak.zone == SHANGHAI


def test_who_lost_the_day_by_staying_away_begins_anew() -> None:
    assert flies((DAY + 2, 15)).runs[1:] == [(DAY - 3, DAY + 2)]  # 23:00 of DAY + 1 in Los Angeles
    assert flies((DAY + 2, 16)).runs[1:] == [(DAY - 4, DAY), (DAY + 2, DAY + 2)]  # midnight: DAY + 2 there too
    assert flies((DAY + 3, 12)).runs[1:] == [(DAY - 4, DAY), (DAY + 3, DAY + 3)]
    assert flies((DAY + 1, 12)).runs[1:] == [(DAY - 4, DAY + 1)]  # nothing was lost


def test_in_one_zone_a_day_that_is_missing_is_missing() -> None:
    streak = Streak(runs=[(DAY - 4, DAY)], zone=SHANGHAI)
    count_day(streak, DAY + 2, SHANGHAI, local(SHANGHAI, DAY + 1, 12))
    assert streak.runs == [(DAY - 4, DAY), (DAY + 2, DAY + 2)]


@pytest.mark.parametrize(("since", "then"), [(DAY - 5, DAY - 5), (DAY - 4, DAY - 3), (DAY, DAY + 1), (DAY + 1, DAY + 1)])
def test_what_a_bonus_used_up_moves_along_with_the_run(since: int, then: int) -> None:
    assert flies((DAY + 2, 12), since=since).since == then


def test_the_day_a_run_was_paid_on_moves_along_with_it() -> None:
    assert flies((DAY + 2, 12), paid=[DAY - 18, DAY - 4, DAY, DAY + 1]).paid == [DAY - 18, DAY - 3, DAY + 1, DAY + 1]


AFTER, GAP, MONTH = Asked(3, 10), Asked(3, 10, "at_gap"), Asked(3, 10, "month")


def test_a_bonus_begins_the_count_anew_and_seven_late_days_bring_two() -> None:
    streak = counted(Streak(), DAY, DAY + 1)
    assert reward(streak, AFTER, DAY + 1) == (0, 2)
    assert reward(counted(streak, DAY + 2), AFTER, DAY + 2) == (1, 3)
    assert streak.since == DAY + 2
    assert reward(streak, AFTER, DAY + 2) == (0, 0)
    assert reward(counted(streak, DAY + 3), AFTER, DAY + 3) == (0, 1)
    late = counted(Streak(), *range(DAY, DAY + 3), *range(DAY + 4, DAY + 7), DAY + 3)
    assert reward(late, AFTER, DAY + 3) == (2, 7)
    assert late.since == DAY + 5


def test_a_day_that_is_in_no_run_earns_nothing() -> None:
    assert reward(Streak(), AFTER, DAY) == (0, 0)
    assert reward(counted(Streak(), DAY, DAY + 1, DAY + 2), AFTER, DAY + 4) == (0, 0)


def test_a_run_has_its_one_bonus_until_there_is_a_gap() -> None:
    streak = counted(Streak(), DAY, DAY + 1)
    assert reward(streak, GAP, DAY + 1) == (0, 2)
    assert reward(counted(streak, DAY + 2), GAP, DAY + 2) == (1, 3)
    assert streak.paid == [DAY + 2]
    assert reward(streak, GAP, DAY + 2) == (0, 3)  # again on that day
    assert reward(counted(streak, DAY + 3), GAP, DAY + 3) == (0, 4)
    assert reward(counted(streak, DAY - 1), GAP, DAY - 1) == (0, 5)  # come late, and of the same run
    assert reward(counted(streak, DAY + 5, DAY + 6, DAY + 7), GAP, DAY + 7) == (1, 3)
    assert streak.paid == [DAY + 2, DAY + 7]
    first_day = Streak(runs=[(DAY, DAY + 4)], paid=[DAY])
    before = Streak(runs=[(DAY, DAY + 4)], paid=[DAY - 1])
    assert (reward(first_day, GAP, DAY), reward(before, GAP, DAY)) == ((0, 5), (1, 5))


def test_the_first_of_a_month_begins_the_count_anew() -> None:
    january = DAY + 14  # 2026-01-01
    streak = counted(Streak(), *range(january - 4, january + 2))
    assert reward(streak, MONTH, january - 1) == (1, 4)
    assert reward(streak, MONTH, january + 1) == (0, 2)
    assert reward(counted(streak, january + 2), MONTH, january + 2) == (1, 3)
    assert streak.paid == [january - 1, january + 2]


def test_no_more_paid_days_are_kept_than_runs() -> None:
    streak = Streak(runs=[(DAY, DAY + 2)], paid=list(range(DAY - 100, DAY - 100 + RUNS_KEPT)))
    assert reward(streak, GAP, DAY) == (1, 3)
    assert (len(streak.paid), streak.paid[0], streak.paid[-1]) == (RUNS_KEPT, DAY - 99, DAY + 2)


def test_whose_clock_says_which_day_it_is() -> None:
    calendar = Calendar(SHANGHAI)
    evening = at(require(f"{HEAD}wallets: {{points: {{}}}}\n"), "2025-12-18 09:00")  # 17:00 of the 17th in Los Angeles
    assert own_day(None, calendar, evening) == (DAY, SHANGHAI)
    assert own_day(SHANGHAI, calendar, evening) == (DAY, SHANGHAI)
    assert own_day(ANGELES, calendar, evening) == (DAY - 1, ANGELES)


def test_a_copy_is_not_touched_by_what_happens_to_the_other() -> None:
    streak = Streak(DAY, [(DAY, DAY)], SHANGHAI, [DAY])
    other = streak.copy()
    counted(other, DAY + 1, zone=ANGELES)
    other.paid.append(1)
    assert (streak.since, streak.runs, streak.zone, streak.paid) == (DAY, [(DAY, DAY)], SHANGHAI, [DAY])
