"""Points are counted once: what is kept and what came since add up to what counting everything anew gives, whatever happened in between."""

import random
from datetime import UTC, date, datetime, timedelta

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.insight.asking import transfers
from regulars.insight.asking.kept_points import read_counted
from regulars.insight.asking.transfers import count_points
from regulars.insight.facts.of_snapshot import SnapshotFacts
from regulars.insight.liability.roll_forward import rolled, tie
from regulars.insight.snapshot.manifest import FORMAT, Manifest, Origin, Part, Shop, quoted

OWED = ("active", "pending", "held")
SCHEMA = pa.schema(
    {"member": pa.int64(), "seq": pa.int64(), "n": pa.int32(), "occurred_at": pa.timestamp("us", "UTC"), "wallet": pa.string(), "source": pa.string(), "target": pa.string(), "points": pa.int64(), "lot": pa.string()}
)


def journal(draw: random.Random, members: int, many: int):
    """Transfers one after the other: earned, confirmed, spent, cancelled, lapsed, forfeited, some late; never more out of a lot than is in it."""
    at, left, seqs = datetime(2024, 1, 20, tzinfo=UTC), {}, dict.fromkeys(range(members), 0)
    for _ in range(many):
        at += timedelta(days=draw.choice((0, 0, 1, 2, 5)))
        member, lot = draw.randrange(members), draw.choice((None, "2025-01-31", "2025-02-28", "o'never"))
        seqs[member] += 1
        moment = at - timedelta(days=draw.choice((0, 0, 0, 40)))
        for n in range(draw.choice((1, 1, 2))):
            here = [(account, left.get((member, lot, account), 0)) for account in OWED]
            full = [(account, points) for account, points in here if points]
            if not full or draw.random() < 0.4:
                source, target, points = draw.choice(("issued", "issued", "issued", "redeemed", "adjusted")), draw.choice(("active", "active", "pending")), draw.randrange(1, 50)
            else:
                source, most = draw.choice(full)
                target, points = draw.choice(("redeemed", "redeemed", "breakage", "forfeited", *(one for one in OWED if one != source))), draw.randrange(1, most + 1)
            for account, by in ((source, -points), (target, points)):
                left[member, lot, account] = left.get((member, lot, account), 0) + by
            yield {"member": member, "seq": seqs[member], "n": n, "occurred_at": moment, "wallet": "points", "source": source, "target": target, "points": points, "lot": lot}
        if draw.random() < 0.1:
            yield {"member": member, "seq": seqs[member], "n": 9, "occurred_at": moment, "wallet": "growth", "source": "issued", "target": "active", "points": 3, "lot": None}


class Snapshot:
    """A folder of transfers' parts, as snapshots write them."""

    def __init__(self, folder, rows, zone="Europe/Berlin") -> None:
        self.folder, self.rows, self.zone, self.parts, self.done = folder, rows, zone, [], 0
        (folder / "transfers").mkdir(parents=True)

    def take(self, until: int) -> None:
        new = sorted(self.rows[self.done : until], key=lambda row: (row["member"], row["seq"], row["n"]))
        if new:
            self.parts.append(self.written(new, f"{len(self.parts):06}-{until}"))
        self.done = max(self.done, until)

    def put_together(self) -> None:
        files = [self.folder / part.file for part in self.parts]
        if files:
            whole = self.written(pq.read_table(files, schema=SCHEMA).to_pylist(), f"{self.done:06}-all")
            self.parts = [msgspec.structs.replace(whole, of=[each for part in self.parts for each in part.of or [part.sha256]])]

    def written(self, rows, name: str) -> Part:
        file = f"transfers/{name}.parquet"
        pq.write_table(pa.Table.from_pylist(rows, SCHEMA), self.folder / file)
        return Part(file, len(rows), 1, f"hash of {name} {len(rows)}")

    def count(self, *, kept: bool):
        """(months, issued, cells, changes), after the roll-forward was tied to what members have."""
        manifest = Manifest(FORMAT, 1, "2026-01-01T00:00:00+00:00", Origin("", 0, 0), 0, Shop("made", "EUR", 2, self.zone, {"points": ""}), [], {}, {"transfers": self.parts})
        with duckdb.connect() as store:
            store.execute("SET TimeZone = 'UTC'")
            store.execute(f"CREATE TEMP VIEW transfers AS SELECT * FROM read_parquet({quoted(self.folder / part.file for part in self.parts)})")
            facts = SnapshotFacts(store, self.folder, date(2026, 2, 1), None, None, "EUR", 2, (), manifest, self.zone, self.folder if kept else None)
            found = count_points(facts)
        mine = [row for row in self.rows[: self.done] if row["wallet"] == "points"]
        tie(rolled(found.changes, periods=len(found.months)), sum(row["points"] * ((row["target"] in OWED) - (row["source"] in OWED)) for row in mine))
        return found.months, found.increments.issued.tolist(), found.increments.cells.tolist(), {name: sums.tolist() for name, sums in found.changes.items() if sums.any()}

    def goes_on(self) -> bool:
        manifest = Manifest(FORMAT, 1, "", Origin("", 0, 0), 0, Shop("made", "EUR", 2, self.zone, {"points": ""}), [], {}, {"transfers": self.parts})
        return read_counted(self.folder, manifest, "points", self.zone) is not None


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), members=st.integers(1, 6), cuts=st.lists(st.integers(1, 90), min_size=2, max_size=4), together=st.booleans(), most=st.sampled_from((0, 20, 10**6)))
def test_what_is_kept_and_what_came_since_are_the_whole(tmp_path_factory, seed, members, cuts, together, most):
    rows = list(journal(random.Random(seed), members, 90))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transfers, "MOST_REST", most)
        patch.setattr("regulars.insight.asking.transfer_rows.ROWS_AT_ONCE", 7 if seed % 2 else 2_000_000)
        snapshot = Snapshot(tmp_path_factory.mktemp("snapshot"), rows)
        for cut in sorted({*cuts, len(rows)}):
            snapshot.take(cut)
            if not any(row["wallet"] == "points" for row in rows[:cut]):
                continue
            assert snapshot.count(kept=True) == snapshot.count(kept=False)
            assert snapshot.goes_on()
            if together:
                snapshot.put_together()
                assert snapshot.goes_on()


def test_another_past_or_a_damaged_file_is_counted_anew(tmp_path):
    """Ever the same answer as without anything kept: of a snapshot taken anew, of a lots' file somebody wrote into, of another zone; and where nothing may be kept."""
    rows = list(journal(random.Random(7), 5, 90))
    snapshot = Snapshot(tmp_path / "one", rows)
    snapshot.take(60)
    first = snapshot.count(kept=True)
    assert first == snapshot.count(kept=False) and snapshot.goes_on()
    (lots,) = (tmp_path / "one" / "points").glob("lots-*.parquet")
    lots.write_bytes(lots.read_bytes()[:-1] + b"x")
    assert not snapshot.goes_on() and snapshot.count(kept=True) == first and snapshot.goes_on()
    snapshot.zone = "America/New_York"
    assert not snapshot.goes_on() and snapshot.count(kept=True) == snapshot.count(kept=False)
    snapshot.rows, snapshot.done, snapshot.parts = list(journal(random.Random(8), 4, 70)), 0, []
    snapshot.take(40)
    assert not snapshot.goes_on() and snapshot.count(kept=True) == snapshot.count(kept=False) != first
    assert len(list((tmp_path / "one" / "points").iterdir())) == 2, "what is no longer used is gone"
    (tmp_path / "one" / "points" / "counted.json").write_text("{")
    snapshot.take(70)
    assert snapshot.count(kept=True) == snapshot.count(kept=False)
    bare = Snapshot(tmp_path / "two", rows)
    (tmp_path / "two" / "points").write_text("a file in the folder's place")
    bare.take(60)
    bare.zone = "Europe/Berlin"
    assert bare.count(kept=True) == first
