"""Paid memberships: bought, tried, renewed, cancelled, paid back, and over when their last day is.

A term of 1 year bought on 5 March lasts up to and including 4 March. What is paid back is the fee of the days that are not over, today among them:
the sum over the terms is exact and rounded down once.
"""

from fractions import Fraction

from regulars.engine.compiled import Compiled
from regulars.engine.decision import Reason
from regulars.engine.events_tiers import MembershipBought, MembershipCancelled, MembershipRefunded, MembershipRenewed
from regulars.engine.grants import add_grant, tier_follows
from regulars.engine.moment import Moment
from regulars.engine.plans import CompiledPlan
from regulars.engine.state import MemberState
from regulars.engine.state_tiers import Aside, Grant, Membership
from regulars.engine.tier_errors import (
    MembershipCancelledAlready,
    MembershipNone,
    MembershipRuns,
    NotRefundable,
    NoTrial,
    TrialUsed,
    UnknownPlan,
)
from regulars.kit.money import text_of
from regulars.kit.periods import iso_day

MembershipEvent = MembershipBought | MembershipRenewed | MembershipCancelled | MembershipRefunded


def happens(moment: Moment, data: MembershipEvent) -> None:
    """Raises Refused before anything is changed. All of them act at the member's present, also when they come late."""
    match data:
        case MembershipBought():
            _buy(moment, data)
        case MembershipRenewed():
            _renew(moment, data)
        case MembershipCancelled():
            _cancel(moment)
        case MembershipRefunded():
            _refund(moment)


def running(state: MemberState, day: int) -> Membership | None:
    held = state.aside.membership if state.aside is not None else None
    return held if held is not None and held.until >= day else None


def _buy(moment: Moment, data: MembershipBought) -> None:
    state, today = moment.state, moment.today
    plan = _plan(moment, data.plan)
    held = running(state, today)
    if held is not None and not (held.is_trial and held.plan == plan.id and not data.trial):
        raise MembershipRuns(plan=held.plan, until=iso_day(held.until))
    aside = state.aside = state.aside or Aside()
    if not data.trial:
        fee = plan.fee if data.fee is None else data.fee
        _begin(moment, Membership(plan.id, ((today, plan.lasts.after(today) - 1, fee),)), "membership.bought", fee)
        return
    if plan.trial is None:
        raise NoTrial(plan=plan.id)
    if plan.id in aside.tried:
        raise TrialUsed(plan=plan.id)
    aside.tried.append(plan.id)
    _begin(moment, Membership(plan.id, ((today, plan.trial.after(today) - 1, 0),), is_trial=True), "membership.tried", 0)


def _renew(moment: Moment, data: MembershipRenewed) -> None:
    held = _held(moment)
    plan = _plan(moment, held.plan)
    fee, first = plan.fee if data.fee is None else data.fee, held.until + 1
    _begin(moment, Membership(plan.id, (*held.terms, (first, plan.lasts.after(first) - 1, fee))), "membership.renewed", fee)


def _cancel(moment: Moment) -> None:
    held = _held(moment)
    if held.is_cancelled:
        raise MembershipCancelledAlready(plan=held.plan, until=iso_day(held.until))
    aside = moment.state.aside
    assert aside is not None
    aside.membership = Membership(held.plan, held.terms, held.is_trial, True)
    _tell(moment.because, moment.outcome.membership, "membership.cancelled", {"plan": held.plan, "until": iso_day(held.until) or ""})


def _refund(moment: Moment) -> None:
    held = _held(moment)
    plan = moment.now.plans.get(held.plan)
    if plan is None or not plan.refundable:
        raise NotRefundable(plan=held.plan)
    digits = moment.now.program.currency.minor_digits
    due = text_of(refund_of(held, moment.today), digits)
    _tell(moment.because, moment.outcome.membership, "membership.refunded", {"plan": held.plan, "refund": due})
    before = moment.state.tier
    end_membership(moment.state, moment.now, moment.today)
    if moment.state.tier != before:
        moment.because.append({"code": "tier.paid_over", "from": before, "to": moment.state.tier})


def refund_of(held: Membership, today: int) -> int:
    """What the days from ``today`` on cost, in minor units, rounded down once.

    >>> refund_of(Membership("plus", ((100, 109, 9_99),)), 105)  # 5 of 10 days
    499
    """
    due = Fraction(0)
    for first, last, fee in held.terms:
        if last >= today:
            due += Fraction(fee * (last - max(first, today) + 1), last - first + 1)
    return int(due)


def _begin(moment: Moment, held: Membership, code: str, fee: int) -> None:
    plan = moment.now.plans[held.plan]
    keep_membership(moment.state, moment.now, held, plan, moment.today)
    digits = moment.now.program.currency.minor_digits
    _tell(moment.because, moment.outcome.membership, code, {"plan": held.plan, "until": iso_day(held.until) or "", "fee": text_of(fee, digits)})


def keep_membership(state: MemberState, compiled: Compiled, held: Membership, plan: CompiledPlan, day: int) -> None:
    """From now on the member holds this membership, and its level, where it gives one."""
    aside = state.aside = state.aside or Aside()
    aside.membership = held
    if plan.level:
        add_grant(state, compiled, Grant("paid", plan.level, held.terms[0][0], held.until, plan.id), day)


def end_membership(state: MemberState, compiled: Compiled, day: int) -> None:
    """The membership is over, and the level it gave."""
    aside = state.aside
    if aside is not None:
        aside.membership = None
        aside.grants = [grant for grant in aside.grants if grant.kind != "paid"]
        tier_follows(state, compiled, day)


def pass_membership(state: MemberState, compiled: Compiled, today: int, because: list[Reason]) -> dict[str, str]:
    """A term that ended yesterday: the next one begins by itself where the plan says so and nobody cancelled; else the membership is over. What is told of it."""
    held = state.aside.membership if state.aside is not None else None
    told: dict[str, str] = {}
    if held is None or held.until >= today:
        return told
    plan = compiled.plans.get(held.plan)
    if plan is not None and plan.auto and not held.is_cancelled:
        first = held.until + 1
        held = Membership(held.plan, ((first, plan.lasts.after(first) - 1, plan.fee),))
        keep_membership(state, compiled, held, plan, today)
        fee = text_of(plan.fee, compiled.program.currency.minor_digits)
        _tell(because, told, "membership.goes_on", {"plan": held.plan, "until": iso_day(held.until) or "", "fee": fee})
        return told
    before = state.tier
    end_membership(state, compiled, today)
    _tell(because, told, "membership.trial_over" if held.is_trial else "membership.over", {"plan": held.plan})
    if state.tier != before:
        because.append({"code": "tier.paid_over", "from": before, "to": state.tier})
    return told


def _tell(because: list[Reason], told: dict[str, str], code: str, facts: dict[str, str]) -> None:
    because.append({"code": code, **facts})
    told |= {"what": code.removeprefix("membership."), **facts}


def _plan(moment: Moment, id: str) -> CompiledPlan:
    plan = moment.now.plans.get(id)
    if plan is None:
        raise UnknownPlan(plan=id)
    return plan


def _held(moment: Moment) -> Membership:
    held = running(moment.state, moment.today)
    if held is None:
        raise MembershipNone()
    return held
