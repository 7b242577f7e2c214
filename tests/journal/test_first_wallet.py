"""The answer promises the programme's first wallet as ``points``, whichever wallet a member earned into first; a bulk run promises to say what came late."""

from datetime import datetime

import psycopg
import pytest

from regulars.journal.bulk import post_all
from regulars.journal.programs import apply_version
from regulars.journal.verify import verify

from .conftest import ZONE, Shop

CLUB = """
program: corner
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
enrol: on_first_event
wallets: {points: {}, growth: {kind: qualifying}}
tiers: {levels: [{id: low}, {id: high, reach: {points.growth: 100, within: 1 year}}]}
earn:
  - {id: base, on: order.paid, points: {per: 100, give: 5, whole: true}}
  - {id: growth, on: order.paid, points: {per: 10, give: 1}, wallet: growth}
"""


@pytest.fixture
def shop(database):
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, CLUB, by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE))
        yield Shop(database.dsn, database.owner_dsn, conn)
        report = verify(conn)
        assert report.is_sound, [finding for checked in report.checks for finding in checked.findings]


def test_growth_is_never_shown_as_points(shop):
    """40.00 earn 4 growth and no point; then 100.00 earn 5 points and 10 growth."""
    order = shop.order("alice", "o1", "2026-01-02", "40.00")
    first = shop.post(order)
    assert (first.points, list(first.wallets)) == ({"earned": 0, "active": 0, "pending": 0}, ["points", "growth"])
    assert shop.post(order).points == first.points
    second = shop.post(shop.order("alice", "o2", "2026-01-03", "100.00"))
    assert (second.points, second.wallets["growth"]["active"]) == ({"earned": 5, "active": 5, "pending": 0}, 14)


def test_a_bulk_run_says_what_came_late_and_what_it_changed(shop):
    shop.post(shop.order("alice", "o1", "2026-03-01", "40.00"))
    late = [shop.order("alice", "l1", "2026-02-01", "900.00"), shop.order("alice", "l2", "2026-02-02", "100.00"), shop.order("bea", "b1", "2026-02-03", "100.00")]
    posted = post_all(shop.dsn, late)
    assert (posted.created, posted.late, posted.late_points, posted.late_lifts) == (3, 2, 50, 1)
    again = post_all(shop.dsn, late)
    assert (again.duplicate, again.late) == (3, 0)
