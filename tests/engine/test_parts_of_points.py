"""The programme promises which part of an order's points is whose: of which line, of the order itself, of which activation, of a streak; worked out by hand."""

from datetime import date

import pytest

from engine.club import Club
from engine.people import People
from engine.story import Story
from regulars.engine.event_names import ORDER_PAID, TIER_MATCHED
from regulars.engine.events import Line, OrderPaid
from regulars.engine.events_tiers import TierMatched
from regulars.engine.passing import advance
from regulars.kit.periods import iso_day

NIGHTS = "  - {id: base, on: order.paid, points: {per: 1, give: 1}}\n  - {id: stay, on: order.paid, points: {per: 1, give: 5, of: nights}}\n"
TIER = "tiers: {levels: [{id: x, multiplier: 1.3}]}\n"


def bought(words: str, more: str = "", rounding: str = "{}") -> object:
    story = Story(f"wallets: {{points: {{rounding: {rounding}}}}}\nearn:\n{NIGHTS}{more}{TIER}")
    return story.play(f"2026-01-05 joins\n2026-01-06 buys o1 {words}").journal.outcomes[-1]


def test_line_by_line_what_the_orders_own_measures_earn_stands_for_itself() -> None:
    """1.60 × 1.3 = 2.08 → 2; 0.90 × 1.3 = 1.17 → 1; two nights × 5 × 1.3 = 13."""
    outcome = bought("1.60 + 0.90 for 2 nights", rounding="{scope: line}")
    assert (outcome.earned, outcome.shares) == ({"points": 16}, {"points": {1: 2, 2: 1, 0: 13}})
    assert bought("1.60 + 0.90", rounding="{scope: line}").shares == {"points": {1: 2, 2: 1}}
    assert bought("1.60 + 0.90", rounding="{scope: line, mode: up}").shares == {"points": {1: 3, 2: 2}}


def test_a_fixed_bonus_is_spread_by_what_was_paid_and_the_measures_share_stays_its_own() -> None:
    """Exact: line 1 2.08 + 3.2, line 2 1.17 + 1.8, nights 13: 21.25, so 21. Of 21: 5.22, 2.94 and 12.85; two more for the largest rests."""
    outcome = bought("1.60 + 0.90 for 2 nights", "  - {id: five, on: order.paid, points: 5}\n")
    assert (outcome.earned, outcome.shares) == ({"points": 21}, {"points": {1: 5, 2: 3, 0: 13}})


def test_without_a_bonus_points_follow_what_each_part_earned() -> None:
    """2.08 + 1.17 + 13 = 16.25, so 16: 2.05, 1.15 and 12.80; one more for the nights."""
    assert bought("1.60 + 0.90 for 2 nights").shares == {"points": {1: 2, 2: 1, 0: 13}}


CHOICES = """
wallets: {points: {activate: [{when: {line.category: tv}, after: 14 days}, {after: 2 days}]}}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
  - {id: stay, on: order.paid, points: {per: 1, give: 5, of: nights}}
  - {id: tv, on: order.paid, when: {line.category: tv}, points: {multiply: 2}}
  - {id: half, on: order.paid, points: {multiply: 1.5}}
  - {id: ten, on: order.paid, points: 10}
  - {id: soon, on: order.paid, points: 7, activate: {after: 1 day}}
"""
PAID = (Line(1, "set", 1_000, 30_00, 0, "tv"), Line(2, "cup", 1_000, 10_00, 0, "home"))


def waits(*lines: Line, nights: int = 0) -> list[tuple[str | None, int]]:
    people = People(CHOICES)
    people.joins("alice", "2026-01-05")
    order = OrderPaid("o1", lines, measures={"nights": nights * 1_000} if nights else None)
    made = people.happens("alice", "2026-01-06", ORDER_PAID, order)
    return [(iso_day(on), points) for on, _, _, points in made.state.wallets["points"].waiting]


def test_each_part_of_an_order_goes_by_the_activation_of_its_line() -> None:
    """tv: base 30, doubled 30, half 15, of the ten 7.5 → 8 (the first of equal rests). The others: base 10, half 5, of the ten 2."""
    assert waits(*PAID) == [("2026-01-07", 7), ("2026-01-08", 17), ("2026-01-20", 83)]


def test_what_an_order_earns_by_its_own_measures_goes_by_the_wallets_activation() -> None:
    """Two nights are 10 more, and 5 of the half; nothing of them is doubled with the tv."""
    assert waits(*PAID, nights=2) == [("2026-01-07", 7), ("2026-01-08", 32), ("2026-01-20", 83)]


def test_where_no_line_is_special_all_goes_by_the_wallets_activation() -> None:
    assert waits(PAID[1]) == [("2026-01-07", 7), ("2026-01-08", 25)]
    assert waits(PAID[0]) == [("2026-01-07", 7), ("2026-01-20", 85)]


def used(club: Club) -> list[int]:
    return [given for periods in club.journal.state.used.values() for _, given in periods]


def test_the_bonus_of_a_streak_counts_into_its_rules_limit_and_is_cut_by_it() -> None:
    club = Club("earn: [{id: hello, on: checkin, points: 5, streak: {days: 2, bonus: 10}, limit: {points: 18, per: month}}]")
    club.play("2026-01-05 joins\n2026-01-06 checkin")
    assert used(club) == [5]
    club.play("2026-01-07 checkin\n2026-01-07 has 18")
    assert (used(club), club.last.rules) == ([18], {"points": {"hello": 5, "streak:hello": 8}})
    club.play("2026-01-08 checkin\n2026-01-08 has 18")
    times = Club("earn: [{id: hello, on: checkin, points: 5, streak: {days: 2, bonus: 10}, limit: {times: 2, per: month}}]")
    times.play("2026-01-05 joins\n2026-01-06 checkin\n2026-01-07 checkin\n2026-01-07 has 20\n2026-01-08 checkin\n2026-01-08 has 20")


def test_the_bonus_of_an_orders_streak_is_whole_points_beside_exact_ones() -> None:
    """10.00 at a point for 3 yuan: 3.3333, and 10 for the second day."""
    club = Club("earn: [{id: base, on: order.paid, points: {per: 3, give: 1}, streak: {days: 2, bonus: 10}}]")
    club.play("2026-01-05 joins\n2026-01-06 pays o1 10.00\n2026-01-07 pays o2 10.00\n2026-01-07 has 16")
    assert {"code": "rounding.down", "wallet": "points", "exact": "13.3333", "points": 13} in club.last.because
    assert {"code": "streak.bonus", "wallet": "points", "rule": "base", "points": 10} in club.last.because


def test_a_streak_counts_in_the_wallets_unit() -> None:
    club = Club("wallets: {points: {scale: 1}}\nearn: [{id: hello, on: checkin, points: 0.5, streak: {days: 2, bonus: 1.5}}]")
    club.play("2026-01-05 joins\n2026-01-06 checkin\n2026-01-07 checkin\n2026-01-07 has 25")
    assert {"code": "streak.day", "rule": "hello", "days": 2, "of": 2} in club.last.because


LADDER = """
wallets: {points: {}}
earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]
tiers:
  review: {every: quarter}
  down: {step: full}
  levels:
    - {id: low}
    - {id: silver, reach: {spend: 100, within: 1 month}}
    - {id: gold, reach: {spend: 1000, within: 1 month}, keep: {spend: 500, within: 1 month}}
fast_tracks: [{id: sprint, reach: {visits: 2, within: 60 days}, grants: silver, for: 1 month, from: 2026-02-01}]
"""


def member(*orders: tuple[str, int]) -> People:
    people = People(LADDER)
    people.joins("alice", "2026-01-02")
    for number, (on, fen) in enumerate(orders):
        people.buys("alice", on, f"o{number}", fen)
    return people


@pytest.mark.parametrize(("bought_on", "tier"), [("2026-03-01", "silver"), ("2026-02-28", "low")])
def test_a_full_fall_looks_at_what_held_on_the_last_day_of_the_period(bought_on: str, tier: str) -> None:
    """As of 31 March a month holds the days from 1 March on."""
    people = member(("2026-02-02", 900_00), (bought_on, 100_00))
    assert people.states["alice"].tier == "gold"
    assert advance(people.versions, people.states["alice"], people.us("2026-04-01 00:00"))[1].tier == tier


@pytest.mark.parametrize(("bought_on", "tier"), [("2026-01-10", "gold"), ("2026-01-09", "silver")])
def test_a_match_that_ends_leaves_the_level_to_who_kept_it_on_its_last_day(bought_on: str, tier: str) -> None:
    """Matched until 9 February: as of that day a month holds the days from 10 January on."""
    people = member((bought_on, 500_00))
    people.happens("alice", "2026-01-12", TIER_MATCHED, TierMatched("gold", date(2026, 2, 9).toordinal(), "file 7", "Mei"))
    passed, state = advance(people.versions, people.states["alice"], people.us("2026-02-10 00:00"))
    assert state.tier == tier
    code = "tier.match_kept" if tier == "gold" else "tier.match_over"
    assert [reason["code"] for one in passed for reason in one.outcome.because] == [code]


def test_a_mission_counts_from_the_day_it_begins() -> None:
    people = member(("2026-01-30", 1_00), ("2026-01-31", 1_00))
    assert people.states["alice"].tier == "low"
    made = people.buys("alice", "2026-02-01", "last", 1_00)
    assert made.state.tier == "silver"
    reached = next(reason for reason in made.outcome.because if reason["code"] == "track.reached")
    assert (reached["track"], reached["tier"], reached["until"]) == ("sprint", "silver", "2026-02-28")
