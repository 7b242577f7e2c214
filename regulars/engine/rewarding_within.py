"""Rewards of challenges and referrals under limits over several rules and budgets: counted by what was given, clipped with a reason.

A reward comes after what the rules of its event gave. The friend's reward of a referral is set aside when the purchase that qualifies comes,
and counts from then: whatever is promised is within the budget.
"""

from regulars.engine.budgets import Caps, CompiledBudget
from regulars.engine.clipping import Room, clip, count_used, give_back, room_now
from regulars.engine.compiled import Compiled
from regulars.engine.decision import Reason
from regulars.engine.event_names import ORDER_PAID
from regulars.engine.moment import Moment
from regulars.engine.state import MemberState
from regulars.engine.state_quests import Counted

Taken = dict[str, int]  # shared counter -> points
Used = dict[str, list[tuple[int, int]]]  # as in the member's state


def within(moment: Moment, name: str, wallet: str, points: int, told: list[Reason]) -> tuple[int, Taken]:
    """(what they leave of a reward, what it takes of budgets), counted at once; ``told`` is filled with what clipped it. ``name``: ``challenge:<id>`` or ``referral``."""
    caps = moment.compiled.caps.get(moment.event.type) if moment.compiled.caps else None
    if caps is None or not caps.rewards or points <= 0:
        return points, {}
    room = _room(moment, caps)
    given, used = clip(caps, wallet, {name: points}, room, told)
    taken: Taken = {}
    count_used(caps, used, room, moment.state, moment.day, taken)
    moment.use_here(used)
    outcome = moment.outcome
    for limit, amount in zip(caps.limits, used, strict=False):
        if limit.name in outcome.left:  # what is left of the order later has no more than its rules had
            outcome.left[limit.name] -= amount
    for counter, amount in taken.items():
        outcome.taken[counter] = outcome.taken.get(counter, 0) + amount
        outcome.rewards_took[counter] = outcome.rewards_took.get(counter, 0) + amount
    return given[name], taken


def _room(moment: Moment, caps: Caps) -> Room:
    """What is left once the event's rules, and rewards before this one, have had theirs."""
    outcome = moment.outcome
    room = room_now(caps, moment.state, outcome.shared, moment.day, outcome.spend)
    for place, (cap, name) in enumerate(zip(caps.every, caps.names(moment.day), strict=True)):
        left = room[place]
        if left is None:
            continue
        if isinstance(cap, CompiledBudget):
            room[place] = max(left - outcome.taken.get(name, 0), 0)
        elif cap.per == "event" and moment.used_here is not None:
            room[place] = max(left - moment.used_here[place], 0)
    return room


def without(moment: Moment, compiled: Compiled, name: str, wallet: str, points: int, on: int, taken: Taken) -> None:
    """A reward was taken back: limits and budgets get back what it had used on the day ``on``. Only orders are returned."""
    for counter, amount in taken.items():
        moment.outcome.taken[counter] = moment.outcome.taken.get(counter, 0) - amount
    caps = compiled.caps.get(ORDER_PAID) if compiled.caps else None
    if caps is not None and caps.rewards and points:
        give_back(caps, wallet, {name: points}, {}, {}, moment.state, on, {})


def used_so_far(state: MemberState) -> Used:
    return {key: periods.copy() for key, periods in state.used.items()}


def counted_since(state: MemberState, before: Used, took: Taken) -> Counted:
    """What limits have counted since ``before``, and what was taken of budgets."""
    used = []
    for key, periods in state.used.items():
        known = dict(before.get(key, ()))
        used += [(key, start, amount - known.get(start, 0)) for start, amount in periods if amount > known.get(start, 0)]
    return Counted(used, {counter: points for counter, points in took.items() if points > 0})


def uncount(moment: Moment, counted: Counted | None) -> None:
    """Give it all back. None: nothing was noted."""
    for key, start, amount in counted.used if counted is not None else ():
        periods = moment.state.used.get(key)
        if periods is not None:
            moment.state.used[key] = [(began, max(given - amount, 0) if began == start else given) for began, given in periods]
    for counter, points in counted.took.items() if counted is not None else ():
        moment.outcome.taken[counter] = moment.outcome.taken.get(counter, 0) - points
