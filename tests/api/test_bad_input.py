"""The programme promises that what cannot be read is refused by name, with the facts, and that nothing of it is done."""

import json
import socket
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.shop import Shop, event, order


@pytest.fixture(scope="module", autouse=True)
def members(shop: Shop) -> None:
    shop.enrol("alice")


def _raw(old: str, new: str) -> bytes:
    return json.dumps(order("alice")).replace(old, new).encode()


BAD_DATA: list[tuple[str, dict[str, Any], str]] = [
    ("a quantity of nothing", {"line": {"quantity": 0}}, "order.quantity"),
    ("a negative quantity", {"line": {"quantity": -1}}, "quantity.unreadable"),
    ("an amount that is a number", {"line": {"amount": 3.5}}, "money.not_text"),
    ("an amount that is no number", {"line": {"amount": "NaN"}}, "money.unreadable"),
    ("a negative amount", {"line": {"amount": "-1.00"}}, "money.unreadable"),
    ("an amount in full-width digits", {"line": {"amount": "１２"}}, "money.unreadable"),
    ("more digits than the currency has", {"line": {"amount": "1.234"}}, "money.too_many_digits"),
    ("an amount nobody has", {"line": {"amount": "99999999999999999"}}, "money.too_large"),
    ("another currency", {"data": {"currency": "USD"}}, "order.currency"),
    ("no lines", {"data": {"lines": []}}, "order.no_lines"),
    ("an unknown field", {"data": {"colour": "red"}}, "data.unknown_field"),
    ("an unknown field of a line", {"line": {"colour": "red"}}, "data.unknown_field"),
    ("a line that is true", {"line": {"line": True}}, "data.not_number"),
    ("a line number and a half", {"line": {"line": 1.5}}, "data.not_whole"),
    ("a line that is a word", {"data": {"lines": ["bread"]}}, "data.not_object"),
    ("lines that are no list", {"data": {"lines": {}}}, "data.not_list"),
    ("a shop that is a number", {"data": {"store": 7}}, "data.not_text"),
    ("an order without a number", {"data": {"order_id": None}}, "data.not_text"),
]


@pytest.mark.parametrize(("more", "code"), [case[1:] for case in BAD_DATA], ids=[case[0] for case in BAD_DATA])
def test_bad_orders_are_refused(shop: Shop, more: dict[str, Any], code: str) -> None:
    _refused(shop.post(order("alice", **more)), code)


BAD_BYTES = {
    "json.empty": b" ",
    "json.not_utf8": b"\xef\xbb\xbf" + json.dumps(order("alice")).encode(),
    "json.unreadable": _raw('"100.00"', "NaN"),
    "json.duplicate_key": _raw('"quantity": 1', '"quantity": 1, "quantity": 2'),
    "json.null_character": _raw('"bread"', '"br\\u0000ead"'),
    "json.lone_surrogate": _raw('"bread"', '"br\\ud800ead"'),
    "json.number_out_of_range": _raw('"quantity": 1', '"quantity": 1e400'),
    "json.too_deep": _raw('"bread"', "[" * 50_000 + "]" * 50_000),
    "event.not_an_object": b"[]",
    "event.missing": _raw('"subject"', '"object"'),
    "event.not_text": _raw('"subject": "alice"', '"subject": 7'),
    "event.specversion": _raw('"1.0"', '"0.3"'),
    "event.time": _raw("+00:00", ""),
    "event.data_kind": _raw('"data": {', '"datacontenttype": "text/xml", "data": {'),
    "event.reserved_source": _raw("till-1", "clock"),
    "event.unknown_type": _raw("order.paid", "order.eaten"),
}


@pytest.mark.parametrize("code", BAD_BYTES)
def test_bad_messages_are_refused(shop: Shop, code: str) -> None:
    _refused(shop.post(BAD_BYTES[code]), code)


def _refused(answer: Any, code: str) -> None:
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == 422
    assert problem["type"].endswith(code)
    assert problem["detail"] != code and "{" not in problem["detail"], "every refusal has its sentence, with the facts"


def test_a_till_without_a_good_key_is_told_so_on_every_way_in(shop: Shop) -> None:
    shop.enrol("carl-key")  # from now on the good key is known to this process: events take the short way
    for authorization in (None, "Bearer rk_x", "Basic abc", f"Bearer {shop.key[:-4]}0000"):
        sent = json.dumps(order("carl-key")).encode()
        lines = [
            b"POST /v1/events HTTP/1.1",
            b"host: shop",
            b"content-type: application/cloudevents+json",
            b"content-length: %d" % len(sent),
        ]
        lines += [b"authorization: " + authorization.encode()] if authorization else []
        host, port = shop.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=10) as till:
            till.sendall(b"\r\n".join(lines) + b"\r\n\r\n" + sent)  # in one piece, as tills send it
            answer = till.recv(4096)
        assert answer.startswith(b"HTTP/1.1 401"), authorization


def test_nothing_of_a_refused_message_is_done(shop: Shop) -> None:
    for body in BAD_BYTES.values():
        shop.post(body)
    assert shop.client.get("/v1/members/alice/transfers").json()["transfers"][0]["event_id"] == "join-alice"


def test_a_time_more_than_five_minutes_ahead_is_refused(shop: Shop) -> None:
    soon = (datetime.now(UTC) + timedelta(minutes=4)).isoformat()
    later = (datetime.now(UTC) + timedelta(minutes=6)).isoformat()
    shop.enrol("bea")
    assert shop.post(order("bea", time=soon)).status_code == 201
    answer = shop.post(order("bea", time=later))
    assert (answer.status_code, answer.json()["status"], answer.json()["code"]) == (409, "refused", "event.in_future")


def test_problems_speak_the_readers_language(shop: Shop) -> None:
    for header, word in (("zh-CN,zh;q=0.9", "数量"), ("zh-TW", "數量"), ("fr", "quantity")):
        answer = shop.client.post("/v1/events", json=order("alice", line={"quantity": 0}), headers={"accept-language": header})
        assert word in answer.json()["detail"]
    asked = shop.post(order("alice", line={"quantity": 0}), path="/v1/events?lang=zh-Hant")
    assert "數量" in asked.json()["detail"]
    unknown = shop.post(order("alice"), path="/v1/events?lang=klingon")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "request.unknown_language")


@pytest.mark.parametrize("media_type", ["text/plain", "", "application/json; charset=utf-16", "application/xml"])
def test_other_media_types_are_not_read(shop: Shop, media_type: str) -> None:
    answer = shop.client.post("/v1/events", content=json.dumps(order("alice")), headers={"content-type": media_type})
    assert (answer.status_code, answer.json()["code"]) == (415, "request.media_type")


def test_other_methods_are_told_what_is_answered(shop: Shop) -> None:
    answer = shop.client.get("/v1/events")
    assert (answer.status_code, answer.headers["allow"], answer.json()["code"]) == (405, "POST", "request.method")


def test_too_much_is_refused_before_it_is_read(shop: Shop) -> None:
    one = order("alice", data={"channel": "x" * 300_000})
    answer = shop.post(one)
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")
    many = shop.post([{}] * 1_001, "application/cloudevents-batch+json")
    assert (many.status_code, many.json()["code"]) == (413, "request.too_many_events")
    lines = shop.post(b"{}\n" * 1_001, "application/x-ndjson")
    assert lines.status_code == 413

    def endless() -> Any:
        for _ in range(200):
            yield b" " * 65_536

    streamed = shop.client.post("/v1/events", content=endless(), headers={"content-type": "application/json"})
    assert streamed.status_code == 413


def test_a_caller_that_hangs_up_half_way_leaves_no_trace(shop: Shop) -> None:
    shop.enrol("carl")
    body = json.dumps(order("carl")).encode()
    host, port = shop.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as wire:
        head = f"POST /v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {shop.key}\r\ncontent-type: application/json\r\n"
        wire.sendall(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body[:-20])
    assert shop.client.get("/v1/members/carl").json()["points"]["active"] == 20


def test_a_caller_that_never_finishes_is_told_so(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regulars.api.bodies.SECONDS", 0.2)
    host, port = shop.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as wire:
        head = f"POST /v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {shop.key}\r\ncontent-type: application/json\r\n"
        wire.sendall(f"{head}content-length: 1000\r\n\r\n{{".encode())
        answer = b"".join(iter(lambda: wire.recv(65_536), b""))
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"request.too_slow" in answer


def test_an_unknown_type_or_data_of_another_type_is_refused(shop: Shop) -> None:
    _refused(shop.post(event("time.passed", "alice", {})), "event.unknown_type")
    _refused(shop.post(event("points.redeemed", "alice", {"points": 0})), "points.not_positive")
    _refused(shop.post(event("points.redeemed", "alice", {"points": -5})), "points.not_positive")
    _refused(shop.post(event("points.redeemed", "alice", {"points": 5, "up_to": "yes"})), "data.not_true_or_false")
    _refused(shop.post(event("points.redeemed", "alice", {})), "data.missing")
    _refused(shop.post(event("points.adjusted", "alice", {"points": 10**19, "reason": "r", "by": "b"})), "points.too_large")
    _refused(shop.post(event("points.adjusted", "alice", {"points": 0, "reason": "r", "by": "b"})), "points.amount")
    _refused(shop.post(order("alice", time="1969-12-31T23:59:59+00:00")), "event.time_too_early")
    _refused(shop.post(event("member.enrolled", "alice", {"profile": {"shoe_size": 43}})), "profile.unknown_field")


@pytest.mark.parametrize(("language", "said"), [
    ("en", "“lines[0].amount” must be an amount in quotes"),
    ("zh-Hans", "“lines[0].amount”必须是带引号的金额"),
    ("zh-Hant", "「lines[0].amount」必須是帶引號的金額"),
])
def test_what_was_expected_is_said_in_the_readers_language(shop: Shop, language: str, said: str) -> None:
    problem = shop.post(order("alice", line={"amount": 3.5}), path=f"/v1/events?lang={language}").json()
    assert problem["detail"].startswith(said)
    assert problem["field"] == "lines[0].amount"


def test_a_refusal_writes_its_figures_as_people_do(shop: Shop) -> None:
    answer = shop.post(event("points.redeemed", "alice", {"points": 1_234_567}))
    assert (answer.status_code, answer.json()["detail"]) == (409, "This needs 1,234,567 points; 20 are available")


@pytest.mark.parametrize("ref", [".", ".."])
def test_nobody_joins_under_a_name_no_address_can_hold(shop: Shop, ref: str) -> None:
    _refused(shop.post(event("member.enrolled", ref, {})), "member.ref_unreachable")
    (place,) = shop.post([event("member.enrolled", ref, {})], "application/cloudevents-batch+json").json()
    assert (place["http_status"], place["code"]) == (422, "member.ref_unreachable")


def test_a_request_that_offers_another_protocol_keeps_its_body(shop: Shop) -> None:
    sent = json.dumps(order("alice")).encode()
    head = "POST /v1/events HTTP/1.1\r\nhost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
    head += f"authorization: Bearer {shop.key}\r\ncontent-type: application/json\r\ncontent-length: {len(sent)}\r\n\r\n"
    host, port = shop.url.removeprefix("http://").split(":")
    for cut in (0, len(head)):  # in one piece, and the body in a second one
        with socket.create_connection((host, int(port)), timeout=10) as wire:
            wire.sendall((head.encode() + sent)[:cut] or head.encode() + sent)
            if cut:
                wire.sendall(sent)
            assert wire.recv(4096).startswith(b"HTTP/1.1 201" if not cut else b"HTTP/1.1 200")
