"""A person's draft, what is typed into it, and plans."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import psycopg

from regulars.drafts.errors import NoDraft
from regulars.kit.errors import NotFound

Conn = psycopg.Connection[Any]

_DRAFT = "SELECT owner, base_version, document, edition, begun_at, changed_at FROM programme_draft WHERE owner = %s"
_PLAN = (
    "SELECT id, asked_by, asked_at, document, base_version, starts, replay, size, done, begun_at, ended_at, report::text, moves::text, problem::text"
    " FROM programme_plan "
)


class Draft(NamedTuple):
    owner: str
    base_version: int
    document: str
    edition: int
    begun_at: datetime
    changed_at: datetime


class Typed(NamedTuple):
    """What stands in a page's form and is not saved. ``was``: what the document said there then, as a hash."""

    names: dict[str, str]
    was: str


class Plan(NamedTuple):
    """``report`` as ``backtest.plan_report.report_of`` gives it; ``moves``: the first members who would move."""

    id: int
    asked_by: str
    asked_at: datetime
    document: str
    base_version: int
    starts: datetime | None
    replay: str
    size: int
    done: int
    begun_at: datetime | None
    ended_at: datetime | None
    report: dict[str, Any] | None
    moves: list[list[str]]
    problem: dict[str, Any] | None

    @property
    def status(self) -> str:
        """waiting, running, done or failed."""
        if self.ended_at is None:
            return "waiting" if self.begun_at is None else "running"
        return "failed" if self.report is None else "done"


def draft_of(conn: Conn, owner: str) -> Draft | None:
    row = conn.execute(_DRAFT, (owner,)).fetchone()
    return Draft(*row) if row is not None else None


def need_draft(conn: Conn, owner: str, *, lock: bool = False) -> Draft:
    """Raises NoDraft."""
    row = conn.execute(_DRAFT + (" FOR UPDATE" if lock else ""), (owner,)).fetchone()
    if row is None:
        raise NoDraft()
    return Draft(*row)


def typed_at(conn: Conn, owner: str, place: str) -> Typed | None:
    row = conn.execute("SELECT names::text, was FROM programme_draft_typed WHERE owner = %s AND place = %s", (owner, place)).fetchone()
    return Typed({str(name): str(text) for name, text in json.loads(row[0]).items()}, row[1]) if row is not None else None


def typed_places(conn: Conn, owner: str) -> list[str]:
    """Pages where something is typed and not saved."""
    return [row[0] for row in conn.execute("SELECT place FROM programme_draft_typed WHERE owner = %s ORDER BY place", (owner,))]


def others_drafts(conn: Conn, owner: str) -> list[tuple[str, datetime]]:
    """Who else is working on one, and since when it has not changed."""
    return [(row[0], row[1]) for row in conn.execute("SELECT owner, changed_at FROM programme_draft WHERE owner <> %s ORDER BY changed_at DESC LIMIT 20", (owner,))]


def plan_numbered(conn: Conn, id: int) -> Plan:
    """Raises NotFound ``plan.unknown``."""
    row = conn.execute(_PLAN + "WHERE id = %s", (id,)).fetchone()
    if row is None:
        raise NotFound("plan.unknown", id=id)
    return _read(row)


def plan_of(conn: Conn, document: str, *, asked_by: str = "") -> Plan | None:
    """The newest plan of exactly this document; ``asked_by``: only this person's."""
    row = conn.execute(_PLAN + "WHERE document = %s AND (%s = '' OR asked_by = %s) ORDER BY id DESC LIMIT 1", (document, asked_by, asked_by)).fetchone()
    return _read(row) if row is not None else None


def last_plan(conn: Conn, asked_by: str) -> Plan | None:
    row = conn.execute(_PLAN + "WHERE asked_by = %s ORDER BY id DESC LIMIT 1", (asked_by,)).fetchone()
    return _read(row) if row is not None else None


def _read(row: Sequence[Any]) -> Plan:
    id, asked_by, asked_at, document, base_version, starts, replay, size, done, begun_at, ended_at, *answer = row
    report, moves, problem = (json.loads(text) if text else None for text in answer)
    return Plan(id, asked_by, asked_at, document, base_version, starts, replay, size, done, begun_at, ended_at, report, moves or [], problem)
