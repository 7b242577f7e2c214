"""``activate``: when points become usable: at once, after a while, from a date, or when something happens; of each line and each rule as the programme says."""

from collections.abc import Container

from regulars.engine.awaiting import await_event
from regulars.engine.basket import Basket
from regulars.engine.clipping import what_comes_in
from regulars.engine.conditions import Scene
from regulars.engine.decision import Past, Reason
from regulars.engine.earning import Earned, counted
from regulars.engine.events import OrderDelivered, OrderPaid
from regulars.engine.lots import activate_by_event, activate_part, credit
from regulars.engine.measures import add_measure
from regulars.engine.midnights import day_of_lapsing
from regulars.engine.moment import Moment
from regulars.engine.state import MemberState
from regulars.engine.state_holding import Wait
from regulars.engine.waits import wait_for
from regulars.engine.wallets import ORDER_EVENTS, CompiledWallet
from regulars.kit.periods import NEVER, Duration, iso_day
from regulars.kit.points import share_by_largest_remainder

Parts = dict[tuple[str, str], int]  # (rule, activation) -> points


def post_parts(moment: Moment, wallet: CompiledWallet, earned: Earned, given: dict[str, int], scene: Scene, basket: Basket) -> None:
    """Post an event's points, each part with its own activation; what waits for an event is remembered with the order that earned it."""
    state, day, outcome = moment.state, moment.day, moment.outcome
    order = moment.event.data.order_id if isinstance(moment.event.data, OrderPaid) else ""
    total = settled = 0
    waiting: dict[str, tuple[int, int, int]] = {}  # activation -> (active on, until, points)
    own_until, own_on = wallet.lot_of("", day, state.active_on, moment.tier)
    awaits = moment.compiled.awaits
    awaited: dict[str, dict[str, int]] = {}
    for (rule, key), points in parts_of(wallet, earned, given, scene, basket, awaits).items():
        if awaits and (own := rule.removeprefix("streak:")) in awaits:
            awaited.setdefault(own, {})[rule] = points
            continue
        until, active_on = wallet.lot_of(key, day, state.active_on, moment.tier)
        paid = credit(moment.posted, state, wallet, "issued", points, until, active_on, day, moment.today, rule)
        settled, total = settled + paid, total + points
        so_far = waiting.get(key, (0, 0, 0))[2]
        waiting[key] = (active_on, until, so_far + points - paid)
    outcome.earned[wallet.id] = total + sum(points for parts in awaited.values() for points in parts.values())
    outcome.lots[wallet.id] = (own_until, own_on)
    outcome.parts[wallet.id] = {key: (until, active_on) for key, (active_on, until, _) in waiting.items() if key}
    for key, (active_on, until, points) in waiting.items():
        if points and active_on > moment.today and until >= day_of_lapsing(state, wallet, moment.today):
            wait_for(state, wallet, key, order, active_on, until, day, points)
    for rule, parts in awaited.items():
        await_event(moment, wallet, awaits[rule], parts, own_until, own_on)
    if total and wallet.id in moment.versions.earned_measures:
        add_measure(state, f"points.{wallet.id}", day, total)
    if moment.explain and total:
        _explain(moment, wallet, waiting, settled)


def parts_of(wallet: CompiledWallet, earned: Earned, given: dict[str, int], scene: Scene, basket: Basket, awaits: Container[str]) -> Parts:
    """What each rule gave, shared among the activations its points go by; the parts of a rule add up to what it gave.

    A rule with an activation of its own goes by that one. Else an accrual is shared by what its lines carried, a multiplier and the
    tier's part by the base of their lines, a fixed bonus by what was paid, each by largest remainder (the wallet's own activation last).
    awaits: rules whose points wait for an event of their own first; those go by the wallet's own activation after it.
    A streak's bonus goes by its rule's activation, else by the wallet's own.
    """
    found: Parts = {}
    keys = [_key_of(wallet, scene, place, basket) for place in range(len(basket.lines))] if wallet.choices else []
    rules = {name: rule for name, rule, _ in earned.parts}
    for name, points in what_comes_in(given).items():
        if points <= 0:
            continue
        own = name.removeprefix("streak:")
        if own != name and own in wallet.by_rule and own not in awaits:
            found[name, f"rule:{own}"] = points
            continue
        if name not in rules or name in awaits:
            found[name, ""] = points
            continue
        rule = rules[name]
        if name in wallet.by_rule:
            found[name, f"rule:{name}"] = points
        elif not keys:
            found[name, ""] = points
        else:
            weights = dict.fromkeys(sorted(set(keys), key=lambda key: (key == "", key)), 0) | ({"": 0} if basket.measures else {})
            for place, line in enumerate(basket.lines):
                mask = earned.of_line[place]
                if rule is None or not rule.bit or mask & rule.bit:
                    weights[keys[place]] += line.amount if rule is not None and rule.kind == "fixed" else _base(earned, rule, mask, place, basket)
            if basket.measures and (rule is None or (rule.kind != "fixed" and not rule.bit)):  # what asks for lines has no part in the order's own measures
                weights[""] += _base_of_order(earned, rule, basket)
            for key, part in zip(weights, share_by_largest_remainder(points, [max(weight, 0) for weight in weights.values()]), strict=True):
                if part:
                    found[name, key] = part
    return found


def _key_of(wallet: CompiledWallet, scene: Scene, place: int, basket: Basket) -> str:
    line = basket.lines[place]
    return next((str(number) for number, (holds, _) in enumerate(wallet.choices) if holds(scene, line)), "")


def _base(earned: Earned, rule: object, mask: int, place: int, basket: Basket) -> int:
    """What a line carries of the accrual itself, or of every accrual for a multiplier and the tier's part."""
    line = basket.lines[place]
    return sum([each * counted(line, one.of) for one, each in earned.each if (one is rule or not _is_accrual(rule)) and (not one.bit or mask & one.bit)])


def _base_of_order(earned: Earned, rule: object, basket: Basket) -> int:
    measures = basket.measures or {}
    return sum([each * measures.get(one.of, 0) for one, each in earned.each if (one is rule or not _is_accrual(rule)) and not one.bit])


def _is_accrual(rule: object) -> bool:
    return getattr(rule, "kind", "") == "accrual"


# ---- events that points wait for


def delivered(moment: Moment, data: OrderDelivered, past: Past | None) -> None:
    """An order that has not come yet is remembered; ``activate_waiting`` does the rest."""
    if past is None:
        came = moment.state.set_aside().came
        if (moment.event.type, data.order_id) not in came:
            came.append((moment.event.type, data.order_id))
        moment.because.append({"code": "order.delivery_parked", "order": data.order_id})
    else:
        moment.because.append({"code": "order.was_delivered", "order": data.order_id})


def apply_what_came(moment: Moment, order: str) -> None:
    """Events about an order that came before it count now."""
    aside = moment.state.set_aside()
    for type, about in [one for one in aside.came if one[1] == order]:
        aside.came.remove((type, about))
        _activate_waits(moment, type, order)


def activate_waiting(moment: Moment) -> None:
    """Whatever waits for this event becomes usable."""
    for id in moment.compiled.activating.get(moment.event.type, ()):
        if id in moment.state.wallets:
            points = activate_by_event(moment.posted, moment.state, moment.compiled.lasting[id], moment.today)
            if points:
                moment.because.append({"code": "points.activated", "wallet": id, "points": points})
    if moment.state.holding is not None and moment.state.holding.waits:
        _activate_waits(moment, moment.event.type, getattr(moment.event.data, "order_id", ""))


def _activate_waits(moment: Moment, type: str, order: str) -> None:
    aside = moment.state.set_aside()
    told: dict[tuple[str, int], int] = {}
    left: list[Wait] = []
    for wait in aside.waits:
        if wait.on != type or (type in ORDER_EVENTS and wait.order not in ("", order)):
            left.append(wait)
            continue
        wallet = moment.versions.wallet(wait.wallet, moment.now_us)
        after = Duration(*wait.after)
        active_on = min(after.after(moment.day), wait.active_on) if wait.after != (0, 0) else 0
        counted_anew = wallet.expire.counted_from == "activation"
        until = wallet.until(wait.since, max(active_on, moment.today), moment.state.active_on, moment.tier) if counted_anew else 0
        points = activate_part(moment.posted, moment.state, wallet, wait, moment.today, active_on, until)
        if active_on > moment.today:
            left.append(Wait("", wait.order, wait.wallet, wait.key, active_on, until or wait.until, wait.since, points))
        if points:
            told[wallet.id, active_on] = told.get((wallet.id, active_on), 0) + points
    aside.waits = left
    for (id, active_on), points in told.items():
        usable = active_on <= moment.today
        reason: Reason = {"code": "points.activated" if usable else "points.part_from_for_ever", "wallet": id, "points": points}
        moment.because.append(reason if usable else {**reason, "from": iso_day(active_on)})


def forget_what_is_over(state: MemberState) -> None:
    """Waits whose day has come, or whose lot has lapsed."""
    aside = state.set_aside()
    if aside.waits:
        alive = {(id, on, since) for id, own in state.wallets.items() for on, _, since, _ in own.waiting}
        aside.waits = [wait for wait in aside.waits if (wait.wallet, wait.active_on, wait.since) in alive]


# ---- in words


def when_usable(wallet: str, active_on: int, until: int, today: int, event: str, points: int = 0) -> Reason:
    """The reason that says when points are usable; with ``points`` the one that speaks of a part of them."""
    name = "part" if points else "usable"
    reason: Reason = {"code": f"points.{name}" if points else "points.usable", "wallet": wallet}
    if event and active_on > today:
        reason["code"] = "points.part_waits" if points else "points.wait_for"
        reason["event"] = event
    elif active_on > today:
        reason["code"] += "_from"
        reason["from"] = iso_day(active_on)
    if points:
        reason["points"] = points
    if until < NEVER:
        reason["until"] = iso_day(until)
    else:
        reason["code"] += "_for_ever"
    return reason


def _explain(moment: Moment, wallet: CompiledWallet, waiting: dict[str, tuple[int, int, int]], settled: int) -> None:
    if settled:
        moment.because.append({"code": "debt.settled", "wallet": wallet.id, "points": settled})
    several = len(waiting) > 1
    for key, (active_on, until, points) in waiting.items():
        activation = wallet.activation(key)
        moment.because.append(when_usable(wallet.id, active_on, until, moment.today, activation.on or "", points if several else 0))
