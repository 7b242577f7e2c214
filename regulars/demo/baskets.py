"""The shop's baskets as orders, on dates moved forward by whole weeks."""

from collections.abc import Iterator
from functools import lru_cache

import duckdb

from regulars.connectors.local_time import local_days, offset_changes
from regulars.connectors.orders_read import Order, orders_of_rows
from regulars.demo.dataset import CURRENCY, DIGITS, TIMEZONE
from regulars.kit.periods import MICROSECONDS, calendar_of

SOURCE = "till"
WEEK_US = 7 * 86_400 * MICROSECONDS


def first_and_last(data: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """The first and the last basket's instants as the data has them."""
    first_us, last_us = data.execute("SELECT min(at_us), max(at_us) FROM lines").fetchall()[0]
    return first_us, last_us


def weeks_forward(last_us: int, now_us: int) -> int:
    """How many whole weeks bring the last basket as near to yesterday as they can, and not past it."""
    day_of = calendar_of(TIMEZONE).day_of
    return (day_of(now_us) - 1 - day_of(last_us)) // 7


def weeks_between(from_us: int, to_us: int) -> int:
    """By how many whole weeks a basket was moved, told from its two instants."""
    day_of = calendar_of(TIMEZONE).day_of
    return (day_of(to_us) - day_of(from_us)) // 7


def baskets(data: duckdb.DuckDBPyConnection, weeks: int) -> Iterator[Order]:
    """Every basket, household by household (by number), each in order of time."""
    _move(data, weeks)
    rows = data.sql("""
        SELECT household_id::VARCHAR AS member, basket_id::VARCHAR AS order_id, m.at_us AS at_us, m.size AS size, 'store' AS channel, store_id::VARCHAR AS store, '' AS partner,
               product_id::VARCHAR AS sku, quantity, amount, discount, category, brand
        FROM lines JOIN moved m USING (household_id, basket_id) ORDER BY household_id, m.at_us, order_id, row""")
    return orders_of_rows(rows.to_arrow_reader(50_000), currency=CURRENCY, digits=DIGITS, source=SOURCE)


def _move(data: duckdb.DuckDBPyConnection, weeks: int) -> None:
    """The table ``moved``: each basket's instant, later by whole weeks on the shop's clock, and how many lines it has."""
    offset = "CASE " + " ".join(f"WHEN at_us >= {at} THEN {after}" for at, _, after in reversed(_changes())) + f" ELSE {_changes()[0][1]} END"
    data.register("local_days", local_days(TIMEZONE))
    data.execute(f"""
        CREATE OR REPLACE TEMP TABLE moved AS
        WITH walls AS (
            SELECT household_id, basket_id, min(at_us + {offset}) + {weeks * WEEK_US} AS local_us, count(*) AS size FROM lines GROUP BY 1, 2
        )
        SELECT household_id, basket_id, size, local_us - CASE WHEN local_us < threshold_us THEN before_us ELSE after_us END AS at_us
        FROM walls JOIN local_days ON day = local_us // {86_400 * MICROSECONDS}""")


@lru_cache(maxsize=1)
def _changes() -> list[tuple[int, int, int]]:
    return offset_changes(TIMEZONE)
