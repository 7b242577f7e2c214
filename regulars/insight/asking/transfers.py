"""A snapshot's transfers, counted once for every figure of points: sorted by the database, a few million at a time, so that memory stays flat however many there are.

What was counted before is kept beside the snapshot (``kept_points``): then only what came since is read, with the lots of the members it is about.
"""

from contextlib import suppress
from dataclasses import dataclass

import duckdb
import numpy as np

from regulars.insight.asking.kept_points import (
    Counted,
    LotsWriter,
    keep_counted,
    parts_of,
    put_together,
    read_counted,
    rest_of,
)
from regulars.insight.asking.models import Models
from regulars.insight.asking.transfer_rows import TransferRows, count
from regulars.insight.errors import CannotSay
from regulars.insight.facts.of_snapshot import SnapshotFacts
from regulars.insight.liability.triangle import Increments, Whole

MOST_REST = 500_000  # transfers that are counted again each time; of more, what is kept is brought up to date


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Of the first wallet. months: YYYY-MM, one for each period."""

    months: list[str]
    increments: Increments
    changes: dict[str, Whole]


def of_snapshot(models: Models) -> SnapshotFacts:
    """Raises CannotSay ``insight.needs_snapshot`` for facts of order files."""
    if not isinstance(models.facts, SnapshotFacts) or models.facts.manifest is None:
        raise CannotSay("insight.needs_snapshot")
    return models.facts


def counted_points(models: Models) -> Points:
    """Raises CannotSay ``insight.liability.no_points``."""
    facts = of_snapshot(models)
    return models.once("points", lambda: count_points(facts))  # type: ignore[no-any-return]


def count_points(facts: SnapshotFacts) -> Points:
    """A month never falls within a member: what came late counts when it came."""
    assert facts.manifest is not None
    wallet = next(iter(facts.manifest.shop.wallets), "")
    before = read_counted(facts.folder, facts.manifest, wallet, facts.timezone) if facts.folder is not None else None
    now = _brought_up(facts, before, wallet) if before is not None else _anew(facts, wallet)
    if now is None:
        raise CannotSay("insight.liability.no_points")
    more = max(0, facts.as_of.year * 12 + facts.as_of.month - 1 - (now.first + len(now.issued) - 1))
    found = now.increments
    total = Increments(np.pad(found.issued, (0, more)), np.pad(found.cells, (0, more)))
    months = [f"{number // 12}-{number % 12 + 1:02}" for number in range(now.first, now.first + len(total.issued))]
    return Points(months, total, {name: np.pad(np.array(sums, np.int64), (0, more)) for name, sums in now.changes.items()})


def _anew(facts: SnapshotFacts, wallet: str) -> Counted | None:
    """Every transfer there is; kept where there is a place for it. None without any of the wallet."""
    assert facts.manifest is not None
    rows = TransferRows.of(facts, "SELECT * FROM transfers", wallet)
    if rows is None:
        return None
    writer = None
    with suppress(OSError):
        writer = LotsWriter(facts.folder) if facts.folder is not None and parts_of(facts.manifest) else None
    found = count(rows, facts, wallet, writer)
    if writer is not None:
        with suppress(OSError):
            keep_counted(writer, found)
    return found


def _brought_up(facts: SnapshotFacts, before: Counted, wallet: str) -> Counted:
    """What is kept, and what came since: those transfers alone are read, after what was left of their members' lots."""
    assert facts.manifest is not None and facts.folder is not None
    rest = rest_of(facts.folder, facts.manifest, before)
    rows = TransferRows.of(facts, rest.sql, wallet, before) if rest.sql is not None else None
    if rows is None:
        return before
    writer = None
    if rest.rows > MOST_REST:
        with suppress(OSError):
            writer = LotsWriter(facts.folder)
    found = count(rows, facts, wallet, writer, before)
    if writer is not None:
        with suppress(OSError, duckdb.IOException):
            put_together(facts.connection, facts.folder, before, writer)
            keep_counted(writer, found)
    return found
