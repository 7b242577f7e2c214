"""What members say and what they do stand apart; nothing is made up; an index that foresees less than the last purchase says so."""

import numpy as np
import pytest

from regulars.insight.indices.loyalty import gate, kinds, loyalty_index, sub_index
from regulars.insight.indices.visits import KINDS, freeze, kinds_of, ranks, rfe, thinned, visits_before
from regulars.kit.errors import Invalid, Refused

HALVES = np.array([0.5, 0.5])


def column(*values: float):
    return sub_index(np.array(values)[:, None], np.array([1.0]))


def test_who_left_an_item_out_has_no_index_and_coverage_says_how_many():
    found = sub_index(np.array([[80.0, 60.0], [np.nan, 100.0], [20.0, 40.0]]), HALVES)
    assert found.value[[0, 2]].tolist() == [70, 30] and np.isnan(found.value[1])
    assert found.coverage == pytest.approx(2 / 3) and found.mean == 50 and found.low <= 50 <= found.high
    assert sub_index(np.array([[80.0, np.nan]]), np.array([1.0, 0.0])).value.tolist() == [80]


def test_both_parts_are_joined_only_where_both_are_known():
    found = loyalty_index(column(80, np.nan, 40), column(60, 90, np.nan), share=0.25)
    assert found.combined.value[0] == 65 and np.isnan(found.combined.value[1:]).all()
    assert found.combined.coverage == pytest.approx(1 / 3)


def test_nobody_answered_is_no_number():
    found = column(np.nan, np.nan)
    assert (found.coverage, found.mean, found.low) == (0.0, None, None)


def test_the_four_kinds_of_loyalty():
    assert kinds(column(80, 80, 20, 20, np.nan), column(80, 20, 80, 20, 50)) == [
        "true",
        "latent",
        "spurious",
        "none",
        None,
    ]


def test_an_index_is_valid_when_it_foresees_more_than_the_last_purchase():
    bought = np.array([True, True, False, False, True])
    good = gate(column(90, 80, 10, 20, np.nan), np.array([50.0, 1, 2, 60, 3]), bought)
    assert (good.members, good.index, good.cannot_say) == (4, 1.0, None)
    bad = gate(column(10, 80, 90, 20, np.nan), np.array([1.0, 2, 50, 60, 3]), bought)
    assert bad.cannot_say.code == "insight.index.not_valid" and "0.250" in bad.cannot_say.sentence("zh-Hans")
    with pytest.raises(Refused, match="can't be tried"):
        gate(column(1, 2), np.array([1.0, 2.0]), np.array([True, True]))


@pytest.mark.parametrize("weights", [[0.5, 0.6], [1.5, -0.5], [1.0]])
def test_weights_that_are_none_are_refused(weights):
    with pytest.raises(Invalid):
        sub_index(np.array([[1.0, 2.0]]), np.array(weights))
    with pytest.raises(Invalid):
        sub_index(np.array([[101.0, 2.0]]), HALVES)


def sessions(*rows):
    return tuple(np.array(each, np.int64) for each in zip(*rows, strict=True))


def test_visits_are_counted_by_day_before_the_cut_and_an_open_tab_is_half_an_hour():
    rows = [(1, 10, 100, 2), (1, 10, 50_000, 4), (1, 12, 40, 6), (2, 11, 60, 1), (2, 20, 9, 99), (3, 20, 9, 9)]
    found = visits_before(*sessions(*rows), cut=20)
    assert found.members.tolist() == [1, 2]
    assert np.expm1(found.measures[:, 0]) == pytest.approx([2, 1])
    assert found.measures[:, 1].tolist() == [-7, -8]
    assert np.expm1(found.measures[:, 3]) == pytest.approx([4, 1])
    assert 500 < found.measures[0, 2] < (100 + 1_800 + 40) / 3 + 1
    with pytest.raises(Refused):
        visits_before(*sessions(*rows), cut=10)
    with pytest.raises(Invalid):
        visits_before(*sessions((1, 1, -5, 2)), cut=10)


def test_the_same_visits_rank_the_same_whoever_comes_later():
    first = visits_before(*sessions(*((who, who, 10 * who, who) for who in range(1, 6))), cut=10)
    reference = freeze(first, version=1)
    assert ranks(first, reference)[:, 1].tolist() == [10, 30, 50, 70, 90]
    more = visits_before(*sessions(*((who, who, 10 * who, who) for who in range(1, 10))), cut=10)
    assert ranks(more, reference)[:5, [0, 1, 3]].tolist() == ranks(first, reference)[:, [0, 1, 3]].tolist()
    assert ranks(more, reference).max() == 100


def test_the_interval_of_many_is_the_bootstraps():
    value = np.random.default_rng(3).uniform(0, 100, 20_001)
    many, drawn = sub_index(value[:, None], np.array([1.0])), sub_index(value[:-1, None], np.array([1.0]))
    assert (many.low, many.high) == pytest.approx((drawn.low, drawn.high), abs=0.05)


def test_visitors_are_kept_apart_by_how_lately_and_how_engaged():
    """By hand, from ranks of frequency, recency, length and depth."""
    ranked = np.array([[79, 95, 70, 90], [10, 60, 50, 50], [90, 10, 70, 70], [10, 30, 5, 5], [100, 100, 100, 100]])
    scores = rfe(ranked)
    assert scores.tolist() == [[5, 4, 5], [4, 1, 3], [1, 5, 4], [2, 1, 1], [5, 5, 5]]
    assert [KINDS[place] for place in kinds_of(scores)] == ["keen", "curious", "cooling", "gone", "keen"]
    assert len(thinned(np.arange(1_000.0)[:, None])) == 201 and thinned(np.arange(3.0)[:, None]).ravel().tolist() == [0, 1, 2]
