"""The programme promises on which day a level is looked at, given a grace, and taken: each day itself and the one beside it."""

from datetime import date

import pytest

from engine.people import People
from regulars.engine.event_names import TIER_FROZEN
from regulars.engine.events_tiers import TierFrozen
from regulars.engine.ladder import inactive_on, next_anniversary, next_review_on
from regulars.engine.passing import advance
from regulars.kit.periods import NEVER, iso_day

LEVELS = "levels: [{id: regular}, {id: silver, reach: {spend: 100, within: 3 months}}, {id: gold, reach: {spend: 1000, within: 3 months}}]"
HEAD = "wallets: {points: {}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\n"


def shop(tiers: str, bought: int = 1000_00, joined: str = "2026-01-05", on: str = "2026-01-10") -> People:
    people = People(f"{HEAD}tiers: {{{tiers}, {LEVELS}}}\n")
    people.joins("alice", joined)
    people.buys("alice", on, "A1", bought)
    return people


def on(people: People, moment: str) -> tuple[str, str | None]:
    """(tier, the day a grace ends) at that moment."""
    _, state = advance(people.versions, people.states["alice"], people.us(moment))
    return state.tier, iso_day(state.grace_until) if state.grace_until else None


def passes(people: People, moment: str) -> list[dict]:
    """What time did up to that moment, in reasons."""
    passed, people.states["alice"] = advance(people.versions, people.states["alice"], people.us(moment))
    return [reason for one in passed for reason in one.outcome.because]


@pytest.mark.parametrize(
    ("review", "first"),
    [
        ("{every: month}", "2026-02-01"), ("{every: quarter}", "2026-04-01"), ("{every: half_year}", "2026-07-01"), ("{every: year}", "2027-01-01"), ("{every: day}", "2026-01-11"),
        ("{every: anniversary}", "2027-01-05"), ("{every: tier_anniversary}", "2027-01-10"), ("{on: [01-10, 03-31]}", "2026-01-11"), ("{on: [01-09]}", "2027-01-10"),
    ],
)  # fmt: skip
def test_the_next_review_is_after_today(review: str, first: str) -> None:
    people = shop(f"review: {review}")
    state, compiled = people.states["alice"], people.versions.every[0]
    assert iso_day(next_review_on(state, compiled, date(2026, 1, 10).toordinal())) == first


def test_the_lowest_level_is_never_reviewed_and_without_review_nobody_is() -> None:
    assert next_review_on(shop("review: {every: month}", 1_00).states["alice"], shop("review: {every: month}").versions.every[0], 739_000) == NEVER
    people = shop("down: {step: one}")
    assert next_review_on(people.states["alice"], people.versions.every[0], 739_000) == NEVER


@pytest.mark.parametrize(
    ("start", "today", "following"),
    [("2026-01-05", "2026-01-05", "2027-01-05"), ("2026-01-05", "2027-01-04", "2027-01-05"), ("2026-01-05", "2027-01-05", "2028-01-05"), ("2024-02-29", "2024-03-01", "2025-02-28"), ("2024-02-29", "2027-03-01", "2028-02-29")],
)
def test_an_anniversary_is_counted_from_its_own_day(start: str, today: str, following: str) -> None:
    assert iso_day(next_anniversary(date.fromisoformat(start).toordinal(), date.fromisoformat(today).toordinal())) == following


def test_a_review_looks_at_the_period_that_ended_yesterday() -> None:
    people = shop("review: {every: quarter}", on="2026-04-01")
    assert on(people, "2026-06-30 23:59") == ("gold", None)
    assert on(people, "2026-07-01 00:00") == ("gold", None)  # as of 30 June: 1 April is in its three months
    earlier = shop("review: {every: quarter}", on="2026-03-30")
    assert on(earlier, "2026-07-01 00:00") == ("silver", None)
    assert on(earlier, "2026-10-01 00:00") == ("regular", None)


def test_a_full_step_falls_to_the_highest_level_that_still_holds() -> None:
    people = shop("review: {every: quarter}, down: {step: full}")
    people.buys("alice", "2026-04-20", "A2", 100_00)
    assert on(people, "2026-07-01 00:00") == ("silver", None)
    assert on(shop("review: {every: quarter}, down: {step: full}"), "2026-07-01 00:00") == ("regular", None)


def test_a_grace_ends_with_its_last_day_and_a_purchase_before_cancels_it() -> None:
    people = shop("review: {every: quarter}, down: {grace: 30 days}")
    assert on(people, "2026-07-01 00:00") == ("gold", "2026-07-31")
    assert on(people, "2026-07-30 23:59") == ("gold", "2026-07-31")
    assert on(people, "2026-07-31 00:00") == ("silver", None)
    because = people.buys("alice", "2026-07-30 23:59", "A2", 1000_00).outcome.because
    assert {"code": "tier.grace_cancelled", "tier": "gold"} in because
    assert on(people, "2026-07-31 00:00") == ("gold", None)


def test_a_purchase_that_is_too_small_cancels_no_grace() -> None:
    people = shop("review: {every: quarter}, down: {grace: 30 days}")
    people.buys("alice", "2026-07-30", "A2", 999_99)
    assert on(people, "2026-07-31 00:00") == ("silver", None)


def test_a_grace_may_last_to_the_end_of_its_month() -> None:
    assert on(shop("review: {every: quarter}, down: {grace: {for: 30 days, round_to: month}}"), "2026-07-01 00:00") == ("gold", "2026-08-01")
    assert on(shop("review: {every: quarter}, down: {grace: {for: 31 days, round_to: month}}"), "2026-07-01 00:00") == ("gold", "2026-08-01")
    assert on(shop("review: {every: quarter}, down: {grace: {for: 32 days, round_to: month}}"), "2026-07-01 00:00") == ("gold", "2026-09-01")


def test_a_review_says_what_it_found() -> None:
    people = shop("review: {every: quarter}")
    measured = [{"measure": "spend", "have": "1000.00", "need": "1000.00", "within": "3 months", "met": True}]
    assert passes(people, "2026-04-01 00:00") == [{"code": "tier.kept", "tier": "gold", "measured": measured}]
    down = [{**measured[0], "have": "0.00", "met": False}]
    assert passes(people, "2026-07-01 00:00") == [{"code": "tier.down", "from": "gold", "to": "silver", "measured": down}]


def test_a_review_every_day_speaks_only_when_it_changes_something() -> None:
    people = shop("review: {every: day}")
    codes = [(reason["code"], reason["to"]) for reason in passes(people, "2026-06-01 00:00")]
    assert codes == [("tier.down", "silver"), ("tier.down", "regular")]
    assert on(shop("review: {every: day}"), "2026-04-10 23:59") == ("gold", None)  # its window ends before 11 January
    assert on(shop("review: {every: day}"), "2026-04-11 00:00") == ("silver", None)
    assert on(shop("review: {every: day}"), "2026-04-12 00:00") == ("regular", None)


def test_a_level_is_never_taken_below_its_floor() -> None:
    people = People(f"{HEAD}tiers: {{review: {{every: quarter}}, levels: [{{id: regular}}, {{id: silver, reach: {{spend: 100, within: 1 month}}}}, {{id: gold, reach: {{spend: 1000, within: 1 month}}, floor: silver}}]}}\n")
    people.joins("alice", "2026-01-05")
    people.buys("alice", "2026-01-10", "A1", 1000_00)
    assert on(people, "2026-04-01 00:00") == ("silver", None)
    kept = People(f"{HEAD}tiers: {{review: {{every: quarter}}, levels: [{{id: regular}}, {{id: gold, reach: {{spend: 1000, within: 1 month}}, floor: gold}}]}}\n")
    kept.joins("alice", "2026-01-05")
    kept.buys("alice", "2026-01-10", "A1", 1000_00)
    because = passes(kept, "2026-04-01 00:00")
    assert [(reason["code"], reason["from"], reason["to"]) for reason in because] == [("tier.at_floor", "gold", "gold")]


def test_inactivity_acts_after_the_whole_time_and_again_after_as_long() -> None:
    people = shop("review: {every: year}, down: {inactive_for: 3 months}")
    assert iso_day(inactive_on(people.states["alice"], people.versions.every[0], date(2026, 1, 10).toordinal())) == "2026-04-11"
    assert on(people, "2026-04-10 23:59") == ("gold", None)
    assert on(people, "2026-04-11 00:00") == ("silver", None)
    assert on(people, "2026-07-10 23:59") == ("silver", None)
    assert on(people, "2026-07-11 00:00") == ("regular", None)
    assert [reason["code"] for reason in passes(people, "2026-07-11 00:00")] == ["tier.inactive", "tier.inactive"]


def test_whoever_was_frozen_has_the_whole_time_again() -> None:
    people = shop("review: {every: year}, down: {inactive_for: 3 months}")
    people.happens("alice", "2026-02-01", TIER_FROZEN, TierFrozen(date(2026, 2, 28).toordinal(), "leave", "Mei"))
    assert on(people, "2026-05-28 23:59") == ("gold", None)
    assert on(people, "2026-05-29 00:00") == ("silver", None)


def test_a_soft_landing_ends_with_its_last_day() -> None:
    people = shop("review: {every: quarter}, down: {soft_landing: {for: 20 days}}")
    because = passes(people, "2026-07-01 00:00")
    assert because[-1] == {"code": "tier.soft_landing", "tier": "gold", "until": "2026-07-20", "keep": ["multiplier"]}


def test_nobody_climbs_past_what_holds_and_one_step_goes_all_the_way() -> None:
    people = shop("review: {every: quarter}", bought=99_99)
    assert people.states["alice"].tier == "regular"
    made = people.buys("alice", "2026-01-11", "A2", 1)
    assert (made.state.tier, made.state.tier_since) == ("silver", date(2026, 1, 11).toordinal())
    assert {"code": "tier.up", "from": "regular", "to": "silver"} in made.outcome.because
    top = shop("review: {every: quarter}").states["alice"]
    assert (top.tier, top.tier_since) == ("gold", date(2026, 1, 10).toordinal())
