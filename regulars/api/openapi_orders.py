"""The contract of what is bought, delivered and taken back."""

from regulars.api.openapi_words import Schema, measures, money, object_of, optional, quantity, text
from regulars.engine.reading import LONGEST_TEXT, MOST_LINES
from regulars.program.document import Program


def order_schema(program: Program | None) -> Schema:
    line = object_of(
        ["sku", "quantity", "amount"],
        line={"type": ["integer", "null"], "minimum": 1, "maximum": 1_000_000, "description": "1 … n by default; a return names it."},
        sku=text(LONGEST_TEXT),
        quantity=quantity(),
        amount=money(program, "What was paid for the whole line."),
        discount={**money(program, "What was taken off, for information."), "type": ["string", "null"]},
        category=optional(),
        brand=optional(),
        measures=measures(),
    )
    tender = object_of(["kind", "amount"], kind=text(LONGEST_TEXT), amount=money(program, "The part paid this way."))
    return object_of(
        ["order_id", "currency", "lines"],
        order_id=text(LONGEST_TEXT),
        currency={"const": program.currency.code} if program else {"type": "string", "pattern": "^[A-Z]{3}$"},
        channel=optional(),
        store=optional(),
        partner=optional(),
        lines={"type": "array", "minItems": 1, "maxItems": MOST_LINES, "items": line},
        tenders={"type": ["array", "null"], "items": tender},
        measures=measures(),
    )


def return_schema(program: Program | None) -> Schema:
    line = object_of(
        ["line"],
        line={"type": "integer", "minimum": 1, "maximum": 1_000_000},
        quantity={"anyOf": [quantity(), {"type": "null"}]},
        amount={**money(program, "What was given back."), "type": ["string", "null"]},
    )
    of_units = {"required": ["quantity"], "properties": {"quantity": {"not": {"type": "null"}}}}
    of_money = {"properties": {"amount": {"anyOf": [{"type": "string", "pattern": "[1-9]"}, {"type": "null"}]}}}
    line["anyOf"] = [of_units, of_money]  # without units, no money back would be a return of nothing
    lines = {"type": "array", "minItems": 1, "uniqueItems": True, "items": line, "description": f"Each line once, at most {MOST_LINES} of them."}
    order_id = text(LONGEST_TEXT)
    return {
        "description": "The whole order (`all`) or some of its lines.",
        "oneOf": [
            object_of(["order_id", "all"], order_id=order_id, all={"const": True}),
            object_of(["order_id", "lines"], order_id=order_id, lines=lines, all={"const": False}),
        ],
    }


def delivery_schema() -> Schema:
    schema = object_of(["order_id"], order_id=text(LONGEST_TEXT))
    return {**schema, "description": "What the order earned and what waits for its delivery becomes usable. One that comes before its order waits for it."}
