"""Bulk: a real order file through ``regulars import orders``, in turn with the yardstick.

The figure is the import's own (checked orders into the journal); ``command_per_second`` has everything in it, from starting Python on.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from regulars.cli.bench.machine import machine, told
from regulars.cli.bench.scratch import scratch_home
from regulars.cli.bench.yardstick import Yardstick
from regulars.cli.home import Home
from regulars.demo.dataset import open_dataset
from regulars.kit.errors import Unavailable

WARM_UP_ORDERS = 2_000

_ORDERS = """
COPY (
    WITH chosen AS (SELECT household_id, basket_id FROM lines GROUP BY ALL ORDER BY household_id, min(at_us) LIMIT {orders})
    SELECT '{mark}' || basket_id AS order_id, '{mark}' || household_id AS member, make_timestamptz(at_us) AS ordered_at, product_id::VARCHAR AS sku,
           quantity / 1000 AS quantity, (amount / 100)::DECIMAL(12, 2) AS amount, (discount / 100)::DECIMAL(12, 2) AS discount,
           category, brand, store_id::VARCHAR AS store
      FROM lines JOIN chosen USING (household_id, basket_id) ORDER BY household_id, at_us, basket_id
) TO '{file}' (FORMAT parquet)
"""


def measure(folder: Path, *, orders: int, seconds: float, rounds: int) -> dict[str, Any]:
    """Every round brings the same baskets in under other members, so that nothing is known already. Raises Unavailable ``bench.*``."""
    with scratch_home(folder) as home:
        _import(home, "warm", WARM_UP_ORDERS)
        yardstick = Yardstick(home)
        yard, bulk = [], []
        for number in range(rounds):
            yard.append(told("pgbench", yardstick.per_second(seconds)))
            bulk.append(_import(home, f"r{number}-", orders))
            told("import", bulk[-1]["orders_per_second"])
    per_second, yard_per_second = median(one["orders_per_second"] for one in bulk), median(yard)
    return {
        "ratio": round(per_second / yard_per_second, 2),
        "per_second": round(per_second),
        "yardstick_per_second": round(yard_per_second),
        "command_per_second": round(median(one["command_per_second"] for one in bulk)),
        "orders": orders,
        "rounds": [
            {"per_second": round(one["orders_per_second"]), "yardstick_per_second": round(beside)}
            for one, beside in zip(bulk, yard, strict=True)
        ],
        "typical_bytes": yardstick.bytes_written,
        "machine": machine(),
    }


def _import(home: Home, mark: str, orders: int) -> dict[str, Any]:
    file = home.folder / f"{mark}.parquet"
    with open_dataset() as data:
        data.execute(_ORDERS.format(mark=mark, orders=orders, file=file))
    started = time.perf_counter()
    command = [sys.executable, "-m", "regulars.cli.main", "import", "orders", str(file), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    took = time.perf_counter() - started
    if done.returncode:
        raise Unavailable("bench.not_all_written", good=0, sent=orders, first=(done.stderr or done.stdout)[-600:])
    report: dict[str, Any] = json.loads(done.stdout)
    if report["created"] != orders:
        raise Unavailable("bench.not_all_written", good=report["created"], sent=orders, first=str(report["problems"][:1]))
    return report | {"command_per_second": orders / took}
