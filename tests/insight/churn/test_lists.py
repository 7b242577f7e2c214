"""A list as long as the budget, most to lose first; the last one is judged by what came; a member is told of by reasons that were heard."""

import builtins

import numpy as np
import pytest

from insight.churn.shop import UNTIL, rows, shop
from regulars.insight.churn.learning import Forecast, learn
from regulars.insight.churn.lists import contact_list, realised
from regulars.insight.churn.purchases import Purchases, Signal
from regulars.insight.churn.reasons import GROUPS, reasons_for
from regulars.insight.churn.study_part import study_part
from regulars.insight.store.leaving import is_left_alone
from regulars.kit.errors import Problem, Refused


def said(leaves: list[float]) -> Forecast:
    return Forecast(100, 10, np.arange(len(leaves)), np.array(leaves), np.array(leaves))


def test_the_list_takes_those_with_most_to_lose_not_those_most_likely_to_leave():
    found = contact_list(said([0.9, 0.5, 0.2, 1.0]), np.array([100.0, 1000.0, 1000.0, 0.0]), 2)
    assert (found.members.tolist(), found.at_stake.tolist(), found.expected_lost_margin) == ([1, 2], [500, 200], 700)
    assert len(contact_list(said([0.9, 0.5, 0.2, 1.0]), np.array([100.0, 1000.0, 1000.0, 0.0]), 99).members) == 3


@pytest.mark.parametrize(
    ("margin", "contacts", "code"),
    [
        ([1.0, 1.0], 0, "insight.churn.no_budget"),
        ([0.0, 0.0], 5, "insight.churn.nobody_at_risk"),
        ([1.0], 5, "insight.churn.arrays_differ"),
        ([1.0, float("nan")], 5, "insight.classes.no_worth"),
        ([1.0, -1.0], 5, "insight.classes.no_worth"),
    ],
)
def test_no_list_without_budget_risk_or_numbers(margin, contacts, code):
    with pytest.raises(Problem) as refused:
        contact_list(said([0.5, 0.5]), np.array(margin), contacts)
    assert refused.value.code == code and "{" not in refused.value.sentence("zh-Hant")


def test_the_last_list_is_judged_when_its_days_are_over():
    bought = Purchases.of(np.array([0, 1, 2, 3, 1]), np.array([1, 1, 1, 1, 105]), np.full(5, 9), until=110)
    last = contact_list(said([0.8, 0.6, 0.1, 0.1]), np.full(4, 100.0), 2)
    came = realised(last, bought)
    assert (came.members, came.precision, came.everybody) == (2, 0.5, 0.75)
    assert came.expected == pytest.approx(0.7)
    with pytest.raises(Refused, match="isn't known yet"):
        realised(last, bought.before(109))


def test_a_member_who_complained_is_expected_to_leave_over_the_service():
    """In this shop nine of ten who complain never come again; nobody sent anything about stock or moving house."""
    member, day, amount = rows()
    chance = np.random.default_rng(9)
    hit = np.sort(chance.choice(600, 240, replace=False))
    on = {int(who): int(chance.integers(10_150, UNTIL)) for who in hit}
    gone = np.array([who in on and when > on[who] and who % 10 != 0 for who, when in zip(member, day, strict=True)])
    complaint = Signal("complaint", "service", np.array(list(on)), np.array(list(on.values())), np.ones(len(on)))
    known = Purchases.of(member[~gone], day[~gone], amount[~gone], until=UNTIL, signals=(complaint,))
    model = learn(known, 60, trees=False)
    why = reasons_for(model, model.at(known, UNTIL))
    assert why.heard == ("drifted_away", "service")
    lately = np.isin(why.members, [who for who, when in on.items() if when >= UNTIL - 40])
    service = why.strength[:, GROUPS.index("service")] > 0.05
    assert service[lately].mean() > 0.9
    assert service[~np.isin(why.members, hit)].mean() == 0
    assert not why.strength[:, [GROUPS.index("stock"), GROUPS.index("life_event")]].any()
    told = why.of(int(np.flatnonzero(lately)[0]))
    assert "complaint:recent" in [reason.feature for reason in told] and len(told) <= 2


def test_without_lightgbm_the_logit_stands_alone_and_says_so(monkeypatch):
    def absent(name, *rest, **more):
        if name == "lightgbm":
            raise OSError("libgomp.so.1: cannot open shared object file: No such file or directory")
        return there(name, *rest, **more)

    there = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", absent)
    part = study_part(*rows(), as_of=UNTIL - 1, horizon=60)
    assert [score.name for score in part.grade.all] == ["recency", "frequency", "logit", "pareto_nbd"] and part.grade.model.auc > 0.7
    assert part.cannot_say[0].code == "insight.churn.no_lightgbm"
    assert "libgomp" in part.cannot_say[0].sentence("zh-Hans")


def test_the_part_of_the_study_is_whole_and_every_ratio_is_one():
    part = study_part(*rows(), as_of=UNTIL - 1, contacts=25, margin=0.3)
    churn, classes = part.document["churn"], part.document["classes"]
    assert set(churn) == {"auc", "baseline_auc", "brier"} and all(0 <= value <= 1 for value in churn.values())
    assert churn["auc"] == round(part.grade.model.auc, 4) and churn["baseline_auc"] == round(part.grade.baseline.auc, 4)
    assert list(classes) == ["high", "mid", "potential", "churn_risk", "dormant"]
    assert sum(each["members"] for each in classes.values()) == len(part.members) == len(shop())
    assert sum(each["margin_share"] for each in classes.values()) == pytest.approx(1, abs=0.0005)
    assert len(part.contacts.members) == 25 and part.contacts.expected_lost_margin > 0
    assert part.last.members == 25 and abs(part.last.precision - part.last.expected) < 0.25


def test_a_wholesaler_s_five_hundred_orders_do_not_make_the_rest_dormant():
    member, day, amount = rows()
    days = np.arange(UNTIL - 500, UNTIL)
    with_one = [
        np.r_[old, new]
        for old, new in zip((member, day, amount), (np.full(500, 999), days, np.full(500, 10**9)), strict=True)
    ]
    plain, big = (
        study_part(member, day, amount, as_of=UNTIL - 1, horizon=60),
        study_part(*with_one, as_of=UNTIL - 1, horizon=60),
    )
    assert np.isfinite(big.margin).all()
    same = (plain.classes == big.classes[:-1]).mean()
    assert same > 0.9


def test_a_shop_that_gives_everything_away_has_no_list_and_no_classes_and_says_so():
    member, day, amount = rows()
    part = study_part(member, day, amount * 0, as_of=UNTIL - 1, horizon=60, trees=False)
    assert {"insight.churn.nobody_at_risk", "insight.classes.no_margin"} <= {each.code for each in part.cannot_say}
    assert (part.contacts, part.classes, part.margin.max()) == (None, None, 0)
    assert "classes" not in part.document and part.document["churn"]["auc"] > 0.7


def test_whoever_is_left_alone_is_so_on_the_pages_and_in_the_figure():
    """The pages know the shop's own numbers; the figure's codes are places in a snapshot, which move when somebody joins."""
    numbers = np.random.default_rng(3).choice(10**9, 500, replace=False)
    found = contact_list(said([0.5] * 500), np.full(500, 100.0), 500, numbers)
    assert found.alone.tolist() == [is_left_alone(int(number)) for number in numbers[found.members]]
    assert 30 < found.alone.sum() < 70
