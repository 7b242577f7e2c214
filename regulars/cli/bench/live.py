"""Live: orders over HTTP against the real server, in turn with the yardstick."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

from regulars.cli.bench.baskets import Basket, order_data, some_baskets
from regulars.cli.bench.load import WARM_UP_S, framed
from regulars.cli.bench.machine import machine, told
from regulars.cli.bench.scratch import enrol, new_key, scratch_home, served
from regulars.cli.bench.yardstick import Yardstick
from regulars.kit.errors import Unavailable

BASKETS = 20_000


def measure(folder: Path, *, seconds: float, rounds: int, members: int, connections: int, rules: int = 0) -> dict[str, Any]:
    """Raises Unavailable ``bench.*``: a figure counts only when every order was written."""
    with scratch_home(folder, rules) as home:
        refs, baskets, key = enrol(home, members), some_baskets(BASKETS), new_key()
        numbers = count(1)
        with served(home) as port:
            orders = requests(refs, baskets, key, numbers)
            load(port, connections, 2, orders, 3_000)  # warms caches on both sides and shows the yardstick what is typical
            yardstick = Yardstick(home)
            yard, live = [], []
            for _ in range(rounds):
                yard.append(told("pgbench", yardstick.per_second(seconds)))
                live.append(load(port, connections, seconds, orders, 12_000))
                told("live", live[-1]["per_second"])
    per_second, yard_per_second = median(one["per_second"] for one in live), median(yard)
    return {
        "ratio": round(per_second / yard_per_second, 2),
        "per_second": round(per_second),
        "yardstick_per_second": round(yard_per_second),
        "p50_ms": round(median(one["p50_ms"] for one in live), 1),
        "p99_ms": round(median(one["p99_ms"] for one in live), 1),
        "max_ms": round(max(one["max_ms"] for one in live), 1),
        "connections": connections,
        "members": members,
        "rules": rules or "the grocer's",
        "seconds": seconds,
        "rounds": [
            {"per_second": round(one["per_second"]), "yardstick_per_second": round(beside), "p99_ms": round(one["p99_ms"], 1)}
            for one, beside in zip(live, yard, strict=True)
        ],
        "orders_written": sum(one["answered"] for one in live),
        "typical_bytes": yardstick.bytes_written,
        "machine": machine(),
    }


def load(port: int, connections: int, seconds: float, orders: Iterator[bytes], per_second: int) -> dict[str, Any]:
    prepared = b"".join(framed(next(orders)) for _ in range(round(per_second * (seconds + WARM_UP_S))))
    command = [sys.executable, "-m", "regulars.cli.bench.load", str(port), str(connections), str(seconds)]
    done = subprocess.run(command, input=prepared, capture_output=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    good, sent = figures["statuses"].get("201", 0), figures["answered"]
    if good < sent or not sent:
        raise Unavailable("bench.not_all_written", good=good, sent=sent, first=figures["first_other"])
    return figures


def requests(refs: list[str], baskets: list[Basket], key: str, numbers: Iterator[int]) -> Iterator[bytes]:
    """One order each: a member at random, the next real basket, paid just now."""
    choose = random.Random(1)
    while True:
        at = datetime.fromtimestamp(time.time(), UTC).isoformat()
        for basket in baskets[:1_000]:
            number = f"o{next(numbers)}"
            envelope = (
                f'{{"specversion":"1.0","id":"{number}","source":"till","type":"order.paid","subject":"{choose.choice(refs)}","time":"{at}","data":'
            ).encode()
            body = envelope + order_data(basket, number) + b"}"
            head = (
                "POST /v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/cloudevents+json\r\n"
                f"authorization: Bearer {key}\r\ncontent-length: {len(body)}\r\n\r\n"
            )
            yield head.encode() + body
        baskets = baskets[1_000:] + baskets[:1_000]
