"""What the buttons of a form do to it: add, take away, move, copy. A change is a word and a box's name: ``add:f/limit``, ``up:f/limit/2``."""

from collections.abc import Callable

from regulars.program.editing.values import Path
from regulars.program.forms.boxes import Box, Parts, fill, further_box, open_alternative, open_group, value_of
from regulars.program.forms.posted import MOST_ROWS
from regulars.program.forms.shapes import Group, Keyed, OneOf, Rows, Shape


def change(root: Box, do: str, picked: Callable[[str], str | None]) -> Box:
    """The form after a button, changed in place; what the button no longer finds changes nothing. ``picked``: what a form's own choices say, by name."""
    word, _, name = do.partition(":")
    if word == "add":
        box = find(root, name)
        if box is not None:
            _add(box, picked(f"{name}@p") or "")
    elif word in ("drop", "up", "down", "copy"):
        _with_parent(root, name, word)
    return _named_anew(root)


def find(root: Box, name: str) -> Box | None:
    if root.name == name:
        return root
    return next((found for _, part in [*root.parts, *root.further] if name.startswith(part.name) and (found := find(part, name))), None)


def _add(box: Box, picked: str) -> None:
    shape = box.shape
    if isinstance(shape, Rows | Keyed) and len(box.parts) < MOST_ROWS:
        box.parts.append(("", _ready(shape.item, f"{box.name}/{len(box.parts)}")))
    elif isinstance(shape, Group):
        open_group(box)
        for key, part in box.parts:
            if key == picked:
                _open(part)
        if picked and shape.open is not None and picked not in dict(box.parts):
            box.further.append((picked, further_box(shape, picked, None, f"{box.name}/?{len(box.further)}")))
            _open(box.further[-1][1])


def _ready(shape: Shape, name: str) -> Box:
    box = fill(shape, None, name)
    _open(box)
    return box


def _open(box: Box) -> None:
    """Ready to be filled in: a group with its fields, rows with a first one, a choice at its first way."""
    if isinstance(box.shape, Group):
        open_group(box)
    elif isinstance(box.shape, Rows) and not box.parts:
        _add(box, "")
    elif isinstance(box.shape, OneOf) and box.alternative is None:
        open_alternative(box, 0)


def _with_parent(box: Box, name: str, word: str) -> bool:
    for parts in (box.parts, box.further):
        for place, (key, part) in enumerate(parts):
            if part.name == name:
                _change_parts(box, parts, place, key, word)
                return True
            if name.startswith(part.name + "/") and _with_parent(part, name, word):
                return True
    return False


def _change_parts(box: Box, parts: Parts, place: int, key: str, word: str) -> None:
    is_row = isinstance(box.shape, Rows | Keyed) or parts is box.further
    if word == "drop" and is_row:
        del parts[place]
        box.is_list = box.is_list and bool(parts)
    elif word == "drop":
        parts[place] = (key, fill(parts[place][1].shape, None, parts[place][1].name))
    elif word == "copy" and isinstance(box.shape, Rows) and len(parts) < MOST_ROWS:
        own = parts[place][1]
        parts.insert(place + 1, (key, fill(own.shape, value_of(own), own.name)))
    elif word in ("up", "down") and isinstance(box.shape, Rows):
        other = place - 1 if word == "up" else place + 1
        if 0 <= other < len(parts):
            parts[place], parts[other] = parts[other], parts[place]


def _named_anew(box: Box) -> Box:
    """Names say where a box stands: after a move they are told anew."""
    _rename(box, box.name)
    return box


def _rename(box: Box, name: str) -> None:
    box.name = name
    for place, (key, part) in enumerate(box.parts):
        if isinstance(box.shape, Group):
            _rename(part, f"{name}/{key}")
        elif isinstance(box.shape, OneOf):
            _rename(part, f"{name}/{box.alternative}")
        else:
            _rename(part, f"{name}/{place}")
    for place, (_, part) in enumerate(box.further):
        _rename(part, f"{name}/?{place}")


def box_at(root: Box, path: Path) -> Box:
    """The box of a place in the document, as deep as the form goes."""
    box = _chosen(root)
    if not path:
        return root
    step, rest = path[0], path[1:]
    if isinstance(box.shape, Rows) and not isinstance(step, int) and box.parts:
        return box_at(box.parts[0][1], path)  # one that stands alone
    if isinstance(step, int):
        inner = [part for _, part in box.parts][step : step + 1] if isinstance(box.shape, Rows) else []
    else:
        inner = [part for key, part in [*box.parts, *box.further] if key == step and not isinstance(box.shape, Rows)]
    return box_at(inner[0], rest) if inner else root


def _chosen(box: Box) -> Box:
    while isinstance(box.shape, OneOf) and box.parts:
        box = box.parts[0][1]
    return box
