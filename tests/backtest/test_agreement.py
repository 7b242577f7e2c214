"""The programme promises that a back-test and the live import of the same file agree for every member, to the point."""

import random
from datetime import UTC, datetime, timedelta
from functools import partial

import psycopg
import pytest

from regulars.backtest.running import run_backtest
from regulars.connectors.orders_file import OrdersFile, check_orders
from regulars.connectors.orders_import import import_orders
from regulars.connectors.orders_read import open_share
from regulars.engine.standing import standing
from regulars.engine.state import decode_state
from regulars.journal.programs import apply_version, load_versions
from regulars.journal.verify import verify
from regulars.kit.periods import MICROSECONDS, calendar_of
from tests.connectors.order_files import NOW_US

CLUB = """
program: corner
currency: {code: USD, minor_digits: 2}
timezone: America/New_York
wallets:
  points: {kind: spendable, point_value: 0.01, activate: {after: 3 days}, expire: {rolling: 2 months, round_to: month}}
  growth: {kind: qualifying}
exclude: {category: [postage]}
tiers:
  review: {every: month}
  down: {step: one, inactive_for: 2 months, grace: 10 days}
  levels:
    - {id: regular}
    - {id: silver, reach: {any: [{spend: 150, within: 2 months}, {visits: 6, within: 2 months}]}, keep: {spend: 90, within: 2 months}, multiplier: 1.25}
    - {id: gold, reach: {spend: 400, within: 2 months}, multiplier: 1.5}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1, of: net_amount}}
  - {id: tea, on: order.paid, when: {line.category: tea}, points: {multiply: 2}, stack: best_of, group: aisle}
  - {id: house, on: order.paid, when: {line.brand: House}, points: {multiply: 1.5}, stack: best_of, group: aisle}
  - {id: wednesday, on: order.paid, when: {order.weekday: wednesday}, points: {multiply: 2}, limit: {points: 60, per: month}}
  - {id: big, on: order.paid, when: {order.net_amount: {at_least: 80}}, points: 25, limit: {times: 2, per: month}}
  - {id: growth, on: order.paid, points: {per: 10, give: 1, of: net_amount}, wallet: growth}
  - {id: welcome, on: member.enrolled, points: 100}
"""


def a_year_of_orders(seed: int) -> str:
    """Twelve members, some who stop coming, times on both sides of midnight and summer time, the lines of an order mixed among others."""
    chance = random.Random(seed)
    rows = []
    for n in range(600):
        member = f"m{chance.randrange(12)}"
        at = datetime(2017, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(365 * 24 * 60) // (1 + int(member[1:]) % 4))
        for _ in range(chance.randrange(1, 5)):
            cells = (chance.randrange(1, 9), f"{chance.randrange(0, 9000) / 100:.2f}", chance.choice(["tea", "milk", "postage", ""]), chance.choice(["House", ""]))
            rows.append(f"o{n},{member},{at:%Y-%m-%d %H:%M:%S}Z,s{chance.randrange(40)},{','.join(map(str, cells))}\n")
    chance.shuffle(rows)
    return "order_id,member,ordered_at,sku,quantity,amount,category,brand\n" + "".join(rows)


# What members use up together runs dry now and then, so the order of orders over all members matters.
SHARED = (
    CLUB.replace("points: {multiply: 1.5}", "budget: [{points: 90, per: month}], points: {multiply: 1.5}")
    + """
limits: [{id: monthly, points: 900, per: month}, {id: bonuses, times: 3, per: month, rules: [big, wednesday]}]
budget: [{share_of_sales: 0.012}, {points: 2500, per: month}]
"""
)


@pytest.mark.parametrize(("seed", "programme"), [(1, CLUB), (2, CLUB), (1, SHARED), (2, SHARED)], ids=["1", "2", "1 shared", "2 shared"])
def test_every_member_ends_alike(tmp_path, database, seed, programme):
    (file := tmp_path / "orders.csv").write_text(a_year_of_orders(seed))
    checked = check_orders(OrdersFile(file, "USD", 2, "America/New_York", NOW_US), tmp_path)
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, programme, by="test", at=datetime(2016, 1, 1, tzinfo=UTC))
        posted = import_orders(database.dsn, checked)
        assert (posted.created, posted.total) == (600, 600)
        calendar = calendar_of("America/New_York")
        for days_after in (0, 40, 400):
            until_us = calendar.start_of(calendar.day_of(checked.last_us) + 1 + days_after) - 1
            test = run_backtest(programme, partial(open_share, checked, until_us), until_us=until_us, processes=1)
            assert test.members.to_pylist() == live_members(conn, until_us)
        clipped = conn.execute("SELECT count(*) FROM event WHERE outcome::text LIKE '%%budget.%%clipped%%'").fetchone()
        assert (clipped[0] > 20) == (programme is SHARED)
        assert verify(conn).is_sound


def live_members(conn: psycopg.Connection, at_us: int) -> list[dict]:
    versions = load_versions(conn)
    ends = []
    for ref, state in conn.execute("SELECT ref, state::text FROM member_ref JOIN member_state USING (member_id) ORDER BY ref COLLATE \"C\""):
        seen = standing(versions, decode_state(state), at_us)
        own = seen.points
        ends.append({"member": ref, "tier": seen.tier, "active": own.active, "pending": own.pending, "held": own.held, "debt": own.debt})
    return ends


def test_an_import_that_is_run_again_doubles_nothing(tmp_path, database):
    (file := tmp_path / "orders.csv").write_text(a_year_of_orders(3))
    checked = check_orders(OrdersFile(file, "USD", 2, "America/New_York", NOW_US), tmp_path)
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, CLUB, by="test", at=datetime(2016, 1, 1, tzinfo=UTC))
        import_orders(database.dsn, checked)
        first = live_members(conn, checked.last_us)
        again = import_orders(database.dsn, checked)
        assert (again.created, again.duplicate) == (0, 600)
        assert live_members(conn, checked.last_us) == first


def test_unknown_members_are_refused_when_enrolling_is_not_wanted(tmp_path, database):
    (file := tmp_path / "orders.csv").write_text("order_id,member,ordered_at,sku,quantity,amount\n1,alice,2017-01-01,milk,1,5\n")
    checked = check_orders(OrdersFile(file, "USD", 2, "UTC", NOW_US), tmp_path)
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, CLUB, by="test", at=datetime(2016, 1, 1, tzinfo=UTC))
        refused = import_orders(database.dsn, checked, enrol=False)
        assert refused.problems == [("1", "member.unknown")]
        assert live_members(conn, NOW_US) == []


def test_without_bonuses_an_enrolment_gives_nothing(tmp_path, database):
    (file := tmp_path / "orders.csv").write_text("order_id,member,ordered_at,sku,quantity,amount\n1,alice,2017-01-01,milk,1,5\n")
    checked = check_orders(OrdersFile(file, "USD", 2, "UTC", NOW_US), tmp_path)
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, CLUB, by="test", at=datetime(2016, 1, 1, tzinfo=UTC))
        import_orders(database.dsn, checked, bonuses=False)
        (alice,) = live_members(conn, checked.last_us + 10 * 86_400 * MICROSECONDS)
        assert alice["active"] == 5
