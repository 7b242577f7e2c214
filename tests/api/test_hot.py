"""The programme promises that a till is always answered by name, and that sending twice counts once."""

import json
from datetime import UTC, datetime, timedelta

import psycopg

from api.shop import Shop, event, order


def test_a_new_order_is_created_and_answered_with_its_reasons(shop: Shop) -> None:
    shop.enrol("alice")
    answer = shop.post(order("alice", "12.34"))
    body = answer.json()
    assert answer.status_code == 201
    assert answer.headers["content-type"] == "application/json"
    assert body["status"] == "created"
    assert body["points"] == {"earned": 12, "active": 32, "pending": 0}
    assert body["tier"] == "friend"
    assert body["progress"]["next"] == "gold"
    assert any(reason["code"] == "rule.fired_accrual" and reason["rule"] == "base" for reason in body["because"])
    assert all("text" not in reason for reason in body["because"])


def test_reasons_come_in_words_when_a_language_is_asked_for(shop: Shop) -> None:
    shop.enrol("alice-reads")
    one = order("alice-reads", "12.34")
    plain = shop.post(one).json()
    for language, word in (("en", "point"), ("zh-Hans", "积分"), ("zh-Hant", "積分")):
        body = shop.post(one, path=f"/v1/events?lang={language}").json()
        texts = [reason.pop("text") for reason in body["because"]]
        assert any(word in text for text in texts)
        assert body == {**plain, "status": "duplicate"}


def test_sending_twice_answers_the_same_bytes_but_for_status(shop: Shop) -> None:
    shop.enrol("bea")
    one = order("bea")
    first, second = shop.post(one), shop.post(one)
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.content == first.content.replace(b'"status":"created"', b'"status":"duplicate"')
    assert shop.client.get("/v1/members/bea").json()["points"]["active"] == 120


def test_blanks_and_the_order_of_keys_make_no_difference_to_what_is_the_same(shop: Shop) -> None:
    shop.enrol("bea-retries")
    one = order("bea-retries")
    assert shop.post(one).status_code == 201
    turned = json.dumps(dict(reversed(one.items())), indent=3)
    assert shop.post(turned).json()["status"] == "duplicate"


def test_an_id_used_for_something_else_is_a_conflict_without_effect(shop: Shop) -> None:
    shop.enrol("carl")
    assert shop.post(order("carl", "10.00", id="same")).status_code == 201
    answer = shop.post(order("carl", "99.00", id="same"))
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == "conflict"
    assert answer.json()["code"] == "event.conflict"
    assert shop.client.get("/v1/members/carl").json()["points"]["active"] == 30


def test_a_refusal_is_kept_and_answered_again(shop: Shop) -> None:
    shop.enrol("dana")
    one = event("points.redeemed", "dana", {"points": 500})
    first = shop.post(one)
    assert first.status_code == 409
    assert first.json()["status"] == "refused"
    assert first.json()["code"] == "points.insufficient"
    assert "500" in first.json()["detail"]
    assert shop.post(order("dana", "900.00")).status_code == 201
    again = shop.post(one)
    assert again.status_code == 200
    assert again.content == first.content.replace(b'"status":"refused"', b'"status":"duplicate"')
    assert shop.client.get("/v1/members/dana").json()["points"]["active"] == 920


def test_an_unknown_member_is_not_found_and_nothing_is_kept(shop: Shop) -> None:
    answer = shop.post(order("nobody", id="first-of-nobody"))
    assert answer.status_code == 404
    assert answer.json()["code"] == "member.unknown"
    assert answer.json()["status"] == 404
    shop.enrol("nobody")
    assert shop.post(order("nobody", id="first-of-nobody")).status_code == 201


def test_a_batch_answers_in_the_order_sent_and_a_bad_event_fails_alone(shop: Shop) -> None:
    shop.enrol("alice-batch")
    good, twice = order("alice-batch", "10.00"), order("alice-batch", "5.00")
    future = order("alice-batch", time=(datetime.now(UTC) + timedelta(minutes=6)).isoformat())
    broken = order("alice-batch", line={"amount": 3.5})
    batch = [good, {"id": "half"}, broken, twice, twice, order("who"), future, 7]
    answer = shop.post(batch, "application/cloudevents-batch+json")
    places = answer.json()
    assert answer.status_code == 200
    assert [place["id"] for place in places] == [good["id"], "half", broken["id"], twice["id"], twice["id"], batch[5]["id"], future["id"], None]
    assert [place["status"] for place in places] == ["created", "refused", "refused", "created", "duplicate", "refused", "refused", "refused"]
    assert [place.get("code") for place in places[1:3]] == ["event.missing", "money.not_text"]
    assert [place.get("code") for place in places[5:]] == ["member.unknown", "event.in_future", "event.not_an_object"]
    assert places[1]["http_status"] == 422
    assert shop.client.get("/v1/members/alice-batch").json()["points"]["active"] == 35


def test_ndjson_is_answered_line_by_line(shop: Shop) -> None:
    shop.enrol("bea-lines")
    good = json.dumps(order("bea-lines", "7.00")).encode()
    body = b"\n".join([good, b"{oops", b"", b"\xff\xfe", good + b"\r"])
    answer = shop.post(body, "application/x-ndjson")
    lines = [json.loads(line) for line in answer.content.splitlines()]
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert [line["status"] for line in lines] == ["created", "refused", "refused", "duplicate"]
    assert [line.get("code") for line in lines] == [None, "json.unreadable", "json.not_utf8", None]


def test_an_empty_batch_is_answered_with_an_empty_list(shop: Shop) -> None:
    assert shop.post([], "application/cloudevents-batch+json").json() == []


def test_a_late_event_says_so(shop: Shop) -> None:
    shop.enrol("carl-late")
    shop.post(order("carl-late"))
    late = order("carl-late", time=(datetime.now(UTC) - timedelta(days=3)).isoformat())
    assert shop.post(late).json()["late"] is True


def test_an_enrolments_personal_fields_never_reach_the_journal(shop: Shop) -> None:
    data = {
        "profile": {"name": "Alice Canary", "phone": "+8613800138000"},
        "identities": [{"kind": "card", "value": "CANARY-7"}],
    }
    one = event("member.enrolled", "alice-known", data)
    assert shop.post(one).status_code == 201
    assert shop.post(one).json()["status"] == "duplicate"
    with psycopg.connect(shop.dsn) as conn:
        rows = conn.execute("SELECT body::text || outcome::text FROM event").fetchall()
    assert not any("anary" in text.lower() or "13800138000" in text for (text,) in rows)
    other = event("member.enrolled", "bea-copies", {"identities": data["identities"]})
    refused = shop.post(other)
    assert refused.status_code == 409
    assert refused.json()["code"] == "identity.taken"
    assert shop.client.get("/v1/members/bea-copies").status_code == 404


def test_points_are_taken_back_with_a_return(shop: Shop) -> None:
    shop.enrol("dana-returns")
    bought = order("dana-returns", "50.00")
    shop.post(bought)
    back = event("order.returned", "dana-returns", {"order_id": bought["data"]["order_id"], "all": True})
    assert shop.post(back).status_code == 201
    assert shop.client.get("/v1/members/dana-returns").json()["points"]["active"] == 20
