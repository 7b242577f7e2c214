"""The programme promises a whole picture of where a member stands, when a membership has paid, and what a slider may offer: every field by hand."""

from datetime import date
from fractions import Fraction

import pytest

from engine.people import HEAD, People
from regulars.engine.event_names import HELD, MEMBERSHIP_BOUGHT, TIER_MATCHED
from regulars.engine.events import PointsHeld
from regulars.engine.events_tiers import MembershipBought, TierMatched
from regulars.engine.outlook import outlook
from regulars.engine.pay_off import pay_off, worth_of_spend
from regulars.engine.paying import slider
from regulars.engine.standing import standing
from regulars.kit.periods import NEVER, iso_day
from regulars.program.reading import require

CLUB = """
wallets: {points: {activate: {after: 7 days}, expire: {rolling: 1 year}}, growth: {kind: qualifying}}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
  - {id: grow, on: order.paid, points: {per: 1, give: 1}, wallet: growth}
tiers:
  review: {every: quarter}
  down: {grace: 30 days, inactive_for: 6 months}
  levels: [{id: low}, {id: mid, reach: {spend: 100, within: 3 months}}, {id: top, reach: {spend: 500, within: 3 months}}]
"""


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.fixture
def club() -> People:
    people = People(CLUB)
    people.joins("alice", "2026-01-05")
    people.buys("alice", "2026-01-06", "o1", 120_00)
    people.buys("alice", "2026-01-20", "o2", 30_00)
    return people


def test_every_part_of_a_standing(club: People) -> None:
    club.happens("alice", "2026-01-25 12:00", HELD, PointsHeld(20, lasts_s=3_600, reference="till 4"))
    seen = standing(club.versions, club.states["alice"], club.us("2026-01-25 12:30"))
    assert (seen.tier, iso_day(seen.tier_since), iso_day(seen.enrolled_on)) == ("mid", "2026-01-06", "2026-01-05")
    assert (iso_day(seen.review_on), seen.grace_until, iso_day(seen.inactive_on)) == ("2026-04-01", 0, "2026-07-21")
    points, growth = seen.wallets
    assert (points.id, points.active, points.pending, points.held, points.debt) == ("points", 100, 30, 20, 0)
    assert [(lot.points, iso_day(lot.earned_on), iso_day(lot.until)) for lot in points.lots] == [(100, "2026-01-06", "2027-01-06")]
    assert [(lot.points, iso_day(lot.earned_on), iso_day(lot.until), iso_day(lot.active_on)) for lot in points.waiting] == [(30, "2026-01-20", "2027-01-20", "2026-01-27")]
    assert (growth.id, growth.active, [(lot.points, lot.until) for lot in growth.lots]) == ("growth", 150, [(120 + 30, NEVER)])
    (held,) = seen.holds
    assert (held.wallet, held.points, held.until_us, held.reference) == ("points", 20, club.us("2026-01-25 13:00"), "till 4")
    assert (seen.progress["next"], seen.challenges, seen.badges, seen.passed) == ("top", (), (), ())


def test_a_standing_lets_time_pass_in_memory_and_never_looks_back(club: People) -> None:
    before = club.states["alice"].copy()
    later = standing(club.versions, club.states["alice"], club.us("2026-07-02 12:00"))
    assert (later.tier, iso_day(later.grace_until), later.wallets[0].active) == ("mid", "2026-07-31", 150)
    assert [one.at_us for one in later.passed] == [club.us(f"{on} 00:00") for on in ("2026-01-27", "2026-04-01", "2026-07-01")]
    earlier = standing(club.versions, club.states["alice"], club.us("2026-01-07 12:00"))
    assert (earlier.wallets[0].active, earlier.wallets[0].pending) == (120, 30)  # as after the last event
    assert club.states["alice"] == before


def test_a_wallet_without_anything_in_it_is_shown_too() -> None:
    people = People(CLUB)
    people.joins("alice", "2026-01-05")
    seen = standing(people.versions, people.states["alice"], people.us("2026-01-05"))
    assert [(one.id, one.active, one.pending, one.held, one.debt, one.lots, one.waiting) for one in seen.wallets] == [("points", 0, 0, 0, 0, (), ()), ("growth", 0, 0, 0, 0, (), ())]
    assert (seen.review_on, seen.inactive_on) == (NEVER, NEVER)


def test_a_granted_level_is_told_to_its_last_day(club: People) -> None:
    club.happens("alice", "2026-02-01", TIER_MATCHED, TierMatched("top", day("2026-02-10"), "file 7", "Mei"))
    last, over = (outlook(club.versions, club.states["alice"], club.us(f"{on} 10:00")) for on in ("2026-02-10", "2026-02-11"))
    assert last.grants == [{"kind": "match", "tier": "top", "since": "2026-02-01", "until": "2026-02-10", "note": "file 7"}]
    assert over.grants == []
    assert last.next == {}
    assert (over.next["tier"], over.next["asks"]["missing"]) == ("top", "350.00")


PAID = """
wallets: {points: {point_value: 0.01}, miles: {}}
earn:
%s
tiers: {levels: [{id: low}, {id: top, reach: {spend: 9000}, multiplier: 1.5}]}
paid: [{id: plus, multiplier: 2, fee: 73.00, lasts: 1 year}, {id: prime, level: top, fee: 10.01, lasts: 1 month}, {id: same, multiplier: 1.5, fee: 0, lasts: 1 month}]
"""
BASE = "  - {id: base, on: order.paid, points: {per: 1, give: 1}}"


@pytest.mark.parametrize(
    ("rules", "worth"),
    [
        ([BASE], Fraction(1, 100)),
        ([BASE, "  - {id: more, on: order.paid, points: {per: 10, give: 5, of: gross_amount}}"], Fraction(15, 1000)),
        ([BASE, "  - {id: some, on: order.paid, when: {order.channel: app}, points: {per: 1, give: 1}}"], Fraction(1, 100)),
        ([BASE, "  - {id: then, on: order.paid, from: 2026-01-01, points: {per: 1, give: 1}}"], Fraction(1, 100)),
        ([BASE, "  - {id: till, on: order.paid, until: 2026-12-31, points: {per: 1, give: 1}}"], Fraction(1, 100)),
        ([BASE, "  - {id: each, on: order.paid, points: {per: 1, give: 1, of: quantity}}"], Fraction(1, 100)),
        ([BASE, "  - {id: five, on: order.paid, points: 5}"], Fraction(1, 100)),
        ([BASE, "  - {id: mile, on: order.paid, points: {per: 1, give: 1}, wallet: miles}"], Fraction(1, 100)),
        ([BASE, "  - {id: hi, on: checkin, points: 5}"], Fraction(1, 100)),
        (["  - {id: five, on: order.paid, points: 5}"], Fraction(0)),
    ],
)
def test_what_spend_is_worth_counts_what_every_order_earns(rules: list[str], worth: Fraction) -> None:
    assert worth_of_spend(require(HEAD + PAID % "\n".join(rules))) == worth


def test_a_membership_has_paid_with_the_very_last_fen() -> None:
    people = People(PAID % BASE)
    people.joins("alice", "2026-01-05")
    state, now = people.states["alice"], people.versions.every[0]
    assert [one["spend"] for one in pay_off(state, now, day("2026-01-05"))] == ["7300.00", "2002.00", "0.00"]
    people.buys("alice", "2026-01-05", "early", 50_00)  # before the term: it counts for nothing
    people.happens("alice", "2026-01-06", MEMBERSHIP_BOUGHT, MembershipBought("plus"))
    told = []
    for order, fen in (("o1", 7299_99), ("o2", 1)):
        people.buys("alice", "2026-01-06", order, fen)
        told.append(pay_off(people.states["alice"], now, day("2026-01-07"))[0])
    assert told == [{"plan": "plus", "fee": "73.00", "spend": "7300.00", "so_far": so_far, "paid_off": paid} for so_far, paid in (("7299.99", False), ("7300.00", True))]


def ends(keys: str, available: int, order: int) -> tuple:
    people = People(f"wallets: {{points: {{{keys}}}}}\nearn: [{BASE.removeprefix('  - ')}]\n")
    return tuple(slider(people.versions.every[0].wallets["points"], available, order))[:5]


def test_a_slider_goes_from_step_to_step_and_says_what_both_ends_pay() -> None:
    assert ends("point_value: 0.01, redeem: {min: 50, step: 20, max: 500}", 1_000, 100_00) == (60, 500, 20, 60, 5_00)
    assert ends("point_value: 0.01, redeem: {min: 60, step: 20, max: 510}", 1_000, 100_00) == (60, 500, 20, 60, 5_00)
    assert ends("point_value: 0.5, redeem: {min: 3}", 7, 100_00) == (3, 7, 1, 1_50, 3_50)
    assert ends("redeem: {min: 3}", 7, 100_00) == (3, 7, 1, 0, 0)  # no stated value: what it pays is not told
    assert ends("redeem: {min: 3}", 3, 100_00) == (3, 3, 1, 0, 0)
    assert ends("redeem: {min: 3}", 2, 100_00) == (0, 0, 1, 0, 0)
    assert ends("point_value: 0.01, redeem: {share_of_order: 0.25}", 9_999, 10_03) == (1, 250, 1, 1, 2_50)
