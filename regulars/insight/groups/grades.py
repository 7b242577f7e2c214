"""What a member leaves over when everything they cost is paid, and a grade A to E of it.

A grade may steer what a shop gives of its own will. It never lowers what a member is entitled to: a return, a warranty, a complaint, their points.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from regulars.insight.churn.shapes import Floats, Ints
from regulars.kit.errors import Invalid, Refused

GRADES = ("A", "B", "C", "D", "E")
COSTS = ("returns", "contacts", "points", "delivery")
FEWEST = 20


@dataclass(frozen=True, slots=True)
class Served:
    """What members brought and cost in one window, (members,) in the currency's smallest unit.

    margin: on what they bought, before the costs below. returns: handling and loss of what came back; contacts: service; points: their cost
    when redeemed; delivery. purchases: purchase days. spread: standard deviation of the margin of a purchase day (0 where there is one).
    """

    margin: Ints
    returns: Ints
    contacts: Ints
    points: Ints
    delivery: Ints
    purchases: Ints
    spread: Floats

    def __post_init__(self) -> None:
        columns = (self.margin, self.returns, self.contacts, self.points, self.delivery, self.purchases, self.spread)
        if len({len(column) for column in columns}) != 1:
            raise Invalid("insight.churn.arrays_differ", lengths=", ".join(str(len(column)) for column in columns))
        if any(len(column) and not column.min() >= 0 for column in columns[1:]):
            raise Invalid("insight.groups.negative_cost")

    @property
    def contribution(self) -> Ints:
        answer: Ints = self.margin - self.returns - self.contacts - self.points - self.delivery
        return answer


@dataclass(frozen=True, slots=True)
class GradeCuts:
    """Frozen: contribution from which a member is A, B, C; below C and not below 0 is D; below 0, E. version: rises with each set."""

    a: float
    b: float
    c: float
    version: int = 1


@dataclass(frozen=True, slots=True)
class Graded:
    """grade: places in ``GRADES``. confidence: chance that another such window gives the same grade, from the member's own spread."""

    contribution: Ints
    grade: Ints
    confidence: Floats


def grade_cuts(served: Served, *, version: int = 1) -> GradeCuts:
    """A: the best fifth of those who leave something over; B: the next three tenths; C: the next three; D: the rest.

    Raises Refused when fewer than 20 leave anything over.
    """
    good = served.contribution[served.contribution >= 0]
    if len(good) < FEWEST:
        raise Refused("insight.groups.too_few_grades", members=len(good), needed=FEWEST)
    a, b, c = (float(np.quantile(good, q)) for q in (0.8, 0.5, 0.2))
    return GradeCuts(a, b, c, version)


def grade(served: Served, cuts: GradeCuts) -> Graded:
    """Everybody's grade and how sure it is.

    The contribution of another window is taken as normal round this one, with variance n x spread^2 (n purchase days). A member with one purchase
    day takes the spread of the shop: the median of spread / mean margin of those with more, times their own margin.
    """
    worth = served.contribution.astype(np.float64)
    edges = np.array([cuts.a, cuts.b, cuts.c, 0.0])
    place = (worth[:, None] < edges[None, :]).sum(axis=1).astype(np.int64)
    n = np.maximum(served.purchases, 1)
    mean = np.abs(served.margin) / n
    several = (served.purchases > 1) & (mean > 0)
    usual = float(np.median(served.spread[several] / mean[several])) if several.any() else 1.0
    error = np.maximum(np.where(served.purchases > 1, served.spread, usual * mean) * np.sqrt(n), 1e-9)
    upper, lower = np.r_[np.inf, edges][place], np.r_[edges, -np.inf][place]
    sure: Floats = norm.cdf((upper - worth) / error) - norm.cdf((lower - worth) / error)
    return Graded(served.contribution, place, sure)
