"""The programme promises that what holds of a level beside the ladder goes along when two members become one, and that each has their own again."""

from datetime import date

import pytest

from engine.people import NUMBER, People, pack_of
from regulars.engine.decision import Decision
from regulars.engine.event_names import (
    MEMBERSHIP_BOUGHT,
    MEMBERSHIP_REFUNDED,
    MERGED,
    TIER_FROZEN,
    TIER_MATCHED,
    TIER_SET,
    TIER_UNFROZEN,
    TRACK_REQUESTED,
)
from regulars.engine.events_moving import Merged
from regulars.engine.events_tiers import (
    FastTrackRequested,
    MembershipBought,
    MembershipRefunded,
    TierFrozen,
    TierMatched,
    TierSet,
    TierUnfrozen,
)
from regulars.engine.state_tiers import Aside, Grant, Membership
from regulars.kit.periods import iso_day

CLUB = """
wallets: {points: {}}
earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]
tiers: {levels: [{id: low}, {id: silver, reach: {spend: 500}}, {id: gold, reach: {spend: 1000}}]}
fast_tracks:
  - {id: sprint, reach: {visits: 1, within: 60 days}, grants: silver, for: 6 months, enrol: on_request}
  - {id: dash, reach: {visits: 1, within: 60 days}, grants: gold, for: 3 months, enrol: on_request}
paid:
  - {id: plus, level: gold, fee: 99.00, lasts: 1 year, trial: 14 days, refund: pro_rata}
  - {id: mini, level: silver, fee: 9.00, lasts: 1 month, trial: 7 days}
"""


def ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


@pytest.fixture
def shop() -> People:
    people = People(CLUB)
    people.joins("alice", "2026-01-05")
    people.joins("bea", "2026-01-06")
    return people


def matched(shop: People, who: str, level: str, until: str, on: str = "2026-01-10") -> Grant:
    shop.happens(who, on, TIER_MATCHED, TierMatched(level, ordinal(until), "file 7", "Mei"))
    return Grant("match", level, ordinal(on), ordinal(until), "file 7")


def frozen(shop: People, who: str, until: str, on: str = "2026-02-20") -> None:
    shop.happens(who, on, TIER_FROZEN, TierFrozen(ordinal(until), "leave", "Mei"))


def on_track(shop: People, who: str, track: str, on: str = "2026-02-01") -> None:
    shop.happens(who, on, TRACK_REQUESTED, FastTrackRequested(track))
    shop.buys(who, on, f"{who}-{track}", 1_00)


def late(shop: People, who: str, into: str, left_on: str, came_on: str) -> Decision:
    """The other side is carried over some days later."""
    return shop.happens(into, came_on, MERGED, Merged(NUMBER[who], pack_of(shop.leaves(who, into, left_on))))


def tiers(shop: People) -> tuple[str, str]:
    return shop.states["alice"].tier, shop.states["bea"].tier


def test_a_match_goes_along_and_each_has_their_own_again(shop: People) -> None:
    grant = matched(shop, "alice", "gold", "2026-06-30")
    shop.merges("alice", "bea", "2026-03-01")
    assert tiers(shop) == ("low", "gold")
    assert shop.states["alice"].aside is None
    bea = shop.states["bea"]
    assert (bea.aside, iso_day(bea.tier_since)) == (Aside(own="low", grants=[grant]), "2026-03-01")
    shop.parts("alice", "bea", "2026-04-01")
    assert tiers(shop) == ("gold", "low")
    assert (shop.states["alice"].aside, shop.states["bea"].aside) == (Aside(own="low", grants=[grant]), None)
    assert (iso_day(shop.states["alice"].tier_since), iso_day(bea.tier_since)) == ("2026-04-01", "2026-03-01")


def test_a_match_ends_on_its_own_day_wherever_it_lies(shop: People) -> None:
    matched(shop, "alice", "gold", "2026-06-30")
    shop.merges("alice", "bea", "2026-03-01")
    assert shop.is_given("bea", "2026-06-30 23:59", 1).outcome.tier == "gold"
    assert shop.is_given("bea", "2026-07-01 00:00", 1).outcome.tier == "low"
    parted, _ = shop.parts("alice", "bea", "2026-07-02")
    assert pack_of(parted).aside is None  # nothing of it holds any more
    assert shop.states["alice"].aside is None


@pytest.mark.parametrize(("came_on", "tier"), [("2026-03-02", "gold"), ("2026-03-03", "low")])
def test_what_ended_on_the_way_is_not_put_on(shop: People, came_on: str, tier: str) -> None:
    """The match, the membership's trial and the freeze all have 2 March as their last day."""
    matched(shop, "alice", "gold", "2026-03-02")
    frozen(shop, "alice", "2026-03-02")
    late(shop, "alice", "bea", "2026-03-01", came_on)
    bea = shop.states["bea"]
    assert bea.tier == tier
    if tier == "gold":
        assert bea.aside.frozen == [(ordinal("2026-03-02"), ordinal("2026-03-02"))]
    else:
        assert bea.aside is None


@pytest.mark.parametrize(("came_on", "holds"), [("2026-03-14", True), ("2026-03-15", False)])
def test_a_membership_that_ended_on_the_way_gives_neither_itself_nor_its_level(shop: People, came_on: str, holds: bool) -> None:
    shop.happens("alice", "2026-03-01", MEMBERSHIP_BOUGHT, MembershipBought("plus", trial=True))  # up to the 14th
    late(shop, "alice", "bea", "2026-03-10", came_on)
    bea = shop.states["bea"]
    trial = Membership("plus", ((ordinal("2026-03-01"), ordinal("2026-03-14"), 0),), is_trial=True)
    grant = Grant("paid", "gold", ordinal("2026-03-01"), ordinal("2026-03-14"), "plus")
    assert bea.aside == (Aside(own="low", grants=[grant], membership=trial, tried=["plus"]) if holds else Aside(tried=["plus"]))
    assert bea.tier == ("gold" if holds else "low")


def test_one_match_is_enough(shop: People) -> None:
    own = matched(shop, "bea", "silver", "2026-05-31")
    matched(shop, "alice", "gold", "2026-06-30")
    shop.merges("alice", "bea", "2026-03-01")
    assert shop.states["bea"].aside == Aside(own="low", grants=[own])
    assert tiers(shop) == ("low", "silver")
    shop.parts("alice", "bea", "2026-04-01")
    assert (shop.states["alice"].aside, shop.states["bea"].aside) == (None, Aside(own="low", grants=[own]))


def test_missions_of_two_names_both_hold(shop: People) -> None:
    on_track(shop, "bea", "sprint")
    on_track(shop, "alice", "sprint")
    on_track(shop, "alice", "dash")
    shop.merges("alice", "bea", "2026-03-01")
    bea = shop.states["bea"]
    sprint, dash = Grant("track", "silver", ordinal("2026-02-01"), ordinal("2026-07-31"), "sprint"), Grant("track", "gold", ordinal("2026-02-01"), ordinal("2026-04-30"), "dash")
    assert (bea.aside.grants, bea.tier) == ([sprint, dash], "gold")
    assert bea.moving.taken_in[1].aside == Aside(grants=[dash])
    shop.parts("alice", "bea", "2026-04-01")
    assert (shop.states["bea"].aside.grants, tiers(shop)) == ([sprint], ("gold", "silver"))
    assert shop.states["alice"].aside.grants == [dash]


def test_a_match_and_a_mission_are_of_two_kinds(shop: People) -> None:
    own = matched(shop, "bea", "silver", "2026-05-31")
    on_track(shop, "alice", "dash")
    shop.merges("alice", "bea", "2026-03-01")
    assert [grant.kind for grant in shop.states["bea"].aside.grants] == ["match", "track"]
    shop.parts("alice", "bea", "2026-03-02")
    assert shop.states["bea"].aside == Aside(own="low", grants=[own])


def test_a_membership_goes_along_with_its_level_and_comes_back(shop: People) -> None:
    shop.happens("alice", "2026-02-01", MEMBERSHIP_BOUGHT, MembershipBought("plus"))
    held, grant = shop.states["alice"].aside.membership, shop.states["alice"].aside.grants[0]
    shop.merges("alice", "bea", "2026-03-01")
    assert shop.states["bea"].aside == Aside(own="low", grants=[grant], membership=held)
    shop.parts("alice", "bea", "2026-04-01")
    assert shop.states["alice"].aside == Aside(own="low", grants=[grant], membership=held)
    assert shop.states["bea"].aside is None
    assert tiers(shop) == ("gold", "low")


def test_whoever_has_a_membership_keeps_it_and_the_others_rests(shop: People) -> None:
    shop.happens("bea", "2026-02-01", MEMBERSHIP_BOUGHT, MembershipBought("mini"))
    shop.happens("alice", "2026-02-01", MEMBERSHIP_BOUGHT, MembershipBought("plus"))
    before = shop.states["bea"].aside.copy()
    shop.merges("alice", "bea", "2026-02-20")
    assert shop.states["bea"].aside == before  # without the level that was paid for with the other one
    assert shop.states["bea"].moving.taken_in[1].aside == Aside()


def test_a_membership_paid_back_meanwhile_does_not_come_back(shop: People) -> None:
    shop.happens("alice", "2026-02-01", MEMBERSHIP_BOUGHT, MembershipBought("plus"))
    shop.merges("alice", "bea", "2026-03-01")
    shop.happens("bea", "2026-03-02", MEMBERSHIP_REFUNDED, MembershipRefunded("moved", "Mei"))
    shop.parts("alice", "bea", "2026-04-01")
    assert (shop.states["alice"].aside, shop.states["bea"].aside, tiers(shop)) == (None, None, ("low", "low"))


def test_another_membership_bought_since_stays_with_the_survivor(shop: People) -> None:
    shop.happens("alice", "2026-02-01", MEMBERSHIP_BOUGHT, MembershipBought("mini"))
    shop.merges("alice", "bea", "2026-02-10")
    shop.happens("bea", "2026-03-05", MEMBERSHIP_BOUGHT, MembershipBought("plus"))
    since = shop.states["bea"].aside.membership
    shop.parts("alice", "bea", "2026-04-01")
    assert (shop.states["bea"].aside.membership, tiers(shop)) == (since, ("low", "gold"))
    assert shop.states["alice"].aside is None


def test_a_trial_is_used_once_by_both_together_and_by_each_alone(shop: People) -> None:
    for who, plan in (("bea", "mini"), ("alice", "plus")):
        shop.happens(who, "2026-01-10", MEMBERSHIP_BOUGHT, MembershipBought(plan, trial=True))
    shop.happens("alice", "2026-02-02", MEMBERSHIP_BOUGHT, MembershipBought("mini", trial=True))
    shop.merges("alice", "bea", "2026-03-01")
    assert shop.states["bea"].aside == Aside(tried=["mini", "plus"])
    assert shop.states["bea"].moving.taken_in[1].aside == Aside(tried=["plus"])
    parted, _ = shop.parts("alice", "bea", "2026-04-01")
    assert shop.states["bea"].aside == Aside(tried=["mini"])
    assert pack_of(parted).aside == Aside(tried=["plus"])
    assert shop.states["alice"].aside == Aside(tried=["plus"])


def test_a_freeze_goes_along_from_the_day_of_the_merge_on(shop: People) -> None:
    frozen(shop, "alice", "2026-05-31")
    shop.merges("alice", "bea", "2026-03-01")
    assert shop.states["bea"].aside == Aside(frozen=[(ordinal("2026-03-01"), ordinal("2026-05-31"))])
    shop.parts("alice", "bea", "2026-04-01")
    assert shop.states["bea"].aside == Aside(frozen=[(ordinal("2026-03-01"), ordinal("2026-03-31"))])
    assert shop.states["alice"].aside == Aside(frozen=[(ordinal("2026-04-01"), ordinal("2026-05-31"))])


def test_a_running_freeze_of_ones_own_is_left_as_it_is(shop: People) -> None:
    frozen(shop, "bea", "2026-04-30")
    frozen(shop, "alice", "2026-05-31")
    shop.merges("alice", "bea", "2026-03-01")
    own = Aside(frozen=[(ordinal("2026-02-20"), ordinal("2026-04-30"))])
    assert shop.states["bea"].aside == own
    shop.parts("alice", "bea", "2026-04-01")
    assert (shop.states["alice"].aside, shop.states["bea"].aside) == (None, own)


def test_a_freeze_that_was_ended_meanwhile_stays_ended(shop: People) -> None:
    frozen(shop, "alice", "2026-05-31")
    shop.merges("alice", "bea", "2026-03-01")
    shop.happens("bea", "2026-03-10", TIER_UNFROZEN, TierUnfrozen("Mei"))
    shop.parts("alice", "bea", "2026-04-01")
    assert shop.states["alice"].aside is None
    assert shop.states["bea"].aside == Aside(frozen=[(ordinal("2026-03-01"), ordinal("2026-03-09"))])


def test_the_ladders_own_level_is_compared_apart_from_what_is_granted(shop: People) -> None:
    """Bea is gold by a match and low by the ladder; Alice is silver by the ladder: below the match Bea becomes silver."""
    grant = matched(shop, "bea", "gold", "2026-06-30")
    shop.buys("alice", "2026-02-01", "A1", 600_00)
    _, took = shop.merges("alice", "bea", "2026-03-01")
    assert {"code": "merge.level", "from": "low", "to": "silver"} in took.outcome.because
    bea = shop.states["bea"]
    assert (bea.tier, bea.aside, iso_day(bea.tier_since)) == ("gold", Aside(own="silver", grants=[grant]), "2026-01-10")
    assert bea.moving.taken_in[1].stood == ("low", ordinal("2026-01-10"), 0)
    shop.parts("alice", "bea", "2026-04-01")
    assert (tiers(shop), shop.states["bea"].aside) == (("silver", "gold"), Aside(own="low", grants=[grant]))
    assert shop.is_given("bea", "2026-07-01", 1).outcome.tier == "low"


def test_a_level_set_by_hand_holds_for_both(shop: People) -> None:
    shop.buys("alice", "2026-02-01", "A1", 600_00)
    shop.happens("alice", "2026-02-02", TIER_SET, TierSet("low", "fraud", "Mei", ordinal("2026-06-30")))
    shop.merges("alice", "bea", "2026-03-01")
    bea = shop.states["bea"]
    assert (bea.tier, bea.aside.own, [grant.kind for grant in bea.aside.grants]) == ("low", "silver", ["set"])
    assert shop.is_given("bea", "2026-07-01", 1).outcome.tier == "silver"


def test_where_nothing_holds_nothing_goes_along(shop: People) -> None:
    left, _ = shop.merges("alice", "bea", "2026-03-01")
    assert pack_of(left).aside is None
    assert shop.states["bea"].moving.taken_in[1].aside is None
    parted, _ = shop.parts("alice", "bea", "2026-04-01")
    assert pack_of(parted).aside is None
