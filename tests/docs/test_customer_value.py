"""The tables of docs/algorithms/insight/customer-value.md are what the models give."""

from pathlib import Path

import pytest
from insight.cdnow import HOLDOUT_DAYS, calibration, holdout

from regulars.insight.clv.judging import judge
from regulars.insight.clv.study_part import MODELS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "algorithms" / "insight" / "customer-value.md").read_text(encoding="utf-8").splitlines()
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE if line.startswith("| ")]
NAMED = {model.name: model for model in MODELS.values()}
BY_HAND = [row for row in ROWS if len(row) == 8 and row[0] in NAMED]
HOLDOUT = [row for row in ROWS if len(row) == 5 and (row[0] in NAMED or row[0] == "same rate")]


def digits(cell: str) -> float:
    return 0.5000001 * 10.0 ** -len(cell.rstrip(" %").partition(".")[2])


def test_both_tables_are_found() -> None:
    assert (len(BY_HAND), len(HOLDOUT)) == (7, 5)


@pytest.mark.parametrize("row", BY_HAND, ids=lambda row: f"{row[0]}-x{row[2]}")
def test_what_is_worked_out_by_hand(row) -> None:
    model = NAMED[row[0]](*map(float, row[1].split(",")))
    x, tx, T = map(float, row[2:5])
    for cell, value in zip(row[5:], (model.p_alive(x, tx, T), model.buys_within(x, tx, T, 39), model.expected(x, tx, T, 39)), strict=True):
        assert value == pytest.approx([float(cell)], abs=digits(cell))


@pytest.mark.parametrize("row", HOLDOUT, ids=lambda row: row[0])
def test_how_well_it_foresees(row) -> None:
    model = NAMED.get(row[0], MODELS["nbd"])
    found = judge(calibration(), model.of(model.fit(calibration().rows)), holdout(), HOLDOUT_DAYS)
    one = found.accuracy if row[0] in NAMED else found.same_rate
    said = [one.mae, one.rmse, one.correlation, one.bias * 100]
    for cell, value in zip(row[1:], said, strict=True):
        assert value == pytest.approx(float(cell.replace("−", "-").rstrip(" %")), abs=digits(cell))
