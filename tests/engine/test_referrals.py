"""The sentences of docs/reference/programme.md about referrals, one short story each, worked out by hand.

Who brought whom is found out by the door and handed in as a fact; the advocate's events are what the journal carries over.
"""

import pytest

from engine.pair import at
from engine.tale import Tale
from regulars.engine.compiling import compile_versions
from regulars.engine.events import Event
from regulars.engine.reading import read_data
from regulars.engine.state import decode_state, encode_state
from regulars.kit.phrases import LANGUAGES

TERMS = "referral: {advocate: {points: 300}, friend: {points: 200}, qualifies: {order_at_least: 50, within: 90 days}, after: 14 days, limit: {times: 2, per: year}}"
FOUND = {"referral": {"advocate": 7}}


def friend(terms: str = TERMS, more: str = "") -> Tale:
    return Tale(terms + "\n" + more).play("2026-01-05 Alice joins brought by ADA", FOUND)


def test_both_wait_until_the_purchase_has_been_kept():
    """kept for 14 days from 10 January: rewarded at the start of the 24th."""
    tale = friend().play("2026-01-10 buys o1 60.00")
    assert "kept until 24 January 2026" in tale.told()
    tale.play("""
        2026-01-23 23:59 has 60
        2026-01-24 00:00 has 260
    """)


def test_the_advocate_is_told_in_the_same_event_that_pays_the_friend():
    tale = friend().play("2026-01-10 buys o1 60.00\n2026-02-01 buys o2 10.00")
    assert tale.journal.state.referring.stage == "paid"
    passed = tale.journal.passed[-1]
    assert passed.outcome.referral == {"step": "qualified", "advocate": 7}


def test_a_purchase_below_the_amount_leaves_the_chance_to_the_next():
    tale = friend().play("2026-01-10 buys o1 49.99")
    assert "does not count for the referral" in tale.told()
    tale.play("""
        2026-01-24 has 49
        2026-01-25 buys o2 50.00
        2026-02-08 has 299
    """)


def test_a_purchase_too_long_after_joining_does_not_count():
    """within 90 days of joining on 5 January: the last day is 4 April."""
    friend().play("2026-04-04 buys o1 50.00\n2026-05-01 has 250")
    friend().play("2026-04-05 buys o1 50.00\n2026-05-01 has 50")


def test_what_comes_back_in_time_was_never_a_purchase():
    tale = friend().play("2026-01-10 buys o1 60.00\n2026-01-20 returns o1")
    assert "waits for the next one" in tale.told()
    tale.play("""
        2026-01-30 has 0
        2026-02-01 buys o2 60.00
        2026-02-15 has 260
    """)


def test_a_part_that_is_kept_may_be_enough():
    friend().play("""
        2026-01-10 buys o1 50.00 + 20.00
        2026-01-12 returns o1 line 2
        2026-01-24 has 250
    """)


def test_each_friend_is_paid_for_once():
    friend().play("""
        2026-01-10 buys o1 60.00
        2026-01-24 has 260
        2026-03-01 buys o2 60.00
        2026-03-20 has 320
    """)


def test_a_late_return_takes_the_reward_back_and_there_is_no_second_chance():
    tale = friend().play("""
        2026-01-10 buys o1 60.00
        2026-01-24 has 260
        2026-02-10 returns o1
        2026-02-10 has 0
    """)
    assert tale.last.referral == {"step": "reversed", "advocate": 7}
    tale.play("2026-02-11 buys o2 60.00\n2026-03-11 has 60")


def test_a_reward_spent_meanwhile_is_owed():
    friend().play("""
        2026-01-10 buys o1 60.00
        2026-01-25 spends 260
        2026-02-10 returns o1
        2026-02-10 has 0, 260 debt
    """)


def test_where_the_programme_keeps_rewards_a_late_return_changes_nothing():
    tale = friend(TERMS.replace("after:", "returns: keep, after:")).play("2026-01-10 buys o1 60.00\n2026-02-10 returns o1\n2026-02-10 has 200")
    assert tale.last.referral == {}


def test_the_return_window_is_the_wait_where_nothing_else_is_said():
    friend("referral: {friend: {points: 200}}", "returns: {window: 30 days}").play("""
        2026-01-10 buys o1 1.00
        2026-02-08 has 1
        2026-02-09 has 201
    """)


def test_without_any_wait_it_is_paid_with_the_purchase():
    friend("referral: {friend: {points: 200}}").play("2026-01-10 buys o1 1.00\n2026-01-10 has 201")


def test_a_return_that_came_before_its_order_leaves_no_reward():
    friend().play("2026-01-09 returns o1\n2026-01-10 buys o1 60.00\n2026-02-10 has 0")


@pytest.mark.parametrize("why", ["self", "same_person", "household", "ring", "known", "unknown"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_joining_goes_on_and_says_why_the_referral_does_not_count(why, language):
    tale = Tale(TERMS).play("2026-01-05 joins brought by ADA", {"referral": {"why": f"referral.{why}"}})
    assert tale.last.status == "created" and tale.journal.state.referring is None
    told = tale.told(language)
    assert "{" not in told and "referral." not in told


def test_a_programme_without_referrals_says_so():
    tale = Tale("").play("2026-01-05 joins brought by ADA", FOUND)
    assert "the programme has no referrals" in tale.told()


# ---- saying it later


def test_it_may_be_said_until_the_first_purchase():
    Tale(TERMS).play("2026-01-05 joins").play("2026-01-06 says ADA brought her", FOUND).play("2026-01-10 buys o1 60.00\n2026-01-24 has 260")
    tale = Tale(TERMS).play("2026-01-05 joins\n2026-01-06 buys o1 60.00").play("2026-01-07 can't say ADA brought her", FOUND)
    assert tale.last.because[0]["code"] == "referral.too_late"


def test_somebody_of_the_shop_may_answer_for_it():
    tale = Tale(TERMS).play("2026-01-05 joins\n2026-01-06 buys o1 60.00").play("2026-01-07 says ADA brought her, Mei answers for it", FOUND)
    tale.play("2026-01-10 buys o2 60.00\n2026-01-24 has 320")


def test_nobody_is_brought_twice():
    tale = friend().play("2026-01-06 can't say BEA brought her", {"referral": {"advocate": 8}})
    assert tale.last.because[0]["code"] == "referral.taken"


# ---- the advocate


def test_the_advocate_is_rewarded_for_each_friend_as_often_as_the_limit_says():
    tale = Tale(TERMS).play("""
        2026-01-05 joins
        2026-02-01 friend 11 bought
        2026-02-01 has 300
        2026-02-02 friend 12 bought
        2026-02-03 friend 13 bought
        2026-02-03 has 600
    """)
    assert "its rewards are used up (year)" in tale.told()
    tale.play("2027-01-01 friend 14 bought\n2027-01-01 has 900")


def test_a_friend_who_returns_it_takes_the_reward_along_and_the_limit_is_free_again():
    Tale(TERMS).play("""
        2026-01-05 joins
        2026-02-01 friend 11 bought
        2026-02-02 friend 12 bought
        2026-02-10 friend 11 returned
        2026-02-10 has 300
        2026-02-11 friend 13 bought
        2026-02-11 has 600
    """)


def test_rules_may_reward_the_advocate_too_and_are_taken_back_with_it():
    more = "earn: [{id: thanks, on: referral.qualified, points: 50}]"
    Tale(TERMS + "\n" + more).play("""
        2026-01-05 joins
        2026-02-01 friend 11 bought
        2026-02-01 has 350
        2026-02-10 friend 11 returned
        2026-02-10 has 0
    """)


def test_a_return_of_a_friend_nobody_was_paid_for_takes_nothing():
    Tale(TERMS).play("2026-01-05 joins\n2026-02-10 friend 11 returned\n2026-02-10 has 0, 0 debt")


def test_the_state_travels():
    tale = friend().play("2026-01-10 buys o1 60.00").play("2026-01-11 friend 3 bought")
    assert decode_state(encode_state(tale.journal.state)) == tale.journal.state
    tale.journal.state = decode_state(encode_state(tale.journal.state))
    tale.play("2026-01-24 has 560")


def test_a_partial_return_looks_at_the_purchase_at_its_own_minute_whatever_later_versions_ask():
    """The purchase at 18:30 qualifies by its time of day; a later version asks nothing of the time."""
    evening = TERMS.replace("qualifies: {", 'qualifies: {when: {order.time: ["18:00-20:00"]}, ')
    tale = friend(evening)
    tale.journal.versions = compile_versions([(None, 1, tale.program), (at(tale.program, "2026-01-20 00:00"), 2, friend().program)])
    tale.play("""
        2026-01-10 18:30 buys o1 50.00 + 20.00
        2026-01-24 has 270
        2026-02-01 returns o1 line 2
        2026-02-01 has 250
    """)


def test_a_check_in_is_no_purchase_also_where_it_counts_as_a_visit():
    levels = "tiers: {visits_on: [order.paid, checkin], levels: [{id: guest}, {id: regular, reach: {visits: 9, within: 1 year}}]}"
    tale = Tale(TERMS + "\n" + levels)
    tale.play("2026-01-05 Alice joins")
    tale.journal.take(Event("c1", "app", "checkin", at(tale.program, "2026-01-06 12:00"), read_data("checkin", b"{}", tale.program)))
    tale.play("2026-01-07 says ADA brought her", FOUND)
    assert tale.last.status == "created"
    late = Tale(TERMS + "\n" + levels).play("2026-01-05 Alice joins\n2026-01-06 buys o1 1.00")
    late.play("2026-01-07 can't say ADA brought her", FOUND)
    assert late.last.because[0]["code"] == "referral.too_late"
