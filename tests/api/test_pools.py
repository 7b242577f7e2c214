"""The programme promises that a family can found a pool, put in, spend, see whose is what, and part again, over HTTP; the same twice at no harm."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from conftest import _django_on

from api.shop import PROGRAMME, Shop, event, order, served

TERMS = "pools: {family: {name: {en: Family, zh-Hans: 家庭}, members: 3, contribute: all, spend: {per_member: {points: 60, per: year}}}}\n"


@pytest.fixture(scope="module")
def house(module_database: Any, home: Any, django_db_blocker: Any) -> Iterator[Shop]:
    from regulars.api.app import Api
    from regulars.journal.programs import apply_version
    from regulars.journal.verify import verify

    with psycopg.connect(module_database.owner_dsn) as conn:
        apply_version(conn, PROGRAMME + TERMS, by="test", at=datetime(2020, 1, 1, tzinfo=UTC))
    with django_db_blocker.unblock(), _django_on(module_database, home.key_file), served(Api(module_database.dsn)) as url:
        shop = Shop(url, module_database.dsn)
        shop.enrol("ada", "ben", "cy", "dan")
        yield shop
        shop.client.close()
    with psycopg.connect(module_database.dsn, autocommit=True) as conn:
        report = verify(conn)
        assert report.is_sound, [finding for checked in report.checks for finding in checked.findings]


def post(shop: Shop, path: str, id: str, **asked: Any) -> Any:
    message = {"source": "app", "id": id, "time": "2026-06-01T12:00:00+02:00", **asked}
    return shop.client.post(f"/v1/pools{path}?lang=en", json=message)


def test_a_family_from_beginning_to_end(house: Shop) -> None:
    assert post(house, "", "f", pool="home/1", owner="ada", kind="family").status_code == 201
    assert post(house, "", "f", pool="home/1", owner="ada", kind="family").status_code == 200
    assert post(house, "/invitations", "i", pool="home/1", member="ben", by="ada").status_code == 201
    assert post(house, "/members", "j", pool="home/1", member="ben").json()["state"] == "arrived"
    assert house.post(order("ada", "50.00")).status_code == 201
    spent = post(house, "/redemptions", "r", member="ben", points=20)
    assert (spent.status_code, spent.json()["because"][0]["text"]) == (201, "20 points were spent: 0 of the spender's own, 20 of others")
    assert post(house, "/redemptions", "r", member="ben", points=20).status_code == 200
    over = post(house, "/redemptions", "r2", member="ben", points=41)
    assert (over.status_code, over.json()["code"], over.json()["left"]) == (409, "pool.over_limit", 40)

    seen = house.client.get("/v1/pools/home%2F1?lang=zh-Hans").json()
    assert (seen["name"], seen["owner"], seen["most_members"], seen["on_its_way"], seen["invited"]) == ("家庭", "ada", 3, 0, [])
    ada, ben = seen["members"]
    assert (ada["gave"], ada["left"], ada["spent"], ada["owner"]) == ({"points": 50}, {"points": 30}, {}, True)
    assert (ben["left"], ben["spent"], ben["may_spend"]) == ({}, {"points": 20}, 40)
    assert (seen["wallets"][0]["active"], sum(lot["points"] for lot in seen["wallets"][0]["lots"])) == (30, 30)
    own = house.client.get("/v1/members/ben").json()["pool"]
    assert (own["pool"], own["owner"], own["active"], own["may_spend"]) == ("home/1", False, {"points": 30}, 40)
    assert house.client.get("/v1/members/cy").json()["pool"] is None

    assert post(house, "/cancellations", "x", pool="home/1", redemption="r", points=5).status_code == 201
    assert house.client.get("/v1/pools/home%2F1").json()["members"][0]["left"] == {"points": 35}
    assert post(house, "/owners", "o", pool="home/1", to="ben", by="ada").status_code == 201
    assert post(house, "/departures", "d", member="ada", by="ada").status_code == 201
    assert house.client.get("/v1/members/ada").json()["points"]["active"] >= 35
    assert post(house, "/contributions", "c", member="ben", points=5).json()["state"] == "arrived"
    assert post(house, "/dissolutions", "z", pool="home/1", by="ben").status_code == 201
    gone = house.client.get("/v1/pools/home%2F1").json()
    assert (gone["dissolved"], gone["members"], gone["wallets"][0]["active"]) == (True, [], 0)
    assert house.client.get("/v1/members/ben").json()["pool"] is None


def test_an_invitation_is_withdrawn_and_points_are_reserved(house: Shop) -> None:
    house.enrol("eve", "fay", "gus")
    now = datetime.now(UTC).isoformat()  # the hold of a day is open for as long as this takes

    def post(house: Shop, path: str, id: str, **asked: Any) -> Any:
        return house.client.post(f"/v1/pools{path}?lang=en", json={"source": "app", "id": id, "time": now, **asked})

    assert post(house, "", "e", pool="team", owner="eve", kind="family").status_code == 201
    assert post(house, "/invitations", "i1", pool="team", member="fay", by="eve").status_code == 201
    assert post(house, "/invitations", "i2", pool="team", member="gus", by="eve").status_code == 201
    refused = post(house, "/withdrawals", "w0", pool="team", member="fay", by="gus")
    assert (refused.status_code, refused.json()["code"]) == (409, "pool.not_the_inviter")
    done = post(house, "/withdrawals", "w1", pool="team", member="gus", by="eve")
    assert (done.status_code, done.json()["because"][0]["text"]) == (201, "The invitation was withdrawn")
    assert post(house, "/withdrawals", "w1", pool="team", member="gus", by="eve").status_code == 200
    assert post(house, "/members", "j2", pool="team", member="gus").json()["code"] == "pool.not_invited"
    assert post(house, "/members", "j1", pool="team", member="fay").status_code == 201

    assert house.post(order("eve", "50.00")).status_code == 201
    held = post(house, "/holds", "h", member="fay", points=45, **{"for": "1 day"})
    assert (held.status_code, held.json()["because"][0]["own"], held.json()["because"][0]["others"]) == (201, 0, 45)
    seen = house.client.get("/v1/pools/team").json()
    assert [(one["hold"], one["by"], one["points"]) for one in seen["holds"]] == [("h", "fay", 45)]
    assert (seen["wallets"][0]["active"], seen["members"][1]["may_spend"]) == (5, 15)
    stays = post(house, "/departures", "d", member="fay", by="fay")
    assert (stays.status_code, stays.json()["code"]) == (409, "pool.points_held") and stays.json()["until"]
    assert post(house, "/dissolutions", "z", pool="team", by="eve").json()["code"] == "pool.points_held"
    assert post(house, "/captures", "c", pool="team", hold="h", points=20).status_code == 201
    gone = post(house, "/releases", "r", pool="team", hold="h")
    assert (gone.status_code, gone.json()["code"]) == (409, "hold.not_open")
    assert post(house, "/holds", "h2", member="eve", points=10).status_code == 201
    assert post(house, "/releases", "r2", pool="team", hold="h2").status_code == 201
    assert post(house, "/releases", "r2", pool="team", hold="h2").status_code == 200
    seen = house.client.get("/v1/pools/team").json()
    assert (seen["holds"], seen["wallets"][0]["active"], seen["members"][1]["may_spend"]) == ([], 30, 40)

    assert post(house, "/dissolutions", "z2", pool="team", by="eve").status_code == 201
    before = house.client.get("/v1/members/eve").json()["points"]["active"]
    back = post(house, "/cancellations", "x", pool="team", redemption="c")
    assert (back.status_code, back.json()["because"][-1]["text"]) == (201, "20 of them are of members who have left: they go home to them")
    assert house.client.get("/v1/members/eve").json()["points"]["active"] == before + 20


@pytest.mark.parametrize(
    ("path", "asked", "status", "code"),
    [
        ("", {"pool": "ada", "owner": "cy", "kind": "family"}, 409, "pool.ref_taken"),
        ("", {"pool": "p2", "owner": "cy", "kind": "club"}, 409, "pool.not_offered"),
        ("", {"pool": "p2", "owner": "nobody", "kind": "family"}, 404, "member.unknown"),
        ("/members", {"pool": "cy", "member": "dan"}, 404, "pool.unknown"),
        ("/members", {"pool": "nowhere", "member": "dan"}, 404, "member.unknown"),
        ("/redemptions", {"member": "cy", "points": 5}, 409, "pool.not_in_it"),
        ("/redemptions", {"member": "cy", "points": 0}, 422, "message.unreadable"),
        ("/redemptions", {"member": "cy", "points": 5, "order_amount": 7}, 422, "message.unreadable"),
        ("/departures", {"member": "cy"}, 409, "pool.not_in_it"),
        ("/holds", {"member": "cy", "points": 5}, 409, "pool.not_in_it"),
        ("/holds", {"member": "cy", "points": 5, "for": "soon"}, 422, "hold.not_a_span"),
        ("/holds", {"member": "cy", "points": 5, "for": "1 day", "until": "2026-06-02T12:00:00+02:00"}, 422, "hold.for_and_until"),
        ("/holds", {"member": "cy", "points": 5, "until": "noon"}, 422, "hold.until"),
        ("/captures", {"pool": "cy", "hold": "h"}, 404, "pool.unknown"),
        ("/captures", {"pool": "cy", "hold": ""}, 422, "message.unreadable"),
        ("/releases", {"pool": "nowhere", "hold": "h"}, 404, "member.unknown"),
        ("/withdrawals", {"pool": "cy", "member": "dan"}, 404, "pool.unknown"),
        ("/contributions", {"member": "cy", "points": 5}, 409, "pool.not_in_it"),
        ("/members", {"pool": "a\0b", "member": "dan"}, 422, "json.null_character"),
        ("/members", {"pool": "x", "member": "dan", "colour": "red"}, 422, "message.unreadable"),
        ("", {"source": "regulars", "pool": "p3", "owner": "cy", "kind": "family"}, 422, "event.reserved_source"),
    ],
)
def test_what_is_refused_says_why(house: Shop, path: str, asked: dict[str, Any], status: int, code: str) -> None:
    answer = post(house, path, f"{path}-{code}-{len(asked)}-{asked.get('points')}", **asked)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


def test_a_pool_is_not_read_as_a_member_and_takes_no_members_events(house: Shop) -> None:
    assert post(house, "", "g", pool="den", owner="dan", kind="family").status_code == 201
    answer = house.client.get("/v1/members/den")
    assert (answer.status_code, answer.json()["code"]) == (404, "pool.no_member")
    assert house.post(order("den", "5.00")).json()["code"] == "pool.not_a_member"
    member = house.client.get("/v1/pools/dan")
    assert (member.status_code, member.json()["code"]) == (404, "pool.unknown")


def test_an_event_that_freezes_and_the_route_that_freezes_do_the_same(house: Shop) -> None:
    """What was reserved before is not captured while its member is frozen, one event alone or among others; freed in either way it is."""
    house.enrol("una", "vic")
    assert post(house, "", "f3", pool="home/3", owner="una", kind="family").status_code == 201
    now = datetime.now(UTC).isoformat()
    assert house.post(order("una", "50.00")).status_code == 201
    said = {"reason": "looks wrong", "by": "Mei"}
    freeze = "/v1/members/una/freeze"
    ways = (
        (lambda: house.post(event("member.frozen", "una", said)), lambda: house.client.put(freeze, json={"frozen": False, "reason": "harmless"})),
        (lambda: house.client.put(freeze, json={"frozen": True, "reason": "looks wrong"}), lambda: house.post(event("member.unfrozen", "una", {"by": "Mei"}))),
        (
            lambda: house.post([event("member.frozen", "una", said), order("vic")], "application/cloudevents-batch+json"),
            lambda: house.post([order("vic"), event("member.unfrozen", "una", {"by": "Mei"})], "application/cloudevents-batch+json"),
        ),
    )
    for n, (freezes, frees) in enumerate(ways):
        held = house.client.post("/v1/pools/holds", json={"source": "app", "id": f"g{n}", "time": now, "member": "una", "points": 5, "for": "1 day"})
        assert held.status_code == 201, held.text
        assert freezes().status_code in (200, 201, 207)
        capture = event("points.captured", "home/3", {"hold": f"g{n}", "source": "app"}, id=f"raw{n}")
        assert (house.post(capture).status_code, house.post(capture | {"id": f"raw{n}b"}).json()["code"]) == (409, "member.is_frozen")
        taken = {"source": "app", "id": f"gc{n}", "time": now, "pool": "home/3", "hold": f"g{n}"}
        assert house.client.post("/v1/pools/captures", json=taken).json()["code"] == "member.is_frozen"
        assert frees().status_code in (200, 201, 207)
        assert house.client.post("/v1/pools/captures", json=taken | {"id": f"gd{n}", "time": datetime.now(UTC).isoformat()}).status_code == 201


def test_who_may_not_write_does_not(house: Shop) -> None:
    for path in ("", "/members", "/redemptions"):
        assert house.client.post(f"/v1/pools{path}", json={}, headers={"authorization": "Bearer rk_no"}).status_code == 401
