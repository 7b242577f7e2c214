"""The programme promises that insight is answered from what the last refresh kept: by scope, in words, and not of anybody who refused."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest

from api.shop import Shop
from regulars.insight.store.shapes import Item, Slot, Told
from regulars.insight.store.writing import Results, Row, keep
from regulars.journal.queries import member_id_of

AT = datetime(2026, 3, 1, 3, tzinfo=UTC)
MILK, CUP = Item("milk", "insight.recommend.bought_often", {"times": 3, "baskets": 5}), Item("cup", "insight.recommend.because_bought", {"item": "milk"})
POPULAR = [Item(f"sku{n}", "insight.recommend.popular", {"times": 9 - n}) for n in range(5)]


def keep_a_refresh(dsn: str, *refs: str) -> None:
    """The first of ``refs`` is of the class high, the others dormant."""
    told = Told(class_before="mid", buys=0.8, margin=90_050, clv=120_000, rfm=(5, 4, 3), recency=3, frequency=9, monetary=50_000, rhythm=7.0, grade="A", reasons=["price"], again=[MILK], new=[CUP], slot=Slot("chai", 0.62, 0.75, 3),
                persona=0, visitor="keen", rfe=(5, 4, 3), visit_days=6, visit_since=2, attitude=80.0, behaviour=35.5, loyalty="latent")  # fmt: skip
    with psycopg.connect(dsn, autocommit=True) as conn:
        rows = [Row(member_id_of(conn, ref), 4 if place else 0, 0, 1, 2, told, place, 0, 0) for place, ref in enumerate(refs)]
        figure = {"name": "kpi", "title": "x", "formula": "x", "window": "x", "denominator": "x", "currency": "EUR", "as_of": "2026-02-28", "sql": "SELECT 1", "rows": [{"members": 2}], "cannot_say": []}
        kept = {"currency": "EUR", "exponent": 2, "horizon_days": 60, "clv_days": 365, "popular": POPULAR, "cannot_say": {"en": ["too young"]}, "refused": 1,
                "rulers": {"personas": {"version": 4, "made_on": 1, "named": [["persona.purchase_days.high"]]}}}  # fmt: skip
        figures = {"kpi": figure, "review": {**figure, "rows": [{"facts": {"at_month": "2026-01"}}]}, "review@2025-03": {**figure, "rows": [{"facts": {"at_month": "2025-03"}}]}}
        kept["reviews"] = {"months": ["2026-02", "2025-03"], "first": "2024-05", "running": "2026-02"}
        keep(conn, Results(date(2026, 2, 28), 1, kept, {name: {lang: {**one, "title": lang} for lang in ("en", "zh-Hans", "zh-Hant")} for name, one in figures.items()}, rows), at=AT)


@pytest.fixture(scope="module")
def door(shop: Shop) -> Iterator[Any]:
    shop.enrol("alice", "bea", "carl", "a/b")
    key = shop.signed_in(shop.new_key("insight:read", "members:write", "members:read"))
    before = shop.client.get("/v1/insight", headers=key)
    assert (before.status_code, before.json()["code"]) == (409, "insight.not_refreshed")
    assert shop.client.get("/v1/insight/members/alice", headers=key).json()["code"] == "insight.not_refreshed"
    keep_a_refresh(shop.dsn, "alice", "bea", "a/b")

    def get(path: str, **params: Any) -> Any:
        return shop.client.get(f"/v1/{path}", headers=key, params=params)

    yield get


def test_the_last_refresh_its_figures_and_its_lists(door: Any) -> None:
    assert door("insight").json() == {
        "refreshed_at": "2026-03-01T03:00:00+00:00", "as_of": "2026-02-28", "members": 3, "refused_profiling": 1, "figures": ["kpi", "review"], "cannot_say": ["too young"],
    }  # fmt: skip
    assert door("insight/figures/kpi", lang="zh-Hans").json()["title"] == "zh-Hans"
    assert door("insight/figures/kpi").json()["rows"] == [{"members": 2}]
    for month in ("", "2026-01", "2025-03"):
        assert door("insight/figures/review", month=month).json()["rows"] == [{"facts": {"at_month": month or "2026-01"}}]
    refused = {"2024-04": (404, "insight.review.no_month"), "2026-03": (404, "insight.review.no_month"), "March": (422, "request.parameter"), "2024-06": (409, "insight.review.not_kept")}
    assert {month: ((told := door("insight/figures/review", month=month)).status_code, told.json()["code"]) for month in refused} == refused
    assert (told := door("insight/figures/kpi", month="2025-03")).status_code == 404 and told.json()["code"] == "insight.month_of_review"
    assert (door("insight/figures/weather").status_code, door("insight/figures/weather").json()["code"]) == (404, "insight.figure_unknown")
    high = door("insight/classes/high/members").json()["members"]
    assert high == [{"member": "alice", "class": "high", "stage": "active", "buys": 0.8, "margin": "900.50"}]
    assert [one["member"] for one in door("insight/classes/dormant/members", limit=1, offset=1).json()["members"]] == ["a/b"]
    assert len(door("insight/stages/active/members").json()["members"]) == 3
    assert [one["member"] for one in door("insight/grades/B/members").json()["members"]] == ["bea"]
    assert len(door("insight/personas/1/members").json()["members"]) == len(door("insight/visitors/keen/members").json()["members"]) == 3
    assert door("insight/personas/2/members").json()["members"] == [] and door("insight/personas/7/members").status_code == 422
    assert door("insight/classes/best/members").status_code == 422 and door("insight/classes/high/members", limit=0).status_code == 422


def test_the_members_behind_a_cell_page_by_page_for_a_key_that_may_see_figures_and_members(shop: Shop, door: Any) -> None:
    first = door("insight/groups/stage:active/members", limit=2).json()
    assert (first["as_of"], first["group"], [one["member"] for one in first["members"]]) == ("2026-02-28", "stage:active", ["alice", "bea"])
    assert first["members"][0] == {"member": "alice", "class": "high", "stage": "active", "buys": 0.8, "margin": "900.50"}
    second = door("insight/groups/stage:active/members", limit=2, cursor=first["next"]).json()
    assert ([one["member"] for one in second["members"]], second["next"]) == (["a/b"], None)
    assert door("insight/groups/stage%3Aactive/members").json()["group"] == "stage:active"  # as a careful client writes it
    assert door("insight/groups/cohort:2026-02:3/members").json()["members"] == []
    for wrong in ("rfm:666", "class:best", "cohort:2026-02:63", "rfm:543%00", "price", "persona:7"):
        assert door(f"insight/groups/{wrong}/members").status_code in (404, 422), wrong
    for cursor in ("1", "0.1.1", "x.1.1", "1.1.1.1", "9" * 40 + ".1.1"):
        assert door("insight/groups/rfm:543/members", cursor=cursor).status_code == 422, cursor
    older = door("insight/groups/rfm:543/members", cursor="999.1.1")
    assert (older.status_code, older.json()["code"]) == (409, "insight.list_is_older")
    for scope in ("insight:read", "members:read"):
        assert shop.client.get("/v1/insight/groups/rfm:543/members", headers=shop.signed_in(shop.new_key(scope))).status_code == 403


def test_a_member_in_words_and_what_to_show_next(door: Any) -> None:
    told = door("insight/members/alice", lang="zh-Hans").json()
    assert (told["class"], told["class_before"], told["stage"], told["grade"]) == ("high", "mid", "active", "A")
    assert (told["buys"], told["margin"], told["clv"]) == ({"chance": 0.8, "days": 60}, "900.50", {"amount": "1200.00", "days": 365})
    assert (told["rfm"], told["days_since"], told["purchase_days"], told["revenue"]) == ({"recency": 5, "frequency": 4, "monetary": 3}, 3, 9, "500.00")
    assert told["persona"] == {"number": 1, "traits": ["常来"], "version": 4} and told["margin_told"] is False
    assert told["visits"] == {"kind": "keen", "recency": 5, "frequency": 4, "engagement": 3, "days": 6, "days_since": 2}
    assert told["loyalty"] == {"kind": "latent", "attitude": 80.0, "behaviour": 35.5}
    assert told["reasons"] == [{"group": "price", "text": "价格"}]
    shown = door("insight/members/a%2Fb/next").json()
    assert (shown["member"], shown["personal"]) == ("a/b", True)
    assert shown["buy_again"] == [{"sku": "milk", "code": MILK.code, "facts": MILK.facts, "text": "you have bought it 3 times in 5 purchases"}]
    assert shown["try_new"][0]["text"] == "because you bought milk"
    assert shown["new_product"] == {"sku": "chai", "code": "insight.recommend.new", "facts": {}, "text": "new in the shop", "chance": 0.62}
    stranger = door("insight/members/carl/next", limit=2).json()
    assert stranger["new_product"] is None
    assert (stranger["personal"], [one["sku"] for one in stranger["buy_again"]], stranger["try_new"]) == (False, ["sku0", "sku1"], [])
    nothing = door("insight/members/carl").json()
    assert (nothing["class"], nothing["profiled"], nothing["purchase_days"], nothing["days_since"]) == (None, True, 0, None)
    assert door("insight/members/dana").status_code == door("insight/members/dana/next").status_code == 404


def test_what_was_shown_is_told_by_whoever_showed_it(shop: Shop, door: Any) -> None:
    key = shop.signed_in(shop.new_key("insight:read"))

    def tell(**told: Any) -> Any:
        return shop.client.post("/v1/insight/shown", json=told, headers=key)

    first, again = tell(member="alice", sku="chai"), tell(member="alice", sku="chai")
    assert (first.status_code, first.json()) == (201, {"member": "alice", "sku": "chai", "chance": 0.62, "is_new": True})
    assert again.json() == first.json() | {"is_new": False}
    with psycopg.connect(shop.dsn) as conn:
        assert conn.execute("SELECT sku, chance, taste, among FROM insight_shown").fetchall() == [("chai", 0.62, 0.75, 3)]
    other = tell(member="alice", sku="milk")
    assert (other.status_code, other.json()["code"]) == (409, "insight.shown.not_drawn")
    assert tell(member="carl", sku="chai").status_code == 409 and tell(member="dana", sku="chai").status_code == 404
    for bad in ({"member": "alice"}, {"member": "", "sku": "chai"}, {"member": "a\x00", "sku": "chai"}, {"member": "alice", "sku": "x" * 300}, {"member": "alice", "sku": 5}):
        assert tell(**bad).status_code == 422, bad


def test_it_takes_its_own_scope(shop: Shop, door: Any) -> None:
    till = shop.signed_in(shop.new_key("events:write", "members:read"))
    for path in ("insight", "insight/figures/kpi", "insight/classes/high/members", "insight/grades/A/members", "insight/personas/1/members", "insight/visitors/keen/members", "insight/members/alice", "insight/members/alice/next"):
        answer = shop.client.get(f"/v1/{path}", headers=till)
        assert (answer.status_code, answer.json()["needed"]) == (403, "insight:read"), path
    assert shop.client.get("/v1/members/alice/profiling", headers=till).json()["allowed"] is True
    assert shop.client.put("/v1/members/alice/profiling", json={"allowed": False}, headers=till).status_code == 403


def test_a_refusal_counts_with_the_next_question(shop: Shop, door: Any) -> None:
    key = shop.signed_in(shop.new_key("members:write"))

    def say(allowed: Any) -> Any:
        return shop.client.put("/v1/members/bea/profiling", json={"allowed": allowed}, headers=key)

    refused = say(False).json()
    assert (refused["member"], refused["allowed"], bool(refused["since"])) == ("bea", False, True)
    told, shown = door("insight/members/bea").json(), door("insight/members/bea/next").json()
    assert (told["profiled"], told["class"], told["buys"], told["reasons"]) == (False, None, None, [])
    assert (shown["personal"], [one["sku"] for one in shown["buy_again"]], shown["try_new"]) == (False, [item.sku for item in POPULAR], [])
    assert "bea" not in [one["member"] for one in door("insight/classes/dormant/members").json()["members"]]
    assert say(True).json() == {"member": "bea", "allowed": True, "since": None, "by": ""}
    assert door("insight/members/bea").json()["class"] == "dormant"
    assert say("no").status_code == 422 and shop.client.put("/v1/members/dana/profiling", json={"allowed": False}, headers=key).status_code == 404


def test_a_merged_member_answers_as_the_one_they_go_on_as(shop: Shop, door: Any) -> None:
    shop.enrol("goes")
    done = shop.client.post("/v1/merges", json={"source": "desk", "id": "m1", "time": AT.isoformat(), "stays": "alice", "goes": "goes"})
    assert done.status_code == 201, done.text
    assert door("insight/members/goes").json()["class"] == "high"
