"""The programme promises that the daily sums say what the journal says, whoever writes and reads meanwhile."""

from datetime import UTC, date, datetime

import psycopg

from journal.conftest import Shop
from regulars.journal import figures

AT = datetime(2026, 6, 1, tzinfo=UTC)
START = date(2026, 1, 1)


def everything(conn: psycopg.Connection) -> tuple[object, ...]:
    return (
        figures.events_by_day(conn, since=START),
        figures.points_by_day(conn, wallet="points", since=START),
        figures.points_by_rule(conn, wallet="points", since=START, until=date(2026, 12, 31)),
        figures.accounts(conn),
        figures.tier_populations(conn),
        figures.lots_until(conn, wallet="points", until=date(2030, 1, 1)),
        figures.totals(conn),
    )


def a_life(shop: Shop, ref: str) -> None:
    shop.post_many([shop.joins(ref)])
    shop.post_many([shop.order(ref, "o1", "2026-01-05", "600.00"), shop.order(ref, "o2", "2026-02-05 23:30", "700.00")])
    shop.post(shop.returns(ref, "o1", "2026-02-10"))
    shop.post(shop.redeems(ref, "r1", "2026-02-11", 100))
    shop.post(shop.redeems(ref, "r2", "2026-02-11", 1_000_000))


def test_sums_follow_every_kind_of_event(shop: Shop) -> None:
    a_life(shop, "alice")
    by_day = {(row.day, row.type, row.status): (row.events, row.spend) for row in figures.events_by_day(shop.conn, since=START)}
    assert by_day[date(2026, 1, 5), "order.paid", "created"] == (1, 60_000)
    assert by_day[date(2026, 2, 5), "order.paid", "created"] == (1, 70_000)  # half past eleven at night there is still that day
    assert by_day[date(2026, 2, 10), "order.returned", "created"] == (1, -60_000)
    assert by_day[date(2026, 2, 11), "points.redeemed", "refused"] == (1, 0)
    assert figures.tier_populations(shop.conn) == {"regular": 0, "gold": 1}


def test_folding_changes_no_figure(shop: Shop) -> None:
    a_life(shop, "alice")
    before = everything(shop.conn)
    assert figures.refresh(shop.conn, at=AT)
    assert everything(shop.conn) == before
    a_life(shop, "bea")
    half_folded = everything(shop.conn)
    figures.refresh(shop.conn, at=AT)
    assert everything(shop.conn) == half_folded
    figures.rebuild(shop.conn, at=AT)
    assert everything(shop.conn) == half_folded


def test_balances_in_the_sums_are_the_members_balances(shop: Shop) -> None:
    a_life(shop, "alice")
    a_life(shop, "bea")
    figures.refresh(shop.conn, at=AT)
    books = {account: came - went for wallet, account, came, went in figures.accounts(shop.conn) if wallet == "points"}
    ((active, debt),) = shop.rows("SELECT sum(active), sum(debt) FROM member_state")
    assert (books["active"], -books.get("debt", 0)) == (active, debt)
    assert sum(books.values()) == 0
    lots = figures.lots_until(shop.conn, wallet="points", until=date(2030, 1, 1))
    assert sum(points for _, points in lots) == active
    assert sum(figures.tier_populations(shop.conn).values()) == 2


def test_a_writer_who_is_not_done_is_neither_missed_nor_counted_twice(shop: Shop) -> None:
    a_life(shop, "alice")
    with psycopg.connect(shop.dsn) as slow:
        slow.execute(
            "INSERT INTO event SELECT member_id, seq + 100, 'slow', external_id, type, order_id, occurred_at, recorded_at, body, body_hash,"
            " outcome, known_version FROM event WHERE external_id = 'o2'"
        )
        shop.post_many([shop.joins("bea")])  # a later transaction is done before
        figures.refresh(shop.conn, at=AT)
        assert figures.totals(shop.conn)[0] == 7
        slow.commit()
    assert figures.totals(shop.conn)[0] == 8
    figures.refresh(shop.conn, at=AT)
    assert figures.totals(shop.conn)[0] == 8
    with psycopg.connect(shop.owner_dsn, autocommit=True) as owner:  # the journal as it was, for the fixture's checks
        owner.execute("ALTER TABLE event DISABLE TRIGGER USER")
        owner.execute("DELETE FROM event WHERE source = 'slow'")
        owner.execute("ALTER TABLE event ENABLE TRIGGER USER")


def test_only_one_folds_at_a_time(shop: Shop) -> None:
    a_life(shop, "alice")
    with psycopg.connect(shop.dsn) as other, other.transaction():
        assert figures.refresh(other, at=AT)  # and is still at it
        assert not figures.refresh(shop.conn, at=AT)
        assert figures.totals(shop.conn)[0] == 6  # readers see the journal all the same
    assert figures.totals(shop.conn)[0] == 6


def test_a_page_folds_only_what_has_grown_old(shop: Shop) -> None:
    figures.refresh_if_older(shop.conn, at=AT)
    ((folded,),) = shop.rows("SELECT folded_at FROM figure_fold")
    figures.refresh_if_older(shop.conn, at=AT.replace(second=30))
    assert shop.rows("SELECT folded_at FROM figure_fold") == [(folded,)]
