"""Rewards of challenges and referrals under limits over several rules and budgets, as docs/reference/programme.md tells it; worked out by hand."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.counting import Shop
from engine.pair import at
from engine.tale import Tale
from regulars.engine.event_names import REFERRAL_QUALIFIED, REFERRAL_REVERSED
from regulars.engine.events import Event, ReferralQualified, ReferralReversed
from regulars.engine.explain import sentences
from regulars.engine.state import decode_state, encode_state
from regulars.kit.phrases import LANGUAGES

COFFEES = "challenges: [{id: coffees, on: order.paid, target: {count: 2}, recurrence: again, reward: {points: 100}}]\n"
NOTHING_EARNS = "earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\n"
WORTH = "wallets: {points: {point_value: 0.01}}\n"
TERMS = "referral: {advocate: {points: 300}, friend: {points: 200}, qualifies: {order_at_least: 50}, after: 14 days}\n"
LIFETIME = "programme/points/points/lifetime"


class Cafe(Shop):
    """As Shop, and ``joins brought by ADA``; ``friend 7 bought | returned``, and what has been stored is read again before every line."""

    def take(self, who, words, at_us):
        member = self.members.get(who)
        if member is not None and member.state is not None:
            member.state = decode_state(encode_state(member.state))
        if words.startswith("friend "):
            number, what = words.split(" ")[1:]
            type, data = (REFERRAL_QUALIFIED, ReferralQualified(int(number))) if what == "bought" else (REFERRAL_REVERSED, ReferralReversed(int(number)))
            return self.decide(who, Event(f"referral.{number}.{what}", "regulars", type, at_us, data))
        if words == "joins brought by ADA":
            type, data = object.__new__(Tale)._read(words)
            return self.decide(who, Event("joined", "till", type, at_us, data), {"referral": {"advocate": 7}})
        return super().take(who, words, at_us)


def told(shop: Shop, language: str = "en") -> list[str]:
    return sentences(shop.last.because, language, shop.program)


def test_a_limit_over_everything_counts_rewards_too_and_cuts_them_after_what_rules_gave():
    """120 of 150 are used by base and reward of two orders of 10: the second reward gets the 10 that are left after its order's base."""
    shop = Cafe(COFFEES + "limits: [{id: monthly, points: 150, per: month}]").play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 10.00
        2026-01-07 Alice buys o2 10.00
        2026-01-07 Alice gets 110
        2026-01-08 Alice buys o3 10.00
        2026-01-09 Alice buys o4 10.00
        2026-01-09 Alice gets 20, limit.shared_points
        2026-01-10 Alice buys o5 10.00
        2026-01-10 Alice gets 0
        2026-02-01 Alice buys o6 10.00
        2026-02-01 Alice gets 110
    """)
    assert shop.last.rewarded == {"points": 100}


def test_what_cut_a_reward_is_said_in_three_languages():
    shop = Cafe(COFFEES + "limits: [{id: monthly, points: 60, per: month}]")
    shop.play("2026-01-05 Alice joins\n2026-01-06 Alice buys o1 10.00\n2026-01-07 Alice buys o2 10.00\n2026-01-07 Alice gets 50")
    assert "The limit “monthly” still allowed 40 of 100 points (month), so 40 were given" in told(shop)
    for language in LANGUAGES:
        assert all("{" not in text for text in told(shop, language))


def test_a_limit_of_named_rules_leaves_rewards_alone():
    Cafe(COFFEES + "limits: [{id: base-only, points: 15, per: month, rules: [base]}]").play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 10.00
        2026-01-07 Alice buys o2 10.00
        2026-01-07 Alice gets 105, limit.shared_points
    """)


def test_a_limit_by_event_holds_for_what_rules_and_rewards_give_together():
    Cafe(COFFEES + "limits: [{id: each, points: 50, per: event}]").play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 30.00
        2026-01-07 Alice buys o2 30.00
        2026-01-07 Alice gets 50, limit.shared_points
    """)


def test_a_number_of_times_counts_a_reward_as_one():
    Cafe(COFFEES + "limits: [{id: thrice, times: 3, per: month}]").play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 10.00
        2026-01-07 Alice buys o2 10.00
        2026-01-07 Alice gets 110
        2026-01-08 Alice buys o3 10.00
        2026-01-08 Alice gets 0
    """)


def test_a_budget_counts_rewards_of_everybody_and_cuts_the_last():
    shop = Cafe(COFFEES + "budget: {points: 250}", WORTH)
    for who in ("Alice", "Bea"):
        shop.play(f"2026-01-05 {who} joins\n2026-01-06 {who} buys {who}1 10.00\n2026-01-07 {who} buys {who}2 10.00\n2026-01-07 {who} gets 110")
    shop.play(f"2026-01-08 budget {LIFETIME} stands at 240\n2026-01-08 Cleo joins\n2026-01-08 Cleo buys c1 5.00\n2026-01-09 Cleo buys c2 2.00")
    shop.play(f"2026-01-09 Cleo gets 5, budget.programme_clipped\n2026-01-09 budget {LIFETIME} stands at 250")
    assert shop.last.rewards_took == {LIFETIME: 3}


def test_a_share_of_sales_pays_the_reward_from_the_very_order_that_brings_it():
    """2 points for each yuan: 20 of the first order less its 10, then 40 allowed: 10 of the second order's base, and 20 for the reward of 100."""
    Cafe(COFFEES + "budget: {share_of_sales: 0.02}", WORTH).play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 10.00
        2026-01-06 Alice gets 10
        2026-01-07 Alice buys o2 10.00
        2026-01-07 Alice gets 30, budget.programme_clipped
        2026-01-07 budget programme/points/sales/lifetime stands at 40
    """)


def test_a_reward_that_is_taken_back_gives_room_again_to_the_limit_and_to_the_budget():
    Cafe(COFFEES + "limits: [{id: monthly, points: 200, per: month}]\nbudget: {points: 120}", WORTH).play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 10.00
        2026-01-07 Alice buys o2 10.00
        2026-01-07 Alice gets 110, budget.programme_clipped
    """.replace(", budget.programme_clipped", "") + f"""
        2026-01-07 budget {LIFETIME} stands at 120
        2026-01-08 Alice returns o1
        2026-01-08 budget {LIFETIME} stands at 10
        2026-01-09 Alice buys o3 10.00
        2026-01-09 Alice gets 110
        2026-01-09 budget {LIFETIME} stands at 120
        2026-01-10 Alice returns o3
        2026-01-10 Alice returns o2
        2026-01-10 budget {LIFETIME} stands at 0
        2026-01-10 Alice has 0
    """)


def test_a_return_of_an_order_never_takes_from_the_budget_what_its_reward_had():
    """o2 used 10 by its base and 40 by its reward. When a third of it goes back, the base's third goes back and nothing else moves."""
    Cafe(COFFEES + "budget: {points: 60}", WORTH).play(f"""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 10.00
        2026-01-07 Alice buys o2 4.00 + 6.00
        2026-01-07 Alice gets 50, budget.programme_clipped
        2026-01-07 budget {LIFETIME} stands at 60
        2026-01-08 Alice returns o2 line 1
        2026-01-08 budget {LIFETIME} stands at 56
        2026-01-08 Alice has 56
    """)


def test_a_challenge_on_another_event_is_counted_though_no_rule_is_on_it():
    shop = Cafe("challenges: [{id: shows, on: checkin, target: {count: 1}, recurrence: again, reward: {points: 30}}]\nbudget: {points: 50}", WORTH)
    shop.play("""
        2026-01-05 Alice joins
        2026-01-06 Alice sends checkin
        2026-01-06 Alice gets 30
        2026-01-07 Alice sends checkin
        2026-01-07 Alice gets 20, budget.programme_clipped
        2026-01-08 Alice sends checkin
        2026-01-08 Alice gets 0, budget.programme_used_up
    """)


def test_a_limit_can_name_a_challenge_alone_or_beside_rules():
    """60 for the reward alone: the base goes on. Beside the base, 115 less 10 + 10 leave 95 for the reward."""
    Cafe(COFFEES + "limits: [{id: rewards, points: 60, per: month, challenges: coffees}]").play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 10.00
        2026-01-07 Alice buys o2 10.00
        2026-01-07 Alice gets 70, limit.shared_points
        2026-01-08 Alice buys o3 10.00
        2026-01-09 Alice buys o4 10.00
        2026-01-09 Alice gets 10, limit.shared_points
        2026-01-10 Alice returns o4
        2026-01-10 Alice returns o3
        2026-01-11 Alice buys o5 7.00
        2026-01-11 Alice gets 7
    """)
    Cafe(COFFEES + "limits: [{id: both, points: 115, per: month, rules: [base], challenges: [coffees]}]").play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 10.00
        2026-01-07 Alice buys o2 10.00
        2026-01-07 Alice gets 105, limit.shared_points
    """)


def test_times_count_the_challenges_that_are_named():
    Cafe(COFFEES + "limits: [{id: once, times: 1, per: month, challenges: coffees}]").play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 1.00
        2026-01-07 Alice buys o2 1.00
        2026-01-07 Alice gets 101
        2026-01-08 Alice buys o3 1.00
        2026-01-09 Alice buys o4 1.00
        2026-01-09 Alice gets 1
        2026-02-09 Alice buys o5 1.00
        2026-02-10 Alice buys o6 1.00
        2026-02-10 Alice gets 101
    """)


def test_a_challenge_has_a_budget_of_its_own_and_a_return_gives_it_back():
    own = "reward/challenge:coffees/points/month/2026-01-01"
    shop = Cafe(COFFEES.replace("reward: {points: 100}", "reward: {points: 100}, budget: {points: 150, per: month}"))
    shop.play(f"""
        2026-01-05 Alice joins
        2026-01-05 Bea joins
        2026-01-06 Alice buys a1 10.00
        2026-01-07 Alice buys a2 10.00
        2026-01-07 Alice gets 110
        2026-01-07 Bea buys b1 10.00
        2026-01-08 Bea buys b2 10.00
        2026-01-08 Bea gets 60, budget.clipped
        2026-01-08 budget {own} stands at 150
        2026-01-09 Alice returns a1
        2026-01-09 budget {own} stands at 50
        2026-02-01 Bea buys b3 10.00
        2026-02-02 Bea buys b4 10.00
        2026-02-02 Bea gets 110
    """)
    assert shop.last.rewards_took == {own.replace("01-01", "02-01"): 100}


def test_a_challenges_budget_may_be_a_share_of_sales_beside_the_programmes():
    """1 % of 20.00 at 0.01 a point: 20 points for rewards; the programme's 25 leave 5 of them after the bases of 20."""
    terms = COFFEES.replace("reward: {points: 100}", "reward: {points: 100}, budget: {share_of_sales: 0.01}")
    Cafe(terms, WORTH).play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 10.00
        2026-01-07 Alice buys o2 10.00
        2026-01-07 Alice gets 30, budget.clipped
        2026-01-07 budget reward/challenge:coffees/sales/lifetime stands at 20
    """)
    Cafe(terms + "budget: {points: 25}", WORTH).play("""
        2026-01-05 Alice joins
        2026-01-06 Alice buys o1 10.00
        2026-01-07 Alice buys o2 10.00
        2026-01-07 Alice gets 15, budget.clipped, budget.programme_clipped
        2026-01-07 budget reward/challenge:coffees/sales/lifetime stands at 5
        2026-01-07 budget programme/points/points/lifetime stands at 25
    """)


# ---- referrals


def test_the_friends_reward_is_set_aside_with_the_purchase_and_paid_as_promised():
    """260 of 300 are left after the base of 60: nothing of it can be lost to others meanwhile."""
    shop = Cafe(TERMS + "budget: {points: 300}", WORTH).play(f"""
        2026-01-05 Alice joins brought by ADA
        2026-01-10 Alice buys o1 60.00
        2026-01-10 Alice gets 60
        2026-01-10 budget {LIFETIME} stands at 260
        2026-01-11 Bea joins
        2026-01-11 Bea buys o2 100.00
        2026-01-11 Bea gets 40, budget.programme_clipped
        2026-01-23 Alice buys o3 0.50
        2026-01-23 Alice has 60
        2026-01-24 Alice buys o4 0.50
        2026-01-24 Alice has 260
    """)
    assert shop.counters[LIFETIME] == 300


def test_a_friend_is_promised_what_the_budget_still_has():
    shop = Cafe(TERMS + "budget: {points: 100}", WORTH).play("""
        2026-01-05 Alice joins brought by ADA
        2026-01-10 Alice buys o1 60.00
        2026-01-10 Alice gets 60, budget.programme_clipped
    """)
    assert any("40" in text and "200" in text for text in told(shop))
    shop.play("2026-01-24 Alice buys o2 0.50\n2026-01-24 Alice has 100")


@pytest.mark.parametrize("on", ["2026-01-20", "2026-02-10"])
def test_a_purchase_returned_before_or_after_the_reward_gives_everything_back(on):
    shop = Cafe(TERMS + "limits: [{id: monthly, points: 1000, per: month}]\nbudget: {points: 300}", WORTH).play(f"""
        2026-01-05 Alice joins brought by ADA
        2026-01-10 Alice buys o1 60.00
        {on} Alice returns o1
        {on} budget {LIFETIME} stands at 0
        {on} Alice has 0
    """)
    assert all(used == 0 for periods in shop.members["Alice"].state.used.values() for _, used in periods)


def test_the_advocates_reward_and_what_rules_give_for_it_are_counted_and_given_back_together():
    """A rule on referral.qualified gives 50 under its own limit, the reward 300; the budget allows 320 in all."""
    earn = NOTHING_EARNS.replace("]", ", {id: thanks, on: referral.qualified, points: 50, limit: {points: 80, per: year}}]")
    shop = Cafe(TERMS + earn + "budget: {points: 320}", WORTH).play(f"""
        2026-01-05 Ada joins
        2026-02-01 Ada friend 7 bought
        2026-02-01 Ada gets 320, budget.programme_clipped
        2026-02-01 budget {LIFETIME} stands at 320
        2026-03-01 Ada friend 7 returned
        2026-03-01 budget {LIFETIME} stands at 0
        2026-03-01 Ada has 0
        2026-03-02 Ada friend 8 bought
        2026-03-02 Ada gets 320, budget.programme_clipped
    """)
    assert shop.last.rules == {"points": {"thanks": 50}}


def test_a_version_without_limits_and_budgets_stores_nothing_of_it():
    shop = Cafe(COFFEES).play("2026-01-05 Alice joins\n2026-01-06 Alice buys o1 10.00\n2026-01-07 Alice buys o2 10.00\n2026-01-07 Alice gets 110")
    assert (shop.last.taken, shop.last.rewards_took) == ({}, {})
    assert shop.members["Alice"].state.quests["coffees"].attempts[0].took == []


# ---- laws

STEPS = st.lists(st.tuples(st.sampled_from(["Alice", "Bea"]), st.sampled_from(["buys", "returns", "friend"]), st.integers(1, 90)), max_size=30)


@given(steps=STEPS, budget=st.integers(0, 900), limit=st.integers(0, 400))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_what_is_given_is_within_the_budget_and_the_limit_and_the_counter_is_its_sum(steps, budget, limit):
    """The counter is the sum of what was issued less what went back; returns of everything leave nothing used."""
    shop = Cafe(COFFEES + TERMS + f"limits: [{{id: monthly, points: {limit}, per: lifetime}}]\nbudget: {{points: {budget}}}", WORTH)
    orders = []
    for who in ("Alice", "Bea"):
        shop.play(f"2026-01-05 {who} joins brought by ADA")
    for day, (who, what, size) in enumerate(steps, start=1):
        when = at(shop.program, f"2026-{1 + day // 28:02d}-{1 + day % 28:02d} 12:00") + 10 * 86_400 * 10**6
        if what == "buys":
            orders.append((who, f"o{day}"))
            shop.take(who, f"buys o{day} {size}.00", when)
        elif what == "returns" and orders:
            owner, order = orders.pop(size % len(orders))
            shop.take(owner, f"returns {order}", when)
        elif what == "friend":
            shop.take(who, f"friend {size} bought", when)
        assert 0 <= shop.counters[LIFETIME] <= budget
        for member in shop.members.values():
            assert all(used <= limit for key, periods in member.state.used.items() if key.startswith("limits/") for _, used in periods)
    given_out = sum(one.points * ((one.source == "issued") - (one.target == "issued")) for member in shop.members.values() for one in member.posted)
    promised = sum(
        max(state.referring.promised, 0) for member in shop.members.values() if (state := member.state).referring is not None and state.referring.stage == "waiting"
    )
    assert shop.counters[LIFETIME] == given_out + promised


def test_friend_and_advocate_share_the_referrals_budget_and_its_limit():
    """250 in all: the friend's 200 are set aside with the purchase, the advocate's 300 find 50."""
    shop = Cafe(TERMS.replace("after: 14 days", "after: 14 days, budget: {points: 250}"))
    shop.play("""
        2026-01-05 ADA joins
        2026-01-05 Ben joins brought by ADA
        2026-01-10 Ben buys b1 60.00
        2026-01-10 budget reward/referral/points/lifetime stands at 200
        2026-01-25 ADA friend 8 bought
        2026-01-25 ADA gets 50, budget.clipped
        2026-01-25 budget reward/referral/points/lifetime stands at 250
    """)
    Cafe(TERMS + "limits: [{id: thanks, points: 120, per: year, referral: true}]").play("""
        2026-01-05 ADA joins
        2026-01-25 ADA friend 8 bought
        2026-01-25 ADA gets 120, limit.shared_points
        2026-01-26 ADA friend 9 bought
        2026-01-26 ADA gets 0, limit.shared_points
        2027-01-26 ADA friend 10 bought
        2027-01-26 ADA gets 120, limit.shared_points
    """)
