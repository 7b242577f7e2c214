"""Printed figures of the classic triangles, and of the two printed examples of points and revenue."""

from fractions import Fraction

import numpy as np
import pytest
from triangles import GENINS, RAA, square

from regulars.insight.liability.bootstrap import bootstrap
from regulars.insight.liability.chain_ladder import chain_ladder, development, mack_error
from regulars.insight.liability.revenue import allocate, schedule
from regulars.insight.liability.triangle import triangle

# Ultimate, still to come, Mack's error with either last variance: chainladder 0.10.1, and R's ChainLadder; factors as printed to four places.
PRINTED = {
    "RAA": (RAA, 213_122.2283, 52_135.2283, 26_909.01, 26_880.74, [2.9994, 1.6235, 1.2709, 1.1717, 1.1134, 1.0419, 1.0333, 1.0169, 1.0092]),
    "GenIns": (GENINS, 53_038_945.61, 18_680_855.61, 2_447_094.86, 2_441_364.13, [3.4906, 1.7473, 1.4574, 1.1739, 1.1038, 1.0863, 1.0539, 1.0766, 1.0177]),
}


@pytest.mark.parametrize("name", PRINTED)
def test_the_chain_ladder_and_mack_s_error_are_those_printed(name):
    rows, ultimate, to_come, mack, log_linear, factors = PRINTED[name]
    of = triangle(square(rows))
    by = development(of)
    found = chain_ladder(of, by)
    assert by.factors.round(4).tolist() == factors
    assert (found.ultimate.sum(), found.total) == pytest.approx((ultimate, to_come), rel=1e-6)
    assert mack_error(of, by).total == pytest.approx(mack, rel=1e-6)
    assert mack_error(of, by, interpolation="log-linear").total == pytest.approx(log_linear, rel=1e-6)


def test_mack_s_error_of_each_cohort_of_taylor_and_ashe_is_that_of_his_table():
    """Mack 1993, table 1, in thousands, second-oldest cohort to youngest."""
    of = triangle(square(GENINS))
    assert (mack_error(of, development(of)).cohorts[1:] / 1000).round().tolist() == [76, 122, 134, 261, 411, 558, 875, 971, 1363]


def test_the_bootstrap_of_taylor_and_ashe_is_where_others_have_it():
    """England & Verrall 2002 print a dispersion of 52,601; chainladder 0.10.1 draws a mean of 18.85 million and a spread of 2.76 million for the estimate."""
    drawn = bootstrap(triangle(square(GENINS)), draws=2000, seed=42)
    assert drawn.dispersion == pytest.approx(52_601, abs=1)
    assert drawn.mean == pytest.approx(18_850_000, rel=0.01)
    assert drawn.expected.std() == pytest.approx(2_760_000, rel=0.05)
    assert drawn.sd > drawn.expected.std()  # the future's own chance is in it
    assert np.array_equal(drawn.draws, bootstrap(triangle(square(GENINS)), draws=2000, seed=42).draws)


def test_example_52_of_ifrs_15():
    """IE267–IE270: goods for 100,000, 10,000 points worth 1 each, 95 % of which will be redeemed; then 97 %."""
    split = allocate(100_000, goods_price=100_000, points=10_000, point_value=Fraction(1), share_redeemed=Fraction(95, 100))
    assert (split.goods, split.points) == (91_324, 8_676)
    first, second = schedule(split.points, [(4_500, 9_500), (8_500, 9_700)])
    assert (first.revenue, first.liability) == (4_110, 4_566)
    assert (second.revenue, second.liability) == (3_493, 1_073)


@pytest.mark.parametrize(("expected", "revenue"), [(9_900, 3_552), (9_200, 4_140)])
def test_examples_10a_and_10b_of_kpmg_s_handbook(expected, revenue):
    """IFRS 15 handbook, pp. 279–280: 9,000 for the points, 97 % expected; in the second year 99 % or 92 %."""
    first, second = schedule(9_000, [(4_500, 9_700), (8_500, expected)])
    assert (first.revenue, second.revenue) == (4_175, revenue)


def simulated(rng, cohorts=12, hazard=0.12):
    """Points of each month, redeemed at ages 0…11 with a chance that falls with age and differs between cohorts a little; (what is known, all of it)."""
    chance = hazard * 0.9 ** np.arange(cohorts)
    issued = rng.integers(8_000, 20_000, cohorts)
    share = rng.gamma(400, 1 / 400, (cohorts, cohorts)) * chance
    whole = rng.poisson(issued[:, None] * share).astype(float)
    full = np.cumsum(whole, axis=1)
    known = np.where(np.add.outer(np.arange(cohorts), np.arange(cohorts)) < cohorts, full, np.nan)
    return known, full, issued


def test_the_range_covers_what_comes():
    """A known hazard, 200 times: the truth lies in the range of 95 % between 90 and 99 times in a hundred."""
    rng = np.random.default_rng(7)
    inside = 0
    for number in range(200):
        known, full, issued = simulated(rng)
        of = triangle(known, issued)
        low, high = bootstrap(of, draws=400, seed=number).interval(0.95)
        inside += bool(low <= full[:, -1].sum() - of.latest.sum() <= high)
    assert 180 <= inside <= 198
