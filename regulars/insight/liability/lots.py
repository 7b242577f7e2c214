"""Which earning each redeemed point came from: first in, first out within a lot, as the ledger spends it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from regulars.insight.liability.triangle import Triangle, Whole, from_redemptions
from regulars.kit.errors import Refused

OWED = ("active", "pending", "held")


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Transfers (T,) of one wallet as ``regulars ledger export`` writes them, in the order of the file. period: e.g. months since the first, not falling within a member."""

    member: NDArray[Any]
    lot: NDArray[Any]
    period: Whole
    source: NDArray[Any]
    target: NDArray[Any]
    points: Whole

    @property
    def incoming(self) -> NDArray[np.bool_]:
        return ~np.isin(self.source, OWED) & np.isin(self.target, OWED)

    @property
    def outgoing(self) -> NDArray[np.bool_]:
        return np.isin(self.source, OWED) & ~np.isin(self.target, OWED)


def moves(member: ArrayLike, lot: ArrayLike, period: ArrayLike, source: ArrayLike, target: ArrayLike, points: ArrayLike) -> Moves:
    """Columns of ``transfers.parquet``; a lot that is null is a lot of its own. Refused ``insight.liability.shape`` when they differ in length or points are not above 0."""
    lots = np.array(["" if one is None else str(one) for one in np.asarray(lot, object)], dtype=str)
    columns = (np.asarray(member), lots, np.asarray(period, np.int64), np.asarray(source, str), np.asarray(target, str), np.asarray(points, np.int64))
    if len({len(column) for column in columns}) != 1 or (columns[5] <= 0).any():
        raise Refused("insight.liability.shape")
    return Moves(*columns)


def first_in_first_out(lot_in: Whole, points_in: Whole, lot_out: Whole, points_out: Whole) -> tuple[Whole, Whole, Whole]:
    """(which in, which out, points) of every slice; both sides in order of time within a lot. Without a loop: both are laid along one line, lot after lot.

    Refused ``insight.liability.lots`` when more leaves a lot than came in.
    """
    lots = int(max(lot_in.max(initial=-1), lot_out.max(initial=-1))) + 1
    came, left = np.zeros(lots, np.int64), np.zeros(lots, np.int64)
    np.add.at(came, lot_in, points_in)
    np.add.at(left, lot_out, points_out)
    if (left > came).any():
        raise Refused("insight.liability.lots", points=int((left - came).max()))
    begin = np.cumsum(came) - came
    order_in, order_out = np.argsort(lot_in, kind="stable"), np.argsort(lot_out, kind="stable")
    ends_in = np.cumsum(points_in[order_in])
    size, of = points_out[order_out], lot_out[order_out]
    starts_out = begin[of] + np.cumsum(size) - size - (np.cumsum(left) - left)[of]
    ends_out = starts_out + size
    marks = np.unique(np.concatenate([ends_in, ends_out, starts_out]))
    low, high = marks[:-1], marks[1:]
    place = np.searchsorted(starts_out, low, side="right") - 1
    covered = (place >= 0) & (high <= ends_out[np.maximum(place, 0)]) if len(ends_out) else np.zeros(len(low), bool)
    low, high, place = low[covered], high[covered], place[covered]
    return order_in[np.searchsorted(ends_in, low, side="right")], order_out[place], high - low


def earned_and_redeemed(of: Moves, *, now: int) -> Triangle:
    """The triangle of what was earned in each period and redeemed since. A redemption that was cancelled counts less from then on, in the cohort its lot began in."""
    _, lot = np.unique(np.char.add(np.char.add(of.member.astype(str), "\x1f"), of.lot), return_inverse=True)
    inside, outside = np.flatnonzero(of.incoming), np.flatnonzero(of.outgoing)
    which_in, which_out, points = first_in_first_out(lot[inside], of.points[inside], lot[outside], of.points[outside])
    first = np.full(lot.max(initial=-1) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, lot[inside], of.period[inside])
    back = of.source[inside] == "redeemed"
    cohort = np.where(back, first[lot[inside]], of.period[inside])
    spent = of.target[outside[which_out]] == "redeemed"
    again = inside[back]
    return from_redemptions(
        cohort[~back],
        of.points[inside[~back]],
        np.concatenate([cohort[which_in[spent]], first[lot[again]]]),
        np.concatenate([of.period[outside[which_out[spent]]], of.period[again]]),
        np.concatenate([points[spent], -of.points[again]]),
        now=now,
    )
