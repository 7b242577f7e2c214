"""The programme promises that what one person gives alone stays within its limits, in however many pieces and from however many hands at once."""

import threading
from datetime import datetime, timedelta

import psycopg
import pytest
from journal.conftest import PROGRAMME, ZONE, Shop

from regulars.approvals.operations import Adjustment, adjust_or_ask, answer
from regulars.approvals.queries import Request
from regulars.journal.programs import apply_version
from regulars.journal.verify import verify

LIMITED = PROGRAMME + "approval: {goodwill_in_all: [{points: 100, within: 30 days, of: member}, {points: 250, within: 7 days, of: giver}]}\n"
DAY = timedelta(days=1)


@pytest.fixture
def shop(django_database):
    """Ann is an agent, Max manages; Alice, Bea, Carl and Dana are members."""
    from regulars.cli.staffing import create_staff

    for name, role in (("max", "manager"), ("ann", "agent")):
        create_staff(name, role, "nineteen-blue-teapots")
    with psycopg.connect(django_database.dsn, autocommit=True) as conn:
        apply_version(conn, LIMITED, by="max", at=datetime(2026, 1, 1, tzinfo=ZONE))
        shop = Shop(django_database.dsn, django_database.owner_dsn, conn)
        shop.post_many([shop.joins(ref) for ref in ("alice", "bea", "carl", "dana")])
        yield shop
        assert verify(conn).is_sound


_ids = iter(range(1, 10_000))


def give(shop, at, *adjustments, by="ann", id=""):
    return adjust_or_ask(shop.conn, shop.dsn, [Adjustment(*one) for one in adjustments], by=by, at=at, reason="broken cup", id=id or f"a{next(_ids)}")


def at(text):
    return datetime.fromisoformat(text).replace(hour=12, tzinfo=ZONE)


def given(shop, ref):
    return shop.balance(ref)[0] - 50  # less what joining gave


def test_two_adjustments_of_a_hundred_ask_where_two_hundred_would(shop):
    """2026-06-01 Alice is given 100. On the 2nd one point more waits; Bea is another member. On 30 June the window still holds the 1st, on 1 July it does not."""
    assert give(shop, at("2026-06-01"), ("alice", 60))["created"] == 1
    assert give(shop, at("2026-06-01"), ("alice", 40), by="max")["created"] == 1  # whoever gives
    assert isinstance(give(shop, at("2026-06-02"), ("alice", 1)), Request)
    assert give(shop, at("2026-06-02"), ("bea", 100))["created"] == 1
    assert isinstance(give(shop, at("2026-06-30"), ("alice", 1)), Request)
    assert give(shop, at("2026-07-01"), ("alice", 100))["created"] == 1
    assert (given(shop, "alice"), given(shop, "bea")) == (200, 100)


def test_one_person_gives_so_much_in_all_and_the_next_one_their_own(shop):
    for n, ref in enumerate(("alice", "bea")):
        assert give(shop, at(f"2026-06-0{n + 1}"), (ref, 100))["created"] == 1
    assert isinstance(give(shop, at("2026-06-03"), ("carl", 51), by="ANN"), Request)  # in another writing the same person
    assert give(shop, at("2026-06-03"), ("carl", 50))["created"] == 1
    assert give(shop, at("2026-06-03"), ("carl", 50), by="max")["created"] == 1
    assert give(shop, at("2026-06-08"), ("dana", 100))["created"] == 1  # the 1st has left the seven days


def test_pieces_of_one_batch_count_together_and_what_is_taken_makes_no_room(shop):
    assert isinstance(give(shop, at("2026-06-01"), ("alice", 60), ("alice", 41)), Request)
    assert give(shop, at("2026-06-01"), ("alice", 100), ("alice", -90))["created"] == 2
    assert isinstance(give(shop, at("2026-06-02"), ("alice", 1)), Request)


def test_what_two_people_agreed_to_is_nobodys_alone(shop):
    request = give(shop, at("2026-06-01"), ("alice", 500))
    assert answer(shop.conn, shop.dsn, request.id, "approved", by="max", at=at("2026-06-02")).result["created"] == 1
    assert give(shop, at("2026-06-03"), ("alice", 100))["created"] == 1
    assert given(shop, "alice") == 600


def test_sent_again_it_counts_once_and_asks_once(shop):
    assert give(shop, at("2026-06-01"), ("alice", 100), id="x")["created"] == 1
    assert give(shop, at("2026-06-05"), ("alice", 100), id="x")["duplicate"] == 1
    first = give(shop, at("2026-06-05"), ("alice", 100), id="y")
    assert give(shop, at("2026-06-06"), ("alice", 100), id="y").id == first.id
    answer(shop.conn, shop.dsn, first.id, "refused", by="max", at=at("2026-06-07"), why="not ours")
    assert give(shop, at("2026-06-08"), ("alice", 100), id="y").id != first.id
    assert given(shop, "alice") == 100


def test_an_id_used_for_one_opens_nothing_for_another(shop):
    give(shop, at("2026-06-01"), ("alice", 1), id="x")
    assert isinstance(give(shop, at("2026-06-01"), ("alice", 1), ("bea", 101), id="x"), Request)
    assert given(shop, "bea") == 0


def test_of_many_at_once_exactly_what_the_limit_allows_gets_through(shop):
    done, asked = [], []

    def one(n):
        with psycopg.connect(shop.dsn, autocommit=True) as conn:
            result = adjust_or_ask(conn, shop.dsn, [Adjustment("alice", 30)], by=f"agent-{n}", at=at("2026-06-01"), reason="cup", id=f"c{n}")
            (asked if isinstance(result, Request) else done).append(n)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), len(asked), given(shop, "alice")) == (3, 5, 90)
