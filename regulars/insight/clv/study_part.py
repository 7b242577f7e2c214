"""The part ``"clv"`` of a study: every model with its parameters, how it did on purchases it never saw, and what can't be said."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from regulars.insight.clv.arrays import Floats, Whole
from regulars.insight.clv.beta_geometric import BgNbd, MbgNbd
from regulars.insight.clv.fitting import Doubt, Fit
from regulars.insight.clv.gamma_gamma import GammaGamma
from regulars.insight.clv.histories import Histories, bought_between, histories
from regulars.insight.clv.judging import Judgement, judge, track
from regulars.insight.clv.nbd import Nbd
from regulars.insight.clv.pareto_nbd import ParetoNbd
from regulars.insight.clv.repeat_buying import RepeatBuying
from regulars.insight.errors import CannotSay
from regulars.kit.errors import Problem

MODELS: dict[str, type[RepeatBuying]] = {"pareto_nbd": ParetoNbd, "mbg_nbd": MbgNbd, "bg_nbd": BgNbd, "nbd": Nbd}
LEAST_MEMBERS, LEAST_REPEATERS = 30, 10
LONGEST_HOLDOUT_DAYS = 182
LEAST_HELD_OUT = 30  # purchases: a mean error over fewer is mostly luck


@dataclass(frozen=True)
class Part:
    """``document``: ready for JSON, no NaN in it; empty when nothing can be said. ``cannot_say``: each with ``sentence(language)``.

    fits: of everything up to ``until`` (up to ``as_of`` where no cut was asked for), by name, for whoever scores members with them.
    """

    document: dict[str, Any]
    cannot_say: tuple[Problem | Doubt, ...]
    fits: dict[str, Fit]


def study_part(*, member: Whole, day: Whole, amount: Whole, as_of: int, until: int | None = None, period_days: int = 7, exponent: int = 2) -> Part:
    """Fit and judge every model.

    member, day, amount: purchase days as ``Facts.purchase_days`` gives them: whole numbers, amounts in the currency's smallest unit.
    as_of: the last day known. until: the last day a model may see; what came after it, through ``as_of``, judges it.
    Without ``until`` the parameters are of everything, and a cut of its own (the last third, half a year at most) judges.
    Parameters count in periods of ``period_days`` and in whole units of a currency of ``exponent`` decimals.
    """
    member, day = np.asarray(member, dtype=np.int64), np.asarray(day, dtype=np.int64)
    money = np.asarray(amount, dtype=np.float64) / 10**exponent
    try:
        who = _enough(histories(member, day, money, until=as_of if until is None else until, period_days=period_days))
    except Problem as refusal:
        return Part({}, (refusal,), {})
    said: dict[str, Any] = {}
    fits: dict[str, Fit] = {}
    unsaid: list[Problem | Doubt] = []
    judged = _judged_on(who, member, day, money, as_of, until, unsaid)
    for name, kind in MODELS.items():
        try:
            fits[name] = fit = kind.fit(who.rows)
            unsaid += fit.doubts
            said[name] = {**_fit(fit), "holdout": None}
            if judged:
                cut, made = judged
                model = kind.of(fit if cut is who else kind.fit(cut.rows))
                found = judge(cut, model, made, as_of - cut.until)
                unsaid += found.doubts if kind is not Nbd else ()
                said[name]["holdout"] = _holdout(found, cut, model, member, day, as_of)
        except Problem as refusal:
            unsaid.append(refusal)
    try:
        spend = GammaGamma.fit(who.x.astype(np.float64), who.spend)
        fits["gamma_gamma"] = spend.fit
        unsaid += spend.fit.doubts
        said["gamma_gamma"] = {**_fit(spend.fit), "correlation": spend.correlation}
    except Problem as refusal:
        unsaid.append(refusal)
    return Part(said, tuple(unsaid), fits)


def _enough(who: Histories) -> Histories:
    repeaters = int((who.x > 0).sum())
    if who.T_days.max() == 0:
        raise CannotSay("insight.clv.too_short")
    if len(who.x) < LEAST_MEMBERS or repeaters < LEAST_REPEATERS:
        raise CannotSay("insight.clv.too_few", members=len(who.x), repeaters=repeaters, least_members=LEAST_MEMBERS, least_repeaters=LEAST_REPEATERS)
    return who


def _judged_on(
    who: Histories, member: Whole, day: Whole, money: Floats, as_of: int, until: int | None, unsaid: list[Problem | Doubt]
) -> tuple[Histories, Whole] | None:
    """Histories up to a cut, and what each bought after it; None with a word why not."""
    try:
        cut = who
        if until is None:
            held_out = min(LONGEST_HOLDOUT_DAYS, int(who.T_days.max()) // 3)
            cut = _enough(histories(member, day, money, until=as_of - held_out, period_days=who.period_days))
        made = bought_between(cut, member, day, after=cut.until, through=as_of)
        if as_of <= cut.until or not made.any():
            raise CannotSay("insight.clv.no_holdout")
        if made.sum() < LEAST_HELD_OUT:
            unsaid.append(Doubt("insight.clv.short_holdout", {"days": as_of - cut.until, "purchases": int(made.sum()), "least": LEAST_HELD_OUT}))
    except Problem as refusal:
        unsaid.append(refusal)
        return None
    return cut, made


def _fit(fit: Fit) -> dict[str, Any]:
    return {
        "params": dict(fit.params),
        "standard_errors": None if fit.standard_errors is None else dict(fit.standard_errors),
        "log_likelihood": fit.log_likelihood,
        "members": fit.members,
        "degenerate": fit.is_degenerate,
    }


def _holdout(found: Judgement, cut: Histories, model: RepeatBuying, member: Whole, day: Whole, as_of: int) -> dict[str, Any]:
    first = cut.until - int(cut.T_days.max())
    tracked = track(cut, model, member, day, periods=max((as_of - first) // cut.period_days, 1))
    return {
        "days": found.holdout_days,
        "members": found.members,
        "purchases": found.purchases,
        **asdict(found.accuracy),
        "same_rate": asdict(found.same_rate),
        "beats_same_rate": found.beats_same_rate,
        "bins": [asdict(one) for one in found.bins],
        "tracking": {"made": tracked.made.tolist(), "foreseen": tracked.foreseen.tolist(), "cut_after": (cut.until - first) // cut.period_days},
    }
