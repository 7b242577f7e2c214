"""Writing a request down, and that it was carried out."""

import json
from datetime import datetime
from typing import Any

import psycopg

from regulars.approvals.queries import Request, request_of

Conn = psycopg.Connection[Any]


def ask(conn: Conn, kind: str, by: str, at: datetime, reason: str, body: dict[str, Any]) -> Request:
    row = conn.execute(
        "INSERT INTO approval_request (kind, asked_by, asked_at, reason, body) VALUES (%s, %s, %s, %s, %s::jsonb) RETURNING id",
        (kind, by, at, reason, json.dumps(body, ensure_ascii=False)),
    ).fetchone()
    assert row is not None
    return request_of(conn, row[0])


def ask_once(conn: Conn, kind: str, by: str, at: datetime, reason: str, body: dict[str, Any]) -> Request:
    """``ask``, but where ``body["id"]`` was asked for already and still waits, or was approved, that request."""
    with conn.transaction():
        conn.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 20261123))", (f"asks {body['id']}",))
        row = conn.execute("SELECT max(id) FROM approval_request WHERE kind <> 'programme' AND body->>'id' = %s", (body["id"],)).fetchone()
        if row is not None and row[0] is not None:
            known = request_of(conn, row[0])
            if known.status(at) in ("waiting", "approved"):
                return known
        return ask(conn, kind, by, at, reason, body)


def done(conn: Conn, id: int, at: datetime, result: dict[str, Any]) -> None:
    conn.execute(
        "INSERT INTO approval_done (request_id, done_at, result) VALUES (%s, %s, %s::jsonb) ON CONFLICT (request_id) DO NOTHING", (id, at, json.dumps(result))
    )
