"""The worker seals what happened within seconds, by itself, and goes on when the database was away."""

import time
from datetime import UTC, datetime
from typing import Any

import psycopg
from journal.conftest import PROGRAMME, Shop

from regulars.jobs.sealing import Sealing
from regulars.journal.programs import apply_version
from regulars.journal.seal.checking import check_seals
from regulars.journal.seal.status import seal_status


def _wait_until_sealed(conn: psycopg.Connection[Any], rows: int) -> None:
    deadline = time.monotonic() + 60
    while seal_status(conn).rows < rows:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_worker_seals_within_seconds_and_survives_a_lost_connection(database: Any) -> None:
    sealing = Sealing(database.dsn, every_s=0.05)
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        shop = Shop(database.dsn, database.owner_dsn, conn)
        sealing.start()  # before there is a programme
        try:
            apply_version(conn, PROGRAMME, by="lead", at=datetime(2026, 1, 1, tzinfo=UTC))
            shop.post(shop.joins("alice"))
            _wait_until_sealed(conn, 2)
            conn.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()")
            shop.post(shop.joins("bea"))
            _wait_until_sealed(conn, 3)
        finally:
            sealing.close()
        assert list(check_seals(conn)) == []
