"""The few words the JSON Schemas of the contract are written with."""

from typing import Any

from regulars.engine.happening import LARGEST_NUMBER
from regulars.engine.reading import LONGEST_TEXT
from regulars.kit.points import LARGEST_POINTS
from regulars.program.document import Program

Schema = dict[str, Any]

_NUMBER = r"^(0{0,6}[0-9]{1,12}|0{0,5}[0-8][0-9]{12})(\.[0-9]{1,3}0{0,6})?$"
NO_NUL = "^[^\\u0000]*$"
ONE_LINE = "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$"
_QUANTITY = r"^([0-9]{0,5}[1-9][0-9]{0,5}(\.[0-9]{1,3})?|[0-9]{1,9}\.([1-9][0-9]{0,2}|0[1-9][0-9]?|00[1-9]))$"


def number() -> Schema:
    return {
        "description": "0 or more; up to three decimals.",
        "anyOf": [
            {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER},
            {"type": "number", "enum": [0.25, 0.5, 0.75, 1.5], "description": "Or any other number of up to three decimals."},
            {"type": "string", "pattern": _NUMBER},
        ],
    }


def optional_of(event: str) -> Schema:
    return {**optional(), "description": f"The source of the {event}; by default this event's own."}


def whole_points() -> Schema:
    return {"type": "integer", "minimum": 1, "maximum": LARGEST_POINTS}


def order_amount(program: Program | None) -> Schema:
    return {**money(program, "What the order costs that the points pay a part of."), "type": ["string", "null"]}


def or_nothing(schema: Schema) -> Schema:
    """Null or an empty text takes a field of the profile back."""
    return {"anyOf": [schema, {"enum": ["", None]}]}


def object_of(required: list[str], **properties: Schema) -> Schema:
    schema: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**schema, "required": required} if required else schema


def text(longest: int, description: str = "") -> Schema:
    schema = {"type": "string", "minLength": 1, "maxLength": longest, "pattern": NO_NUL}
    return {**schema, "description": description} if description else schema


def optional() -> Schema:
    return {"type": ["string", "null"], "maxLength": LONGEST_TEXT, "pattern": NO_NUL}


def wallet_of(program: Program | None) -> Schema:
    if program is None:
        return optional()
    return {"enum": [*(wallet.id for wallet in program.wallets), "", None], "description": "By default the first."}


def money(program: Program | None, description: str) -> Schema:
    digits = program.currency.minor_digits if program else 2
    decimals = rf"(\.[0-9]{{1,{digits}}})?" if digits else ""
    return {"type": "string", "pattern": f"^[0-9]{{1,12}}{decimals}$", "description": f"{description} A decimal text, never a number."}


def quantity() -> Schema:
    return {
        "description": "More than 0; up to three decimals for weighed goods.",
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": 10**9},
            {"type": "number", "enum": [0.25, 0.5, 0.75, 1.5], "description": "Or any other number of up to three decimals."},
            {"type": "string", "pattern": _QUANTITY},
        ],
    }


def measures() -> Schema:
    thousandths = {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 10**9}, {"type": "string", "pattern": r"^[0-9]{1,9}(\.[0-9]{1,3})?$"}]}
    return {"type": ["object", "null"], "propertyNames": text(LONGEST_TEXT), "additionalProperties": thousandths}
