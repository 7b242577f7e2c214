"""The programme promises that nothing leaves a frozen member's points, that they go on earning, and that everything is as it was once they are free."""

from typing import Any

import pytest

from engine.people import People, refused
from engine.pooled import POOL, Family
from regulars.engine import event_names as names
from regulars.engine import pool_events as pool
from regulars.engine.events import (
    MemberFrozen,
    MemberUnfrozen,
    PointsCaptured,
    PointsHeld,
    PointsRedeemed,
    PointsReleased,
)
from regulars.engine.events_moving import MergedInto, PointsSent, Unmerged
from regulars.engine.standing import standing
from regulars.engine.state import decode_state, encode_state

SHOP = "wallets: {points: {expire: {rolling: 1 year}, hold: {at_most: 60 days}}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\ngifts: {}\n"
FROZEN, FREE = (names.MEMBER_FROZEN, MemberFrozen("looks wrong", "Mei")), (names.MEMBER_UNFROZEN, MemberUnfrozen("Mei"))
IS_FROZEN = {"code": "member.is_frozen"}


@pytest.fixture
def people() -> People:
    """Alice has 100 points, 10 of them reserved, and is frozen."""
    made = People(SHOP)
    for who in ("alice", "bea"):
        made.joins(who, "2026-01-01")
    made.buys("alice", "2026-01-02", "A1", 10_000)
    made.happens("alice", "2026-01-03 10:00", names.HELD, PointsHeld(10, lasts_s=40 * 86_400))
    made.happens("alice", "2026-01-03 11:00", *FROZEN)
    return made


LEAVING: dict[str, tuple[str, Any]] = {
    "a redemption": (names.REDEEMED, PointsRedeemed(1)),
    "a redemption of what there is": (names.REDEEMED, PointsRedeemed(1, up_to=True)),
    "a reservation": (names.HELD, PointsHeld(1)),
    "a reservation that is captured": (names.CAPTURED, PointsCaptured("e4")),
    "a gift": (names.SENT, PointsSent(1, to=2, giver=1)),
    "points for a pool": (pool.CONTRIBUTED, pool.PoolContributed(1)),
    "joining a pool": (pool.JOINED, pool.PoolJoined(POOL, "family")),
    "becoming part of another": (names.MERGED_INTO, MergedInto(2, 1)),
    "parting from another": (names.UNMERGED, Unmerged(2)),
}


@pytest.mark.parametrize("what", LEAVING)
def test_nothing_leaves_a_frozen_members_points(people: People, what: str) -> None:
    before = people.has("alice")
    assert refused(people.happens("alice", "2026-01-04", *LEAVING[what])) == IS_FROZEN
    assert people.has("alice") == before == (90, 0, 10, 0)


def test_a_frozen_member_earns_gets_back_and_receives_and_time_goes_on(people: People) -> None:
    assert people.buys("alice", "2026-01-05", "A2", 500).outcome.earned == {"points": 5}
    assert people.happens("alice", "2026-01-06", names.RELEASED, PointsReleased("e4")).outcome.status == "created"
    assert people.is_given("alice", "2026-01-06", -3).outcome.status == "created"  # the shop may take away what was got by fraud
    people.buys("bea", "2026-01-06", "B1", 1_000)
    people.receives("alice", "2026-01-07", people.sends("bea", "alice", "2026-01-07", 4))
    assert people.returns("alice", "2026-01-08", "A2").outcome.status == "created"
    assert people.has("alice") == (101, 0, 0, 0)
    assert people.buys("alice", "2027-02-01", "A3", 100).outcome.points["points"]["active"] == 1


def test_freezing_and_freeing_say_so_and_each_only_once(people: People) -> None:
    assert refused(people.happens("alice", "2026-01-04", *FROZEN)) == {"code": "member.frozen_already", "since": "2026-01-03 11:00"}
    assert standing(people.versions, people.states["alice"], people.us("2026-01-05")).frozen_us == people.us("2026-01-03 11:00")
    free = people.happens("alice", "2026-01-05", *FREE)
    assert free.outcome.because == [{"code": "member.unfrozen"}] and free.transfers == []
    assert refused(people.happens("alice", "2026-01-05 13:00", *FREE)) == {"code": "member.not_frozen"}
    assert people.spends("alice", "2026-01-06", 90).outcome.status == "created"
    again = people.happens("alice", "2026-01-07", *FROZEN)
    assert again.outcome.because == [{"code": "member.frozen", "reason": "looks wrong"}]


def test_a_freeze_that_comes_late_counts_from_the_members_present(people: People) -> None:
    people.happens("bea", "2026-03-01", *FROZEN)
    late = people.happens("bea", "2026-02-01", *FREE)
    assert late.outcome.late and not people.states["bea"].frozen_us


def test_the_state_of_an_earlier_release_is_free_and_a_frozen_one_is_kept(people: People) -> None:
    state = people.states["alice"]
    assert decode_state(encode_state(state)) == state == state.copy()
    older = encode_state(people.states["bea"]).removesuffix(b",0]") + b"]"
    assert decode_state(older) == people.states["bea"]


def test_in_a_pool_a_frozen_member_neither_spends_nor_captures_and_the_others_do() -> None:
    made = Family("{members: 3, contribute: all}")
    made.found(1, 2)
    made.buys(1, "A1", 100)
    made.carry()
    made.holds(1, 10, "h1")
    told = made.decide(POOL, pool.MEMBER_FROZEN, pool.PoolMemberFrozen(1, True))
    assert told.outcome.because == [{"code": "pool.member_frozen"}]
    assert refused(made.spends(1, 5)) == refused(made.holds(1, 5, "h2")) == refused(made.captures("h1")) == IS_FROZEN
    assert made.spends(2, 5).outcome.status == "created"
    made.decide(1, *FROZEN)
    given = made.buys(1, "A2", 50)  # what a frozen member earns stays with them
    assert given.outcome.earned == {"points": 50} and not given.outcome.moved
    made.decide(POOL, pool.MEMBER_FROZEN, pool.PoolMemberFrozen(1, True))
    assert made.states[POOL].pool.frozen == [1]
    assert made.decide(POOL, pool.MEMBER_FROZEN, pool.PoolMemberFrozen(1, False)).outcome.because == [{"code": "pool.member_unfrozen"}]
    assert made.captures("h1").outcome.status == "created" and made.spends(1, 5).outcome.status == "created"
    assert refused(made.decide(POOL, pool.MEMBER_FROZEN, pool.PoolMemberFrozen(3, True))) == {"code": "pool.not_in_it"}


def test_who_leaves_a_pool_leaves_its_freeze_behind() -> None:
    made = Family("{members: 3}")
    made.found(1, 2)
    made.decide(POOL, pool.MEMBER_FROZEN, pool.PoolMemberFrozen(2, True))
    made.decide(POOL, pool.LEFT, pool.PoolLeft(2, by=2))
    assert made.states[POOL].pool.frozen == []
