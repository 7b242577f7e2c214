"""The programme promises that a till is always answered by name, and that sending twice counts once."""

from api.shop import Shop, event, order


def test_a_new_order_is_created_and_answered_with_its_reasons(shop: Shop) -> None:
    shop.enrol("alice")
    answer = shop.post(order("alice", "12.34"))
    body = answer.json()
    assert answer.status_code == 201
    assert body["status"] == "created"
    assert body["points"] == {"earned": 12, "active": 32, "pending": 0}
    assert body["tier"] == "friend"
    assert any(reason["code"] == "rule.fired" and reason["rule"] == "base" for reason in body["because"])
    assert all("text" not in reason for reason in body["because"])
