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
