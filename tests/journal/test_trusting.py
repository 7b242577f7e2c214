"""The programme promises that an order written without reading first counts once, on the member's true state, by the version in force."""

import asyncio

from regulars.journal.programs import apply_version
from regulars.kit.periods import instant

from .conftest import PROGRAMME, at, running


def test_events_sent_again_among_new_ones_of_remembered_members_count_once(shop):
    async def play():
        async with running(shop.dsn) as door:
            await door.post_many([shop.joins(ref) for ref in ("alice", "bea", "carl")])
            first = await door.post_many([shop.order("alice", "A1", "2026-01-02", "10.00"), shop.order("bea", "B1", "2026-01-02", "10.00")])
            again = await door.post_many(
                [
                    shop.order("alice", "A2", "2026-01-03", "5.00"),
                    shop.order("bea", "B1", "2026-01-02", "10.00"),
                    shop.order("carl", "C1", "2026-01-03", "7.00"),
                    shop.order("alice", "A1", "2026-01-02", "11.00"),
                ]
            )
            return [answer.status for answer in first], [answer.status for answer in again]

    first, again = asyncio.run(play())
    assert first == ["created", "created"]
    assert again == ["created", "duplicate", "created", "conflict"]
    assert [shop.balance(ref)[0] for ref in ("alice", "bea", "carl")] == [65, 60, 57]


def test_a_member_who_moved_on_elsewhere_is_read_again(shop):
    async def play():
        async with running(shop.dsn) as here, running(shop.dsn) as there:
            await here.post(shop.joins("alice"))
            for turn in range(6):
                door = (here, there)[turn % 2]
                await door.post(shop.order("alice", f"A{turn}", f"2026-01-0{turn + 2}", "10.00"))

    asyncio.run(play())
    assert shop.balance("alice")[0] == 110


def test_a_version_applied_meanwhile_decides_the_very_next_order(shop):
    doubled = PROGRAMME.replace("points: {per: 1, give: 1, of: net_amount}}", "points: {per: 1, give: 2, of: net_amount}}", 1)

    async def play():
        async with running(shop.dsn) as door:
            await door.post(shop.joins("alice"))
            before = await door.post(shop.order("alice", "A1", "2026-01-02", "10.00"))
            apply_version(shop.conn, doubled, by="lead", at=instant(at("2026-02-01")))
            after = await door.post(shop.order("alice", "A2", "2026-02-02", "10.00"))
            return before.points["earned"], after.points["earned"]

    assert asyncio.run(play()) == (10, 20)


def test_new_and_remembered_members_go_in_one_batch(shop):
    async def play():
        async with running(shop.dsn) as door:
            await door.post(shop.joins("alice"))
            mixed = [shop.order("alice", "A1", "2026-01-02", "10.00"), shop.joins("bea"), shop.order("bea", "B1", "2026-01-03", "10.00"), shop.order("dana", "D1", "2026-01-03", "10.00")]
            return [getattr(result, "code", "") or result.status for result in await door.post_many(mixed)]

    assert asyncio.run(play()) == ["created", "created", "created", "member.unknown"]
    assert [shop.balance(ref)[0] for ref in ("alice", "bea")] == [60, 60]
