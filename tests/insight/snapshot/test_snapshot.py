"""The programme promises that a snapshot holds every event below the horizon once, nothing personal, nobody who refused, and is whole or not there."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pyarrow.parquet
import pytest

from regulars.insight.facts.of_snapshot import facts_of_snapshot
from regulars.insight.figures import figure
from regulars.insight.snapshot import taking
from regulars.insight.snapshot.manifest import DamagedSnapshot, NoSnapshot, check_parts, read_manifest
from regulars.insight.snapshot.taking import BeingTaken, take
from regulars.kit.errors import Invalid
from regulars.members.profiling import set_profiling
from tests.insight.order_files import facts_of
from tests.insight.running_shop import RunningShop

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def shop(database: Any) -> RunningShop:
    return RunningShop(database.dsn)


def taken(shop: RunningShop, folder: Path, **how: Any) -> Any:
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        return take(conn, folder, at=AT, **how)


def facts(folder: Path, tmp_path: Path, **how: Any) -> Any:
    place = tmp_path / f"facts{len(list(tmp_path.glob('facts*')))}"
    place.mkdir()
    return facts_of_snapshot(folder, place, **how)


def table(folder: Path, name: str) -> list[tuple[Any, ...]]:
    rows = [tuple(row.values()) for file in read_manifest(folder).files(name) for row in pyarrow.parquet.read_table(folder / file).to_pylist()]
    return sorted(rows, key=repr)


def test_figures_of_the_running_shop_are_those_of_the_same_orders_in_a_file(shop: RunningShop, tmp_path: Path) -> None:
    shop.post(
        shop.order("bea", "2020-01-05", ("milk", "4.00"), ("tea", "6.50"), order_id="o1"),
        shop.order("alice", "2020-01-31T23:30:00+00:00", ("milk", "2.00"), order_id="o2"),  # already February in Berlin
        shop.order("alice", "2020-02-10", ("tea", "3.33"), ("cup", "0.00"), order_id="o3"),
        shop.posting("bea", "order.returned", {"order_id": "o1", "lines": [{"line": 2}]}, "2020-02-11"),
        shop.posting("alice", "order.returned", {"order_id": "o3", "lines": [{"line": 1, "quantity": 1}]}, "2020-02-12"),
        shop.posting("alice", "order.returned", {"order_id": "o3", "all": True}, "2020-02-13"),
        shop.order("carl", "2026-03-01", ("milk", "9.00")),  # the snapshot's own day is not over
    )
    taken(shop, tmp_path / "snapshot")
    file = (
        "o1,bea,2020-01-05T12:00Z,milk,2,4.00\no1,bea,2020-01-05T12:00Z,tea,2,6.50\no2,alice,2020-01-31T23:30Z,milk,2,2.00\no3,alice,2020-02-10T12:00Z,tea,2,3.33\n"
        "o3,alice,2020-02-10T12:00Z,cup,2,0\no1,bea,2020-02-11T12:00Z,tea,-2,-6.50\no3,alice,2020-02-12T12:00Z,tea,-1,-1.66\n"
        "o3,alice,2020-02-13T12:00Z,tea,-1,-1.67\no3,alice,2020-02-13T12:00Z,cup,-2,0\n"
    )
    with facts(tmp_path / "snapshot", tmp_path) as ours, facts_of(tmp_path, file, timezone="Europe/Berlin", as_of=date(2026, 2, 28)) as theirs:
        assert (ours.as_of, ours.currency, ours.exponent) == (date(2026, 2, 28), "EUR", 2)
        same = "SELECT order_id, day, sku, quantity, amount FROM lines ORDER BY ALL"
        assert ours.rows(same) == theirs.rows(same)
        for name in ("kpi", "second_purchase", "cohorts", "months", "channels"):
            if name != "channels":
                assert figure(ours, name).rows == figure(theirs, name).rows, name
        assert ours.rows("SELECT joined_on FROM members ORDER BY joined_on") == [(date(2020, 1, 5),), (date(2020, 2, 1),)]
        assert figure(ours, "channels").records()[0]["name"] == "web"
    with pytest.raises(Invalid) as refused, facts(tmp_path / "snapshot", tmp_path, as_of=date(2026, 3, 1)):
        pass
    assert refused.value.code == "insight.after_snapshot"


def test_what_a_slow_transaction_writes_is_not_lost(shop: RunningShop, tmp_path: Path) -> None:
    shop.post(shop.order("alice", "2026-01-05", ("milk", "4.00")))
    folder = tmp_path / "snapshot"
    assert taken(shop, folder).events == 2
    with psycopg.connect(shop.dsn) as slow:
        slow.execute(
            "INSERT INTO event (member_id, seq, source, external_id, type, occurred_at, recorded_at, body, body_hash, outcome, known_version)"
            " VALUES (%s, 77, 'till', 'slow', 'checkin', %s, %s, '{}', '', '{}', 1)",
            (shop.number("alice"), AT, AT),
        )
        shop.post(shop.order("bea", "2026-01-06", ("tea", "1.00")), wait=False)  # a later transaction, over earlier
        assert taken(shop, folder).events == 0
        slow.commit()
    shop.wait_for_the_horizon()
    assert taken(shop, folder).events == 3
    assert taken(shop, folder).events == 0
    whole = [row[:2] for row in table(folder, "events")]
    assert len(whole) == len(set(whole)) == 5


def test_a_snapshot_grows_by_what_is_new_and_is_the_same_as_one_taken_anew(shop: RunningShop, tmp_path: Path) -> None:
    folder = tmp_path / "snapshot"
    shop.post(shop.order("alice", "2026-01-05", ("milk", "4.00")))
    first = taken(shop, folder)
    shop.post(shop.order("alice", "2026-01-07", ("tea", "2.00")), shop.posting("bea", "checkin", {"place": "door"}, "2026-01-08"))
    second = taken(shop, folder)
    assert (first.kept, second.kept, second.manifest.number) == (False, True, 2)
    assert list(first.manifest.tables["order_lines"]) == second.manifest.tables["order_lines"][:1]
    assert check_parts(folder, second.manifest) == sum(len(parts) for parts in second.manifest.tables.values())
    grown = {name: table(folder, name) for name in second.manifest.tables}
    anew = taken(shop, folder, whole=True)
    assert not anew.kept and {name: table(folder, name) for name in anew.manifest.tables} == grown
    assert {len(parts) for parts in anew.manifest.tables.values()} <= {0, 1}
    assert {file.name for file in folder.glob("*/*.parquet")} == {f"{anew.manifest.number:06}.parquet"}


def test_many_small_parts_are_put_together(shop: RunningShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "MOST_PARTS", 2)
    for day in range(1, 5):
        shop.post(shop.order("alice", f"2026-01-0{day}", ("milk", "4.00")))
        last = taken(shop, tmp_path / "snapshot")
    assert len(last.manifest.tables["order_lines"]) <= 2 and last.manifest.rows("order_lines") == 4
    assert len(table(tmp_path / "snapshot", "order_lines")) == 4


def test_who_refuses_profiling_leaves_its_tables_at_the_next_snapshot_and_may_come_back(shop: RunningShop, tmp_path: Path) -> None:
    folder = tmp_path / "snapshot"
    for ref in ("alice", "bea"):
        shop.post(
            shop.order(ref, "2026-01-05", ("milk", "4.00"), order_id=f"{ref}1"),
            shop.posting(ref, "order.returned", {"order_id": f"{ref}1", "all": True}, "2026-01-06"),
            shop.posting(ref, "checkin", {"place": "door"}, "2026-01-07"),
            shop.posting(ref, "site.visited", {"seconds": 40, "pages": 3}, "2026-01-07"),
        )
    taken(shop, folder)
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        set_profiling(conn, "alice", allowed=False, by="alice", at=AT)
    shop.post(shop.order("alice", "2026-01-09", ("tea", "4.00")))
    found = taken(shop, folder)
    alice, bea = shop.number("alice"), shop.number("bea")
    assert found.manifest.refused == [alice]
    for name in ("order_lines", "returned_lines", "behaviours", "visits"):
        assert {row[0] for row in table(folder, name)} == {bea}, name
        for file in (folder / name).glob("*.parquet"):  # not in a file nobody names either
            assert duckdb.sql(f"SELECT count(*) FROM '{file}' WHERE member = {alice}").fetchall() == [(0,)]
    assert alice in {row[0] for row in table(folder, "transfers")}  # the shop's book stays whole
    with facts(folder, tmp_path) as seen:
        assert seen.numbers() == [bea] and [one.code for one in seen.findings] == ["insight.refused_profiling"]
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        set_profiling(conn, "alice", allowed=True, by="alice", at=AT)
    taken(shop, folder)
    grown = {name: table(folder, name) for name in ("order_lines", "returned_lines", "behaviours", "visits")}
    taken(shop, folder, whole=True)
    assert grown == {name: table(folder, name) for name in grown} and len(grown["order_lines"]) == 3


def test_a_snapshot_that_breaks_off_leaves_the_one_before(shop: RunningShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "snapshot"
    shop.post(shop.order("alice", "2026-01-05", ("milk", "4.00")))
    before = taken(shop, folder).manifest
    shop.post(shop.order("alice", "2026-01-06", ("milk", "4.00")))
    write, calls = taking.part_of, iter(range(9))

    def breaks(*given: Any) -> Any:
        if next(calls) == 1:
            raise KeyboardInterrupt
        return write(*given)

    monkeypatch.setattr(taking, "part_of", breaks)
    with pytest.raises(KeyboardInterrupt):
        taken(shop, folder)
    monkeypatch.undo()
    assert read_manifest(folder) == before and check_parts(folder, before)
    assert len(table(folder, "order_lines")) == 1
    left = {file.relative_to(folder).as_posix() for file in folder.glob("*/*.parquet")} - {part.file for parts in before.tables.values() for part in parts}
    assert left
    (folder / ".taking-1").mkdir()  # what a killed one leaves
    (folder / ".taking-1" / "raw.csv").write_text("1")
    taken(shop, folder)
    assert len(table(folder, "order_lines")) == 2 and check_parts(folder, read_manifest(folder))
    assert not list(folder.glob(".taking-*"))


def test_a_file_that_is_not_as_it_was_written_is_found(shop: RunningShop, tmp_path: Path) -> None:
    folder = tmp_path / "snapshot"
    shop.post(shop.order("alice", "2026-01-05", ("milk", "4.00")))
    with pytest.raises(NoSnapshot):
        read_manifest(folder)
    manifest = taken(shop, folder).manifest
    file = folder / manifest.tables["order_lines"][0].file
    content = bytearray(file.read_bytes())
    content[20] ^= 1
    file.write_bytes(content)
    with pytest.raises(DamagedSnapshot) as damaged:
        check_parts(folder, manifest)
    assert damaged.value.facts["file"] == "order_lines/000001.parquet"
    file.unlink()
    assert not taken(shop, folder).kept  # a file is gone: everything is read again
    (folder / "manifest.json").write_text("{")
    with pytest.raises(DamagedSnapshot):
        read_manifest(folder)


def test_nothing_personal_and_no_free_text_is_in_a_snapshot(shop: RunningShop, tmp_path: Path) -> None:
    ref = "zoe.marple@example.com"
    shop.post(
        shop.order(ref, "2026-01-05", ("milk", "4.00")),
        shop.posting(ref, "points.adjusted", {"points": 5, "reason": "rang from 555-0199", "by": "Ann Marple"}, "2026-01-06"),
        shop.posting(ref, "review.rejected", {"review_id": "r1", "by": "Ann Marple", "reason": "names Zoe"}, "2026-01-07"),
        shop.posting(ref, "page.read", {"seconds": 30, "pages": 2, "note": "Zoe likes tea"}, "2026-01-08"),
        shop.posting(ref, "contact.made", {"cost": "4.20", "channel": "phone", "topic": "Zoe rang"}, "2026-01-09"),
        shop.posting(ref, "site.visited", {"seconds": 61, "pages": 4, "channel": "app"}, "2026-01-10"),
    )
    taken(shop, tmp_path / "snapshot")
    told = " ".join(str(table(tmp_path / "snapshot", name)) for name in read_manifest(tmp_path / "snapshot").tables)
    assert "milk" in told and "page.read" in told and "r1" in told
    for personal in ("zoe", "marple", "555", "likes", "rang"):
        assert personal not in told.casefold(), personal
    assert [row[-1] for row in table(tmp_path / "snapshot", "behaviours")] == [[("review_id", "r1")], [("pages", "2"), ("seconds", "30")], [("channel", "phone"), ("cost", "4.20")]]
    assert [(row[2], *row[4:]) for row in table(tmp_path / "snapshot", "visits")] == [("page.read", 30, 2), ("site.visited", 61, 4)]


def test_only_one_takes_it_at_a_time(shop: RunningShop, tmp_path: Path) -> None:
    shop.post(shop.order("alice", "2026-01-05", ("milk", "4.00")))
    (tmp_path / "snapshot").mkdir()
    with taking._alone(tmp_path / "snapshot" / ".writing"), pytest.raises(BeingTaken):
        taken(shop, tmp_path / "snapshot")
    assert taken(shop, tmp_path / "snapshot").events == 2


def test_another_database_is_read_from_the_beginning(shop: RunningShop, tmp_path: Path, module_database: Any) -> None:
    shop.post(shop.order("alice", "2026-01-05", ("milk", "4.00")))
    taken(shop, tmp_path / "snapshot")
    other = RunningShop(module_database.dsn)
    other.post(other.order("bea", "2026-01-05", ("tea", "1.00"), ("cup", "2.00")))
    found = taken(other, tmp_path / "snapshot")
    assert not found.kept and found.manifest.number == 2
    assert [row[6] for row in table(tmp_path / "snapshot", "order_lines")] == ["tea", "cup"]
