"""One field's comparison: a value, a list of values, or ``{at_least, at_most, above, below, not}``."""

from typing import Any, cast

from regulars.program.document_conditions import AllOf, Between, NotOf, OneOf, Test
from regulars.program.field_kinds import Kind, Value
from regulars.program.fields import Fields
from regulars.program.findings import Notes
from regulars.program.values import listing
from regulars.program.yaml_lines import Listing, Mapping, Node

BOUNDS = ("at_least", "at_most", "above", "below")


def test_of(kind: Kind, node: Node, notes: Notes) -> Test | None:
    """The comparison, or None when nothing of it could be read. Several keys in one mapping all have to hold."""
    if isinstance(node, Mapping):
        return _bounded(kind, node, notes)
    if isinstance(node, Listing):
        return OneOf(cast(tuple[Value, ...], tuple(listing(kind.read, at_least=1)(node, notes) or ())))
    value = kind.read(node, notes)
    return None if value is None else OneOf((value,))


def _bounded(kind: Kind, node: Mapping, notes: Notes) -> Test | None:
    fields = Fields(node, notes)
    bounds: dict[str, Any] = {bound: fields.take(bound, kind.read) for bound in BOUNDS}
    refused = fields.take("not", lambda inner, notes: test_of(kind, inner, notes))
    fields.close()
    given = [bound for bound in BOUNDS if bound in fields]
    if given and not kind.ordered:
        notes.error("not_ordered", fields.line(given[0]), where=node.path)
    if not node.entries:
        notes.error("empty_list", node.line, where=node.path)
    parts: list[Test] = [Between(**bounds)] if given else []
    if refused is not None:
        parts.append(NotOf(cast(Test, refused)))
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))
