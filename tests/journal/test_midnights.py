"""Last days that end at the member's own midnight: told with the events, kept in the standing, written down by the clock, replayed to the byte."""

from journal.conftest import at
from regulars.journal.clock import advance_due
from regulars.journal.replay import replay_in_memory

PROGRAMME = """
program: travel-club
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets: {points: {expire: {rolling: 30 days, midnight: member}}, growth: {kind: qualifying}}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
"""
HOMES = {1: "America/Los_Angeles", 2: "Asia/Tokyo"}  # by the order of joining; the third told nothing


def homes(members):
    """Each member's zone, as the profile would tell it."""

    async def facts_of(_conn, asked, fields):
        assert "zone" in fields
        return [{"zone": HOMES[place]} if (place := members.get(member_id, 0)) in HOMES else {} for member_id, _ in asked]

    return facts_of


def test_each_member_has_their_own_midnight_and_the_clock_writes_it_with_the_next_day(shop_with):
    shop = shop_with(PROGRAMME)
    shop.post(*(shop.joins(ref) for ref in ("lou", "kei", "mei")))
    ids = {id: place for place, (id,) in enumerate(shop.rows("SELECT member_id FROM member_ref ORDER BY array_position(ARRAY['lou', 'kei', 'mei'], ref::text)"), 1)}
    shop.post_many([shop.order(ref, f"o-{ref}", "2026-01-06 12:00", "100.00") for ref in ("lou", "kei", "mei")], facts_of=homes(ids))
    due = shop.rows("SELECT ref, next_due_on::text FROM member_state JOIN member_ref USING (member_id) ORDER BY array_position(ARRAY['lou', 'kei', 'mei'], ref::text)")
    # for Lou it is midnight at 16:00 of the 6th here, for Kei at 23:00 of the 5th
    assert due == [("lou", "2026-02-07"), ("kei", "2026-02-06"), ("mei", "2026-02-06")]
    assert advance_due(shop.conn, shop.versions, at("2026-02-05 23:30")).events == 0
    assert advance_due(shop.conn, shop.versions, at("2026-02-06 00:00")).events == 2
    assert [shop.balance(ref)[0] for ref in ("lou", "kei", "mei")] == [100, 0, 0]
    shop.post_many([shop.redeems("lou", "r1", "2026-02-06 15:59", 60)], facts_of=homes(ids))
    refused = shop.post_many([shop.redeems("lou", "r2", "2026-02-06 16:00", 40)], facts_of=homes(ids))
    assert refused[0].code == "points.insufficient"
    assert shop.rows("SELECT (occurred_at AT TIME ZONE 'Asia/Shanghai')::text, points FROM transfer JOIN event USING (member_id, seq) WHERE target = 'breakage' ORDER BY 1, 2") == [
        ("2026-02-05 23:00:00", 100),
        ("2026-02-06 00:00:00", 100),
        ("2026-02-06 16:00:00", 40),
    ]
    assert replay_in_memory(shop.conn).difference is None


def test_a_version_that_turns_to_the_members_midnight_keeps_every_point_and_replays(shop_with):
    """From 20 January on; what was earned before has its day, and lapses by whichever midnight counts then."""
    shop = shop_with(PROGRAMME.replace(", midnight: member", ""))
    shop.post(shop.joins("lou"), shop.order("lou", "o1", "2026-01-06 12:00", "100.00"))
    shop.apply(PROGRAMME, "2026-01-20")
    ((member_id,),) = shop.rows("SELECT member_id FROM member_ref")
    shop.post_many([shop.order("lou", "o2", "2026-01-21 12:00", "7.00")], facts_of=homes({member_id: 1}))
    shop.apply(PROGRAMME.replace(", midnight: member", ""), "2026-02-10")
    advance_due(shop.conn, shop.versions, at("2026-02-06 15:00"))
    assert shop.balance("lou")[0] == 107
    advance_due(shop.conn, shop.versions, at("2026-02-07 00:00"))
    assert shop.balance("lou")[0] == 7
    advance_due(shop.conn, shop.versions, at("2026-02-21 00:00"))  # the shop's midnight again
    assert shop.balance("lou")[0] == 0
    assert replay_in_memory(shop.conn).difference is None
