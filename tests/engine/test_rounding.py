"""A wallet promises to round as it says: down, to the nearest or up; the order as a whole or each line for itself. Worked tables: docs/algorithms/earning.md."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.story import Story
from regulars.engine.explain import sentences
from regulars.kit.phrases import LANGUAGES

TEA = "  - {id: tea, on: order.paid, when: {line.category: tea}, points: {multiply: 2}}\n"
TIER = "tiers: {levels: [{id: x, multiplier: 1.3}]}\n"


def club(rounding: str, more: str = TEA, scale: int = 0) -> Story:
    return Story(f"wallets: {{points: {{scale: {scale}, rounding: {rounding}}}}}\nearn:\n  - {{id: base, on: order.paid, points: {{per: 1, give: 1}}}}\n{more}{TIER}")


@pytest.mark.parametrize(
    ("rounding", "by_line"),
    [
        ("{mode: down}", 6), ("{mode: half_up}", 6), ("{mode: up}", 7),
        ("{scope: line}", 5), ("{mode: half_up, scope: line}", 6), ("{mode: up, scope: line}", 8),
    ],
)  # fmt: skip
def test_tea_counts_twice_and_every_way_of_rounding_is_what_it_says(rounding, by_line):
    """Tea 1.60 × 2.3 = 3.68; 1.60 × 1.3 = 2.08; 0.20 × 1.3 = 0.26: together 6.02."""
    story = club(rounding).play("2026-01-05 joins\n2026-01-06 buys o1 1.60 tea + 1.60 + 0.20")
    outcome = story.journal.outcomes[-1]
    assert outcome.earned == {"points": by_line}
    assert sum(outcome.rules["points"].values()) == sum(outcome.shares["points"].values()) == by_line


def test_line_by_line_each_line_has_its_own_points_and_takes_them_along():
    story = club("{mode: half_up, scope: line}").play("2026-01-05 joins\n2026-01-06 buys o1 1.60 tea + 1.60 + 0.20")
    assert story.journal.outcomes[-1].shares == {"points": {1: 4, 2: 2, 3: 0}}
    story.play("2026-01-07 returns o1 line 1\n2026-01-07 has 2\n2026-01-08 returns o1\n2026-01-08 has 0")


def test_a_half_goes_up_and_a_wallet_with_decimals_rounds_its_own_unit():
    club("{mode: half_up}", "").play("2026-01-05 joins\n2026-01-06 buys o1 5.00\n2026-01-06 has 7")
    club("{mode: half_up}", "", scale=1).play("2026-01-05 joins\n2026-01-06 buys o1 0.50\n2026-01-06 has 7")  # 0.65 is 0.7


def test_how_it_was_rounded_is_said_in_three_languages():
    for rounding, english in (("{mode: up}", "6.02 points were rounded up to 7"), ("{scope: line}", "6.02 points, rounded line by line, are 5"), ("{mode: half_up}", "6.02 points were rounded to the nearest, 6")):
        story = club(rounding).play("2026-01-05 joins\n2026-01-06 buys o1 1.60 tea + 1.60 + 0.20")
        because = story.journal.outcomes[-1].because
        assert english in sentences(because, "en", story.program)
        assert all("rounding." not in text for language in LANGUAGES for text in sentences(because, language, story.program))


AMOUNTS = st.lists(st.tuples(st.integers(1, 999), st.booleans()), min_size=1, max_size=8)


@given(lines=AMOUNTS, mode=st.sampled_from(["down", "half_up", "up"]), scope=st.sampled_from(["order", "line"]))
@settings(max_examples=150, deadline=None)
def test_whatever_is_bought_the_parts_add_up_a_point_is_never_far_and_a_full_return_leaves_nothing(lines, mode, scope):
    story = club(f"{{mode: {mode}, scope: {scope}}}")
    bought = " + ".join(f"{cents // 100}.{cents % 100:02d}{' tea' if tea else ''}" for cents, tea in lines)
    story.play(f"2026-01-05 joins\n2026-01-06 buys o1 {bought}")
    outcome = story.journal.outcomes[-1]
    got = outcome.earned.get("points", 0)
    exact = sum(cents * (23 if tea else 13) for cents, tea in lines) / 1000
    assert abs(got - exact) <= (len(lines) if scope == "line" else 1)
    assert sum(outcome.rules["points"].values()) == sum(outcome.shares["points"].values()) == got
    story.play(f"2026-01-06 has {got}")
    for number in range(1, len(lines) + 1):
        story.play(f"2026-01-07 returns o1 line {number}")
    story.play("2026-01-07 has 0")
