"""Points by when they were earned and how long after they were redeemed: the triangle everything here is read from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from regulars.kit.errors import Refused

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

COHORTS_AT_LEAST = 3


@dataclass(frozen=True, slots=True, eq=False)
class Triangle:
    """Cumulative points. cells: (N cohorts, J ages), oldest cohort first; NaN where the age has not come yet. issued: (N,) points earned, or None.

    Known cells are the beginning of each row; the oldest cohort is known to the last age, and none is known longer than an older one.
    """

    cells: Floats
    issued: Floats | None = None

    @property
    def known(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.cells)

    @property
    def latest(self) -> Floats:
        """(N,) redeemed so far, of each cohort."""
        return np.asarray(self.cells[np.arange(len(self.cells)), self.known.sum(axis=1) - 1])


def triangle(cells: ArrayLike, issued: ArrayLike | None = None) -> Triangle:
    """A triangle of cumulative figures, looked over.

    Refused ``insight.liability.too_young`` with fewer than COHORTS_AT_LEAST cohorts or ages, ``insight.liability.shape`` when rows are not a triangle's,
    ``insight.liability.negative`` when redeemed points are negative or no numbers (fewer than before is fine: redemptions are cancelled), ``insight.liability.issued`` when more was redeemed than earned.
    """
    table = np.array(cells, np.float64)
    if table.ndim != 2 or min(table.shape) < COHORTS_AT_LEAST:
        raise Refused("insight.liability.too_young", least=COHORTS_AT_LEAST)
    known = ~np.isnan(table)
    lengths = known.sum(axis=1)
    begins = known == (np.arange(table.shape[1]) < lengths[:, None])
    if not begins.all() or (np.diff(lengths) > 0).any() or lengths[0] < table.shape[1] or lengths[-1] == 0:
        raise Refused("insight.liability.shape")
    whole = np.where(known, table, 0.0)
    if not np.isfinite(whole).all() or (whole < 0).any():
        raise Refused("insight.liability.negative")
    made = Triangle(table, None if issued is None else np.asarray(issued, np.float64))
    if made.issued is not None and (
        made.issued.shape != lengths.shape or not np.isfinite(made.issued).all() or (made.latest > made.issued).any()
    ):
        raise Refused("insight.liability.issued")
    return made


@dataclass(frozen=True, slots=True, eq=False)
class Increments:
    """issued: (P,) points earned in each period. cells: (P, P) points of each cohort redeemed at each age, not yet added up."""

    issued: Whole
    cells: Whole

    def __add__(self, other: "Increments") -> "Increments":
        return Increments(self.issued + other.issued, self.cells + other.cells)

    @property
    def triangle(self) -> Triangle:
        periods = len(self.issued)
        cells = np.cumsum(self.cells, axis=1).astype(np.float64)
        cells[np.add.outer(np.arange(periods), np.arange(periods)) >= periods] = np.nan
        return triangle(cells, self.issued)


def from_redemptions(earned: ArrayLike, earned_points: ArrayLike, of: ArrayLike, redeemed: ArrayLike, redeemed_points: ArrayLike, *, now: int) -> Triangle:
    """The triangle of points earned in periods 0…``now`` (whole numbers, e.g. months since the first) and redeemed in later ones."""
    return increments(earned, earned_points, of, redeemed, redeemed_points, now=now).triangle


def increments(earned: ArrayLike, earned_points: ArrayLike, of: ArrayLike, redeemed: ArrayLike, redeemed_points: ArrayLike, *, now: int) -> Increments:
    """earned, earned_points: (E,) period and points of everything earned. of, redeemed, redeemed_points: (R,) earn period, period of redemption, points.

    Anything after ``now`` is not looked at. Age 0 is the earn period itself. Refused ``insight.liability.shape`` when something is redeemed before it is earned.
    """
    when, points = np.asarray(earned, np.int64), np.asarray(earned_points, np.int64)
    cohort, moment = np.asarray(of, np.int64), np.asarray(redeemed, np.int64)
    if (len(when) and when.min() < 0) or (len(cohort) and ((cohort < 0).any() or (moment < cohort).any())):
        raise Refused("insight.liability.shape")
    issued, cells = np.zeros(now + 1, np.int64), np.zeros((now + 1, now + 1), np.int64)
    there, seen = when <= now, moment <= now
    np.add.at(issued, when[there], points[there])
    np.add.at(cells, (cohort[seen], (moment - cohort)[seen]), np.asarray(redeemed_points, np.int64)[seen])
    return Increments(issued, cells)
