"""A running shop to take snapshots of: a programme, and postings straight into its journal."""

import itertools
import json
import time
from datetime import UTC, datetime
from typing import Any

import psycopg

from regulars.engine.events import Event
from regulars.engine.reading import read_data
from regulars.journal.bulk import post_all
from regulars.journal.posting import Posting
from regulars.journal.programs import apply_version, load_versions
from regulars.journal.queries import member_id_of
from regulars.kit.periods import microseconds

PROGRAMME = """
program: corner
currency: {code: EUR, minor_digits: 2}
timezone: Europe/Berlin
wallets: {points: {kind: spendable, point_value: 0.01, expire: {rolling: 1 year}}}
earn: [{id: base, on: order.paid, points: {per: 1, give: 1, of: net_amount}}]
events: {page.read: {fields: {seconds: {type: number}, pages: {type: number}, note: {type: text}}}, complaint.made: {}, offer.seen: {}}
"""
_numbers = itertools.count(1)


class RunningShop:
    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        with psycopg.connect(dsn, autocommit=True) as conn:
            apply_version(conn, PROGRAMME, by="test", at=datetime(2020, 1, 1, tzinfo=UTC))
            self.program = load_versions(conn).latest.program

    def posting(self, ref: str, type: str, data: dict[str, Any], day: str, id: str = "") -> Posting:
        body, at = json.dumps(data).encode(), microseconds(datetime.fromisoformat(day if "T" in day else f"{day}T12:00:00+00:00"))
        return Posting(ref, Event(id or f"e{next(_numbers)}", "till", type, at, read_data(type, body, self.program)), body, at)

    def order(self, ref: str, day: str, *lines: tuple[str, str], order_id: str = "", **more: Any) -> Posting:
        """Lines: (article, amount), of quantity 2 each."""
        told = [{"sku": sku, "quantity": 2, "amount": amount, "category": "food"} for sku, amount in lines]
        return self.posting(ref, "order.paid", {"order_id": order_id or f"o{next(_numbers)}", "currency": "EUR", "lines": told, "channel": "web", **more}, day)

    def post(self, *postings: Posting, wait: bool = True) -> None:
        """``wait``: until it lies below the horizon, which other tests' transactions hold back as another shop's would."""
        refs = {one.ref for one in postings}
        with psycopg.connect(self.dsn) as conn:
            known = {ref for (ref,) in conn.execute("SELECT ref FROM member_ref WHERE ref = ANY(%s)", (list(refs),))}
        first = {ref: min(one.event.at_us for one in postings if one.ref == ref) for ref in refs - known}
        joins = [self.posting(ref, "member.enrolled", {}, datetime.fromtimestamp(at / 1e6, UTC).isoformat(), f"join-{ref}") for ref, at in sorted(first.items())]
        done = post_all(self.dsn, [*joins, *postings])
        assert done.created == len(joins) + len(postings), done.problems
        if wait:
            self.wait_for_the_horizon()

    def wait_for_the_horizon(self) -> None:
        with psycopg.connect(self.dsn, autocommit=True) as conn:
            (now,) = conn.execute("SELECT pg_current_xact_id()::text::bigint").fetchone() or (0,)
            for _ in range(3_000):
                if conn.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint > %s", (now,)).fetchone() == (True,):
                    return
                time.sleep(0.02)
        raise AssertionError("something writes for a minute")

    def number(self, ref: str) -> int:
        with psycopg.connect(self.dsn) as conn:
            return member_id_of(conn, ref)
