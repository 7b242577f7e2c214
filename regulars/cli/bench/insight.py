"""Insight: a made-up shop of a million members and 30 million orders, and how long each part of insight takes on it, with the most memory it had.

Each part is a process of its own that finds the tables made, in the system's cache, and the libraries loaded.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from regulars.cli.bench.machine import machine
from regulars.cli.language import spoken
from regulars.cli.output import tell
from regulars.kit.errors import Unavailable
from regulars.kit.phrases import say

PARTS = ("base", "sql", "journal_sql", "clv", "churn", "buy_again", "recommend", "liability", "anomalies", "groups", "visits", "review", "refresh", "keep")
MOST_MEMORY_MB, MOST_TIMES_BARE = 8_000, 1.2
# What must be met at a million members and 30 million orders on two cores: seconds, by what was added up.
GOALS = {"rfm_cohorts_kpi": 5.0, "clv_fits": 5.0, "clv_scoring": 2.0, "churn": 60.0, "buy_again": 60.0, "liability": 1.0}


def measure(folder: Path, *, members: int, orders: int, parts: list[str]) -> dict[str, Any]:
    """folder: empty, with room for 130 bytes an order; or one that a run before has filled. Raises Unavailable ``bench.part_failed``."""
    from regulars.cli.bench.made_shop import STORE, TRANSFERS, make_shop, opened_shop

    began = time.perf_counter()
    made = not (folder / STORE).exists()
    if made:
        make_shop(folder, members=members, orders=orders)
    making = time.perf_counter() - began
    with opened_shop(folder) as facts:
        for file in (STORE, TRANSFERS):
            _read_once(folder / file)
        counts = facts.one("SELECT (SELECT count(*) FROM members), (SELECT count(*) FROM orders), (SELECT count(*) FROM lines), (SELECT count(*) FROM transfers)")
    found = {part: _in_a_process(folder, part) for part in parts}
    goals = {name: round(seconds, 2) for name, seconds in _added_up(found).items()}
    peak = max(one["peak_mb"] for one in found.values())
    return {
        **dict(zip(("members", "orders", "lines", "transfers"), counts, strict=True)),
        "making_seconds": round(making, 1) if made else None,
        "seconds": goals,
        "goals": {name: GOALS[name] for name in goals},
        "peak_mb": peak,
        "most_times_bare": max((row["ratio"] for row in found.get("sql", {}).get("figures", ())), default=None),
        "parts": found,
        "machine": machine(),
    }


def _read_once(file: Path) -> None:
    """So that no part waits for the disk in another's place."""
    with file.open("rb") as opened:
        while opened.read(1 << 24):
            pass


def _in_a_process(folder: Path, part: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "regulars.cli.bench.insight_parts", str(folder), part]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unavailable("bench.part_failed", part=part, why=done.stderr[-600:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    told = ", ".join(f"{name} {seconds:g}" for name, seconds in sorted(found["seconds"].items(), key=lambda one: -one[1])[:6])
    tell(say("bench.part", {"part": part, "seconds": told, "peak_mb": found["peak_mb"]}, spoken()))
    return found


def _added_up(found: dict[str, dict[str, Any]]) -> dict[str, float]:
    """The goals' seconds. Scoring is that of the model that took longest: a shop uses one of them."""
    seconds = {part: one["seconds"] for part, one in found.items()}
    answer: dict[str, float] = {}
    if "base" in seconds:
        answer["rfm_cohorts_kpi"] = sum(seconds["base"].values())
    if "clv" in seconds:
        answer["clv_fits"] = sum(took for name, took in seconds["clv"].items() if name.startswith("fit_"))
        answer["clv_scoring"] = max(took for name, took in seconds["clv"].items() if name.startswith("score_"))
    if "churn" in seconds:
        answer["churn"] = seconds["churn"]["train_and_score"]
    if "buy_again" in seconds:
        answer["buy_again"] = sum(seconds["buy_again"].values())
    if "liability" in seconds:
        answer["liability"] = seconds["liability"]["triangle_a_day_later"] + seconds["liability"]["liability"]
    return answer
