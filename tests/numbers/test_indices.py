"""Surveys and weights: published fixtures and the properties their formulas have."""

import math

import numpy as np
import pytest

from regulars.insight.indices.surveys import acsi, ces, ces_easy, csat, nps, nps_of, pomp, share
from regulars.insight.indices.weights import ahp, entropy_weights, together
from regulars.kit.errors import Problem

DRINKS = ("coffee", "wine", "tea", "beer", "soda", "milk", "water")
SAATY = [  # how many times more of the first is drunk than of the second in the United States (Saaty; the example of ahpy)
    [1, 9, 5, 2, 1, 1, 1 / 2],
    [0, 1, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
    [0, 0, 1, 1 / 3, 1 / 4, 1 / 3, 1 / 9],
    [0, 0, 0, 1, 1 / 2, 1, 1 / 3],
    [0, 0, 0, 0, 1, 2, 1 / 2],
    [0, 0, 0, 0, 0, 1, 1 / 3],
    [0, 0, 0, 0, 0, 0, 1],
]


def drinks() -> np.ndarray:
    upper = np.array(SAATY)
    with np.errstate(divide="ignore"):
        return upper + np.where(upper.T > 0, 1 / np.where(upper.T > 0, upper.T, 1), 0) - np.eye(7)


def test_thirty_with_a_standard_error_of_7_810():
    found = nps(50, 30, 20)
    assert (found.value, found.se, found.answers) == (30.0, pytest.approx(7.810, abs=0.0005), 100)
    assert found.low < 30 - 1.7 * found.se and 30 + 1.6 * found.se < found.high


def test_the_score_interval_holds_the_truth_about_nineteen_times_in_twenty():
    draw, held = np.random.default_rng(3), 0
    for _ in range(400):
        promoters, detractors, passives = draw.multinomial(40, [0.6, 0.1, 0.3])
        found = nps(int(promoters), int(passives), int(detractors))
        held += found.low <= 50 <= found.high
    assert 0.92 <= held / 400 <= 0.98


def test_ten_who_all_recommend_are_not_certainly_everybody():
    everybody, nobody = nps(10, 0, 0), nps(0, 0, 10)
    assert (everybody.value, everybody.se, everybody.high) == (100, 0, pytest.approx(100))
    assert 30 < everybody.low < 80 and nobody.high == pytest.approx(-everybody.low)
    assert nps(0, 7, 0).value == 0 and nps(0, 7, 0).low < 0 < nps(0, 7, 0).high


def test_answers_become_the_figures_of_the_field():
    assert nps_of([10, 9, 8, 7, 6, 0]) == nps(2, 2, 2)
    assert csat([5, 4, 3, 1]).value == 0.5
    assert (ces([7, 5, 3]).value, ces_easy([7, 5, 3]).value) == (5.0, pytest.approx(2 / 3))
    assert ces([4]).low == 1 and ces([4]).high == 7
    wilson = share(10, 20)  # Wilson's interval of 10 in 20, a standard example: 0.2993 to 0.7007
    assert (wilson.low, wilson.high) == pytest.approx((0.2993, 0.7007), abs=0.0001)


@pytest.mark.parametrize(("means", "index"), [((1, 1, 1), 0), ((10, 10, 10), 100), ((7, 8, 6), 66.667)])
def test_an_acsi_style_index(means, index):
    assert acsi(means) == pytest.approx(index, abs=0.0005)


def test_percent_of_the_maximum_possible_keeps_what_was_not_answered():
    assert pomp(np.array([1.0, 4.0, 7.0]), 1, 7).tolist() == [0, 50, 100]
    assert math.isnan(pomp(np.array([np.nan, 3.0]), 1, 5)[0])


def test_saatys_drinks():
    found = ahp(drinks())
    named = dict(zip(DRINKS, found.weights, strict=True))
    expected = {
        "water": 0.327,
        "soda": 0.190,
        "coffee": 0.177,
        "milk": 0.129,
        "beer": 0.116,
        "tea": 0.042,
        "wine": 0.019,
    }
    assert named == pytest.approx(expected, abs=0.0006)
    assert found.consistency_ratio == pytest.approx(0.022, abs=0.0005)


def test_entropy_weights_have_the_properties_of_their_formula():
    draw = np.random.default_rng(0)
    values = np.column_stack([draw.gamma(2, 1, 500), draw.gamma(1, 1, 500), draw.gamma(5, 1, 500), np.full(500, 3.0)])
    weights = entropy_weights(values, at_most=1.0)
    assert weights.sum() == pytest.approx(1) and weights[3] == 0
    assert weights[1] > weights[0] > weights[2]
    assert entropy_weights(values * [7, 0.1, 1000, 2], at_most=1.0) == pytest.approx(weights)
    assert entropy_weights(values[draw.permutation(500)], at_most=1.0) == pytest.approx(weights)


def test_a_column_that_is_nearly_always_nothing_does_not_take_all():
    draw = np.random.default_rng(0)
    rare = np.where(draw.random(500) < 0.01, 50.0, 0.0)
    values = np.log1p(np.column_stack([rare, draw.gamma(2, 1, 500), draw.gamma(2, 2, 500)]))
    assert entropy_weights(values, at_most=1.0)[0] > 0.9
    capped = entropy_weights(values)
    assert capped.max() <= 0.4 + 1e-9 and capped.sum() == pytest.approx(1)
    assert together(np.array([0.2, 0.3, 0.5]), capped).sum() == pytest.approx(1)


CONTRADICTION = np.array([[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]])


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: nps(0, 0, 0), "insight.index.no_answers"),
        (lambda: nps(-1, 0, 5), "insight.index.negative_count"),
        (lambda: nps_of([11]), "insight.index.off_scale"),
        (lambda: csat([]), "insight.index.no_answers"),
        (lambda: ces([3.5]), "insight.index.off_scale"),
        (lambda: acsi([0.5]), "insight.index.off_scale"),
        (lambda: acsi([5.0, 5.0], [0.9, 0.2]), "insight.index.weights"),
        (lambda: pomp(np.array([6.0]), 1, 5), "insight.index.off_scale"),
        (lambda: ahp(CONTRADICTION), "insight.index.inconsistent"),
        (lambda: ahp(np.array([[1.0, 2.0], [2.0, 1.0]])), "insight.index.judgements"),
        (lambda: ahp(np.array([[1.0]])), "insight.index.judgements"),
        (lambda: entropy_weights(np.array([[1.0], [-1.0]])), "insight.index.not_positive"),
        (lambda: entropy_weights(np.full((5, 2), 4.0)), "insight.index.all_alike"),
    ],
)
def test_what_is_no_answer_is_refused_by_name(call, code):
    with pytest.raises(Problem) as refused:
        call()
    assert refused.value.code == code
    for language in ("en", "zh-Hans", "zh-Hant"):
        assert "{" not in refused.value.sentence(language) and code not in refused.value.sentence(language)
