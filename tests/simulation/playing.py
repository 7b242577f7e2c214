"""Seeds played one after the other, all in one database that is swept in between; a failing one is named with the command that plays it again."""

import asyncio
import os
import time
from collections import Counter
from typing import Any

import psycopg

from regulars.journal.seal.sealing import Sealer
from regulars.journal.seal.status import seal_status
from regulars.journal.verify import verify
from simulation.comparing import compare
from simulation.ground import Ground
from simulation.simulator import Run, Simulator

LONG = os.environ.get("REGULARS_FAULTS") == "long"
SEEDS, EVENTS = (20_000 if LONG else 300), 200
ASKED = os.environ.get("REGULARS_SEED", "")  # one, such as 42, or some, such as 300-999
TRIED = ("sent again", "duplicates", "late", "jumps", "ahead", "cut_before", "cut_after", "dies_before", "dies_after")  # none of these may be 0 in a whole run


def seeds_of(part: int, parts: int) -> list[int]:
    first, _, last = (ASKED or f"0-{SEEDS - 1}").partition("-")
    return list(range(int(first) + part, int(last or first) + 1, parts))


async def play(seed: int, ground: Ground) -> Run:
    """Play a seed and compare; AssertionError names it."""
    try:
        run = await Simulator(seed, ground, EVENTS).play()
        compare(ground.conn, run)
        if LONG or ASKED or seed % 3 == 0:
            _seal(ground.conn)
            report = verify(ground.conn)
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


def play_all(part: int, parts: int, database: Any) -> dict[str, Any]:
    """Every seed of this part; what happened in all of them."""
    return asyncio.run(_play_all(seeds_of(part, parts), Ground(database)))


async def _play_all(seeds: list[int], ground: Ground) -> dict[str, Any]:
    sums: Counter[str] = Counter()
    with ground.connections.in_place():
        for seed in seeds:
            run = await play(seed, ground)
            ground.sweep()
            sums.update({"seeds": 1, "letters": len(run.letters), "sent again": run.lost_replies, "duplicates": run.duplicates, "late": run.late, "jumps": run.jumps, "ahead": run.ahead, **run.struck})
    await ground.close()
    return dict(sums)
