"""The contract of what is done with points: redeemed, reserved, adjusted, brought along."""

from regulars.api.openapi_words import (
    Schema,
    object_of,
    optional,
    optional_of,
    order_amount,
    text,
    wallet_of,
    whole_points,
)
from regulars.engine.reading import LONGEST_TEXT
from regulars.engine.reading_opening import MOST_LOTS
from regulars.kit.periods import SPAN_PATTERN
from regulars.kit.points import LARGEST_POINTS
from regulars.program.document import Program


def redemption_schema(program: Program | None) -> Schema:
    return object_of(
        ["points"],
        points={"type": "integer", "minimum": 1, "maximum": LARGEST_POINTS},
        wallet=wallet_of(program),
        up_to={"type": "boolean", "default": False, "description": "Take what there is when it is less."},
        reason=optional(),
        order_id=optional(),
        order_amount=order_amount(program),
    )


def hold_schema(program: Program | None) -> Schema:
    schema = object_of(
        ["points"],
        points=whole_points(),
        wallet=wallet_of(program),
        up_to={"type": "boolean", "default": False, "description": "Reserve the most that may be used when it is less."},
        until={"type": ["string", "null"], "format": "date-time", "description": "When the hold ends by itself, with an offset."},
        reference=optional(),
        order_id=optional(),
        order_amount=order_amount(program),
        **{"for": {"type": ["string", "null"], "pattern": SPAN_PATTERN, "description": "How long the hold lasts, such as 15 minutes; by default as the programme says."}},
    )
    either = [{"properties": {key: {"type": "null"}}} for key in ("for", "until")]
    return {**schema, "description": "Points reserved for something that is being paid; the hold goes by this event's source and id.", "anyOf": either}


def capture_schema() -> Schema:
    return object_of(
        ["hold"],
        hold=text(LONGEST_TEXT, "The id of the `points.held` event."),
        source=optional_of("hold"),
        points={"type": ["integer", "null"], "minimum": 1, "maximum": LARGEST_POINTS, "description": "By default all that is held; the rest returns to its lots."},
        reason=optional(),
        order_id=optional(),
    )


def opening_schema(program: Program | None) -> Schema:
    day = {"type": "string", "pattern": "^(19[7-9][0-9]|2[0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$", "description": "A local day."}
    ends = {"anyOf": [{"enum": ["never", "", None]}, day], "description": "The last usable day; never: no end; by default as the wallet says."}
    lot = object_of(["points", "earned_on"], points=whole_points(), earned_on=day, expires_on=ends)
    return {
        **object_of(
            ["lots"],
            lots={"type": "array", "minItems": 1, "maxItems": MOST_LOTS, "items": lot},
            wallet=wallet_of(program),
            tier={**optional(), "description": "The level to stand on at least."},
        ),
        "description": "Points brought along from an older scheme.",
    }


def release_schema() -> Schema:
    return object_of(["hold"], hold=text(LONGEST_TEXT, "The id of the `points.held` event."), source=optional_of("hold"), reason=optional())


def cancellation_schema() -> Schema:
    return object_of(
        ["redemption"],
        redemption=text(LONGEST_TEXT, "The id of the `points.redeemed` or `points.captured` event."),
        source=optional_of("redemption"),
        points={"type": ["integer", "null"], "minimum": 1, "maximum": LARGEST_POINTS, "description": "By default all that is left of it."},
        reason=optional(),
    )


def adjustment_schema(program: Program | None) -> Schema:
    return object_of(
        ["points", "reason", "by"],
        points={"type": "integer", "minimum": -LARGEST_POINTS, "maximum": LARGEST_POINTS, "not": {"const": 0}},
        wallet=wallet_of(program),
        reason=text(LONGEST_TEXT),
        by=text(LONGEST_TEXT, "Who answers for it."),
    )
