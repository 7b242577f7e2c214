"""The programme promises from which day points are usable and to the end of which day: the worked days of docs/reference/programme.md, and those beside them."""

from datetime import date

import pytest

from regulars.engine.compiling import compile_program
from regulars.engine.wallets import CompiledWallet
from regulars.kit.periods import NEVER, Duration, iso_day
from regulars.program.reading import require

HEAD = "program: club\ncurrency: {code: CNY, minor_digits: 2}\ntimezone: Asia/Shanghai\n"
LADDER = "tiers: {levels: [{id: regular}, {id: silver, reach: {spend: 100}}, {id: gold, reach: {spend: 1000}}]}\n"
EARN = "earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\n"


def wallet(keys: str, earn: str = EARN) -> CompiledWallet:
    return compile_program(require(f"{HEAD}wallets: {{points: {{{keys}}}}}\n{LADDER}{earn}")).every[0].wallets["points"]


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def last(keys: str, earned: str, active: str = "", activity: str = "", level: int = 0) -> str | None:
    on = day(earned)
    return iso_day(wallet(keys).until(on, day(active) if active else on, day(activity) if activity else 0, level))


@pytest.mark.parametrize(
    ("expire", "earned", "expected"),
    [
        ("never", "2026-03-10", None),
        ("{rolling: 1 year}", "2026-03-10", "2027-03-10"),
        ("{rolling: 1 year}", "2024-02-29", "2025-02-28"),
        ("{rolling: 30 days}", "2026-03-10", "2026-04-09"),
        ("{rolling: 1 month}", "2026-01-31", "2026-02-28"),
        ("{rolling: 1 year, round_to: month}", "2026-03-10", "2027-03-31"),
        ("{rolling: 1 year, round_to: quarter}", "2026-02-10", "2027-03-31"),
        ("{rolling: 1 year, round_to: year}", "2026-03-10", "2027-12-31"),
        ("{calendar: [12-31]}", "2026-12-31", "2026-12-31"),
        ("{calendar: [12-31], after: 1 year}", "2026-03-10", "2027-12-31"),
        ("{calendar: [06-30, 12-31]}", "2026-06-30", "2026-06-30"),
        ("{calendar: [06-30, 12-31]}", "2026-07-01", "2026-12-31"),
        ("{calendar: [03-31], after: 90 days}", "2026-12-31", "2027-03-31"),
        ("{calendar: [03-31], after: 90 days}", "2027-01-01", "2028-03-31"),
    ],
)
def test_the_last_day(expire: str, earned: str, expected: str | None) -> None:
    assert last(f"expire: {expire}", earned) == expected


def test_a_life_may_count_from_the_day_points_become_usable() -> None:
    keys = "activate: {after: 14 days}, expire: {rolling: 1 month, from: activation}"
    assert last(keys, "2026-03-10", active="2026-03-24") == "2026-04-24"
    assert wallet(keys).until(day("2026-03-10"), NEVER, 0) == NEVER
    assert wallet("activate: {on: stay.completed}, expire: {rolling: 1 month, from: activation, round_to: month}").until(day("2026-03-10"), NEVER, 0) == NEVER
    assert last("activate: {after: 14 days}, expire: {rolling: 1 month}", "2026-03-10", active="2026-03-24") == "2026-04-10"


def test_a_life_that_has_not_begun_has_no_end_however_long_it_will_be() -> None:
    for rest in ("", ", extend: {silver: 7 days}", ", round_to: month", ", round_to: month, extend: {silver: 7 days}"):
        keys = f"activate: {{on: stay.completed}}, expire: {{rolling: 30 days, from: activation{rest}}}"
        assert wallet(keys).until(day("2026-03-10"), NEVER, 0, 1) == NEVER


def test_a_lot_knows_both_its_days() -> None:
    on = day("2026-03-10")
    from_activation = "expire: {rolling: 30 days, from: activation}"
    assert wallet(from_activation).lot_of("", on, 0, 0) == (day("2026-04-09"), 0)
    assert wallet(f"activate: {{after: 5 days}}, {from_activation}").lot_of("", on, 0, 0) == (day("2026-04-14"), day("2026-03-15"))
    assert wallet("expire: {sliding: 1 year, extend: {gold: 1 month}}").lot_of("", on, day("2026-05-01"), 2) == (day("2027-06-01"), 0)


@pytest.mark.parametrize(
    ("expire", "until", "activity", "expected"),
    [
        ("{sliding: 1 year}", "2027-03-10", "2026-05-01", "2027-05-01"),
        ("{sliding: 1 year}", "2028-01-01", "2026-05-01", "2027-05-01"),  # nothing but activity decides
        ("{sliding: 1 year, extend: {gold: 1 year}}", "2028-03-10", "2026-05-01", "2028-03-10"),  # what a level has given stays
        ("{sliding: 1 year, extend: {gold: 1 year}}", "2027-03-10", "2026-05-01", "2027-05-01"),
        ("{sliding: 1 year, reinstate: {within: 30 days, for: 30 days}}", "2028-03-10", "2026-05-01", "2028-03-10"),
        ("{rolling: 1 year}", "2027-03-10", "2028-05-01", "2027-03-10"),
        ("{rolling: 1 year, activity: {keeps: 14 months, at_most: 2 years}}", "2027-03-10", "2026-05-01", "2027-07-01"),
        ("{rolling: 1 year, activity: {keeps: 14 months, at_most: 2 years}}", "2028-06-01", "2026-05-01", "2028-06-01"),
        ("{rolling: 1 year, activity: {keeps: 14 months, at_most: 2 years}}", "2027-03-10", "2027-05-01", "2028-03-10"),
        ("{rolling: 1 year, round_to: quarter, activity: {keeps: 14 months, at_most: 2 years}}", "2027-03-31", "2026-05-01", "2027-09-30"),
    ],
)  # fmt: skip
def test_activity_moves_the_last_day_of_a_lot(expire: str, until: str, activity: str, expected: str) -> None:
    """Points earned on 10 March 2026."""
    assert iso_day(wallet(f"expire: {expire}").slid(day(until), day("2026-03-10"), day(activity))) == expected


@pytest.mark.parametrize(("activity", "expected"), [("", "2027-03-10"), ("2026-01-01", "2027-03-10"), ("2026-05-01", "2027-05-01"), ("2029-01-01", "2029-03-10")])
def test_a_sliding_life_follows_activity_up_to_its_most(activity: str, expected: str) -> None:
    assert last("expire: {sliding: 1 year, at_most: 3 years}", "2026-03-10", activity=activity) == expected


@pytest.mark.parametrize(("activity", "expected"), [("", "2027-03-10"), ("2026-03-10", "2027-03-10"), ("2026-09-10", "2027-03-10"), ("2026-09-11", "2027-03-11"), ("2028-01-05", "2028-03-10")])
def test_activity_keeps_a_rolling_life_alive_and_never_shortens_it(activity: str, expected: str) -> None:
    assert last("expire: {rolling: 1 year, activity: {keeps: 6 months, at_most: 2 years}}", "2026-03-10", activity=activity) == expected


def test_what_activity_keeps_is_rounded_as_the_life_is() -> None:
    assert last("expire: {rolling: 1 year, round_to: month, activity: {keeps: 6 months, at_most: 2 years}}", "2026-03-10", activity="2026-11-05") == "2027-05-31"


def test_a_level_may_lengthen_the_life() -> None:
    keys = "expire: {rolling: 1 year, extend: {silver: 1 month, gold: 6 months}}"
    assert [last(keys, "2026-03-10", level=level) for level in (0, 1, 2)] == ["2027-03-10", "2027-04-10", "2027-09-10"]
    assert last("expire: {calendar: [12-31], extend: {gold: 3 months}}", "2026-03-10", level=2) == "2027-03-31"
    assert last("expire: {rolling: 1 year, round_to: month, extend: {gold: 1 month}}", "2026-03-10", level=2) == "2027-04-30"


@pytest.mark.parametrize(
    ("activate", "expected"),
    [
        ("immediately", 0),
        ("{after: 7 days}", day("2026-03-17")),
        ("{after: 1 month}", day("2026-04-10")),
        ("{from: 2026-03-11}", day("2026-03-11")),
        ("{from: 2026-03-10}", 0),
        ("{from: 2026-03-09}", 0),
        ("{on: stay.completed}", NEVER),
        ("{on: order.delivered, after: 14 days, at_most: 60 days}", day("2026-05-09")),
    ],
)
def test_the_first_day(activate: str, expected: int) -> None:
    assert wallet(f"activate: {activate}").active_on(day("2026-03-10")) == expected


@pytest.mark.parametrize(
    ("keys", "plain", "merges", "named"),
    [
        ("", True, True, False),
        ("burn: oldest", True, False, False),
        ("activate: {after: 7 days}", True, True, False),
        ("activate: {from: 2026-12-25}", False, True, False),
        ("activate: {on: stay.completed}", True, True, False),
        ("activate: {on: order.delivered}", False, True, False),
        ("activate: {on: stay.completed, after: 2 days}", False, True, False),
        ("activate: {on: stay.completed}, expire: {rolling: 1 year, from: activation}", True, False, True),
        ("expire: {rolling: 1 year, from: activation}", True, True, False),
        ("expire: {sliding: 1 year}", True, False, True),
        ("expire: {rolling: 1 year, activity: {keeps: 6 months, at_most: 2 years}}", True, False, True),
    ],
)
def test_lots_are_kept_apart_where_their_days_move(keys: str, plain: bool, merges: bool, named: bool) -> None:
    made = wallet(keys)
    assert (made.is_plain, made.merges_by_expiry, made.named_by_earning) == (plain, merges, named)


def test_each_line_and_each_rule_may_have_an_activation_of_its_own() -> None:
    earn = "earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}, {id: later, on: order.paid, points: 5, activate: {after: 3 days}}]\n"
    made = wallet("activate: [{when: {line.category: tv}, after: 14 days}, {after: 2 days}]", earn)
    assert made.keys == ("", "0", "rule:later")
    on = day("2026-03-10")
    assert [made.lot_of(key, on, 0, 0)[1] - on for key in made.keys] == [2, 14, 3]
    assert not made.is_plain
    assert made.activation("rule:later").after == Duration(days=3)


def test_an_event_that_any_of_the_activations_waits_for_moves_last_days() -> None:
    by_line = "activate: [{when: {line.category: tv}, on: stay.completed}, {after: 2 days}]"
    assert wallet(f"{by_line}, expire: {{rolling: 1 year, from: activation}}").named_by_earning
    assert not wallet(f"{by_line}, expire: {{rolling: 1 year}}").named_by_earning


def test_which_activity_counts_whose_midnight_and_which_levels_have_more() -> None:
    assert [wallet(keys).spendable for keys in ("", "kind: spendable", "kind: qualifying")] == [True, True, False]
    assert wallet("expire: {sliding: 1 year, on: [order.paid]}").slides_on == {"order.paid"}
    assert wallet("expire: {rolling: 1 year, activity: {keeps: 6 months, at_most: 2 years, on: [points.redeemed]}}").slides_on == {"points.redeemed"}
    assert wallet("expire: {rolling: 1 year}").slides_on == frozenset()
    assert [wallet(f"expire: {{rolling: 1 year{midnight}}}").own_midnight for midnight in ("", ", midnight: member")] == [False, True]
    month, year = Duration(months=1), Duration(months=12)
    assert wallet("expire: {rolling: 1 year, extend: {silver: 1 month, gold: 1 year}}").extends == (None, month, year)
    assert wallet("expire: {rolling: 1 year, reinstate: {within: {regular: 1 month, gold: 1 year}, for: 30 days}}").within == (month, None, year)
    assert wallet("expire: {rolling: 1 year, reinstate: {within: 1 month, for: 30 days}}").within == (month, month, month)


def test_what_points_may_pay_is_counted_in_the_wallets_unit() -> None:
    paying = wallet("scale: 1, point_value: 0.05, redeem: {min: 10, max: 50.5, step: 0.5, share_of_order: 0.25}").paying
    assert (paying.least, paying.most, paying.step, paying.share, paying.worth) == (100, 505, 5, 0.25, 0.5)
    nothing = wallet("").paying
    assert (nothing.least, nothing.most, nothing.step, nothing.share, nothing.worth) == (0, 0, 0, 0, 0)
