"""Limits over several rules and budgets of all members, as docs/reference/programme.md tells them; worked out by hand."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.counting import Shop
from engine.pair import at
from regulars.engine.budgets import SALES, counter_of

WORTH = "wallets: {points: {point_value: 0.01}}\n"
LIFETIME = "budget programme/points/sales/lifetime"

# ---- one member, several rules


def test_a_member_gets_at_most_so_much_a_month_over_all_rules():
    """limits: the base and the bonus are counted together; the last part is cut first."""
    Shop(
        """
        limits: [{id: monthly, points: 150, per: month}]
        earn:
          - {id: base, on: order.paid, points: {per: 1, give: 1}}
          - {id: visit, on: order.paid, points: 20}
        """
    ).play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 100.00
        2026-01-06 Alice gets 120
        2026-01-07 Alice buys o2 25.00
        2026-01-07 Alice gets 30, limit.shared_points
        2026-01-08 Alice buys o3 25.00
        2026-01-08 Alice gets 0, limit.shared_points
        2026-01-08 Bea joins
        2026-01-08 Bea buys o4 25.00
        2026-01-08 Bea gets 45
        2026-02-01 Alice buys o5 100.00
        2026-02-01 Alice gets 120
    """)


def test_the_last_part_of_an_event_is_cut_first():
    shop = Shop(
        """
        limits: [{id: each, points: 110, per: event}]
        earn:
          - {id: base, on: order.paid, points: {per: 1, give: 1}}
          - {id: visit, on: order.paid, points: 20}
        tiers: {levels: [{id: plain, multiplier: 1.5}]}
        """
    )
    shop.play("2026-01-05 Alice joins\n2026-01-06 Alice buys o1 90.00\n2026-01-06 Alice gets 110, limit.shared_points")
    assert shop.last.rules == {"points": {"base": 90, "visit": 20, "tier:plain": 0}}


def test_a_group_of_rules_shares_a_limit_and_the_others_go_on():
    Shop(
        """
        limits: [{id: extras, points: 30, per: day, rules: [coffee, visit]}]
        earn:
          - {id: base, on: order.paid, points: {per: 1, give: 1}}
          - {id: coffee, on: order.paid, when: {line.category: coffee}, points: {multiply: 2}}
          - {id: visit, on: order.paid, points: 20}
        """
    ).play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 15.00 coffee
        2026-01-06 Alice gets 45, limit.shared_points
        2026-01-06 Alice buys o2 15.00 coffee
        2026-01-06 Alice gets 15, limit.shared_points
        2026-01-07 Alice buys o3 15.00 coffee
        2026-01-07 Alice gets 45
    """)


def test_a_group_of_rules_shares_a_number_of_times():
    Shop(
        """
        limits: [{id: thrice, times: 3, per: week, rules: [app, big]}]
        earn:
          - {id: app, on: order.paid, when: {order.channel: app}, points: 10}
          - {id: big, on: order.paid, when: {order.net_amount: {at_least: 50}}, points: 7}
        """
    ).play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 60.00 at app
        2026-01-06 Alice gets 17
        2026-01-07 Alice buys o2 60.00 at app
        2026-01-07 Alice gets 10, limit.shared_times
        2026-01-08 Alice buys o3 60.00 at app
        2026-01-08 Alice gets 0, rule.missed_limit
        2026-01-12 Alice buys o4 60.00 at app
        2026-01-12 Alice gets 17
    """)


def test_a_limit_counts_one_wallet():
    shop = Shop(
        """
        wallets: {points: {}, growth: {kind: qualifying}}
        limits: [{id: calm, points: 50, per: day, wallet: growth}]
        earn:
          - {id: base, on: order.paid, points: {per: 1, give: 1}}
          - {id: grow, on: order.paid, points: {per: 1, give: 1}, wallet: growth}
        """
    )
    shop.play("2026-01-05 Alice joins\n2026-01-06 Alice buys o1 80.00")
    assert shop.last.earned == {"points": 80, "growth": 50}


def test_a_return_gives_back_what_it_used_of_a_limit_over_several_rules():
    Shop("limits: [{id: monthly, points: 100, per: month}]").play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 80.00
        2026-01-07 Alice buys o2 80.00
        2026-01-07 Alice gets 20, limit.shared_points
        2026-01-08 Alice returns o1
        2026-01-08 Alice has 20
        2026-01-09 Alice buys o3 90.00
        2026-01-09 Alice gets 80, limit.shared_points
        2026-01-10 Alice returns o2
        2026-01-10 Alice returns o3
        2026-01-10 Alice has 0
        2026-01-11 Alice buys o4 120.00
        2026-01-11 Alice gets 100, limit.shared_points
    """)


# ---- all members together


@pytest.mark.parametrize(
    ("per", "counter", "same", "next_"),
    [
        ("day", "/2026-01-06", "2026-01-06 23:59", "2026-01-07 00:00"),
        ("week", "/2026-01-05", "2026-01-11", "2026-01-12"),
        ("month", "/2026-01-01", "2026-01-31", "2026-02-01"),
        ("year", "/2026-01-01", "2026-12-31", "2027-01-01"),
        ("lifetime", "", "2027-06-01", None),
    ],
)
def test_a_budget_of_a_rule_lasts_its_period_for_all_members_together(per, counter, same, next_):
    shop = Shop(f"earn: [{{id: gift, on: order.paid, points: 60, budget: {{points: 100, per: {per}}}}}]").play(f"""
        2026-01-05 Alice joins
        2026-01-05 Bea joins
        2026-01-06 Alice buys o1 1.00
        2026-01-06 Alice gets 60
        {same} Bea buys o2 1.00
        {same} Bea gets 40, budget.clipped
        {same} Alice buys o3 1.00
        {same} Alice gets 0, budget.used_up
        {same} budget rule/gift/points/{per}{counter} stands at 100
    """)
    if next_:
        shop.play(f"{next_} Alice buys o4 1.00\n{next_} Alice gets 60")


def test_a_budget_of_the_programme_counts_every_rule_of_its_wallet_and_what_the_tier_adds():
    Shop(
        """
        budget: {points: 200, per: month}
        tiers: {levels: [{id: plain, multiplier: 1.5}]}
        earn:
          - {id: welcome, on: member.enrolled, points: 30}
          - {id: base, on: order.paid, points: {per: 1, give: 1}}
        """
    ).play("""
        2026-01-05 Alice joins
        2026-01-05 Alice gets 30
        2026-01-06 Alice buys o1 100.00
        2026-01-06 Alice gets 150
        2026-01-06 Bea joins
        2026-01-06 Bea gets 20, budget.programme_clipped
        2026-01-07 Bea buys o2 10.00
        2026-01-07 Bea gets 0, budget.programme_used_up
        2026-01-07 budget programme/points/points/month/2026-01-01 stands at 200
    """)


def test_the_worked_table_of_the_reference_page():
    """2 % of sales, a point worth 0.01: each yuan of net sales allows 2 points."""
    Shop(
        """
        exclude: {category: [gift_card]}
        budget: {share_of_sales: 0.02}
        earn:
          - {id: base, on: order.paid, points: {per: 1, give: 1}}
          - {id: visit, on: order.paid, points: 150}
        """,
        WORTH,
    ).play(f"""
        2026-01-05 Alice joins
        2026-01-05 Bea joins
        2026-01-06 Alice buys o1 100.00
        2026-01-06 Alice gets 200, budget.programme_clipped
        2026-01-07 Bea buys o2 300.00
        2026-01-07 Bea gets 450
        2026-01-07 {LIFETIME} stands at 650
        2026-01-07 {LIFETIME}#sales stands at 40000
        2026-01-08 Alice buys o3 50.00 + 500.00 gift_card
        2026-01-08 Alice gets 200
        2026-01-08 {LIFETIME}#sales stands at 45000
        2026-01-09 Bea buys o4 100.00 paying 60.00 points
        2026-01-09 Bea gets 130, budget.programme_clipped
        2026-01-09 {LIFETIME} stands at 980
        2026-01-09 {LIFETIME}#sales stands at 49000
        2026-01-10 Bea returns o2
        2026-01-10 {LIFETIME} stands at 530
        2026-01-10 {LIFETIME}#sales stands at 19000
        2026-01-11 Alice buys o5 50.00
        2026-01-11 Alice gets 0, budget.programme_used_up
        2026-01-11 {LIFETIME}#sales stands at 24000
        2026-01-12 Alice buys o6 50.00
        2026-01-12 Alice gets 50, budget.programme_clipped
    """)


def test_a_return_that_leaves_the_budget_overdrawn_gives_nobody_anything_until_sales_make_up_for_it():
    """Alice's order earned nothing of its own sales: taking them back leaves Bea's points without cover."""
    Shop(
        """
        budget: {share_of_sales: 0.01}
        earn: [{id: tea, on: order.paid, when: {order.channel: app}, points: {per: 1, give: 2}}]
        """,
        WORTH,
    ).play(f"""
        2026-01-05 Alice joins
        2026-01-05 Bea joins
        2026-01-06 Alice buys o1 100.00
        2026-01-06 Bea buys o2 100.00 at app
        2026-01-06 Bea gets 200
        2026-01-07 Alice returns o1
        2026-01-07 {LIFETIME} stands at 200
        2026-01-07 {LIFETIME}#sales stands at 10000
        2026-01-08 Bea buys o3 60.00 at app
        2026-01-08 Bea gets 0, budget.programme_used_up
        2026-01-09 Bea buys o4 60.00 at app
        2026-01-09 Bea gets 20, budget.programme_clipped
    """)


def test_a_rule_may_have_a_share_of_all_sales_to_itself():
    Shop(
        """
        earn:
          - {id: base, on: order.paid, points: {per: 1, give: 1}}
          - {id: app, on: order.paid, when: {order.channel: app}, points: 40, budget: {share_of_sales: 0.001}}
        """,
        WORTH,
    ).play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 250.00
        2026-01-06 Alice gets 250
        2026-01-07 Alice buys o2 90.00 at app
        2026-01-07 Alice gets 124, budget.clipped
        2026-01-07 budget rule/app/sales/lifetime stands at 34
        2026-01-07 budget rule/app/sales/lifetime#sales stands at 34000
    """)


def test_several_budgets_bind_together_and_the_tightest_wins():
    Shop(
        """
        budget: [{points: 100, per: day}, {points: 150, per: month}]
        earn: [{id: gift, on: order.paid, points: 80, budget: [{points: 90, per: day}]}]
        """
    ).play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 1.00
        2026-01-06 Alice gets 80
        2026-01-06 Alice buys o2 1.00
        2026-01-06 Alice gets 10, budget.clipped
        2026-01-07 Alice buys o3 1.00
        2026-01-07 Alice gets 60, budget.programme_clipped
        2026-01-08 Alice buys o4 1.00
        2026-01-08 Alice gets 0, budget.programme_used_up
        2026-01-08 budget programme/points/points/month/2026-01-01 stands at 150
        2026-01-08 budget rule/gift/points/day/2026-01-07 stands at 60
    """)


def test_a_return_gives_the_budget_back_to_its_own_period_once():
    Shop("budget: {points: 100, per: month}").play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 40.00 + 20.00
        2026-01-20 Alice buys o2 60.00
        2026-01-20 Alice gets 40, budget.programme_clipped
        2026-02-03 Alice returns o1 line 1
        2026-02-03 budget programme/points/points/month/2026-01-01 stands at 60
        2026-02-03 budget programme/points/points/month/2026-02-01 stands at 0
        2026-02-04 Alice returns o1
        2026-02-04 Alice returns o1
        2026-02-04 budget programme/points/points/month/2026-01-01 stands at 40
        2026-02-05 Alice returns o2
        2026-02-05 budget programme/points/points/month/2026-01-01 stands at 0
        2026-02-05 Alice has 0
    """)


def test_a_clipped_order_keeps_what_its_rest_would_have_got():
    """o1 asked 60 and got 50; without the returned 5.00 it asks 55: nothing to take back. Without 30.00 it asks 30."""
    Shop("budget: {points: 50}").play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 5.00 + 25.00 + 30.00
        2026-01-06 Alice gets 50, budget.programme_clipped
        2026-01-07 Alice returns o1 line 1
        2026-01-07 Alice has 50
        2026-01-08 Alice returns o1 line 2
        2026-01-08 Alice has 30
        2026-01-08 budget programme/points/points/lifetime stands at 30
    """)


def test_a_return_that_comes_before_its_order_gives_back_at_once():
    Shop("budget: {points: 100}").play("""
        2026-01-05 Alice joins
        2026-01-06 Alice returns o1 line 1
        2026-01-07 Alice buys o1 40.00 + 20.00
        2026-01-07 budget programme/points/points/lifetime stands at 20
        2026-01-08 Alice returns o1
        2026-01-08 budget programme/points/points/lifetime stands at 0
        2026-01-08 Alice has 0
    """)


def test_best_of_takes_the_rule_that_can_still_give_more():
    """The triple's budget is used up, so the double is what gives this member most."""
    Shop(
        """
        earn:
          - {id: base, on: order.paid, points: {per: 1, give: 1}}
          - {id: triple, on: order.paid, points: {multiply: 3}, stack: best_of, group: g, budget: {points: 150}}
          - {id: double, on: order.paid, points: {multiply: 2}, stack: best_of, group: g}
        """
    ).play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 70.00
        2026-01-06 Alice gets 210
        2026-01-07 Alice buys o2 70.00
        2026-01-07 Alice gets 140, rule.missed_group
        2026-01-07 budget rule/triple/points/lifetime stands at 140
    """)


def test_a_multiplier_below_one_is_taken_off_before_a_budget_looks():
    Shop(
        """
        budget: {points: 60}
        earn:
          - {id: base, on: order.paid, points: {per: 1, give: 1}}
          - {id: half, on: order.paid, points: {multiply: 0.5}}
        """
    ).play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 100.00
        2026-01-06 Alice gets 50
        2026-01-06 budget programme/points/points/lifetime stands at 50
        2026-01-07 Alice buys o2 100.00
        2026-01-07 Alice gets 10, budget.programme_clipped
        2026-01-08 Alice returns o1
        2026-01-08 budget programme/points/points/lifetime stands at 10
    """)


def test_an_event_decided_before_there_were_counters_takes_and_gives_back_nothing():
    """A journal older than its budget replays to the same: what was not recorded binds nothing."""
    shop = Shop("budget: {points: 10}")
    shop.play("2026-01-05 Alice joins")
    shop.versions.latest.caps, caps = {}, shop.versions.latest.caps
    shop.play("2026-01-06 Alice buys o1 100.00\n2026-01-06 Alice gets 100")
    shop.versions.latest.caps = caps
    shop.play("2026-01-07 Alice returns o1\n2026-01-07 Alice has 0\n2026-01-07 budget programme/points/points/lifetime stands at 0")


def test_a_share_of_sales_without_a_value_of_points_is_not_counted():
    shop = Shop("budget: {share_of_sales: 0.0001}")
    shop.play("2026-01-05 Alice joins\n2026-01-06 Alice buys o1 100.00\n2026-01-06 Alice gets 100")
    assert not shop.versions.has_budgets


def test_the_bonus_of_a_streak_belongs_to_its_rule():
    Shop(
        """
        limits: [{id: fun, points: 25, per: week, rules: [checkin]}]
        earn: [{id: checkin, on: checkin, points: 2, streak: {days: 2, bonus: 20}, budget: {points: 40}}]
        """
    ).play("""
        2026-01-05 Alice joins
        2026-01-05 Bea joins
        2026-01-06 Alice sends checkin
        2026-01-07 Alice sends checkin
        2026-01-07 Alice gets 22
        2026-01-08 Alice sends checkin
        2026-01-08 Alice gets 1, limit.shared_points
        2026-01-08 Bea sends checkin
        2026-01-09 Bea sends checkin
        2026-01-09 Bea gets 13, budget.clipped
        2026-01-09 budget rule/checkin/points/lifetime stands at 40
    """)


def test_points_that_waited_and_are_taken_back_give_back_what_they_used():
    Shop(
        """
        limits: [{id: talk, times: 2, per: month, rules: [review]}]
        earn: [{id: review, on: review.published, points: 30, budget: {points: 50, per: month}}]
        """
    ).play("""
        2026-01-05 Alice joins
        2026-01-06 Alice sends review.published review_id=r1
        2026-01-07 Alice sends review.published review_id=r2
        2026-01-07 Alice gets 20, budget.clipped
        2026-01-08 Alice sends review.rejected review_id=r1
        2026-01-08 budget rule/review/points/month/2026-01-01 stands at 20
        2026-01-09 Alice sends review.published review_id=r3
        2026-01-09 Alice gets 30
        2026-01-10 Alice sends review.approved review_id=r3
        2026-01-10 budget rule/review/points/month/2026-01-01 stands at 50
        2026-01-10 Alice has 30
    """)


# ---- laws

DOCUMENTS = (
    "budget: {points: 150, per: month}\nlimits: [{id: all, points: 90, per: day}, {id: twice, times: 2, per: week, rules: [app]}]",
    "budget: [{share_of_sales: 0.008}, {points: 120, per: day}]",
    "budget: {share_of_sales: 0.02, per: month}\nlimits: [{id: some, points: 40, per: week, rules: [tea, app]}]",
)
RULES = """
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
  - {id: tea, on: order.paid, when: {line.category: tea}, points: {multiply: 3}, stack: best_of, group: g, budget: {points: 60, per: week}}
  - {id: app, on: order.paid, when: {order.channel: app}, points: {multiply: 2}, stack: best_of, group: g}
  - {id: calm, on: order.paid, when: {line.category: bread}, points: {multiply: 0.5}}
  - {id: visit, on: order.paid, points: 7, budget: {share_of_sales: 0.001}}
tiers: {levels: [{id: plain, multiplier: 1.3}]}
"""
lines = st.tuples(st.integers(0, 9_000), st.sampled_from(["", " tea", " bread"])).map(lambda line: f"{line[0] / 100:.2f}{line[1]}")
orders = st.tuples(st.lists(lines, min_size=1, max_size=3), st.sampled_from(["", " at app"])).map(lambda order: "buys {id} " + " + ".join(order[0]) + order[1])
steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["Alice", "Bea", "Carl"]), orders),
        st.tuples(st.integers(0, 30), st.sampled_from(["returns {id}", "returns {id} line 1"])),
    ),
    min_size=4,
    max_size=24,
)


@pytest.mark.parametrize("document", DOCUMENTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_no_budget_is_crossed_whatever_happens_and_everything_returned_leaves_nothing(document, steps):
    shop = Shop(document + RULES, WORTH)
    for who in ("Alice", "Bea", "Carl"):
        shop.play(f"2026-01-01 {who} joins")
    bought: list[tuple[str, str]] = []
    at_us = at(shop.program, "2026-01-05 09:00")
    for who, words in steps:
        at_us += 9 * 3_600_000_000
        if isinstance(who, str):
            bought.append((who, f"o{len(bought)}"))
            outcome = shop.take(who, words.format(id=bought[-1][1]), at_us)
            for budget in shop.versions.latest.caps["order.paid"].budgets:
                counter = counter_of(budget, outcome.day)
                if outcome.taken.get(counter, 0) > 0:
                    assert shop.counters[counter] <= budget.allows(shop.counters[counter + SALES])
        elif bought:
            owner, order = bought[who % len(bought)]
            shop.take(owner, words.format(id=order), at_us)
        assert min(shop.counters.values(), default=0) >= 0
        issued = sum(one.points * (1 if one.source == "issued" else -1) for member in shop.members.values() for one in member.posted if "issued" in (one.source, one.target))
        used = [number for counter, number in shop.counters.items() if counter.startswith("programme/points/") and not counter.endswith(SALES)]
        if used and len(shop.program.budgets) == 1:
            assert sum(used) == issued
    for owner, order in bought:
        shop.take(owner, f"returns {order}", at_us)
    assert set(shop.counters.values()) <= {0}
    for member in shop.members.values():
        assert all(given == 0 for periods in member.state.used.values() for _, given in periods)
        own = member.state.wallets.get("points")
        assert own is None or own.active == own.debt
