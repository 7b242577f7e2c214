"""The programme promises what an order of somebody nobody knows comes to: refused, or counted, and when such a person joins.

After each test every checker of the journal runs, and everything is decided again from the log.
"""

from datetime import datetime

import pytest

from regulars.engine.standing import standing
from regulars.jobs import rounds
from regulars.journal.queries import state_of

from .conftest import ZONE, Shop, at

HEAD = """
program: corner
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
enrol: %s
wallets:
  points: {kind: spendable, activate: %s, expire: {rolling: 1 year}}
tiers:
  levels: [{id: regular}, {id: gold, reach: {spend: 1000, within: 1 year}, multiplier: 2}]
earn:
  - {id: base, on: order.paid, points: {per: 10, give: 1, whole: true}}
  - {id: newcomer, on: order.paid, when: {member.days_since_enrolment: {at_most: 30}}, points: 3}
  - {id: welcome, on: member.enrolled, points: 50}
"""


def open_with(shop: Shop, enrol: str, activate: str = "immediately") -> None:
    shop.apply(HEAD % (enrol, activate), "2026-01-01")


def enrolled_on(shop: Shop, ref: str) -> str:
    day = standing(shop.versions, state_of(shop.conn, ref), at("2026-12-30")).enrolled_on
    return datetime.fromordinal(day).date().isoformat() if day else ""


def told(shop: Shop) -> int:
    """How often somebody was told that a member joined."""
    ((count,),) = shop.rows("SELECT count(*)::int FROM outbox WHERE topic = 'member.enrolled'")
    return count


def test_refused_an_order_of_nobody_leaves_no_trace(shop: Shop) -> None:
    open_with(shop, "refuse")
    assert shop.post(shop.order("ann", "o1", "2026-03-01", "100.00")).code == "member.unknown"
    assert shop.rows("SELECT 1 FROM member_ref WHERE ref = 'ann'") == []


def test_on_first_points_whoever_earns_joins_with_that_event(shop: Shop) -> None:
    """An order of 5.00 gives nothing: a guest. 25.00 gives 2 points, and the welcome follows; from then on it is a newcomer's."""
    open_with(shop, "on_first_points")
    first = shop.post(shop.order("ann", "o1", "2026-03-01", "5.00"))
    assert (first.status, first.points["earned"], enrolled_on(shop, "ann"), told(shop)) == ("created", 0, "", 0)
    second = shop.post(shop.order("ann", "o2", "2026-03-05", "25.00"))
    assert second.points["earned"] == 2 and {"code": "member.joins"} in second.because
    assert (shop.balance("ann"), enrolled_on(shop, "ann"), told(shop)) == ((52, 0, 0, 0, "regular"), "2026-03-05", 1)
    assert shop.post(shop.order("ann", "o3", "2026-03-06", "25.00")).points["earned"] == 5
    assert shop.post(shop.order("ann", "o2", "2026-03-05", "25.00")).status == "duplicate"
    assert shop.post(shop.joins("ann", "2026-03-07")).code == "member.already_enrolled"


def test_on_first_points_one_batch_is_the_same_as_one_by_one(shop: Shop) -> None:
    open_with(shop, "on_first_points")
    shop.post_many([shop.order("ann", f"o{n}", f"2026-03-0{n}", amount) for n, amount in ((1, "5.00"), (2, "25.00"), (3, "25.00"))])
    assert (shop.balance("ann")[0], enrolled_on(shop, "ann"), told(shop)) == (2 + 50 + 5, "2026-03-02", 1)


def test_on_first_usable_points_a_guest_joins_on_the_day_they_become_usable(shop: Shop) -> None:
    """Bought on 1 March, usable from the 8th: the clock makes Ann a member then, and the welcome (usable a week later) follows."""
    open_with(shop, "on_first_usable_points", "{after: 7 days}")
    assert {"code": "member.joins"} not in shop.post(shop.order("ann", "o1", "2026-03-01", "100.00")).because
    rounds.let_time_pass(shop.dsn, datetime(2026, 3, 7, 12, tzinfo=ZONE))
    assert (shop.balance("ann")[:2], enrolled_on(shop, "ann")) == ((0, 10), "")
    rounds.let_time_pass(shop.dsn, datetime(2026, 3, 8, 12, tzinfo=ZONE))
    assert (shop.balance("ann")[:2], enrolled_on(shop, "ann"), told(shop)) == ((10, 50), "2026-03-08", 1)
    rounds.let_time_pass(shop.dsn, datetime(2026, 3, 8, 13, tzinfo=ZONE))
    assert told(shop) == 1


def test_on_first_usable_points_the_next_event_joins_too_when_no_clock_ran(shop: Shop) -> None:
    open_with(shop, "on_first_usable_points", "{after: 7 days}")
    shop.post(shop.order("ann", "o1", "2026-03-01", "100.00"))
    answer = shop.post(shop.order("ann", "o2", "2026-03-20", "100.00"))
    assert (answer.id, answer.points["earned"], enrolled_on(shop, "ann")) == ("o2", 10, "2026-03-20")
    assert shop.post(shop.order("ann", "o3", "2026-03-21", "100.00")).points["earned"] == 13


def test_on_request_points_wait_and_joining_makes_them_usable(shop: Shop) -> None:
    """Two orders as a guest, 10 and 20 points, one of them returned; joining gives 20 and the welcome, whatever the wallet's own delay."""
    open_with(shop, "on_request", "{after: 7 days}")
    shop.post(shop.order("ann", "o1", "2026-03-01", "100.00"), shop.order("ann", "o2", "2026-04-01", "200.00"))
    assert (shop.balance("ann")[:2], enrolled_on(shop, "ann"), told(shop)) == ((0, 30), "", 0)
    assert shop.post(shop.redeems("ann", "r1", "2026-04-10", 5)).code == "member.not_joined"
    shop.post(shop.returns("ann", "o1", "2026-04-11"))
    assert shop.balance("ann")[:2] == (0, 20)
    joined = shop.post(shop.joins("ann", "2026-05-01"))
    assert joined.status == "created" and {"code": "points.activated", "wallet": "points", "points": 20} in joined.because
    assert (shop.balance("ann")[:2], enrolled_on(shop, "ann"), told(shop)) == ((20, 50), "2026-05-01", 1)
    shop.post(shop.redeems("ann", "r2", "2026-05-02", 20))
    shop.post(shop.returns("ann", "o2", "2026-05-03"))
    assert shop.balance("ann")[3] == 20  # what was spent and went back is owed, as ever


def test_on_request_whoever_never_joins_loses_what_lapses(shop: Shop) -> None:
    open_with(shop, "on_request")
    shop.post(shop.order("ann", "o1", "2026-01-05", "100.00"))
    rounds.let_time_pass(shop.dsn, datetime(2027, 1, 7, tzinfo=ZONE))
    assert shop.balance("ann")[:2] == (0, 0)


def test_never_means_that_a_guest_earns_spends_and_rises_without_joining(shop: Shop) -> None:
    open_with(shop, "never")
    shop.post(shop.order("ann", "o1", "2026-03-01", "1200.00"), shop.redeems("ann", "r1", "2026-03-02", 100))
    assert (shop.balance("ann"), enrolled_on(shop, "ann")) == ((20, 0, 0, 0, "gold"), "")
    shop.post(shop.joins("ann", "2026-04-01"))
    assert (shop.balance("ann"), enrolled_on(shop, "ann")) == ((70, 0, 0, 0, "gold"), "2026-04-01")


@pytest.mark.parametrize("enrol", ["on_first_points", "on_first_usable_points", "on_request", "never", "on_first_event"])
def test_whoever_says_so_is_a_member_at_once(shop: Shop, enrol: str) -> None:
    open_with(shop, enrol)
    shop.post(shop.joins("ann", "2026-03-01"))
    assert (shop.balance("ann")[0], enrolled_on(shop, "ann"), told(shop)) == (50, "2026-03-01", 1)


def test_an_import_that_enrols_makes_members_whatever_the_programme_says(shop: Shop) -> None:
    open_with(shop, "on_request")
    shop.post(shop.order("ann", "o1", "2026-03-01", "100.00", enrol=True))
    assert (shop.balance("ann")[:2], enrolled_on(shop, "ann")) == ((63, 0), "2026-03-01")
