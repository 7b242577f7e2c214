"""The programme promises that a level's criterion holds from exactly what it asks, in exactly the days it names."""

from datetime import date
from decimal import Decimal

import pytest

from regulars.engine.criteria import (
    Progress,
    Score,
    asked_measures,
    before_window,
    compile_criterion,
    longest_window_days,
    measured_parts,
    plain,
    reader,
    score_of,
    smallest_unit,
    unit_digits,
    window_text,
)
from regulars.engine.state import MemberState
from regulars.engine.state_parts import Buckets
from regulars.engine.state_tiers import Aside
from regulars.kit.periods import Duration
from regulars.program.document import Program
from regulars.program.document_tiers import Measured, Window
from regulars.program.reading import require

HEAD = "program: club\ncurrency: {code: CNY, minor_digits: 2}\ntimezone: Asia/Shanghai\nwallets: {points: {}, growth: {kind: qualifying, scale: 1}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}, {id: up, on: order.paid, points: {per: 1, give: 1}, wallet: growth}]\n"
SCORE = "tier_score: {within: 1 year, terms: [{spend: 1, per: 100, at_most: 2.5}, {visits: 1.5}, {nights: 4, within: calendar_year}]}\n"
ANY_LEVEL = "tiers: {levels: [{id: low}, {id: high, reach: {spend: 1}}]}\n"
TODAY = date(2026, 3, 10).toordinal()
YEAR = Window("rolling", Duration(months=12))


def shop(reach: str = "{spend: 100}", extra: str = "") -> Program:
    return require(f"{HEAD}{extra}tiers: {{levels: [{{id: low}}, {{id: high, reach: {reach}}}]}}\n")


def reach_of(program: Program):
    return program.tiers.levels[1].reach


def member(**measures: dict[str, int]) -> MemberState:
    """measure=…: {day: amount}"""
    state = MemberState(enrolled_on=1, tier="low")
    for name, days in measures.items():
        ordinals = [date.fromisoformat(day).toordinal() for day in days]
        state.measures[name] = Buckets(ordinals, list(days.values()), sum(days.values()))
    return state


@pytest.mark.parametrize(
    ("reach", "have", "holds"),
    [
        ("{spend: 100}", {"spend": {"2020-01-01": 99_99}}, False),
        ("{spend: 100}", {"spend": {"2020-01-01": 100_00}}, True),
        ("{spend: 100, within: 1 month}", {"spend": {"2026-02-10": 100_00}}, False),
        ("{spend: 100, within: 1 month}", {"spend": {"2026-02-11": 100_00}}, True),
        ("{spend: 100, within: 30 days}", {"spend": {"2026-02-08": 100_00}}, False),
        ("{spend: 100, within: 30 days}", {"spend": {"2026-02-09": 60_00, "2026-03-10": 40_00}}, True),
        ("{spend: 100, within: 30 days}", {"spend": {"2026-02-09": 60_00, "2026-03-11": 40_00}}, False),
        ("{spend: 100, within: calendar_year}", {"spend": {"2025-12-31": 100_00}}, False),
        ("{spend: 100, within: calendar_year}", {"spend": {"2026-01-01": 100_00}}, True),
        ("{visits: 2}", {"visits": {"2026-01-01": 1, "2026-01-02": 1}}, True),
        ("{visits: 2, within: 1 year}", {"visits": {"2026-01-01": 1}}, False),
        ("{visits: 2, within: 1 year}", {"visits": {"2026-01-01": 1, "2026-01-02": 1}}, True),
        ("{nights: 2.5}", {"nights": {"2026-01-01": 2_499}}, False),
        ("{nights: 2.5}", {"nights": {"2026-01-01": 2_500}}, True),
        ("{points.growth: 10.5}", {"points.growth": {"2026-01-01": 104}}, False),
        ("{points.growth: 10.5}", {"points.growth": {"2026-01-01": 105}}, True),
        ("{events.order.paid: 3}", {"events.order.paid": {"2026-01-01": 3}}, True),
        ("{any: [{spend: 100}, {visits: 2}]}", {"visits": {"2026-01-01": 1, "2026-01-02": 1}}, True),
        ("{all: [{spend: 100}, {visits: 2}]}", {"visits": {"2026-01-01": 1, "2026-01-02": 1}}, False),
        ("{all: [{visits: 1}, {not: {spend: 100}}]}", {"visits": {"2026-01-01": 1}, "spend": {"2026-01-01": 99_99}}, True),
        ("{all: [{visits: 1}, {not: {spend: 100}}]}", {"visits": {"2026-01-01": 1}, "spend": {"2026-01-01": 100_00}}, False),
        ("{spend: 1}", {}, False),
        ("{spend: 1, within: 1 year}", {}, False),
    ],
)
def test_the_amount_and_the_days_it_names_count_themselves(reach: str, have: dict, holds: bool) -> None:
    program = shop(reach)
    assert compile_criterion(reach_of(program), program)(member(**have), TODAY) is holds


def test_a_threshold_between_two_units_asks_for_the_next() -> None:
    program = shop()
    asks = {measure: smallest_unit(Measured(measure, Decimal(need)), program) for measure, need in (("spend", "0.101"), ("visits", "1.5"), ("nights", "0.0001"), ("points.growth", "1.01"))}
    assert asks == {"spend": 11, "visits": 2, "nights": 1, "points.growth": 11}
    assert {measure: unit_digits(measure, program) for measure in ("spend", "visits", "events.checkin", "points.growth", "points.points", "points.gone", "stays", "score")} == {
        "spend": 2, "visits": 0, "events.checkin": 0, "points.growth": 1, "points.points": 0, "points.gone": 0, "stays": 3, "score": 3,
    }  # fmt: skip
    assert unit_digits("score", shop("{score: 1}", SCORE)) == 0


@pytest.mark.parametrize(
    ("window", "first"),
    [(Window("rolling", Duration(months=1)), date(2026, 2, 11)), (Window("rolling", Duration(days=7)), date(2026, 3, 4)), (Window("calendar_year"), date(2026, 1, 1))],
)
def test_the_day_before_a_window_is_out_of_it(window: Window, first: date) -> None:
    assert date.fromordinal(before_window(window, TODAY) + 1) == first


def test_frozen_days_are_left_out_of_a_window_where_the_programme_says_so() -> None:
    have = {"spend": {"2026-01-25": 100_00}}
    for windows, holds in (("extended", True), ("unchanged", False)):
        program = require(f"{HEAD}tiers: {{freeze: {{windows: {windows}}}, levels: [{{id: low}}, {{id: high, reach: {{spend: 100, within: 1 month}}}}]}}\n")
        state = member(**have)
        state.aside = Aside()
        state.aside.frozen = [(TODAY - 40, TODAY - 11)]
        assert compile_criterion(reach_of(program), program)(state, TODAY) is holds


def test_a_mission_counts_from_the_day_it_was_asked_for() -> None:
    program = shop("{spend: 100, within: 30 days}")
    criterion, state = reach_of(program), member(spend={"2026-02-20": 60_00, "2026-03-01": 40_00})
    state.aside = Aside()
    for asked_before, have in ((date(2026, 2, 19), 100_00), (date(2026, 2, 20), 40_00), (date(2020, 1, 1), 100_00)):
        state.aside.tracks = {"quick": (asked_before.toordinal(), TODAY + 5)}
        assert reader(criterion, program, "quick")(state, TODAY) == have
        assert reader(criterion, program)(state, TODAY) == 100_00
        assert reader(criterion, program, "slow")(state, TODAY) == 100_00


def test_a_score_caps_each_term_and_rounds_the_sum_down_once() -> None:
    """2.5 (of 2.6) + 3 + 4 × 0.6 = 7.9; last year's night counts for nothing in the calendar year."""
    program = shop("{score: 7}", SCORE)
    state = member(spend={"2025-03-11": 200_00, "2026-01-05": 60_00}, visits={"2025-03-11": 1, "2026-01-05": 1}, nights={"2025-12-31": 5_000, "2026-01-05": 600})
    score = score_of(reach_of(program), program)
    assert score.of(state, TODAY) == 7
    assert score.of(state, TODAY + 1) == 4  # 11 March of last year is out: 0.6 + 1.5 + 2.4
    shares = score.shares(state, TODAY)
    assert shares == [{"measure": "spend", "have": "260.00", "score": 2}, {"measure": "visits", "have": "2", "score": 3}, {"measure": "nights", "have": "0.6", "score": 2}]
    assert sum(int(share["score"]) for share in shares) == 7


def test_less_than_nothing_counts_as_nothing_in_a_score() -> None:
    program = shop("{score: 1}", SCORE)
    assert score_of(reach_of(program), program).of(member(spend={"2026-01-05": -500_00}, visits={"2026-01-05": 1}), TODAY) == 1


def test_a_criterion_may_count_the_score_in_a_window_of_its_own() -> None:
    program = shop("{score: 3, within: 30 days}", SCORE)
    state = member(visits={"2026-01-05": 1, "2026-03-01": 1, "2026-03-02": 1}, nights={"2025-12-31": 9_000})
    assert reader(reach_of(program), program)(state, TODAY) == 3
    assert Score(program.tier_score, program, None).of(state, TODAY) == 4
    with pytest.raises(ValueError, match="no tier_score"):
        score_of(reach_of(program), shop())


def test_the_measures_of_a_criterion_are_named_in_the_documents_order() -> None:
    program = shop("{any: [{visits: 1}, {not: {all: [{nights: 1}, {spend: 5, within: 2 years}]}}, {score: 3}]}", SCORE)
    criterion = reach_of(program)
    assert [part.measure for part in measured_parts(criterion)] == ["visits", "nights", "spend", "score"]
    assert asked_measures(criterion, program) == {"visits", "nights", "spend", "score"}
    assert asked_measures(reach_of(shop("{score: 3}", SCORE)), program) == {"score", "spend", "visits", "nights"}
    assert asked_measures(reach_of(shop("{visits: 3}", SCORE)), program) == {"visits"}
    assert longest_window_days(criterion, program) == 24 * 31
    assert longest_window_days(reach_of(shop("{visits: 1, within: 7 days}")), shop()) == 7
    assert longest_window_days(reach_of(shop("{visits: 1}")), shop()) == 366
    assert longest_window_days(reach_of(shop("{score: 1, within: 7 days}", SCORE)), shop("{score: 1}", SCORE)) == 12 * 31


def test_how_far_somebody_is_says_have_and_need_in_the_documents_units() -> None:
    program = shop("{any: [{spend: 100, within: 1 year}, {nights: 2.50, within: calendar_year}, {visits: 3}]}")
    state = member(spend={"2026-01-05": 99_90}, nights={"2026-01-05": 2_500}, visits={"2026-01-05": 1})
    progress = Progress(reach_of(program), program)
    assert progress.how == "any"
    assert progress.of(state, TODAY) == [
        {"measure": "spend", "have": "99.90", "need": "100.00", "within": "1 year", "met": False},
        {"measure": "nights", "have": "2.5", "need": "2.5", "within": "calendar_year", "met": True},
        {"measure": "visits", "have": "1", "need": "3", "within": "lifetime", "met": False},
    ]
    assert Progress(reach_of(shop("{all: [{spend: 1}, {visits: 1}]}")), shop()).how == "all"
    assert Progress(reach_of(shop("{spend: 1}")), shop()).how == "all"


def test_how_far_a_score_is_names_its_terms_and_its_window() -> None:
    program = shop("{score: 7}", SCORE)
    (one,) = Progress(reach_of(program), program).of(member(visits={"2026-01-05": 1}), TODAY)
    assert (one["have"], one["need"], one["within"], one["met"]) == ("1", "7", "1 year", False)
    assert [term["score"] for term in one["terms"]] == [0, 1, 0]
    own = shop("{score: 7, within: 30 days}", SCORE)
    assert Progress(reach_of(own), own).of(member(), TODAY)[0]["within"] == "30 days"


@pytest.mark.parametrize(("value", "digits", "measure", "text"), [(1230, 2, "spend", "12.30"), (12300, 3, "nights", "12.3"), (12000, 3, "nights", "12"), (5, 0, "visits", "5"), (0, 3, "nights", "0"), (100, 1, "points.growth", "10")])
def test_money_keeps_its_digits_and_the_rest_drops_zeros(value: int, digits: int, measure: str, text: str) -> None:
    assert plain(value, digits, measure) == text


def test_a_window_reads_as_it_is_written() -> None:
    assert [window_text(window) for window in (YEAR, Window("calendar_year"), Window(), Window("rolling", Duration(days=30)))] == ["1 year", "calendar_year", "lifetime", "30 days"]
