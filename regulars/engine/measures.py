"""What a member did, by local day: spend, visits and whatever else tiers may ask for."""

from bisect import bisect_left

from regulars.engine.state import MemberState
from regulars.engine.state_parts import Buckets


def add_measure(state: MemberState, name: str, day: int, amount: int) -> None:
    """Add (or, after a return, take away) an amount on its own day. A day that has been folded away only moves the lifetime total."""
    if amount == 0:
        return
    buckets = state.measures.get(name)
    if buckets is None:
        buckets = state.measures[name] = Buckets([], [], 0)
    if amount < 0 and (not buckets.days or day < buckets.days[0]):
        buckets.total += amount
    else:
        buckets.add(day, amount)


def add_visit(state: MemberState, day: int) -> None:
    """A visit is a distinct day with an order, however many orders it holds."""
    visits = state.measures.get("visits")
    if visits is None:
        visits = state.measures["visits"] = Buckets([], [], 0)
    if visits.days and day <= visits.days[-1]:
        place = bisect_left(visits.days, day)
        if visits.days[place] == day:
            return
    visits.add(day, 1)


def forget_old_days(state: MemberState, before: int) -> None:
    """Days no window can reach any more leave the state; lifetime totals stay."""
    for buckets in state.measures.values():
        if buckets.days and buckets.days[0] < before:
            buckets.forget_before(before)
