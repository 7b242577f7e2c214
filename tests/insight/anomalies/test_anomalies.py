"""What is unusual for a member is found, explained, and kept within what somebody can look at."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from regulars.insight.anomalies.alerts import alerts
from regulars.insight.anomalies.features import before, days
from regulars.insight.anomalies.injection import average_precision, inject, precision_at
from regulars.insight.anomalies.scoring import forest_scores, score
from regulars.insight.anomalies.tails import amount_tails, count_tails
from regulars.kit.errors import Refused
from regulars.kit.phrases import LANGUAGES, say


@pytest.fixture(scope="module")
def harness():
    injected = inject(members=6_000, over=60, injected=60, seed=1)
    return injected, injected.shape > 0, score(injected.days)


@pytest.fixture(scope="module")
def clean():
    """4,000 members over 90 days, and nothing wrong with any of them."""
    of = inject(members=4_000, over=90, injected=0, seed=4).days
    return of, score(of)


def test_what_is_put_in_is_found_better_than_by_the_forest_or_the_points_alone(harness):
    injected, true, scored = harness
    ours = average_precision(scored.score, true)
    assert ours > 0.5 and ours > 2 * average_precision(forest_scores(injected.days), true)
    assert ours > average_precision(injected.days.points, true)
    assert precision_at(scored.score, true, 60) > precision_at(forest_scores(injected.days), true, 60)


def test_every_shape_is_found_better_than_by_chance(harness):
    injected, _, scored = harness
    for shape in (1, 2, 3, 4):
        some = (injected.shape == 0) | (injected.shape == shape)
        true = injected.shape[some] == shape
        assert average_precision(scored.score[some], true) > 20 * true.mean()


def test_the_same_days_give_the_same_scores(harness):
    injected, _, scored = harness
    assert np.array_equal(score(injected.days).score, scored.score)


def test_alerts_keep_to_the_budget_and_say_why_in_three_languages(harness):
    injected, _, scored = harness
    made = alerts(injected.days, scored, per_day=3)
    assert max(np.bincount([alert.day for alert in made])) == 3
    assert len(made) > 0.8 * 3 * 60  # the budget is used
    for alert in made:
        assert alert.evidence
        for one in alert.evidence:
            assert all("{" not in say(one.code, one.facts, language) and "insight." not in say(one.code, one.facts, language) for language in LANGUAGES)


def test_a_member_is_not_told_of_again_within_a_week_unless_it_grows_worse(harness):
    injected, _, scored = harness
    told = {}
    for alert in alerts(injected.days, scored, per_day=3):
        if alert.member in told and alert.day - told[alert.member][0] <= 7:
            assert alert.score > told[alert.member][1]
        told[alert.member] = (alert.day, alert.score)


def test_the_evidence_compares_with_the_member_s_own_days():
    """Alice redeems once on each of ten days, then nine times; everybody else once a day."""
    member = np.repeat(np.arange(30), 11)
    day = np.tile(np.arange(11), 30)
    counts = np.ones((330, 1))
    counts[10] = 9
    of = days(member, day, counts, counts[:, 0] * 100, np.ones(330), kinds=("redeem",))
    first = max(alerts(of, score(of), per_day=1), key=lambda alert: alert.score)
    assert (first.member, first.day) == (0, 10)
    said = next(one for one in first.evidence if one.code == "insight.anomalies.often")
    assert say(said.code, said.facts).startswith("9 × redeem in a day, 1.0 on average on 10 earlier days; by chance about ")


def test_a_count_is_judged_by_all_first_and_by_oneself_later():
    """Bea buys ten times on every day; her first such day is a surprise, her twentieth is not."""
    rng = np.random.default_rng(2)
    member = np.concatenate([np.repeat(np.arange(200), 20), np.full(20, 200)])
    counts = np.concatenate([rng.poisson(1.0, 4000), np.full(20, 10)]).astype(float)
    tails = count_tails(member, counts)[-20:]
    assert tails[0] > 3 and tails[-1] < 1.5 and (np.diff(tails) <= 1e-9).all()


def test_the_tail_of_counts_is_the_negative_binomial_s():
    """With the prior Gamma(a, b) and n days with x in sum before: P(X ≥ k) by summing the probabilities."""
    rng = np.random.default_rng(3)
    member, counts = np.repeat(np.arange(50), 10), rng.poisson(2.0, 500).astype(float)
    n, x = before(member, counts)
    from regulars.insight.anomalies.tails import gamma_of

    a, b = gamma_of(member, counts)
    for row in (0, 9, 137, 499):
        below = sum(stats.nbinom.pmf(k, a + x[row], (b + n[row]) / (b + n[row] + 1)) for k in range(int(counts[row])))
        expected = 0.0 if counts[row] == 0 else -np.log10(1 - below)
        assert count_tails(member, counts)[row] == pytest.approx(expected, abs=1e-6)


def test_tails_of_ordinary_days_are_as_frequent_as_they_say():
    """Of 40,000 days without anything wrong, about one in a thousand has a chance of one in a thousand."""
    rng = np.random.default_rng(5)
    member = np.repeat(np.arange(1000), 40)
    counts = rng.poisson(np.repeat(rng.gamma(3, 0.5, 1000), 40)).astype(float)
    amounts = np.exp(np.repeat(rng.normal(4, 0.8, 1000), 40) + rng.normal(0, 0.4, 40_000))
    for tails in (count_tails(member, counts), amount_tails(member, amounts)):
        assert 0.0003 < (tails >= 3).mean() < 0.003


def test_what_a_day_is_compared_with_ends_before_it():
    n, total = before(np.array([4, 4, 4, 9, 9]), np.array([1.0, 2.0, 3.0, 10.0, 20.0]))
    assert n.tolist() == [0, 1, 2, 0, 1] and total.tolist() == [0, 1, 3, 0, 10]


def test_later_days_do_not_change_the_comparison_of_earlier_ones():
    member, counts = np.zeros(6, int), np.array([1.0, 2, 1, 3, 1, 2])
    changed = counts.copy()
    changed[5] = 50
    assert np.array_equal(before(member, counts)[1][:6], before(member, changed)[1][:6])


def test_average_precision_by_hand():
    """Found at places 1 and 3 of 4: (1/1 + 2/3) / 2. All scores alike: the share that is true."""
    assert average_precision(np.array([9.0, 8, 7, 6]), np.array([True, False, True, False])) == pytest.approx(5 / 6)
    assert average_precision(np.ones(4), np.array([True, False, True, False])) == pytest.approx(0.5)
    assert average_precision(np.ones(2), np.array([False, False])) == 0


def test_one_row_alone_is_scored_without_a_number_that_is_none():
    of = days([1], [1], [[3]], [50], [1], kinds=("redeem",))
    scored = score(of)
    assert np.isfinite(scored.score).all() and len(alerts(of, scored, per_day=5)) == 1


def test_days_on_which_nothing_moved_are_not_unusual():
    of = days(np.arange(50), np.zeros(50), np.zeros((50, 1)), np.zeros(50), np.zeros(50), kinds=("redeem",))
    assert (score(of).tails == 0).all()


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (([], [], np.zeros((0, 1)), [], []), "none"),
        (([1, 2], [1], [[1], [1]], [1, 1], [1, 1]), "shape"),
        (([1, 1], [1, 1], [[1], [1]], [1, 1], [1, 1]), "shape"),
        (([1], [1], [[np.nan]], [1], [1]), "shape"),
        (([1], [1], [[1]], [-1], [1]), "shape"),
        (([1], [1], [[1, 2]], [1], [1]), "shape"),
    ],
)
def test_rows_that_are_not_whole_are_refused_by_name(rows, why):
    with pytest.raises(Refused) as refused:
        days(*rows, kinds=("redeem",))
    assert refused.value.code == f"insight.anomalies.{why}"
    assert all("insight." not in refused.value.sentence(language) for language in LANGUAGES)


def test_a_budget_below_one_is_refused(harness):
    injected, _, scored = harness
    with pytest.raises(Refused, match="at least one alert a day"):
        alerts(injected.days, replace(scored), per_day=0)


@pytest.mark.parametrize("per_day", [1, 5, 20])
def test_on_clean_days_there_are_as_many_alerts_as_were_asked_for(clean, per_day):
    """Each day, each month and in all within a fifth of the budget; never above it."""
    of, scored = clean
    many = np.bincount([alert.day for alert in alerts(of, scored, per_day=per_day)], minlength=90)
    assert many.max() <= per_day and many.min() >= 0.8 * per_day
    for month in (many[:30], many[30:60], many[60:]):
        assert 0.8 * 30 * per_day <= month.sum() <= 1.2 * 30 * per_day
