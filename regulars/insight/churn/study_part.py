"""What `regulars study` says of leaving and of the five classes: two parts of its document, and what can't be said."""

from dataclasses import dataclass
from typing import Any

from regulars.insight.churn.classes import class_figures, classify, make_cuts
from regulars.insight.churn.cold import cold_forecast, cold_reasons, cold_trial
from regulars.insight.churn.features import Features, Prior, features_at
from regulars.insight.churn.grading import Grade, Trial, judge
from regulars.insight.churn.learning import SMALL, Forecast, Model, foretell, learn
from regulars.insight.churn.lists import ContactList, Realised, contact_list, realised
from regulars.insight.churn.prior import Expecting
from regulars.insight.churn.purchases import Purchases, Signal
from regulars.insight.churn.reasons import GROUPS, Reasons, reasons_for
from regulars.insight.churn.shapes import Floats, Ints, Numbers
from regulars.insight.churn.windows import horizon_of
from regulars.insight.churn.worth import YEAR_DAYS, fit_worth
from regulars.insight.errors import InWords
from regulars.kit.errors import Problem, Refused

CONTACTS_PER_MEMBER = 0.1


@dataclass(frozen=True, slots=True)
class Leaving:
    """The whole answer. members: (n,) codes, beside ``said``, ``margin`` (a year's, smallest unit), ``classes`` and ``reasons``.

    grade and last: as learned one horizon earlier and judged on the days since; model and the rest: as of the last day.
    """

    grade: Grade
    model: Model | None  # none where a model of repeat buying stood in: ``cold``
    said: Forecast
    margin: Floats
    classes: Ints | None
    reasons: Reasons
    contacts: ContactList | None
    last: Realised | None
    document: dict[str, Any]
    cannot_say: tuple[Problem, ...]

    @property
    def members(self) -> Ints:
        return self.said.members


def study_part(
    member: Numbers,
    day: Numbers,
    amount: Numbers,
    *,
    as_of: int,
    signals: tuple[Signal, ...] = (),
    margin: float = 1.0,
    horizon: int | None = None,
    contacts: int | None = None,
    prior: Prior | None = None,
    trees: bool = True,
    numbers: Ints | None = None,
) -> Leaving:
    """Both parts, from one row per member and purchase day.

    member: codes >= 0; day: days since 1970, not after ``as_of``, the last full day; amount: smallest unit. margin: share of the spend that is margin.
    A shop of fewer than ``SMALL`` members goes by Pareto/NBD's expected purchases unless a learned model is clearly better; where too little is known to learn from, by that alone (``cold``).
    contacts: how many can be contacted, a tenth of the members if not said. numbers: the shop's own number of each code. horizon: days, from the shop's own gaps if not said.
    Raises Refused when who is leaving can't be learned; a smaller gap (no LightGBM, no list, too few for classes) is in ``cannot_say``.
    """
    known = Purchases.of(member, day, amount, until=as_of + 1, signals=signals)
    trial, model, features, said, reasons = _by_learning(known, horizon, prior, trees)
    grade, horizon, told = trial.grade, trial.grade.horizon, list(trial.grade.cannot_say)
    yearly, brought = fit_worth(known, horizon).yearly(features, margin=margin), features.rich[:, 0]
    budget = max(1, int(len(known) * CONTACTS_PER_MEMBER)) if contacts is None else contacts
    called, last, classes = None, None, None
    try:
        past = known.before(grade.cut)
        then = fit_worth(past, horizon).yearly(trial.features, margin=margin)
        last = realised(contact_list(trial.forecast, then * horizon / YEAR_DAYS, budget, numbers), known)
        called = contact_list(said, yearly * horizon / YEAR_DAYS, budget, numbers)
    except Problem as refusal:
        told.append(refusal)
    document: dict[str, Any] = {"churn": _churn(grade)}
    try:
        cuts = make_cuts(said.buys, yearly, brought, made_on=known.until)
        classes = classify(cuts, said.buys, yearly, brought)
        document["classes"] = _classes(classes, said.buys, yearly)
    except Problem as refusal:
        told.append(refusal)
    if model is not None and (unheard := tuple(f"churn.reason.{group}" for group in GROUPS if group not in reasons.heard)):
        told.append(InWords("insight.churn.unheard", ("groups",), groups=unheard))
    unique = tuple({(each.code, str(each)): each for each in told}.values())
    return Leaving(grade, model, said, yearly, classes, reasons, called, last, document, unique)


def _by_learning(known: Purchases, horizon: int | None, prior: Prior | None, trees: bool) -> tuple[Trial, Model | None, Features, Forecast, Reasons]:
    """What was learned; or, where too little is known for that and something for Pareto/NBD, what that says."""
    try:
        horizon = horizon_of(known) if horizon is None else horizon
        alone = Expecting() if len(known) < SMALL else None
        trial = judge(known, horizon, prior=prior, alone=alone, trees=trees)
        model = learn(known, horizon, prior=prior, alone=alone, trees=trees)
    except Refused as why:
        trial, days = cold_trial(known, horizon, why)
        return trial, None, features_at(known, known.until), cold_forecast(known, days), cold_reasons(known)
    features = model.at(known, known.until)
    return trial, model, features, foretell(model, features), reasons_for(model, features)


def _churn(grade: Grade) -> dict[str, Any]:
    return {
        "auc": round(grade.model.auc, 4),
        "baseline_auc": round(grade.baseline.auc, 4),
        "brier": round(grade.model.brier, 4) if grade.model.brier is not None else None,
    }


def _classes(classes: Ints, buys: Floats, margin: Floats) -> dict[str, Any]:
    return {
        name: {
            "members": each.members,
            "buy_probability": None if each.buy_probability is None else round(each.buy_probability, 4),
            "margin_share": round(each.margin_share, 4),
        }
        for name, each in class_figures(classes, buys, margin).items()
    }
