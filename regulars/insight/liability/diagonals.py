"""Did something happen to everybody at once? A campaign or a devaluation shows along a calendar diagonal, and the chain ladder then misleads."""

from dataclasses import dataclass

import numpy as np

from regulars.insight.liability.chain_ladder import Development
from regulars.insight.liability.triangle import Floats, Triangle, Whole

NOTICED = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Diagonals:
    """Per calendar period (D,), the first with anything to compare at 0: what came in ÷ what the factors foresaw, how many standard errors that is from 1, and cells compared."""

    ratio: Floats
    standard_errors: Floats
    cells: Whole

    @property
    def unusual(self) -> Whole:
        """Which diagonals stand out by NOTICED standard errors or more."""
        return np.flatnonzero(np.abs(self.standard_errors) >= NOTICED)


def diagonals(of: Triangle, by: Development) -> Diagonals:
    """Residuals of C(j+1) from f·C(j), each by its age's own spread, summed along each calendar period (Mack 1994, appendix H, asks the same of ranks)."""
    later = of.known[:, 1:]
    before = np.where(later, of.cells[:, :-1], 0.0)
    came = np.where(later, of.cells[:, 1:] - of.cells[:, :-1], 0.0)
    foreseen = before * (by.factors - 1)
    off = np.where(later & (before > 0), (came - foreseen) / np.sqrt(np.where(before > 0, before, 1.0)), 0.0)
    spread = _spread(off, later & (before > 0))
    row, age = np.nonzero(later & (before > 0) & (spread > 0))
    when = row + age
    count = np.bincount(when, minlength=1)
    sums, in_, out = (
        np.bincount(when, of_cell, minlength=1).astype(np.float64)
        for of_cell in (off[row, age] / spread[age], came[row, age], foreseen[row, age])
    )
    return Diagonals(
        np.divide(in_, out, out=np.ones_like(in_), where=out > 0),
        np.divide(sums, np.sqrt(count), out=np.zeros_like(sums), where=count > 0),
        count.astype(np.int64),
    )


def _spread(off: Floats, there: "np.ndarray[tuple[int, int], np.dtype[np.bool_]]") -> Floats:
    """(J−1,) a spread per age that one diagonal alone cannot widen: 1.4826 × the median distance from 0."""
    spread = np.zeros(off.shape[1])
    for age in range(off.shape[1]):
        if there[:, age].sum() > 2:
            spread[age] = 1.4826 * float(np.median(np.abs(off[there[:, age], age])))
    return spread
