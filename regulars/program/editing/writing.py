"""Values as YAML text, on one line where there is room and key by key where there is not."""

import json
import re

from regulars.program.editing.values import Leaf, Value, is_special

WIDEST = 140
_BARE = re.compile(r"\w(?:[\w ./-]*\w)?|[-+.]?[0-9][0-9.]*")


def leaf_text(leaf: Leaf) -> str:
    """In quotes where the leaf is a text that looks like something else, or where YAML would not read it back."""
    if (leaf.quoted and is_special(leaf.text)) or not _BARE.fullmatch(leaf.text) or leaf.text.startswith("---"):
        return json.dumps(leaf.text, ensure_ascii=False).replace("\x7f", "\\x7f")
    return leaf.text


def key_text(key: str) -> str:
    return key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def on_one_line(value: Value) -> str:
    if isinstance(value, Leaf):
        return leaf_text(value)
    if isinstance(value, list):
        return "[" + ", ".join(on_one_line(item) for item in value) + "]"
    return "{" + ", ".join(f"{key_text(key)}: {on_one_line(inner)}" for key, inner in value.items()) + "}"


def in_lines(value: Value, column: int) -> str:
    """The value where a line stands at ``column`` already: further lines begin there too."""
    line = on_one_line(value)
    if isinstance(value, Leaf) or not value or column + len(line) <= WIDEST:
        return line
    pad = "\n" + " " * column
    if isinstance(value, list):
        return pad.join("- " + in_lines(item, column + 2) for item in value)
    return pad.join(entry(key, inner, column) for key, inner in value.items())


def entry(key: str, value: Value, column: int) -> str:
    """``key: value`` of a mapping whose keys stand at ``column``."""
    head = key_text(key) + ":"
    line = on_one_line(value)
    if isinstance(value, Leaf) or not value or column + len(head) + 1 + len(line) <= WIDEST:
        return f"{head} {line}"
    return f"{head}\n{' ' * (column + 2)}{in_lines(value, column + 2)}"


def document(value: dict[str, Value]) -> str:
    return "\n".join(entry(key, inner, 0) for key, inner in value.items()) + "\n"
