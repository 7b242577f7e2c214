"""``earn:`` — the rules: what happens, under which condition, and what it gives."""

from decimal import Decimal
from typing import cast

from regulars.kit.text import Text
from regulars.program.activation import activation
from regulars.program.budgets import PERIODS, points_of, read_budgets
from regulars.program.conditions import condition
from regulars.program.criteria import MEASURE
from regulars.program.document_rules import Amount, Budget, EarningRule, Fixed, Limit, Multiply, Per, Rate, Streak
from regulars.program.fields import Fields
from regulars.program.findings import Notes, meant
from regulars.program.names import Names
from regulars.program.pending import read_pending_until
from regulars.program.values import (
    Reader,
    choice,
    day,
    event_type,
    identifier,
    listing,
    number,
    string,
    whole,
    words,
    yes_no,
)
from regulars.program.yaml_lines import Listing, Mapping, Node

MOST_RULES = 1_000
LONGEST_STREAK = 1_000


def read_earning(node: Node, notes: Notes, names: Names) -> tuple[EarningRule, ...]:
    """The rules in the document's order; their lines are entered into ``names``."""
    return tuple(listing(lambda item, notes: _rule(item, notes, names), at_most=MOST_RULES)(node, notes) or ())


def _rule(node: Node, notes: Notes, names: Names) -> EarningRule | None:
    fields = Fields(node, notes)
    if not fields.is_mapping:
        return None
    id = fields.need("id", identifier, "")
    if f"earn.{id}" in names.lines:
        notes.error("duplicate_id", fields.line("id"), where=node.path, text=id, first_line=names.lines[f"earn.{id}"])
    elif id:
        names.lines[f"earn.{id}"] = node.line
    wallet = fields.take("wallet", names.wallet, names.first_wallet)
    names.rules.setdefault(id, wallet)
    points = points_of(names.scales.get(wallet, 0))
    on = fields.need("on", event_type, "")
    rule = EarningRule(
        id=id,
        name=fields.take("name", words, Text()),
        on=on,
        when=fields.take("when", condition(names, on)),
        starts=fields.take("from", day),
        ends=fields.take("until", day),
        points=cast(Amount, fields.need("points", _amount, Fixed(Decimal(0)))),
        wallet=wallet,
        stack=fields.take("stack", choice("add", "best_of", "exclusive"), "add"),  # type: ignore[arg-type]
        group=fields.take("group", identifier),
        priority=fields.take("priority", whole(at_least=None), 0),
        limits=fields.take("limit", limits_of(points), cast(tuple[Limit, ...], ())),
        streak=fields.take("streak", _streak(points)),
        activate=fields.take("activate", activation),
        budgets=fields.take("budget", read_budgets(points), cast(tuple[Budget, ...], ())),
        badge=fields.take("badge", names.badge),
        pending_until=read_pending_until(fields, notes, names, on),
    )
    for key in ("on", "when", "points", "group", "limit", "activate", "budget", "pending_until"):
        names.lines[f"earn.{id}.{key}"] = fields.line(key)
    fields.close()
    _check_together(rule, fields, notes)
    _check_measure(rule, fields, notes, names)
    return rule


def _check_together(rule: EarningRule, fields: Fields, notes: Notes) -> None:
    """What is wrong only when two keys of a rule are seen side by side."""
    if rule.starts and rule.ends and rule.starts > rule.ends:
        notes.error(
            "dates_reversed",
            fields.line("until"),
            rule=rule.id,
            starts=rule.starts.isoformat(),
            ends=rule.ends.isoformat(),
        )
    if rule.activate is not None and "pending_until" in fields:
        notes.error("activate_and_pending", fields.line("activate"), rule=rule.id)
    stacked = rule.stack != "add"
    if isinstance(rule.points, Rate) and (stacked or rule.group):
        notes.error("base_in_group", fields.line("stack" if stacked else "group"), rule=rule.id)
    elif stacked and "group" not in fields:
        notes.error("group_missing", fields.line("stack"), rule=rule.id, stack=rule.stack)


def _check_measure(rule: EarningRule, fields: Fields, notes: Notes, names: Names) -> None:
    """What points are counted by, on an event whose fields are declared, is one of its numbers or amounts."""
    type = names.events.get(rule.on)
    if type is None or type.id not in names.declared or not isinstance(rule.points, Rate):
        return
    countable = [field.name for field in type.fields if field.kind in ("number", "money")]
    if rule.points.of not in countable:
        notes.error("event_measure_unknown", fields.line("points"), event=rule.on, text=rule.points.of, meant=meant(rule.points.of, countable))


def _amount(node: Node, notes: Notes) -> Amount | None:
    """A number, ``{per, give, of, whole}`` or ``{multiply}``. Fractions are exact until the event's one floor."""
    if not isinstance(node, Mapping):
        value = number()(node, notes)
        return None if value is None else Fixed(value)
    fields = Fields(node, notes)
    amount = _multiply(fields) if "multiply" in fields else _rate(fields)
    fields.close()
    return amount


def _multiply(fields: Fields) -> Amount | None:
    by = fields.take("multiply", number())
    return None if by is None else Multiply(by)


def _rate(fields: Fields) -> Amount:
    return Rate(
        per=fields.need("per", number(above=0), Decimal(1)),
        give=fields.need("give", number(above=0), Decimal(1)),
        of=fields.take("of", _measure, "net_amount"),
        whole=fields.take("whole", yes_no, False),
    )


def _measure(node: Node, notes: Notes) -> str | None:
    text = string(node, notes)
    if text is not None and not MEASURE.fullmatch(text):
        notes.error("not_a_measure", node.line, where=node.path, text=text[:60])
        return None
    return text


def limits_of(points: Reader[Decimal]) -> Reader[tuple[Limit, ...]]:
    """One limit or a list; ``{times: 1, points: 50, per: day}`` is two limits over the same period."""

    def read(node: Node, notes: Notes) -> tuple[Limit, ...]:
        items = node.items if isinstance(node, Listing) else [node]
        if not items:
            notes.error("empty_list", node.line, where=node.path)
        return tuple(limit for item in items for limit in one(item, notes))

    def one(node: Node, notes: Notes) -> list[Limit]:
        fields = Fields(node, notes)
        times, most = fields.take("times", number(at_least=1, whole=True)), fields.take("points", points)
        per = cast(Per, fields.need("per", choice(*PERIODS), "event"))
        fields.close()
        if fields.is_mapping and "times" not in fields and "points" not in fields:
            notes.error("choose_one", node.line, where=node.path, keys="times, points")
        limits = [] if times is None else [Limit("times", times, per)]
        return limits if most is None else [*limits, Limit("points", most, per)]

    return read


def _streak(points: Reader[Decimal]) -> Reader[Streak]:
    def read(node: Node, notes: Notes) -> Streak:
        fields = Fields(node, notes)
        streak = Streak(
            days=fields.need("days", whole(at_least=1, at_most=LONGEST_STREAK), 1),
            bonus=fields.need("bonus", points, Decimal(0)),
            reset=fields.take("reset", choice("after_bonus", "at_gap", "month"), "after_bonus"),  # type: ignore[arg-type]
        )
        fields.close()
        return streak

    return read
