"""Reading the journal, for people and programs. Nothing here writes; balances are advanced in memory to the moment asked for."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import psycopg

from regulars.engine.compiled import Versions
from regulars.engine.decision import Outcome
from regulars.engine.standing import Standing, standing
from regulars.engine.state import MemberState, decode_state
from regulars.journal.errors import UnknownMember
from regulars.journal.folding import decode_outcome

Conn = psycopg.Connection[Any]


class Moved(NamedTuple):
    """One transfer, as somebody reads it."""

    wallet: str
    source: str
    target: str
    points: int
    lot: str
    expires_on: date | None  # last usable day
    rule: str


class Movement(NamedTuple):
    """One event of a member with what it moved and why; ``seq`` counts the member's events from 1."""

    seq: int
    source: str
    id: str
    type: str
    order_id: str | None
    occurred_at: datetime
    recorded_at: datetime
    body: str  # the event's data as it was sent
    outcome: Outcome
    transfers: Sequence[Moved]


class Page(NamedTuple):
    movements: list[Movement]
    before: int | None  # cursor of the next page; None: this is the last


def member_id_of(conn: Conn, ref: str) -> int:
    """Raises UnknownMember."""
    row = (
        conn.execute("SELECT member_id FROM member_ref WHERE ref = %s", (ref,)).fetchone()
        if "\x00" not in ref
        else None
    )
    if row is None:
        raise UnknownMember(ref=ref)
    return int(row[0])


def recorded_time(conn: Conn, members: Sequence[int], source: str, ids: Sequence[str]) -> datetime | None:
    """When events sent together say they happened, where the journal has one of them already; None where it has none."""
    query = "SELECT occurred_at FROM event WHERE member_id = ANY(%s) AND source = %s AND external_id = ANY(%s) LIMIT 1"
    row = conn.execute(query, (list(set(members)), source, list(ids))).fetchone()
    return row[0] if row else None


def ref_of(conn: Conn, member_id: int) -> str:
    row = conn.execute("SELECT ref FROM member_ref WHERE member_id = %s", (member_id,)).fetchone()
    if row is None:
        raise UnknownMember(ref=str(member_id))
    return str(row[0])


def state_of(conn: Conn, ref: str) -> MemberState:
    """The state as of the member's last event; of the member it goes on as, where it was merged. Raises UnknownMember."""
    return member_of(conn, ref)[1]


def own_state_of(conn: Conn, member_id: int) -> MemberState:
    """A member's own state, closed or not. Raises UnknownMember."""
    row = conn.execute("SELECT state::text FROM member_state WHERE member_id = %s", (member_id,)).fetchone()
    if row is None:
        raise UnknownMember(ref=str(member_id))
    return decode_state(row[0])


def member_of(conn: Conn, ref: str) -> tuple[int, MemberState]:
    """The member a reference stands for now: its own number and state, or those of the one it was merged into. Raises UnknownMember."""
    member_id = member_id_of(conn, ref)
    state = own_state_of(conn, member_id)
    if state.moving is not None and state.moving.into:
        member_id = state.moving.into
        state = own_state_of(conn, member_id)
    return member_id, state


def standing_of(conn: Conn, versions: Versions, ref: str, at_us: int) -> Standing:
    """Where the member stands at ``at_us``, time passed in memory up to then. Raises UnknownMember."""
    return standing(versions, state_of(conn, ref), at_us)


def movements_of(
    conn: Conn,
    ref: str,
    *,
    before: int | None = None,
    limit: int = 50,
    types: Sequence[str] | None = None,
    moved_only: bool = False,
) -> Page:
    """A member's events, newest first, ``limit`` at a time; ``before`` is the last page's cursor.

    types: only these event types. moved_only: only events that moved points. Raises UnknownMember.
    """
    member_id = member_id_of(conn, ref)
    rows = conn.execute(
        """
        SELECT seq, source, external_id, type, order_id, occurred_at, recorded_at, body::text, outcome::text FROM event e
         WHERE member_id = %(member)s AND (%(before)s::bigint IS NULL OR seq < %(before)s) AND (%(types)s::text[] IS NULL OR type = ANY(%(types)s))
           AND (NOT %(moved)s OR EXISTS (SELECT 1 FROM transfer t WHERE t.member_id = e.member_id AND t.seq = e.seq))
         ORDER BY seq DESC LIMIT %(limit)s
        """,
        {
            "member": member_id,
            "before": before,
            "types": list(types) if types else None,
            "moved": moved_only,
            "limit": limit + 1,
        },
    ).fetchall()
    more, rows = len(rows) > limit, rows[:limit]
    transfers = _transfers(conn, member_id, [row[0] for row in rows])
    movements = [Movement._make([*row[:8], decode_outcome(row[8]), transfers.get(row[0], [])]) for row in rows]
    return Page(movements, movements[-1].seq if more else None)


def movement_at(conn: Conn, member_id: int, seq: int) -> Movement:
    """One event of a member. Raises LookupError when the member has no such event."""
    row = conn.execute(
        "SELECT seq, source, external_id, type, order_id, occurred_at, recorded_at, body::text, outcome::text FROM event WHERE member_id = %s AND seq = %s",
        (member_id, seq),
    ).fetchone()
    if row is None:
        raise LookupError(f"member {member_id} has no event {seq}")
    return Movement._make([*row[:8], decode_outcome(row[8]), _transfers(conn, member_id, [seq]).get(seq, [])])


def _transfers(conn: Conn, member_id: int, seqs: list[int]) -> dict[int, list[Moved]]:
    found: dict[int, list[Moved]] = {}
    rows = conn.execute(
        "SELECT seq, wallet, source, target, points, lot, expires_on, rule FROM transfer WHERE member_id = %s AND seq = ANY(%s) ORDER BY seq, n",
        (member_id, seqs),
    )
    for seq, *moved in rows:
        found.setdefault(seq, []).append(Moved(*moved))
    return found
