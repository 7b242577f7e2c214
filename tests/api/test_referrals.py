"""The programme promises that a referral pays once, after a purchase that was kept, and never for bringing oneself (I24)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from api.shop import PROGRAMME, Shop, event, open_shop, order
from regulars.jobs.rounds import finish_moves, let_time_pass
from regulars.journal.replay import replay_in_memory

TERMS = """
referral:
  advocate: {points: 300}
  friend: {points: 200}
  qualifies: {order_at_least: 50}
  after: 14 days
  limit: {times: 5, per: year}
"""
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def shop(module_database: Any, home: Any, django_db_blocker: Any):
    with open_shop(module_database, home, django_db_blocker, PROGRAMME + TERMS) as shop:
        yield shop
    with psycopg.connect(module_database.dsn, autocommit=True) as conn:
        assert replay_in_memory(conn).difference is None


def ago(days: int) -> str:
    return (NOW - timedelta(days=days)).isoformat()


def joins(shop: Shop, ref: str, days: int = 100, **data: Any) -> dict:
    answer = shop.post(event("member.enrolled", ref, data, id=f"join-{ref}", time=ago(days)))
    assert answer.status_code == 201, answer.text
    return answer.json()


def code(shop: Shop, ref: str) -> str:
    return shop.client.get(f"/v1/members/{ref}/referral-code").json()["code"]


def points(shop: Shop, ref: str) -> int:
    return shop.client.get(f"/v1/members/{ref}").json()["points"]["active"]


def rounds(shop: Shop) -> int:
    now = datetime.now(UTC)
    let_time_pass(shop.dsn, now)
    return finish_moves(shop.dsn, now, since=timedelta(days=2))


def why(answer: dict) -> str:
    return next((reason.get("why", "") for reason in answer["because"] if reason["code"] == "referral.missed"), "")


def test_both_are_rewarded_once_the_purchase_has_been_kept(shop: Shop) -> None:
    joins(shop, "ada")
    answer = joins(shop, "ben", 60, referred_by=code(shop, "ada").lower())
    assert "referral.noted" in [reason["code"] for reason in answer["because"]]
    shop.post(order("ben", "60.00", time=ago(10), data={"order_id": "early"}))
    assert rounds(shop) == 0 and (points(shop, "ada"), points(shop, "ben")) == (20, 80)
    joins(shop, "cem", 60, referred_by="ada")  # the shop's own reference will do
    shop.post(order("cem", "60.00", time=ago(30), data={"order_id": "kept"}))
    assert rounds(shop) == 1
    assert (points(shop, "ada"), points(shop, "cem")) == (320, 280)
    assert rounds(shop) == 0 and points(shop, "ada") == 320
    moved = shop.client.get("/v1/members/ada/transfers").json()["transfers"]
    assert next((one["rule"], one["points"], one["event_source"]) for one in moved) == ("referral", 300, "regulars")


def test_a_return_after_the_reward_takes_both_back(shop: Shop) -> None:
    joins(shop, "dan")
    joins(shop, "eve", 60, referred_by=code(shop, "dan"))
    shop.post(order("eve", "60.00", time=ago(30), data={"order_id": "regretted"}))
    rounds(shop)
    assert (points(shop, "dan"), points(shop, "eve")) == (320, 280)
    answer = shop.post(event("order.returned", "eve", {"order_id": "regretted", "all": True}, time=ago(1))).json()
    assert "referral.reversed" in [reason["code"] for reason in answer["because"]]
    assert rounds(shop) == 1 and rounds(shop) == 0
    assert (points(shop, "dan"), points(shop, "eve")) == (20, 20)


def test_the_same_enrolment_sent_twice_is_known_again(shop: Shop) -> None:
    joins(shop, "fay")
    first = event("member.enrolled", "gus", {"referred_by": code(shop, "fay")}, id="join-gus", time=ago(60))
    assert shop.post(first).status_code == 201
    assert (again := shop.post(first)).status_code == 200 and again.json()["status"] == "duplicate"


HOME = {"address": "12 Rua das Flores", "postcode": "1200-195"}


@pytest.mark.parametrize(
    ("ref", "advocate", "friend", "reason"),
    [
        ("h1", {"signals": [{"kind": "device", "value": "phone-77"}]}, {"signals": [{"kind": "device", "value": "phone-77"}]}, "referral.same_person"),
        ("h2", {"signals": [{"kind": "payment", "value": "tok_1"}]}, {"signals": [{"kind": "payment", "value": "tok_1"}]}, "referral.same_person"),
        ("h3", {"profile": {"phone": "+351912345678"}}, {"profile": {"phone": "+351 912 345 678"}}, "referral.same_person"),
        ("h4", {"identities": [{"kind": "email", "value": "h4@example.com"}]}, {"profile": {"email": "H4@example.com"}}, "referral.same_person"),
        ("h5", {"profile": HOME}, {"profile": {"address": "12, rua das flores", "postcode": "1200 195"}}, "referral.household"),
        ("h6", {"signals": [{"kind": "device", "value": "a"}]}, {"signals": [{"kind": "payment", "value": "a"}]}, ""),
    ],
)
def test_what_the_two_share_speaks_against_it(shop: Shop, ref: str, advocate: dict, friend: dict, reason: str) -> None:
    joins(shop, ref, **advocate)
    assert why(joins(shop, f"{ref}-friend", 60, referred_by=code(shop, ref), **friend)) == reason


def test_a_circle_is_seen_through_others(shop: Shop) -> None:
    joins(shop, "r1", signals=[{"kind": "device", "value": "ring-device"}])
    joins(shop, "r2", 90, referred_by="r1")
    joins(shop, "r3", 80, referred_by="r2")
    assert why(joins(shop, "r4", 70, referred_by="r3", signals=[{"kind": "device", "value": "ring-device"}])) == "referral.ring"


def test_a_circle_of_accounts_is_refused_when_said_later(shop: Shop) -> None:
    joins(shop, "c1")
    joins(shop, "c2", 90, referred_by="c1")
    joins(shop, "c3", 80, referred_by="c2")
    answer = shop.post(event("referral.claimed", "c1", {"referred_by": "c3"}))
    assert (answer.status_code, answer.json()["code"]) == (409, "referral.ring")
    answer = shop.post(event("referral.claimed", "c1", {"referred_by": "c1"}))
    assert (answer.status_code, answer.json()["code"]) == (409, "referral.self")


def test_a_second_account_on_a_known_device_brings_nothing(shop: Shop) -> None:
    joins(shop, "k1")
    joins(shop, "k2", signals=[{"kind": "device", "value": "tablet"}])
    assert why(joins(shop, "k3", 60, referred_by="k1", signals=[{"kind": "device", "value": "tablet"}])) == "referral.known"
    answer = shop.post(event("referral.claimed", "k3", {"referred_by": "k1", "approved_by": "Mei"}))  # a family's tablet
    assert answer.status_code == 201, answer.text


def test_nobody_has_that_code(shop: Shop) -> None:
    assert why(joins(shop, "l1", referred_by="K7QM-3XPD-V")) == "referral.unknown"
    assert why(joins(shop, "l2", referred_by="+351 912 000 000")) == "referral.unknown"


def test_the_journal_keeps_no_telephone_that_was_written_as_a_reference(shop: Shop) -> None:
    joins(shop, "+351 933 111 222")
    joins(shop, "m1", 60, referred_by="+351 933 111 222")
    with psycopg.connect(shop.dsn) as conn:
        bodies = [body for (body,) in conn.execute("SELECT body::text || outcome::text FROM event")]
    assert not any("933 111" in body or "933111" in body for body in bodies)


@pytest.mark.parametrize("data", [{"referred_by": 3}, {"referred_by": "x" * 129}, {"signals": [{"kind": "shoe", "value": "41"}]}, {"signals": {}}])
def test_what_cannot_be_read_is_refused(shop: Shop, data: dict) -> None:
    assert shop.post(event("member.enrolled", "n1", data)).status_code == 422


def test_nobody_else_may_say_that_a_friend_has_qualified(shop: Shop) -> None:
    joins(shop, "o1")
    assert shop.post(event("referral.qualified", "o1", {"friend": 1})).status_code == 422
