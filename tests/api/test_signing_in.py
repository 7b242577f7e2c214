"""The programme promises that nobody gets in without a key, nor further than the key allows."""

from datetime import UTC, datetime

import pytest

from api.shop import Shop, order
from regulars.api.keys import SCOPES

POOLED = ("invitations", "members", "departures", "owners", "dissolutions", "contributions", "redemptions", "cancellations", "holds", "captures", "releases", "withdrawals")
INSIGHT = ("", "/alerts", "/figures/vip", "/classes/vip/members", "/stages/vip/members", "/grades/vip/members", "/personas/vip/members", "/visitors/vip/members", "/groups/vip/members", "/members/alice", "/members/alice/next", "/shown")
NAMING = ("/alerts", "/members/alice")
DOORS = {  # GET where nothing else is said
    "/v1/events": {"events:write"},
    "/v1/quotes": {"quotes:read", "events:write", "points:adjust", "members:manage"},
    "/v1/members/alice": {"members:read"},
    "/v1/members/alice/transfers": {"members:read"},
    "/v1/members/alice/referral-code": {"members:read"},
    "/v1/members/alice/why": {"members:read"},
    "/v1/members/alice/payable": {"members:read"},
    "/v1/members/alice/profile": {"members:write"},
    "/v1/members/alice/identities": {"members:write"},
    "/v1/gifts": {"events:write"},
    "/v1/merges": {"members:manage"},
    "/v1/merges/undo": {"members:manage"},
    "/v1/pools": {"events:write"},
    "/v1/pools/alice": {"members:read"},
    **{f"/v1/pools/{what}": {"events:write"} for what in POOLED},
    "/v1/adjustments": {"points:adjust"},
    "/v1/approvals": {"approvals:read", "approvals:answer"},
    "/v1/approvals/1": {"approvals:read", "approvals:answer"},
    "/v1/approvals/1/answer": {"approvals:answer"},
    "/v1/programs": {"programs:read", "programs:write"},
    "/v1/programs/plan": {"programs:write"},
    "/v1/programs/rollback": {"programs:write"},
    "/v1/programs/withdraw": {"programs:write"},
    "/v1/members": {"events:write"},
    "/v1/cards": {"cards:write"},
    "/v1/cards/find": {"cards:read", "cards:write"},
    "/v1/cards/block": {"cards:write"},
    "/v1/cards/unblock": {"cards:write"},
    "/v1/members/alice/cards": {"cards:read", "cards:write"},
    "/v1/members/alice/passes/apple": {"cards:read", "cards:write"},
    "/v1/members/alice/passes/google": {"cards:read", "cards:write"},
    "/v1/members/alice/profiling": {"members:read", "insight:read"},
    "/v1/members/alice/freeze": {"members:read"},
    **{f"/v1/insight{what}": set() if what in NAMING or what.endswith("vip/members") else {"insight:read"} for what in INSIGHT},  # what is concluded about somebody named takes two scopes
    "/v1/insight/alerts/1": {"members:manage"},
    "/v1/segments": {"members:read"},
    "/v1/segments/vip": {"members:write"},
    "/v1/programs/current": {"programs:read", "events:write", "quotes:read", "members:read"},
    "/v1/clock": {"programs:read", "events:write", "quotes:read", "members:read"},
    "/v1/programs/current/budgets": {"programs:read"},
    "/metrics": {"metrics:read"},
}


METHODS = {
    **dict.fromkeys(("/v1/events", "/v1/quotes", "/v1/gifts", "/v1/merges", "/v1/merges/undo", "/v1/adjustments", "/v1/approvals/1/answer"), "POST"),
    **dict.fromkeys(("/v1/programs/plan", "/v1/programs/rollback", "/v1/programs/withdraw"), "POST"),
    **dict.fromkeys(("/v1/members", "/v1/cards", "/v1/cards/find", "/v1/cards/block", "/v1/cards/unblock"), "POST"),
    **dict.fromkeys(("/v1/pools", *(f"/v1/pools/{what}" for what in POOLED)), "POST"),
    "/v1/insight/shown": "POST",
    "/v1/members/alice/profile": "PATCH",
    "/v1/members/alice/identities": "PATCH",
    "/v1/segments/vip": "PUT",
    "/v1/insight/alerts/1": "PUT",
}
BODIES = {"/v1/members/alice/profile": {}, "/v1/members/alice/identities": {}, "/v1/segments/vip": {"members": ["alice"]}, "/v1/insight/alerts/1": {"status": "open"}}
BEHIND = {"/v1/members/alice/passes/apple": 409, "/v1/members/alice/passes/google": 409,
          **dict.fromkeys(("/v1/members", "/v1/cards", "/v1/cards/find", "/v1/cards/block", "/v1/cards/unblock"), 422),
          **{f"/v1/insight{what}": 422 if what.endswith(("vip/members", "/shown")) else 409 for what in INSIGHT if what != "/alerts"},
          "/v1/insight/alerts/1": 404, "/v1/pools/alice": 404, "/v1/pools": 422, **{f"/v1/pools/{what}": 422 for what in POOLED},
          "/v1/members/alice/payable": 422, "/v1/members/alice/referral-code": 409, "/v1/gifts": 422, "/v1/merges": 422, "/v1/merges/undo": 422, "/v1/adjustments": 422, "/v1/approvals/1": 404,
          "/v1/approvals/1/answer": 422, "/v1/programs/plan": 422, "/v1/programs/rollback": 422, "/v1/programs/withdraw": 422}
"""What is said behind an open door: the club has no referrals, and an order is neither a gift nor a merge, nor anything a person asks for."""


def _ask(shop: Shop, path: str, headers: dict[str, str]) -> int:
    method = METHODS.get(path, "GET")
    body = None if method == "GET" else BODIES.get(path, order("alice"))
    return shop.client.request(method, path, json=body, headers=headers).status_code


@pytest.fixture(scope="module", autouse=True)
def members(shop: Shop) -> None:
    shop.enrol("alice")


def test_every_documented_route_is_in_the_list_of_doors(shop: Shop) -> None:
    paths = shop.client.get("/v1/openapi.json").json()["paths"]
    assert {path.replace("{ref}", "alice").replace("{name}", "vip").replace("{id}", "1") for path in paths} == set(DOORS) | {"/livez", "/readyz"}


@pytest.mark.parametrize("scope", SCOPES)
def test_a_key_opens_the_doors_of_its_scope_and_no_other(shop: Shop, scope: str) -> None:
    headers = shop.signed_in(shop.new_key(scope))
    for path, scopes in DOORS.items():
        assert _ask(shop, path, headers) in ((BEHIND.get(path, 200), 201) if scope in scopes else (403,)), path


def test_what_is_concluded_about_somebody_named_takes_two_scopes(shop: Shop) -> None:
    both = shop.signed_in(shop.new_key("insight:read", "members:read"))
    for what in INSIGHT:
        if what in NAMING or what.endswith("vip/members"):
            assert _ask(shop, f"/v1/insight{what}", both) == BEHIND.get(f"/v1/insight{what}", 200), what


@pytest.mark.parametrize("path", DOORS)
def test_no_key_and_wrong_keys_are_turned_away(shop: Shop, path: str) -> None:
    for header in ("", "Bearer", "Bearer nonsense", "Basic YTpi", "Bearer rk_000000000000_" + "0" * 64, shop.key):
        answer = shop.client.request(METHODS.get(path, "GET"), path, headers={"authorization": header})
        assert answer.status_code == 401, header
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert answer.json()["code"] in ("key.missing", "key.unknown")


def test_a_revoked_key_is_refused_on_the_next_request(shop: Shop) -> None:
    from regulars.api.keys import revoke_key

    key = shop.new_key("events:write")
    assert _ask(shop, "/v1/events", shop.signed_in(key)) == 201
    revoke_key(key, at=datetime.now(UTC))
    assert _ask(shop, "/v1/events", shop.signed_in(key)) == 401


def test_liveness_and_readiness_need_no_key(shop: Shop) -> None:
    for path in ("/livez", "/readyz"):
        assert shop.client.get(path, headers={"authorization": ""}).status_code == 200
