"""The programme promises that insight is worked out anew every night, once, and when somebody asks."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from regulars.insight import store
from regulars.insight.store.writing import REFRESH_LOCK
from regulars.jobs.insight import refresh
from tests.insight.running_shop import RunningShop

NIGHT = datetime(2026, 3, 1, 3, 37, tzinfo=UTC)  # 04:37 in Berlin


def test_the_night_takes_a_snapshot_and_refreshes(database: Any, tmp_path: Path) -> None:
    assert not refresh(database.dsn, tmp_path / "none", NIGHT), "no programme yet"
    shop = RunningShop(database.dsn)
    shop.post(shop.order("alice", "2026-01-05", ("milk", "4.00")))
    assert not refresh(shop.dsn, tmp_path / "snapshot", NIGHT.replace(hour=12), at_night=True)
    assert not (tmp_path / "snapshot").exists()
    assert refresh(shop.dsn, tmp_path / "snapshot", NIGHT, at_night=True)
    assert refresh(shop.dsn, tmp_path / "snapshot", NIGHT.replace(hour=12)), "asked for"
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        assert store.figure(conn, "kpi")["rows"][0]["members"] == 1
        conn.execute("SELECT pg_advisory_lock(%s)", (REFRESH_LOCK,))
        assert not refresh(shop.dsn, tmp_path / "snapshot", NIGHT, at_night=True), "another is at it"
