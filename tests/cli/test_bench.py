"""The programme promises that `regulars bench` measures the real server, beside pgbench where something is written, and says what it found as one JSON document."""

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
    "next": ["--seconds", "1", "--rounds", "1", "--members", "100"],
}


@pytest.mark.parametrize("what", SMALL)
def test_each_bench_measures_the_real_thing(what: str, tmp_path: Path) -> None:
    environment = {**os.environ, "REGULARS_HOME": str(tmp_path / "never-touched")}
    command = [sys.executable, "-m", "regulars.cli.main", "bench", what, "--json", *SMALL[what]]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr[-2_000:]
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["per_second"] > 0
    if what != "next":
        assert found["ratio"] == pytest.approx(found["per_second"] / found["yardstick_per_second"], abs=0.02)
    assert (what not in ("live", "next")) or 0 < found["p50_ms"] <= found["p99_ms"]
    assert not (tmp_path / "never-touched").exists(), "the shop's own data is never measured with made-up orders"


def test_a_programme_is_filled_up_to_as_many_rules_as_asked() -> None:
    from importlib.resources import files

    from regulars.cli.bench.more_rules import with_rules
    from regulars.program.reading import require

    own = (files("regulars.demo") / "programs" / "grocer.yaml").read_text()
    few, many = require(own), require(with_rules(own, 40))
    assert (len(many.earn), many.earn[: len(few.earn)]) == (40, few.earn)
    assert many.returns == few.returns and require(with_rules(own, 0)) == few
