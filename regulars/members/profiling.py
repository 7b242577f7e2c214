"""Whether a member may be profiled. Refusing is as easy as allowing, costs no point, and counts from the next question on.

A refusal is of the member: it stays through a merge, whichever of the two had refused.
"""

from datetime import datetime
from typing import Any, NamedTuple

import psycopg

from regulars.journal.queries import member_id_of

Conn = psycopg.Connection[Any]


class Profiling(NamedTuple):
    """``since``, ``by``: of the refusal; None and "" where there is none."""

    allowed: bool
    since: datetime | None = None
    by: str = ""


def profiling_of(conn: Conn, ref: str) -> Profiling:
    """Raises UnknownMember."""
    row = conn.execute("SELECT refused_at, by FROM profiling_refusal WHERE member_id = %s", (member_id_of(conn, ref),)).fetchone()
    return Profiling(True) if row is None else Profiling(False, row[0], row[1])


def set_profiling(conn: Conn, ref: str, *, allowed: bool, by: str, at: datetime) -> Profiling:
    """Refuse or allow; saying the same again changes nothing. Raises UnknownMember."""
    member_id = member_id_of(conn, ref)
    if allowed:
        conn.execute("DELETE FROM profiling_refusal WHERE member_id = %s", (member_id,))
    else:
        conn.execute(
            "INSERT INTO profiling_refusal (member_id, refused_at, by) VALUES (%s, %s, %s) ON CONFLICT (member_id) DO NOTHING", (member_id, at, by[:200])
        )
    return profiling_of(conn, ref)
