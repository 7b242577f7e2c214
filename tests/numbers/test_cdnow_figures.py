"""CDNOW's master file: the base figures, cohorts and concentration everybody finds there.

Source: Fader and Hardie's 23,570 members and 69,659 transactions of 1997-01 to 1998-06 (file in ``lifetimes``, MIT), counted independently with R and pandas;
its totals are the published ones. Tolerance: exact to the digits printed.
"""

import pytest

from regulars.insight.figures import figure
from regulars.insight.study.base import base_of
from tests.insight.order_files import cdnow_master, cdnow_sample, facts_of


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cdnow")
    with facts_of(folder, cdnow_master(folder)) as facts:
        yield base_of(facts, {})


def test_the_base_figures(base):
    kpi = base.document["kpi"]
    assert (kpi["members"], kpi["orders"], kpi["revenue"], kpi["aov"]) == (23_570, 69_659, "2500315.63", "35.89")
    assert kpi["repeat_rate"] == 0.4885872  # by purchase days; by single orders .4947815
    assert base.figures["kpi"].rows[0][7] == pytest.approx(0.4947815, abs=5e-8)
    assert (kpi["repurchase_90d"], kpi["median_days_to_second"]) == (0.2921935, 57.0)


def test_one_order_a_day_gives_the_frequency_and_order_value_by_days(base):
    days = base.rfm.frequency.sum()
    assert days == 67_591
    assert days / len(base.rfm.member) == pytest.approx(2.8676708, abs=5e-8)
    assert 2_500_315.63 / days == pytest.approx(36.9918, abs=1e-4)


def test_the_cohorts(base):
    first, second, third = base.document["cohorts"]
    assert (first["cohort"], first["size"], first["active"][:3], first["active"][5]) == ("1997-01", 7_846, [1_157, 964, 810], 720)
    assert (second["cohort"], second["size"], second["active"][:2]) == ("1997-02", 8_476, [1_312, 980])
    assert (third["cohort"], third["size"], third["active"][:2]) == ("1997-03", 7_248, [1_032, 752])
    assert [len(cohort["active"]) for cohort in (first, second, third)] == [17, 16, 15]  # June 1998 is over on its last day


def test_the_best_fifth_and_gini(base):
    assert base.document["pareto"] == {"top20_share": pytest.approx(0.6778, abs=5e-5), "gini": pytest.approx(0.6346, abs=5e-5)}


def test_the_tenth_of_them(tmp_path):
    with facts_of(tmp_path, cdnow_sample(tmp_path)) as facts:
        pareto = base_of(facts, {}).document["pareto"]
        assert pareto["top20_share"] == pytest.approx(0.6745, abs=1e-4)


def test_kaplan_meier_agrees_with_an_independent_product(tmp_path):
    """All of CDNOW began in one quarter, so up to the youngest's age nobody is censored and the curve is the plain share."""
    with facts_of(tmp_path, cdnow_sample(tmp_path)) as facts:
        rows = {days: float(not_yet) for days, _, _, not_yet in figure(facts, "time_to_second").rows}
        second = dict(zip(figure(facts, "second_purchase").columns, figure(facts, "second_purchase").rows[0], strict=True))
        assert 1 - rows[90] == pytest.approx(second["within_90"] / second["members"], abs=1e-12)
