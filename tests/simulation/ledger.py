"""The model: a whole loyalty programme in memory, folded through the engine by the plainest code that can do it.

No batches, no cache, no database: every question about a member's past goes through the whole of their log. What the journal does between
members (gifts, merges, referrals) is done here in the same steps, each of which may be left for later.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import msgspec

from regulars.engine import event_names as names
from regulars.engine.advocacy import SELF
from regulars.engine.budgets import counters_of
from regulars.engine.compiled import Versions
from regulars.engine.compiling import compile_versions
from regulars.engine.deciding import decide
from regulars.engine.decision import Outcome, Passed, Past, Transfer
from regulars.engine.events import (
    Event,
    MemberEnrolled,
    OrderDelivered,
    OrderPaid,
    OrderReturned,
    RedemptionCancelled,
    ReferralQualified,
)
from regulars.engine.passing import advance
from regulars.engine.reading import read_data, read_own
from regulars.engine.state import MemberState, decode_state, encode_state
from regulars.engine.taking import own_lots
from regulars.journal.family import past_of
from regulars.members.facts import facts_on
from regulars.program.document import Program

HOUSE = "regulars"
DAY_US = 86_400_000_000
_encode = msgspec.json.Encoder(order="sorted").encode


class Answer(NamedTuple):
    """``status``: created | refused | duplicate | conflict | unknown | busy; the last three leave no trace."""

    status: str
    outcome: Outcome | None = None


class Entry(NamedTuple):
    """One row of a member's log, and all that was known when it was decided. ``event`` None: time passing."""

    seq: int
    event: Event | None
    at_us: int
    body: bytes
    transfers: list[Transfer]
    outcome: Outcome
    known: int  # how many versions had been applied
    past: Past | None = None


@dataclass
class Member:
    number: int
    ref: str
    state: MemberState | None = None
    log: list[Entry] = field(default_factory=list)


class Step(NamedTuple):
    """Something begun that has not ended: a gift, a merge, a parting, or what a friend's purchase means for the advocate."""

    kind: str  # gift | merge | part | referral
    member: int
    entry: Entry
    extra: int = 0


class Done(NamedTuple):
    """What one call of the ledger did: to whom, what it was before, and every entry it wrote."""

    member: Member
    before: MemberState | None
    entries: list[Entry]
    answer: Answer


def facts_of(number: int, day: int, fields: frozenset[str]) -> dict[str, Any]:
    """Made-up answers to what rules ask about a member, the same whenever they are asked."""
    found = facts_on(date(1980, 1 + number % 12, 1 + number % 28), day, fields) if number % 3 else facts_on(None, day, fields)
    if "segment" in fields:
        found["segment"] = ["vip"] if (number + day // 50) % 3 == 0 else ["new"]
    if "zone" in fields and number % 2:
        found["zone"] = ("Asia/Tokyo", "America/Los_Angeles")[number % 4 // 2]
    return found


class Ledger:
    def __init__(self) -> None:
        self.programs: list[tuple[int | None, int, Program]] = []
        self._compiled: dict[int, Versions] = {}
        self.known_now = 0  # how many versions count as known; 0: all
        self.members: dict[str, Member] = {}
        self.numbers: dict[int, Member] = {}
        self.counters: dict[str, int] = defaultdict(int)
        self.open: list[Step] = []
        self.done: list[Done] = []  # since whoever looks emptied it

    # ---- the programme

    def apply(self, program: Program, from_us: int | None) -> None:
        self.programs.append((from_us if self.programs else None, len(self.programs) + 1, program))

    def known(self, count: int) -> Versions:
        if count not in self._compiled:
            self._compiled[count] = compile_versions(self.programs[:count])
        return self._compiled[count]

    @property
    def versions(self) -> Versions:
        return self.known(self.known_now or len(self.programs))

    def program_at(self, at_us: int) -> Program:
        return self.versions.at(at_us).program

    # ---- one event

    def take(self, ref: str, event: Event, body: bytes, facts: Mapping[str, Any] | None = None) -> Answer:
        """Decide one event and keep it, as the door would: duplicates, unknown members and half-done merges are seen to."""
        own = self.members.get(ref) or Member(len(self.numbers) + 1, ref)
        member = self._home(own, event)
        alike = [one for log in self.logs(member, own) for one in log.log if one.event is not None and (one.event.source, one.event.id) == (event.source, event.id)]
        if alike:
            same = [one for one in alike if (one.event.type, one.event.at_us, one.body) == (event.type, event.at_us, body)]  # type: ignore[union-attr]
            return Answer("duplicate", same[0].outcome) if same else Answer("conflict")
        if self._is_between(member, own, event):
            return Answer("busy")
        asked = self._facts(member, event)
        if member.state is None and event.type != names.ENROLLED:
            if self.program_at(event.at_us).enrol != "on_first_event":
                return Answer("unknown")
            joins = Event("enrolled", HOUSE, names.ENROLLED, event.at_us, MemberEnrolled())
            self._decide(member, own, joins, b"{}", asked, self._shared(joins))
        return self._decide(member, own, event, body, {**asked, **(facts or {})}, self._shared(event))

    def take_recorded(self, ref: str, number: int, event: Event, body: bytes, facts: dict[str, Any], shared: dict[str, int]) -> Answer:
        """Decide one event as a journal recorded it: in its place in the log, with the facts and counters it was told."""
        own = self.members.get(ref) or Member(number, ref)
        return self._decide(self._home(own, event), own, event, body, facts, shared or None)

    def _home(self, own: Member, event: Event) -> Member:
        """Where the events of a reference go."""
        if own.state is not None and own.state.moving is not None and own.state.moving.into and event.type != names.RESTORED:
            return self.numbers[own.state.moving.into]
        return own

    def let_pass(self, member: Member, to_us: int) -> list[Passed]:
        """The clock's job for one member: what is written is the state of the last day that changed something."""
        assert member.state is not None
        passed, _ = advance(self.versions, member.state, to_us)
        if passed:
            before = member.state
            _, member.state = advance(self.versions, before, passed[-1].at_us)
            entries = [self._entry_of(one, before.seq + n) for n, one in enumerate(passed, 1)]
            member.log += entries
            self._carried(member, entries)
            self.done.append(Done(member, before, entries, Answer("passed")))
        return passed

    def _decide(self, member: Member, own: Member, event: Event, body: bytes, facts: dict[str, Any], shared: dict[str, int] | None) -> Answer:
        before, past = member.state, self._past(member, own, event)
        if member is not own:
            facts = {**facts, "under": own.number}
        if facts.get("referral", {}).get("advocate") == member.number:
            facts = {**facts, "referral": {"why": "referral.self"}}
        if isinstance(event.data, ReferralQualified) and event.data.friend == member.number:
            facts = {**facts, SELF: True}
        if isinstance(past, _Elsewhere):
            facts, past = {**facts, "about": past.told()}, past.past
        step = decide(self.versions, before, event, past=past, facts=facts or None, shared=shared)
        passed, decision = step
        entries = [self._entry_of(one, (before.seq if before else 0) + n) for n, one in enumerate(passed, 1)]
        member.log += entries
        if passed and past is not None and "about" not in facts:  # what lapsed on the way is part of the past by now
            past = self._past(member, own, event)
        if "about" in decision.outcome.facts:
            past = past_of(decision.outcome.facts, self.versions)
        entries.append(Entry(decision.state.seq, event, event.at_us, body, decision.transfers, decision.outcome, len(self.programs), past))
        for name, amount in decision.outcome.taken.items():
            self.counters[name] += amount
        member.state = decision.state
        member.log.append(entries[-1])
        if member.ref not in self.members:
            self.members[member.ref] = self.numbers[member.number] = member
        self._carried(member, entries)
        answer = Answer(decision.outcome.status, decision.outcome)
        self.done.append(Done(member, before, entries, answer))
        return answer

    def _entry_of(self, passed: Passed, seq: int) -> Entry:
        return Entry(seq, None, passed.at_us, b"{}", passed.transfers, passed.outcome, len(self.programs))

    def _is_between(self, member: Member, own: Member, event: Event) -> bool:
        if member.state is None or event.type == names.RESTORED:
            return False
        moving = member.state.moving
        return bool(moving and moving.into) or (own is not member and not (moving and own.number in moving.taken_in))

    # ---- what is known beside the event

    def _facts(self, member: Member, event: Event) -> dict[str, Any]:
        by_type = self.versions.facts_by_type
        asked = by_type.get(event.type, frozenset())
        if member.state is None:
            asked |= by_type.get(names.ENROLLED, frozenset())
        if not asked:
            return {}
        answer = facts_of(member.number, self.versions.calendar.day_of(event.at_us), self.versions.facts_asked)
        return {name: value for name, value in answer.items() if name in asked}

    def _shared(self, event: Event) -> dict[str, int] | None:
        caps = self.versions.at(event.at_us).caps.get(event.type)
        if caps is None or not caps.budgets:
            return None
        return {name: self.counters[name] for name in counters_of(caps, self.versions.calendar.day_of(event.at_us))}

    def logs(self, member: Member, own: Member) -> list[Member]:
        """Every log that may hold something of a reference: the member's own and, once merged, its family's."""
        moving = member.state.moving if member.state is not None else None
        if moving is None:
            return [member]
        numbers = [own.number, member.number, *moving.taken_in, *moving.been, *self._been(member, own), *([moving.into] if moving.into else ())]
        return [self.numbers[number] for number in dict.fromkeys(numbers) if number in self.numbers]

    def _been(self, member: Member, own: Member) -> list[int]:
        """Whom a reference had been part of before it went on as the member it is part of now."""
        return own.state.moving.been if own is not member and own.state is not None and own.state.moving is not None else []

    def _past(self, member: Member, own: Member, event: Event) -> Any:
        """What a return, a delivery or a cancellation is about: in the member's own log first, then in the family's."""
        data = event.data
        if not isinstance(data, OrderReturned | OrderDelivered | RedemptionCancelled) or member.state is None:
            return None
        moving = member.state.moving
        mine = [one for one in self._meant(member, event) if moving is None or not one.outcome.facts.get("under") or one.outcome.facts["under"] in moving.taken_in]
        if isinstance(data, RedemptionCancelled):
            mine = self._meant(member, event)
        if mine:
            return self._told(member, self._nearest(mine, event), [member.log])
        found = []
        for other in self.logs(member, own):
            for one in self._meant(other, event) if other is not member and moving is not None else ():
                under = one.outcome.facts.get("under", 0)
                if other.number in self._been(member, own) and under == own.number:
                    found.append((other, one, own.number))
                elif other.number in moving.taken_in and not under:
                    found.append((other, one, other.number))
                elif other.number in moving.been and under == member.number:
                    found.append((other, one, 0))
        if not found:
            return None
        nearest = self._nearest([one for _, one, _ in found], event)
        other, one, owner = next(each for each in found if each[1] is nearest)
        left: Member | None = None
        if other.number in moving.been and other.number not in moving.taken_in and other.number != moving.into:
            left = member
        elif other.number in self._been(member, own):
            left = own
        return _Elsewhere(self._told(member, one, [_until_parting(other, left) if left is not None else other.log, member.log]), one, owner)

    def _meant(self, member: Member, event: Event) -> list[Entry]:
        data = event.data
        made = [one for one in member.log if one.event is not None and one.outcome.status == "created"]
        if isinstance(data, RedemptionCancelled):
            key = (data.source or event.source, data.redemption)
            return [one for one in made if one.outcome.took and (one.event.source, one.event.id) == key]  # type: ignore[union-attr]
        assert isinstance(data, OrderReturned | OrderDelivered)
        return [one for one in made if isinstance(one.event.data, OrderPaid) and one.event.data.order_id == data.order_id]  # type: ignore[union-attr]

    def _nearest(self, found: list[Entry], event: Event) -> Entry:
        return next((one for one in found if one.event.source == event.source), found[0])  # type: ignore[union-attr]

    def _told(self, member: Member, one: Entry, logs: list[list[Entry]]) -> Past:
        if one.event is None or not isinstance(one.event.data, OrderPaid):
            return Past(None, one.outcome, one.at_us, {})
        lapsed: dict[tuple[str, str], int] = defaultdict(int)
        own = own_lots(self.versions, one.outcome)
        for log in logs:
            for moved in (transfer for entry in log for transfer in entry.transfers):
                if (moved.wallet, moved.lot) in own and "breakage" in (moved.source, moved.target):
                    lapsed[moved.wallet, moved.lot] += moved.points if moved.target == "breakage" else -moved.points
        by_lot = {place: lapsed[place] for place in sorted(lapsed) if lapsed[place] > 0}
        by_wallet: dict[str, int] = defaultdict(int)
        for (wallet, _), points in by_lot.items():
            by_wallet[wallet] += points
        return Past(one.event.data, one.outcome, one.at_us, dict(by_wallet), by_lot)

    # ---- between members

    def _carried(self, member: Member, entries: list[Entry]) -> None:
        for one in entries:
            type = one.event.type if one.event is not None else ""
            if type in (names.SENT, names.MERGED_INTO, names.UNMERGED) and one.outcome.status == "created":
                kind = {names.SENT: "gift", names.MERGED_INTO: "merge", names.UNMERGED: "part"}[type]
                self.open.append(Step(kind, member.number, one))
            if one.outcome.referral:
                self.open.append(Step("referral", member.number, one, one.outcome.referral["advocate"]))

    def next_event(self, step: Step) -> Iterator[tuple[int, str, str, dict[str, Any], Any]]:
        """The steps that are to follow, one after the other: (member, type, id, body). Each is sent the answer to the one before."""
        moved, first = step.entry.outcome.moved, f"{step.member}.{step.entry.seq}"
        body = msgspec.json.decode(step.entry.body)
        if step.kind == "referral":
            type = f"referral.{step.entry.outcome.referral['step']}"
            yield step.extra, type, f"referral.{step.member}.{type.removeprefix('referral.')}", {"friend": step.member}, None
        elif step.kind == "merge":
            yield body["into"], names.MERGED, f"{first}.merged", {"member": step.member, "pack": moved["pack"]}, None
        elif step.kind == "part":
            yield body["member"], names.RESTORED, f"{first}.restored", {"survivor": step.member, "pack": moved["pack"]}, None
        else:
            arrival = {"giver": step.member, "step": step.entry.seq, "wallet": moved["wallet"], "lots": moved["lots"], "rule": "gift"}
            why = yield body["to"], names.RECEIVED, f"{first}.received", arrival, None  # type: ignore[misc]
            if why:
                yield step.member, names.UNDELIVERED, f"{first}.undelivered", {"step": step.entry.seq, "why": why, "sent_on": step.entry.outcome.day}, None
            else:
                yield step.member, names.DELIVERED, f"{first}.delivered", {"step": step.entry.seq}, None

    def finish(self, step: Step) -> bool:
        """Take every step that is missing. False: it has to be tried again later (somebody is between two members)."""
        events = self.next_event(step)
        following = next(events)
        while True:
            number, type, id, body, _ = following
            raw = _encode(body)
            answer = self.take(self.numbers[number].ref, Event(id, HOUSE, type, step.entry.at_us, read_own(type, raw)), raw)
            if answer.outcome is None:
                return False
            why = answer.outcome.because[0]["code"] if answer.outcome.status == "refused" else ""
            try:
                following = events.send(why)  # type: ignore[attr-defined]
            except StopIteration:
                self.open.remove(step)
                return True

    # ---- the whole again

    def replayed(self, member: Member) -> MemberState | None:
        """The log decided again from nothing, from bodies and states as they are stored; fails at the first byte that differs."""
        state: MemberState | None = None
        for one in member.log:
            versions, outcome = self.known(one.known), msgspec.json.decode(msgspec.json.encode(one.outcome), type=Outcome)
            state = decode_state(encode_state(state)) if state is not None else None
            if one.event is None:
                assert state is not None
                passed, state = advance(versions, state, one.at_us)
                assert [each.transfers for each in passed] == [one.transfers], (member.ref, one.seq)
                found = passed[0].outcome
            else:
                past = one.past and one.past._replace(outcome=msgspec.json.decode(msgspec.json.encode(one.past.outcome), type=Outcome))
                step = decide(versions, state, one.event, past=past, facts=outcome.facts or None, shared=outcome.shared or None)
                assert step.passed == [], (member.ref, one.seq)
                assert step.decision.transfers == one.transfers, (member.ref, one.seq)
                found, state = step.decision.outcome, step.decision.state
            assert msgspec.json.encode(found) == msgspec.json.encode(one.outcome), (member.ref, one.seq)
        return state


def _until_parting(other: Member, member: Member) -> list[Entry]:
    """What was common to both: the other's log up to the day the member left."""
    left = [n for n, one in enumerate(other.log) if one.event is not None and one.event.type == names.UNMERGED and one.outcome.status == "created" and one.event.data.member == member.number]
    return other.log[: left[-1] + 1]


class _Elsewhere(NamedTuple):
    """What an event is about, where it lies in the log of another member."""

    past: Past
    entry: Entry
    owner: int

    def told(self) -> dict[str, Any]:
        """As the journal records it."""
        body = msgspec.json.decode(self.entry.body) if self.past.order is not None else None
        outcome = msgspec.json.decode(msgspec.json.encode(self.entry.outcome))
        lapsed = [[wallet, lot, points] for (wallet, lot), points in self.past.by_lot.items()]
        return {"owner": self.owner, "body": body, "outcome": outcome, "at": self.entry.at_us, "lapsed": lapsed}


def read_deed(ledger: Ledger, type: str, body: bytes, at_us: int) -> Any:
    """As the machines' door reads it. Raises Invalid."""
    return read_data(type, body, ledger.program_at(at_us))
