"""A snapshot's transfers, counted once for every figure of points: sorted by the database, a few million at a time, so that memory stays flat however many there are."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from regulars.insight.asking.models import Models
from regulars.insight.errors import CannotSay
from regulars.insight.facts.of_snapshot import SnapshotFacts
from regulars.insight.liability.lots import by_cohort, coded_moves, merged
from regulars.insight.liability.roll_forward import changes
from regulars.insight.liability.triangle import Increments, Whole

ROWS_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Of the first wallet. months: YYYY-MM, one for each period."""

    months: list[str]
    increments: Increments
    changes: dict[str, Whole]


def of_snapshot(models: Models) -> SnapshotFacts:
    """Raises CannotSay ``insight.needs_snapshot`` for facts of order files."""
    if not isinstance(models.facts, SnapshotFacts) or models.facts.manifest is None:
        raise CannotSay("insight.needs_snapshot")
    return models.facts


def counted_points(models: Models) -> Counted:
    """Raises CannotSay ``insight.liability.no_points``."""
    facts = of_snapshot(models)
    return models.once("points", lambda: _counted(facts))  # type: ignore[no-any-return]


def _counted(facts: SnapshotFacts) -> Counted:
    """A month never falls within a member: what came late counts when it came."""
    assert facts.manifest is not None
    asked = {"wallet": next(iter(facts.manifest.shop.wallets), ""), "zone": facts.timezone}
    first, last = facts.one(f"SELECT min(month), max(month) FROM ({_MONTHS})", asked)
    if first is None:
        raise CannotSay("insight.liability.no_points")
    last = max(last, facts.as_of.year * 12 + facts.as_of.month - 1)
    periods = last - first + 1
    accounts = tuple(name for (name,) in facts.rows("SELECT DISTINCT source FROM transfers UNION SELECT DISTINCT target FROM transfers ORDER BY 1"))
    total, change = Increments(np.zeros(periods, np.int64), np.zeros((periods, periods), np.int64)), dict[str, Whole]()
    for member, lot, month, source, target, points in _whole_members(facts, {**asked, "accounts": list(accounts)}):
        rank = np.cumsum(np.r_[0, member[1:] != member[:-1]])
        period = np.maximum.accumulate(month - first + rank * periods) - rank * periods  # a member's months stand above all of the member before
        of = merged(coded_moves(rank, lot, period, source, target, points, accounts))
        total += by_cohort(of, now=periods - 1)
        for name, sums in changes(of, periods=periods).items():
            change[name] = change[name] + sums if name in change else sums
    return Counted([f"{number // 12}-{number % 12 + 1:02}" for number in range(first, last + 1)], total, change)


def _whole_members(facts: SnapshotFacts, asked: dict[str, object]) -> Iterator[list[Whole]]:
    """member, lot, month, source, target, points: all transfers of some members at a time, in the order in which each member's happened."""
    reader = facts.connection.sql(_TRANSFERS, params=asked).to_arrow_reader(ROWS_AT_ONCE)
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


_MONTHS = "SELECT year(timezone($zone, occurred_at)) * 12 + month(timezone($zone, occurred_at)) - 1 AS month FROM transfers WHERE wallet = $wallet"
_TRANSFERS = """
    WITH named AS (SELECT coalesce(lot, '') AS lot, row_number() OVER () - 1 AS place FROM (SELECT DISTINCT coalesce(lot, '') AS lot FROM transfers))
    SELECT member, place AS lot, year(timezone($zone, occurred_at)) * 12 + month(timezone($zone, occurred_at)) - 1 AS month,
           list_position($accounts::VARCHAR[], source) - 1 AS source, list_position($accounts::VARCHAR[], target) - 1 AS target, points
    FROM transfers t JOIN named ON named.lot = coalesce(t.lot, '') WHERE wallet = $wallet ORDER BY member, seq, n"""
