"""The programme promises that what follows from what is said, and which of two rules never counts, is claimed only where it is so."""

import pytest

from regulars.program.lint.implication import implies

from .samples import HEAD, rule
from .test_lint import reach
from .test_lint_edges import PER_YUAN, warned


@pytest.mark.parametrize(
    ("left", "right", "follows"),
    [
        ("{spend: 5, within: 2 months}", "{spend: 5, within: 2 months}", True), ("{spend: 5, within: 1 month}", "{spend: 5, within: 2 months}", True), ("{spend: 5, within: 3 months}", "{spend: 5, within: 2 months}", False),
        ("{spend: 5, within: 56 days}", "{spend: 5, within: 2 months}", True), ("{spend: 5, within: 57 days}", "{spend: 5, within: 2 months}", False), ("{spend: 5, within: 1 month}", "{spend: 5, within: 31 days}", True),
        ("{spend: 5, within: 1 month}", "{spend: 5, within: 30 days}", False), ("{spend: 5, within: calendar_year}", "{spend: 5, within: 12 months}", True), ("{spend: 5, within: calendar_year}", "{spend: 5, within: 11 months}", False),
        ("{spend: 5, within: calendar_year}", "{spend: 5, within: 366 days}", True), ("{spend: 5, within: calendar_year}", "{spend: 5, within: 365 days}", False), ("{spend: 5}", "{spend: 5, within: 1 year}", False),
        ("{spend: 5, within: 1 day}", "{spend: 5, within: calendar_year}", False), ("{spend: 6}", "{spend: 5}", True), ("{spend: 5}", "{spend: 6}", False), ("{spend: 5}", "{spend: 5}", True),
        ("{spend: 5}", "{all: [{spend: 4}, {spend: 3}]}", True), ("{spend: 5}", "{all: [{spend: 4}, {visits: 1}]}", False), ("{spend: 5}", "{any: [{visits: 1}, {spend: 4}]}", True), ("{spend: 5}", "{any: [{visits: 1}, {spend: 6}]}", False),
        ("{all: [{spend: 5}, {visits: 1}]}", "{any: [{all: [{visits: 1}, {stays: 2}]}, {spend: 5}]}", True), ("{not: {spend: 5}}", "{spend: 5}", False), ("{spend: 5}", "{not: {visits: 5}}", False),
    ],
)  # fmt: skip
def test_one_criterion_holds_whenever_another_does(left: str, right: str, follows: bool) -> None:
    assert implies(reach(left), reach(right)) is follows


@pytest.mark.parametrize(("parts", "follows"), [(59, True), (60, False)])
def test_criteria_of_more_than_sixty_parts_are_left_alone(parts: int, follows: bool) -> None:
    many = "{any: [" + ", ".join(f"{{spend: {n}}}" for n in range(1, parts + 1)) + "]}"
    assert implies(reach("{spend: 70}"), reach(many)) is follows
    assert implies(reach(many), reach("{spend: 0}")) is follows


G = ", group: g, stack: best_of"
LOSES = "never_counts_beside"


@pytest.mark.parametrize(
    ("first", "second", "loser"),
    [
        ("points: 5" + G, "points: 6" + G, 2), ("points: 6" + G, "points: 5" + G, 3), ("points: 5" + G, "points: 5" + G, None), ("points: {multiply: 2}" + G, "points: {multiply: 2}" + G, None),
        ("points: {multiply: 1}" + G, "points: {multiply: 2}" + G, 2), ("points: {multiply: 0.5}" + G, "points: {multiply: 2}" + G, None), ("points: {multiply: 3}" + G, "points: 500" + G, None),
        ("points: 5" + G, "points: 6, group: h, stack: best_of", None), ("points: 5" + G, "points: 6, when: {line.category: tea}" + G, None), ("points: 5, when: {line.category: tea}" + G, "points: 6" + G, 2),
        ("points: 5" + G, "points: 6, limit: {times: 1, per: day}" + G, None), ("points: 5" + G, "points: 6, budget: {points: 60}" + G, None), ("points: 5, streak: {days: 7, bonus: 9}" + G, "points: 6" + G, None),
        ("points: 5" + G, "points: 6, from: 2026-01-01" + G, None), ("points: 5, from: 2026-01-01" + G, "points: 6, from: 2026-01-01" + G, 2), ("points: 5, from: 2025-12-31" + G, "points: 6, from: 2026-01-01" + G, None),
        ("points: 5, until: 2026-01-01" + G, "points: 6, until: 2026-01-01" + G, 2), ("points: 5, until: 2026-01-02" + G, "points: 6, until: 2026-01-01" + G, None),
        ("points: 5" + G, "points: 1, group: g, stack: exclusive", 2), ("points: 5, group: g, stack: exclusive", "points: 1, group: g, stack: exclusive", None),
        ("points: 5, group: g, stack: exclusive, priority: 1", "points: 1, group: g, stack: exclusive", 3), ("points: 5, when: {all: [{line.category: tea}, {line.brand: House}]}" + G, "points: 6, when: {line.brand: House}" + G, 2),
    ],
)  # fmt: skip
def test_a_rule_that_never_counts_beside_another_is_named(first: str, second: str, loser: int | None) -> None:
    assert [found for found in warned(f"earn:\n  - {{id: a, on: order.paid, {first}}}\n  - {{id: b, on: order.paid, {second}}}\n{PER_YUAN}") if found[0] == LOSES] == ([] if loser is None else [(LOSES, loser)])


def test_points_that_wait_for_an_event_do_not_lapse_by_the_clock() -> None:
    head = HEAD.replace("point_value: 0.01", "activate: {on: order.delivered, after: 40 days}, expire: {rolling: 1 month}")
    assert warned("", head) == []
    late = HEAD.replace("point_value: 0.01", "expire: {rolling: 1 month}")
    assert warned(rule(activate="{after: 32 days}"), late) == [("lapses_before_usable", 2)] and warned(rule(activate="{after: 31 days}"), late) == []


def test_a_base_of_gross_amounts_is_a_base() -> None:
    assert warned("budget: {share_of_sales: 0.009}\n" + rule(points="{per: 1, give: 1, of: gross_amount}")) == [("base_over_budget", 1)]
    assert warned("budget: {share_of_sales: 0.009}\n" + rule(points="{per: 1, give: 1, of: nights}")) == []

