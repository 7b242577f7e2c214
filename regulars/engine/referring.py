"""Referrals: a friend who was brought by an advocate buys, keeps it, and both are rewarded; each friend once.

The friend's side is decided with the friend: noted at joining, waiting after the first purchase that qualifies, paid by the clock when it has
been kept long enough. What that means for the advocate is an event of the advocate's own (``journal.referrals`` carries it over).
"""

from typing import Any

from regulars.engine.accruing import accrue
from regulars.engine.advocacy import brings_themselves, is_one_with, note_friend
from regulars.engine.basket import Basket
from regulars.engine.compiled import CompiledReferral, CompiledReward, Versions
from regulars.engine.conditions import Scene
from regulars.engine.counting import unmatched
from regulars.engine.decision import Outcome, Past, Reason, Transfer
from regulars.engine.errors import ReferralRefused, TooLate
from regulars.engine.event_names import ORDER_PAID
from regulars.engine.events import OrderPaid, ReferralQualified, ReferralReversed
from regulars.engine.granting import Granted, grant, put
from regulars.engine.limits import count, what_is_left
from regulars.engine.measures import add_measure
from regulars.engine.midnights import day_of_lapsing
from regulars.engine.moment import Moment
from regulars.engine.returning import claw_back, left_of, seen_again
from regulars.engine.rewarding_within import counted_since, uncount, used_so_far, within
from regulars.engine.state import MemberState
from regulars.engine.state_quests import Referring
from regulars.kit.periods import iso_day

RULE = "referral"


def brought_by(moment: Moment) -> str:
    """Note who brought the member, as the door found out (``facts["referral"]``). Returns why not: "" when it is noted."""
    found = moment.facts.get("referral") or {"why": "referral.unknown"}
    if moment.compiled.referral is None:
        return "referral.not_offered"
    if "why" in found:
        return str(found["why"])
    state = moment.state
    if state.referring is not None and state.referring.stage:
        return "referral.taken"
    if state.referring is None:
        state.referring = Referring()
    state.referring.advocate, state.referring.stage = found["advocate"], "open"
    moment.because.append({"code": "referral.noted"})
    return ""


def note_advocate(moment: Moment) -> None:
    """At joining: a referral that can't count never keeps anybody from joining."""
    why = brought_by(moment)
    if why:
        moment.because.append({"code": "referral.missed", "why": why})


def claim(moment: Moment, approved_by: str) -> None:
    """A member who has joined says later who brought them. Raises ReferralRefused.

    Without somebody who answers for it, only before the first purchase.
    """
    if not approved_by and _has_bought(moment):
        raise TooLate()
    why = brought_by(moment)
    if why:
        raise ReferralRefused.named(why)


def _has_bought(moment: Moment) -> bool:
    """By what is measured: an order's money; or its visit, where nothing but orders is one (a check-in is no purchase)."""
    measures = moment.state.measures
    return "spend" in measures or ("visits" in measures and moment.now.visits_on == {ORDER_PAID})


# ---- the friend's purchase


def bought(moment: Moment, order: OrderPaid, basket: Basket) -> None:
    """The first purchase that qualifies begins to wait."""
    referring, terms = moment.state.referring, moment.compiled.referral
    if referring is None or terms is None or referring.stage != "open":
        return
    missed = _missed(terms, moment.scene(basket.net), basket)
    if missed:
        moment.because.append({"code": "referral.missed_purchase", "detail": missed})
        return
    before, clipped = used_so_far(moment.state), list[Reason]()
    referring.promised, took = within(moment, RULE, terms.friend.wallet, terms.friend.points, clipped)
    referring.counted[""] = counted_since(moment.state, before, took)
    due_on = terms.after.after(moment.day) if terms.after is not None else moment.day
    referring.stage, referring.order_id, referring.due_on, referring.version = "waiting", order.order_id, due_on, moment.compiled.number
    if due_on > moment.today:
        moment.because.append({"code": "referral.waiting", "from": iso_day(due_on)})
        moment.because += clipped
    else:
        moment.because += clipped
        moment.outcome.referral = pay(moment.posted, moment.because, moment.outcome, moment.state, moment.versions, moment.day, moment.today)


def _missed(terms: CompiledReferral, scene: Scene, basket: Basket) -> str:
    """The field that keeps a purchase from qualifying; "" when it qualifies."""
    if not basket.lines or basket.earns_nothing or basket.net < terms.order_at_least:
        return "order.net_amount"
    if terms.within is not None and (not scene.enrolled_on or scene.day >= terms.within.after(scene.enrolled_on)):  # 0: a guest
        return "member.days_since_enrolment"
    return unmatched(terms.asked, scene, basket)


def pay_due(posted: list[Transfer], because: list[Reason], outcome: Outcome, state: MemberState, versions: Versions, today: int) -> None:
    """By the clock: the purchase has been kept long enough."""
    referring = state.referring
    if referring is not None and referring.stage == "waiting" and referring.due_on <= today:
        outcome.referral = pay(posted, because, outcome, state, versions, today, today)


def pay(
    posted: list[Transfer], because: list[Reason], outcome: Outcome, state: MemberState, versions: Versions, day: int, today: int
) -> dict[str, Any]:
    """Reward the friend under the version of their purchase; what the advocate must be told."""
    referring = state.referring
    assert referring is not None
    compiled = versions.number(referring.version)
    terms = compiled.referral
    assert terms is not None
    if is_one_with(state, referring.advocate):
        referring.stage = "void"
        because.append({"code": "referral.missed", "why": "referral.one_person"})
        return {}
    referring.stage = "paid"
    because.append({"code": "referral.qualified"})
    reward = terms.friend
    points = reward.points if referring.promised < 0 else referring.promised
    if points:
        because.append({"code": "referral.rewarded", "wallet": reward.wallet, "points": points})
        given = put(posted, because, outcome, state, versions, compiled.wallets[reward.wallet], points, day, today, RULE)
        referring.given = (given.on, given.until, given.active_on, given.points)
    _badge(because, outcome, state, reward, day)
    return {"step": "qualified", "advocate": referring.advocate}


def _badge(because: list[Reason], outcome: Outcome, state: MemberState, reward: CompiledReward, day: int) -> None:
    if reward.badge is not None and reward.badge not in state.badges:
        state.badges[reward.badge] = (day, RULE)
        outcome.badges = {**outcome.badges, reward.badge: RULE}
        because.append({"code": "badge.earned", "badge": reward.badge, "for": RULE})


def taken_back(moment: Moment, past: Past) -> dict[str, int]:
    """A return of the friend's purchase: what is left may still qualify. Wallet -> points taken."""
    referring = moment.state.referring
    if referring is None or referring.stage not in ("waiting", "paid") or referring.order_id != past.order.order_id:
        return {}
    compiled = moment.versions.number(referring.version)
    terms = compiled.referral
    assert terms is not None
    left = left_of(past.order, moment.state.returned.get(referring.order_id, {}))
    if left.lines and not _missed(terms, *seen_again(left, past, compiled, moment.versions, moment.state)):
        return {}
    if referring.stage == "waiting":
        referring.stage, referring.order_id, referring.due_on, referring.promised = "open", "", 0, -1
        uncount(moment, referring.counted.pop("", None))
        moment.because.append({"code": "referral.set_back"})
        return {}
    if not terms.takes_back:
        return {}
    referring.stage = "void"
    uncount(moment, referring.counted.pop("", None))
    moment.outcome.referral = {"step": "reversed", "advocate": referring.advocate}
    moment.because.append({"code": "referral.reversed"})
    return {terms.friend.wallet: taken} if (taken := claw_back_reward(moment, terms.friend.wallet, referring.given, past.order.order_id)) else {}


def claw_back_reward(moment: Moment, wallet: str, given: tuple[int, int, int, int], order: str) -> int:
    """Take back a reward ``given`` (on, usable until, activates on, points), as a return does. Returns how many points it was; 0 where it has lapsed."""
    on, until, active_on, points = given
    if not points or until < day_of_lapsing(moment.state, moment.versions.wallet(wallet, moment.now_us), moment.today):
        return 0  # nothing, or it has lapsed meanwhile
    versions, number = moment.versions, moment.now.number
    own = Past(None, Outcome(version=number, day=on, lots={wallet: (until, active_on)}), 0, {})
    claw_back(moment.posted, moment.because, moment.state, versions, versions.wallet(wallet, moment.now_us), own, points, order)
    if wallet in versions.earned_measures:
        add_measure(moment.state, f"points.{wallet}", on, -points)
    moment.because.append({"code": "referral.taken_back", "wallet": wallet, "points": points})
    return points


# ---- the advocate


def reward_advocate(moment: Moment, data: ReferralQualified) -> None:
    """The advocate's part, and what rules gave for it, kept so that it can be taken back. Nobody is rewarded for bringing themselves."""
    if brings_themselves(moment, data.friend):
        moment.because.append({"code": "referral.missed", "why": "referral.one_person"})
        return
    state, terms = moment.state, moment.compiled.referral
    before = used_so_far(state)
    accrue(moment, None)
    if state.referring is None:
        state.referring = Referring()
    given = [(wallet, moment.day, *moment.outcome.lots[wallet], points) for wallet, points in moment.outcome.earned.items() if points]
    moment.because.append({"code": "referral.friend_qualified"})
    if terms is not None:
        exhausted, left = what_is_left((terms,), state, moment.day)
        asked = min(terms.advocate.points, left.get(terms.id, terms.advocate.points))
        if terms.id in exhausted:
            moment.because.append({"code": "referral.missed_limit", "detail": exhausted[terms.id]})
        else:
            wallet, clipped = terms.advocate.wallet, list[Reason]()
            points, _ = within(moment, RULE, wallet, asked, clipped)
            count(state, terms, moment.day, points, 1)
            if points:
                got: Granted = grant(moment, moment.compiled.wallets[wallet], points, RULE)
                given.append((wallet, got.on, got.until, got.active_on, got.points))
                moment.because.append({"code": "referral.rewarded", "wallet": wallet, "points": points})
            if asked < terms.advocate.points:
                moment.because.append({"code": "referral.clipped", "asked": terms.advocate.points, "points": asked})
            moment.because += clipped
            _badge(moment.because, moment.outcome, state, terms.advocate, moment.day)
    state.referring.brought[str(data.friend)] = [tuple(one) for one in given]  # type: ignore[misc]
    state.referring.counted[str(data.friend)] = counted_since(state, before, moment.outcome.taken)
    note_friend(moment, str(data.friend))


def unreward_advocate(moment: Moment, data: ReferralReversed) -> None:
    """The friend returned what they had bought: the advocate's reward goes back. Nothing to take back is fine."""
    state, terms = moment.state, moment.compiled.referral
    given = state.referring.brought.pop(str(data.friend), None) if state.referring is not None else None
    moment.because.append({"code": "referral.friend_returned"})
    taken: dict[str, int] = {}
    for wallet, *lot in given or ():
        points = claw_back_reward(moment, wallet, (lot[0], lot[1], lot[2], lot[3]), "")
        taken[wallet] = taken.get(wallet, 0) + points
    counted = state.referring.counted.pop(str(data.friend), None) if state.referring is not None else None
    uncount(moment, counted)
    if given and counted is None and terms is not None:
        count(state, terms, given[0][1], -sum(lot[4] for lot in given), -1)
    moment.outcome.earned = {wallet: -points for wallet, points in taken.items() if points}
