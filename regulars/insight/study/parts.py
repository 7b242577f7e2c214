"""The models' parts of a study. Each takes arrays of the facts and gives its part, or the reason why it can't be said."""

from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from typing import Any, Protocol

from regulars.insight.errors import CannotSay
from regulars.insight.facts import Facts, PurchaseDays
from regulars.insight.facts.facts import day_number
from regulars.insight.figures.figure import Sayable
from regulars.kit.errors import Problem
from regulars.kit.periods import MICROSECONDS

LONGEST_HOLDOUT_DAYS = 91  # of the baskets that judge "buy again"; a fifth of what has been watched, if that is less


class Part(Protocol):
    """A room's answer: its part of the document, and what it can't say."""

    document: dict[str, Any]
    cannot_say: tuple[Sayable, ...]


def _room(module: str, told: list[Sayable]) -> Callable[..., Any] | None:
    """The room's ``study_part``. None, and a sentence, where the libraries it stands on are not installed."""
    try:
        part: Callable[..., Any] = import_module(f"regulars.insight.{module}").study_part
    except ImportError as missing:
        told.append(CannotSay("insight.not_installed", room=module.split(".")[0], missing=missing.name or module))
        return None
    return part


def clv_of(facts: Facts, days: PurchaseDays, until: date | None, period_days: int, told: list[Sayable]) -> Part | None:
    """Fits of all purchase days, or of those up to ``until``, judged on the days after."""
    clv_part = _room("clv.study_part", told)
    if clv_part is None:
        return None
    try:
        part: Part = clv_part(
            member=days.member,
            day=days.day,
            amount=days.amount,
            as_of=day_number(facts.as_of),
            until=day_number(until) if until else None,
            period_days=period_days,
            exponent=facts.exponent,
        )
    except Problem as refusal:
        told.append(refusal)
        return None
    told.extend(part.cannot_say)
    return part


def leaving_of(facts: Facts, days: PurchaseDays, told: list[Sayable]) -> Part | None:
    """Who will not come, and the five classes."""
    churn_part = _room("churn.study_part", told)
    if churn_part is None:
        return None
    try:
        signals = import_module("regulars.insight.happened").signals_of(facts)
        leaving: Part = churn_part(days.member, days.day, days.amount, as_of=day_number(facts.as_of), signals=signals)
    except Problem as refusal:
        told.append(refusal)
        return None
    told.extend(leaving.cannot_say)
    return leaving


def buy_again_of(facts: Facts, until: date | None, told: list[Sayable]) -> dict[str, Any]:
    """The part ``buy_again``, judged on each member's first basket after ``until``; {} when it can't be judged."""
    recommend_part = _room("recommend.study", told)
    if recommend_part is None:
        return {}
    cut = until or facts.as_of - timedelta(days=min(LONGEST_HOLDOUT_DAYS, facts.days // 5))
    try:
        coded = import_module("regulars.insight.asking.coding").coded_of(facts).coded
        part, refusals = recommend_part(coded.baskets, cut=(day_number(cut) + 1) * 86_400 * MICROSECONDS)
    except Problem as refusal:
        told.append(refusal)
        return {}
    told.extend(refusals)
    return dict(part.get("buy_again", {}))

