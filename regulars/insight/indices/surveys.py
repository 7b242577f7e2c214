"""What members answered, as the field's figures, each with its interval: NPS, CSAT, CES, an ACSI-style index, POMP."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.kit.errors import Invalid, Refused

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Figure:
    """value with its 95 % interval. answers: how many it stands on. se: standard error, in the value's unit."""

    value: float
    low: float
    high: float
    se: float
    answers: int


def nps(promoters: int, passives: int, detractors: int) -> Figure:
    """Net promoter score in -100..100: 100 (p - d), Var = (p + d - (p - d)^2) / n.

    The interval is the score interval for the difference of two shares of one sample (Tango 1998, eq. 5): it stays inside -100..100 and
    does not shrink to nothing when everybody answers alike. Raises Refused without an answer, Invalid for a negative count.
    """
    if min(promoters, passives, detractors) < 0:
        raise Invalid("insight.index.negative_count")
    n = promoters + passives + detractors
    if not n:
        raise Refused("insight.index.no_answers")
    difference = (promoters - detractors) / n
    se = math.sqrt(max((promoters + detractors) / n - difference**2, 0) / n)

    def distance(delta: float) -> float:
        return _tango(promoters, detractors, n, delta)

    low = _root(lambda delta: distance(delta) - Z95, -1.0, difference)
    high = _root(lambda delta: distance(delta) + Z95, difference, 1.0)
    return Figure(100 * difference, 100 * low, 100 * high, 100 * se, n)


def nps_of(answers: Sequence[int]) -> Figure:
    """From answers 0..10 to "would you recommend us?": 9 and 10 promote, 0 to 6 detract. Raises Invalid for any other answer."""
    _within(answers, 0, 10)
    promoters, detractors = sum(each >= 9 for each in answers), sum(each <= 6 for each in answers)
    return nps(promoters, len(answers) - promoters - detractors, detractors)


def csat(answers: Sequence[int]) -> Figure:
    """The share of 4 and 5 among answers 1..5, with Wilson's interval (1927)."""
    _within(answers, 1, 5)
    return share(sum(each >= 4 for each in answers), len(answers))


def ces(answers: Sequence[int]) -> Figure:
    """Customer effort 2.0, "they made it easy": the mean of answers 1..7, higher is easier; normal interval, kept inside 1..7."""
    _within(answers, 1, 7)
    mean = float(np.mean(answers))
    se = float(np.std(answers, ddof=1) / math.sqrt(len(answers))) if len(answers) > 1 else math.nan
    if math.isnan(se):
        return Figure(mean, 1.0, 7.0, 0.0, 1)
    return Figure(mean, max(1.0, mean - Z95 * se), min(7.0, mean + Z95 * se), se, len(answers))


def ces_easy(answers: Sequence[int]) -> Figure:
    """The share of 5, 6 and 7 among answers 1..7."""
    _within(answers, 1, 7)
    return share(sum(each >= 5 for each in answers), len(answers))


def share(times: int, n: int) -> Figure:
    """A share with Wilson's score interval. Raises Refused when n is 0."""
    if not n:
        raise Refused("insight.index.no_answers")
    p, z2 = times / n, Z95**2
    middle, half = (p + z2 / (2 * n)) / (1 + z2 / n), Z95 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Figure(p, max(0.0, middle - half), min(1.0, middle + half), math.sqrt(p * (1 - p) / n), n)


def acsi(means: Sequence[float], weights: Sequence[float] | None = None) -> float:
    """100 * sum of w_i (mean_i - 1) / 9 over items answered 1..10 (satisfaction, expectations met, close to ideal); equal weights if not said.

    Raises Invalid unless every mean lies in 1..10, and the weights are >= 0, as many, and add up to 1.
    """
    if not means or not all(1 <= mean <= 10 for mean in means):
        raise Invalid("insight.index.off_scale", low=1, high=10)
    weights = [1 / len(means)] * len(means) if weights is None else weights
    if len(weights) != len(means) or min(weights) < 0 or abs(sum(weights) - 1) > 1e-9:
        raise Invalid("insight.index.weights")
    return 100 * sum(weight * (mean - 1) / 9 for weight, mean in zip(weights, means, strict=True))


def pomp(values: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """Percent of the maximum possible: 100 (x - low) / (high - low). An answer not given (NaN) stays not given.

    Raises Invalid when the scale has no width, or an answer lies off it.
    """
    given = values[~np.isnan(values)]
    if not low < high or (len(given) and (given.min() < low or given.max() > high)):
        raise Invalid("insight.index.off_scale", low=low, high=high)
    scaled: NDArray[np.float64] = 100 * (values - low) / (high - low)
    return scaled


def _tango(b: int, c: int, n: int, delta: float) -> float:
    """(p - d - delta) over its standard error were delta true; the detractors' share by maximum likelihood under it (Tango's q21)."""
    second, first, last = 2 * n, -b - c + (2 * n - b + c) * delta, -c * delta * (1 - delta)
    q = (math.sqrt(max(first**2 - 4 * second * last, 0)) - first) / (2 * second)
    spread = n * (2 * q + delta * (1 - delta))
    gap = b - c - n * delta
    return 0.0 if abs(gap) < 1e-12 else math.copysign(math.inf, gap) if spread <= 1e-15 else gap / math.sqrt(spread)


def _root(value: Callable[[float], float], low: float, high: float) -> float:
    """Where a falling curve crosses zero, by bisection; an end of the range where it doesn't."""
    if value(low) <= 0:
        return low
    if value(high) >= 0:
        return high
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if value(middle) > 0 else (low, middle)
    return (low + high) / 2


def _within(answers: Sequence[int], low: int, high: int) -> None:
    if not len(answers):
        raise Refused("insight.index.no_answers")
    if not all(float(each).is_integer() and low <= each <= high for each in answers):
        raise Invalid("insight.index.off_scale", low=low, high=high)
