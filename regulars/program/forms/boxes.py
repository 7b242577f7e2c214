"""A form as data: each box holds a shape and what was filled in. From the document (``fill``), to the document (``value_of``).

What a shape can't hold (a key nobody knows, a list where a number belongs) is kept as it is in a raw box: a form never loses or changes what it does not understand.

    value_of(fill(shape, value)) says the same as value
"""

from dataclasses import dataclass, field

from regulars.program.editing.values import Leaf, Value
from regulars.program.forms import leaves
from regulars.program.forms.shapes import (
    Choice,
    Field,
    Group,
    Keyed,
    Lines,
    OneOf,
    Open,
    Rows,
    Shape,
    open_pattern,
    whole,
)

Parts = list[tuple[str, "Box"]]


@dataclass
class Box:
    """One place of a form. ``name``: how it is posted.

    text: of a field or a choice; of lines, one value a line. parts: (key, box) of a group and of named rows; rows have no keys, and the chosen
    alternative of a OneOf is its only part. further: a group's keys of a pattern, and those nobody knows. is_open: a group that is filled in.
    keeps: an empty mapping or list was written and stays. is_list: a list was written where one value might have stood alone. raw: what the shape can't hold.
    """

    shape: Shape
    name: str
    text: str = ""
    parts: Parts = field(default_factory=list)
    further: Parts = field(default_factory=list)
    alternative: int | None = None
    is_open: bool = False
    keeps: bool = False
    is_list: bool = False
    raw: Value | None = None


def fill(shape: Shape, value: Value | None, name: str = "f") -> Box:
    shape = whole(shape)
    box = Box(shape, name)
    if value is None:
        _leave_empty(box)
    elif not holds(shape, value):
        box.raw = value
    elif isinstance(shape, Field | Choice):
        assert isinstance(value, Leaf)
        box.text = leaves.shown(shape, value)
    elif isinstance(shape, Lines | Rows):
        _fill_several(box, shape, value)
    elif isinstance(shape, Keyed):
        assert isinstance(value, dict)
        box.keeps = not value
        box.parts = [(key, fill(shape.item, inner, f"{name}/{place}")) for place, (key, inner) in enumerate(value.items())]
    elif isinstance(shape, Group):
        assert isinstance(value, dict)
        box.is_open, box.keeps = True, not value
        _fill_group(box, shape, value)
    elif isinstance(shape, OneOf):
        _choose(box, shape, value)
    return box


def _leave_empty(box: Box) -> None:
    """A group that may hold anything waits until somebody asks for it; others stand there to be filled in. Names are worded in each language."""
    if isinstance(box.shape, Group) and not box.shape.sparse:
        _fill_group(box, box.shape, {})
    if isinstance(box.shape, OneOf) and box.shape.address == "text":
        open_alternative(box, 0)


def _fill_several(box: Box, shape: Lines | Rows, value: Value) -> None:
    box.is_list = isinstance(value, list)
    box.keeps = box.is_list and not value
    items = value if isinstance(value, list) else [value]
    if isinstance(shape, Lines):
        box.text = "\n".join(leaves.line(shape.item, item) for item in items if isinstance(item, Leaf))
    else:
        box.parts = [("", fill(shape.item, item, f"{box.name}/{place}")) for place, item in enumerate(items)]


def _fill_group(box: Box, shape: Group, given: dict[str, Value]) -> None:
    box.parts = [(key, fill(part, given.get(key), f"{box.name}/{key}")) for key, part in shape.parts]
    known = {key for key, _ in shape.parts}
    further = ((key, value) for key, value in given.items() if key not in known)
    box.further = [(key, further_box(shape, key, value, f"{box.name}/?{place}")) for place, (key, value) in enumerate(further)]


def further_box(shape: Group, key: str, value: Value | None, name: str) -> Box:
    """A key of the group's pattern; one that nobody knows is kept raw."""
    if shape.open is not None and (value is None or matches(shape.open, key)):
        return fill(shape.open.item, value, name)
    return Box(Field("", "value"), name, raw=value)


def matches(more: Open, key: str) -> bool:
    return bool(open_pattern(more.pattern).search(key))


def open_group(box: Box) -> None:
    """Ready to be filled in."""
    assert isinstance(box.shape, Group)
    box.is_open = True
    if not box.parts:
        _fill_group(box, box.shape, {})


def open_alternative(box: Box, place: int) -> None:
    assert isinstance(box.shape, OneOf)
    inner = box.shape.alternatives[place].shape
    box.alternative, box.raw = place, None
    box.parts = [] if inner is None else [("", fill(inner, None, f"{box.name}/{place}"))]
    if box.parts and isinstance(box.parts[0][1].shape, Group):
        open_group(box.parts[0][1])


def _choose(box: Box, shape: OneOf, value: Value) -> None:
    for place, alternative in enumerate(shape.alternatives):
        if alternative.shape is None and isinstance(value, Leaf) and value.text == alternative.name:
            box.alternative = place
            return
    for fit in (fits, _resembles):
        for place, alternative in enumerate(shape.alternatives):
            inner = alternative.shape
            if inner is not None and holds(inner, value) and fit(inner, value):
                box.alternative = place
                box.parts = [("", fill(inner, value, f"{box.name}/{place}"))]
                return
    box.raw = value


def holds(shape: Shape, value: Value) -> bool:
    """Whether this kind of value stands in such a box and comes back unchanged."""
    shape = whole(shape)
    if isinstance(shape, Field | Choice):
        return isinstance(value, Leaf) and leaves.holds(shape, value)
    if isinstance(shape, Lines):
        items = value if isinstance(value, list) else [value]
        return (isinstance(value, list) or shape.may_be_one) and all(isinstance(item, Leaf) and bool(item.text.strip()) and (leaves.holds(shape.item, item) or not leaves.is_text(shape.item)) for item in items)
    if isinstance(shape, Rows):
        return isinstance(value, list) or (shape.may_be_one and isinstance(value, dict))
    return isinstance(shape, OneOf) or isinstance(value, dict)


def fits(shape: Shape, value: Value) -> bool:
    """Beyond ``holds``: no key it does not know, every key it needs, only words it knows."""
    shape = whole(shape)
    if isinstance(shape, Choice):
        return isinstance(value, Leaf) and value.text in shape.options
    if isinstance(shape, Rows) and isinstance(value, list):
        return all(holds(shape.item, item) and fits(shape.item, item) for item in value)
    if isinstance(shape, Group) and isinstance(value, dict):
        known = {key for key, _ in shape.parts}
        return shape.required <= value.keys() and all(key in known or (shape.open is not None and matches(shape.open, key)) for key in value)
    if isinstance(shape, OneOf):
        return any(
            (isinstance(value, Leaf) and value.text == each.name) if each.shape is None else holds(each.shape, value) and fits(each.shape, value)
            for each in shape.alternatives
        )
    return True


def _resembles(shape: Shape, value: Value) -> bool:
    """Something of it is there: enough to show it, and to say at its place what is wrong."""
    shape = whole(shape)
    return not isinstance(shape, Group) or not isinstance(value, dict) or not value or bool(shape.required & value.keys()) or not shape.required


def value_of(box: Box) -> Value | None:
    """What the document says; None for nothing. What is empty says nothing, unless it was written so."""
    shape = box.shape
    if box.raw is not None:
        return box.raw
    if isinstance(shape, Field | Choice):
        return leaves.typed(shape, box.text)
    if isinstance(shape, OneOf):
        return _chosen_value(box, shape)
    if isinstance(shape, Lines):
        said = [leaf for text in box.text.splitlines() if (leaf := leaves.typed_line(shape.item, text)) is not None]
        return _several(box, list(said), shape.may_be_one)
    if isinstance(shape, Rows):
        return _several(box, [{} if (value := value_of(part)) is None else value for _, part in box.parts], shape.may_be_one)
    if isinstance(shape, Keyed):
        named: dict[str, Value] = {key: {} if (value := value_of(part)) is None else value for key, part in box.parts}
        return named if named or box.keeps else None
    found = {key: value for key, part in [*box.parts, *box.further] if (value := value_of(part)) is not None}
    return found if found or box.keeps else None


def _several(box: Box, values: list[Value], may_be_one: bool) -> Value | None:
    if may_be_one and len(values) == 1 and not box.is_list:
        return values[0]
    return values if values or box.keeps else None


def _chosen_value(box: Box, shape: OneOf) -> Value | None:
    """Somebody who chose a way and left it empty is told what is missing; a name may stay empty."""
    if box.alternative is None:
        return None
    alternative = shape.alternatives[box.alternative]
    if alternative.shape is None:
        return Leaf(alternative.name)
    value = value_of(box.parts[0][1])
    if value is not None or shape.address == "text":
        return value
    inner = whole(alternative.shape)
    return Leaf("", True) if isinstance(inner, Field | Choice) else [] if isinstance(inner, Lines | Rows) else {}
