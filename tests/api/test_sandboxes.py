"""The API promises that a sandbox's key opens that sandbox by its clock, and nothing of the shop; and the shop's key nothing of a sandbox."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest

from api.shop import PROGRAMME, Shop, event
from regulars.api.keys import create_key
from regulars.cli.database import grant, parts_of
from regulars.journal import sandboxes
from regulars.journal.programs import Version

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def order(ref: str, id: str, amount: str, time: str) -> dict:
    data = {"order_id": id, "currency": "EUR", "lines": [{"sku": "tea", "quantity": "1", "amount": amount}]}
    return event("order.paid", ref, data, id=id, time=time)


@pytest.fixture
def play(shop: Shop, module_database) -> Iterator[str]:
    """A sandbox, and a key that opens it."""
    make(module_database, START)
    yield create_key(scopes=("events:write", "members:read"), created_by="test", at=START, sandbox="play")
    with psycopg.connect(module_database.owner_dsn, autocommit=True) as owner:
        sandboxes.drop(owner, "play")


def make(database, now: datetime) -> None:
    with psycopg.connect(database.owner_dsn, autocommit=True) as owner:
        sandboxes.create(owner, "play", [Version(1, "club", PROGRAMME, None, START, "test")], now=now, by="test", origin="club")
        grant(owner, parts_of(database.dsn)["user"], "sandbox_play")


def test_a_member_ages_over_the_api(shop: Shop, play: str) -> None:
    headers = shop.signed_in(play)
    time = "2026-01-01T11:00:00+00:00"
    for sent in (event("member.enrolled", "alice", {}, time=time), order("alice", "A1", "100.00", time)):
        answer = shop.client.post("/v1/events", json=sent, headers=headers)
        assert answer.status_code == 201, answer.text
    before = shop.client.get("/v1/members/alice", headers=headers).json()
    assert before["points"]["active"] > 0
    assert shop.client.get("/v1/clock", headers=headers).json()["sandbox"] == "play"
    moved = shop.client.post("/v1/clock", json={"advance": "5 years"}, headers=headers)
    assert moved.status_code == 200, moved.text
    assert moved.json()["now"].startswith("2031-01-01T")
    assert sum(moved.json()["expired"].values()) == before["points"]["active"]
    assert shop.client.get("/v1/members/alice", headers=headers).json()["points"]["active"] == 0
    assert shop.client.get("/v1/members/alice").status_code == 404  # she is nobody's member in the shop


def test_the_clock_of_a_sandbox_stands_still_and_does_not_go_back(shop: Shop, play: str) -> None:
    headers = shop.signed_in(play)
    ahead = shop.client.post("/v1/events", json=event("member.enrolled", "bea", {}, time="2026-01-01T13:00:00Z"), headers=headers)
    assert (ahead.status_code, ahead.json()["code"]) == (409, "event.in_future")
    assert shop.client.post("/v1/clock", json={"to": "2026-02-01T00:00:00Z"}, headers=headers).status_code == 200
    later = shop.client.post("/v1/events", json=event("member.enrolled", "bea", {}, time="2026-01-31T23:00:00Z"), headers=headers)
    assert later.status_code == 201, later.text
    back = shop.client.post("/v1/clock", json={"to": "2026-01-01T00:00:00Z"}, headers=headers)
    assert (back.status_code, back.json()["code"]) == (409, "sandbox.backwards")
    for unclear in ({}, {"advance": "1 year", "to": "2030-01-01T00:00:00Z"}, {"advance": "soon"}, {"to": "2030-01-01T00:00:00"}):
        assert shop.client.post("/v1/clock", json=unclear, headers=headers).status_code == 422, unclear


def test_keys_open_one_side_only(shop: Shop, play: str) -> None:
    as_shop = "rk" + play.removeprefix("rs")
    assert shop.client.get("/v1/members/alice", headers=shop.signed_in(as_shop)).status_code == 401
    as_sandbox = "rs" + shop.key.removeprefix("rk")
    assert shop.client.get("/v1/clock", headers=shop.signed_in(as_sandbox)).status_code == 401
    assert shop.client.post("/v1/clock", json={"advance": "1 year"}).json()["code"] == "clock.of_the_shop"
    reader = create_key(scopes=("members:read",), created_by="test", at=START, sandbox="play")
    assert shop.client.post("/v1/clock", json={"advance": "1 year"}, headers=shop.signed_in(reader)).status_code == 403
    assert shop.client.get("/metrics", headers=shop.signed_in(play)).status_code == 403


def test_nobody_approves_anything_in_a_sandbox(shop: Shop, play: str) -> None:
    key = shop.signed_in(create_key(scopes=("points:adjust", "programs:write"), created_by="test", at=START, sandbox="play"))
    sent = {"id": "x", "reason": "cup", "adjustments": [{"member": "alice", "points": 1}]}
    for path, body in (("/v1/adjustments", sent), ("/v1/programs/rollback", {"reason": "x"})):
        answer = shop.client.post(path, json=body, headers=key)
        assert (answer.status_code, answer.json()["code"]) == (409, "sandbox.nobody_approves")


def test_a_sandbox_that_is_made_again_answers_anew(shop: Shop, play: str, module_database) -> None:
    headers = shop.signed_in(play)
    assert shop.client.post("/v1/events", json=event("member.enrolled", "carl", {}, time="2026-01-01T11:00:00Z"), headers=headers).status_code == 201
    with psycopg.connect(module_database.owner_dsn, autocommit=True) as owner:
        sandboxes.drop(owner, "play")
    assert shop.client.get("/v1/members/carl", headers=headers).status_code == 404
    assert shop.client.get("/v1/clock", headers=headers).json()["code"] == "sandbox.unknown"
    make(module_database, START)
    assert shop.client.get("/v1/members/carl", headers=headers).json()["code"] == "member.unknown"
    again = shop.client.post("/v1/events", json=event("member.enrolled", "carl", {}, time="2026-01-01T11:00:00Z"), headers=headers)
    assert again.status_code == 201, again.text


def test_personal_data_of_a_sandbox_is_kept_nowhere(shop: Shop, play: str) -> None:
    sent = event("member.enrolled", "dana", {"profile": {"name": "Dana Nobody", "birthday": "1990-01-05"}, "identities": [{"kind": "card", "value": "77001"}]}, time="2026-01-01T11:00:00Z")
    assert shop.client.post("/v1/events", json=sent, headers=shop.signed_in(play)).status_code == 201
    with psycopg.connect(shop.dsn) as conn:
        tables = conn.execute("SELECT table_schema, table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema IN ('public', 'sandbox_play')")
        for schema, table in tables.fetchall():
            found = conn.execute(f'SELECT count(*) FROM "{schema}"."{table}" AS t WHERE t::text LIKE %s', ("%Dana%",)).fetchone()
            assert found == (0,), table
        assert conn.execute("SELECT birthday::text FROM sandbox_play.sandbox_birthday").fetchall() == [("1990-01-05",)]


def test_the_shop_s_clock_is_told_too(shop: Shop) -> None:
    told = shop.client.get("/v1/clock").json()
    assert told["sandbox"] is None and abs(datetime.fromisoformat(told["now"]) - datetime.now(UTC)).total_seconds() < 60
