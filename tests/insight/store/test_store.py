"""The programme promises that what a refresh worked out is read as it was kept, all of it or nothing, and that a refusal counts at once."""

from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest

from regulars.insight import store
from regulars.insight.store.portraits import Portrait, portrait_before
from regulars.insight.store.shapes import Item, Told
from regulars.insight.store.writing import Results, Row, keep, standing_before
from regulars.journal.errors import UnknownMember
from regulars.kit.errors import Invalid, NotFound
from regulars.members.profiling import profiling_of, set_profiling

AT = datetime(2026, 3, 1, 3, tzinfo=UTC)
MILK = Item("milk", "insight.recommend.bought_often", {"times": 3, "baskets": 5})
POPULAR = Item("bread", "insight.recommend.popular", {"times": 9})


@pytest.fixture
def conn(database: Any) -> Any:
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        for number, ref in enumerate(("alice", "bea", "carl"), 1):
            conn.execute("INSERT INTO member_ref (ref, member_id) VALUES (%s, %s)", (ref, number))
            conn.execute(
                "INSERT INTO member_state (member_id, version, active, pending, held, debt, tier, state) VALUES (%s, 1, 0, 0, 0, 0, '', %s)",
                (number, _state()),
            )
        yield conn


def _state() -> str:
    from regulars.engine.state import MemberState, encode_state

    return encode_state(MemberState()).decode()


def results(*rows: Row, snapshot: int = 1) -> Results:
    figures = {"kpi": {"en": {"name": "kpi", "rows": [{"members": len(rows)}]}}}
    return Results(date(2026, 2, 28), snapshot, {"currency": "EUR", "exponent": 2, "horizon_days": 60, "popular": [POPULAR]}, figures, iter(rows))


ALICE = Row(1, 0, 0, 1, 2, Told(buys=0.8, margin=900, reasons=["price"], again=[MILK]))
BEA = Row(2, 0, 3, 1, 3, Told(buys=0.2, margin=1200))


def test_what_was_kept_is_read_back(conn: Any) -> None:
    assert store.refreshed(conn) is None
    with pytest.raises(store.NotRefreshed):
        store.member(conn, "alice")
    with pytest.raises(store.NotRefreshed):
        store.figure(conn, "kpi")
    number = keep(conn, results(ALICE, BEA), at=AT)
    last = store.require_refreshed(conn)
    assert (last.number, last.as_of, last.members, last.currency, last.horizon_days) == (number, date(2026, 2, 28), 2, "EUR", 60)
    assert store.figure(conn, "kpi") == {"name": "kpi", "rows": [{"members": 2}]} and store.figure_names(conn) == ["kpi"]
    alice = store.member(conn, "alice")
    assert (alice.class_, alice.stage, alice.told, alice.profiled) == ("high", "active", ALICE.told, True)
    assert alice.buy_again == [MILK] and alice.is_personal
    assert alice.buy_again[0].sentence("en") == "you have bought it 3 times in 5 purchases"
    assert alice.reasons("zh-Hans") == ["价格"]
    assert [one.ref for one in store.members_of(conn, class_="high")] == ["bea", "alice"]
    assert [one.ref for one in store.members_of(conn, stage="at_risk")] == ["bea"]
    assert [one.ref for one in store.members_of(conn, class_="high", limit=1, offset=1)] == ["alice"]


def test_who_is_unknown_or_asked_for_in_vain_is_refused_by_name(conn: Any) -> None:
    keep(conn, results(ALICE), at=AT)
    carl = store.member(conn, "carl")
    assert (carl.class_, carl.told, carl.buy_again, carl.is_personal) == ("", None, [POPULAR], False)
    for unknown in ("dana", "a\x00b"):
        with pytest.raises(UnknownMember):
            store.member(conn, unknown)
    with pytest.raises(NotFound) as refused:
        store.figure(conn, "weather")
    assert refused.value.facts["known"] == "kpi"
    with pytest.raises(Invalid):
        store.members_of(conn, class_="best")


def test_a_refusal_counts_from_the_next_question_on(conn: Any) -> None:
    keep(conn, results(ALICE, BEA), at=AT)
    assert profiling_of(conn, "alice").allowed
    refused = set_profiling(conn, "alice", allowed=False, by="alice", at=AT)
    assert refused == set_profiling(conn, "alice", allowed=False, by="bob", at=datetime(2027, 1, 1, tzinfo=UTC))
    assert (refused.allowed, refused.by, refused.since) == (False, "alice", AT)
    alice = store.member(conn, "alice")
    assert (alice.profiled, alice.class_, alice.told, alice.buy_again) == (False, "", None, [POPULAR])
    assert [one.ref for one in store.members_of(conn, class_="high")] == ["bea"]
    set_profiling(conn, "alice", allowed=True, by="alice", at=AT)
    assert store.member(conn, "alice").class_ == "high"
    with pytest.raises(UnknownMember):
        set_profiling(conn, "dana", allowed=False, by="x", at=AT)


def test_a_refresh_that_breaks_off_leaves_the_one_before(conn: Any) -> None:
    first = keep(conn, results(ALICE), at=AT)

    def broken() -> Any:
        yield BEA
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keep(conn, Results(date(2026, 3, 1), 2, {}, {}, broken()), at=AT)
    assert store.require_refreshed(conn).number == first and store.member(conn, "alice").class_ == "high"
    assert conn.execute("SELECT count(*) FROM insight_member").fetchone() == (1,)


def test_the_next_refresh_knows_how_members_stood_and_drops_what_was_said(conn: Any) -> None:
    assert standing_before(conn) is None
    keep(conn, results(BEA, ALICE, Row(3, None, None, None, 0, Told())), at=AT)
    before = standing_before(conn)
    assert before is not None and before[:4] == ([1, 2], [0, 0], [0, 3], [1, 1]) and before.kept["exponent"] == 2
    keep(conn, results(ALICE, snapshot=2), at=AT)
    assert conn.execute("SELECT count(*), count(DISTINCT refresh) FROM insight_member").fetchone() == (1, 1)
    assert conn.execute("SELECT count(*) FROM insight_figure").fetchone() == (1,)
    assert store.member(conn, "bea").class_ == ""


def test_what_was_said_four_weeks_ago_is_kept_and_forgotten_with_the_member(conn: Any) -> None:
    def refreshed(day: date, *rows: Row) -> None:
        keep(conn, Results(day, 1, {"rulers": {"personas": {"version": 3}}}, {}, iter(rows)), at=AT)

    told = Told(buys=0.5, rfm=(3, 2, 1), frequency=4, margin=900)
    refreshed(date(2026, 1, 1), Row(1, 0, 0, 1, 2, told, 1, 0, 3), Row(2, 1, 1, 1, 1, Told()))
    assert portrait_before(conn, 1, date(2026, 1, 1)) is None
    refreshed(date(2026, 1, 20), Row(1, 3, 3, 1, 4, told, 2, 1, 2), Row(2, 1, 1, 1, 1, Told()))
    first = portrait_before(conn, 1, date(2026, 1, 20))
    assert first == Portrait(date(2026, 1, 1), "high", "active", "B", 0, 3, "gone", 321, 0.5, 900, 4)
    refreshed(date(2026, 1, 29), Row(1, 3, 3, 1, 4, told, 2, 1, 2))  # four weeks later: another is taken; of member 2 nothing is left
    assert portrait_before(conn, 1, date(2026, 2, 20)) == first
    later = portrait_before(conn, 1, date(2026, 2, 26))
    assert later is not None and (later.as_of, later.class_, later.grade) == (date(2026, 1, 29), "churn_risk", "C")
    assert conn.execute("SELECT count(*) FROM insight_portrait WHERE member_id = 2").fetchone() == (0,)
    refreshed(date(2026, 3, 1), Row(1, 3, 3, 1, 4, told))
    assert [day for (day,) in conn.execute("SELECT DISTINCT as_of FROM insight_portrait ORDER BY 1")] == [date(2026, 1, 29), date(2026, 3, 1)]
    refreshed(date(2026, 2, 1), Row(1, 3, 3, 1, 4, told))  # as of an earlier evening: what lies after it is gone
    assert [day for (day,) in conn.execute("SELECT DISTINCT as_of FROM insight_portrait ORDER BY 1")] == [date(2026, 1, 29)]
