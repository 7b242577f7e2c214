"""Seeds played one by one, each in a database of its own; a failing one is named with the command that plays it again."""

import asyncio
import os
import time
from collections import Counter
from contextlib import AbstractContextManager
from typing import Any

import psycopg

from regulars.journal.seal.sealing import Sealer
from regulars.journal.seal.status import seal_status
from regulars.journal.verify import verify
from simulation.comparing import compare
from simulation.simulator import Run, Simulator

LONG = os.environ.get("REGULARS_FAULTS") == "long"
SEEDS, EVENTS = (20_000 if LONG else 60), 200  # a seed costs about half a second of one core, and PostgreSQL as much
ONE = os.environ.get("REGULARS_SEED")


def seeds_of(part: int, parts: int) -> list[int]:
    return ([int(ONE)] if part == 0 else []) if ONE else list(range(part, SEEDS, parts))


def play(seed: int, clone: Any) -> Run:
    """Play a seed and compare; AssertionError names it."""
    try:
        run = asyncio.run(Simulator(seed, clone.dsn, EVENTS).play())
        with psycopg.connect(clone.dsn, autocommit=True) as conn:
            compare(conn, run)
            _seal(conn)
            report = verify(conn)
            assert report.is_sound, [finding for checked in report.checks for finding in checked.findings]
        return run
    except Exception as error:
        raise AssertionError(f"seed {seed} failed; again: REGULARS_SEED={seed} .venv/bin/python -m pytest tests/simulation/test_simulator.py") from error


def _seal(conn: psycopg.Connection[Any]) -> None:
    sealer = Sealer(lambda: time.time_ns() // 1_000, 10_000)
    for _ in range(600):
        sealer.seal(conn)
        if not seal_status(conn).waiting:
            return
        time.sleep(0.02)
    raise AssertionError("something stays unsealed")


def play_all(part: int, parts: int, cloned: Any) -> dict[str, Any]:
    """Every seed of this part; what happened in all of them."""
    sums: Counter[str] = Counter()
    for seed in seeds_of(part, parts):
        clone: AbstractContextManager[Any] = cloned()
        with clone as database:
            run = play(seed, database)
        sums.update({"seeds": 1, "letters": len(run.letters), "sent again": run.lost_replies, "duplicates": run.duplicates, "late": run.late, **run.struck})
    return dict(sums)
