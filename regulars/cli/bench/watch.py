"""Watch: how far the rules that watch for misuse fall behind while orders come in as fast as they are taken, and what they cost the tills."""

import time
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from regulars.cli.bench.baskets import some_baskets
from regulars.cli.bench.live import BASKETS, load, requests
from regulars.cli.bench.machine import machine, told
from regulars.cli.bench.scratch import enrol, new_key, scratch_home, served
from regulars.cli.home import Home
from regulars.insight.watch.following import look
from regulars.insight.watch.settings import Settings, set_settings, settings_of
from regulars.kit.errors import Unavailable

CATCH_UP_S = 300


def measure(folder: Path, *, seconds: float, rounds: int, members: int, connections: int) -> dict[str, Any]:
    """Raises Unavailable ``bench.*``: a figure counts only when every order was written, and looked at."""
    with scratch_home(folder) as home:
        refs, baskets, key = enrol(home, members), some_baskets(BASKETS), new_key()
        orders = requests(refs, baskets, key, count(1))
        with served(home) as port:
            load(port, connections, 2, orders, 3_000)
            off, on, behind = [], [], []
            for _ in range(rounds):
                _switch(home, False)
                off.append(told("off", load(port, connections, seconds, orders, 12_000)["per_second"]))
                _switch(home, True)
                on.append(load(port, connections, seconds, orders, 12_000))
                told("on", on[-1]["per_second"])
                behind.append(_caught_up(home))
        looked = _looking_alone(home, members)
    return {
        "ratio": round(median(one["per_second"] for one in on) / median(off), 2),
        "per_second": round(median(one["per_second"] for one in on)),
        "off_per_second": round(median(off)),
        "p99_ms": round(median(one["p99_ms"] for one in on), 1),
        "behind_s": round(max(one["behind_s"] for one in behind), 1),
        "behind_events": max(one["events"] for one in behind),
        "looked_per_second": looked,
        "rounds": [{**one, "per_second": round(orders_on["per_second"]), "p99_ms": round(orders_on["p99_ms"], 1)} for one, orders_on in zip(behind, on, strict=True)],
        "connections": connections,
        "members": members,
        "seconds": seconds,
        "machine": machine(),
    }


def _switch(home: Home, on: bool) -> None:
    """Every rule as a shop gets it. Waits until the worker has noticed."""
    with psycopg.connect(home.dsn, autocommit=True) as conn:
        set_settings(conn, Settings(on=on), by="bench", at=datetime.now(UTC))
        until = time.monotonic() + CATCH_UP_S
        while time.monotonic() < until:
            if (conn.execute("SELECT FROM watch_place").fetchone() is not None) is on:
                return
            time.sleep(0.05)
    raise Unavailable("bench.never_looked_at", seconds=CATCH_UP_S)


def _caught_up(home: Home) -> dict[str, Any]:
    """What had not been looked at when the last order was answered, and how long that took from then on."""
    with psycopg.connect(home.dsn, autocommit=True) as conn:
        (last,) = conn.execute("SELECT pg_current_xact_id()::text::bigint").fetchone() or (0,)
        (waiting,) = conn.execute("SELECT count(*) FROM event e, watch_place w WHERE e.xid >= w.xid AND (e.xid, e.member_id, e.seq) > (w.xid, w.member_id, w.seq)").fetchone() or (0,)
        since = time.monotonic()
        while time.monotonic() - since < CATCH_UP_S:
            (xid,) = conn.execute("SELECT xid FROM watch_place").fetchone() or (0,)
            if xid > last:
                return {"behind_s": round(time.monotonic() - since, 2), "events": waiting}
            time.sleep(0.02)
    raise Unavailable("bench.never_looked_at", seconds=CATCH_UP_S)


def _looking_alone(home: Home, members: int) -> int:
    """How many events a second the rules look at while nothing else runs: everything written, from the first enrolment on."""
    with psycopg.connect(home.dsn, autocommit=True) as conn:
        assert settings_of(conn).on
        conn.execute("UPDATE watch_place SET xid = 0, member_id = 0, seq = 0")
        began, events, is_behind = time.perf_counter(), 0, True
        while is_behind:
            looked = look(conn, at=datetime.now(UTC))
            if looked is None:
                raise Unavailable("bench.never_looked_at", seconds=0)
            events, is_behind = events + looked.events, looked.behind
    if events < members:
        raise Unavailable("bench.never_looked_at", seconds=0)
    return round(events / (time.perf_counter() - began))
