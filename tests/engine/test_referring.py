"""The programme promises what is noted of a referral at every step, so that it can be taken back to the point; each state by hand."""

from datetime import date

import pytest

from engine.tale import Tale
from regulars.engine.rewarding_within import counted_since, uncount, used_so_far
from regulars.engine.state import MemberState
from regulars.engine.state_quests import Counted
from regulars.kit.periods import NEVER

FOUND = {"referral": {"advocate": 7}}
TERMS = "referral: {advocate: {points: 300}, friend: {points: 200}, qualifies: {order_at_least: 50, within: 90 days}, after: 14 days, limit: {points: 500, per: year}}"


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def friend(terms: str = TERMS) -> Tale:
    return Tale(terms).play("2026-01-05 Alice joins brought by ADA", FOUND)


def noted(tale: Tale) -> tuple:
    own = tale.journal.state.referring
    return own.advocate, own.stage, own.order_id, own.due_on, own.promised, own.given


def codes(tale: Tale) -> list[dict]:
    return [reason for reason in tale.last.because if reason["code"].startswith(("referral.", "badge."))]


NOTHING = (0, 0, 0, 0)


def test_a_friend_goes_from_open_to_waiting_to_paid() -> None:
    tale = friend()
    assert (noted(tale), codes(tale)) == ((7, "open", "", 0, -1, NOTHING), [{"code": "referral.noted"}])
    tale.play("2026-01-10 buys o1 50.00")
    assert (noted(tale), codes(tale)) == ((7, "waiting", "o1", day("2026-01-24"), 200, NOTHING), [{"code": "referral.waiting", "from": "2026-01-24"}])
    tale.play("2026-01-24 buys o2 1.00")
    assert noted(tale) == (7, "paid", "o1", day("2026-01-24"), 200, (day("2026-01-24"), NEVER, 0, 200))
    passed = tale.journal.passed[-1].outcome
    assert (passed.because, passed.referral) == ([{"code": "referral.qualified"}, {"code": "referral.rewarded", "wallet": "points", "points": 200}], {"step": "qualified", "advocate": 7})
    assert (passed.earned, passed.rewarded) == ({"points": 200}, {"points": 200})


@pytest.mark.parametrize(
    ("words", "missed"),
    [
        ("2026-01-10 buys o1 49.99", "order.net_amount"),
        ("2026-01-10 buys o1 100.00 paying 100.00 points", "order.net_amount"),
        ("2026-04-05 buys o1 50.00", "member.days_since_enrolment"),
    ],
)
def test_a_purchase_that_does_not_qualify_says_why_and_leaves_the_chance(words: str, missed: str) -> None:
    tale = friend(TERMS + "\nnot_earning: [points]").play(words)
    assert (noted(tale), codes(tale)) == ((7, "open", "", 0, -1, NOTHING), [{"code": "referral.missed_purchase", "detail": missed}])


def test_what_comes_back_while_it_waits_sets_the_friend_back() -> None:
    tale = friend().play("2026-01-10 buys o1 60.00\n2026-01-23 returns o1")
    assert (noted(tale), codes(tale)) == ((7, "open", "", 0, -1, NOTHING), [{"code": "referral.set_back"}])
    assert tale.last.referral == {}


def test_what_comes_back_later_takes_the_reward_and_the_chance() -> None:
    tale = friend().play("2026-01-10 buys o1 60.00\n2026-02-01 buys o2 1.00\n2026-02-02 returns o1")
    assert noted(tale)[:3] == (7, "void", "o1")
    assert (tale.last.referral, tale.last.earned) == ({"step": "reversed", "advocate": 7}, {"points": -260})
    assert codes(tale) == [{"code": "referral.reversed"}, {"code": "referral.taken_back", "wallet": "points", "points": 200}]
    tale.play("2026-02-03 buys o3 60.00\n2026-03-01 has 61")


def test_a_return_of_another_order_touches_nothing() -> None:
    tale = friend().play("2026-01-10 buys o1 60.00\n2026-01-11 buys o2 5.00\n2026-01-12 returns o2")
    assert (noted(tale)[:3], codes(tale)) == ((7, "waiting", "o1"), [])
    tale.play("2026-02-01 buys o3 5.00\n2026-02-02 returns o3")
    assert (noted(tale)[1], codes(tale)) == ("paid", [])


@pytest.mark.parametrize(("returned", "taken"), [("2026-02-23", 200), ("2026-02-24", 0)])
def test_a_reward_is_asked_back_to_the_end_of_its_last_day(returned: str, taken: int) -> None:
    """Rewarded on 24 January, usable for 30 days."""
    tale = friend("wallets: {points: {expire: {rolling: 30 days}}}\n" + TERMS).play(f"2026-01-10 buys o1 60.00\n{returned} returns o1")
    assert sum(reason["points"] for reason in codes(tale) if reason["code"] == "referral.taken_back") == taken


def test_the_advocate_is_rewarded_up_to_the_limit_and_each_reward_is_noted_with_its_friend() -> None:
    tale = Tale(TERMS + "\nbadges: [{id: bridge}]").play("2026-01-05 Alice joins\n2026-02-01 friend 8 bought")
    on = day("2026-02-01")
    assert codes(tale) == [{"code": "referral.friend_qualified"}, {"code": "referral.rewarded", "wallet": "points", "points": 300}]
    tale.play("2026-02-01 friend 9 bought")
    assert codes(tale)[1:] == [{"code": "referral.rewarded", "wallet": "points", "points": 200}, {"code": "referral.clipped", "asked": 300, "points": 200}]
    assert tale.journal.state.referring.brought == {"8": [("points", on, NEVER, 0, 300)], "9": [("points", on, NEVER, 0, 200)]}
    tale.play("2026-02-02 friend 8 returned")
    assert tale.last.earned == {"points": -300}
    assert codes(tale) == [{"code": "referral.friend_returned"}, {"code": "referral.taken_back", "wallet": "points", "points": 300}]
    assert set(tale.journal.state.referring.brought) == set(tale.journal.state.referring.counted) == {"9"}
    tale.play("2026-02-03 friend 10 bought\n2026-02-03 has 500\n2026-02-04 friend 11 returned")
    assert (codes(tale), tale.last.earned) == ([{"code": "referral.friend_returned"}], {})


def test_a_limit_of_times_ends_the_rewards_and_not_the_referral() -> None:
    tale = Tale(TERMS.replace("points: 500, per", "times: 1, per")).play("2026-01-05 Alice joins\n2026-02-01 friend 8 bought\n2026-02-02 friend 9 bought")
    assert codes(tale) == [{"code": "referral.friend_qualified"}, {"code": "referral.missed_limit", "detail": "year"}]
    assert tale.journal.state.referring.brought["9"] == []
    tale.play("2026-02-03 friend 8 returned\n2026-02-04 friend 10 bought\n2026-02-04 has 300")


def test_a_badge_for_a_friend_is_earned_once() -> None:
    tale = Tale("badges: [{id: bridge}]\nreferral: {advocate: {badge: bridge}}").play("2026-01-05 Alice joins\n2026-02-01 friend 8 bought")
    assert codes(tale)[1:] == [{"code": "badge.earned", "badge": "bridge", "for": "referral"}]
    assert (tale.last.badges, tale.journal.state.badges) == ({"bridge": "referral"}, {"bridge": (day("2026-02-01"), "referral")})
    tale.play("2026-02-02 friend 9 bought")
    assert (codes(tale)[1:], tale.journal.state.badges["bridge"][0]) == ([], day("2026-02-01"))


def test_what_an_event_used_of_limits_is_the_difference_and_is_given_back() -> None:
    state = MemberState(used={"a": [(1, 5), (2, 7)], "b": [(1, 3)]})
    before = used_so_far(state)
    state.used["a"] = [(1, 5), (2, 9), (3, 4)]
    state.used["c"] = [(1, 1)]
    counted = counted_since(state, before, {"x": 5, "y": 0})
    assert (sorted(counted.used), counted.took) == ([("a", 2, 2), ("a", 3, 4), ("c", 1, 1)], {"x": 5})
    assert before == {"a": [(1, 5), (2, 7)], "b": [(1, 3)]}

    class Moment:
        class outcome:
            taken = {"x": 1}

    Moment.state = state
    state.used["a"] = [(1, 5), (2, 1), (3, 9)]
    uncount(Moment, counted)  # type: ignore[arg-type]
    assert (state.used["a"], state.used["b"], state.used["c"], Moment.outcome.taken) == ([(1, 5), (2, 0), (3, 5)], [(1, 3)], [(1, 0)], {"x": -4})
    uncount(Moment, None)  # type: ignore[arg-type]
    uncount(Moment, Counted([("gone", 1, 5)], {}))  # type: ignore[arg-type]
    assert "gone" not in state.used
