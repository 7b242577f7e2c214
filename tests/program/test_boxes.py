"""The programme promises that a form opens the way that was meant, and keeps as it is whatever it can't hold."""

from typing import Any

import pytest

from regulars.program.editing.values import Leaf
from regulars.program.forms.boxes import Box, fill, fits, further_box, holds, open_alternative, open_group, value_of
from regulars.program.forms.shapes import Alternative, Field, Group, Keyed, Lines, OneOf, Rows, Shape, definition

from .test_posted import ASKED, COUNT, EXPIRE, LABEL, LIMIT, LIMITS, PER, SPARSE, TAGS, WORDS, leaves

IDS = Lines("", Field("", "id"))
NUMBERS = Lines("", COUNT)
FIXED = Group("", (("points", COUNT), ("wallet", LABEL)), required=frozenset({"points"}))
RATE = Group("", (("per", COUNT), ("give", COUNT)), required=frozenset({"per", "give"}))
WAYS = OneOf("", (Alternative("none", None), Alternative("points", FIXED), Alternative("rate", RATE), Alternative("number", COUNT)))
EITHER = OneOf("", (Alternative("per", PER), Alternative("ways", WAYS)))


@pytest.mark.parametrize(
    ("shape", "value", "is_held"),
    [
        (COUNT, "5", True), (COUNT, ["5"], False), (COUNT, {}, False), (WORDS, "5", False), (PER, "week", True), (PER, {"a": "b"}, False),
        (TAGS, "tea", True), (TAGS, ["tea", "5"], True), (TAGS, [" "], False), (TAGS, ["' '"], False), (TAGS, [["tea"]], False), (TAGS, {}, False), (TAGS, [], True),
        (IDS, "gold", False), (IDS, ["gold"], True), (IDS, ["5"], False), (NUMBERS, ["5"], True),
        (LIMITS, {"times": "1"}, True), (LIMITS, [{"times": "1"}], True), (LIMITS, "x", False), (Rows("", LIMIT), {"times": "1"}, False), (Rows("", LIMIT), [], True),
        (LIMIT, {"odd": "x"}, True), (LIMIT, "x", False), (LIMIT, [], False), (Keyed("", COUNT), {"a": "x"}, True), (Keyed("", COUNT), "x", False),
        (EXPIRE, "x", True), (EXPIRE, [], True),
    ],
)  # fmt: skip
def test_a_field_holds_what_it_can_give_back(shape: Shape, value: Any, is_held: bool) -> None:
    assert holds(shape, leaves(value)) is is_held  # type: ignore[arg-type]
    assert (fill(shape, leaves(value)).raw is None) is is_held or isinstance(shape, OneOf)


@pytest.mark.parametrize(
    ("shape", "value", "does"),
    [
        (PER, "day", True), (PER, "week", False), (PER, ["day"], False), (COUNT, "soon", True),
        (Rows("", PER), ["day", "year"], True), (Rows("", PER), ["day", "week"], False), (Rows("", COUNT), ["5", ["x"]], False),
        (FIXED, {"points": "5"}, True), (FIXED, {"wallet": "a"}, False), (FIXED, {"points": "5", "odd": "x"}, False), (LIMIT, {}, True),
        (ASKED, {"event.floor": "3", "channel": "app"}, True), (ASKED, {"floor": "3"}, False),
        (EXPIRE, "never", True), (EXPIRE, "always", False), (EXPIRE, {"rolling": "1 year"}, True), (EXPIRE, {"sliding": "1 year"}, False), (EXPIRE, [], False),
        (EITHER, "none", True), (EITHER, "year", True), (EITHER, {"per": "1"}, False),
    ],
)  # fmt: skip
def test_a_way_fits_when_it_knows_every_key_and_has_all_it_needs(shape: Shape, value: Any, does: bool) -> None:
    assert fits(shape, leaves(value)) is does  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "way"),
    [
        ("none", 0), ({"points": "5"}, 1), ({"points": "5", "wallet": "a"}, 1), ({"per": "1", "give": "2"}, 2), ("7", 3),
        ({"points": "5", "odd": "x"}, 1),  # one key too many, and still the likeliest
        ({"give": "2"}, 2), ({"per": "1", "odd": "x"}, 2),  # a part of what it needs
        ({}, 1), ({"odd": "x"}, None), (["5"], None),
    ],
)  # fmt: skip
def test_the_way_that_was_meant_is_the_one_that_is_open(value: Any, way: int | None) -> None:
    box = fill(WAYS, leaves(value))
    assert box.alternative == way and value_of(box) == leaves(value)
    assert [part.name for _, part in box.parts] == ([f"f/{way}"] if way else [])


def test_a_choice_within_a_choice_is_looked_into() -> None:
    assert [fill(EITHER, leaves(value)).alternative for value in ("year", "none", {"per": "1", "give": "2"})] == [0, 1, 1]  # type: ignore[arg-type]


def test_what_nothing_holds_is_kept_and_named_where_it_stands() -> None:
    box = fill(ASKED, leaves({"channel": ["a"], "event.floor": "3", "odd": "x"}))
    assert [(key, part.name, part.raw) for key, part in box.parts] == [("channel", "f/channel", [Leaf("a")])]
    assert [(key, part.name, part.raw, part.text) for key, part in box.further] == [("event.floor", "f/?0", None, "3"), ("odd", "f/?1", Leaf("x"), "")]


def test_a_further_key_is_of_the_pattern_or_kept_as_it_is() -> None:
    assert further_box(ASKED, "event.x", Leaf("3"), "f/?0").text == "3"
    assert further_box(ASKED, "my.event.x", Leaf("3"), "f/?0").raw == Leaf("3")
    assert further_box(ASKED, "anything", None, "f/?0").shape == COUNT
    assert further_box(LIMIT, "anything", Leaf("3"), "f/?0").raw == Leaf("3")


def keys(box: Box) -> list[str]:
    return [key for key, _ in box.parts]


def test_an_empty_group_stands_there_to_be_filled_in_and_a_large_one_waits_to_be_asked_for() -> None:
    assert (keys(fill(LIMIT, None)), keys(fill(SPARSE, None))) == (["times", "per"], [])
    assert not fill(LIMIT, None).is_open and fill(LIMIT, leaves({})).is_open
    large = fill(SPARSE, None)
    open_group(large)
    assert large.is_open and len(large.parts) == 13
    open_group(large)
    assert len(large.parts) == 13


def test_names_are_worded_in_each_language_at_once() -> None:
    named = fill(definition("text"), None)
    assert named.alternative == 0 and keys(named.parts[0][1]) == ["en", "zh-Hans", "zh-Hant"] and value_of(named) is None
    assert fill(EXPIRE, None).alternative is None


def test_another_way_is_opened_empty() -> None:
    box = fill(EXPIRE, leaves(["x"]))
    assert box.raw is not None
    open_alternative(box, 1)
    assert (box.raw, box.alternative, box.parts[0][1].name, box.parts[0][1].is_open) == (None, 1, "f/1", True)
    open_alternative(box, 0)
    assert (box.alternative, box.parts) == (0, [])


@pytest.mark.parametrize(
    ("shape", "empty"),
    [(COUNT, Leaf("", True)), (PER, Leaf("", True)), (TAGS, []), (LIMITS, []), (LIMIT, {}), (Keyed("", COUNT), {})],
)
def test_a_way_that_is_left_empty_says_what_is_missing(shape: Shape, empty: Any) -> None:
    box = fill(OneOf("", (Alternative("it", shape),)), None)
    assert value_of(box) is None
    open_alternative(box, 0)
    assert value_of(box) == empty


@pytest.mark.parametrize(
    ("shape", "value", "typed", "read"),
    [
        (TAGS, ["tea"], "", None), (TAGS, ["tea", "milk"], "tea", ["tea"]), (TAGS, "tea", "tea\n\nmilk", ["tea", "milk"]), (TAGS, [], "", []), (IDS, ["gold"], "silver", ["silver"]),
    ],
)  # fmt: skip
def test_a_list_stays_one_and_a_value_alone_stays_alone(shape: Shape, value: Any, typed: str, read: Any) -> None:
    box = fill(shape, leaves(value))
    box.text = typed
    assert value_of(box) == leaves(read)


def test_rows_that_say_nothing_are_rows_all_the_same() -> None:
    for shape, value in ((LIMITS, [{}, {"times": "1"}]), (Keyed("", LIMIT), {"a": {}, "b": {"times": "1"}}), (Rows("", COUNT), ["5"])):
        assert value_of(fill(shape, leaves(value))) == leaves(value)
    box = fill(Rows("", COUNT), leaves(["5"]))
    box.parts[0][1].text = ""
    assert value_of(box) == [{}]
    named = fill(Keyed("", COUNT), leaves({"a": "5"}))
    named.parts[0][1].text = ""
    assert value_of(named) == {"a": {}}
