from datetime import UTC, datetime

import pyarrow.parquet as pq

from regulars.journal.clock import advance_due
from regulars.journal.export import export

from .conftest import at


def tables(shop, tmp_path, when):
    done = export(shop.conn, shop.versions, tmp_path, at(when))
    members, transfers = (pq.read_table(tmp_path / f"{name}.parquet").to_pylist() for name in ("members", "transfers"))
    assert (done.members, done.transfers) == (len(members), len(transfers))
    return {row.pop("member"): row for row in members}, transfers


def story(shop):
    shop.post_many(
        [
            shop.joins("0012", when="2026-01-01"),
            shop.order("0012", "A1", "2026-01-02", "1000.00"),
            shop.order("阿丽", "B1", "2026-03-01 23:59", "10.50", enrol=True, bonuses=False),
            shop.order("carl", "C1", "2026-03-01", "10.00", enrol=True, bonuses=False),
            shop.redeems("carl", "C2", "2026-03-02", 8),
            shop.returns("carl", "C1", "2026-03-03"),
        ]
    )


def test_every_member_is_there_under_the_shop_s_own_reference(shop, tmp_path):
    story(shop)
    members, _ = tables(shop, tmp_path, "2026-03-05")
    assert members == {
        "0012": {"tier": "gold", "active": 1050, "pending": 0, "held": 0, "debt": 0},
        "阿丽": {"tier": "regular", "active": 10, "pending": 0, "held": 0, "debt": 0},
        "carl": {"tier": "regular", "active": 0, "pending": 0, "held": 0, "debt": 8},
    }


def test_a_transfer_says_when_its_lot_stops_being_usable(shop, tmp_path):
    story(shop)
    _, transfers = tables(shop, tmp_path, "2026-03-05")
    (base,) = [row for row in transfers if row["member"] == "阿丽" and row["wallet"] == "points"]
    assert base == {
        "member": "阿丽",
        "event_id": "B1",
        "type": "order.paid",
        "occurred_at": datetime(2026, 3, 1, 15, 59, tzinfo=UTC),
        "wallet": "points",
        "source": "issued",
        "target": "active",
        "points": 10,
        "lot": "2027-03-01",
        "expires_at": datetime(2027, 3, 1, 16, 0, tzinfo=UTC),  # the 2nd of March begins in Shanghai
        "rule": "base",
        "program_version": 1,
    }
    assert {row["expires_at"] for row in transfers if row["wallet"] == "growth"} == {None}


def test_balances_are_those_of_the_moment_asked_for_and_transfers_add_up_to_them(shop, tmp_path):
    story(shop)
    for when in ("2026-03-05", "2027-03-01", "2027-03-02", "2028-01-01"):
        members, transfers = tables(shop, tmp_path, when)
        for ref, row in members.items():
            for account, sign in (("active", 1), ("pending", 1), ("held", 1), ("debt", -1)):
                points = [(t["points"], t["source"], t["target"]) for t in transfers if t["member"] == ref and t["wallet"] == "points"]
                moved = sum(p for p, _, target in points if target == account) - sum(p for p, source, _ in points if source == account)
                assert row[account] == sign * moved
    assert members["0012"]["active"] == 0
    assert (members["0012"]["tier"], members["carl"]["debt"]) == ("regular", 8)


def test_the_clock_writes_exactly_what_an_export_foresaw(shop, tmp_path):
    story(shop)
    foreseen = tables(shop, tmp_path, "2027-06-01")
    advance_due(shop.conn, shop.versions, at("2027-06-01"))
    written = tables(shop, tmp_path, "2027-06-01")
    assert foreseen[0] == written[0]
    key = lambda row: (row["member"], row["event_id"], row["source"], row["wallet"])  # noqa: E731
    assert sorted(foreseen[1], key=key) == sorted(written[1], key=key)


def test_an_empty_shop_exports_empty_tables_with_their_types(shop, tmp_path):
    members, transfers = tables(shop, tmp_path, "2026-01-01")
    assert (members, transfers) == ({}, [])
    schema = pq.read_schema(tmp_path / "transfers.parquet")
    assert [str(schema.field(name).type) for name in ("points", "expires_at")] == ["int64", "timestamp[us, tz=UTC]"]


def test_a_moment_in_the_past_is_told_as_it_was_then(shop, tmp_path):
    story(shop)
    members, transfers = tables(shop, tmp_path, "2026-03-02 12:00")
    assert members == {
        "0012": {"tier": "gold", "active": 1050, "pending": 0, "held": 0, "debt": 0},
        "阿丽": {"tier": "regular", "active": 10, "pending": 0, "held": 0, "debt": 0},
        "carl": {"tier": "regular", "active": 2, "pending": 0, "held": 0, "debt": 0},
    }
    assert {row["event_id"] for row in transfers if row["member"] == "carl"} == {"C1", "C2"}
    members, _ = tables(shop, tmp_path, "2026-02-01")
    assert list(members) == ["0012"]
