"""A document with other values in it, and everything else as it was: comments, order, spacing, quotes.

``rewrite`` tries the smallest edit first and reads the result back. Where it does not say exactly what was wanted, a larger part is written anew:
the values are always right, what may be lost is the look of the part that changed.
"""

from collections.abc import Callable

from regulars.program.editing.blocks import block_list, block_mapping
from regulars.program.editing.flows import flow_list, flow_mapping
from regulars.program.editing.source import Unsuitable, Written, written
from regulars.program.editing.values import Leaf, Value, read_values, same
from regulars.program.editing.writing import document, in_lines, on_one_line

Render = Callable[[Written, Value], str]


def rewrite(text: str, new: dict[str, Value]) -> str:
    """``text`` with the values of ``new``. Unchanged values give the same text, byte for byte. text: readable YAML, see ``read_values``."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix("\ufeff")
    old = read_values(body)
    if old is not None and same(old, new) and list(old) == list(new):
        return text
    for attempt in (_fine, _coarse):
        try:
            done = attempt(body, new)
        except Unsuitable:
            continue
        if same(read_values(done), new):
            return mark + done
    return mark + document(new)


def _fine(text: str, new: dict[str, Value]) -> str:
    root = written(text)
    return text[: root.start] + _render(text, root, new, True) + text[root.end :]


def _coarse(text: str, new: dict[str, Value]) -> str:
    """Every key of the document that changed is written anew."""
    root = written(text)
    if root.is_flow or root.items is not None:
        raise Unsuitable
    return text[: root.start] + block_mapping(text, root, new, lambda old, value: _anew(text, old, value)) + text[root.end :]


def _render(text: str, old: Written, new: Value, top: bool = False) -> str:
    if same(old.value, new) and (not isinstance(new, dict) or [entry.key for entry in old.entries] == list(new)):
        return text[old.start : old.end]

    def inside(part: Written, value: Value) -> str:
        return _render(text, part, value)

    if isinstance(new, Leaf) or (not new and not top):
        return on_one_line(new)
    if isinstance(new, dict) and old.leaf is None and old.items is None:
        return flow_mapping(text, old, new, inside) if old.is_flow else block_mapping(text, old, new, inside)
    if isinstance(new, list) and old.items is not None:
        return flow_list(text, old, new, inside) if old.is_flow else block_list(text, old, new, inside)
    return on_one_line(new)


def _anew(text: str, old: Written, new: Value) -> str:
    return text[old.start : old.end] if same(old.value, new) else "\n  " + in_lines(new, 2) if not isinstance(new, Leaf) else on_one_line(new)
