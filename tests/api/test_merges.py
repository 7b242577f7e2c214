"""The programme promises that two members can be merged over HTTP, with their cards, and parted again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from api.shop import PROGRAMME, Shop, event, open_shop, order

AT = "2026-06-01T12:00:00+02:00"


@pytest.fixture
def merging(database: Any, home: Any, django_db_blocker: Any) -> Iterator[Shop]:
    with open_shop(database, home, django_db_blocker, PROGRAMME) as shop:
        shop.client.headers["authorization"] = f"Bearer {shop.new_key('events:write', 'members:read', 'members:manage')}"
        for ref, card in (("new", "C-1"), ("old", "C-2")):
            told = {"profile": {"birthday": f"199{len(card) - 3}-05-17"}, "identities": [{"kind": "card", "value": card}]}
            assert shop.post(event("member.enrolled", ref, told, id=f"join-{ref}", time="2026-01-01T12:00:00Z")).status_code == 201
        shop.post(order("old", "600.00", time="2026-02-01T12:00:00Z"))
        yield shop


def asked(id: str, stays: str = "new", goes: str = "old", **more: Any) -> dict[str, Any]:
    return {"source": "desk", "id": id, "time": AT, "stays": stays, "goes": goes, **more}


def cards(shop: Shop, ref: str) -> list[str]:
    from regulars.members.queries import identities_of, members_by_ref
    from regulars.members.reading import Reader, read_by

    with read_by(Reader("member", ref, "a test")):
        return sorted(one.value for one in identities_of(members_by_ref([ref])[ref]))


def test_two_members_become_one_and_part_again(merging: Shop) -> None:
    merged = merging.client.post("/v1/merges?lang=en", json=asked("m1"))
    assert (merged.status_code, merged.json()["state"]) == (201, "arrived")
    assert merging.client.post("/v1/merges", json=asked("m1")).status_code == 200
    one, other = (merging.client.get(f"/v1/members/{ref}").json() for ref in ("new", "old"))
    assert one["points"]["active"] == other["points"]["active"] == 640
    assert (cards(merging, "new"), cards(merging, "old")) == (["C-1", "C-2"], [])
    merging.post(order("old", "400.00", time="2026-06-02T12:00:00Z"))
    assert merging.client.get("/v1/members/new").json()["tier"] == "gold"
    undone = merging.client.post("/v1/merges/undo", json=asked("u1"))
    assert (undone.status_code, undone.json()["state"]) == (201, "arrived")
    assert [merging.client.get(f"/v1/members/{ref}").json()["points"]["active"] for ref in ("new", "old")] == [20, 1020]
    assert (cards(merging, "new"), cards(merging, "old")) == (["C-1"], ["C-2"])


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/v1/merges", asked("x", goes="new"), 409, "merge.self"),
        ("/v1/merges", asked("x", goes="nobody"), 404, "member.unknown"),
        ("/v1/merges/undo", asked("x"), 409, "merge.not_merged"),
        ("/v1/merges", asked("x", why="?"), 422, "message.unreadable"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(merging: Shop, path: str, body: dict[str, Any], status: int, code: str) -> None:
    answer = merging.client.post(path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_till_s_key_merges_nobody(merging: Shop) -> None:
    key = merging.new_key("events:write", "members:read")
    assert merging.client.post("/v1/merges", json=asked("k"), headers=merging.signed_in(key)).status_code == 403


def test_the_clock_lets_the_person_follow_a_merge_that_broke_off(merging: Shop) -> None:
    from regulars.jobs.rounds import finish_moves
    from regulars.journal.moving import Merge, run_mover
    from regulars.kit.periods import microseconds

    at = datetime.fromisoformat(AT)
    run_mover(merging.dsn, lambda mover: mover.merge(Merge("new", "old", "desk", "m9", microseconds(at)), microseconds(at)))
    assert cards(merging, "new") == ["C-1"]
    finish_moves(merging.dsn, at, since=timedelta(days=1))
    assert cards(merging, "new") == ["C-1", "C-2"]


def test_an_id_under_which_something_else_happened_is_a_conflict(merging: Shop) -> None:
    bought = merging.post({**order("old", "5.00", time="2026-02-02T12:00:00Z"), "id": "same", "source": "desk"})
    assert bought.status_code == 201
    for path in ("/v1/merges", "/v1/merges/undo"):
        answer = merging.client.post(path, json=asked("same"))
        assert (answer.status_code, answer.json()["code"]) in ((409, "event.conflict"), (409, "merge.not_merged"))
