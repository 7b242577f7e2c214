"""How good a ranking and a probability were, once the window is over."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from regulars.insight.churn.shapes import Flags, Floats


def auc(left: Flags, score: Floats) -> float | None:
    """How often somebody who left was ranked above somebody who stayed; a tie counts half. None when all did the same.

    Mann & Whitney (1947): (rank sum of the leavers - n(n + 1)/2) / (leavers x stayers).
    """
    leavers = int(np.count_nonzero(left))
    stayers = len(left) - leavers
    if not leavers or not stayers:
        return None
    return float((rankdata(score)[left].sum() - leavers * (leavers + 1) / 2) / (leavers * stayers))


def brier(left: Flags, probability: Floats) -> float:
    """Mean squared distance of the probabilities from what happened (Brier 1950): 0 is perfect."""
    return float(np.mean((probability - left) ** 2))


def lift_at(left: Flags, score: Floats, share: float = 0.1) -> float | None:
    """How many times more leavers the top ``share`` of the ranking holds than everybody does. None when nobody left."""
    if not left.any():
        return None
    top = np.argsort(-score, kind="stable")[: max(1, round(share * len(left)))]
    return float(left[top].mean() / left.mean())


@dataclass(frozen=True, slots=True)
class Reliability:
    """One tenth of the members by probability: how many, what was said on average, what happened."""

    members: int
    said: float
    happened: float


def reliability(left: Flags, probability: Floats, tenths: int = 10) -> tuple[Reliability, ...]:
    """Said beside happened, by tenths of the probability; the calibration plot."""
    parts = np.array_split(np.argsort(probability, kind="stable"), min(tenths, len(left)))
    return tuple(Reliability(len(part), float(probability[part].mean()), float(left[part].mean())) for part in parts)
