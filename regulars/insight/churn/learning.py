"""A model of who will not come in the next H days, learned from what was known at one day.

``learn`` is handed ``purchases.before(cut)`` and makes its own earlier cuts from it. It can't be handed the answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from regulars.insight.churn.calibrating import Calibration, calibrate
from regulars.insight.churn.features import Features, Prior, features_at
from regulars.insight.churn.logit import Logit, fit_logit
from regulars.insight.churn.prior import NAME, ByPrior
from regulars.insight.churn.purchases import Purchases, day_name, part_of
from regulars.insight.churn.scores import auc
from regulars.insight.churn.shapes import Flags, Floats, Ints
from regulars.insight.churn.trees import Trees, fit_trees
from regulars.insight.churn.windows import Timetable, left, timetable_of
from regulars.kit.errors import Problem, Refused

ENOUGH_OUTCOMES = 50
MEMBERS_TO_LEARN_FROM = 40_000
SMALL, CLEARLY = 2_000, 0.02  # a smaller shop goes by the prior alone, unless a learned model ranks the calibration window clearly better (AUC)


@dataclass(frozen=True, slots=True)
class Calibrated:
    """name: ``logit``, ``lightgbm`` or, of a prior alone, ``pareto_nbd``. auc: on the calibration snapshot, which its model has not seen.

    known_until: what it was learned from is known up to here. It scores nobody of an earlier day, whose answer it would know: Refused.
    """

    name: str
    model: Logit | Trees | ByPrior
    calibration: Calibration
    auc: float
    known_until: int

    def score(self, features: Features) -> Floats:
        if features.cut < self.known_until:
            raise Refused("insight.churn.cut_was_learned", cut=day_name(features.cut), until=day_name(self.known_until))
        return self.model.probability(features)

    def probability(self, features: Features) -> Floats:
        return self.calibration(self.score(features))


@dataclass(frozen=True, slots=True)
class Model:
    """best: the one that ranked the calibration snapshot better (see ``SMALL``). logit: always there, for the reasons. cannot_say: what was missing."""

    timetable: Timetable
    known_until: int
    fitted: tuple[Calibrated, ...]
    best: Calibrated
    logit: Logit
    prior: Prior | None
    cannot_say: tuple[Problem, ...]
    alone: Prior | None = None

    def at(self, known: Purchases, cut: int) -> Features:
        return _features(known, cut, self.timetable.horizon, self.prior, self.alone)


@dataclass(frozen=True, slots=True)
class Forecast:
    """members: (n,) codes. leaves: calibrated P(no purchase in the horizon). score: finer than ``leaves``, for ranking only."""

    cut: int
    horizon: int
    members: Ints
    leaves: Floats
    score: Floats

    @property
    def buys(self) -> Floats:
        return 1 - self.leaves


def learn(known: Purchases, horizon: int, *, prior: Prior | None = None, alone: Prior | None = None, trees: bool = True) -> Model:
    """Fit logit and trees on several past cuts of ``known`` and calibrate both on the most recent full window.

    prior: expected purchases as one more feature. alone: expected purchases as a ranking of its own, which a small shop goes by (``SMALL``).
    Learns from at most 40,000 members (always the same ones). With room for one snapshot only, the halves of the members calibrate each other.
    Raises Refused when what is known is too short, or fewer than 50 members stayed away, or bought, in the calibration window.
    """
    is_small = len(known) < SMALL
    known = known.sample(MEMBERS_TO_LEARN_FROM)
    timetable = timetable_of(known, horizon)
    target = left(known, timetable.calibrate, horizon)
    gone = int(np.count_nonzero(target))
    if min(gone, len(target) - gone) < ENOUGH_OUTCOMES:
        cut, ends = day_name(timetable.calibrate), day_name(timetable.calibrate + horizon)
        raise Refused(
            "insight.churn.too_few_outcomes",
            cut=cut,
            ends=ends,
            left=gone,
            bought=len(target) - gone,
            needed=ENOUGH_OUTCOMES,
        )
    snapshots = [features_at(known, cut, horizon=horizon, prior=prior) for cut in timetable.train]
    answers = [left(known, cut, horizon) for cut in timetable.train]
    recent = _features(known, timetable.calibrate, horizon, prior, alone)
    both = [
        pair for pair in zip(snapshots, answers, strict=True) if min(pair[1].sum(), (~pair[1]).sum()) >= ENOUGH_OUTCOMES
    ]
    told: list[Problem] = []
    fitted = [_fit("logit", fit_logit, both, recent, target, known.until)]
    if trees:
        try:
            fitted.append(_fit("lightgbm", fit_trees, both, recent, target, known.until))
        except Refused as refusal:
            told.append(refusal)
    readable = fitted[0].model
    assert isinstance(readable, Logit)
    if alone is not None:
        score = ByPrior().probability(recent)
        fitted.append(Calibrated(NAME, ByPrior(), calibrate(target, score), auc(target, score) or 0.5, known.until))
    best = max(fitted, key=lambda each: each.auc + (CLEARLY if is_small and each.name == NAME else 0.0))
    return Model(timetable, known.until, tuple(fitted), best, readable, prior, tuple(told), alone)


def _features(known: Purchases, cut: int, horizon: int, prior: Prior | None, alone: Prior | None) -> Features:
    found = features_at(known, cut, horizon=horizon, prior=prior)
    if alone is None:
        return found
    return replace(found, expected=alone(known if known.until == cut else known.before(cut), horizon))


def forecast(model: Model, known: Purchases, cut: int) -> Forecast:
    """Everybody's probability as of the start of day ``cut``. Raises Refused as ``foretell``."""
    return foretell(model, model.at(known, cut))


def foretell(model: Model, features: Features) -> Forecast:
    """The same of features that are at hand. Raises Refused when their cut lies before the model's own last day of learning."""
    score = model.best.score(features)
    horizon = model.timetable.horizon
    return Forecast(features.cut, horizon, features.members, model.best.calibration(score), score)


Fit = Callable[[list[Features], Flags], Logit | Trees]


def _fit(name: str, fit: Fit, train: list[tuple[Features, Flags]], recent: Features, target: Flags, known_until: int) -> Calibrated:
    if train:
        model = fit([features for features, _ in train], np.concatenate([answers for _, answers in train]))
        score = model.probability(recent)
    else:
        model, score = fit([recent], target), _crossed(fit, recent, target)
    return Calibrated(name, model, calibrate(target, score, stairs=bool(train)), auc(target, score) or 0.5, known_until)


def _crossed(fit: Fit, recent: Features, target: Flags) -> Floats:
    """Each half of the members scored by a model of the other half."""
    score, half = np.empty(len(target)), part_of(recent.members, 2) == 0
    for mine in (half, ~half):
        score[mine] = fit([_part(recent, ~mine)], target[~mine]).probability(_part(recent, mine))
    return score


def _part(features: Features, chosen: Flags) -> Features:
    return Features(
        features.cut,
        features.members[chosen],
        features.plain[chosen],
        features.rich[chosen],
        features.names,
        features.groups,
    )
