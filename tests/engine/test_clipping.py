"""The programme promises which part of an event's points a limit or a budget cuts, what that uses, and what a return gives back: by hand, cap by cap."""

from datetime import date
from fractions import Fraction

import pytest

from engine.people import HEAD
from regulars.engine.budgets import (
    SALES,
    Caps,
    CompiledBudget,
    CompiledMemberLimit,
    budgets_allowed,
    caps_of,
    counters_of,
    has_budgets,
)
from regulars.engine.clipping import (
    budgets_used,
    choosing_left,
    clip,
    count_sales,
    count_used,
    exhausted_by_times,
    give_back,
    limits_left,
    no_more_than,
    room_now,
    room_then,
    used_of,
    what_comes_in,
)
from regulars.engine.state import MemberState
from regulars.program.document import Program
from regulars.program.reading import require

DAY = date(2026, 3, 10).toordinal()
EARN = """
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
  - {id: tea, on: order.paid, points: 50, budget: {points: 200, per: month}}
  - {id: hello, on: checkin, points: 5, streak: {days: 3, bonus: 10}}
"""
ALL = "{id: all, points: 100, per: day}"
THREE = "{id: three, times: 3, per: week, rules: [tea, hello]}"


def program(*limits: str, more: str = "", earn: str = EARN, wallets: str = "{points: {}}") -> Program:
    return require(f"{HEAD}wallets: {wallets}\nearn:{earn}" + (f"limits: [{', '.join(limits)}]\n" if limits else "") + more)


def caps(*limits: str, more: str = "", on: str = "order.paid", **parts: str) -> Caps:
    return caps_of(program(*limits, more=more, **parts))[on]


TEA = "rule/tea/points/month/2026-03-01"


def test_which_caps_an_event_has() -> None:
    found = caps_of(program(ALL, THREE))
    assert {on: ([limit.id for limit in one.limits], [budget.key for budget in one.budgets]) for on, one in found.items()} == {
        "order.paid": (["all", "three"], ["rule/tea/points/month"]), "checkin": (["all", "three"], []),
    }  # fmt: skip
    assert caps_of(program(earn="\n  - {id: base, on: order.paid, points: {per: 1, give: 1}}\n")) == {}
    assert counters_of(found["order.paid"], DAY) == [TEA]


def test_what_a_cap_is_compiled_to() -> None:
    all_, three = caps(ALL, THREE).limits
    assert all_ == CompiledMemberLimit("all", "limits/all/points/day", "limit:all", "points", True, 100, "day", None)
    assert three == CompiledMemberLimit("three", "limits/three/times/week", "limit:three", "points", False, 3, "week", frozenset({"tea", "hello"}))
    (of_points,) = caps("{id: few, points: 9, per: day, rules: [hello]}", on="checkin").limits
    assert of_points.rules == {"hello", "streak:hello"}
    (of_times,) = caps("{id: few, times: 9, per: day}", on="checkin").limits
    assert of_times.rules == {"base", "tea", "hello"}
    budget = CompiledBudget("rule/tea/points/month", "points", "tea", "month", 200, 0, 1, None, ("tea", "streak:tea"))
    assert caps(ALL).budgets == (budget,)


def test_a_share_of_sales_is_counted_in_points_of_their_worth() -> None:
    """2 % of sales; a point is worth 0.01 yuan, and the wallet counts tenths: one fen of sales allows 0.02 × 10 tenths."""
    wallets = "{points: {point_value: 0.01, scale: 1}}"
    more = "budget: [{share_of_sales: 0.02, per: year, warn_at: 0.8}, {points: 7.5, per: lifetime}]\n"
    earn = "\n  - {id: base, on: order.paid, points: {per: 1, give: 1}}\n  - {id: hi, on: checkin, points: 5}\n"
    order, checkin = (caps(more=more, earn=earn, wallets=wallets, on=on) for on in ("order.paid", "checkin"))
    sales = CompiledBudget("programme/points/sales/year", "points", "", "year", 0, 1, 5, Fraction(4, 5), ())
    whole = CompiledBudget("programme/points/points/lifetime", "points", "", "lifetime", 75, 0, 1, None, ())
    assert order.budgets == checkin.budgets == (sales, whole)
    assert counters_of(order, DAY) == ["programme/points/sales/year/2026-01-01", "programme/points/sales/year/2026-01-01" + SALES, "programme/points/points/lifetime"]
    assert budgets_allowed([program(more=more, earn=earn, wallets=wallets)]) == [
        {"key": "programme/points/sales/year", "most": "0", "num": "1", "den": "5"}, {"key": "programme/points/points/lifetime", "most": "75", "num": "0", "den": "1"},
    ]  # fmt: skip


def test_rewards_have_caps_where_they_come_and_a_friends_counts_with_the_order() -> None:
    more = (
        "challenges: [{id: c, on: checkin, target: {count: 1}, reward: {points: 9}, budget: {points: 90, per: month}}]\n"
        "referral: {advocate: {points: 300}, friend: {points: 200}, budget: {points: 900, per: month}}\n"
    )
    found = caps_of(program(ALL, more=more))
    assert {on: ([budget.key for budget in one.budgets], one.rewards) for on, one in found.items()} == {
        "order.paid": (["rule/tea/points/month", "reward/referral/points/month"], True),
        "checkin": (["reward/challenge:c/points/month"], True),
        "referral.qualified": (["reward/referral/points/month"], True),
    }  # fmt: skip
    assert has_budgets(program(more=more, earn="\n  - {id: base, on: order.paid, points: 1}\n"))
    only_advocate = caps_of(program(more="referral: {advocate: {points: 300}, budget: {points: 900, per: month}}\n", earn="\n  - {id: base, on: order.paid, points: 1}\n"))
    assert set(only_advocate) == {"referral.qualified"}


def member(*used: tuple[str, int]) -> MemberState:
    state = MemberState(used={})
    for key, given in used:
        state.used[key] = [(DAY if key.endswith("day") else date(2026, 3, 9).toordinal(), given)]
    return state


def test_the_room_is_what_is_left_of_each_and_nothing_binds_that_was_not_handed_in() -> None:
    both = caps(ALL, THREE)
    assert room_now(both, member(), {}, DAY, 0) == [100, 3, None]
    assert room_now(both, member(("limits/all/points/day", 30), ("limits/three/times/week", 3)), {TEA: 0}, DAY, 0)[:2] == [70, 0]
    assert room_now(both, member(("limits/all/points/day", 130)), {}, DAY, 0)[0] == 0
    assert room_now(both, member(), {TEA: 120}, DAY, 0)[2] == 80
    each = caps("{id: each, points: 40, per: event}")
    assert room_now(each, MemberState(used={"limits/each/points/event": [(0, 40)]}), {}, DAY, 0)[0] == 40
    assert room_then(both, {"limit:all": 12, "all": 5}, {TEA: 150}, DAY, 0)[1:] == [None, 50]


def test_a_return_asks_no_more_of_a_budget_than_the_order_took() -> None:
    both = caps(ALL, THREE)
    assert no_more_than(both, [70, None, 80], {TEA: 30}, DAY) == [70, None, 30]
    assert no_more_than(both, [70, None, 20], {TEA: 30}, DAY) == [70, None, 20]
    assert no_more_than(both, [70, None, 20], {}, DAY) == [70, None, 0]
    assert no_more_than(both, [70, None, None], {TEA: 30}, DAY) == [70, None, None]


def test_what_is_noted_with_the_event_and_what_rules_choose_by() -> None:
    both = caps(ALL, THREE)
    assert set(limits_left(both, [70, None, 80]).values()) == {70}
    assert choosing_left(both, {"tea": 90, "base": 5}, [70, 3, 80]) == {"tea": 80, "base": 5}
    assert choosing_left(both, {"tea": 60}, [70, 3, 80]) == {"tea": 60}
    assert choosing_left(both, {}, [70, 3, 80]) == {"tea": 80}
    assert choosing_left(both, {}, [70, 3, None]) == {}
    and_all = caps(ALL, more="budget: {points: 50, per: day}\n")
    assert choosing_left(and_all, {}, [70, 80, 50]) == {"tea": 80}
    whole = caps(ALL, earn="\n  - {id: base, on: order.paid, points: 1}\n", more="budget: {points: 50, per: day}\n")
    assert choosing_left(whole, {"base": 5}, [70, 3]) == {"base": 5}  # a budget over everything chooses for nobody


def test_rules_whose_times_are_used_up_are_out() -> None:
    both = caps(ALL, THREE)
    assert exhausted_by_times(both, [0, 0, 0]) == {"hello": "week", "tea": "week"}
    assert exhausted_by_times(both, [0, 1, 0]) == {}
    assert exhausted_by_times(caps(ALL), [0, 0]) == {}


@pytest.mark.parametrize(
    ("given", "comes"),
    [
        ({}, {}), ({"a": 5, "b": 0}, {"a": 5, "b": 0}), ({"a": 5, "b": -2}, {"a": 3, "b": 0}), ({"a": 2, "b": -5, "c": 9}, {"a": 0, "b": 0, "c": 6}),
        ({"a": 5, "b": -2, "c": 4}, {"a": 3, "b": 0, "c": 4}), ({"a": 1, "b": -5}, {"a": 0, "b": 0}), ({"a": 5, "b": -5, "c": 4}, {"a": 0, "b": 0, "c": 4}),
    ],
)  # fmt: skip
def test_a_multiplier_below_one_takes_from_the_first_parts_first(given: dict, comes: dict) -> None:
    assert what_comes_in(given) == comes


def test_the_last_part_is_cut_first_and_what_is_cut_is_told() -> None:
    told: list = []
    both = caps(ALL, THREE)
    assert clip(both, "points", {"base": 70, "tea": 50}, [100, 3, 200], told) == ({"base": 70, "tea": 30}, [100, 1, 30])
    assert told == [{"code": "limit.shared_points", "limit": "all", "wallet": "points", "asked": 120, "points": 100, "left": 100, "per": "day"}]
    told.clear()
    assert clip(both, "points", {"base": 70, "tea": 50}, [40, 3, 200], told) == ({"base": 40, "tea": 0}, [40, 0, 0])
    assert clip(both, "points", {"base": 70, "tea": 50}, [None, None, None], None) == ({"base": 70, "tea": 50}, [120, 1, 50])
    assert clip(both, "points", {"base": 50, "tea": 50}, [100, 1, 50], None) == ({"base": 50, "tea": 50}, [100, 1, 50])
    told.clear()
    assert clip(both, "points", {"base": 50, "tea": 50}, [100, 1, 50], told) == ({"base": 50, "tea": 50}, [100, 1, 50])
    assert clip(both, "stars", {"base": 70, "tea": 50}, [1, 0, 0], told) == ({"base": 70, "tea": 50}, [0, 0, 0])
    assert told == []  # nothing is cut that just fits, or in another wallet


def test_a_rule_that_gives_nothing_takes_no_time_and_one_point_is_enough_for_one() -> None:
    both = caps("{id: one, times: 1, per: day, rules: [tea, base]}")
    assert clip(both, "points", {"base": 0, "tea": 1}, [1, 200], None) == ({"base": 0, "tea": 1}, [1, 1])
    assert clip(both, "points", {"base": 1, "tea": 5}, [1, 200], None) == ({"base": 1, "tea": 0}, [1, 0])
    assert clip(both, "points", {"base": 5, "tea": 1}, [1, 200], None) == ({"base": 5, "tea": 0}, [1, 0])
    assert clip(caps(ALL), "points", {"base": 9, "tea": 1}, [8, 200], None) == ({"base": 8, "tea": 0}, [8, 0])


TWO = "{points: {scale: 1}, stars: {}}"


def test_each_wallet_has_its_own_caps_and_its_own_unit() -> None:
    earn = "\n  - {id: base, on: order.paid, points: 1}\n  - {id: star, on: checkin, points: 1, wallet: stars}\n"
    limits = ("{id: p, points: 9.5, per: day}", "{id: s, points: 7, per: day, wallet: stars}", "{id: t, times: 2, per: day, wallet: stars}")
    more = "budget: [{points: 50, per: day}, {points: 60, per: day, wallet: stars}]\n"
    found = caps_of(program(*limits, more=more, earn=earn, wallets=TWO))
    assert {on: ([(one.id, one.count) for one in each.limits], [(one.wallet, one.most) for one in each.budgets]) for on, each in found.items()} == {
        "order.paid": ([("p", 95)], [("points", 500)]), "checkin": ([("s", 7), ("t", 2)], [("stars", 60)]),
    }  # fmt: skip
    assert found["checkin"].limits[1].rules == {"star"}
    both = program("{id: s, times: 7, per: day, wallet: stars, rules: [star]}", earn=earn.replace("checkin", "order.paid"), wallets=TWO)
    assert [limit.id for limit in caps_of(both)["order.paid"].limits] == ["s"]
    several = program("{id: p, points: 5, per: day}", earn=earn.replace("checkin", "order.paid"), wallets=TWO, more="budget: {points: 50, per: day}\n")
    assert [budget.wallet for budget in caps_of(several)["order.paid"].budgets] == ["points"]  # one of its rules is enough


def test_sales_are_counted_with_orders_that_earn_nothing_and_no_budget_of_points_is() -> None:
    only_checkins = "\n  - {id: hi, on: checkin, points: 5}\n"
    share = caps_of(program(earn=only_checkins, wallets="{points: {point_value: 0.01}}", more="budget: {share_of_sales: 0.02, per: month}\n"))
    assert set(share) == {"order.paid", "checkin"}
    points = caps_of(program(earn=only_checkins, more="budget: {points: 50, per: month}\n"))
    assert set(points) == {"checkin"}


def test_one_reward_with_a_budget_is_enough_to_have_one() -> None:
    free = "{id: free, on: checkin, target: {count: 1}, reward: {points: 9}}"
    bound = "{id: bound, on: checkin, target: {count: 1}, reward: {points: 9}, budget: {points: 90, per: month}}"
    earn = "\n  - {id: base, on: order.paid, points: 1}\n"
    assert has_budgets(program(more=f"challenges: [{free}, {bound}]\n", earn=earn))
    assert not has_budgets(program(more=f"challenges: [{free}]\n", earn=earn))


def test_the_budget_of_referrals_is_in_the_advocates_wallet_or_the_friends_where_only_they_get_points() -> None:
    earn = "\n  - {id: base, on: order.paid, points: 1}\n"
    for who, wallet in (("advocate: {points: 3, wallet: stars}", "stars"), ("friend: {points: 3, wallet: stars}", "stars"), ("advocate: {points: 3}, friend: {points: 3}", "points")):
        (found,) = {budget.wallet for each in caps_of(program(earn=earn, wallets=TWO, more=f"referral: {{{who}, budget: {{points: 90, per: month}}}}\n")).values() for budget in each.budgets}
        assert found == wallet


def test_what_a_budget_leaves() -> None:
    points = CompiledBudget("k", "points", "", "day", 200, 0, 1, None, ())
    sales = CompiledBudget("k", "points", "", "day", 0, 1, 5, None, ())
    assert [points.left({"c": used}, "c", 999) for used in (0, 150, 200, 250)] == [200, 50, 0, 0]
    assert [sales.left({"c": used, "c" + SALES: 1_000}, "c", 24) for used in (0, 200, 204, 300)] == [204, 4, 0, 0]  # a fifth of 1024, rounded down


def test_times_cut_whole_parts_and_a_budget_says_whether_anything_was_left() -> None:
    both, told = caps(ALL, THREE), []
    assert clip(both, "points", {"base": 10, "tea": 50}, [100, 0, 200], told) == ({"base": 10, "tea": 0}, [10, 0, 0])
    assert told == [{"code": "limit.shared_times", "limit": "three", "wallet": "points", "asked": 50, "points": 0, "left": 0, "per": "week"}]
    for left, code in ((20, "budget.clipped"), (0, "budget.used_up")):
        told = []
        assert clip(both, "points", {"base": 10, "tea": 50}, [100, 3, left], told) == ({"base": 10, "tea": left}, [10 + left, 1 if left else 0, left])
        assert told == [{"code": code, "rule": "tea", "wallet": "points", "asked": 50, "points": left, "left": left, "per": "month"}]
    whole = caps(earn="\n  - {id: base, on: order.paid, points: 1}\n", more="budget: {points: 50, per: day}\n")
    for left, code in ((20, "budget.programme_clipped"), (0, "budget.programme_used_up")):
        told = []
        assert clip(whole, "points", {"base": 30, "tier:gold": 20}, [left], told) == ({"base": left, "tier:gold": 0}, [left])
        assert told == [{"code": code, "wallet": "points", "asked": 50, "points": left, "left": left, "per": "day"}]


def test_a_streaks_bonus_is_points_of_its_rule_and_no_time_of_its_own() -> None:
    times, points = caps(THREE, on="checkin"), caps("{id: few, points: 9, per: day, rules: [hello]}", on="checkin")
    given = {"hello": 5, "streak:hello": 10}
    assert used_of(times, "points", given) == [1]
    assert used_of(points, "points", given) == [15]
    assert clip(points, "points", given, [9], None) == ({"hello": 5, "streak:hello": 4}, [9])
    assert used_of(points, "stars", given) == [0]
    assert used_of(points, "points", {"other": 5}) == [0]


def test_what_is_used_is_counted_and_what_goes_back_is_given_back() -> None:
    both, state, taken = caps(ALL, THREE), MemberState(used={}), {}
    count_used(both, [70, 1, 50], [100, 3, 200], state, DAY, taken)
    count_used(both, [0, 0, 5], [100, 3, 200], state, DAY, taken)
    assert (state.used["limits/all/points/day"], state.used["limits/three/times/week"], taken) == ([(DAY, 70)], [(DAY - 1, 1)], {TEA: 55})
    count_used(both, [0, 0, 5], [100, 3, None], state, DAY, taken)
    assert taken == {TEA: 55}
    give_back(both, "points", {"base": 20, "tea": 50}, {"base": 5}, {TEA: 0}, state, DAY, taken)
    assert (state.used["limits/all/points/day"], state.used["limits/three/times/week"], taken) == ([(DAY, 5)], [(DAY - 1, 0)], {TEA: 5})
    taken = {}
    give_back(both, "points", {"tea": 50}, {}, {}, state, DAY, taken)
    assert taken == {}  # a counter the order was not decided on


def test_sales_count_for_the_budgets_that_are_a_share_of_them() -> None:
    share = caps(more="budget: {share_of_sales: 0.02, per: month}\n", earn="\n  - {id: base, on: order.paid, points: 1}\n", wallets="{points: {point_value: 0.01}}")
    counter = "programme/points/sales/month/2026-03-01"
    taken: dict[str, int] = {}
    for sales in (100_00, 50_00, -30_00, 0):
        count_sales(share, {counter: 0, counter + SALES: 0}, DAY, sales, taken)
    assert taken == {counter + SALES: 120_00}
    taken = {}
    count_sales(share, {counter: 0}, DAY, 100_00, taken)
    assert taken == {}
    assert room_now(share, MemberState(used={}), {counter: 50, counter + SALES: 100_00}, DAY, 20_00) == [190]  # 2 % of 120.00 are 240 points


def test_what_awaited_points_use_of_a_budget() -> None:
    every = caps_of(program(ALL, THREE))
    assert budgets_used(every, "order.paid", "points", {"tea": 50}, DAY, {TEA: 0}) == {TEA: 50}
    assert budgets_used(every, "order.paid", "points", {"base": 50}, DAY, {TEA: 0}) == {}
    assert budgets_used(every, "order.paid", "points", {"tea": 50}, DAY, {}) == {}
    assert budgets_used(every, "member.enrolled", "points", {"tea": 50}, DAY, {TEA: 0}) == {}
    assert budgets_used({}, "order.paid", "points", {"tea": 50}, DAY, {TEA: 0}) == {}
