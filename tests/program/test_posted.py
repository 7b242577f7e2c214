"""The programme promises that a form is posted under these names, that what comes back is what was filled in, and that nothing a browser sends makes it stumble."""

from typing import Any

import pytest

from regulars.program.editing.values import Leaf, Value
from regulars.program.forms.boxes import fill, value_of
from regulars.program.forms.posted import DEEPEST, MOST_ROWS, names_of, read_box, unpacked
from regulars.program.forms.shapes import Alternative, Choice, Field, Group, Keyed, Lines, OneOf, Open, Rows, Shape

COUNT, WORDS, LABEL, LENGTH = Field("", "whole"), Field("", "words"), Field("", "label"), Field("", "duration")
PER = Choice("", ("day", "year"))
LIMIT = Group("", (("times", COUNT), ("per", PER)))
LIMITS = Rows("", LIMIT, may_be_one=True)
TAGS = Lines("", LABEL, may_be_one=True)
EXPIRE = OneOf("", (Alternative("never", None), Alternative("rolling", Group("", (("rolling", LENGTH),)))))
ASKED = Group("", (("channel", LABEL),), open=Open("", r"^event\.", COUNT))
SPARSE = Group("", tuple((f"k{n}", COUNT) for n in range(13)))


def leaves(value: Any) -> Value | None:
    """``{"times": "1"}`` with every text as a leaf; ``"'5'"`` is one in quotes."""
    if isinstance(value, dict):
        return {key: leaves(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [leaves(inner) for inner in value]
    if isinstance(value, str) and value[:1] == value[-1:] == "'":
        return Leaf(value[1:-1], True)
    return None if value is None else Leaf(value)


POSTED: dict[str, tuple[Shape, Any, dict[str, str]]] = {
    "a name": (WORDS, "tea", {"f": "tea"}),
    "nothing": (WORDS, None, {"f": ""}),
    "a length of time": (LENGTH, "7 days", {"f": "7", "f@u": "day"}),
    "a length of time nobody knows": (LENGTH, "soon", {"f": "soon"}),
    "one tag": (TAGS, "tea", {"f": "tea"}),
    "a list of one tag": (TAGS, ["tea"], {"f": "tea", "f@l": "1"}),
    "two tags": (TAGS, ["tea", "milk"], {"f": "tea\nmilk", "f@l": "1"}),
    "a list of nothing": (TAGS, [], {"f": "", "f@e": "1", "f@l": "1"}),
    "one limit": (LIMITS, {"times": "1"}, {"f@n": "1", "f/0@g": "1", "f/0/times": "1", "f/0/per": ""}),
    "two limits": (LIMITS, [{"times": "1"}, {"per": "day"}], {"f@n": "2", "f@l": "1", "f/0@g": "1", "f/0/times": "1", "f/0/per": "", "f/1@g": "1", "f/1/times": "", "f/1/per": "day"}),
    "no limits": (LIMITS, [], {"f@n": "0", "f@e": "1", "f@l": "1"}),
    "something for each level": (Keyed("", COUNT), {"gold": "5", "silver": "2"}, {"f@n": "2", "f/0@k": "gold", "f/0": "5", "f/1@k": "silver", "f/1": "2"}),
    "nothing for any level": (Keyed("", COUNT), {}, {"f@n": "0", "f@e": "1"}),
    "a limit that is not there": (LIMIT, None, {"f/times": "", "f/per": ""}),
    "a limit of nothing": (LIMIT, {}, {"f@g": "1", "f@e": "1", "f/times": "", "f/per": ""}),
    "a word": (EXPIRE, "never", {"f@a": "0"}),
    "a way": (EXPIRE, {"rolling": "1 year"}, {"f@a": "1", "f/1@g": "1", "f/1/rolling": "1", "f/1/rolling@u": "year"}),
    "no way": (EXPIRE, None, {"f@a": ""}),
    "keys of a pattern, and one nobody knows": (
        ASKED, {"channel": "app", "event.floor": "3", "odd": ["a"]},
        {"f@g": "1", "f@m": "2", "f/channel": "app", "f/?0@k": "event.floor", "f/?0": "3", "f/?1@k": "odd", "f/?1@r": '{"list": [["a", false]]}'},
    ),
    "a list where a number belongs": (COUNT, ["a", "'5'"], {"f@r": '{"list": [["a", false], ["5", true]]}'}),
    "keys where a number belongs": (COUNT, {"茶": "a"}, {"f@r": '{"keys": [["茶", ["a", false]]]}'}),
    "many things, none of them asked for": (SPARSE, None, {}),
    "many things, one of them asked for": (SPARSE, {"k2": "5"}, {"f@g": "1"} | {f"f/k{n}": "5" if n == 2 else "" for n in range(13)}),
}  # fmt: skip


@pytest.mark.parametrize("name", POSTED)
def test_this_is_what_a_browser_sends_and_what_is_read_from_it(name: str) -> None:
    shape, value, names = POSTED[name]
    assert names_of(fill(shape, leaves(value))) == names
    assert value_of(read_box(shape, names)) == leaves(value)
    assert names_of(read_box(shape, names.get)) == names


def read(shape: Shape, **posted: str) -> Value | None:
    """``f__n`` stands for ``f@n``, ``f_0`` for ``f/0``."""
    return value_of(read_box(shape, {name.replace("__", "@").replace("_", "/"): text for name, text in posted.items()}))


def test_a_browser_ends_its_lines_with_two_signs() -> None:
    assert read(TAGS, f="tea\r\nmilk\r\n", f__l="1") == [Leaf("tea"), Leaf("milk")]


def test_a_flag_is_a_1_and_nothing_else() -> None:
    assert (read(TAGS, f="tea", f__l="0"), read(TAGS, f="", f__e="yes"), read(TAGS, f="", f__l="1", f__e="1")) == (Leaf("tea"), None, [])


def test_a_unit_belongs_to_a_length_of_time_only() -> None:
    assert (read(LENGTH, f="1", f__u="week"), read(LENGTH, f="", f__u="week"), read(COUNT, f="1", f__u="week")) == (Leaf("1 week"), None, Leaf("1"))


@pytest.mark.parametrize(("said", "rows"), [("2", 2), ("0", 0), ("", 0), ("-1", 0), ("1.5", 0), ("１", 0), ("²", 0), ("x", 0), ("99999", MOST_ROWS), ("100000", 0)])
def test_no_more_rows_are_read_than_a_form_may_have(said: str, rows: int) -> None:
    assert len(read_box(LIMITS, {"f@n": said}).parts) == rows
    assert len(read_box(LIMITS, {}).parts) == 0


@pytest.mark.parametrize(("said", "chosen"), [("0", 0), ("1", 1), ("2", None), ("-1", None), ("", None), ("x", None)])
def test_only_a_way_there_is_can_be_chosen(said: str, chosen: int | None) -> None:
    assert read_box(EXPIRE, {"f@a": said}).alternative == chosen


def test_a_way_that_is_chosen_is_open_though_nobody_says_so() -> None:
    assert read(EXPIRE, f__a="1") == {}
    assert read_box(EXPIRE, {"f@a": "1"}).parts[0][1].is_open
    assert read_box(EXPIRE, {"f@a": "0"}).parts == []


def test_many_things_are_read_when_they_were_asked_for() -> None:
    assert read_box(SPARSE, {"f/k2": "5"}).parts == [] and value_of(read_box(SPARSE, {"f/k2": "5", "f@g": "1"})) == {"k2": Leaf("5")}


def test_a_further_key_loses_the_spaces_around_it_and_one_nobody_knows_keeps_them() -> None:
    posted = {"f@m": "2", "f/?0@k": " event.floor ", "f/?0": "3", "f/?1@k": " odd ", "f/?1@r": '["x", true]'}
    assert value_of(read_box(ASKED, posted)) == {"event.floor": Leaf("3"), " odd ": Leaf("x", True)}
    assert value_of(read_box(LIMIT, {"f@m": "1", "f/?0@k": "odd", "f/?0": "3"})) == {"odd": Leaf("", True)}  # it has no such keys: nothing that could be read


def test_rows_without_a_name_have_an_empty_one() -> None:
    assert value_of(read_box(Keyed("", COUNT), {"f@n": "1", "f/0": "5"})) == {"": Leaf("5")}


def test_a_form_is_read_so_deep_and_no_deeper() -> None:
    """Choices within choices: each is one step deeper."""
    shape: Shape = COUNT
    for _ in range(DEEPEST + 1):
        shape = Keyed("", shape)
    steps = ["f" + "/0" * depth for depth in range(DEEPEST + 2)]
    posted = {f"{name}@n": "1" for name in steps} | {steps[DEEPEST]: "5", steps[DEEPEST + 1]: "5"}
    deepest, value = 0, value_of(read_box(shape, posted))
    while isinstance(value, dict):
        deepest, value = deepest + 1, value[""]
    assert (deepest, value) == (DEEPEST + 1, Leaf("", True))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('["a", true]', Leaf("a", True)), ('["a", false, 1]', Leaf("a", False)), ('[5, 1]', Leaf("5", True)), ('{"list": []}', []), ('{"keys": []}', {}),
        ('{"keys": [[5, ["b", 0]]], "other": 1}', {"5": Leaf("b")}), ('{"list": [["a", 0], {"keys": []}]}', [Leaf("a"), {}]),
        *((text, Leaf("", True)) for text in ("", "x", "5", "null", '"a"', "[]", '["a"]', "{}", '{"a": 1}', '{"keys": [["a"]]}', '{"list": 5}', '{"list": [5]}', "[" * 100_000, '{"list":[' * 40_000 + "]}" * 40_000)),
    ],
)  # fmt: skip
def test_what_was_kept_comes_back_and_anything_else_is_an_empty_text(text: str, value: Value) -> None:
    assert unpacked(text) == value
