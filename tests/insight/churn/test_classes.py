"""Five classes by frozen cuts; a member moves after two refreshes that say so, or where it is plain."""

import numpy as np
import pytest

from insight.churn.shop import shop
from regulars.insight.churn.classes import (
    CHURN_RISK,
    DORMANT,
    HIGH,
    MID,
    NAMES,
    POTENTIAL,
    Cuts,
    class_figures,
    classify,
    make_cuts,
)
from regulars.insight.churn.moves import by_noise_alone, moves_between
from regulars.insight.churn.stability import noise_in_classes
from regulars.insight.churn.standing import refresh
from regulars.kit.errors import Problem

CUTS = Cuts(floor=0.1, risk=0.4, past=1_000, high=500, mid=200, made_on=0)


def numbers(*each: float) -> np.ndarray:
    return np.array(each, np.float64)


@pytest.mark.parametrize(
    ("buys", "margin", "past", "expected"),
    [
        (0.09, 900, 9_000, DORMANT),  # whatever they once brought
        (0.10, 900, 9_000, CHURN_RISK),
        (0.39, 900, 1_000, CHURN_RISK),
        (0.39, 900, 999, HIGH),  # little past to lose
        (0.40, 500, 1_000, HIGH),
        (0.40, 499, 1_000, MID),
        (0.40, 199, 0, POTENTIAL),
    ],
)
def test_the_first_class_that_fits(buys, margin, past, expected):
    assert classify(CUTS, numbers(buys), numbers(margin), numbers(past)).tolist() == [expected]


def test_cuts_are_made_from_everybody_and_frozen():
    buys, margin = np.linspace(0, 1, 101), np.linspace(0, 1_000, 101)
    cuts = make_cuts(buys, margin, margin, made_on=20_000, version=3)
    assert (cuts.floor, cuts.risk) == pytest.approx((0.2, 0.5))
    assert (cuts.past, cuts.high, cuts.mid, cuts.version) == pytest.approx((600, 800, 500, 3))
    figures = class_figures(classify(cuts, buys, margin, margin), buys, margin)
    assert sum(each.members for each in figures.values()) == 101
    assert figures["dormant"].members == 20 and figures["churn_risk"].members == 0
    assert figures["churn_risk"].buy_probability is None


def test_too_few_or_no_numbers_is_refused():
    nothing = np.zeros(60)
    for call, code in [
        (lambda: make_cuts(nothing + 0.5, nothing, nothing, made_on=0), "insight.classes.no_margin"),
        (lambda: make_cuts(numbers(0.5), numbers(1), numbers(1), made_on=0), "insight.classes.too_few"),
        (lambda: classify(CUTS, numbers(1.5), numbers(1), numbers(1)), "insight.classes.no_probability"),
        (lambda: classify(CUTS, numbers(np.nan), numbers(1), numbers(1)), "insight.classes.no_probability"),
        (lambda: classify(CUTS, numbers(0.5), numbers(np.inf), numbers(1)), "insight.classes.no_worth"),
    ]:
        with pytest.raises(Problem) as refused:
            call()
        assert refused.value.code == code and "{" not in refused.value.sentence("zh-Hans")


def stand(last, buys, margin, past=0.0):
    return refresh(last, np.array([1]), CUTS, numbers(buys), numbers(margin), numbers(past))


def test_a_little_over_a_cut_takes_two_refreshes_in_a_row():
    start = stand(None, 0.6, 480)
    assert NAMES[start.now[0]] == "mid"
    once = stand(start, 0.6, 520)
    back = stand(once, 0.6, 490)
    twice = stand(once, 0.6, 510)
    assert [NAMES[each.now[0]] for each in (once, back, twice)] == ["mid", "mid", "high"]
    assert NAMES[stand(stand(back, 0.6, 520), 0.6, 490).now[0]] == "mid"


def test_far_over_a_cut_moves_at_once():
    start = stand(None, 0.6, 480)
    assert NAMES[stand(start, 0.6, 700).now[0]] == "high"
    assert NAMES[stand(start, 0.05, 480).now[0]] == "dormant"


def test_the_report_of_moves_counts_who_moved_who_came_and_who_was_held():
    before = refresh(None, np.array([1, 2, 3]), CUTS, numbers(0.6, 0.6, 0.6), numbers(600, 480, 100), numbers(0, 0, 0))
    after = refresh(
        before, np.array([1, 2, 4]), CUTS, numbers(0.01, 0.6, 0.6), numbers(600, 520, 300), numbers(0, 0, 0)
    )
    moves = moves_between(before, after)
    assert moves.counts[HIGH][DORMANT] == 1 and moves.counts[MID][MID] == 1 and sum(map(sum, moves.counts)) == 2
    assert (moves.moved, moves.held) == (0.5, 0.5)
    assert moves.joined[MID] == 1 and moves.gone[POTENTIAL] == 1


def test_noise_is_the_share_that_stands_elsewhere_in_the_repetitions():
    one = np.array([0, 1, 2, 3])
    assert by_noise_alone(one, [one, np.array([0, 1, 2, 4])]) == 0.125
    assert by_noise_alone(one, []) == 0.0


def test_a_few_members_stand_elsewhere_by_the_luck_of_who_was_learned_from():
    assert 0 < noise_in_classes(shop(), 60, trees=False) < 0.15
