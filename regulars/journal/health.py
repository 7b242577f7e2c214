"""What each check of the ledger found, kept so that a page can show the last one. The checks themselves are ``verify``."""

import time
from datetime import datetime
from typing import Any

import msgspec
import psycopg

from regulars.journal.verify import verify

Conn = psycopg.Connection[Any]


class Promise(msgspec.Struct, frozen=True):
    """One promise as a check found it: ``promise`` in plain English, ``findings`` the first breaches."""

    name: str
    promise: str
    breaches: int
    findings: list[str]
    seconds: float


class Report(msgspec.Struct, frozen=True):
    deep: bool  # whether every member's log was decided again
    members: int
    events: int
    promises: list[Promise]

    @property
    def is_sound(self) -> bool:
        return not any(promise.breaches for promise in self.promises)


class Check(msgspec.Struct, frozen=True):
    checked_at: datetime
    checked_by: str
    seconds: float
    report: Report


def check_ledger(conn: Conn, *, at: datetime, by: str, deep: bool = True) -> Check:
    """Run every check and keep what it found. ``deep``: decide each member's log again, which takes minutes on a large journal."""
    started = time.perf_counter()
    found = verify(conn, deep=deep)
    promises = [
        Promise(
            one.name,
            one.promise,
            one.breaches,
            [_told(finding.what, finding.member_id) for finding in one.findings[:5]],
            one.seconds,
        )
        for one in found.checks
    ]
    check = Check(at, by, time.perf_counter() - started, Report(deep, found.members, found.events, promises))
    conn.execute(
        "INSERT INTO ledger_check (checked_at, checked_by, seconds, report) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
        (at, by, check.seconds, msgspec.json.encode(check.report).decode()),
    )
    return check


def last_check(conn: Conn) -> Check | None:
    row = conn.execute(
        "SELECT checked_at, checked_by, seconds, report::text FROM ledger_check ORDER BY checked_at DESC LIMIT 1"
    ).fetchone()
    return Check(row[0], row[1], row[2], msgspec.json.decode(row[3], type=Report)) if row else None


def _told(what: str, member_id: int | None) -> str:
    return what if member_id is None else f"{member_id}: {what}"
