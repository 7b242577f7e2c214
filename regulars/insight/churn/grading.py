"""How good the model would have been: learned as of a day in the past, judged on the days after it."""

from dataclasses import dataclass

from regulars.insight.churn.features import Features, Prior
from regulars.insight.churn.learning import Forecast, Model, foretell, learn
from regulars.insight.churn.purchases import Purchases, day_name
from regulars.insight.churn.scores import Reliability, auc, brier, lift_at, reliability
from regulars.insight.churn.shapes import Flags
from regulars.insight.churn.windows import left
from regulars.insight.errors import InWords
from regulars.kit.errors import Problem, Refused


@dataclass(frozen=True, slots=True)
class Score:
    """One way of ranking. brier and lift only where it gives probabilities."""

    name: str
    auc: float
    brier: float | None = None
    lift: float | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """Out of time: learned before ``cut``, judged on [cut, cut + horizon). baseline: the better of recency and -frequency."""

    cut: int
    horizon: int
    members: int
    churn: float
    model: Score
    baseline: Score
    all: tuple[Score, ...]
    plot: tuple[Reliability, ...]
    cannot_say: tuple[Problem, ...]

    @property
    def beats_baseline(self) -> bool:
        return self.model.auc > self.baseline.auc


@dataclass(frozen=True, slots=True)
class Trial:
    """The grade, with what was learned, said and what happened, for whoever judges a list or the classes by it."""

    grade: Grade
    model: Model | None  # none where a model of repeat buying stood in: ``cold``
    features: Features
    forecast: Forecast
    left: Flags


def judge(
    known: Purchases, horizon: int, *, cut: int | None = None, prior: Prior | None = None, alone: Prior | None = None, trees: bool = True
) -> Trial:
    """Learn from what was known at ``cut`` (the last with a full window, if not said) and look at what happened then.

    Raises Refused as ``learn``; also when the window isn't full, or after the cut everybody did the same.
    """
    cut = known.until - horizon if cut is None else cut
    truth = left(known, cut, horizon)
    model = learn(known.before(cut), horizon, prior=prior, alone=alone, trees=trees)
    features = model.at(known, cut)
    said = foretell(model, features)
    plain = {"recency": features.column("recency"), "frequency": -features.column("days")}
    baselines = [Score(name, measured) for name, score in plain.items() if (measured := auc(truth, score)) is not None]
    if not baselines:
        raise Refused("insight.churn.one_outcome", cut=day_name(cut))
    scores = []
    for each in model.fitted:
        score = said.score if each is model.best else each.score(features)
        scores.append(
            Score(each.name, auc(truth, score) or 0.0, brier(truth, each.calibration(score)), lift_at(truth, score))
        )
    mine = scores[model.fitted.index(model.best)]
    baseline = max(baselines, key=lambda each: each.auc)
    told = (*model.cannot_say, *verdict(mine, baseline, float(truth.mean())))
    plot = reliability(truth, said.leaves)
    grade = Grade(cut, horizon, len(truth), float(truth.mean()), mine, baseline, (*baselines, *scores), plot, told)
    return Trial(grade, model, features, said, truth)


def verdict(mine: Score, baseline: Score, churn: float) -> tuple[Problem, ...]:
    """What has to be said of a model that ranks no better than the simplest way, or whose probabilities are worse than telling everybody the share that left.

    churn: that share. Its Brier score, told of everybody, is churn (1 - churn).
    """
    told: tuple[Problem, ...] = ()
    if mine.auc <= baseline.auc:
        facts = {"auc": f"{mine.auc:.3f}", "baseline": f"insight.churn.by.{baseline.name}", "baseline_auc": f"{baseline.auc:.3f}"}
        told += (InWords("insight.churn.not_better", ("baseline",), **facts),)
    plain = churn * (1 - churn)
    if mine.brier is not None and mine.brier > plain:
        told += (Refused("insight.churn.worse_than_share", brier=f"{mine.brier:.3f}", plain=f"{plain:.3f}", share=f"{churn:.0%}"),)
    return told
