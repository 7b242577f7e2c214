"""``pending_until``: a rule's points wait for an event of their own: a review until it is approved, a share until somebody else clicks.

They are pending. The awaited event confirms them, another withdraws them, and after ``within`` they lapse. Points that wait for what their
*wallet* asks (``activate``) are another matter: ``activating.py``.
"""

from msgspec.structs import replace

from regulars.engine.clipping import budgets_used, give_back
from regulars.engine.compiled import Compiled, CompiledRule, Versions
from regulars.engine.decision import Reason, Transfer
from regulars.engine.limits import count
from regulars.engine.lots import add_waiting, lot_name, settle_and_add, wallet_of
from regulars.engine.measures import add_measure
from regulars.engine.midnights import day_of_lapsing
from regulars.engine.moment import Moment
from regulars.engine.state import MemberState
from regulars.engine.state_holding import Awaiting
from regulars.engine.tokens import digest, forget, known, remember
from regulars.engine.waits import wait_for
from regulars.engine.wallets import CompiledWallet
from regulars.kit.periods import iso_day
from regulars.program.event_types import PendingUntil

GONE_KEPT = 200  # orders whose awaited points were taken back or lapsed, for their returns


def await_event(moment: Moment, wallet: CompiledWallet, rule: CompiledRule, given: dict[str, int], until: int, active_on: int) -> None:
    """Points of a rule (and of its streak) come in as pending, for the event the rule waits for.

    What has come before its event (an approval that overtook its review) acts at once; so does a day that is over already.
    """
    state, asked, points = moment.state, rule.awaits, sum(given.values())
    assert asked is not None
    name = lot_name(wallet, until, moment.day)
    for by, part in given.items():
        if part > 0:
            moment.posted.append(Transfer(wallet.id, "issued", "pending", part, name, until, by))
    wallet_of(state, wallet).pending += points
    lapses_on = asked.within.after(moment.day) + 1 if asked.within is not None else 0
    counted_on = moment.own_day[0] if rule.counts_own_days else moment.day
    own = digest(moment.field(asked.distinct))
    one = Awaiting(
        wallet.id, rule.id, moment.compiled.number, moment.field(asked.matching), points, moment.day, until, active_on,
        lapses_on, counted_on, str(getattr(moment.event.data, "order_id", "")), own,
        taken=budgets_used(moment.compiled.caps, moment.event.type, wallet.id, given, moment.day, moment.outcome.shared),
    )  # fmt: skip
    if own:
        remember(state, f"own:{rule.id}", own)
    state.awaiting.append(one)
    if moment.explain:
        reason: Reason = {"code": "points.awaiting", "rule": rule.id, "wallet": wallet.id, "points": points, "event": asked.on}
        if lapses_on:
            reason |= {"code": "points.awaiting_until", "until": iso_day(lapses_on - 1)}
        moment.because.append(reason)
    _overtaken(moment, one, asked)
    lapse_due(moment.posted, moment.because, state, moment.versions, moment.now, moment.today)


def _overtaken(moment: Moment, one: Awaiting, asked: PendingUntil) -> None:
    if not one.key or not moment.state.tokens:
        return
    for type in (asked.on, asked.withdraw_on):
        for token in list(moment.state.tokens.get(f"early:{type}", ())):
            key, _, visitor = token.partition("/")
            if key != digest(one.key):
                continue
            forget(moment.state, f"early:{type}", token)
            if type != asked.on:
                _withdraw(moment, one, type or "")
                return
            if _is_distinct(moment, one, asked, visitor):
                _confirm(moment, one)
                return


def confirm_or_withdraw(moment: Moment) -> dict[str, int]:
    """What this event does to the points that wait for it: all of them whose rule names its type and whose key it matches. Returns wallet -> points withdrawn."""
    state, type = moment.state, moment.event.type
    taken: dict[str, int] = {}
    matched = False
    for one in list(state.awaiting):
        asked = moment.versions.number(one.version).awaits[one.rule].awaits
        assert asked is not None
        if type not in (asked.on, asked.withdraw_on) or moment.field(asked.matching) != one.key:
            continue
        matched = True
        if one.gone:
            continue
        if type != asked.on:
            _withdraw(moment, one, type)
            taken[one.wallet] = taken.get(one.wallet, 0) + one.points
        elif _is_distinct(moment, one, asked, digest(moment.field(asked.distinct))):
            _confirm(moment, one)
    if not matched and type in moment.compiled.early:
        _remember_early(moment)
    return taken


def _remember_early(moment: Moment) -> None:
    """Nothing waits for this event: keep it for the one it is about, unless that has been answered before."""
    for rule in moment.compiled.awaits.values():
        asked = rule.awaits
        assert asked is not None
        if moment.event.type not in (asked.on, asked.withdraw_on) or not asked.matching:
            continue
        key = digest(moment.field(asked.matching))
        if known(moment.state, f"settled:{rule.id}", key):
            moment.because.append({"code": "confirmation.settled", "rule": rule.id})
            return
        visitor = digest(moment.field(asked.distinct))
        remember(moment.state, f"early:{moment.event.type}", f"{key}/{visitor}")
        moment.because.append({"code": "confirmation.early"})
        return


def _is_distinct(moment: Moment, one: Awaiting, asked: PendingUntil, visitor: str) -> bool:
    """Whether this visitor is neither the member nor somebody who has counted before; who counts is remembered."""
    if not asked.distinct:
        return True
    if not visitor or visitor == one.own or known(moment.state, f"own:{one.rule}", visitor):
        moment.because.append({"code": "confirmation.own", "rule": one.rule})
        return False
    if known(moment.state, f"seen:{one.rule}", visitor):
        moment.because.append({"code": "confirmation.repeated", "rule": one.rule})
        return False
    remember(moment.state, f"seen:{one.rule}", visitor)
    return True


def _confirm(moment: Moment, one: Awaiting) -> None:
    """Usable now, or from the day the wallet says; one that waits for an event of the wallet goes on waiting for that. What came too late to live lapses."""
    state = moment.state
    wallet = moment.versions.number(one.version).wallets[one.wallet]
    own, lapsed = wallet_of(state, wallet), 0
    state.awaiting.remove(one)
    _remember_answered(state, one)
    if one.active_on > moment.today:
        add_waiting(own, one.active_on, one.until, one.since, one.points)
        own.pending -= one.points  # it has been counted all along
        if not wallet.is_plain:
            wait_for(state, wallet, "", one.order_id, one.active_on, one.until, one.since, one.points)
    else:
        own.pending -= one.points
        over = day_of_lapsing(state, wallet, moment.today)
        settled = settle_and_add(moment.posted, own, wallet, "pending", one.until, one.since, one.points, "activation", over)
        lapsed = one.points - settled if one.until < over else 0
    if one.wallet in moment.versions.earned_measures:
        add_measure(state, f"points.{one.wallet}", one.since, one.points)
    moment.because.append({"code": "points.confirmed", "rule": one.rule, "wallet": one.wallet, "points": one.points})
    if lapsed:
        moment.because.append({"code": "points.expired", "wallet": one.wallet, "points": lapsed})


def _withdraw(moment: Moment, one: Awaiting, by: str) -> None:
    """Taken back: limits and budgets get back what they counted (an order's budgets, when it is returned)."""
    rule = moment.versions.number(one.version).awaits[one.rule]
    taken = moment.outcome.taken
    for name, amount in one.taken.items() if not one.order_id else ():
        taken[name] = taken.get(name, 0) - amount
    _forfeit(moment.posted, moment.state, moment.versions, one)
    count(moment.state, rule, one.counted_on, -one.points, -1)
    compiled = moment.versions.number(one.version)
    caps = compiled.caps.get(compiled.program.earn[rule.place].on)
    if caps is not None:
        give_back(caps, one.wallet, {one.rule: one.points}, {}, {}, moment.state, one.since, taken)
    moment.because.append({"code": "points.withdrawn", "rule": one.rule, "wallet": one.wallet, "points": one.points, "event": by})


def lapse_due(posted: list[Transfer], because: list[Reason], state: MemberState, versions: Versions, compiled: Compiled, today: int) -> None:
    """What nobody confirmed in time is forfeited; what has outlived its last usable day expires."""
    for one in [one for one in state.awaiting if not one.gone]:
        if one.until < day_of_lapsing(state, compiled.lasting[one.wallet], today):
            _leave(posted, state, versions, one, "breakage", "expiry")
            state.awaiting.remove(one)
            _remember_answered(state, one)
            because.append({"code": "points.expired", "wallet": one.wallet, "points": one.points})
        elif one.lapses_on and one.lapses_on <= today:
            _forfeit(posted, state, versions, one)
            because.append({"code": "points.unconfirmed", "rule": one.rule, "wallet": one.wallet, "points": one.points})


def slide_awaiting(state: MemberState, wallet: CompiledWallet, activity_on: int) -> None:
    """Activity moves the last usable day of what waits, too."""
    state.awaiting = [
        one if one.wallet != wallet.id or one.gone else replace(one, until=wallet.slid(one.until, one.since, activity_on))
        for one in state.awaiting
    ]


def take_awaited(posted: list[Transfer], state: MemberState, wallet: CompiledWallet, order_id: str, gave: dict[str, int], gives: dict[str, int]) -> tuple[int, int]:
    """A return's part of what an order's rules gave and that waits still: (points moved, points that had gone before).

    Changes nothing of what was confirmed: that stands in ordinary lots. Negative: the rest of the order gives more.
    """
    moved = gone = 0
    for one in [one for one in state.awaiting if one.order_id == order_id and one.wallet == wallet.id]:
        ours = [rule for rule in gave.keys() | gives.keys() if rule.removeprefix("streak:") == one.rule]
        difference = sum(gave.get(rule, 0) - gives.get(rule, 0) for rule in ours)
        if one.gone or not difference:
            gone += difference
            continue
        moved += difference
        name = lot_name(wallet, one.until, one.since)
        way = ("pending", "issued") if difference > 0 else ("issued", "pending")
        posted.append(Transfer(wallet.id, *way, abs(difference), name, one.until, "return"))
        wallet_of(state, wallet).pending -= difference
        place = state.awaiting.index(one)
        if one.points == difference:
            del state.awaiting[place]
        else:
            state.awaiting[place] = replace(one, points=one.points - difference)
    return moved, gone


def _forfeit(posted: list[Transfer], state: MemberState, versions: Versions, one: Awaiting) -> None:
    _leave(posted, state, versions, one, "forfeited", one.rule)
    place = state.awaiting.index(one)
    if one.order_id:
        state.awaiting[place] = replace(one, points=0, gone=True)
        over = sum(each.gone for each in state.awaiting) - GONE_KEPT
        if over > 0:
            state.awaiting.remove(next(each for each in state.awaiting if each.gone))
    else:
        del state.awaiting[place]
    _remember_answered(state, one)


def _leave(posted: list[Transfer], state: MemberState, versions: Versions, one: Awaiting, target: str, by: str) -> None:
    wallet = versions.number(one.version).wallets[one.wallet]
    wallet_of(state, wallet).pending -= one.points
    posted.append(Transfer(one.wallet, "pending", target, one.points, lot_name(wallet, one.until, one.since), one.until, by))


def _remember_answered(state: MemberState, one: Awaiting) -> None:
    if one.key:
        remember(state, f"settled:{one.rule}", digest(one.key))
