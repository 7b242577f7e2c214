"""The programme promises that a back-test is the live shop played fast: the same decisions, added up."""

import pytest

from regulars.backtest.report import report_of
from regulars.backtest.running import shares_a_budget
from regulars.kit.errors import Invalid
from regulars.program.reading import require
from tests.backtest.shop import CLUB, ORDERS, play

# Worked out by hand.
# alice: a1 10.50 + 3.99 tea twice = 14.49 + 3.99 = 18.48 -> 18; a2 90 -> 90 (spend 104.49: gold from here); a3 1.99 at twice = 3.98 -> 3
# bea:   b1 100 -> 100 (spend 100: gold at once); b2 10 + 10 tea + 10 gold = 30;  carl: c1 0.99 -> 0;  everybody: 10 for joining
ISSUED = {"alice": 10 + 18 + 90 + 3, "bea": 10 + 100 + 30, "carl": 10 + 0}


def members(test):
    return {row.pop("member"): row for row in test.members.to_pylist()}


def test_points_are_those_worked_out_by_hand():
    report = report_of(play(CLUB, ORDERS, "2017-01-31"))
    points = report["points"]["points"]
    assert points["issued"] == ISSUED["alice"] + ISSUED["bea"]
    assert points["by_rule"]["welcome"] == 20
    assert sum(points["by_rule"].values()) == points["issued"]
    assert (report["orders"], report["members"], report["lines"], report["sales"]) == (5, 2, 6, "216.48")


def test_each_member_ends_where_the_days_put_them():
    # On 25 January everything of alice but a3 (usable from the 27th) is usable; joining points wait seven days too.
    ends = members(play(CLUB, ORDERS, "2017-01-25"))
    assert ends["alice"] == {"tier": "gold", "active": 118, "pending": 3, "held": 0, "debt": 0}
    assert ends["bea"] == {"tier": "gold", "active": 140, "pending": 0, "held": 0, "debt": 0}


def test_time_goes_on_to_the_last_day_for_everybody():
    # A month after earning everything has lapsed; the review after the third quarter finds neither alice nor bea keeping gold.
    report = report_of(play(CLUB, ORDERS, "2017-10-01"))
    points = report["points"]["points"]
    assert points["issued"] == sum(ISSUED.values()) == points["expired"]
    assert (points["active"], points["pending"]) == (0, 0)
    assert report["tiers"]["members"] == {"regular": 3, "gold": 0}
    assert report["tiers"]["moves"] == [{"from": "regular", "to": "gold", "count": 2}, {"from": "gold", "to": "regular", "count": 2}]
    assert (report["tiers"]["up"], report["tiers"]["down"]) == (2, 2)


def test_points_issued_are_found_again_as_balances_and_lapses():
    for until in ("2017-01-02", "2017-01-31", "2017-02-15", "2017-06-30"):
        points = report_of(play(CLUB, ORDERS, until))["points"]["points"]
        assert points["issued"] == points["expired"] + points["active"] + points["pending"] - points["debt"]


def test_cost_is_points_times_their_value():
    report = report_of(play(CLUB, ORDERS, "2017-01-31"))
    cost = report["cost"]["points"]
    assert cost["issued"] == "2.61"
    assert cost["outstanding"] == "2.61"
    assert cost["issued_share_of_sales"] == "0.01206"  # 2.61 / 216.48


def test_orders_after_the_last_day_do_not_count():
    assert report_of(play(CLUB, ORDERS, "2017-01-04"))["orders"] == 1


@pytest.mark.parametrize("processes", [1, 2])
def test_joining_gives_nothing_where_the_import_will_say_so(processes):
    points = report_of(play(CLUB, ORDERS, "2017-01-31", processes, bonuses=False))["points"]["points"]
    assert points["by_rule"]["welcome"] == 0
    assert points["issued"] == ISSUED["alice"] + ISSUED["bea"] - 20


def test_nobody_bought_anything():
    report = report_of(play(CLUB, [], "2017-01-04"))
    assert (report["orders"], report["members"], report["sales"], report["first_order_on"]) == (0, 0, "0.00", None)
    assert report["tiers"]["members"] == {"regular": 0, "gold": 0}


@pytest.mark.parametrize("processes", [2, 3])
def test_the_number_of_processes_makes_no_difference(processes):
    many = [(f"m{n % 37}", f"o{n}", f"2017-0{1 + n % 6}-{1 + n % 28:02d} 10:{n % 60:02d}", [("tea", 100 + n), ("milk", 5000)]) for n in range(400)]
    alone, together = play(CLUB, many, "2017-12-31"), play(CLUB, many, "2017-12-31", processes)
    assert alone.members.equals(together.members)
    without_speed = [{**report_of(test), "speed": None} for test in (alone, together)]
    assert without_speed[0] == without_speed[1]


def test_a_budget_that_members_share_is_not_cut_up():
    document = CLUB + "budget: {points: 1000}\n"
    test = play(document, ORDERS, "2017-01-31", processes=2)
    assert (test.is_whole, test.processes) == (True, 1)
    assert members(test) == members(play(CLUB, ORDERS, "2017-01-31"))
    assert not shares_a_budget(require(CLUB))


def test_a_budget_is_used_up_in_order_of_time_over_all_members():
    """2 January: alice joins, 10; a1 18. The 5th: bea joins, 10; b1 asks 100 and gets the 62 that are left of 100. March has a budget of its own."""
    test = play(CLUB + "budget: {points: 100, per: month}\n", ORDERS, "2017-01-31", processes=2)
    assert {name: (end["active"], end["pending"]) for name, end in members(test).items()} == {"alice": (28, 0), "bea": (72, 0)}
    later = report_of(play(CLUB + "budget: {points: 100, per: month}\n", ORDERS, "2017-03-31"))
    assert later["points"]["points"]["issued"] == 100 + 10


def test_a_broken_programme_is_refused_before_anything_is_read():
    with pytest.raises(Invalid) as refusal:
        play("program: corner\n", ORDERS, "2017-01-31")
    assert refusal.value.code == "programme.invalid"
