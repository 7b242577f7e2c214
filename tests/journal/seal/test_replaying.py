"""The log decided again in an empty database, and sealed in the recorded order with the recorded times, ends in the same head.

Some 1,000 events; more than 50,000 with REGULARS_FAULTS=long.
"""

import os

import pytest

from journal.conftest import Shop
from journal.seal.history import live
from regulars.journal.replay import replay_into, scratch_database
from regulars.journal.seal.chain import last_seal
from regulars.journal.seal.checking import check_seals
from regulars.journal.seal.replaying import reseal

MEMBERS, ORDERS = (1_600, 29) if os.environ.get("REGULARS_FAULTS") == "long" else (50, 20)


@pytest.mark.timeout(3600)
def test_a_replay_into_an_empty_database_ends_in_the_same_head(shop: Shop) -> None:
    for part in range(2):
        live(shop, members=MEMBERS, orders_each=ORDERS // 2, seed=part) if part == 0 else _go_on(shop)
        shop.seal(most_rows=700)
    ((events,),) = shop.rows("SELECT count(*) FROM event")
    assert events > (50_000 if MEMBERS > 50 else 1_000)
    with scratch_database(shop.admin_dsn) as empty:
        replayed = replay_into(shop.conn, empty)
        assert (replayed.difference, replayed.events) == (None, events)
        assert (replayed.seals, replayed.head) == (last_seal(shop.conn).id, last_seal(shop.conn).head)
        assert last_seal(empty).head == replayed.head
        for query in ("SELECT member_id, active, pending, held, debt, tier, state::text FROM member_state ORDER BY 1", "SELECT * FROM transfer ORDER BY 1, 2, 3"):
            assert empty.execute(query).fetchall() == shop.rows(query)
        assert {breach.kind for breach in check_seals(empty)} == {"row_changed"}, "only the numbers of its own transactions are others"


def _go_on(shop: Shop) -> None:
    postings = [shop.order(f"m{member}", f"more-{member}-{n}", "2026-12-01", "19.90") for member in range(MEMBERS) for n in range(ORDERS // 2)]
    assert {answer.status for answer in shop.post_many(postings, longest_queue=len(postings) + 1)} == {"created"}


def test_a_seal_over_something_else_is_named(broken_shop: Shop, home, database) -> None:
    import psycopg

    from journal.conftest import admin_of

    live(broken_shop, members=4, orders_each=6)
    broken_shop.seal(most_rows=10)
    with psycopg.connect(broken_shop.owner_dsn, autocommit=True) as owner:
        owner.execute("ALTER TABLE seal DISABLE TRIGGER USER")
        owner.execute("UPDATE seal SET head = sha256(head) WHERE id = 2")
    with scratch_database(admin_of(home, database)) as empty:
        difference = replay_into(broken_shop.conn, empty).difference
        assert difference is not None and (difference.what, difference.seq) == ("head", 2)
        empty.execute("ALTER TABLE seal DISABLE TRIGGER USER")
        empty.execute("DELETE FROM seal")
        empty.execute("ALTER TABLE transfer DISABLE TRIGGER USER")
        empty.execute("DELETE FROM transfer WHERE member_id = 1")
        assert reseal(broken_shop.conn, empty).differs is not None
