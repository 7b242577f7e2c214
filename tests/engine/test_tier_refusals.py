"""The programme promises that whatever is said about a member's level is done as said, or refused by name with the facts, and then changes nothing."""

from datetime import date

import pytest

from engine.people import People, refused
from regulars.engine.event_names import (
    MEMBERSHIP_BOUGHT,
    MEMBERSHIP_CANCELLED,
    MEMBERSHIP_REFUNDED,
    MEMBERSHIP_RENEWED,
    TIER_FROZEN,
    TIER_MATCHED,
    TIER_SET,
    TIER_UNFROZEN,
    TRACK_REQUESTED,
)
from regulars.engine.events_tiers import (
    FastTrackRequested,
    MembershipBought,
    MembershipCancelled,
    MembershipRefunded,
    MembershipRenewed,
    TierFrozen,
    TierMatched,
    TierSet,
    TierUnfrozen,
)
from regulars.engine.freezing import stretched
from regulars.engine.membership import refund_of
from regulars.engine.passing import advance
from regulars.engine.state_tiers import Membership
from regulars.kit.periods import iso_day

CLUB = """
wallets: {points: {}}
earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]
tiers:
  review: {every: quarter}
  freeze: {at_most: 3 months}
  levels:
    - {id: regular}
    - {id: silver, reach: {spend: 100, within: 3 months}}
    - {id: gold, reach: {spend: 1000, within: 3 months}}
fast_tracks:
  - {id: sprint, reach: {visits: 2, within: 60 days}, grants: silver, for: 1 month, enrol: on_request, from: 2026-02-01, until: 2026-06-30}
  - {id: always, reach: {visits: 4, within: 60 days}, grants: gold, for: 1 month}
paid:
  - {id: plus, multiplier: 2, fee: 73.00, lasts: 1 year, trial: 14 days, refund: pro_rata}
  - {id: prime, level: gold, fee: 9.90, lasts: 1 month, renew: auto}
"""


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.fixture
def club() -> People:
    people = People(CLUB)
    people.joins("alice", "2026-01-05")
    return people


def tier(people: People, moment: str = "") -> str:
    state = people.states["alice"]
    return advance(people.versions, state, people.us(moment))[1].tier if moment else state.tier


def frozen(people: People, on: str, until: str):
    return people.happens("alice", on, TIER_FROZEN, TierFrozen(day(until), "leave", "Mei"))


def test_a_freeze_ends_today_at_the_earliest_and_no_later_than_the_programme_says(club: People) -> None:
    assert refused(frozen(club, "2026-03-10", "2026-03-09")) == {"code": "tier.until_past", "until": "2026-03-09"}
    assert refused(frozen(club, "2026-03-10", "2026-06-11")) == {"code": "tier.freeze_too_long", "until": "2026-06-11", "most": "3 months", "latest": "2026-06-10"}
    assert frozen(club, "2026-03-10", "2026-06-10").outcome.because == [{"code": "tier.frozen", "until": "2026-06-10", "reason": "leave"}]
    assert frozen(club, "2026-03-11", "2026-03-11").outcome.status == "created"  # another end for the same freeze
    assert club.states["alice"].aside.frozen == [(day("2026-03-10"), day("2026-03-11"))]


def test_a_freeze_is_lifted_from_today_and_only_where_there_is_one(club: People) -> None:
    unfreeze = ("alice", "2026-03-20", TIER_UNFROZEN, TierUnfrozen("Mei"))
    assert refused(club.happens(*unfreeze)) == {"code": "tier.not_frozen"}
    frozen(club, "2026-03-20", "2026-04-10")
    assert club.happens("alice", "2026-03-25", TIER_UNFROZEN, TierUnfrozen("Mei")).outcome.because == [{"code": "tier.unfrozen"}]
    assert club.states["alice"].aside.frozen == [(day("2026-03-20"), day("2026-03-24"))]
    assert refused(club.happens("alice", "2026-03-25 13:00", TIER_UNFROZEN, TierUnfrozen("Mei")))["code"] == "tier.not_frozen"


@pytest.mark.parametrize(
    ("frozen", "after", "day", "expected"),
    [
        ([], 95, 120, 95),
        ([(100, 109)], 95, 120, 85),
        ([(100, 109)], 105, 120, 95),
        ([(100, 109)], 109, 120, 109),
        ([(100, 109)], 108, 120, 98),
        ([(100, 109)], 95, 99, 95),
        ([(100, 109)], 95, 104, 90),
        ([(100, 109), (130, 134)], 125, 140, 120),
        ([(100, 109), (130, 134)], 112, 140, 97),
        ([(100, 109), (130, 134)], 111, 140, 96),
        ([(100, 109), (130, 134)], 114, 140, 109),
    ],
)
def test_a_window_holds_as_many_unfrozen_days_as_it_holds_days(frozen: list, after: int, day: int, expected: int) -> None:
    assert stretched(frozen, after, day) == expected
    open_days = [one for one in range(expected + 1, day + 1) if not any(first <= one <= last for first, last in frozen)]
    assert len(open_days) == day - after


def matched(people: People, on: str, level: str, until: str):
    return people.happens("alice", on, TIER_MATCHED, TierMatched(level, day(until), "file 7", "Mei"))


def test_a_match_is_higher_than_ones_own_and_lasts_to_the_end_of_its_last_day(club: People) -> None:
    assert refused(matched(club, "2026-03-10", "diamond", "2026-04-10")) == {"code": "tier.unknown_level", "tier": "diamond"}
    assert refused(matched(club, "2026-03-10", "gold", "2026-03-09")) == {"code": "tier.until_past", "until": "2026-03-09"}
    assert refused(matched(club, "2026-03-10", "regular", "2026-04-10")) == {"code": "tier.match_not_higher", "tier": "regular", "own": "regular"}
    made = matched(club, "2026-03-10", "gold", "2026-03-10")
    assert made.outcome.because == [{"code": "tier.matched", "tier": "gold", "until": "2026-03-10", "evidence": "file 7"}]
    assert (tier(club, "2026-03-10 23:59"), tier(club, "2026-03-11 00:00")) == ("gold", "regular")
    passed, _ = advance(club.versions, club.states["alice"], club.us("2026-03-11 00:00"))
    assert [one.outcome.because for one in passed] == [[{"code": "tier.match_over", "from": "gold", "to": "regular", "tier": "gold"}]]


def set_to(people: People, on: str, level: str, until: str = ""):
    return people.happens("alice", on, TIER_SET, TierSet(level, "goodwill", "Mei", day(until) if until else 0))


def test_staff_set_a_level_for_good_or_until_a_day(club: People) -> None:
    assert refused(set_to(club, "2026-03-10", "diamond")) == {"code": "tier.unknown_level", "tier": "diamond"}
    assert refused(set_to(club, "2026-03-10", "gold", "2026-03-09")) == {"code": "tier.until_past", "until": "2026-03-09"}
    assert set_to(club, "2026-03-10", "gold").outcome.because == [{"code": "tier.set", "from": "regular", "to": "gold", "reason": "goodwill"}]
    assert club.states["alice"].tier_since == day("2026-03-10")
    made = set_to(club, "2026-03-12", "silver", "2026-03-12")
    assert made.outcome.because == [{"code": "tier.set_until", "from": "gold", "to": "silver", "reason": "goodwill", "until": "2026-03-12"}]
    assert (tier(club), tier(club, "2026-03-13 00:00")) == ("silver", "gold")


def test_nobody_is_set_below_what_they_reach(club: People) -> None:
    club.buys("alice", "2026-03-01", "A1", 100_00)
    assert refused(set_to(club, "2026-03-10", "regular")) == {"code": "tier.reach_holds", "tier": "silver"}
    assert set_to(club, "2026-03-10", "regular", "2026-03-11").outcome.status == "created"
    assert set_to(club, "2026-03-10", "silver").outcome.status == "created"


def test_a_level_set_for_good_ends_a_match_and_stands_beneath_what_is_paid_for(club: People) -> None:
    matched(club, "2026-03-10", "gold", "2026-06-10")
    set_to(club, "2026-03-11", "silver")
    assert tier(club) == "silver"
    club.happens("alice", "2026-03-12", MEMBERSHIP_BOUGHT, MembershipBought("prime"))
    set_to(club, "2026-03-13", "regular")
    assert (tier(club), club.states["alice"].aside.own) == ("gold", "regular")


def asks(people: People, on: str, track: str = "sprint"):
    return people.happens("alice", on, TRACK_REQUESTED, FastTrackRequested(track))


def test_a_mission_is_asked_for_while_it_runs_by_whom_it_lifts_and_once(club: People) -> None:
    assert refused(asks(club, "2026-01-31")) == {"code": "track.not_running", "track": "sprint"}
    assert refused(asks(club, "2026-01-31", "dash")) == {"code": "track.unknown", "track": "dash"}
    assert refused(asks(club, "2026-01-31", "always")) == {"code": "track.automatic", "track": "always"}
    made = asks(club, "2026-02-01")
    assert [(reason["code"], reason["until"]) for reason in made.outcome.because] == [("track.requested", "2026-04-01")]
    assert refused(asks(club, "2026-04-01")) == {"code": "track.already_requested", "track": "sprint"}
    assert asks(club, "2026-04-02").outcome.status == "created"  # the sixty days are over
    assert refused(asks(of_silver(), "2026-03-01")) == {"code": "track.nothing_to_gain", "track": "sprint", "tier": "silver"}


def of_silver() -> People:
    people = People(CLUB)
    people.joins("alice", "2026-01-05")
    people.buys("alice", "2026-02-20", "A1", 100_00)
    return people


def test_a_mission_ends_with_its_last_day_and_is_over_when_it_is_done(club: People) -> None:
    assert refused(asks(club, "2026-07-01")) == {"code": "track.not_running", "track": "sprint"}
    late = People(CLUB)
    late.joins("alice", "2026-01-05")
    assert asks(late, "2026-06-30").outcome.status == "created"
    asks_first = People(CLUB)
    asks_first.joins("alice", "2026-01-05")
    asks(asks_first, "2026-03-01")
    asks_first.buys("alice", "2026-03-02", "A1", 1_00)
    made = asks_first.buys("alice", "2026-03-03", "A2", 1_00)
    reached = next(reason for reason in made.outcome.because if reason["code"] == "track.reached")
    assert (reached["until"], reached["measured"][0]["have"]) == ("2026-04-02", "2")
    assert (tier(asks_first), tier(asks_first, "2026-04-02 23:59"), tier(asks_first, "2026-04-03 00:00")) == ("silver", "silver", "regular")


def test_a_mission_nobody_did_in_time_is_told(club: People) -> None:
    asks(club, "2026-02-01")
    passed, _ = advance(club.versions, club.states["alice"], club.us("2026-04-02 00:00"))
    assert [one.outcome.because for one in passed] == [[{"code": "track.missed", "track": "sprint"}]]


def test_what_is_wrong_with_a_membership_is_refused_by_name(club: People) -> None:
    def says(on: str, type: str, data: object):
        return club.happens("alice", on, type, data)

    assert refused(says("2026-02-01", MEMBERSHIP_BOUGHT, MembershipBought("gilt"))) == {"code": "membership.unknown_plan", "plan": "gilt"}
    for type, data in ((MEMBERSHIP_RENEWED, MembershipRenewed()), (MEMBERSHIP_CANCELLED, MembershipCancelled()), (MEMBERSHIP_REFUNDED, MembershipRefunded("moved", "Mei"))):
        assert refused(says("2026-02-01", type, data)) == {"code": "membership.none"}
    assert refused(says("2026-02-01", MEMBERSHIP_BOUGHT, MembershipBought("prime", trial=True))) == {"code": "membership.no_trial", "plan": "prime"}
    tried = says("2026-02-01", MEMBERSHIP_BOUGHT, MembershipBought("plus", trial=True))
    assert tried.outcome.because == [{"code": "membership.tried", "plan": "plus", "until": "2026-02-14", "fee": "0.00"}]
    assert refused(says("2026-02-02", MEMBERSHIP_BOUGHT, MembershipBought("plus", trial=True))) == {"code": "membership.runs", "plan": "plus", "until": "2026-02-14"}
    assert refused(says("2026-02-14", MEMBERSHIP_BOUGHT, MembershipBought("prime"))) == {"code": "membership.runs", "plan": "plus", "until": "2026-02-14"}
    assert refused(says("2026-02-15", MEMBERSHIP_BOUGHT, MembershipBought("plus", trial=True))) == {"code": "membership.trial_used", "plan": "plus"}
    bought = says("2026-02-15", MEMBERSHIP_BOUGHT, MembershipBought("plus"))
    assert bought.outcome.membership == {"what": "bought", "plan": "plus", "until": "2027-02-14", "fee": "73.00"}
    assert refused(says("2026-02-16", MEMBERSHIP_BOUGHT, MembershipBought("plus"))) == {"code": "membership.runs", "plan": "plus", "until": "2027-02-14"}
    cancelled = says("2026-02-16", MEMBERSHIP_CANCELLED, MembershipCancelled())
    assert cancelled.outcome.because == [{"code": "membership.cancelled", "plan": "plus", "until": "2027-02-14"}]
    assert refused(says("2026-02-17", MEMBERSHIP_CANCELLED, MembershipCancelled())) == {"code": "membership.cancelled_already", "plan": "plus", "until": "2027-02-14"}
    renewed = says("2026-02-18", MEMBERSHIP_RENEWED, MembershipRenewed(50_00))
    assert renewed.outcome.membership == {"what": "renewed", "plan": "plus", "until": "2028-02-14", "fee": "50.00"}
    given_back = says("2026-02-18 13:00", MEMBERSHIP_REFUNDED, MembershipRefunded("moved", "Mei"))
    assert given_back.outcome.membership == {"what": "refunded", "plan": "plus", "refund": "122.40"}  # 362 of 365 days of 73.00 are 72.40, and all of 50.00
    assert refused(says("2026-02-18 14:00", MEMBERSHIP_RENEWED, MembershipRenewed())) == {"code": "membership.none"}


def test_a_trial_may_be_turned_into_the_plan_that_was_tried(club: People) -> None:
    club.happens("alice", "2026-02-01", MEMBERSHIP_BOUGHT, MembershipBought("plus", trial=True))
    bought = club.happens("alice", "2026-02-03", MEMBERSHIP_BOUGHT, MembershipBought("plus", fee=60_00))
    assert bought.outcome.membership == {"what": "bought", "plan": "plus", "until": "2027-02-02", "fee": "60.00"}


def test_a_membership_goes_on_by_itself_until_it_is_cancelled(club: People) -> None:
    club.happens("alice", "2026-01-31", MEMBERSHIP_BOUGHT, MembershipBought("prime"))
    assert refused(club.happens("alice", "2026-02-01", MEMBERSHIP_REFUNDED, MembershipRefunded("moved", "Mei"))) == {"code": "membership.not_refundable", "plan": "prime"}
    passed, state = advance(club.versions, club.states["alice"], club.us("2026-02-28 00:00"))
    assert passed[-1].outcome.membership == {"what": "goes_on", "plan": "prime", "until": "2026-03-27", "fee": "9.90"}
    club.states["alice"] = state
    club.happens("alice", "2026-03-01", MEMBERSHIP_CANCELLED, MembershipCancelled())
    assert (tier(club, "2026-03-27 23:59"), tier(club, "2026-03-28 00:00")) == ("gold", "regular")
    passed, _ = advance(club.versions, club.states["alice"], club.us("2026-03-28 00:00"))
    assert passed[-1].outcome.because == [{"code": "membership.over", "plan": "prime"}, {"code": "tier.paid_over", "from": "gold", "to": "regular"}]
    assert passed[-1].outcome.membership == {"what": "over", "plan": "prime"}


def test_a_trial_that_ends_says_so(club: People) -> None:
    club.happens("alice", "2026-02-01", MEMBERSHIP_BOUGHT, MembershipBought("plus", trial=True))
    passed, _ = advance(club.versions, club.states["alice"], club.us("2026-02-15 00:00"))
    assert passed[-1].outcome.because == [{"code": "membership.trial_over", "plan": "plus"}]


@pytest.mark.parametrize(("today", "due"), [(100, 10_00), (105, 5_00), (109, 1_00), (110, 0), (90, 10_00)])
def test_what_is_paid_back_is_for_the_days_that_are_not_over(today: int, due: int) -> None:
    assert refund_of(Membership("plus", ((100, 109, 10_00),)), today) == due
    assert refund_of(Membership("plus", ((100, 109, 10_00), (110, 119, 3_33))), today) == due + 3_33


def test_the_reasons_of_a_level_have_their_days(club: People) -> None:
    made = club.buys("alice", "2026-03-01", "A1", 100_00)
    assert (made.state.tier, iso_day(made.state.tier_since)) == ("silver", "2026-03-01")
