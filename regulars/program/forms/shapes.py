"""The schema as shapes that a form can show: fields, groups of fields, rows, rows with names, and choices between them.

Every property has an **address**: the definition it stands in and the way from there, such as ``rule.streak.days``. Labels hang on addresses (``labels.py``).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Union

from regulars.program.schema import json_schema

Schema = Mapping[str, Any]
_KINDS = ("id", "label", "number", "positive", "share", "duration", "span", "date", "event_type")  # definitions that are one value
_SPARSE = 12  # a group of more parts than this shows only those that are given


@dataclass(frozen=True)
class Field:
    """One value. ``kind``: a definition's name, or words, whole, yes_no, day_of_year, value, text. ``least``, ``most``: of numbers."""

    address: str
    kind: str
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Choice:
    """One of some words."""

    address: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Lines:
    """Several plain values, one a line. ``may_be_one``: a single value may stand for a list of one."""

    address: str
    item: Field | Choice
    may_be_one: bool = False


@dataclass(frozen=True)
class Rows:
    address: str
    item: "Shape"
    may_be_one: bool = False


@dataclass(frozen=True)
class Keyed:
    """Rows with a name each; no two of one name."""

    address: str
    item: "Shape"


@dataclass(frozen=True)
class Open:
    """What else a group may hold: keys of a pattern, all of one shape."""

    address: str
    pattern: str
    item: "Shape"


@dataclass(frozen=True)
class Group:
    """``parts``: (key, shape). ``open``: further keys. A ``sparse`` group shows what is given, and offers the rest."""

    address: str
    parts: tuple[tuple[str, "Shape"], ...]
    required: frozenset[str] = frozenset()
    open: Open | None = None

    @property
    def sparse(self) -> bool:
        return len(self.parts) > _SPARSE and not self.required


@dataclass(frozen=True)
class Alternative:
    """``name``: the word it stands for, or what tells it apart. ``shape`` None: the word itself is the value."""

    name: str
    shape: "Shape | None"


@dataclass(frozen=True)
class OneOf:
    address: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True)
class Again:
    """A definition of the schema, looked up when it is needed: it may stand inside itself."""

    address: str
    definition: str


Shape = Union["Field", "Choice", "Lines", "Rows", "Keyed", "Group", "OneOf", "Again"]


@dataclass
class _Reader:
    definitions: Schema

    def read(self, schema: Schema, address: str) -> Shape:
        if "$ref" in schema:
            return self._definition(str(schema["$ref"]).removeprefix("#/$defs/"), address)
        if "enum" in schema or "const" in schema:
            return Choice(address, tuple(str(word) for word in schema.get("enum", [schema.get("const")])))
        kind = schema.get("type")
        if kind == "object":
            return self._mapping(schema, address)
        if kind == "array":
            return self._list(schema["items"], address, may_be_one=False)
        several = schema.get("oneOf") or schema.get("anyOf")
        if kind is None and several:
            return self._one_of(several, address)
        return _field(schema, address)

    def _definition(self, name: str, address: str) -> Shape:
        if name in _KINDS:
            bounds = self.definitions[name]
            return Field(address, name, bounds.get("minimum"), bounds.get("maximum"))
        return Again(address, name)

    def _mapping(self, schema: Schema, address: str) -> Shape:
        further = schema.get("additionalProperties")
        if isinstance(further, Mapping):
            return Keyed(address, self.read(further, _within(address, "*")))
        parts = tuple((key, self.read(inner, _within(address, key))) for key, inner in schema.get("properties", {}).items() if inner is not False)
        patterns = schema.get("patternProperties")
        more = None
        if patterns:
            pattern, inner = next(iter(patterns.items()))
            more = Open(_within(address, "?"), pattern, self.read(inner, _within(address, "?")))
        return Group(address, parts, frozenset(schema.get("required", ())), more)

    def _list(self, items: Schema, address: str, may_be_one: bool) -> Shape:
        item = self.read(items, _within(address, "*"))
        if isinstance(item, OneOf) and all(isinstance(each.shape, Field | None) for each in item.alternatives):
            item = Field(address, "label")
        return Lines(address, item, may_be_one) if isinstance(item, Field | Choice) else Rows(address, item, may_be_one)

    def _one_of(self, several: Sequence[Schema], address: str) -> Shape:
        if len(several) == 2 and _is_words(several):
            return OneOf(address, (Alternative("languages", self.read(several[1], "text")), Alternative("words", Field("text", "words"))))
        left = list(several)
        alternatives: list[Alternative] = []
        while left:
            schema = left.pop(0)
            many = next((other for other in left if other.get("type") == "array" and other["items"] == schema), None)
            if many is not None:
                left.remove(many)
                shape = self._list(schema, address, may_be_one=True)
                alternatives.append(Alternative("several", shape))
            elif "enum" in schema or "const" in schema:
                alternatives += [Alternative(str(word), None) for word in schema.get("enum", [schema.get("const")])]
            else:
                shape = self.read(schema, address)
                inner = definition(shape.definition) if isinstance(shape, Again) else shape
                if isinstance(inner, OneOf):  # a choice in a choice is one choice
                    alternatives += inner.alternatives
                else:
                    alternatives.append(Alternative(_name_of(schema, shape), shape))
        return alternatives[0].shape if len(alternatives) == 1 and alternatives[0].shape else OneOf(address, tuple(alternatives))


def _field(schema: Schema, address: str) -> Field:
    kind = schema.get("type")
    if isinstance(kind, list):
        return Field(address, "value" if "boolean" in kind or "minimum" not in schema else "label")
    if kind == "boolean":
        return Field(address, "yes_no")
    if kind == "integer":
        return Field(address, "whole", schema.get("minimum"), schema.get("maximum"))
    if kind == "number":
        return Field(address, "number", schema.get("minimum"), schema.get("maximum"))
    if schema.get("pattern") == r"\S":
        return Field(address, "words")
    return Field(address, "day_of_year" if "-[0-9]{2}$" in str(schema.get("pattern", "")) and "{4}" not in str(schema.get("pattern")) else "text")


def _is_words(several: Sequence[Schema]) -> bool:
    return several[0].get("pattern") == r"\S" and set(several[1].get("properties", ())) == {"en", "zh-Hans", "zh-Hant"}


def _name_of(schema: Schema, shape: Shape) -> str:
    """What tells an alternative apart: the keys it needs, else what kind of value it is."""
    if "$ref" in schema and not isinstance(shape, Group):
        return str(schema["$ref"]).rpartition("/")[2]
    if isinstance(shape, Group):
        return "+".join(str(key) for key in schema.get("required", ())) or ("measured" if shape.open else "settings")
    if isinstance(shape, Keyed):
        return "by_name"
    if isinstance(shape, Rows | Lines):
        return "several"
    return "value"


def _within(address: str, key: str) -> str:
    return f"{address}.{key}" if address else key


@lru_cache(maxsize=1)
def programme_shape() -> Group:
    schema = json_schema()
    shape = _Reader(schema["$defs"]).read({key: value for key, value in schema.items() if key != "$defs"}, "")
    assert isinstance(shape, Group)
    return shape


@cache
def definition(name: str) -> Shape:
    """A definition's own shape: what an ``Again`` stands for."""
    schema = json_schema()
    return _Reader(schema["$defs"]).read(schema["$defs"][name], name)


def whole(shape: Shape) -> Shape:
    return definition(shape.definition) if isinstance(shape, Again) else shape


@lru_cache(maxsize=64)
def open_pattern(pattern: str) -> "re.Pattern[str]":
    return re.compile(pattern)


def definitions() -> tuple[str, ...]:
    """Every definition that is more than one value."""
    return tuple(name for name in json_schema()["$defs"] if name not in _KINDS)
