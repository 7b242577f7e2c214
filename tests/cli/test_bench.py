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
    "watch": ["--seconds", "1", "--rounds", "1", "--members", "200", "--connections", "8"],
}


@pytest.mark.parametrize("what", SMALL)
def test_each_bench_measures_the_real_thing(what: str, tmp_path: Path) -> None:
    environment = {**os.environ, "REGULARS_HOME": str(tmp_path / "never-touched")}
    command = [sys.executable, "-m", "regulars.cli.main", "bench", what, "--json", *SMALL[what]]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr[-2_000:]
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["per_second"] > 0
    if what == "watch":
        assert found["looked_per_second"] > 0 and found["ratio"] == pytest.approx(found["per_second"] / found["off_per_second"], abs=0.02)
    elif what != "next":
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


def test_the_bench_of_insight_times_every_part_and_says_what_memory_it_took(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regulars.cli.bench.insight_parts.ROUNDS", 1)
    from regulars.cli.bench.insight import GOALS, PARTS, measure
    from regulars.cli.bench.insight_parts import PARTS as WORK
    from regulars.cli.bench.made_shop import opened_shop

    found = measure(tmp_path, members=500, orders=12_000, parts=["base"])
    assert found["members"] == 500 and abs(found["orders"] - 12_000) < 600 and found["lines"] > found["orders"] < found["transfers"]
    assert found["seconds"]["rfm_cohorts_kpi"] > 0 and found["goals"] == {"rfm_cohorts_kpi": GOALS["rfm_cohorts_kpi"]}
    assert found["peak_mb"] == found["parts"]["base"]["peak_mb"] > 50 and set(WORK) == set(PARTS)
    with opened_shop(tmp_path) as facts:
        told = {part: WORK[part](facts) for part in ("sql", "journal_sql", "buy_again", "recommend", "liability", "anomalies")}
    assert {row["name"] for row in told["sql"]["figures"]} >= {"kpi", "cohorts", "rfm"}
    assert told["liability"]["seconds"]["triangle_a_day_later"] > 0
    recall = told["recommend"]["recall_at_10"]
    assert recall["buy_again: decayed"] > recall["buy_again: popularity"], "members have favourites"


def test_transfers_counted_a_few_at_a_time_are_those_counted_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from regulars.cli.bench.made_shop import make_shop, opened_shop
    from regulars.insight.asking.models import Models
    from regulars.insight.asking.transfers import counted_points

    make_shop(tmp_path, members=60, orders=900)
    with opened_shop(tmp_path) as facts:
        whole = counted_points(Models(facts))
        monkeypatch.setattr("regulars.insight.asking.transfer_rows.ROWS_AT_ONCE", 100)
        parts = counted_points(Models(facts))
        issued, redeemed = facts.one("SELECT sum(points) FILTER (source = 'issued'), sum(points) FILTER (target = 'redeemed') FROM transfers")
    assert parts.months == whole.months and (parts.increments.cells == whole.increments.cells).all()
    assert {name: sums.tolist() for name, sums in parts.changes.items()} == {name: sums.tolist() for name, sums in whole.changes.items()}
    assert whole.increments.issued.sum() == issued and whole.increments.cells.sum() == redeemed > 0
