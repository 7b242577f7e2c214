"""The programme promises that an event says everything it did, with its facts, and time what it did: the whole answer, reason by reason."""

import pytest

from engine.people import People, refused
from regulars.engine.event_names import BALANCE_OPENED, HELD, ORDER_PAID
from regulars.engine.events import BalanceOpened, Line, OpenedLot, OrderPaid, PointsHeld, Tender
from regulars.engine.passing import advance
from regulars.kit.periods import NEVER

SHOP = """
wallets: {points: {expire: {rolling: 1 year}}, growth: {kind: qualifying, expire: never}}
not_earning: [voucher]
exclude: {category: [gift card]}
tiers: {levels: [{id: regular}, {id: gold, reach: {spend: 100}, multiplier: 1.5}]}
earn:
  - {id: base, on: order.paid, points: {per: 10, give: 1}}
  - {id: tea, on: order.paid, when: {line.category: tea}, points: {multiply: 2}}
  - {id: gift, on: order.paid, points: 30, limit: {points: 50, per: month}}
  - {id: app, on: order.paid, when: {order.channel: app}, points: 5}
  - {id: early, on: order.paid, until: 2025-12-31, points: 5}
  - {id: up, on: order.paid, points: {per: 1, give: 1}, wallet: growth}
"""


@pytest.fixture
def shop() -> People:
    people = People(SHOP)
    people.joins("alice", "2026-01-05")
    return people


def order(id: str, *lines: Line, tenders: tuple[Tender, ...] = ()) -> OrderPaid:
    return OrderPaid(id, lines, tenders=tenders)


def test_an_order_says_what_fired_what_did_not_and_how_it_was_rounded(shop: People) -> None:
    lines = (Line(1, "oolong", 1_000, 60_00, 0, "tea"), Line(2, "cup", 1_000, 45_50, 0, "ware"), Line(3, "card", 1_000, 50_00, 0, "gift card"))
    made = shop.happens("alice", "2026-01-06", ORDER_PAID, order("o1", *lines))
    assert made.outcome.because == [
        {"code": "rule.fired_accrual", "wallet": "growth", "rule": "up", "points": 105, "exact": "105.5"},
        {"code": "rounding.down", "wallet": "growth", "exact": "105.5", "points": 105},
        {"code": "rule.fired_accrual", "wallet": "points", "rule": "base", "points": 10, "exact": "10.55"},
        {"code": "rule.fired_multiplier", "wallet": "points", "rule": "tea", "points": 6, "exact": "6"},
        {"code": "rule.fired_fixed", "wallet": "points", "rule": "gift", "points": 30, "exact": "30"},
        {"code": "rounding.down", "wallet": "points", "exact": "46.55", "points": 46},
        {"code": "lines.excluded", "lines": [3]},
        {"code": "points.usable", "wallet": "points", "until": "2027-01-06"},
        {"code": "points.usable_for_ever", "wallet": "growth"},
        {"code": "rule.missed_condition", "rule": "app", "detail": "order.channel"},
        {"code": "rule.missed_dates", "rule": "early"},
        {"code": "tier.up", "from": "regular", "to": "gold"},
    ]
    assert made.outcome.earned == {"points": 46, "growth": 105}
    assert made.outcome.rules["points"] == {"base": 10, "tea": 6, "gift": 30}
    assert made.outcome.points == {"points": {"active": 46, "pending": 0}, "growth": {"active": 105, "pending": 0}}
    assert (made.outcome.spend, made.outcome.tier_used, made.outcome.tier) == (105_50, "regular", "gold")


def test_a_limit_and_a_tender_that_earns_nothing_say_what_they_left(shop: People) -> None:
    shop.happens("alice", "2026-01-06", ORDER_PAID, order("o1", Line(1, "cup", 1_000, 200_00)))
    made = shop.happens("alice", "2026-01-07", ORDER_PAID, order("o2", Line(1, "cup", 1_000, 80_00), tenders=(Tender("voucher", 20_00), Tender("card", 60_00))))
    told = [reason for reason in made.outcome.because if reason.get("wallet") != "growth"]
    assert told[:5] == [
        {"code": "rule.fired_accrual", "wallet": "points", "rule": "base", "points": 6, "exact": "6"},
        {"code": "rule.fired_fixed", "wallet": "points", "rule": "gift", "points": 20, "exact": "30"},
        {"code": "limit.clipped", "rule": "gift", "asked": 30, "points": 20, "left": 20},
        {"code": "tier.multiplier", "wallet": "points", "tier": "gold", "multiplier": "1.5", "points": 3, "exact": "3"},
        {"code": "tenders.not_earning", "share": "75", "num": 60_00, "den": 80_00},
    ]
    assert made.outcome.earned["points"] == 29
    third = shop.happens("alice", "2026-01-08", ORDER_PAID, order("o3", Line(1, "cup", 1_000, 10_00)))
    assert {"code": "limit.clipped", "rule": "gift", "asked": 30, "points": 0, "left": 0} in third.outcome.because


def test_time_says_what_lapsed_and_what_became_usable() -> None:
    shop = People("wallets: {points: {activate: {after: 7 days}, expire: {rolling: 1 month}}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\n")
    shop.joins("alice", "2026-01-05")
    shop.buys("alice", "2026-01-10", "A1", 40_00)
    passed, state = advance(shop.versions, shop.states["alice"], shop.us("2026-03-01"))
    assert [(one.at_us, one.outcome.because) for one in passed] == [
        (shop.us("2026-01-17 00:00"), [{"code": "points.activated", "wallet": "points", "points": 40}]),
        (shop.us("2026-02-11 00:00"), [{"code": "points.expired", "wallet": "points", "points": 40}]),
    ]
    assert [one.outcome.points for one in passed] == [{"points": {"active": 40, "pending": 0}}, {"points": {"active": 0, "pending": 0}}]
    assert [[(move.source, move.target, move.points) for move in one.transfers] for one in passed] == [[("pending", "active", 40)], [("active", "breakage", 40)]]
    assert state.seq == shop.states["alice"].seq + 2
    assert state.advanced_us == shop.us("2026-02-11 00:00")


def test_a_hold_that_ends_says_what_came_back_and_what_stays_held_or_owed_is_told() -> None:
    shop = People("wallets: {points: {}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\n")
    shop.joins("alice", "2026-01-05")
    shop.buys("alice", "2026-01-10", "A1", 40_00)
    held = shop.happens("alice", "2026-01-11 12:00", HELD, PointsHeld(30, lasts_s=600, reference="basket 7"))
    assert held.outcome.because == [{"code": "points.held", "wallet": "points", "points": 30, "until": "2026-01-11 12:10"}]
    assert held.outcome.points == {"points": {"active": 10, "pending": 0, "held": 30}}
    passed, _ = advance(shop.versions, held.state, shop.us("2026-01-11 12:10"))
    assert [one.outcome.because for one in passed] == [[{"code": "hold.ended", "wallet": "points", "points": 30, "hold": "e3"}]]
    assert passed[0].outcome.points == {"points": {"active": 40, "pending": 0}}
    assert passed[0].outcome.day == held.outcome.day
    still, _ = advance(shop.versions, held.state, shop.us("2026-01-11 12:10") - 1)
    assert still == []
    shop.spends("alice", "2026-01-12", 40)
    owed = shop.returns("alice", "2026-01-13", "A1")
    assert owed.outcome.points == {"points": {"active": 0, "pending": 0, "debt": 40}}
    assert owed.outcome.because[:1] == [{"code": "return.debt", "wallet": "points", "points": 40, "order": "A1"}]
    assert owed.outcome.because[-1] == {"code": "return.applied", "order": "A1", "points": 40, "spend": 40_00}


def opened(shop: People, moment: str, *lots: OpenedLot, wallet: str = "", tier: str = ""):
    return shop.happens("alice", moment, BALANCE_OPENED, BalanceOpened(lots, wallet, tier))


def day(shop: People, text: str) -> int:
    return shop.versions.calendar.day_of(shop.us(text))


def test_points_brought_along_keep_their_days_and_lapse_where_they_are_over(shop: People) -> None:
    on = [day(shop, text) for text in ("2025-01-06", "2025-01-07", "2025-06-01", "2026-01-20")]
    made = opened(shop, "2026-01-07", OpenedLot(10, on[0]), OpenedLot(20, on[1]), OpenedLot(40, on[2], on[3]), OpenedLot(80, on[2], NEVER))
    assert made.outcome.because == [{"code": "balance.brought", "wallet": "points", "points": 150}, {"code": "points.expired", "wallet": "points", "points": 10}]
    assert shop.lots("alice") == [("2026-01-07", 20), ("2026-01-20", 40), (None, 80)]
    assert {(one.source, one.rule) for one in made.transfers} == {("opening", "opening"), ("active", "expiry")}


def test_points_brought_along_pay_a_debt_and_may_bring_a_level(shop: People) -> None:
    shop.is_given("alice", "2026-01-06", 30)
    shop.spends("alice", "2026-01-06", 30)
    shop.happens("alice", "2026-01-06", ORDER_PAID, order("o1", Line(1, "cup", 1_000, 10_00)))
    made = opened(shop, "2026-01-07", OpenedLot(10, day(shop, "2026-01-01")), tier="gold")
    assert (made.state.tier, made.state.tier_since) == ("gold", day(shop, "2026-01-07"))
    assert {"code": "tier.up", "from": "regular", "to": "gold"} in made.outcome.because
    again = opened(shop, "2026-01-08", OpenedLot(10, day(shop, "2026-01-01")), tier="regular")
    assert again.state.tier == "gold"


def test_points_of_tomorrow_or_of_a_level_nobody_knows_are_refused(shop: People) -> None:
    assert refused(opened(shop, "2026-01-07", OpenedLot(10, day(shop, "2026-01-08")))) == {"code": "balance.earned_ahead", "day": "2026-01-08"}
    assert opened(shop, "2026-01-07", OpenedLot(10, day(shop, "2026-01-07"))).outcome.status == "created"
    assert refused(opened(shop, "2026-01-07", OpenedLot(10, 738_000), tier="diamond")) == {"code": "balance.unknown_tier", "tier": "diamond"}
    assert refused(opened(shop, "2026-01-07", OpenedLot(10, 738_000), wallet="miles")) == {"code": "points.unknown_wallet", "wallet": "miles"}
