"""Stores and tills: what is put in is found better than by simpler ways, few that are told of are false, and weekdays, growth and feasts are nobody's fault."""

import numpy as np
import pytest
from sklearn.ensemble import IsolationForest

from regulars.insight.anomalies.injection import average_precision
from regulars.insight.anomalies.series import Series, Surprise, found, surprise
from regulars.insight.anomalies.series_injection import inject_series

SEEDS = range(20, 26)  # the spread was settled on others


@pytest.mark.parametrize("kind", ["count", "amount"])
def test_what_is_put_in_is_found_better_than_by_simpler_ways_and_little_that_is_told_of_is_false(kind: str) -> None:
    ours, plain, forest, told, false = [], [], [], 0, 0
    for seed in SEEDS:
        made = inject_series(places=80, days=30, injected=60, seed=seed, kind=kind)
        true, seen = made.shape > 0, surprise(made.series, days=30)
        assert np.isfinite(seen.chance).mean() > 0.7
        score = -np.log10(np.where(np.isfinite(seen.chance), seen.chance, 1.0))
        past, now = made.series.values[:, :-30], made.series.values[:, -30:]
        own = (now - past.mean(axis=1, keepdims=True)) / past.std(axis=1, keepdims=True)
        table = np.column_stack([np.log1p(now).ravel(), own.ravel()])
        trees = -IsolationForest(n_estimators=50, random_state=0).fit(table).score_samples(table)
        for scores, one in ((ours, score), (plain, own), (forest, trees)):
            scores.append(average_precision(one.ravel(), true.ravel()))
        names = found(seen)
        told, false = told + int(names.sum()), false + int((names & ~true).sum())
    assert np.mean(ours) > np.mean(plain) + 0.02 and np.mean(ours) > np.mean(forest) + 0.1
    assert told > 60 and false / told < 0.12  # asked for: 0.05


@pytest.mark.parametrize("kind", ["count", "amount"])
def test_on_clean_data_hardly_anything_is_told_of(kind: str) -> None:
    """Weekdays, growth, counts wider than Poisson's and a day on which everybody has twice as much."""
    told = [int(found(surprise(inject_series(places=80, days=30, injected=0, seed=seed, kind=kind).series, days=30)).sum()) for seed in SEEDS]
    assert sum(told) <= 3, told


def test_a_day_is_compared_with_its_own_weekday() -> None:
    """200 on every Saturday and 50 on other days: a Saturday's 200 are usual, a Tuesday's are not."""
    rng = np.random.default_rng(1)
    values = rng.poisson(np.where(np.arange(140) % 7 == 5, 200, 50)).astype(float)[None]
    saturday, tuesday = 138, 134
    values[0, tuesday] = 200
    seen = surprise(Series(("s1",), values, np.zeros(1, np.int64), "count"), days=7)
    assert seen.chance[0, saturday - 133] > 0.01 and seen.chance[0, tuesday - 133] < 1e-9
    assert 180 < seen.usual[0, saturday - 133] < 220 and 40 < seen.usual[0, tuesday - 133] < 60


def test_later_days_do_not_change_what_is_said_of_earlier_ones() -> None:
    made = inject_series(places=6, days=20, injected=0, seed=3).series
    changed = made.values.copy()
    changed[:, -1] = 900
    before, after = (surprise(Series(made.places, values, made.first, "count"), days=20).chance[:, :-1] for values in (made.values, changed))
    assert np.array_equal(before, after, equal_nan=True)


def test_who_is_young_quiet_or_shut_is_not_judged_by_a_number_that_is_none() -> None:
    values = np.zeros((3, 120))
    values[1, 100:] = 5
    values[2, ::2] = 40.0
    for kind in ("count", "amount"):
        seen = surprise(Series(("quiet", "young", "every other day"), values, np.array([0, 100, 0]), kind), days=30)
        assert np.isnan(seen.chance[1]).all() and not found(seen).any()
        assert kind == "count" or np.isnan(seen.chance[0]).all()  # nothing is ever given there
    assert not found(Surprise(np.empty((0, 30)), np.empty((0, 30)))).any()


def test_benjamini_hochberg_by_hand() -> None:
    """Of six chances at 5 %: .001, .008 and .024 lie under k × .05 ÷ 6 = .0083, .0167, .025; .041 does not under .0333."""
    chance = np.array([[0.024, 0.008, np.nan, 0.041], [0.001, 0.6, 0.074, np.nan]])
    assert found(Surprise(chance, chance)).tolist() == [[True, True, False, False], [True, False, False, False]]
