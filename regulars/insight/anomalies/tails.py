"""How unlikely is this day for this member? Against their own earlier days, shrunk to everybody's: a newcomer is judged by all, a regular by themselves.

Counts: Gamma–Poisson. A member's rate is Gamma(a, b) over all; after n days with x in sum it is Gamma(a + x, b + n), and the next count negative binomial
(Robbins 1956; DuMouchel, The American Statistician 53, 1999). Amounts: ln(1 + points), a normal whose mean is shrunk in the same way.
"""

import numpy as np
from scipy import stats

from regulars.insight.anomalies.features import Floats, Whole, before

CEILING = 300.0


def count_tails(member: Whole, counts: Floats) -> Floats:
    """(R,) −log₁₀ P(a count of at least this | the member's earlier days), 0…CEILING. Rows in order of member, then day. A count of 0 is never unusual."""
    a, b = _gamma_of(member, counts)
    days_before, sum_before = before(member, counts)
    shape, rate = a + sum_before, b + days_before
    return _scored(stats.nbinom.logsf(counts - 1, shape, rate / (rate + 1)), counts)


def amount_tails(member: Whole, amounts: Floats) -> Floats:
    """(R,) −log₁₀ P(an amount of at least this), lognormal; only days with an amount speak of amounts. 0 where the amount is 0."""
    scores = np.zeros(len(amounts))
    some = np.flatnonzero(amounts > 0)
    if len(some) < 2:
        return scores
    logs = np.log1p(amounts[some])
    centre, spread = float(np.median(logs)), _robust_spread(logs)
    days_before, sum_before = before(member[some], logs - centre)
    own = _within(member[some], logs)
    between = max(spread**2 - own**2, (0.1 * spread) ** 2)
    weight = between / (between + own**2 / np.maximum(days_before, 1e-9))
    mean = centre + np.where(days_before > 0, weight * sum_before / np.maximum(days_before, 1), 0.0)
    width = np.sqrt(own**2 + np.where(days_before > 0, 1 / (1 / between + days_before / own**2), between))
    scores[some] = _scored(stats.norm.logsf(logs, mean, width), amounts[some])
    return scores


def _gamma_of(member: Whole, counts: Floats) -> tuple[float, float]:
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


def _scored(log_chance: Floats, values: Floats) -> Floats:
    return np.where(values > 0, np.clip(-log_chance / np.log(10), 0.0, CEILING), 0.0)
