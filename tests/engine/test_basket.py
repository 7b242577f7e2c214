"""The programme promises which part of an order earns: without what is excluded, without what points and gift cards paid, to the fraction."""

from fractions import Fraction

import pytest

from engine.people import HEAD
from regulars.engine.basket import NO_BASKET, basket_of, money_share
from regulars.engine.compiling import compile_program
from regulars.engine.events import Line, OrderPaid, Tender
from regulars.program.reading import require

EARN = "earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}, {id: tea, on: order.paid, when: {line.category: tea}, points: 5}]\n"


def shop(exclude: str = "", more: str = ""):
    return compile_program(require(f"{HEAD}wallets: {{points: {{}}}}\nnot_earning: [points, gift_card]\n{exclude}{EARN}{more}")).every[0]


def order(*tenders: tuple[str, int], lines: tuple[Line, ...] = (Line(1, "x", 1_000, 60_00), Line(2, "y", 1_000, 40_00))) -> OrderPaid:
    return OrderPaid("o1", lines, tenders=tuple(Tender(kind, amount) for kind, amount in tenders))


@pytest.mark.parametrize(
    ("tenders", "share"),
    [
        ([], (1, 1)), ([("card", 100_00)], (1, 1)), ([("points", 30_00), ("card", 70_00)], (70_00, 100_00)), ([("points", 10_00), ("gift_card", 20_00), ("card", 70_00)], (70_00, 100_00)),
        ([("points", 30_00)], (70_00, 100_00)),  # a part that no tender names is money
        ([("points", 30_00), ("cash", 90_00)], (90_00, 120_00)),  # change was given
        ([("points", 100_00)], (0, 100_00)), ([("points", 130_00)], (0, 130_00)), ([("points", 0), ("card", 100_00)], (1, 1)),
    ],
)  # fmt: skip
def test_the_part_that_was_paid_with_money(tenders: list, share: tuple[int, int]) -> None:
    assert money_share(order(*tenders), shop()) == share
    basket = basket_of(order(*tenders), shop())
    assert (basket.share_num, basket.share_den, basket.earns_nothing) == (*share, share[0] == 0)


def test_an_order_of_nothing_is_all_money() -> None:
    assert money_share(order(("points", 0), lines=(Line(1, "x", 1_000, 0),)), shop()) == (1, 1)


def test_net_is_exact_and_spend_rounded_down() -> None:
    basket = basket_of(order(("points", 10_01), ("card", 23_32), lines=(Line(1, "x", 1_000, 33_33),)), shop())
    assert (basket.paid, basket.net, basket.spend) == (33_33, 23_32, 23_32)
    third = basket_of(order(("points", 20_00), ("card", 10_00), lines=(Line(1, "x", 1_000, 30_00),)), shop(), (1, 3))
    assert (third.net, third.spend) == (10_00, 10_00)
    left = basket_of(order(lines=(Line(1, "x", 1_000, 10_01),)), shop(), (1, 3))
    assert (left.net, left.spend, left.earns_nothing) == (Fraction(10_01, 3), 3_33, False)
    assert (NO_BASKET.net, NO_BASKET.spend, NO_BASKET.earns_nothing) == (0, 0, False)


LINES = (Line(1, "s1", 1_000, 10_00, 0, "tea", "acme"), Line(2, "s2", 1_000, 20_00, 0, "cup", "acme"), Line(7, "s3", 1_000, 40_00, 0, "cup", "best"))


@pytest.mark.parametrize(
    ("exclude", "kept", "excluded"),
    [
        ("", [1, 2, 7], []), ("exclude: {category: [cup]}\n", [1], [2, 7]), ("exclude: {brand: [acme]}\n", [7], [1, 2]), ("exclude: {sku: [s2]}\n", [1, 7], [2]),
        ("exclude: {category: [tea], brand: [best]}\n", [2], [1, 7]), ("exclude: {category: [tea, cup]}\n", [], [1, 2, 7]),
    ],
)  # fmt: skip
def test_what_is_excluded_earns_nothing_and_is_named(exclude: str, kept: list[int], excluded: list[int]) -> None:
    compiled = shop(exclude)
    for _ in range(2):  # looked at, and then remembered
        basket = basket_of(order(lines=LINES), compiled)
        assert ([line.line for line in basket.lines], basket.excluded) == (kept, excluded)
        assert (basket.paid, basket.earns_nothing, len(basket.masks)) == (sum(line.amount for line in LINES if line.line in kept), not kept, len(kept))
        tea = {line.line: bool(mask) for line, mask in zip(basket.lines, basket.masks, strict=True)}
        assert tea == {line: line == 1 for line in kept}


def test_money_shares_are_of_the_whole_order_excluded_lines_among_it() -> None:
    basket = basket_of(order(("points", 35_00), ("card", 35_00), lines=LINES), shop("exclude: {category: [cup]}\n"))
    assert (basket.paid, basket.share_num, basket.share_den, basket.spend) == (10_00, 35_00, 70_00, 5_00)
