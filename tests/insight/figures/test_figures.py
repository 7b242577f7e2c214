"""The figures promise a formula, a window and a denominator with every number, and figures that a hand can check."""

from datetime import date

import msgspec
import pytest

from regulars.insight.errors import CannotSay
from regulars.insight.figures import NAMES, figure
from regulars.insight.figures.figure import NoSuchFigure
from regulars.insight.figures.moved import what_moved
from regulars.insight.study.base import base_of
from regulars.kit.phrases import LANGUAGES
from tests.insight.order_files import HEADER, facts_of

SMALL = (
    "1,al,2017-01-05,milk,1,10.00\n2,al,2017-01-25,milk,1,30.00\n3,bea,2017-01-31,tea,2,20.00\n4,cy,2017-02-10,tea,1,5.00\n"
    "5,cy,2017-05-20,tea,1,5.00\n6,al,2017-03-01,tea,1,10.00\n7,bea,2017-06-30,tea,-1,-10.00\n"
)


def by_name(found):
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_says_how_it_is_counted_in_every_language(tmp_path, name):
    with facts_of(tmp_path, SMALL) as facts:
        found = figure(facts, name)
        assert found.sql.startswith("-- ") and (found.rows or found.cannot_say)
        for language in LANGUAGES:
            words = (found.title(language), found.formula(language), found.window(language), found.denominator(language))
            assert all(words) and not any("insight." in word or "{" in word for word in words)
        assert b"NaN" not in msgspec.json.encode(found.document("en"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", ["", "1,al,2017-01-05,milk,-1,-10\n", "1,al,2017-01-05,milk,1,0\n"], ids=["no orders", "one return", "one gift"])
def test_no_figure_falls_over_a_shop_that_sold_nothing(tmp_path, name, text):
    with facts_of(tmp_path, text) as facts:
        for record in figure(facts, name).records():
            assert not any(isinstance(value, float) and value != value for value in record.values())
        said = " ".join(figure(facts, name).sentences("en"))
        assert ("no order up to" if not text else "is a return (1 of them)" if "-10" in text else "") in said
        assert figure(facts, name).rows or said


def test_a_rate_over_one_member_or_of_one_day_is_not_told_without_a_word(tmp_path):
    with facts_of(tmp_path, "1,al,2017-01-05,milk,1,10\n2,al,2017-01-09,milk,1,10\n") as facts:
        for name in ("kpi", "returning", "second_purchase", "time_to_second", "concentration", "pareto"):
            assert figure(facts, name).sentences("en") == ["All orders are one member's: shares and rates over members mean nothing"]
        assert not figure(facts, "intervals").cannot_say
    (tmp_path / "day").mkdir()
    with facts_of(tmp_path / "day", "1,al,2017-01-05,milk,1,10\n2,bea,2017-01-05,milk,1,10\n") as facts:
        for name in ("kpi", "time_to_second", "intervals", "two_periods"):
            assert figure(facts, name).sentences("en") == ["All orders fall on one day (5 Jan 2017): whether anybody comes back can't be said yet"]


def test_the_small_shop_by_hand(tmp_path):
    with facts_of(tmp_path, SMALL) as facts:
        base = base_of(facts, {})
        assert base.document["kpi"] == {
            "members": 3,
            "orders": 6,
            "revenue": "70.00",  # 80 sold, 10 sent back
            "aov": "11.67",
            "frequency": 2.0,
            "repeat_rate": 0.6666667,  # al and cy came another day; bea only sent something back
            "repurchase_90d": 0.3333333,  # al after 20 days; cy after 99
            "median_days_to_second": 59.5,
        }
        assert base.document["cohorts"] == [
            {"cohort": "2017-01", "size": 2, "active": [0, 1, 0, 0, 0]},
            {"cohort": "2017-02", "size": 1, "active": [0, 0, 1, 0]},
        ]
        assert base.document["pareto"] == {"top20_share": 0.7142857, "gini": 0.3809524}  # 50, 10, 10 of 70


def test_kaplan_meier_lets_the_unseen_leave_the_count(tmp_path):
    """Three members: one back after 10 days, one watched for 15 and not seen again, one back after 20: 2/3, then 2/3 × 1/2 … of two left, one came: 0."""
    text = "1,a,2017-01-01,x,1,1\n2,a,2017-01-11,x,1,1\n3,b,2017-02-01,x,1,1\n4,c,2017-01-27,x,1,1\n5,c,2017-02-16,x,1,1\n"
    with facts_of(tmp_path, text) as facts:
        assert [(row["days"], row["came"], row["watched"], round(row["not_yet"], 6)) for row in by_name(figure(facts, "time_to_second"))] == [
            (10, 1, 3, 0.666667),
            (20, 1, 1, 0.0),
        ]


def test_returning_and_repeat_are_two_rates(tmp_path):
    text = "1,a,2015-01-01,x,1,1\n2,a,2017-01-01,x,1,1\n3,b,2017-01-01,x,1,1\n4,b,2017-02-01,x,1,1\n5,c,2017-02-01,x,1,1\n"
    with facts_of(tmp_path, text) as facts:
        (row,) = by_name(figure(facts, "returning"))
        assert (row["members"], row["twice"], row["returning_members"]) == (3, 1, 2)


def test_only_months_that_are_over_are_in_a_cohort(tmp_path):
    text = "1,a,2017-01-10,x,1,1\n2,a,2017-02-10,x,1,1\n3,a,2017-03-10,x,1,1\n"
    for number, (as_of, active) in enumerate([(date(2017, 3, 30), [1]), (date(2017, 3, 31), [1, 1]), (date(2017, 2, 27), [])]):
        folder = tmp_path / str(number)
        folder.mkdir()
        with facts_of(folder, text, as_of=as_of) as facts:
            assert base_of(facts, {}).document["cohorts"] == [{"cohort": "2017-01", "size": 1, "active": active}]


def test_categories_channels_and_baskets(tmp_path):
    header = HEADER.strip() + ",category,channel\n"
    text = "1,a,2017-01-01,x,1,6,tea,web\n1,a,2017-01-01,y,1,2,milk,web\n2,b,2017-01-02,x,1,2,tea,shop\n"
    with facts_of(tmp_path, text, header=header) as facts:
        assert figure(facts, "categories").rows == (("tea", 2, 2, 800, 0.8), ("milk", 1, 1, 200, 0.2))
        assert figure(facts, "channels").rows == (("web", 1, 1, 800, 0.8), ("shop", 1, 1, 200, 0.2))
        assert [row[:3] for row in figure(facts, "baskets").rows] == [(1, 1, 200), (2, 1, 800)]


def test_what_moved_adds_up_and_names_the_step(tmp_path):
    """The same 40 members, as often, half as much an order in the second span: all of it is the order's doing."""
    text = "".join(f"{n}-{m},m{m},2017-0{n + 1}-{m % 27 + 1:02},x,1,{20 if n < 3 else 10}\n" for n in range(6) for m in range(40))
    text += "first,m0,2017-01-01,x,1,20\nlast,m0,2017-06-30,x,1,10\n"
    with facts_of(tmp_path, text) as facts:
        moved = what_moved(facts)
        assert sum(step.moved for step in moved.steps) == pytest.approx(moved.revenue_now - moved.revenue_before)
        steps = {step.name: step for step in moved.steps}
        assert max(steps.values(), key=lambda step: abs(step.moved)).name == "aov" and steps["aov"].high < 0
        assert all(step.low <= step.moved <= step.high for step in moved.steps)


def test_a_young_shop_is_told_why_nothing_moved(tmp_path):
    with facts_of(tmp_path, SMALL, as_of=date(2017, 2, 1)) as facts, pytest.raises(CannotSay, match="at least 56 days of orders; there are 28"):
        what_moved(facts)


def test_an_unknown_figure_lists_those_there_are(tmp_path):
    with facts_of(tmp_path, SMALL) as facts, pytest.raises(NoSuchFigure, match="kpi, returning"):
        figure(facts, "luck")
