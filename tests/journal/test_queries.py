import pytest

from regulars.journal.errors import UnknownMember
from regulars.journal.explaining import explain
from regulars.journal.queries import member_id_of, movements_of, ref_of, standing_of

from .conftest import at


def test_movements_come_newest_first_page_by_page(shop):
    shop.post_many([shop.joins("alice"), *(shop.order("alice", f"A{n}", f"2026-01-{n + 2:02d}", "1.00") for n in range(7))])
    seen, before = [], None
    while True:
        page = movements_of(shop.conn, "alice", before=before, limit=3)
        seen += [movement.id for movement in page.movements]
        before = page.before
        if before is None:
            break
    assert seen == ["A6", "A5", "A4", "A3", "A2", "A1", "A0", "joined"]


def test_a_movement_shows_what_it_moved_and_why(shop):
    shop.post(shop.joins("alice"), shop.order("alice", "A1", "2026-01-02", "30.00"))
    movement = movements_of(shop.conn, "alice", limit=1).movements[0]
    assert [(moved.source, moved.target, moved.points, moved.wallet) for moved in movement.transfers] == [
        ("issued", "active", 30, "points"),
        ("issued", "active", 3, "growth"),
    ]
    assert movement.outcome.earned == {"points": 30, "growth": 3}


def test_only_some_types_or_only_what_moved_points_may_be_asked_for(shop):
    shop.post_many([shop.joins("alice"), shop.order("alice", "A1", "2026-01-02", "0.10"), shop.redeems("alice", "R1", "2026-01-03", 5)])
    assert [m.id for m in movements_of(shop.conn, "alice", moved_only=True).movements] == ["R1", "joined"]
    assert [m.id for m in movements_of(shop.conn, "alice", types=["order.paid"]).movements] == ["A1"]


def test_a_standing_is_that_of_the_moment_asked_for(shop):
    shop.post(shop.joins("alice", when="2026-01-01"))
    assert standing_of(shop.conn, shop.versions, "alice", at("2027-01-01 23:59")).points.active == 50
    assert standing_of(shop.conn, shop.versions, "alice", at("2027-01-02")).points.active == 0


def test_dana_is_nobody_here(shop):
    shop.post(shop.joins("alice"))
    assert ref_of(shop.conn, member_id_of(shop.conn, "alice")) == "alice"
    for ask in (lambda: standing_of(shop.conn, shop.versions, "dana", 0), lambda: movements_of(shop.conn, "da\x00na"), lambda: ref_of(shop.conn, 99)):
        with pytest.raises(UnknownMember):
            ask()


@pytest.mark.parametrize(("language", "word"), [("en", "points"), ("zh-Hans", "积分"), ("zh-Hant", "積分")])
def test_every_movement_is_explained_oldest_first_in_the_readers_language(shop, language, word):
    shop.post_many([shop.joins("alice"), *(shop.order("alice", f"A{n}", "2026-01-02", "20.00") for n in range(3))])
    told = list(explain(shop.conn, shop.versions, "alice", language))
    assert [one.seq for one in told] == [1, 2, 3, 4]
    assert all(one.because for one in told)
    assert any(word in sentence for one in told for sentence in one.because)
    assert "{" not in "".join(sentence for one in told for sentence in one.because)
