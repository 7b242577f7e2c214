"""The programme promises that points of an older scheme keep their days, settle what is owed, and count for levels from the day they were earned."""

from datetime import date

import pytest

from engine.people import People, moved, refused
from regulars.engine.event_names import BALANCE_OPENED
from regulars.engine.events import BalanceOpened, OpenedLot
from regulars.kit.periods import NEVER

SHOP = """
wallets: {points: {expire: {rolling: 1 year}}, growth: {kind: qualifying, activate: {after: 30 days}}}
earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]
tiers: {levels: [{id: low}, {id: mid, reach: {points.growth: 100, within: 1 year}}, {id: top, reach: {points.growth: 500, within: 1 year}}]}
"""


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.fixture
def shop() -> People:
    people = People(SHOP)
    people.joins("alice", "2026-01-05")
    return people


def brings(people: People, *lots: OpenedLot, wallet: str = "", tier: str = "", on: str = "2026-03-10"):
    return people.happens("alice", on, BALANCE_OPENED, BalanceOpened(lots, wallet, tier))


def test_a_lot_keeps_its_last_day_or_has_the_one_the_wallet_gives_it(shop: People) -> None:
    made = brings(shop, OpenedLot(10, day("2025-06-01")), OpenedLot(20, day("2025-01-01"), day("2026-03-10")), OpenedLot(30, day("2026-03-10"), NEVER))
    assert shop.lots("alice") == [("2026-03-10", 20), ("2026-06-01", 10), (None, 30)]
    assert moved(made) == [
        ("points", "opening", "active", 10, "2026-06-01", "opening"), ("points", "opening", "active", 20, "2026-03-10", "opening"), ("points", "opening", "active", 30, "never", "opening"),
    ]  # fmt: skip
    assert made.outcome.because == [{"code": "balance.brought", "wallet": "points", "points": 60}]


def test_what_was_over_lapses_at_once_and_a_debt_is_paid_first(shop: People) -> None:
    shop.buys("alice", "2026-01-06", "o1", 50_00)
    shop.spends("alice", "2026-01-07", 40)
    shop.returns("alice", "2026-01-08", "o1")
    made = brings(shop, OpenedLot(50, day("2025-03-01"), day("2026-03-09")), OpenedLot(7, day("2025-03-09")), OpenedLot(5, day("2025-03-10")))
    assert moved(made) == [
        ("points", "opening", "debt", 40, "", "opening"),
        ("points", "opening", "active", 10, "2026-03-09", "opening"), ("points", "active", "breakage", 10, "2026-03-09", "expiry"),
        ("points", "opening", "active", 7, "2026-03-09", "opening"), ("points", "active", "breakage", 7, "2026-03-09", "expiry"),
        ("points", "opening", "active", 5, "2026-03-10", "opening"),
    ]  # fmt: skip
    assert made.outcome.because == [{"code": "balance.brought", "wallet": "points", "points": 62}, {"code": "points.expired", "wallet": "points", "points": 17}]
    assert shop.has("alice") == (5, 0, 0, 0)


def test_it_is_usable_at_once_and_counts_on_the_day_it_was_earned(shop: People) -> None:
    made = brings(shop, OpenedLot(60, day("2025-03-10")), OpenedLot(99, day("2025-03-11")), OpenedLot(1, day("2026-03-10")), wallet="growth")
    assert shop.has("alice", "growth") == (160, 0, 0, 0)
    counted = made.state.measures["points.growth"]
    assert [counted.between(day(after), day(to)) for after, to in (("2025-03-09", "2025-03-10"), ("2025-03-10", "2025-03-11"), ("2026-03-09", "2026-03-10"))] == [60, 99, 1]
    assert made.state.tier == "mid"  # 100 of them within a year of 10 March
    brings(shop, OpenedLot(500, day("2026-03-10")))
    assert "points.points" not in shop.states["alice"].measures
    assert shop.states["alice"].tier == "mid"  # points of another wallet count for nothing


def test_a_level_brought_along_is_a_level_to_stand_on_at_least(shop: People) -> None:
    made = brings(shop, OpenedLot(1, day("2026-03-10")), tier="top")
    assert (made.state.tier, made.state.tier_since) == ("top", day("2026-03-10"))
    assert {"code": "tier.up", "from": "low", "to": "top"} in made.outcome.because
    lower = brings(shop, OpenedLot(1, day("2026-03-10")), tier="mid")
    assert (lower.state.tier, [reason["code"] for reason in lower.outcome.because]) == ("top", ["balance.brought"])


def test_the_same_level_is_no_move(shop: People) -> None:
    brings(shop, OpenedLot(1, day("2026-03-10")), tier="mid")
    later = brings(shop, OpenedLot(1, day("2026-03-11")), tier="mid", on="2026-03-11")
    assert later.state.tier_since == day("2026-03-10")


def test_nothing_is_brought_from_tomorrow_into_a_wallet_or_a_level_there_is_not(shop: People) -> None:
    lot = OpenedLot(5, day("2026-03-10"))
    assert refused(brings(shop, lot, OpenedLot(5, day("2026-03-11")), OpenedLot(5, day("2026-03-12")))) == {"code": "balance.earned_ahead", "day": "2026-03-11"}
    assert refused(brings(shop, lot, wallet="stars")) == {"code": "points.unknown_wallet", "wallet": "stars"}
    assert refused(brings(shop, lot, tier="gold")) == {"code": "balance.unknown_tier", "tier": "gold"}
    assert shop.states["alice"].wallets.get("points") is None
