"""The answer never reaches the model: not by a feature, not by a label, not by a split."""

import inspect

import numpy as np
import pytest

from insight.churn.shop import START, UNTIL, rows, shop
from regulars.insight import churn
from regulars.insight.churn import features, grading, learning, windows
from regulars.insight.churn.features import features_at
from regulars.insight.churn.grading import judge
from regulars.insight.churn.learning import forecast, learn
from regulars.insight.churn.prior import expected_purchases
from regulars.insight.churn.purchases import Purchases, Signal
from regulars.insight.churn.windows import left, timetable_of
from regulars.kit.errors import Refused

CUT = UNTIL - 60


def with_another_future() -> Purchases:
    """The same shop up to the cut; afterwards everybody does the opposite."""
    member, day, amount = rows()
    before = day < CUT
    came = np.isin(np.arange(600), member[~before])
    away = np.flatnonzero(~came)
    others = (
        np.r_[member[before], away],
        np.r_[day[before], np.full(len(away), CUT + 3)],
        np.r_[amount[before], np.full(len(away), 99)],
    )
    return Purchases.of(*others, until=UNTIL)


def test_whatever_happens_after_the_cut_the_features_and_the_forecast_are_the_same():
    one, other = shop(), with_another_future()
    assert np.array_equal(features_at(one, CUT).plain, features_at(other, CUT).plain)
    assert np.array_equal(features_at(one, CUT).rich, features_at(other, CUT).rich)
    assert np.array_equal(features_at(one, CUT, horizon=60, prior=expected_purchases).rich, features_at(other, CUT, horizon=60, prior=expected_purchases).rich)
    said = [judge(each, 60) for each in (one, other)]
    assert np.array_equal(said[0].forecast.leaves, said[1].forecast.leaves)
    assert said[0].grade.model.auc > 0.7 and said[1].grade.model.auc < 0.5


def test_signals_after_the_cut_are_not_heard():
    complaint = Signal("complaint", "service", np.array([3, 3]), np.array([CUT - 1, CUT]), np.array([1.0, 1.0]))
    heard = features_at(shop(signals=(complaint,)), CUT)
    assert heard.column("complaint:recent").sum() == 1


def test_a_learner_holds_no_row_of_the_days_it_is_judged_on():
    known = shop().before(CUT)
    assert known.day.max() < CUT and known.until == CUT
    with pytest.raises(Refused, match="isn't known yet"):
        left(known, CUT, 60)
    with pytest.raises(Refused, match="isn't known yet"):
        left(known, CUT - 59, 60)
    assert len(left(known, CUT - 60, 60))


def test_the_future_can_t_be_asked_for():
    with pytest.raises(Refused, match="nothing can be said as of"):
        shop().before(UNTIL + 1)


@pytest.mark.parametrize("horizon", [1, 28, 60, 90, 150, 260])
def test_every_window_that_teaches_ends_before_the_calibration_s_and_that_before_the_test_s(horizon):
    known = shop().before(CUT)
    table = timetable_of(known, horizon)
    assert table.calibrate + horizon == CUT
    assert all(START + horizon <= cut and cut + horizon <= table.calibrate for cut in table.train)


def test_a_model_is_not_asked_about_days_it_has_learned_from():
    known = shop()
    model = learn(known, 60, trees=False)
    with pytest.raises(Refused, match="it would know the answer"):
        forecast(model, known, UNTIL - 60)
    for one in model.fitted:  # nor by each way of ranking alone, features in hand: the trees would "foresee" pure chance with an AUC of .82
        with pytest.raises(Refused, match="it would know the answer"):
            one.probability(features_at(known, UNTIL - 60))


def test_no_function_of_the_room_splits_by_chance():
    said = " ".join(inspect.getsource(module) for module in (churn, features, windows, learning, grading))
    assert "train_test_split" not in said and "random" not in said.replace("at random.", "")


def test_the_same_orders_in_another_order_give_the_same_forecast():
    member, day, amount = rows()
    mixed = np.random.default_rng(1).permutation(len(day))
    again = Purchases.of(member[mixed], day[mixed], amount[mixed], until=UNTIL)
    one = forecast(learn(shop(), 60), shop(), UNTIL)
    other = forecast(learn(again, 60), again, UNTIL)
    assert np.array_equal(one.leaves, other.leaves)
