"""The programme promises that two people agree over the API as they do at a desk: each by a key that acts for them, and nobody for themselves."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import httpx
import psycopg
import pytest

from api.shop import PROGRAMME, Shop, event
from regulars.journal.programs import apply_version
from regulars.journal.verify import verify

APPROVAL = "approval: {programme: true, goodwill_above: 500, bulk_above: 1000, goodwill_in_all: {points: 600, within: 30 days, of: member}}\n"
MINE = ("points:adjust", "approvals:answer", "approvals:read", "programs:write", "programs:read")


class Desk:
    """What one member of the staff does with a key that acts for them."""

    def __init__(self, shop: Shop, name: str, *scopes: str) -> None:
        from regulars.api.keys import create_key

        self._client = shop.client
        self._headers = shop.signed_in(create_key(scopes=scopes or MINE, created_by="test", at=datetime.now(UTC), person=name))

    def ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        return self._client.request(method, path, json=body, headers=self._headers)

    def adjust(self, id: str, *adjustments: tuple[str, int]) -> httpx.Response:
        rows = [{"member": ref, "points": points} for ref, points in adjustments]
        return self.ask("POST", "/v1/adjustments", {"id": id, "reason": "broken cup", "adjustments": rows})

    def answer(self, id: int, said: str, why: str = "") -> httpx.Response:
        return self.ask("POST", f"/v1/approvals/{id}/answer", {"answer": said, "why": why})


@pytest.fixture(scope="module")
def desks(shop: Shop) -> Any:
    from regulars.cli.staffing import create_staff

    for name, role in (("olga", "owner"), ("max", "manager"), ("ann", "agent")):
        create_staff(name, role, "nineteen-blue-teapots")
    shop.enrol("alice", "bea", "carl", "dora")
    with psycopg.connect(shop.dsn) as conn:
        apply_version(conn, PROGRAMME + APPROVAL, by="test", at=datetime.now(UTC))
    for _ in range(100):  # a version applied by another process is noticed within seconds
        if "goodwill_in_all" in shop.client.get("/v1/programs/current").json()["document"]:
            break
        time.sleep(0.1)
    yield {name: Desk(shop, name) for name in ("olga", "max", "ann")}
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        assert verify(conn).is_sound


def adjusted(shop: Shop, ref: str) -> int:
    moved = shop.client.get(f"/v1/members/{ref}/transfers").json()
    return sum(one["points"] for one in moved["transfers"] if one["source"] == "adjusted")


def test_goodwill_above_the_limit_waits_for_a_second_persons_key(shop: Shop, desks: dict[str, Desk]) -> None:
    done = desks["ann"].adjust("a1", ("alice", 400))
    assert (done.status_code, done.json()["created"], done.json()["waiting"]) == (201, 1, False)
    assert desks["ann"].adjust("a1", ("alice", 400)).status_code == 200  # the same again
    waits = desks["ann"].adjust("a2", ("alice", 501))
    request = waits.json()["request"]
    assert (waits.status_code, request["status"], request["asked_by"]) == (202, "waiting", "ann")
    assert desks["ann"].adjust("a2", ("alice", 501)).json()["request"]["id"] == request["id"]
    listed = desks["max"].ask("GET", "/v1/approvals?status=waiting").json()["approvals"]
    assert [one["id"] for one in listed] == [request["id"]]
    for who, code in (("ann", "approval.not_staff"),):
        refused = desks[who].answer(request["id"], "approved")
        assert (refused.status_code, refused.json()["code"]) == (403, code)
    approved = desks["max"].answer(request["id"], "approved")
    assert (approved.status_code, approved.json()["status"], approved.json()["result"]["created"]) == (200, "approved", 1)
    again = desks["olga"].answer(request["id"], "refused", "too late")
    assert (again.status_code, again.json()["code"]) == (409, "approval.answered")
    assert adjusted(shop, "alice") == 901
    shown = desks["ann"].ask("GET", f"/v1/approvals/{request['id']}").json()
    assert shown["answered_by"] == "max" and shown["asks"]["adjustments"][0]["points"] == 501


def test_nobody_answers_their_own_and_its_author_withdraws_it(shop: Shop, desks: dict[str, Desk]) -> None:
    request = desks["max"].adjust("m1", ("bea", 502)).json()["request"]["id"]
    own = desks["max"].answer(request, "approved")
    assert (own.status_code, own.json()["code"]) == (403, "approval.own")
    assert desks["olga"].answer(request, "withdrawn").json()["code"] == "approval.own"
    assert desks["max"].answer(request, "withdrawn").json()["status"] == "withdrawn"
    no_reason = desks["ann"].adjust("m2", ("bea", 503)).json()["request"]["id"]
    assert (desks["olga"].answer(no_reason, "refused").status_code, desks["olga"].answer(no_reason, "refused", "no").json()["status"]) == (422, "refused")
    assert desks["olga"].ask("GET", "/v1/approvals/99999").status_code == 404
    assert adjusted(shop, "bea") == 0


def test_a_key_that_acts_for_nobody_asks_and_answers_nothing(shop: Shop, desks: dict[str, Desk]) -> None:
    nobody = shop.signed_in(shop.new_key(*MINE))
    sent: list[tuple[str, Any]] = [
        ("/v1/adjustments", {"id": "n", "reason": "x", "adjustments": [{"member": "alice", "points": 1}]}),
        ("/v1/approvals/1/answer", {"answer": "approved"}),
        ("/v1/programs", {"document": PROGRAMME}),
        ("/v1/programs/rollback", {"reason": "x"}),
        ("/v1/programs/withdraw", {"reason": "x", "version": 2}),
    ]
    for path, body in sent:
        answer = shop.client.post(path, json=body, headers=nobody)
        assert (answer.status_code, answer.json()["code"]) == (403, "key.no_person"), path


def test_somebody_dismissed_acts_through_no_key_any_more(shop: Shop, desks: dict[str, Desk]) -> None:
    from regulars.cli.staffing import create_staff, disable_staff

    create_staff("pia", "manager", "nineteen-blue-teapots")
    pia = Desk(shop, "pia")
    assert pia.adjust("p1", ("dora", 1)).status_code == 201
    disable_staff("pia")
    assert (pia.adjust("p2", ("dora", 1)).json()["code"], pia.ask("POST", "/v1/programs/rollback", {"reason": "x"}).json()["code"]) == ("approval.may_not",) * 2
    request = desks["ann"].adjust("p3", ("dora", 504)).json()["request"]["id"]
    assert pia.answer(request, "approved").json()["code"] == "approval.not_staff"


def test_goodwill_in_pieces_is_counted_wherever_it_comes_in_even_at_once(shop: Shop, desks: dict[str, Desk]) -> None:
    def give(n: int) -> httpx.Response:
        return shop.post(event("points.adjusted", "carl", {"points": 100, "reason": "cup", "by": f"agent-{n}"}, id=f"piece-{n}", time=now))

    now = datetime.now(UTC).isoformat()

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(give, range(12)))
    assert sorted(answer.status_code for answer in answers) == [201] * 6 + [409] * 6
    refused = next(answer.json() for answer in answers if answer.status_code == 409)
    assert (refused["code"], refused["given"], refused["limit"], refused["of"]) == ("approval.needed_in_all", 600, 600, "member")
    first = next(n for n, answer in enumerate(answers) if answer.status_code == 201)
    assert give(first).json()["status"] == "duplicate"
    batch = [event("points.adjusted", "carl", {"points": 1, "reason": "cup", "by": "ann"}), event("points.adjusted", "carl", {"points": -1, "reason": "cup", "by": "ann"})]
    said = shop.post(batch, "application/cloudevents-batch+json").json()
    assert [one.get("code") or one["status"] for one in said] == ["approval.needed_in_all", "created"]
    assert desks["ann"].adjust("carl-1", ("carl", 1)).status_code == 202
    assert adjusted(shop, "carl") == 600


def test_a_version_is_planned_applied_and_rolled_back_by_two(shop: Shop, desks: dict[str, Desk]) -> None:
    looser = PROGRAMME + APPROVAL.replace("goodwill_above: 500", "goodwill_above: 400")
    planned = desks["max"].ask("POST", "/v1/programs/plan?lang=zh-Hans", {"document": looser})
    assert planned.status_code == 200 and planned.json()["members"]
    assert desks["ann"].ask("POST", "/v1/programs", {"document": looser}).json()["code"] == "approval.may_not"
    bad = desks["max"].ask("POST", "/v1/programs", {"document": "program: x\n"})
    assert (bad.status_code, bad.json()["code"]) == (422, "programme.invalid")
    waits = desks["max"].ask("POST", "/v1/programs", {"document": looser, "reason": "quicker"})
    assert (waits.status_code, waits.json()["waiting"]) == (202, True)
    request = waits.json()["request"]["id"]
    assert desks["max"].answer(request, "approved").json()["code"] == "approval.own"
    assert desks["olga"].answer(request, "approved").json()["result"] == {"version": 3}
    back = desks["olga"].ask("POST", "/v1/programs/rollback", {"reason": "a mistake"})
    assert back.status_code == 202
    assert desks["max"].answer(back.json()["request"]["id"], "approved").json()["status"] == "approved"
    versions = desks["ann"].ask("GET", "/v1/programs").json()["versions"]
    assert [(one["kind"], one["status"]) for one in versions][2:] == [("applied", "past"), ("rollback", "in_force")]
    wrong = desks["max"].ask("POST", "/v1/programs/withdraw", {"version": 3, "reason": "x"})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "program.counts_already")


@pytest.mark.parametrize(
    "body",
    [{}, {"id": "x", "reason": "y", "adjustments": []}, {"id": "x", "reason": "y", "adjustments": [{"member": "alice", "points": 1.5}]},
     {"id": "x", "reason": "y", "adjustments": [{"member": "alice", "points": 1, "by": "max"}]}, {"id": "x", "reason": " ", "adjustments": [{"member": "alice", "points": 1}]},
     {"id": "x", "reason": "y", "adjustments": [{"member": "alice", "points": 0}]}, {"id": "x", "reason": "y\0", "adjustments": [{"member": "alice", "points": 1}]}],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(shop: Shop, desks: dict[str, Desk], body: dict[str, Any]) -> None:
    assert desks["ann"].ask("POST", "/v1/adjustments", body).status_code == 422


def test_points_for_nobody_are_refused(shop: Shop, desks: dict[str, Desk]) -> None:
    assert desks["ann"].adjust("unknown", ("nobody-here", 1)).status_code == 404
