"""The programme promises that profiles, segments and everything members do beside buying come over HTTP, count once, and leave a sound journal."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from api.shop import ALL_SCOPES, Shop, event, open_shop, order

PROGRAMME = """
program: corner
currency: {code: EUR, minor_digits: 2}
timezone: Asia/Shanghai
wallets: {points: {}}
events:
  gym.visited: {fields: {minutes: {type: number, required: true}, class: {type: text, one_of: [yoga, swim]}}}
birthdays: {change_every: 1 year}
profile: {fields: [name, birthday, city, attributes.household], complete_at: 75}
earn:
  - {id: profile, on: profile.completed, points: 50}
  - {id: hello, on: checkin, points: 2}
  - {id: gym, on: gym.visited, points: {per: 10, give: 1, of: minutes}}
  - {id: review, on: review.published, points: 30}
  - {id: vip, on: order.paid, when: {member.segment: [vip]}, points: 7}
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
"""


@pytest.fixture(scope="module")
def people(module_database: Any, home: Any, django_db_blocker: Any) -> Iterator[Shop]:
    with open_shop(module_database, home, django_db_blocker, PROGRAMME) as shop:
        shop.client.headers.update(shop.signed_in(shop.new_key(*ALL_SCOPES, "members:write")))
        yield shop


def points(shop: Shop, ref: str) -> tuple[int, int]:
    held = shop.client.get(f"/v1/members/{ref}").json()["points"]
    return held["active"], held["pending"]


def test_a_completed_profile_earns_once_however_often_it_changes(people: Shop) -> None:
    people.enrol("alice")
    answer = people.client.patch("/v1/members/alice/profile", json={"name": "Alice", "birthday": "1990-05-17"})
    assert (answer.status_code, answer.json()) == (200, {"member": "alice", "complete_percent": 50})
    assert points(people, "alice") == (0, 0)
    told = people.client.patch("/v1/members/alice/profile", json={"attributes": {"household": 3}})
    assert told.json()["complete_percent"] == 75 and points(people, "alice") == (50, 0)
    people.client.patch("/v1/members/alice/profile", json={"city": None})
    again = people.client.patch("/v1/members/alice/profile", json={"city": "Lisbon"})
    assert again.json()["complete_percent"] == 100 and points(people, "alice") == (50, 0)
    posted = people.post(event("profile.completed", "alice", {"percent": 100}))
    assert posted.status_code == 201 and posted.json()["because"][0]["code"] == "event.counted_before"
    assert points(people, "alice") == (50, 0)


def test_whoever_joins_with_a_whole_profile_has_completed_it(people: Shop) -> None:
    profile = {"name": "Bea", "birthday": "1991-01-01", "city": "Porto"}
    assert people.post(event("member.enrolled", "bea", {"profile": profile})).status_code == 201
    assert points(people, "bea") == (50, 0)


def test_a_birthday_is_corrected_once_a_year(people: Shop) -> None:
    people.enrol("carl")
    first, corrected, moved = (people.client.patch("/v1/members/carl/profile", json={"birthday": day}) for day in ("1990-05-17", "1990-05-18", "1990-06-18"))
    assert [first.status_code, corrected.status_code, moved.status_code] == [200, 200, 409]
    assert moved.json()["code"] == "profile.birthday_edited" and moved.json()["again"] > datetime.now(UTC).date().isoformat()
    assert people.client.patch("/v1/members/carl/profile", json={"birthday": "1990-05-18", "city": "Faro"}).status_code == 200


def test_the_day_of_a_check_in_is_the_members_own(people: Shop) -> None:
    """Two evenings in Los Angeles are two days there and, in winter, may be one in Shanghai."""
    people.enrol("dana")
    assert people.client.patch("/v1/members/dana/profile", json={"timezone": "America/Los_Angeles"}).status_code == 200
    people.client.patch("/v1/members/dana/profile", json={"timezone": "America/Los_Angeles"})
    for moment in ("2026-01-10T09:00:00-08:00", "2026-01-10T23:00:00-08:00", "2026-01-11T07:00:00-08:00"):
        answer = people.post(event("checkin", "dana", {"place": "app"}, time=moment))
        assert answer.status_code == 201, answer.text
    assert points(people, "dana") == (4, 0)
    with psycopg.connect(people.dsn) as conn:
        facts = conn.execute("SELECT DISTINCT (outcome -> 'facts')::jsonb FROM event WHERE type = 'checkin' AND member_id IN (SELECT member_id FROM member_ref WHERE ref = 'dana')").fetchall()
    assert facts == [({"zone": "America/Los_Angeles"},)]


def test_a_segment_is_a_list_and_the_next_order_knows_it(people: Shop) -> None:
    people.enrol("eve", "finn")
    put = people.client.put("/v1/segments/vip", json={"members": ["eve", "eve"]})
    assert (put.status_code, put.json()["members"], put.json()["unknown"]) == (200, 1, [])
    assert people.post(order("eve", "10.00")).json()["points"]["earned"] == 17
    assert people.post(order("finn", "10.00")).json()["points"]["earned"] == 10
    refused = people.client.put("/v1/segments/vip", json={"members": ["finn", "nobody"]})
    assert (refused.status_code, refused.json()["code"], refused.json()["first"]) == (404, "segment.unknown_members", "nobody")
    assert people.client.get("/v1/segments").json()["segments"][0]["members"] == 1
    swapped = people.client.put("/v1/segments/vip", json={"members": ["finn", "nobody"], "skip_unknown": True})
    assert (swapped.json()["members"], swapped.json()["unknown"]) == (1, ["nobody"])
    assert people.post(order("eve", "10.00")).json()["points"]["earned"] == 10
    assert people.post(order("finn", "10.00")).json()["points"]["earned"] == 17
    named = people.client.put("/v1/segments/" + quote("茶友 a/b", safe=""), json={"members": ["eve"]})
    assert named.json()["segment"] == "茶友 a/b" and people.client.delete("/v1/segments/" + quote("茶友 a/b", safe="")).status_code == 204
    assert people.client.delete("/v1/segments/vip").status_code == 204
    assert people.client.delete("/v1/segments/vip").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("PUT", "/v1/segments/x", b"{}", 422, "message.unreadable"),
        ("PUT", "/v1/segments/x", b'{"members": "eve"}', 422, "message.unreadable"),
        ("PUT", "/v1/segments/x", b'{"members": [], "colour": 1}', 422, "message.unreadable"),
        ("PUT", "/v1/segments/x", b'{"members": [], "members": []}', 422, "json.duplicate_key"),
        ("PUT", "/v1/segments/x", b'{"members": ["a\\u0000b"], "skip_unknown": true}', 422, "json.null_character"),
        ("PUT", "/v1/segments/%0A", b'{"members": []}', 422, "segment.name"),
        ("PUT", "/v1/segments/" + "x" * 129, b'{"members": []}', 422, "segment.name"),
        ("PATCH", "/v1/members/alice/profile", b"[]", 422, "profile.unreadable"),
        ("PATCH", "/v1/members/alice/profile", b'{"shoe": 1}', 422, "profile.unknown_field"),
        ("PATCH", "/v1/members/alice/profile", b'{"timezone": "Mars/Olympus"}', 422, "profile.timezone_unknown"),
        ("PATCH", "/v1/members/nobody/profile", b"{}", 404, "member.unknown"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(people: Shop, method: str, path: str, body: bytes, status: int, code: str) -> None:
    answer = people.client.request(method, path, content=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


def test_another_method_is_told_all_that_the_address_answers(people: Shop) -> None:
    for path, allowed in (("segments/x", "DELETE, PUT"), ("segments", "GET"), ("members/alice/profile", "PATCH")):
        answer = people.client.post(f"/v1/{path}")
        assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


def test_profiles_and_segments_need_a_key_that_may_write(people: Shop) -> None:
    reader = people.signed_in(people.new_key("members:read"))
    assert people.client.put("/v1/segments/x", json={"members": []}, headers=reader).status_code == 403
    assert people.client.patch("/v1/members/alice/profile", json={}, headers=reader).status_code == 403


def test_everything_comes_as_a_batch_and_may_be_asked_about_first(people: Shop) -> None:
    people.enrol("gus")
    quoted = people.quote(event("gym.visited", "gus", {"minutes": 45}))
    assert (quoted.status_code, quoted.json()["status"], quoted.json()["points"]["earned"]) == (200, "quoted", 4)
    lines = [
        event("gym.visited", "gus", {"minutes": 45, "class": "swim"}, id="g1"),
        event("gym.visited", "gus", {"minutes": 45, "class": "box"}, id="g2"),
        event("gym.visited", "gus", {"hours": 1}, id="g3"),
        event("pool.visited", "gus", {}, id="g4"),
        event("review.published", "gus", {"review_id": "r1"}, id="g5"),
        event("review.approved", "gus", {"review_id": "r1"}, id="g6"),
        event("gym.visited", "gus", {"minutes": 45, "class": "swim"}, id="g1"),
    ]
    answers = people.post("\n".join(map(json.dumps, lines)), media_type="application/x-ndjson")
    told = [json.loads(line) for line in answers.text.splitlines()]
    assert [one.get("code") or one["status"] for one in told] == [
        "created", "event.field_choice", "event.field_unknown", "event.unknown_type", "created", "created", "event.conflict",
    ]  # fmt: skip
    assert points(people, "gus") == (34, 0)
    people.post(event("review.published", "gus", {"review_id": "r2"}))
    (waiting,) = people.client.get("/v1/members/gus").json()["wallets"][0]["waiting"]
    assert (waiting["points"], waiting["usable_from"], waiting["waits_for"]) == (30, None, "review.approved")


def test_many_tills_at_once_count_a_check_in_once(people: Shop) -> None:
    from concurrent.futures import ThreadPoolExecutor

    people.enrol("hana")
    now = datetime.now(UTC) - timedelta(minutes=1)
    with ThreadPoolExecutor(8) as tills:
        answers = list(tills.map(lambda n: people.post(event("checkin", "hana", {}, id=f"c{n}", time=now.isoformat())), range(24)))
    assert {answer.status_code for answer in answers} == {201}
    assert points(people, "hana") == (2, 0)


def changed(shop: Shop, ref: str, **parts: list[tuple[str, str]]) -> tuple[int, dict[str, Any]]:
    body = {part: [{"kind": kind, "value": value} for kind, value in pairs] for part, pairs in parts.items()}
    answer = shop.client.patch(f"/v1/members/{ref}/identities", json=body)
    return answer.status_code, answer.json()


def test_a_new_phone_takes_the_place_of_the_old_one_or_nothing_changes(people: Shop) -> None:
    from regulars.members.queries import identities_of
    from regulars.members.reading import Reader, read_by

    people.enrol("phoebe", "piet")
    with psycopg.connect(people.dsn) as conn:
        ids = {ref: conn.execute("SELECT member_id FROM member_ref WHERE ref = %s", (ref,)).fetchone()[0] for ref in ("phoebe", "piet")}

    def known(ref: str) -> set[tuple[str, str]]:
        with read_by(Reader("member", ref, "a test")):
            return {(one.kind, one.value) for one in identities_of(ids[ref])}

    old, new = ("phone", "+8613800138001"), ("phone", "+8613900139001")
    assert changed(people, "phoebe", add=[old, ("card", "P-1")]) == (200, {"member": "phoebe", "added": 2, "removed": 0})
    assert changed(people, "phoebe", add=[new], remove=[old])[0] == 200
    assert known("phoebe") == {new, ("card", "P-1")}
    assert changed(people, "piet", add=[old])[0] == 200, "the old number is free again"
    before = known("phoebe")
    for parts, status, code in (
        ({"add": [old], "remove": [new]}, 409, "identity.taken"),
        ({"remove": [new, ("email", "nobody@example.com")]}, 404, "identity.unknown"),
        ({"remove": [("card", "P-1")]}, 409, "identity.card_stays"),
        ({"add": [("phone", "not a number")]}, 422, "profile.phone_unreadable"),
    ):
        answered, problem = changed(people, "phoebe", **parts)
        assert (answered, problem["code"]) == (status, code), parts
        assert known("phoebe") == before, "all of it or nothing"
    assert changed(people, "nobody-here")[0] == 404
    assert people.client.patch("/v1/members/phoebe/identities", content=b'{"add": [{"kind": 1}]}').status_code == 422
    narrow = people.client.patch("/v1/members/phoebe/identities", json={}, headers=people.signed_in(people.new_key("members:read")))
    assert narrow.status_code == 403
