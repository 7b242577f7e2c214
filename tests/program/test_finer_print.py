"""The programme promises that what is slightly wrong is still told, and told where it stands."""

from decimal import Decimal

import pytest

from regulars.program.findings import Notes
from regulars.program.wording import Words

from .samples import HEAD, codes, levels, read, rule


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        (rule(streak="{days: 1, bonus: 1}"), rule(streak="{days: 0, bonus: 1}"), "too_small"),
        ("budget: {points: 5}\n", "budget: {points: 1.5}\n", "too_many_decimals"),
        ("budget: {points: 1.5, wallet: growth}\n", "budget: {points: 1.55, wallet: growth}\n", "too_many_decimals"),
        (levels("id: low", more="freeze: {at_most: 1 year}"), levels("id: low", more="freeze: {at_most: 1 year, colour: red}"), "unknown_key"),
        ("name: {en: a}\n", "{a: " * 30 + "b" + "}" * 30 + "\n", "broken_yaml"),
        ("name: {en: a}\n", "name: " + "{en: " * 30 + "b" + "}" * 30 + "\n", "too_deep"),
    ],
)
def test_what_is_wrong_is_named_and_what_is_right_is_not(right: str, wrong: str, code: str) -> None:
    assert code not in [found for found, _ in codes(read(right))]
    assert code in [found for found, _ in codes(read(wrong))]


def test_a_misspelt_event_of_a_level_is_told_with_the_one_that_was_meant() -> None:
    parsed = read(levels("id: low", "id: mid, reach: {events.chekin: 3}"))
    found = next(finding for finding in parsed.findings if finding.code == "programme.event_looks_like")
    assert dict(found.facts) == {"text": "chekin", "meant": "checkin"}
    fine = read(levels("id: low", "id: mid, reach: {events.checkin: 3}"))
    assert "event_looks_like" not in [code for code, _ in codes(fine)]


def test_of_one_line_errors_come_before_warnings_and_nothing_is_told_twice() -> None:
    notes = Notes()
    notes.warning("unwise", 2, where="b")
    notes.error("wrong", 2, where="a")
    notes.error("wrong", 1, where="c")
    notes.error("wrong", 2, where="a")
    assert [(finding.code, finding.line, finding.severity) for finding in notes.sorted()] == [("programme.wrong", 1, "error"), ("programme.wrong", 2, "error"), ("programme.unwise", 2, "warning")]


@pytest.mark.parametrize(("code", "digits", "points", "told"), [("CNY", 2, 999, False), ("CNY", 2, 1000, True), ("JPY", 0, 9_999, False), ("JPY", 0, 10_000, True)])
def test_a_bonus_is_worth_cutting_an_order_for_from_so_much_on(code: str, digits: int, points: int, told: bool) -> None:
    parsed = read(rule(points=str(points)), HEAD.replace("{code: CNY, minor_digits: 2}", f"{{code: {code}, minor_digits: {digits}}}"))
    assert ("order_can_be_split" in [found for found, _ in codes(parsed)]) is told


def test_challenges_go_by_their_own_names() -> None:
    quest = "on: order.paid, target: {count: 3}, reward: {points: 5}"
    program = read(f"challenges:\n  - {{id: plain, {quest}}}\n  - {{id: named, name: Three teas, {quest}}}\n").program
    assert [Words(program, "en").challenge(id) for id in ("plain", "named", "gone")] == ["plain", "Three teas", "gone"]
    assert Words(program, "en").percent(Decimal("0.125")) == "12.5%"
