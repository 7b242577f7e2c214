"""``paid:`` — memberships that are bought: what they cost, how long they last, what they give and what comes back."""

from decimal import Decimal

from regulars.kit.periods import Duration
from regulars.kit.text import Text
from regulars.program.document_tiers import Paid
from regulars.program.fields import Fields
from regulars.program.findings import Notes
from regulars.program.names import Names, within_digits
from regulars.program.values import choice, duration, identifier, listing, number, words
from regulars.program.yaml_lines import Node

MOST_PLANS = 20


def read_paid(node: Node, notes: Notes, names: Names) -> tuple[Paid, ...]:
    """``[{id: plus, multiplier: 2, fee: 99.00, lasts: 1 year, trial: 14 days}, …]``, after the levels have been read."""
    return tuple(listing(lambda item, notes: _plan(item, notes, names), at_most=MOST_PLANS)(node, notes) or ())


def _plan(node: Node, notes: Notes, names: Names) -> Paid | None:
    fields = Fields(node, notes)
    if not fields.is_mapping:
        return None
    id = fields.need("id", identifier, "")
    if f"paid.{id}" in names.lines:
        notes.error("duplicate_id", fields.line("id"), where=node.path, text=id, first_line=names.lines[f"paid.{id}"])
    elif id:
        names.lines[f"paid.{id}"] = node.line
    fields.one_of("level", "multiplier")

    def money(value: Node, notes: Notes) -> Decimal | None:
        amount = number()(value, notes)
        return None if amount is None else within_digits(amount, names.minor_digits, value, notes)

    plan = Paid(
        id=id,
        name=fields.take("name", words, Text()),
        level=fields.take("level", names.level),
        multiplier=fields.take("multiplier", number(above=1)),
        fee=fields.need("fee", money, Decimal(0)),
        lasts=fields.need("lasts", duration, Duration(days=1)),
        trial=fields.take("trial", duration),
        renew=fields.take("renew", choice("manual", "auto"), "manual"),  # type: ignore[arg-type]
        refund=fields.take("refund", choice("pro_rata", "none"), "none"),  # type: ignore[arg-type]
    )
    fields.close()
    return plan
