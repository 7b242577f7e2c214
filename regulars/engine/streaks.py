"""Days in a row, by the member's own calendar: runs of days, the bonus a run earns, and travel over the date line.

A late check-in fills its gap: the run is joined, and a bonus it completes is given then.
"""

import msgspec

from regulars.kit.periods import Calendar, calendar_of, period_end, period_start
from regulars.program.document_rules import Streak as Asked

RUNS_KEPT = 31  # so that late events find the gap they belong to


class Streak(msgspec.Struct, array_like=True):
    """``runs``: (first day, last day), ascending, never touching; ``zone``: where the last day was counted.

    since: days up to it are used up by bonuses, where a bonus begins the count anew. paid: a day of each run that has had its one bonus, else.
    """

    since: int = 0
    runs: list[tuple[int, int]] = []
    zone: str = ""
    paid: list[int] = []

    def copy(self) -> "Streak":
        return Streak(self.since, self.runs.copy(), self.zone, self.paid.copy())

    def holds(self, day: int) -> bool:
        return any(first <= day <= last for first, last in self.runs)


def own_day(zone: str | None, calendar: Calendar, at_us: int) -> tuple[int, str]:
    """(the local day of an instant, its zone) for a member whose zone is ``zone``; None: the programme's."""
    if not zone or zone == calendar.timezone:
        return calendar.day_of(at_us), calendar.timezone
    return calendar_of(zone).day_of(at_us), zone


def count_day(streak: Streak, day: int, zone: str, at_us: int) -> None:
    """Add a day to its run, or begin one.

    Whoever flies over the date line loses a day of the calendar: when the day follows the last one in the zone it was counted in, but not in
    the new one, the run moves along by that day and does not break.
    """
    if streak.zone and zone != streak.zone and streak.runs:
        first, last = streak.runs[-1]
        if day == last + 2 and calendar_of(streak.zone).day_of(at_us) <= last + 1:
            streak.runs[-1] = (first + 1, last + 1)
            if first <= streak.since <= last:
                streak.since += 1
            streak.paid = [day_paid + (first <= day_paid <= last) for day_paid in streak.paid]
    if not streak.runs or day >= streak.runs[-1][0]:
        streak.zone = zone
    if streak.holds(day):
        return
    joined = [(first, last) for first, last in streak.runs if last == day - 1 or first == day + 1]
    apart = [run for run in streak.runs if run not in joined]
    run = (min([first for first, _ in joined], default=day), max([last for _, last in joined], default=day))
    streak.runs = sorted([*apart, (min(run[0], day), max(run[1], day))])[-RUNS_KEPT:]


def reward(streak: Streak, asked: Asked, day: int) -> tuple[int, int]:
    """(bonuses the run holding ``day`` has just earned, its length in days as the member sees it)."""
    run = next(((first, last) for first, last in streak.runs if first <= day <= last), None)
    if run is None:
        return 0, 0
    first, last = run
    if asked.reset == "month":
        first, last = max(first, period_start(day, "month")), min(last, period_end(day, "month"))
    if asked.reset != "after_bonus":
        length = last - first + 1
        if length < asked.days or any(first <= paid <= last for paid in streak.paid):
            return 0, length
        streak.paid = [*streak.paid, last][-RUNS_KEPT:]
        return 1, length
    first = max(first, streak.since + 1)
    length = last - first + 1
    if length < asked.days:
        return 0, max(length, 0)
    times = length // asked.days
    streak.since = first + times * asked.days - 1
    return times, length
