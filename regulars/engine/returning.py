"""Returns: the order is computed again as if the returned parts had never been bought, and the difference is posted.

With the stored version, tier, limits and money share of that order, so a change of rules since then never changes what a return takes.
"""

from collections.abc import Sequence

from regulars.engine.activating import parts_of
from regulars.engine.awaiting import take_awaited
from regulars.engine.basket import Basket, basket_of, money_share
from regulars.engine.clipping import Room, choosing_left, clip, count_sales, give_back, no_more_than, room_then
from regulars.engine.compiled import Compiled, Versions
from regulars.engine.conditions import Scene
from regulars.engine.decision import Past, Reason, Transfer
from regulars.engine.earning import earn
from regulars.engine.errors import ReturnExceeds, UnknownLine
from regulars.engine.events import Line, OrderPaid, OrderReturned
from regulars.engine.limits import count
from regulars.engine.measures import add_measure
from regulars.engine.state import MemberState
from regulars.engine.taking import Search
from regulars.engine.wallets import CompiledWallet

Returned = dict[int, tuple[int, int]]  # line -> (quantity, amount) returned so far


def take_back(
    posted: list[Transfer], because: list[Reason], state: MemberState, versions: Versions, data: OrderReturned, past: Past, today: int, budgets: dict[str, int], now_us: int
) -> dict[str, int]:
    """Apply a return of a known order; returns wallet -> points it took back (negative: it gave).

    budgets: what the order gives back of shared counters is added there (below 0).

    Raises ReturnExceeds or UnknownLine before anything is changed.
    """
    order: OrderPaid = past.order
    compiled = versions.number(past.outcome.version)
    before = state.returned.get(order.order_id, {})
    after = _returned_after(order, before, data)
    if after == before:
        because.append({"code": "return.nothing_left", "order": order.order_id})
        return {}
    state.returned[order.order_id] = after
    had, has = _worth(order, before, compiled, past, versions, state), _worth(order, after, compiled, past, versions, state)
    taken: dict[str, int] = {}
    caps = compiled.caps.get("order.paid") if compiled.caps else None
    if caps is not None:
        count_sales(caps, past.outcome.shared, past.outcome.day, has.spend - had.spend, budgets)
    for wallet in compiled.wallets.values():
        gave = dict(had.rules.get(wallet.id, {}))
        gives = has.rules.get(wallet.id, {})
        difference = max(sum(gave.values()), 0) - max(sum(gives.values()), 0)  # an order never earns less than nothing
        _give_back_limits(state, compiled, gave, gives, past.outcome.day)
        if caps is not None:
            give_back(caps, wallet.id, gave, gives, past.outcome.shared, state, past.outcome.day, budgets)
        awaited = 0
        if state.awaiting:
            awaited, gone = take_awaited(posted, state, wallet, order.order_id, gave, gives)
            difference -= awaited + gone
        if difference or had.parts.get(wallet.id) != has.parts.get(wallet.id):
            then = versions.number(past.outcome.version)
            level = then.level_of.get(past.outcome.tier_used, 0)
            search = Search(
                posted, because, state, versions.wallet(wallet.id, now_us), wallet, then.program.returns.policy, past, order.order_id, today, level=level
            )
            changes = _by_activation(wallet.id, difference, had, has)
            for key, change in changes.items():
                if change > 0:
                    search.take(change, key)
            for key, change in changes.items():
                if change < 0:
                    search.give(-change, key, fresh=_is_fresh(wallet, key, had, past))
        if difference or awaited:
            taken[wallet.id] = difference + awaited
        if difference and wallet.id in versions.earned_measures:
            add_measure(state, f"points.{wallet.id}", past.outcome.day, -difference)
    if had.spend != has.spend:
        add_measure(state, "spend", past.outcome.day, has.spend - had.spend)
    for name in {**had.measures, **has.measures}:  # in an order of its own: the state is the same bytes in every process
        add_measure(state, name, past.outcome.day, has.measures.get(name, 0) - had.measures.get(name, 0))
    because.append({"code": "return.applied", "order": order.order_id, "points": sum(taken.values()), "spend": had.spend - has.spend})
    return taken


def _returned_after(order: OrderPaid, before: Returned, data: OrderReturned) -> Returned:
    bought = {line.line: line for line in order.lines}
    after = dict(before)
    if not data.lines:
        return {line.line: (line.quantity, line.amount) for line in order.lines}
    for part in data.lines:
        line = bought.get(part.line)
        if line is None:
            raise UnknownLine(order=order.order_id, line=part.line)
        quantity, amount = after.get(part.line, (0, 0))
        if part.quantity is None and part.amount is None:
            after[part.line] = (line.quantity, line.amount)
            continue
        if part.quantity is not None:
            quantity += part.quantity
        if part.amount is not None:
            amount += part.amount
        elif part.quantity is not None:
            amount = max(amount, line.amount * min(quantity, line.quantity) // line.quantity)
        if quantity > line.quantity or amount > line.amount:
            raise ReturnExceeds(order=order.order_id, line=part.line)
        after[part.line] = (quantity, amount)
    return after


def left_of(order: OrderPaid, returned: Returned) -> OrderPaid:
    """The order without its returned parts; discount and measures shrink with the quantity; where only money came back they stay."""
    lines = []
    for line in order.lines:
        quantity, amount = returned.get(line.line, (0, 0))
        if (quantity, amount) == (0, 0):
            lines.append(line)
        elif quantity < line.quantity and (amount < line.amount or line.amount == 0):
            lines.append(
                Line(
                    line.line,
                    line.sku,
                    line.quantity - quantity,
                    line.amount - amount,
                    line.discount - line.discount * quantity // line.quantity,
                    line.category,
                    line.brand,
                    {name: value - value * quantity // line.quantity for name, value in line.measures.items()} if line.measures else None,
                )
            )
    return OrderPaid(order.order_id, tuple(lines), order.channel, order.store, order.tenders, order.measures if lines else None, order.partner)


class _Worth:
    """What (a part of) an order is worth under its own stored rules."""

    __slots__ = ("measures", "parts", "rules", "spend")

    def __init__(self, rules: dict[str, dict[str, int]], spend: int, measures: dict[str, int], parts: dict[str, dict[str, int]]) -> None:
        """rules: wallet -> rule -> points; parts: wallet -> activation -> points, where not all of them go by one."""
        self.rules, self.spend, self.measures, self.parts = rules, spend, measures, parts


def _by_activation(wallet: str, difference: int, had: _Worth, has: _Worth) -> dict[str, int]:
    """How many points go back of each activation (below 0: are given)."""
    before, after = had.parts.get(wallet), has.parts.get(wallet)
    if before is None and after is None:
        return {"": difference}
    changes = {key: (before or {}).get(key, 0) - (after or {}).get(key, 0) for key in sorted({"", *(before or {}), *(after or {})})}
    changes[""] += difference - sum(changes.values())  # what waited for its own event has gone already; it goes by the wallet's own activation
    return changes


def _is_fresh(wallet: CompiledWallet, key: str, had: _Worth, past: Past) -> bool:
    """Whether nothing of the order has gone by this activation so far."""
    if wallet.is_plain:
        return wallet.id not in past.outcome.lots
    return had.parts.get(wallet.id, {}).get(key, 0) <= 0


def _worth(order: OrderPaid, returned: Returned, compiled: Compiled, past: Past, versions: Versions, state: MemberState) -> _Worth:
    left = left_of(order, returned)
    if not left.lines:
        return _Worth({}, 0, {}, {})
    scene, basket = seen_again(left, past, compiled, versions, state)
    day, tier = scene.day, scene.tier
    exhausted, allowed = dict.fromkeys(past.outcome.exhausted, ""), past.outcome.left
    choosing = allowed
    room: Room = []
    caps = compiled.caps.get("order.paid") if compiled.caps else None
    if caps is not None:
        room = room_then(caps, allowed, past.outcome.shared, day, basket.spend)
        choosing, room = choosing_left(caps, allowed, room), no_more_than(caps, room, _taken_by_rules(past), day)
    rules: dict[str, dict[str, int]] = {}
    parts: dict[str, dict[str, int]] = {}
    multiplied = compiled.level_of.get(past.outcome.multiplied_as, tier)
    for earned in earn(compiled, "order.paid", scene, basket, multiplied, exhausted, choosing, None, compiled.plans.get(past.outcome.paid_plan)):
        given = {rule: min(points, allowed.get(rule, points)) for rule, points in earned.given.items()}
        rules[earned.wallet] = given if caps is None else clip(caps, earned.wallet, given, room, None)[0]
        wallet = compiled.wallets[earned.wallet]
        if not wallet.is_plain:
            mine = parts.setdefault(earned.wallet, {})
            for (_, key), points in parts_of(wallet, earned, rules[earned.wallet], scene, basket, compiled.awaits).items():
                mine[key] = mine.get(key, 0) + points
    for id, stored in past.outcome.rules.items() if compiled.streaked else ():  # a streak's bonus stays while anything of its order is kept
        bonuses = {rule: points for rule, points in stored.items() if rule.startswith("streak:") and rule.removeprefix("streak:") in rules.get(id, {})}
        rules.setdefault(id, {}).update(bonuses)
        if id in parts:
            by_rule = compiled.wallets[id].by_rule
            for rule, points in bonuses.items():
                own = rule.removeprefix("streak:")
                key = f"rule:{own}" if own in by_rule and own not in compiled.awaits else ""
                parts[id][key] = parts[id].get(key, 0) + points
    return _Worth(rules, basket.spend, measures_of(left, basket.lines), parts)


def seen_again(left: OrderPaid, past: Past, compiled: Compiled, versions: Versions, state: MemberState) -> tuple[Scene, Basket]:
    """What is left of an order, as conditions saw the whole: on its own day and at its own time, with the tier, the facts and the money share it was decided with.

    compiled: the order's own version.
    """
    basket = basket_of(left, compiled, money_share(past.order, compiled))
    at_us, calendar = past.at_us, versions.calendar
    minute = calendar.minute_of(at_us) if compiled.asks_minutes else 0
    tier = compiled.level_of.get(past.outcome.tier_used, 0)
    joined_on = 0 if past.outcome.guest else state.enrolled_on
    return Scene(left, past.outcome.day, calendar.hour_of(at_us), basket.net, tier, joined_on, past.outcome.facts, minute), basket


def _taken_by_rules(past: Past) -> dict[str, int]:
    outcome = past.outcome
    if not outcome.rewards_took:
        return outcome.taken
    return {name: amount - outcome.rewards_took.get(name, 0) for name, amount in outcome.taken.items()}


def measures_of(order: OrderPaid, eligible: Sequence[Line]) -> dict[str, int]:
    """Every measure an order carries: on itself and on its eligible lines."""
    found = dict(order.measures or {})
    for line in eligible:
        for name, value in (line.measures or {}).items():
            found[name] = found.get(name, 0) + value
    return found


def _give_back_limits(state: MemberState, compiled: Compiled, gave: dict[str, int], gives: dict[str, int], day: int) -> None:
    for rule in compiled.limited.get("order.paid", ()):
        before, now = gave.get(rule.id, 0), gives.get(rule.id, 0)
        if before != now:
            count(state, rule, day, now - before, (now > 0) - (before > 0))


def claw_back(
    posted: list[Transfer], because: list[Reason], state: MemberState, versions: Versions, wallet: CompiledWallet, past: Past, points: int, order: str
) -> None:
    """Take back points given as a whole (a reward), by the same steps as a return; they waited under no order's name."""
    policy = versions.number(past.outcome.version).program.returns.policy
    Search(posted, because, state, wallet, wallet, policy, past, order, 0, waits_under="").take(points)
