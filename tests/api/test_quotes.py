"""The programme promises that a quote says what the receipt will say, and writes nothing."""

import psycopg

from api.shop import Shop, event, order


def _events(shop: Shop) -> int:
    with psycopg.connect(shop.dsn) as conn:
        return conn.execute("SELECT count(*) FROM event").fetchone()[0]


def test_a_quote_is_what_the_order_then_earns(shop: Shop) -> None:
    shop.enrol("alice")
    one = order("alice", "123.45")
    before = _events(shop)
    quoted = shop.quote(one)
    assert quoted.status_code == 200
    assert quoted.json()["status"] == "quoted"
    assert _events(shop) == before
    created = shop.post(one).json()
    assert {**quoted.json(), "status": "created"} == created


def test_somebody_unknown_is_quoted_as_if_they_had_joined(shop: Shop) -> None:
    quoted = shop.quote(order("a stranger", "80.00"))
    assert quoted.status_code == 200
    assert quoted.json()["newcomer"] is True
    assert quoted.json()["points"]["earned"] == 80
    assert shop.client.get("/v1/members/a stranger").status_code == 404


def test_a_redemption_that_would_be_refused_is_quoted_as_refused(shop: Shop) -> None:
    shop.enrol("bea")
    quoted = shop.quote(event("points.redeemed", "bea", {"points": 21}))
    assert (quoted.status_code, quoted.json()["status"], quoted.json()["code"]) == (409, "refused", "points.insufficient")


def test_a_batch_of_quotes_answers_each_in_its_place(shop: Shop) -> None:
    shop.enrol("carl")
    batch = [order("carl", "9.99"), {"id": "half"}, order("an unknown")]
    places = shop.post(batch, "application/cloudevents-batch+json", "/v1/quotes").json()
    assert [place["status"] for place in places] == ["quoted", "refused", "quoted"]


def test_a_key_for_quotes_may_quote_but_not_post(shop: Shop) -> None:
    shop.enrol("dana")
    headers = shop.signed_in(shop.new_key("quotes:read"))
    assert shop.client.post("/v1/quotes", json=order("dana"), headers=headers).status_code == 200
    refused = shop.client.post("/v1/events", json=order("dana"), headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "key.scope_missing")


def without_subject(event: dict) -> dict:
    return {name: value for name, value in event.items() if name != "subject"}


def test_a_visitor_without_a_name_is_quoted_as_a_newcomer(shop: Shop) -> None:
    before = _events(shop)
    quoted, named = shop.quote(without_subject(order("x", "80.00"))), shop.quote(order("somebody new", "80.00"))
    assert quoted.status_code == 200 and quoted.json()["newcomer"] is True
    assert {**quoted.json(), "id": ""} == {**named.json(), "id": ""}
    assert "visitor-" not in quoted.text and _events(shop) == before
    joining = shop.quote(without_subject(event("member.enrolled", "x", {})))
    assert joining.status_code == 200 and joining.json()["newcomer"] is True


def test_a_visitor_can_spend_what_joining_brings_and_no_more(shop: Shop) -> None:
    refused = shop.quote(without_subject(event("points.redeemed", "x", {"points": 21})))
    assert (refused.status_code, refused.json()["code"]) == (409, "points.insufficient")


def test_in_a_batch_of_quotes_each_visitor_is_somebody_else(shop: Shop) -> None:
    shop.enrol("erin")
    batch = [without_subject(order("x", "30.00")), order("erin", "30.00"), without_subject(order("x", "30.00"))]
    places = shop.post(batch, "application/cloudevents-batch+json", "/v1/quotes").json()
    assert [(place["status"], place.get("newcomer", False)) for place in places] == [("quoted", True), ("quoted", False), ("quoted", True)]
    assert places[0]["points"] == places[2]["points"]


def test_only_a_quote_may_leave_the_subject_out(shop: Shop) -> None:
    nobody = without_subject(order("x"))
    assert (shop.post(nobody).status_code, shop.post(nobody).json()["code"]) == (422, "event.missing")
    for bad, code in ((b"{}", "event.missing"), (b"[]", "event.not_an_object"), (b'{"specversion":"1.0","id":"a","source":"s","type":"order.paid"}', "event.missing")):
        answer = shop.post(bad, path="/v1/quotes")
        assert (answer.status_code, answer.json()["code"]) == (422, code), bad
    empty = shop.quote({**nobody, "subject": ""})
    assert (empty.status_code, empty.json()["code"]) == (422, "event.not_text")
