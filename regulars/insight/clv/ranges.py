"""How sure a sum of values is: where it lies 95 times in 100, if members go on as the model has them.

Two things make it unsure, and their variances add up: the parameters are estimates (delta method, on the likelihood's second derivatives), and members do by chance
more or less than is expected of them. That the model itself may be wrong is in neither: what it foresaw of held-out days stands beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from regulars.insight.clv.arrays import Floats, Whole
from regulars.insight.clv.fitting import Fit
from regulars.insight.clv.gamma_gamma import GammaGamma, counted
from regulars.insight.clv.histories import Histories
from regulars.insight.clv.repeat_buying import RepeatBuying
from regulars.insight.clv.value import Discount
from regulars.insight.errors import CannotSay

SAMPLED = 20_000  # members, evenly spaced, stand for the rest
STEP = 1e-3  # of a log parameter
NORMAL_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Range:
    """In the unit amounts came in; low >= 0. ``by_parameters``, ``by_chance``: the two standard errors that make it."""

    low: float
    high: float
    by_parameters: float
    by_chance: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the ranges are of: a model, its fit, the fit of spend, and the horizon, as in ``value.score``."""

    kind: type[RepeatBuying]
    fit: Fit
    spend: GammaGamma
    spend_fit: Fit
    horizon_days: int
    discount: Discount
    margin_share: float


def ranges(who: Histories, told: Forecast, value: Floats | Whole, groups: list[Whole]) -> list[Range]:
    """The range of each group's sum of ``value`` (members,). groups: places in ``who``.

    Raises CannotSay ``insight.clv.no_range`` where the likelihood has no proper peak, or spends differ so much that they have no variance.
    """
    if told.fit.covariance is None or told.spend_fit.covariance is None:
        raise CannotSay("insight.clv.no_range", model=told.fit.model)
    looked_at = [_some(group, SAMPLED // max(len(groups), 1)) for group in groups]
    places = np.concatenate(looked_at)
    ends = np.cumsum([0, *(len(part) for part in looked_at)])
    params = np.log(np.array([*told.fit.params.values(), told.spend.p, told.spend.q, told.spend.gamma]))
    worth = _worth(who, told, places)
    at_peak = worth(params)
    steps = np.eye(len(params)) * STEP
    slopes = [(worth(params + step) - worth(params - step)) / (2 * STEP) for step in steps]
    joint = _joint(np.asarray(told.fit.covariance), np.asarray(told.spend_fit.covariance))
    chance = _chance(who, told, places, at_peak)
    found = []
    for group, (low, high) in zip(groups, pairwise(ends.tolist()), strict=True):
        total = float(value[group].sum())
        whole = float(at_peak[low:high].sum())
        slope = np.array([float(one[low:high].sum()) for one in slopes]) * (total / whole if whole > 0 else 0.0)
        by_parameters = float(np.sqrt(np.maximum(slope @ joint @ slope, 0.0)))
        by_chance = float(np.sqrt(chance[low:high].sum() * len(group) / max(high - low, 1)))
        reach = NORMAL_95 * float(np.hypot(by_parameters, by_chance))
        found.append(Range(max(total - reach, 0.0), total + reach, by_parameters, by_chance))
    return found


def _some(group: Whole, most: int) -> Whole:
    if len(group) <= most:
        return group
    return group[np.linspace(0, len(group) - 1, most).astype(np.int64)]


def _joint(ours: Floats, spend: Floats) -> Floats:
    """One covariance of both fits, which know nothing of each other."""
    both = np.zeros((len(ours) + len(spend),) * 2)
    both[: len(ours), : len(ours)], both[len(ours) :, len(ours) :] = ours, spend
    return both


def _worth(who: Histories, told: Forecast, places: Whole) -> Callable[[Floats], Floats]:
    """Log parameters -> what each of ``places`` is worth."""
    rows, which = np.unique(who.rows.row_of[places], return_inverse=True)
    x, tx, T = who.rows.x[rows], who.rows.tx[rows], who.rows.T[rows]
    times, spent = who.x[places].astype(np.float64), who.spend[places]
    delta, periods = told.discount.delta(who.period_days), told.horizon_days / who.period_days
    of_purchases = len(told.fit.params)

    def worth(params: Floats) -> Floats:
        numbers = np.exp(params).tolist()
        purchases = told.kind(*numbers[:of_purchases]).discounted(x, tx, T, delta=delta, periods=periods)[which]
        return np.asarray(purchases * GammaGamma(*numbers[of_purchases:]).expected_spend(times, spent) * told.margin_share)

    return worth


def _chance(who: Histories, told: Forecast, places: Whole, worth: Floats) -> Floats:
    """Variance of what each of ``places`` will bring, at most: as if whoever is there at the end of the horizon had been there throughout.

    N purchases of a rate that is gamma(r + x, alpha + T): E[N²] ≤ E[N] (1 + t (r + x + 1) / (alpha + T)). Amounts: gamma, of a mean that is an inverse gamma.
    """
    model, spend = told.kind.of(told.fit), told.spend
    rows, periods = who.rows, told.horizon_days / who.period_days
    at = rows.row_of[places]
    x, tx, T = rows.x[at], rows.tx[at], rows.T[at]
    params = model.params
    times = model.expected(x, tx, T, periods)
    squared = times * (1 + periods * (params["r"] + x + 1) / (params["alpha"] + T))
    spent = who.spend[places]
    used = counted(x, spent)
    a, b = spend.q + np.where(used, spend.p * x, 0.0), spend.gamma + np.where(used, x * spent, 0.0)
    if (a <= 2).any():
        raise CannotSay("insight.clv.no_range", model="Gamma-Gamma")
    mean, about = spend.p * b / (a - 1), b**2 / ((a - 1) * (a - 2))
    variance = times * spend.p * about + squared * spend.p**2 * about - (times * mean) ** 2
    scale = np.divide(worth, times * mean, out=np.zeros_like(worth), where=times * mean > 0)
    return np.asarray(np.maximum(variance, 0.0) * scale**2)
