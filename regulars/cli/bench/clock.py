"""Clock: a night on which every member's points lapse, in turn with the yardstick."""

import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from regulars.cli.bench.baskets import Basket, order_data, some_baskets
from regulars.cli.bench.machine import machine, told
from regulars.cli.bench.scratch import scratch_home
from regulars.cli.bench.yardstick import Yardstick
from regulars.cli.home import Home
from regulars.engine.compiled import Versions
from regulars.engine.event_names import ORDER_PAID
from regulars.engine.events import Event
from regulars.engine.reading import read_data
from regulars.journal.bulk import post_all
from regulars.journal.clock import advance_due
from regulars.journal.posting import Posting
from regulars.journal.programs import load_versions
from regulars.kit.errors import Unavailable

DAY_US = 86_400_000_000
MONTHS_AGO_US = 420 * DAY_US  # points live a year and to the end of the month


def measure(folder: Path, *, seconds: float, rounds: int, members: int) -> dict[str, Any]:
    """Every round has members of its own: two baskets fourteen months ago, nothing since. Raises Unavailable ``bench.*``."""
    with scratch_home(folder) as home, psycopg.connect(home.dsn, autocommit=True) as conn:
        versions, baskets = load_versions(conn), some_baskets(1_000)
        _join(home, versions, baskets, "warm", 500)
        advance_due(conn, versions, time.time_ns() // 1_000)
        yardstick = Yardstick(home)
        yard, clock, events = [], [], 0
        for number in range(rounds):
            _join(home, versions, baskets, f"r{number}", members)
            yard.append(told("pgbench", yardstick.per_second(seconds)))
            started = time.perf_counter()
            done = advance_due(conn, versions, time.time_ns() // 1_000)
            clock.append(told("clock", members / (time.perf_counter() - started)))
            events += done.events
            if done.members < members or done.left:
                raise Unavailable("bench.not_all_written", good=done.members - done.left, sent=members, first="clock")
    per_second, yard_per_second = median(clock), median(yard)
    return {
        "ratio": round(per_second / yard_per_second, 2),
        "per_second": round(per_second),
        "yardstick_per_second": round(yard_per_second),
        "million_minutes": round(1_000_000 / per_second / 60, 1),
        "members": members,
        "events_per_member": round(events / members / rounds, 2),
        "rounds": [
            {"per_second": round(one), "yardstick_per_second": round(beside)} for one, beside in zip(clock, yard, strict=True)
        ],
        "machine": machine(),
    }


def _join(home: Home, versions: Versions, baskets: list[Basket], mark: str, members: int) -> None:
    posted = post_all(home.dsn, chain.from_iterable(_two_orders(versions, baskets, f"{mark}-{n}", n) for n in range(members)))
    if posted.created != 2 * members:
        raise Unavailable("bench.not_all_written", good=posted.created, sent=2 * members, first=str(posted.problems[:1]))


def _two_orders(versions: Versions, baskets: list[Basket], ref: str, n: int) -> Iterator[Posting]:
    now_us = time.time_ns() // 1_000
    for turn in range(2):
        body = order_data(baskets[(2 * n + turn) % len(baskets)], f"{ref}-{turn}")
        at_us = now_us - MONTHS_AGO_US + turn * DAY_US
        event = Event(f"{ref}-{turn}", "till", ORDER_PAID, at_us, read_data(ORDER_PAID, body, versions.program))
        yield Posting(ref, event, body, now_us, enrol=True)
