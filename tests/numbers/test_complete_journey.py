"""The demo's data, read and put through the engine, gives the figures an independent query of the raw files gives."""

import duckdb
import pytest

from regulars.backtest.replaying import replay_members
from regulars.backtest.sums import Sums
from regulars.demo.baskets import baskets
from regulars.demo.dataset import BASKETS, HOUSEHOLDS, LINES, data_folder, open_dataset
from regulars.engine.compiling import compile_program
from regulars.kit.periods import calendar_of
from regulars.program.reading import require

# One point for every whole dollar of a basket, nothing else.
A_POINT_A_DOLLAR = """
program: plain
currency: {code: USD, minor_digits: 2}
timezone: America/New_York
wallets:
  points: {kind: spendable, expire: never}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1, of: net_amount, whole: true}}
"""
POINTS = 4_519_934  # sum over baskets of floor(sum of sales_value): DuckDB over the raw Parquet, and by pandas elsewhere


@pytest.fixture(scope="module")
def replayed():
    versions, sums = compile_program(require(A_POINT_A_DOLLAR)), Sums()
    until_us = calendar_of("America/New_York").start_of(737_000)
    with open_dataset() as data:
        ends = list(replay_members(versions, ((ref, event) for ref, event, _ in baskets(data, 0)), until_us, sums))
    return sums, {end.member: end for end in ends}


def test_a_point_for_every_whole_dollar_of_a_basket_gives_4_519_934(replayed):
    sums, ends = replayed
    assert sum(end.active for end in ends.values()) == POINTS == sums.by_rule["points", "base"]
    assert (len(ends), sums.orders, sums.lines) == (HOUSEHOLDS, BASKETS, LINES)


def test_every_household_has_the_points_of_a_query_over_the_raw_files(replayed):
    raw = duckdb.connect().execute(f"""
        SELECT household_id::VARCHAR, sum(cents // 100)::BIGINT FROM (
            SELECT household_id, basket_id, sum(sales_value::DECIMAL(12,2) * 100)::BIGINT AS cents
            FROM '{data_folder() / "transactions.parquet"}' GROUP BY 1, 2) GROUP BY 1""")
    assert dict(raw.fetchall()) == {ref: end.active for ref, end in replayed[1].items()}
