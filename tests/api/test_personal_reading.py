"""The API promises that every route which opens personal data writes down which key saw it, before it answers."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from conftest import _django_on

from api.shop import ALL_SCOPES, Shop, event, order, served
from regulars.members.vault import Vault

PROGRAMME = """
program: corner
currency: {code: EUR, minor_digits: 2}
timezone: Europe/Lisbon
wallets: {points: {}}
cards: {issue: at_enrolment, at_most: 3, pass: {apple_type: pass.com.example.club, apple_team: ABCDE12345, google_issuer: 3388000000012345678}}
profile: {fields: [name, birthday]}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
  - {id: birthday, on: order.paid, when: {member.birthday: true}, points: 10}
"""


@pytest.fixture(scope="module")
def shop(module_database: Any, home: Any, django_db_blocker: Any) -> Iterator[Shop]:
    from regulars.api.app import Api
    from regulars.journal.programs import apply_version

    with psycopg.connect(module_database.owner_dsn) as conn:
        apply_version(conn, PROGRAMME, by="test", at=datetime(2020, 1, 1, tzinfo=UTC))
    with django_db_blocker.unblock(), _django_on(module_database, home.key_file), served(Api(module_database.dsn)) as url:
        shop = Shop(url, module_database.dsn)
        shop.client.headers.update(shop.signed_in(shop.new_key(*ALL_SCOPES, "cards:read", "cards:write")))
        yield shop
        shop.client.close()


def log(shop: Shop) -> list[tuple[str, str, str, str, str]]:
    with psycopg.connect(shop.dsn) as conn:
        return conn.execute(
            "SELECT r.kind, r.place, r.address, m.ref, array_to_string(r.fields, ' ') FROM personal_read r JOIN member_ref m USING (member_id) ORDER BY r.id"
        ).fetchall()


def test_a_route_that_opens_something_writes_it_down_and_one_that_shows_nothing_does_not(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    really = Vault.open
    monkeypatch.setattr(Vault, "open", lambda self, *args, **named: (opened.append(named["column"]), really(self, *args, **named))[1])
    profile = {"name": "Ann Canary", "birthday": "1990-05-17", "phone": "+351912345678"}
    made = shop.client.post("/v1/members", json={"member": "ann", "profile": profile})
    assert made.status_code == 201
    assert log(shop) == [("key", "POST /v1/members", "127.0.0.1", "ann", "identity")]  # the answer holds the new card
    number = made.json()["card"]["card"]

    opened.clear()
    assert shop.client.post("/v1/events", json=order("ann", "20.00")).status_code == 201
    assert shop.client.post("/v1/events", json=event("profile.completed", "ann", {})).status_code in (200, 201, 409, 422)
    assert shop.client.get("/v1/members/ann").status_code == 200
    assert "birthday" in opened and len(log(shop)) == 1  # a rule asked whether it is the birthday: yes or no, and nobody saw it

    for method, path, body, fields in (
        ("POST", "/v1/cards/find", {"card": number}, "identity"),
        ("GET", "/v1/members/{ref:path}/cards", None, "identity"),
        ("GET", "/v1/members/{ref:path}/passes/apple", None, "family_name given_name identity name"),
        ("GET", "/v1/members/{ref:path}/passes/google", None, "family_name given_name identity name"),
        ("POST", "/v1/cards", {"source": "desk", "id": "c1", "time": datetime.now(UTC).isoformat(), "member": "ann"}, "identity"),
        ("POST", "/v1/cards/block", {"source": "desk", "id": "c2", "time": datetime.now(UTC).isoformat(), "member": "ann", "card": number, "reason": "lost"}, "identity"),
        ("POST", "/v1/cards/unblock", {"source": "desk", "id": "c3", "time": datetime.now(UTC).isoformat(), "member": "ann", "card": number}, "identity"),
    ):
        before = len(log(shop))
        answer = shop.client.request(method, path.replace("{ref:path}", "ann"), json=body)
        assert answer.status_code in (200, 201), (path, answer.text)
        (row,) = log(shop)[before:]
        assert row[:4] == ("key", f"{method} {path}", "127.0.0.1", "ann") and set(row[4].split()) <= set(fields.split()) and "identity" in row[4], (path, row)
    with psycopg.connect(shop.dsn) as conn:
        kept = conn.execute("SELECT string_agg(r::text, ' ') FROM personal_read r").fetchone()[0]
    assert not [value for value in (*profile.values(), number, "Canary") if value in kept]


def test_a_search_that_finds_nobody_reads_nobody(shop: Shop) -> None:
    before = log(shop)
    assert shop.client.post("/v1/cards/find", json={"card": "no-such-card"}).status_code == 404
    assert log(shop) == before


def test_a_key_has_its_name_and_its_number_in_the_log(shop: Shop) -> None:
    key = shop.new_key("cards:read", "cards:write", "events:write")
    made = shop.client.post("/v1/members", json={"member": "cat"}, headers=shop.signed_in(key))
    assert made.status_code == 201
    with psycopg.connect(shop.dsn) as conn:
        (reader,) = conn.execute("SELECT reader FROM personal_read ORDER BY id DESC LIMIT 1").fetchone()
    assert key.split("_")[1] in reader and key.split("_")[2] not in reader
