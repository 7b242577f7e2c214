"""The programme promises that a gift moves points once, with their last usable days, whatever breaks in between."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import psycopg
import pytest

from regulars.engine.standing import standing
from regulars.journal.errors import Away, UnknownMember
from regulars.journal.explaining import explain
from regulars.journal.moving import Gift, Mover, mover
from regulars.journal.programs import apply_version
from regulars.journal.queries import state_of
from regulars.journal.replay import replay_in_memory
from regulars.journal.verify import verify
from regulars.kit.periods import iso_day

from .conftest import PROGRAMME, ZONE, Shop, admin_of, at

GIFTS = PROGRAMME + "gifts: {min: 10, max: 500, per_day: 600, per_month: 900, cooling_off: 24 hours, only_to: [regular]}\n"


@pytest.fixture
def giving(home: Any, database: Any) -> Iterator[Shop]:
    """Alice and Bea, who joined long ago, in a shop whose members may give points. Every promise is checked when the test is over."""
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, GIFTS, by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE))
        shop = Shop(database.dsn, database.owner_dsn, conn, admin_of(home, database))
        shop.post_many([shop.joins("alice", "2026-01-01"), shop.joins("bea", "2026-01-01")])
        yield shop
        assert replay_in_memory(conn).difference is None
        report = verify(conn)
        assert report.is_sound, [finding for checked in report.checks for finding in checked.findings]


def gift(points: int, id: str = "G1", giver: str = "alice", receiver: str = "bea", when: str = "2026-06-01 12:00", wallet: str = "") -> Gift:
    return Gift(giver, receiver, points, wallet, "app", id, at(when))


def give(shop: Shop, *gifts: Gift) -> list[Any]:
    async def run() -> list[Any]:
        async with mover(shop.dsn) as door:
            return [await door.give(one, shop.received_us) for one in gifts]

    return asyncio.run(run())


def lots(shop: Shop, ref: str, when: str = "2026-06-01 13:00") -> list[tuple[str | None, int]]:
    now = standing(shop.versions, state_of(shop.conn, ref), at(when))
    return [(iso_day(lot.until), lot.points) for lot in now.wallets[0].lots]


def why(shop: Shop, ref: str) -> list[str]:
    return [sentence for one in explain(shop.conn, shop.versions, ref) for sentence in one.because]


def test_a_gift_takes_the_soonest_lots_and_they_keep_their_last_day(giving: Shop) -> None:
    giving.post(giving.order("alice", "A1", "2026-02-01", "100.00"))
    (moved,) = give(giving, gift(80))
    assert (moved.state, moved.answer.status) == ("arrived", "created")
    assert lots(giving, "alice") == [("2027-02-01", 70)]  # 50 of joining and 30 of the order went
    assert lots(giving, "bea") == [("2027-01-01", 100), ("2027-02-01", 30)]
    assert giving.balance("alice")[:4] == (70, 0, 0, 0)
    assert "80 points were received as a gift; they keep their last usable day" in why(giving, "bea")
    assert "The 80 points given away have arrived" in why(giving, "alice")


def test_a_gift_sent_again_is_answered_and_moves_nothing(giving: Shop) -> None:
    first, again, other = give(giving, gift(20), gift(20), gift(30))
    assert (first.state, again.state, again.answer.status) == ("arrived", "arrived", "duplicate")
    assert (other.state, other.answer.status) == ("refused", "conflict")
    assert giving.balance("alice")[0] == 30


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (gift(20, receiver="alice"), "gift.self"),
        (gift(9), "gift.too_small"),
        (gift(501), "gift.too_large"),
        (gift(51), "points.insufficient"),
        (gift(20, wallet="growth"), "points.not_spendable"),
        (gift(20, wallet="miles"), "points.unknown_wallet"),
        (gift(20, when="2026-01-01 20:00"), "gift.cooling_off"),
    ],
)
def test_what_the_programme_does_not_allow_is_refused_by_name(giving: Shop, asked: Gift, code: str) -> None:
    first, again = give(giving, asked, asked)
    assert (first.state, first.why) == ("refused", code)
    assert (again.state, again.why, again.answer.status) == ("refused", code, "duplicate")  # a refusal stays one
    assert giving.balance("alice")[:3] == (50, 0, 0)


def test_somebody_unknown_receives_nothing(giving: Shop) -> None:
    with pytest.raises(UnknownMember):
        give(giving, gift(20, receiver="nobody"))
    assert giving.balance("alice")[0] == 50


def test_limits_count_what_was_given_in_the_day_and_the_month(giving: Shop) -> None:
    giving.post(giving.order("alice", "A1", "2026-02-01", "2000.00"))
    day, over_day, next_day, over_month, next_month = give(
        giving,
        gift(400, "1"),
        gift(201, "2"),
        gift(450, "3", when="2026-06-02 12:00"),
        gift(51, "4", when="2026-06-30 12:00"),
        gift(51, "5", when="2026-07-01 12:00"),
    )
    assert [one.state for one in (day, next_day, next_month)] == ["arrived"] * 3
    assert (over_day.why, over_day.answer.because[0]["left"]) == ("gift.over_limit", 200)
    assert (over_month.why, over_month.answer.because[0]["left"]) == ("gift.over_limit", 50)


def test_whoever_has_just_received_does_not_pass_it_on(giving: Shop) -> None:
    _, passed_on, a_day_later = give(
        giving,
        gift(40),
        gift(60, "2", "bea", "alice", when="2026-06-02 11:59"),
        gift(60, "3", "bea", "alice", when="2026-06-02 12:00"),
    )
    assert (passed_on.why, passed_on.answer.because[0]["minutes"]) == ("gift.cooling_off", 1)
    assert a_day_later.state == "arrived"


def test_a_receiver_of_another_level_sends_it_back(giving: Shop) -> None:
    giving.post(giving.order("bea", "B1", "2026-02-01", "1000.00"))  # gold
    (moved,) = give(giving, gift(40))
    assert (moved.state, moved.why) == ("came_back", "gift.receiver_level")
    assert lots(giving, "alice") == [("2027-01-01", 50)]
    assert giving.balance("alice")[:3] == (50, 0, 0)
    giving.post(giving.order("alice", "A1", "2026-05-01", "600.00"))
    assert give(giving, gift(500, "2", when="2026-06-01 13:00"))[0].state == "came_back"
    assert state_of(giving.conn, "alice").used["gifts/points/day"][-1][1] == 0  # what came back counts against no limit


def test_a_debt_is_settled_first_by_what_arrives(giving: Shop) -> None:
    giving.post(giving.order("bea", "B1", "2026-02-01", "100.00"), giving.redeems("bea", "R1", "2026-02-02", 150), giving.returns("bea", "B1", "2026-02-03"))
    assert giving.balance("bea")[:4] == (0, 0, 0, 100)
    giving.post(giving.order("alice", "A1", "2026-02-01", "100.00"))
    give(giving, gift(120))
    assert giving.balance("bea")[:4] == (20, 0, 0, 0)


def test_points_that_wait_are_not_given(home: Any, database: Any) -> None:
    waits = GIFTS.replace("expire: {rolling: 1 year}", "expire: {rolling: 1 year}, activate: {after: 7 days}")
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, waits, by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE))
        shop = Shop(database.dsn, database.owner_dsn, conn)
        shop.post_many([shop.joins("alice", "2026-05-31"), shop.joins("bea")])
        assert give(shop, gift(50, when="2026-06-01 12:00"))[0].why == "points.insufficient"
        assert verify(conn).is_sound


def test_twenty_gifts_of_everything_at_once_move_it_once(giving: Shop) -> None:
    """A shop's points grew from 100 to 2,000 when twenty gifts were sent at the same moment."""

    async def run() -> list[Any]:
        async with mover(giving.dsn) as one, mover(giving.dsn) as two:
            doors = (one, two)
            return await asyncio.gather(*(doors[n % 2].give(gift(50, f"G{n}"), giving.received_us) for n in range(20)))

    states = [moved.state for moved in asyncio.run(run())]
    assert sorted(states) == ["arrived"] + ["refused"] * 19
    assert (giving.balance("alice")[0], giving.balance("bea")[0]) == (0, 100)


class Breaks:
    """An intake whose n-th posting is the last: the process is gone before (or just after) it was written."""

    def __init__(self, intake: Any, at: int, written: bool) -> None:
        self._intake, self._left, self._written = intake, at, written

    async def post(self, posting: Any) -> Any:
        self._left -= 1
        if self._left > 0:
            return await self._intake.post(posting)
        if self._left == 0 and self._written:
            await self._intake.post(posting)
        raise ConnectionResetError


@pytest.mark.parametrize("written", [False, True])
@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_gift_broken_off_at_any_step_is_finished_once(giving: Shop, step: int, written: bool) -> None:
    async def run() -> tuple[int, int]:
        async with mover(giving.dsn) as door:
            broken = Mover(Breaks(door._intake, step, written), door._look, giving.dsn)  # type: ignore[arg-type]
            with pytest.raises(ConnectionResetError):
                await broken.give(gift(30), giving.received_us)
            between = sum(giving.balance(ref)[0] + giving.balance(ref)[2] for ref in ("alice", "bea"))
            done = await door.finish_open(0, giving.received_us)
            assert await door.finish_open(0, giving.received_us) == 0
            return between, done

    between, done = asyncio.run(run())
    begun, ended = (step, written) != (1, False), (step, written) == (3, True)
    assert done == (begun and not ended)
    assert between == 100 + (30 if (step, written) in ((2, True), (3, False)) else 0)  # counted at both until captured
    assert giving.balance("alice")[:3] == ((20, 0, 0) if begun else (50, 0, 0))
    assert giving.balance("bea")[0] == (80 if begun else 50)


def test_a_gift_whose_receiver_can_not_be_written_to_now_is_on_its_way(giving: Shop) -> None:
    class Away_(Breaks):
        async def post(self, posting: Any) -> Any:
            if posting.event.type != "points.sent":
                raise Away(retry_after_s=1)
            return await self._intake.post(posting)

    async def run() -> Any:
        async with mover(giving.dsn) as door:
            moved = await Mover(Away_(door._intake, 0, False), door._look, giving.dsn).give(gift(30), giving.received_us)  # type: ignore[arg-type]
            held = giving.balance("alice")[:3]
            await door.finish_open(0, giving.received_us)
            return moved.state, held

    assert asyncio.run(run()) == ("on_its_way", (20, 0, 30))
    assert giving.balance("bea")[0] == 80


def test_the_worked_example_of_the_page_comes_out_as_written(home: Any, database: Any) -> None:
    """docs/reference/moving-points.md: Alice gives 80 of 150, Bea owes 30."""
    programme = PROGRAMME + "gifts: {min: 10, per_day: 600}\n"
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, programme, by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE))
        shop = Shop(database.dsn, database.owner_dsn, conn)
        shop.post_many([shop.joins("alice"), shop.order("alice", "A1", "2026-02-01", "100.00"), shop.joins("bea")])
        shop.post(shop.order("bea", "B1", "2026-02-01", "30.00"), shop.redeems("bea", "R1", "2026-02-02", 80), shop.returns("bea", "B1", "2026-02-03"))
        assert (shop.balance("alice")[:4], shop.balance("bea")[:4]) == ((150, 0, 0, 0), (0, 0, 0, 30))
        give(shop, gift(80))
        assert (lots(shop, "alice"), lots(shop, "bea")) == ([("2027-02-01", 70)], [("2027-01-01", 20), ("2027-02-01", 30)])
        over = give(shop, gift(521, "2"))[0]
        assert (over.why, over.answer.because[0]["left"]) == ("gift.over_limit", 520)
        assert verify(conn).is_sound
