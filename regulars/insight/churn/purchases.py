"""Who bought on which day, known up to a day: the only thing a churn model may be built from.

``Purchases`` knows how far it is known (``until``) and ``before(cut)`` gives what was known then, with later rows *removed*, not hidden.
A learner is handed ``purchases.before(test_cut)``: the window it will be judged on isn't in its hands.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from regulars.insight.churn.shapes import Flags, Floats, Ints, Numbers
from regulars.kit.errors import Invalid, Refused


@dataclass(frozen=True, slots=True)
class Signal:
    """Something dated that happened to members beside buying: a return, a complaint, an article sold out.

    group: one of ``reasons.GROUPS``. member: codes as in ``Purchases``; day: days since 1970; weight: how much (1 = it happened), >= 0.
    """

    name: str
    group: str
    member: Ints
    day: Ints
    weight: Floats

    def before(self, cut: int) -> "Signal":
        known = self.day < cut
        return Signal(self.name, self.group, self.member[known], self.day[known], self.weight[known])


@dataclass(frozen=True, slots=True)
class Purchases:
    """One row per member and day with a purchase, sorted by member, then day.

    codes: (members,) whole numbers >= 0, rising: who each member is, the same in every cut of the same history.
    starts: (members + 1,) where each member's rows begin. day: (rows,) days since 1970. amount: (rows,) smallest unit of the currency.
    until: the first day that is not fully known; every row is before it.
    """

    codes: Ints
    starts: Ints
    day: Ints
    amount: Ints
    until: int
    signals: tuple[Signal, ...] = ()

    @classmethod
    def of(
        cls, member: Numbers, day: Numbers, amount: Numbers, *, until: int, signals: tuple[Signal, ...] = ()
    ) -> Self:
        """Purchases from rows in any order; rows of one member and day are added up.

        member: codes >= 0; day: days since 1970; amount: whole numbers.
        Raises Invalid where the arrays don't belong together or aren't whole numbers, Refused where there is no row or a row lies at or after ``until``.
        """
        if not len(member) == len(day) == len(amount):
            raise Invalid("insight.churn.arrays_differ", lengths=f"{len(member)}, {len(day)}, {len(amount)}")
        if not all(np.issubdtype(np.asarray(each).dtype, np.integer) for each in (member, day, amount)):
            raise Invalid("insight.churn.not_whole_numbers")
        if not len(member):
            raise Refused("insight.churn.no_purchases")
        if int(member.min()) < 0:
            raise Invalid("insight.churn.not_whole_numbers")
        if late := int(np.count_nonzero(day >= until)):
            raise Refused("insight.churn.after_the_end", rows=late, until=day_name(until))
        who, when, paid = (np.asarray(each, np.int64) for each in (member, day, amount))
        if not _rises(who, when):
            order = np.lexsort((when, who))
            who, when, paid = who[order], when[order], paid[order]
            first = np.flatnonzero(np.r_[True, (np.diff(who) != 0) | (np.diff(when) != 0)])
            who, when, paid = who[first], when[first], np.add.reduceat(paid, first)
        begins = np.flatnonzero(np.r_[True, np.diff(who) != 0])
        return cls(
            who[begins], np.r_[begins, len(who)], when, paid, until, tuple(each.before(until) for each in signals)
        )

    def __len__(self) -> int:
        return len(self.codes)

    def before(self, cut: int) -> "Purchases":
        """What was known at the start of day ``cut``: rows and signals of earlier days, members who had bought by then.

        Raises Refused when the cut lies after what is known, or nobody had bought yet.
        """
        if cut > self.until:
            raise Refused("insight.churn.cut_after_the_end", cut=day_name(cut), until=day_name(self.until))
        known = self.day < cut
        rows = np.add.reduceat(known, self.starts[:-1], dtype=np.int64)
        there = rows > 0
        if not there.any():
            raise Refused("insight.churn.nobody_yet", cut=day_name(cut))
        starts = np.r_[0, np.cumsum(rows[there])]
        signals = tuple(each.before(cut) for each in self.signals)
        return Purchases(self.codes[there], starts, self.day[known], self.amount[known], cut, signals)

    def sample(self, at_most: int) -> "Purchases":
        """At most so many members, always the same ones: those whose scrambled code is smallest."""
        if len(self) <= at_most:
            return self
        rank = _scramble(self.codes)
        return self.only(rank <= np.partition(rank, at_most - 1)[at_most - 1])

    def only(self, chosen: Flags) -> "Purchases":
        """The purchases of the chosen members. chosen: (members,)."""
        rows = np.diff(self.starts)
        kept = np.repeat(chosen, rows)
        starts = np.r_[0, np.cumsum(rows[chosen])]
        return Purchases(self.codes[chosen], starts, self.day[kept], self.amount[kept], self.until, self.signals)

    @property
    def first_day(self) -> int:
        return int(self.day.min())


def part_of(codes: Ints, parts: int) -> Ints:
    """Which of so many equal parts a member belongs to, for ever the same."""
    scrambled: Ints = (_scramble(codes) % np.uint64(parts)).astype(np.int64)
    return scrambled


def day_name(day: int) -> str:
    return str(np.datetime64(day, "D"))


def _rises(who: Ints, when: Ints) -> bool:
    step = np.diff(who)
    return bool(np.all((step > 0) | ((step == 0) & (np.diff(when) > 0))))


def _scramble(codes: Ints) -> "np.ndarray[tuple[int], np.dtype[np.uint64]]":
    """SplitMix64's finaliser (Steele, Lea & Flood 2014): neighbours get unrelated numbers, one to one."""
    z = codes.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))
