"""The programme promises that two members can become one and part again, and that nothing is lost, doubled or forgotten on the way."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import psycopg
import pytest
from engine.couple import Pair
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.engine.standing import standing
from regulars.engine.state import decode_state
from regulars.journal.clock import advance_due
from regulars.journal.moving import Gift, Merge, Mover, mover
from regulars.journal.programs import apply_version
from regulars.journal.queries import member_id_of, own_state_of, state_of
from regulars.journal.replay import replay_in_memory, replay_into, scratch_database
from regulars.journal.verify import verify
from regulars.kit.errors import Problem, Refused
from regulars.kit.periods import iso_day
from regulars.program.reading import require

from .conftest import PROGRAMME, ZONE, Shop, admin_of, at

WELCOME_ONCE = PROGRAMME.replace("points: 50}", "points: 50, limit: {times: 1, per: lifetime}}") + "gifts: {}\n"


@pytest.fixture
def two(home: Any, database: Any) -> Iterator[Shop]:
    """One person with two cards: `old` spent 400 and holds 450 points, `new` spent 700 and holds 750. Replay and every checker follow each test."""
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, WELCOME_ONCE, by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE))
        shop = Shop(database.dsn, database.owner_dsn, conn, admin_of(home, database))
        shop.post_many(
            [
                shop.joins("new", "2026-01-01"),
                shop.joins("old", "2026-01-01"),
                shop.order("new", "N1", "2026-02-01", "700.00"),
                shop.order("old", "O1", "2026-03-01", "400.00"),
            ]
        )
        yield shop
        assert replay_in_memory(conn).difference is None
        with scratch_database(shop.admin_dsn) as empty:
            assert replay_into(conn, empty).difference is None
        check_shares(conn)
        report = verify(conn)
        assert report.is_sound, [finding for checked in report.checks for finding in checked.findings]


def check_shares(conn: psycopg.Connection[Any]) -> None:
    """What belongs to somebody in a merged member adds up to what is there, lot by lot."""
    for (text,) in conn.execute("SELECT state::text FROM member_state").fetchall():
        state = decode_state(text)
        if state.moving is None or not state.moving.taken_in:
            continue
        there: dict[str, int] = {}
        for id, wallet in state.wallets.items():
            for account, until, points in [("active", lot[0], lot[2]) for lot in wallet.lots] + [("pending", lot[1], lot[3]) for lot in wallet.waiting]:
                key = f"{id}/{account}/{iso_day(until) or 'never'}"
                there[key] = there.get(key, 0) + points
        assert {key: sum(points for _, points in owners) for key, owners in state.moving.shares.items()} == there


def both(when: str, id: str, stays: str = "new", goes: str = "old") -> Merge:
    return Merge(stays, goes, "desk", id, at(when))


def run(shop: Shop, *steps: Any) -> list[Any]:
    """Each step is ("merge" | "unmerge" | "give", what); a refusal stands in the place of its answer."""

    async def go() -> list[Any]:
        async with mover(shop.dsn) as door:
            found: list[Any] = []
            for verb, asked in steps:
                try:
                    found.append(await getattr(door, verb)(asked, shop.received_us))
                except Refused as refused:
                    found.append(refused.code)
            return found

    return asyncio.run(go())


def lots(shop: Shop, ref: str, when: str = "2026-06-02") -> dict[str | None, int]:
    now = standing(shop.versions, state_of(shop.conn, ref), at(when))
    return {iso_day(lot.until): lot.points for lot in now.wallets[0].lots}


def spend(shop: Shop, ref: str) -> int:
    return state_of(shop.conn, ref).measures["spend"].total


def test_points_spend_and_the_level_come_together(two: Shop) -> None:
    (merged,) = run(two, ("merge", both("2026-06-01", "M1")))
    assert (merged.state, merged.answer.status) == ("arrived", "created")
    assert lots(two, "new") == {"2027-01-01": 100, "2027-02-01": 700, "2027-03-01": 400}
    assert two.balance("new") == (1200, 0, 0, 0, "gold")  # 400 and 700 reach a thousand
    assert two.balance("old") == (0, 0, 0, 0, "")
    assert (spend(two, "new"), lots(two, "old")) == (110000, lots(two, "new"))  # either reference shows the one member


def test_what_happens_under_either_card_lands_on_the_survivor(two: Shop) -> None:
    run(two, ("merge", both("2026-06-01", "M1")))
    answers = [two.post(two.order(ref, f"X-{ref}", "2026-06-02", "10.00")) for ref in ("old", "new")]
    assert [answer.points["earned"] for answer in answers] == [20, 20]  # gold earns double
    assert two.balance("new")[0] == 1240
    assert two.rows("SELECT count(*) FROM event WHERE type = 'order.paid' AND member_id = (SELECT member_id FROM member_ref WHERE ref = 'old')") == [(1,)]


def test_what_was_posted_before_is_known_under_either_card(two: Shop) -> None:
    run(two, ("merge", both("2026-06-01", "M1")))
    again = two.order("old", "O1", "2026-03-01", "400.00")
    assert [two.post(again).status, two.post(two.order("new", "O1", "2026-03-01", "400.00")).status] == ["duplicate", "duplicate"]
    assert two.post(two.order("old", "O1", "2026-03-01", "401.00")).status == "conflict"
    between = two.order("old", "O2", "2026-06-02", "5.00")
    two.post(between)
    run(two, ("unmerge", both("2026-06-03", "U1")))
    assert [two.post(again).status, two.post(between).status] == ["duplicate", "duplicate"]  # whichever log it lies in


def test_a_return_finds_its_order_in_either_log(two: Shop) -> None:
    run(two, ("merge", both("2026-06-01", "M1")))
    two.post(two.returns("new", "O1", "2026-06-02"))  # bought with the old card, brought back with the new one
    assert (two.balance("new")[0], spend(two, "new")) == (800, 70000)
    two.post(two.order("old", "O2", "2026-06-03", "30.00"))
    run(two, ("unmerge", both("2026-06-04", "U1")))
    assert (two.balance("old")[0], spend(two, "old")) == (50 + 60, 3000)
    two.post(two.returns("old", "O2", "2026-06-05"))  # bought while merged: it lies in the other's log
    assert (two.balance("old")[0], spend(two, "old")) == (50, 0)
    assert two.post(two.returns("new", "O2", "2026-06-06", id="not-mine")).because[0]["code"] == "return.parked"


def test_what_lapsed_just_before_a_return_comes_back_from_there_in_a_replay_too(two: Shop) -> None:
    """The order lies in the other's log, and nobody looked between the day its points lapsed and the return: the fixture decides the log again."""
    run(two, ("merge", both("2026-06-01", "M1")))
    two.received_us = at("2027-06-01")
    two.post(two.returns("new", "O1", "2027-06-01"))
    assert two.rows("SELECT points FROM transfer WHERE source = 'breakage' AND rule = 'return'") == [(400,)]
    assert two.balance("new")[3] == 0


def test_a_redemption_of_before_the_merge_is_cancelled_under_either_card(two: Shop) -> None:
    """It lies in the other's log; the checkers that follow look for it there."""
    two.post(two.redeems("old", "R1", "2026-03-02", 100))
    run(two, ("merge", both("2026-06-01", "M1")))
    for id, back in (("C1", 30), ("C2", 70), ("C3", 70)):
        two.post(two.event("new", "redemption.cancelled", id, "2026-06-02", {"redemption": "R1", "points": back}))
    assert two.balance("new")[0] == 1200


def test_undone_at_once_it_is_as_if_nothing_had_been(two: Shop) -> None:
    before = {ref: (two.balance(ref), lots(two, ref), spend(two, ref)) for ref in ("new", "old")}
    merged, parted, again = run(two, ("merge", both("2026-06-01", "M1")), ("unmerge", both("2026-06-01 12:00", "U1")), ("unmerge", both("2026-06-01 12:00", "U1")))
    assert (merged.state, parted.state, again.answer.status) == ("arrived", "arrived", "duplicate")
    assert {ref: (two.balance(ref), lots(two, ref), spend(two, ref)) for ref in ("new", "old")} == before
    assert state_of(two.conn, "new").moving.shares == {}


def test_parting_gives_each_what_is_theirs_since(two: Shop) -> None:
    """Each side keeps what came under its own card; of one day's lot, what was there first is spent first."""
    run(two, ("merge", both("2026-06-01", "M1")))
    two.post(two.order("old", "O2", "2026-06-02", "25.00"))  # 50 points, gold
    two.post(two.order("new", "N2", "2026-06-02", "10.00"))  # 20 points
    two.post(two.redeems("new", "R1", "2026-06-03", 830))  # both welcomes, all of February, 30 of March's 400
    run(two, ("unmerge", both("2026-06-04", "U1")))
    assert lots(two, "old") == {"2027-03-01": 370, "2027-06-02": 50}
    assert lots(two, "new") == {"2027-06-02": 20}
    assert (spend(two, "old"), spend(two, "new")) == (42500, 71000)
    assert [two.balance(ref)[4] for ref in ("old", "new")] == ["regular", "regular"]  # each stands where it stood


def test_a_debt_is_settled_by_the_others_points_and_comes_back_with_the_undoing(two: Shop) -> None:
    two.post(two.redeems("old", "R1", "2026-03-02", 450), two.returns("old", "O1", "2026-03-03"))
    assert two.balance("old")[:4] == (0, 0, 0, 400)
    run(two, ("merge", both("2026-06-01", "M1")))
    assert two.balance("new")[:4] == (350, 0, 0, 0)
    run(two, ("unmerge", both("2026-06-02", "U1")))
    assert (two.balance("new")[:4], two.balance("old")[:4]) == ((750, 0, 0, 0), (0, 0, 0, 400))
    assert lots(two, "new") == {"2027-01-01": 50, "2027-02-01": 700}
    run(two, ("merge", both("2026-06-03", "M2", stays="old", goes="new")))  # and the other way round
    assert two.balance("old")[:4] == (350, 0, 0, 0)
    run(two, ("unmerge", both("2026-06-04", "U2", stays="old", goes="new")))
    assert (two.balance("new")[:4], two.balance("old")[:4]) == ((750, 0, 0, 0), (0, 0, 0, 400))


def test_limits_count_for_the_person(two: Shop) -> None:
    run(two, ("merge", both("2026-06-01", "M1")))
    assert state_of(two.conn, "new").used["welcome/times/lifetime"] == [(0, 2)]
    run(two, ("unmerge", both("2026-06-02", "U1")))
    assert [state_of(two.conn, ref).used["welcome/times/lifetime"] for ref in ("new", "old")] == [[(0, 1)], [(0, 1)]]


def test_three_become_one_and_the_middle_one_parts(two: Shop) -> None:
    two.post(two.joins("third", "2026-04-01"), two.order("third", "T1", "2026-04-02", "60.00"))
    run(two, ("merge", both("2026-06-01", "M1")), ("merge", both("2026-06-02", "M2", goes="third")))
    assert (two.balance("new")[0], spend(two, "new")) == (1310, 116000)
    run(two, ("unmerge", both("2026-06-03", "U1")))
    assert (two.balance("new")[0], two.balance("old")[0], spend(two, "new")) == (860, 450, 76000)
    run(two, ("unmerge", both("2026-06-04", "U2", goes="third")))
    assert (two.balance("new")[0], two.balance("third")[0], spend(two, "new")) == (750, 110, 70000)


@pytest.mark.parametrize(
    ("first", "asked", "code"),
    [
        ([], ("merge", both("2026-06-02", "X", stays="old", goes="old")), "merge.self"),
        ([("merge", both("2026-06-01", "M1"))], ("merge", both("2026-06-02", "X")), "merge.self"),
        ([("merge", both("2026-06-01", "M1"))], ("merge", both("2026-06-02", "X", stays="old", goes="new")), "merge.self"),
        ([("merge", both("2026-06-01", "M1"))], ("merge", both("2026-06-02", "X", stays="third", goes="old")), "merge.closed"),
        ([], ("unmerge", both("2026-06-02", "X")), "merge.not_merged"),
        ([("merge", both("2026-06-01", "M1"))], ("give", Gift("old", "new", 5, "", "app", "g", at("2026-06-02"))), "gift.self"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(two: Shop, first: list[Any], asked: Any, code: str) -> None:
    two.post(two.joins("third", "2026-04-01"))
    assert run(two, *first, asked)[-1] == code


def test_who_took_others_in_can_not_go(two: Shop) -> None:
    two.post(two.joins("third", "2026-04-01"))
    _, refused = run(two, ("merge", both("2026-06-01", "M1")), ("merge", both("2026-06-02", "M2", stays="third", goes="new")))
    assert (refused.state, refused.why) == ("refused", "merge.took_others_in")


class Breaks:
    """An intake that is gone before (or just after) its n-th posting was written."""

    def __init__(self, intake: Any, at: int, written: bool) -> None:
        self._intake, self._left, self._written = intake, at, written

    async def post(self, posting: Any) -> Any:
        self._left -= 1
        if self._left == 0 and self._written:
            await self._intake.post(posting)
        if self._left <= 0:
            raise ConnectionResetError
        return await self._intake.post(posting)


@pytest.mark.parametrize("verb", ["merge", "unmerge"])
@pytest.mark.parametrize(("step", "written"), [(1, True), (2, False), (2, True)])
def test_broken_off_between_its_steps_it_is_carried_on(two: Shop, verb: str, step: int, written: bool) -> None:
    if verb == "unmerge":
        run(two, ("merge", both("2026-06-01", "M1")))

    async def go() -> tuple[Any, int]:
        async with mover(two.dsn) as door:
            with pytest.raises(ConnectionResetError):
                await getattr(Mover(Breaks(door._intake, step, written), door._look, two.dsn), verb)(both("2026-06-02", "B1"), two.received_us)  # type: ignore[arg-type]
            meanwhile = (await door._intake.post_many([two.order("old", "O9", "2026-06-02 12:00", "1.00")]))[0]
            done = await door.finish_open(0, two.received_us)
            assert await door.finish_open(0, two.received_us) == 0
            return meanwhile, done

    meanwhile, done = asyncio.run(go())
    assert done == ((step, written) != (2, True))
    if done:
        assert isinstance(meanwhile, Problem) and meanwhile.code == "journal.busy"  # a moment later it is taken: nothing was stored
        two.post(two.order("old", "O9", "2026-06-02 12:00", "1.00"))
    whose = "new" if verb == "merge" else "old"
    assert two.rows("SELECT r.ref FROM event e JOIN member_ref r USING (member_id) WHERE e.external_id = 'O9'") == [(whose,)]


def test_both_ways_at_once_one_of_them_wins(two: Shop) -> None:
    async def go() -> list[Any]:
        async with mover(two.dsn) as one, mover(two.dsn) as other:
            return await asyncio.gather(
                one.merge(both("2026-06-01", "A"), two.received_us),
                other.merge(both("2026-06-01", "B", stays="old", goes="new"), two.received_us),
                return_exceptions=True,
            )

    found = asyncio.run(go())
    assert sorted(getattr(one, "state", getattr(one, "code", "")) for one in found) == ["arrived", "merge.self"]
    closed = [ref for ref in ("new", "old") if own_state_of(two.conn, two.rows("SELECT member_id FROM member_ref WHERE ref = %s", ref)[0][0]).moving.into]
    assert len(closed) == 1


def test_a_hold_is_ended_before_a_merge(two: Shop) -> None:
    two.post(two.event("old", "points.held", "H1", "2026-05-31 23:00", {"points": 10}))
    refused, = run(two, ("merge", both("2026-05-31 23:05", "M1")))
    assert (refused.state, refused.why) == ("refused", "merge.points_held")


def test_many_orders_while_the_cards_are_merged_and_parted_count_once_each(two: Shop) -> None:
    async def go() -> int:
        async with mover(two.dsn) as door, mover(two.dsn) as other:
            async def till(ref: str, n: int) -> None:
                posting = two.order(ref, f"{ref}-{n}", "2026-06-02", "1.00")
                for _ in range(50):
                    (result,) = await other._intake.post_many([posting])
                    if getattr(result, "code", "") != "journal.busy":
                        return
                    await asyncio.sleep(0.01)

            tills = [asyncio.create_task(till(ref, n)) for n in range(30) for ref in ("old", "new")]
            await door.merge(both("2026-06-02", "M1"), two.received_us)
            await door.unmerge(both("2026-06-02", "U1"), two.received_us)
            await door.merge(both("2026-06-02", "M2"), two.received_us)
            await asyncio.gather(*tills)
            return 0

    asyncio.run(go())
    assert spend(two, "new") == 110000 + 6000
    assert two.rows("SELECT count(*) FROM event WHERE type = 'order.paid'") == [(62,)]


def test_points_that_wait_and_lapse_keep_their_owner(home: Any, database: Any) -> None:
    """Pending points activate and usable ones lapse while merged; each is still its owner's when they part."""
    waits = WELCOME_ONCE.replace("expire: {rolling: 1 year}", "expire: {rolling: 3 months}, activate: {after: 7 days}, scale: 2")
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, waits, by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE))
        shop = Shop(database.dsn, database.owner_dsn, conn)
        shop.post_many([shop.joins("new", "2026-01-01"), shop.joins("old", "2026-01-01")])
        shop.post_many([shop.order("new", "N1", "2026-03-29", "1.23"), shop.order("old", "O1", "2026-03-30", "4.56")])
        run(shop, ("merge", both("2026-03-31", "M1")))
        assert shop.balance("new")[:2] == (10000, 579)
        advance_due(conn, shop.versions, at("2026-04-07"))  # both welcomes lapsed on 2 April; 123 became usable on the 5th, 456 on the 6th
        shop.post(shop.order("old", "O2", "2026-04-07", "1.00"))
        assert shop.balance("new")[:2] == (579, 100)
        check_shares(conn)
        run(shop, ("unmerge", both("2026-04-08", "U1")))
        assert (shop.balance("new")[:2], shop.balance("old")[:2]) == ((123, 0), (456, 100))
        assert replay_in_memory(conn).difference is None
        assert verify(conn).is_sound


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["old", "new"]), st.sampled_from(["buys", "redeems", "returns"]), st.integers(1, 90)), max_size=14))
def test_parting_never_makes_or_loses_a_point(happens: list[tuple[str, str, int]]) -> None:
    """Whatever happens under either card: the two together have after parting what the one had before, and what each owns lies in its lots."""
    people = Pair(require(WELCOME_ONCE))
    people.merge()
    for n, (ref, what, size) in enumerate(happens):
        people.happens(ref, what, size, n)
    before = people.total()
    people.part()
    assert people.total() == before
    assert people.spend() == people.spend_by_ref


def test_a_match_goes_along_ends_on_its_day_and_comes_back_with_the_undoing(two: Shop) -> None:
    two.post(two.event("old", "tier.matched", "m1", "2026-04-01", {"level": "gold", "until": "2026-09-30", "evidence": "file 7", "by": "Mei"}))
    assert two.balance("old")[4] == "gold"
    run(two, ("merge", both("2026-05-01", "merge-1")))
    merged = state_of(two.conn, "new")
    assert (merged.tier, merged.aside.own if merged.aside else "") == ("gold", "gold")  # 1,100 spent together
    run(two, ("unmerge", both("2026-05-02", "part-1")))
    assert (state_of(two.conn, "new").tier, state_of(two.conn, "new").aside) == ("regular", None)
    assert own_state_of(two.conn, member_id_of(two.conn, "old")).tier == "gold"
    assert standing(two.versions, own_state_of(two.conn, member_id_of(two.conn, "old")), at("2026-10-01")).tier == "regular"


def test_a_granted_level_never_outlives_its_day_by_a_merge(two: Shop) -> None:
    two.post(two.returns("old", "O1", "2026-03-05"))
    two.post(two.event("old", "tier.matched", "m1", "2026-04-01", {"level": "gold", "until": "2026-06-30", "evidence": "file 7", "by": "Mei"}))
    run(two, ("merge", both("2026-05-01", "merge-1")))
    assert standing(two.versions, state_of(two.conn, "new"), at("2026-06-30")).tier == "gold"
    assert standing(two.versions, state_of(two.conn, "new"), at("2026-07-01")).tier == "regular"


def test_what_was_posted_while_part_of_one_is_known_while_part_of_another(two: Shop) -> None:
    """`old` is part of `new`, parts, and is part of `third`: an order of the first time is not counted again, and can still be returned."""
    two.post(two.joins("third", "2026-01-01"))
    run(two, ("merge", both("2026-06-01", "M1")))
    order = two.order("old", "O2", "2026-06-02", "5.00")
    two.post(order)
    run(two, ("unmerge", both("2026-06-03", "U1")), ("merge", both("2026-06-04", "M2", stays="third")))
    assert (two.post(order).status, two.post(two.order("old", "O2", "2026-06-02", "6.00")).status) == ("duplicate", "conflict")
    before = two.balance("third")[0]
    assert two.post(two.returns("old", "O2", "2026-06-05")).because[0]["code"] != "return.parked"
    assert two.balance("third")[0] == before - 10  # gold earned double


def test_what_lapsed_for_the_other_after_parting_pays_for_nobody_elses_return(two: Shop) -> None:
    run(two, ("merge", both("2026-06-01", "M1")))
    two.post(two.order("old", "O2", "2026-06-02", "5.00"), two.order("new", "N2", "2026-06-02", "7.00"))
    run(two, ("unmerge", both("2026-06-03", "U1")))
    two.received_us = at("2027-06-10")
    with psycopg.connect(two.dsn, autocommit=True) as conn:
        advance_due(conn, two.versions, two.received_us)  # both lots of the day lapse, each in its own log
    two.post(two.returns("old", "O2", "2027-06-10"))
    assert two.rows("SELECT points FROM transfer WHERE source = 'breakage' AND rule = 'return'") == [(10,)]
    recorded = two.rows("SELECT outcome #> '{facts,about,lapsed}' FROM event WHERE external_id = 'return-O2'")
    assert [points for _, _, points in recorded[0][0]] == [10]


def test_nobody_brings_the_member_they_are_part_of(home: Any, database: Any) -> None:
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, WELCOME_ONCE + "referral: {advocate: {points: 300}, friend: {points: 200}}\n", by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE))
        shop = Shop(database.dsn, database.owner_dsn, conn, admin_of(home, database))
        shop.post(shop.joins("new"), shop.joins("old"))
        run(shop, ("merge", both("2026-06-01", "M1")))
        claim = shop.event("old", "referral.claimed", "R1", "2026-06-02", {"referred_by": "NEW", "approved_by": "Mei"}, facts={"referral": {"advocate": member_id_of(conn, "new")}})
        answer = shop.post(claim)
        assert (answer.status, answer.code) == ("refused", "referral.self")


def test_a_gift_of_somebody_who_is_merged_while_it_is_sent_arrives(two: Shop) -> None:
    """It was written to the log of the survivor; whoever sent it was told that it is nowhere (found by the simulator)."""
    two.post(two.joins("bea"))

    class MergesFirst:
        def __init__(self, door: Mover) -> None:
            self._door, self._merged = door, False

        async def post(self, posting: Any) -> Any:
            if not self._merged:
                self._merged = True
                await self._door.merge(Merge("new", "old", "desk", "M1", at("2026-06-01 11:00")), two.received_us)
            return await self._door._intake.post(posting)

    async def run() -> Any:
        async with mover(two.dsn) as door:
            sending = Mover(MergesFirst(door), door._look, two.dsn)  # type: ignore[arg-type]
            gift = Gift("old", "bea", 30, "", "app", "G1", at("2026-06-01 12:00"))
            return (await sending.give(gift, two.received_us)).state, (await door.give(gift, two.received_us)).state

    assert asyncio.run(run()) == ("arrived", "arrived")
    assert (two.balance("bea")[0], two.balance("new")[0]) == (80, 1170)
