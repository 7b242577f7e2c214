"""``answer``: any figure or model by its name, as one ``Figure``."""

from collections.abc import Callable

from regulars.insight.asking import (  # noqa: F401  (the sentences register titles and formulas)
    costs,
    fairness,
    loyal,
    people,
    points,
    portraits,
    proxies,
    said,
    scored,
    sentences,
    sentences_people,
    trends,
    unusual,
    visiting,
    worth,
)
from regulars.insight.asking.models import Models
from regulars.insight.asking.rows import Rows
from regulars.insight.errors import CannotSay
from regulars.insight.figures import NAMES as OF_ORDERS
from regulars.insight.figures import OF_THE_JOURNAL, Figure, figure
from regulars.insight.figures.figure import NoSuchFigure, sql_of
from regulars.insight.liability import sentences as liability_sentences  # noqa: F401
from regulars.insight.review.months import month_moved
from regulars.insight.review.reviewing import review
from regulars.kit.errors import Problem

MODELS: dict[str, Callable[[Models], Rows]] = {
    "rfm_scores": scored.rfm_scores,
    "rfm_cuts": scored.rfm_cuts,
    "stability": scored.stability,
    "classes": people.classes,
    "class_moves": people.class_moves,
    "churn": people.churn,
    "churn_plot": people.churn_plot,
    "leaving": people.leaving_list,
    "last_list": people.last_list,
    "moved": said.moved,
    "month_moved": month_moved,
    "change_points": trends.changes,
    "programme_moved": trends.programme_moved,
    "price_classes": trends.price_classes,
    "class_intervals": trends.class_intervals,
    "clv": worth.clv,
    "clv_plot": worth.clv_plot,
    "clv_tracking": worth.clv_tracking,
    "value": worth.value,
    "stages": people.stages,
    "stage_moves": scored.stage_moves,
    "grades": costs.grades,
    "personas": portraits.personas,
    "rfe": visiting.rfe_scores,
    "rfe_classes": visiting.rfe_classes,
    "liability": points.liability,
    "liability_triangle": points.liability_triangle,
    "roll_forward": points.roll,
    "revenue_schedule": points.revenue_schedule,
    "journal_entries": points.journal_entries,
    "anomalies": unusual.anomalies,
    "surveys": said.surveys,
    "loyalty": loyal.loyalty,
    "loyalty_weights": loyal.loyalty_weights,
    "loyalty_proxies": proxies.loyalty_proxies,
    "pairing": said.pairing,
    "recommendations": said.recommendations,
    "review": lambda models: review(models, lambda name: answer(models, name)),
    "slot": said.slot,
    "price_fairness": fairness.price_fairness,
}
FIGURES = (*OF_ORDERS, *OF_THE_JOURNAL)
NAMES = (*FIGURES, *MODELS)
KEPT = tuple(name for name in NAMES if name not in ("rfm", "leaving", "price_members"))  # with a refresh; those are lists of members


MARGINED = frozenset({"classes", "value", "grades", "leaving"})  # figures that speak of margin


BY_MONTH = ("review", "month_moved")


def review_of(models: Models, month: str) -> Figure:
    """The review of another month; what does not ask for a month is worked out once. Raises nothing: what can't be said is in the figure."""
    whole, asked = models.answers, models.month
    models.answers, models.month = {name: one for name, one in whole.items() if name not in BY_MONTH}, month
    try:
        return answer(models, "review")
    finally:
        whole.update({name: one for name, one in models.answers.items() if name not in BY_MONTH})
        models.answers, models.month = whole, asked


def check_name(name: str) -> None:
    """Raises NoSuchFigure, which lists them all."""
    if name not in NAMES:
        raise NoSuchFigure(name=name[:40], known=", ".join(NAMES))


def answer(models: Models, name: str) -> Figure:
    """The figure; where it can't be said, it has no rows and the reason. Raises NoSuchFigure."""
    check_name(name)
    if name not in models.answers:
        models.answers[name] = _answer(models, name)
    found: Figure = models.answers[name]
    return found


def _answer(models: Models, name: str) -> Figure:
    facts = models.facts
    try:
        if name in FIGURES:
            return figure(facts, name)
        found = MODELS[name](models)
    except Problem as refusal:
        found = Rows((), [], (refusal,), sql_of(name) if name in FIGURES else "")
    told = found.told
    if name in MARGINED and found.rows:
        share = models.settings.margin
        told = (*told, CannotSay("insight.margin.unknown") if share is None else CannotSay("insight.margin.said", share=f"{100 * share:g}%"))
    return Figure(name, found.sql, found.columns, tuple(found.rows), facts.first_day, facts.as_of, facts.exponent, facts.currency, found.cannot_say, told)
