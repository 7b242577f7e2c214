"""A shop with a programme and a journal. After every test that used it, every checker of the journal's promises runs."""

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

from regulars.engine.compiled import Versions
from regulars.engine.events import Event
from regulars.engine.reading import read_data
from regulars.journal.answers import Answer
from regulars.journal.intake import Intake
from regulars.journal.posting import Posting
from regulars.journal.programs import apply_version, load_versions
from regulars.journal.seal.sealing import Sealer
from regulars.journal.seal.status import seal_status
from regulars.journal.verify import verify
from regulars.kit.periods import microseconds

ZONE = ZoneInfo("Asia/Shanghai")
PROGRAMME = """
program: corner
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets:
  points: {kind: spendable, expire: {rolling: 1 year}}
  growth: {kind: qualifying}
tiers:
  review: {every: month}
  levels:
    - {id: regular}
    - {id: gold, reach: {spend: 1000, within: 1 year}, multiplier: 2}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1, of: net_amount}}
  - {id: growth, on: order.paid, points: {per: 10, give: 1, of: net_amount}, wallet: growth}
  - {id: welcome, on: member.enrolled, points: 50}
"""


def at(text: str) -> int:
    """``2026-03-04`` or ``2026-03-04 12:00`` in the shop's time zone, as µs."""
    return microseconds(datetime.fromisoformat(text).replace(tzinfo=ZONE))


@dataclass
class Shop:
    dsn: str
    owner_dsn: str
    conn: psycopg.Connection[Any]
    admin_dsn: str = ""  # may make databases
    received_us: int = field(default_factory=lambda: at("2026-12-31"))

    @property
    def versions(self) -> Versions:
        return load_versions(self.conn)

    def apply(self, document: str, in_force_from: str) -> None:
        """Another version, in force from a day on."""
        starts = datetime.fromisoformat(in_force_from).replace(tzinfo=ZONE)
        apply_version(self.conn, document, by="lead", at=starts, in_force_from=starts)

    def event(self, ref: str, type: str, id: str, when: str, data: dict[str, Any] | bytes, source: str = "till", **posting: Any) -> Posting:
        body = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
        event = Event(id=id, source=source, type=type, at_us=at(when), data=read_data(type, body, self.versions.program))
        return Posting(ref, event, body, posting.pop("received_us", self.received_us), **posting)

    def joins(self, ref: str, when: str = "2026-01-01", **posting: Any) -> Posting:
        return self.event(ref, "member.enrolled", "joined", when, {}, **posting)

    def order(self, ref: str, id: str, when: str, amount: str, **posting: Any) -> Posting:
        data = {"order_id": id, "currency": "CNY", "lines": [{"sku": "tea", "quantity": 1, "amount": amount}]}
        return self.event(ref, "order.paid", id, when, data, **posting)

    def returns(self, ref: str, order: str, when: str, id: str | None = None, **posting: Any) -> Posting:
        return self.event(ref, "order.returned", id or f"return-{order}", when, {"order_id": order, "all": True}, **posting)

    def redeems(self, ref: str, id: str, when: str, points: int, **posting: Any) -> Posting:
        return self.event(ref, "points.redeemed", id, when, {"points": points}, **posting)

    def post_many(self, postings: Sequence[Posting], **intake: Any) -> list[Any]:
        """All at once, through an intake of their own."""

        async def post() -> list[Any]:
            async with running(self.dsn, **intake) as door:
                return await door.post_many(postings)

        return asyncio.run(post())

    def post(self, *postings: Posting) -> Answer:
        """One after the other; the last one's answer."""
        return [self.post_many([posting])[0] for posting in postings][-1]

    def seal(self, most_rows: int = 10_000) -> int:
        """Seal everything, waiting for transactions of other tests on the server to end; gives the number of rows."""
        sealer, rows = Sealer(lambda: time.time_ns() // 1_000, most_rows), 0
        for _ in range(600):
            rows += sealer.seal(self.conn)
            if not seal_status(self.conn).waiting:
                return rows
            time.sleep(0.05)
        raise AssertionError("something stays unsealed")

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self.conn.execute(query, parameters).fetchall()

    def balance(self, ref: str) -> tuple[int, int, int, int, str]:
        """(active, pending, held, debt, tier) as of the member's last event."""
        query = "SELECT active, pending, held, debt, tier FROM member_state JOIN member_ref USING (member_id) WHERE ref = %s"
        ((*balance, tier),) = self.rows(query, ref)
        return (*balance, tier)  # type: ignore[return-value]


class running:
    """An intake that is started and stopped."""

    def __init__(self, dsn: str, **settings: Any) -> None:
        self._intake = Intake(dsn, **settings)

    async def __aenter__(self) -> Intake:
        await self._intake.start()
        return self._intake

    async def __aexit__(self, *error: object) -> None:
        await self._intake.stop()


def admin_of(home: Any, database: Any) -> str:
    """Who may make a database beside the shop's."""
    if home.server is None:
        return str(database.owner_dsn)
    return str(home.server.dsn(psycopg.conninfo.conninfo_to_dict(database.owner_dsn)["dbname"]))


@pytest.fixture
def shop(home: Any, database: Any) -> Iterator[Shop]:
    """Its journal must keep every promise when the test is over; ``broken_shop`` is for tests that break one on purpose."""
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, PROGRAMME, by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE))
        made = Shop(database.dsn, database.owner_dsn, conn, admin_of(home, database))
        yield made
        made.seal()
        report = verify(conn)
        assert report.is_sound, [finding for checked in report.checks for finding in checked.findings]


@pytest.fixture
def shop_with(home: Any, database: Any) -> Iterator[Any]:
    """``shop_with(document)``: a shop under a programme of the test's own; its journal must keep every promise when the test is over."""
    with psycopg.connect(database.dsn, autocommit=True) as conn:

        def opened(document: str) -> Shop:
            apply_version(conn, document, by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE))
            return Shop(database.dsn, database.owner_dsn, conn, admin_of(home, database))

        yield opened
        report = verify(conn)
        assert report.is_sound, [finding for checked in report.checks for finding in checked.findings]


@pytest.fixture
def broken_shop(database: Any) -> Iterator[Shop]:
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, PROGRAMME, by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE))
        yield Shop(database.dsn, database.owner_dsn, conn)
