"""From a score to a probability: of a hundred members of whom it says 0.7, seventy leave."""

from dataclasses import dataclass

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from regulars.insight.churn.shapes import Flags, Floats

ENOUGH_FOR_STEPS = 1_000


@dataclass(frozen=True, slots=True)
class Calibration:
    """``isotonic``: a staircase (Zadrozny & Elkan 2002), linear between its corners. ``platt``: a logistic curve of the log-odds (Platt 1999)."""

    kind: str
    score: Floats
    probability: Floats
    slope: float = 1.0
    intercept: float = 0.0

    def __call__(self, score: Floats) -> Floats:
        if self.kind == "isotonic":
            answer: Floats = np.interp(score, self.score, self.probability)
        else:
            answer = 1 / (1 + np.exp(-(self.slope * log_odds(score) + self.intercept)))
        return answer


def calibrate(left: Flags, score: Floats, *, stairs: bool = True) -> Calibration:
    """Isotonic with a thousand of each outcome, Platt's curve with fewer. score: in 0..1, rising with the chance of leaving.

    stairs=False: always the curve; where one snapshot taught the model too, a staircase would follow its accidents at both ends.
    """
    if stairs and min(np.count_nonzero(left), np.count_nonzero(~left)) >= ENOUGH_FOR_STEPS:
        steps = IsotonicRegression(out_of_bounds="clip").fit(score, left)
        return Calibration("isotonic", np.asarray(steps.X_thresholds_), np.asarray(steps.y_thresholds_, np.float64))
    curve = LogisticRegression(C=1e6).fit(log_odds(score)[:, None], left)
    nothing = np.empty(0)
    return Calibration("platt", nothing, nothing, float(curve.coef_[0, 0]), float(curve.intercept_[0]))


def log_odds(probability: Floats) -> Floats:
    inside = np.clip(probability, 1e-6, 1 - 1e-6)
    answer: Floats = np.log(inside / (1 - inside))
    return answer
