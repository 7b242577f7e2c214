"""Where a shop is too small or too young to learn who leaves: a model of repeat buying says it alone, judged on the last window like any other.

Tamaddoni, Stakhovych & Ewing 2016, Journal of Service Research: with small bases probability models foretell best.
"""

import numpy as np

from regulars.insight.churn.features import features_at
from regulars.insight.churn.grading import Grade, Score, Trial, verdict
from regulars.insight.churn.learning import Forecast
from regulars.insight.churn.prior import NAME, chance_of_leaving
from regulars.insight.churn.purchases import Purchases
from regulars.insight.churn.reasons import GROUPS, Reasons
from regulars.insight.churn.scores import auc, brier, lift_at, reliability
from regulars.insight.churn.windows import SHORTEST_DAYS, left
from regulars.kit.errors import Problem, Refused

HELPED = ("insight.churn.too_young", "insight.churn.too_few_outcomes")
LEAST_MEMBERS, LEAST_OUTCOMES = 30, 10


def cold_trial(known: Purchases, horizon: int | None, why: Problem) -> tuple[Trial, int]:
    """The trial of the last window, and its horizon (four weeks where the shop's gaps say none yet).

    why: the refusal to learn; raised again where this model can't be judged either: under 30 members, or 10 who left, or 10 who bought.
    """
    if why.code not in HELPED:
        raise why
    horizon = SHORTEST_DAYS if horizon is None else horizon
    cut = known.until - horizon
    if cut - known.first_day < 2 * horizon:
        raise why
    truth = left(known, cut, horizon)
    gone = int(np.count_nonzero(truth))
    if len(truth) < LEAST_MEMBERS or min(gone, len(truth) - gone) < LEAST_OUTCOMES:
        raise why
    try:
        said = cold_forecast(known.before(cut), horizon)
    except Problem:
        raise why from None
    features = features_at(known, cut)
    plain = {"recency": features.column("recency"), "frequency": -features.column("days")}
    baselines = [Score(name, auc(truth, score) or 0.5) for name, score in plain.items()]
    baseline = max(baselines, key=lambda one: one.auc)
    mine = Score(NAME, auc(truth, said.leaves) or 0.5, brier(truth, said.leaves), lift_at(truth, said.leaves))
    told: tuple[Problem, ...] = (why, Refused("insight.churn.cold_start"), *verdict(mine, baseline, float(truth.mean())))
    grade = Grade(cut, horizon, len(truth), float(truth.mean()), mine, baseline, (*baselines, mine), reliability(truth, said.leaves), told)
    return Trial(grade, None, features, said, truth), horizon


def cold_forecast(past: Purchases, horizon: int) -> Forecast:
    """Everybody's P(no purchase) in the horizon after all that is known. Raises CannotSay as ``ParetoNbd.fit``."""
    leaves = chance_of_leaving(past, horizon)
    return Forecast(past.until, horizon, past.codes, leaves, leaves)


def cold_reasons(past: Purchases) -> Reasons:
    """One group can be told without a learned model: drifted away, by how much longer a member is silent than is their rhythm (the shop's, of who came once)."""
    features = features_at(past, past.until)
    gap, times = features.column("gap"), features.column("days")
    usual = float(np.median(gap[times > 1])) if (times > 1).any() else 0.0
    own = np.maximum(np.where(times > 1, gap, usual), 1.0)
    strength = np.zeros((len(past), len(GROUPS)))
    strength[:, 0] = np.maximum(np.log(np.maximum(features.column("recency"), 1.0) / own), 0.0)
    return Reasons(features.members, ("recency",), strength, np.zeros((len(past), len(GROUPS)), np.int64), GROUPS[:1])
