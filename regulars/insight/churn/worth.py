"""What a member is expected to bring in the next twelve months, from what members like them brought in a past window.

A log-linear mean of the spend (quasi-Poisson: the mean is right whatever the spread; Gourieroux, Monfort & Trognon 1984) on the logit's own
features. ``insight.clv`` says the same by another road; whoever has it hands its figure in instead.
"""

from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import PoissonRegressor

from regulars.insight.churn.features import Features, features_at
from regulars.insight.churn.learning import MEMBERS_TO_LEARN_FROM
from regulars.insight.churn.logit import FARTHEST, logs, standardised
from regulars.insight.churn.purchases import Purchases
from regulars.insight.churn.shapes import Floats
from regulars.insight.churn.windows import amount_in

YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Worth:
    """Expected spend per day = mean x exp(intercept + terms), in the currency's smallest unit."""

    centre: Floats
    scale: Floats
    coefficient: Floats
    intercept: float
    unit: float

    def yearly(self, features: Features, *, margin: float = 1.0) -> Floats:
        """The next 365 days at the pace of the learned window, times the margin (a share of the spend). (members,), >= 0."""
        terms = standardised(features, self.centre, self.scale) @ self.coefficient
        answer: Floats = np.exp(self.intercept + terms) * self.unit * YEAR_DAYS * margin
        return answer


def fit_worth(known: Purchases, horizon: int) -> Worth:
    """Learned on the last full window of ``known`` (at most 40,000 members). Spend above the 99.9th percentile counts as that much.

    Amounts that came back can make a member's window negative; it counts as 0. Where nobody spent anything, nothing is expected. Raises Refused as ``amount_in``.
    """
    known = known.sample(MEMBERS_TO_LEARN_FROM)
    cut = known.until - horizon
    features = features_at(known, cut)
    spent = np.maximum(amount_in(known, cut, horizon)[0], 0) / horizon
    unit = float(spent.mean())
    capped = np.minimum(spent, np.quantile(spent, 0.999))
    x = logs(features)
    centre, scale = x.mean(axis=0), x.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    if not unit > 0:
        return Worth(centre, scale, np.zeros(len(centre)), 0.0, 0.0)
    fitted = PoissonRegressor(alpha=1e-3, solver="newton-cholesky", max_iter=200)
    fitted.fit(np.clip((x - centre) / scale, -FARTHEST, FARTHEST), capped / unit)
    return Worth(centre, scale, np.asarray(fitted.coef_, np.float64), float(fitted.intercept_), unit)
