"""Next: what a till waits for when it asks what to show a member, over HTTP against the real server."""

import json
import random
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Any

from regulars.cli.bench.load import WARM_UP_S, framed
from regulars.cli.bench.machine import machine, told
from regulars.cli.bench.scratch import enrol, new_key, scratch_home, served
from regulars.cli.home import Home
from regulars.kit.errors import Unavailable

ITEMS, GOODS = 10, 5_000


def measure(folder: Path, *, seconds: float, rounds: int, members: int, connections: int) -> dict[str, Any]:
    """Raises Unavailable ``bench.*``: a figure counts only when every question was answered."""
    with scratch_home(folder) as home:
        refs, key = enrol(home, members), new_key(["insight:read"])
        _keep(home, members)
        with served(home) as port:
            _load(port, connections, 1, refs, key)
            rounds_told = []
            for number in range(rounds):
                rounds_told.append(_load(port, connections, seconds, refs, key, number))
                told("next", rounds_told[-1]["per_second"])
    return {
        "p50_ms": round(median(one["p50_ms"] for one in rounds_told), 1),
        "p99_ms": round(median(one["p99_ms"] for one in rounds_told), 1),
        "max_ms": round(max(one["max_ms"] for one in rounds_told), 1),
        "per_second": round(median(one["per_second"] for one in rounds_told)),
        "connections": connections,
        "members": members,
        "seconds": seconds,
        "rounds": [{"per_second": round(one["per_second"]), "p99_ms": round(one["p99_ms"], 1)} for one in rounds_told],
        "answered": sum(one["answered"] for one in rounds_told),
        "machine": machine(),
    }


def _keep(home: Home, members: int) -> None:
    """A refresh as a job keeps one, of goods and members nobody has: the till reads rows of the size it would."""
    import psycopg

    from regulars.insight.store.shapes import Item, Told
    from regulars.insight.store.writing import Results, Row, keep

    choose = random.Random(1)

    def items() -> list[Item]:
        return [Item(f"sku-{choose.randrange(GOODS)}", "insight.recommend.bought_often", {"times": 3, "baskets": 9}) for _ in range(ITEMS)]

    with psycopg.connect(home.dsn, autocommit=True) as conn:
        numbers = [number for (number,) in conn.execute("SELECT DISTINCT member_id FROM member_ref")]
        rows = (Row(number, 2, 2, 1, 2, Told("high", 0.4, 12_300, 45_600, (3, 3, 3), 12, 6, 90_000, 14.0, "B", ["drifted_away"], items(), items())) for number in numbers)
        keep(conn, Results(date(2026, 1, 31), 1, {"currency": "CNY", "exponent": 2, "horizon_days": 49, "clv_days": 365, "popular": items()}, {}, rows), at=datetime.now(UTC))
        conn.execute("ANALYZE insight_member")


def _load(port: int, connections: int, seconds: float, refs: list[str], key: str, seed: int = 0) -> dict[str, Any]:
    choose = random.Random(seed)
    head = f"/next HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {key}\r\n\r\n"
    many = round(6_000 * (seconds + WARM_UP_S))
    prepared = b"".join(framed(f"GET /v1/insight/members/{choose.choice(refs)}{head}".encode()) for _ in range(many))
    command = [sys.executable, "-m", "regulars.cli.bench.load", str(port), str(connections), str(seconds)]
    done = subprocess.run(command, input=prepared, capture_output=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    good, sent = figures["statuses"].get("200", 0), figures["answered"]
    if good < sent or not sent:
        raise Unavailable("bench.not_all_answered", good=good, sent=sent, first=figures["first_other"])
    return figures
