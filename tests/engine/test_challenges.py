"""The sentences of docs/reference/programme.md about challenges and badges, one short story each, worked out by hand."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.pair import Journal, at, enrolled
from engine.tale import Tale
from regulars.engine.compiling import compile_program
from regulars.engine.deciding import decide
from regulars.engine.event_names import ORDER_PAID, ORDER_RETURNED
from regulars.engine.events import Event, Line, OrderPaid, OrderReturned, ReturnedLine
from regulars.engine.state import decode_state, encode_state
from regulars.kit.phrases import LANGUAGES
from regulars.program.reading import require

BADGES = "badges: [{id: taster, name: Taster, revoke: on_return}, {id: owl}]\n"
COFFEES = (
    BADGES
    + "challenges: [{id: coffees, name: {en: Three coffees, zh-Hans: 三杯咖啡}, on: order.paid, when: {line.category: coffee}, target: {count: 3}, period: {per: month}, "
    "recurrence: every_period, reward: {points: 100, badge: taster}}]"
)


def challenge(**keys: str) -> str:
    given = {"id": "goal", "on": "order.paid", "target": "{count: 2}", "reward": "{points: 100}", **keys}
    return "challenges: [{" + ", ".join(f"{key}: {text}" for key, text in given.items()) + "}]"


def test_the_third_coffee_of_the_month_brings_the_reward():
    Tale(COFFEES).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00 coffee
        2026-01-07 buys o2 10.00 tea
        2026-01-08 buys o3 10.00 coffee + 5.00 tea
        2026-01-08 has 35, 2 of 3 in coffees, no badge taster
        2026-01-31 buys o4 10.00 coffee
        2026-01-31 has 145, met coffees, badge taster
    """)


def test_a_new_month_begins_anew_and_says_how_the_last_one_ended():
    tale = Tale(COFFEES).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00 coffee
        2026-01-31 buys o2 10.00 coffee
        2026-02-01 has 20, open coffees, 0 of 3 in coffees
        2026-02-01 buys o3 10.00 coffee
        2026-02-01 has 30, 1 of 3 in coffees
    """)
    (stands,) = tale.stands("2026-02-01 13:00").challenges
    assert [(old.have, old.met) for old in stands.ended] == [("2", False)]


def test_every_period_rewards_again_and_once_does_not():
    months = """
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00
        2026-01-07 buys o2 10.00
        2026-02-06 buys o3 10.00
        2026-02-07 buys o4 10.00
    """
    Tale(challenge(period="{per: month}", recurrence="every_period")).play(months + "2026-02-08 has 240")
    once = Tale(challenge(period="{per: month}")).play(months + "2026-02-08 has 140, met goal")
    assert "has been completed already" in once.told()


def test_a_stamp_card_begins_again_and_keeps_what_is_over():
    Tale(challenge(target="{quantity: 10}", recurrence="again")).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00 coffee x8
        2026-01-07 buys o2 10.00 coffee x15
        2026-01-07 has 220, 3 of 10 in goal
        2026-01-08 buys o3 10.00 coffee x7
        2026-01-08 has 330, 0 of 10 in goal
    """)


def test_money_is_counted_without_what_points_paid():
    Tale(challenge(target="{spend: 100.50}")).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00 paying 50.00 points
        2026-01-06 has 50, 50.00 of 100.50 in goal
        2026-01-07 buys o2 50.49
        2026-01-07 has 100, 100.49 of 100.50 in goal
        2026-01-08 buys o3 0.01
        2026-01-08 has 200, met goal
    """)


def test_an_order_paid_wholly_with_points_counts_for_nothing():
    Tale(challenge()).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00 paying 10.00 points
        2026-01-06 has 0, 0 of 2 in goal
    """)


def test_two_orders_of_one_day_are_one_day():
    Tale(challenge(target="{days: 2}")).play("""
        2026-01-05 Alice joins
        2026-01-06 09:00 buys o1 10.00
        2026-01-06 18:00 buys o2 10.00
        2026-01-06 has 20, 1 of 2 in goal
        2026-01-07 buys o3 10.00
        2026-01-07 has 130, met goal
    """)


def test_different_categories_count_once_each():
    Tale(challenge(target="{distinct: category, count: 3}")).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00 tea + 10.00 bread + 10.00 tea
        2026-01-06 has 30, 2 of 3 in goal
        2026-01-07 buys o2 10.00 bread
        2026-01-07 has 40, 2 of 3 in goal
        2026-01-08 buys o3 10.00 wine
        2026-01-08 has 150, met goal
    """)


def test_a_welcome_challenge_is_counted_from_joining():
    """within 30 days of joining on 5 January: the last day is 3 February."""
    welcome = challenge(period="{within: 30 days, since: enrolment}")
    Tale(welcome).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00
        2026-02-03 buys o2 10.00
        2026-02-03 has 120, met goal
    """)
    late = Tale(welcome).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00
        2026-02-04 buys o2 10.00
        2026-02-04 has 20, over goal
    """)
    assert "its time is over" in late.told()


def test_time_from_the_first_event_begins_again_when_it_was_not_enough():
    Tale(challenge(period="{within: 7 days}")).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00
        2026-01-12 has 1 of 2 in goal
        2026-01-13 has open goal
        2026-01-13 buys o2 10.00
        2026-01-19 buys o3 10.00
        2026-01-19 has 130, met goal
    """)


def test_outside_its_dates_nothing_counts():
    Tale(challenge(period="{from: 2026-02-01, until: 2026-02-28}")).play("""
        2026-01-05 Alice joins
        2026-01-31 buys o1 10.00
        2026-01-31 has upcoming goal
        2026-02-01 buys o2 10.00
        2026-02-28 23:59 buys o3 10.00
        2026-02-28 has 130, met goal
    """)


def test_who_has_to_ask_counts_from_the_day_of_asking():
    tale = Tale(challenge(join="on_request", period="{within: 10 days}")).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00
        2026-01-06 has to_join goal
    """)
    assert "does not take part" in tale.told()
    tale.play("""
        2026-01-07 takes part in goal
        2026-01-07 can't take part in goal
        2026-01-07 has 0 of 2 in goal
        2026-01-08 buys o2 10.00
        2026-01-17 buys o3 10.00
        2026-01-17 has 30, to_join goal
        2026-01-17 takes part in goal
        2026-01-17 buys o4 10.00
        2026-01-18 buys o5 10.00
        2026-01-18 has 150, met goal
        2026-02-18 can't take part in goal
    """)


@pytest.mark.parametrize(("words", "code"), [("nothing", "challenge.unknown"), ("goal", "challenge.automatic")])
def test_taking_part_is_refused_by_name(words, code):
    tale = Tale(challenge()).play(f"2026-01-05 joins\n2026-01-06 can't take part in {words}")
    assert tale.last.because[0]["code"] == code


def test_taking_part_before_it_runs_is_refused():
    tale = Tale(challenge(join="on_request", period="{from: 2026-02-01}")).play("2026-01-05 joins\n2026-01-06 can't take part in goal")
    assert tale.last.because[0]["code"] == "challenge.not_running"


def test_rewards_have_limits_that_clip_with_a_reason():
    tale = Tale(challenge(target="{count: 1}", recurrence="again", limit="{points: 150, per: month}")).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00
        2026-01-07 buys o2 10.00
        2026-01-07 has 170
    """)
    assert "its limit allowed 50" in tale.told()
    tale.play("2026-01-08 buys o3 10.00\n2026-01-08 has 180\n2026-02-01 buys o4 10.00\n2026-02-01 has 290")


def test_a_limit_on_times_ends_the_rewards_of_the_month():
    tale = Tale(challenge(target="{count: 1}", recurrence="again", limit="{times: 1, per: month}")).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00
        2026-01-07 buys o2 10.00
        2026-01-07 has 120
    """)
    assert "its rewards are used up (month)" in tale.told()


# ---- returns


def test_a_return_takes_the_progress_and_the_reward_back():
    tale = Tale(COFFEES).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00 coffee
        2026-01-07 buys o2 10.00 coffee
        2026-01-08 buys o3 10.00 coffee
        2026-01-08 has 130, badge taster
        2026-01-09 returns o2
        2026-01-09 has 20, 2 of 3 in coffees, no badge taster
    """)
    assert "stands at 2 of 3" in tale.told() and "100 points were taken back" in tale.told() and "“Taster” was taken back" in tale.told()
    tale.play("2026-01-10 buys o4 10.00 coffee\n2026-01-10 has 130, met coffees, badge taster")


def test_what_is_left_may_still_meet_the_target():
    Tale(COFFEES).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00 coffee
        2026-01-07 buys o2 10.00 coffee
        2026-01-08 buys o3 10.00 coffee
        2026-01-09 buys o4 10.00 coffee
        2026-01-10 returns o1
        2026-01-10 has 130, met coffees, badge taster
    """)


def test_a_return_in_february_finds_the_order_of_january():
    Tale(COFFEES).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00 coffee
        2026-01-07 buys o2 10.00 coffee
        2026-01-08 buys o3 10.00 coffee
        2026-02-02 buys o4 10.00 coffee
        2026-02-03 returns o3
        2026-02-03 has 30, 1 of 3 in coffees
    """)


def test_a_reward_spent_already_is_owed():
    Tale(COFFEES).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00 coffee
        2026-01-07 buys o2 10.00 coffee
        2026-01-08 buys o3 10.00 coffee
        2026-01-08 spends 130
        2026-01-09 returns o3
        2026-01-09 has 0, 110 debt
    """)


def test_where_the_programme_says_so_the_reward_stays():
    Tale(challenge(returns="keep")).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00
        2026-01-07 buys o2 10.00
        2026-01-08 returns o2
        2026-01-08 has 110
        2026-01-09 buys o3 10.00
        2026-01-09 has 120
    """)


def test_a_partial_return_takes_back_only_what_went_back():
    Tale(challenge(target="{quantity: 6}")).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00 coffee x4
        2026-01-07 returns o1 line 1 x1
        2026-01-07 has 3 of 6 in goal
        2026-01-08 buys o2 10.00 coffee x3
        2026-01-08 has 117, met goal
    """)


def test_a_day_counts_while_one_order_of_it_is_kept():
    Tale(challenge(target="{days: 2}")).play("""
        2026-01-05 Alice joins
        2026-01-06 09:00 buys o1 10.00
        2026-01-06 18:00 buys o2 10.00
        2026-01-07 returns o1
        2026-01-07 has 1 of 2 in goal
        2026-01-07 returns o2
        2026-01-07 has 0 of 2 in goal
    """)


def test_a_return_that_came_before_its_order_is_counted_too():
    Tale(challenge()).play("""
        2026-01-05 Alice joins
        2026-01-06 returns o1
        2026-01-06 buys o1 10.00
        2026-01-06 has 0, 0 of 2 in goal
    """)


def test_a_reward_that_has_lapsed_is_not_asked_back():
    Tale("wallets: {points: {expire: {rolling: 1 month}}}\n" + challenge()).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 10.00
        2026-01-07 buys o2 10.00
        2026-01-07 has 120
        2026-03-01 returns o2
        2026-03-01 has 0, 0 debt
    """)


# ---- badges


def test_a_rule_may_bring_a_badge_alone():
    rule = "earn: [{id: night, on: order.paid, when: {order.hour: {at_least: 22}}, points: 0, badge: owl}]"
    tale = Tale(BADGES + rule).play("""
        2026-01-05 Alice joins
        2026-01-06 21:00 buys o1 10.00
        2026-01-06 has no badge owl
        2026-01-06 22:30 buys o2 10.00
        2026-01-06 23:00 has 0, badge owl
    """)
    (badge,) = tale.stands("2026-01-07 12:00").badges
    assert (badge.id, badge.earned_for) == ("owl", "rule:night")
    assert tale.told() == "Earned the badge “owl” for “night”"
    tale.play("2026-01-07 returns o2\n2026-01-07 has badge owl")  # it stays, as nobody said otherwise


def test_a_badge_of_a_rule_goes_with_its_order_when_said():
    rule = "earn: [{id: big, on: order.paid, when: {order.net_amount: {at_least: 50}}, points: 5, badge: taster}]"
    Tale(BADGES + rule).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 40.00 + 30.00
        2026-01-07 buys o2 60.00
        2026-01-08 returns o2
        2026-01-08 has badge taster
        2026-01-09 returns o1 line 2
        2026-01-09 has no badge taster
    """)


# ---- words, laws


@pytest.mark.parametrize("language", LANGUAGES)
def test_progress_reads_as_a_sentence(language):
    tale = Tale(COFFEES).play("2026-01-05 joins\n2026-01-06 buys o1 10.00 coffee")
    assert {
        "en": "“Three coffees”: 1 of 3 times; 2 to go until the end of 31 January 2026",
        "zh-Hans": "“三杯咖啡”：已完成 1/3 次，还差 2，截止 2026年1月31日",
        "zh-Hant": "「三杯咖啡」：已完成 1/3 次，還差 2，截止 2026年1月31日",
    }[language] in tale.told(language)


def test_a_state_from_before_challenges_is_read_and_decided_the_same():
    tale = Tale("").play("2026-01-05 joins\n2026-01-06 buys o1 10.00")
    text = encode_state(tale.journal.state)
    assert encode_state(decode_state(text)) == text
    first_fields = msgspec.json.decode(text)[:16]  # what a state held before
    old = msgspec.json.encode(first_fields)
    assert decode_state(old) == tale.journal.state


KINDS = ("{count: 3}", "{quantity: 4}", "{spend: 25.50}", "{days: 2}", "{distinct: category, count: 2}")


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(KINDS),
    st.sampled_from(("once", "every_period")),
    st.lists(st.tuples(st.integers(0, 80), st.sampled_from(("tea", "coffee")), st.integers(1, 3)), min_size=1, max_size=8),
    st.data(),
)
def test_when_everything_goes_back_nothing_of_it_is_left(kind, recurrence, orders, data):
    """Whatever was bought and in whatever parts it goes back: no progress, no reward, no badge; and the same again gives the same bytes."""
    text = "program: club\ncurrency: {code: CNY, minor_digits: 2}\ntimezone: Asia/Shanghai\nwallets: {points: {}}\n" + BADGES
    text += f"challenges: [{{id: goal, on: order.paid, target: {kind}, period: {{per: month}}, recurrence: {recurrence}, reward: {{points: 70, badge: taster}}}}]\n"
    program = require(text)

    journal = Journal(program)
    journal.take(enrolled(program, "2026-01-01 08:00"))
    start_us = at(program, "2026-01-01 12:00")
    parts = []
    for number, (day, category, units) in enumerate(sorted(orders)):
        line = Line(1, category, units * 1000, units * 900, category=category)
        journal.take(Event(f"o{number}", "till", ORDER_PAID, start_us + day * 86_400_000_000, OrderPaid(f"o{number}", (line,))))
        parts += [f"o{number}"] * units
    journal.state = decode_state(encode_state(journal.state))
    last_us = start_us + 81 * 86_400_000_000
    for number, order in enumerate(data.draw(st.permutations(parts))):
        event = Event(f"r{number}", "till", ORDER_RETURNED, last_us, OrderReturned(order, (ReturnedLine(1, 1000),)))
        again = decide(compile_program(program), journal.state, event, past=journal.past_of(event.data))
        step = journal.take(event)
        assert again.decision == step.decision
    assert all(attempt.have == 0 and not attempt.seen and not attempt.times for attempt in journal.state.quests["goal"].attempts)
    assert journal.state.badges == {} and journal.state.quests["goal"].met == 0
    wallet = journal.state.wallets.get("points")
    assert wallet is None or (wallet.active, wallet.debt) == (0, 0)
