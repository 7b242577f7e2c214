"""``decide``: one member, one event, one moment -> one decision with its reasons.

First time passes up to the event, then the event is decided at the member's present. A late event (older than the member's last
advance) keeps its own date for validity, windows and limits, and meets the tier of now.
"""

from typing import Any

from regulars.engine import membership, tier_events
from regulars.engine.accruing import accrue
from regulars.engine.activating import activate_waiting, delivered
from regulars.engine.awaiting import confirm_or_withdraw, slide_awaiting
from regulars.engine.basket import NO_BASKET
from regulars.engine.behaving import behave, declared
from regulars.engine.beside import drop_if_empty
from regulars.engine.compiled import Versions
from regulars.engine.decision import Decision, Outcome, Past, Step
from regulars.engine.errors import AlreadyEnrolled, InsufficientPoints, MergedAway
from regulars.engine.event_names import ENROLLED
from regulars.engine.events import (
    BalanceOpened,
    ChallengeJoined,
    Event,
    Happened,
    MemberEnrolled,
    OrderDelivered,
    OrderPaid,
    OrderReturned,
    PointsAdjusted,
    PointsCaptured,
    PointsHeld,
    PointsRedeemed,
    PointsReleased,
    RedemptionCancelled,
    ReferralClaimed,
    ReferralQualified,
    ReferralReversed,
)
from regulars.engine.events_moving import Moves, PointsSent, Restored
from regulars.engine.facts import ZONE
from regulars.engine.freezing import frozen_days
from regulars.engine.frozen import FREEZES, check_may_leave, freeze_or_free
from regulars.engine.giving import begin_cooling_off
from regulars.engine.guests import GUEST, MEMBER, NotJoined, note_joining
from regulars.engine.holding import capture, hold, release
from regulars.engine.ladder import climb, progress
from regulars.engine.lots import credit, expire_due, slide, take, wallet_of
from regulars.engine.measures import add_measure, add_visit, forget_old_days
from regulars.engine.midnights import look_at, own_time_in
from regulars.engine.moment import Moment
from regulars.engine.moves import move, stays_itself
from regulars.engine.opening import open_balance
from regulars.engine.orders import order_paid, order_returned
from regulars.engine.owning import ABOUT, follow, watch
from regulars.engine.passing import balances, lapse_at_own_midnight, pass_time, schedule
from regulars.engine.pool import in_pool, open_pool
from regulars.engine.pool_asking import say_what_is_asked
from regulars.engine.pool_errors import NotAPool
from regulars.engine.pool_events import OfMembers, OfPools, PoolOpened
from regulars.engine.pooling import contribute_earned, of_member
from regulars.engine.questing import pursue, take_part
from regulars.engine.redeeming import cancel, redeem, wallet_named
from regulars.engine.referring import claim, note_advocate, reward_advocate, unreward_advocate
from regulars.engine.reinstating import reinstate
from regulars.engine.state import MemberState
from regulars.engine.taking import lapsed_of, with_lapsed
from regulars.kit.errors import Refused


def decide(
    versions: Versions,
    state: MemberState | None,
    event: Event,
    *,
    past: Past | None = None,
    facts: dict[str, Any] | None = None,
    shared: dict[str, int] | None = None,
    explain: bool = True,
    own: bool = False,
) -> Step:
    """Decide an event. Pure: the same arguments give the same bytes; the state handed in is untouched unless ``own``.

    state: None only for ``member.enrolled``, which creates the member. past: for ``order.returned``, the order it is about (None: unknown,
    the return is parked until the order comes); for ``redemption.cancelled``, the redemption. facts: what rules may ask about the member
    (``versions.facts_asked``). shared: how far the counters of budgets stand (``engine.budgets.counters_of``); recorded with the outcome, and
    one that is absent binds nothing. explain=False leaves out ``because``, line shares and progress (a back-test has no reader).
    own=True: the caller gives the state away and it is changed in place (again the back-test).
    A refusal is a decision too: ``outcome.status`` is ``refused`` and ``outcome.because[0]`` says why.
    """
    if state is None:
        return Step([], _enrol(versions, event, facts or {}, shared or {}, explain))
    if not own:
        state = state.copy()
    late = event.at_us < state.advanced_us
    passed = [] if late else pass_time(versions, state, event.at_us)
    if past is not None and passed:
        past = with_lapsed(past, passed, versions)
        if facts and ABOUT in facts:  # recorded with the event: a replay lets that time pass before it
            facts = {**facts, ABOUT: {**facts[ABOUT], "lapsed": lapsed_of(past)}}
    moment = _moment(versions, state, event, late, facts or {}, shared or {}, explain)
    try:
        if state.moving is not None and (state.moving.into or state.moving.taken_in):
            _happen_merged(moment, event, past)
        elif state.pool is not None:
            in_pool(moment, past)
        else:
            _happen(moment, event, past)
    except Refused as refusal:
        return Step(passed, _refused(moment, refusal))
    return Step(passed, _decided(moment))


def _moment(versions: Versions, state: MemberState, event: Event, late: bool, facts: dict[str, Any], shared: dict[str, int], explain: bool) -> Moment:
    calendar = versions.calendar
    now_us = state.advanced_us if late else event.at_us
    compiled = versions.at(event.at_us)
    day = calendar.day_of(event.at_us)
    today = calendar.day_of(now_us) if late else day
    tier = compiled.level_of.get(state.tier, 0)
    outcome = Outcome(version=compiled.number, tier_used=state.tier, late=late, facts=facts, shared=shared, day=day)
    if state.guest:
        outcome.guest = True
    if state.own_time is not None:
        look_at(state.own_time, calendar, now_us)
    return Moment(versions, compiled, versions.at(now_us), state, event, now_us, day, today, tier, facts, [], [], outcome, explain)


def _enrol(versions: Versions, event: Event, facts: dict[str, Any], shared: dict[str, int], explain: bool) -> Decision:
    if isinstance(event.data, PoolOpened):
        return _open_pool(versions, event, event.data, facts, shared, explain)
    if event.type != ENROLLED:
        raise ValueError("the first event of a member is member.enrolled")
    day = versions.calendar.day_of(event.at_us)
    lowest = versions.at(event.at_us).levels[0].id
    state = MemberState(enrolled_on=day, advanced_us=event.at_us, tier=lowest, tier_since=day, idle_from=day)
    moment = _moment(versions, state, event, False, facts, shared, explain)
    if isinstance(event.data, MemberEnrolled) and event.data.guest:
        state.guest = GUEST
        moment.because.append({"code": "member.guest"})
        return _decided(moment)
    moment.because.append({"code": "member.enrolled", "tier": lowest})
    if not facts.get("without_bonuses"):
        accrue(moment, None)
        if event.type in moment.compiled.challenges:
            pursue(moment, NO_BASKET)
    begin_cooling_off(moment)
    if isinstance(event.data, MemberEnrolled) and event.data.referred_by:
        note_advocate(moment)
    _count(moment)
    if versions.own_midnights:
        _learn_zone(moment)
    return _decided(moment)


def _join(moment: Moment, data: MemberEnrolled) -> None:
    """A guest becomes a member: from today, with everything collected so far. Raises AlreadyEnrolled for a member."""
    state = moment.state
    if not state.guest or data.guest:
        raise AlreadyEnrolled()
    state.guest, state.enrolled_on = MEMBER, moment.day
    moment.because.append({"code": "member.enrolled", "tier": state.tier})
    if not moment.facts.get("without_bonuses"):
        accrue(moment, None)
    begin_cooling_off(moment)
    if data.referred_by:
        note_advocate(moment)


def _open_pool(versions: Versions, event: Event, data: PoolOpened, facts: dict[str, Any], shared: dict[str, int], explain: bool) -> Decision:
    """A pool stands on no level: nothing of tiers is ever looked at."""
    state = MemberState(enrolled_on=versions.calendar.day_of(event.at_us), advanced_us=event.at_us)
    moment = _moment(versions, state, event, False, facts, shared, explain)
    open_pool(moment, data)
    return _decided(moment)


def _happen_merged(moment: Moment, event: Event, past: Past | None) -> None:
    """As ``_happen``, for a member who was merged: closed for everything, or with several people's shares to follow."""
    moving = moment.state.moving
    if moving is not None and moving.into and not isinstance(event.data, Restored):
        raise MergedAway()
    before = watch(moment.state)
    _happen(moment, event, past)
    if stays_itself(event.data):
        follow(moment, before, past)


def _happen(moment: Moment, event: Event, past: Past | None) -> None:
    """Raises Refused before anything is changed; a refused event leaves the state as time left it."""
    data = event.data
    taken: dict[str, int] = {}
    counts = True
    if moment.state.guest and moment.compiled.guest_wallets and isinstance(data, PointsRedeemed | PointsHeld | PointsSent):
        raise NotJoined()
    if moment.state.frozen_us:
        check_may_leave(data)
    if isinstance(data, Happened):
        moment.happening = declared(moment, data)
    answers = bool(moment.state.awaiting) or event.type in moment.compiled.early
    if answers and isinstance(data, OrderPaid | Happened):  # before it earns: an event does not confirm its own points
        taken = confirm_or_withdraw(moment)
    if isinstance(data, OrderPaid):
        activate_waiting(moment)  # before it earns: an order does not activate its own points
        order_paid(moment, data)
    elif isinstance(data, OrderReturned):
        order_returned(moment, data, past)
    elif isinstance(data, PointsRedeemed):
        redeem(moment, data)
    elif isinstance(data, PointsAdjusted):
        _adjusted(moment, data)
    elif isinstance(data, PointsHeld):
        hold(moment, data)
    elif isinstance(data, PointsCaptured):
        capture(moment, data)
    elif isinstance(data, PointsReleased):
        release(moment, data)
    elif isinstance(data, RedemptionCancelled):
        cancel(moment, data, past)
    elif isinstance(data, OrderDelivered):
        delivered(moment, data, past)
    elif isinstance(data, BalanceOpened):
        open_balance(moment, data)
    elif isinstance(data, Moves):
        move(moment, data)
    elif isinstance(data, OfMembers):
        of_member(moment, data)
    elif isinstance(data, OfPools):
        raise NotAPool()
    elif isinstance(data, ChallengeJoined):
        take_part(moment, data.challenge)
    elif isinstance(data, ReferralClaimed):
        claim(moment, data.approved_by)
    elif isinstance(data, ReferralQualified):
        reward_advocate(moment, data)
    elif isinstance(data, ReferralReversed):
        unreward_advocate(moment, data)
    elif isinstance(data, MemberEnrolled):
        _join(moment, data)
    elif isinstance(data, tier_events.TierEvent):
        tier_events.happens(moment, data)
    elif isinstance(data, FREEZES):
        freeze_or_free(moment, data)
    elif isinstance(data, Happened):
        assert moment.happening is not None
        counts = behave(moment, moment.happening)
        for wallet, points in taken.items():
            moment.outcome.earned[wallet] = moment.outcome.earned.get(wallet, 0) - points
    else:
        membership.happens(moment, data)
    if answers and not isinstance(data, OrderPaid | Happened):
        confirm_or_withdraw(moment)
    if not isinstance(data, OrderPaid):
        if counts and event.type in moment.compiled.challenges:
            pursue(moment, NO_BASKET)
        activate_waiting(moment)
    _slide(moment)
    if moment.state.holding is not None and moment.state.holding.lapsed:
        reinstate(moment)
    if counts:
        _count(moment)
    if moment.versions.own_midnights:
        _learn_zone(moment)
    if moment.state.pooled is not None and not moment.state.frozen_us:
        contribute_earned(moment.posted, moment.because, moment.outcome, moment.state, moment.now, moment.today)


def _count(moment: Moment) -> None:
    """The event as tiers count it: a visit where the programme lists its type, and its number where a criterion asks for it."""
    type, day = moment.event.type, moment.day
    if type in moment.compiled.visits_on:
        add_visit(moment.state, day)
        moment.state.idle_from = max(moment.state.idle_from, day)
    if type in moment.versions.counted_events:
        add_measure(moment.state, f"events.{type}", day, 1)


def _learn_zone(moment: Moment) -> None:
    """From this event on last days end at midnight of the zone told with it; what is over there by now lapses with it. Untold, the one before stays."""
    state, zone = moment.state, moment.facts.get(ZONE)
    if not zone or state.pool is not None or zone == (state.own_time.zone if state.own_time is not None else moment.versions.calendar.timezone):
        return
    state.own_time = own_time_in(zone, moment.versions.calendar, moment.now_us)
    lapse_at_own_midnight(moment.posted, moment.because, state, moment.now, moment.versions, moment.today)


def _slide(moment: Moment) -> None:
    for wallet in moment.compiled.lasting.values():
        if moment.event.type in wallet.slides_on and moment.day >= moment.state.active_on:
            if wallet.id not in moment.compiled.wallets and wallet.id not in moment.state.wallets:
                continue
            moment.state.active_on = moment.day
            slide(moment.state, wallet, moment.day)
            lapsed = expire_due(moment.posted, moment.state, wallet, moment.today)  # a later version may keep points shorter
            if lapsed:
                moment.because.append({"code": "points.expired", "wallet": wallet.id, "points": lapsed})
            if moment.state.awaiting:
                slide_awaiting(moment.state, wallet, moment.day)


def _adjusted(moment: Moment, data: PointsAdjusted) -> None:
    wallet = wallet_named(moment.now, data.wallet)
    if data.points < 0:
        available = wallet_of(moment.state, wallet).active
        if -data.points > available:
            raise InsufficientPoints(needed=-data.points, available=available, wallet=wallet.id)
        take(moment.posted, moment.state, wallet, "adjusted", -data.points, "adjustment")
    else:
        until = wallet.until(moment.day, moment.day, moment.state.active_on, moment.tier)
        credit(moment.posted, moment.state, wallet, "adjusted", data.points, until, 0, moment.day, moment.today, "adjustment")
    moment.outcome.earned = {wallet.id: data.points}
    moment.because.append({"code": "points.adjusted", "wallet": wallet.id, "points": data.points})
    if wallet.id in moment.versions.earned_measures:
        add_measure(moment.state, f"points.{wallet.id}", moment.day, data.points)


def _refused(moment: Moment, refusal: Refused) -> Decision:
    state, outcome = moment.state, moment.outcome
    outcome.status = "refused"
    outcome.because = [{"code": refusal.code, **refusal.facts}]
    return Decision([], _close(moment, state, outcome), state)


def _decided(moment: Moment) -> Decision:
    state, outcome = moment.state, moment.outcome
    if state.guest == GUEST:
        note_joining(state, moment.compiled.program, outcome.earned, moment.posted, moment.because)
    if state.pool is None:
        climb(state, moment.now, moment.today, moment.because)
        if moment.now.tracks:
            tier_events.run_tracks(moment)
    if moment.explain:
        outcome.because = moment.because
    return Decision(moment.posted, _close(moment, state, outcome), state)


def _close(moment: Moment, state: MemberState, outcome: Outcome) -> Outcome:
    state.seq += 1
    state.advanced_us = moment.now_us
    outcome.tier = state.tier
    outcome.points = balances(state)
    if state.pooled is not None:
        say_what_is_asked(state, outcome)
    if moment.explain and state.pool is None:
        outcome.progress = progress(state, moment.now, moment.today)
    memory_days = moment.versions.memory_days
    if state.aside is not None:
        memory_days += frozen_days(state)
        drop_if_empty(state)
    forget_old_days(state, moment.today - memory_days)
    schedule(moment.versions, state, moment.today)
    return outcome
