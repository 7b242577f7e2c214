"""The programme promises that several web processes behind one address are one shop: whoever takes the call, the same answer."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path

import pytest

from cli.test_serve import Shop

PROGRAMME = """
program: club
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
enrol: on_first_event
wallets: {points: {kind: spendable}}
earn: [{id: base, on: order.paid, points: {per: 1, give: 1, of: net_amount}}]
"""
HEADERS = {"content-type": "application/cloudevents+json"}
MEMBERS, ORDERS = 20, 6


def regulars(folder: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("REGULARS_", "DATABASE_"))}
    command = [sys.executable, "-m", "regulars.cli.main", *arguments]
    return subprocess.run(command, env={**environment, "REGULARS_HOME": str(folder)}, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("peers") / "shop"
    document = folder.with_name("club.yaml")
    document.write_text(PROGRAMME)
    regulars(folder, "program", "apply", str(document))
    return folder


@pytest.fixture(scope="module")
def key(folder):
    return json.loads(regulars(folder, "api-key", "create", "--scope", "events:write", "--scope", "members:read", "--scope", "metrics:read", "--json"))["key"]


@pytest.fixture(scope="module")
def shop(folder, key):
    shop = Shop(folder, web=2)
    shop.wait_for(lambda: shop.get("/readyz")[0] == 200)
    yield shop
    shop.process.send_signal(signal.SIGTERM)
    shop.process.wait(30)


def event(member: str, id: str, amount: str) -> dict:
    data = {"order_id": id, "currency": "CNY", "lines": [{"sku": "a", "quantity": 1, "amount": amount}]}
    now = datetime.now(UTC).isoformat()
    return {"specversion": "1.0", "id": id, "source": "till", "type": "order.paid", "subject": member, "time": now, "data": data}


def ask(port: int, key: str, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(method, path, body or None, {**HEADERS, **headers, "authorization": f"Bearer {key}"})
        answer = connection.getresponse()
        return answer.status, answer.read()


def figures(shop, key: str) -> dict[str, float]:
    lines = ask(shop.port, key, "GET", "/metrics")[1].decode().splitlines()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if not line.startswith("#")}


def test_a_member_is_one_member_whoever_takes_the_call(shop, key):
    """Each order on a connection of its own: about half come in at the process that does not own the member."""
    for n in range(1, ORDERS + 1):
        for member in range(MEMBERS):
            status, body = ask(shop.port, key, "POST", "/v1/events", json.dumps(event(f"m{member}", f"o{member}-{n}", "10.00")).encode())
            answer = json.loads(body)
            assert (status, answer["status"], answer["points"]["active"]) == (201, "created", 10 * n)
    counted = [figures(shop, key)['regulars_events_total{answer="created"}'] for _ in range(6)]
    assert counted == [MEMBERS * ORDERS] * 6, "whichever process is asked, the figures are the server's"


def test_what_is_handed_over_is_answered_in_the_same_words(shop, key):
    for n in range(12):  # on new connections, so that both processes are met
        sent = event("wordy", "w1", "30.00")
        sent["time"] = "2026-05-01T10:00:00+08:00"
        status, body = ask(shop.port, key, "POST", "/v1/events", json.dumps(sent).encode())
        assert (status, json.loads(body)["status"]) == ((201, "created") if n == 0 else (200, "duplicate"))
        sent["data"]["lines"][0]["amount"] = "31.00"
        status, body = ask(shop.port, key, "POST", "/v1/events", json.dumps(sent).encode(), **{"accept-language": "zh-CN"})
        assert (status, json.loads(body)["code"]) == (409, "event.conflict")
        assert "未做任何处理" in json.loads(body)["detail"]
        status, body = ask(shop.port, key, "POST", "/v1/events", json.dumps(event("wordy", f"bad{n}", "1.234")).encode())
        assert status == 422, body
        status, body = ask(shop.port, key, "POST", "/v1/events", b'{"subject": "wordy", "type": "order.paid"}')
        assert (status, json.loads(body)["code"]) == (422, "event.missing")


def test_a_batch_is_split_among_the_owners_and_answered_in_order(shop, key):
    batch = [event(f"b{n % 7}", f"b{n}", "5.00") for n in range(70)] + [event("b0", "b0", "6.00")]
    status, body = ask(shop.port, key, "POST", "/v1/events", json.dumps(batch).encode(), **{"content-type": "application/cloudevents-batch+json"})
    answers = json.loads(body)
    assert status == 200
    assert [answer["id"] for answer in answers] == [one["id"] for one in batch]
    assert [answer["points"]["active"] for answer in answers[:70]] == [5 * (n // 7 + 1) for n in range(70)]
    assert answers[70]["status"] == "conflict"


def test_a_web_process_that_dies_loses_and_doubles_nothing(shop, key):
    answered: dict[str, int] = {}
    stop = time.monotonic() + 6

    def till(number: int) -> None:
        for n in count():
            if time.monotonic() > stop:
                return
            sent = json.dumps(event(f"k{n % 5}", f"k{number}-{n}", "1.00")).encode()
            status = 0
            while status not in (200, 201):  # a process that died under it, or 503: sent again until it is answered
                with suppress(OSError, HTTPException):
                    status, _ = ask(shop.port, key, "POST", "/v1/events", sent)
                    assert status in (200, 201, 503)
            answered[f"k{number}-{n}"] = status

    tills = [threading.Thread(target=till, args=(number,)) for number in range(6)]
    for one in tills:
        one.start()
    for _ in range(2):
        time.sleep(1.5)
        os.kill(sorted(shop.children("regulars.cli.web"))[0], signal.SIGKILL)
    for one in tills:
        one.join()
    shop.wait_for(lambda: len(shop.children("regulars.cli.web")) == 2)
    balances = [json.loads(ask(shop.port, key, "GET", f"/v1/members/k{n}")[1])["wallets"][0]["active"] for n in range(5)]
    assert sum(balances) == len(answered) > 100
