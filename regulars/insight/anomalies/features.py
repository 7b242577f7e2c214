"""What is looked at: one row for each member and day, and what the same member did before."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.kit.errors import Refused

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


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


def days(member: Any, day: Any, counts: Any, points: Any, places: Any, *, kinds: tuple[str, ...]) -> Days:
    """Rows in any order, looked over. Refused ``insight.anomalies.none`` with no row, ``insight.anomalies.shape`` when columns differ, repeat a member's day, or hold what is no number or below 0."""
    who, when = np.asarray(member, np.int64), np.asarray(day, np.int64)
    many, left, where = np.asarray(counts, np.float64), np.asarray(points, np.float64), np.asarray(places, np.float64)
    if not len(who):
        raise Refused("insight.anomalies.none")
    if many.shape != (len(who), len(kinds)) or not len(who) == len(when) == len(left) == len(where):
        raise Refused("insight.anomalies.shape")
    if not all(np.isfinite(column).all() and (column >= 0).all() for column in (many, left, where)):
        raise Refused("insight.anomalies.shape")
    order = np.lexsort((when, who))
    made = Days(who[order], when[order], kinds, many[order], left[order], where[order])
    if ((np.diff(made.member) == 0) & (np.diff(made.day) == 0)).any():
        raise Refused("insight.anomalies.shape")
    return made


def before(member: Whole, value: Floats) -> tuple[Floats, Floats]:
    """(R,) how many earlier rows the same member has, and the sum of ``value`` over them: the row itself and the future are not in it."""
    first = np.concatenate(([True], np.diff(member) != 0))
    start = np.maximum.accumulate(np.where(first, np.arange(len(member)), 0))
    run = np.cumsum(value) - value
    return (np.arange(len(member)) - start).astype(np.float64), run - run[start]
