"""Taking a snapshot: one pass over what was written since the last one, below the transaction horizon.

``id > last`` would lose rows: a transaction that began earlier may commit later. So a snapshot reads the events of transactions below the
oldest one still running, and the next goes on from there; a long transaction delays it and spoils nothing. Nothing personal leaves the
database: members are numbers, and of an event's data only what is listed in ``reading_events.py`` goes along.
"""

import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import psycopg

from regulars.insight.snapshot import sentences  # noqa: F401  (registers what is refused)
from regulars.insight.snapshot.ledger import EVENTS, LEDGER, STANDINGS, TRANSFERS, Reach, origin_of, shop_of
from regulars.insight.snapshot.manifest import (
    FORMAT,
    Manifest,
    NoSnapshot,
    Part,
    part_of,
    quoted,
    read_manifest,
    sweep,
    write_manifest,
)
from regulars.insight.snapshot.profiling import MEMBERS, PROFILING, profiling_sql
from regulars.kit.errors import Unavailable

Conn = psycopg.Connection[Any]
MOST_PARTS = 40  # of a table; more are put together into one
MOST_MEMORY = "2GB"


class BeingTaken(Unavailable):
    code = "snapshot.being_taken"


@dataclass(frozen=True)
class Taken:
    """events: how many are new. kept: whether the files of the snapshot before stay (False: taken anew from the beginning)."""

    manifest: Manifest
    events: int
    kept: bool
    seconds: float


def take(conn: Conn, folder: Path, *, at: datetime, whole: bool = False) -> Taken:
    """Bring the snapshot in ``folder`` (made if need be) up to date. whole: leave out what is there and begin anew.

    conn: in autocommit mode. Raises BeingTaken while another takes one, NoProgram. Broken off at any moment, the snapshot before stays valid.
    """
    began = time.perf_counter()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder / ".writing"):
        for left in folder.glob(".taking-*"):  # of one that was killed
            shutil.rmtree(left, ignore_errors=True)
        with contextlib.suppress(NoSnapshot):
            sweep(folder, read_manifest(folder))
        with conn.transaction():
            conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            manifest, events, kept = _Taking(conn, folder, at, whole).take()
        with _alone(folder / ".reading", wait=True):
            write_manifest(folder, manifest)
    return Taken(manifest, events, kept, time.perf_counter() - began)


@contextlib.contextmanager
def reading(folder: Path) -> Iterator[Manifest]:
    """The manifest; its files stay while the block runs. Raises NoSnapshot."""
    if not (folder / ".reading").exists():
        raise NoSnapshot(folder=str(folder))
    lock = os.open(folder / ".reading", os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield read_manifest(folder)
    finally:
        os.close(lock)


class _Taking:
    def __init__(self, conn: Conn, folder: Path, at: datetime, whole: bool) -> None:
        self._conn, self._folder, self._at = conn, folder, at
        self._before = None if whole else _last(folder)
        self._store = folder / f".taking-{os.getpid()}"

    def take(self) -> tuple[Manifest, int, bool]:
        try:
            self._store.mkdir(exist_ok=True)
            config: dict[str, Any] = {"memory_limit": MOST_MEMORY, "temp_directory": str(self._store / "spill"), "preserve_insertion_order": True}
            with duckdb.connect(str(self._store / "taking.duckdb"), config=config) as store:
                store.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
                return self._take(store)
        finally:
            shutil.rmtree(self._store, ignore_errors=True)

    def _take(self, store: duckdb.DuckDBPyConnection) -> tuple[Manifest, int, bool]:
        reach, origin = Reach.of(self._conn), origin_of(self._conn)
        before = self._before
        if before is not None and before.origin != origin:
            before = None
        self._number = (self._before.number if self._before else _highest(self._folder)) + 1
        shop = shop_of(self._conn, self._at)
        since = before.horizon if before else None
        members = self._copy(store, "standings", STANDINGS, {})
        events = self._copy(store, "raw", EVENTS, reach.asked(since))
        self._copy(store, "moved", TRANSFERS, reach.asked(since))
        merged = _merged(store, before.merged if before else {})
        refused = _out(self._conn, merged)
        back = sorted(set(before.refused) - refused) if before else []
        if back:
            self._copy(store, "again", EVENTS.replace("{which}", "({which}) AND (e.member_id = ANY(%(back)s) OR e.type = 'points.received' AND (e.body ->> 'giver')::bigint = ANY(%(back)s))"), {**reach.asked(None, below=since), "back": back})
            store.execute("CREATE TABLE told AS SELECT * FROM raw UNION ALL SELECT * FROM again")
        else:
            store.execute("CREATE VIEW told AS SELECT * FROM raw")
        store.execute("CREATE TABLE refused AS SELECT unnest($1::BIGINT[]) AS member", [sorted(refused)])
        tables = {name: list(parts) for name, parts in (before.tables if before else {}).items()}
        gone = refused - set(before.refused) if before else set()
        for name in PROFILING:
            tables[name] = self._kept(store, name, tables.get(name, []), refused if gone else set())
            tables[name] += self._write(store, name, profiling_sql(name, shop.digits))
        for name in ("events", "transfers"):
            tables[name] = self._kept(store, name, tables.get(name, []), set()) + self._write(store, name, LEDGER[name])
        tables["members"] = self._write(store, "members", LEDGER["members"]) if members else []
        manifest = Manifest(FORMAT, self._number, self._at.isoformat(), origin, reach.horizon, shop, sorted(refused), merged, tables)
        return manifest, events, before is not None

    def _copy(self, store: duckdb.DuckDBPyConnection, name: str, query: str, asked: dict[str, Any]) -> int:
        """The answer of PostgreSQL as a table of DuckDB, by way of a file: neither holds it in memory."""
        file = self._store / f"{name}.csv"
        which = asked.pop("which", "true")
        columns, _, select = query.partition("\n")
        with file.open("wb") as out, self._conn.cursor() as cursor, cursor.copy(f"COPY ({select.replace('{which}', which)}) TO STDOUT (FORMAT csv)", asked) as copy:
            for data in copy:
                out.write(data)
        if not file.stat().st_size:
            store.execute(f"CREATE TABLE {name} ({columns})")
            return 0
        typed = ", ".join(f"'{column.split()[0]}': '{column.split()[1]}'" for column in columns.split(", "))
        store.execute(
            f"CREATE TABLE {name} AS SELECT * FROM read_csv('{_sql(file)}', columns={{{typed}}}, header=false, auto_detect=false, quote='\"', escape='\"', delim=',',"
            " max_line_size=67108864, buffer_size=134217728)"
        )
        file.unlink()
        return int(store.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0])

    def _write(self, store: duckdb.DuckDBPyConnection, name: str, sql: str) -> list[Part]:
        """A new part; none where there is nothing to write."""
        return self._file(store, name, sql, "")

    def _kept(self, store: duckdb.DuckDBPyConnection, name: str, parts: list[Part], refused: set[int]) -> list[Part]:
        """The parts of before: without the members who have refused since, and put together once they are many."""
        kept: list[Part] = []
        for place, part in enumerate(parts):
            file = quoted([self._folder / part.file])
            of_refused = " OR ".join(f"{column} IN (SELECT member FROM refused)" for column in MEMBERS.get(name, ("member",)))
            if refused and store.execute(f"SELECT 1 FROM read_parquet({file}) WHERE {of_refused} LIMIT 1").fetchall():
                kept += self._file(store, name, f"SELECT * FROM read_parquet({file}) WHERE NOT ({of_refused})", f"-{place}")
            else:
                kept.append(part)
        if len(kept) < MOST_PARTS:
            return kept
        whole = self._file(store, name, f"SELECT * FROM read_parquet({quoted(self._folder / part.file for part in kept)})", "-all")
        return [msgspec.structs.replace(part, of=[sha256 for one in kept for sha256 in one.of or [one.sha256]]) for part in whole]

    def _file(self, store: duckdb.DuckDBPyConnection, name: str, sql: str, suffix: str) -> list[Part]:
        (self._folder / name).mkdir(exist_ok=True)
        file = self._folder / name / f"{self._number:06}{suffix}.parquet"
        store.execute(f"COPY ({sql}) TO '{_sql(file)}' (FORMAT parquet, COMPRESSION zstd)")
        (rows,) = store.execute(f"SELECT count(*) FROM read_parquet('{_sql(file)}')").fetchall()[0]
        if not rows:
            file.unlink()
            return []
        return [part_of(self._folder, file, rows)]


def _merged(store: duckdb.DuckDBPyConnection, before: dict[int, int]) -> dict[int, int]:
    """Who goes on as whom now. Chains are followed to their end."""
    merged = dict(before)
    for member, into in store.execute("SELECT member, into_member FROM raw WHERE type IN ('member.merged_into', 'member.restored') AND NOT refused ORDER BY member, seq").fetchall():
        merged.pop(member, None)
        if into is not None:
            merged[member] = into
    return merged


def root_of(merged: dict[int, int], member: int) -> int:
    seen = {member}
    while (into := merged.get(member)) is not None and into not in seen:
        member = into
        seen.add(member)
    return member


def _out(conn: Conn, merged: dict[int, int]) -> set[int]:
    """Everybody who may not be profiled: who refused, and whoever is one person with them."""
    asked = {int(member) for (member,) in conn.execute("SELECT member_id FROM profiling_refusal")}
    roots = {root_of(merged, member) for member in asked}
    return asked | roots | {member for member in merged if root_of(merged, member) in roots}


def _last(folder: Path) -> Manifest | None:
    try:
        found = read_manifest(folder)
    except NoSnapshot:
        return None
    there = all((folder / part.file).is_file() for parts in found.tables.values() for part in parts)
    return found if found.format == FORMAT and there else None


def _highest(folder: Path) -> int:
    return max((int(file.name[:6]) for file in folder.glob("*/[0-9]*.parquet")), default=0)


@contextlib.contextmanager
def _alone(file: Path, *, wait: bool = False) -> Iterator[None]:
    lock = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    except BlockingIOError:
        raise BeingTaken() from None
    finally:
        os.close(lock)


def _sql(path: Path) -> str:
    return str(path).replace("'", "''")
