"""An empty journal fed with the log gives the same states and transfers, byte for byte; or the first difference is named."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from regulars.engine.decision import Passed
from regulars.journal.hashing import body_hash
from regulars.journal.posting import Posting
from regulars.journal.programs import INSERT, SELECT, Shelf, Version, versions_of
from regulars.journal.recording import record_event, record_passed, record_state
from regulars.journal.refolding import Difference, Log, logs_of, refold, retell, slices_of
from regulars.journal.seal.replaying import reseal
from regulars.journal.statements import FOR_THIS_TRANSACTION, WRITE, Rows
from regulars.kit.periods import microseconds

Conn = psycopg.Connection[Any]

EMPTY_JOURNAL = [Path(__file__).parent / "migrations" / name for name in ("tables.sql", "versions.sql", "counters.sql", "write.sql", "seal.sql")]

_SAME = {
    "event": "member_id, seq, source, external_id, type, order_id, occurred_at, recorded_at, body::text, body_hash, outcome::text, known_version",
    "transfer": "member_id, seq, n, wallet, source, target, points, lot, expires_on, rule, program_version",
    "member_state": "member_id, version, active, pending, held, debt, tier, state::text",
}
_ORDER = {"event": "member_id, seq", "transfer": "member_id, seq, n", "member_state": "member_id"}


class Replayed(NamedTuple):
    members: int
    events: int
    difference: Difference | None  # the first; None: the same to the last byte
    seals: int = 0
    head: bytes = b""  # of the chain, sealed again; empty when it was not asked for, or something differed before


def replay_in_memory(conn: Conn, on_progress: Callable[[int], None] | None = None) -> Replayed:
    """Decide every member's log again in memory and compare with what is stored. Stops at the first difference."""
    shelf, members, events = Shelf(versions_of(conn)), 0, 0
    for log in _logs(conn):
        members, events = members + 1, events + len(log.events)
        difference = refold(log, shelf).difference
        if difference is not None:
            return Replayed(members, events, difference)
        if on_progress:
            on_progress(events)
    return Replayed(members, events, None)


def replay_into(conn: Conn, empty: Conn, on_progress: Callable[[int], None] | None = None) -> Replayed:
    """Write the log of ``conn`` anew into an empty journal and compare the two, row by row; then seal it as ``conn`` was sealed, and compare the heads.

    A head that differs is a Difference of member 0: ``seq`` is the seal's number.
    """
    versions = [Version(*row) for row in conn.execute(SELECT)]
    with empty.transaction():
        for version in versions:
            empty.execute(INSERT, version)
    shelf, members, events = Shelf(versions), 0, 0
    for first, last in slices_of(conn):
        refs = dict(
            conn.execute(
                "SELECT member_id, ref FROM member_ref WHERE member_id BETWEEN %s AND %s", (first, last)
            ).fetchall()
        )
        rows = Rows()
        for log in logs_of(conn, first, last):
            members, events = members + 1, events + len(log.events)
            try:
                _rewrite(rows, log, shelf, refs[log.member_id])
            except Exception as error:
                return Replayed(
                    members, events, Difference(log.member_id, 0, "crash", "", f"{type(error).__name__}: {error}")
                )
        if rows.events:
            with empty.transaction():
                empty.execute(FOR_THIS_TRANSACTION)
                empty.execute(WRITE, rows.parameters())
        difference = _first_difference(conn, empty, first, last)
        if difference is not None:
            return Replayed(members, events, difference)
        if on_progress:
            on_progress(events)
    resealed = reseal(conn, empty)
    differs = resealed.differs and Difference(0, resealed.differs[0], "head", resealed.differs[1].hex(), resealed.differs[2].hex())
    return Replayed(members, events, differs, resealed.seals, resealed.head)


@contextmanager
def scratch_database(owner_dsn: str) -> Iterator[Conn]:
    """A database beside the given one with empty journal tables, dropped afterwards. The role must be allowed to create databases."""
    name = f"regulars_replay_{secrets.token_hex(4)}"
    with psycopg.connect(owner_dsn, autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        try:
            with psycopg.connect(make_conninfo(owner_dsn, dbname=name), autocommit=True) as empty:
                for part in EMPTY_JOURNAL:
                    empty.execute(part.read_text(encoding="utf-8"))
                yield empty
        finally:
            owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _logs(conn: Conn) -> Iterator[Log]:
    for first, last in slices_of(conn):
        yield from logs_of(conn, first, last)


def _rewrite(rows: Rows, log: Log, shelf: Shelf, ref: str) -> None:
    seq, state, versions = 0, None, shelf.latest
    for told in retell(log, shelf):
        logged, versions = told.logged, shelf.known(told.logged.known_version)
        at_us, recorded_us = microseconds(logged.occurred_at), microseconds(logged.recorded_at)
        days = told.found if told.event is None else told.found[:-1]
        for transfers, outcome in days:
            seq += 1
            record_passed(
                rows, log.member_id, seq, Passed(at_us, transfers, outcome), recorded_us, logged.known_version
            )
        if told.event is not None:
            seq += 1
            transfers, outcome = told.found[-1]
            posting = Posting(ref, told.event, logged.body.encode(), recorded_us)
            hashed = body_hash(logged.type, at_us, posting.body)
            record_event(
                rows, log.member_id, seq, posting, hashed, outcome, transfers, logged.known_version, born=seq == 1
            )
        state = told.state
    if state is not None:
        record_state(rows, log.member_id, 0, state, versions, ref=ref)


def _first_difference(conn: Conn, empty: Conn, first: int, last: int) -> Difference | None:
    for table, columns in _SAME.items():
        query = f"SELECT {columns} FROM {table} WHERE member_id BETWEEN %s AND %s ORDER BY {_ORDER[table]}"
        logged, replayed = conn.execute(query, (first, last)).fetchall(), empty.execute(query, (first, last)).fetchall()
        if logged != replayed:
            for was, now in zip(logged, replayed, strict=False):
                if was != now:
                    return Difference(was[0], was[1], table, str(was), str(now))
            longer = max(logged, replayed, key=len)[min(len(logged), len(replayed))]
            return Difference(longer[0], longer[1], table, f"{len(logged)} rows", f"{len(replayed)} rows")
    return None
