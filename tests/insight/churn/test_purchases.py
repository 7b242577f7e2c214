"""What can't be said is refused by name: broken columns, an empty shop, a young one, one where everybody did the same."""

import numpy as np
import pytest

from insight.churn.shop import UNTIL, rows, shop
from regulars.insight.churn.grading import judge
from regulars.insight.churn.learning import learn
from regulars.insight.churn.purchases import Purchases
from regulars.insight.churn.windows import horizon_of, left
from regulars.kit.errors import Problem


def whole(*numbers: int) -> np.ndarray:
    return np.array(numbers, np.int64)


def code_of(call) -> str:
    with pytest.raises(Problem) as refused:
        call()
    for language in ("en", "zh-Hans", "zh-Hant"):
        assert "{" not in refused.value.sentence(language) and refused.value.code not in refused.value.sentence(
            language
        )
    return refused.value.code


def test_columns_that_do_not_belong_together_are_refused():
    assert code_of(lambda: Purchases.of(whole(1), whole(1, 2), whole(1), until=9)) == "insight.churn.arrays_differ"
    assert (
        code_of(lambda: Purchases.of(whole(1), whole(1), np.array([np.nan]), until=9))
        == "insight.churn.not_whole_numbers"
    )
    assert code_of(lambda: Purchases.of(whole(-1), whole(1), whole(1), until=9)) == "insight.churn.not_whole_numbers"
    assert code_of(lambda: Purchases.of(whole(), whole(), whole(), until=9)) == "insight.churn.no_purchases"
    assert code_of(lambda: Purchases.of(whole(1), whole(9), whole(1), until=9)) == "insight.churn.after_the_end"


def test_purchases_of_one_member_and_day_are_one():
    known = Purchases.of(whole(7, 2, 7, 7), whole(5, 4, 3, 5), whole(10, 20, 30, 1), until=9)
    assert (known.codes.tolist(), known.starts.tolist()) == ([2, 7], [0, 1, 3])
    assert (known.day.tolist(), known.amount.tolist()) == ([4, 3, 5], [20, 30, 11])


def test_who_left_counts_the_first_day_and_not_the_one_after_the_last():
    known = Purchases.of(whole(1, 1, 2, 2, 3, 3), whole(0, 10, 0, 19, 0, 20), whole(1, 1, 1, 1, 1, 1), until=30)
    assert left(known, 10, 10).tolist() == [False, False, True]
    assert left(known, 11, 10).tolist() == [True, False, False]


def test_what_is_too_little_to_learn_from_is_said():
    one = Purchases.of(whole(1, 1), whole(100, 400), whole(5, 5), until=500)
    assert code_of(lambda: learn(one, 60)) == "insight.churn.too_few_outcomes"
    young = Purchases.of(*(column[rows()[1] < 10_100] for column in rows()), until=10_100)
    assert code_of(lambda: horizon_of(young)) == "insight.churn.too_young"
    assert code_of(lambda: learn(young, 60)) == "insight.churn.too_young"
    once = Purchases.of(np.arange(300), np.arange(300), np.ones(300, np.int64), until=400)
    assert code_of(lambda: horizon_of(once)) == "insight.churn.nobody_came_twice"
    assert code_of(lambda: left(shop(), UNTIL, 1)) == "insight.churn.window_not_full"
    assert code_of(lambda: left(shop(), 10_300, 0)) == "insight.churn.no_horizon"
    assert code_of(lambda: shop().before(9_000)) == "insight.churn.nobody_yet"


def test_where_everybody_stays_away_after_the_cut_no_ranking_is_judged():
    member, day, amount = (column[rows()[1] < UNTIL - 60] for column in rows())
    quiet = Purchases.of(member, day, amount, until=UNTIL)
    assert code_of(lambda: judge(quiet, 60)) == "insight.churn.one_outcome"


def test_a_sample_is_always_the_same_members_whole():
    known = shop()
    some = known.sample(100)
    assert len(some) == 100 and np.array_equal(some.codes, known.sample(100).codes)
    at = int(np.searchsorted(known.codes, some.codes[0]))
    assert np.array_equal(some.day[: some.starts[1]], known.day[known.starts[at] : known.starts[at + 1]])
    assert known.sample(10_000) is known
