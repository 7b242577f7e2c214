"""The programme promises that the fast way through the door answers as the ordinary one does, however the bytes arrive."""

import json
import socket
from typing import Any

from api.shop import Shop, event, order


def _request(shop: Shop, body: Any, more: str = "", key: str = "") -> bytes:
    sent = json.dumps(body).encode()
    head = (
        f"POST /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key or shop.key}\r\n"
        f"Content-Type: application/cloudevents+json\r\n{more}Content-Length: {len(sent)}\r\n\r\n"
    )
    return head.encode() + sent


class Wire:
    """One kept-alive connection, read answer by answer."""

    def __init__(self, shop: Shop) -> None:
        host, port = shop.url.removeprefix("http://").split(":")
        self._socket = socket.create_connection((host, int(port)), timeout=20)
        self._file = self._socket.makefile("rb")

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._socket.close()

    def send(self, *parts: bytes) -> None:
        for part in parts:
            self._socket.sendall(part)

    def answer(self) -> tuple[int, dict[str, str], Any]:
        status = int(self._file.readline().split()[1])
        headers: dict[str, str] = {}
        while line := self._file.readline().strip():
            name, _, value = line.decode().partition(": ")
            headers[name.lower()] = value
        return status, headers, json.loads(self._file.read(int(headers["content-length"])))

    def is_closed(self) -> bool:
        return self._file.read(1) == b""


def test_many_on_one_connection_are_answered_one_after_the_other(shop: Shop) -> None:
    shop.enrol("alice")
    with Wire(shop) as wire:
        for n in range(1, 6):
            wire.send(_request(shop, order("alice", "10.00")))
            status, headers, body = wire.answer()
            assert (status, headers["content-type"], body["points"]["active"]) == (201, "application/json", 20 + 10 * n)
            assert "date" in headers


def test_requests_sent_before_the_answers_came_are_answered_in_order(shop: Shop) -> None:
    shop.enrol("bea")
    orders = [order("bea", f"{n}.00") for n in range(1, 6)]
    with Wire(shop) as wire:
        wire.send(_request(shop, orders[0]))
        wire.send(b"".join(_request(shop, one) for one in orders[1:]))
        assert [wire.answer()[2]["id"] for _ in orders] == [one["id"] for one in orders]


def test_a_request_in_pieces_is_read_as_one(shop: Shop) -> None:
    shop.enrol("carl")
    whole = _request(shop, order("carl", "10.00"))
    with Wire(shop) as wire:
        wire.send(_request(shop, order("carl", "1.00")))
        assert wire.answer()[0] == 201
        for cut in (10, whole.index(b"\r\n\r\n") + 4, len(whole) - 3):
            one = _request(shop, order("carl", "10.00"))
            wire.send(one[:cut])
            wire.send(one[cut:])
            assert wire.answer()[0] == 201
    assert shop.client.get("/v1/members/carl").json()["points"]["active"] == 51


def test_the_short_way_refuses_in_the_same_words(shop: Shop) -> None:
    shop.enrol("dana")
    known = order("dana", "10.00")
    taken = {**order("dana", "11.00"), "id": known["id"]}
    cases = [
        (known, 201, None),
        (known, 200, None),
        (taken, 409, "event.conflict"),
        (event("points.redeemed", "dana", {"points": 999}), 409, "points.insufficient"),
        (order("who"), 404, "member.unknown"),
        (order("dana", line={"quantity": 0}), 422, "order.quantity"),
    ]
    with Wire(shop) as wire:
        for sent, status, code in cases:
            wire.send(_request(shop, sent))
            found, _headers, body = wire.answer()
            assert (found, body.get("code")) == (status, code)
            ordinary = shop.post(sent, "application/json; charset=utf-8")
            if status != 201:
                assert {**body, "status": ""} == {**ordinary.json(), "status": ""}
        wire.send(_request(shop, known, key="rk_000000000000_" + "0" * 64))
        assert wire.answer()[0] == 401


def test_a_caller_that_asks_to_close_is_hung_up_on_after_the_answer(shop: Shop) -> None:
    shop.enrol("alice-closes")
    with Wire(shop) as wire:
        wire.send(_request(shop, order("alice-closes"), "Connection: close\r\n"))
        assert wire.answer()[0] == 201
        assert wire.is_closed()


def test_two_lengths_or_a_bent_head_never_go_the_short_way(shop: Shop) -> None:
    shop.enrol("bea-bends")
    body = json.dumps(order("bea-bends"))
    for more in ("Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Content Length: 5\r\n"):
        with Wire(shop) as wire:
            wire.send(_request(shop, json.loads(body), more))
            assert wire._file.readline().split()[1] == b"400"
    assert shop.client.get("/v1/members/bea-bends").json()["points"]["active"] == 20


def test_a_tills_key_answers_for_no_referral_on_the_fast_way_either(shop: Shop) -> None:
    shop.enrol("tina")
    till = shop.new_key("events:write")
    with Wire(shop) as wire:
        wire.send(_request(shop, order("tina", "10.00"), key=till))  # from here on the key is known
        assert wire.answer()[0] == 201
        wire.send(_request(shop, event("referral.claimed", "tina", {"referred_by": "alice", "approved_by": "the manager"}), key=till))
        status, _, body = wire.answer()
        assert (status, body.get("code"), body.get("needed")) == (403, "key.scope_missing", "members:manage"), body
