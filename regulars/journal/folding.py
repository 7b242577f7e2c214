"""One batch, decided: postings in, answers and rows out. No database here; the same code serves live and bulk.

A member's events are decided in order on the member's state and written as one change of it.
"""

import logging
import secrets
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from regulars.engine.advocacy import SELF
from regulars.engine.compiled import Versions
from regulars.engine.deciding import decide
from regulars.engine.decision import Outcome, Past, Step
from regulars.engine.errors import OneSelf
from regulars.engine.event_names import ENROLLED, RESTORED
from regulars.engine.events import ReferralQualified
from regulars.engine.guests import JOINS
from regulars.engine.owning import ABOUT, UNDER
from regulars.engine.pool_events import OPENED
from regulars.engine.state import MemberState
from regulars.engine.state_moving import Moving
from regulars.journal.answers import Answer, answer_of, answer_to_conflict, answer_to_refusal
from regulars.journal.counters import Counters
from regulars.journal.errors import Busy, Crashed, UnknownMember, UnreachableRef
from regulars.journal.family import Family, past_of
from regulars.journal.hashing import body_hash
from regulars.journal.past import ABOUT_ANOTHER, PastOrders
from regulars.journal.posting import HOUSE, UNREACHABLE_REFS, Posting, enrolment, joining
from regulars.journal.recording import record_event, record_passed, record_state
from regulars.journal.statements import Rows
from regulars.kit.errors import Problem

log = logging.getLogger(__name__)

_NEVER_MOVED = Moving()
decode_outcome = msgspec.json.Decoder(Outcome).decode


class Stored(NamedTuple):
    """What is known of an event already in the journal: enough to answer it again."""

    body_hash: bytes
    outcome: Outcome

    @classmethod
    def read(cls, body_hash: bytes, outcome: str) -> "Stored":
        return cls(body_hash, decode_outcome(outcome))


class Spoilt(Exception):
    """Deciding crashed half-way through a state of our own: the batch is to be read and decided again, on copies."""


class Member:
    """One member while a batch is decided. ``state`` is None until enrolled; ``was`` is the version read, 0 for a new member.

    ``counted``: what the cache knows of the size of the state.
    """

    __slots__ = ("counted", "member_id", "ref", "state", "was")

    def __init__(self, ref: str, member_id: int, state: MemberState | None, counted: int = 0) -> None:
        self.ref = ref
        self.member_id = member_id
        self.state = state
        self.was = state.seq if state is not None else 0
        self.counted = counted

    @property
    def moved(self) -> bool:
        return self.state is not None and self.state.seq != self.was


def is_between(family: Family, member: Member, posting: Posting) -> bool:
    """Whether a merge or its undoing is half done: closed here, not taken in there. It is a matter of moments."""
    if member.state is None or posting.event.type == RESTORED:
        return False
    moving, home = member.state.moving or _NEVER_MOVED, family.homes.get(posting.ref, member.member_id)
    return bool(moving.into) or (home != member.member_id and home not in moving.taken_in)


class Folding:
    """Decides postings one by one and gathers what the transaction will write.

    owning: the members' states are the caller's to give: they are changed in place, and ``post`` raises Spoilt where it would answer a crash.
    """

    def __init__(
        self,
        versions: Versions,
        known_version: int,
        past: PastOrders | None = None,
        counters: Counters | None = None,
        family: Family | None = None,
        *,
        owning: bool = False,
    ) -> None:
        self._owning = owning and family is None
        self.rows = Rows()
        self.counters = counters
        self._family = family
        self._elsewhere: dict[tuple[int, str, str], list[Stored]] = {}
        self._versions = versions
        self._known_version = known_version
        self._past = past
        self._first_wallets: dict[int, str] = {}
        self._stored: dict[
            tuple[int, str, str], Stored
        ] = {}  # the journal's, as far as asked for, and this batch's own

    def know(self, member_id: int, source: str, id: str, stored: Stored) -> None:
        """An event the journal already holds."""
        self._stored[member_id, source, id] = stored

    def know_too(self, member_id: int, source: str, id: str, stored: Stored) -> None:
        """An event that a log of a merged member's family holds."""
        self._elsewhere.setdefault((member_id, source, id), []).append(stored)

    def post(
        self, member: Member, posting: Posting, hashed: bytes, facts: Mapping[str, Any] | None = None
    ) -> Answer | Problem:
        """Decide one posting. A crash is answered with its reference number, and nothing of the posting stays."""
        event = posting.event
        stored = self._stored.get((member.member_id, event.source, event.id))
        if self._family is not None:
            alike = self._elsewhere.get((member.member_id, event.source, event.id), [])
            stored = next((one for one in alike if one.body_hash == hashed), stored or (alike[0] if alike else None))
        if stored is not None:
            if stored.body_hash != hashed:
                return answer_to_conflict(event.id)
            return answer_of(event.id, stored.outcome, first_wallet=self._first_wallet(stored.outcome.version), status="duplicate")
        if member.state is None and posting.ref in UNREACHABLE_REFS:
            return UnreachableRef(ref=posting.ref)
        if self._family is not None and is_between(self._family, member, posting):
            return Busy(retry_after_s=1)
        mark = self.counters.mark() if self.counters is not None else 0
        try:
            steps = self._steps(member, posting, hashed, facts)
        except Exception:
            if self._owning:
                raise Spoilt from None
            if self.counters is not None:
                self.counters.go_back(mark)
            reference = secrets.token_hex(6)
            log.exception("deciding an event of type %s crashed, reference %s", event.type, reference)
            return Crashed(reference=reference)
        if not steps:
            return answer_to_refusal(event.id, UnknownMember(ref=posting.ref))
        for one, one_hash, step in steps:
            self._keep(member, one, one_hash, step)
        outcome = next(step for one, _, step in reversed(steps) if one is posting).decision.outcome
        return answer_of(event.id, outcome, first_wallet=self._first_wallet(outcome.version))

    def _first_wallet(self, version: int) -> str:
        known = self._first_wallets.get(version)
        if known is None:
            compiled = next((one for one in self._versions.every if one.number == version), self._versions.latest)
            known = self._first_wallets[version] = compiled.program.wallets[0].id
        return known

    def close(self, members: Iterable[Member]) -> Rows:
        """Everything to write, states included."""
        if self._family is not None:  # two references may go to one member
            members = {member.member_id: member for member in members}.values()
        for member in members:
            if member.moved and member.state is not None:
                record_state(self.rows, member.member_id, member.was, member.state, self._versions, ref=member.ref)
        return self.rows

    def _steps(
        self, member: Member, posting: Posting, hashed: bytes, facts: Mapping[str, Any] | None
    ) -> list[tuple[Posting, bytes, Step]]:
        """What the engine says: the implicit enrolment first, where there is one. Nothing: the member is unknown and stays so."""
        postings = [(posting, hashed)]
        if member.state is None and posting.event.type not in (ENROLLED, OPENED):
            program = self._versions.at(posting.event.at_us).program
            if not (program.enrol != "refuse" if posting.enrol is None else posting.enrol):
                return []
            postings.insert(0, _hashed(enrolment(posting, guest=posting.enrol is None and program.enrol != "on_first_event")))
        elif member.state is not None and member.state.guest == JOINS and posting.event.type != ENROLLED:  # time has made them a member
            postings.insert(0, _hashed(joining(posting.ref, posting.event.at_us, posting.received_us)))
        state, steps = member.state, []
        for one, one_hash in postings:  # grows when a guest joins
            event = one.event
            asked = dict(facts) if facts else {}
            if one.facts:
                asked |= one.facts
            if event.type == ENROLLED and not one.bonuses:
                asked["without_bonuses"] = True
            past = (
                self._past.of(member.member_id, event, state)
                if event.type in ABOUT_ANOTHER and self._past is not None
                else None
            )
            if self._family is not None:
                past = self._among_family(member, one, asked, past)
            if event.source == HOUSE and isinstance(event.data, ReferralQualified) and event.data.friend == member.member_id:
                asked[SELF] = True
            shared = self.counters.shared(event.type, event.at_us) if self.counters is not None else None
            own = self._owning and member.state is not None and not member.state.guest and len(postings) == 1  # each step is recorded with its own state
            before = state.seq if state is not None else 0
            step = decide(self._versions, state, event, past=past, facts=asked or None, shared=shared, own=own)
            expected = before + len(step.passed) + 1
            if step.decision.state.seq != expected:
                raise ValueError(f"the engine gave seq {step.decision.state.seq}, not {expected}")
            state = step.decision.state
            if self.counters is not None:
                self.counters.note(event.type, event.at_us, step.decision.outcome, member.member_id, state.seq, one.received_us)
            steps.append((one, one_hash, step))
            if state.guest == JOINS and one is postings[-1][0]:
                postings.append(_hashed(joining(posting.ref, event.at_us, posting.received_us, bonuses=posting.bonuses)))
        return steps

    def _among_family(self, member: Member, posting: Posting, facts: dict[str, Any], past: Past | None) -> Past | None:
        """Add what the engine asks about a merged member: under whose reference the event came, and what a return is about."""
        assert self._family is not None
        home = self._family.homes.get(posting.ref, member.member_id)
        if home != member.member_id:
            facts[UNDER] = home
        if "referral" in facts and facts["referral"].get("advocate") == member.member_id:  # a card of theirs that went on as theirs
            facts["referral"] = {"why": OneSelf.code}
        if past is None and self._past is not None and posting.event.type in ABOUT_ANOTHER:
            about = self._family.about(member.member_id, posting.event, self._past, self._versions)
            if about is not None:
                facts[ABOUT] = about
                return past_of(facts, self._versions)
        return past

    def _keep(self, member: Member, posting: Posting, hashed: bytes, step: Step) -> None:
        event, (transfers, outcome, state) = posting.event, step.decision
        for seq, passed in enumerate(step.passed, state.seq - len(step.passed)):
            record_passed(self.rows, member.member_id, seq, passed, posting.received_us, self._known_version)
            if self._past is not None:
                self._past.note(member.member_id, None, passed.outcome, passed.transfers)
        record_event(
            self.rows,
            member.member_id,
            state.seq,
            posting,
            hashed,
            outcome,
            transfers,
            self._known_version,
            born=member.state is None,
        )
        if self._past is not None:
            self._past.note(member.member_id, event, outcome, transfers)
        self._stored[member.member_id, event.source, event.id] = Stored(hashed, outcome)
        member.state = state


def _hashed(posting: Posting) -> tuple[Posting, bytes]:
    return posting, body_hash(posting.event.type, posting.event.at_us, posting.body)
