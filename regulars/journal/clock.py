"""Time acts: points activate and lapse, tiers are reviewed. Run it late, twice or several times at once: the result is the same."""

import logging
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import psycopg

from regulars.engine.compiled import Versions
from regulars.engine.guests import JOINS
from regulars.engine.passing import advance
from regulars.engine.state import decode_state
from regulars.journal.recording import due_on, record_passed, record_state
from regulars.journal.statements import FOR_THIS_TRANSACTION, WRITE, Rows, as_json

log = logging.getLogger(__name__)

Conn = psycopg.Connection[Any]

AT_ONCE = 1_000

_DUE = """
SELECT next_due_on, member_id, version, state::text FROM member_state
 WHERE next_due_on <= %s AND (next_due_on, member_id) > (%s, %s) ORDER BY next_due_on, member_id LIMIT %s
"""
_AGAIN = "SELECT next_due_on, member_id, version, state::text FROM member_state WHERE member_id = ANY(%s) AND next_due_on <= %s"
# Nothing happened on the day (a tier was kept, say): only the next look moves, so the state stays the fold of the events.
_LATER = """
UPDATE member_state AS s SET next_due_on = r.next_due_on
  FROM json_to_recordset(%s) AS r(member_id bigint, version bigint, next_due_on date) WHERE s.member_id = r.member_id AND s.version = r.version
"""

Due = tuple[date, int, int, Any]


class Advanced(NamedTuple):
    """``members`` looked at, ``events`` written (one per member and day on which something changed), ``left``: try them again later."""

    members: int = 0
    events: int = 0
    left: int = 0
    joining: tuple[int, ...] = ()  # guests whom time has made members: their enrolment is to be posted


def advance_due(conn: Conn, versions: Versions, now_us: int, *, at_once: int = AT_ONCE) -> Advanced:
    """Let time pass for every member who is due by ``now_us``, as ``time.passed`` events.

    Each page of ``at_once`` members is one transaction, so a run that is killed has done what it has done. A member whom an event moved
    meanwhile is read again; one whose advance crashes is logged and left.
    """
    members = events = left = 0
    joining: list[int] = []
    today = date.fromordinal(versions.calendar.day_of(now_us))
    for page in _pages(conn, today, at_once):
        wrote, stuck = _advance(conn, versions, now_us, today, page, 1, joining)
        members, events, left = members + len(page), events + wrote, left + stuck
    return Advanced(members, events, left, tuple(dict.fromkeys(joining)))


def _pages(conn: Conn, today: date, at_once: int) -> Iterator[list[Due]]:
    last: tuple[date, int] = (date.min, 0)
    while True:
        with conn.transaction():
            page = conn.execute(_DUE, (today, *last, at_once)).fetchall()
        if not page:
            return
        last = page[-1][0], page[-1][1]
        yield page


def _advance(
    conn: Conn, versions: Versions, now_us: int, today: date, page: Sequence[Due], tries: int, joining: list[int]
) -> tuple[int, int]:
    """(events written, members left)."""
    rows, later, crashed = Rows(), [], 0
    known_version = max(version.number for version in versions.every)
    for _, member_id, version, stored in page:
        try:
            state = decode_state(stored)
            passed, new = advance(versions, state, now_us)
            if passed:  # what is stored is the state on the last day that changed something, as replay will find it
                _, exact = advance(versions, state, passed[-1].at_us)
        except Exception:
            log.exception("time passing for member %d crashed", member_id)
            crashed += 1
            continue
        if new.guest == JOINS:
            joining.append(member_id)
        if not passed:
            later.append({"member_id": member_id, "version": version, "next_due_on": due_on(new, versions)})
            continue
        for seq, one in enumerate(passed, version + 1):
            record_passed(rows, member_id, seq, one, now_us, known_version)
        record_state(rows, member_id, version, exact, versions, due=new)
    try:
        with conn.transaction():
            conn.execute(FOR_THIS_TRANSACTION)
            if rows.events:
                conn.execute(WRITE, rows.parameters())
            if later:
                conn.execute(_LATER, (as_json(later),))
        return len(rows.events), crashed
    except (psycopg.errors.SerializationFailure, psycopg.errors.UniqueViolation, psycopg.errors.DeadlockDetected):
        if tries > 5:
            return 0, len(page)
    wrote = left = 0
    size = max(len(page) // 4, 1)
    for start in range(0, len(page), size):
        with conn.transaction():
            again = conn.execute(
                _AGAIN, ([member_id for _, member_id, _, _ in page[start : start + size]], today)
            ).fetchall()
        if again:
            more, stuck = _advance(conn, versions, now_us, today, again, tries + 1, joining)
            wrote, left = wrote + more, left + stuck
    return wrote, left
