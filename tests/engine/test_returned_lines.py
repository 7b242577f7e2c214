"""The programme promises what is left of an order when parts of it go back, line by line, and which parts can't."""

import pytest

from regulars.engine.errors import ReturnExceeds, UnknownLine
from regulars.engine.events import Line, OrderPaid, OrderReturned, ReturnedLine, Tender
from regulars.engine.returning import _returned_after, left_of, measures_of

TEA = Line(1, "tea", 3_000, 30_00, 3_01, "drinks", "acme", {"nights": 7})
GIFT = Line(2, "gift", 2_000, 0, 0, "free")
ORDER = OrderPaid("o1", (TEA, GIFT), "app", "north", (Tender("card", 30_00),), {"km": 5}, "bank")


def test_nothing_returned_is_the_order_itself() -> None:
    assert left_of(ORDER, {}) == ORDER


def test_discount_and_measures_shrink_with_the_quantity_rounded_down_in_what_goes() -> None:
    left = left_of(ORDER, {1: (1_000, 10_00)})
    assert left.lines == (Line(1, "tea", 2_000, 20_00, 2_01, "drinks", "acme", {"nights": 5}), GIFT)
    assert (left.order_id, left.channel, left.store, left.tenders, left.measures, left.partner) == ("o1", "app", "north", ORDER.tenders, {"km": 5}, "bank")


@pytest.mark.parametrize(
    ("returned", "kept"),
    [
        ((0, 5_00), Line(1, "tea", 3_000, 25_00, 3_01, "drinks", "acme", {"nights": 7})),  # only money came back
        ((2_999, 29_99), Line(1, "tea", 1, 1, 1, "drinks", "acme", {"nights": 1})),
        ((3_000, 5_00), None),  # nothing is left of a line without units
        ((1_000, 30_00), None),  # … or without money
        ((3_000, 30_00), None),
    ],
)
def test_what_is_left_of_a_line(returned: tuple[int, int], kept: Line | None) -> None:
    assert left_of(ORDER, {1: returned}).lines == ((GIFT,) if kept is None else (kept, GIFT))


def test_what_cost_nothing_is_left_by_its_units_and_of_nothing_no_measure_is() -> None:
    assert left_of(ORDER, {2: (1_000, 0)}).lines == (TEA, Line(2, "gift", 1_000, 0, 0, "free"))
    gone = left_of(ORDER, {1: (3_000, 30_00), 2: (2_000, 0)})
    assert (gone.lines, gone.measures) == ((), None)


@pytest.mark.parametrize(
    ("before", "parts", "after"),
    [
        ({}, (), {1: (3_000, 30_00), 2: (2_000, 0)}),
        ({1: (1_000, 10_00)}, (ReturnedLine(1),), {1: (3_000, 30_00)}),
        ({}, (ReturnedLine(1, quantity=1_000),), {1: (1_000, 10_00)}),
        ({1: (1_000, 10_00)}, (ReturnedLine(1, quantity=2_000),), {1: (3_000, 30_00)}),
        ({1: (0, 15_00)}, (ReturnedLine(1, quantity=1_000),), {1: (1_000, 15_00)}),  # more came back in money already than one unit costs
        ({}, (ReturnedLine(1, quantity=1_000, amount=2_00),), {1: (1_000, 2_00)}),
        ({1: (1_000, 2_00)}, (ReturnedLine(1, amount=28_00),), {1: (1_000, 30_00)}),
        ({}, (ReturnedLine(1, quantity=3_000, amount=30_00), ReturnedLine(2, quantity=1_000)), {1: (3_000, 30_00), 2: (1_000, 0)}),
        ({}, (ReturnedLine(1, quantity=1),), {1: (1, 1)}),
    ],
)
def test_what_has_come_back_so_far(before: dict, parts: tuple, after: dict) -> None:
    assert _returned_after(ORDER, before, OrderReturned("o1", parts)) == after


@pytest.mark.parametrize(
    ("before", "part"),
    [
        ({}, ReturnedLine(1, quantity=3_001)), ({}, ReturnedLine(1, amount=30_01)), ({1: (1_000, 10_00)}, ReturnedLine(1, quantity=2_001)),
        ({1: (1_000, 10_00)}, ReturnedLine(1, amount=20_01)), ({}, ReturnedLine(1, quantity=1_000, amount=30_01)),
    ],
)  # fmt: skip
def test_no_more_comes_back_than_was_bought(before: dict, part: ReturnedLine) -> None:
    with pytest.raises(ReturnExceeds) as found:
        _returned_after(ORDER, before, OrderReturned("o1", (part,)))
    assert found.value.facts == {"order": "o1", "line": 1}


def test_a_line_that_was_not_bought_is_named() -> None:
    with pytest.raises(UnknownLine) as found:
        _returned_after(ORDER, {}, OrderReturned("o1", (ReturnedLine(1), ReturnedLine(3))))
    assert found.value.facts == {"order": "o1", "line": 3}


def test_an_order_carries_the_measures_of_itself_and_of_its_lines() -> None:
    assert measures_of(ORDER, ORDER.lines) == {"km": 5, "nights": 7}
    twice = OrderPaid("o2", (TEA, TEA), measures={"nights": 2})
    assert measures_of(twice, twice.lines) == {"nights": 16}
    assert measures_of(OrderPaid("o3", (GIFT,)), (GIFT,)) == {}
