"""Streaks against a naive count over the set of days, whatever order the check-ins come in."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.club import Club
from engine.pair import at
from regulars.engine.deciding import decide
from regulars.engine.event_names import ENROLLED
from regulars.engine.events import Event, Happened, MemberEnrolled
from regulars.engine.state import encode_state
from regulars.engine.streaks import Streak, count_day, reward
from regulars.kit.periods import period_start
from regulars.program.document_rules import Streak as Asked

FIRST = 739_000  # an ordinary day in 2024


def runs_of(days: set[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def counted(days: list[int], asked: Asked) -> int:
    streak, bonuses = Streak(), 0
    for day in days:
        count_day(streak, day, "UTC", 0)
        bonuses += reward(streak, asked, day)[0]
    return bonuses


days = st.lists(st.integers(FIRST, FIRST + 40), min_size=1, max_size=60)
lengths = st.integers(1, 9)


@settings(max_examples=300, deadline=None)
@given(days, lengths)
def test_in_order_every_full_run_of_days_has_its_bonus(days, length):
    days = sorted(days)
    runs = runs_of(set(days))
    assert counted(days, Asked(length, 10)) == sum(len(run) // length for run in runs)
    assert counted(days, Asked(length, 10, "at_gap")) == sum(len(run) >= length for run in runs)
    months = [[day for day in run if period_start(day, "month") == month] for run in runs for month in sorted({period_start(day, "month") for day in run})]
    assert counted(days, Asked(length, 10, "month")) == sum(len(run) >= length for run in months)


@settings(max_examples=300, deadline=None)
@given(days, lengths)
def test_late_days_never_bring_more_than_the_days_in_order_and_once_for_each_run(days, length):
    """Whatever comes late, nobody gets a bonus for fewer days than it takes."""
    runs = runs_of(set(days))
    assert counted(days, Asked(length, 10)) <= sum(len(run) // length for run in runs)
    at_gap = counted(days, Asked(length, 10, "at_gap"))
    assert sum(len(run) >= length for run in runs) <= at_gap <= len(set(days)) // length


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 23), st.sampled_from(["", "America/New_York", "Pacific/Auckland"])), min_size=1, max_size=40))
def test_the_same_check_ins_give_the_same_bytes_and_leave_their_state_alone(moments):
    club = Club("earn: [{id: hello, on: checkin, points: 2, streak: {days: 3, bonus: 10}, limit: {points: 50, per: month}}]")
    start = at(club.program, "2026-01-01 00:00")
    club.journal.take(Event("e", "test", ENROLLED, start, MemberEnrolled()))
    for number, (day, hour, zone) in enumerate(moments):
        event = Event(f"c{number}", "test", "checkin", start + (day * 24 + hour) * 3_600_000_000, Happened({}))
        before = encode_state(club.journal.state)
        facts = {"zone": zone} if zone else {}
        once = decide(club.journal.versions, club.journal.state, event, facts=facts)
        assert encode_state(club.journal.state) == before
        again = club.journal.take(event, facts)
        assert encode_state(once.decision.state) == encode_state(again.decision.state) and once.decision.outcome == again.decision.outcome
