"""The wire is read strictly: what is right at its very edge is taken, what lies beyond is refused with the facts."""

import json

import pytest

from regulars.engine.events import (
    BalanceOpened,
    OpenedLot,
    OrderDelivered,
    PointsCaptured,
    PointsHeld,
    PointsReleased,
    RedemptionCancelled,
    ReferralClaimed,
    ReturnedLine,
)
from regulars.engine.reading import read_data, read_stored
from regulars.kit.errors import Invalid
from regulars.kit.periods import NEVER
from regulars.program.reading import require

SHOP = require(
    "program: club\ncurrency: {code: CNY, minor_digits: 2}\ntimezone: Asia/Shanghai\nwallets: {points: {}}\nearn: [{id: one, on: order.paid, points: 5}]\n"
    "events: {gym.visited: {fields: {minutes: {type: number, required: true}, class: {type: text, one_of: [yoga, box]}, fee: money, on: date, guest: bool}}}\n"
)
LINE = {"sku": "tea", "quantity": 1, "amount": "12.30"}
DAY = 739_252  # 2025-01-01


def read(type: str, data: object) -> object:
    return read_data(type, json.dumps(data), SHOP)


def facts(type: str, data: object) -> dict:
    with pytest.raises(Invalid) as found:
        read(type, data)
    return {"code": found.value.code, **found.value.facts}


@pytest.mark.parametrize(
    ("type", "data", "expected"),
    [
        ("points.held", {"points": 5}, PointsHeld(5)),
        ("points.held", {"points": 5, "for": "15 minutes", "wallet": "points", "up_to": True, "reference": "r", "order_id": "o", "order_amount": "9.90"}, PointsHeld(5, "points", True, 900, 0, "r", "o", 990)),
        ("points.held", {"points": 5, "until": "1970-01-01T00:00:01Z"}, PointsHeld(5, until_us=1_000_000)),
        ("points.held", {"points": 5, "order_amount": "0.00"}, PointsHeld(5, order_amount=0)),
        ("points.captured", {"hold": "h1"}, PointsCaptured("h1")),
        ("points.captured", {"hold": "h1", "source": "web", "points": 1, "reason": "x", "order_id": "o"}, PointsCaptured("h1", "web", 1, "x", "o")),
        ("points.released", {"hold": "h1", "source": "web", "reason": "x"}, PointsReleased("h1", "web", "x")),
        ("redemption.cancelled", {"redemption": "r1"}, RedemptionCancelled("r1")),
        ("redemption.cancelled", {"redemption": "r1", "source": "web", "points": 7, "reason": "x"}, RedemptionCancelled("r1", "web", 7, "x")),
        ("order.delivered", {"order_id": "A1"}, OrderDelivered("A1")),
        ("referral.claimed", {"referred_by": "bea", "approved_by": "Mei"}, ReferralClaimed("bea", "Mei")),
        ("balance.opened", {"lots": [{"points": 5, "earned_on": "2025-01-01"}]}, BalanceOpened((OpenedLot(5, DAY),))),
        (
            "balance.opened",
            {"wallet": "points", "tier": "gold", "lots": [{"points": 5, "earned_on": "2025-01-01", "expires_on": "2025-01-01"}, {"points": 6, "earned_on": "2025-01-01", "expires_on": "never"}]},
            BalanceOpened((OpenedLot(5, DAY, DAY), OpenedLot(6, DAY, NEVER)), "points", "gold"),
        ),
        ("balance.opened", {"lots": [{"points": 1, "earned_on": "1970-01-01", "expires_on": "2999-12-31"}]}, BalanceOpened((OpenedLot(1, 719_163, 1_095_362),))),
    ],
)
def test_what_is_said_about_points_is_read_with_every_word(type: str, data: dict, expected: object) -> None:
    assert read(type, data) == expected


@pytest.mark.parametrize(
    ("type", "data", "expected"),
    [
        ("points.held", {"points": 5, "for": "1 hour", "until": "2026-01-01T00:00:00Z"}, {"code": "hold.for_and_until"}),
        ("points.held", {"points": 5, "for": "soon"}, {"code": "hold.not_a_span", "given": "soon"}),
        ("balance.opened", {"lots": []}, {"code": "balance.no_lots"}),
        ("balance.opened", {"lots": [{"points": 1, "earned_on": "2025-01-01"}] * 1_001}, {"code": "balance.too_many_lots", "most": 1_000}),
        ("balance.opened", {"lots": [{"points": 1, "earned_on": "2025-01-02", "expires_on": "2025-01-01"}]}, {"code": "balance.days_reversed", "earned_on": "2025-01-02", "expires_on": "2025-01-01"}),
        ("order.returned", {"order_id": "A1"}, {"code": "return.what", "order": "A1"}),
        ("order.returned", {"order_id": "A1", "lines": [{"line": 1}, {"line": 1}]}, {"code": "return.line_twice", "order": "A1"}),
        ("order.returned", {"order_id": "A1", "lines": [{"line": 1, "amount": "0"}]}, {"code": "return.nothing", "line": 1}),
        ("order.returned", {"order_id": "A1", "lines": [{"line": 1, "quantity": 0, "amount": "5"}]}, {"code": "return.nothing", "line": 1}),
        ("points.adjusted", {"points": 0, "reason": "x", "by": "y"}, {"code": "points.amount", "given": "0"}),
        ("gym.visited", {}, {"code": "event.field_missing", "type": "gym.visited", "field": "minutes"}),
        ("gym.visited", {"minutes": 5, "colour": "red"}, {"code": "event.field_unknown", "type": "gym.visited", "field": "colour"}),
        ("gym.visited", {"minutes": "five"}, {"code": "quantity.unreadable", "given": "five"}),
        ("gym.visited", {"minutes": True}, {"code": "event.field_kind", "field": "minutes", "kind": "number"}),
        ("gym.visited", {"minutes": -1}, {"code": "quantity.unreadable", "given": "-"}),
        ("gym.visited", {"minutes": 5, "class": "chess"}, {"code": "event.field_choice", "field": "class", "given": "chess", "choices": "yoga, box"}),
        ("gym.visited", {"minutes": 5, "class": ""}, {"code": "event.text_empty", "field": "class"}),
        ("gym.visited", {"minutes": 5, "fee": 9}, {"code": "event.field_kind", "field": "fee", "kind": "money"}),
        ("gym.visited", {"minutes": 5, "on": "2026-02-30"}, {"code": "event.field_kind", "field": "on", "kind": "date"}),
        ("gym.visited", {"minutes": 5, "guest": "yes"}, {"code": "event.field_kind", "field": "guest", "kind": "bool"}),
        ("gym.left", {}, {"code": "event.unknown_type", "type": "gym.left"}),
    ],
)
def test_a_mistake_is_told_with_its_facts(type: str, data: dict, expected: dict) -> None:
    assert facts(type, data) == expected


@pytest.mark.parametrize("minutes", [0, 5, "5", "0.001", 5.5, "7.125"])
def test_a_number_is_whole_or_has_three_decimals(minutes: object) -> None:
    assert read("gym.visited", {"minutes": minutes}).fields["minutes"] == minutes


def test_the_most_that_is_allowed_is_allowed() -> None:
    assert len(read("balance.opened", {"lots": [{"points": 1, "earned_on": "2025-01-01"}] * 1_000}).lots) == 1_000
    order = {"order_id": "x" * 256, "currency": "CNY", "lines": [LINE] * 2_000}
    assert len(read("order.paid", order).lines) == 2_000
    assert read("order.returned", {"order_id": "A1", "lines": [{"line": 1, "amount": "0.01"}]}).lines == (ReturnedLine(1, None, 1),)
    assert read("order.returned", {"order_id": "A1", "all": True}).lines == ()


@pytest.mark.parametrize("day", ["1969-12-31", "3000-01-01", "2025-02-29", "25-01-01", "2025-1-1"])
def test_a_day_is_one_of_the_calendar_within_reason(day: str) -> None:
    assert facts("balance.opened", {"lots": [{"points": 1, "earned_on": day}]})["code"] == "balance.day"


def test_what_the_house_made_itself_is_read_back_and_what_was_declared_then_is_not_asked_again() -> None:
    assert read_stored("referral.qualified", b'{"friend": 7}', SHOP).friend == 7
    assert read_stored("gym.left", b'{"minutes": "many"}', SHOP).fields == {"minutes": "many"}
    assert read_stored("order.delivered", b'{"order_id": "A1"}', SHOP) == OrderDelivered("A1")
    with pytest.raises(Invalid):
        read_data("referral.qualified", b'{"friend": 7}', SHOP)
