"""A form as a browser sends it, and back: flat names with what was typed. ``read_box(shape, names_of(box)) `` gives the same box."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from regulars.program.editing.values import Leaf, Value
from regulars.program.forms.boxes import Box, further_box
from regulars.program.forms.shapes import Choice, Field, Group, Keyed, Lines, OneOf, Rows, Shape, whole
from regulars.program.forms.units import UNITS, joined, parted

MOST_ROWS = 1_000
DEEPEST = 30
Posted = Callable[[str], str | None]


def names_of(box: Box) -> dict[str, str]:
    """Every name the form posts."""
    shape, name = box.shape, box.name
    if box.raw is not None:
        return {f"{name}@r": json.dumps(_packed(box.raw), ensure_ascii=False)}
    if isinstance(shape, Field) and shape.kind in UNITS:
        parts = parted(shape.kind, box.text)
        return {name: box.text} if parts is None else {name: parts[0], f"{name}@u": parts[1]}
    if isinstance(shape, Field | Choice):
        return {name: box.text}
    flags = {f"{name}@{flag}": "1" for flag, on in (("g", box.is_open), ("e", box.keeps), ("l", box.is_list)) if on}
    if isinstance(shape, Lines):
        return {name: box.text, **flags}
    if isinstance(shape, OneOf):
        found = {f"{name}@a": "" if box.alternative is None else str(box.alternative)}
    else:
        found = flags if isinstance(shape, Group) else {f"{name}@n": str(len(box.parts)), **flags}
        if box.further:
            found[f"{name}@m"] = str(len(box.further))
    for part_key, part in [*box.parts, *box.further] if isinstance(shape, Group) else box.parts:
        if isinstance(shape, Keyed) or any(part is each for _, each in box.further):
            found[f"{part.name}@k"] = part_key
        found |= names_of(part)
    return found


def read_box(shape: Shape, posted: Mapping[str, str] | Posted, name: str = "f", depth: int = 0) -> Box:
    """What was posted, whatever it is: no text makes this raise."""
    ask: Posted = posted.get if isinstance(posted, Mapping) else posted
    shape = whole(shape)
    box = Box(shape, name)
    kept = ask(f"{name}@r")
    if kept is not None or depth > DEEPEST:
        box.raw = unpacked(kept)
        return box
    box.is_open, box.keeps, box.is_list = (ask(f"{name}@{flag}") == "1" for flag in ("g", "e", "l"))
    if isinstance(shape, Field | Choice | Lines):
        text = (ask(name) or "").replace("\r\n", "\n")
        unit = ask(f"{name}@u") if isinstance(shape, Field) and shape.kind in UNITS else None
        box.text = text if unit is None else joined(text, unit)
    elif isinstance(shape, OneOf):
        _read_choice(box, shape, ask, depth)
    elif isinstance(shape, Rows | Keyed):
        for place in range(_count(ask(f"{name}@n"))):
            own = f"{name}/{place}"
            box.parts.append((ask(f"{own}@k") or "", read_box(shape.item, ask, own, depth + 1)))
    elif isinstance(shape, Group):
        _read_group(box, shape, ask, depth)
    return box


def _read_choice(box: Box, shape: OneOf, ask: Posted, depth: int) -> None:
    place = _count(ask(f"{box.name}@a") or "-1", -1)
    if not 0 <= place < len(shape.alternatives):
        return
    box.alternative = place
    inner = shape.alternatives[place].shape
    if inner is not None:
        box.parts = [("", read_box(inner, ask, f"{box.name}/{place}", depth + 1))]
        if isinstance(box.parts[0][1].shape, Group):
            box.parts[0][1].is_open = True


def _read_group(box: Box, shape: Group, ask: Posted, depth: int) -> None:
    if shape.sparse and not box.is_open:
        return
    box.parts = [(key, read_box(part, ask, f"{box.name}/{key}", depth + 1)) for key, part in shape.parts]
    for place in range(_count(ask(f"{box.name}@m"))):
        own = f"{box.name}/?{place}"
        key, kept = ask(f"{own}@k") or "", ask(f"{own}@r")
        if kept is not None or shape.open is None:
            box.further.append((key, further_box(shape, key, unpacked(kept), own)))
        else:
            box.further.append((key.strip(), read_box(shape.open.item, ask, own, depth + 1)))


def _count(text: str | None, otherwise: int = 0) -> int:
    return min(int(text), MOST_ROWS) if text and text.isascii() and text.isdecimal() and len(text) < 6 else otherwise


def _packed(value: Value) -> Any:
    if isinstance(value, Leaf):
        return [value.text, value.quoted]
    if isinstance(value, list):
        return {"list": [_packed(item) for item in value]}
    return {"keys": [[key, _packed(inner)] for key, inner in value.items()]}


def unpacked(text: str | None) -> Value:
    """Anything else than what ``_packed`` wrote reads as an empty text."""
    try:
        return _opened(json.loads(text or ""))
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        return Leaf("", True)


def _opened(data: Any) -> Value:
    if isinstance(data, list):
        return Leaf(str(data[0]), bool(data[1]))
    if "list" in data:
        return [_opened(item) for item in data["list"]]
    return {str(key): _opened(inner) for key, inner in data["keys"]}
