"""The programme promises that members who put points together keep what is theirs, whatever breaks in between and however many spend at once."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

import psycopg
import pytest

from regulars.engine.state import decode_state
from regulars.journal.clock import advance_due
from regulars.journal.errors import PoolRefTaken, PoolUnknown, UnknownMember
from regulars.journal.explaining import explain
from regulars.journal.moving import Gift, Merge, Mover, mover
from regulars.journal.pools import Ask, Pools
from regulars.journal.programs import apply_version
from regulars.journal.queries import member_id_of, state_of
from regulars.journal.replay import replay_in_memory, replay_into, scratch_database
from regulars.journal.verify import verify
from regulars.kit.errors import Refused
from regulars.kit.periods import iso_day

from .conftest import PROGRAMME, ZONE, Shop, admin_of, at
from .test_gifts import Breaks

POOLS = PROGRAMME.replace("points: 50}", "points: 0}") + "gifts: {}\npools: {family: {members: 4, contribute: all, spend: {per_member: {points: 500, per: month}}}, team: {members: 30}}\n"


@pytest.fixture
def house(home: Any, database: Any) -> Iterator[Shop]:
    """Ada, Ben and Cy joined; every promise is checked and the log replayed when the test is over."""
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, POOLS, by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE))
        shop = Shop(database.dsn, database.owner_dsn, conn, admin_of(home, database))
        shop.post_many([shop.joins(ref) for ref in ("ada", "ben", "cy")])
        yield shop
        assert replay_in_memory(conn).difference is None
        report = verify(conn)
        assert report.is_sound, [finding for checked in report.checks for finding in checked.findings]


def do(shop: Shop, verb: str, id: str = "", when: str = "2026-03-01 12:00", **asked: Any) -> Any:
    """One verb, carried to its end."""
    ask = Ask("app", id or f"{verb}-{asked.get('member', '')}-{asked.get('points', '')}-{when}", at(when), **asked)

    async def run() -> Any:
        async with mover(shop.dsn) as door:
            return await getattr(Pools(door), verb)(ask, shop.received_us)

    return asyncio.run(run())


def found(shop: Shop, *others: str, kind: str = "family", when: str = "2026-01-02") -> None:
    assert do(shop, "found", when=when, pool="home", member="ada", kind=kind).state == "arrived"
    for other in others:
        assert do(shop, "invite", when=when, pool="home", member=other, by="ada").state == "arrived"
        assert do(shop, "join", when=when, pool="home", member=other).state == "arrived"


def carry(shop: Shop) -> int:
    """One round of the clock's job."""

    async def run() -> int:
        async with mover(shop.dsn) as door:
            return await door.finish_open(0, shop.received_us)

    return asyncio.run(run())


def left(shop: Shop) -> dict[str, int]:
    """What is left in the pool of what each put in."""
    pool = state_of(shop.conn, "home").pool
    assert pool is not None
    names = {member_id_of(shop.conn, ref): ref for ref in ("ada", "ben", "cy")} | {0: "nobody"}
    sums: dict[str, int] = {}
    for whose in pool.shares.values():
        for owner, points in whose:
            sums[names[owner]] = sums.get(names[owner], 0) + points
    return sums


def why(shop: Shop, ref: str) -> list[str]:
    return [sentence for one in explain(shop.conn, shop.versions, ref) for sentence in one.because]


def test_the_worked_example_of_the_page_comes_out_as_written(house: Shop) -> None:
    """docs/reference/moving-points.md, A pool."""
    found(house, "ben")
    house.post(house.order("ada", "A1", "2026-02-01", "300.00"), house.order("ben", "B1", "2026-02-10", "200.00"))
    assert (house.balance("ada")[:3], house.balance("home")[0]) == ((0, 0, 300), 0)
    assert carry(house) == 2
    assert (house.balance("home")[0], left(house)) == (500, {"ada": 300, "ben": 200})
    spent = do(house, "redeem", member="ben", points=350)
    assert spent.answer.because[0] == {"code": "pool.redeemed", "wallet": "points", "points": 350, "own": 50, "others": 300}
    assert left(house) == {"ben": 150}
    house.post(house.returns("ada", "A1", "2026-03-02"))
    assert carry(house) == 1
    assert (house.balance("ada")[:4], left(house)) == ((0, 0, 0, 300), {"ben": 150})
    assert do(house, "leave", when="2026-03-03", member="ben", by="ben").state == "arrived"
    lots = state_of(house.conn, "ben").wallets["points"].lots
    assert ([(iso_day(until), points) for until, _, points in lots], house.balance("home")[0]) == ([("2027-02-10", 150)], 0)
    assert "Left the pool with 150 points of one's own" in why(house, "ben")


def test_the_same_again_counts_once_and_something_else_is_a_conflict(house: Shop) -> None:
    found(house, "ben")
    again = do(house, "found", when="2026-01-02", pool="home", member="ada", kind="family")
    assert (again.state, again.answer.status) == ("arrived", "duplicate")
    house.post(house.order("ada", "A1", "2026-02-01", "100.00"))
    first, second = (do(house, "redeem", "R1", member="ben", points=30) for _ in range(2))
    assert (first.answer.status, second.answer.status, house.balance("home")[0]) == ("created", "duplicate", 70)
    assert do(house, "redeem", "R1", member="ben", points=31).answer.status == "conflict"
    assert do(house, "leave", "L1", member="ben", by="ben").state == "arrived"


def test_what_is_refused(house: Shop) -> None:
    found(house)
    with pytest.raises(PoolRefTaken):
        do(house, "found", pool="ben", member="cy", kind="family")
    with pytest.raises(PoolRefTaken):
        do(house, "found", pool="home", member="cy", kind="family")
    with pytest.raises(Refused) as twice:
        do(house, "found", pool="second", member="ada", kind="family")
    assert twice.value.code == "pool.in_one"
    with pytest.raises(Refused) as unknown:
        do(house, "found", pool="second", member="ben", kind="club")
    assert unknown.value.code == "pool.not_offered"
    with pytest.raises(PoolUnknown):
        do(house, "join", pool="ben", member="cy")
    with pytest.raises(UnknownMember):
        do(house, "invite", pool="home", member="nobody")
    came_back = do(house, "join", pool="home", member="cy")
    assert (came_back.state, came_back.why) == ("came_back", "pool.not_invited")
    assert house.post(house.order("home", "P1", "2026-03-01", "5.00")).code == "pool.not_a_member"
    gift = asyncio.run(_give(house, Gift("ada", "home", 5, "", "app", "g", at("2026-03-02"))))
    assert gift.why in ("points.insufficient", "pool.not_a_member")
    assert house.rows("SELECT tier FROM member_state WHERE tier = ''") == [("",)]  # a pool stands on no level, so no list counts it as a member


async def _give(shop: Shop, gift: Gift) -> Any:
    async with mover(shop.dsn) as door:
        return await door.give(gift, shop.received_us)


def test_a_gift_to_a_pool_comes_back(house: Shop) -> None:
    found(house)
    house.post(house.order("ben", "B1", "2026-02-01", "50.00"))
    moved = asyncio.run(_give(house, Gift("ben", "home", 20, "", "app", "g", at("2026-03-02"))))
    assert (moved.state, moved.why, house.balance("ben")[:3]) == ("came_back", "pool.not_a_member", (50, 0, 0))


def test_twenty_members_who_spend_at_once_never_overspend(house: Shop) -> None:
    members = [f"m{n}" for n in range(20)]
    house.post_many([house.joins(ref) for ref in members])
    found(house, *members, kind="team")
    house.post(house.order("ada", "A1", "2026-02-01", "100.00"))
    assert do(house, "contribute", member="ada", points=100).state == "arrived"

    async def run() -> list[Any]:
        async with mover(house.dsn) as one, mover(house.dsn) as other:
            doors = [Pools(one), Pools(other)]
            asks = [Ask("till", f"r-{ref}", at("2026-03-02"), member=ref, points=7) for ref in members]
            return await asyncio.gather(*(doors[n % 2].redeem(ask, house.received_us) for n, ask in enumerate(asks)))

    states = sorted(moved.state for moved in asyncio.run(run()))
    assert states == ["arrived"] * 14 + ["refused"] * 6
    assert house.balance("home")[0] == 2


def test_leaving_while_another_spends_gives_each_point_once(house: Shop) -> None:
    found(house, "ben", "cy")
    house.post(house.order("ada", "A1", "2026-02-01", "60.00"), house.order("ben", "B1", "2026-02-02", "60.00"))
    carry(house)

    async def run() -> list[Any]:
        async with mover(house.dsn) as one, mover(house.dsn) as other:
            spends = (Pools(one).redeem(Ask("till", f"r{n}", at("2026-03-02"), member="cy", points=25), house.received_us) for n in range(5))
            leaves = Pools(other).leave(Ask("app", "l", at("2026-03-02"), member="ben", by="ben"), house.received_us)
            return await asyncio.gather(*spends, leaves)

    moved = asyncio.run(run())
    spent = 25 * sum(one.state == "arrived" for one in moved[:5])
    assert moved[5].state == "arrived"
    assert spent + house.balance("home")[0] + house.balance("ben")[0] == 120
    assert set(left(house)) <= {"ada"}


BEGUN = {
    "found": (Ask("app", "x", at("2026-03-01"), pool="second", member="cy", kind="team"), 3),
    "join": (Ask("app", "x", at("2026-03-01"), pool="home", member="cy"), 2),
    "contribute": (Ask("app", "x", at("2026-03-01"), member="ben", points=30), 3),
    "leave": (Ask("app", "x", at("2026-03-01"), member="ben", by="ben"), 2),
    "dissolve": (Ask("app", "x", at("2026-03-01"), pool="home", by="ada"), 6),
    "cancel": (Ask("app", "x", at("2026-03-01"), pool="home", redemption="R1"), 4),
}


@pytest.mark.parametrize(("verb", "step"), [(verb, step) for verb, (_, steps) in BEGUN.items() for step in range(1, steps + 1)])
def test_what_breaks_off_at_any_step_is_finished_once(house: Shop, verb: str, step: int) -> None:
    found(house, "ben")
    do(house, "invite", pool="home", member="cy")
    house.post(house.order("ben", "B1", "2026-02-01", "50.00"), house.order("ada", "A1", "2026-02-01", "70.00"))
    carry(house)
    if verb == "contribute":
        house.post(house.event("ben", "points.adjusted", "X", "2026-02-02", {"points": 40, "reason": "kind", "by": "lee"}))
    if verb == "cancel":
        do(house, "redeem", "R1", when="2026-02-03", member="ada", points=100)  # 70 of Ada's, 30 of Ben's
        do(house, "leave", when="2026-02-04", member="ben", by="ben")
    before = total(house) + (100 if verb == "cancel" else 0)

    async def run() -> None:
        async with mover(house.dsn) as door:
            for written in (False, True):
                broken = Mover(Breaks(door._intake, step, written), door._look, house.dsn)  # type: ignore[arg-type]
                with suppress(ConnectionResetError):
                    await getattr(Pools(broken), verb)(BEGUN[verb][0], house.received_us)
            await getattr(Pools(door), verb)(BEGUN[verb][0], house.received_us)
            await door.finish_open(0, house.received_us)
            assert await door.finish_open(0, house.received_us) == 0

    try:
        asyncio.run(run())
    except Refused as refused:  # it had gone through: whoever asks again is told
        assert verb in ("leave", "found"), refused
        carry(house)
    assert total(house) == before
    assert sum(held for (held,) in house.rows("SELECT held FROM member_state")) == 0


def total(shop: Shop) -> int:
    return int(shop.rows("SELECT sum(active + held) FROM member_state")[0][0])


def test_points_that_become_usable_by_the_clock_go_in_and_lapse_in_the_pool(house: Shop) -> None:
    house.apply(POOLS.replace("expire: {rolling: 1 year}", "activate: {after: 7 days}, expire: {rolling: 1 year}"), "2026-02-01")
    found(house, "ben", when="2026-02-02")
    house.post(house.order("ada", "A1", "2026-02-10", "80.00"))
    assert house.balance("ada")[1] == 80
    advance_due(house.conn, house.versions, at("2026-02-18"))
    assert carry(house) == 1
    assert (house.balance("ada")[:3], house.balance("home")[0]) == ((0, 0, 0), 80)
    advance_due(house.conn, house.versions, at("2026-12-30"))
    assert left(house) == {"ada": 80}
    house.received_us = at("2027-03-01")
    advance_due(house.conn, house.versions, at("2027-02-28"))
    assert (house.balance("home")[0], left(house)) == (0, {})
    house.post(house.returns("ada", "A1", "2027-02-28 12:00"))
    carry(house)
    assert house.balance("ada")[3] == 0  # what lapsed there is not owed


@pytest.mark.parametrize("owns", [False, True])
def test_whoever_becomes_part_of_another_leaves_their_pool_first(house: Shop, owns: bool) -> None:
    found(house, "ben", "cy")
    house.post(house.order("ada", "A1", "2026-02-01", "60.00"), house.order("ben", "B1", "2026-02-02", "40.00"))
    asked = Merge("ben", "ada", "desk", "m", at("2026-03-02")) if owns else Merge("ada", "ben", "desk", "m", at("2026-03-02"))

    async def run(verb: str) -> Any:
        async with mover(house.dsn) as door:
            return await getattr(door, verb)(asked, house.received_us)

    assert asyncio.run(run("merge")).state == "arrived"
    stays, goes = asked.stays, asked.goes
    brought = 60 if owns else 40
    assert (house.balance(stays)[0], left(house)) == (brought, {stays: 100 - brought})
    pool = state_of(house.conn, "home").pool
    assert pool is not None and pool.owner == member_id_of(house.conn, stays)
    house.post(house.order(goes, "G1", "2026-03-03", "5.00"))  # either card: what is earned goes into the survivor's pool
    carry(house)
    assert left(house) == {stays: 105 - brought}
    undo = Merge(stays, goes, "desk", "u", at("2026-03-04"))

    async def part() -> Any:
        async with mover(house.dsn) as door:
            return await door.unmerge(undo, house.received_us)

    assert asyncio.run(part()).state == "arrived"
    assert (house.balance(goes)[0], house.balance(stays)[0]) == (brought, 0)


def test_an_owner_whose_pool_would_have_none_is_not_merged_away(house: Shop) -> None:
    found(house, "ben")

    async def run(merge: Merge) -> Any:
        async with mover(house.dsn) as door:
            return await door.merge(merge, house.received_us)

    for merge, code in ((Merge("cy", "ada", "desk", "m", at("2026-03-02")), "pool.owner_stays"), (Merge("home", "ben", "desk", "n", at("2026-03-02")), "merge.pool")):
        with pytest.raises(Refused) as refused:
            asyncio.run(run(merge))
        assert refused.value.code == code


def test_a_cancelled_redemption_comes_back_to_whoever_it_was_of(house: Shop) -> None:
    found(house, "ben")
    house.post(house.order("ada", "A1", "2026-02-01", "60.00"), house.order("ben", "B1", "2026-02-02", "40.00"))
    do(house, "redeem", "R1", member="ben", points=80)
    assert do(house, "cancel", "X1", pool="home", redemption="R1", points=30).state == "arrived"
    assert left(house) == {"ada": 10, "ben": 40}
    assert do(house, "cancel", "X2", pool="home", redemption="R1").state == "arrived"
    assert left(house) == {"ada": 60, "ben": 40}
    assert do(house, "cancel", "X3", pool="home", redemption="R1", points=1).state == "arrived"
    assert house.balance("home")[0] == 100


def test_a_redemption_given_back_goes_home_to_who_has_left_and_after_the_pool_was_dissolved(house: Shop) -> None:
    """docs/reference/moving-points.md, A pool: what comes back after leaving."""
    found(house, "ben")
    house.post(house.order("ada", "A1", "2026-02-01", "300.00"), house.order("ben", "B1", "2026-02-10", "200.00"))
    do(house, "redeem", "R1", member="ada", points=400)  # Ada's 300, 100 of Ben's
    do(house, "leave", when="2026-03-02", member="ben", by="ben")
    assert house.balance("ben")[0] == 100
    first = do(house, "cancel", "X1", when="2026-03-03", pool="home", redemption="R1", points=150)  # what was taken last: Ben's 100, 50 of Ada's
    assert (first.state, [one["code"] for one in first.answer.because]) == ("arrived", ["redemption.cancelled", "pool.gives_back"])
    lots = state_of(house.conn, "ben").wallets["points"].lots
    assert ([(iso_day(until), points) for until, _, points in lots], left(house)) == ([("2027-02-10", 200)], {"ada": 50})
    assert "100 points came back from the pool: a redemption of it was given back" in why(house, "ben")
    do(house, "dissolve", when="2026-03-04", pool="home", by="ada")
    assert house.balance("ada")[0] == 50
    assert do(house, "cancel", "X2", when="2026-03-05", pool="home", redemption="R1").state == "arrived"
    assert (house.balance("ada")[0], house.balance("home")[0]) == (300, 0)
    house.post(house.returns("ben", "B1", "2026-03-06"), house.returns("ada", "A1", "2026-03-06"))
    assert (house.balance("ben")[:4], house.balance("ada")[:4]) == ((0, 0, 0, 0), (0, 0, 0, 0))


def test_what_comes_back_for_somebody_who_has_become_part_of_another_is_theirs_there(house: Shop) -> None:
    found(house, "ben")
    house.post(house.order("ben", "B1", "2026-02-10", "200.00"))
    do(house, "redeem", "R1", member="ada", points=150)
    do(house, "leave", when="2026-03-02", member="ben", by="ben")

    async def run(verb: str, merge: Merge) -> Any:
        async with mover(house.dsn) as door:
            return await getattr(door, verb)(merge, house.received_us)

    assert asyncio.run(run("merge", Merge("cy", "ben", "desk", "m", at("2026-03-03")))).state == "arrived"
    assert do(house, "cancel", "X1", when="2026-03-04", pool="home", redemption="R1").state == "arrived"
    assert house.balance("cy")[0] == 200
    assert asyncio.run(run("unmerge", Merge("cy", "ben", "desk", "u", at("2026-03-05")))).state == "arrived"
    assert (house.balance("cy")[0], house.balance("ben")[0]) == (0, 200)
    assert carry(house) == 0


def test_what_is_reserved_runs_out_by_the_clock_and_is_whoevers_it_was(house: Shop) -> None:
    found(house, "ben")
    house.post(house.order("ada", "A1", "2026-02-01", "60.00"))
    held = do(house, "hold", "H1", when="2026-03-01 12:00", member="ben", points=40, lasts_s=900)
    assert (held.state, house.balance("home")[0], left(house)) == ("arrived", 20, {"ada": 20})
    assert do(house, "hold", "H1", when="2026-03-01 12:00", member="ben", points=40, lasts_s=900).answer.status == "duplicate"
    assert do(house, "leave", "L1", when="2026-03-01 12:05", member="ben", by="ben").why == "pool.points_held"
    house.received_us = at("2026-03-01 13:00")
    advance_due(house.conn, house.versions, at("2026-03-01 12:30"))
    assert (house.balance("home")[0], left(house)) == (60, {"ada": 60})
    assert do(house, "capture", "C1", when="2026-03-01 12:31", pool="home", hold="H1").why == "hold.not_open"
    do(house, "hold", "H2", when="2026-03-01 12:40", member="ben", points=50)
    assert do(house, "capture", "C2", when="2026-03-01 12:41", pool="home", hold="H2", points=30).state == "arrived"
    assert left(house) == {"ada": 30}
    assert do(house, "cancel", "X1", when="2026-03-01 12:42", pool="home", redemption="C2").state == "arrived"
    assert left(house) == {"ada": 60}


def test_twenty_who_reserve_at_once_never_reserve_a_point_twice(house: Shop) -> None:
    members = [f"m{n}" for n in range(20)]
    house.post_many([house.joins(ref) for ref in members])
    found(house, *members, kind="team")
    house.post(house.order("ada", "A1", "2026-02-01", "100.00"))
    do(house, "contribute", member="ada", points=100)

    async def run() -> list[Any]:
        async with mover(house.dsn) as one, mover(house.dsn) as other:
            doors = [Pools(one), Pools(other)]
            asks = [Ask("till", f"h-{ref}", at("2026-03-02"), member=ref, points=7, lasts_s=600) for ref in members]
            return await asyncio.gather(*(doors[n % 2].hold(ask, house.received_us) for n, ask in enumerate(asks)))

    assert sorted(moved.state for moved in asyncio.run(run())) == ["arrived"] * 14 + ["refused"] * 6
    assert house.rows("SELECT active, held FROM member_state WHERE tier = ''") == [(2, 98)]


def test_a_pool_founded_before_goes_on_as_it_was(house: Shop) -> None:
    """The body of its first event says nothing of home: decided again, its log gives the same."""

    async def run(door: Any, *asked: Any) -> Any:
        return await door.post(*asked, house.received_us)

    async def steps() -> None:
        async with mover(house.dsn) as door:
            await run(door, "home", "pool.opened", "app", "f", at("2026-01-02"), {"kind": "family", "owner": member_id_of(house.conn, "ada")})
            await door.finish_open(0, house.received_us)

    asyncio.run(steps())
    do(house, "invite", when="2026-01-02", pool="home", member="ben")
    do(house, "join", when="2026-01-02", pool="home", member="ben")
    house.post(house.order("ben", "B1", "2026-02-10", "200.00"))
    do(house, "redeem", "R1", member="ada", points=150)
    do(house, "leave", when="2026-03-02", member="ben", by="ben")
    assert do(house, "cancel", "X1", when="2026-03-04", pool="home", redemption="R1").state == "arrived"
    assert left(house) == {"nobody": 150}
    again = do(house, "found", "f", when="2026-01-02", pool="home", member="ada", kind="family")
    assert (again.state, again.answer.status) == ("arrived", "duplicate")


def test_an_empty_journal_fed_with_the_log_has_the_same_pools(house: Shop) -> None:
    found(house, "ben")
    house.post(house.order("ada", "A1", "2026-02-01", "60.00"))
    do(house, "redeem", member="ben", points=10)
    house.post(house.returns("ada", "A1", "2026-03-02"))
    carry(house)
    do(house, "dissolve", pool="home", by="ada", when="2026-03-05")
    with scratch_database(house.admin_dsn) as empty:
        assert replay_into(house.conn, empty).difference is None
    assert state_of(house.conn, "home").pool.shares == {}  # type: ignore[union-attr]


BREACHES = {
    "pools_carried": "DELETE FROM event WHERE external_id LIKE '%.delivered'; UPDATE outbox SET recorded_at = '2026-01-01'",
    "pool_shares": "UPDATE member_state SET state = replace(state::text, '\"points/2027-02-01\":[[{ada},60]]', '\"points/2027-02-01\":[[{ada},61]]')::json",
    "one_pool": "UPDATE member_state SET state = replace(state::text, '[{home},\"family\"', '[0,\"family\"')::json WHERE member_id = {ben}",
}


@pytest.mark.parametrize("name", BREACHES)
def test_a_broken_promise_about_pools_is_found(database: Any, name: str) -> None:
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, POOLS, by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE))
        shop = Shop(database.dsn, database.owner_dsn, conn)
        shop.post_many([shop.joins(ref) for ref in ("ada", "ben", "cy")])
        found(shop, "ben")
        shop.post(shop.order("ada", "A1", "2026-02-01", "60.00"))
        carry(shop)
        assert verify(conn).is_sound
        numbers = {ref: member_id_of(conn, ref) for ref in ("ada", "ben", "home")}
        with psycopg.connect(database.owner_dsn, autocommit=True) as owner:
            owner.execute("ALTER TABLE event DISABLE TRIGGER event_append_only")
            owner.execute(BREACHES[name].format(**numbers))
            owner.execute("ALTER TABLE event ENABLE TRIGGER event_append_only")
        checked = {one.name: one for one in verify(conn).checks}
        assert checked[name].breaches > 0
        assert decode_state(conn.execute("SELECT state::text FROM member_state LIMIT 1").fetchone()[0])
