"""Margin is money still to come: capped beside for ever, discounted by the year, never turnover."""

from datetime import date

import numpy as np
import pytest

from insight.cdnow import END_OF_CALIBRATION, END_OF_HOLDOUT, calibration, sample
from regulars.insight.clv.gamma_gamma import GammaGamma
from regulars.insight.clv.pareto_nbd import ParetoNbd
from regulars.insight.clv.study_part import study_part
from regulars.insight.clv.value import Discount, score
from regulars.kit.errors import Problem

MODEL, SPEND = ParetoNbd(0.553, 10.578, 0.606, 11.669), GammaGamma(6.25, 3.744, 15.444)


def scored(days=365, per_year=0.1, share=0.3):
    return score(calibration(), MODEL, SPEND, horizon_days=days, discount=Discount(per_year), margin_share=share)


def test_a_longer_horizon_brings_more_and_never_more_than_for_ever() -> None:
    one, five = scored(365), scored(5 * 365)
    assert (one.margin <= five.margin).all() and (five.margin <= five.margin_for_ever).all()
    assert one.margin.sum() < five.margin.sum() < five.margin_for_ever.sum()


def test_margin_is_the_share_of_what_is_paid_and_a_discount_makes_it_less() -> None:
    free = scored(per_year=0.0, share=1.0)
    assert free.margin_for_ever is None
    assert np.abs(free.margin - free.purchases * free.spend).max() <= 0.5001  # rounded to the nearest
    assert scored(share=1.0).margin.sum() < free.margin.sum()
    assert scored(share=0.0).margin.sum() == 0


@pytest.mark.parametrize(
    ("bad", "code"),
    [({"days": 0}, "insight.clv.horizon"), ({"per_year": -0.1}, "insight.clv.discount"), ({"per_year": float("nan")}, "insight.clv.discount"), ({"share": 1.2}, "insight.clv.margin")],
)
def test_what_makes_no_sense_is_refused_by_name(bad, code) -> None:
    with pytest.raises(Problem) as refused:
        scored(**bad)
    assert refused.value.code == code


def test_a_study_of_cdnow_gives_the_published_figures() -> None:
    member, day, cents = sample()
    part = study_part(member=member, day=day, amount=cents, as_of=END_OF_HOLDOUT, until=END_OF_CALIBRATION)
    assert part.cannot_say == ()
    assert part.document["pareto_nbd"]["log_likelihood"] == pytest.approx(-9594.976, abs=1e-3)
    assert part.document["pareto_nbd"]["holdout"]["mae"] == pytest.approx(0.75451, abs=1e-4)
    assert part.document["gamma_gamma"]["params"]["gamma"] == pytest.approx(15.4443, rel=1e-3)  # dollars, from cents
    assert not part.document["nbd"]["holdout"]["beats_same_rate"]


def test_without_a_cut_of_its_own_a_study_judges_on_the_last_half_year() -> None:
    member, day, cents = sample()
    part = study_part(member=member, day=day, amount=cents, as_of=END_OF_HOLDOUT)
    assert part.document["bg_nbd"]["holdout"]["days"] == 181 == (END_OF_HOLDOUT - date(1997, 12, 31).toordinal())


def test_a_forecast_tried_on_a_single_day_says_how_little_that_is() -> None:
    member, day, cents = sample()
    short = study_part(member=member, day=day, amount=cents, as_of=END_OF_HOLDOUT, until=END_OF_HOLDOUT - 1)
    (told,) = [one for one in short.cannot_say if one.code == "insight.clv.short_holdout"]
    assert short.document["bg_nbd"]["holdout"]["days"] == 1 and told.facts["purchases"] < 30
    assert [told.sentence(language)[:4] for language in ("en", "zh-Hans", "zh-Hant")] == ["only", "截止日之", "截止日之"]
