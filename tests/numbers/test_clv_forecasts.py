"""What the models foresee is what the papers, BTYD's vignette and CLVTools print. Parameters are given, so only the forecast is compared."""

from math import log

import numpy as np
import pytest
from insight.cdnow import HOLDOUT_DAYS, calibration, donations, holdout, sample

from regulars.insight.clv.beta_binomial import BgBb
from regulars.insight.clv.beta_geometric import BgNbd, MbgNbd
from regulars.insight.clv.gamma_gamma import GammaGamma
from regulars.insight.clv.judging import accuracy, judge, track
from regulars.insight.clv.nbd import Nbd
from regulars.insight.clv.pareto_nbd import ParetoNbd
from regulars.insight.clv.value import Discount

BTYD_PARETO = ParetoNbd(0.553, 10.580, 0.606, 11.656)  # printed to three places, so what follows from them agrees to 1e-3
BTYD_BG = BgNbd(0.2425982, 4.4136842, 0.7929899, 2.4261667)
FHL_BG = BgNbd(0.243, 4.414, 0.793, 2.426)


def fitted(model):
    return model.of(model.fit(calibration().rows))


def test_customer_1516_of_btyds_vignette() -> None:
    x, tx, T = 26, 30.85714, 31
    assert BTYD_PARETO.expected(x, tx, T, 52) == pytest.approx([25.45647], rel=1e-4)
    assert BTYD_PARETO.p_alive(x, tx, T) == pytest.approx([0.997874], abs=1e-6)
    assert BTYD_PARETO.expected_of_new(52) == pytest.approx([1.473434], rel=1e-3)
    assert BTYD_BG.expected(x, tx, T, 52) == pytest.approx([25.75659], rel=1e-5)
    assert BTYD_BG.p_alive(x, tx, T) == pytest.approx([0.9688523], rel=1e-6)
    assert BTYD_BG.expected_of_new(52) == pytest.approx([1.444004], rel=1e-5)


def test_the_paradox_of_increasing_frequency() -> None:
    """The more often somebody came before falling silent at 20, the fewer purchases are left in them."""
    x = np.array([10, 15, 20, 25])
    assert BTYD_PARETO.expected(x, 20, 39, 52) == pytest.approx([0.7062289, 0.1442396, 0.02250658, 0.00309267], rel=2e-4)
    assert BTYD_BG.expected(x, 20, 39, 52) == pytest.approx([0.3474606, 0.04283391, 0.004158973, 0.0003583685], rel=1e-5)


def test_hardies_worksheet() -> None:
    """Fader, Hardie and Lee 2005: x = 2, tx = 30.43, T = 38.86."""
    assert FHL_BG.expected(2, 30.43, 38.86, 39) == pytest.approx([1.226], abs=1e-3)
    assert fitted(BgNbd).expected(2, 30.43, 38.86, 39) == pytest.approx([1.2258972], rel=1e-4)
    assert fitted(BgNbd).p_alive(2, 30.43, 38.86) == pytest.approx([0.72660728], rel=1e-4)


def test_discounted_purchases_need_a_discount_per_period() -> None:
    """Fader, Hardie and Lee 2005 (iso-value curves), as computed by BTYD; and the rate per year that CLVTools takes per week, 19 times off."""
    donor = ParetoNbd(0.5629966, 12.559037, 0.4081095, 10.5148048)
    assert donor.discounted([7, 0], [77.86, 0], 77.86, delta=0.0027) == pytest.approx([18.50373834, 0.36475593], rel=1e-7)
    first = ParetoNbd(0.55315, 10.57633, 0.60625, 11.67150)
    x, tx, T = 2, 213 / 7, 272 / 7
    assert first.p_alive(x, tx, T) == pytest.approx([0.86916549], abs=5e-5)
    assert first.expected(x, tx, T, 39) == pytest.approx([1.45532078], rel=2e-4)
    weekly = first.discounted(x, tx, T, delta=log(1.1))
    assert weekly == pytest.approx([0.42509342], rel=2e-4)
    yearly = first.discounted(x, tx, T, delta=log(1.1) / 52)
    assert yearly == pytest.approx([8.15900369], rel=5e-4)  # CLVTools gives five digits of the parameters
    ours = first.discounted(x, tx, T, delta=Discount(0.10).delta(period_days=7))
    assert ours == pytest.approx(yearly, rel=5e-3)  # a year of 365.25 days, not of 52 weeks
    assert ours / weekly > 19


def test_purchases_of_a_new_member_over_time() -> None:
    """BG/NBD, as the tests of lifetimes print it."""
    found = fitted(BgNbd).expected_of_new([0.1429, 1.0, 3.0, 31.8571, 32.0, 78.0])
    assert found == pytest.approx([0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576], abs=6e-5, rel=3e-4)  # its own fit differs in the fifth digit


def test_numbers_that_overflow_elsewhere() -> None:
    """Members with hundreds of purchases: CLVTools, issue 100."""
    model = ParetoNbd(0.5143, 2.8845, 0.2856, 14.1087)
    p = model.p_alive([221, 254, 161, 204], [103.42857, 97.14286, 94.71429, 98.57143], [103.57143, 97.28571, 98, 99.42857])
    assert p == pytest.approx([0.99959605, 0.99955823, 0.74948775, 0.99425508], abs=1e-8)


def test_spend_and_value_of_clvtools_first_customers() -> None:
    spend = GammaGamma(6.2493492, 3.7442563, 15.4443067)
    known = calibration()
    assert spend.expected_spend(known.x[:1], known.spend[:1]) == pytest.approx([24.654031], rel=1e-4)
    per_week = ParetoNbd(0.55315, 10.57633, 0.60625, 11.67150).discounted(2, 213 / 7, 272 / 7, delta=log(1.1))
    assert per_week * 24.654031 == pytest.approx([10.4802666], rel=3e-4)
    assert spend.mean_spend == pytest.approx(35.170499, rel=1e-4)  # Id 10 never came again


def test_clvtools_tenth_customer_who_never_came_again() -> None:
    model, T = ParetoNbd(0.55315, 10.57633, 0.60625, 11.67150), 272 / 7
    assert model.p_alive(0, 0, T) == pytest.approx([0.29515762], rel=2e-4)
    assert model.expected(0, 0, T, 39) == pytest.approx([0.10709042], rel=2e-4)
    dert = model.discounted(0, 0, T, delta=log(1.1))
    assert dert == pytest.approx([0.031280688], rel=2e-4)
    assert dert * 35.170499 == pytest.approx([1.1001574], rel=2e-4)


def test_the_best_fifth_by_expected_purchases_made_most_of_them() -> None:
    """62.9 % of the held-out purchases; ranked by Pareto/NBD's expectation, 39 weeks before."""
    who, made = calibration(), holdout()
    foreseen = fitted(ParetoNbd).expected(who.x, who.tx, who.T, HOLDOUT_DAYS / 7)
    best = np.argsort(-foreseen, kind="stable")[: round(len(foreseen) / 5)]
    assert made[best].sum() / made.sum() == pytest.approx(0.629, abs=0.002)


def test_donors() -> None:
    """BTYD's vignette: 12,884 gifts foreseen over five years, 13,260 made."""
    rows, model = donations(), BgBb(1.203528, 0.749726, 0.656781, 2.783796)
    assert model.expected(rows.x, rows.tx, rows.T, 5) @ rows.members == pytest.approx(12884.138, rel=1e-4)
    assert model.expected([0, 4], [0, 5], 6, 10) == pytest.approx([0.1302169, 3.627858], rel=1e-4)
    assert model.expected_of_new(10) == pytest.approx(3.179805, rel=1e-4)


# BTYD's vignettes; members, made, then what each model foresees of members with 0, 1, … 6 and 7 or more repeat purchases
MEMBERS = [1411, 439, 214, 100, 62, 38, 29, 64]
MADE = [0.237, 0.697, 1.393, 1.560, 2.532, 2.947, 3.862, 6.359]
PARETO = [0.138, 0.600, 1.196, 1.714, 2.399, 2.907, 3.819, 6.403]
BG = [0.2251, 0.5231, 1.0441, 1.5203, 2.1638, 2.6538, 3.5040, 6.1570]


@pytest.mark.parametrize(("model", "foreseen", "near"), [(ParetoNbd, PARETO, 1.1e-3), (BgNbd, BG, 3e-4)])
def test_foreseen_and_made_by_how_often_they_came_before(model, foreseen, near) -> None:
    bins = judge(calibration(), fitted(model), holdout(), HOLDOUT_DAYS).bins
    assert [one.members for one in bins] == MEMBERS
    assert [one.made for one in bins] == pytest.approx(MADE, abs=6e-4)
    assert [one.foreseen for one in bins] == pytest.approx(foreseen, abs=near)
    assert [one.or_more for one in bins] == [False] * 7 + [True]


# weeks 20 to 25, all customers' repeat purchases so far
TRACKED = [1359, 1414, 1484, 1517, 1573, 1672]
PARETO_TRACKED = [1308.856, 1385.275, 1459.923, 1532.906, 1604.32, 1674.253]
BG_TRACKED = [1312.458, 1387.346, 1460.392, 1531.713, 1601.418, 1669.6]


@pytest.mark.parametrize(("model", "foreseen"), [(ParetoNbd, PARETO_TRACKED), (BgNbd, BG_TRACKED)])
def test_weekly_tracking(model, foreseen) -> None:
    member, day, _ = sample()
    found = track(calibration(), fitted(model), member, day, periods=78)
    assert found.made[19:25].tolist() == TRACKED
    assert found.foreseen[19:25] == pytest.approx(foreseen, abs=0.1)
    assert found.made[-1] == 2457 + 1882  # every repeat purchase of the 78 weeks


@pytest.mark.parametrize(
    ("model", "mae", "rmse", "correlation", "bias"),
    [
        (ParetoNbd, 0.75451, 1.60285, 0.63022, -0.115),
        (MbgNbd, 0.76478, 1.60718, 0.62725, -0.162),
        (BgNbd, 0.78545, 1.60798, 0.62565, -0.121),
        (Nbd, 1.04102, 1.860, 0.583, 0.557),
    ],
)
def test_accuracy_on_purchases_never_seen(model, mae, rmse, correlation, bias) -> None:
    found = judge(calibration(), fitted(model), holdout(), HOLDOUT_DAYS)
    assert found.accuracy.mae == pytest.approx(mae, abs=1e-4)
    assert found.accuracy.rmse == pytest.approx(rmse, abs=1e-3)
    assert found.accuracy.correlation == pytest.approx(correlation, abs=1e-3)
    assert found.accuracy.bias == pytest.approx(bias, abs=1e-3)
    assert found.same_rate.mae == pytest.approx(1.02367, abs=1e-4)
    assert found.same_rate.correlation == pytest.approx(0.584, abs=1e-3)
    assert found.beats_same_rate == (model is not Nbd)
    assert [doubt.code for doubt in found.doubts] == ([] if model is not Nbd else ["insight.clv.not_better"])


def test_money_never_seen() -> None:
    """Pareto/NBD times Gamma-Gamma against what was spent: MAE 29.455 dollars, correlation .5720, bias -14.8 %."""
    member, day, cents = sample()
    who = calibration()
    later = day > who.until
    spent = np.bincount(np.searchsorted(who.member, member[later]), cents[later] / 100, minlength=len(who.member))
    assert spent.sum() == pytest.approx(70976.39, abs=0.005)
    spend = GammaGamma.fit(who.x, who.spend).spend
    foreseen = fitted(ParetoNbd).expected(who.x, who.tx, who.T, HOLDOUT_DAYS / 7) * spend.expected_spend(who.x, who.spend)
    found = accuracy(foreseen, spent)
    assert found.mae == pytest.approx(29.455, abs=5e-3)
    assert found.correlation == pytest.approx(0.5720, abs=5e-4)
    assert found.bias == pytest.approx(-0.148, abs=1e-3)
