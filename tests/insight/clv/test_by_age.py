"""Answers read off a polynomial are those computed one by one."""

import numpy as np
import pytest

from regulars.insight.clv import by_age as reading
from regulars.insight.clv.beta_geometric import BgNbd
from regulars.insight.clv.pareto_nbd import ParetoNbd


def many(n=20_000):
    draw = np.random.default_rng(5)
    x = np.floor(draw.gamma(0.9, 33, n))
    return x, draw.integers(1, 1_095, n) / 7


@pytest.mark.parametrize("model", [BgNbd(0.81, 2.576, 0.268, 13.66), ParetoNbd(0.94, 3.04, 0.6, 131.4)], ids=lambda model: model.name)
def test_purchases_read_off_are_those_computed(model):
    x, T = many()
    few = np.arange(0, len(x), 40)

    def answer(one, age):
        return model.expected_if_alive(one, age, np.full_like(age, 52.0))

    assert reading.by_age(answer, x, T)[few] == pytest.approx(answer(x[few], T[few]), rel=1e-7)


def test_an_answer_that_is_not_smooth_is_computed_one_by_one():
    x, T = many()
    asked = []

    def answer(one, age):
        asked.append(len(one))
        return np.floor(age) + one

    assert np.array_equal(reading.by_age(answer, x, T), np.floor(T) + x)
    assert sum(asked) >= len(np.unique(np.column_stack([x, T]), axis=0))


def test_nobody_and_one_moment_have_answers_too():
    assert len(reading.by_age(lambda x, T: x, np.empty(0), np.empty(0))) == 0
    x = np.arange(5_000.0)
    assert np.array_equal(reading.by_age(lambda one, age: one + age, x, np.full(5_000, 3.0)), x + 3)
