"""What lengthens the life of points beyond their plain expiry: activity, the level they were earned on, a return of the member."""

from regulars.kit.periods import Duration
from regulars.program.document_wallets import Activity, ByLevel, Reinstate
from regulars.program.fields import Fields
from regulars.program.findings import Notes, meant
from regulars.program.names import Names
from regulars.program.values import duration, event_type, identifier, listing
from regulars.program.yaml_lines import Mapping, Node, Scalar


def activity(node: Node, notes: Notes) -> Activity:
    """``{keeps, on, at_most}``: every activity keeps points for that long at least."""
    fields = Fields(node, notes)
    found = Activity(
        keeps=fields.need("keeps", duration, Duration(days=1)),
        on=tuple(fields.take("on", listing(event_type, at_least=1), ["order.paid"])),
        at_most=fields.need("at_most", duration, Duration(days=1)),
    )
    fields.close()
    return found


def by_level(node: Node, notes: Notes) -> ByLevel | None:
    """``{gold: 6 months, …}``; whether the levels exist is asked when they are known (``check_levels``)."""
    if not isinstance(node, Mapping):
        notes.error("not_a_mapping", node.line, where=node.path)
        return None
    if not node.entries:
        notes.error("empty_list", node.line, where=node.path)
    found = []
    for entry in node.entries.values():
        id = identifier(Scalar(entry.line, entry.value.path, entry.key, quoted=True), notes)
        length = duration(entry.value, notes)
        if id is not None and length is not None:
            found.append((id, length))
    return tuple(found)


def reinstate(node: Node, notes: Notes) -> Reinstate:
    """``{within, on, for}``; ``within`` is one duration for everybody, or one for each level."""
    fields = Fields(node, notes)
    found = Reinstate(
        within=fields.need("within", _within, ()),
        on=tuple(fields.take("on", listing(event_type, at_least=1), ["order.paid"])),
        lasts=fields.need("for", duration, Duration(days=1)),
    )
    fields.close()
    return found


def _within(node: Node, notes: Notes) -> ByLevel | None:
    if isinstance(node, Mapping):
        return by_level(node, notes)
    length = duration(node, notes)
    return None if length is None else (("", length),)


def check_levels(by_levels: dict[str, list[ByLevel]], names: Names, notes: Notes) -> None:
    """Note every level that a wallet names and the ladder does not have. ``by_levels``: wallet -> what it says by level."""
    for wallet, all_of_it in by_levels.items():
        for level in dict.fromkeys(id for one in all_of_it for id, _ in one if id and id not in names.levels):
            line = names.lines[f"wallets.{wallet}.expire"]
            notes.error("unknown_level", line, where=f"wallets.{wallet}.expire", text=level[:60], meant=meant(level, names.levels))
