"""The programme promises that whoever may read a member may ask why."""

import pytest

from api.shop import Shop, event, order


def test_an_event_and_a_level_are_explained(shop: Shop) -> None:
    shop.enrol("alice")
    bought = order("alice", "100.00", data={"order_id": "w1"})
    shop.post(bought)
    body = shop.client.get("/v1/members/alice/why", params={"event": bought["id"]}).json()
    (told,) = body["events"]
    assert told["got"][0] == "“base” gave 100 points (100 before rounding)" and told["about"] is None and told["tier"] == "friend"
    shop.post(event("order.returned", "alice", {"order_id": "w1", "all": True}, id="back"))
    (told,) = shop.client.get("/v1/members/alice/why", params={"event": "back", "lang": "zh-Hant"}).json()["events"]
    assert told["about"]["id"] == bought["id"] and "扣回" in told["moved"][0]
    level = shop.client.get("/v1/members/alice/why").json()
    assert level["tier"] == "friend" and "gold" in level["next"][0]


def test_a_reference_with_slashes_may_ask_too(shop: Shop) -> None:
    shop.enrol("a/why/b")
    assert shop.client.get("/v1/members/a%2Fwhy%2Fb/why").json()["member"] == "a/why/b"


@pytest.mark.parametrize(("path", "status", "code"), [("nobody/why", 404, "member.unknown"), ("nobody/why?event=x", 404, "member.unknown"), ("carl/why?event=x", 404, "event.not_known")])
def test_what_is_not_there_says_so(shop: Shop, path: str, status: int, code: str) -> None:
    shop.post(event("member.enrolled", "carl", {}, id="join-carl"))
    answer = shop.client.get(f"/v1/members/{path}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_it_needs_the_right_to_read_members(shop: Shop) -> None:
    key = shop.new_key("events:write")
    assert shop.client.get("/v1/members/alice/why", headers=shop.signed_in(key)).status_code == 403
