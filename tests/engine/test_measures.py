"""The programme promises that what a member did is kept by its own day, and that a window holds the days after its first and up to its last."""

import pytest

from engine.people import HEAD
from regulars.engine.compiling import compile_program, compile_versions
from regulars.engine.decision import Transfer
from regulars.engine.grants import add_grant, place_in, tier_follows
from regulars.engine.guests import GUEST, JOINS, guest_wallets, note_joining
from regulars.engine.measures import add_measure, add_visit, forget_old_days
from regulars.engine.passing import _next_version_on, balances
from regulars.engine.state import MemberState
from regulars.engine.state_parts import Buckets, WalletState
from regulars.engine.state_tiers import Aside, Grant
from regulars.kit.periods import NEVER
from regulars.program.reading import require

DAY = 739_700


def measured(*amounts: tuple[int, int]) -> Buckets:
    state = MemberState(measures={})
    for day, amount in amounts:
        add_measure(state, "spend", day, amount)
    return state.measures.get("spend", Buckets())


def test_amounts_stand_on_their_own_day_in_order_whenever_they_come() -> None:
    assert measured((DAY, 5), (DAY + 2, 7), (DAY + 1, 1), (DAY, 2), (DAY - 1, 9)) == Buckets([DAY - 1, DAY, DAY + 1, DAY + 2], [9, 7, 1, 7], 24)
    assert measured((DAY, 0)) == Buckets()
    assert measured((DAY, 5), (DAY, -3)) == Buckets([DAY], [2], 2)


def test_a_return_of_a_day_that_is_no_longer_kept_only_lowers_the_total() -> None:
    assert measured((DAY, 5), (DAY - 1, -3)) == Buckets([DAY], [5], 2)
    assert measured((DAY, -3)) == Buckets([], [], -3)
    assert measured((DAY, 5), (DAY + 1, -3)) == Buckets([DAY, DAY + 1], [5, -3], 2)


def test_a_visit_is_a_day() -> None:
    state = MemberState(measures={})
    for day in (DAY, DAY, DAY + 3, DAY + 1, DAY + 1, DAY, DAY - 1):
        add_visit(state, day)
    assert state.measures["visits"] == Buckets([DAY - 1, DAY, DAY + 1, DAY + 3], [1, 1, 1, 1], 4)


@pytest.mark.parametrize(("after", "until", "sum_", "days"), [(DAY - 1, DAY + 3, 15, 3), (DAY, DAY + 3, 12, 2), (DAY - 1, DAY + 2, 10, 2), (DAY + 1, DAY + 2, 7, 1), (DAY + 3, DAY + 9, 0, 0), (DAY - 5, DAY - 1, 0, 0)])
def test_a_window_holds_the_days_after_its_first_up_to_its_last(after: int, until: int, sum_: int, days: int) -> None:
    kept = Buckets([DAY, DAY + 2, DAY + 3], [3, 7, 5], 15)
    assert (kept.between(after, until), kept.days_between(after, until)) == (sum_, days)


def test_old_days_are_forgotten_and_the_total_stays() -> None:
    for before, days in ((DAY, [DAY, DAY + 2]), (DAY + 1, [DAY + 2]), (DAY + 2, [DAY + 2]), (DAY + 3, [])):
        state = MemberState(measures={"spend": Buckets([DAY, DAY + 2], [3, 7], 10), "nights": Buckets([], [], 4)})
        forget_old_days(state, before)
        assert (state.measures["spend"].days, len(state.measures["spend"].amounts), state.measures["spend"].total) == (days, len(days), 10)
        assert state.measures["nights"].total == 4


def test_what_a_member_has_is_told_with_what_is_held_and_owed_only_where_there_is_some() -> None:
    state = MemberState(wallets={"a": WalletState(5, 6), "b": WalletState(1, 2, 3, 0), "c": WalletState(0, 0, 0, 4)})
    assert balances(state) == {"a": {"active": 5, "pending": 6}, "b": {"active": 1, "pending": 2, "held": 3}, "c": {"active": 0, "pending": 0, "debt": 4}}


EARN = "wallets: {points: {activate: {after: 3 days}}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}, activate: {after: 9 days}}]\n"


def test_a_later_version_is_looked_at_on_its_first_day() -> None:
    program = require(HEAD + EARN)
    one = compile_program(program)
    noon = one.calendar.start_of(DAY) + 12 * 3_600_000_000
    several = compile_versions([(None, 1, program), (noon, 2, program), (one.calendar.start_of(DAY + 9), 3, program)])
    assert [_next_version_on(several, today) for today in (DAY - 2, DAY - 1, DAY, DAY + 1, DAY + 8, DAY + 9, DAY + 10)] == [DAY, DAY, DAY + 1, DAY + 9, DAY + 9, NEVER, NEVER]
    assert _next_version_on(one, DAY) == NEVER


def test_a_guest_joins_by_what_the_programme_says() -> None:
    earned, posted = {"points": 5}, [Transfer("points", "issued", "pending", 5, "x", 1, "base")]
    usable = [*posted, Transfer("points", "pending", "active", 5, "x", 1, "activation")]

    def joins(enrol: str, earned: dict, posted: list) -> bool:
        state, because = MemberState(guest=GUEST), []
        note_joining(state, require(f"{HEAD}enrol: {enrol}\n{EARN}"), earned, posted, because)
        assert because == ([{"code": "member.joins"}] if state.guest == JOINS else [])
        return state.guest == JOINS

    assert [joins("on_first_points", *each) for each in ((earned, posted), ({}, posted), ({"points": 0}, usable), ({"a": -1, "points": 1}, []))] == [True, False, False, True]
    assert [joins("on_first_usable_points", *each) for each in ((earned, posted), (earned, usable), ({}, usable))] == [False, True, True]
    assert not joins("on_request", earned, usable)


def test_a_guests_points_wait_for_joining_only_where_one_has_to_ask() -> None:
    assert guest_wallets(require(f"{HEAD}enrol: on_first_points\n{EARN}")) == {}
    wallet = guest_wallets(require(f"{HEAD}enrol: on_request\n{EARN}"))["points"]
    assert (wallet.active_on(DAY), wallet.activate.on, wallet.is_plain, wallet.by_rule) == (NEVER, "member.enrolled", False, {})


LEVELS = compile_program(require(f"{HEAD}{EARN}tiers: {{levels: [{{id: low}}, {{id: mid, reach: {{spend: 100}}}}, {{id: top, reach: {{spend: 900}}}}]}}\n")).every[0]


def test_the_highest_of_what_is_granted_stands_above_ones_own() -> None:
    state = MemberState(tier="low", tier_since=DAY - 9)
    mid, top = Grant("match", "mid", DAY, DAY + 9, "file"), Grant("set", "top", DAY + 1, DAY + 5, "gift")
    add_grant(state, LEVELS, mid, DAY)
    assert (state.tier, state.tier_since, state.aside.own, place_in(mid, LEVELS)) == ("mid", DAY, "low", 1)
    add_grant(state, LEVELS, top, DAY + 1)
    assert (state.tier, state.tier_since, state.aside.own) == ("top", DAY + 1, "low")
    state.aside.grants.remove(top)
    tier_follows(state, LEVELS, DAY + 6)
    assert (state.tier, state.tier_since, state.aside.own) == ("mid", DAY + 6, "low")
    state.aside.grants.remove(mid)
    tier_follows(state, LEVELS, DAY + 10)
    assert (state.tier, state.tier_since, state.aside.own if state.aside else "") == ("low", DAY + 10, "")
    exactly = MemberState(tier="low")
    for grant in (Grant("match", "top", DAY, DAY + 9, "file"), Grant("set", "mid", DAY, DAY + 9, "gift")):
        add_grant(exactly, LEVELS, grant, DAY)
    assert exactly.tier == "mid"  # what staff say, says it exactly
    add_grant(exactly, LEVELS, Grant("set", "low", DAY, DAY + 9, "oops"), DAY)
    assert (exactly.tier, [(grant.kind, grant.level) for grant in exactly.aside.grants]) == ("low", [("match", "top"), ("set", "low")])
    tracks = MemberState(tier="low")
    for note in ("a", "b", "a"):
        add_grant(tracks, LEVELS, Grant("track", "mid", DAY, DAY + 9, note), DAY)
    assert [grant.note for grant in tracks.aside.grants] == ["b", "a"]
    gone = Grant("match", "gone", DAY, DAY + 9, "file")
    assert place_in(gone, LEVELS) == 0
    assert Aside() == Aside(grants=[])
