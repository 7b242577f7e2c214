"""The programme promises that time passes by itself, once, and that the ledger is looked over every night."""

import asyncio
import json
from datetime import datetime
from zoneinfo import ZoneInfo

import psycopg
import pytest

from regulars.engine.events import Event
from regulars.engine.reading import read_data
from regulars.jobs import rounds
from regulars.journal.health import last_check
from regulars.journal.intake import Intake
from regulars.journal.posting import Posting
from regulars.journal.programs import apply_version, load_versions
from regulars.journal.standstill import CLOCK_LOCK
from regulars.kit.periods import microseconds

ZONE = ZoneInfo("Asia/Shanghai")
PROGRAMME = """
program: corner
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets: {points: {kind: spendable, expire: {rolling: 1 year}}}
earn: [{id: base, on: order.paid, points: {per: 1, give: 1, of: net_amount}}]
"""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.fixture
def carl(database):
    """Carl bought for 100 on 1 March 2026: his points lapse when 1 March 2027 ends."""
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, PROGRAMME, by="alice", at=at("2026-01-01"))
        program = load_versions(conn).latest.program

    def posting(type: str, id: str, data: dict) -> Posting:
        body, when = json.dumps(data).encode(), microseconds(at("2026-03-01T12:00"))
        return Posting("carl", Event(id, "till", type, when, read_data(type, body, program)), body, when)

    async def post() -> None:
        intake = Intake(database.dsn)
        await intake.start()
        lines = [{"sku": "tea", "quantity": 1, "amount": "100.00"}]
        await intake.post_many([posting("member.enrolled", "join", {})])
        await intake.post_many([posting("order.paid", "o1", {"order_id": "o1", "currency": "CNY", "lines": lines})])
        await intake.stop()

    asyncio.run(post())
    return database


def lapsed_of(database) -> int:
    with psycopg.connect(database.dsn) as conn:
        return conn.execute("SELECT coalesce(sum(points), 0)::int FROM transfer WHERE target = 'breakage'").fetchone()[
            0
        ]


def test_points_lapse_at_the_end_of_their_last_day_and_only_once(carl):
    rounds.let_time_pass(carl.dsn, at("2027-03-01T23:59"))
    assert lapsed_of(carl) == 0
    done = rounds.let_time_pass(carl.dsn, at("2027-03-02T00:00"))
    assert (done.events, done.left) == (1, 0)
    rounds.let_time_pass(carl.dsn, at("2027-03-02T00:01"))
    assert lapsed_of(carl) == 100


def test_two_workers_never_do_one_round_together(carl):
    with psycopg.connect(carl.dsn, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", (CLOCK_LOCK,))
        assert rounds.let_time_pass(carl.dsn, at("2027-03-02T00:00")) is None
    assert rounds.let_time_pass(carl.dsn, at("2027-03-02T00:00")).events == 1


def test_the_ledger_is_checked_once_a_night_where_the_shop_is(carl):
    assert not rounds.check_at_night(carl.dsn, at("2026-04-01T02:17"))
    assert rounds.check_at_night(carl.dsn, at("2026-04-01T03:17"))
    assert not rounds.check_at_night(carl.dsn, at("2026-04-01T03:47"))
    assert rounds.check_at_night(carl.dsn, at("2026-04-02T03:17"))
    with psycopg.connect(carl.dsn, autocommit=True) as conn:
        found = last_check(conn)
    assert found.checked_at == at("2026-04-02T03:17")
    assert found.report.is_sound
    assert found.report.events == 2


def test_without_a_programme_there_is_nothing_to_do(database):
    assert rounds.let_time_pass(database.dsn, at("2026-04-01")) is None
    assert not rounds.check_at_night(database.dsn, at("2026-04-01T03:17"))
