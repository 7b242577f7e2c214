"""``pending_until:`` of a rule — its points wait for another event, which confirms them or takes them back."""

from regulars.program.event_types import PendingUntil
from regulars.program.fields import Fields
from regulars.program.findings import Notes, meant
from regulars.program.names import Names
from regulars.program.values import duration, event_type, string
from regulars.program.yaml_lines import Node, Scalar

_OF_ORDERS = {"order.paid": ("order_id", "channel", "store", "partner"), "order.returned": ("order_id",)}


def read_pending_until(rule: Fields, notes: Notes, names: Names, on: str) -> PendingUntil | None:
    """What the rule says, or what its event type says when the rule says nothing; ``none`` gives the points at once."""
    type = names.events.get(on)
    default = type.pending_until if type is not None else None
    if "pending_until" not in rule:
        rule.take("pending_until", string)
        return default
    return rule.take("pending_until", lambda node, notes: _read(node, notes, names, on))


def _read(node: Node, notes: Notes, names: Names, on: str) -> PendingUntil | None:
    if isinstance(node, Scalar) and node.text == "none":
        return None
    fields = Fields(node, notes)
    pending = PendingUntil(
        on=fields.need("on", event_type, ""),
        matching=fields.take("matching", string),
        withdraw_on=fields.take("withdraw_on", event_type),
        within=fields.take("within", duration),
        distinct=fields.take("distinct", string),
    )
    fields.close()
    for key, events in (("matching", (on, pending.on, pending.withdraw_on)), ("distinct", (pending.on,))):
        name = getattr(pending, key)
        wrong = next((event for event in events if name is not None and event and name not in _known(name, event, names)), None)
        if wrong is not None:
            known = _known(name, wrong, names)
            notes.error("event_field_unknown", fields.line(key), event=wrong, text=name[:60], meant=meant(name, known))
    return pending


def _known(name: str, event: str, names: Names) -> tuple[str, ...]:
    """The fields by which an event can be matched; of an event nobody declares, any: that is the linter's."""
    type = names.events.get(event)
    if type is not None:
        return tuple(field.name for field in type.fields if field.kind == "text")
    if event in _OF_ORDERS:
        return _OF_ORDERS[event]
    return () if event.partition(".")[0] in ("member", "points", "time") else (name,)
