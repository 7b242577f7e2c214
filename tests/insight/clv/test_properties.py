"""Whatever the histories are: gradients are derivatives, order and unit of time change nothing but what they must, and no answer is NaN."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.insight.clv.beta_binomial import BgBb, _total
from regulars.insight.clv.beta_geometric import BgNbd, MbgNbd
from regulars.insight.clv.gamma_gamma import GammaGamma
from regulars.insight.clv.gamma_gamma import likelihood as of_spend
from regulars.insight.clv.histories import Rows, compress, histories
from regulars.insight.clv.nbd import Nbd
from regulars.insight.clv.pareto_nbd import ParetoNbd
from regulars.insight.clv.study_part import study_part
from regulars.kit.errors import Problem

ALL = [BgNbd, MbgNbd, ParetoNbd, Nbd]


@st.composite
def seen(draw, most=40, longest=800, busiest=600):
    """(x, tx, T) in days of up to ``most`` members: one-day shops, wholesalers, members of today, who never came again."""
    T = np.array(draw(st.lists(st.integers(0, longest), min_size=1, max_size=most)), dtype=float)
    tx = np.array([draw(st.integers(0, int(age))) for age in T], dtype=float)
    x = np.array([draw(st.integers(1, busiest)) if last else 0 for last in tx], dtype=float)
    return x, tx, T


params = st.lists(st.floats(-5, 6), min_size=4, max_size=4).map(np.exp)


def by_hand(value, at):
    """The slope by log parameters, from values alone: two differences, extrapolated."""
    slope = []
    for unit in np.eye(len(at)):
        near, far = ((value(at * np.exp(h * unit))[0] - value(at * np.exp(-h * unit))[0]) / (2 * h) for h in (1e-4, 2e-4))
        slope.append((4 * near - far) / 3)
    return np.array(slope)


@pytest.mark.parametrize("model", ALL)
@settings(max_examples=25, deadline=None)
@given(histories=seen(busiest=60), at=params)
def test_the_gradient_is_the_derivative(model, histories, at) -> None:
    x, tx, T = histories
    value = model.likelihood(x, tx / 100, T / 100, np.ones_like(x))
    at = at[: len(model.names)]
    level, slope = value(at)
    assert slope * at == pytest.approx(by_hand(value, at), rel=1e-4, abs=1e-6 * (1 + abs(level)))


@settings(max_examples=25, deadline=None)
@given(at=params, spends=st.lists(st.tuples(st.integers(1, 300), st.floats(0.01, 1e4)), min_size=1, max_size=20))
def test_the_gradient_of_spend_is_the_derivative(at, spends) -> None:
    x, spend = (np.array(one, dtype=float) for one in zip(*spends, strict=True))
    value = of_spend(x, spend)
    level, slope = value(at[:3])
    assert slope * at[:3] == pytest.approx(by_hand(value, at[:3]), rel=1e-4, abs=1e-6 * (1 + abs(level)))


@settings(max_examples=25, deadline=None)
@given(at=params, chances=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12)).map(sorted), min_size=1, max_size=10))
def test_the_gradient_of_chances_is_the_derivative(at, chances) -> None:
    x, tx, n = (np.array(one, dtype=float) for one in zip(*chances, strict=True))
    x = np.where(tx > 0, np.maximum(x, 1), 0)
    rows = Rows(x, tx, n, np.ones_like(x), np.arange(len(x)))
    level, slope = _total(at, rows)
    assert slope * at == pytest.approx(by_hand(lambda here: _total(here, rows), at), rel=1e-4, abs=1e-6 * (1 + abs(level)))


@pytest.mark.parametrize("model", ALL)
@settings(max_examples=40, deadline=None)
@given(histories=seen(), at=params, periods=st.floats(0.1, 500))
def test_no_answer_is_nan_or_out_of_bounds(model, histories, at, periods) -> None:
    x, tx, T = histories
    one = model(*at[: len(model.names)])
    alive, buys = one.p_alive(x, tx, T), one.buys_within(x, tx, T, periods)
    expected, ever = one.expected(x, tx, T, periods), one.discounted(x, tx, T, delta=0.01)
    for answer in (alive, buys):
        assert ((answer >= 0) & (answer <= 1)).all()
    assert (buys <= alive + 1e-9).all()
    assert (expected >= buys - 1e-6 * (1 + expected)).all()  # whoever buys once or more buys once at least
    for answer in (expected, ever):
        assert np.isfinite(answer).all() and (answer >= 0).all()
    rate = (one.r + x) / (one.alpha + T)
    assert (expected <= rate * periods * (1 + 1e-6)).all()  # never more than by one who can't leave


@pytest.mark.parametrize("model", ALL)
def test_silence_is_what_the_likelihood_says(model, shop) -> None:
    """No purchase in the next while: the likelihood of the history with that while, by the one without it."""
    one = model(*(0.6, 7.0, 0.8, 2.5)[: len(model.names)])
    x, tx, T = shop
    at = np.array(list(one.params.values()))
    for i in range(0, len(x), 40):
        here = [model.likelihood(x[[i]], tx[[i]], np.array([age]), np.ones(1))(at)[0] for age in (T[i], T[i] + 20)]
        assert 1 - one.buys_within(x[[i]], tx[[i]], T[[i]], 20) == pytest.approx([np.exp(here[1] - here[0])], rel=1e-8)


@pytest.mark.parametrize("model", [BgNbd, MbgNbd, ParetoNbd])
def test_a_discount_of_almost_nothing_leaves_what_is_expected(model, shop) -> None:
    one = model(0.6, 7.0, 0.8, 2.5)
    assert one.discounted(*shop, delta=1e-9, periods=30.0) == pytest.approx(one.expected(*shop, 30.0), rel=1e-6)


@pytest.mark.parametrize("model", ALL)
def test_weeks_or_days_change_only_the_lengths_of_time(model, shop) -> None:
    x, tx, T = shop
    weeks, days = model.fit(compress(x, tx, T)), model.fit(compress(x, tx * 7, T * 7))
    for name in model.names:
        assert days.params[name] == pytest.approx(weeks.params[name] * (7 if name in model.in_time else 1), rel=1e-5)
    assert days.log_likelihood == pytest.approx(weeks.log_likelihood - x.sum() * np.log(7), rel=1e-10)
    assert model.of(days).expected(x * 1, tx * 7, T * 7, 91) == pytest.approx(model.of(weeks).expected(x, tx, T, 13), rel=1e-5)


@pytest.mark.parametrize("model", ALL)
def test_the_order_of_members_changes_nothing(model, shop) -> None:
    order = np.random.default_rng(1).permutation(len(shop[0]))
    rows, mixed = compress(*shop), compress(*(one[order] for one in shop))
    assert model.fit(rows).params == pytest.approx(model.fit(mixed).params, rel=1e-9)
    assert rows.x[rows.row_of].tolist() == shop[0].tolist()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.one_of(st.integers(0, 5), st.integers(-400, 400)), st.sampled_from([0, 1, 100, 100, 2500, 10**9])),
        min_size=0,
        max_size=300,
    ),
    st.one_of(st.none(), st.integers(-400, 400)),
)
def test_a_study_of_anything_is_finite_or_says_why_not(purchases, until) -> None:
    member, day, amount = (np.array(one, dtype=np.int64) for one in (zip(*purchases, strict=True) if purchases else ([], [], [])))
    part = study_part(member=member, day=day, amount=amount, as_of=400, until=until)
    assert part.document or part.cannot_say
    assert _all_finite(part.document)
    for language in ("en", "zh-Hans", "zh-Hant"):
        for one in part.cannot_say:
            assert "insight." not in one.sentence(language) and "{" not in one.sentence(language)


def _all_finite(said) -> bool:
    if isinstance(said, dict):
        return all(map(_all_finite, said.values()))
    if isinstance(said, list | tuple):
        return all(map(_all_finite, said))
    return not isinstance(said, float) or bool(np.isfinite(said))


def test_nothing_after_the_cut_is_seen(purchases) -> None:
    member, day, amount = purchases
    known = histories(member, day, amount, until=300)
    later = day > 300
    other = histories(member[~later], day[~later], amount[~later], until=300)
    for name in ("member", "x", "tx_days", "T_days", "spend", "first_spend"):
        assert getattr(known, name).tolist() == getattr(other, name).tolist()
    assert later.any()


def test_a_wholesaler_among_members_does_no_harm(shop) -> None:
    x, tx, T = (np.r_[one, more] for one, more in zip(shop, ([520], [89.9], [90.0]), strict=True))
    for model in ALL:
        fit = model.fit(compress(x, tx, T))
        assert np.isfinite(fit.log_likelihood)
        assert model.of(fit).p_alive(520, 89.9, 90.0)[0] > 0.5
        assert model.of(fit).p_alive(520, 40.0, 90.0)[0] < 1e-6 or model is Nbd


@pytest.mark.parametrize(
    ("history", "code"),
    [(([0, 0], [0, 0], [5, 9]), "insight.clv.no_repeats"), (([0, 0], [0, 0], [0, 0]), "insight.clv.no_repeats"), (([1], [3], [2]), "insight.clv.history")],
)
@pytest.mark.parametrize("model", ALL)
def test_what_no_model_can_fit_is_refused_by_name(model, history, code) -> None:
    with pytest.raises(Problem) as refused:
        model.fit(compress(*(np.array(one, dtype=float) for one in history)))
    assert refused.value.code == code


def test_spend_that_is_always_the_same_is_refused() -> None:
    with pytest.raises(Problem) as refused:
        GammaGamma.fit(np.full(50, 3), np.full(50, 20.0))
    assert refused.value.code == "insight.clv.even_spend"


@settings(max_examples=30, deadline=None)
@given(at=params, chances=st.integers(1, 40))
def test_gifts_to_come_are_no_more_than_the_chances(at, chances) -> None:
    x, tx, n = (np.array(one, dtype=float) for one in ([0, 1, 6, 3], [0, 1, 6, 5], [6, 6, 6, 6]))
    one = BgBb(*at)
    expected, buys = one.expected(x, tx, n, chances), one.buys_within(x, tx, n, chances)
    assert ((expected >= -1e-12) & (expected <= chances + 1e-9)).all()
    assert ((buys >= -1e-12) & (buys <= 1)).all() and (buys <= expected + 1e-9).all()
