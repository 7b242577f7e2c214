"""Stages by each member's own rhythm, grades by what is left over, personas only where they hold."""

import numpy as np
import pytest

from regulars.insight.churn.purchases import Purchases
from regulars.insight.groups.grades import GRADES, GradeCuts, Served, grade, grade_cuts
from regulars.insight.groups.personas import Personas, assign, drift, find_personas, require_better, told_apart
from regulars.insight.groups.stages import STAGES, stages_at, transitions
from regulars.kit.errors import Problem, Refused

CUT = 1_000


def history(**days: list[int]) -> Purchases:
    member = np.repeat(np.arange(len(days)), [len(each) for each in days.values()])
    day = np.concatenate([np.array(each) for each in days.values()])
    return Purchases.of(member, day, np.full(len(day), 100), until=CUT + 200)


def weekly(*, until: int, times: int = 12, every: int = 7) -> list[int]:
    return [until - every * n for n in range(times)][::-1]


WHO = history(
    alice=weekly(until=995),
    bea=weekly(until=981),
    carl=weekly(until=960),
    dana=weekly(until=960, every=30, times=8),
    emma=[994],
    finn=[*weekly(until=900), 990, 997],
    gina=[700, 740, 780, 820, 860, 870, 880, 890, 900, 910, 920, 930, 940, 950, 960, 975, 980, 985, 990, 995],
)


def test_three_weeks_away_is_a_risk_for_a_weekly_member_and_nothing_for_a_monthly_one():
    found = dict(
        zip(
            ("alice", "bea", "carl", "dana", "emma", "finn"),
            (STAGES[place] for place in stages_at(WHO, CUT).stage),
            strict=False,
        )
    )
    assert found == {
        "alice": "active",
        "bea": "at_risk",
        "carl": "lapsed",
        "dana": "active",
        "emma": "new",
        "finn": "won_back",
    }


def test_who_comes_faster_than_before_is_growing():
    found = stages_at(WHO, CUT)
    assert STAGES[found.stage[6]] == "growing"
    assert found.rhythm[0] == pytest.approx(7, rel=0.03) and found.silence[1] == pytest.approx(18 / found.rhythm[1])


def test_the_transition_matrix_counts_everybody_once():
    before, after = stages_at(WHO, 970), stages_at(WHO, CUT)
    moves = transitions(before, after)
    assert sum(map(sum, moves.counts)) == 6 and sum(moves.joined) == 1 and moves.joined[STAGES.index("new")] == 1
    assert moves.counts[STAGES.index("active")][STAGES.index("lapsed")] == 1
    assert all(row is None or sum(row) == pytest.approx(1) for row in moves.share)


def test_a_stage_needs_somebody_who_came_twice_and_knows_nothing_later():
    with pytest.raises(Refused):
        stages_at(history(emma=[10], finn=[20]), CUT)
    later = history(alice=[*weekly(until=995), 1_050], bea=weekly(until=981))
    assert (
        stages_at(later, CUT).stage.tolist()
        == stages_at(history(alice=weekly(until=995), bea=weekly(until=981)), CUT).stage.tolist()
    )


def served(margin, returns=0, contacts=0, purchases=4, spread=10.0) -> Served:
    n = len(margin)
    columns = [
        np.broadcast_to(np.array(each), n).astype(np.int64) for each in (margin, returns, contacts, 0, 0, purchases)
    ]
    return Served(*columns, np.broadcast_to(np.array(spread), n).astype(np.float64))


def test_a_big_spender_who_sends_nearly_everything_back_is_an_e():
    cuts = GradeCuts(a=1_000, b=500, c=100)
    found = grade(
        served([5_000, 1_000, 999, 400, 50, 50], returns=[5_500, 0, 0, 0, 0, 0], contacts=[0, 0, 0, 0, 0, 50]), cuts
    )
    assert [GRADES[place] for place in found.grade] == ["E", "A", "B", "C", "D", "D"]
    assert found.contribution[0] == -500
    assert found.confidence[0] > 0.99 and found.confidence[1] == pytest.approx(0.5)


def test_cuts_are_fifths_and_tenths_of_those_who_leave_something_over():
    cuts = grade_cuts(served(np.r_[np.arange(0, 1_001, 10), -5, -6]))
    assert (cuts.a, cuts.b, cuts.c) == (800, 500, 200)
    for call in (lambda: grade_cuts(served([1, 2, 3])), lambda: served([1], returns=-1)):
        with pytest.raises(Problem) as refused:
            call()
        assert refused.value.code.startswith("insight.groups.") and "{" not in refused.value.sentence("zh-Hant")


def three_kinds(each: int = 120) -> np.ndarray:
    draw = np.random.default_rng(2)
    return np.vstack([draw.gamma(60, np.array(means) / 60, (each, 2)) for means in ([2, 2], [2, 200], [80, 20])])


def test_three_kinds_of_members_are_found_and_told_by_their_traits():
    features = three_kinds()
    found = find_personas(features, ("visits", "spend"), tried=(3, 4))
    assert len(found.centres) == 3 and found.stability > 0.95 and sorted(found.sizes) == [120, 120, 120]
    assert found.traits(2)[0][0] == "visits" and found.traits(2)[0][1] > 1
    mixed = np.random.default_rng(4).permutation(len(features))
    again = find_personas(features[mixed], ("visits", "spend"), tried=(3, 4))
    assert (assign(again, features) == assign(found, features)).mean() > 0.99


def test_where_nothing_holds_there_are_no_personas():
    with pytest.raises(Refused, match="would be an accident"):
        find_personas(np.random.default_rng(0).gamma(2, 1, (300, 4)), ("a", "b", "c", "d"), tried=(5, 6))
    for features in (np.ones((10, 1)), np.full((300, 1), np.nan), np.full((300, 1), -1.0)):
        with pytest.raises(Problem):
            find_personas(features, ("a",))


def test_a_member_between_two_groups_stays_where_they_were():
    two = Personas(("x",), np.zeros(1), np.ones(1), np.array([[0.0], [2.0]]), np.array([50, 50]), 1.0, 1)
    between = np.expm1(np.array([[1.02], [1.5]]))
    assert assign(two, between).tolist() == [1, 1]
    assert assign(two, between, np.array([0, 0])).tolist() == [0, 1]
    assert assign(two, between, np.array([-1, -1])).tolist() == [1, 1]


def test_personas_that_tell_less_than_rfm_are_not_shown():
    later = np.array([0.0, 0.0, 10.0, 10.0])
    split = np.array([0, 0, 1, 1])
    assert (told_apart(split, later), told_apart(np.array([0, 1, 0, 1]), later), told_apart(split, np.ones(4))) == (
        1.0,
        0.0,
        0.0,
    )
    require_better(split, np.array([0, 1, 0, 1]), later)
    with pytest.raises(Refused, match="RFM"):
        require_better(np.array([0, 1, 0, 1]), split, later)


def test_drift_is_nothing_for_the_same_shares_and_an_alarm_for_others():
    assert drift(split := np.repeat([0, 1], 100), split, 2) == 0
    assert drift(split, np.repeat([0, 1], [180, 20]), 2) > 0.2
