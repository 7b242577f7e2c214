"""Where nobody was asked: what members do that goes with two of the four intentions, each by itself, tried out of time, and never taken for an answer.

Cross-buying: of the categories sold in the last year, the share a member bought of. Price tolerance: of what a member paid then, the share paid for lines without a discount.
"""

from typing import Any, NamedTuple

import numpy as np

from regulars.insight.asking import sentences_proxies  # noqa: F401  (registers its words)
from regulars.insight.asking.loyal import loyal
from regulars.insight.asking.models import Models
from regulars.insight.asking.rows import Rows
from regulars.insight.churn.shapes import Floats
from regulars.insight.errors import CannotSay, InWords
from regulars.insight.indices.loyalty import INTENTIONS, SubIndex, gate, sub_index
from regulars.kit.errors import Problem

DAYS, LEAST_CATEGORIES = 365, 3
_PROXIES = ("cross_buy", "price_tolerance")


class Proxy(NamedTuple):
    """value: (members of the tables,) in 0..100, NaN where a member bought nothing that tells it."""

    name: str
    value: Floats


def loyalty_proxies(models: Models) -> Rows:
    """One row a proxy: its mean with interval and coverage, and how well it ranks who bought next, beside the last purchase alone (AUC). Raises CannotSay where there is none."""
    asked, told, rows = _asked(models), list[Problem](), list[tuple[Any, ...]]()
    for name in _PROXIES:
        if name in asked:
            told.append(InWords("insight.proxies.asked", ("proxy",), proxy=f"insight.proxy.{name}"))
            continue
        try:
            index = sub_index(_value(models, name, models.today + 1)[:, None], np.ones(1))
        except Problem as refusal:
            told.append(refusal)
            continue
        auc, recency = None, None
        try:
            verdict = _tried(models, name)
            auc, recency = verdict.index, verdict.recency
            if verdict.cannot_say:
                told.append(InWords("insight.proxies.not_valid", ("proxy",), proxy=f"insight.proxy.{name}", auc=f"{auc:.3f}", recency=f"{recency:.3f}"))
        except Problem as refusal:
            told.append(refusal)
        rows.append((name, _known(index), index.mean, index.low, index.high, index.coverage, auc, recency))
    columns = ("proxy", "members", "value", "low", "high", "coverage", "auc", "recency_auc")
    return Rows(columns, rows, tuple({str(one): one for one in told}.values()), told=(CannotSay("insight.proxies.what"),) if rows else ())


def _asked(models: Models) -> set[str]:
    try:
        return set(INTENTIONS) - set(loyal(models).unasked)
    except Problem:
        return set()


def _known(index: SubIndex) -> int:
    return int(np.count_nonzero(~np.isnan(index.value)))


def _tried(models: Models, name: str) -> Any:
    """As ``loyal.tried``: what was known before a cut alone, on what members did after it."""
    cut = models.leaving.grade.cut
    index = sub_index(_value(models, name, cut)[:, None], np.ones(1))
    known = models.purchases.before(cut)
    last = np.full(len(index.value), np.nan)
    last[known.codes] = cut - 1 - known.day[known.starts[1:] - 1]
    index.value[np.isnan(last)] = np.nan
    bought = np.isin(np.arange(len(index.value)), np.unique(models.days.member[models.days.day >= cut]))
    return gate(index, last, bought)


def _value(models: Models, name: str, cut: int) -> Floats:
    """Of the year before day ``cut``. Raises CannotSay where the orders name too few categories, or no discount."""
    facts, asked = models.facts, {"cut": cut, "days": DAYS}
    if name == "cross_buy":
        (categories,) = facts.one(f"SELECT count(DISTINCT category) {_LINES} AND category <> ''", asked)
        if categories < LEAST_CATEGORIES:
            raise CannotSay("insight.proxies.no_categories", categories=categories, least=LEAST_CATEGORIES)
        sql = f"SELECT member, 100.0 * count(DISTINCT category) / {int(categories)} AS value {_LINES} AND category <> '' GROUP BY member"
    else:
        (discounted,) = facts.one(f"SELECT count(*) {_LINES} AND discount > 0", asked)
        if not discounted:
            raise CannotSay("insight.proxies.no_discounts")
        sql = f"SELECT member, 100.0 * sum(CASE WHEN coalesce(discount, 0) <= 0 THEN amount ELSE 0 END) / sum(amount) AS value {_LINES} GROUP BY member"
    (members,) = facts.one("SELECT count(*) FROM members")
    columns = facts.connection.execute(sql, asked).fetchnumpy()
    value = np.full(members, np.nan)
    value[np.asarray(columns["member"], np.int64)] = np.clip(np.asarray(columns["value"], np.float64), 0, 100)
    return value


_LINES = """FROM lines WHERE amount > 0 AND day < DATE '1970-01-01' + $cut::INTEGER AND day >= DATE '1970-01-01' + ($cut::INTEGER - $days::INTEGER)"""
