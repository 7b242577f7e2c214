"""``activate:`` — when points become usable: of a wallet, by line where it is a list; of one rule."""

from typing import cast

from regulars.program.conditions import condition
from regulars.program.document_conditions import AllOf, AnyOf, Condition, FieldIs, NotOf
from regulars.program.document_wallets import Activate, WaitsFor
from regulars.program.fields import Fields
from regulars.program.findings import Notes
from regulars.program.names import Names
from regulars.program.values import Reader, choice, day, duration, event_type
from regulars.program.yaml_lines import Listing, Mapping, Node

MOST_CHOICES = 50


def activation(node: Node, notes: Notes) -> Activate | None:
    """``immediately``, ``{after}``, ``{from}`` or ``{on, after, at_most}``."""
    if not isinstance(node, Mapping):
        return Activate() if choice("immediately")(node, notes) else None
    fields = Fields(node, notes)
    found = _form(fields, needed=True)
    fields.close()
    return found


def activations(names: Names) -> Reader[Activate]:
    """A reader of a wallet's activation: one form for all of it, or a list of ``{when: …, …}`` in which the first that holds for a line counts."""

    def read(node: Node, notes: Notes) -> Activate | None:
        if not isinstance(node, Listing):
            return activation(node, notes)
        if not node.items:
            notes.error("empty_list", node.line, where=node.path)
        if len(node.items) > MOST_CHOICES:
            notes.error("too_many", node.items[MOST_CHOICES].line, where=node.path, count=len(node.items), limit=MOST_CHOICES)
            return None
        choices: list[WaitsFor] = []
        rest = Activate()
        for place, item in enumerate(node.items, start=1):
            fields = Fields(item, notes)
            when = fields.take("when", condition(names))
            found = _form(fields, needed="when" not in fields)
            fields.close()
            if "when" not in fields:
                rest = found or rest
                if place < len(node.items):
                    notes.error("activation_rest_last", item.line, where=node.path)
            elif when is not None:
                if not all(field.startswith("line.") for field in _fields(cast(Condition, when))):
                    notes.error("activation_asks_lines", fields.line("when"), where=node.path)
                choices.append(WaitsFor(cast(Condition, when), found or Activate()))
        return Activate(rest.kind, rest.after, rest.on, rest.starts, rest.at_most, tuple(choices))

    return read


def _form(fields: Fields, needed: bool) -> Activate | None:
    after, on = fields.take("after", duration), fields.take("on", event_type)
    starts, at_most = fields.take("from", day), fields.take("at_most", duration)
    given = [key for key in ("after", "from", "on") if key in fields]
    if not fields.is_mapping or (not given and not needed and "at_most" not in fields):
        return Activate() if fields.is_mapping else None
    if given not in (["after"], ["from"], ["on"], ["after", "on"]):
        fields.notes.error("choose_one", fields.line(given[1]) if given else fields.node.line, where=fields.node.path, keys="after, from, on")
        return None
    if "at_most" in fields and "on" not in given:
        fields.notes.error("at_most_without_event", fields.line("at_most"), where=fields.node.path)
        return None
    if on is not None:
        return Activate("on", after, on, at_most=at_most)
    return Activate("after", after) if after is not None else Activate("from", starts=starts) if starts is not None else None


def _fields(when: Condition) -> list[str]:
    if isinstance(when, FieldIs):
        return [when.field]
    parts = [when.part] if isinstance(when, NotOf) else list(when.parts) if isinstance(when, AllOf | AnyOf) else []
    return [field for part in parts for field in _fields(part)]
