"""Who is leaving and the five classes, out of time, on CDNOW and Complete Journey.

The scores to reach are those of an independent trial on the same data and days (other code, scikit-learn and LightGBM), within 0.01.
"""

import numpy as np
import pytest
from histories import cdnow, complete_journey, day

from regulars.insight.churn.classes import NAMES, classify, make_cuts
from regulars.insight.churn.features import features_at
from regulars.insight.churn.grading import judge
from regulars.insight.churn.logit import logs
from regulars.insight.churn.prior import expected_purchases, histories_of
from regulars.insight.churn.purchases import Purchases, part_of
from regulars.insight.churn.scores import auc
from regulars.insight.churn.windows import amount_in, horizon_of, left
from regulars.insight.churn.worth import fit_worth
from regulars.insight.clv.beta_geometric import BgNbd, MbgNbd
from regulars.insight.clv.pareto_nbd import ParetoNbd


@pytest.fixture(scope="module")
def music() -> Purchases:
    return cdnow()


@pytest.fixture(scope="module")
def grocery() -> Purchases:
    return complete_journey()


def scores(known: Purchases, horizon: int) -> dict[str, float]:
    grade = judge(known, horizon).grade
    table = {score.name: score.auc for score in grade.all} | {
        f"{score.name} brier": score.brier for score in grade.all if score.brier
    }
    table["pareto_nbd"] = auc(left(known, known.until - horizon, horizon), -expected_purchases(known.before(known.until - horizon), horizon))
    return table | {"members": grade.members, "churn": grade.churn, "beats": grade.beats_baseline}


def test_a_music_shop_s_91_days_after_march_1998(music):
    assert horizon_of(music) == 91
    found = scores(music, 91)
    assert found["members"] == 23_570 and found["churn"] == pytest.approx(0.859, abs=0.0005)
    assert found["recency"] == pytest.approx(0.8279, abs=0.0001)
    assert found["frequency"] == pytest.approx(0.8254, abs=0.0001)
    assert found["logit"] == pytest.approx(0.8357, abs=0.01) and found["logit brier"] == pytest.approx(0.0907, abs=0.01)
    assert found["lightgbm"] == pytest.approx(0.8394, abs=0.01) and found["lightgbm brier"] == pytest.approx(
        0.0890, abs=0.01
    )
    assert found["beats"] and found["pareto_nbd"] == pytest.approx(0.8377, abs=0.001)


def test_a_grocer_s_28_days_after_3_december_2017(grocery):
    assert horizon_of(grocery) == 28
    found = scores(grocery, 28)
    assert found["members"] == 2_464 and found["churn"] == pytest.approx(0.186, abs=0.0005)
    assert found["recency"] == pytest.approx(0.8117, abs=0.0001)
    assert found["frequency"] == pytest.approx(0.8380, abs=0.0001)
    assert found["logit"] == pytest.approx(0.8768, abs=0.01) and found["logit brier"] == pytest.approx(0.1038, abs=0.01)
    assert found["lightgbm"] == pytest.approx(0.8784, abs=0.01) and found["lightgbm brier"] == pytest.approx(
        0.1015, abs=0.01
    )
    assert found["beats"] and found["pareto_nbd"] == pytest.approx(0.8620, abs=0.001)
    assert judged_with(grocery, 28) == pytest.approx(0.8793, abs=0.01)


def judged_with(known: Purchases, horizon: int) -> float:
    """AUC of the trees that are also told what Pareto/NBD expects: no better, so a large shop does without."""
    grade = judge(known, horizon, prior=expected_purchases).grade
    return next(score.auc for score in grade.all if score.name == "lightgbm")


@pytest.mark.parametrize(("shop", "horizon", "bg", "mbg", "pareto"), [("music", 91, 0.3442, 0.7893, 0.7974), ("grocery", 28, 0.6802, 0.7434, 0.7845)])
def test_being_alive_is_no_ranking_of_who_leaves(request, shop, horizon, bg, mbg, pareto):
    """1 - P(alive): with BG/NBD, whoever came once is alive for ever, and the ranking is worse than a coin."""
    known = request.getfixturevalue(shop)
    truth, who = left(known, known.until - horizon, horizon), histories_of(known.before(known.until - horizon))
    rows = who.rows
    for kind, published in ((BgNbd, bg), (MbgNbd, mbg), (ParetoNbd, pareto)):
        alive = kind.of(kind.fit(rows)).p_alive(rows.x, rows.tx, rows.T)[rows.row_of]
        assert auc(truth, 1 - alive) == pytest.approx(published, abs=0.001)


def test_a_leaky_split_looks_perfect_and_the_room_has_no_way_to_write_it(music):
    """Recency measured to the end of the data tells who bought in the last 91 days: 1.0000, and worthless."""
    cut = music.until - 91
    truth = left(music, cut, 91)
    peeking = features_at(music, music.until)
    met = np.isin(peeking.members, music.before(cut).codes)
    assert auc(truth, peeking.column("recency")[met]) == 1.0
    honest = features_at(music, cut)
    assert auc(truth, honest.column("recency")) == pytest.approx(0.8279, abs=0.0001)


def test_the_five_classes_of_december_1997_did_what_was_said_of_them_by_june(music):
    """Learned from one window (July to December 1997), judged on the next 181 days. Purchases of nothing (0.00) are no purchases."""
    paid = music.amount > 0
    member = np.repeat(music.codes, np.diff(music.starts))
    music = Purchases.of(member[paid], music.day[paid], music.amount[paid], until=music.until)
    cut, horizon = day("1998-01-01"), 181
    trial = judge(music, horizon, cut=cut, trees=False)
    buys, bought = trial.forecast.buys, ~trial.left
    features = trial.model.at(music, cut)
    yearly, brought = fit_worth(music.before(cut), horizon).yearly(features), features.rich[:, 0]
    classes = classify(make_cuts(buys, yearly, brought, made_on=cut), buys, yearly, brought)
    rate = {name: bought[classes == place].mean() for place, name in enumerate(NAMES)}
    said = {name: buys[classes == place].mean() for place, name in enumerate(NAMES)}
    assert rate["high"] > rate["mid"] > rate["churn_risk"] > rate["dormant"]
    assert {name: said[name] for name in NAMES} == pytest.approx(rate, abs=0.03)
    assert min(np.bincount(classes, minlength=5)) > 1_000
    spent = amount_in(music, cut, horizon)[0]
    assert spent[classes == 0].sum() / spent.sum() == pytest.approx(0.711, abs=0.01)
    assert buys.mean() == pytest.approx(0.243, abs=0.01) and trial.grade.model.auc == pytest.approx(0.803, abs=0.005)


def test_a_tenth_of_the_members_is_the_same_tenth_for_ever(music):
    """SplitMix64 seeded with 0 and 1234567 gives 16294208416658607535 and 6457827717110365317 first (Rosetta Code)."""
    assert part_of(np.array([0, 1_234_567]), 10).tolist() == [5, 7]
    assert abs(np.bincount(part_of(music.codes, 10)) / len(music) - 0.1).max() < 0.01
    assert logs(features_at(music, music.until)).min() >= 0
