"""The programme promises that no redemption comes after a freeze, however many tills spend at that moment, in or out of a pool."""

import asyncio
from typing import Any

from regulars.journal.errors import UnknownMember
from regulars.journal.frozen import Freeze, frozen_of, set_frozen
from regulars.journal.merge_preview import preview_merge
from regulars.journal.moving import Merge, mover, run_mover
from regulars.journal.queries import movements_of, state_of
from regulars.kit.errors import Refused

from .conftest import Shop, at
from .test_pools import do, found, house

house = house  # the fixture
NOON = "2026-03-01 12:00"


def freeze(shop: Shop, ref: str, frozen: bool = True, id: str = "", when: str = NOON) -> Any:
    ask = Freeze(ref, frozen, "looks wrong" if frozen else "", "mei", "console", id or f"{ref}-{frozen}-{when}", at(when))
    return run_mover(shop.dsn, lambda door: set_frozen(door, ask, shop.received_us))


def test_a_freeze_counts_once_says_who_and_why_and_ends(house: Shop) -> None:
    house.post_many([house.order("ada", "A1", "2026-01-02", "100.00")])
    assert frozen_of(house.conn, "ada") == (0, "", "")
    assert [freeze(house, "ada").answer.status, freeze(house, "ada").answer.status] == ["created", "duplicate"]
    assert frozen_of(house.conn, "ada") == (at(NOON), "looks wrong", "mei")
    assert (freeze(house, "ada", id="again").state, freeze(house, "ada", id="again").why) == ("refused", "member.frozen_already")
    (answer,) = house.post_many([house.event("ada", "points.redeemed", "r1", NOON, {"points": 1})])
    assert (answer.status, answer.code) == ("refused", "member.is_frozen")
    assert freeze(house, "ada", False, when="2026-03-02").answer.status == "created"
    assert frozen_of(house.conn, "ada") == (0, "", "") and state_of(house.conn, "ada").frozen_us == 0
    (answer,) = house.post_many([house.event("ada", "points.redeemed", "r2", "2026-03-03", {"points": 1})])
    assert answer.status == "created"
    for ref in ("nobody", "no\x00body"):
        try:
            freeze(house, ref)
        except UnknownMember:
            continue
        raise AssertionError(ref)


def test_whoever_races_a_freeze_is_before_it_or_refused(house: Shop) -> None:
    """Two intakes, as two processes have: the log itself says that nothing was spent behind the freeze."""
    house.post_many([house.order("ada", "A1", "2026-01-02", "100.00")])

    async def race() -> None:
        async with mover(house.dsn) as till, mover(house.dsn) as office:
            spends = [till.post_read("ada", "points.redeemed", "till", f"r{n}", at(NOON), {"points": 1}, house.received_us, _read(house)) for n in range(30)]
            ask = Freeze("ada", True, "looks wrong", "mei", "console", "f", at(NOON))
            answers = await asyncio.gather(*spends[:10], set_frozen(office, ask, house.received_us), *spends[10:])
            late = await till.post_read("ada", "points.redeemed", "till", "late", at(NOON), {"points": 1}, house.received_us, _read(house))
            assert late.code == "member.is_frozen" and len(answers) == 31

    asyncio.run(race())
    log = [(one.type, one.outcome.status) for one in reversed(movements_of(house.conn, "ada", limit=60).movements)]
    behind = log[log.index(("member.frozen", "created")) :]
    assert ("points.redeemed", "created") not in behind and ("points.redeemed", "refused") in behind
    assert len([one for one in log if one[0] == "points.redeemed"]) == 31


def _read(shop: Shop) -> Any:
    from regulars.engine.reading import read_data

    program = shop.versions.program
    return lambda raw: read_data("points.redeemed", raw, program)


def test_a_frozen_member_of_a_pool_spends_nothing_of_it_and_the_others_do(house: Shop) -> None:
    found(house, "ben")
    house.post_many([house.order("ada", "A1", "2026-01-03", "100.00")])
    run_mover(house.dsn, lambda door: door.finish_open(0, house.received_us))
    assert freeze(house, "ada").state == "arrived"
    assert state_of(house.conn, "home").pool.frozen == [state_of(house.conn, "home").pool.owner]
    for verb in ("redeem", "hold"):
        try:
            do(house, verb, id=verb, member="ada", points=5)
        except Refused as refused:
            assert refused.code == "member.is_frozen"
        else:
            raise AssertionError(verb)
    assert do(house, "redeem", id="ben", member="ben", points=5).state == "arrived"
    assert freeze(house, "ada", False, when="2026-03-02").state == "arrived"
    assert do(house, "redeem", id="later", when="2026-03-03", member="ada", points=5).state == "arrived"


def test_nobody_is_merged_while_one_of_the_two_is_frozen(house: Shop) -> None:
    house.post_many([house.order("ada", "A1", "2026-01-02", "100.00")])
    freeze(house, "ada")
    for n, (stays, goes) in enumerate((("ben", "ada"), ("ada", "ben"))):
        assert preview_merge(house.conn, house.versions, stays, goes, at(NOON)).because == [{"code": "member.is_frozen"}]
        merge = Merge(stays, goes, "console", f"m{n}", at(NOON))
        try:
            moved = run_mover(house.dsn, lambda door, merge=merge: door.merge(merge, house.received_us))
        except Refused as refused:
            assert refused.code == "member.is_frozen"
        else:
            assert moved.why == "member.is_frozen"
    freeze(house, "ada", False, when="2026-03-02")
    assert run_mover(house.dsn, lambda door: door.merge(Merge("ben", "ada", "console", "m9", at("2026-03-03")), house.received_us)).state == "arrived"
    freeze(house, "ada", when="2026-03-04")  # the reference goes on as ben's
    assert frozen_of(house.conn, "ben").by == "mei" and frozen_of(house.conn, "ada").by == "mei"


def test_an_event_sent_by_itself_freezes_in_the_pool_too(house: Shop) -> None:
    """As a file brings it: nobody goes on to the pool. What was reserved before is not captured; the house's own round tells the pool, once and in order."""
    found(house, "ben")
    house.post_many([house.order("ada", "A1", "2026-01-03", "100.00")])
    run_mover(house.dsn, lambda door: door.finish_open(0, house.received_us))
    for n in (1, 2):
        assert do(house, "hold", id=f"h{n}", member="ada", points=5, lasts_s=86_400).state == "arrived"
    assert do(house, "hold", id="h3", member="ben", points=5, lasts_s=86_400).state == "arrived"
    said = {"reason": "looks wrong", "by": "mei"}
    (answer,) = house.post_many([house.event("ada", "member.frozen", "f1", NOON, said)])
    assert (answer.status, state_of(house.conn, "home").pool.frozen) == ("created", [])
    refused = do(house, "capture", id="c1", pool="home", hold="h1", hold_source="app", when="2026-03-01 13:00")
    assert (refused.state, refused.why) == ("refused", "member.is_frozen")
    assert state_of(house.conn, "home").pool.frozen == [state_of(house.conn, "home").pool.owner]
    assert do(house, "capture", id="c3", pool="home", hold="h3", hold_source="app", when="2026-03-01 13:00").state == "arrived"  # the others go on
    for n, (type, body) in enumerate((("member.unfrozen", {"by": "mei"}), ("member.frozen", said), ("member.unfrozen", {"by": "mei"}))):
        house.post_many([house.event("ada", type, f"again{n}", "2026-03-01 14:00", body)])
    assert run_mover(house.dsn, lambda door: door.finish_open(0, house.received_us)) == 3
    assert run_mover(house.dsn, lambda door: door.finish_open(0, house.received_us)) == 0
    assert state_of(house.conn, "home").pool.frozen == []
    assert do(house, "capture", id="c2", pool="home", hold="h2", hold_source="app", when="2026-03-01 15:00").state == "arrived"
    assert do(house, "leave", id="l", member="ben", by="ben", when="2026-03-02").state == "arrived"
    house.post_many([house.event("ben", "member.frozen", "f9", "2026-03-03", said)])  # in no pool any more
    assert run_mover(house.dsn, lambda door: door.finish_open(0, house.received_us)) == 0
