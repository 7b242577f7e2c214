"""Orders read off the wire, line by line: most of what a shop is sent, so it is compiled (regulars/_native.py)."""

from regulars.engine.events import Line, OrderPaid, Tender
from regulars.engine.reading_values import LONGEST_TEXT, ONE, identifier, measures, minor, quantity_of, text, whole
from regulars.engine.wire_orders import WireLine, decode_order
from regulars.kit.errors import Invalid
from regulars.kit.money import scaled_from_text
from regulars.program.document import Program

MOST_LINES = 2_000


def read_order(body: bytes | str, program: Program) -> OrderPaid:
    """Raises Invalid ``order.*``, ``money.*``, ``quantity.*``, ``event.text_*``, and what msgspec raises."""
    wire = decode_order(body)
    digits = program.currency.minor_digits
    if wire.currency != program.currency.code:
        raise Invalid("order.currency", given=wire.currency[:LONGEST_TEXT], expected=program.currency.code)
    if not wire.lines:
        raise Invalid("order.no_lines", order=wire.order_id[:LONGEST_TEXT])
    if len(wire.lines) > MOST_LINES:
        raise Invalid("order.too_many_lines", most=MOST_LINES)
    lines = tuple(_read_line(line, place, digits) for place, line in enumerate(wire.lines, 1))
    if any(line.line is not None for line in wire.lines) and len({line.line for line in lines}) < len(lines):
        raise Invalid("order.line_twice", order=wire.order_id[:LONGEST_TEXT])
    return OrderPaid(
        identifier(wire.order_id, "order_id"),
        lines,
        text(wire.channel, "channel"),
        text(wire.store, "store"),
        tuple(Tender(identifier(tender.kind, "kind"), scaled_from_text(tender.amount, digits)) for tender in wire.tenders or ()),
        measures(wire.measures),
        text(wire.partner, "partner") if wire.partner else "",
    )


def _read_line(wire: WireLine, place: int, digits: int) -> Line:
    """Most lines are plain, and there are many: what is plainly fine is not asked about again."""
    number = place if wire.line is None else whole(wire.line)
    if not 1 <= number <= 1_000_000:
        raise Invalid("order.line_number", line=number)
    quantity = wire.quantity
    quantity = quantity * ONE if type(quantity) is int and 0 < quantity < 1_000_000 else quantity_of(quantity)
    if quantity <= 0:
        raise Invalid("order.quantity", line=number, given=str(wire.quantity)[:LONGEST_TEXT])
    sku, category, brand = wire.sku, wire.category, wire.brand
    if not (0 < len(sku) <= LONGEST_TEXT and sku.isprintable()):
        sku = identifier(sku, "sku")
    if category is None or not (len(category) <= LONGEST_TEXT and category.isprintable()):
        category = text(category, "category")
    if brand is None or not (len(brand) <= LONGEST_TEXT and brand.isprintable()):
        brand = text(brand, "brand")
    return Line(
        number,
        sku,
        quantity,
        minor(wire.amount, digits),
        minor(wire.discount, digits) if wire.discount is not None else 0,
        category,
        brand,
        measures(wire.measures) if wire.measures else None,
    )
