import os
import time

import pytest

from regulars.journal import sharing
from regulars.journal.bulk import post_all
from regulars.journal.errors import Crashed
from regulars.journal.programs import apply_version
from regulars.kit.periods import instant

from .conftest import PROGRAMME, at


def orders(shop, stop_after=None):
    for n in range(600):
        if n == stop_after:
            raise KeyboardInterrupt
        yield shop.order(f"m{n // 50:02d}", f"o{n}", "2026-01-02", "1.00", enrol=True, bonuses=False)


def test_a_killed_import_goes_on_and_doubles_nothing(shop):
    with pytest.raises(KeyboardInterrupt):
        post_all(shop.dsn, orders(shop, stop_after=350), batch=40)
    ((written,),) = shop.rows("SELECT count(*) FROM event WHERE type = 'order.paid'")
    assert 0 < written < 600
    progress = []
    posted = post_all(shop.dsn, orders(shop), progress.append, batch=40)
    assert (posted.created, posted.duplicate, posted.total) == (600 - written, written, 600)
    assert progress == sorted(progress) and progress[-1] == 600
    assert shop.rows("SELECT count(*), sum(active) FROM member_state") == [(12, 600)]
    assert post_all(shop.dsn, orders(shop)).duplicate == 600


def test_what_was_not_created_is_named(shop):
    postings = [
        shop.order("alice", "A1", "2026-01-02", "1.00", enrol=True),
        shop.order("alice", "A1", "2026-01-02", "2.00"),
        shop.redeems("alice", "R1", "2026-01-02", 1000),
        shop.order("nobody", "N1", "2026-01-02", "1.00"),
    ]
    posted = post_all(shop.dsn, postings)
    assert (posted.created, posted.conflict, posted.refused) == (1, 1, 2)
    assert posted.problems == [("A1", "event.conflict"), ("R1", "points.insufficient"), ("N1", "member.unknown")]


def test_many_orders_of_one_member_become_one_change_of_the_state(shop):
    post_all(shop.dsn, [shop.order("alice", f"o{n}", f"2026-01-{n % 28 + 1:02d}", "1.00", enrol=True, bonuses=False) for n in range(200)])
    ((state_xids, event_xids),) = shop.rows("SELECT count(DISTINCT s.xmin::text), count(DISTINCT e.xid) FROM member_state s JOIN event e USING (member_id)")
    assert (state_xids, event_xids) == (1, 1)


def test_processes_that_share_the_work_give_the_same_journal(shop):
    def story(prefix):
        for n in range(300):
            ref = f"{prefix}{n // 10:02d}"
            yield shop.order(ref, f"o{n}", f"2025-{n % 10 + 1:02d}-05", "100.00", enrol=True)
            if n % 10 == 9:
                yield shop.returns(ref, f"o{n - 5}", "2025-11-01")

    assert post_all(shop.dsn, story("a")).created == 330
    progress = []
    shared = post_all(shop.dsn, list(story("b")), progress.append, batch=7, parts=2)
    assert (shared.created, shared.problems, progress[-1]) == (330, [], 330)
    rows = """SELECT substr(ref, 2), seq, e.external_id, e.outcome::text FROM event e JOIN member_ref USING (member_id) WHERE ref LIKE %s ORDER BY 1, 2"""
    assert shop.rows(rows, "a%") == shop.rows(rows, "b%")


def test_a_shared_run_may_be_interrupted_and_goes_on(shop, monkeypatch):
    monkeypatch.setattr(sharing, "_LOOK_EVERY", 20)

    every = list(orders(shop))

    def slowly(part, parts):
        for n, posting in enumerate(every):
            time.sleep(0.005)
            if n % parts == part:
                yield posting

    def interrupt(done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sharing.post_shares(shop.dsn, slowly, interrupt, parts=2, batch=20)
    ((written,),) = shop.rows("SELECT count(*) FROM event WHERE type = 'order.paid'")
    assert 0 < written < 600, "the processes leave soon after their parent has gone"
    posted = post_all(shop.dsn, every, batch=20, parts=2)
    assert (posted.created, posted.duplicate) == (600 - written, written)


def test_a_file_that_fails_under_a_process_is_reported(shop):
    every = list(orders(shop))

    def broken(part, parts):
        yield from every[:10]
        raise RuntimeError("the file went away")

    with pytest.raises(Crashed):
        sharing.post_shares(shop.dsn, broken, parts=2)


def test_a_process_that_dies_is_reported_and_nothing_is_doubled(shop):
    parent = os.getpid()

    async def deadly(conn, who, fields):
        if os.getpid() != parent:
            os._exit(9)
        return [{"birthday_month": False} for _ in who]

    birthday = "  - {id: birthday, on: order.paid, when: {member.birthday_month: true}, points: {multiply: 2}}\n"
    apply_version(shop.conn, PROGRAMME + birthday, by="lead", at=instant(at("2026-01-01")))
    with pytest.raises(Crashed):
        post_all(shop.dsn, list(orders(shop)), facts_of=deadly, batch=20, parts=2)
    assert post_all(shop.dsn, orders(shop), facts_of=deadly).total == 600
