"""Members drawn with known parameters: the fit finds these again, within three of its own standard errors; and what it can't find, it says."""

import numpy as np
import pytest

from regulars.insight.clv.beta_binomial import BgBb
from regulars.insight.clv.beta_geometric import BgNbd, MbgNbd
from regulars.insight.clv.gamma_gamma import GammaGamma
from regulars.insight.clv.histories import Histories, compress
from regulars.insight.clv.pareto_nbd import ParetoNbd

MEMBERS = 6_000


def drawn(model, seed=7):
    """(x, tx, T) of members of a shop open 78 weeks, purchase by purchase."""
    draw = np.random.default_rng(seed)
    x, tx, T = np.zeros(MEMBERS), np.zeros(MEMBERS), draw.uniform(26, 78, MEMBERS)
    rate = draw.gamma(model.r, 1 / model.alpha, MEMBERS)
    if isinstance(model, ParetoNbd):
        leaves = draw.exponential(1, MEMBERS) / draw.gamma(model.s, 1 / model.beta, MEMBERS)
        chance = np.zeros(MEMBERS)
    else:
        leaves, chance = np.full(MEMBERS, np.inf), draw.beta(model.a, model.b, MEMBERS)
    here = draw.random(MEMBERS) >= chance if isinstance(model, MbgNbd) else np.ones(MEMBERS, dtype=bool)
    now = np.zeros(MEMBERS)
    while here.any():
        now = np.where(here, now + draw.exponential(1, MEMBERS) / rate, now)
        bought = here & (now <= np.minimum(T, leaves))
        x[bought] += 1
        tx[bought] = now[bought]
        here = bought & (draw.random(MEMBERS) >= chance)
    return x, tx, T


@pytest.mark.parametrize("model", [BgNbd(0.4, 5.0, 0.8, 2.5), MbgNbd(0.7, 6.0, 0.9, 1.8), ParetoNbd(0.6, 9.0, 0.7, 11.0)], ids=lambda model: model.name)
def test_known_parameters_are_found_again(model) -> None:
    fit = type(model).fit(compress(*drawn(model)))
    assert fit.doubts == ()
    for name, value in model.params.items():
        assert abs(fit.params[name] - value) < 3 * fit.standard_errors[name], name


def test_known_spend_is_found_again() -> None:
    draw = np.random.default_rng(2)
    x = draw.integers(1, 20, MEMBERS)
    spend = draw.gamma(5.0 * x) / x / draw.gamma(4.0, 1 / 20.0, MEMBERS)
    found = GammaGamma.fit(x, spend).fit
    for name, value in {"p": 5.0, "q": 4.0, "gamma": 20.0}.items():
        assert abs(found.params[name] - value) < 3 * found.standard_errors[name], name


def test_known_chances_are_found_again() -> None:
    draw = np.random.default_rng(2)
    takes, leaves = draw.beta(1.2, 0.8, MEMBERS), draw.beta(0.7, 2.8, MEMBERS)
    here = np.cumprod(draw.random((12, MEMBERS)) >= leaves, axis=0)
    bought = here * (draw.random((12, MEMBERS)) < takes)
    x, tx = bought.sum(axis=0), np.where(bought.any(axis=0), 12 - np.argmax(bought[::-1], axis=0), 0)
    fit = BgBb.fit(compress(x, tx, np.full(MEMBERS, 12)))
    for name, value in {"alpha": 1.2, "beta": 0.8, "gamma": 0.7, "delta": 2.8}.items():
        assert abs(fit.params[name] - value) < 3 * fit.standard_errors[name], name


def test_members_who_never_leave_make_a_fit_that_is_flagged() -> None:
    """A year of a grocer's panel: nobody leaves, so nothing says when they would. s and beta run off together."""
    draw = np.random.default_rng(11)
    T = draw.uniform(40, 52, 2_000)
    x = draw.poisson(draw.gamma(3.0, 1 / 3.0, 2_000) * T)
    tx = np.where(x > 0, T * draw.random(2_000) ** (1 / np.maximum(x, 1)), 0.0)
    fit = ParetoNbd.fit(compress(x, tx, T))
    assert [doubt.code for doubt in fit.doubts] in (["insight.clv.at_the_edge"], ["insight.clv.flat"])
    assert np.isfinite(ParetoNbd.of(fit).expected(x, tx, T, 13)).all()


def test_a_large_shop_is_fitted_as_a_small_one_is() -> None:
    """More rows than the rough climb is for: the same peak as without it."""
    x, tx, T = drawn(ParetoNbd(0.6, 9.0, 0.7, 11.0))
    rows = compress(np.tile(x, 5), np.tile(np.round(tx, 1) + np.where(x > 0, 0.01, 0), 5), np.tile(T, 5) + np.repeat(np.arange(5) / 10 + 0.1, MEMBERS))
    assert len(rows.x) > 20_000
    for model in (BgNbd, MbgNbd, ParetoNbd):
        fit = model.fit(rows)
        scale = float(rows.members @ rows.T) / rows.all_members
        value = model.likelihood(rows.x, rows.tx / scale, rows.T / scale, rows.members)
        at = np.array([fit.params[name] / (scale if name in model.in_time else 1) for name in model.names])
        assert np.abs(value(at)[1] * at).max() / rows.all_members < 1e-8


def test_histories_are_said_once_each() -> None:
    ones = np.array([0, 2, 2, 0], dtype=np.int64)
    who = Histories(np.arange(4), ones, ones * 9, np.array([30, 30, 30, 30]), np.zeros(4), np.zeros(4), until=30, period_days=1)
    assert who.rows.members.tolist() == [2, 2]
    assert who.rows.x[who.rows.row_of].tolist() == ones.tolist()
