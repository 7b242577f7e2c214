"""From purchase days to what the models need of each member, up to a cut and never beyond it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from regulars.insight.clv.arrays import Floats, Whole
from regulars.insight.errors import CannotSay
from regulars.kit.errors import Invalid

MOST_DAYS = 1 << 20  # of a span; some 2,870 years


@dataclass(frozen=True)
class Rows:
    """Distinct (x, tx, T) with how many members have each; ``row_of`` leads from a member to their row. Times in periods."""

    x: Floats
    tx: Floats
    T: Floats
    members: Floats
    row_of: Whole

    @property
    def all_members(self) -> float:
        return float(self.members.sum())

    @property
    def repeats(self) -> float:
        return float(self.members @ self.x)


@dataclass(frozen=True)
class Histories:
    """Members who had bought by the end of day ``until``, one place each, in the order of ``member``.

    x: repeat purchase days (several orders on one day are one; the first day is not counted).
    tx_days, T_days: from the first purchase to the last one, and to ``until``; 0 <= tx <= T, and tx = 0 exactly when x = 0.
    spend: mean amount of a repeat purchase day, in the unit it came in; 0 where x = 0.
    first_spend: amount of the first day. period_days: length of the models' period, 7 for weeks.
    """

    member: Whole
    x: Whole
    tx_days: Whole
    T_days: Whole
    spend: Floats
    first_spend: Floats
    until: int
    period_days: int

    @property
    def tx(self) -> Floats:
        return self.tx_days / self.period_days

    @property
    def T(self) -> Floats:
        return self.T_days / self.period_days

    @cached_property
    def rows(self) -> Rows:
        """The same histories, each said once: 1 M members have about 100,000 different ones."""
        key = (self.T_days << 42) | (self.tx_days << 21) | np.minimum(self.x, (1 << 21) - 1)
        distinct, row_of, members = np.unique(key, return_inverse=True, return_counts=True)
        low = (1 << 21) - 1
        return Rows(
            x=(distinct & low).astype(np.float64),
            tx=((distinct >> 21) & low) / self.period_days,
            T=(distinct >> 42) / self.period_days,
            members=members.astype(np.float64),
            row_of=row_of.astype(np.int64),
        )


def histories(member: Whole, day: Whole, amount: Floats | Whole, *, until: int, period_days: int = 7) -> Histories:
    """The histories of everybody who had bought by the end of day ``until``.

    member: whole numbers naming a member; day: day numbers (any epoch); amount: of that purchase, any unit. In any order; a day that comes twice is merged.
    Nothing dated after ``until`` is looked at. Raises CannotSay ``insight.clv.no_purchases`` when nothing is left.
    """
    member, day = np.asarray(member, dtype=np.int64), np.asarray(day, dtype=np.int64)
    amount = np.asarray(amount, dtype=np.float64)
    if not len(member) == len(day) == len(amount):
        raise ValueError("member, day and amount are of different lengths")
    if period_days < 1:
        raise Invalid("insight.clv.period", given=period_days)
    seen = day <= until
    if not seen.all():
        member, day, amount = member[seen], day[seen], amount[seen]
    if not len(day):
        raise CannotSay("insight.clv.no_purchases")
    if not np.isfinite(amount).all():
        raise Invalid("insight.clv.amount_not_finite")
    member, day, amount = _by_day(member, day, amount)
    starts = np.flatnonzero(np.r_[True, member[1:] != member[:-1]])
    ends = np.r_[starts[1:], len(member)] - 1
    x = ends - starts
    first_spend = amount[starts]
    return Histories(
        member=member[starts],
        x=x,
        tx_days=day[ends] - day[starts],
        T_days=until - day[starts],
        spend=np.where(x > 0, (np.add.reduceat(amount, starts) - first_spend) / np.maximum(x, 1), 0.0),
        first_spend=first_spend,
        until=until,
        period_days=period_days,
    )


def bought_between(who: Histories, member: Whole, day: Whole, *, after: int, through: int) -> Whole:
    """Purchase days of each of ``who`` on after < day <= through: what really came. Members who were not there yet are left out."""
    days, place = purchase_days_of(who, member, day, through=through)
    return np.bincount(place[days > after], minlength=len(who.member)).astype(np.int64)


def purchase_days_of(who: Histories, member: Whole, day: Whole, *, through: int) -> tuple[Whole, Whole]:
    """Distinct purchase days of ``who`` up to and with ``through``, and each one's place in ``who``."""
    member, day = np.asarray(member, dtype=np.int64), np.asarray(day, dtype=np.int64)
    seen = day <= through
    member, day, _ = _by_day(member[seen], day[seen], np.zeros(int(seen.sum())))
    place = np.searchsorted(who.member, member)
    known = who.member[np.minimum(place, len(who.member) - 1)] == member
    return day[known], place[known]


def compress(x: Floats, tx: Floats, T: Floats) -> Rows:
    """Rows of histories given as numbers in periods. Raises Invalid unless x is whole, 0 <= tx <= T, and tx = 0 exactly when x = 0."""
    x, tx, T = (np.asarray(one, dtype=np.float64) for one in (x, tx, T))
    good = np.isfinite(x) & np.isfinite(T) & (x >= 0) & (x == np.floor(x)) & (tx >= 0) & (tx <= T) & ((x == 0) == (tx == 0))
    if not good.all():
        raise Invalid("insight.clv.history", row=int(np.flatnonzero(~good)[0]) + 1)
    distinct, row_of, members = np.unique(np.column_stack([T, tx, x]), axis=0, return_inverse=True, return_counts=True)
    return Rows(x=distinct[:, 2], tx=distinct[:, 1], T=distinct[:, 0], members=members.astype(np.float64), row_of=row_of.reshape(-1).astype(np.int64))


def _by_day(member: Whole, day: Whole, amount: Floats) -> tuple[Whole, Whole, Floats]:
    """In the order of member and day, each once, the amounts of a day added up."""
    if len(day) < 2:
        return member, day, amount
    first, named = int(day.min()), int(member.min())
    if int(day.max()) - first >= MOST_DAYS:
        raise Invalid("insight.clv.span")
    key = (member - named) * MOST_DAYS + (day - first)
    step = np.diff(key)
    if (step > 0).all():
        return member, day, amount
    if (step < 0).any():
        order = np.argsort(key, kind="stable")
        member, day, amount, key = member[order], day[order], amount[order], key[order]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    return member[starts], day[starts], np.add.reduceat(amount, starts)
