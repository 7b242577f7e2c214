"""The ledger as Parquet, for whoever wants to calculate for themselves: every member's balances and every transfer.

A moment in the past is told from the log up to then, decided again; members who had not joined yet are left out.
Balances are advanced to the moment asked for. What time has done since a member's last event is written among the transfers
as the ``time.passed`` events the clock would write, so that the transfers always add up to the balances.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq

from regulars.engine.compiled import Versions
from regulars.engine.event_names import TIME_PASSED
from regulars.engine.standing import Standing, standing
from regulars.engine.state import MemberState, decode_state
from regulars.journal.programs import Shelf, versions_of
from regulars.journal.refolding import logs_of, slices_of, state_at
from regulars.kit.periods import NEVER, Calendar, instant

Conn = psycopg.Connection[Any]

ROWS_AT_ONCE = 20_000

_UTC = pa.timestamp("us", tz="UTC")
MEMBERS = pa.schema(
    [
        pa.field("member", pa.string(), nullable=False),
        pa.field("tier", pa.string(), nullable=False),
        pa.field("active", pa.int64(), nullable=False),
        pa.field("pending", pa.int64(), nullable=False),
        pa.field("held", pa.int64(), nullable=False),
        pa.field("debt", pa.int64(), nullable=False),
    ]
)
TRANSFERS = pa.schema(
    [
        pa.field("member", pa.string(), nullable=False),
        pa.field("event_id", pa.string(), nullable=False),
        pa.field("type", pa.string(), nullable=False),
        pa.field("occurred_at", _UTC, nullable=False),
        pa.field("wallet", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("target", pa.string(), nullable=False),
        pa.field("points", pa.int64(), nullable=False),
        pa.field("lot", pa.string()),
        pa.field("expires_at", _UTC),
        pa.field("rule", pa.string(), nullable=False),
        pa.field("program_version", pa.int32(), nullable=False),
    ]
)

_MEMBERS = "SELECT r.ref, s.version, s.state::text FROM member_state s JOIN member_ref r USING (member_id) ORDER BY s.member_id"
_TRANSFERS = """
SELECT r.ref, e.external_id, e.type, e.occurred_at, t.wallet, t.source, t.target, t.points, t.lot, t.expires_on, t.rule, t.program_version
  FROM transfer t JOIN event e ON e.member_id = t.member_id AND e.seq = t.seq JOIN member_ref r ON r.member_id = t.member_id
 WHERE e.occurred_at <= %s
 ORDER BY t.member_id, t.seq, t.n
"""


class Exported(NamedTuple):
    members: int
    transfers: int
    files: tuple[str, str]


def export(
    conn: Conn, versions: Versions, out: Path, at_us: int, on_progress: Callable[[int], None] | None = None
) -> Exported:
    """Write ``members.parquet`` and ``transfers.parquet`` into ``out``, as of one moment in the database; memory stays flat.

    conn: in autocommit mode. ``expires_at`` is the instant at which a lot stops being usable: the start of the day after its last usable day, in the programme's
    time zone; null for a lot without end, and where no lot moves. The files take their names only when they are complete.
    """
    out.mkdir(parents=True, exist_ok=True)
    with conn.transaction():
        conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        with (
            _table(out / "members.parquet", MEMBERS) as members,
            _table(out / "transfers.parquet", TRANSFERS) as transfers,
        ):
            ends = _Ends(versions.calendar)
            for row in _stream(conn, "transfers_out", _TRANSFERS, instant(at_us)):
                transfers.add((*row[:8], row[8] or None, ends.of(row[9]), *row[10:]))
            for ref, version, state in _states(conn, at_us):
                now = standing(versions, state, at_us)
                points = now.points
                members.add((ref, now.tier, points.active, points.pending, points.held, points.debt))
                for moved in _not_written_yet(ref, version, now, ends):
                    transfers.add(moved)
                if on_progress and members.rows % ROWS_AT_ONCE == 0:
                    on_progress(members.rows)
    return Exported(members.rows, transfers.rows, ("members.parquet", "transfers.parquet"))


def _states(conn: Conn, at_us: int) -> Iterator[tuple[str, int, MemberState]]:
    """(reference, version, state) of every member who had joined by ``at_us``, as they stood then."""
    if conn.execute("SELECT 1 FROM event WHERE occurred_at > %s LIMIT 1", (instant(at_us),)).fetchone() is None:
        for ref, version, state in _stream(conn, "members_out", _MEMBERS):
            yield ref, version, decode_state(state)
        return
    shelf = Shelf(versions_of(conn))
    for first, last in slices_of(conn):
        refs = dict(conn.execute("SELECT member_id, ref FROM member_ref WHERE member_id BETWEEN %s AND %s", (first, last)).fetchall())
        for log in logs_of(conn, first, last):
            then = state_at(log, shelf, at_us)
            if then is not None:
                yield refs[log.member_id], then.seq, then


def _not_written_yet(ref: str, version: int, now: Standing, ends: "_Ends") -> Iterator[tuple[Any, ...]]:
    for seq, passed in enumerate(now.passed, version + 1):
        for wallet, source, target, points, lot, until, rule in passed.transfers:
            last = None if until == 0 or until >= NEVER else date.fromordinal(until)
            at = instant(passed.at_us)
            yield (
                ref,
                str(seq),
                TIME_PASSED,
                at,
                wallet,
                source,
                target,
                points,
                lot or None,
                ends.of(last),
                rule,
                passed.outcome.version,
            )


class _Ends:
    """The instant after a lot's last usable day."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._known: dict[date | None, datetime | None] = {None: None}

    def of(self, last_day: date | None) -> datetime | None:
        if last_day not in self._known and last_day is not None:
            self._known[last_day] = instant(self._calendar.start_of(last_day.toordinal() + 1))
        return self._known[last_day]


class _Table:
    """Rows in, row groups out."""

    def __init__(self, writer: pq.ParquetWriter, schema: pa.Schema) -> None:
        self.rows = 0
        self._writer, self._schema = writer, schema
        self._waiting: list[tuple[Any, ...]] = []

    def add(self, row: tuple[Any, ...]) -> None:
        self._waiting.append(row)
        self.rows += 1
        if len(self._waiting) >= ROWS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        columns = zip(*self._waiting, strict=True) if self._waiting else [()] * len(self._schema)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, self._schema, strict=True)]
        self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))
        self._waiting.clear()


@contextmanager
def _table(path: Path, schema: pa.Schema) -> Iterator[_Table]:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with pq.ParquetWriter(draft, schema, compression="zstd") as writer:
            table = _Table(writer, schema)
            yield table
            table.flush()
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _stream(conn: Conn, name: str, query: str, *asked: Any) -> Iterator[tuple[Any, ...]]:
    with conn.cursor(name=name) as cursor:
        cursor.itersize = ROWS_AT_ONCE
        cursor.execute(query, asked or None)
        yield from cursor
