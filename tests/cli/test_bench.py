"""The programme promises that `regulars bench` measures the real server beside pgbench, and says what it found as one JSON document."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SMALL = {
    "live": ["--seconds", "1", "--rounds", "1", "--members", "200", "--connections", "8"],
    "bulk": ["--seconds", "1", "--rounds", "1", "--orders", "1000"],
    "clock": ["--seconds", "1", "--rounds", "1", "--members", "200"],
}


@pytest.mark.parametrize("what", SMALL)
def test_each_bench_gives_a_ratio_to_pgbench(what: str, tmp_path: Path) -> None:
    environment = {**os.environ, "REGULARS_HOME": str(tmp_path / "never-touched")}
    command = [sys.executable, "-m", "regulars.cli.main", "bench", what, "--json", *SMALL[what]]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr[-2_000:]
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["per_second"] > 0 and found["yardstick_per_second"] > 0
    assert found["ratio"] == pytest.approx(found["per_second"] / found["yardstick_per_second"], abs=0.02)
    assert (what != "live") or 0 < found["p50_ms"] <= found["p99_ms"]
    assert not (tmp_path / "never-touched").exists(), "the shop's own data is never measured with made-up orders"
