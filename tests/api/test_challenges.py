"""The programme promises that a till can let a member take part in a challenge, and that everybody can see how far they are."""

import time
from datetime import UTC, datetime

import psycopg
import pytest
from console.people import signed_in

from api.shop import PROGRAMME, Shop, event, order
from regulars.journal.programs import apply_version
from regulars.journal.queries import member_id_of
from regulars.journal.verify import verify
from regulars.portal.links import token_of

CHALLENGES = """
badges: [{id: regular, name: {en: A real regular, zh-Hans: 老主顾}}]
challenges:
  - {id: three, name: {en: Three visits, zh-Hans: 光临三次}, on: order.paid, target: {count: 3}, period: {per: year}, reward: {points: 50, badge: regular}}
  - {id: autumn, on: order.paid, when: {line.category: tea}, target: {spend: 30}, join: on_request, reward: {points: 10}}
"""


@pytest.fixture(scope="module", autouse=True)
def with_challenges(shop: Shop) -> None:
    with psycopg.connect(shop.dsn) as conn:
        apply_version(conn, PROGRAMME + CHALLENGES, by="test", at=datetime(2020, 1, 1, tzinfo=UTC), in_force_from=datetime(2020, 1, 2, tzinfo=UTC))
    for _ in range(100):  # the door looks for a newer version every few seconds
        if shop.client.get("/v1/programs/current").json()["version"] == 2:
            return
        time.sleep(0.2)
    pytest.fail("the new version was not noticed")


def standing(shop: Shop, ref: str) -> dict:
    return shop.client.get(f"/v1/members/{ref}").json()


def test_a_member_is_told_how_far_they_are_and_keeps_the_badge(shop: Shop) -> None:
    shop.enrol("alice")
    codes = []
    for _ in range(3):
        answer = shop.post(order("alice", "10.00")).json()
        codes.append([reason["code"] for reason in answer["because"] if reason.get("challenge") == "three"])
    assert codes == [["challenge.progress"], ["challenge.progress"], ["challenge.completed"]]
    assert answer["points"] == {"earned": 60, "active": 100, "pending": 0}
    three, autumn = standing(shop, "alice")["challenges"]
    year = datetime.now(UTC).year
    assert three == {
        "id": "three", "stands": "met", "kind": "count", "have": "3", "need": "3", "missing": "0",
        "from": f"{year}-01-01", "until": f"{year}-12-31", "times": 1, "ended": [],
    }  # fmt: skip
    assert (autumn["stands"], autumn["need"], autumn["until"]) == ("to_join", "30.00", None)
    (badge,) = standing(shop, "alice")["badges"]
    assert (badge["id"], badge["earned_for"]) == ("regular", "challenge:three")


def test_taking_part_and_sending_it_twice(shop: Shop) -> None:
    shop.enrol("bea")
    joining = event("challenge.joined", "bea", {"challenge": "autumn"})
    assert shop.post(joining).status_code == 201
    assert (again := shop.post(joining)).status_code == 200 and again.json()["status"] == "duplicate"
    refused = shop.post(event("challenge.joined", "bea", {"challenge": "autumn"}))
    assert (refused.status_code, refused.json()["code"]) == (409, "challenge.joined_already")
    answer = shop.post(order("bea", "30.00", line={"category": "tea"})).json()
    assert answer["points"]["earned"] == 40


@pytest.mark.parametrize("data", [{}, {"challenge": ""}, {"challenge": 3}, {"challenge": "autumn", "more": 1}])
def test_what_cannot_be_read_is_refused(shop: Shop, data: dict) -> None:
    assert shop.post(event("challenge.joined", "bea", data)).status_code == 422


def test_a_quote_says_that_the_order_will_complete_it_and_writes_nothing(shop: Shop) -> None:
    shop.enrol("dana")
    shop.post(order("dana", "10.00"))
    shop.post(order("dana", "10.00"))
    assert shop.quote(order("dana", "10.00")).json()["points"]["earned"] == 60
    assert standing(shop, "dana")["challenges"][0]["have"] == "2"


def test_pages_show_it_to_the_member_and_to_staff(shop: Shop) -> None:
    with psycopg.connect(shop.dsn) as conn:
        member = member_id_of(conn, "alice")
    from django.test import Client

    for language, told in (("en", "Three visits"), ("zh-hans", "光临三次")):
        client = Client()
        client.cookies["django_language"] = language
        client.get(f"/me/enter/{token_of(member)}/")
        page = client.get("/me/").content.decode()
        assert told in page and ("A real regular" if language == "en" else "老主顾") in page
    assert "Three visits" in signed_in("owner").get("/console/member/alice/").content.decode()


def test_the_journal_keeps_every_promise(shop: Shop) -> None:
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        report = verify(conn)
        assert report.is_sound, [finding for checked in report.checks for finding in checked.findings]
