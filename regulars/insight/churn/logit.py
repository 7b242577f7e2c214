"""The logit: a sum of terms that can be read, on the logarithm of what is known."""

from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from regulars.insight.churn.features import Features
from regulars.insight.churn.shapes import Flags, Floats

FARTHEST = 6.0


@dataclass(frozen=True, slots=True)
class Logit:
    """P(left) = 1 / (1 + exp(-(intercept + sum of terms))), term = coefficient x standardised log(1 + feature).

    agrees: whether a feature's coefficient points the way the feature alone does; only such a term is told to anybody as a reason.
    """

    names: tuple[str, ...]
    groups: tuple[str, ...]
    centre: Floats
    scale: Floats
    coefficient: Floats
    intercept: float
    agrees: Flags

    def terms(self, features: Features) -> Floats:
        """(members, terms): what each feature adds to the log-odds of leaving, beside the average member."""
        return standardised(features, self.centre, self.scale) * self.coefficient

    def probability(self, features: Features) -> Floats:
        odds = np.exp(-(self.intercept + self.terms(features).sum(axis=1)))
        answer: Floats = 1 / (1 + odds)
        return answer


def logs(features: Features) -> Floats:
    """log(1 + x): amounts and counts of members differ by factors. What came back can make an amount negative; it counts as 0."""
    answer: Floats = np.log1p(np.maximum(features.plain, 0))
    return answer


def standardised(features: Features, centre: Floats, scale: Floats) -> Floats:
    """Six standard deviations are as far as anybody is taken to be: a wholesaler with 500 orders is extreme, not infinite."""
    return np.clip((logs(features) - centre) / scale, -FARTHEST, FARTHEST)


def fit_logit(features: list[Features], left: Flags) -> Logit:
    """Maximum likelihood with a slight ridge (scikit-learn's C = 1). features: one or more cuts; left: their members in the same order."""
    known = np.vstack([logs(each) for each in features])
    centre, scale = known.mean(axis=0), known.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    known = np.clip((known - centre) / scale, -FARTHEST, FARTHEST)
    fitted = LogisticRegression(C=1.0, max_iter=500).fit(known, left)
    coefficient = np.asarray(fitted.coef_[0], np.float64)
    alone = known[left].mean(axis=0) - known[~left].mean(axis=0)
    return Logit(
        features[0].names,
        features[0].groups,
        centre,
        scale,
        coefficient,
        float(fitted.intercept_[0]),
        coefficient * alone > 0,
    )
