"""Small order files, written the way shops write them."""

from pathlib import Path
from typing import Any

from regulars.connectors.orders_file import CheckedOrders, OrdersFile, check_orders
from regulars.connectors.orders_read import Order, read_orders
from regulars.kit.periods import MICROSECONDS

NOW_US = 1_600_000_000 * MICROSECONDS  # 2020-09-13 12:26:40 UTC
HEADER = "order_id,member,ordered_at,sku,quantity,amount\n"
GOOD = "1,alice,2017-01-01 11:53:26,milk,1,10.50\n"


def check(folder: Path, content: str | bytes | Path, **options: Any) -> CheckedOrders:
    """Write a CSV (or take a file) and check it. UTC and two-digit USD unless told otherwise."""
    file = content
    if not isinstance(content, Path):
        file = folder / f"orders-{len(list(folder.iterdir()))}.csv"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    scratch = folder / f"scratch-{len(list(folder.iterdir()))}"
    scratch.mkdir()
    return check_orders(OrdersFile(file, **{"currency": "USD", "digits": 2, "timezone": "UTC", "now_us": NOW_US, **options}), scratch)


def findings(folder: Path, content: str | bytes | Path, **options: Any) -> list[tuple[int, str]]:
    """(line, code) of every finding."""
    return [(finding.line, finding.code) for finding in check(folder, content, **options).findings()]


def orders(folder: Path, content: str | bytes | Path, **options: Any) -> list[Order]:
    return list(read_orders(check(folder, content, **options)))
