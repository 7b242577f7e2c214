"""Baskets as numbers that count up, and the two ways of keeping some back to be judged by."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from regulars.kit.errors import Refused

Codes = NDArray[np.int32]
Moments = NDArray[np.int64]
Floats = NDArray[np.float64]
LINES_AT_ONCE = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Baskets:
    """B baskets with L lines of ``members`` members and ``items`` items.

    owner, at: (B,) whose basket and when (µs, or any whole number that grows), in order of owner, then at.
    basket, item: (L,) what was in which basket, each pair once, in order of basket.
    """

    owner: Codes
    at: Moments
    basket: Codes
    item: Codes
    members: int
    items: int

    def keep(self, chosen: NDArray[np.bool_]) -> "Baskets":
        """Only the baskets that ``chosen`` (B,) says; members and items keep their numbers."""
        number = np.cumsum(chosen, dtype=np.int32) - 1
        lines = chosen[self.basket]
        return Baskets(
            self.owner[chosen],
            self.at[chosen],
            number[self.basket[lines]].astype(np.int32),
            self.item[lines],
            self.members,
            self.items,
        )

    def parts(self) -> Iterator[tuple[int, "Baskets"]]:
        """(first member, their baskets with members numbered from 0): whole members, about LINES_AT_ONCE lines each."""
        lines = np.cumsum(np.bincount(self.owner[self.basket], minlength=self.members))
        first = 0
        while first < self.members:
            done = lines[first - 1] if first else 0
            end = max(first + 1, int(np.searchsorted(lines, done + LINES_AT_ONCE, side="right")))
            low, high = np.searchsorted(self.owner, (first, end))
            of, to = np.searchsorted(self.basket, (low, high))
            owner, basket = (self.owner[low:high] - first).astype(np.int32), (self.basket[of:to] - low).astype(np.int32)
            yield first, Baskets(owner, self.at[low:high], basket, self.item[of:to], end - first, self.items)
            first = end

    def sample(self, at_most: int) -> "Baskets":
        """The baskets of at most so many members, evenly drawn and always the same ones, who are numbered anew."""
        if self.members <= at_most:
            return self
        chosen = np.zeros(self.members, bool)
        chosen[np.linspace(0, self.members - 1, at_most).astype(np.int64)] = True
        number = np.cumsum(chosen, dtype=np.int32) - 1
        kept = self.keep(chosen[self.owner])
        return Baskets(number[kept.owner], kept.at, kept.basket, kept.item, int(chosen.sum()), self.items)

    def ages(self) -> Codes:
        """(B,) how many baskets the same member had after this one: 0 is the latest."""
        ends = np.cumsum(np.bincount(self.owner, minlength=self.members))
        return (ends[self.owner] - 1 - np.arange(len(self.owner))).astype(np.int32)

    def popularity(self) -> NDArray[np.int64]:
        """(items,) in how many baskets each item was."""
        return np.bincount(self.item, minlength=self.items).astype(np.int64)

    def bought(self, weights: Floats | None = None) -> Any:
        """CSR (members, items): in how many of the member's baskets the item was, or the sum of ``weights`` (L,) over them."""
        data = np.ones(len(self.item)) if weights is None else weights
        return sparse.csr_matrix((data, (self.owner[self.basket], self.item)), shape=(self.members, self.items))


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Baskets, and what the numbers stand for: ``members[n]``, ``items[n]``."""

    baskets: Baskets
    members: NDArray[Any]
    items: NDArray[Any]


def code(member: ArrayLike, order: ArrayLike, at: ArrayLike, item: ArrayLike, amount: ArrayLike | None = None) -> Coded:
    """Order lines (L,) as baskets. A basket is one order of one member; its moment is its first line's.

    The same item twice in an order counts once, as does an order that was fed in twice. Lines that bring no money (``amount`` ≤ 0: returns) are left out.
    Raises Refused ``insight.recommend.no_baskets`` when nothing is left, ``insight.recommend.uneven`` when the columns differ in length.
    """
    columns = [np.asarray(column) for column in (member, order, at, item)]
    if len({len(column) for column in columns}) != 1 or (amount is not None and len(np.asarray(amount)) != len(columns[0])):
        raise Refused("insight.recommend.uneven")
    if amount is not None:
        columns = [column[np.asarray(amount) > 0] for column in columns]
    if not len(columns[0]):
        raise Refused("insight.recommend.no_baskets")
    members, owner = np.unique(columns[0], return_inverse=True)
    _, orders = np.unique(columns[1], return_inverse=True)
    items, bought = np.unique(columns[3], return_inverse=True)
    moments = columns[2].astype("datetime64[us]").astype(np.int64) if columns[2].dtype.kind == "M" else columns[2].astype(np.int64)
    _, first, basket = np.unique(owner.astype(np.int64) * (orders.max() + 1) + orders, return_index=True, return_inverse=True)
    start = np.full(len(first), np.iinfo(np.int64).max)
    np.minimum.at(start, basket, moments)
    order_of = np.lexsort((start, owner[first]))
    place = np.empty(len(first), np.int64)
    place[order_of] = np.arange(len(first))
    pairs = np.unique(place[basket] * len(items) + bought)
    baskets = Baskets(
        owner[first][order_of].astype(np.int32),
        start[order_of],
        (pairs // len(items)).astype(np.int32),
        (pairs % len(items)).astype(np.int32),
        len(members),
        len(items),
    )
    return Coded(baskets, members, items)


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """What is known (``history``) and what the members did next: ``truth`` CSR (U, items), one basket for each of ``who`` (U,)."""

    protocol: str
    history: Baskets
    who: Codes
    truth: Any

    @property
    def asked(self) -> NDArray[np.bool_]:
        """(members,) who is among ``who``."""
        asked = np.zeros(self.history.members, bool)
        asked[self.who] = True
        return asked


def global_cut(baskets: Baskets, at: int) -> HeldOut:
    """Known: every basket before ``at``. To be foreseen: the first basket at or after it, of everybody who had one before. Nothing of the future is seen."""
    later = np.flatnonzero(baskets.at >= at)
    owners, first = np.unique(baskets.owner[later], return_index=True)
    known = baskets.keep(baskets.at < at)
    seen = np.bincount(known.owner, minlength=baskets.members)[owners] > 0
    return _held("global cut", baskets, known, owners[seen], later[first[seen]])


def leave_last(baskets: Baskets) -> HeldOut:
    """Known: all but each member's last basket. To be foreseen: the last. Members with a single basket only help to say what is popular.

    Popularity then counts baskets of others that came later than the one to be foreseen: flattering to it, which is why a global cut stands beside.
    """
    ages = baskets.ages()
    several = np.bincount(baskets.owner, minlength=baskets.members)[baskets.owner] > 1
    last = (ages == 0) & several
    return _held("leave last basket", baskets, baskets.keep(~last), baskets.owner[last], np.flatnonzero(last))


def _held(protocol: str, baskets: Baskets, history: Baskets, who: Codes, asked: NDArray[np.int64]) -> HeldOut:
    row = np.full(len(baskets.owner), -1, np.int64)
    row[asked] = np.arange(len(asked))
    lines = row[baskets.basket] >= 0
    at = (row[baskets.basket[lines]], baskets.item[lines])
    truth = sparse.csr_matrix((np.ones(len(at[0])), at), shape=(len(asked), baskets.items))
    return HeldOut(protocol, history, who.astype(np.int32), truth)
