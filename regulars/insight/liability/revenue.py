"""When a sale with points becomes revenue: IFRS 15 B39–B47 (ASC 606-10-55-41 to 55-49). Money in whole numbers of the smallest unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from regulars.kit.errors import Refused


@dataclass(frozen=True, slots=True)
class Allocation:
    """What was paid, split by relative stand-alone selling price (B40): for the goods now, for the points later."""

    goods: int
    points: int


@dataclass(frozen=True, slots=True)
class Step:
    """The end of a period. revenue: of this period, for points; recognised: so far; liability: still to come."""

    redeemed: int
    expected: int
    revenue: int
    recognised: int
    liability: int


def allocate(paid: int, *, goods_price: int, points: int, point_value: Fraction, share_redeemed: Fraction) -> Allocation:
    """paid: the transaction price. goods_price: stand-alone price of the goods. point_value: of one point, in the same unit; share_redeemed: in [0, 1].

    Rounded half up for the points; the goods take the rest, so that the two always add up. Refused ``insight.liability.allocation`` when there is nothing to split by.
    """
    alone = points * point_value * share_redeemed
    if paid < 0 or goods_price < 0 or points < 0 or point_value < 0 or not 0 <= share_redeemed <= 1 or goods_price + alone <= 0:
        raise Refused("insight.liability.allocation")
    given = _half_up(paid * alone / (goods_price + alone))
    return Allocation(paid - given, given)


def schedule(allocated: int, ends: Sequence[tuple[int, int]]) -> list[Step]:
    """Revenue by period. ends: (redeemed so far, expected to be redeemed in all) at each period's end; a changed expectation is caught up at once (B46).

    recognised = allocated × redeemed ÷ expected, rounded half up on the running total: nothing is lost between periods.
    Refused ``insight.liability.expectation`` when less is expected than redeemed, or redeemed points become fewer than nothing.
    """
    steps: list[Step] = []
    before = 0
    for redeemed, expected in ends:
        if redeemed < 0 or expected < redeemed:
            raise Refused("insight.liability.expectation", redeemed=redeemed, expected=expected)
        recognised = _half_up(Fraction(allocated * redeemed, expected)) if expected else 0
        steps.append(Step(redeemed, expected, recognised - before, recognised, allocated - recognised))
        before = recognised
    return steps


def _half_up(exact: Fraction) -> int:
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
