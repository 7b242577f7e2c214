import pytest
from regulars.journal.bulk import post_all


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
