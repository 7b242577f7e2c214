"""``redeem:`` and ``hold:`` of a wallet — how much of an order points may pay, and how long points may be reserved."""

from decimal import Decimal

from regulars.kit.periods import Span, span_of
from regulars.program.document_wallets import Holds, Redeem
from regulars.program.fields import Fields
from regulars.program.findings import Notes
from regulars.program.names import within_digits
from regulars.program.values import Reader, duration, number, shown
from regulars.program.yaml_lines import Node, Scalar


def redeem(scale: int) -> Reader[Redeem]:
    """A reader of ``{min, max, step, share_of_order, grace}``; points have at most ``scale`` decimals."""

    def points(node: Node, notes: Notes) -> Decimal | None:
        value = number(above=0)(node, notes)
        return None if value is None else within_digits(value, scale, node, notes)

    def read(node: Node, notes: Notes) -> Redeem:
        fields = Fields(node, notes)
        found = Redeem(
            least=fields.take("min", points),
            most=fields.take("max", points),
            step=fields.take("step", points),
            share_of_order=fields.take("share_of_order", number(above=0, at_most=1)),
            grace=fields.take("grace", duration),
        )
        fields.close()
        most = found.most
        if found.least is not None and most is not None and found.least > most:
            notes.error("redeem_reversed", fields.line("min"), where=node.path, least=found.least, most=most)
        elif found.step is not None and most is not None and (found.least or found.step) > most // found.step * found.step:
            notes.error("redeem_between_steps", fields.line("step"), where=node.path, step=found.step, most=most)
        return found

    return read


def hold(node: Node, notes: Notes) -> Holds:
    """``{for, at_most}``."""
    fields = Fields(node, notes)
    usual = Holds()
    at_most = fields.take("at_most", _span, usual.at_most)
    lasts = fields.take("for", _span, min(usual.lasts, at_most, key=lambda span: span.seconds))
    fields.close()
    if lasts.seconds > at_most.seconds:
        notes.error("hold_too_long", fields.line("for"), where=node.path, lasts=str(lasts), at_most=str(at_most))
    return Holds(lasts, at_most)


def _span(node: Node, notes: Notes) -> Span | None:
    """``15 minutes``, ``2 hours`` or ``1 day``."""
    found = span_of(node.text.strip()) if isinstance(node, Scalar) else None
    if found is None:
        notes.error("not_a_span", node.line, where=node.path, text=shown(node))
    return found
