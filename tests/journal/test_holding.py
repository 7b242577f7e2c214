"""Holds, deliveries, lapsed points that come back and programme changes, through the journal: every checker and the replay hold afterwards."""

from datetime import datetime

import pytest

from regulars.journal.clock import advance_due
from regulars.journal.programs import apply_version, load_versions
from regulars.journal.replay import replay_in_memory

from .conftest import PROGRAMME, ZONE, Shop, at

BY_DELIVERY = PROGRAMME.replace(
    "points: {kind: spendable, expire: {rolling: 1 year}}",
    "points: {activate: [{when: {line.sku: tea}, on: order.delivered, after: 7 days}, {after: 2 days}],"
    " expire: {rolling: 1 year, reinstate: {within: 60 days, for: 30 days}}}",
)


def bread(shop: Shop, id: str, when: str, amount: str):
    data = {"order_id": id, "currency": "CNY", "lines": [{"sku": "bread", "quantity": 1, "amount": amount}]}
    return shop.event("alice", "order.paid", id, when, data)


@pytest.fixture
def club(shop: Shop) -> Shop:
    yield shop
    assert replay_in_memory(shop.conn).difference is None


def test_a_hold_ends_at_its_minute_when_the_clock_goes_round(club: Shop) -> None:
    club.post(club.joins("alice", "2026-01-01"), club.order("alice", "A1", "2026-01-02", "100.00"))
    club.post(club.event("alice", "points.held", "H1", "2026-01-03 12:00", {"points": 100, "for": "15 minutes"}))
    club.post(club.event("alice", "points.held", "H2", "2026-01-03 12:01", {"points": 50, "for": "2 hours"}))
    assert club.balance("alice")[:4] == (0, 0, 150, 0)
    versions = load_versions(club.conn)
    assert advance_due(club.conn, versions, at("2026-01-03 12:14")).events == 0
    assert advance_due(club.conn, versions, at("2026-01-03 12:16")).events == 1
    assert club.balance("alice")[:4] == (100, 0, 50, 0)
    assert advance_due(club.conn, versions, at("2026-01-03 12:17")).events == 0
    assert advance_due(club.conn, versions, at("2026-01-05 00:00")).events == 1
    assert club.balance("alice")[:4] == (150, 0, 0, 0)
    assert club.post(club.event("alice", "points.captured", "C1", "2026-01-05 01:00", {"hold": "H2"})).code == "hold.not_open"


def test_a_delivery_is_found_in_the_journal_and_in_the_same_batch(club: Shop) -> None:
    apply_version(club.conn, BY_DELIVERY, by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE))
    club.post(club.joins("alice", "2026-01-02"))
    delivered = club.event("alice", "order.delivered", "D1", "2026-01-10", {"order_id": "A1"})
    club.post_many([club.order("alice", "A1", "2026-01-05", "100.00"), delivered])
    club.post(club.event("alice", "order.delivered", "D2", "2026-01-11", {"order_id": "A2"}), club.order("alice", "A2", "2026-01-12", "10.00"))
    advance_due(club.conn, load_versions(club.conn), at("2026-01-18 12:00"))
    active, pending, *_ = club.balance("alice")
    assert (active, pending) == (50 + 100, 10)
    advance_due(club.conn, load_versions(club.conn), at("2026-01-19 00:00"))
    assert club.balance("alice")[:2] == (160, 0)
    club.post(club.returns("alice", "A1", "2026-01-20"))
    assert club.balance("alice")[:2] == (60, 0)


def test_a_redemption_is_cancelled_in_its_own_batch_or_long_after(club: Shop) -> None:
    club.post(club.joins("alice", "2026-01-01"), club.order("alice", "A1", "2026-01-02", "100.00"))
    both = [club.redeems("alice", "R1", "2026-01-03", 120), club.event("alice", "redemption.cancelled", "X1", "2026-01-03", {"redemption": "R1", "points": 20})]
    club.post_many(both)
    assert club.balance("alice")[0] == 50
    club.post(club.event("alice", "redemption.cancelled", "X2", "2026-02-03", {"redemption": "R1"}))
    assert club.balance("alice")[0] == 150
    lots = club.rows("SELECT lot, sum(points)::int FROM transfer WHERE source = 'redeemed' GROUP BY lot ORDER BY lot")
    assert lots == [("2027-01-01", 50), ("2027-01-02", 70)]
    refused = club.post(club.event("alice", "redemption.cancelled", "X3", "2026-02-04", {"redemption": "R1", "source": "another till"}))
    assert refused.code == "redemption.unknown"


def test_points_come_back_after_a_year_and_both_lots_add_up(club: Shop) -> None:
    apply_version(club.conn, BY_DELIVERY, by="lead", at=datetime(2024, 1, 1, tzinfo=ZONE))
    club.post(club.joins("alice", "2024-01-02"), bread(club, "A1", "2024-01-05", "100.00"))
    advance_due(club.conn, load_versions(club.conn), at("2025-02-01"))
    assert club.balance("alice")[0] == 0
    club.post(bread(club, "A2", "2025-02-10", "10.00"))
    assert club.balance("alice")[:2] == (150, 10)
    club.post(club.returns("alice", "A1", "2025-02-11"))
    assert club.balance("alice")[:2] == (50, 10)


@pytest.mark.parametrize("change", ["{sliding: 6 months}", "{rolling: 1 year, activity: {keeps: 6 months, at_most: 2 years}}", "never"])
def test_a_change_of_expiry_leaves_every_lot_where_a_return_finds_it(club: Shop, change: str) -> None:
    """I16 after a programme change: lots go by another name, and no point is lost or made."""
    club.post(club.joins("alice", "2024-01-02"), club.order("alice", "A1", "2024-01-05", "100.00"), club.order("alice", "A2", "2024-01-06", "40.00"))
    changed = PROGRAMME.replace("expire: {rolling: 1 year}", f"expire: {change}")
    apply_version(club.conn, changed, by="lead", at=datetime(2024, 3, 1, tzinfo=ZONE), in_force_from=datetime(2024, 3, 1, tzinfo=ZONE))
    club.post(club.redeems("alice", "R1", "2024-03-05", 60), club.order("alice", "A3", "2024-03-06", "10.00"))
    club.post(club.returns("alice", "A2", "2024-03-07"))
    assert club.balance("alice")[0] == 50 + 100 + 40 - 60 + 10 - 40
    advance_due(club.conn, load_versions(club.conn), at("2026-06-01"))
    club.post(club.returns("alice", "A1", "2026-06-02"))
    issued = club.rows("SELECT sum(CASE WHEN source = 'issued' THEN points ELSE -points END)::int FROM transfer WHERE 'issued' IN (source, target) AND wallet = 'points'")
    assert issued == [(50 + 10,)]
    breakage = club.rows("SELECT coalesce(sum(CASE WHEN target = 'breakage' THEN points ELSE -points END), 0)::int FROM transfer WHERE 'breakage' IN (source, target)")
    assert breakage[0][0] >= 0
