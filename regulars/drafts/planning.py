"""Plans of a document on the real members: asked for by a page, computed by the worker. The same computation as ``regulars program plan``."""

import json
import logging
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import psycopg

from regulars.backtest.plan_report import report_of
from regulars.backtest.planning import Move, size_of
from regulars.backtest.planning import plan as plan_change
from regulars.drafts.queries import plan_numbered
from regulars.journal.errors import NoProgram
from regulars.journal.programs import versions_of
from regulars.kit.errors import Problem
from regulars.kit.lengths import length_of
from regulars.program.reading import require

Conn = psycopg.Connection[Any]
log = logging.getLogger("regulars.drafts")

MOST_MOVES = 500
KEPT = 20  # plans of one person
REPLAYS = ("", "3 months", "6 months", "1 year")
_TELL_EVERY = 1.0  # seconds


def ask_plan(conn: Conn, document: str, *, by: str, at: datetime, starts: datetime | None = None, replay: str = "") -> int:
    """Note that a plan is wanted; gives its number. Raises Invalid ``programme.invalid``, NoProgram."""
    require(document)
    every = versions_of(conn)
    if not every:
        raise NoProgram()
    row = conn.execute(
        "INSERT INTO programme_plan (asked_by, asked_at, document, base_version, starts, replay) VALUES (%s, %s, %s, %s, %s, %s) RETURNING id",
        (by, at, document, every[-1].version, starts, replay if replay in REPLAYS else ""),
    ).fetchone()
    assert row is not None
    conn.execute(
        "DELETE FROM programme_plan WHERE asked_by = %s AND id <= (SELECT id FROM programme_plan WHERE asked_by = %s ORDER BY id DESC OFFSET %s LIMIT 1)", (by, by, KEPT)
    )
    return int(row[0])


def compute_plan(dsn: str, id: int, *, at: datetime) -> None:
    """Compute a plan that was asked for, on a connection of its own; what it refuses is kept as its answer. Done already, or thrown away: nothing."""
    with psycopg.connect(dsn, autocommit=True) as conn:
        if conn.execute("UPDATE programme_plan SET begun_at = %s WHERE id = %s AND ended_at IS NULL RETURNING id", (at, id)).fetchone() is None:
            return
        started = time.monotonic()
        try:
            report, moves = _computed(conn, id, at)
        except Problem as problem:
            _end(conn, id, at, problem={"code": problem.code, "facts": {name: str(fact) for name, fact in problem.facts.items() if name != "findings"}})
        except Exception:
            log.exception("plan %d could not be computed", id)
            _end(conn, id, at, problem={"code": "plan.broken_off", "facts": {}})
        else:
            _end(conn, id, at, report={**report, "seconds": round(time.monotonic() - started, 1)}, moves=moves)


def _computed(conn: Conn, id: int, at: datetime) -> tuple[dict[str, Any], list[Move]]:
    asked = plan_numbered(conn, id)
    conn.execute("UPDATE programme_plan SET size = %s WHERE id = %s", (size_of(conn, replayed=bool(asked.replay)), id))
    moves: list[Move] = []
    told = time.monotonic()

    def on_progress(done: int) -> None:
        nonlocal told
        if time.monotonic() - told > _TELL_EVERY:
            told = time.monotonic()
            conn.execute("UPDATE programme_plan SET done = %s WHERE id = %s", (done, id))

    found = plan_change(
        conn,
        asked.document,
        at=at,
        starts=asked.starts if asked.starts and asked.starts > at else None,
        replay=length_of(asked.replay) if asked.replay else None,
        facts_of=_facts_of,
        on_move=lambda move: moves.append(move) if len(moves) < MOST_MOVES else None,
        on_progress=on_progress,
    )
    return report_of(found), moves


def _end(conn: Conn, id: int, at: datetime, *, report: Any = None, moves: Sequence[Move] = (), problem: Any = None) -> None:
    conn.execute(
        "UPDATE programme_plan SET ended_at = %s, report = %s::jsonb, moves = %s::jsonb, problem = %s::jsonb, done = size WHERE id = %s",
        (at, json.dumps(report) if report else None, json.dumps([list(move) for move in moves]), json.dumps(problem) if problem else None, id),
    )


def _facts_of(pairs: Sequence[tuple[int, int]], fields: frozenset[str]) -> Mapping[tuple[int, int], Mapping[str, Any]]:
    from regulars.members.facts import facts_of

    return facts_of(pairs, fields)
