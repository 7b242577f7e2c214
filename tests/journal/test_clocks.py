"""The journal promises that a clock which jumps lapses nothing twice, posts nothing from the future, and leaves the order as it was written (fault F13).

``received_us`` is the clock of the process that took the event; the clock's job has one of its own.
"""

import pytest

from journal.conftest import at
from journal.test_midnights import homes
from regulars.journal.clock import advance_due
from regulars.journal.replay import replay_in_memory
from regulars.kit.periods import MICROSECONDS

HOUR = 3_600 * MICROSECONDS
MIDNIGHTS = """
program: travel-club
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets: {points: {expire: {rolling: 30 days, midnight: member}}, growth: {kind: qualifying}}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
"""


def seqs(shop, ref="carl"):
    return [seq for (seq,) in shop.rows(f"SELECT seq FROM event JOIN member_ref USING (member_id) WHERE ref = '{ref}' ORDER BY seq")]


@pytest.mark.parametrize("back", [HOUR, HOUR // 6, 24 * HOUR], ids=["an hour", "ten minutes", "a day"])
def test_a_clock_that_is_put_back_keeps_the_order_and_loses_nothing(shop, back):
    """The second order is received by a process whose clock is behind; events follow each other by their place, not by their clock."""
    noon = at("2026-03-04 12:00")
    shop.post(shop.joins("carl", when="2026-03-01", received_us=noon))
    first = shop.order("carl", "o1", "2026-03-04 12:00", "100.00", received_us=noon)
    second = shop.order("carl", "o2", "2026-03-03 10:00", "10.00", received_us=noon - back)
    assert [answer.status for answer in shop.post_many([first])] == ["created"]
    assert [answer.status for answer in shop.post_many([second])] == ["created"]
    assert [answer.status for answer in shop.post_many([second])] == ["duplicate"]  # sent again after the clock was put right
    assert seqs(shop) == list(range(1, len(seqs(shop)) + 1))
    assert shop.balance("carl")[0] == 160
    assert replay_in_memory(shop.conn).difference is None


def test_a_process_whose_clock_is_behind_refuses_what_is_more_than_five_minutes_ahead_of_it(shop):
    now = at("2026-03-04 12:00")
    shop.post(shop.joins("carl", when="2026-03-01", received_us=now))
    (late,) = shop.post_many([shop.order("carl", "o1", "2026-03-04 12:00", "100.00", received_us=now - HOUR)])
    assert late.code == "event.in_future"
    (again,) = shop.post_many([shop.order("carl", "o1", "2026-03-04 12:00", "100.00", received_us=now)])  # nothing was kept: it counts once the clock is right
    assert (again.status, again.code) == ("created", "")
    assert shop.balance("carl")[0] == 150


def test_a_job_whose_clock_ran_ahead_lapses_once_and_never_again(shop):
    """A day too early, then right again, then an hour back: lapsed is lapsed, each lot once; who buys meanwhile is served."""
    shop.post(shop.joins("carl", when="2025-03-04 12:00"))  # 50 points, to the end of 2026-03-04
    shop.post(shop.order("carl", "o1", "2025-09-01 12:00", "100.00"))
    assert advance_due(shop.conn, shop.versions, at("2026-03-04 12:00")).events == 0
    ahead = advance_due(shop.conn, shop.versions, at("2026-03-05 12:00")).events
    assert (ahead, shop.balance("carl")[0]) == (1, 100)
    for clock in ("2026-03-04 12:00", "2026-03-04 11:00", "2026-03-05 00:00", "2026-03-05 12:00"):
        assert advance_due(shop.conn, shop.versions, at(clock)).events == 0
    shop.post(shop.order("carl", "o2", "2026-03-04 13:00", "10.00", received_us=at("2026-03-04 13:00")))
    assert shop.balance("carl")[0] == 110
    assert shop.rows("SELECT points FROM transfer WHERE target = 'breakage'") == [(50,)]
    assert replay_in_memory(shop.conn).difference is None


def test_the_journal_goes_on_after_january_2038(shop):
    """What is kept of an instant, a day and an hour is wider than 32 bits everywhere: rows, states, seal and replay."""
    after = at("2038-01-20 12:00")
    shop.post(shop.joins("carl", when="2038-01-19 11:14", received_us=after), shop.order("carl", "o1", "2038-01-19 11:15", "900.00", received_us=after))
    assert shop.balance("carl")[0] == 950
    assert shop.rows("SELECT max(occurred_at AT TIME ZONE 'Asia/Shanghai')::text FROM event") == [("2038-01-19 11:15:00",)]
    assert advance_due(shop.conn, shop.versions, at("2039-01-19 23:59")).events == 0
    assert advance_due(shop.conn, shop.versions, at("2039-01-20 00:00")).events == 1
    assert shop.balance("carl")[0] == 0
    assert replay_in_memory(shop.conn).difference is None


def test_two_members_on_two_sides_of_the_date_line_have_their_own_last_day(shop_with, monkeypatch):
    """Kiritimati is 25 hours ahead of Pago Pago. Both bought at one moment, on two dates; each has thirty days of their own, and lapses once."""
    monkeypatch.setitem(homes.__globals__["HOMES"], 1, "Pacific/Kiritimati")
    monkeypatch.setitem(homes.__globals__["HOMES"], 2, "Pacific/Pago_Pago")
    shop = shop_with(MIDNIGHTS)
    shop.post(*(shop.joins(ref) for ref in ("kai", "pua", "mei")))
    ids = {id: place for place, (id,) in enumerate(shop.rows("SELECT member_id FROM member_ref ORDER BY array_position(ARRAY['kai', 'pua', 'mei'], ref::text)"), 1)}
    # 18:30 on the 6th in Shanghai: 00:30 on the 7th in Kiritimati, 23:30 on the 5th in Pago Pago
    shop.post_many([shop.order(ref, f"o-{ref}", "2026-01-06 18:30", "100.00") for ref in ("kai", "pua", "mei")], facts_of=homes(ids))
    usable = {}
    for clock in ("2026-02-05 17:59", "2026-02-05 18:00", "2026-02-06 00:00", "2026-02-06 18:59", "2026-02-06 19:00", "2026-02-07 00:00", "2026-02-08 00:00"):
        advance_due(shop.conn, shop.versions, at(clock))
        usable[clock] = tuple(shop.balance(ref)[0] for ref in ("kai", "pua", "mei"))
    assert usable["2026-02-05 17:59"] == (100, 100, 100)
    assert usable["2026-02-08 00:00"] == (0, 0, 0)
    lapsed = dict(shop.rows("SELECT ref, (occurred_at AT TIME ZONE 'Asia/Shanghai')::text FROM transfer JOIN event USING (member_id, seq) JOIN member_ref USING (member_id) WHERE target = 'breakage'"))
    assert lapsed == {"kai": "2026-02-05 18:00:00", "pua": "2026-02-06 19:00:00", "mei": "2026-02-06 00:00:00"}
    assert shop.rows("SELECT count(*) FROM transfer WHERE target = 'breakage'") == [(3,)]
    assert replay_in_memory(shop.conn).difference is None
