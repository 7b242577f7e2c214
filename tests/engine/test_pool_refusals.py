"""The programme promises that a pool says no by name, with the facts, and then nothing has changed: every refusal, and the day or number beside it that is fine."""

import msgspec
import pytest

from engine.people import refused
from engine.pooled import DAY_US, HEAD, PLAIN, POOL, Family
from regulars.engine import pool_events as pool
from regulars.engine.compiling import compile_program
from regulars.engine.decision import Transfer
from regulars.engine.pool_errors import PoolsNotOffered
from regulars.engine.pool_shares import MOST_LAPSED, flow, share_key
from regulars.engine.pool_state import Pool
from regulars.engine.pooling import terms_of
from regulars.kit.periods import iso_day
from regulars.program.reading import require

ALL, HAND = "{members: 3, contribute: all}", "{members: 3}"
TWO = "wallets: {points: {}, growth: {kind: qualifying}, miles: {}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\n"


def family(terms: str = HAND, *others: int, more: str = PLAIN, members: tuple[int, ...] = (1, 2, 3)) -> Family:
    """Founded by member 1."""
    made = Family(terms, more=more, members=members)
    made.found(1, *others)
    return made


def today(made: Family) -> int:
    return made.versions.calendar.day_of(made.clock)


def without_pools(made: Family) -> None:
    """The programme no longer has the kind; the version that had it is still known."""
    (now,) = compile_program(require(f"{HEAD}{PLAIN}")).every
    made.versions.every.append(now)
    made.versions.starts.append(made.clock + 1)


# ---- who is in it


def test_the_owner_and_the_shop_invite_and_where_the_kind_says_so_any_of_its_members() -> None:
    made = family(HAND, 2)
    assert refused(made.invite(3, by=2)) == {"code": "pool.not_the_owner"}
    assert made.invite(3, by=1).outcome.status == made.invite(3, by=0).outcome.status == "created"
    anybody = family("{members: 3, invite: any}", 2)
    assert anybody.invite(3, by=2).outcome.status == "created"
    assert refused(anybody.invite(3, by=3)) == {"code": "pool.not_the_owner"}


def test_nobody_is_invited_who_is_in_it_or_for_whom_there_is_no_place() -> None:
    made = family("{members: 2}")
    assert refused(made.invite(1)) == {"code": "pool.in_one"}
    made.invite(2)
    made.invite(3)  # of two who are invited the first to come takes the last place
    made.join(2)
    made.carry()
    assert refused(made.invite(3)) == {"code": "pool.full", "most": 2}
    assert refused(made.decide(POOL, pool.MEMBER_JOINED, pool.PoolMemberJoined(3))) == {"code": "pool.full", "most": 2}
    assert sorted(made.states[POOL].pool.seats) == [1, 2]


def test_an_invitation_stands_to_the_end_of_its_last_day() -> None:
    for days, status in ((7, "created"), (8, "refused")):
        made = family("{members: 3, invitation: 7 days}")
        invited = made.invite(2)
        assert invited.outcome.because == [{"code": "pool.invited", "until": iso_day(today(made) + 7)}]
        made.days(days)
        assert made.decide(POOL, pool.MEMBER_JOINED, pool.PoolMemberJoined(2)).outcome.status == status
    over = {"code": "pool.invitation_over", "until": iso_day(today(made) - 1)}
    assert refused(made.decide(POOL, pool.MEMBER_JOINED, pool.PoolMemberJoined(2))) == over
    assert refused(made.decide(POOL, pool.MEMBER_JOINED, pool.PoolMemberJoined(3))) == {"code": "pool.not_invited"}


def test_invitations_that_are_over_are_forgotten_with_the_next_one() -> None:
    made = family("{members: 3, invitation: 7 days}")
    made.invite(2)
    made.days(7)
    made.invite(3)
    assert sorted(made.states[POOL].pool.invited) == [2, 3]
    made.days(401)  # 400 days longer it is known why nobody comes in any more
    made.invite(3)
    assert sorted(made.states[POOL].pool.invited) == [3]


def test_whoever_takes_the_place_is_told_how_many_there_are() -> None:
    made = family(HAND)
    made.invite(2)
    seated = made.decide(POOL, pool.MEMBER_JOINED, pool.PoolMemberJoined(2))
    assert seated.outcome.because == [{"code": "pool.member_joined", "members": 2, "most": 3}]
    assert (seated.state.pool.seats[2].since, seated.state.pool.invited) == (today(made), {})


def test_a_member_is_in_one_pool_of_a_kind_there_is() -> None:
    made = family(HAND)
    assert refused(made.join(1)) == {"code": "pool.in_one"}
    assert refused(made.decide(2, pool.JOINED, pool.PoolJoined(POOL, "team"))) == {"code": "pool.not_offered", "kind": "team"}
    joined = made.join(2)
    assert joined.outcome.because == [{"code": "pool.joined", "pool": "family"}]
    assert joined.outcome.moved == {"pool": POOL, "what": "joining"}
    assert (joined.state.pooled.pool, joined.state.pooled.kind, joined.state.pooled.since) == (POOL, "family", today(made))


def test_whom_a_pool_took_not_is_in_none() -> None:
    made = family(HAND)
    undo = pool.PoolJoinUndone(POOL, "pool.full")
    assert refused(made.decide(2, pool.JOIN_UNDONE, undo)) == {"code": "pool.not_in_it"}
    made.join(2)
    assert refused(made.decide(2, pool.JOIN_UNDONE, pool.PoolJoinUndone(POOL + 1, "pool.full"))) == {"code": "pool.not_in_it"}
    undone = made.decide(2, pool.JOIN_UNDONE, undo)
    assert undone.outcome.because == [{"code": "pool.join_undone", "why": "pool.full"}]
    pooled = undone.state.pooled
    assert (pooled.pool, pooled.kind, pooled.since, pooled.gave, pooled.left_on) == (0, "", 0, {}, 0)


def test_coming_again_takes_its_time_counted_from_the_day_of_leaving() -> None:
    made = family("{members: 3, leave: {again_after: 1 month}}", 2)
    made.leaves(2)
    made.carry()
    left = today(made)  # 1 January 2026
    assert made.states[2].pooled.left_on == left
    made.days(30)
    assert refused(made.join(2)) == {"code": "pool.too_soon_again", "from": "2026-02-01"}
    made.days(1)
    assert made.join(2).outcome.status == "created"
    free = family(HAND, 2)
    free.leaves(2)
    free.carry()
    assert free.join(2).outcome.status == "created"


def test_leaving_takes_its_time_for_who_leaves_and_not_for_who_is_made_to() -> None:
    made = family("{members: 3, leave: {after: 30 days}}", 2, 3)
    made.days(29)
    assert refused(made.leaves(2)) == {"code": "pool.too_soon_to_leave", "from": "2026-01-31"}
    assert made.leaves(3, by=1, why="expelled").outcome.because == [{"code": "pool.member_expelled", "points": 0}]
    made.days(1)
    left = made.leaves(2)
    assert left.outcome.because == [{"code": "pool.member_left", "points": 0}]
    assert left.outcome.moved == {"what": "leaving", "member": 2, "why": "left", "lots": {}}


def test_who_may_make_somebody_leave_and_who_stays() -> None:
    made = family(HAND, 2)
    assert refused(made.leaves(3)) == {"code": "pool.not_in_it"}
    assert refused(made.leaves(1)) == refused(made.leaves(1, by=0)) == {"code": "pool.owner_stays"}
    assert refused(made.leaves(2, by=3)) == {"code": "pool.not_the_owner"}
    assert made.leaves(2, by=0).outcome.status == "created"


def test_a_pool_is_handed_over_by_its_owner_to_one_of_its_members() -> None:
    made = family(HAND, 2)
    assert refused(made.decide(POOL, pool.OWNER_CHANGED, pool.PoolOwnerChanged(2, by=2))) == {"code": "pool.not_the_owner"}
    assert refused(made.decide(POOL, pool.OWNER_CHANGED, pool.PoolOwnerChanged(3, by=1))) == {"code": "pool.not_in_it"}
    assert made.states[POOL].pool.owner == 1
    changed = made.decide(POOL, pool.OWNER_CHANGED, pool.PoolOwnerChanged(2, by=1))
    assert (changed.outcome.because, changed.state.pool.owner) == ([{"code": "pool.owner_changed"}], 2)
    assert made.decide(POOL, pool.OWNER_CHANGED, pool.PoolOwnerChanged(1)).state.pool.owner == 1  # by the shop


def test_only_the_owner_or_the_shop_dissolves_and_then_there_is_no_pool_to_do_anything_with() -> None:
    made = family(HAND, 2)
    made.invite(3)
    assert refused(made.dissolves(by=2)) == {"code": "pool.not_the_owner"}
    gone = made.dissolves(by=1)
    assert (gone.outcome.because, gone.outcome.moved) == ([{"code": "pool.dissolved"}], {"what": "dissolving"})
    assert (gone.state.pool.dissolved, gone.state.pool.invited) == (True, {})
    over = {"code": "pool.is_dissolved"}
    assert refused(made.invite(3)) == refused(made.dissolves()) == refused(made.spends(1, 1)) == over
    assert refused(made.decide(POOL, pool.MEMBER_JOINED, pool.PoolMemberJoined(3))) == over
    assert refused(made.decide(POOL, pool.OWNER_CHANGED, pool.PoolOwnerChanged(2))) == over
    assert refused(made.decide(POOL, pool.RECEIVED, pool.PoolReceived(1, {}))) == over
    made.open.clear()
    assert made.leaves(2, by=0, why="dissolved_for").outcome.because == [{"code": "pool.member_dissolved_for", "points": 0}]
    assert made.leaves(1, by=0, why="dissolved_for").outcome.status == "created"  # the owner too, and last
    assert made.decide(POOL, pool.CLOSED, pool.PoolClosed()).outcome.because == [{"code": "pool.closed"}]


# ---- points


def test_what_is_put_in_by_hand_has_to_be_there_in_a_wallet_the_pool_takes() -> None:
    made = family(HAND, more=TWO)
    made.buys(1, "A1", 100)
    put = lambda points, wallet="": made.decide(1, pool.CONTRIBUTED, pool.PoolContributed(points, wallet))  # noqa: E731
    assert refused(made.contributes(2, 5)) == {"code": "pool.not_in_it"}
    assert refused(put(101)) == {"code": "points.insufficient", "needed": 101, "available": 100, "wallet": "points"}
    assert refused(put(5, "stars")) == {"code": "points.unknown_wallet", "wallet": "stars"}
    assert refused(put(5, "miles")) == {"code": "points.not_spendable", "wallet": "miles"}
    gave = put(100)
    assert gave.outcome.because == [{"code": "pool.gave", "wallet": "points", "points": 100}]
    assert (gave.state.wallets["points"].active, gave.state.wallets["points"].held) == (0, 100)


def test_who_may_spend_and_what() -> None:
    made = family("{members: 3, contribute: all, spend: {who: owner}}", 2, more=TWO)
    made.buys(2, "B1", 100)
    made.carry()
    assert refused(made.spends(3, 5)) == {"code": "pool.not_in_it"}
    assert refused(made.spends(2, 5)) == {"code": "pool.owner_spends"}
    assert refused(made.spends(1, 5, wallet="stars")) == {"code": "points.unknown_wallet", "wallet": "stars"}
    assert refused(made.spends(1, 5, wallet="miles")) == {"code": "points.not_spendable", "wallet": "miles"}
    assert refused(made.spends(1, 101)) == {"code": "points.insufficient", "needed": 101, "available": 100, "wallet": "points"}
    assert made.spends(1, 100).outcome.because == [{"code": "pool.redeemed", "wallet": "points", "points": 100, "own": 0, "others": 100}]


def test_what_one_member_may_spend_is_counted_by_period_up_to_the_limit_itself() -> None:
    made = family("{members: 3, contribute: all, spend: {per_member: {points: 60, per: month}}}", 2)
    made.buys(1, "A1", 500)
    made.carry()
    over = {"code": "pool.over_limit", "points": 61, "left": 60, "detail": "month"}
    assert refused(made.spends(2, 61)) == over
    made.spends(2, 59)
    assert refused(made.spends(2, 2)) == {**over, "points": 2, "left": 1}
    assert made.spends(2, 1).outcome.status == "created"
    assert refused(made.spends(2, 1, up_to=True)) == {**over, "points": 1, "left": 0}
    assert made.spends(1, 60).outcome.status == "created"  # each has their own
    made.days(30)  # 31 January
    assert refused(made.spends(2, 1))["left"] == 0
    made.days(1)
    assert made.spends(2, 61, up_to=True).outcome.took["points"][0][2] == 60


def test_a_limit_goes_by_the_unit_of_the_pools_wallet() -> None:
    tenths = "wallets: {points: {scale: 1}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\n"
    made = family("{members: 3, contribute: all, spend: {per_member: {points: 60, per: month}}}", more=tenths)
    made.buys(1, "A1", 500)
    made.carry()
    assert refused(made.spends(1, 601)) == {"code": "pool.over_limit", "points": 601, "left": 600, "detail": "month"}
    assert made.spends(1, 600).outcome.status == "created"


def test_what_arrives_is_of_a_member_who_is_in_it() -> None:
    made = family(HAND, 2)
    on = today(made)
    lots = {"points": ((on + 300, on, 40), (on + 200, on - 50, 2))}
    assert refused(made.decide(POOL, pool.RECEIVED, pool.PoolReceived(3, lots))) == {"code": "pool.not_in_it"}
    came = made.decide(POOL, pool.RECEIVED, pool.PoolReceived(2, lots))
    assert came.outcome.because == [{"code": "pool.received", "wallet": "points", "points": 42}]
    assert came.state.pool.seats[2].gave == {"points": 42}
    assert made.decide(POOL, pool.RECEIVED, pool.PoolReceived(2, {"points": ((on + 300, on, 8),)})).state.pool.seats[2].gave == {"points": 50}


def test_the_steps_in_between_ask_for_what_is_on_its_way() -> None:
    made = family(HAND)
    for type, data in ((pool.DELIVERED, pool.PoolDelivered(7)), (pool.UNDELIVERED, pool.PoolUndelivered(7, "pool.not_in_it")), (pool.SETTLED, pool.PoolSettled(7))):
        assert refused(made.decide(1, type, data)) == {"code": "gift.nothing_on_its_way", "step": 7}
        assert refused(made.decide(2, type, data)) == {"code": "gift.nothing_on_its_way", "step": 7}  # who never was in one
    parted = pool.PoolParted(POOL, "left", {})
    assert refused(made.decide(2, pool.PARTED, parted)) == refused(made.decide(1, pool.PARTED, pool.PoolParted(POOL + 1, "left", {}))) == {"code": "pool.not_in_it"}
    assert made.decide(1, pool.PARTED, parted).outcome.because == [{"code": "pool.left", "points": 0}]


def test_who_comes_out_with_points_and_owes_pays_first() -> None:
    made = family(HAND, 2)
    made.buys(2, "B1", 100)
    made.contributes(2, 70)
    made.carry()
    made.redeems(2, 30)
    made.spends(1, 10)  # of member 2's
    made.returns("B1")  # 60 come from the pool; the 40 spent are owed
    made.carry()
    assert (made.owes(2), made.left(2)) == (40, 0)
    made.buys(1, "A1", 5)
    on = today(made)
    parted = made.decide(2, pool.PARTED, pool.PoolParted(POOL, "left", {"points": ((on + 300, on, 50),)}))
    assert parted.outcome.because == [{"code": "pool.left", "points": 50}, {"code": "debt.settled", "wallet": "points", "points": 40}]
    assert (parted.state.wallets["points"].active, parted.state.wallets["points"].debt) == (10, 0)


# ---- terms that have gone, and whose points lie there


def test_a_kind_the_programme_no_longer_has_takes_nobody_and_no_points_and_still_lets_its_members_spend() -> None:
    made = family(HAND, 2)
    made.buys(1, "A1", 100)
    made.contributes(1, 60)
    made.carry()
    without_pools(made)
    made.clock += DAY_US
    assert refused(made.contributes(1, 10)) == refused(made.join(3)) == {"code": "pool.not_offered", "kind": "family"}
    assert made.spends(2, 60).outcome.status == "created"
    with pytest.raises(PoolsNotOffered) as never:
        terms_of(made.versions, made.versions.every[-1], "team")
    assert never.value.facts == {"kind": "team"}


def owned(**shares: list[tuple[int, int]]) -> Pool:
    return Pool("family", 1, {}, {}, {share_key("points", lot): whose for lot, whose in shares.items()}, {})


def moves(source: str, target: str, points: int, lot: str = "A") -> list[Transfer]:
    return [Transfer("points", source, target, points, lot, 1, "pool")]


def test_whoevers_points_came_first_leave_first_unless_somebody_goes_before() -> None:
    kitty = owned(A=[(1, 10), (2, 20)])
    assert flow(kitty, moves("active", "redeemed", 12)) == [(1, 10), (2, 2)]
    assert kitty.shares == {"points/A": [(2, 18)]}
    kitty = owned(A=[(1, 10), (2, 20)])
    assert flow(kitty, moves("active", "redeemed", 25), first={2}) == [(2, 20), (1, 5)]
    assert flow(kitty, moves("active", "redeemed", 5)) == [(1, 5)]
    assert kitty.shares == {}


def test_what_comes_in_is_whose_it_is_in_order_and_nobodys_beyond() -> None:
    kitty = owned(A=[(1, 10)])
    coming = [*moves("transit", "active", 6), *moves("transit", "active", 9, "B")]
    assert flow(kitty, coming, [(2, 4), (1, 3), (2, 5)]) == []
    assert kitty.shares == {"points/A": [(1, 12), (2, 4)], "points/B": [(1, 1), (2, 5), (0, 3)]}


def test_what_lapses_is_remembered_by_whose_it_was_and_taken_from_there() -> None:
    kitty = owned(A=[(1, 10), (2, 20)])
    flow(kitty, moves("active", "breakage", 15))
    flow(kitty, moves("active", "breakage", 5))
    assert kitty.lapsed == {"points/A": [(1, 10), (2, 10)]}
    flow(kitty, moves("breakage", "issued", 4), first={2})
    assert kitty.lapsed == {"points/A": [(1, 10), (2, 6)]}


def test_of_lots_that_lapsed_so_many_are_remembered_and_the_oldest_forgotten() -> None:
    kitty = owned(**{f"L{number}": [(1, 5)] for number in range(MOST_LAPSED + 1)})
    for number in range(MOST_LAPSED + 1):
        flow(kitty, moves("active", "breakage", 5, f"L{number}"))
        assert len(kitty.lapsed) == min(number + 1, MOST_LAPSED)
    assert (next(iter(kitty.lapsed)), MOST_LAPSED) == ("points/L1", 120)


def test_a_state_with_a_pool_travels() -> None:
    kitty = owned(A=[(1, 10)])
    kitty.invited, kitty.dissolved = {3: 5}, True
    other = kitty.copy()
    flow(other, moves("active", "breakage", 10))
    other.invited[4] = 6
    assert msgspec.to_builtins(kitty) == ["family", 1, {}, {3: 5}, {"points/A": [(1, 10)]}, {}, True, None, {}, False, [], []]
