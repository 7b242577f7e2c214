"""Who among the staff may answer, asked of the database at the moment it matters."""

from typing import Any

import psycopg

import regulars.approvals.errors  # noqa: F401  what is said
from regulars.journal.queries import ref_of
from regulars.kit.errors import NotAllowed
from regulars.kit.roles import may

Conn = psycopg.Connection[Any]

_ROLES = """
SELECT u.is_superuser, coalesce(array_agg(g.name) FILTER (WHERE g.name IS NOT NULL), '{}')
  FROM auth_user u LEFT JOIN auth_user_groups ug ON ug.user_id = u.id LEFT JOIN auth_group g ON g.id = ug.group_id
 WHERE u.username = %s AND u.is_active GROUP BY u.id, u.is_superuser
"""


def check_may_answer(conn: Conn, name: str) -> None:
    """Raises NotAllowed ``approval.not_staff``: unknown, dismissed, or of another role. The row is held until the transaction ends."""
    if not _may(conn, name, "answer_requests"):
        raise NotAllowed("approval.not_staff", who=name)


def check_may(conn: Conn, name: str, ability: str) -> None:
    """Raises NotAllowed ``approval.may_not``: unknown, dismissed, or of a role without the ability."""
    if not _may(conn, name, ability):
        raise NotAllowed("approval.may_not", who=name)


def _may(conn: Conn, name: str, ability: str) -> bool:
    conn.execute("SELECT 1 FROM auth_user WHERE username = %s FOR SHARE", (name,))
    row = conn.execute(_ROLES, (name,)).fetchone()
    roles = [] if row is None else [*row[1], *(["owner"] if row[0] else [])]
    return may(roles, ability)


def check_not_own(conn: Conn, name: str, member_ids: list[int]) -> None:
    """Raises NotAllowed ``approval.own_account`` when one of the members is the person."""
    row = conn.execute("SELECT member_id FROM staff_link WHERE staff_name = %s AND member_id = ANY(%s)", (name, member_ids)).fetchone()
    if row is not None:
        raise NotAllowed("approval.own_account", who=name, ref=ref_of(conn, row[0]))
