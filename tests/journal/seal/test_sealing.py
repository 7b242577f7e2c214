"""The programme promises that everything that happened is sealed, once, in an order that is fixed for ever."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from journal.conftest import PROGRAMME, Shop, at
from journal.seal.history import live
from regulars.journal.programs import apply_version
from regulars.journal.seal import chain, sealing
from regulars.journal.seal.chain import last_seal, seals_from
from regulars.journal.seal.checking import check_seals
from regulars.journal.seal.sealing import Sealer
from regulars.journal.seal.status import seal_status
from regulars.kit.periods import instant


def now_us() -> int:
    return time.time_ns() // 1_000


def sealed_rows(shop: Shop) -> list[tuple[int, int]]:
    return [row[:2] for seal in seals_from(shop.conn, 1) for row in seal.rows]


def test_everything_is_sealed_once_and_the_programme_first(shop):
    live(shop, members=5, orders_each=8)
    rows = shop.seal(most_rows=20)
    events = shop.rows("SELECT member_id, seq FROM event ORDER BY xid, member_id, seq")
    assert sealed_rows(shop) == [(0, 1), *events]
    assert rows == len(events) + 1 == seal_status(shop.conn).rows
    assert [len(seal.rows) for seal in seals_from(shop.conn, 1)][:-1] == [20] * (rows // 20)
    assert shop.seal() == 0
    assert list(check_seals(shop.conn)) == []


def test_what_comes_later_is_added_behind(shop):
    shop.post(shop.joins("alice"))
    shop.seal()
    first = last_seal(shop.conn)
    shop.post(shop.order("alice", "A1", "2026-01-02", "10.00"))
    apply_version(shop.conn, PROGRAMME.replace("give: 1, of", "give: 2, of", 1), by="lead", at=instant(at("2026-02-01")))
    shop.seal()
    assert sealed_rows(shop)[2:] == [(0, 2), (1, 2)]
    assert next(seals_from(shop.conn, first.id + 1)).before == first.head


def test_a_version_alone_is_sealed_too(shop):
    shop.post(shop.joins("alice"))
    shop.seal()
    apply_version(shop.conn, PROGRAMME.replace("give: 1, of", "give: 2, of", 1), by="lead", at=instant(at("2026-02-01")))
    assert Sealer(now_us).seal(shop.conn) == 1
    assert sealed_rows(shop)[-1] == (0, 2)


def test_nothing_is_sealed_while_something_older_still_runs(shop):
    shop.post(shop.joins("alice"))
    shop.seal()
    with psycopg.connect(shop.dsn) as slow:
        slow.execute("SELECT pg_current_xact_id()")
        shop.post(shop.order("alice", "A1", "2026-01-02", "10.00"))
        assert Sealer(now_us).seal(shop.conn) == 0
        assert seal_status(shop.conn).waiting == 1
        slow.rollback()
    assert shop.seal() == 1


def test_a_slow_transaction_with_a_low_number_is_not_passed_over(shop):
    shop.post(shop.joins("alice"), shop.joins("bea"))
    shop.seal()
    copy = "INSERT INTO event (member_id, seq, source, external_id, type, occurred_at, recorded_at, body, body_hash, outcome, known_version) SELECT 999, seq, source, external_id, type, occurred_at, recorded_at, body, body_hash, outcome, known_version FROM event WHERE member_id = 1"
    with psycopg.connect(shop.owner_dsn) as slow:
        slow.execute(copy)
        shop.post(shop.order("alice", "A1", "2026-01-02", "10.00"))
        assert Sealer(now_us).seal(shop.conn) == 0
        slow.commit()
    shop.seal()
    assert sealed_rows(shop)[-2:] == [(999, 1), (1, 2)]
    with psycopg.connect(shop.owner_dsn, autocommit=True) as owner:  # nobody's event: tidy up, the checkers come after the test
        owner.execute("ALTER TABLE event DISABLE TRIGGER event_append_only; ALTER TABLE seal DISABLE TRIGGER seal_append_only")
        owner.execute("DELETE FROM event WHERE member_id = 999; DELETE FROM seal")
        owner.execute("ALTER TABLE event ENABLE TRIGGER event_append_only; ALTER TABLE seal ENABLE TRIGGER seal_append_only")


def test_only_one_seals_at_a_time(shop):
    shop.post(shop.joins("alice"))
    with psycopg.connect(shop.dsn, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", (sealing.SEAL_LOCK,))
        assert Sealer(now_us).seal(shop.conn) == 0
        other.execute("SELECT pg_advisory_unlock(%s)", (sealing.SEAL_LOCK,))
    assert shop.seal() > 0


def test_under_load_nothing_is_missed_and_nothing_sealed_twice(shop):
    told = threading.Event()

    def keep_sealing() -> None:
        with psycopg.connect(shop.dsn, autocommit=True) as conn:
            sealer = Sealer(now_us, most_rows=50)
            while not told.is_set():
                sealer.seal(conn)

    with ThreadPoolExecutor(6) as pool:
        sealers = [pool.submit(keep_sealing) for _ in range(2)]
        tills = [pool.submit(_sell, shop, till) for till in range(4)]
        for till in tills:
            till.result()
        told.set()
        for sealer in sealers:
            sealer.result()
    shop.seal()
    rows = sealed_rows(shop)
    assert len(rows) == len(set(rows)) == shop.rows("SELECT count(*) FROM event")[0][0] + 1
    assert list(check_seals(shop.conn)) == []


def _sell(shop: Shop, till: int) -> None:
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        own = Shop(shop.dsn, shop.owner_dsn, conn)
        for n in range(12):
            postings = [own.order(f"t{till}-{k}", f"{till}-{n}-{k}", "2026-01-02", "10.00", enrol=True) for k in range(10)]
            assert all(answer.status == "created" for answer in own.post_many(postings))


FAR = 10_000_000  # how far ahead the old server's transaction numbers were


@pytest.fixture
def moved(shop, home, monkeypatch):
    """A shop whose ledger was dumped on a server far ahead, part of it not sealed yet, and restored on this one."""
    with psycopg.connect(shop.owner_dsn, autocommit=True) as owner:
        owner.execute(f"ALTER TABLE event ALTER COLUMN xid SET DEFAULT pg_current_xact_id()::text::bigint + {FAR}")
    real = sealing._horizon
    monkeypatch.setattr(sealing, "_horizon", lambda conn: real(conn) + FAR)
    live(shop, members=3, orders_each=5)
    shop.seal(most_rows=7)
    shop.post(shop.order("m0", "unsealed", "2026-11-20", "10.00"))  # after the clock has been round
    with psycopg.connect(shop.owner_dsn, autocommit=True) as owner:  # what pg_restore leaves: the same values, written by other transactions
        owner.execute("ALTER TABLE event ALTER COLUMN xid SET DEFAULT pg_current_xact_id()::text::bigint")
        with owner.transaction():
            owner.execute("CREATE TEMP TABLE dumped ON COMMIT DROP AS SELECT * FROM event")
            owner.execute("ALTER TABLE event DISABLE TRIGGER event_append_only")
            owner.execute("DELETE FROM event")
            owner.execute("INSERT INTO event SELECT * FROM dumped")
            owner.execute("ALTER TABLE event ENABLE TRIGGER event_append_only")
    monkeypatch.setattr(sealing, "_horizon", real)
    for module in (chain, sealing):
        monkeypatch.setattr(module, "cluster_of", lambda conn: 4711)
    return shop


def test_a_ledger_restored_on_another_server_goes_on(moved):
    seals, rows = last_seal(moved.conn).id, len(sealed_rows(moved))
    moved.post(moved.order("m1", "early", "2026-11-20", "10.00"))  # before anybody sealed here
    moved.seal()
    moved.post(moved.order("m1", "new", "2026-11-21", "10.00"))
    moved.seal()
    moved.post(moved.order("m1", "newer", "2026-11-22", "10.00"))
    moved.seal()
    assert len(set(sealed_rows(moved))) == len(sealed_rows(moved)) == rows + 4
    assert last_seal(moved.conn).id == seals + 3
    assert [row[0] for row in moved.rows("SELECT cluster FROM seal ORDER BY id")][-2:] == [4711, 4711]
    assert list(check_seals(moved.conn)) == []


def test_a_row_slipped_in_after_a_restore_is_found(moved):
    moved.seal()
    moved.post(moved.order("m1", "new", "2026-11-21", "10.00"))
    moved.seal()
    with psycopg.connect(moved.owner_dsn, autocommit=True) as owner:
        owner.execute(f"INSERT INTO event SELECT 777, seq, source, external_id, type, order_id, occurred_at, recorded_at, body, body_hash, outcome, known_version, {FAR} + 5 FROM event WHERE member_id = 1 AND seq = 1")
        Sealer(now_us).seal(moved.conn)
        assert [(breach.kind, breach.member_id, breach.seq) for breach in check_seals(moved.conn)] == [("row_inserted", 777, 1)]
        owner.execute("ALTER TABLE event DISABLE TRIGGER event_append_only")
        owner.execute("DELETE FROM event WHERE member_id = 777")
        owner.execute("ALTER TABLE event ENABLE TRIGGER event_append_only")
