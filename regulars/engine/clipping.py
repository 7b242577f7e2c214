"""Limits over several rules, then budgets, clip what an event gives: counted by what was given, with a reason, never silently.

Within one event the parts are served in the order base, multipliers, fixed bonuses, the tier's part: what comes last is cut first.
"""

from regulars.engine.budgets import SALES, Cap, Caps, CompiledMemberLimit
from regulars.engine.decision import Reason
from regulars.engine.limits import use, used_in
from regulars.engine.state import MemberState

Given = dict[str, int]  # rule (or tier:<level>) -> points; a multiplier below 1 takes
Room = list[int | None]  # beside `Caps.every`: the points, or times, it still allows; None: not bound
Used = list[int]  # beside `Caps.every`


def room_now(caps: Caps, state: MemberState, shared: dict[str, int], day: int, sales: int) -> Room:
    """What each cap still allows this member on that day; ``sales``: the event's own. A counter that was not handed in binds nothing."""
    names = caps.names(day)
    room: Room = [max(limit.count - (0 if limit.per == "event" else used_in(state, limit, day)), 0) for limit in caps.limits]
    for budget, counter in zip(caps.budgets, names[len(caps.limits) :], strict=True):
        room.append(budget.left(shared, counter, sales) if counter in shared else None)
    return room


def room_then(caps: Caps, left: dict[str, int], shared: dict[str, int], day: int, sales: int) -> Room:
    """What each cap allowed an order that is computed again, its net sales now being ``sales``."""
    names = caps.names(day)
    room: Room = [left.get(limit.name) for limit in caps.limits]
    for budget, counter in zip(caps.budgets, names[len(caps.limits) :], strict=True):
        room.append(budget.left(shared, counter, sales) if counter in shared else None)
    return room


def no_more_than(caps: Caps, room: Room, taken: dict[str, int], day: int) -> Room:
    """``room``, but of each budget no more than the order took: a return asks nothing more of a budget."""
    first = len(caps.limits)
    names = caps.names(day)[first:]
    return [*room[:first], *(None if rest is None else min(rest, taken.get(name, 0)) for rest, name in zip(room[first:], names, strict=True))]


def limits_left(caps: Caps, room: Room) -> dict[str, int]:
    """The limits' part of ``room`` by name, as it is recorded with the event."""
    return {limit.name: left for limit, left in zip(caps.limits, room, strict=False) if left is not None}


def choosing_left(caps: Caps, left: dict[str, int], room: Room) -> dict[str, int]:
    """What each rule could still give: its own limits and its own budgets. ``best_of`` compares by it."""
    if not caps.of_rules:
        return left
    found = dict(left)
    for budget, rest in zip(caps.budgets, room[len(caps.limits) :], strict=True):
        if budget.rule and rest is not None:
            found[budget.rule] = min(found.get(budget.rule, rest), rest)
    return found


def exhausted_by_times(caps: Caps, room: Room) -> dict[str, str]:
    """Rule -> period, for the rules whose shared number of times is used up."""
    if not caps.of_times:
        return {}
    return {
        rule: limit.per for limit, left in zip(caps.limits, room, strict=False) if not limit.counts_points and limit.rules and left == 0 for rule in sorted(limit.rules)
    }


def what_comes_in(given: Given) -> Given:
    """What each part really brings in once a multiplier below 1 has taken from those before it. Not to be changed: mostly ``given`` itself."""
    if not given or min(given.values()) >= 0:
        return given
    owed = sum([points for points in given.values() if points < 0])
    posted = {}
    for rule, points in given.items():
        if owed and points > 0:
            points, owed = max(points + owed, 0), min(points + owed, 0)
        posted[rule] = max(points, 0)
    return posted


def clip(caps: Caps, wallet: str, given: Given, room: Room, told: list[Reason] | None) -> tuple[Given, Used]:
    """(what of ``given`` the caps of this wallet let through, what that uses of each)."""
    posted, through, cut = what_comes_in(given), given, False
    used = [0] * len(room)
    for place, cap in enumerate(caps.every):
        if cap.wallet != wallet:
            continue
        asked, left = _asked(cap, posted), room[place]
        if left is None or asked <= left:
            used[place] = asked
            continue
        if not cut:
            posted, through, cut = dict(posted), dict(given), True
        before = sum([posted[rule] for rule in posted if _covers(cap, rule)])
        for rule, points in _cuts(cap, posted, left).items():
            posted[rule] -= points
            through[rule] -= points
        if told is not None:
            told.append(_reason(cap, before, sum([posted[rule] for rule in posted if _covers(cap, rule)]), left))
    return through, (used_of(caps, wallet, through) if cut else used)  # what a later cap cuts, an earlier one has not given


def used_of(caps: Caps, wallet: str, given: Given) -> Used:
    """What ``given`` uses of every cap of this wallet."""
    posted = what_comes_in(given)
    return [_asked(cap, posted) if cap.wallet == wallet else 0 for cap in caps.every]


def count_used(caps: Caps, used: Used, room: Room, state: MemberState, day: int, taken: dict[str, int]) -> None:
    """Count what was given: limits in the member's state, budgets in ``taken``."""
    for cap, name, amount, left in zip(caps.every, caps.names(day), used, room, strict=True):
        if amount == 0:
            continue
        if isinstance(cap, CompiledMemberLimit):
            use(state, cap, day, amount)
        elif left is not None:
            taken[name] = taken.get(name, 0) + amount


def count_sales(caps: Caps, shared: dict[str, int], day: int, sales: int, taken: dict[str, int]) -> None:
    """Net sales (negative: a return) that came to the budgets which are a share of them."""
    for counter in caps.names(day) if sales else ():
        if counter + SALES in shared:
            taken[counter + SALES] = taken.get(counter + SALES, 0) + sales


def give_back(caps: Caps, wallet: str, gave: Given, gives: Given, shared: dict[str, int], state: MemberState, day: int, taken: dict[str, int]) -> None:
    """After a return: the difference between what an order used of each cap and what the rest of it uses."""
    bound: Room = [0 if name in shared else None for name in caps.names(day)]
    difference = [now - before for before, now in zip(used_of(caps, wallet, gave), used_of(caps, wallet, gives), strict=True)]
    count_used(caps, difference, bound, state, day, taken)


def budgets_used(every: dict[str, Caps], type: str, wallet: str, given: Given, day: int, shared: dict[str, int]) -> dict[str, int]:
    """Counter -> what these points use of it, of the counters an event was decided on."""
    caps = every.get(type) if every else None
    if caps is None or not shared:
        return {}
    return {name: amount for name, amount in zip(caps.names(day), used_of(caps, wallet, given), strict=True) if amount and name in shared}


def _asked(cap: Cap, posted: Given) -> int:
    """Points, or how many rules give any."""
    if not isinstance(cap, CompiledMemberLimit):
        return sum([posted.get(part, 0) for part in cap.parts]) if cap.rule else sum(posted.values())
    if cap.counts_points:
        return sum(posted.values()) if cap.rules is None else sum([points for rule, points in posted.items() if rule in cap.rules])
    return sum([1 for rule, points in posted.items() if points > 0 and _covers(cap, rule)])


def _cuts(cap: Cap, posted: Given, left: int) -> Given:
    """What has to go, from the last part on."""
    mine = [rule for rule in posted if posted[rule] > 0 and _covers(cap, rule)]
    if isinstance(cap, CompiledMemberLimit) and not cap.counts_points:
        return {rule: posted[rule] for rule in mine[left:]}
    over = sum([posted[rule] for rule in mine]) - left
    cuts = {}
    for rule in reversed(mine):
        cuts[rule] = min(posted[rule], over)
        over -= cuts[rule]
    return cuts


def _covers(cap: Cap, rule: str) -> bool:
    """A streak's bonus is points of its rule, and no time of its own: ``rules`` and ``parts`` name it where it counts."""
    if isinstance(cap, CompiledMemberLimit):
        return cap.rules is None or rule in cap.rules
    return not cap.rule or rule in cap.parts


def _reason(cap: Cap, asked: int, points: int, left: int) -> Reason:
    facts: Reason = {"wallet": cap.wallet, "asked": asked, "points": points, "left": left, "per": cap.per}
    if isinstance(cap, CompiledMemberLimit):
        return {"code": "limit.shared_points" if cap.counts_points else "limit.shared_times", "limit": cap.id, **facts}
    if cap.rule:
        return {"code": "budget.clipped" if left else "budget.used_up", "rule": cap.rule, **facts}
    return {"code": "budget.programme_clipped" if left else "budget.programme_used_up", **facts}
