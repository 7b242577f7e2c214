"""The programme promises that a reward for a friend goes along when the advocate goes on as another member, and that nobody is rewarded for bringing themselves."""

import pytest

from engine.people import NUMBER, People, moved, pack_of
from regulars.engine.decision import Decision
from regulars.engine.event_names import ENROLLED, MERGED, MERGED_INTO, REFERRAL_QUALIFIED, REFERRAL_REVERSED, RESTORED
from regulars.engine.events import MemberEnrolled, ReferralQualified, ReferralReversed
from regulars.engine.events_moving import Merged, MergedInto, Restored

CLUB = """
wallets: {points: {expire: {rolling: 1 year}}}
earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]
referral: {advocate: {points: 300}, friend: {points: 200}, qualifies: {order_at_least: 50}, after: 14 days}
"""
ONE_PERSON = {"code": "referral.missed", "why": "referral.one_person"}


@pytest.fixture
def shop() -> People:
    """Alice was rewarded for friend 7 in January, Bea for friend 8 in February."""
    people = People(CLUB)
    people.joins("alice", "2026-01-05")
    people.joins("bea", "2026-01-06")
    brings(people, "alice", "2026-01-20", 7)
    brings(people, "bea", "2026-02-20", 8)
    return people


def brings(shop: People, who: str, on: str, friend: int, **facts: object) -> Decision:
    return shop.happens(who, on, REFERRAL_QUALIFIED, ReferralQualified(friend), facts=facts or None)


def loses(shop: People, who: str, on: str, friend: int, **facts: object) -> Decision:
    return shop.happens(who, on, REFERRAL_REVERSED, ReferralReversed(friend), facts=facts or None)


def merged(shop: People, on: str = "2026-03-01", with_rewards: bool = True) -> Decision:
    left = shop.happens("alice", on, MERGED_INTO, MergedInto(NUMBER["bea"], NUMBER["alice"], with_rewards))
    return shop.happens("bea", on, MERGED, Merged(NUMBER["alice"], pack_of(left)))


def friends(shop: People, who: str) -> list[str]:
    referring = shop.states[who].referring
    return [] if referring is None else list(referring.brought)


def test_a_friends_return_takes_the_reward_back_from_whoever_the_advocate_goes_on_as(shop: People) -> None:
    merged(shop)
    assert friends(shop, "bea") == ["8", "7"]
    assert shop.states["bea"].moving.taken_in[1].friends == ["7"]
    taken = loses(shop, "bea", "2026-03-02", 7)
    assert moved(taken) == [("points", "active", "issued", 300, "2027-01-20", "return")]
    assert (taken.outcome.earned, shop.has("bea")[0], friends(shop, "bea")) == ({"points": -300}, 300, ["8"])


def test_a_friend_who_returned_it_while_they_were_one_is_nobodys_any_more(shop: People) -> None:
    merged(shop)
    loses(shop, "bea", "2026-03-02", 7, under=1)
    parted, _ = shop.parts("alice", "bea", "2026-04-01")
    assert pack_of(parted).brought == {}
    assert (friends(shop, "alice"), friends(shop, "bea")) == ([], ["8"])
    assert moved(loses(shop, "alice", "2026-04-02", 7)) == []


def test_parted_again_each_answers_for_their_own_friends(shop: People) -> None:
    merged(shop)
    parted, _ = shop.parts("alice", "bea", "2026-04-01")
    assert list(pack_of(parted).brought) == ["7"]
    assert (friends(shop, "alice"), friends(shop, "bea")) == (["7"], ["8"])
    assert moved(loses(shop, "alice", "2026-04-02", 7)) == [("points", "active", "issued", 300, "2027-01-20", "return")]
    assert moved(loses(shop, "bea", "2026-04-02", 7)) == []


def test_a_friend_who_came_under_the_others_reference_parts_with_it(shop: People) -> None:
    merged(shop)
    brings(shop, "bea", "2026-03-05", 9, under=1)
    brings(shop, "bea", "2026-03-06", 10)
    brings(shop, "bea", "2026-03-07", 11, under=3)  # nobody of that number was taken in
    assert shop.states["bea"].moving.taken_in[1].friends == ["7", "9"]
    shop.parts("alice", "bea", "2026-04-01")
    assert (friends(shop, "alice"), friends(shop, "bea")) == (["7", "9"], ["8", "10", "11"])


def test_a_friend_both_were_rewarded_for_stays_with_the_survivor(shop: People) -> None:
    brings(shop, "alice", "2026-02-21", 8)
    merged(shop)
    assert shop.states["bea"].moving.taken_in[1].friends == ["7"]
    assert moved(loses(shop, "bea", "2026-03-02", 8)) == [("points", "active", "issued", 300, "2027-02-20", "return")]


def test_a_survivor_who_never_brought_anybody_answers_for_the_others_friends() -> None:
    shop = People(CLUB)
    shop.joins("alice", "2026-01-05")
    shop.joins("bea", "2026-01-06")
    brings(shop, "alice", "2026-01-20", 7)
    assert shop.states["bea"].referring is None
    merged(shop)
    assert friends(shop, "bea") == ["7"]
    assert moved(loses(shop, "bea", "2026-03-02", 7)) == [("points", "active", "issued", 300, "2027-01-20", "return")]


def test_where_neither_brought_anybody_nothing_is_remembered() -> None:
    shop = People(CLUB)
    shop.joins("alice", "2026-01-05")
    shop.joins("bea", "2026-01-06")
    merged(shop)
    assert shop.states["bea"].referring is None
    parted, _ = shop.parts("alice", "bea", "2026-03-02")
    assert pack_of(parted).brought == {}
    assert (shop.states["alice"].referring, shop.states["bea"].referring) == (None, None)


def test_a_merge_that_leaves_rewards_behind_brings_none_back(shop: People) -> None:
    """As merges of earlier releases were written: the closed member keeps them."""
    merged(shop, with_rewards=False)
    assert shop.states["bea"].moving.taken_in[1].friends is None
    assert friends(shop, "bea") == ["8"]
    brings(shop, "bea", "2026-03-05", 9, under=1)
    assert friends(shop, "bea") == ["8", "9"]
    parted, _ = shop.parts("alice", "bea", "2026-04-01")
    assert pack_of(parted).brought is None
    assert (friends(shop, "alice"), friends(shop, "bea")) == (["7"], ["8", "9"])


def test_whoever_has_become_their_own_friend_is_rewarded_for_nothing(shop: People) -> None:
    merged(shop)
    for one in (brings(shop, "bea", "2026-03-02", 1), brings(shop, "bea", "2026-03-02", 12, self=True)):
        assert (moved(one), one.outcome.because, one.outcome.earned) == ([], [ONE_PERSON], {})
    assert friends(shop, "bea") == ["8", "7"]
    assert brings(shop, "bea", "2026-03-02", 3).outcome.earned == {"points": 300}


def test_whoever_was_taken_in_without_their_rewards_is_no_friend_of_their_own_yet(shop: People) -> None:
    merged(shop, with_rewards=False)
    assert brings(shop, "bea", "2026-03-02", 1).outcome.earned == {"points": 300}


@pytest.mark.parametrize(("together", "paid"), [(True, 60), (False, 260)])
def test_the_friend_is_paid_nothing_for_an_advocate_who_is_one_with_them(together: bool, paid: int) -> None:
    shop = People(CLUB)
    shop.joins("alice", "2026-01-05")
    shop.happens("bea", "2026-01-06", ENROLLED, MemberEnrolled("ALICE"), facts={"referral": {"advocate": 1}})
    shop.buys("bea", "2026-01-10", "B1", 60_00)
    if together:
        merged(shop, "2026-01-11")
    made = shop.is_given("bea", "2026-02-01", 1)
    assert (shop.has("bea")[0], shop.states["bea"].referring.stage) == (paid + 1, "void" if together else "paid")
    assert made.outcome.status == "created"


def test_what_was_taken_back_meanwhile_is_not_there_when_they_come_back(shop: People) -> None:
    brings(shop, "alice", "2026-02-21", 9)
    merged(shop)
    loses(shop, "bea", "2026-03-02", 9, under=1)
    parted = shop.parts_only("alice", "bea", "2026-04-01")
    assert list(pack_of(parted).brought) == ["7"]
    shop.happens("alice", "2026-04-01", RESTORED, Restored(NUMBER["bea"], pack_of(parted)))
    assert friends(shop, "alice") == ["7"]


def test_a_reward_taken_back_is_looked_for_among_the_points_of_whoever_got_it(shop: People) -> None:
    """Both were rewarded on one day, so their points lie in one lot, Bea's first. Alice's are taken back, and Bea keeps hers."""
    brings(shop, "alice", "2026-02-20", 9)
    merged(shop)
    loses(shop, "bea", "2026-03-02", 9, under=1)
    assert shop.states["bea"].moving.shares["points/active/2027-02-20"] == [(0, 300)]
    shop.parts("alice", "bea", "2026-04-01")
    assert (shop.has("alice")[0], shop.has("bea")[0]) == (300, 300)


def test_a_merge_that_left_rewards_behind_takes_points_in_the_order_they_came(shop: People) -> None:
    brings(shop, "alice", "2026-02-20", 9)
    merged(shop, with_rewards=False)
    loses(shop, "bea", "2026-03-02", 8, under=1)
    assert shop.states["bea"].moving.shares["points/active/2027-02-20"] == [(1, 300)]


# ---- the two become one after both were rewarded


@pytest.fixture
def rewarded() -> People:
    """Alice brought Bea: on 24 January Bea got 200 for it, on 25 January Alice 300."""
    people = People(CLUB)
    people.joins("alice", "2026-01-05")
    people.happens("bea", "2026-01-06", ENROLLED, MemberEnrolled("ALICE"), facts={"referral": {"advocate": 1}})
    people.joins("carl", "2026-01-06")
    people.buys("bea", "2026-01-10", "B1", 60_00)
    people.is_given("bea", "2026-01-24", 1)
    brings(people, "alice", "2026-01-25", NUMBER["bea"])
    assert (people.has("alice")[0], people.has("bea")[0]) == (300, 261)
    return people


def one_person(shop: People, who: str, into: str, on: str) -> Decision:
    left = shop.happens(who, on, MERGED_INTO, MergedInto(NUMBER[into], NUMBER[who], True, True))
    return shop.happens(into, on, MERGED, Merged(NUMBER[who], pack_of(left)))


@pytest.mark.parametrize(("who", "into"), [("bea", "alice"), ("alice", "bea")])
def test_what_the_two_got_for_one_another_goes_back_and_is_theirs_again_when_they_part(rewarded: People, who: str, into: str) -> None:
    before = {one: rewarded.lots(one) for one in ("alice", "bea")}
    merged = one_person(rewarded, who, into, "2026-03-01")
    assert [one["code"] for one in merged.outcome.because].count("referral.own_friend") == 1
    assert sum(one["points"] for one in merged.outcome.because if one["code"] == "referral.taken_back") == 500
    assert (rewarded.has(into), friends(rewarded, into)) == ((61, 0, 0, 0), [])
    parted, _ = rewarded.parts(who, into, "2026-04-01")
    assert {"code": "referral.given_again", "wallet": "points", "points": 500} in parted.outcome.because
    assert {one: rewarded.lots(one) for one in ("alice", "bea")} == before
    assert (friends(rewarded, "alice"), rewarded.states["bea"].referring.stage) == (["2"], "paid")
    assert rewarded.returns("bea", "2026-04-02", "B1").outcome.referral == {"step": "reversed", "advocate": 1}


def test_two_who_become_part_of_a_third_keep_nothing_either_until_one_of_them_parts(rewarded: People) -> None:
    one_person(rewarded, "bea", "carl", "2026-03-01")
    assert rewarded.has("carl")[0] == 261
    one_person(rewarded, "alice", "carl", "2026-03-02")
    assert rewarded.has("carl")[0] == 61
    rewarded.parts("bea", "carl", "2026-04-01")  # the one who came first
    assert (rewarded.has("bea")[0], rewarded.has("carl")[0]) == (261, 300)
    rewarded.parts("alice", "carl", "2026-04-02")
    assert (rewarded.has("alice")[0], rewarded.has("carl")[0], friends(rewarded, "alice")) == (300, 0, ["2"])


def test_what_had_been_spent_of_it_is_owed_and_settled_when_they_part(rewarded: People) -> None:
    rewarded.spends("alice", "2026-02-01", 280)
    one_person(rewarded, "bea", "alice", "2026-03-01")
    assert rewarded.has("alice") == (0, 0, 0, 219)  # 20 + 261 were there, 500 go back
    rewarded.parts("bea", "alice", "2026-04-01")
    assert (rewarded.has("alice"), rewarded.has("bea")) == ((20, 0, 0, 0), (261, 0, 0, 0))


def test_what_has_lapsed_is_neither_taken_back_nor_given_again(rewarded: People) -> None:
    rewarded.is_given("alice", "2027-01-25", 5)  # Bea's lapsed at the end of 24 January, Alice's do tonight
    one_person(rewarded, "bea", "alice", "2027-01-26")
    assert rewarded.has("alice") == (5, 0, 0, 0)
    rewarded.parts("bea", "alice", "2027-02-01")
    assert (rewarded.has("alice")[0], rewarded.has("bea")[0], friends(rewarded, "alice")) == (5, 0, ["2"])


def test_a_merge_of_an_earlier_release_lets_them_keep_it(rewarded: People) -> None:
    rewarded_merge = rewarded.happens("bea", "2026-03-01", MERGED_INTO, MergedInto(1, 2, True))
    taken = rewarded.happens("alice", "2026-03-01", MERGED, Merged(2, pack_of(rewarded_merge)))
    assert rewarded.has("alice")[0] == 561 and "referral.own_friend" not in [one["code"] for one in taken.outcome.because]
