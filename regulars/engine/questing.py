"""Challenges: a member's progress over several events, the reward when the target is met, and what a return takes back.

An attempt is one run of a challenge: a calendar period, the days between two dates, or a length of time. Progress goes on being counted
after the target is met, so that a later return only takes the reward back when what is left no longer meets it.
"""

from regulars.engine.badges import award, revoke
from regulars.engine.basket import Basket
from regulars.engine.compiled import Compiled, CompiledChallenge
from regulars.engine.conditions import Scene
from regulars.engine.counting import Added, added_by, unmatched
from regulars.engine.criteria import plain
from regulars.engine.decision import Outcome, Past, Reason
from regulars.engine.errors import (
    ChallengeIsAutomatic,
    ChallengeJoinedAlready,
    ChallengeMetAlready,
    ChallengeNotRunning,
    UnknownChallenge,
)
from regulars.engine.event_names import ORDER_PAID
from regulars.engine.events import QUANTITY_DIGITS, OrderPaid
from regulars.engine.granting import Granted, grant
from regulars.engine.limits import count, what_is_left
from regulars.engine.measures import add_measure
from regulars.engine.midnights import day_of_lapsing
from regulars.engine.moment import Moment
from regulars.engine.returning import Returned, claw_back, left_of, seen_again
from regulars.engine.rewarding_within import within, without
from regulars.engine.state_quests import Attempt, Quest
from regulars.kit.periods import NEVER, iso_day, period_end, period_start

ATTEMPTS_KEPT = 4  # so that late events and returns find the period they belong to
REWARDS_KEPT = 12  # of one attempt that begins again and again


def pursue(moment: Moment, basket: Basket) -> None:
    """Count the event in every challenge that looks at its type."""
    event = moment.event
    scene = moment.scene(basket.net)
    for challenge in moment.compiled.challenges[event.type]:
        if challenge.starts <= moment.day <= challenge.ends:
            added = added_by(challenge, scene, basket, isinstance(event.data, OrderPaid))
            missed = _pursue(moment, challenge, added) if added.amount or added.names else {"code": "challenge.missed_condition", "detail": added.missed}
            if missed and moment.explain:
                moment.because.append({**missed, "challenge": challenge.id})


def _pursue(moment: Moment, challenge: CompiledChallenge, added: Added) -> Reason:
    """Count what the event adds; why it does not count, where it does not."""
    state, day = moment.state, moment.day
    quest = state.quests.get(challenge.id) or Quest(0, 0, [])
    if challenge.on_request and not 0 < quest.joined_on <= day:
        return {"code": "challenge.missed_unjoined"}
    attempt = next((one for one in reversed(quest.attempts) if one.starts <= day <= one.ends), None)
    if attempt is None:
        if challenge.recurrence == "once" and quest.met:
            return {"code": "challenge.missed_met"}
        attempt = _begun(challenge, quest, state.enrolled_on, day)
        if attempt is None:
            return {"code": "challenge.missed_over"}
        quest.attempts = sorted([*quest.attempts, attempt], key=lambda one: one.starts)[-ATTEMPTS_KEPT:]
    state.quests[challenge.id] = quest
    _count(challenge, attempt, added)
    moment.outcome.counted = {**moment.outcome.counted, challenge.id: attempt.starts}
    if _times(challenge, attempt) <= attempt.times:
        if challenge.recurrence != "again" and attempt.times:
            return {"code": "challenge.missed_met"}
        if moment.explain:
            moment.because.append(progress_reason("challenge.progress", challenge, attempt, moment.compiled))
    while attempt.times < _times(challenge, attempt):
        _reward(moment, challenge, quest, attempt)
    return {}


def _begun(challenge: CompiledChallenge, quest: Quest, enrolled_on: int, day: int) -> Attempt | None:
    """The attempt that begins with an event of this day; None when its time is over, or when a later one has begun already."""
    starts, ends = window_of(challenge, quest, enrolled_on, day)
    starts, ends = max(starts, challenge.starts), min(ends, challenge.ends)
    overlaps = any(one.starts <= ends and starts <= one.ends for one in quest.attempts)
    return Attempt(starts, ends, 0, 0, {}, []) if starts <= day <= ends and not overlaps else None


def window_of(challenge: CompiledChallenge, quest: Quest, enrolled_on: int, day: int) -> tuple[int, int]:
    """First and last day of the attempt an event of ``day`` belongs to, before the challenge's own dates."""
    run = challenge.run
    if run.per:
        return period_start(day, run.per), period_end(day, run.per)
    if run.within is None:
        return 0, NEVER
    starts = enrolled_on if run.since == "enrolment" else quest.joined_on if challenge.on_request else day
    return starts, run.within.after(starts) - 1


def _count(challenge: CompiledChallenge, attempt: Attempt, added: Added) -> None:
    attempt.have += added.amount
    for name in added.names:
        if name in attempt.seen or len(attempt.seen) < 2 * challenge.need + 20:  # far beyond the target: a bound, not a tuning
            attempt.seen[name] = attempt.seen.get(name, 0) + 1


def have_of(attempt: Attempt) -> int:
    """How far the attempt is, in the challenge's unit."""
    return len(attempt.seen) or attempt.have


def _times(challenge: CompiledChallenge, attempt: Attempt) -> int:
    """How often the attempt's progress meets the target."""
    times = have_of(attempt) // challenge.need
    return times if challenge.recurrence == "again" else min(times, 1)


def _reward(moment: Moment, challenge: CompiledChallenge, quest: Quest, attempt: Attempt) -> None:
    state, day = moment.state, moment.day
    attempt.times += 1
    quest.met += 1
    exhausted, left = what_is_left((challenge,), state, day)
    if challenge.id in exhausted:
        moment.because.append({"code": "challenge.missed_limit", "challenge": challenge.id, "detail": exhausted[challenge.id]})
        attempt.given = [*attempt.given, (0, 0, 0, 0)][-REWARDS_KEPT:]
        if attempt.took:
            attempt.took = [*attempt.took, {}][-REWARDS_KEPT:]
        return
    asked = min(challenge.points, left.get(challenge.id, challenge.points))
    clipped: list[Reason] = []
    points, took = within(moment, f"challenge:{challenge.id}", challenge.wallet, asked, clipped)
    count(state, challenge, day, points, 1)
    given = Granted(day, 0, 0, 0)
    reason: Reason = {"code": "challenge.met", "challenge": challenge.id}
    if challenge.points:
        reason = {"code": "challenge.completed", "challenge": challenge.id, "wallet": challenge.wallet, "points": points}
    moment.because.append(reason)
    if asked < challenge.points:
        moment.because.append({"code": "challenge.clipped", "challenge": challenge.id, "asked": challenge.points, "points": asked})
    moment.because += clipped
    if points:
        given = grant(moment, moment.compiled.wallets[challenge.wallet], points, f"challenge:{challenge.id}")
    attempt.given = [*attempt.given, (given.on, given.until, given.active_on, given.points)][-REWARDS_KEPT:]
    if took or attempt.took:
        attempt.took = [*attempt.took, took][-REWARDS_KEPT:]
    if challenge.badge is not None:
        award(moment, challenge.badge, f"challenge:{challenge.id}")


# ---- taking part


def take_part(moment: Moment, id: str) -> None:
    """Raises UnknownChallenge, ChallengeIsAutomatic, ChallengeNotRunning, ChallengeJoinedAlready or ChallengeMetAlready."""
    day, state = moment.day, moment.state
    challenge = next((one for those in moment.compiled.challenges.values() for one in those if one.id == id), None)
    if challenge is None:
        raise UnknownChallenge(challenge=id)
    if not challenge.on_request:
        raise ChallengeIsAutomatic(challenge=id)
    if not challenge.starts <= day <= challenge.ends:
        raise ChallengeNotRunning(challenge=id)
    quest = state.quests.get(id) or Quest(0, 0, [])
    if challenge.recurrence == "once" and quest.met:
        raise ChallengeMetAlready(challenge=id)
    over = quest.joined_on and challenge.run.within is not None and window_of(challenge, quest, state.enrolled_on, day)[1] < day
    if quest.joined_on and not over:
        raise ChallengeJoinedAlready(challenge=id)
    quest.joined_on = day
    attempt = _begun(challenge, quest, state.enrolled_on, day)
    if attempt is None:
        raise ChallengeNotRunning(challenge=id)
    quest.attempts = [*quest.attempts, attempt][-ATTEMPTS_KEPT:]
    state.quests[id] = quest
    moment.because.append(progress_reason("challenge.joined", challenge, attempt, moment.compiled))


# ---- returns


def set_back(moment: Moment, past: Past, before: Returned) -> dict[str, int]:
    """Take back what a returned (part of an) order had brought its challenges and badges; wallet -> points taken.

    before: what of the order had been returned earlier. The order is looked at again under its own stored version, tier and facts.
    """
    order: OrderPaid = past.order
    compiled = moment.versions.number(past.outcome.version)
    left = [left_of(order, gone) for gone in (before, moment.state.returned.get(order.order_id, {}))]
    had, has = (seen_again(one, past, compiled, moment.versions, moment.state) if one.lines else None for one in left)
    taken: dict[str, int] = {}
    for challenge in compiled.challenges.get(ORDER_PAID, ()):
        if challenge.id in past.outcome.counted:
            points = _set_back(moment, past, compiled, challenge, _added(challenge, had), _added(challenge, has))
            if points:
                taken[challenge.wallet] = taken.get(challenge.wallet, 0) + points
    for badge, what_for in past.outcome.badges.items():
        rule = next((one for one in compiled.ordered.get(ORDER_PAID, ()) if f"rule:{one.id}" == what_for), None)
        if rule is not None and (has is None or has[1].earns_nothing or unmatched(rule.asked, *has)):
            revoke(moment, badge, what_for, compiled)
    return taken


Seen = tuple[Scene, Basket] | None


def _added(challenge: CompiledChallenge, seen: Seen) -> Added:
    return Added() if seen is None else added_by(challenge, *seen, True)


def _set_back(moment: Moment, past: Past, compiled: Compiled, challenge: CompiledChallenge, had: Added, has: Added) -> int:
    quest = moment.state.quests.get(challenge.id)
    starts = past.outcome.counted[challenge.id]
    attempt = next((one for one in quest.attempts if one.starts == starts), None) if quest is not None else None
    if quest is None or attempt is None or had == has:
        return 0  # forgotten long ago, or nothing of it went back
    attempt.have = max(attempt.have - had.amount + has.amount, 0)
    for name in set(had.names) - set(has.names):
        if attempt.seen.get(name, 0) > 1:
            attempt.seen[name] -= 1
        else:
            attempt.seen.pop(name, None)
    moment.because.append(progress_reason("challenge.set_back", challenge, attempt, compiled))
    taken = 0
    while challenge.takes_back and attempt.times > _times(challenge, attempt):
        attempt.times -= 1
        quest.met = max(quest.met - 1, 0)
        on, until, active_on, points = attempt.given.pop() if attempt.given else (0, 0, 0, 0)
        took = attempt.took.pop() if attempt.took else {}
        if on:
            count(moment.state, challenge, on, -points, -1)
        if points and until >= day_of_lapsing(moment.state, compiled.wallets[challenge.wallet], moment.today):  # what has lapsed meanwhile is gone for the member already
            own = Outcome(version=past.outcome.version, day=on, lots={challenge.wallet: (until, active_on)})
            wallet = compiled.wallets[challenge.wallet]
            claw_back(moment.posted, moment.because, moment.state, moment.versions, wallet, past._replace(outcome=own, lapsed={}), points, past.order.order_id)
            if challenge.wallet in moment.versions.earned_measures:
                add_measure(moment.state, f"points.{challenge.wallet}", on, -points)
            taken += points
            without(moment, compiled, f"challenge:{challenge.id}", challenge.wallet, points, on, took)
            moment.because.append({"code": "challenge.taken_back", "challenge": challenge.id, "wallet": challenge.wallet, "points": points})
        if challenge.badge is not None and not quest.met:
            revoke(moment, challenge.badge, f"challenge:{challenge.id}", compiled)
    return taken


# ---- for readers


def progress_reason(code: str, challenge: CompiledChallenge, attempt: Attempt, compiled: Compiled) -> Reason:
    """``have`` of ``need``, and ``missing``, as texts in the document's own units; ``until``: the attempt's last day, where it has one."""
    have = have_of(attempt)
    if challenge.recurrence == "again":
        have %= challenge.need
    missing = max(challenge.need - have, 0)
    reason: Reason = {"code": code, "challenge": challenge.id, "kind": challenge.of or challenge.kind}
    reason |= {name: amount_text(challenge, value, compiled) for name, value in (("have", have), ("need", challenge.need), ("missing", missing))}
    if attempt.ends < NEVER:
        reason["until"] = iso_day(attempt.ends)
    else:
        reason["code"] = f"{code}_for_ever"
    return reason


def amount_text(challenge: CompiledChallenge, value: int, compiled: Compiled) -> str:
    digits = {"spend": compiled.program.currency.minor_digits, "quantity": QUANTITY_DIGITS}.get(challenge.kind, 0)
    return plain(value, digits, challenge.kind)
