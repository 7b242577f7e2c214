"""``events:`` — event types of the shop's own: which fields they carry, what they count as, and how often."""

import re
from typing import cast

from regulars.kit.text import Text
from regulars.program.event_types import BEHAVIOURS, EVERY_DAY, EVERY_EVENT, LIFETIME, YIELDING, EventField, EventType
from regulars.program.fields import Fields
from regulars.program.findings import Notes, meant
from regulars.program.names import BUILT_IN_MEASURES, Names
from regulars.program.pool_terms import POOL_EVENTS
from regulars.program.values import choice, event_type, label, listing, string, words, yes_no
from regulars.program.yaml_lines import Entry, Mapping, Node, Scalar

MOST_TYPES, MOST_FIELDS, MOST_CHOICES = 100, 40, 100
FIELD_KINDS = ("text", "number", "money", "bool", "date")
FIELD_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}", re.ASCII)
MEASURE_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_KEPT = ("order.paid", "order.returned", *POOL_EVENTS)  # the house's own, like everything under these words:
_KEPT_WORDS = ("member", "points", "time", "tier", "referral", "challenge", "badge")
_KEPT_FIELDS = ("spend", "visits", "score")


def read_events(node: Node, notes: Notes, names: Names) -> tuple[EventType, ...]:
    """The declared types in the document's order; they are entered into ``names`` beside the built-in behaviours."""
    if not isinstance(node, Mapping):
        notes.error("not_a_mapping", node.line, where=node.path)
        return ()
    if len(node.entries) > MOST_TYPES:
        notes.error("too_many", node.line, where=node.path, count=len(node.entries), limit=MOST_TYPES)
        return ()
    declared = [type for entry in node.entries.values() if (type := _type(entry, notes, names)) is not None]
    names.events |= {type.id: type for type in declared}
    names.declared |= {type.id for type in declared}
    return tuple(declared)


def _type(entry: Entry, notes: Notes, names: Names) -> EventType | None:
    id = event_type(Scalar(entry.line, entry.value.path, entry.key, quoted=True), notes)
    if id is not None and (id in _KEPT or id.partition(".")[0] in _KEPT_WORDS):
        notes.error("event_reserved", entry.line, event=id)
        id = None
    fields = Fields(entry.value, notes)
    built_in = BEHAVIOURS.get(id or "", EventType(id or ""))
    if built_in.id in YIELDING:
        built_in = built_in.yielding()
    own = fields.take("fields", lambda node, notes: _fields(node, notes, built_in), ())
    type = built_in.extended(own)
    once_per = fields.take("once_per", string, built_in.once_per)
    counted = [field.name for field in type.fields if field.kind == "text" and field.required]
    if once_per not in (EVERY_EVENT, EVERY_DAY, LIFETIME, *counted):
        choices = ", ".join((EVERY_EVENT, EVERY_DAY, LIFETIME, *counted))
        line = fields.line("once_per")
        notes.error("unknown_choice", line, where=entry.value.path, text=once_per[:60], choices=choices, meant=meant(once_per, counted))
    measures = fields.take("measures", listing(string), cast(list[str], []))
    for name in measures:
        _check_measure(name, type, fields.line("measures"), notes)
    declared = EventType(
        id=id or "",
        name=fields.take("name", words, Text()),
        fields=type.fields,
        once_per=once_per,
        measures=tuple(dict.fromkeys(measures)),
        pending_until=built_in.pending_until,
    )
    fields.close()
    return None if id is None else declared


def _check_measure(name: str, type: EventType, line: int, notes: Notes) -> None:
    field = type.field(name)
    if field is None or field.kind != "number":
        numbers = [field.name for field in type.fields if field.kind == "number"]
        notes.error("event_measure_unknown", line, event=type.id, text=name[:60], meant=meant(name, numbers))
    elif name in _KEPT_FIELDS or not (MEASURE_NAME.fullmatch(name) or name in BUILT_IN_MEASURES):
        notes.error("not_a_measure", line, where=f"events.{type.id}.measures", text=name[:60])


def _fields(node: Node, notes: Notes, built_in: EventType) -> tuple[EventField, ...]:
    if not isinstance(node, Mapping):
        notes.error("not_a_mapping", node.line, where=node.path)
        return ()
    if len(node.entries) > MOST_FIELDS:
        notes.error("too_many", node.line, where=node.path, count=len(node.entries), limit=MOST_FIELDS)
        return ()
    return tuple(field for entry in node.entries.values() if (field := _field(entry, notes, built_in)) is not None)


def _field(entry: Entry, notes: Notes, built_in: EventType) -> EventField | None:
    """``minutes: number``, or ``minutes: {type: number, required: true}``; texts may say ``one_of``."""
    if not FIELD_NAME.fullmatch(entry.key):
        notes.error("not_a_field_name", entry.line, where=entry.value.path, text=entry.key[:60])
        return None
    if built_in.field(entry.key) is not None and built_in.id not in YIELDING:
        notes.error("field_built_in", entry.line, event=built_in.id, text=entry.key)
        return None
    if not isinstance(entry.value, Mapping):
        kind = choice(*FIELD_KINDS)(entry.value, notes)
        return None if kind is None else EventField(entry.key, kind)  # type: ignore[arg-type]
    fields = Fields(entry.value, notes)
    kind = fields.need("type", choice(*FIELD_KINDS), "text")
    required = fields.take("required", yes_no, False)
    one_of = fields.take("one_of", listing(label, at_least=1, at_most=MOST_CHOICES), cast(list[str], []))
    if one_of and kind != "text":
        notes.error("one_of_texts", fields.line("one_of"), where=entry.value.path)
    fields.close()
    return EventField(entry.key, kind, required, tuple(one_of))  # type: ignore[arg-type]
