"""The parts of a study that count what was: base figures, concentration, cohorts, RFM. No model, no guess."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from regulars.insight.errors import CannotSay
from regulars.insight.facts import Facts
from regulars.insight.figures import Figure, figure
from regulars.insight.figures.figure import money_text
from regulars.insight.figures.rfm import Cuts, Rfm, Scores, cuts_of, rfm_of, score
from regulars.kit.errors import Problem

FEW_MEMBERS = 30
LONG_SINCE_DAYS = 28  # without an order, at the end
WHOLESALE_ORDERS, WHOLESALE_SHARE = 100, 0.1


@dataclass
class Base:
    """``document``: the keys kpi, pareto, cohorts, rfm; a figure that can't be said is None there and a sentence in ``cannot_say``."""

    figures: dict[str, Figure]
    document: dict[str, Any]
    rfm: Rfm
    cuts: Cuts | None = None
    scores: Scores | None = None
    cannot_say: list[Problem] = field(default_factory=list)


def base_of(facts: Facts, figures: dict[str, Figure]) -> Base:
    """figures: those computed already, by name; the missing ones are added."""
    base = Base(figures, {}, rfm_of(facts))
    for name in ("kpi", "second_purchase", "concentration", "cohorts"):
        figures.setdefault(name, figure(facts, name))
    kpi, second, share = (_only(figures[name]) for name in ("kpi", "second_purchase", "concentration"))
    base.cannot_say += _limits(facts, kpi, second, share)
    compares = kpi["members"] > 1
    base.document["kpi"] = {
        "members": kpi["members"],
        "orders": int(kpi["orders"]),
        "revenue": money_text(int(kpi["revenue"]), facts.exponent),
        "aov": money_text(kpi["aov"], facts.exponent) if kpi["revenue"] >= 0 else None,
        "frequency": _ratio(kpi["frequency"]),
        "repeat_rate": _ratio(kpi["repeat_rate"]) if compares and facts.days > 1 else None,
        "repurchase_90d": _ratio(second["repurchase_90d"]) if compares else None,
        "median_days_to_second": _ratio(second["median_days"]),
    }
    sound = compares and kpi["revenue"] > 0
    base.document["pareto"] = {name: _ratio(share[name]) if sound else None for name in ("top20_share", "gini")}
    base.document["cohorts"] = cohorts_of(figures["cohorts"])
    base.document["rfm"] = _rfm(base, facts)
    return base


def cohorts_of(found: Figure) -> list[dict[str, Any]]:
    """``[{"cohort": "1997-01", "size": 7846, "active": [1157, 964, …]}]``; one number a month that is over, 0 where nobody came."""
    cohorts: dict[int, dict[str, Any]] = {}
    for born, size, months_after, active, matured in found.rows:
        cohort = cohorts.setdefault(born, {"cohort": f"{born // 12}-{born % 12 + 1:02}", "size": size, "active": [0] * max(matured, 0)})
        if months_after is not None:
            cohort["active"][months_after - 1] = active
    return list(cohorts.values())


def _rfm(base: Base, facts: Facts) -> dict[str, Any]:
    told: dict[str, Any] = {"as_of": facts.as_of.isoformat(), "recency_median": None, "frequency_max": None, "monetary_median": None, "cuts": None}
    rfm = base.rfm
    if len(rfm.member):
        told["recency_median"] = float(np.median(rfm.recency))
        told["frequency_max"] = int(rfm.frequency.max())
        told["monetary_median"] = money_text(float(np.median(rfm.monetary)), facts.exponent)
    try:
        base.cuts = cuts_of(rfm)
        base.scores = score(rfm, base.cuts)
        told["cuts"] = {name: value for name, value in base.cuts.document(facts.exponent).items() if name not in ("method", "made_on")}
    except CannotSay as refusal:
        if len(rfm.member):
            base.cannot_say.append(refusal)
    return told


def _limits(facts: Facts, kpi: dict[str, Any], second: dict[str, Any], share: dict[str, Any]) -> list[Problem]:
    """Everything these orders are too few, too young or too odd for; where there are none, that alone."""
    if facts.is_empty:
        return [CannotSay("insight.no_orders", as_of=facts.as_of.isoformat())]
    if not kpi["members"]:
        (orders,) = facts.one("SELECT count(*) FROM orders")
        return [CannotSay("insight.no_purchases", orders=orders)]
    told: list[Problem] = []
    if kpi["revenue"] < 0:
        told.append(CannotSay("insight.below_zero", revenue=money_text(int(kpi["revenue"]), facts.exponent)))
    elif not share["total"]:
        told.append(CannotSay("insight.nothing_paid"))
    if kpi["members"] == 1:
        told.append(CannotSay("insight.one_member"))
    elif kpi["members"] < FEW_MEMBERS:
        told.append(CannotSay("insight.few_members", members=kpi["members"]))
    if facts.days == 1:
        told.append(CannotSay("insight.one_day", day=facts.as_of.isoformat()))
    elif not second["matured"]:
        told.append(CannotSay("insight.too_young_90", days=facts.days))
    if facts.days > 1 and not second["repeaters"]:
        told.append(CannotSay("insight.nobody_twice"))
    if facts.last_day is not None and (silent := (facts.as_of - facts.last_day).days) >= LONG_SINCE_DAYS:
        told.append(CannotSay("insight.long_since", days=silent, as_of=facts.as_of.isoformat()))
    return told + _wholesaler(facts)


def _wholesaler(facts: Facts) -> list[Problem]:
    most, median, share, members = facts.one("""
        WITH each_member AS (SELECT member, sum(orders) AS orders, sum(amount) AS amount FROM purchase_days GROUP BY member)
        SELECT max(orders)::BIGINT, median(orders), arg_max(amount, orders) * 1.0 / nullif(sum(amount), 0), count(*) FROM each_member""")
    if members < 2 or most < WHOLESALE_ORDERS or (share or 0) < WHOLESALE_SHARE:
        return []
    return [CannotSay("insight.wholesaler", orders=most, median=round(median), share=f"{share or 0:.0%}")]


def _only(found: Figure) -> dict[str, Any]:
    return dict(zip(found.columns, found.rows[0], strict=True))


def _ratio(value: Any) -> float | None:
    return None if value is None else round(float(value), 7)


