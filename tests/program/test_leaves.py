"""The programme promises that a value shown in a field is the value that is read from it, and that quotes stand only where they make a difference."""

import pytest

from regulars.program.editing.values import Leaf
from regulars.program.forms import leaves
from regulars.program.forms.shapes import Choice, Field
from regulars.program.forms.units import joined, parted

WORDS, ID, VALUE, NUMBER, PER = Field("", "words"), Field("", "id"), Field("", "value"), Field("", "number"), Choice("", ("day", "year"))
QUOTED = Leaf("5", True)


# (field, value) -> what the field shows; None: it can't show it
@pytest.mark.parametrize(
    ("shape", "leaf", "shown"),
    [
        (WORDS, Leaf("tea"), "tea"),
        (WORDS, Leaf(" tea\nand milk "), " tea\nand milk "),
        (WORDS, QUOTED, "5"),
        (WORDS, Leaf("5"), None),  # a number where words belong
        (WORDS, Leaf("a\rb"), None),
        (WORDS, Leaf(" "), None),
        (WORDS, Leaf("", True), None),
        (ID, Leaf("gold"), "gold"),
        (ID, QUOTED, "5"),
        (ID, Leaf("5"), None),
        (ID, Leaf(" gold"), None),
        (ID, Leaf("a\nb"), None),
        (ID, Leaf("a\rb"), None),
        (NUMBER, Leaf("0.10"), "0.10"),
        (NUMBER, QUOTED, '"5"'),
        (NUMBER, Leaf("soon", True), "soon"),
        (NUMBER, Leaf(" 5", True), '" 5"'),
        (NUMBER, Leaf("", True), None),
        (NUMBER, Leaf("5\n", True), None),
        (VALUE, Leaf('"a', True), '"\\"a"'),
        (VALUE, Leaf("茶", True), "茶"),
        (VALUE, Leaf("a\u2028b", True), '"a\\u2028b"'),
        (PER, Leaf("day"), "day"),
        (PER, Leaf("true", True), '"true"'),
    ],
)
def test_a_field_shows_a_value_and_gives_it_back(shape: Field | Choice, leaf: Leaf, shown: str | None) -> None:
    assert leaves.holds(shape, leaf) is (shown is not None)
    if shown is not None:
        assert leaves.shown(shape, leaf) == shown
        assert leaves.typed(shape, shown) in (leaf, Leaf(leaf.text), Leaf(leaf.text, True))


@pytest.mark.parametrize(
    ("shape", "text", "leaf"),
    [
        (WORDS, " tea ", Leaf(" tea ")), (WORDS, "  ", None), (WORDS, "5", QUOTED), (WORDS, '"5"', Leaf('"5"')),
        (ID, " gold ", Leaf("gold")), (ID, "", None), (ID, "true", Leaf("true", True)),
        (NUMBER, " 5 ", Leaf("5")), (NUMBER, "  ", None), (NUMBER, '"5"', QUOTED), (NUMBER, '""', Leaf("", True)), (NUMBER, '"', Leaf('"')),
        (NUMBER, '"5', Leaf('"5')), (NUMBER, '5"', Leaf('5"')), (NUMBER, '"a"b"', Leaf('"a"b"')), (PER, ' "day" ', Leaf("day", True)),
    ],
)  # fmt: skip
def test_what_somebody_types_is_this_value(shape: Field | Choice, text: str, leaf: Leaf | None) -> None:
    assert leaves.typed(shape, text) == leaf


@pytest.mark.parametrize(
    ("shape", "leaf", "line"),
    [
        (ID, Leaf("gold"), "gold"), (ID, Leaf(" a", True), '" a"'), (ID, Leaf('"a', True), '"\\"a"'), (ID, Leaf("a\nb", True), '"a\\nb"'), (ID, QUOTED, "5"),
        (VALUE, Leaf("gift card"), "gift card"), (VALUE, Leaf("0420", True), '"0420"'), (VALUE, Leaf("", True), '""'), (VALUE, Leaf("茶 ", True), '"茶 "'),
    ],
)  # fmt: skip
def test_one_of_several_lines_gives_back_what_it_shows(shape: Field | Choice, leaf: Leaf, line: str) -> None:
    assert leaves.line(shape, leaf) == line
    assert leaves.typed_line(shape, line) == leaf


def test_a_line_in_quotes_is_a_text_and_an_empty_line_is_nothing() -> None:
    assert (leaves.typed_line(ID, '"5"'), leaves.typed_line(ID, "5"), leaves.typed_line(NUMBER, "5"), leaves.typed_line(ID, " ")) == (QUOTED, QUOTED, Leaf("5"), None)


@pytest.mark.parametrize(
    ("kind", "text", "parts"),
    [
        ("duration", "7 days", ("7", "day")), ("duration", "1 day", ("1", "day")), ("duration", "2 weeks", ("2", "week")), ("duration", "12 months", ("12", "month")),
        ("duration", "1 days", ("1", "=days")), ("duration", "2 day", ("2", "=day")), ("duration", "x years", ("x", "year")), ("duration", "", ("", "day")),
        ("duration", "2 hours", None), ("duration", "2hours", None), ("duration", "7days", None), ("duration", "soon", None), ("duration", "7  days", None),
        ("span", "10 minutes", ("10", "minute")), ("span", "1 hour", ("1", "hour")), ("span", "1 week", None), ("span", "", ("", "minute")),
    ],
)  # fmt: skip
def test_a_length_of_time_is_a_number_and_a_unit(kind: str, text: str, parts: tuple[str, str] | None) -> None:
    assert parted(kind, text) == parts
    if parts is not None:
        assert joined(*parts) == text


def test_a_length_of_time_needs_its_number() -> None:
    assert (joined(" ", "day"), joined(" 3 ", "day"), joined(" 1", "week")) == ("", "3 days", "1 week")
