"""The programme promises a map of every two rules that can meet, and what happens when they do: as the engine combines them."""

import pytest

from regulars.kit.phrases import LANGUAGES
from regulars.program.lint.collisions import collisions
from regulars.program.reading import require

from .samples import HEAD

BASE = "id: base, on: order.paid, points: {per: 1, give: 1}"
TEA = "id: tea, on: order.paid, when: {line.category: tea}, points: {multiply: 2}"


def met(*rules):
    program = require(HEAD + "earn:\n" + "".join(f"  - {{{rule}}}\n" for rule in rules))
    return [(one.first, one.second, one.how, one.where) for one in collisions(program)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (BASE, TEA, [("base", "tea", "multiplies", "line")]),
        (TEA, BASE, [("base", "tea", "multiplies", "line")]),
        (TEA, "id: day, on: order.paid, when: {order.weekday: mon}, points: {multiply: 1.5}", [("tea", "day", "multipliers_add", "line")]),
        (TEA, "id: milk, on: order.paid, when: {line.category: milk}, points: {multiply: 3}", []),
        (TEA, "id: milk, on: order.paid, when: {line.category: milk}, points: 5", [("tea", "milk", "untouched", "event")]),
        (BASE, "id: gift, on: order.paid, points: 5", [("base", "gift", "adds", "line")]),
        (BASE, "id: hello, on: member.enrolled, points: 5", []),
        (BASE, "id: growth, on: order.paid, points: 5, wallet: growth", []),
        ("id: a, on: order.paid, points: 5, until: 2018-01-31", "id: b, on: order.paid, points: 6, from: 2018-02-01", []),
        ("id: a, on: order.paid, points: 5, until: 2018-02-01", "id: b, on: order.paid, points: 6, from: 2018-02-01", [("a", "b", "adds", "line")]),
        ("id: a, on: order.paid, points: 5, when: {order.weekday: mon}", "id: b, on: order.paid, points: 6, when: {order.weekday: [tue, wed]}", []),
        ("id: a, on: order.paid, points: 5, group: g, stack: best_of", "id: b, on: order.paid, points: 6, group: g, stack: best_of", [("a", "b", "best_of", "line")]),
        ("id: a, on: order.paid, points: 5, group: g, stack: best_of", "id: b, on: order.paid, points: 6, group: g, stack: exclusive", [("b", "a", "switches_off", "line")]),
        (
            "id: a, on: order.paid, points: 5, group: g, stack: exclusive",
            "id: b, on: order.paid, points: 6, group: g, stack: exclusive, priority: 1",
            [("b", "a", "switches_off", "line")],
        ),
    ],
)  # fmt: skip
def test_two_rules_that_can_meet_are_on_the_map(first, second, expected):
    assert met(first, second) == expected


def test_the_map_says_what_multipliers_make_together_in_every_language():
    program = require(HEAD + f"earn:\n  - {{{TEA}}}\n  - {{id: day, on: order.paid, points: {{multiply: 1.5}}}}\n")
    (one,) = collisions(program)
    assert one.sentence() == "“tea” and “day” both count: 2 × and 1.5 × make 2.5 ×, they don't compound"
    assert all("{" not in one.sentence(language) for language in LANGUAGES)


def test_what_the_map_says_of_two_multipliers_is_what_the_engine_does():
    from datetime import date

    from regulars.engine.guide.trying import example_of

    program = require(HEAD + f"earn:\n  - {{{BASE}}}\n  - {{{TEA}}}\n  - {{id: day, on: order.paid, points: {{multiply: 1.5}}}}\n")
    tried = example_of(program.earn[1], program, date(2026, 11, 23))
    assert tried is not None and tried.outcome.earned["points"] == 250  # 100 x 2.5
