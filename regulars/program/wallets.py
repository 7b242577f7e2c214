"""``wallets:`` — where points live, when they become usable and how long they last."""

from dataclasses import replace
from typing import cast

from regulars.kit.text import Text
from regulars.program.activation import activations
from regulars.program.document_wallets import Activate, Expire, Holds, Redeem, Rounding, Wallet
from regulars.program.fields import Fields
from regulars.program.findings import Notes
from regulars.program.holding import hold, redeem
from regulars.program.lasting import activity, by_level, reinstate
from regulars.program.names import Names
from regulars.program.values import choice, day_of_year, duration, event_type, identifier, listing, number, whole, words
from regulars.program.yaml_lines import Entry, Mapping, Node, Scalar

LARGEST_SCALE = 4


def read_wallets(node: Node, notes: Notes, names: Names) -> tuple[Wallet, ...]:
    """The wallets in the document's order; their ids and scales are entered into ``names``."""
    if not isinstance(node, Mapping):
        notes.error("not_a_mapping", node.line, where=node.path)
        return ()
    if not node.entries:
        notes.error("empty_list", node.line, where=node.path)
    return tuple(_wallet(entry, notes, names) for entry in node.entries.values())


def _wallet(entry: Entry, notes: Notes, names: Names) -> Wallet:
    identifier(Scalar(entry.line, entry.value.path, entry.key, quoted=True), notes)
    fields = Fields(entry.value, notes)
    scale = fields.take("scale", whole(at_most=LARGEST_SCALE), 0)
    names.scales[entry.key] = scale
    names.lines[f"wallets.{entry.key}"] = entry.line
    names.lines[f"wallets.{entry.key}.expire"] = fields.line("expire")
    wallet = Wallet(
        id=entry.key,
        kind=fields.take("kind", choice("spendable", "qualifying"), "spendable"),  # type: ignore[arg-type]
        name=fields.take("name", words, Text()),
        scale=scale,
        point_value=fields.take("point_value", number(above=0)),
        activate=fields.take("activate", activations(names), Activate()),
        expire=fields.take("expire", _expire, Expire()),
        burn=fields.take("burn", choice("soonest_expiry", "oldest", "newest"), "soonest_expiry"),  # type: ignore[arg-type]
        redeem=fields.take("redeem", redeem(scale), Redeem()),
        hold=fields.take("hold", hold, Holds()),
        rounding=fields.take("rounding", _rounding, Rounding()),
    )
    fields.close()
    if wallet.redeem.share_of_order is not None and wallet.point_value is None:
        notes.error("share_without_value", fields.line("redeem"), wallet=wallet.id)
    return wallet


def _rounding(node: Node, notes: Notes) -> Rounding:
    fields = Fields(node, notes)
    mode = fields.take("mode", choice("down", "half_up", "up"), "down")
    scope = fields.take("scope", choice("order", "line"), "order")
    fields.close()
    return Rounding(mode, scope)  # type: ignore[arg-type]


def _expire(node: Node, notes: Notes) -> Expire | None:
    """``never``, or a mapping with exactly one of rolling, calendar and sliding beside that kind's own keys."""
    if not isinstance(node, Mapping):
        return Expire() if choice("never")(node, notes) else None
    fields = Fields(node, notes)
    kind = fields.one_of("rolling", "calendar", "sliding")
    expire = None if kind is None else _KINDS[kind](fields)
    extend, comes_back = fields.take("extend", by_level, ()), fields.take("reinstate", reinstate)
    midnight = fields.take("midnight", choice("program", "member"), "program")
    fields.close()
    return None if expire is None else replace(expire, extend=extend, reinstate=comes_back, midnight=midnight)  # type: ignore[arg-type]


def _rolling(fields: Fields) -> Expire:
    if "activity" in fields and "from" in fields:
        fields.notes.error("activity_from_activation", fields.line("activity"), where=fields.node.path)
    return Expire(
        "rolling",
        period=fields.take("rolling", duration),
        round_to=fields.take("round_to", choice("day", "month", "quarter", "year"), "day"),  # type: ignore[arg-type]
        counted_from=fields.take("from", choice("earning", "activation"), "earning"),  # type: ignore[arg-type]
        activity=fields.take("activity", activity),
    )


def _calendar(fields: Fields) -> Expire:
    dates = fields.take("calendar", listing(day_of_year, at_least=1), cast(list[tuple[int, int]], []))
    return Expire("calendar", dates=tuple(sorted(set(dates))), after=fields.take("after", duration))


def _sliding(fields: Fields) -> Expire:
    on = fields.take("on", listing(event_type, at_least=1), ["order.paid"])
    return Expire(
        "sliding", period=fields.take("sliding", duration), on=tuple(on), at_most=fields.take("at_most", duration)
    )


_KINDS = {"rolling": _rolling, "calendar": _calendar, "sliding": _sliding}
