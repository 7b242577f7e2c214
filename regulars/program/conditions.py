"""``when:`` — a condition of a rule: fields compared with values, and any, all, not around them."""

import re
from collections.abc import Callable
from typing import cast

from regulars.program.comparisons import test_of
from regulars.program.document_conditions import AllOf, AnyOf, Condition, FieldIs, NotOf
from regulars.program.event_types import EventType
from regulars.program.field_kinds import KINDS, kind_of, kind_of_declared
from regulars.program.findings import Notes, meant
from regulars.program.names import Names
from regulars.program.values import listing
from regulars.program.yaml_lines import Entry, Mapping, Node

EVENT_FIELD = re.compile(r"event\.[A-Za-z_][A-Za-z0-9_]{0,63}", re.ASCII)


def condition(names: Names, on: str = "") -> Callable[[Node, Notes], Condition | None]:
    """A reader of conditions about events of type ``on``. Several keys in one mapping all have to hold."""

    def read(node: Node, notes: Notes) -> Condition | None:
        if not isinstance(node, Mapping):
            notes.error("not_a_mapping", node.line, where=node.path)
            return None
        if not node.entries:
            notes.error("empty_list", node.line, where=node.path)
        parts = [part for entry in node.entries.values() if (part := _part(entry, notes)) is not None]
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _part(entry: Entry, notes: Notes) -> Condition | None:
        if entry.key in ("any", "all"):
            parts = cast(tuple[Condition, ...], tuple(listing(read, at_least=1)(entry.value, notes) or ()))
            return AnyOf(parts) if entry.key == "any" else AllOf(parts)
        if entry.key == "not":
            inner = read(entry.value, notes)
            return None if inner is None else NotOf(inner)
        return _field_is(entry, notes, names, names.events.get(on))

    return read


def _field_is(entry: Entry, notes: Notes, names: Names, type: EventType | None) -> Condition | None:
    if entry.key not in KINDS and not EVENT_FIELD.fullmatch(entry.key):
        known = [*KINDS, "any", "all", "not"]
        notes.error(
            "unknown_field", entry.line, where=entry.value.path, text=entry.key[:60], meant=meant(entry.key, known)
        )
        return None
    kind = kind_of(entry.key, names)
    if type is not None and entry.key.startswith("event."):
        field = type.field(entry.key.removeprefix("event."))
        if field is None and type.id in names.declared:
            known = [f"event.{each.name}" for each in type.fields]
            notes.error("event_field_unknown", entry.line, event=type.id, text=entry.key, meant=meant(entry.key, known))
            return None
        kind = kind if field is None else kind_of_declared(field, names)
    test = test_of(kind, entry.value, notes)
    return None if test is None else FieldIs(entry.key, test)
