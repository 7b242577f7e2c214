"""Of what is timed: what asks more than orders (points, visits, surveys), and what a refresh keeps in the shop's database."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from regulars.cli.bench.timing import Seconds, timed
from regulars.insight.asking.answers import answer
from regulars.insight.asking.models import Models
from regulars.insight.asking.transfers import count_points, counted_points
from regulars.insight.facts import Facts
from regulars.insight.facts.of_snapshot import SnapshotFacts
from regulars.insight.figures import figure
from regulars.insight.refreshing.marking import Marking
from regulars.insight.refreshing.members import kept_of, rows_of
from regulars.insight.refreshing.standing import carry_over
from regulars.insight.snapshot.manifest import Part, quoted

MARKS = ("rfm:555", "rf:11", "reason:drifted_away", "price:full_price")  # the groups whose first members are listed


def said(models: Models, seconds: Seconds, *names: str) -> None:
    """Raises RuntimeError where one has no rows: nothing would have been measured."""
    for name in names:
        found = timed(seconds, name, lambda name=name: answer(models, name))  # type: ignore[misc]
        if not found.rows:
            raise RuntimeError(f"{name}: {found.sentences('en')}")


def liability(facts: Facts) -> dict[str, Any]:
    """The triangle from every transfer but the last day's, kept beside them; then that day's counted on; then what is still to come by four ways with their ranges."""
    assert isinstance(facts, SnapshotFacts)
    seconds: Seconds = {}
    with _two_snapshots(facts) as (before, after):
        timed(seconds, "triangle_anew", lambda: count_points(_reading(facts, before)))
        for _ in range(2):  # the second reads what the first left in the system's cache
            models = Models(_reading(facts, after))
            seconds.pop("liability", None)
            timed(seconds, "triangle_a_day_later", lambda models=models: counted_points(models))  # type: ignore[misc]
            said(models, seconds, "liability_triangle", "liability", "roll_forward")
    return {"seconds": seconds}


def anomalies(facts: Facts) -> dict[str, Any]:
    """Days that look wrong, from the transfers on."""
    seconds: Seconds = {}
    models = Models(facts)
    said(models, seconds, "anomalies")
    return {"seconds": seconds, "told": answer(models, "anomalies").sentences("en")}


def groups(facts: Facts) -> dict[str, Any]:
    """Lifecycle stages, personas and price fairness between groups; for those, who leaves has to be learned first (timed by itself)."""
    seconds: Seconds = {}
    models = Models(facts)
    timed(seconds, "learning_who_leaves", lambda: models.leaving)
    timed(seconds, "stages", lambda: answer(models, "stages"))
    found = timed(seconds, "personas", lambda: answer(models, "personas"))
    said(models, seconds, "price_fairness")
    return {"seconds": seconds, "personas": len(found.rows), "told": found.sentences("en")}


def visits(facts: Facts) -> dict[str, Any]:
    """RFE and the loyalty index, with a visit before four purchase days of ten and one member of fifty asked four things, laid over the shop."""
    facts.connection.execute(_VISITS)
    (count,) = facts.one("SELECT count(*) FROM visits")
    seconds: Seconds = {}
    models = Models(facts)
    timed(seconds, "learning_who_leaves", lambda: models.leaving)  # the index is tried on the same window
    said(models, seconds, "rfe", "surveys", "loyalty")
    return {"seconds": seconds, "visits": count}


def journal_sql(facts: Facts) -> dict[str, Any]:
    """The SQL files over the journal: points used, by week, complaints, steps of the programme."""
    facts.connection.execute(_VISITS)
    seconds: Seconds = {}
    for name in ("points_used", "points_weeks", "complaints", "programme_steps"):
        if not timed(seconds, name, lambda name=name: figure(facts, name)).rows:  # type: ignore[misc]
            raise RuntimeError(name)
    return {"seconds": seconds}


def review(facts: Facts) -> dict[str, Any]:
    """The month on one page, with every figure it rests on; who leaves is learned before, by itself."""
    seconds: Seconds = {}
    models = Models(facts)
    timed(seconds, "learning_who_leaves", lambda: models.leaving)
    said(models, seconds, "review")
    return {"seconds": seconds}


def keep(facts: Facts) -> dict[str, Any]:
    """Member rows with what models say of each, their marks, and both written to a PostgreSQL of its own; then the lists behind a cell, as a page asks for them."""
    import psycopg

    from regulars.cli.bench.scratch import scratch_home
    from regulars.insight.store import marks
    from regulars.insight.store.writing import Results
    from regulars.insight.store.writing import keep as keep_results

    seconds: Seconds = {}
    models, numbers = Models(facts), [number for (number,) in facts.rows("SELECT number FROM numbers ORDER BY member")]
    standing, cuts = timed(seconds, "learning_who_leaves", lambda: carry_over(models, numbers, None))
    kept = timed(seconds, "models", lambda: kept_of(models, None, cuts))
    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as folder:
        Path(folder).chmod(0o755)
        with scratch_home(Path(folder)) as home, psycopg.connect(home.dsn, autocommit=True) as conn:
            marking = timed(seconds, "marking", lambda: Marking(models, numbers))
            rows = marking.passing(rows_of(models, numbers, None, standing))
            results = Results(facts.as_of, 1, kept, {}, rows, marking.marked)
            timed(seconds, "rows_and_copy", lambda: keep_results(conn, results, at=datetime.now(UTC)))
            conn.execute("ANALYZE insight_marked; ANALYZE insight_member")
            listed = {mark: len(timed(seconds, f"list {mark}", lambda mark=mark: marks.members_marked(conn, mark))) for mark in MARKS}  # type: ignore[misc]
            (size,) = conn.execute("SELECT pg_total_relation_size('insight_member') + pg_total_relation_size('insight_marked')").fetchone() or (0,)
    return {"seconds": seconds, "rows": len(numbers), "listed": listed, "stored_mb": round(size / 1e6)}


@contextlib.contextmanager
def _two_snapshots(facts: SnapshotFacts) -> Iterator[tuple[list[Part], list[Part]]]:
    """The transfers in two parts beside the shop, as two snapshots would have them: all but the last day's, and that day's. Nothing is counted yet."""
    folder = facts.store.parent / "snapshot"
    (folder / "transfers").mkdir(parents=True, exist_ok=True)
    parts = []
    for name, which in (("before", "<"), ("last_day", ">=")):
        file = folder / "transfers" / f"{name}.parquet"
        if not file.exists():
            draft = file.with_suffix(".draft")
            where = f"epoch_us(occurred_at) {which} (SELECT epoch_us(as_of::TIMESTAMP) FROM shop)"
            facts.connection.execute(f"COPY (SELECT * FROM transfers WHERE {where} ORDER BY member, seq, n) TO '{str(draft).replace(chr(39), chr(39) * 2)}' (FORMAT parquet, COMPRESSION zstd)")
            draft.replace(file)
        (rows,) = facts.one(f"SELECT count(*) FROM read_parquet({quoted([file])})")
        parts.append(Part(f"transfers/{name}.parquet", rows, file.stat().st_size, f"{name} {rows}"))
    shutil.rmtree(folder / "points", ignore_errors=True)
    yield parts[:1], parts
    shutil.rmtree(folder / "points", ignore_errors=True)


def _reading(facts: SnapshotFacts, parts: list[Part]) -> SnapshotFacts:
    assert facts.manifest is not None
    folder = facts.store.parent / "snapshot"
    facts.connection.execute(f"CREATE OR REPLACE TEMP VIEW transfers AS SELECT * FROM read_parquet({quoted(folder / part.file for part in parts)})")
    return replace(facts, folder=folder, manifest=msgspec.structs.replace(facts.manifest, tables={"transfers": parts}))


_VISITS = """
    CREATE OR REPLACE TEMP VIEW visits AS
        SELECT member, day - (hash(member, day) % 3)::INTEGER AS day, (20 + hash(day, member) % 600)::BIGINT AS seconds, (1 + hash(member, day, 1) % 12)::BIGINT AS pages
        FROM purchase_days WHERE hash(member, day, 2) % 10 < 4;
    CREATE OR REPLACE TEMP TABLE behaviours AS
        SELECT number AS member, 900000000 + a AS seq, 'survey.answered' AS type, epoch_us(as_of::TIMESTAMP) - 86400000000 * (1 + hash(number, a) % 90)::BIGINT AS at_us,
               MAP {'survey_id': ['repurchase', 'cross', 'recommend', 'price'][a], 'score': (1 + hash(number, a, 1) % 7)::VARCHAR} AS fields
        FROM numbers CROSS JOIN range(1, 5) t(a) CROSS JOIN shop WHERE hash(number) % 50 = 0
        UNION ALL SELECT number, 900000009, 'complaint.made', epoch_us(as_of::TIMESTAMP) - 86400000000 * (hash(number, 9) % 300)::BIGINT, MAP {'order_id': ''} FROM numbers CROSS JOIN shop WHERE hash(number, 9) % 100 = 0"""
