"""The range of what is to come, by drawing histories that might have been. England & Verrall, British Actuarial Journal 8 (2002), appendix 3 (over-dispersed Poisson)."""

from dataclasses import dataclass

import numpy as np

from regulars.insight.liability.chain_ladder import development
from regulars.insight.liability.triangle import Floats, Triangle
from regulars.kit.errors import Refused


@dataclass(frozen=True, slots=True, eq=False)
class Range:
    """draws: (S,) points still to come, with the chance of the future in it. expected: (S,) without it, the estimate's own doubt alone."""

    draws: Floats
    expected: Floats
    dispersion: float

    @property
    def mean(self) -> float:
        return float(self.draws.mean())

    @property
    def sd(self) -> float:
        return float(self.draws.std(ddof=1))

    def interval(self, level: float) -> tuple[float, float]:
        """The middle ``level`` (e.g. 0.95) of the draws."""
        low, high = np.quantile(self.draws, [(1 - level) / 2, (1 + level) / 2])
        return float(low), float(high)


def bootstrap(of: Triangle, *, draws: int = 2000, seed: int = 42) -> Range:
    """Residuals of the fitted triangle are dealt out anew, the factors computed again, and the future drawn (gamma, variance = dispersion × mean). Same seed, same range.

    Residuals are widened for the 2J − 1 numbers that were fitted. Raises Refused ``insight.liability.too_young`` when nothing is left to tell chance by.
    """
    by = development(of)
    known = of.known
    ends = of.latest * by.to_ultimate[known.sum(axis=1) - 1]
    fitted = _increments(ends[:, None] / by.to_ultimate)
    seen = _increments(of.cells)
    residual = np.divide(seen - fitted, np.sqrt(np.abs(fitted)), out=np.zeros_like(fitted), where=fitted > 0)[known]
    freedom = int(known.sum()) - sum(known.shape) + 1
    if freedom <= 0:
        raise Refused("insight.liability.too_young", least=3)
    dispersion = float((residual**2).sum() / freedom)
    pool = residual * np.sqrt(known.sum() / freedom)
    rng = np.random.default_rng(seed)
    drawn = np.zeros((draws, *fitted.shape))
    drawn[:, known] = fitted[known] + rng.choice(pool, (draws, int(known.sum()))) * np.sqrt(np.abs(fitted[known]))
    future = np.maximum(0.0, _futures(np.cumsum(drawn, axis=2), known)[:, ~known])
    expected = future.sum(axis=1)
    if dispersion > 0:
        future = np.where(future > 0, rng.gamma(np.maximum(future, 1e-12) / dispersion, dispersion), 0.0)
    return Range(future.sum(axis=1), expected, dispersion)


def _futures(cumulative: Floats, known: "np.ndarray[tuple[int, int], np.dtype[np.bool_]]") -> Floats:
    """(S, N, J) expected increments of every cell, each draw by its own factors."""
    later = known[:, 1:]
    before = (cumulative[:, :, :-1] * later).sum(axis=1)
    after = (cumulative[:, :, 1:] * later).sum(axis=1)
    factors = np.divide(after, before, out=np.ones_like(after), where=before > 0)
    full = cumulative.copy()
    for age in range(1, known.shape[1]):
        missing = ~known[:, age]
        full[:, missing, age] = full[:, missing, age - 1] * factors[:, age - 1][:, None]
    return np.diff(full, axis=2, prepend=0.0)


def _increments(cumulative: Floats) -> Floats:
    return np.diff(cumulative, axis=1, prepend=0.0)
