"""Orders go through the same ``decide`` as live ones, in memory. Nothing here computes a point."""

from collections import Counter
from collections.abc import Iterable, Iterator
from operator import attrgetter

from regulars.backtest.sums import MemberEnd, Sums
from regulars.engine.budgets import counters_of
from regulars.engine.compiled import Versions
from regulars.engine.deciding import decide
from regulars.engine.event_names import ENROLLED
from regulars.engine.events import Event, MemberEnrolled, OrderPaid
from regulars.engine.passing import advance
from regulars.engine.state import MemberState

_amount = attrgetter("amount")
Stands = Counter[str]  # shared counter -> how far it stands
_NOTHING_TOLD = MemberEnrolled()


def replay_members(versions: Versions, orders: Iterable[tuple[str, Event]], until_us: int, sums: Sums, *, bonuses: bool = True) -> Iterator[MemberEnd]:
    """Replay orders that come member by member, each member's in order of (time, id); one state is in memory at a time.

    Each member is enrolled by the first order, as an import does (``bonuses``: with the bonuses for joining), and is advanced to
    ``until_us`` at the end.
    """
    first_wallet = versions.program.wallets[0].id
    member, state = "", None
    for ref, event in orders:
        if ref != member:
            if state is not None:
                yield _ended(versions, member, state, until_us, sums, first_wallet)
            member, state = ref, _enrolled(versions, event, sums, bonuses)
        assert state is not None
        state = _decided(versions, state, event, sums)
    if state is not None:
        yield _ended(versions, member, state, until_us, sums, first_wallet)


def replay_days(versions: Versions, orders: Iterable[tuple[str, Event]], until_us: int, sums: Sums, *, bonuses: bool = True) -> Iterator[MemberEnd]:
    """Replay orders that come in order of (time, id) over all members, as a budget shared by all of them needs; every state stays in memory."""
    states: dict[str, MemberState] = {}
    counters: Stands = Counter()
    for ref, event in orders:
        state = states.get(ref)
        if state is None:
            state = _enrolled(versions, event, sums, bonuses, counters)
        states[ref] = _decided(versions, state, event, sums, counters)
    first_wallet = versions.program.wallets[0].id
    for ref in sorted(states):
        yield _ended(versions, ref, states.pop(ref), until_us, sums, first_wallet)


def _enrolled(versions: Versions, first: Event, sums: Sums, bonuses: bool, counters: Stands | None = None) -> MemberState:
    event = Event("enrolled", "regulars", ENROLLED, first.at_us, _NOTHING_TOLD)
    shared = _shared(versions, event, counters)
    decision = decide(versions, None, event, facts={} if bonuses else {"without_bonuses": True}, shared=shared, explain=False).decision
    sums.step(decision.transfers, decision.outcome)
    if counters is not None:
        counters.update(decision.outcome.taken)
    return decision.state


def _shared(versions: Versions, event: Event, counters: Stands | None) -> dict[str, int] | None:
    """How far the counters of budgets stand in this replay."""
    caps = versions.at(event.at_us).caps.get(event.type) if counters is not None else None
    if counters is None or caps is None:
        return None
    return {name: counters[name] for name in counters_of(caps, versions.calendar.day_of(event.at_us))}


def _decided(versions: Versions, state: MemberState, event: Event, sums: Sums, counters: Stands | None = None) -> MemberState:
    passed, decision = decide(versions, state, event, shared=_shared(versions, event, counters), explain=False, own=True)
    if counters is not None:
        counters.update(decision.outcome.taken)
    for day in passed:
        sums.step(day.transfers, day.outcome)
    outcome = decision.outcome
    sums.step(decision.transfers, outcome)
    sums.orders += 1
    sums.refused += outcome.status == "refused"
    sums.spend_minor += outcome.spend
    if isinstance(event.data, OrderPaid):
        lines = event.data.lines
        sums.lines += len(lines)
        sums.sales_minor += sum(map(_amount, lines))
    if not sums.first_us or event.at_us < sums.first_us:
        sums.first_us = event.at_us
    if event.at_us > sums.last_us:
        sums.last_us = event.at_us
    return decision.state


def _ended(versions: Versions, member: str, state: MemberState, until_us: int, sums: Sums, first_wallet: str) -> MemberEnd:
    passed, state = advance(versions, state, until_us)
    for day in passed:
        sums.step(day.transfers, day.outcome)
    return sums.end(member, state, first_wallet)
