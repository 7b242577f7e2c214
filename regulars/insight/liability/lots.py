"""Which earning each redeemed point came from: first in, first out within a lot, as the ledger spends it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from regulars.insight.liability.triangle import Increments, Triangle, Whole, increments
from regulars.kit.errors import Refused

OWED = ("active", "pending", "held")
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Transfers (T,) of one wallet, in the order in which each member's happened. lot: a number for each lot of each member, in no order.

    period: e.g. months since the first, not falling within a member. source, target: places in ``accounts``.
    """

    lot: Whole
    period: Whole
    source: Whole
    target: Whole
    points: Whole
    accounts: tuple[str, ...]

    @property
    def owed(self) -> NDArray[np.bool_]:
        return np.isin(np.array(self.accounts, str), OWED)

    @property
    def incoming(self) -> NDArray[np.bool_]:
        return np.asarray(~self.owed[self.source] & self.owed[self.target])

    @property
    def outgoing(self) -> NDArray[np.bool_]:
        return np.asarray(self.owed[self.source] & ~self.owed[self.target])

    def place(self, account: str) -> int:
        """-1: nothing moved there."""
        return self.accounts.index(account) if account in self.accounts else -1


def moves(member: ArrayLike, lot: ArrayLike, period: ArrayLike, source: ArrayLike, target: ArrayLike, points: ArrayLike) -> Moves:
    """Columns as ``regulars ledger export`` writes ``transfers.parquet``; a lot that is null is a lot of its own. Refused as ``coded_moves``."""
    lots = np.array(["" if one is None else str(one) for one in np.asarray(lot, object)], dtype=str)
    from_, to = np.asarray(source, str), np.asarray(target, str)
    names, place = np.unique(np.concatenate([from_, to]), return_inverse=True)
    _, members = np.unique(np.asarray(member), return_inverse=True)
    _, kinds = np.unique(lots, return_inverse=True)
    return coded_moves(members, kinds, period, place[: len(from_)], place[len(from_) :], points, tuple(names.tolist()))


def coded_moves(member: ArrayLike, lot: ArrayLike, period: ArrayLike, source: ArrayLike, target: ArrayLike, points: ArrayLike, accounts: tuple[str, ...]) -> Moves:
    """The same with a whole number for each member, each lot's name and each account. Refused ``insight.liability.shape`` when columns differ in length or points are not above 0."""
    columns = [np.asarray(column, np.int64) for column in (member, lot, period, source, target, points)]
    if len({len(column) for column in columns}) != 1 or (columns[5] <= 0).any():
        raise Refused("insight.liability.shape")
    owner, name, when, from_, to, many = columns
    return Moves(owner * (int(name.max(initial=0)) + 1) + name, when, from_, to, many, accounts)


def merged(of: Moves) -> Moves:
    """Fewer rows that say the same: what follows upon itself in a lot, in one period between the same accounts, is one row."""
    order = np.argsort(of.lot, kind="stable")
    columns = [of.lot[order], of.period[order], of.source[order], of.target[order]]
    begins = np.ones(len(order), bool)
    begins[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    at = np.flatnonzero(begins)
    points = np.add.reduceat(of.points[order], at) if len(at) else of.points
    lots, period, source, target = (column[at] for column in columns)
    return Moves(lots, period, source, target, points, of.accounts)


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
    marks = np.sort(np.concatenate([ends_in, ends_out, starts_out]))
    marks = marks[np.r_[True, marks[1:] > marks[:-1]][: len(marks)]]
    low, high = marks[:-1], marks[1:]
    place = np.searchsorted(starts_out, low, side="right") - 1
    covered = (place >= 0) & (high <= ends_out[np.maximum(place, 0)]) if len(ends_out) else np.zeros(len(low), bool)
    low, high, place = low[covered], high[covered], place[covered]
    return order_in[np.searchsorted(ends_in, low, side="right")], order_out[place], high - low


def earned_and_redeemed(of: Moves, *, now: int) -> Triangle:
    """The triangle of what was earned in each period and redeemed since. A redemption that was cancelled counts less from then on, in the cohort its lot began in."""
    return by_cohort(of, now=now).triangle


def by_cohort(of: Moves, *, now: int) -> Increments:
    """What the triangle is made of. That of several parts of the members adds up to that of all."""
    return counted(of, now=now)[0]


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """What is left of lots (S,), lot after lot, each in the order in which it is spent. cohort: the period that is counted in. left: points; an emptied lot has one row of 0. first: the period of the lot's first points."""

    lot: Whole
    cohort: Whole
    left: Whole
    first: Whole


def counted(of: Moves, *, now: int, left: Opened | None = None) -> tuple[Increments, Opened]:
    """What the triangle is made of, and what is left of every lot. left: of the same lots' numbers, before ``of`` happened; what came into them is counted already.

    That of one stretch of time after the other adds up to that of the whole.
    """
    none = np.zeros(0, np.int64)
    before = Opened(none, none, none, none) if left is None else left
    names, places = np.unique(np.concatenate([before.lot, of.lot]), return_inverse=True)
    old, lot = places[: len(before.lot)], places[len(before.lot) :]
    redeemed = of.place("redeemed")
    held = np.flatnonzero(before.left > 0)
    inside, outside = np.flatnonzero(of.incoming), np.flatnonzero(of.outgoing)
    lot_in = np.concatenate([old[held], lot[inside]])
    points_in = np.concatenate([before.left[held], of.points[inside]])
    which_in, which_out, points = first_in_first_out(lot_in, points_in, lot[outside], of.points[outside])
    first = np.full(len(names), NEVER)
    np.minimum.at(first, lot[inside], of.period[inside])
    np.minimum.at(first, old, before.first)
    back = of.source[inside] == redeemed
    cohort = np.concatenate([before.cohort[held], np.where(back, first[lot[inside]], of.period[inside])])
    spent = of.target[outside[which_out]] == redeemed
    again = inside[back]
    sums = increments(
        of.period[inside[~back]],
        of.points[inside[~back]],
        np.concatenate([cohort[which_in[spent]], first[lot[again]]]),
        np.concatenate([of.period[outside[which_out[spent]]], of.period[again]]),
        np.concatenate([points[spent], -of.points[again]]),
        now=now,
    )
    remains = points_in.copy()
    np.subtract.at(remains, which_in, points)
    return sums, _left(names, first, lot_in, cohort, remains)


def _left(names: Whole, first: Whole, lot: Whole, cohort: Whole, remains: Whole) -> Opened:
    some = np.flatnonzero(remains)
    some = some[np.argsort(lot[some], kind="stable")]
    begins = np.flatnonzero(np.r_[True, (np.diff(lot[some]) != 0) | (np.diff(cohort[some]) != 0)][: len(some)])
    points = np.add.reduceat(remains[some], begins) if len(some) else remains[some]
    emptied = first < NEVER  # a lot that points only moved to and fro in has no first points
    emptied[lot[some]] = False
    empty = np.flatnonzero(emptied)
    all_lots, all_cohorts = np.concatenate([lot[some[begins]], empty]), np.concatenate([cohort[some[begins]], first[empty]])
    order = np.argsort(all_lots, kind="stable")
    left = np.concatenate([points, np.zeros(len(empty), np.int64)])[order]
    return Opened(names[all_lots[order]], all_cohorts[order], left, first[all_lots[order]])
