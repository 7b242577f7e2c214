"""Watched figures promise the value their figure gives, and a light that says how it stands beside the target."""

from datetime import UTC, datetime

import pytest

from regulars.insight.figures import OF_THE_JOURNAL, figure
from regulars.insight.targets.kpis import BY_ID, FIGURES, KINDS, Kpi, kpis_of
from regulars.insight.targets.lights import Target, checked, light
from regulars.insight.targets.presets import preset_aims
from regulars.kit.errors import Invalid
from regulars.kit.phrases import LANGUAGES
from tests.insight.order_files import facts_of

SHOP = (  # al: before and after; bea: before only; cy: new, and half of it sent back
    "1,al,2017-01-05,milk,1,10.00\n2,al,2017-06-05,milk,1,30.00\n3,bea,2017-01-31,tea,2,20.00\n"
    "4,cy,2017-05-10,tea,1,40.00\n4,cy,2017-05-10,tea,-1,-20.00\n5,cy,2017-06-20,tea,1,20.00\n"
)


def documents(facts):
    return {name: figure(facts, name).document("en") for name in FIGURES if name not in OF_THE_JOURNAL}


def test_the_watched_figures_by_hand(tmp_path):
    with facts_of(tmp_path, SHOP) as facts:
        found = {kpi.kind.id: kpi.value for kpi in kpis_of(documents(facts))}
    assert found == {
        "members": 3, "orders": 5, "revenue": 100, "aov": 20, "frequency": pytest.approx(5 / 3), "repeat_rate": pytest.approx(2 / 3),
        "returning_rate": pytest.approx(2 / 3), "repurchase_90d": 0, "median_days": 96,
        "active_rate": pytest.approx(2 / 3), "member_growth": pytest.approx(1 / 2),  # cy came to al and bea
        "return_rate": pytest.approx(20 / 120), "top20_share": pytest.approx(0.4),
        "revenue_change": 2.5, "orders_change": 2, "members_change": 1,  # 83 days each: bea's 20 before; al and cy since. The odd first day is in neither
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "1,al,2017-01-05,milk,-1,-10\n", "1,al,2017-01-05,milk,1,0\n"], ids=["no orders", "one return", "one gift"])
def test_a_shop_that_sold_nothing_has_counts_and_no_shares(tmp_path, text):
    with facts_of(tmp_path, text) as facts:
        found = {kpi.kind.id: kpi.value for kpi in kpis_of(documents(facts))}
    assert found["revenue_change"] is None and found["return_rate"] is None and found["members"] in (0, 1)


def test_a_shop_younger_than_two_months_has_no_change(tmp_path):
    with facts_of(tmp_path, "1,al,2017-01-01,milk,1,10\n2,al,2017-02-20,milk,1,30\n") as facts:
        assert {kpi.kind.id: kpi.value for kpi in kpis_of(documents(facts))}["revenue_change"] is None


def kpi(id: str, value: float | None) -> Kpi:
    return Kpi(BY_ID[id], value, "", "")


def aim(id: str, aim: float, near: float = 0.1) -> Target:
    return Target(id, aim, near, "owner", datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("id", "value", "target", "said"),
    [
        ("returning_rate", 0.75, 0.75, "met"),
        ("returning_rate", 0.675, 0.75, "near"),  # a tenth of the aim below it
        ("returning_rate", 0.674, 0.75, "missed"),
        ("return_rate", 0.05, 0.05, "met"),  # less is better
        ("return_rate", 0.055, 0.05, "near"),
        ("return_rate", 0.056, 0.05, "missed"),
        ("orders_change", -0.02, 0, "missed"),
        ("orders_change", None, 0.15, None),
    ],
)
def test_the_light(id, value, target, said):
    assert light(kpi(id, value), aim(id, target)) == said


@pytest.mark.parametrize(("id", "value", "near"), [("luck", 1, 0), ("repeat_rate", 1.01, 0), ("repeat_rate", float("nan"), 0), ("aov", -1, 0), ("aov", 1, 2), ("revenue_change", -1.5, 0)])
def test_what_is_no_target_is_refused_in_words(id, value, near):
    with pytest.raises(Invalid) as refused:
        checked(id, value, near)
    assert all("{" not in refused.value.sentence(language) and "insight." not in refused.value.sentence(language) for language in LANGUAGES)


def test_every_watched_figure_has_a_name_and_a_formula_in_every_language():
    for kind in KINDS:
        assert all(not words.startswith("insight.") for language in LANGUAGES for words in (kind.name(language), kind.formula(language)))


def test_common_first_targets_are_values_or_stand_on_what_is_now():
    now = [kpi("returning_rate", 0.5), kpi("repurchase_90d", 0.4), kpi("orders_change", None)]
    assert preset_aims(now) == {"returning_rate": 0.75, "repurchase_90d": pytest.approx(0.46), "orders_change": 0.15}
    assert preset_aims([kpi("repurchase_90d", 0.95)]) == {"repurchase_90d": 1.0} and preset_aims([kpi("repurchase_90d", None)]) == {}
