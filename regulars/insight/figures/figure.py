"""One figure: what was asked, of whom, over which days, and the rows that came out."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from regulars.insight.errors import CannotSay
from regulars.insight.facts import Facts
from regulars.insight.figures import sentences, trend_sentences  # noqa: F401  (registers titles, formulas and denominators)
from regulars.insight.figures.limits import limits_of
from regulars.kit.errors import Invalid
from regulars.kit.formats import day
from regulars.kit.money import text_of
from regulars.kit.phrases import known_codes, say

NAMES = (
    "kpi", "returning", "second_purchase", "time_to_second", "concentration", "pareto", "cohorts", "rfm", "months", "two_periods",
    "channels", "stores", "categories", "baskets", "intervals", "active", "sent_back",
    "weeks", "purchase_steps", "retention", "channel_months", "category_months", "price_groups", "price_categories", "price_first", "price_members",
    "category_pairs", "category_intervals", "months_so_far",
)  # fmt: skip
OF_THE_JOURNAL = ("points_used", "points_weeks", "complaints", "programme_steps")  # read ``point_moves``, ``happenings``: order files have none
MONEY = frozenset({"sold", "revenue", "undone", "aov", "amount", "total", "monetary", "median_amount", "margin", "margin_low", "margin_high", "margin_for_ever", "at_stake", "for_points", "recognised", "liability", "debit", "credit", "moved", "moved_low", "moved_high", "margin_before", "cost_returns", "cost_contacts", "cost_points", "cost_delivery", "mean_amount"})  # columns in the smallest unit


class Sayable(Protocol):
    """What can be told in a reader's language: a refusal, a doubt."""

    def sentence(self, language: str) -> str: ...


class NoSuchFigure(Invalid):
    code = "insight.no_such_figure"


@dataclass(frozen=True)
class Figure:
    """rows: as the SQL gave them, money in the smallest unit. The words come from ``title``, ``formula`` … in a reader's language."""

    name: str
    sql: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    first_day: date | None
    as_of: date
    exponent: int
    currency: str
    cannot_say: tuple[Sayable, ...] = ()
    told: tuple[Sayable, ...] = ()  # what has to be known beside the rows; nothing is missing

    def title(self, language: str) -> str:
        return say(f"insight.figure.{self.name}", {}, language)

    def formula(self, language: str) -> str:
        return say(f"insight.figure.{self.name}.formula", {}, language)

    def denominator(self, language: str) -> str:
        return say(f"insight.figure.{self.name}.of", {}, language)

    def window(self, language: str) -> str:
        code = "insight.window.none" if self.first_day is None else f"insight.window.{_WINDOWS.get(self.name, 'all')}"
        return say(code, {"first": day(self.first_day, language), "as_of": day(self.as_of, language)}, language)

    def records(self, language: str = "en") -> list[dict[str, Any]]:
        """Rows ready for JSON and CSV: money as decimal text, days as ISO text, evidence as a sentence."""
        return [
            {name: _plain(name, value, self.exponent, language) for name, value in zip(self.columns, row, strict=True)} for row in self.rows
        ]

    def sentences(self, language: str) -> list[str]:
        """What can't be said; each once."""
        return list(dict.fromkeys(one.sentence(language) for one in self.cannot_say))

    def notes(self, language: str) -> list[str]:
        return [one.sentence(language) for one in self.told]

    def document(self, language: str) -> dict[str, Any]:
        return {
            "name": self.name,
            "title": self.title(language),
            "formula": self.formula(language),
            "window": self.window(language),
            "denominator": self.denominator(language),
            "currency": self.currency,
            "as_of": self.as_of.isoformat(),
            "sql": self.sql,
            "rows": self.records(language),
            "cannot_say": self.sentences(language),
            "told": self.notes(language),
        }


_WINDOWS = {"returning": "year", "two_periods": "halves", "active": "quarter", "sent_back": "year", "moved": "halves", "points_used": "year", "complaints": "year", "price_fairness": "half_year"}


_EMPTY = {  # what it means that a figure has no rows, where that is no accident
    "points_used": "insight.liability.no_points", "points_weeks": "insight.liability.no_points", "complaints": "insight.complaints.not_told",
    "programme_steps": "insight.steps.nobody", "price_members": "insight.price.no_discounts", "price_groups": "insight.price.no_discounts", "price_categories": "insight.price.no_discounts",
    "price_first": "insight.price.no_discounts", "category_pairs": "insight.categories.no_pairs", "category_intervals": "insight.categories.no_gaps",
    "weeks": "insight.weeks.none", "retention": "insight.retention.no_period",
}  # fmt: skip
_BESIDE = {"price_first": "insight.price.association", "programme_steps": "insight.steps.no_awareness"}  # what has to be known beside the rows


def figure(facts: Facts, name: str) -> Figure:
    """Run the figure's SQL over the tables. Raises NoSuchFigure; CannotSay ``insight.needs_snapshot`` for a figure of the journal without one."""
    sql = sql_of(name)
    if name in OF_THE_JOURNAL and not getattr(facts, "manifest", None):
        raise CannotSay("insight.needs_snapshot")
    asked = facts.connection.execute(sql)
    columns = tuple(column[0] for column in asked.description or ())
    rows = tuple(asked.fetchall())
    code = _BESIDE.get(name) if rows else _EMPTY.get(name)
    if name == "programme_steps" and rows and any(dict(zip(columns, row, strict=True))["saw_offer"] is not None for row in rows):
        code = None
    limits = limits_of(facts, name, has_rows=bool(rows)) if name in NAMES else ()
    cannot_say = limits if limits and not rows else (*limits, *((CannotSay(code),) if code else ()))
    return Figure(name, sql, columns, rows, facts.first_day, facts.as_of, facts.exponent, facts.currency, cannot_say)


@cache
def sql_of(name: str) -> str:
    if name not in NAMES and name not in OF_THE_JOURNAL:
        raise NoSuchFigure(name=name[:40], known=", ".join((*NAMES, *OF_THE_JOURNAL)))
    return files("regulars.insight").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def money_text(minor: float | int | None, exponent: int) -> str | None:
    """A sum, or an average of sums (rounded half up to the smallest unit), as a decimal text."""
    if minor is None:
        return None
    whole = int(minor) if isinstance(minor, int) else int(abs(minor) + 0.5) * (-1 if minor < 0 else 1)
    return text_of(whole, exponent)


def _spoken(facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What was done (``kind``) in the reader's words."""
    code = f"insight.anomalies.kind.{facts.get('kind')}"
    return {**facts, "kind": say(code, {}, language)} if code in known_codes() else dict(facts)


def _plain(name: str, value: Any, exponent: int, language: str) -> Any:
    if hasattr(value, "sentence"):
        return value.sentence(language)
    if isinstance(value, dict):
        return {key: _plain(key, one, exponent, language) for key, one in value.items()}
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, list):
        return ("; " if language == "en" else "；").join(say(one.code, _spoken(one.facts, language), language) for one in value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if name in MONEY:
        return money_text(value if isinstance(value, int | float) else int(value), exponent)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | float) else float(value)
