"""Rings of gifts of a running shop: real gifts through the ledger, a snapshot of them, the figure and its alerts; nobody who refuses profiling is in one."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from regulars.insight.asking.answers import answer
from regulars.insight.asking.models import Models
from regulars.insight.facts.of_snapshot import facts_of_snapshot
from regulars.insight.refreshing import refresh
from regulars.insight.snapshot.taking import take
from regulars.insight.watch.alerts import alerts
from regulars.journal.moving import Gift, Mover, run_mover
from regulars.journal.programs import apply_version, load_versions
from regulars.kit.periods import microseconds
from regulars.members.profiling import set_profiling
from tests.insight.running_shop import PROGRAMME, RunningShop

AT = datetime(2026, 3, 2, 20, tzinfo=UTC)
ROUND = [("ada", "bea", 80, "2026-02-20"), ("bea", "cy", 70, "2026-02-22"), ("cy", "ada", 70, "2026-02-25")]


@pytest.fixture
def shop(database: Any) -> RunningShop:
    made = RunningShop(database.dsn)
    with psycopg.connect(made.dsn, autocommit=True) as conn:
        apply_version(conn, PROGRAMME + "gifts: {}\n", by="test", at=datetime(2020, 1, 2, tzinfo=UTC))
        made.program = load_versions(conn).latest.program
    made.post(*[made.order(ref, "2026-02-01", ("tea", "90.00")) for ref in ("ada", "bea", "cy", "dan")])

    async def give(door: Mover) -> None:
        for n, (giver, receiver, points, day) in enumerate(ROUND):
            done = await door.give(Gift(giver, receiver, points, "points", "app", f"g{n}", microseconds(datetime.fromisoformat(f"{day}T12:00:00+00:00"))), microseconds(AT))
            assert done.state == "arrived"

    run_mover(made.dsn, give)
    made.wait_for_the_horizon()
    return made


def _rings(shop: RunningShop, folder: Path, place: Path) -> list[dict[str, Any]]:
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        take(conn, folder, at=AT)
    place.mkdir()
    with facts_of_snapshot(folder, place) as facts:
        rows = answer(Models(facts), "anomalies").document("en")["rows"]
    return [row for row in rows if "circle" in str(row["evidence"])]


def test_a_circle_is_told_of_at_the_member_whose_points_came_back(shop: RunningShop, tmp_path: Path) -> None:
    (row,) = _rings(shop, tmp_path / "snapshot", tmp_path / "facts")
    assert (row["day"], row["ref"], row["points"]) == ("2026-02-25", str(shop.number("ada")), 70)
    assert "70 points came back to whoever had sent them off, over a circle of 3 members; times within 6 days: 1" in row["evidence"]
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        refresh(conn, tmp_path / "snapshot", at=AT)
        (one,) = [one for one in alerts(conn) if any(each.code == "insight.anomalies.ring.round" for each in one.sentences)]
        assert (one.ref, one.day) == ("ada", date(2026, 2, 25)) and {(ref, type) for ref, _, type, _ in one.events} == {(ref, "points.received") for ref in ("ada", "bea", "cy")}
        assert "转了一圈" in "".join(one.words("zh-Hans")) and "轉了一圈" in "".join(one.words("zh-Hant"))
        set_profiling(conn, "cy", allowed=False, by="cy", at=AT)
        (one,) = [one for one in alerts(conn) if any(each.code == "insight.anomalies.ring.round" for each in one.sentences)]
        assert {ref for ref, *_ in one.events} == {"ada", "bea"}  # at once


def test_whoever_refuses_is_in_no_ring_and_in_no_file_and_comes_back_with_their_gifts(shop: RunningShop, tmp_path: Path) -> None:
    folder = tmp_path / "snapshot"
    assert len(_rings(shop, folder, tmp_path / "before")) == 1
    before = _gifts(folder)
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        set_profiling(conn, "bea", allowed=False, by="bea", at=AT)
    assert _rings(shop, folder, tmp_path / "refused") == []
    assert _gifts(folder) == {(shop.number("ada"), shop.number("cy"))}
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        set_profiling(conn, "bea", allowed=True, by="bea", at=AT)
    assert len(_rings(shop, folder, tmp_path / "again")) == 1
    assert _gifts(folder) == before and len(before) == 3


def _gifts(folder: Path) -> set[tuple[int, int]]:
    """(receiver, giver) of every file in the folder."""
    rows = [row for file in (folder / "gifts").glob("*.parquet") for row in duckdb.sql(f"SELECT member, giver FROM '{file}'").fetchall()]
    assert len(rows) == len(set(rows))
    return set(rows)
