"""The JSON Schemas of what may be posted, as exact as JSON Schema allows: `engine.reading` and `members` read the same."""

from regulars.api.openapi_enrolment import claim_schema, enrolment_schema, profile_schema
from regulars.api.openapi_orders import delivery_schema, order_schema, return_schema
from regulars.api.openapi_points import (
    adjustment_schema,
    cancellation_schema,
    capture_schema,
    hold_schema,
    opening_schema,
    redemption_schema,
    release_schema,
)
from regulars.api.openapi_tiers import tier_schemas
from regulars.api.openapi_words import Schema, money, number, object_of, text
from regulars.engine.happening import LONGEST_FIELD
from regulars.engine.reading import LONGEST_TEXT
from regulars.journal.posting import LONGEST_ID, LONGEST_REF, UNREACHABLE_REFS
from regulars.program.document import Program
from regulars.program.event_types import BEHAVIOURS, EventField, EventType


def event_schemas(program: Program | None) -> dict[str, Schema]:
    """Named schemas: ``Event`` and the data of each type, in the programme's own currency."""
    data = {
        "member.enrolled": ("Enrolment", enrolment_schema()),
        "order.paid": ("Order", order_schema(program)),
        "order.returned": ("Return", return_schema(program)),
        "points.redeemed": ("Redemption", redemption_schema(program)),
        "points.adjusted": ("Adjustment", adjustment_schema(program)),
        "points.held": ("Hold", hold_schema(program)),
        "points.captured": ("Capture", capture_schema()),
        "points.released": ("Release", release_schema()),
        "balance.opened": ("OpeningBalance", opening_schema(program)),
        "order.delivered": ("Delivery", delivery_schema()),
        "redemption.cancelled": ("Cancellation", cancellation_schema()),
        "referral.claimed": ("ReferralClaim", claim_schema()),
        "member.frozen": ("MemberFrozen", object_of(["reason", "by"], reason=text(LONGEST_TEXT, "Why; staff and the member may read it."), by=text(LONGEST_TEXT, "Who answers for it."))),
        "member.unfrozen": ("MemberUnfrozen", object_of(["by"], by=text(LONGEST_TEXT, "Who answers for it."), reason={**text(LONGEST_TEXT), "type": ["string", "null"], "minLength": 0})),
        "challenge.joined": ("ChallengeJoined", object_of(["challenge"], challenge=text(LONGEST_TEXT, "A challenge of the programme that has to be joined."))),
        **tier_schemas(program),
    }
    data |= {type.id: (_schema_name(type.id), _happening(type, program)) for type in _happenings(program)}
    schemas = dict(data.values())
    schemas["Profile"] = profile_schema()
    schemas["Event"] = {
        "description": "A CloudEvent 1.0. Extension attributes are allowed and ignored.",
        "oneOf": [_event(type, name) for type, (name, _) in data.items()],
    }
    schemas["Question"] = {
        "description": "As an Event; without `subject` it is about a visitor nobody knows yet.",
        "oneOf": [_event(type, name, of_anybody=True) for type, (name, _) in data.items()],
    }
    return schemas


def _happenings(program: Program | None) -> list[EventType]:
    """Built-in behaviours, and what the programme declares, each as the programme extends it."""
    declared = {type.id: type for type in program.events} if program is not None else {}
    return list({**BEHAVIOURS, **declared}.values())


def _schema_name(type: str) -> str:
    """``review.published`` -> ``Happened_review_published``: no name of a schema can be taken twice."""
    return "Happened_" + type.replace(".", "_")


def _happening(type: EventType, program: Program | None) -> Schema:
    properties = {field.name: _field(field, program) for field in type.fields}
    return {**object_of([field.name for field in type.fields if field.required], **properties), "description": _counts(type)}


def _counts(type: EventType) -> str:
    how_often = {"event": "Each one counts.", "day": "Counts once a day of the member's own.", "lifetime": "Counts once only."}
    return how_often.get(type.once_per, f"Counts once for each {type.once_per}.")


def _field(field: EventField, program: Program | None) -> Schema:
    schema: Schema
    if field.kind == "text":
        schema = {"enum": list(field.one_of)} if field.one_of else text(LONGEST_FIELD)
    elif field.kind == "number":
        schema = number()
    elif field.kind == "money":
        schema = money(program, "An amount.")
    else:
        schema = {"type": "boolean"} if field.kind == "bool" else {"type": "string", "format": "date"}
    return schema if field.required else {"anyOf": [schema, {"type": "null"}]}


def _event(type: str, data: str, *, of_anybody: bool = False) -> Schema:
    return {
        "title": type,
        "type": "object",
        "required": ["specversion", "id", "source", "type", *([] if of_anybody else ["subject"]), "time", "data"],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": text(LONGEST_ID, "Unique for this member and source, for ever. Sending the same again is safe."),
            "source": {
                **text(LONGEST_ID, "Which of your systems says so, such as till-7."),
                "not": {"enum": ["clock", "regulars"]},
            },
            "type": {"const": type},
            "subject": {**text(LONGEST_REF, "Your own reference of the member."), "not": {"enum": list(UNREACHABLE_REFS)}},
            "time": {
                "type": "string",
                "format": "date-time",
                "pattern": "^(19[7-9]|[2-9])",
                "description": "When it happened, with an offset, not before 1970; kept to the microsecond.",
            },
            "datacontenttype": {"enum": ["application/json", None]},
            "data": {"$ref": f"#/components/schemas/{data}"},
            "data_base64": False,
        },
    }
