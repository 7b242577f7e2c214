"""Triangles and what is read from them: by hand."""

import numpy as np
import pytest

from regulars.insight.liability.bootstrap import bootstrap
from regulars.insight.liability.chain_ladder import (
    bornhuetter_ferguson,
    cape_cod,
    cape_cod_rate,
    chain_ladder,
    development,
    mack_error,
)
from regulars.insight.liability.diagonals import diagonals
from regulars.insight.liability.triangle import from_redemptions, triangle
from regulars.kit.errors import Refused
from regulars.kit.phrases import LANGUAGES

NAN = np.nan
THREE = [[100, 150, 165], [200, 320, NAN], [120, NAN, NAN]]  # earned 300, 600, 300


def refusal(do, *given, **named):
    with pytest.raises(Refused) as refused:
        do(*given, **named)
    assert all("{" not in refused.value.sentence(language) and "insight." not in refused.value.sentence(language) for language in LANGUAGES)
    return refused.value.code.removeprefix("insight.liability.")


def test_factors_and_what_is_to_come_by_hand():
    """(150 + 320) ÷ 300 = 1.5667; 165 ÷ 150 = 1.1. To come: 0; 320 × 0.1 = 32; 120 × (1.72333 − 1) = 86.8."""
    of = triangle(THREE, [300, 600, 300])
    by = development(of)
    assert by.factors == pytest.approx([47 / 30, 1.1]) and by.to_ultimate == pytest.approx([47 / 30 * 1.1, 1.1, 1])
    assert chain_ladder(of, by).to_come == pytest.approx([0, 32, 86.8])


def test_a_young_cohort_is_expected_as_a_share_of_what_it_earned():
    """Rate ½: 600 × ½ × (1 − 1 ÷ 1.1) = 27.27; 300 × ½ × (1 − 1 ÷ 1.72333) = 62.96."""
    of = triangle(THREE, [300, 600, 300])
    by = development(of)
    assert bornhuetter_ferguson(of, by, 0.5).to_come == pytest.approx([0, 27.2727, 62.9594], abs=1e-4)
    rate = (165 + 320 + 120) / (300 + 600 / 1.1 + 300 / (47 / 30 * 1.1))
    assert cape_cod_rate(of, by) == pytest.approx(rate)
    assert cape_cod(of, by).to_come == pytest.approx(bornhuetter_ferguson(of, by, rate).to_come)


def test_never_more_is_redeemed_than_was_earned():
    of = triangle(THREE, [165, 330, 130])
    assert chain_ladder(of, development(of)).ultimate.tolist() == [165, 330, 130]


def test_a_tail_goes_on_after_the_last_age():
    of = triangle(THREE)
    assert chain_ladder(of, development(of, tail=1.2)).ultimate == pytest.approx(chain_ladder(of, development(of)).ultimate * 1.2)


def test_points_that_were_earned_and_redeemed_make_the_triangle():
    """Month 0: 100 points, 10 redeemed at once, 20 in month 1, 5 in month 3, which is not over yet; month 1: 50, 8 at once; month 2: 70, none."""
    of = from_redemptions([0, 1, 2, 3], [100, 50, 70, 9], [0, 0, 0, 1], [0, 1, 3, 1], [10, 20, 5, 8], now=2)
    assert np.array_equal(of.cells, [[10, 30, 30], [8, 8, NAN], [0, NAN, NAN]], equal_nan=True)
    assert of.issued.tolist() == [100, 50, 70]


@pytest.mark.parametrize(
    ("cells", "issued", "why"),
    [
        ([], None, "too_young"),
        ([[1, 2], [1, NAN]], None, "too_young"),
        ([[1, NAN, 3], [1, 2, NAN], [1, NAN, NAN]], None, "shape"),
        ([[1, 2, NAN], [1, 2, NAN], [1, NAN, NAN]], None, "shape"),
        ([[1, 2, 3], [1, NAN, NAN], [1, 2, NAN]], None, "shape"),
        ([[1, 2, 3], [1, 2, NAN], [NAN, NAN, NAN]], None, "shape"),
        ([[-1, 2, 3], [1, 2, NAN], [1, NAN, NAN]], None, "negative"),
        ([[1, 2, np.inf], [1, 2, NAN], [1, NAN, NAN]], None, "negative"),
        (THREE, [300, 600], "issued"),
        (THREE, [300, 600, 119], "issued"),
        (THREE, [300, 600, NAN], "issued"),
    ],
)
def test_what_is_no_triangle_is_refused_by_name(cells, issued, why):
    assert refusal(triangle, cells, issued) == why


def test_what_can_not_be_said_is_refused_by_name():
    nothing = triangle([[0, 0, 0], [0, 0, NAN], [0, NAN, NAN]], [10, 10, 10])
    of = triangle(THREE)
    assert refusal(development, nothing) == "nothing_redeemed"
    assert refusal(development, of, tail=0.9) == refusal(development, of, tail=NAN) == "tail"
    assert refusal(bornhuetter_ferguson, triangle(THREE, [300, 600, 300]), development(of), 1.1) == "rate"
    assert refusal(cape_cod, of, development(of)) == "issued"


def test_a_steady_triangle_has_no_doubt_and_no_number_that_is_none():
    of = triangle([[100, 200, 300], [100, 200, NAN], [100, NAN, NAN]])
    by = development(of)
    assert mack_error(of, by).total == 0
    drawn = bootstrap(of, draws=50)
    assert drawn.interval(0.95) == pytest.approx((300, 300))
    assert np.isfinite(diagonals(of, by).standard_errors).all()


def test_a_campaign_shows_along_its_diagonal():
    """24 months of the same habit; in calendar month 17 everybody redeems three times as much."""
    rng = np.random.default_rng(4)
    months = 24
    expected = np.outer(np.full(months, 9_000.0), 0.1 * 0.85 ** np.arange(months))
    calendar = np.add.outer(np.arange(months), np.arange(months))
    for campaign in (False, True):
        cells = np.cumsum(rng.poisson(expected * np.where(campaign & (calendar == 17), 3, 1)), axis=1).astype(float)
        of = triangle(np.where(calendar < months, cells, NAN))
        found = diagonals(of, development(of))
        assert (16 in found.unusual.tolist()) is campaign  # the first diagonal that can be compared is month 1
        if campaign:
            assert found.ratio[16] > 1.5 and np.abs(found.standard_errors).argmax() == 16
        else:
            assert len(found.unusual) <= 1
