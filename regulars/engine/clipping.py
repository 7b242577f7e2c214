"""Limits over several rules, then budgets, clip what an event gives: counted by what was given, with a reason, never silently.

Within one event the parts are served in the order base, multipliers, fixed bonuses, the tier's part: what comes last is cut first.
"""

from collections.abc import Iterator

from regulars.engine.budgets import SALES, Cap, Caps, CompiledBudget, CompiledMemberLimit, counter_of
from regulars.engine.decision import Reason
from regulars.engine.limits import use, used_in
from regulars.engine.state import MemberState

Given = dict[str, int]  # rule (or tier:<level>) -> points; a multiplier below 1 takes


def limits_left(caps: Caps, state: MemberState, day: int) -> dict[str, int]:
    """Name of each limit over several rules -> the points, or times, it still allows this member."""
    return {limit.name: max(limit.count - (0 if limit.per == "event" else used_in(state, limit, day)), 0) for limit in caps.limits}


def budgets_left(caps: Caps, shared: dict[str, int], day: int, sales: int) -> dict[str, int]:
    """Counter -> points its budget still allows, the event's own net sales counted. A counter that was not handed in binds nothing."""
    left = {}
    for budget in caps.budgets:
        counter = counter_of(budget, day)
        if counter in shared:
            left[counter] = max(budget.left(shared, counter, sales), 0)
    return left


def choosing_left(caps: Caps, left: dict[str, int], room: dict[str, int], day: int) -> dict[str, int]:
    """What each rule could still give: its own limits and its own budgets. ``best_of`` compares by it."""
    found = dict(left)
    for budget in caps.budgets:
        counter = counter_of(budget, day)
        if budget.rule and counter in room:
            found[budget.rule] = min(found.get(budget.rule, room[counter]), room[counter])
    return found


def exhausted_by_times(caps: Caps, left: dict[str, int]) -> dict[str, str]:
    """Rule -> period, for the rules whose shared number of times is used up."""
    return {rule: limit.per for limit in caps.limits if not limit.counts_points and limit.rules and not left[limit.name] for rule in sorted(limit.rules)}


def clip(caps: Caps, wallet: str, given: Given, room: dict[str, int], day: int, told: list[Reason] | None) -> Given:
    """What of ``given`` the caps of this wallet let through. ``room``: what each still allows (absent: not bound)."""
    posted, total = _posted(given), given
    for cap in caps.every:
        name = _name(cap, day)
        if cap.wallet != wallet or name not in room:
            continue
        mine = [rule for rule in posted if posted[rule] > 0 and _covers(cap, rule)]
        if isinstance(cap, CompiledMemberLimit) and not cap.counts_points:
            cuts = {rule: posted[rule] for rule in mine[room[name] :]}
        else:
            cuts = _cuts(posted, mine, room[name])
        if not cuts:
            continue
        asked = sum([posted[rule] for rule in mine])
        if total is given:
            total = dict(given)
        for rule, points in cuts.items():
            posted[rule] -= points
            total[rule] -= points
        if told is not None:
            told.append(_reason(cap, asked, asked - sum(cuts.values()), room[name]))
    return total


def used_by(caps: Caps, wallet: str, given: Given, day: int) -> Iterator[tuple[Cap, str, int]]:
    """(cap, its name, what ``given`` uses of it) for every cap of this wallet that it touches."""
    posted = _posted(given)
    for cap in caps.every:
        if cap.wallet == wallet:
            mine = [points for rule, points in posted.items() if points > 0 and _covers(cap, rule)]
            by_times = isinstance(cap, CompiledMemberLimit) and not cap.counts_points
            yield cap, _name(cap, day), len(mine) if by_times else sum(mine)


def count_used(caps: Caps, wallet: str, given: Given, room: dict[str, int], state: MemberState, day: int, taken: dict[str, int]) -> None:
    """Count what was given: limits in the member's state, budgets in ``taken``."""
    for cap, name, amount in used_by(caps, wallet, given, day):
        if isinstance(cap, CompiledMemberLimit):
            use(state, cap, day, amount)
        elif amount and name in room:
            taken[name] = taken.get(name, 0) + amount


def count_sales(caps: Caps, shared: dict[str, int], day: int, sales: int, taken: dict[str, int]) -> None:
    """Net sales (negative: a return) that came to the budgets which are a share of them."""
    for budget in caps.budgets if sales else ():
        counter = counter_of(budget, day)
        if budget.counts_sales and counter in shared:
            taken[counter + SALES] = taken.get(counter + SALES, 0) + sales


def give_back(caps: Caps, wallet: str, gave: Given, gives: Given, shared: dict[str, int], state: MemberState, day: int, taken: dict[str, int]) -> None:
    """After a return: the difference between what an order used of each cap and what the rest of it uses."""
    for (cap, name, before), (_, _, now) in zip(used_by(caps, wallet, gave, day), used_by(caps, wallet, gives, day), strict=True):
        if isinstance(cap, CompiledMemberLimit):
            use(state, cap, day, now - before)
        elif now != before and name in shared:
            taken[name] = taken.get(name, 0) + now - before


def _posted(given: Given) -> Given:
    """What each part really brings in once a multiplier below 1 has taken from those before it."""
    owed = sum([points for points in given.values() if points < 0])
    posted = {}
    for rule, points in given.items():
        if owed and points > 0:
            points, owed = max(points + owed, 0), min(points + owed, 0)
        posted[rule] = max(points, 0)
    return posted


def _cuts(posted: Given, mine: list[str], allowed: int) -> Given:
    over = sum([posted[rule] for rule in mine]) - allowed
    cuts = {}
    for rule in reversed(mine):
        if over <= 0:
            break
        cuts[rule] = min(posted[rule], over)
        over -= cuts[rule]
    return cuts


def _covers(cap: Cap, rule: str) -> bool:
    if isinstance(cap, CompiledBudget):
        return not cap.rule or cap.rule == rule
    return cap.rules is None or rule in cap.rules


def _name(cap: Cap, day: int) -> str:
    return cap.name if isinstance(cap, CompiledMemberLimit) else counter_of(cap, day)


def _reason(cap: Cap, asked: int, points: int, left: int) -> Reason:
    facts: Reason = {"wallet": cap.wallet, "asked": asked, "points": points, "left": left, "per": cap.per}
    if isinstance(cap, CompiledMemberLimit):
        return {"code": "limit.shared_points" if cap.counts_points else "limit.shared_times", "limit": cap.id, **facts}
    if cap.rule:
        return {"code": "budget.clipped" if left else "budget.used_up", "rule": cap.rule, **facts}
    return {"code": "budget.programme_clipped" if left else "budget.programme_used_up", **facts}
