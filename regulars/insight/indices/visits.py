"""Who visits without buying: frequency, recency, length and depth of visits (the web's four measures of loyalty), as ranks of 0 to 100."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.kit.errors import Invalid, Refused

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
IDLE_SECONDS = 1_800
NAMES = ("frequency", "recency", "length", "depth")


@dataclass(frozen=True, slots=True)
class Visits:
    """members: (n,) codes, rising. measures: (n, 4) log(1 + visit days), minus days since the last one, mean seconds, log(1 + mean pages)."""

    members: Ints
    measures: Floats


@dataclass(frozen=True, slots=True)
class Reference:
    """A frozen window everybody is ranked against: (n, 4) sorted columns, and a number that rises with each new one."""

    columns: Floats
    version: int


def longest_counted(seconds: Ints) -> float:
    """The 99th percentile of the sessions' lengths, none of them counted longer than half an hour."""
    return float(np.quantile(np.minimum(seconds, IDLE_SECONDS), 0.99)) if len(seconds) else float(IDLE_SECONDS)


def visits_before(member: Ints, day: Ints, seconds: Ints, pages: Ints, *, cut: int, longest: float | None = None) -> Visits:
    """One row per session, in any order; sessions on or after day ``cut`` aren't looked at.

    A session longer than half an hour counts as that: an open tab is no interest; lengths above ``longest`` (the 99th percentile, if not said) count as it.
    Raises Invalid for columns of different lengths or a negative number, Refused when nobody had visited by then.
    """
    if not len(member) == len(day) == len(seconds) == len(pages) or (
        len(member) and min(seconds.min(), pages.min()) < 0
    ):
        raise Invalid("insight.index.sessions")
    known = day < cut
    who, inverse = np.unique(member[known], return_inverse=True)
    if not len(who):
        raise Refused("insight.index.no_visits", cut=str(np.datetime64(cut, "D")))
    when, stay, seen = (
        day[known],
        np.minimum(seconds[known], IDLE_SECONDS).astype(np.float64),
        pages[known].astype(np.float64),
    )
    stay = np.minimum(stay, longest_counted(seconds[known]) if longest is None else longest)
    sessions = np.bincount(inverse)
    span = int(when.max() - when.min()) + 1
    keys = np.sort(inverse * span + (when - when.min()))  # np.unique takes fifty times as long for as many
    places = keys[np.r_[True, keys[1:] != keys[:-1]]] // span  # of each member and day with a visit, the member
    last = np.full(len(who), np.iinfo(np.int64).min)
    np.maximum.at(last, inverse, when)
    days = np.bincount(places, minlength=len(who))
    length, depth = np.bincount(inverse, stay) / sessions, np.bincount(inverse, seen) / sessions
    return Visits(who, np.column_stack([np.log1p(days), -(cut - 1 - last).astype(np.float64), length, np.log1p(depth)]))


def freeze(visits: Visits, version: int) -> Reference:
    return Reference(np.sort(visits.measures, axis=0), version)


def thinned(columns: Floats, most: int = 201) -> Floats:
    """At most so many rows of a reference, evenly spaced from the least to the most: enough to rank by, and small enough to keep."""
    if len(columns) <= most:
        return columns
    return columns[np.rint(np.linspace(0, len(columns) - 1, most)).astype(np.int64)]


KEEN, CURIOUS, COOLING, GONE = range(4)
KINDS = ("keen", "curious", "cooling", "gone")


def rfe(ranked: Floats) -> Ints:
    """(members, 3): recency, frequency and engagement (the mean of length and depth), 1 to 5 by fifths of the reference. ranked: as ``ranks`` gives them."""
    three = np.column_stack([ranked[:, 1], ranked[:, 0], (ranked[:, 2] + ranked[:, 3]) / 2])
    scores: Ints = np.minimum(three // 20 + 1, 5).astype(np.int64)
    return scores


def kinds_of(scores: Ints) -> Ints:
    """Places in ``KINDS``. keen: here lately (recency 3 and more) and engaged (frequency + engagement at least 6); curious: lately, not engaged;

    cooling: engaged, not lately; gone: neither.
    """
    lately, engaged = scores[:, 0] >= 3, scores[:, 1] + scores[:, 2] >= 6
    answer: Ints = np.select([lately & engaged, lately, engaged], [KEEN, CURIOUS, COOLING], GONE).astype(np.int64)
    return answer


def ranks(visits: Visits, reference: Reference) -> Floats:
    """(members, 4) in 0..100: the share of the reference that is below, ties counted half. The same visits rank the same at every refresh."""
    answer = np.empty(visits.measures.shape)
    for place, column in enumerate(reference.columns.T):
        below, up_to = (np.searchsorted(column, visits.measures[:, place], side) for side in ("left", "right"))
        answer[:, place] = 50 * (below + up_to) / len(column)
    return answer
