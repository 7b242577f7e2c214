"""What waits for a second person, and what was said."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import psycopg

from regulars.kit.errors import NotFound

Conn = psycopg.Connection[Any]
OPEN_DAYS = 14

_SELECT = """
SELECT r.id, r.kind, r.asked_by, r.asked_at, r.reason, r.body::text, a.answer, a.answered_by, a.answered_at, coalesce(a.why, ''), d.done_at, d.result::text
  FROM approval_request r LEFT JOIN approval_answer a ON a.request_id = r.id LEFT JOIN approval_done d ON d.request_id = r.id
"""


class Request(NamedTuple):
    """``answer``: approved, refused, withdrawn; None while it waits. ``done_at``: when an approved one was carried out."""

    id: int
    kind: str
    asked_by: str
    asked_at: datetime
    reason: str
    body: dict[str, Any]
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None
    why: str
    done_at: datetime | None
    result: dict[str, Any] | None

    def status(self, at: datetime) -> str:
        """waiting, expired, approved, refused or withdrawn."""
        if self.answer is not None:
            return self.answer
        return "expired" if at - self.asked_at > timedelta(days=OPEN_DAYS) else "waiting"

    def told(self, at: datetime) -> dict[str, Any]:
        """As the command line and the API show it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "status": self.status(at),
            "asked_by": self.asked_by,
            "asked_at": self.asked_at.isoformat(),
            "expires_at": self.expires_at.isoformat(),
            "reason": self.reason,
            "answered_by": self.answered_by,
            "answered_at": self.answered_at.isoformat() if self.answered_at else None,
            "why": self.why,
            "done_at": self.done_at.isoformat() if self.done_at else None,
            "result": self.result,
            "asks": self.body,
        }

    @property
    def expires_at(self) -> datetime:
        return self.asked_at + timedelta(days=OPEN_DAYS)


def _read(row: Sequence[Any]) -> Request:
    """Django's connections and our own read jsonb differently: as text both are the same."""
    id, kind, by, at, reason, body, answer, answered_by, answered_at, why, done_at, result = row
    return Request(id, kind, by, at, reason, json.loads(body), answer, answered_by, answered_at, why, done_at, json.loads(result) if result else None)


def request_of(conn: Conn, id: int) -> Request:
    """Raises NotFound ``approval.unknown``."""
    row = conn.execute(_SELECT + "WHERE r.id = %s", (id,)).fetchone()
    if row is None:
        raise NotFound("approval.unknown", id=id)
    return _read(row)


def requests(conn: Conn, *, limit: int = 100, status: str | None = None, at: datetime | None = None) -> list[Request]:
    """Newest first; only those of a status at that moment, where both are given."""
    if status is None or at is None:
        return [_read(row) for row in conn.execute(_SELECT + "ORDER BY r.id DESC LIMIT %s", (limit,)).fetchall()]
    answered = "a.answer = %(status)s" if status not in ("waiting", "expired") else f"a.answer IS NULL AND r.asked_at {'>=' if status == 'waiting' else '<'} %(since)s"
    asked = {"status": status, "since": at - timedelta(days=OPEN_DAYS), "limit": limit}
    return [_read(row) for row in conn.execute(_SELECT + f"WHERE {answered} ORDER BY r.id DESC LIMIT %(limit)s", asked).fetchall()]


def waiting_count(conn: Conn, at: datetime) -> int:
    row = conn.execute(
        "SELECT count(*) FROM approval_request r WHERE asked_at > %s AND NOT EXISTS (SELECT 1 FROM approval_answer a WHERE a.request_id = r.id)",
        (at - timedelta(days=OPEN_DAYS),),
    ).fetchone()
    return int(row[0]) if row else 0
