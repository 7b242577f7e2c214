"""A value goes with the range it lies in: from the parameters' errors and from chance; where there is none, a sentence says so."""

from dataclasses import replace

import numpy as np
import pytest

from insight.cdnow import HOLDOUT_DAYS, calibration
from regulars.insight.clv.gamma_gamma import GammaGamma
from regulars.insight.clv.histories import Histories
from regulars.insight.clv.pareto_nbd import ParetoNbd
from regulars.insight.clv.ranges import Forecast, Range, ranges
from regulars.insight.clv.value import Discount
from regulars.kit.errors import Problem


def told_of(who: Histories, days: int) -> tuple[Forecast, np.ndarray]:
    spend = GammaGamma.fit(who.x.astype(float), who.spend)
    fit = ParetoNbd.fit(who.rows)
    worth = ParetoNbd.of(fit).expected(who.x, who.tx, who.T, days / 7) * spend.spend.expected_spend(who.x, who.spend)
    return Forecast(ParetoNbd, fit, spend.spend, spend.fit, days, Discount(0.0), 1.0), worth


def drawn(members: int, seed: int, ahead: float = 52.0) -> tuple[Histories, np.ndarray]:
    """Members of a Pareto/NBD shop with gamma spends, seen for 17 to 52 weeks; and what each really spends in the next 52."""
    draw = np.random.default_rng(seed)
    T = np.round(draw.uniform(52 / 3, 52, members) * 7) / 7
    rate, life = draw.gamma(0.6, 1 / 8.0, members), draw.exponential(1, members) / draw.gamma(0.7, 1 / 12.0, members)
    here = np.minimum(life, T)
    x, made = draw.poisson(rate * here), draw.poisson(rate * np.clip(life - T, 0, ahead))
    tx = np.where(x > 0, np.maximum(np.round(here * draw.random(members) ** (1 / np.maximum(x, 1)) * 7), 1), 0)
    level = draw.gamma(4.0, 1 / 15.0, members)
    spend = np.where(x > 0, draw.gamma(5.0 * np.maximum(x, 1)) / level / np.maximum(x, 1), 0.0)
    spent = np.where(made > 0, draw.gamma(5.0 * np.maximum(made, 1)) / level, 0.0)
    who = Histories(np.arange(members), x, tx.astype(np.int64), np.round(T * 7).astype(np.int64), spend, np.zeros(members), until=400, period_days=7)
    return who, spent


def test_what_comes_lies_in_the_range_about_as_often_as_it_says() -> None:
    """By hand over 200 shops of 1,000 members: 96.0 % of all together, 95.2 % of the tenths."""
    held = total = 0
    for seed in range(8):
        who, spent = drawn(500, seed)
        told, worth = told_of(who, 364)
        groups = [np.arange(500), *np.array_split(np.argsort(-worth), 4)]
        for span, group in zip(ranges(who, told, worth, groups), groups, strict=True):
            held += span.low <= spent[group].sum() <= span.high
            total += 1
    assert total == 40 and held >= 36


def test_the_parameters_part_is_what_refitting_redrawn_members_gives() -> None:
    """CDNOW, 39 weeks: 200 bootstrap refits have a standard deviation of 4,295 dollars about 60,152."""
    who = calibration()
    told, worth = told_of(who, HOLDOUT_DAYS)
    (span,) = ranges(who, told, worth, [np.arange(len(worth))])
    assert worth.sum() == pytest.approx(60_449, rel=1e-3)
    assert span.by_parameters == pytest.approx(4_295, rel=0.05)
    assert (span.low, span.high) == pytest.approx((49_993, 70_906), rel=2e-3)  # 70,976.39 were spent


def test_a_sample_stands_for_a_large_shop(monkeypatch: pytest.MonkeyPatch) -> None:
    who, _ = drawn(2_000, 3)
    told, worth = told_of(who, 364)
    groups = list(np.array_split(np.argsort(-worth, kind="stable"), 4))
    exact = ranges(who, told, worth, groups)
    monkeypatch.setattr("regulars.insight.clv.ranges.SAMPLED", 800)
    for one, other in zip(exact, ranges(who, told, worth, groups), strict=True):
        assert other.by_parameters == pytest.approx(one.by_parameters, rel=0.1) and other.by_chance == pytest.approx(one.by_chance, rel=0.2)


def test_where_there_is_no_range_it_is_said_and_none_is_below_nothing() -> None:
    who, _ = drawn(500, 1)
    told, worth = told_of(who, 364)
    whole = [np.arange(500)]
    for without in (replace(told, fit=replace(told.fit, covariance=None)), replace(told, spend=GammaGamma(5.0, 1.8, 15.0))):
        with pytest.raises(Problem) as refused:
            ranges(who, without, worth, whole)
        assert refused.value.code == "insight.clv.no_range"
    (nobody,) = ranges(who, told, worth, [np.array([], dtype=np.int64)])
    (least,) = ranges(who, told, worth, [np.argsort(worth)[:3]])
    assert nobody == Range(0.0, 0.0, 0.0, 0.0) and least.low == 0.0 < least.high
