"""The programme promises that a till finds a member by the card, that a lost card is replaced without losing anything, and that no number stands in an address."""

import io
import json
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from conftest import _django_on

from api.shop import ALL_SCOPES, Shop, order, served

PROGRAMME = """
program: corner
currency: {code: EUR, minor_digits: 2}
timezone: Europe/Lisbon
wallets: {points: {}}
cards: {code: {prefix: "77", pattern: "#### ####"}, at_most: 2, pass: {apple_type: pass.com.example.club, apple_team: ABCDE12345}}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
"""


@pytest.fixture(scope="module")
def cards(module_database: Any, home: Any, django_db_blocker: Any) -> Iterator[Shop]:
    from regulars.api.app import Api
    from regulars.journal.programs import apply_version
    from regulars.journal.verify import verify

    with psycopg.connect(module_database.owner_dsn) as conn:
        apply_version(conn, PROGRAMME, by="test", at=datetime(2020, 1, 1, tzinfo=UTC))
    with django_db_blocker.unblock(), _django_on(module_database, home.key_file), served(Api(module_database.dsn)) as url:
        shop = Shop(url, module_database.dsn)
        shop.client.headers.update(shop.signed_in(shop.new_key(*ALL_SCOPES, "cards:read", "cards:write")))
        shop.enrol("alice", "bea", "carl")
        yield shop
        shop.client.close()
    with psycopg.connect(module_database.dsn, autocommit=True) as conn:
        report = verify(conn)
        assert report.is_sound, [finding for checked in report.checks for finding in checked.findings]


_ids = iter(range(10**6))


def ask(shop: Shop, path: str, **body: Any) -> tuple[int, dict[str, Any]]:
    said = {"source": "till-1", "id": f"c{next(_ids)}", "time": datetime.now(UTC).isoformat()} if path != "/v1/cards/find" else {}
    answer = shop.client.post(path, json=said | body)
    return answer.status_code, answer.json()


def test_a_card_is_issued_found_lost_and_replaced_and_the_points_stay(cards: Shop) -> None:
    status, first = ask(cards, "/v1/cards", member="alice")
    assert status == 201 and first["written"].startswith("77 ") and first["status"] == "good"
    cards.post(order("alice", "42.00"))
    assert ask(cards, "/v1/cards/find", card=first["written"]) == (200, first)

    status, second = ask(cards, "/v1/cards", member="alice", replaces=first["written"], reason="lost")
    assert status == 201 and second["card"] != first["card"]
    status, problem = ask(cards, "/v1/cards/find", card=first["card"])
    assert (status, problem["code"], problem["reason"]) == (409, "card.blocked", "lost")
    assert "blocked since" in problem["detail"] and first["card"] not in problem["detail"]
    found = ask(cards, "/v1/cards/find", card=second["card"])[1]
    assert found["member"] == "alice"
    assert cards.client.get("/v1/members/alice").json()["points"]["active"] == 42
    listed = cards.client.get("/v1/members/alice/cards").json()["cards"]
    assert [(one["card"], one["status"]) for one in listed] == [(second["card"], "good"), (first["card"], "blocked")]


def test_a_mistyped_number_is_said_to_be_mistyped(cards: Shop) -> None:
    card = ask(cards, "/v1/cards", member="bea")[1]["card"]
    wrong = card[:5] + str((int(card[5]) + 3) % 10) + card[6:]
    status, problem = ask(cards, "/v1/cards/find", card=wrong)
    assert (status, problem["code"]) == (422, "card.mistyped")
    chinese = cards.client.post("/v1/cards/find", json={"card": wrong}, headers={"accept-language": "zh-Hans"}).json()
    assert "卡号有误" in chinese["detail"]
    assert ask(cards, "/v1/cards/find", card="4006381333931")[0] == 404


def test_sending_the_same_again_gives_the_same_card(cards: Shop) -> None:
    body = {"source": "till-2", "id": "once", "time": datetime.now(UTC).isoformat(), "member": "bea"}
    with ThreadPoolExecutor(8) as tills:
        answers = list(tills.map(lambda _: cards.client.post("/v1/cards", json=body), range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json()["card"] for answer in answers}) == 1


def test_a_couple_shares_two_cards_and_no_third(cards: Shop) -> None:
    assert [ask(cards, "/v1/cards", member="carl")[0] for _ in range(2)] == [201, 201]
    status, problem = ask(cards, "/v1/cards", member="carl")
    assert (status, problem["code"], problem["at_most"]) == (409, "card.at_most", 2)


def test_a_found_card_is_good_again(cards: Shop) -> None:
    card = cards.client.get("/v1/members/carl/cards").json()["cards"][0]["card"]
    assert ask(cards, "/v1/cards/block", member="carl", card=card, reason="stolen")[1]["status"] == "blocked"
    assert ask(cards, "/v1/cards/unblock", member="carl", card=card)[1]["status"] == "good"
    assert ask(cards, "/v1/cards/block", member="alice", card=card, reason="stolen")[0] == 404
    assert ask(cards, "/v1/cards/block", member="carl", card=card, reason="whim")[1]["code"] == "card.reason"


def test_a_pass_comes_unsigned_without_a_certificate(cards: Shop) -> None:
    cards.enrol("pat")
    assert cards.client.get("/v1/members/pat/passes/apple").json()["code"] == "card.none"
    card = ask(cards, "/v1/cards", member="pat")[1]
    cards.post(order("pat", "12.00"))
    answer = cards.client.get("/v1/members/pat/passes/apple")
    assert (answer.status_code, answer.headers["content-type"], answer.headers["x-pass-signed"]) == (200, "application/vnd.apple.pkpass", "no")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        told = json.loads(archive.read("pass.json"))
    assert told["barcodes"][0]["message"] == card["card"] and told["storeCard"]["headerFields"][0]["value"] == "12"
    assert cards.client.get("/v1/members/pat/passes/google").json()["code"] == "pass.not_set_up"


def test_bad_messages_are_refused_by_name(cards: Shop) -> None:
    assert ask(cards, "/v1/cards", member="nobody")[1]["code"] == "member.unknown"
    assert ask(cards, "/v1/cards", member="alice", reason="whim")[1]["code"] == "card.reason"
    for body in ({"card": 5}, {}, {"card": "x", "more": 1}):
        assert cards.client.post("/v1/cards/find", json=body).json()["code"] == "message.unreadable"
    assert cards.client.post("/v1/cards/find", json={"card": "7\0"}).json()["code"] == "json.null_character"


def test_a_merge_brings_the_card_along_and_the_undoing_takes_it_back(cards: Shop) -> None:
    cards.enrol("stays", "goes")
    card = ask(cards, "/v1/cards", member="goes")[1]["card"]
    merge = {"source": "till-1", "time": datetime.now(UTC).isoformat(), "stays": "stays", "goes": "goes"}
    assert cards.client.post("/v1/merges", json=merge | {"id": "m1"}).status_code == 201
    assert ask(cards, "/v1/cards/find", card=card)[1]["member"] == "stays"
    new = ask(cards, "/v1/cards", member="goes", replaces=card, reason="damaged")[1]
    assert ask(cards, "/v1/cards/find", card=new["card"])[1]["status"] == "good"
    assert ask(cards, "/v1/cards/find", card=card)[1]["code"] == "card.blocked"
    assert cards.client.post("/v1/merges/undo", json=merge | {"id": "m2"}).status_code == 201
    assert ask(cards, "/v1/cards/find", card=card)[1]["code"] == "card.blocked"
