"""What the cohorts will have redeemed in the end: chain ladder with Mack's standard error, Bornhuetter–Ferguson and Cape Cod."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from regulars.insight.liability.triangle import Floats, Triangle, Whole
from regulars.kit.errors import Refused

Interpolation = Literal["mack", "log-linear"]


@dataclass(frozen=True, slots=True, eq=False)
class Development:
    """factors: (J−1,) from each age to the next, Σ over cohorts of the later ÷ Σ of the earlier. to_ultimate: (J,) from each age to the end, the tail included."""

    factors: Floats
    to_ultimate: Floats
    tail: float


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Per cohort (N,): redeemed in the end, and what of it is still to come."""

    method: str
    ultimate: Floats
    to_come: Floats

    @property
    def total(self) -> float:
        return float(self.to_come.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Error:
    """Mack's standard error of what is to come: per cohort (N,), and of the total. sigma_squared: (J−1,)."""

    cohorts: Floats
    total: float
    sigma_squared: Floats


def development(of: Triangle, *, tail: float = 1.0) -> Development:
    """Volume-weighted factors. tail: ≥ 1, what is still to come after the last age; 1 where points have expired by then.

    Raises Refused ``insight.liability.nothing_redeemed`` when an age has nothing to develop from, ``insight.liability.tail`` for a tail below 1.
    """
    if not (np.isfinite(tail) and tail >= 1):
        raise Refused("insight.liability.tail", tail=tail)
    later = of.known[:, 1:]
    before = np.where(later, of.cells[:, :-1], 0.0).sum(axis=0)
    if (before <= 0).any():
        raise Refused("insight.liability.nothing_redeemed", age=int(np.flatnonzero(before <= 0)[0]))
    factors = np.where(later, of.cells[:, 1:], 0.0).sum(axis=0) / before
    rest = np.concatenate([np.cumprod(factors[::-1])[::-1], [1.0]]) * tail
    return Development(factors, rest, tail)


def chain_ladder(of: Triangle, by: Development) -> Outcome:
    """Each cohort goes on as the older ones did. Never more than was earned, where that is known."""
    ultimate = of.latest * by.to_ultimate[_ages(of)]
    return _outcome("chain ladder", of, ultimate if of.issued is None else np.minimum(ultimate, of.issued))


def bornhuetter_ferguson(of: Triangle, by: Development, rate: float) -> Outcome:
    """What is still to come is the expected share of a cohort's points, not a multiple of the little redeemed so far. rate: share redeemed in the end, in [0, 1]."""
    if not 0 <= rate <= 1:
        raise Refused("insight.liability.rate", rate=rate)
    issued = _issued(of)
    expected = of.latest + rate * issued * (1 - 1 / by.to_ultimate[_ages(of)])
    return _outcome("Bornhuetter–Ferguson", of, np.minimum(expected, issued))


def cape_cod_rate(of: Triangle, by: Development) -> float:
    """The share redeemed in the end that all cohorts together speak for: Σ redeemed ÷ Σ (earned × share of the way), at most 1."""
    used = float((_issued(of) / by.to_ultimate[_ages(of)]).sum())
    if used <= 0:
        raise Refused("insight.liability.nothing_redeemed", age=0)
    return min(1.0, float(of.latest.sum()) / used)


def cape_cod(of: Triangle, by: Development) -> Outcome:
    """Bornhuetter–Ferguson with the rate the cohorts themselves give."""
    found = bornhuetter_ferguson(of, by, cape_cod_rate(of, by))
    return Outcome("Cape Cod", found.ultimate, found.to_come)


def mack_error(of: Triangle, by: Development, *, interpolation: Interpolation = "mack") -> Error:
    """How far the chain ladder may be off: chance and estimation, without assuming a distribution. Mack, ASTIN Bulletin 23 (1993), theorem 3 and its corollary.

    interpolation: the last age has one ratio only, so its variance is taken as ``min(σ⁴₋₂/σ²₋₃, σ²₋₃, σ²₋₂)`` (mack) or from a straight line through ln σ (log-linear).
    A tail adds no error of its own.
    """
    spread = _sigma_squared(of, by, interpolation)
    later = of.known[:, 1:]
    base = np.where(later, of.cells[:, :-1], 0.0).sum(axis=0)
    part = spread / by.factors**2
    full = _completed(of, by)
    ages, ends = _ages(of), full[:, -1]
    cohorts, mean_error = np.zeros(len(full)), np.zeros(len(full))
    for row, age in enumerate(ages):
        if age < len(part) and full[row, age] > 0:
            cohorts[row] = ends[row] ** 2 * (part[age:] * (1 / full[row, age:-1] + 1 / base[age:])).sum()
            mean_error[row] = 2 * (part[age:] / base[age:]).sum()
    younger = ends.sum() - np.cumsum(ends)
    total = cohorts.sum() + (ends * younger * mean_error).sum()
    return Error(np.sqrt(cohorts) * by.tail, float(np.sqrt(total)) * by.tail, spread)


def _sigma_squared(of: Triangle, by: Development, interpolation: Interpolation) -> Floats:
    later = of.known[:, 1:]
    before, after = np.where(later, of.cells[:, :-1], 0.0), np.where(later, of.cells[:, 1:], 0.0)
    ratio = np.divide(after, before, out=np.tile(by.factors, (len(before), 1)), where=before > 0)
    count = (later & (before > 0)).sum(axis=0)
    squares = (before * (ratio - by.factors) ** 2).sum(axis=0)
    spread = np.divide(squares, count - 1, out=np.full(len(count), np.nan), where=count > 1)
    known = np.flatnonzero(np.isfinite(spread))
    for age in np.flatnonzero(~np.isfinite(spread)):
        spread[age] = _foreseen(spread, known, int(age), interpolation)
    return np.asarray(spread, np.float64)


def _foreseen(spread: Floats, known: Whole, age: int, interpolation: Interpolation) -> float:
    if len(known) == 0:
        return 0.0
    if interpolation == "log-linear":
        positive = known[spread[known] > 0]
        if len(positive) > 1:
            slope, start = np.polyfit(positive, np.log(spread[positive]) / 2, 1)
            return float(np.exp(2 * (start + slope * age)))
    if age < 2 or spread[age - 2] <= 0:
        return float(min(spread[max(0, age - 2)], spread[max(0, age - 1)])) if age else float(spread[known[0]])
    return float(min(spread[age - 1] ** 2 / spread[age - 2], spread[age - 2], spread[age - 1]))


def _completed(of: Triangle, by: Development) -> Floats:
    full = of.cells.copy()
    for age in range(1, full.shape[1]):
        missing = np.isnan(full[:, age])
        full[missing, age] = full[missing, age - 1] * by.factors[age - 1]
    return full


def _ages(of: Triangle) -> Whole:
    return np.asarray(of.known.sum(axis=1) - 1, np.int64)


def _issued(of: Triangle) -> Floats:
    if of.issued is None:
        raise Refused("insight.liability.issued")
    return of.issued


def _outcome(method: str, of: Triangle, ultimate: Floats) -> Outcome:
    return Outcome(method, ultimate, ultimate - of.latest)
