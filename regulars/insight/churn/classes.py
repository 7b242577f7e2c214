"""The five classes: high, mid, potential, churn risk, dormant.

Cut on the calibrated chance of buying in the next H days and on the margin expected in a year, not on scores of the past: whoever bought
much long ago is not "high". The cut points are frozen for a quarter and carry a number, so that a move is the member's, not the ruler's.
"""

from dataclasses import dataclass

import numpy as np

from regulars.insight.churn.shapes import Floats, Ints
from regulars.kit.errors import Invalid, Refused

NAMES = ("high", "mid", "potential", "churn_risk", "dormant")
HIGH, MID, POTENTIAL, CHURN_RISK, DORMANT = range(5)
FEWEST = 50


@dataclass(frozen=True, slots=True)
class Cuts:
    """Frozen cut points. floor: below this chance of buying, dormant. risk: below it, and with a past worth keeping, churn risk.

    past, high, mid: smallest unit. made_on: the day (since 1970) they were made as of. version: rises with each set.
    """

    floor: float
    risk: float
    past: float
    high: float
    mid: float
    made_on: int
    version: int = 1


def make_cuts(buys: Floats, margin: Floats, past: Floats, *, made_on: int, version: int = 1) -> Cuts:
    """Cut points from everybody as of one day. buys: P(buy in H). margin: expected in a year. past: what each has brought. All (members,).

    risk: the shop's mean chance of buying; floor: two fifths of it; past: the 60th percentile;
    high: the top 20 % of the margin; mid: the next 30 %. Raises Refused with fewer than 50 members or no margin at all, Invalid for numbers that are none.
    """
    _check(buys, margin, past)
    if len(buys) < FEWEST:
        raise Refused("insight.classes.too_few", members=len(buys), needed=FEWEST)
    if not margin.sum() > 0:
        raise Refused("insight.classes.no_margin")
    mean = float(buys.mean())
    sixty, half, eighty = (
        float(np.quantile(past, 0.6)),
        float(np.quantile(margin, 0.5)),
        float(np.quantile(margin, 0.8)),
    )
    return Cuts(0.4 * mean, mean, sixty, eighty, half, made_on, version)


def classify(cuts: Cuts, buys: Floats, margin: Floats, past: Floats) -> Ints:
    """Everybody's class, as a place in ``NAMES``. The first that fits: dormant, churn risk, high, mid, potential."""
    _check(buys, margin, past)
    asked = [buys < cuts.floor, (past >= cuts.past) & (buys < cuts.risk), margin >= cuts.high, margin >= cuts.mid]
    answer: Ints = np.select(asked, [DORMANT, CHURN_RISK, HIGH, MID], POTENTIAL).astype(np.int64)
    return answer


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """One class: its members, their mean chance of buying, their share of the margin expected in a year (of everybody's)."""

    members: int
    buy_probability: float | None
    margin_share: float


def class_figures(classes: Ints, buys: Floats, margin: Floats) -> dict[str, ClassFigures]:
    """By name, in the order of ``NAMES``; a class without members has no probability."""
    whole = float(margin.sum())
    answer = {}
    for place, name in enumerate(NAMES):
        mine = classes == place
        chance = float(buys[mine].mean()) if mine.any() else None
        answer[name] = ClassFigures(int(mine.sum()), chance, float(margin[mine].sum()) / whole if whole > 0 else 0.0)
    return answer


def _check(buys: Floats, margin: Floats, past: Floats) -> None:
    if not len(buys) == len(margin) == len(past):
        raise Invalid("insight.churn.arrays_differ", lengths=f"{len(buys)}, {len(margin)}, {len(past)}")
    if not (np.all(np.isfinite(margin)) and np.all(np.isfinite(past)) and margin.min(initial=0) >= 0):
        raise Invalid("insight.classes.no_worth")
    if not (np.all(buys >= 0) and np.all(buys <= 1)):
        raise Invalid("insight.classes.no_probability")
