"""Points come in for an event: earn exactly, clip by limits, post lot by lot, and say why."""

from dataclasses import replace
from fractions import Fraction

from regulars.engine.activating import post_parts, when_usable
from regulars.engine.awaiting import await_event
from regulars.engine.badges import award
from regulars.engine.basket import NO_BASKET, Basket, basket_of
from regulars.engine.beside import multiplied_as
from regulars.engine.budgets import Caps
from regulars.engine.clipping import (
    Room,
    choosing_left,
    clip,
    count_sales,
    count_used,
    exhausted_by_times,
    limits_left,
    room_now,
    what_comes_in,
)
from regulars.engine.decision import Reason
from regulars.engine.earning import Earned, earn, shares_by_line
from regulars.engine.events import OrderPaid
from regulars.engine.limits import count, what_is_left
from regulars.engine.lots import credit
from regulars.engine.measures import add_measure
from regulars.engine.membership import running
from regulars.engine.moment import Moment
from regulars.engine.plans import CompiledPlan
from regulars.engine.rewarding import count_streaked, own_days, reward_streaks
from regulars.engine.wallets import CompiledWallet
from regulars.kit.money import text_of

NO_ROOM: Room = []


def accrue(moment: Moment, order: OrderPaid | None) -> Basket:
    """Decide and post what the event earns; returns the basket it was decided on (without lines for an event that is no order).

    What limits and budgets still allow is read first, because ``best_of`` compares what rules would really give. Then ``earn`` computes
    every wallet exactly, and each wallet's points are clipped, counted in their limits and posted. With budgets in the programme the
    net sales count in them whether or not a rule asks for the event.
    """
    compiled, state, event, happening = moment.compiled, moment.state, moment.event, moment.happening
    basket = basket_of(order, compiled) if order is not None else NO_BASKET
    if happening is not None and happening.counted:
        basket = replace(NO_BASKET, measures=happening.counted)
    caps = compiled.caps.get(event.type) if compiled.caps else None
    if caps is not None:
        count_sales(caps, moment.outcome.shared, moment.day, basket.spend, moment.outcome.taken)
    if event.type not in compiled.rules:
        return basket
    limited = compiled.limited[event.type]
    scene = moment.scene(basket.net)
    exhausted, left = what_is_left(limited, state, moment.day)
    streaked = compiled.streaked.get(event.type)
    if streaked:
        out, allowed = what_is_left(own_days(streaked), state, moment.own_day[0])
        exhausted, left = exhausted | out, left | allowed
    choosing, room = left, NO_ROOM
    if caps is not None:
        room = room_now(caps, state, moment.outcome.shared, moment.day, basket.spend)
        exhausted = {**exhausted_by_times(caps, room), **exhausted}
        choosing = choosing_left(caps, left, room)
        if caps.limits:
            left = {**left, **limits_left(caps, room)}
    missed: list[Reason] | None = [] if moment.explain else None
    multiplied = moment.tier
    if state.aside is not None and (kept := multiplied_as(state, compiled, moment.today)) is not None:
        multiplied, moment.outcome.multiplied_as = kept, compiled.levels[kept].id
    paid = _paid_plan(moment) if state.aside is not None else None
    every = earn(compiled, event.type, scene, basket, multiplied, exhausted, choosing, missed, paid)
    if exhausted or left:
        moment.outcome.exhausted, moment.outcome.left = list(exhausted), left
    if moment.explain:
        _explain_basket(moment, basket)
    if streaked:
        reward_streaks(moment, streaked, every, left)
    for earned in every:
        given = {rule: min(points, left.get(rule, points)) for rule, points in earned.given.items()} if left else earned.given
        if caps is not None:
            given = _capped(moment, caps, earned, given, left, room)
        wallet = compiled.wallets[earned.wallet]
        if state.guest and compiled.guest_wallets:
            wallet = compiled.guest_wallets[earned.wallet]
        for rule in limited:  # before it is posted: a rejection that overtook its review gives back what is counted here
            if rule.id in given:
                count(state, rule, moment.day, given[rule.id], 1 if given[rule.id] > 0 else 0)
        if streaked:
            count_streaked(moment, streaked, given)
        if wallet.is_plain:
            _post(moment, wallet, earned, given)
        else:
            post_parts(moment, wallet, earned, given, scene, basket)
        if moment.explain:
            if caps is None:
                _explain(moment, earned, given, given, left)
            moment.outcome.rules[earned.wallet] = given
            if order is not None:
                moment.outcome.shares[earned.wallet] = shares_by_line(earned, moment.outcome.earned[earned.wallet], basket)
    if missed:
        moment.because += missed
    if event.type in compiled.badging:
        brings = compiled.badging[event.type]
        for name in [name for earned in every for name in earned.given if name in brings]:
            award(moment, brings[name], f"rule:{name}")
    return basket


def _paid_plan(moment: Moment) -> CompiledPlan | None:
    """The membership whose multiplier counts, noted with the outcome so that a return counts the same."""
    held = running(moment.state, moment.today)
    plan = moment.compiled.plans.get(held.plan) if held is not None else None
    if plan is not None and plan.bonus_num:
        moment.outcome.paid_plan = plan.id
    return plan


def _post(moment: Moment, wallet: CompiledWallet, earned: Earned, given: dict[str, int]) -> None:
    state, day = moment.state, moment.day
    active_on = wallet.active_on(day)
    until = wallet.until(day, active_on or day, state.active_on, moment.tier)
    total = settled = waiting = 0
    awaits = moment.compiled.awaits
    awaited: dict[str, dict[str, int]] = {}
    for rule, points in what_comes_in(given).items():
        if awaits and points > 0 and (own := rule.removeprefix("streak:")) in awaits:
            awaited.setdefault(own, {})[rule] = points
            waiting += points
        elif points > 0:
            settled += credit(moment.posted, state, wallet, "issued", points, until, active_on, day, moment.today, rule)
            total += points
    moment.outcome.earned[wallet.id] = total + waiting
    moment.outcome.lots[wallet.id] = (until, active_on)
    for rule, parts in awaited.items():
        await_event(moment, wallet, awaits[rule], parts, until, active_on)
    if total and wallet.id in moment.versions.earned_measures:
        add_measure(state, f"points.{wallet.id}", day, total)
    if moment.explain and total:
        if settled:
            moment.because.append({"code": "debt.settled", "wallet": wallet.id, "points": settled})
        moment.because.append(when_usable(wallet.id, active_on, until, moment.today, wallet.activate.on or ""))


def _explain_basket(moment: Moment, basket: Basket) -> None:
    if basket.excluded:
        moment.because.append({"code": "lines.excluded", "lines": basket.excluded})
    if basket.share_num != basket.share_den:
        percent = Fraction(basket.share_num * 100, basket.share_den)
        moment.because.append({"code": "tenders.not_earning", "share": f"{float(percent):.4g}", "num": basket.share_num, "den": basket.share_den})


def _capped(moment: Moment, caps: Caps, earned: Earned, allowed: dict[str, int], left: dict[str, int], room: Room) -> dict[str, int]:
    """What limits over several rules and budgets leave of ``allowed`` (what the rules' own limits left), counted and explained."""
    told: list[Reason] | None = [] if moment.explain else None
    given, used = clip(caps, earned.wallet, allowed, room, told)
    count_used(caps, used, room, moment.state, moment.day, moment.outcome.taken)
    if caps.rewards:
        moment.use_here(used)
    if told is not None:
        _explain(moment, earned, given, allowed, left, told)
    return given


def _explain(moment: Moment, earned: Earned, given: dict[str, int], allowed: dict[str, int], left: dict[str, int], told: list[Reason] | None = None) -> None:
    """``allowed``: what the rules' own limits let through; ``told``: what clipped it further."""
    scale = moment.compiled.wallets[earned.wallet].scale
    fired: list[Reason] = []
    for name, rule, part in earned.parts:
        points, exact = given[name], decimal_text(part, earned.den, scale)
        if name.startswith("streak:"):
            fired.append({"code": "streak.bonus", "wallet": earned.wallet, "rule": name.removeprefix("streak:"), "points": points})
        elif rule is None and name.startswith("paid:"):
            plan = moment.compiled.plans[name.removeprefix("paid:")]
            fired.append({"code": "membership.multiplier", "wallet": earned.wallet, "plan": plan.id, "multiplier": plan.multiplier, "points": points, "exact": exact})
        elif rule is None:
            level = moment.compiled.level(name.removeprefix("tier:"))
            fired.append({"code": "tier.multiplier", "wallet": earned.wallet, "tier": level.id, "multiplier": level.multiplier, "points": points, "exact": exact})
        elif rule.num or rule.kind != "fixed":  # a rule of 0 points is there for its badge
            fired.append({"code": f"rule.fired_{rule.kind}", "wallet": earned.wallet, "rule": name, "points": points, "exact": exact})
        if allowed[name] < earned.given[name]:
            fired.append({"code": "limit.clipped", "rule": name, "asked": earned.given[name], "points": allowed[name], "left": left.get(name, 0)})
    if earned.exact != earned.total * earned.den:
        fired.append({"code": _rounding(earned, moment), "wallet": earned.wallet, "exact": decimal_text(earned.exact, earned.den, scale), "points": earned.total})
    moment.because[:0] = fired + told if told else fired


def _rounding(earned: Earned, moment: Moment) -> str:
    if earned.by_line is not None:
        return "rounding.by_line"
    return f"rounding.{next(rules.rounding for rules in moment.compiled.rules[moment.event.type] if rules.wallet == earned.wallet)}"


def decimal_text(num: int, den: int, scale: int) -> str:
    """num / den wallet units as points, cut (not rounded) after four more digits, without trailing zeros."""
    whole, rest = divmod(num, den)
    if rest == 0:
        return str(whole) if scale == 0 else _trimmed(text_of(whole, scale))
    cut = num * 10_000 // den if num >= 0 else -(-num * 10_000 // den)
    return _trimmed(text_of(cut, scale + 4))


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".")
