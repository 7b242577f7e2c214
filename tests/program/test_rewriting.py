"""The programme promises that an edit touches what it changes and not a letter more: brackets, lines, comments and spaces stay."""

import pytest

from regulars.program.editing.matching import match
from regulars.program.editing.rewriting import rewrite
from regulars.program.editing.source import Unsuitable, written
from regulars.program.editing.values import Leaf, read_values, same, value_at, with_value
from regulars.program.editing.writing import document, in_lines, key_text, leaf_text, on_one_line

from .test_editing import values
from .test_posted import leaves

# before, what it shall say, after
EDITS = {
    "a value": ("a: 1 # one\nb: 2\n", {"a": "3", "b": "2"}, "a: 3 # one\nb: 2\n"),
    "a value where none was": ("a:\nb: 2\n", {"a": "3", "b": "2"}, "a: 3\nb: 2\n"),
    "a value where none was, with a comment": ("a: # none\nb: 2\n", {"a": "3", "b": "2"}, "a: 3 # none\nb: 2\n"),
    "a key more": ("a: 1\n", {"a": "1", "b": "2"}, "a: 1\nb: 2\n"),
    "a key more in between": ("a: 1 # one\nc: 3\n", {"a": "1", "b": "2", "c": "3"}, "a: 1 # one\nb: 2\nc: 3\n"),
    "a key less": ("a: 1\n# two\nb: 2\nc: 3\n", {"a": "1", "c": "3"}, "a: 1\nc: 3\n"),
    "the first key less": ("a: 1\n# two\nb: 2\n", {"b": "2"}, "# two\nb: 2\n"),
    "keys change places": ("# top\na: 1\n\n# two\nb: 2 # b\n", {"b": "2", "a": "1"}, "# top\n# two\nb: 2 # b\na: 1\n"),
    "two empty lines and a comment above": ("a: 1\n\n\n# two\nb: 2\n", {"b": "3"}, "# two\nb: 3\n"),
    "in brackets, a value": ("a: {x: 1,  y: 2}\n", {"a": {"x": "1", "y": "3"}}, "a: {x: 1,  y: 3}\n"),
    "in brackets, a value where none was": ("a: {x:, y: 2}\n", {"a": {"x": "1", "y": "2"}}, "a: {x: 1, y: 2}\n"),
    "in brackets, a key more": ("a: { x: 1 }\n", {"a": {"x": "1", "y": "2"}}, "a: { x: 1, y: 2}\n"),
    "in brackets, the last less": ("a: { x: 1,  y: 2 }\n", {"a": {"x": "1"}}, "a: { x: 1}\n"),
    "in brackets, the first less": ("a: { x: 1,  y: 2 }\n", {"a": {"y": "2"}}, "a: {y: 2 }\n"),
    "in brackets, the middle less": ("a: {x: 1,  y: 2,   z: 3}\n", {"a": {"x": "1", "z": "3"}}, "a: {x: 1, z: 3}\n"),
    "in brackets, changing places": ("a: [ x,  y,   z ]\n", {"a": ["z", "x", "y"]}, "a: [z, x,  y]\n"),
    "in brackets, nothing left": ("a: [x, y]\nb: {z: 1}\n", {"a": [], "b": {}}, "a: []\nb: {}\n"),
    "in brackets, an item more": ("a: [x,  y]\n", {"a": ["x", "y", "z"]}, "a: [x,  y, z]\n"),
    "in brackets, one in another": ("a: [{id: p, v: 1},  {id: q, v: 2}]\n", {"a": [{"id": "q", "v": "2"}, {"id": "p", "v": "3"}]}, "a: [{id: q, v: 2}, {id: p, v: 3}]\n"),
    "a list in lines": ("a:\n  - x # x\n  # the y\n  - y\n", {"a": ["y", "x"]}, "a:\n  # the y\n  - y\n  - x # x\n"),
    "a list in lines, an item more": ("a:\n- x\n- y\n", {"a": ["x", "y", "z"]}, "a:\n- x\n- y\n- z\n"),
    "a list in lines, an item less": ("a:\n  - x\n  # the y\n  - y\n  - z\n", {"a": ["x", "z"]}, "a:\n  - x\n  - z\n"),
    "rows in lines": ("a:\n  - id: p\n    v: 1 # v\n  - id: q\n    v: 2\n", {"a": [{"id": "p", "v": "1"}, {"id": "q", "v": "3", "w": "4"}]}, "a:\n  - id: p\n    v: 1 # v\n  - id: q\n    v: 3\n    w: 4\n"),
    "lines become a value": ("a:\n  x: 1\nb: 2\n", {"a": "5", "b": "2"}, "a: 5\nb: 2\n"),
    "lines become brackets": ("a:\n  x: 1\nb: 2\n", {"a": ["y"], "b": "2"}, "a: [y]\nb: 2\n"),
    "a value becomes brackets": ("a: 5 # five\nb: 2\n", {"a": {"x": "1"}, "b": "2"}, "a: {x: 1} # five\nb: 2\n"),
    "a mapping in lines emptied": ("a:\n  x: 1\nb: 2\n", {"a": {}, "b": "2"}, "a: {}\nb: 2\n"),
    "a text of several lines": ("a: |\n  one\n  two\nb: 2\n", {"a": "x", "b": "2"}, "a: x\nb: 2\n"),
    "beside a text of several lines": ("a: |\n  one\n  two\nb: 2\n", {"a": "'one\ntwo\n'", "b": "3"}, "a: |\n  one\n  two\nb: 3\n"),
    "a byte order mark": ("\ufeffa: 1\n", {"a": "2"}, "\ufeffa: 2\n"),
    "a document in brackets": ("{a: 1, b: 2}\n", {"a": "1", "b": "3"}, "{a: 1, b: 3}\n"),
    "brackets within change places": ("a: {x: 1,  y: 2}\nb: 1\n", {"a": {"y": "2", "x": "1"}, "b": "2"}, "a: {y: 2, x: 1}\nb: 2\n"),
    "a list in a list": ("a:\n- b\n- - c\n  - d\nb: 1 # b\n", {"a": ["b", ["c", "e"]], "b": "1"}, "a:\n- b\n- - c\n  - e\nb: 1 # b\n"),
    "a comment behind a dash: that key is written anew": ("a:\n  - # first\n    x\n  - y\nb: 1 # b\nc: 5 # c\n", {"a": ["x", "z"], "b": "1", "c": "6"}, "a:\n  [x, z]\nb: 1 # b\nc: 6 # c\n"),
    "a comment behind a dash, and a value in its place": ("a:\n  - # first\n    x\n  - y\nb:\n  # inside\n  z: 1\n", {"a": "5", "b": {"z": "1"}}, "a: 5\nb:\n  # inside\n  z: 1\n"),
    "nothing new": ("a:   1\n", {"a": "1"}, "a:   1\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_exactly_that(name: str) -> None:
    before, wanted, after = EDITS[name]
    done = rewrite(before, leaves(wanted))
    assert done == after
    assert same(read_values(done), leaves(wanted)) and rewrite(done, leaves(wanted)) == done


LONG = {f"key{n}": Leaf("x" * 20) for n in range(6)}


def test_what_is_too_long_for_a_line_stands_in_lines() -> None:
    told = rewrite("a: 1\nb: 2\n", {"a": LONG, "b": Leaf("2")})
    assert told == "a:\n" + "".join(f"  key{n}: {'x' * 20}\n" for n in range(6)) + "b: 2\n"
    assert rewrite(told, {"a": {"x": Leaf("1")}, "b": Leaf("2")}) == "a:\n  x: 1\nb: 2\n"


@pytest.mark.parametrize(("letters", "lines"), [(132, 1), (133, 2), (134, 3)])
def test_a_line_has_a_hundred_and_forty_signs_at_most(letters: int, lines: int) -> None:
    """``[x…, y]`` is 5 signs more than its letters: ``a: `` before it are 3, the two it stands to the right of its key are 2."""
    value = [Leaf("x" * letters), Leaf("y")]
    assert len(document({"a": value}).splitlines()) == lines
    assert len(in_lines(value, 2).split("\n")) == (1 if lines < 3 else 2)


@pytest.mark.parametrize(
    ("text", "is_suitable"),
    [
        ("a: 1\n", True), ("a: [1, 2]\n", True), ("a:\n- 1\n", True), ("a: &x 1\n", False), ("a: *x\n", False), ("&x a: 1\n", False), ("a: &x [1]\n", False), ("a: &x {b: 1}\n", False),
        ("[a]: 1\n", False), ("a: 1\na: 2\n", False), ("a: [", False), ("? a\n: 1\n", True), ('"a" : 1\n', True), ("a: 1 # b\n", True), ("", False),
    ],
)  # fmt: skip
def test_only_plain_documents_are_edited_in_place(text: str, is_suitable: bool) -> None:
    if is_suitable:
        assert written(text).value == values(text)
    else:
        with pytest.raises(Unsuitable):
            written(text)


def test_every_node_knows_where_it_is_written() -> None:
    text = "a: 1 # one\nb: {c: [x, 'y']}\nd:\n  - z # last\n# tail\n"
    root = written(text)
    a, b, d = root.entries
    assert (text[root.start : root.end], root.is_flow) == (text[: text.index("\n# tail")], False)
    assert (text[a.value.start : a.value.end], a.start, a.colon, a.value.leaf) == ("1", 0, 2, Leaf("1"))
    assert (text[b.value.start : b.value.end], b.value.is_flow) == ("{c: [x, 'y']}", True)
    assert [text[item.start : item.end] for item in b.value.entries[0].value.items] == ["x", "'y'"]
    assert (text[d.value.start : d.value.end], d.value.is_flow) == ("- z # last", False)
    empty = written("a:\nb: |\n  two\n\n\n").entries
    assert (empty[0].value.start, empty[0].value.end) == (2, 2)
    assert "a:\nb: |\n  two\n\n\n"[empty[1].value.start : empty[1].value.end] == "|\n  two"


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        (["a", "b"], ["a", "b"], [0, 1]), (["a", "b"], ["b", "a"], [1, 0]), (["a", "b"], ["b"], [1]), (["a", "b"], ["a", "x", "b"], [0, None, 1]), (["a", "b"], ["x", "b"], [0, 1]),
        (["a", "a"], ["a", "a"], [0, 1]), (["a"], ["a", "a"], [0, None]), ([], ["a"], [None]), (["a"], [], []),
        ([{"id": "p", "v": "1"}, {"id": "q"}], [{"id": "q", "v": "2"}, {"id": "p", "v": "3"}], [1, 0]),
        ([{"id": "p", "v": "1"}, {"id": "q"}], [{"id": "p", "v": "2"}], [0]),
        ([{"id": "p"}, {"id": "q"}], [{"id": "x"}, {"id": "q", "v": "1"}], [0, 1]),  # renamed where it stands
        ([{"v": "1"}, {"id": "q"}], [{"id": "x"}, {"v": "2"}], [0, 1]),
        ([{"id": ""}], [{"id": ""}, {"id": "", "v": "1"}], [0, None]),
        ([{"id": "p"}, {"id": "q"}, {"v": "1"}], [{"id": "q", "w": "1"}, {"v": "2"}, {"id": "x"}], [1, None, 2]),
    ],
)  # fmt: skip
def test_each_item_is_found_again(old: list, new: list, places: list[int | None]) -> None:
    assert [place for place, _ in match(leaves(old), leaves(new))] == places
    assert [value for _, value in match(leaves(old), leaves(new))] == leaves(new)


def test_a_value_is_set_added_and_taken_away() -> None:
    tree = leaves({"a": [{"b": "1"}, "2"], "c": "3"})
    assert value_at(tree, ("a", 0, "b")) == Leaf("1")
    assert [value_at(tree, path) for path in (("a", 2), ("a", -1), ("a", "b"), ("c", "d"), ("x",), ("c", 0))] == [None] * 6
    assert with_value(tree, ("a", 2), Leaf("x")) == leaves({"a": [{"b": "1"}, "2", "x"], "c": "3"})
    assert with_value(tree, ("a", 0), None) == leaves({"a": ["2"], "c": "3"})
    assert with_value(tree, ("a", 0, "b"), None) == leaves({"a": [{}, "2"], "c": "3"})
    assert with_value(tree, ("x", "y"), Leaf("z")) == leaves({"a": [{"b": "1"}, "2"], "c": "3", "x": {"y": "z"}})
    assert with_value(tree, ("c", 0), Leaf("z"))["c"] == [Leaf("z")] and with_value(tree, (), None) is None
    assert tree == leaves({"a": [{"b": "1"}, "2"], "c": "3"})


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("a", "a", True), ("a", "b", False), ("5", "'5'", False), ("a", "'a'", True), (None, None, True), (None, "a", False), ("a", ["a"], False), (["a"], ["a", "b"], False), (["a"], ["b"], False),
        ({"a": "1", "b": "2"}, {"b": "2", "a": "1"}, True), ({"a": "1"}, {"a": "1", "b": "2"}, False), ({"a": "1"}, {"a": "2"}, False), ({}, [], False), ([], [], True), ("''", "''", True), ("a", None, False),
    ],
)  # fmt: skip
def test_two_values_say_the_same_or_do_not(one: object, other: object, are: bool) -> None:
    assert same(leaves(one), leaves(other)) is are


@pytest.mark.parametrize(
    ("leaf", "text"),
    [
        (Leaf("tea"), "tea"), (Leaf("tea", True), "tea"), (Leaf("5"), "5"), (Leaf("5", True), '"5"'), (Leaf("-3"), "-3"), (Leaf("true", True), '"true"'), (Leaf("", True), '""'), (Leaf("a: b"), '"a: b"'),
        (Leaf("two words"), "two words"), (Leaf(" pad"), '" pad"'), (Leaf("---"), '"---"'), (Leaf("茶"), "茶"), (Leaf("a#"), '"a#"'), (Leaf("2026-01-01"), "2026-01-01"),
    ],
)  # fmt: skip
def test_a_leaf_is_written_so_that_it_reads_back(leaf: Leaf, text: str) -> None:
    assert leaf_text(leaf) == text
    assert same(read_values(f"a: {text}\n"), {"a": leaf})


def test_values_on_one_line() -> None:
    assert on_one_line(leaves({"a b": ["1", {"x:": "y"}], "茶": {}})) == '{a b: [1, {"x:": y}], 茶: {}}'
    assert (key_text("a.b"), key_text("a: b"), key_text("")) == ("a.b", '"a: b"', '""')
