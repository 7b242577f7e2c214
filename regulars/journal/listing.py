"""Members as a list shows them: a page at a time, by cursor, never counting or sorting them all."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import psycopg

from regulars.engine.state import MemberState, decode_state
from regulars.journal.errors import UnknownMember

Conn = psycopg.Connection[Any]


class Listed(NamedTuple):
    """A member's row as of the last event."""

    member_id: int
    ref: str
    tier: str
    active: int
    pending: int
    debt: int
    raw_state: str

    @property
    def state(self) -> MemberState:
        return decode_state(self.raw_state)


_MEMBER = """
SELECT s.member_id, (SELECT min(ref) FROM member_ref r WHERE r.member_id = s.member_id) AS ref,
       s.tier, s.active, s.pending, s.debt, s.state::text
  FROM member_state s
"""


def listed(conn: Conn, ref: str) -> Listed:
    """Raises UnknownMember."""
    row = None
    if "\x00" not in ref:
        row = conn.execute(
            _MEMBER + "WHERE s.member_id = (SELECT member_id FROM member_ref WHERE ref = %s)", (ref,)
        ).fetchone()
    if row is None:
        raise UnknownMember(ref=ref)
    return Listed(*row)


def members_by_id(conn: Conn, member_ids: Iterable[int]) -> list[Listed]:
    """In the order asked for; those unknown are left out."""
    wanted = list(member_ids)
    found = {row[0]: Listed(*row) for row in conn.execute(_MEMBER + "WHERE s.member_id = ANY(%s)", (wanted,))}
    return [found[member_id] for member_id in wanted if member_id in found]


def members_page(conn: Conn, *, after: int = 0, tier: str = "", limit: int = 25) -> list[Listed]:
    """In the order they joined the journal, from the one after ``after``; only those of a tier, where one is named."""
    only = "AND s.tier = %s " if tier else "AND s.tier <> '' "  # who was merged into another is not listed beside it
    values = (after, tier, limit) if tier else (after, limit)
    return [
        Listed(*row)
        for row in conn.execute(_MEMBER + f"WHERE s.member_id > %s {only}ORDER BY s.member_id LIMIT %s", values)
    ]


def members_like(conn: Conn, beginning: str, *, limit: int = 25) -> list[Listed]:
    """Whose reference begins with a text, in order of reference: the search of those who may not see names."""
    if "\x00" in beginning:
        return []
    pattern = beginning.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    rows = conn.execute("SELECT member_id FROM member_ref WHERE ref LIKE %s ORDER BY ref LIMIT %s", (pattern, limit))
    return members_by_id(conn, [member_id for (member_id,) in rows.fetchall()])
