"""Transfers as whole numbers, all of a member's at a time, and what they add up to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from regulars.insight.asking.kept_points import FOLDER, Counted, LotsWriter, parts_of
from regulars.insight.facts.local_time import local_us
from regulars.insight.facts.of_snapshot import SnapshotFacts
from regulars.insight.liability.lots import Opened, coded_moves, counted, merged
from regulars.insight.liability.roll_forward import changes
from regulars.insight.liability.triangle import Increments, Whole
from regulars.insight.snapshot.manifest import quoted

ROWS_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True)
class TransferRows:
    """What is to be read, in the order in which each member's transfers happened: member, lot, month, source, target, points.

    Two columns more after what was counted before: cohort and first month of what is left of a lot; such a row has source -1 and its points, and stands before its member's transfers.
    first, last: months of all there is, counted before or not.
    """

    connection: duckdb.DuckDBPyConnection
    sql: str
    first: int
    last: int
    accounts: tuple[str, ...]
    lots: tuple[str, ...]

    @property
    def periods(self) -> int:
        return self.last - self.first + 1

    @classmethod
    def of(cls, facts: SnapshotFacts, source: str, wallet: str, before: Counted | None = None) -> "TransferRows | None":
        """source: SQL of transfers as a snapshot has them. None without one of the wallet."""
        facts.connection.execute(f"CREATE OR REPLACE TEMP VIEW uncounted AS SELECT * FROM ({source}) WHERE wallet = {_quoted(wallet)}")
        first_us, last_us = facts.one("SELECT min(epoch_us(occurred_at)), max(epoch_us(occurred_at)) FROM uncounted")
        if first_us is None:
            return None
        local = f"make_timestamp({local_us('epoch_us(occurred_at)', facts.timezone, first_us, last_us)})"
        month = f"(year({local}) * 12 + month({local}) - 1)::INTEGER"
        first, last = facts.one(f"SELECT min({month}), max({month}) FROM uncounted")
        if before is not None:
            first, last = min(first, before.first), max(last, before.first + len(before.issued) - 1)
        names = _lots(facts, before)
        accounts = tuple(name for (name,) in facts.rows("SELECT DISTINCT source FROM uncounted UNION SELECT DISTINCT target FROM uncounted ORDER BY 1"))
        place = " ".join(f"WHEN {_quoted(name)} THEN {at}" for at, name in enumerate(accounts))
        moved = f"SELECT member, seq, n, code AS lot, {month} AS month, (CASE source {place} END)::INTEGER AS source, (CASE target {place} END)::INTEGER AS target, points"
        moved_from = "FROM uncounted t JOIN lot_names l ON l.name = coalesce(t.lot, '')"
        columns = "member, lot, month, source, target, points"
        sql = f"SELECT {columns} FROM ({moved} {moved_from}) ORDER BY member, seq, n"
        if before is not None:
            left = 'SELECT member, -1, place, code, last, -1, -1, "left", cohort, first FROM lots_before b JOIN lot_names l ON l.name = b.lot'
            sql = f"SELECT {columns}, cohort, first FROM ({moved}, 0 AS cohort, 0 AS first {moved_from} UNION ALL {left}) ORDER BY member, seq, n"
        return cls(facts.connection, sql, first, last, accounts, names)

    def whole_members(self) -> Iterator[list[Whole]]:
        """The columns: all rows of some members at a time."""
        reader = self.connection.sql(self.sql).to_arrow_reader(ROWS_AT_ONCE)
        left: list[Whole] = []
        for batch in _large(reader):
            here = [np.asarray(column, np.int64) for column in batch]
            columns = [np.concatenate(pair) for pair in zip(left, here, strict=True)] if left else here
            cut = int(np.searchsorted(columns[0], columns[0][-1]))
            if cut:
                yield [column[:cut] for column in columns]
            left = [column[cut:] for column in columns]
        if left:
            yield left


def count(rows: TransferRows, facts: SnapshotFacts, wallet: str, writer: LotsWriter | None, before: Counted | None = None) -> Counted:
    """All sums, those of before with them; every lot that was read, with what is left of it, goes to ``writer``, which is closed."""
    assert facts.manifest is not None
    periods = rows.periods
    total, change = Increments(np.zeros(periods, np.int64), np.zeros((periods, periods), np.int64)), dict[str, Whole]()
    if before is not None:
        early, late = before.first - rows.first, rows.last - before.first - len(before.issued) + 1
        total = Increments(np.pad(before.increments.issued, (early, late)), np.pad(before.increments.cells, ((early, late), (0, early + late))))
        change = {name: np.pad(np.array(sums, np.int64), (early, late)) for name, sums in before.changes.items()}
    for columns in rows.whole_members():
        member, lot, month, source, target, points, *more = columns
        rank = np.cumsum(np.r_[0, member[1:] != member[:-1]])
        period = np.maximum.accumulate(month - rows.first + rank * periods) - rank * periods  # a member's months stand above all of the member before
        own = rank * len(rows.lots) + lot
        new = source >= 0
        left = Opened(own[~new], more[0][~new] - rows.first, points[~new], more[1][~new] - rows.first) if more else None
        of = merged(coded_moves(np.zeros(int(new.sum()), np.int64), own[new], period[new], source[new], target[new], points[new], rows.accounts))
        sums, now_left = counted(of, now=periods - 1, left=left)
        total += sums
        for name, one in changes(of, periods=periods).items():
            change[name] = change[name] + one if name in change else one
        if writer is not None:
            writer.add(_told(rows, member, period, rank, now_left))
    if writer is not None:
        writer.close()
    parts = facts.manifest.tables.get("transfers", [])
    told = {name: sums.tolist() for name, sums in change.items()}
    return Counted(wallet, facts.timezone, parts_of(facts.manifest), sum(part.rows for part in parts), rows.first, total.issued.tolist(), total.cells.tolist(), told)


def _told(rows: TransferRows, member: Whole, period: Whole, rank: Whole, left: Opened) -> list[Any]:
    """The columns of ``kept_points.LOTS``."""
    ends = np.flatnonzero(np.r_[rank[1:] != rank[:-1], True])
    owner, lot = np.divmod(left.lot, len(rows.lots))
    names = pa.array(rows.lots, pa.string()).take(pa.array(lot))
    columns = (left.cohort + rows.first, left.left, left.first + rows.first, period[ends][owner] + rows.first)
    cohort, points, first, last = (np.asarray(column) for column in columns)
    return [member[ends][owner], np.arange(len(owner), dtype=np.int32), names, cohort.astype(np.int32), points, first.astype(np.int32), last.astype(np.int32)]


def _lots(facts: SnapshotFacts, before: Counted | None) -> tuple[str, ...]:
    """Every lot's name there is to read, also as the table ``lot_names``; and ``lots_before``: what is left of those of the members to be read."""
    names = "SELECT DISTINCT coalesce(lot, '') AS lot FROM uncounted"
    if before is not None:
        assert facts.folder is not None
        file = quoted([facts.folder / FOLDER / before.lots])
        facts.connection.execute(f"CREATE OR REPLACE TEMP TABLE lots_before AS SELECT * FROM read_parquet({file}) WHERE member IN (SELECT member FROM uncounted)")
        names += " UNION SELECT lot FROM lots_before"
    facts.connection.execute(f"CREATE OR REPLACE TEMP TABLE lot_names AS SELECT lot AS name, (row_number() OVER (ORDER BY lot) - 1)::INTEGER AS code FROM ({names})")
    return tuple(name for (name,) in facts.rows("SELECT name FROM lot_names ORDER BY code"))


def _large(reader: pa.RecordBatchReader) -> Iterator[list[np.ndarray]]:
    """The reader's batches, put together until they are worth the trouble."""
    waiting: list[pa.RecordBatch] = []
    for batch in reader:
        waiting.append(batch)
        if sum(len(one) for one in waiting) >= ROWS_AT_ONCE:
            yield [column.to_numpy() for column in pa.Table.from_batches(waiting).columns]
            waiting = []
    if waiting:
        yield [column.to_numpy() for column in pa.Table.from_batches(waiting).columns]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
