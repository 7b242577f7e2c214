"""Pareto/NBD inside churn: the purchases it expects are a feature of the learned models, and the model by itself where a shop is too small or too young for them."""

import numpy as np

from regulars.insight.churn.features import Features
from regulars.insight.churn.purchases import Purchases
from regulars.insight.churn.shapes import Floats
from regulars.insight.clv.histories import Histories, histories
from regulars.insight.clv.pareto_nbd import ParetoNbd
from regulars.kit.errors import Problem

NAME = "pareto_nbd"
TAUGHT_BY = 20_000  # members; as many fit four parameters to three digits
WEEK = 7


class ByPrior:
    """Ranks by the purchases expected of a member (``Features.expected``): fewer, more likely to leave."""

    def probability(self, features: Features) -> Floats:
        if features.expected is None:
            raise ValueError("these features were made without expected purchases")
        answer: Floats = 1 / (1 + features.expected)
        return answer


class Expecting:
    """Purchases each member is expected to make in [until, until + horizon), by a Pareto/NBD fitted to what is known; each cut is fitted once.

    Where none can be fitted (nobody came twice): as many as at the rate so far. One instance is for one history.
    """

    def __init__(self) -> None:
        self._fitted: dict[int, ParetoNbd | None] = {}

    def __call__(self, past: Purchases, horizon: int) -> Floats:
        who = histories_of(past)
        model = self._model(past)
        if model is None:
            return np.asarray(np.where(who.T_days > 0, who.x / np.maximum(who.T_days, 1), 0.0) * horizon)
        rows = who.rows
        return np.asarray(model.expected(rows.x, rows.tx, rows.T, horizon / WEEK)[rows.row_of])

    def _model(self, past: Purchases) -> ParetoNbd | None:
        if past.until not in self._fitted:
            try:
                self._fitted[past.until] = fitted(past)
            except Problem:
                self._fitted[past.until] = None
        return self._fitted[past.until]


def expected_purchases(past: Purchases, horizon: int) -> Floats:
    """As ``Expecting``, for one cut."""
    return Expecting()(past, horizon)


def chance_of_leaving(past: Purchases, horizon: int) -> Floats:
    """P(no purchase in the horizon) of each member. Raises CannotSay as ``ParetoNbd.fit``."""
    rows = histories_of(past).rows
    return np.asarray(1 - fitted(past).buys_within(rows.x, rows.tx, rows.T, horizon / WEEK)[rows.row_of])


def fitted(past: Purchases) -> ParetoNbd:
    return ParetoNbd.of(ParetoNbd.fit(histories_of(past.sample(TAUGHT_BY)).rows))


def histories_of(past: Purchases) -> Histories:
    member = np.repeat(past.codes, np.diff(past.starts))
    return histories(member, past.day, past.amount, until=past.until - 1)
