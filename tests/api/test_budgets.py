"""The programme promises that a till is told why a budget gave less, that the budget holds over HTTP, and that staff can see how far it is used."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import psycopg
import pytest
from console.people import signed_in
from console.test_pages import text_of

from api.shop import PROGRAMME, Shop, order
from regulars.journal.programs import apply_version
from regulars.journal.verify import verify

BUDGETED = PROGRAMME + """
budget: [{points: 500, per: year, warn_at: 0.8}]
limits: [{id: daily, points: 120, per: day}]
"""


@pytest.fixture(scope="module", autouse=True)
def with_budgets(shop: Shop) -> None:
    with psycopg.connect(shop.dsn) as conn:
        apply_version(conn, BUDGETED, by="test", at=datetime(2020, 1, 1, tzinfo=UTC), in_force_from=datetime(2020, 1, 2, tzinfo=UTC))
    for _ in range(100):  # the door looks for a newer version every few seconds
        if shop.client.get("/v1/programs/current").json()["version"] == 2:
            return
        time.sleep(0.2)
    pytest.fail("the new version was not noticed")


def told(answer: dict) -> list[str]:
    return [reason["text"] for reason in answer["because"]]


def budgets(shop: Shop) -> list[dict]:
    return shop.client.get("/v1/programs/current/budgets").json()["budgets"]


def test_a_member_is_told_which_limit_over_several_rules_clipped(shop: Shop) -> None:
    shop.enrol("carl")
    answer = shop.post(order("carl", "100.00")).json()
    again = shop.post(order("carl", "100.00"), path="/v1/events?lang=en").json()
    assert answer["points"]["earned"] + again["points"]["earned"] <= 120
    assert any("limit “daily” still allowed" in sentence for sentence in told(again))


def test_a_budget_holds_over_http_and_everybody_is_told(shop: Shop) -> None:
    refs = [f"m{n}" for n in range(24)]
    before = budgets(shop)[0]["used"]
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(shop.enrol, refs))
        answers = [answer.json() for answer in pool.map(lambda ref: shop.post(order(ref, "50.00")), refs)]
    assert {answer["status"] for answer in answers} == {"created"}
    (one,) = budgets(shop)
    year = datetime.now(UTC).year
    assert one == {
        "rule": None, "wallet": "points", "per": "year", "since": f"{year}-01-01", "renews_on": f"{year + 1}-01-01", "allowed": 500, "used": 500, "left": 0, "sales": None, "level": "used_up",
    }  # fmt: skip
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        given = conn.execute("SELECT sum(points) FROM transfer WHERE source = 'issued' AND program_version = 2").fetchone()
        assert (before < 500, given) == (True, (500,))
        topics = conn.execute("SELECT topic FROM outbox WHERE topic LIKE 'budget.%' ORDER BY 1").fetchall()
        # One batch that crosses both lines says only the last of them.
        assert topics in ([("budget.nearly_used_up",), ("budget.used_up",)], [("budget.used_up",)])
        assert verify(conn).is_sound
    last = shop.post(order("m0", "10.00"), path="/v1/events?lang=en").json()
    assert last["points"]["earned"] == 0
    assert any("budget for all members is used up (year)" in sentence for sentence in told(last))
    chinese = shop.post(order("m1", "10.00"), path="/v1/quotes?lang=zh-Hans").json()
    assert "会员计划的总预算（每年）已用完：应得 10 积分，未能发放" in told(chinese)


def test_today_says_that_a_budget_is_used_up(shop: Shop) -> None:
    words = text_of(signed_in("owner").get("/console/"))
    assert "The budget of the programme is used up" in words
    assert "500 of 500 points are given." in words
