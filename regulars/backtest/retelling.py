"""Members' own events of the last months, decided again: once under the programme in force, once under the new one, from the same standing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from regulars.backtest.sums import Sums
from regulars.engine.compiled import Versions
from regulars.engine.compiling import compile_versions
from regulars.engine.deciding import decide
from regulars.engine.decision import Transfer
from regulars.engine.event_names import ENROLLED, ORDER_RETURNED, TIME_PASSED
from regulars.engine.events import Event, OrderPaid
from regulars.engine.passing import advance
from regulars.engine.reading import read_data
from regulars.engine.state import MemberState
from regulars.journal.folding import decode_outcome
from regulars.journal.past import PastOrders
from regulars.journal.programs import Shelf, Version
from regulars.journal.refolding import Log, Logged, Moved, retell
from regulars.kit.errors import Invalid
from regulars.kit.periods import Duration, calendar_of, microseconds
from regulars.program.document import Program


class Past(NamedTuple):
    """What is played again: ``period`` up to ``at``, from the start of its first local day."""

    number: int  # the version in force
    old: Program
    new: Program
    at: datetime
    period: Duration

    @property
    def from_us(self) -> int:
        calendar = calendar_of(self.old.timezone)
        return calendar.start_of(self.period.before(calendar.day_of(microseconds(self.at))) + 1)


@dataclass
class Replayed:
    """``recorded``: what was really given in that time. ``refused_only_new``: redemptions and the like that went through, and would not have."""

    from_us: int
    until_us: int
    events: int = 0
    recorded: Sums = field(default_factory=Sums)
    old: Sums = field(default_factory=Sums)
    new: Sums = field(default_factory=Sums)
    refused_only_new: int = 0
    unread: int = 0  # events of kinds one of the programmes does not know


def replay_year(
    logs: Iterable[Log], every: Sequence[Version], past: Past, facts_of: Any, on_progress: Callable[[int], None]
) -> Replayed:
    """Each member's standing at the start of the time comes from their own log, as it was decided then; from there on both programmes go their own way."""
    shelf = Shelf(every)
    old, new = (_covering(every, program, past.from_us, number) for program, number in ((past.old, past.number), (past.new, every[-1].version + 1)))
    done = Replayed(past.from_us, microseconds(past.at))
    seen = 0
    for log in logs:
        _replay(done, log, shelf, old, new, facts_of)
        seen += len(log.events)
        on_progress(seen)
    return done


def _covering(every: Sequence[Version], program: Program, from_us: int, number: int) -> Versions:
    """Every version as it was before ``from_us``, and ``program`` from then on, where it does not count by then anyway."""
    before = [
        (microseconds(one.in_force_from) if one.in_force_from else None, one.version, one.read())
        for one in every
        if one.in_force_from is None or microseconds(one.in_force_from) < from_us
    ]
    counts = compile_versions(before).at(from_us).number == number
    return compile_versions(before if counts else [*(one for one in before if one[1] != number), (from_us, number, program)])


def _replay(done: Replayed, log: Log, shelf: Shelf, old: Versions, new: Versions, facts_of: Any) -> None:
    first = next((place for place, one in enumerate(log.events) if microseconds(one.occurred_at) >= done.from_us), len(log.events))
    state: MemberState | None = None
    before = log.events[:first]  # a late event that came within the time is played again with it, whatever its date
    for told in retell(log._replace(events=before), shelf):
        state = told.state
    happened: list[Logged] = []
    for one in log.events[first:]:
        if microseconds(one.occurred_at) <= done.until_us:
            done.recorded.move([_transfer(moved) for moved in one.transfers])
            if one.type != TIME_PASSED:
                happened.append(one)
    done.events += len(happened)
    facts = _facts(log.member_id, happened, new, facts_of)
    was = _side(done, done.old, log.member_id, state, before, happened, old, {})
    would = _side(done, done.new, log.member_id, state, before, happened, new, facts)
    done.refused_only_new += len(would - was)


def _side(
    done: Replayed, sums: Sums, member_id: int, state: MemberState | None, before: Sequence[Logged], happened: Sequence[Logged],
    versions: Versions, facts: Mapping[int, Mapping[str, Any]],
) -> set[int]:
    """Play one member under one programme; gives the seqs that were refused."""
    past = PastOrders(versions)
    returns = any(one.type == ORDER_RETURNED for one in happened)
    for one in before if returns else ():
        _remember(past, member_id, one)
    refused: set[int] = set()
    for one in happened:
        outcome = decode_outcome(one.outcome)
        try:
            event = _event_of(one, versions)
        except Invalid:  # an event of a kind this programme does not know
            done.unread += 1
            continue
        if state is None and event.type != ENROLLED:
            continue
        asked = {**outcome.facts, **facts.get(one.seq, {})}
        about = past.of(member_id, event) if event.type == ORDER_RETURNED else None
        # a return asks how its order's points were shared, which only an explained decision keeps
        step = decide(versions, state, event, past=about, facts=asked or None, shared=outcome.shared or None, explain=returns)
        for day in step.passed:
            sums.step(day.transfers, day.outcome)
            past.note(member_id, None, day.outcome, day.transfers)
        decided = step.decision
        sums.step(decided.transfers, decided.outcome)
        sums.spend_minor += decided.outcome.spend
        if isinstance(event.data, OrderPaid):
            sums.orders += 1
            sums.sales_minor += sum(line.amount for line in event.data.lines)
        past.note(member_id, event, decided.outcome, decided.transfers)
        state = decided.state
        if decided.outcome.status == "refused":
            refused.add(one.seq)
    if state is not None:
        days, state = advance(versions, state, done.until_us)
        for day in days:
            sums.step(day.transfers, day.outcome)
        sums.end("", state, versions.program.wallets[0].id)
    return refused


def _remember(past: PastOrders, member_id: int, one: Logged) -> None:
    """An order of before the time, as a later return will look for it; what lapsed of it is looked at as it was."""
    if one.type == "order.paid":
        outcome = decode_outcome(one.outcome)
        order = str(msgspec.json.decode(one.body)["order_id"])
        past.add_order(member_id, order, one.source, one.body, outcome, microseconds(one.occurred_at))
    for moved in one.transfers:
        if moved[2] == "breakage":
            past.add_lapsed(member_id, moved[0], moved[4], moved[3])
        elif moved[1] == "breakage":
            past.add_lapsed(member_id, moved[0], moved[4], -moved[3])


def _facts(member_id: int, happened: Sequence[Logged], versions: Versions, facts_of: Any) -> dict[int, Mapping[str, Any]]:
    if not versions.facts_asked or facts_of is None:
        return {}
    days = {one.seq: versions.calendar.day_of(microseconds(one.occurred_at)) for one in happened}
    known = facts_of([(member_id, day) for day in days.values()], versions.facts_asked)
    return {seq: known[member_id, day] for seq, day in days.items()}


def _event_of(one: Logged, versions: Versions) -> Event:
    at_us = microseconds(one.occurred_at)
    return Event(one.external_id, one.source, one.type, at_us, read_data(one.type, one.body, versions.at(at_us).program))


def _transfer(moved: Moved) -> Transfer:
    wallet, source, target, points, lot, _, rule, _ = moved
    return Transfer(wallet, source, target, points, lot, 0, rule)
