"""The programme promises that each shape of the schema has its field, and that a page shows it by its kind."""

from typing import Any

import pytest

from regulars.program.forms.boxes import fill
from regulars.program.forms.known import Known
from regulars.program.forms.shapes import (
    Alternative,
    Choice,
    Field,
    Group,
    Keyed,
    Lines,
    OneOf,
    Open,
    Rows,
    Shape,
    _Reader,
)
from regulars.program.forms.views import Reader

from .test_posted import EXPIRE, LIMITS, SPARSE, leaves

TEXT_OR_LIST = [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
OWN = {"number": {"type": "number", "minimum": 0, "maximum": 9}, "sheet": {"type": "object", "properties": {"a": {"type": "boolean"}}}, "either": {"oneOf": [{"const": "x"}, {"$ref": "#/$defs/sheet"}]}}


@pytest.mark.parametrize(
    ("schema", "shape"),
    [
        ({"type": "boolean"}, Field("p", "yes_no")), ({"type": "integer", "minimum": 1, "maximum": 3}, Field("p", "whole", 1, 3)), ({"type": "number", "minimum": 1}, Field("p", "number", 1, None)),
        ({"type": "string", "pattern": r"\S"}, Field("p", "words")), ({"type": "string"}, Field("p", "text")), ({"type": "string", "pattern": "^[0-9]{2}-[0-9]{2}$"}, Field("p", "day_of_year")),
        ({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}, Field("p", "text")), ({"type": ["string", "boolean"]}, Field("p", "value")), ({"type": ["string", "integer"]}, Field("p", "value")),
        ({"type": ["string", "integer"], "minimum": 0}, Field("p", "label")), ({"type": ["string", "boolean"], "minimum": 0}, Field("p", "value")),
        ({"enum": ["a", "b"]}, Choice("p", ("a", "b"))), ({"const": 5}, Choice("p", ("5",))), ({"$ref": "#/$defs/number"}, Field("p", "number", 0, 9)),
        ({"type": "array", "items": {"type": "string"}}, Lines("p", Field("p.*", "text"))), ({"type": "array", "items": {"type": "object"}}, Rows("p", Group("p.*", ()))),
        ({"type": "object", "additionalProperties": {"type": "boolean"}}, Keyed("p", Field("p.*", "yes_no"))),
        ({"type": "object", "properties": {"a": {"type": "boolean"}, "b": False}, "required": ["a"]}, Group("p", (("a", Field("p.a", "yes_no")),), frozenset({"a"}))),
        ({"type": "object", "patternProperties": {"^x": {"type": "boolean"}}}, Group("p", (), frozenset(), Open("p.?", "^x", Field("p.?", "yes_no")))),
        ({"anyOf": TEXT_OR_LIST}, Lines("p", Field("p.*", "text"), True)),
        ({"oneOf": [{"enum": ["a", "b"]}, {"type": "boolean"}]}, OneOf("p", (Alternative("a", None), Alternative("b", None), Alternative("value", Field("p", "yes_no"))))),
        ({"oneOf": [{"type": "object", "properties": {"a": {"type": "boolean"}}, "required": ["a"]}, {"type": "object", "additionalProperties": {"type": "boolean"}}]},
         OneOf("p", (Alternative("a", Group("p", (("a", Field("p.a", "yes_no")),), frozenset({"a"}))), Alternative("by_name", Keyed("p", Field("p.*", "yes_no")))))),
    ],
)  # fmt: skip
def test_a_schema_has_this_shape(schema: dict[str, Any], shape: Shape) -> None:
    assert _Reader(OWN).read(schema, "p") == shape


def view(shape: Shape, value: Any, language: str = "en", findings: dict[str, list[tuple[str, str]]] | None = None, **more: Any) -> Any:
    return Reader(language, Known({}, language), findings or {}).view(fill(shape, leaves(value)), "p", **more)


def test_a_field_is_shown_by_its_kind() -> None:
    shown = view(Field("p", "words"), "x" * 81)
    assert (shown.kind, shown.lines, shown.value) == ("area", 2, "x" * 81)
    assert (view(Field("p", "words"), "x" * 80).kind, view(Field("p", "words"), "a\nb").lines, view(Field("p", "words"), "a\n" * 9 + "b").lines) == ("input", 3, 8)
    odd = view(Field("p", "duration"), "1 days")
    assert (odd.kind, odd.value, odd.unit_name, [(one.value, one.chosen) for one in odd.options][-1]) == ("length", "1", "f@u", ("=days", True)) and sum(one.chosen for one in odd.options) == 1
    assert [one.value for one in odd.options] == ["day", "week", "month", "year", "=days"] and view(Field("p", "duration"), "soon").kind == "input"
    dates = [view(Field("p", "date"), text).type for text in (None, "2026-01-01", "2026-1-01", "2026/01/01", "20260-1-01", "2026-01-0x", "２026-01-01")]
    assert dates == ["date", "date", "text", "text", "text", "text", "text"]
    assert (view(Field("p", "number"), "5").mode, view(Field("p", "id"), "a").mode, view(Field("p", "event_type"), "a").suggest, view(Field("p", "id"), "a", key="group").suggest) == ("decimal", "", "event", "group")


def test_a_choice_keeps_a_word_it_does_not_know() -> None:
    shown = view(Choice("p", ("day", "year")), "week")
    assert [(one.value, one.label, one.chosen) for one in shown.options] == [("day", "day", False), ("year", "year", False), ("week", "week", True)]
    assert [one.chosen for one in view(Choice("p", ("day", "year")), None).options] == [False, False]


def test_what_no_field_holds_is_shown_as_it_is_and_can_be_dropped() -> None:
    shown = view(Field("p", "number"), ["a"])
    assert (shown.kind, shown.value, shown.hidden, shown.may_drop) == ("raw", "[a]", [("f@r", '{"list": [["a", false]]}')], True)


def test_several_words_are_ticked_the_chosen_ones_first() -> None:
    shown = view(Lines("p", Choice("p.*", ("a", "b", "c"))), ["c", "x"])
    assert (shown.kind, [(one.value, one.chosen) for one in shown.options]) == ("checks", [("c", True), ("x", True), ("a", False), ("b", False)])
    area = view(Lines("p", Field("p.*", "text")), ["a", "b", "c"])
    assert (area.kind, area.type, area.lines, area.hidden) == ("area", "lines", 4, [("f@l", "1")])
    assert (view(Lines("p", Field("p.*", "text")), None).lines, view(Lines("p", Field("p.*", "text")), ["a"] * 20).lines) == (2, 8)


def test_a_group_with_a_finding_is_open() -> None:
    closed, opened = view(LIMITS, None), view(LIMITS, None, findings={"f": [("error", "wrong")]})
    assert (closed.is_open, opened.is_open, opened.is_bad, opened.findings) == (False, True, True, [("error", "wrong")])
    inner = view(Group("p", (("a", Field("p.a", "number")),)), None, findings={"f/a": [("warning", "odd")]})
    assert inner.is_open and not inner.is_bad and not inner.parts[0].is_bad
    assert not view(Group("p", (("a", Field("p.a", "number")),)), None).is_open and view(Group("p", (("a", Field("p.a", "number")),)), None, required=True).is_open


def test_a_large_group_offers_what_is_not_given() -> None:
    shown = view(SPARSE, {"k2": "5"})
    assert [part.key for part in shown.parts] == ["k2"] and [one.value for one in shown.addable] == [f"k{n}" for n in range(13) if n != 2] and shown.parts[0].may_drop
    assert [one.value for one in view(SPARSE, None).addable] == [f"k{n}" for n in range(13)]


def test_ways_are_numbered_and_the_chosen_one_is_open() -> None:
    shown = view(EXPIRE, {"rolling": "1 year"})
    assert [(one.value, one.chosen) for one in shown.options] == [("0", False), ("1", True)] and shown.is_given and shown.parts[0].is_open and shown.parts[0].is_required
    assert not view(EXPIRE, None).is_given and view(EXPIRE, None).parts == []


def test_a_name_in_a_page_has_no_signs_of_its_own() -> None:
    box = fill(Field("p", "text"), leaves("a"), "f/a.b/?0@k")
    assert Reader("en", Known({}, "en"), {}).view(box, "p").id == "f-a_b-x0_k"
