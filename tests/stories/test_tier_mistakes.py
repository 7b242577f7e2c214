"""What other systems get wrong about tiers, told as dated lines (the engine and the naive calculator agree on each)."""

from engine.pair import at
from engine.story import HEAD, Story

from regulars.engine.compiling import compile_versions
from regulars.engine.deciding import decide
from regulars.engine.event_names import ENROLLED, ORDER_PAID, REDEEMED
from regulars.engine.events import Event, Line, MemberEnrolled, OrderPaid, PointsRedeemed
from regulars.engine.passing import advance
from regulars.engine.state import MemberState
from regulars.program.document import Program
from regulars.program.reading import require

LADDER = """
tiers:
  review: {every: quarter}
  levels:
    - {id: regular}
    - {id: silver, reach: {spend: 500, within: 1 year}, multiplier: 1.5}
    - {id: gold, reach: {spend: 1500, within: 1 year}, multiplier: 2}
    - {id: diamond, reach: {spend: 5000, within: 1 year}, multiplier: 3}
"""


# ---- the wrong tier is chosen


def test_the_threshold_itself_counts_and_a_cent_below_does_not():
    Story(LADDER).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 499.99
        2026-01-06 has regular
        2026-01-07 buys o2 0.01
        2026-01-07 has silver
    """)


def test_the_highest_level_reached_is_chosen_not_the_first_or_the_last_that_fits():
    Story(LADDER).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 1500.00
        2026-01-06 has gold
    """)


def test_the_order_that_lifts_earns_by_the_level_before_it_and_the_next_by_the_new_one():
    Story(LADDER).play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 500.00
        2026-01-06 has 500, silver
        2026-01-07 buys o2 100.00
        2026-01-07 has 650
    """)


def test_an_order_that_comes_late_is_measured_on_its_own_day():
    """1 January 2026 lies outside the year that ends on 2 January 2027."""
    Story(LADDER).play("""
        2025-12-31 Alice joins
        2026-01-01 buys o1 300.00
        2027-01-02 buys o2 300.00
        2027-01-02 has regular
        2026-01-03 buys o3 200.00
        2027-01-02 has silver
    """)


# ---- spending points demotes


def test_points_that_are_spent_never_take_a_level_away():
    Story("""
wallets: {points: {}, growth: {kind: qualifying}}
tiers:
  review: {every: day}
  levels:
    - {id: regular}
    - {id: silver, reach: {any: [{points.points: 100, within: 1 year}, {points.growth: 1000, within: 1 year}]}}
earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]
""").play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-01-06 has 100, silver
        2026-01-07 spends 100
        2026-01-07 has 0, silver
        2026-06-30 has 0, silver
    """)


def test_points_that_lapse_never_take_a_level_away_before_their_window_ends():
    Story("""
wallets: {points: {expire: {rolling: 1 month}}}
tiers: {review: {every: day}, levels: [{id: regular}, {id: silver, reach: {points.points: 100, within: 6 months}}]}
earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]
""").play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-03-01 has 0, silver
        2026-07-06 has silver
        2026-07-07 has regular
    """)


# ---- levels, several point kinds with names of their own, points in proportion


def test_levels_points_in_proportion_and_growth_beside_them():
    Story("""
wallets: {points: {name: 米粒}, growth: {kind: qualifying, name: 成长值}}
tiers:
  levels:
    - {id: regular}
    - {id: vip, name: 贵宾, reach: {points.growth: 30, within: lifetime}, multiplier: 1.2}
earn:
  - {id: base, on: order.paid, points: {per: 100, give: 5}}
  - {id: growth, on: order.paid, points: {per: 10, give: 1}, wallet: growth}
""").play("""
        2026-01-05 Alice joins
        2026-01-06 buys o1 299.99
        2026-01-06 has 14, 29 growth, regular
        2026-01-07 buys o2 10.00
        2026-01-07 has 14, 30 growth, vip
        2026-01-08 buys o3 100.00
        2026-01-08 has 20, 42 growth, vip
    """)


# ---- a rule and a threshold are edited together; a redemption stands in the way


def _plays(before: str, after: str, since: str, events: list[tuple[str, str, object]]) -> tuple[MemberState, list[tuple[str, int, str]]]:
    """Under ``before``, and from ``since`` on under ``after``: (what, points it earned, tier after) of each event."""
    old, new = _program(before), _program(after)
    versions = compile_versions([(None, 1, old), (at(old, since), 2, new)])
    state, told = None, []
    for number, (when, type, data) in enumerate(events):
        step = decide(versions, state, Event(f"e{number}", "till", type, at(old, when), data))
        state = step.decision.state
        told.append((type, step.decision.outcome.earned.get("points", 0), step.decision.outcome.tier))
    assert state is not None
    _, state = advance(versions, state, at(old, "2027-01-01 12:00"))
    return state, told


def _program(text: str) -> Program:
    return require(f"{HEAD}wallets: {{points: {{}}}}\n{text}")


def _order(id: str, yuan: int) -> OrderPaid:
    return OrderPaid(id, (Line(1, "tea", 1000, yuan * 100),))


def test_a_rule_and_a_threshold_changed_in_one_version_count_from_one_moment():
    old = "tiers: {levels: [{id: regular}, {id: silver, reach: {spend: 500}, multiplier: 2}]}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\n"
    new = old.replace("spend: 500", "spend: 300").replace("give: 1", "give: 3")
    _, told = _plays(
        old,
        new,
        "2026-06-01 00:00",
        [
            ("2026-01-05 12:00", ENROLLED, MemberEnrolled()),
            ("2026-05-31 23:59", ORDER_PAID, _order("o1", 300)),  # the old rate, the old threshold
            ("2026-06-01 00:00", ORDER_PAID, _order("o2", 10)),  # the new rate; the level it reaches counts from the next
            ("2026-06-01 00:01", ORDER_PAID, _order("o3", 10)),  # the new rate, twice
        ],
    )
    assert told[1:] == [(ORDER_PAID, 300, "regular"), (ORDER_PAID, 30, "silver"), (ORDER_PAID, 60, "silver")]


def test_a_redemption_never_stands_between_an_order_and_its_level():
    """The level is looked at after every event: the order lifts first, and what is spent afterwards changes nothing of it."""
    one = "tiers: {levels: [{id: regular}, {id: silver, reach: {points.points: 100}}]}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\n"
    _, told = _plays(
        one,
        one,
        "2026-06-01 00:00",
        [
            ("2026-01-05 12:00", ENROLLED, MemberEnrolled()),
            ("2026-01-06 12:00", ORDER_PAID, _order("o1", 100)),
            ("2026-01-06 12:00", REDEEMED, PointsRedeemed(100)),
        ],
    )
    assert [tier for _, _, tier in told] == ["regular", "silver", "silver"]


def test_a_score_is_counted_by_the_formula_of_the_version_in_force():
    """The new formula forgets visits: the level reached by coming often is looked at by it at the next review."""
    old = "tiers: {review: {every: month}, levels: [{id: regular}, {id: silver, reach: {score: 20}}]}\ntier_score: {within: 1 year, terms: [{visits: 10}, {spend: 1, per: 100}]}\n"
    new = old.replace("{visits: 10}, ", "")
    events = [("2026-01-05 12:00", ENROLLED, MemberEnrolled()), ("2026-01-06 12:00", ORDER_PAID, _order("o1", 10)), ("2026-01-07 12:00", ORDER_PAID, _order("o2", 10))]
    kept, told = _plays(old, old, "2026-03-15 00:00", events)
    assert (told[-1][2], kept.tier) == ("silver", "silver")
    changed, _ = _plays(old, new, "2026-03-15 00:00", events)
    assert changed.tier == "regular"
    assert changed.aside is None
