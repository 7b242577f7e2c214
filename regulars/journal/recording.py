"""From decisions to rows: what one transaction writes."""

from functools import lru_cache

import msgspec

from regulars.engine.compiled import Versions
from regulars.engine.decision import Outcome, Passed, Transfer
from regulars.engine.event_names import TIME_PASSED
from regulars.engine.holding import first_end_us
from regulars.engine.state import MemberState, encode_state
from regulars.journal.hashing import body_hash
from regulars.journal.outbox import told_of
from regulars.journal.posting import CLOCK, Posting
from regulars.journal.statements import EventRow, Rows, StateRow, ToldRow, TransferRow
from regulars.kit.periods import iso_day

_encode_outcome = msgspec.json.Encoder().encode


def record_passed(rows: Rows, member_id: int, seq: int, passed: Passed, recorded_us: int, known_version: int) -> None:
    """One day on which time changed something."""
    rows.events.append(
        EventRow(
            member_id,
            seq,
            CLOCK,
            str(seq),
            TIME_PASSED,
            None,
            passed.at_us,
            recorded_us,
            _hash_of_time(passed.at_us),
            known_version,
        )
    )
    rows.bodies.append(b"{}")
    rows.outcomes.append(_encode_outcome(passed.outcome))
    _record_effects(rows, member_id, seq, TIME_PASSED, passed.outcome, passed.transfers, recorded_us, born=False)


def record_event(
    rows: Rows,
    member_id: int,
    seq: int,
    posting: Posting,
    hashed: bytes,
    outcome: Outcome,
    transfers: list[Transfer],
    known_version: int,
    *,
    born: bool,
) -> None:
    """One posted event with its outcome; ``born``: the member had no state before it."""
    event = posting.event
    rows.events.append(
        EventRow(
            member_id,
            seq,
            event.source,
            event.id,
            event.type,
            getattr(event.data, "order_id", None) or None,
            event.at_us,
            posting.received_us,
            "\\x" + hashed.hex(),
            known_version,
        )
    )
    rows.bodies.append(posting.body)
    rows.outcomes.append(_encode_outcome(outcome))
    _record_effects(rows, member_id, seq, event.type, outcome, transfers, posting.received_us, born=born)


def _record_effects(
    rows: Rows,
    member_id: int,
    seq: int,
    type: str,
    outcome: Outcome,
    transfers: list[Transfer],
    recorded_us: int,
    *,
    born: bool,
) -> None:
    for n, transfer in enumerate(transfers, 1):
        wallet, source, target, points, lot, until, rule = transfer
        rows.transfers.append(
            TransferRow(member_id, seq, n, wallet, source, target, points, lot, last_day(until), rule, outcome.version)
        )
    for n, (topic, payload) in enumerate(told_of(member_id, type, outcome, transfers, born=born), 1):
        rows.told.append(ToldRow(member_id, seq, n, topic, payload, recorded_us))


def record_state(
    rows: Rows, member_id: int, was: int, state: MemberState, versions: Versions, *, ref: str = "", due: MemberState | None = None
) -> None:
    """The member's row, new when nothing ``was``; the columns show the first wallet. ``due``: the state that says what is due next, where it is another."""
    first = state.wallets.get(versions.latest.program.wallets[0].id)
    active, pending, held, debt = (
        (first.active, first.pending, first.held, first.debt) if first is not None else (0, 0, 0, 0)
    )
    tier = state.tier if state.moving is None or not state.moving.into else ""  # one who goes on as another stands nowhere
    row = StateRow(
        member_id, was, state.seq, active, pending, held, debt, tier, due_on(due or state, versions), None if was else ref
    )
    (rows.moves if was else rows.births).append(row)
    (rows.moved if was else rows.born).append(encode_state(state))


def due_on(state: MemberState, versions: Versions) -> str | None:
    """The local day on which time alone next changes something, as the database reads it.

    What lapses at a member's own midnight, in the course of a day here, is written down with the day after: everybody who reads knows it before.
    """
    if not state.next_due_us:
        return None
    day = versions.calendar.day_of(state.next_due_us)
    if state.own_time is not None and versions.calendar.start_of(day) < state.next_due_us != first_end_us(state):
        day += 1
    return iso_day(day)


@lru_cache(maxsize=4_096)
def last_day(until: int) -> str | None:
    """A lot's last usable day, as the database reads it; None: no end, or no lot."""
    return iso_day(until) if until else None


@lru_cache(maxsize=4_096)
def _hash_of_time(at_us: int) -> str:
    return "\\x" + body_hash(TIME_PASSED, at_us, b"{}").hex()
