"""A member's transfers, newest first, a page at a time."""

from datetime import date, datetime
from typing import Any, NamedTuple

import psycopg


class Transferred(NamedTuple):
    """One row of the journal with the event that made it. (seq, n) places it for ever."""

    seq: int
    n: int
    event_source: str
    event_id: str
    type: str
    occurred_at: datetime
    wallet: str
    source: str
    target: str
    points: int
    lot: str
    expires_on: date | None
    rule: str
    program_version: int


_PAGE = """
SELECT t.seq, t.n, e.source, e.external_id, e.type, e.occurred_at,
       t.wallet, t.source, t.target, t.points, t.lot, t.expires_on, t.rule, t.program_version
  FROM transfer t JOIN event e ON e.member_id = t.member_id AND e.seq = t.seq
 WHERE t.member_id = %s AND (t.seq, t.n) < (%s, %s)
 ORDER BY t.seq DESC, t.n DESC LIMIT %s
"""
NEWEST = (2**62, 0)


def transfers_of(
    conn: psycopg.Connection[Any], member_id: int, *, before: tuple[int, int] = NEWEST, limit: int
) -> list[Transferred]:
    """At most ``limit`` transfers older than the place ``before``. What is recorded meanwhile never moves a page."""
    return [Transferred(*row) for row in conn.execute(_PAGE, (member_id, *before, limit))]
