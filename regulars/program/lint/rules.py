"""Rules that can never fire, or fire and change nothing."""

from regulars.program.document import Program
from regulars.program.document_rules import EarningRule, Fixed, Multiply, Rate
from regulars.program.event_types import EventType
from regulars.program.findings import Notes
from regulars.program.lint.conjunction import demands_of, fields_of
from regulars.program.lint.lines import Lines

ORDER_PAID = "order.paid"
UNDOING = ("order.returned", "points.redeemed", "points.adjusted", "time.passed")


def check_rules(program: Program, notes: Notes, lines: Lines) -> None:
    for rule in program.earn:
        _never_holds(rule, program, notes, lines)
        _needs_an_order(rule, program.event_type(rule.on), notes, lines)
        _gives_nothing(rule, program, notes, lines)
        if rule.on in UNDOING:
            notes.warning("earns_on_undoing", lines.of("earn", rule.id, "on"), rule=rule.id, event=rule.on)
    _groups(program, notes, lines)


def _never_holds(rule: EarningRule, program: Program, notes: Notes, lines: Lines) -> None:
    line = lines.of("earn", rule.id, "when")
    excluded = {
        "line.category": program.exclude.category,
        "line.sku": program.exclude.sku,
        "line.brand": program.exclude.brand,
    }
    for name, demand in demands_of(rule).items():
        if demand.is_impossible:
            notes.warning("condition_never_holds", line, rule=rule.id, field=name)
        elif demand.values and name in excluded and demand.values <= excluded[name]:
            notes.warning(
                "excluded_never_earns",
                line,
                rule=rule.id,
                field=name,
                values=", ".join(sorted(map(str, demand.values))),
            )


def _needs_an_order(rule: EarningRule, declared: EventType | None, notes: Notes, lines: Lines) -> None:
    """Only orders have lines, a channel, an amount; other events never satisfy such a rule."""
    if rule.on == ORDER_PAID:
        return
    fields = [
        name for name in fields_of(rule.when) if name.startswith(("line.", "order.")) and name not in _OF_ANY_EVENT
    ]
    if declared is not None:
        fields += [name for name in fields_of(rule.when) if name.startswith("event.") and declared.field(name.removeprefix("event.")) is None]
    if fields:
        notes.warning(
            "only_orders_have", lines.of("earn", rule.id, "when"), rule=rule.id, field=fields[0], event=rule.on
        )
    counts_by = rule.points.of if isinstance(rule.points, Rate) else ""
    if counts_by in _OF_ORDERS or (declared is not None and counts_by and declared.field(counts_by) is None):
        notes.warning(
            "only_orders_have", lines.of("earn", rule.id, "points"), rule=rule.id, field=counts_by, event=rule.on
        )


_OF_ORDERS = ("net_amount", "gross_amount", "quantity")
_OF_ANY_EVENT = ("order.date", "order.time", "order.festival", "order.hour", "order.weekday", "order.day_of_month")  # every event has a time


def _gives_nothing(rule: EarningRule, program: Program, notes: Notes, lines: Lines) -> None:
    line = lines.of("earn", rule.id, "points")
    if isinstance(rule.points, Multiply):
        based = any(
            isinstance(other.points, Rate) and (other.on, other.wallet) == (rule.on, rule.wallet)
            for other in program.earn
        )
        if not based:
            notes.warning("multiplies_nothing", line, rule=rule.id, event=rule.on, wallet=rule.wallet)
        if rule.points.by == 1:
            notes.warning("multiplies_by_one", line, rule=rule.id)
    elif isinstance(rule.points, Fixed) and rule.points.points == 0 and not (rule.streak and rule.streak.bonus) and rule.badge is None:
        notes.warning("gives_nothing", line, rule=rule.id)
    elif isinstance(rule.points, Fixed) and rule.points.points != round(
        rule.points.points, scale := program.wallet(rule.wallet).scale
    ):
        notes.warning(
            "fraction_of_a_point", line, rule=rule.id, points=str(rule.points.points), wallet=rule.wallet, digits=scale
        )


def _groups(program: Program, notes: Notes, lines: Lines) -> None:
    """``group`` on a rule that simply adds matters only where an exclusive rule of that group may switch it off."""
    exclusive = {(rule.wallet, rule.group) for rule in program.earn if rule.stack == "exclusive"}
    for rule in program.earn:
        if rule.group and rule.stack == "add" and (rule.wallet, rule.group) not in exclusive:
            notes.warning("group_without_stack", lines.of("earn", rule.id, "group"), rule=rule.id, group=rule.group)
