"""What is looked at: one row for each member and day, and what the same member did before."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.kit.errors import Refused

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """Of rows (R,): what the same member did before. days: how many; left: on how many of them points left. sums, logs: (R, C + 2) of each count, of points and of places, as they are and as ln(1 + x)."""

    days: Floats
    left: Floats
    sums: Floats
    logs: Floats

    def take(self, rows: Any) -> "Past":
        return Past(self.days[rows], self.left[rows], self.sums[rows], self.logs[rows])

    def __add__(self, other: "Past") -> "Past":
        return Past(self.days + other.days, self.left + other.left, self.sums + other.sums, self.logs + other.logs)


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """Rows (R,) of members and days on which something moved, in order of member, then day; each pair once.

    counts: (R, C) how often each of ``kinds`` happened (earn, redeem, …), ≥ 0. points: (R,) points that left, ≥ 0. places: (R,) in how many different stores or on how many devices.
    """

    member: Whole
    day: Whole
    kinds: tuple[str, ...]
    counts: Floats
    points: Floats
    places: Floats
    past: Past

    @property
    def values(self) -> Floats:
        """(R, C + 2) counts, points, places."""
        return np.column_stack([self.counts, self.points, self.places])

    def take(self, rows: Any) -> "Days":
        """Some of the rows, still in order; what came before each stays with it."""
        return Days(self.member[rows], self.day[rows], self.kinds, self.counts[rows], self.points[rows], self.places[rows], self.past.take(rows))


def days(member: Any, day: Any, counts: Any, points: Any, places: Any, *, kinds: tuple[str, ...], opening: Past | None = None) -> Days:
    """Rows in any order, looked over. opening: per row, what its member did before the first row of theirs; default: nothing.

    Refused ``insight.anomalies.none`` with no row, ``insight.anomalies.shape`` when columns differ, repeat a member's day, or hold what is no number or below 0.
    """
    who, when = np.asarray(member, np.int64), np.asarray(day, np.int64)
    many, left, where = np.asarray(counts, np.float64), np.asarray(points, np.float64), np.asarray(places, np.float64)
    if not len(who):
        raise Refused("insight.anomalies.none")
    if many.shape != (len(who), len(kinds)) or not len(who) == len(when) == len(left) == len(where):
        raise Refused("insight.anomalies.shape")
    if not all(np.isfinite(column).all() and (column >= 0).all() for column in (many, left, where)):
        raise Refused("insight.anomalies.shape")
    order = np.lexsort((when, who))
    who, when, many, left, where = who[order], when[order], many[order], left[order], where[order]
    if ((np.diff(who) == 0) & (np.diff(when) == 0)).any():
        raise Refused("insight.anomalies.shape")
    past = _past(who, np.column_stack([many, left, where]), (left > 0).astype(np.float64))
    return Days(who, when, kinds, many, left, where, past if opening is None else past + opening.take(order))


def _past(member: Whole, values: Floats, left: Floats) -> Past:
    columns = [*values.T, *np.log1p(values).T]
    before_each = [before(member, column)[1] for column in columns]
    kinds = values.shape[1]
    count, with_points = before(member, left)
    return Past(count, with_points, np.column_stack(before_each[:kinds]), np.column_stack(before_each[kinds:]))


def before(member: Whole, value: Floats) -> tuple[Floats, Floats]:
    """(R,) how many earlier rows the same member has, and the sum of ``value`` over them: the row itself and the future are not in it."""
    first = np.concatenate(([True], np.diff(member) != 0))
    start = np.maximum.accumulate(np.where(first, np.arange(len(member)), 0))
    run = np.cumsum(value) - value
    return (np.arange(len(member)) - start).astype(np.float64), run - run[start]
