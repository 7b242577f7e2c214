"""The lists: what is bought often and lately, what is new and fits, what goes together."""

import numpy as np
import pytest
from scipy import sparse

from regulars.insight.recommend.again import buy_again
from regulars.insight.recommend.baskets import code
from regulars.insight.recommend.judging import coverage, judge, novelty
from regulars.insight.recommend.neighbours import ease, tf_idf, try_new
from regulars.insight.recommend.pairing import log_likelihood_ratio, pairs
from regulars.insight.recommend.ranking import NOTHING, best_of_rows, best_of_table, fill, most_popular


def shop(*orders):
    """Baskets of “member: item item”, one after the other in time."""
    lines = [
        (who, n, n, item)
        for n, order in enumerate(orders)
        for who, items in [order.split(": ")]
        for item in items.split()
    ]
    return code(*map(list, zip(*lines, strict=True)))


def named(coded, row):
    return [str(coded.items[item]) for item in row if item != NOTHING]


def test_lately_counts_for_more_than_long_ago():
    """Tea 4 baskets ago twice, cake in the last: .5⁴ + .5³ = .1875 < 1."""
    coded = shop("a: tea", "a: tea", "a: milk", "a: milk", "a: cake")
    lists, scores = buy_again(coded.baskets, 3, decay=0.5, shop=0.0)
    assert named(coded, lists[0]) == ["cake", "milk", "tea"]
    assert scores[0].tolist() == [1.0, 0.75, 0.1875]


def test_what_the_whole_shop_buys_breaks_a_tie_and_fills_up():
    coded = shop("b: tea jam", "c: tea jam", "d: tea", "a: cake tea")
    lists, scores = buy_again(coded.baskets, 4, decay=1.0, shop=0.0)
    assert named(coded, lists[0]) == ["tea", "cake", "jam"] and scores[0].tolist() == [1, 1, 0, 0]
    assert named(coded, buy_again(coded.baskets, 4, shop=0.0, filled=False)[0][0]) == ["tea", "cake"]


def test_the_share_of_the_shop_counts_as_so_many_baskets():
    """Cake twice of 4 baskets, tea once but in 3 of 4: with 10 baskets of the shop, 2 + 10·2/4 = 7 < 1 + 10·3/4 = 8.5."""
    coded = shop("a: cake", "a: cake tea", "b: tea", "c: tea")
    lists, scores = buy_again(coded.baskets, 2, decay=1.0, shop=10.0)
    assert named(coded, lists[0]) == ["tea", "cake"] and scores[0].tolist() == [8.5, 7.0]


def test_coverage_is_of_what_was_ever_sold_and_novelty_counts_halvings():
    """Tea is in 4 of 8 baskets (1 bit), jam in 2 (2 bits), cake in 1 (3 bits), fig in 1: two lists with tea, jam and tea show half of what is sold, (1 + 2 + 1) / 3 bits new."""
    coded = shop("a: tea", "b: tea", "c: tea", "d: tea", "e: jam", "f: jam", "g: cake", "h: fig")
    tea, jam = (coded.items.tolist().index(name) for name in ("tea", "jam"))
    lists = np.array([[tea, jam], [tea, NOTHING]], np.int32)
    assert (coverage(lists, coded.baskets), novelty(lists, coded.baskets)) == (0.5, pytest.approx(4 / 3))
    nothing = np.full((2, 2), NOTHING, np.int32)
    assert (coverage(nothing, coded.baskets), novelty(nothing, coded.baskets)) == (0.0, 0.0)
    truth = coded.baskets.bought()[:2]
    assert judge(lists, truth).coverage is None and judge(lists, truth, coded.baskets).coverage == 0.5


def test_members_taken_in_parts_have_the_same_lists(monkeypatch):
    rng = np.random.default_rng(3)
    baskets = code(
        rng.integers(0, 60, 900), rng.integers(0, 300, 900), rng.integers(0, 99, 900), rng.integers(0, 40, 900)
    ).baskets
    whole = buy_again(baskets, 5)
    monkeypatch.setattr("regulars.insight.recommend.baskets.LINES_AT_ONCE", 7)
    assert all(np.array_equal(one, other) for one, other in zip(whole, buy_again(baskets, 5), strict=True))


@pytest.mark.parametrize("likeness", [tf_idf, ease])
def test_what_is_new_fits_what_was_bought_is_never_what_was_bought_and_says_why(likeness):
    coded = shop(
        *[
            "t: tea cake",
            "u: tea cake",
            "v: tea cake",
            "w: soap brush",
            "x: soap brush",
            "y: soap brush",
            "a: tea",
            "z: soap",
        ]
    )
    lists, _, because = try_new(coded.baskets, likeness(coded.baskets), 2)
    alice = coded.members.tolist().index("a")
    assert named(coded, lists[alice]) == ["cake"] and named(coded, because[alice]) == ["tea"]
    bought = coded.baskets.bought().toarray() > 0
    assert not any(bought[member, item] for member, row in enumerate(lists) for item in row if item != NOTHING)


def test_ease_is_the_closed_form():
    """Steck 2019, eq. 8, by hand for two items bought together by all of four members and λ = 1: G = [[5, 4], [4, 5]], P = G⁻¹ = [[5, −4], [−4, 5]] / 9, B₁₂ = 4/5."""
    coded = shop("a: tea cake", "b: tea cake", "c: tea cake", "d: tea cake")
    assert ease(coded.baskets, ridge=1.0).matrix.toarray() == pytest.approx(np.array([[0, 0.8], [0.8, 0]]))


def test_pairs_show_their_support():
    """10 of 20 baskets hold tea, 10 cake, 9 both: lift 9·20/100 = 1.8, ln 1.8 · 9/209."""
    coded = shop(*["a: tea cake"] * 9, "a: tea", "a: cake", *["b: soap"] * 9)
    found = pairs(coded.baskets, 3, shrink=200.0)
    tea, cake = coded.items.tolist().index("tea"), coded.items.tolist().index("cake")
    assert found.partner[tea].tolist() == [cake, NOTHING, NOTHING]
    assert (found.together[tea, 0], found.of[tea], found.baskets) == (9, 10, 20)
    assert found.lift[tea, 0] == pytest.approx(1.8) and found.score[tea, 0] == pytest.approx(np.log(1.8) * 9 / 209)
    assert found.llr[tea, 0] == pytest.approx(14.7226, abs=1e-4)  # 2·[2·9·ln(9/5) + 2·1·ln(1/5)]


def test_two_baskets_by_accident_are_no_pair():
    coded = shop("a: tea saffron", "a: tea saffron", *["b: tea"] * 50)
    assert (pairs(coded.baskets).partner == NOTHING).all()


def test_what_is_independent_has_no_likelihood_ratio():
    assert log_likelihood_ratio(
        np.array([10.0, 0.0]), np.array([10.0, 5.0]), np.array([10.0, 5.0]), np.array([10.0, 0.0])
    ) == pytest.approx([0, 13.8629], abs=1e-4)


def test_both_denominators_of_ndcg_by_hand():
    """A list of 2, hit at place 1; four things were bought. DCG 1; best of a list of 2: 1.63093; of all four: 2.56161."""
    truth = shop("a: a b c d").baskets.bought()
    score = judge(np.array([[0, NOTHING]], np.int32), truth)
    assert (score.recall, score.hit_rate) == (0.25, 1.0)
    assert (score.ndcg_reachable, score.ndcg_all) == (
        pytest.approx(1 / 1.63093, abs=1e-5),
        pytest.approx(1 / 2.56161, abs=1e-5),
    )


def test_the_best_of_rows_are_those_of_a_plain_sort():
    rng = np.random.default_rng(5)
    from scipy import sparse

    scores, tie = sparse.random(30, 50, 0.3, "csr", rng=rng), rng.integers(0, 3, 50)
    scores.data = np.round(scores.data, 1)
    lists, _ = best_of_rows(scores, tie, 6)
    for row, dense in zip(lists, scores.toarray(), strict=True):
        plain = sorted((c for c in range(50) if dense[c] > 0), key=lambda c: (-dense[c], -tie[c], c))[:6]
        assert [c for c in row.tolist() if c != NOTHING] == plain


def test_filling_repeats_nothing():
    assert fill(np.array([[3, NOTHING, NOTHING], [1, 2, 4]], np.int32), np.array([1, 3, 2, 0], np.int32)).tolist() == [
        [3, 1, 2],
        [1, 2, 4],
    ]
    assert most_popular(np.array([2, 0, 5, 2]), 4).tolist() == [2, 0, 3]


def test_the_best_of_a_table_are_those_of_its_rows_sorted():
    draw = np.random.default_rng(9)
    table = np.round(draw.random((300, 900)) * (draw.random((300, 900)) < 0.3), 2)
    table[0], table[1, 5:] = 0.0, -1.0
    popular = draw.integers(0, 5, 900)
    for k in (1, 10, 200):
        ours, theirs = best_of_table(table, popular, k), best_of_rows(sparse.csr_matrix(table), popular, k)
        assert np.array_equal(ours[0], theirs[0]) and np.array_equal(ours[1], theirs[1])


def test_a_sample_of_members_is_even_and_always_the_same():
    draw = np.random.default_rng(3)
    baskets = code(draw.integers(0, 90, 2_000), np.arange(2_000), np.arange(2_000), draw.integers(0, 20, 2_000)).baskets
    some = baskets.sample(30)
    assert some.members == 30 and baskets.sample(90) is baskets
    chosen = np.linspace(0, 89, 30).astype(int)
    kept = np.isin(baskets.owner, chosen)
    assert np.array_equal(some.at, baskets.at[kept]) and np.array_equal(chosen[some.owner], baskets.owner[kept])
