"""Which figures have a page, in which group they stand, and what makes their sheet."""

from dataclasses import replace
from typing import NamedTuple

from regulars.console.insight import counted, fairness, modelled, people, shown, trending, worth
from regulars.console.insight.counted import Made
from regulars.console.insight.results import Results
from regulars.console.insight.sheets import Sheet, Words


class Page(NamedTuple):
    group: str
    made: Made
    guide: str = ""


_CHURN, _POINTS = "algorithms/insight/churn.md", "algorithms/insight/liability.md"
_GROUPS, _INDICES = "algorithms/insight/groups.md", "algorithms/insight/indices.md"
_CHANGES = "algorithms/insight/changes.md"
_VALUE, _SHOWN = "algorithms/insight/customer-value.md", "algorithms/insight/recommendations.md"

PAGES: dict[str, Page] = {
    "kpi": Page("base", counted.kpi),
    "months": Page("base", counted.months),
    "moved": Page("base", counted.moved),
    "month_moved": Page("base", counted.moved, _CHANGES),
    "review": Page("base", trending.review, _CHANGES),
    "change_points": Page("base", trending.changes, _CHANGES),
    "programme_moved": Page("base", trending.programme, _CHANGES),
    "retention": Page("again", trending.retention),
    "purchase_steps": Page("again", trending.purchase_steps),
    "returning": Page("again", counted.one_row),
    "active": Page("again", counted.one_row),
    "second_purchase": Page("again", counted.one_row),
    "time_to_second": Page("again", counted.time_to_second),
    "intervals": Page("again", counted.intervals),
    "cohorts": Page("again", counted.cohorts),
    "class_intervals": Page("again", modelled.generic),
    "category_intervals": Page("again", modelled.generic),
    "pareto": Page("who", counted.pareto),
    "classes": Page("who", modelled.classes, _CHURN),
    "class_moves": Page("who", people.class_moves, _CHURN),
    "stability": Page("who", people.stability, _CHURN),
    "stages": Page("who", modelled.stages, _GROUPS),
    "stage_moves": Page("who", people.stage_moves, _GROUPS),
    "grades": Page("who", people.grades, _GROUPS),
    "personas": Page("who", people.personas, _GROUPS),
    "rfm_scores": Page("who", modelled.rfm_scores, _GROUPS),
    "rfm_cuts": Page("who", people.rfm_cuts, _GROUPS),
    "rfe": Page("who", people.rfe, _INDICES),
    "rfe_classes": Page("who", people.rfe_classes, _INDICES),
    "price_fairness": Page("who", fairness.price_fairness, "algorithms/insight/price-fairness.md"),
    "surveys": Page("who", modelled.generic, _INDICES),
    "loyalty": Page("who", people.loyalty, _INDICES),
    "loyalty_weights": Page("who", people.loyalty_weights, _INDICES),
    "loyalty_proxies": Page("who", modelled.generic, _INDICES),
    "churn": Page("next", modelled.churn, _CHURN),
    "last_list": Page("next", counted.one_row, _CHURN),
    "clv": Page("next", modelled.clv, _VALUE),
    "clv_plot": Page("next", worth.clv_plot, _VALUE),
    "clv_tracking": Page("next", worth.clv_tracking, _VALUE),
    "value": Page("next", worth.value, _VALUE),
    "recommendations": Page("next", modelled.recommendations, _SHOWN),
    "slot": Page("next", shown.slot, _SHOWN),
    "pairing": Page("next", modelled.generic, _SHOWN),
    "anomalies": Page("next", modelled.generic, "algorithms/insight/anomalies.md"),
    "liability": Page("points", modelled.liability, _POINTS),
    "liability_triangle": Page("points", modelled.liability_triangle, _POINTS),
    "roll_forward": Page("points", modelled.roll_forward, _POINTS),
    "revenue_schedule": Page("points", modelled.generic, _POINTS),
    "journal_entries": Page("points", modelled.generic, _POINTS),
    "channels": Page("where", counted.place),
    "stores": Page("where", counted.place),
    "categories": Page("where", counted.place),
    "baskets": Page("where", counted.baskets),
    "sent_back": Page("where", counted.one_row),
    "category_pairs": Page("where", trending.pairs),
    "price_groups": Page("where", trending.price_groups),
    "price_classes": Page("where", modelled.generic),
    "price_categories": Page("where", modelled.generic),
    "price_first": Page("where", trending.price_first),
    "points_used": Page("points", counted.one_row),
    "complaints": Page("again", counted.one_row),
}
GROUPS = ("base", "again", "who", "next", "points", "where")
WITHIN = {"concentration": "pareto", "two_periods": "moved", "churn_plot": "churn", "weeks": "change_points", "points_weeks": "change_points", "channel_months": "channels", "category_months": "categories", "programme_steps": "programme_moved", "months_so_far": "months"}  # figures that are told on another's page


def sheet_of(results: Results, words: Words, name: str) -> Sheet | None:
    """None where the last refresh has no such figure. One that can't be said has its sentence and no rows."""
    document = results.figure(name)
    if document is None:
        return None
    page = PAGES.get(name, Page("next", modelled.generic))
    if not document["rows"]:
        return Sheet(document, guide=page.guide)
    return replace(page.made(results, words, document), guide=page.guide)
