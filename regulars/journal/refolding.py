"""A member's log decided again, event by event, through the same engine: the state and the transfers must come out the same.

Each event is decided with the programme versions that were known when it was recorded, so a later version changes nothing of the past.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
import psycopg

from regulars.engine.compiled import Versions
from regulars.engine.deciding import decide
from regulars.engine.decision import Outcome, Transfer
from regulars.engine.event_names import TIME_PASSED
from regulars.engine.events import Event
from regulars.engine.passing import advance
from regulars.engine.reading import read_stored
from regulars.engine.state import MemberState, decode_state, encode_state
from regulars.journal.family import past_of
from regulars.journal.folding import decode_outcome
from regulars.journal.past import ABOUT_ANOTHER, PastOrders
from regulars.journal.programs import Shelf
from regulars.journal.recording import last_day
from regulars.kit.periods import microseconds

Conn = psycopg.Connection[Any]

_encode = msgspec.json.Encoder().encode

EVENTS_AT_ONCE = 20_000

_EVENTS = """
SELECT e.member_id, e.seq, e.source, e.external_id, e.type, e.occurred_at, e.recorded_at, e.body::text, e.outcome::text, e.known_version, e.body_hash
  FROM event e WHERE e.member_id BETWEEN %s AND %s ORDER BY e.member_id, e.seq
"""
_TRANSFERS = """
SELECT member_id, seq, wallet, source, target, points, lot, expires_on, rule, program_version FROM transfer
 WHERE member_id BETWEEN %s AND %s ORDER BY member_id, seq, n
"""
_STATES = "SELECT member_id, state::text FROM member_state WHERE member_id BETWEEN %s AND %s"

_SLICES = """
SELECT min(member_id), max(member_id)
  FROM (SELECT member_id, div(sum(version) OVER (ORDER BY member_id) - version, %s) AS slice FROM member_state) s GROUP BY slice ORDER BY slice
"""

Moved = tuple[
    str, str, str, int, str, Any, str, int
]  # wallet, source, target, points, lot, expires on, rule, programme version


class Logged(NamedTuple):
    """One event as the journal holds it."""

    seq: int
    source: str
    external_id: str
    type: str
    occurred_at: datetime
    recorded_at: datetime
    body: str
    outcome: str
    known_version: int
    body_hash: bytes
    transfers: list[Moved]


class Log(NamedTuple):
    """Everything of one member."""

    member_id: int
    events: list[Logged]
    state: str | None


class Told(NamedTuple):
    """One event decided again: what the engine gave (more than one entry means time did something the log does not know of)."""

    logged: Logged
    event: Event | None  # None: time passing
    found: list[tuple[list[Transfer], Outcome]]
    state: MemberState


class Difference(NamedTuple):
    """Where a replay left the log. ``seq`` 0: the state after the last event."""

    member_id: int
    seq: int
    what: str  # events | transfers | outcome | state | crash
    logged: str
    replayed: str


class Refolded(NamedTuple):
    state: MemberState | None
    difference: Difference | None  # the first


def logs_of(conn: Conn, first: int, last: int) -> Iterator[Log]:
    """The logs of the members in ``first … last``, in order of member. Hand in a slice that fits memory, in one snapshot."""
    transfers: dict[tuple[int, int], list[Moved]] = {}
    for member_id, seq, *moved in conn.execute(_TRANSFERS, (first, last)):
        transfers.setdefault((member_id, seq), []).append(tuple(moved))
    events: dict[int, list[Logged]] = {}
    for member_id, *row in conn.execute(_EVENTS, (first, last)):
        events.setdefault(member_id, []).append(Logged._make([*row, transfers.pop((member_id, row[0]), [])]))
    states: dict[int, str] = dict(conn.execute(_STATES, (first, last)).fetchall())
    for member_id in sorted(events.keys() | states.keys()):
        yield Log(member_id, events.get(member_id, []), states.get(member_id))


def slices_of(conn: Conn, events_each: int = EVENTS_AT_ONCE) -> list[tuple[int, int]]:
    """The members cut into ranges (first, last) of about ``events_each`` events, so that memory stays flat."""
    return conn.execute(_SLICES, (events_each,)).fetchall()


def refold(log: Log, shelf: Shelf) -> Refolded:
    """Decide the log again from nothing and compare: every event's transfers and outcome, then the state, byte for byte."""
    try:
        return _refold(log, shelf)
    except Exception as error:
        return Refolded(None, Difference(log.member_id, 0, "crash", "", f"{type(error).__name__}: {error}"))


def retell(log: Log, shelf: Shelf) -> Iterator[Told]:
    """The log decided again, one event after the other, each on the state the last one left."""
    state: MemberState | None = None
    past = PastOrders(shelf.latest)
    for logged in log.events:
        versions = shelf.known(logged.known_version)
        at_us = microseconds(logged.occurred_at)
        event = None
        if logged.type == TIME_PASSED and state is not None:
            days, state = advance(versions, state, at_us)
            found = [(one.transfers, one.outcome) for one in days]
        else:
            event = _event_of(logged, versions, at_us)
            outcome = decode_outcome(logged.outcome)
            about = past_of(outcome.facts, versions) or (past.of(log.member_id, event, state) if event.type in ABOUT_ANOTHER else None)
            step = decide(
                versions, state, event, past=about, facts=outcome.facts or None, shared=outcome.shared or None
            )
            state = step.decision.state
            found = [
                *((one.transfers, one.outcome) for one in step.passed),
                (step.decision.transfers, step.decision.outcome),
            ]
        if found:
            past.note(log.member_id, event, found[-1][1], found[-1][0])
        yield Told(logged, event, found, state)


def state_at(log: Log, shelf: Shelf, at_us: int) -> MemberState | None:
    """The state after everything that had happened by ``at_us``, whatever came later; None before the member joined."""
    state: MemberState | None = None
    for told in retell(log._replace(events=[one for one in log.events if microseconds(one.occurred_at) <= at_us]), shelf):
        state = told.state
    return state


def _refold(log: Log, shelf: Shelf) -> Refolded:
    state: MemberState | None = None
    for told in retell(log, shelf):
        state = told.state
        difference = _compare(log.member_id, told.logged, told.found)
        if difference is not None:
            return Refolded(state, difference)
    stored = log.state or ""
    replayed = encode_state(state).decode() if state is not None else ""
    if stored != replayed and _as_written_now(stored) != replayed:
        return Refolded(state, Difference(log.member_id, 0, "state", stored, replayed))
    return Refolded(state, None)


def _as_written_now(stored: str) -> str:
    """A state an earlier release wrote lacks what has come since: the same state, in today's words."""
    return encode_state(decode_state(stored)).decode() if stored else ""


def _event_of(logged: Logged, versions: Versions, at_us: int) -> Event:
    data = read_stored(logged.type, logged.body, versions.at(at_us).program)
    return Event(id=logged.external_id, source=logged.source, type=logged.type, at_us=at_us, data=data)


def _compare(member_id: int, logged: Logged, found: Sequence[tuple[list[Transfer], Outcome]]) -> Difference | None:
    """One logged event against what the engine gave for it: exactly one event, with the same transfers and outcome."""
    if len(found) != 1:
        return Difference(member_id, logged.seq, "events", "1", str(len(found)))
    transfers, outcome = found[0]
    was, now = (
        [_words(*moved) for moved in logged.transfers],
        [_words_of(transfer, outcome.version) for transfer in transfers],
    )
    if was != now:
        return Difference(member_id, logged.seq, "transfers", "; ".join(was), "; ".join(now))
    text = _encode(outcome).decode()
    if text != logged.outcome:
        return Difference(member_id, logged.seq, "outcome", logged.outcome, text)
    return None


def _words(
    wallet: str, source: str, target: str, points: int, lot: str, expires_on: Any, rule: str, version: int
) -> str:
    return f"{points} {wallet} {source} -> {target}, lot {lot or 'none'} until {expires_on or 'always'}, by {rule}, version {version}"


def _words_of(transfer: Transfer, version: int) -> str:
    wallet, source, target, points, lot, until, rule = transfer
    return _words(wallet, source, target, points, lot, last_day(until), rule, version)
