"""The first evening's figures: the orders beside the tutorial, mended as it says, under the three programmes."""

import re
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from regulars.backtest.report import report_of
from regulars.backtest.running import run_backtest
from regulars.connectors.orders_file import CheckedOrders, OrdersFile, check_orders
from regulars.connectors.orders_read import open_share
from regulars.kit.money import text_of
from regulars.kit.periods import calendar_of, microseconds
from regulars.program.reading import require

HOME = Path(__file__).resolve().parents[2]
EVENING = HOME / "docs" / "tutorial"
PAGE = (EVENING / "first-evening.md").read_text(encoding="utf-8")
THAT_EVENING = microseconds(datetime(2026, 11, 23, tzinfo=UTC))
MENDED = {148: ("$48.77", "48.77"), 612: ("20.04.2026", "2026-04-20"), 1034: (",0,11.99", ",4,11.99")}
COLUMNS = ["grocer", "cashback", "visits"]


def _checked(path: Path, folder: Path) -> CheckedOrders:
    file = OrdersFile(path=path, currency="USD", digits=2, timezone="America/New_York", now_us=THAT_EVENING)
    folder.mkdir()
    return check_orders(file, folder)


@pytest.fixture
def mended(tmp_path: Path) -> CheckedOrders:
    lines = (EVENING / "orders.csv").read_text().splitlines()
    for number, (wrong, right) in MENDED.items():
        assert wrong in lines[number - 1]
        lines[number - 1] = lines[number - 1].replace(wrong, right)
    path = tmp_path / "orders.csv"
    path.write_text("\n".join(lines) + "\n")
    return _checked(path, tmp_path / "scratch")


def test_the_file_has_the_findings_the_evening_shows(tmp_path: Path) -> None:
    findings = list(_checked(EVENING / "orders.csv", tmp_path / "scratch").findings())
    assert {f"line {one.line}: {one.sentence('en')} [{one.code}]" for one in findings} <= set(PAGE.splitlines())
    assert [one.line for one in findings] == list(MENDED)


@pytest.mark.parametrize("name", COLUMNS)
def test_each_programme_costs_what_the_evening_says(name: str, mended: CheckedOrders) -> None:
    document = (HOME / "regulars" / "demo" / "programs" / f"{name}.yaml").read_text(encoding="utf-8")
    program = require(document)
    calendar = calendar_of(program.timezone)
    until_us = calendar.start_of(calendar.day_of(mended.last_us) + 1) - 1
    report = report_of(run_backtest(document, partial(open_share, mended, until_us), until_us=until_us, processes=1))
    assert (report["orders"], report["sales"], report["members"]) == (366, "27891.63", 12)
    wallet = program.wallets[0]
    said = _table_column(name)
    assert said["given"] == text_of(report["points"][wallet.id]["issued"], wallet.scale)
    assert said["lapsed within the year"] == text_of(report["points"][wallet.id]["expired"], wallet.scale)
    assert said["worth"] == report["cost"][wallet.id]["issued"]
    assert said["share of sales"] == f"{float(report['cost'][wallet.id]['issued_share_of_sales']):.3%}".removesuffix(
        "%"
    )


def _table_column(name: str) -> dict[str, Any]:
    """A column of the page's table of three: what it is about -> the first number of the cell, without separators."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("|")]
    numbers = ((row[0], re.match(r"[\d,.]+", row[1 + COLUMNS.index(name)])) for row in rows)
    return {about: number[0].replace(",", "") for about, number in numbers if number}
