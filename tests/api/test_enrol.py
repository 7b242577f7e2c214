"""The programme promises one call to join, known by the shop's own reference, that may be sent again by anybody at any time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from conftest import _django_on

from api.shop import Shop, event, order, served

PROGRAMME = """
program: corner
currency: {code: EUR, minor_digits: 2}
timezone: Europe/Lisbon
enrol: on_request
wallets: {points: {}}
cards: {issue: at_enrolment}
profile: {fields: [name, birthday]}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
  - {id: welcome, on: member.enrolled, points: 200}
  - {id: profile, on: profile.completed, points: 50}
"""
ALICE = {"member": "alice", "profile": {"name": "Alice", "birthday": "1990-05-17"}, "identities": [{"kind": "phone", "value": "+351912345678"}]}


@pytest.fixture(scope="module")
def door(module_database: Any, home: Any, django_db_blocker: Any) -> Iterator[Shop]:
    from regulars.api.app import Api
    from regulars.journal.programs import apply_version
    from regulars.journal.verify import verify

    with psycopg.connect(module_database.owner_dsn) as conn:
        apply_version(conn, PROGRAMME, by="test", at=datetime(2020, 1, 1, tzinfo=UTC))
    with django_db_blocker.unblock(), _django_on(module_database, home.key_file), served(Api(module_database.dsn)) as url:
        shop = Shop(url, module_database.dsn)
        yield shop
        shop.client.close()
    with psycopg.connect(module_database.dsn, autocommit=True) as conn:
        report = verify(conn)
        assert report.is_sound, [finding for checked in report.checks for finding in checked.findings]


def join(door: Shop, **body: Any) -> tuple[int, dict[str, Any]]:
    answer = door.client.post("/v1/members", json=body)
    return answer.status_code, answer.json()


def test_joining_gives_the_bonuses_once_and_a_card(door: Shop) -> None:
    status, first = join(door, **ALICE)
    assert (status, first["status"], first["points"]["earned"]) == (201, "created", 200)
    assert any(reason["code"].startswith("rule.fired") and reason["rule"] == "welcome" for reason in first["because"])
    said = door.client.post("/v1/members?lang=zh-Hant", json={**ALICE, "member": "lang", "profile": None, "identities": None, "referred_by": "nobody"}).json()
    assert [reason["text"] for reason in said["because"] if reason["code"].startswith("rule.fired")] == ["「welcome」獎勵 200 積分"]
    assert door.client.post("/v1/members?lang=xx", json={"member": "lang"}).status_code == 422
    status, again = join(door, **ALICE)
    assert (status, again["status"], again["points"]["active"], again["card"]) == (200, "known", 250, first["card"])
    assert join(door, member="alice")[0] == 200


def test_thirty_two_tills_at_once_make_one_member(door: Shop) -> None:
    with ThreadPoolExecutor(32) as tills:
        answers = list(tills.map(lambda _: join(door, member="crowd"), range(32)))
    assert sorted(status for status, _ in answers) == [200] * 31 + [201]
    assert len({body["card"]["card"] for _, body in answers}) == 1
    assert door.client.get("/v1/members/crowd").json()["points"]["active"] == 200


def test_a_guest_collects_and_joins_with_one_call(door: Shop) -> None:
    assert door.post(order("guest", "80.00")).status_code == 201
    seen = door.client.get("/v1/members/guest").json()
    assert (seen["points"]["active"], seen["points"]["pending"], seen["enrolled_on"]) == (0, 80, None)
    spent = door.post(event("points.redeemed", "guest", {"points": 10}))
    assert (spent.status_code, spent.json()["code"]) == (409, "member.not_joined")
    status, joined = join(door, member="guest")
    assert (status, joined["points"]["active"], joined["points"]["pending"]) == (201, 280, 0)
    assert door.client.get("/v1/members/guest").json()["enrolled_on"] is not None


def test_a_member_of_another_way_is_known(door: Shop) -> None:
    door.enrol("event-born")
    status, body = join(door, member="event-born", profile={"name": "Eve"})
    assert (status, body["status"]) == (200, "known")
    assert join(door, member="long ago", time="2021-02-03T10:00:00+00:00")[0] == 201
    assert door.client.get("/v1/members/long%20ago").json()["enrolled_on"] == "2021-02-03"


def test_bad_calls_are_refused_by_name_and_leave_nothing(door: Shop) -> None:
    assert join(door, member="x", identities=[{"kind": "phone", "value": "+351912345678"}])[1]["code"] == "identity.taken"
    assert join(door, member="x", profile={"name": 5})[1]["code"] == "profile.not_text"
    assert join(door, member="x", guest=True)[1]["code"] == "message.unreadable"
    assert join(door, member="x", time="2999-01-01T00:00:00Z")[1]["code"] == "event.in_future"
    assert join(door)[0] == 422
    assert door.post(event("member.enrolled", "x", {"guest": True})).status_code == 422
    assert door.client.get("/v1/members/x").status_code == 404
