"""The programme promises that a member's standing and every movement can be read, whatever the reference looks like."""

from urllib.parse import quote

import pytest

from api.shop import PROGRAMME, Shop, event, order


@pytest.mark.parametrize("ref", ["a/b", "100%", "会员 一号", "x/transfers", "?&#", "...", "a%2Fb", " ", "😀", "x" * 128])
def test_any_reference_can_be_asked_for(shop: Shop, ref: str) -> None:
    shop.enrol(ref)
    answer = shop.client.get("/v1/members/" + quote(ref, safe=""))
    assert answer.status_code == 200, answer.text
    assert answer.json()["member"] == ref
    moved = shop.client.get(f"/v1/members/{quote(ref, safe='')}/transfers").json()
    assert [transfer["points"] for transfer in moved["transfers"]] == [20]


@pytest.mark.parametrize("path", ["%FF", "x" * 129, "%00"])
def test_what_cannot_be_a_reference_is_refused(shop: Shop, path: str) -> None:
    answer = shop.client.get(f"/v1/members/{path}")
    assert (answer.status_code, answer.json()["code"]) == (422, "request.reference")


def test_a_standing_holds_points_lots_tier_and_progress(shop: Shop) -> None:
    shop.enrol("alice")
    shop.post(order("alice", "1000.00"))
    body = shop.client.get("/v1/members/alice").json()
    assert body["tier"] == "gold"
    assert body["points"] == {"active": 1020, "pending": 0, "held": 0, "debt": 0}
    assert [wallet["id"] for wallet in body["wallets"]] == ["points"]
    assert sum(lot["points"] for lot in body["wallets"][0]["lots"]) == 1020
    assert body["enrolled_on"] and body["review_on"]


def test_transfers_come_newest_first_and_a_cursor_turns_the_page(shop: Shop) -> None:
    shop.enrol("bea")
    for amount in range(1, 8):
        shop.post(order("bea", f"{amount}.00"))
    shop.post(event("points.redeemed", "bea", {"points": 5}))
    seen: list[int] = []
    path = "/v1/members/bea/transfers?limit=3"
    while path:
        page = shop.client.get(path).json()
        assert len(page["transfers"]) <= 3
        seen += [transfer["points"] for transfer in page["transfers"]]
        if len(seen) == 3:
            shop.post(order("bea", "50.00"))  # what comes meanwhile moves no page
        path = page["next"] and f"/v1/members/bea/transfers?limit=3&cursor={page['next']}"
    assert seen == [5, 7, 6, 5, 4, 3, 2, 1, 20]


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=true", "limit=x", "cursor=", "cursor=abc", "cursor=MS4x%0A", "cursor=é"])
def test_bent_paging_is_refused(shop: Shop, query: str) -> None:
    shop.enrol(f"carl {query}")
    answer = shop.client.get(f"/v1/members/{quote(f'carl {query}', safe='')}/transfers?{query}")
    assert answer.status_code == 422
    assert answer.json()["code"] == "request.parameter"


def test_an_unknown_member_is_not_found(shop: Shop) -> None:
    for path in ("/v1/members/nobody", "/v1/members/nobody/transfers"):
        answer = shop.client.get(path, headers={"accept-language": "zh-TW"})
        assert (answer.status_code, answer.json()["code"]) == (404, "member.unknown")
        assert "會員" in answer.json()["detail"]


def test_the_programme_in_force_is_shown_as_applied(shop: Shop) -> None:
    body = shop.client.get("/v1/programs/current?lang=zh-Hans").json()
    assert (body["program"], body["version"], body["name"], body["currency"]) == ("club", 1, "俱乐部", "EUR")
    assert body["document"] == PROGRAMME
    assert [level["id"] for level in body["levels"]] == ["friend", "gold"]


def test_an_address_with_nothing_at_it_is_a_problem_too(shop: Shop) -> None:
    answer = shop.client.get("/v1/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "request.not_found")
    assert answer.headers["content-type"] == "application/problem+json"
    posted = shop.client.post("/v1/members/alice")
    assert (posted.status_code, posted.headers["allow"]) == (405, "GET")


def test_metrics_count_requests_and_events(shop: Shop) -> None:
    shop.enrol("dana")
    text = shop.client.get("/metrics").text
    assert 'regulars_requests_total{route="/v1/events",status="201"}' in text
    assert 'regulars_events_total{answer="created"}' in text
    assert "regulars_hot_request_seconds_count" in text


def test_the_doors_first_page_says_where_everything_is(shop: Shop) -> None:
    index = shop.client.get("/v1", headers={"authorization": ""}).json()
    assert shop.client.get(index["openapi"]).json()["openapi"].startswith("3.1")
    for name in ("events", "quotes"):
        assert shop.client.options(index[name]).headers["allow"] == "POST"
    assert shop.client.get(index["program"]).status_code == 200
    shop.enrol("hal")
    assert shop.client.get(index["members"].replace("{ref}", "hal")).status_code == 200


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/v1", "/v1/programs/current", "/v1/members/nobody"])
def test_head_answers_what_get_would_without_the_body(shop: Shop, path: str) -> None:
    asked, head = shop.client.get(path), shop.client.head(path)
    assert (head.status_code, head.content) == (asked.status_code, b"")
    assert head.headers["content-length"] == asked.headers["content-length"]
