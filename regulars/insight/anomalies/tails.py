"""How unlikely is this day for this member? Against their own earlier days, shrunk to everybody's: a newcomer is judged by all, a regular by themselves.

Counts: Gamma–Poisson. A member's rate is Gamma(a, b) over all; after n days with x in sum it is Gamma(a + x, b + n), and the next count negative binomial
(Robbins 1956; DuMouchel, The American Statistician 53, 1999). Amounts: ln(1 + points), a normal whose mean is shrunk in the same way.
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from regulars.insight.anomalies.features import Floats, Whole, before

CEILING = 300.0


@dataclass(frozen=True, slots=True)
class Amounts:
    """Of ln(1 + points) over all members: the middle, the spread of all, the spread within a member."""

    centre: float
    spread: float
    own: float


def count_tails(member: Whole, counts: Floats) -> Floats:
    """(R,) −log₁₀ P(a count of at least this | the member's earlier days), 0…CEILING. Rows in order of member, then day. A count of 0 is never unusual."""
    return counts_by(counts, *before(member, counts), gamma_of(member, counts))


def counts_by(counts: Floats, days_before: Floats, sum_before: Floats, by: tuple[float, float]) -> Floats:
    """The same with the past of each row and the shape and rate over all at hand."""
    shape, rate = by[0] + sum_before, by[1] + days_before
    tails = np.zeros(len(counts))
    some = counts > 0
    tails[some] = _scored(stats.nbinom.logsf(counts[some] - 1, shape[some], (rate / (rate + 1))[some]))
    return tails


def amount_tails(member: Whole, amounts: Floats) -> Floats:
    """(R,) −log₁₀ P(an amount of at least this), lognormal; only days with an amount speak of amounts. 0 where the amount is 0."""
    logs = np.log1p(amounts)
    days_before, _ = before(member[amounts > 0], logs[amounts > 0])
    whole = np.zeros(len(amounts))
    whole[amounts > 0] = days_before
    return amounts_by(amounts, whole, before(member, logs)[1], amounts_of(member, amounts))


def amounts_by(amounts: Floats, days_before: Floats, logs_before: Floats, by: Amounts | None) -> Floats:
    """The same with the past of each row: days with an amount, and their ln(1 + amount) in sum. by: None where there were too few to say."""
    scores = np.zeros(len(amounts))
    if by is None:
        return scores
    some = np.flatnonzero(amounts > 0)
    logs, days = np.log1p(amounts[some]), days_before[some]
    own, spread = by.own, by.spread
    between = max(spread**2 - own**2, (0.1 * spread) ** 2)
    weight = between / (between + own**2 / np.maximum(days, 1e-9))
    mean = by.centre + np.where(days > 0, weight * (logs_before[some] - days * by.centre) / np.maximum(days, 1), 0.0)
    width = np.sqrt(own**2 + np.where(days > 0, 1 / (1 / between + days / own**2), between))
    scores[some] = _scored(stats.norm.logsf(logs, mean, width))
    return scores


def amounts_of(member: Whole, amounts: Floats) -> Amounts | None:
    """None with fewer than two days with an amount."""
    some = np.flatnonzero(amounts > 0)
    if len(some) < 2:
        return None
    logs = np.log1p(amounts[some])
    return Amounts(float(np.median(logs)), _robust_spread(logs), _within(member[some], logs))


def gamma_of(member: Whole, counts: Floats) -> tuple[float, float]:
    """Shape and rate over all members by moments; the largest hundredth of days is cut off first, so that those we look for don't teach what is usual."""
    trimmed = np.minimum(counts, np.quantile(counts, 0.99))
    mean = max(float(trimmed.mean()), 1e-6)
    _, who = np.unique(member, return_inverse=True)
    n = np.bincount(who)
    average = np.bincount(who, trimmed) / n
    noise = mean * float((1 / n).mean())
    between = max(float(average.var()) - noise, (0.1 * mean) ** 2)
    return mean**2 / between, mean / between


def _within(member: Whole, logs: Floats) -> float:
    """The usual distance of a member's amount from their last one, as a standard deviation; robust, so that what we look for does not widen it."""
    same = np.diff(member) == 0
    steps = np.abs(np.diff(logs)[same])
    return max(float(np.median(steps)) * 1.4826 / np.sqrt(2), 0.05) if len(steps) else max(_robust_spread(logs), 0.05)


def _robust_spread(logs: Floats) -> float:
    return max(1.4826 * float(np.median(np.abs(logs - np.median(logs)))), 0.05)


def _scored(log_chance: Floats) -> Floats:
    return np.asarray(np.clip(-log_chance / np.log(10), 0.0, CEILING), np.float64)
