"""The tables of ``facts/`` as Parquet: what Spark reads, and what a shop with a warehouse of its own may lay down itself."""

from pathlib import Path

from regulars.insight.facts import Facts

TABLES = {
    "lines": {
        "order_id": "VARCHAR", "member": "INT", "ordered_at": "TIMESTAMP", "day": "DATE", "sku": "VARCHAR", "quantity": "DECIMAL(18,3)", "amount": "BIGINT",
        "discount": "BIGINT", "category": "VARCHAR", "brand": "VARCHAR", "channel": "VARCHAR", "store": "VARCHAR",
    },
    "orders": {
        "order_id": "VARCHAR", "member": "INT", "ordered_at": "TIMESTAMP", "day": "DATE", "amount": "BIGINT", "discount": "BIGINT", "lines": "BIGINT",
        "channel": "VARCHAR", "store": "VARCHAR", "is_purchase": "BOOLEAN",
    },
    "purchase_days": {"member": "INT", "day": "DATE", "amount": "BIGINT", "orders": "BIGINT"},
    "members": {"member": "INT", "ref": "VARCHAR", "joined_on": "DATE"},
    "shop": {"as_of": "DATE", "first_day": "DATE", "last_day": "DATE", "currency": "VARCHAR", "exponent": "INT"},
}  # fmt: skip


def write_tables(facts: Facts, folder: Path) -> list[Path]:
    """``<table>.parquet`` for each of ``TABLES`` into ``folder`` (made if need be; older ones replaced). Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table, columns in TABLES.items():
        written.append(folder / f"{table}.parquet")
        place = str(written[-1]).replace("'", "''")
        chosen = ", ".join(f"{name}::{type} AS {name}" for name, type in columns.items())
        facts.connection.execute(f"COPY (SELECT {chosen} FROM {table}) TO '{place}' (FORMAT parquet, COMPRESSION zstd)")
    return written
