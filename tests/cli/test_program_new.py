"""The command promises a document that can be back-tested as it is printed, and that gives back a share a shop can afford."""

import json
from pathlib import Path

import pytest

from regulars.cli.main import _run

TUTORIAL = Path(__file__).parents[2] / "docs/tutorial/orders.csv"
BAD_LINES = (148, 612, 1034)  # the tutorial mends them


def new(kind: str, receipt: str = "75") -> int:
    return _run(["--lang", "en", "program", "new", kind, "--name", "Corner", "--currency", "USD", "--timezone", "America/New_York", "--receipt", receipt])


@pytest.mark.parametrize(("kind", "least", "most"), [("shop", 0.012, 0.014), ("hotel", 0.02, 0.027), ("cafe", 0.025, 0.03), ("blank", 0.0099, 0.01)])
def test_what_is_printed_plays_over_a_year_of_orders(kind: str, least: float, most: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = TUTORIAL.read_text().splitlines()
    bad = {rows[line - 1].split(",")[0] for line in BAD_LINES}
    (orders := tmp_path / "orders.csv").write_text("\n".join(row for row in rows if row.split(",")[0] not in bad))
    assert new(kind) == 0
    (programme := tmp_path / "programme.yaml").write_text(capsys.readouterr().out, encoding="utf-8")
    assert _run(["--lang", "en", "program", "check", str(programme)]) == 0
    assert "0 errors, 0 warnings" in "".join(capsys.readouterr())
    assert _run(["--lang", "en", "backtest", str(programme), str(orders), "--processes", "1", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["refused"] == 0 and report["orders"] > 360
    assert least < float(report["cost"]["points"]["issued_share_of_sales"]) < most


def test_a_kind_nobody_knows_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert new("spaceship") == 2
    assert "there is no template “spaceship”; there are shop, hotel, cafe, blank" in capsys.readouterr().err
