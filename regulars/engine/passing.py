"""Time passes: points activate and lapse, tiers are reviewed. One local day after the other, so that one step or many give the same."""

from regulars.engine.activating import forget_what_is_over
from regulars.engine.awaiting import lapse_due
from regulars.engine.beside import next_beside, pass_beside
from regulars.engine.compiled import Compiled, Versions
from regulars.engine.decision import Outcome, Passed, Reason, Transfer
from regulars.engine.guests import GUEST, note_joining
from regulars.engine.holding import end_holds, first_end_us
from regulars.engine.ladder import fall, inactive_on, next_review_on, review
from regulars.engine.lots import activate_due, expire_due, next_change_on
from regulars.engine.midnights import look_at, next_midnight_us
from regulars.engine.owning import share_out
from regulars.engine.pool_holding import follow_time
from regulars.engine.pooling import contribute_earned
from regulars.engine.referring import pay_due
from regulars.engine.state import MemberState
from regulars.kit.periods import NEVER


def advance(versions: Versions, state: MemberState, to_us: int) -> tuple[list[Passed], MemberState]:
    """Let time pass up to and including ``to_us``. The state handed in is untouched.

    Each local day on which something changed gives one Passed, dated at the start of that day; nothing changed, nothing given.
    """
    several = len(versions.every) > 1
    if not several and (not state.next_due_us or to_us < state.next_due_us):
        return [], state
    state = state.copy()
    return pass_time(versions, state, to_us), state


def pass_time(versions: Versions, state: MemberState, to_us: int) -> list[Passed]:
    """As ``advance``, on a state the caller owns."""
    passed: list[Passed] = []
    if len(versions.every) > 1:  # what is next may have been set before a later version was known
        schedule(versions, state, versions.calendar.day_of(state.advanced_us))
    if not state.next_due_us or to_us < state.next_due_us:
        return passed
    while state.next_due_us and state.next_due_us <= to_us:
        due_us = state.next_due_us
        day = versions.calendar.day_of(due_us)
        at_us = versions.calendar.start_of(day)
        if at_us < due_us and due_us in (first_end_us(state), next_midnight_us(state, versions.at(due_us).own_midnights)):
            did: Passed | None = _in_the_day(versions.at(due_us), versions, state, day, due_us)
        else:
            did = _one_day(versions.at(at_us), versions, state, day, at_us)
        if did is not None:
            passed.append(did)
            if state.moving is not None:
                share_out(state.moving, did.transfers, 0)
            if state.pool is not None:
                follow_time(state, state.pool, did.transfers)
        schedule(versions, state, day, due_us)
    return passed


def _in_the_day(compiled: Compiled, versions: Versions, state: MemberState, today: int, at_us: int) -> Passed | None:
    """In the course of a day holds run out, and it is midnight where the member is."""
    posted: list[Transfer] = []
    because: list[Reason] = []
    end_holds(posted, because, state, versions, at_us)
    if state.own_time is not None:
        look_at(state.own_time, versions.calendar, at_us)
        lapse_at_own_midnight(posted, because, state, compiled, versions, today)
    if not posted and not because:
        return None
    state.seq += 1
    state.advanced_us = max(state.advanced_us, at_us)
    outcome = Outcome(version=compiled.number, tier_used=state.tier, tier=state.tier, points=balances(state), because=because, day=today)
    return Passed(at_us, posted, outcome)


def _one_day(compiled: Compiled, versions: Versions, state: MemberState, today: int, at_us: int) -> Passed | None:
    posted: list[Transfer] = []
    because: list[Reason] = []
    before = state.tier
    if state.own_time is not None:
        look_at(state.own_time, versions.calendar, at_us)
    if state.holding is not None and first_end_us(state) <= at_us:
        end_holds(posted, because, state, versions, at_us)
    for wallet in compiled.lasting.values():
        if wallet.id in state.wallets:
            activated = activate_due(posted, state, wallet, today)
            if activated:
                because.append({"code": "points.activated", "wallet": wallet.id, "points": activated})
    if state.holding is not None:
        forget_what_is_over(state)
    for wallet in compiled.lasting.values():
        if wallet.id in state.wallets:
            lapsed = expire_due(posted, state, wallet, today)
            if lapsed:
                because.append({"code": "points.expired", "wallet": wallet.id, "points": lapsed})
    if state.awaiting:
        lapse_due(posted, because, state, versions, compiled, today)
    yesterday = today - 1
    if inactive_on(state, compiled, yesterday) <= today:
        fall(state, compiled, today, because, "tier.inactive")
        state.idle_from = yesterday  # the next fall needs as long again
    if next_review_on(state, compiled, yesterday) <= today:
        review(state, compiled, today, because)
    if state.grace_until and state.grace_until <= today:
        fall(state, compiled, today, because, "tier.down")
    membership = pass_beside(state, compiled, today, because) if state.aside is not None else {}
    outcome = Outcome(version=compiled.number, tier_used=before, because=because, day=today, membership=membership)
    if state.referring is not None:
        pay_due(posted, because, outcome, state, versions, today)
    if state.pooled is not None:
        contribute_earned(posted, because, outcome, state, compiled, today)
    if not posted and not because and before == state.tier:
        return None
    if state.guest == GUEST:
        note_joining(state, compiled.program, {}, posted, because)
    state.seq += 1
    state.advanced_us = max(state.advanced_us, at_us)
    outcome.tier, outcome.points = state.tier, balances(state)
    return Passed(at_us, posted, outcome)


def lapse_at_own_midnight(posted: list[Transfer], because: list[Reason], state: MemberState, compiled: Compiled, versions: Versions, today: int) -> None:
    """What was usable up to the end of a day of the member's own lapses, as far as that day is over where they are."""
    for id in sorted([id for id in state.wallets if id in compiled.own_midnights]):
        lapsed = expire_due(posted, state, compiled.lasting[id], today)
        if lapsed:
            because.append({"code": "points.expired_own", "wallet": id, "points": lapsed, "zone": state.own_time.zone if state.own_time is not None else versions.calendar.timezone})
    if state.awaiting:
        lapse_due(posted, because, state, versions, compiled, today)


def schedule(versions: Versions, state: MemberState, today: int, looked_at_us: int = 0) -> None:
    """Set ``next_due_us``: the start of the first day after ``today`` on which time alone may change something, or the moment before it at which a hold ends or points lapse.

    looked_at_us: what was due by then has been looked at.
    """
    if state.moving is not None and state.moving.into:
        state.next_due_us = 0  # time acts where the member went
        return
    several = len(versions.every) > 1
    compiled = versions.at(versions.calendar.start_of(today)) if several else versions.every[0]
    own_us = 0 if state.own_time is None else next_midnight_us(state, compiled.own_midnights)
    day = next_change_on(state) if state.own_time is None else next_change_on(state, compiled.own_midnights)
    if (state.tier != compiled.levels[0].id and state.pool is None) or state.aside is not None:  # the lowest level is neither reviewed nor taken away
        day = min(day, next_review_on(state, compiled, today), inactive_on(state, compiled, today))
        if state.grace_until and state.grace_until < day:
            day = state.grace_until
    if state.aside is not None:
        day = min(day, next_beside(state, today))
    if state.referring is not None and state.referring.stage == "waiting":
        day = min(day, state.referring.due_on)
    if several:
        day = min(day, _next_version_on(versions, today))
    due_us = 0 if day >= NEVER else versions.calendar.start_of(max(day, today + 1))
    if state.holding is not None and state.holds and not 0 < due_us <= first_end_us(state):
        due_us = first_end_us(state)
    if own_us and own_us <= looked_at_us:  # a version that begins in the course of this day has it otherwise: look again tomorrow
        own_us = versions.calendar.start_of(today + 1)
    if own_us and not 0 < due_us <= own_us:
        due_us = own_us
    state.next_due_us = due_us


def _next_version_on(versions: Versions, today: int) -> int:
    """A later version may review by another calendar: look again on its first day."""
    start = versions.calendar.start_of(today)
    return min((max(versions.calendar.day_of(version.from_us), today + 1) for version in versions.every[1:] if start < version.from_us), default=NEVER)


def balances(state: MemberState) -> dict[str, dict[str, int]]:
    """Wallet -> account -> points; ``held`` and ``debt`` only where there is some."""
    found: dict[str, dict[str, int]] = {}
    for id, wallet in state.wallets.items():
        found[id] = {"active": wallet.active, "pending": wallet.pending}
        if wallet.held:
            found[id]["held"] = wallet.held
        if wallet.debt:
            found[id]["debt"] = wallet.debt
    return found
