"""The programme promises that a condition holds exactly where its words say, and that what an event does not have is never equal, above or below anything."""

from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import pytest

from regulars.engine.conditions import COMMON_FIELDS, NOTHING_ASKED, Scene, compile_condition, fields_of
from regulars.engine.events import Line
from regulars.program.reading import require

HEAD = """program: club
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets: {points: {}}
tiers: {levels: [{id: regular}, {id: silver, reach: {spend: 100}}, {id: gold, reach: {spend: 1000}}]}
events: {gym.visited: {fields: {minutes: number, class: text, fee: money, on: date, guest: bool}}}
"""
SHOP = SimpleNamespace(channel="app", store="north", partner="rail")


def compiled(when: str, on: str = "order.paid"):
    program = require(f"{HEAD}earn: [{{id: one, on: {on}, when: {when}, points: 5}}]\n")
    return compile_condition(program.earn[0].when, program, on)


def holds(when: str, data: object = SHOP, on: str = "order.paid", **scene: object) -> bool:
    at = Scene(data, **{"day": date(2026, 3, 10).toordinal(), "hour": 9, "net": 100_00, "tier": 1, "enrolled_on": date(2026, 3, 1).toordinal(), "facts": {}, **scene})
    return all(test(at) for _, test in compiled(when, on).of_event)


@pytest.mark.parametrize(
    ("when", "yes", "no"),
    [
        ("{order.net_amount: {at_least: 100}}", {"net": 100_00}, {"net": 99_99}),
        ("{order.net_amount: {at_most: 100}}", {"net": 100_00}, {"net": 100_01}),
        ("{order.net_amount: {above: 100}}", {"net": 100_01}, {"net": 100_00}),
        ("{order.net_amount: {below: 100}}", {"net": 99_99}, {"net": 100_00}),
        ("{order.net_amount: {above: 50, below: 100}}", {"net": 50_01}, {"net": 50_00}),
        ("{order.hour: {at_least: 9, below: 12}}", {"hour": 11}, {"hour": 12}),
        ("{order.weekday: 2}", {}, {"day": date(2026, 3, 11).toordinal()}),
        ("{order.weekday: [6, 7]}", {"day": date(2026, 3, 15).toordinal()}, {"day": date(2026, 3, 16).toordinal()}),
        ("{order.weekday: 1}", {"day": date(2026, 3, 9).toordinal()}, {"day": date(2026, 3, 8).toordinal()}),
        ("{order.day_of_month: 10}", {}, {"day": date(2026, 3, 9).toordinal()}),
        ("{order.date: {at_least: 2026-03-10}}", {}, {"day": date(2026, 3, 9).toordinal()}),
        ("{order.channel: app}", {}, {"data": SimpleNamespace(channel="web")}),
        ("{order.channel: app}", {}, {"data": SimpleNamespace()}),
        ("{order.store: [north, south]}", {}, {"data": SimpleNamespace(store="west")}),
        ("{order.partner: rail}", {}, {"data": SimpleNamespace(partner="air")}),
        ("{tier: silver}", {"tier": 1}, {"tier": 2}),
        ("{tier: [regular, gold]}", {"tier": 2}, {"tier": 1}),
        ("{member.days_since_enrolment: {at_most: 9}}", {}, {"enrolled_on": date(2026, 2, 28).toordinal()}),
        ("{member.birthday_month: true}", {"facts": {"birthday_month": True}}, {"facts": {"birthday_month": False}}),
        ("{member.birthday_month: true}", {"facts": {"birthday_month": True}}, {}),
        ("{member.segment: [vip, press]}", {"facts": {"segment": ["press"]}}, {"facts": {"segment": ["staff"]}}),
        ("{member.segment: vip}", {"facts": {"segment": ["vip", "press"]}}, {}),
        ("{not: {order.channel: app}}", {"data": SimpleNamespace(channel="web")}, {}),
        ("{order.channel: {not: app}}", {"data": SimpleNamespace(channel="web")}, {}),
        ("{any: [{order.channel: web}, {order.hour: 9}]}", {}, {"hour": 10}),
        ("{all: [{order.channel: app}, {order.hour: 9}]}", {}, {"hour": 10}),
        ("{all: [{order.channel: app}, {any: [{order.hour: 9}, {order.hour: 10}]}]}", {"hour": 10}, {"hour": 11}),
        ("{order.time: 09:00-10:30}", {"minute": 630 - 1}, {"minute": 630}),
        ("{order.time: 09:00-10:30}", {"minute": 540}, {"minute": 539}),
    ],
)
def test_a_condition_of_an_event_holds_where_its_words_say(when: str, yes: dict, no: dict) -> None:
    assert holds(when, **yes)
    assert not holds(when, **no)


def test_a_share_of_a_minor_unit_counts_too() -> None:
    assert holds("{order.net_amount: {above: 100}}", net=Fraction(100_001, 10))
    assert not holds("{order.net_amount: {above: 100.005}}", net=100_00)
    assert holds("{order.net_amount: {above: 100.005}}", net=100_01)


@pytest.mark.parametrize(
    ("when", "yes", "no"),
    [
        ("{event.minutes: {at_least: 45}}", {"minutes": 45_000}, {"minutes": 44_999}),
        ("{event.minutes: {above: 45}}", {"minutes": 45_001}, {"minutes": 45_000}),
        ("{event.fee: {at_least: 9.90}}", {"fee": 990}, {"fee": 989}),
        ("{event.class: yoga}", {"class": "yoga"}, {"class": "boxing"}),
        ("{event.class: yoga}", {"class": "yoga"}, {}),
        ("{event.guest: true}", {"guest": True}, {"guest": False}),
        ("{event.on: {at_least: 2026-03-10}}", {"on": date(2026, 3, 10).toordinal()}, {"on": date(2026, 3, 9).toordinal()}),
        ("{event.minutes: {below: 45}}", {"minutes": 1}, {}),
    ],
)
def test_a_field_of_the_shops_own_events_is_compared_in_its_unit(when: str, yes: dict, no: dict) -> None:
    assert holds(when, yes, "gym.visited")
    assert not holds(when, no, "gym.visited")


TEA = Line(1, "tea", 2_000, 60_00, 0, "drinks", "house")


@pytest.mark.parametrize(
    ("when", "line", "other"),
    [
        ("{line.category: drinks}", TEA, Line(1, "tea", 2_000, 60_00, 0, "food", "house")),
        ("{line.sku: tea}", TEA, Line(1, "cup", 2_000, 60_00, 0, "drinks", "house")),
        ("{line.brand: house}", TEA, Line(1, "tea", 2_000, 60_00, 0, "drinks", "")),
        ("{line.quantity: {at_least: 2}}", TEA, Line(1, "tea", 1_999, 60_00)),
        ("{line.amount: {above: 59.99}}", TEA, Line(1, "tea", 2_000, 59_99)),
        ("{line.category: {not: [food, books]}}", TEA, Line(1, "tea", 1_000, 60_00, 0, "books")),
        ("{not: {line.category: food}}", TEA, Line(1, "tea", 1_000, 60_00, 0, "food")),
        ("{line.category: drinks, line.brand: house}", TEA, Line(1, "tea", 1_000, 60_00, 0, "drinks", "other")),
        ("{any: [{line.category: drinks}, {line.sku: cup}]}", Line(1, "cup", 1_000, 1), Line(1, "plate", 1_000, 1)),
        ("{any: [{all: [{line.category: drinks}, {line.quantity: {above: 1}}]}, {order.channel: web}]}", TEA, Line(1, "tea", 1_000, 1, 0, "drinks")),
    ],
)
def test_a_condition_of_a_line_holds_where_its_words_say(when: str, line: Line, other: Line) -> None:
    asked, scene = compiled(when), Scene(SHOP, 0, 0, 0, 0, 0, {})
    assert asked.of_line(scene, line)
    assert not asked.of_line(scene, other)
    assert asked.of_event == ()


def test_a_choice_between_a_line_and_the_order_is_asked_of_each_line() -> None:
    asked = compiled("{any: [{line.category: food}, {order.channel: app}]}")
    assert asked.of_line(Scene(SHOP, 0, 0, 0, 0, 0, {}), TEA)
    assert not asked.of_line(Scene(SimpleNamespace(channel="web"), 0, 0, 0, 0, 0, {}), TEA)
    assert (asked.line_field, asked.line_fields) == ("line.category", {"line.category", "order.channel"})


def test_what_is_asked_of_the_event_and_of_lines_is_kept_apart() -> None:
    asked = compiled("{order.channel: app, line.category: drinks, member.birthday_month: true, order.hour: 9}")
    assert [field for field, _ in asked.of_event] == ["order.channel", "member.birthday_month", "order.hour"]
    assert (asked.line_field, asked.line_fields) == ("line.category", {"line.category"})
    assert (len(asked.common), asked.first_is_common) == (1, True)


@pytest.mark.parametrize(
    ("when", "common", "first"),
    [("{order.hour: 9, order.channel: app}", 1, False), ("{order.store: north, order.weekday: 2}", 2, True), ("{line.sku: tea, order.store: north}", 1, False), ("{any: [{order.store: a}, {order.hour: 9}]}", 0, False)],
)
def test_tests_that_many_events_share_are_known(when: str, common: int, first: bool) -> None:
    asked = compiled(when)
    assert (len(asked.common), asked.first_is_common) == (common, first)
    assert "order.hour" not in COMMON_FIELDS


def test_without_a_condition_nothing_is_asked() -> None:
    program = require(f"{HEAD}earn: [{{id: one, on: order.paid, points: 5}}]\n")
    assert compile_condition(None, program, "order.paid") is NOTHING_ASKED
    assert fields_of(None) == frozenset()
    assert fields_of(require(f"{HEAD}earn: [{{id: one, on: order.paid, when: {{not: {{order.hour: 9}}, tier: gold}}, points: 5}}]\n").earn[0].when) == {"order.hour", "tier"}
