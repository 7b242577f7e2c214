"""The programme promises that a till's key posts what members do and nothing the house decides: every type of event against every scope."""

import asyncio
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from api.shop import Shop, event
from regulars.api.keys import SCOPES, Key
from regulars.api.scopes import SCOPE_OF, check_may_post, is_plain
from regulars.engine import event_names
from regulars.engine.events import PointsAdjusted, ReferralClaimed
from regulars.engine.reading import EVENT_TYPES
from regulars.kit.errors import NotAllowed
from regulars.program.event_types import BEHAVIOURS

BY_TILLS = {
    "member.enrolled", "order.paid", "order.returned", "order.delivered", "points.redeemed", "points.held", "points.captured", "points.released",
    "redemption.cancelled", "challenge.joined", "fast_track.requested", "referral.claimed",
}  # fmt: skip
BY_SCOPE = {
    "points:adjust": {"points.adjusted", "balance.opened"},
    "members:manage": {
        "tier.set", "tier.matched", "tier.frozen", "tier.unfrozen",
        "member.frozen", "member.unfrozen",
        "membership.bought", "membership.renewed", "membership.cancelled", "membership.refunded",
    },
}  # fmt: skip
TYPES = sorted({*EVENT_TYPES, *BEHAVIOURS})


def wants(type: str) -> str:
    return next((scope for scope, types in BY_SCOPE.items() if type in types), "events:write")


def test_every_type_of_event_has_its_place_here() -> None:
    assert set(EVENT_TYPES) == BY_TILLS | BY_SCOPE["points:adjust"] | BY_SCOPE["members:manage"], "a new event: say who may post it"
    assert {type: wants(type) for type in SCOPE_OF} == SCOPE_OF


@pytest.fixture(scope="module")
def keys(shop: Shop) -> dict[str, str]:
    return {scope: shop.new_key(scope) for scope in SCOPES}


@pytest.mark.parametrize("type", TYPES)
def test_each_scope_posts_its_own_events_and_no_others(shop: Shop, keys: dict[str, str], type: str) -> None:
    data = DATA.get(type, {})
    if type in BEHAVIOURS:
        data = {field.name: {"text": "x", "money": "1.00"}.get(field.kind, 1) for field in BEHAVIOURS[type].fields}
    for scope in SCOPES:
        sent = event(type, "somebody-unknown", data, time="2026-01-02T00:00:00Z", id=f"{type}-{scope}")
        for body, media in ((sent, "application/cloudevents+json"), ([sent], "application/cloudevents-batch+json")):
            answer = shop.client.post("/v1/events", json=body, headers={**shop.signed_in(keys[scope]), "content-type": media})
            said = answer.json()[0] if answer.status_code == 200 else answer.json()
            refused = said.get("code") == "key.scope_missing"
            assert refused == (scope != wants(type)), (type, scope, answer.text)
            if refused and media.endswith("batch+json") and scope in ("events:write", "points:adjust", "members:manage"):
                assert said["http_status"] == 403 and said["needed"] == wants(type)
    quoted = shop.client.post("/v1/quotes", json=event(type, "somebody-unknown", data), headers=shop.signed_in(keys["quotes:read"]))
    assert quoted.json().get("code") != "key.scope_missing"


DATA: dict[str, dict] = {
    "points.adjusted": {"points": 5, "reason": "cup", "by": "ann"},
    "balance.opened": {"lots": [{"points": 5, "earned_on": "2025-01-01"}]},
    "tier.set": {"level": "gold", "reason": "cup", "by": "ann"},
    "tier.matched": {"level": "gold", "until": "2027-01-01", "evidence": "file 1", "by": "ann"},
    "tier.frozen": {"until": "2027-01-01", "reason": "leave", "by": "ann"},
    "tier.unfrozen": {"by": "ann"},
    "member.frozen": {"reason": "looks wrong", "by": "ann"},
    "member.unfrozen": {"by": "ann"},
    "membership.bought": {"plan": "plus"},
    "membership.refunded": {"reason": "moved", "by": "ann"},
    "member.enrolled": {},
    "order.paid": {"order_id": "1", "currency": "EUR", "lines": [{"sku": "a", "quantity": 1, "amount": "1.00"}]},
    "order.returned": {"order_id": "1", "all": True},
    "order.delivered": {"order_id": "1"},
    "points.redeemed": {"points": 1},
    "points.held": {"points": 1, "for": "1 hour"},
    "points.captured": {"hold": "1"},
    "points.released": {"hold": "1"},
    "redemption.cancelled": {"redemption": "1"},
    "challenge.joined": {"challenge": "x"},
    "fast_track.requested": {"track": "x"},
    "referral.claimed": {"referred_by": "x"},
}


def test_a_tills_key_gives_nobody_points_or_a_level_whichever_way_it_writes(shop: Shop) -> None:
    shop.enrol("sly")
    till = shop.signed_in(shop.new_key("events:write"))
    now = datetime.now(UTC).isoformat()
    plain = '{"specversion":"1.0","id":"x1","source":"till-1","type":"points.adjusted","subject":"sly","time":"NOW","data":{"points":50,"reason":"me","by":"me"}}'
    plain = plain.replace("NOW", now)
    ways = [plain, plain.replace('"points.adjusted"', '"points\\u002eadjusted"'), plain.replace('"type"', '"typ\\u0065"')]
    for way in ways:
        answer = shop.client.post("/v1/events", content=way, headers={**till, "content-type": "application/json"})
        assert (answer.status_code, answer.json()["code"], answer.json()["needed"]) == (403, "key.scope_missing", "points:adjust")
        assert not is_plain(way.encode())
    lines = "\n".join([plain, plain.replace("x1", "x2")])
    answers = shop.client.post("/v1/events", content=lines, headers={**till, "content-type": "application/x-ndjson"})
    assert '"key.scope_missing"' in answers.text and answers.text.count("key.scope_missing") >= 2
    moved = shop.client.get("/v1/members/sly/transfers").json()
    assert "adjusted" not in str(moved)
    assert shop.client.post("/v1/merges", json={}, headers={**till, "content-type": "application/json"}).status_code == 403


def test_a_referral_somebody_answers_for_takes_more_than_a_tills_key() -> None:
    till = Key("k", "till", frozenset({"events:write"}))
    check_may_post(till, event_names.REFERRAL_CLAIMED, ReferralClaimed("ann"))
    with pytest.raises(NotAllowed):
        check_may_post(till, event_names.REFERRAL_CLAIMED, ReferralClaimed("ann", approved_by="the manager"))


def test_a_key_that_acts_for_somebody_speaks_for_nobody_else() -> None:
    key = Key("k", "desk", frozenset({"points:adjust"}), person="ann")
    check_may_post(key, event_names.ADJUSTED, PointsAdjusted(5, "cup", "Ann"))
    with pytest.raises(NotAllowed) as refused:
        check_may_post(key, event_names.ADJUSTED, PointsAdjusted(5, "cup", "max"))
    assert refused.value.code == "key.speaks_for"


def test_keys_made_before_there_were_scopes_for_the_house_go_on_as_they_did(django_database) -> None:
    import importlib

    from regulars.api.keys import create_key, list_keys
    from regulars.api.migrations import __path__ as folder  # noqa: F401

    keep = importlib.import_module("regulars.api.migrations.0003_scopes_and_persons").KEEP
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for n, scopes in enumerate((["events:write", "members:read"], ["members:write"], ["members:read"], ["quotes:read", "events:write", "members:write"])):
        create_key(scopes=scopes, created_by="test", at=at + timedelta(days=n))
    with psycopg.connect(django_database.owner_dsn, autocommit=True) as owner:
        owner.execute(keep)
    assert [key.scopes for key in reversed(list_keys())] == [
        ["events:write", "members:manage", "members:read", "points:adjust"],
        ["members:manage", "members:write"],
        ["members:read"],
        ["events:write", "members:manage", "members:write", "points:adjust", "quotes:read"],
    ]


def test_a_key_can_be_narrowed_and_given_a_person(django_database) -> None:
    from regulars.api.keys import Keys, change_key, create_key
    from regulars.cli.staffing import create_staff
    from regulars.kit.errors import Invalid, NotFound

    create_staff("ann", "agent", "nineteen-blue-teapots")
    key = create_key(scopes=["events:write", "points:adjust"], created_by="test", at=datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(Invalid):
        change_key(key, person="nobody")
    change_key(key, scopes=["points:adjust"], person="ann")
    admitted = asyncio.run(Keys().admit(f"Bearer {key}", ("points:adjust",)))
    assert (admitted.scopes, admitted.person) == ({"points:adjust"}, "ann")
    with pytest.raises(NotFound):
        change_key("nobody", scopes=["points:adjust"])
