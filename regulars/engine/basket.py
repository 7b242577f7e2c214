"""What of an order earns: its eligible lines, the share paid with money, and which line rules hold for each line.

Most lines of a shop look alike to the rules, so what a line's category, brand and sku decide is looked up, not decided again: matching does
not grow with rules that can not fire. Lines that look alike are counted together as one *cell*.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from regulars.engine.conditions import LineTest, Scene
from regulars.engine.events import Line, OrderPaid
from regulars.program.document import Exclude

if TYPE_CHECKING:
    from regulars.engine.compiled import Compiled

EXCLUDED = -1
MOST_LOOKS = 200_000  # remembered looks before starting afresh: a bound, not a tuning


class Looks:
    """Which line rules hold for a line, as a bit mask; EXCLUDED for a line that earns nothing.

    of_goods: (bit, test) of rules that ask only for category, brand and sku; open_: those that ask for more and are asked every time.
    """

    __slots__ = ("_exclude", "_of_goods", "_seen", "_with_sku", "open")

    def __init__(self, of_goods: Sequence[tuple[int, LineTest]], open_: Sequence[tuple[int, LineTest]], exclude: Exclude, with_sku: bool) -> None:
        self._of_goods, self.open, self._exclude = tuple(of_goods), tuple(open_), exclude
        self._with_sku = with_sku or bool(exclude.sku)
        self._seen: dict[tuple[str, ...], int] = {}

    def masks(self, lines: tuple[Line, ...]) -> list[int]:
        seen = self._seen.get
        known: list[int | None]
        if self._with_sku:
            known = [seen((line.category, line.brand, line.sku)) for line in lines]
        else:
            known = [seen((line.category, line.brand)) for line in lines]
        return [self._look(line) if mask is None else mask for mask, line in zip(known, lines, strict=True)] if None in known else cast(list[int], known)

    def _look(self, line: Line) -> int:
        look: tuple[str, ...] = (line.category, line.brand, line.sku) if self._with_sku else (line.category, line.brand)
        out = self._exclude
        if line.category in out.category or line.brand in out.brand or line.sku in out.sku:
            mask = EXCLUDED
        else:
            mask = sum([bit for bit, holds in self._of_goods if holds(_NO_SCENE, line)])
        if len(self._seen) >= MOST_LOOKS:
            self._seen.clear()
        self._seen[look] = mask
        return mask


_NO_SCENE = Scene(None, 0, 0, 0, 0, 0, {})  # tests of goods never look at it


@dataclass(slots=True)
class Basket:
    """``masks`` beside the eligible ``lines``; ``share_num / share_den``: the part paid with money; ``paid``: the eligible amounts, minor units, before it."""

    lines: Sequence[Line]
    masks: list[int]
    excluded: list[int]
    share_num: int
    share_den: int
    measures: dict[str, int] | None
    paid: int
    earns_nothing: bool

    @property
    def net(self) -> int | Fraction:
        return self.paid if self.share_num == self.share_den else Fraction(self.paid * self.share_num, self.share_den)

    @property
    def spend(self) -> int:
        """What counts as tier spend: net amount in whole minor units, rounded down."""
        return self.paid * self.share_num // self.share_den


NO_BASKET = Basket((), [], [], 1, 1, None, 0, False)


def basket_of(order: OrderPaid, compiled: "Compiled", share: tuple[int, int] | None = None) -> Basket:
    """share: the money share of the whole order as it was bought, when ``order`` holds only what is left of it."""
    lines: Sequence[Line] = order.lines
    excluded: list[int] = []
    masks = compiled.looks.masks(order.lines)
    if EXCLUDED in masks:
        excluded = [line.line for line, mask in zip(lines, masks, strict=True) if mask == EXCLUDED]
        lines = [line for line, mask in zip(lines, masks, strict=True) if mask != EXCLUDED]
        masks = [mask for mask in masks if mask != EXCLUDED]
    num, den = share or money_share(order, compiled)
    paid = 0
    for line in lines:
        paid += line.amount
    return Basket(lines, masks, excluded, num, den, order.measures, paid, num == 0 or not masks)


def money_share(order: OrderPaid, compiled: "Compiled") -> tuple[int, int]:
    """The part of an order that earns: 1 less what tenders such as points and gift cards paid of it."""
    if not order.tenders:
        return 1, 1
    not_earning = sum([tender.amount for tender in order.tenders if tender.kind in compiled.program.not_earning])
    if not_earning == 0:
        return 1, 1
    whole = max(sum([line.amount for line in order.lines]), sum([tender.amount for tender in order.tenders]))
    return (max(whole - not_earning, 0), whole) if whole else (0, 1)
