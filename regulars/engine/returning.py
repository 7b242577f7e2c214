"""Returns: the order is computed again as if the returned parts had never been bought, and the difference is posted.

With the stored version, tier, limits and money share of that order, so a change of rules since then never changes what a return takes.
"""

from collections.abc import Sequence

from regulars.engine.awaiting import take_awaited
from regulars.engine.basket import basket_of, money_share
from regulars.engine.clipping import Room, choosing_left, clip, count_sales, give_back, room_then
from regulars.engine.compiled import Compiled, Versions
from regulars.engine.conditions import Scene
from regulars.engine.decision import Outcome, Passed, Past, Reason, Transfer
from regulars.engine.earning import earn
from regulars.engine.errors import ReturnExceeds, UnknownLine
from regulars.engine.events import Line, OrderPaid, OrderReturned
from regulars.engine.limits import count
from regulars.engine.lots import credit, lot_name, take, take_waiting, wallet_of
from regulars.engine.measures import add_measure
from regulars.engine.state import MemberState
from regulars.engine.wallets import CompiledWallet

Returned = dict[int, tuple[int, int]]  # line -> (quantity, amount) returned so far


def take_back(
    posted: list[Transfer], because: list[Reason], state: MemberState, versions: Versions, data: OrderReturned, past: Past, today: int, budgets: dict[str, int]
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
        if difference > 0:
            claw_back(posted, because, state, versions, wallet, past, difference, order.order_id)
        elif difference < 0:
            until, active_on = past.outcome.lots.get(wallet.id, (wallet.until(past.outcome.day, past.outcome.day, state.active_on), 0))
            until = _own_until(state, wallet, past.outcome.day, until)
            credit(posted, state, wallet, "issued", -difference, until, active_on, past.outcome.day, today, "return")
        if difference or awaited:
            taken[wallet.id] = difference + awaited
        if difference and wallet.id in versions.earned_measures:
            add_measure(state, f"points.{wallet.id}", past.outcome.day, -difference)
    if had.spend != has.spend:
        add_measure(state, "spend", past.outcome.day, has.spend - had.spend)
    for name in had.measures.keys() | has.measures.keys():
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

    __slots__ = ("measures", "rules", "spend")

    def __init__(self, rules: dict[str, dict[str, int]], spend: int, measures: dict[str, int]) -> None:
        self.rules, self.spend, self.measures = rules, spend, measures


def _worth(order: OrderPaid, returned: Returned, compiled: Compiled, past: Past, versions: Versions, state: MemberState) -> _Worth:
    left = left_of(order, returned)
    if not left.lines:
        return _Worth({}, 0, {})
    basket = basket_of(left, compiled, money_share(order, compiled))
    day = past.outcome.day
    tier = compiled.level_of.get(past.outcome.tier_used, 0)
    scene = Scene(left, day, versions.calendar.hour_of(past.at_us), basket.net, tier, state.enrolled_on, past.outcome.facts)
    if compiled.asks_minutes:
        scene.minute = versions.calendar.minute_of(past.at_us)
    exhausted, allowed = dict.fromkeys(past.outcome.exhausted, ""), past.outcome.left
    choosing = allowed
    room: Room = []
    caps = compiled.caps.get("order.paid") if compiled.caps else None
    if caps is not None:
        room = room_then(caps, allowed, past.outcome.shared, past.outcome.taken, day, basket.spend)
        choosing = choosing_left(caps, allowed, room)
    rules: dict[str, dict[str, int]] = {}
    multiplied = compiled.level_of.get(past.outcome.multiplied_as, tier)
    for earned in earn(compiled, "order.paid", scene, basket, multiplied, exhausted, choosing, None, compiled.plans.get(past.outcome.paid_plan)):
        given = {rule: min(points, allowed.get(rule, points)) for rule, points in earned.given.items()}
        rules[earned.wallet] = given if caps is None else clip(caps, earned.wallet, given, room, None)[0]
    for wallet, stored in past.outcome.rules.items() if compiled.streaked else ():  # a streak's bonus stays while anything of its order is kept
        bonuses = {rule: points for rule, points in stored.items() if rule.startswith("streak:") and rule.removeprefix("streak:") in rules.get(wallet, {})}
        rules.setdefault(wallet, {}).update(bonuses)
    return _Worth(rules, basket.spend, measures_of(left, basket.lines))


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
    """From the order's own lot, then its lapsed part, then other lots in burn order, then debt; or as the policy says."""
    policy = versions.number(past.outcome.version).program.returns.policy
    since, (until, active_on) = past.outcome.day, past.outcome.lots.get(wallet.id, (0, 0))
    until = _own_until(state, wallet, since, until)
    rest = points - take_waiting(posted, state, wallet, "issued", points, "return", (active_on, until, since))
    own = lot_name(wallet, until, since) if until else ""
    if policy != "only_pending" and rest and own:
        rest -= take(posted, state, wallet, "issued", rest, "return", only=own)
    lapsed = min(rest, past.lapsed.get(wallet.id, 0))
    if lapsed:
        posted.append(Transfer(wallet.id, "breakage", "issued", lapsed, own, until, "return"))
        rest -= lapsed
    if policy != "only_pending" and rest:
        rest -= take(posted, state, wallet, "issued", rest, "return")
    if not rest:
        return
    owed = rest
    if policy != "debt":  # what is held belongs to the balance: it is owed until the hold ends
        owed = min(rest, wallet_of(state, wallet).held) if policy == "within_balance" else 0
    if owed:
        wallet_of(state, wallet).debt += owed
        posted.append(Transfer(wallet.id, "debt", "issued", owed, "", 0, "return"))
        because.append({"code": "return.debt", "wallet": wallet.id, "points": owed, "order": order})
        rest -= owed
    if rest:
        posted.append(Transfer(wallet.id, "forfeited", "issued", rest, "", 0, "return"))
        because.append({"code": "return.forgiven", "wallet": wallet.id, "points": rest, "order": order})


def _own_until(state: MemberState, wallet: CompiledWallet, since: int, until: int) -> int:
    """The last day of an order's own lot: where it moves, the one it has now, if it is still alive."""
    if not wallet.named_by_earning:
        return until
    own = wallet_of(state, wallet)
    alive = [lot[0] for lot in own.lots if lot[1] == since] + [lot[1] for lot in own.waiting if lot[2] == since]
    return alive[0] if alive else until


def own_lots(versions: Versions, outcome: Outcome) -> dict[str, str]:
    """wallet -> the name of the lot an order's points went into: where a return looks for what has lapsed since."""
    wallets = versions.number(outcome.version).wallets
    return {id: lot_name(wallets[id], until, outcome.day) for id, (until, _) in outcome.lots.items()}


def with_lapsed(past: Past, passed: list[Passed], versions: Versions) -> Past:
    """The past of a return, with what lapsed of the order's lot while time passed just now, on the way to the return."""
    own = own_lots(versions, past.outcome)
    lapsed = dict(past.lapsed)
    for day in passed:
        for transfer in day.transfers:
            if transfer.target == "breakage" and own.get(transfer.wallet) == transfer.lot:
                lapsed[transfer.wallet] = lapsed.get(transfer.wallet, 0) + transfer.points
    return past._replace(lapsed=lapsed)
