"""The programme promises that a gift can be sent over HTTP, twice at no harm, and is refused by name."""

from collections.abc import Iterator
from typing import Any

import pytest

from api.shop import PROGRAMME, Shop, event, open_shop, order


@pytest.fixture(scope="module")
def giving(module_database: Any, home: Any, django_db_blocker: Any) -> Iterator[Shop]:
    with open_shop(module_database, home, django_db_blocker, PROGRAMME + "gifts: {min: 5, only_to: [friend]}\n") as shop:
        shop.enrol("alice", "bea", "carl")
        shop.post(order("carl", "1000.00"))
        yield shop


def gift(id: str, points: Any = 5, **more: Any) -> dict[str, Any]:
    return {"source": "app", "id": id, "time": "2026-06-01T12:00:00+02:00", "from": "alice", "to": "bea", "points": points, **more}


def test_a_gift_arrives_and_the_same_again_is_answered(giving: Shop) -> None:
    first = giving.client.post("/v1/gifts?lang=en", json=gift("g1"))
    again = giving.client.post("/v1/gifts", json=gift("g1"))
    assert (first.status_code, first.json()["state"], first.json()["points"]["active"]) == (201, "arrived", 15)
    assert first.json()["because"][0]["text"] == "5 points were given to another member"
    assert (again.status_code, again.json()["status"]) == (200, "duplicate")
    assert giving.client.get("/v1/members/bea").json()["points"]["active"] == 25


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        (gift("r1", 4), 409, "gift.too_small"),
        (gift("r2", 500), 409, "points.insufficient"),
        (gift("r3", to="alice"), 409, "gift.self"),
        (gift("r4", to="carl"), 409, "gift.receiver_level"),
        (gift("g1", 6), 409, "event.conflict"),
        (gift("r5", to="nobody"), 404, "member.unknown"),
        (gift("r6", 0), 422, "message.unreadable"),
        (gift("r7", "5"), 422, "message.unreadable"),
        (gift("r8", 5.5), 422, "message.unreadable"),
        (gift("r9", colour="red"), 422, "message.unreadable"),
        (gift("r10", time="2026-06-01T12:00:00"), 422, "message.unreadable"),
        (gift("r11", source="regulars"), 422, "event.reserved_source"),
        (gift("r12", to="a\0b"), 422, "json.null_character"),
        (gift("r13", time="2999-06-01T12:00:00Z"), 409, "event.in_future"),
    ],
)
def test_what_is_wrong_is_said_by_name(giving: Shop, asked: dict[str, Any], status: int, code: str) -> None:
    answer = giving.client.post("/v1/gifts", json=asked, headers={"accept-language": "zh-CN"})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert "{" not in answer.json()["detail"]


def test_a_key_without_the_scope_gives_nothing(giving: Shop) -> None:
    key = giving.new_key("members:read")
    assert giving.client.post("/v1/gifts", json=gift("k1"), headers=giving.signed_in(key)).status_code == 403


@pytest.mark.parametrize("type", ["points.sent", "points.received", "points.delivered", "points.undelivered"])
def test_the_steps_themselves_can_not_be_posted(giving: Shop, type: str) -> None:
    answer = giving.post(event(type, "bea", {"giver": 1, "step": 1, "wallet": "points", "lots": [[738000, 737000, 9]]}))
    assert (answer.status_code, answer.json()["code"]) == (422, "event.unknown_type")
