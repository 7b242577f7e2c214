"""Level changes promise few false alarms and the right week; steps, periods, prices and categories promise figures that a hand can check."""

import itertools
import math
from datetime import date

import numpy as np
import pytest

from regulars.insight.anomalies.alerts import Evidence
from regulars.insight.asking.answers import answer
from regulars.insight.asking.models import Models
from regulars.insight.errors import CannotSay, InWords
from regulars.insight.figures import figure
from regulars.insight.figures.change_points import LEVEL, change_points
from regulars.insight.figures.figure import Figure
from regulars.insight.figures.proportions import newcombe, shapley, wilson
from tests.insight.order_files import HEADER, facts_of

SEEDS = 200


def noise(seed: int, weeks: int) -> np.ndarray:
    return 1000 * np.exp(0.1 * np.random.default_rng(seed).standard_normal(weeks))


def by_name(found):
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def test_where_nothing_changed_no_more_is_told_than_chance_may():
    """Told in 0 of 200 series of a year; the level is 1 in 100."""
    assert sum(bool(change_points(noise(seed, 52))) for seed in range(SEEDS)) <= LEVEL * SEEDS


def test_a_shop_that_grows_steadily_or_has_seasons_has_not_changed_its_level():
    weeks = np.arange(110)
    shape = np.exp(0.004 * weeks + 0.25 * np.sin(2 * math.pi * weeks / 52.18))
    assert sum(bool(change_points(noise(seed, 110) * shape)) for seed in range(10)) == 0


@pytest.mark.parametrize(("weeks", "at", "size"), [(52, 40, 0.4), (110, 60, -0.45)])
def test_a_step_is_found_in_its_week_with_its_size(weeks, at, size):
    found = 0
    for seed in range(4):
        series = noise(seed, weeks)
        series[at:] *= math.exp(size)
        steps = change_points(series)
        found += any(abs(step.at - at) <= 1 and step.low < step.ratio < step.high and step.low < math.exp(size) < step.high and step.p <= LEVEL for step in steps)
    assert found >= 3


def test_two_steps_are_two_and_one_festival_is_none():
    series = noise(3, 78)
    series[26:] *= 1.6
    series[52:] *= 0.5
    assert [step.at for step in change_points(series)] == [26, 52]
    festival = noise(4, 60)
    festival[30] *= 6
    assert change_points(festival) == ()


def test_short_silent_and_flat_series_are_told_so():
    with pytest.raises(CannotSay, match="at least 26 whole weeks; there are 25"):
        change_points(np.ones(25))
    with pytest.raises(CannotSay, match="15 of 40 weeks have nothing"):
        change_points(np.r_[np.ones(25), np.zeros(15)])
    with pytest.raises(CannotSay, match="40 of 40 weeks"):
        change_points(np.full(40, np.nan))
    assert change_points(np.full(40, 7.0)) == ()


def test_intervals_of_shares_are_the_published_ones():
    """Newcombe 1998, Statistics in Medicine 17, table II (a) and (h), method 10; Wilson: 81 of 263 (table I)."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert newcombe(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=1e-4)
    assert newcombe(10, 10, 0, 10) == pytest.approx((0.6075, 1.0), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_parts_of_a_chain_add_up_and_a_step_that_stood_still_has_none():
    for before, now in itertools.product([(0.5, 0.4, 0.2), (0.0, 1.0, 0.3)], repeat=2):
        assert sum(shapley(before, now)) == pytest.approx(math.prod(now) - math.prod(before), abs=1e-12)
    assert shapley((0.5, 0.4), (0.5, 0.8)) == pytest.approx([0.0, 0.2])
    assert shapley((0.5, 0.4), (1.0, 0.8)) == pytest.approx([0.3, 0.3])  # 0.5 × (0.4 + 0.8) / 2, and 0.4 × (0.5 + 1) / 2


STEPS = (
    "1,al,2017-01-05,x,1,1\n2,al,2017-02-05,x,1,1\n3,al,2017-02-20,x,1,1\n4,al,2017-08-20,x,1,1\n"  # al: 31, 15 and 181 days
    "5,bea,2017-01-31,x,1,1\n6,bea,2017-08-01,x,1,1\n7,cy,2017-08-30,x,1,1\n"  # bea: 182 days; cy came yesterday
)


def test_from_one_purchase_to_the_next_only_the_matured_are_asked(tmp_path):
    with facts_of(tmp_path, STEPS) as facts:
        rows = by_name(figure(facts, "purchase_steps"))
    assert [(row["purchase"], row["members"], row["ever"], row["matured"], row["went_on"]) for row in rows] == [(1, 3, 2, 2, 1), (2, 2, 1, 1, 1), (3, 1, 1, 1, 0)]
    for row in rows:
        assert (row["low"], row["high"]) == pytest.approx(wilson(row["went_on"], row["matured"]), abs=1e-6)


def test_retention_counts_periods_that_are_over(tmp_path):
    with facts_of(tmp_path, STEPS) as facts:  # as of 30 August: July is the last whole month, the second the last whole quarter
        rows = by_name(figure(facts, "retention"))
    assert [(row["kind"], row["first_month"], row["members"], row["known"], row["stayed"]) for row in rows] == [
        ("month", "2017-01", 2, 0, 1), ("month", "2017-02", 1, 1, 0), ("quarter", "2017-01", 2, 0, 0),
    ]  # fmt: skip


def test_a_whole_week_begins_on_monday(tmp_path):
    text = "1,a,2017-01-01,x,1,9\n2,a,2017-01-02,x,1,5\n3,b,2017-01-08,x,1,7\n3,b,2017-01-08,x,-1,-2\n4,b,2017-01-09,x,1,9\n"
    with facts_of(tmp_path, text) as facts:
        (row,) = by_name(figure(facts, "weeks"))
    assert (str(row["week_of"]), row["members"], row["orders"], row["sold"], row["undone"]) == ("2017-01-02", 2, 2, 1200, 200)


PRICES = (  # full: never; some: 1 of 4; half: 1 of 2; mostly: 3 of 3, its first at full price on the day of another at a discount
    "1,full,2017-01-01,x,1,9,0,tea\n2,some,2017-01-01,x,1,9,0,tea\n3,some,2017-01-05,x,1,9,1,tea\n4,some,2017-05-05,x,1,9,0,milk\n5,some,2017-05-06,x,1,9,0,milk\n"
    "6,half,2017-01-01,x,1,8,2,tea\n7,half,2017-05-01,x,1,9,0,milk\n8,mostly,2017-01-01,x,1,5,5,tea\n9,mostly,2017-02-01,x,1,5,5,tea\n10,mostly,2017-06-01,x,1,5,5,milk\n"
)


def test_prices_by_group_by_category_and_by_how_members_began(tmp_path):
    with facts_of(tmp_path, PRICES, header=HEADER.strip() + ",discount,category\n") as facts:
        groups = by_name(figure(facts, "price_groups"))
        assert [(row["price_group"], row["members"], row["orders"], row["discounted"]) for row in groups] == [("full_price", 1, 1, 0), ("sometimes", 1, 4, 1), ("often", 1, 2, 1), ("mostly", 1, 3, 3)]
        assert groups[3]["depth_share"] == 0.5 and groups[0]["depth_share"] is None
        members = {row["member"]: row["price_group"] for row in by_name(figure(facts, "price_members"))}
        assert sorted(members.values()) == sorted(row["price_group"] for row in groups)
        tea, milk = by_name(figure(facts, "price_categories"))
        assert (tea["name"], tea["lines_discounted"], tea["discounted_share"]) == ("tea", 4, pytest.approx(27 / 45)) and milk["discounted_share"] == pytest.approx(5 / 32)
        discount, full = by_name(figure(facts, "price_first"))
        assert (discount["members"], discount["went_on"], full["members"], full["went_on"]) == (2, 1, 2, 1)
        assert discount["later_discounted_share"] == pytest.approx(2 / 3)  # half's one later order was not, mostly's two were
        assert "not what causes what" in figure(facts, "price_first").sentences("en")[0]


def test_orders_that_tell_of_no_discount_are_no_full_prices(tmp_path):
    with facts_of(tmp_path, STEPS) as facts:
        for name in ("price_groups", "price_categories", "price_first"):
            found = figure(facts, name)
            assert found.rows == () and found.sentences("en") == ["no order tells of a discount"], name


def test_categories_that_go_together_and_when_they_are_bought_again(tmp_path):
    text = "".join(f"a{n},m{n},2017-01-01,x,1,1,tea\n" for n in range(30)) + "".join(f"b{n},m{n},2017-01-{11 + n % 2},x,1,1,cup\n" for n in range(12))
    text += "".join(f"c{n},m{n},2017-02-10,x,1,1,tea\n" for n in range(10)) + "d,m99,2017-01-01,x,1,1,\n"
    with facts_of(tmp_path, text, header=HEADER.strip() + ",category\n") as facts:
        one, other = by_name(figure(facts, "category_pairs"))
        assert (one["name"], one["also"], one["both_members"], one["members"]) == ("cup", "tea", 12, 12) and (other["both_members"], other["members"]) == (12, 30)
        assert one["also_share"] == 1 and one["everybody_share"] == pytest.approx(30 / 31) and one["lift"] == pytest.approx(31 / 30)
        (tea,) = by_name(figure(facts, "category_intervals"))
        assert (tea["name"], tea["members"], tea["gaps"], tea["median_days"], tea["within_30_share"]) == ("tea", 10, 10, 40, 0)


@pytest.mark.parametrize("text", ["", "1,al,2017-01-05,milk,-1,-10\n", "1,al,2017-01-05,milk,1,0\n"], ids=["no orders", "one return", "one gift"])
def test_hardly_any_orders_give_sentences_and_no_number(tmp_path, text):
    with facts_of(tmp_path, text) as facts:
        models = Models(facts)
        for name in ("weeks", "retention", "change_points", "price_groups", "price_first", "price_classes", "class_intervals", "category_pairs", "category_intervals", "programme_moved", "points_used", "complaints"):
            found = answer(models, name)
            assert not found.rows and all(found.sentences("zh-Hant")), name
        assert all(row["went_on_rate"] is None for row in by_name(answer(models, "purchase_steps")))

def test_what_was_done_and_which_series_is_silent_are_told_in_the_readers_words() -> None:
    """Evidence of an unusual day names what was done, not the journal's word for it; a silent series names itself."""
    evidence = [Evidence("insight.anomalies.often", {"kind": "earn", "now": 6, "usual": "1.5", "days": 96, "chance": "0.003"})]
    found = Figure("anomalies", "", ("evidence",), ((evidence,),), None, date(2026, 1, 1), 2, "CNY")
    assert found.records("zh-Hans")[0]["evidence"].startswith("一天内获得积分 6 次；") and found.records("en")[0]["evidence"].startswith("6 × earning in a day")
    silent = InWords("insight.change_points.silent_in", ("series",), series="insight.series.return_rate", silent=52, weeks=52)
    assert silent.sentence("en").startswith("the return rate: nothing in 52 of 52 weeks") and silent.sentence("zh-Hant").startswith("退貨率：52 週中有 52 週沒有資料")
