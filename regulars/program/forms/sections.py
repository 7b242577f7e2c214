"""The pages a programme is edited on. A key of the schema that no page names gets one of its own, so that nothing is left out."""

from dataclasses import dataclass
from functools import cache

from regulars.program.editing.values import Leaf, Path, Value, value_at, with_value
from regulars.program.forms.shapes import Again, Group, Keyed, Rows, Shape, programme_shape, whole


@dataclass(frozen=True)
class Section:
    """``kind``: form, rows or named. ``path``: the list or mapping of a page of rows, the mapping a form is about. ``keys``: what of it the form shows."""

    id: str
    kind: str
    path: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def shape(self) -> Shape:
        """Of a form: the group it fills in; of rows: one row."""
        shape = whole(_shape_at(self.path))
        if self.kind == "form":
            assert isinstance(shape, Group)
            return Group(shape.address, tuple((key, part) for key, part in shape.parts if key in self.keys), shape.required & set(self.keys), shape.open)
        assert isinstance(shape, Rows | Keyed)
        return shape.item

    @property
    def address(self) -> str:
        return ".".join(self.path) or (self.keys[0] if len(self.keys) == 1 else "")


_ORDER = (
    Section("basics", "form", (), ("program", "name", "currency", "timezone", "enrol")),
    Section("wallets", "named", ("wallets",)),
    Section("earn", "rows", ("earn",)),
    Section("caps", "form", (), ("limits", "budget")),
    Section("levels", "rows", ("tiers", "levels")),
    Section("tiers", "form", ("tiers",), ("review", "down", "freeze", "visits_on")),
    Section("tier_score", "form", (), ("tier_score",)),
    Section("fast_tracks", "rows", ("fast_tracks",)),
    Section("paid", "rows", ("paid",)),
    Section("challenges", "rows", ("challenges",)),
    Section("badges", "rows", ("badges",)),
    Section("referral", "form", (), ("referral",)),
    Section("gifts", "form", (), ("gifts",)),
    Section("returns", "form", (), ("returns", "exclude", "not_earning")),
    Section("events", "named", ("events",)),
    Section("festivals", "named", ("festivals",)),
    Section("people", "form", (), ("birthdays", "profile")),
    Section("approval", "form", (), ("approval",)),
)


def _shape_at(path: tuple[str, ...]) -> Shape:
    shape: Shape = programme_shape()
    for key in path:
        inner = whole(shape)
        assert isinstance(inner, Group)
        shape = next(part for name, part in inner.parts if name == key)
    return shape


@cache
def sections() -> tuple[Section, ...]:
    """Every page, in the order they are shown. A key of the levels that no page names joins the page of reviews."""
    known = {key for each in _ORDER if each.path == () for key in each.keys} | {each.path[0] for each in _ORDER if each.path}
    own = tuple(_own(key, shape) for key, shape in programme_shape().parts if key not in known)
    tiers = whole(_shape_at(("tiers",)))
    assert isinstance(tiers, Group)
    rest = tuple(key for key, _ in tiers.parts if key != "levels")
    return tuple(Section("tiers", "form", ("tiers",), rest) if each.id == "tiers" else each for each in _ORDER) + own


def _own(key: str, shape: Shape) -> Section:
    inner = whole(shape) if isinstance(shape, Again) else shape
    if isinstance(inner, Rows) and not inner.may_be_one:
        return Section(key, "rows", (key,))
    return Section(key, "named", (key,)) if isinstance(inner, Keyed) else Section(key, "form", (), (key,))


def section(id: str) -> Section | None:
    return next((each for each in sections() if each.id == id), None)


def section_of(path: Path) -> tuple[Section, Path] | None:
    """The page a place of the document is edited on, and the place there."""
    for each in sections():
        if each.kind != "form" and path[: len(each.path)] == each.path:
            return each, path[len(each.path) :]
    for each in sections():
        if each.kind == "form" and path[: len(each.path)] == each.path and (path[len(each.path) :][:1] or ("",))[0] in each.keys:
            return each, path[len(each.path) :]
    return None


def shown_part(each: Section, document: dict[str, Value]) -> dict[str, Value]:
    """What of the document a form is about."""
    value = value_at(document, each.path)
    return {key: inner for key, inner in value.items() if key in each.keys} if isinstance(value, dict) else {}


def with_part(each: Section, document: dict[str, Value], new: dict[str, Value]) -> dict[str, Value]:
    """The document with a form's values: keys keep their place, what is new stands where the grammar has it."""
    old = value_at(document, each.path)
    before = old if isinstance(old, dict) else {}
    merged = {key: new.get(key, value) for key, value in before.items() if key in new or key not in each.keys}
    parent = whole(_shape_at(each.path))
    assert isinstance(parent, Group)
    for key in (key for key, _ in parent.parts if key in new and key not in merged):
        merged = placed(merged, key, new[key], tuple(name for name, _ in parent.parts))
    if not merged and old is None:
        return document
    made = with_value(document, each.path, merged)
    assert isinstance(made, dict)
    return in_order(document, made)


def in_order(before: dict[str, Value], after: dict[str, Value]) -> dict[str, Value]:
    """A key of the document that is new stands behind those the grammar has before it."""
    order = tuple(name for name, _ in programme_shape().parts)
    done = {key: value for key, value in after.items() if key in before}
    for key, value in after.items():
        if key not in before:
            done = placed(done, key, value, order)
    return done


def placed(values: dict[str, Value], key: str, value: Value, order: tuple[str, ...]) -> dict[str, Value]:
    earlier = set(order[: order.index(key)]) if key in order else set(values)
    place = max((number + 1 for number, known in enumerate(values) if known in earlier), default=0)
    items = list(values.items())
    items.insert(place, (key, value))
    return dict(items)


def like(old: Value | None, new: Value) -> Value:
    """``new`` with its keys in the order of ``old``, deep inside too; keys that are new stay behind their neighbours."""
    if isinstance(old, dict) and isinstance(new, dict):
        kept = {key: like(old[key], new[key]) for key in old if key in new}
        order = tuple(new)
        for key in order:
            if key not in kept:
                kept = placed(kept, key, new[key], order)
        return kept
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [like(*pair) for pair in zip(old, new, strict=True)]
    return new


def name_of(value: Value) -> str:
    """What a row is called: its id."""
    id = value.get("id") if isinstance(value, dict) else None
    return id.text if isinstance(id, Leaf) else ""
