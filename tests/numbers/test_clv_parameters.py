"""Parameters, log-likelihoods and standard errors of CDNOW and of the donors are the published ones.

Sources: Fader, Hardie and Lee 2005 and 2005 (BG/NBD; Pareto/NBD and Gamma-Gamma); Fader, Hardie and Shang 2010 (donations); the tests of CLVTools, lifetimes and
BTYDplus and the vignette of BTYD. Tolerances: log-likelihood 1e-3; r, alpha 1e-4; the other parameters lie on a flat ridge, 1e-2.
"""

import pytest
from insight.cdnow import calibration, donations, holdout

from regulars.insight.clv.beta_binomial import BgBb
from regulars.insight.clv.beta_geometric import BgNbd, MbgNbd
from regulars.insight.clv.gamma_gamma import GammaGamma
from regulars.insight.clv.nbd import Nbd
from regulars.insight.clv.pareto_nbd import ParetoNbd

TIGHT, RIDGE = 1e-4, 1e-2


def test_the_data_are_the_published_ones() -> None:
    who = calibration()
    assert (len(who.x), who.x.sum(), (who.x == 0).sum(), (who.spend > 0).sum()) == (2357, 2457, 1411, 946)
    assert holdout().sum() == 1882
    assert (who.tx_days[0], who.T_days[0]) == (213, 272)  # FHL's first customer: tx 30.43, T 38.86 weeks


@pytest.mark.parametrize(
    ("model", "log_likelihood", "params", "ridge"),
    [
        (BgNbd, -9582.429, {"r": 0.2425945, "alpha": 4.4136019}, {"a": 0.7929199, "b": 2.4258881}),
        (MbgNbd, -9582.1357, {"r": 0.52484356, "alpha": 6.1830928}, {"a": 0.89138778, "b": 1.6140483}),
        (ParetoNbd, -9594.976, {"r": 0.55328, "alpha": 10.5777}, {"s": 0.60625, "beta": 11.67150}),
        (Nbd, -9763.6576, {"r": 0.38476588, "alpha": 12.072014}, {}),
    ],
)
def test_models_of_repeat_buying_on_cdnow(model, log_likelihood, params, ridge) -> None:
    fit = model.fit(calibration().rows)
    assert fit.log_likelihood == pytest.approx(log_likelihood, abs=1e-3)
    assert {name: fit.params[name] for name in params} == pytest.approx(params, rel=TIGHT)
    assert {name: fit.params[name] for name in ridge} == pytest.approx(ridge, rel=RIDGE)
    assert fit.members == 2357
    assert fit.doubts == ()


@pytest.mark.parametrize(
    ("model", "errors"),
    [
        (BgNbd, {"r": 0.01256, "alpha": 0.37822, "a": 0.18573, "b": 0.70541}),
        (ParetoNbd, {"r": 0.0476264, "alpha": 0.8427222, "s": 0.1872594, "beta": 6.2105448}),
    ],
)
def test_standard_errors_are_those_of_clvtools(model, errors) -> None:
    assert model.fit(calibration().rows).standard_errors == pytest.approx(errors, rel=1e-3)


def test_spend_on_cdnow() -> None:
    found = GammaGamma.fit(calibration().x, calibration().spend)
    assert found.fit.log_likelihood == pytest.approx(-4055.9177, abs=1e-3)
    assert found.fit.params == pytest.approx({"p": 6.2493492, "q": 3.7442563, "gamma": 15.4443067}, rel=1e-3)
    assert found.correlation == pytest.approx(0.1139, abs=1e-4)  # FHL 2005 print 0.11


def test_chances_of_the_donors() -> None:
    fit = BgBb.fit(donations())
    assert fit.log_likelihood == pytest.approx(-33225.58, abs=5e-3)
    assert fit.params == pytest.approx({"alpha": 1.203528, "beta": 0.749726, "gamma": 0.656781, "delta": 2.783796}, rel=RIDGE)
    assert fit.members == 11104
