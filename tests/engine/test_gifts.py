"""The programme promises that points given to another member leave once, arrive as they were, or come back as they were."""

from datetime import date

import pytest

from engine.people import People, moved, refused
from regulars.engine.event_names import HELD
from regulars.engine.events import PointsHeld

WALLETS = "wallets: {points: {expire: {rolling: 1 year}}, growth: {kind: qualifying, expire: never}}\n"
CLUB = (
    WALLETS
    + """
tiers: {levels: [{id: regular}, {id: gold, reach: {spend: 1000}}]}
earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}, {id: welcome, on: member.enrolled, points: 50}]
"""
)
GIFTS = CLUB + "gifts: {min: 10, max: 500, per_day: 600, per_month: 900, cooling_off: 24 hours, only_to: [regular]}\n"


@pytest.fixture
def shop() -> People:
    """Alice and Bea joined on New Year's Day with 50 points each."""
    people = People(GIFTS)
    people.joins("alice", "2026-01-01")
    people.joins("bea", "2026-01-01")
    return people


def test_the_points_are_held_credited_and_delivered_lot_by_lot(shop: People) -> None:
    shop.buys("alice", "2026-02-01", "A1", 100_00)
    sent = shop.sends("alice", "bea", "2026-06-01", 80)
    assert moved(sent) == [("points", "active", "held", 50, "2027-01-01", "gift"), ("points", "active", "held", 30, "2027-02-01", "gift")]
    assert (shop.has("alice"), shop.lots("alice")) == ((70, 0, 80, 0), [("2027-02-01", 70)])
    assert sent.outcome.because == [{"code": "gift.sent", "wallet": "points", "points": 80}]
    received = shop.receives("bea", "2026-06-01 12:01", sent)
    assert moved(received) == [("points", "transit", "active", 50, "2027-01-01", "gift"), ("points", "transit", "active", 30, "2027-02-01", "gift")]
    assert (shop.has("bea"), shop.lots("bea")) == ((130, 0, 0, 0), [("2027-01-01", 100), ("2027-02-01", 30)])
    assert received.outcome.because == [{"code": "gift.received", "wallet": "points", "points": 80}]
    done = shop.delivers("alice", "2026-06-01 12:02", sent.state.seq)
    assert moved(done) == [("points", "held", "transit", 50, "2027-01-01", "delivery"), ("points", "held", "transit", 30, "2027-02-01", "delivery")]
    assert shop.has("alice") == (70, 0, 0, 0)
    assert done.outcome.because == [{"code": "gift.delivered", "wallet": "points", "points": 80}]


def test_a_step_is_taken_once(shop: People) -> None:
    sent = shop.sends("alice", "bea", "2026-06-01", 20)
    shop.delivers("alice", "2026-06-01", sent.state.seq)
    assert refused(shop.delivers("alice", "2026-06-01", sent.state.seq)) == {"code": "gift.nothing_on_its_way", "step": sent.state.seq}
    assert refused(shop.gets_back("alice", "2026-06-01", sent))["code"] == "gift.nothing_on_its_way"
    assert refused(shop.delivers("bea", "2026-06-01", 1)) == {"code": "gift.nothing_on_its_way", "step": 1}
    assert shop.has("alice") == (30, 0, 0, 0)


def test_a_debt_of_the_receiver_is_settled_first(shop: People) -> None:
    shop.buys("bea", "2026-02-01", "B1", 30_00)
    shop.spends("bea", "2026-02-02", 80)
    shop.returns("bea", "2026-02-03", "B1")
    assert shop.has("bea") == (0, 0, 0, 30)
    received = shop.receives("bea", "2026-06-01", shop.sends("alice", "bea", "2026-06-01", 50))
    assert moved(received) == [("points", "transit", "debt", 30, "", "gift"), ("points", "transit", "active", 20, "2027-01-01", "gift")]
    assert received.outcome.because[-1] == {"code": "debt.settled", "wallet": "points", "points": 30}
    assert shop.has("bea") == (20, 0, 0, 0)


def test_what_cannot_be_put_down_comes_back_as_it_was_and_counts_against_no_limit(shop: People) -> None:
    shop.buys("alice", "2026-02-01", "A1", 600_00)
    sent = shop.sends("alice", "bea", "2026-06-01", 500)
    back = shop.gets_back("alice", "2026-06-02", sent)
    assert (shop.has("alice"), shop.lots("alice")) == ((650, 0, 0, 0), [("2027-01-01", 50), ("2027-02-01", 600)])
    assert back.outcome.because == [{"code": "gift.undelivered", "wallet": "points", "points": 500, "why": "gift.receiver_level"}]
    assert {one[5] for one in moved(back)} == {"undelivered"}
    assert shop.sends("alice", "bea", "2026-06-01 23:00", 500).outcome.status == "created"  # the 500 of that day and month are free again


def test_what_comes_back_settles_what_came_to_be_owed_meanwhile_out_of_the_lot_it_was_held_of(shop: People) -> None:
    """Alice has 50 from January; 80 more of February go back with their order after all but 20 of her 130 left as a gift: she owes 60."""
    shop.buys("alice", "2026-02-01", "A1", 80_00)
    sent = shop.sends("alice", "bea", "2026-06-01", 110)
    shop.returns("alice", "2026-06-02", "A1")
    assert shop.has("alice") == (0, 0, 110, 60)
    back = shop.gets_back("alice", "2026-06-03", sent)
    assert moved(back) == [
        ("points", "held", "debt", 50, "2027-01-01", "undelivered"),
        ("points", "held", "debt", 10, "2027-02-01", "undelivered"),
        ("points", "held", "active", 50, "2027-02-01", "undelivered"),
    ]
    assert back.outcome.because[-1] == {"code": "debt.settled", "wallet": "points", "points": 60}
    assert (shop.has("alice"), shop.lots("alice")) == ((50, 0, 0, 0), [("2027-02-01", 50)])


def test_what_has_lapsed_while_it_was_on_its_way_lapses_when_it_comes_back(shop: People) -> None:
    sent = shop.sends("alice", "bea", "2027-01-01 23:00", 50)
    back = shop.gets_back("alice", "2027-01-02 01:00", sent)
    assert moved(back) == [("points", "held", "active", 50, "2027-01-01", "undelivered"), ("points", "active", "breakage", 50, "2027-01-01", "expiry")]
    assert shop.has("alice") == (0, 0, 0, 0)


def test_the_least_and_the_most_of_a_gift_are_allowed_themselves(shop: People) -> None:
    shop.is_given("alice", "2026-02-01", 1000)
    assert refused(shop.sends("alice", "bea", "2026-06-01", 9)) == {"code": "gift.too_small", "points": 9, "least": 10}
    assert refused(shop.sends("alice", "bea", "2026-06-01", 501)) == {"code": "gift.too_large", "points": 501, "most": 500}
    assert shop.sends("alice", "bea", "2026-06-01", 500).outcome.status == "created"
    assert shop.sends("alice", "bea", "2026-06-01", 10).outcome.status == "created"


def test_a_day_and_a_month_hold_so_much_and_no_more(shop: People) -> None:
    shop.is_given("alice", "2026-02-01", 5000)
    shop.sends("alice", "bea", "2026-06-01", 400)
    assert refused(shop.sends("alice", "bea", "2026-06-01", 201)) == {"code": "gift.over_limit", "points": 201, "left": 200, "detail": "day"}
    assert shop.sends("alice", "bea", "2026-06-01", 200).outcome.status == "created"
    assert refused(shop.sends("alice", "bea", "2026-06-01", 10)) == {"code": "gift.over_limit", "points": 10, "left": 0, "detail": "day"}
    assert refused(shop.sends("alice", "bea", "2026-06-02", 301)) == {"code": "gift.over_limit", "points": 301, "left": 300, "detail": "month"}
    assert shop.sends("alice", "bea", "2026-06-02", 300).outcome.status == "created"
    assert shop.sends("alice", "bea", "2026-07-01", 500).outcome.status == "created"


def test_the_cooling_off_after_joining_ends_with_its_last_second(shop: People) -> None:
    joined = shop.us("2026-01-01")
    for at_us, minutes in ((joined, 1440), (joined + 60_000_000, 1439), (joined + 86_400_000_000 - 1, 1)):
        assert refused(shop.sends("alice", "bea", at_us, 20)) == {"code": "gift.cooling_off", "minutes": minutes}
    assert shop.sends("alice", "bea", joined + 86_400_000_000, 20).outcome.status == "created"


def test_whoever_receives_a_gift_waits_again_and_whoever_shares_a_pool_does_not(shop: People) -> None:
    shop.receives("bea", "2026-06-01 12:00", shop.sends("alice", "bea", "2026-06-01 12:00", 20))
    assert refused(shop.sends("bea", "alice", "2026-06-02 11:59", 20)) == {"code": "gift.cooling_off", "minutes": 1}
    shop.receives("bea", "2026-06-02 11:59", shop.sends("alice", "bea", "2026-06-02 11:59", 20), rule="pool")
    assert shop.sends("bea", "alice", "2026-06-02 12:00", 20).outcome.status == "created"


def test_a_receiver_of_another_level_is_named(shop: People) -> None:
    shop.buys("bea", "2026-02-01", "B1", 1000_00)
    sent = shop.sends("alice", "bea", "2026-06-01", 50)
    assert refused(shop.receives("bea", "2026-06-01", sent)) == {"code": "gift.receiver_level", "tier": "gold"}
    pooled = shop.receives("bea", "2026-06-01", sent, rule="pool")  # a level bars gifts alone
    assert pooled.outcome.because == [{"code": "pool.received", "wallet": "points", "points": 50}]
    assert moved(pooled) == [("points", "transit", "active", 50, "2027-01-01", "pool")]


def test_everything_may_be_given_and_nothing_more(shop: People) -> None:
    assert refused(shop.sends("alice", "bea", "2026-06-01", 51)) == {"code": "points.insufficient", "needed": 51, "available": 50, "wallet": "points"}
    assert shop.sends("alice", "bea", "2026-06-01", 50).outcome.status == "created"
    assert shop.has("alice") == (0, 0, 50, 0)


def test_what_is_reserved_is_not_given_too(shop: People) -> None:
    shop.happens("alice", "2026-06-01 12:00", HELD, PointsHeld(30))
    assert refused(shop.sends("alice", "bea", "2026-06-01 12:01", 21))["available"] == 20
    sent = shop.sends("alice", "bea", "2026-06-01 12:01", 20)
    assert shop.has("alice") == (0, 0, 50, 0)
    shop.delivers("alice", "2026-06-01 12:02", sent.state.seq)
    assert shop.has("alice") == (0, 0, 30, 0)


def test_only_the_wallet_that_is_offered_is_given(shop: People) -> None:
    assert refused(shop.sends("alice", "bea", "2026-06-01", 20, "miles")) == {"code": "points.unknown_wallet", "wallet": "miles"}
    assert refused(shop.sends("alice", "bea", "2026-06-01", 20, "growth")) == {"code": "points.not_spendable", "wallet": "growth"}
    assert shop.sends("alice", "bea", "2026-06-01", 20, "points").outcome.status == "created"


def test_a_second_wallet_is_given_only_where_the_programme_offers_it() -> None:
    shop = People(
        "wallets: {points: {}, stars: {scale: 1}}\nearn: [{id: hello, on: member.enrolled, points: 20}, {id: star, on: member.enrolled, points: 9.5, wallet: stars}]\ngifts: {wallet: stars, min: 0.5, max: 5}\n"
    )
    shop.joins("alice", "2026-01-01")
    shop.joins("bea", "2026-01-01")
    assert refused(shop.sends("alice", "bea", "2026-06-01", 20, "points")) == {"code": "points.not_spendable", "wallet": "points"}
    assert refused(shop.sends("alice", "bea", "2026-06-01", 4)) == {"code": "gift.too_small", "points": 4, "least": 5}
    assert refused(shop.sends("alice", "bea", "2026-06-01", 51)) == {"code": "gift.too_large", "points": 51, "most": 50}
    assert shop.sends("alice", "bea", "2026-06-01", 50).outcome.moved["wallet"] == "stars"
    assert shop.has("alice", "stars") == (45, 0, 50, 0)


def test_nobody_gives_to_themselves_or_where_nothing_is_offered(shop: People) -> None:
    assert refused(shop.sends("alice", "alice", "2026-06-01", 20)) == {"code": "gift.self"}
    silent = People(CLUB)
    silent.joins("alice", "2026-01-01")
    assert refused(silent.sends("alice", "bea", "2026-06-01", 20)) == {"code": "gift.not_offered"}


def test_without_a_cooling_off_a_gift_may_be_passed_on_at_once_to_any_level() -> None:
    shop = People(CLUB + "gifts: {min: 1}\n")
    shop.joins("alice", "2026-01-01")
    shop.joins("bea", "2026-01-01")
    shop.buys("bea", "2026-01-01", "B1", 1000_00)
    assert shop.receives("bea", "2026-01-01", shop.sends("alice", "bea", "2026-01-01", 50)).outcome.status == "created"
    assert shop.sends("bea", "alice", "2026-01-01", 1100).outcome.status == "created"
    assert shop.states["bea"].moving.quiet_us == 0


def test_a_wallet_the_receiver_does_not_know_is_named(shop: People) -> None:
    sent = shop.sends("alice", "bea", "2026-06-01", 20)
    sent.outcome.moved["wallet"] = "miles"
    assert refused(shop.receives("bea", "2026-06-01", sent)) == {"code": "points.unknown_wallet", "wallet": "miles"}


def test_a_lot_keeps_the_day_it_was_earned_on(shop: People) -> None:
    shop.receives("bea", "2026-06-01", shop.sends("alice", "bea", "2026-06-01", 50))
    assert {since for _, since, _ in shop.states["bea"].wallets["points"].lots} == {date(2026, 1, 1).toordinal()}
