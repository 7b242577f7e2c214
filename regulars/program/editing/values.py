"""A document as plain values: what a form fills in and reads back. A leaf keeps its source text, so ``0.10`` stays ``0.10``."""

from typing import NamedTuple

from regulars.program.findings import Notes
from regulars.program.values import LOOKS_NUMERIC
from regulars.program.yaml_lines import Listing, Mapping, Node, read_tree

_WORDS_OF_YAML = {"", "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE"}


class Leaf(NamedTuple):
    """``quoted``: written in quotes, and therefore a text whatever it looks like."""

    text: str
    quoted: bool = False


Value = Leaf | list["Value"] | dict[str, "Value"]


def is_special(text: str) -> bool:
    """Whether quotes make a difference: YAML would read the bare text as a number, true, false or nothing."""
    return text in _WORDS_OF_YAML or bool(LOOKS_NUMERIC.fullmatch(text))


def same(one: Value | None, other: Value | None) -> bool:
    """Whether both say the same, keys in any order; quotes count only where they make a difference."""
    if isinstance(one, Leaf) and isinstance(other, Leaf):
        return one.text == other.text and (one.quoted == other.quoted or not is_special(one.text))
    if isinstance(one, Leaf) or isinstance(other, Leaf) or one is None or other is None:
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(*pair) for pair in zip(one, other, strict=True))
    return False


def node_value(node: Node) -> Value:
    if isinstance(node, Mapping):
        return {entry.key: node_value(entry.value) for entry in node.entries.values()}
    if isinstance(node, Listing):
        return [node_value(item) for item in node.items]
    return Leaf(node.text, node.quoted)


def read_values(text: str) -> dict[str, Value] | None:
    """The document as values; None where YAML itself is broken, keys stand twice, or it is no mapping."""
    notes = Notes()
    root = read_tree(text, notes)
    if root is None or notes.has_errors or not isinstance(root, Mapping):
        return None
    value = node_value(root)
    assert isinstance(value, dict)
    return value


Path = tuple[str | int, ...]


def value_at(value: Value | None, path: Path) -> Value | None:
    """What stands at ``path`` (keys, and places from 0); None when there is nothing."""
    for step in path:
        if isinstance(step, str) and isinstance(value, dict):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and 0 <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def with_value(value: Value | None, path: Path, new: Value | None) -> Value | None:
    """A copy with ``new`` at ``path``; None takes it away, and a mapping that is missing on the way is made. One place behind a list's end appends."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(step, str):
        old = value if isinstance(value, dict) else {}
        inner = with_value(old.get(step), rest, new)
        if inner is None:
            return {key: each for key, each in old.items() if key != step}
        return {**old, step: inner}
    items = list(value) if isinstance(value, list) else []
    inner = with_value(items[step] if step < len(items) else None, rest, new)
    items[step : step + 1] = [] if inner is None else [inner]
    return items
