"""The JSON Schemas of what may be posted, as exact as JSON Schema allows: `engine.reading` and `members` read the same."""

from typing import Any

from regulars.api.openapi_tiers import tier_schemas
from regulars.engine.happening import LARGEST_NUMBER, LONGEST_FIELD
from regulars.engine.reading import LONGEST_TEXT, MOST_LINES
from regulars.engine.reading_opening import MOST_LOTS
from regulars.journal.posting import LONGEST_ID, LONGEST_REF, UNREACHABLE_REFS
from regulars.kit.periods import SPAN_PATTERN
from regulars.kit.points import LARGEST_POINTS
from regulars.members.enrolment import MOST_IDENTITIES
from regulars.members.normal import LONGEST_VALUE
from regulars.members.profile import FIELDS, GENDERS, MOST_ATTRIBUTES, zones
from regulars.members.referring import KINDS, LONGEST_NAMED, MOST_SIGNALS
from regulars.program.document import Program
from regulars.program.event_types import BEHAVIOURS, EventField, EventType

Schema = dict[str, Any]

_NUMBER = r"^(0{0,6}[0-9]{1,12}|0{0,5}[0-8][0-9]{12})(\.[0-9]{1,3}0{0,6})?$"
_DECIMAL = r"^[0-9]{1,9}(\.[0-9]{1,3})?$"
_NO_NUL = "^[^\\u0000]*$"
_ONE_LINE = "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$"
_QUANTITY = r"^([0-9]{0,5}[1-9][0-9]{0,5}(\.[0-9]{1,3})?|[0-9]{1,9}\.([1-9][0-9]{0,2}|0[1-9][0-9]?|00[1-9]))$"


def event_schemas(program: Program | None) -> dict[str, Schema]:
    """Named schemas: ``Event`` and the data of each type, in the programme's own currency."""
    data = {
        "member.enrolled": ("Enrolment", _enrolment()),
        "order.paid": ("Order", _order(program)),
        "order.returned": ("Return", _return(program)),
        "points.redeemed": ("Redemption", _redemption(program)),
        "points.adjusted": ("Adjustment", _adjustment(program)),
        "points.held": ("Hold", _hold(program)),
        "points.captured": ("Capture", _capture()),
        "points.released": ("Release", _release()),
        "balance.opened": ("OpeningBalance", _opening(program)),
        "order.delivered": ("Delivery", _delivery()),
        "redemption.cancelled": ("Cancellation", _cancellation()),
        "referral.claimed": ("ReferralClaim", _claim()),
        "challenge.joined": ("ChallengeJoined", _object(["challenge"], challenge=_text(LONGEST_TEXT, "A challenge of the programme that has to be joined."))),
        **tier_schemas(program),
    }
    data |= {type.id: (_schema_name(type.id), _happening(type, program)) for type in _happenings(program)}
    schemas = dict(data.values())
    schemas["Profile"] = _profile()
    schemas["Event"] = {
        "description": "A CloudEvent 1.0. Extension attributes are allowed and ignored.",
        "oneOf": [_event(type, name) for type, (name, _) in data.items()],
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
    return {**_object([field.name for field in type.fields if field.required], **properties), "description": _counts(type)}


def _counts(type: EventType) -> str:
    how_often = {"event": "Each one counts.", "day": "Counts once a day of the member's own.", "lifetime": "Counts once only."}
    return how_often.get(type.once_per, f"Counts once for each {type.once_per}.")


def _field(field: EventField, program: Program | None) -> Schema:
    schema: Schema
    if field.kind == "text":
        schema = {"enum": list(field.one_of)} if field.one_of else _text(LONGEST_FIELD)
    elif field.kind == "number":
        schema = _number()
    elif field.kind == "money":
        schema = _money(program, "An amount.")
    else:
        schema = {"type": "boolean"} if field.kind == "bool" else {"type": "string", "format": "date"}
    return schema if field.required else {"anyOf": [schema, {"type": "null"}]}


def _number() -> Schema:
    return {
        "description": "0 or more; up to three decimals.",
        "anyOf": [
            {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER},
            {"type": "number", "enum": [0.25, 0.5, 0.75, 1.5], "description": "Or any other number of up to three decimals."},
            {"type": "string", "pattern": _NUMBER},
        ],
    }


def _event(type: str, data: str) -> Schema:
    return {
        "title": type,
        "type": "object",
        "required": ["specversion", "id", "source", "type", "subject", "time", "data"],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": _text(LONGEST_ID, "Unique for this member and source, for ever. Sending the same again is safe."),
            "source": {
                **_text(LONGEST_ID, "Which of your systems says so, such as till-7."),
                "not": {"enum": ["clock", "regulars"]},
            },
            "type": {"const": type},
            "subject": {**_text(LONGEST_REF, "Your own reference of the member."), "not": {"enum": list(UNREACHABLE_REFS)}},
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


def _order(program: Program | None) -> Schema:
    line = _object(
        ["sku", "quantity", "amount"],
        line={"type": ["integer", "null"], "minimum": 1, "maximum": 1_000_000, "description": "1 … n by default; a return names it."},
        sku=_text(LONGEST_TEXT),
        quantity=_quantity(),
        amount=_money(program, "What was paid for the whole line."),
        discount={**_money(program, "What was taken off, for information."), "type": ["string", "null"]},
        category=_optional(),
        brand=_optional(),
        measures=_measures(),
    )
    tender = _object(["kind", "amount"], kind=_text(LONGEST_TEXT), amount=_money(program, "The part paid this way."))
    return _object(
        ["order_id", "currency", "lines"],
        order_id=_text(LONGEST_TEXT),
        currency={"const": program.currency.code} if program else {"type": "string", "pattern": "^[A-Z]{3}$"},
        channel=_optional(),
        store=_optional(),
        partner=_optional(),
        lines={"type": "array", "minItems": 1, "maxItems": MOST_LINES, "items": line},
        tenders={"type": ["array", "null"], "items": tender},
        measures=_measures(),
    )


def _return(program: Program | None) -> Schema:
    line = _object(
        ["line"],
        line={"type": "integer", "minimum": 1, "maximum": 1_000_000},
        quantity={"anyOf": [_quantity(), {"type": "null"}]},
        amount={**_money(program, "What was given back."), "type": ["string", "null"]},
    )
    of_units = {"required": ["quantity"], "properties": {"quantity": {"not": {"type": "null"}}}}
    of_money = {"properties": {"amount": {"anyOf": [{"type": "string", "pattern": "[1-9]"}, {"type": "null"}]}}}
    line["anyOf"] = [of_units, of_money]  # without units, no money back would be a return of nothing
    lines = {"type": "array", "minItems": 1, "uniqueItems": True, "items": line, "description": f"Each line once, at most {MOST_LINES} of them."}
    order_id = _text(LONGEST_TEXT)
    return {
        "description": "The whole order (`all`) or some of its lines.",
        "oneOf": [
            _object(["order_id", "all"], order_id=order_id, all={"const": True}),
            _object(["order_id", "lines"], order_id=order_id, lines=lines, all={"const": False}),
        ],
    }


def _redemption(program: Program | None) -> Schema:
    return _object(
        ["points"],
        points={"type": "integer", "minimum": 1, "maximum": LARGEST_POINTS},
        wallet=_wallet(program),
        up_to={"type": "boolean", "default": False, "description": "Take what there is when it is less."},
        reason=_optional(),
        order_id=_optional(),
        order_amount=_order_amount(program),
    )


def _hold(program: Program | None) -> Schema:
    schema = _object(
        ["points"],
        points=_points(),
        wallet=_wallet(program),
        up_to={"type": "boolean", "default": False, "description": "Reserve the most that may be used when it is less."},
        until={"type": ["string", "null"], "format": "date-time", "description": "When the hold ends by itself, with an offset."},
        reference=_optional(),
        order_id=_optional(),
        order_amount=_order_amount(program),
        **{"for": {"type": ["string", "null"], "pattern": SPAN_PATTERN, "description": "How long the hold lasts, such as 15 minutes; by default as the programme says."}},
    )
    either = [{"properties": {key: {"type": "null"}}} for key in ("for", "until")]
    return {**schema, "description": "Points reserved for something that is being paid; the hold goes by this event's source and id.", "anyOf": either}


def _capture() -> Schema:
    return _object(
        ["hold"],
        hold=_text(LONGEST_TEXT, "The id of the `points.held` event."),
        source=_optional_of("hold"),
        points={"type": ["integer", "null"], "minimum": 1, "maximum": LARGEST_POINTS, "description": "By default all that is held; the rest returns to its lots."},
        reason=_optional(),
        order_id=_optional(),
    )


def _opening(program: Program | None) -> Schema:
    day = {"type": "string", "pattern": "^(19[7-9][0-9]|2[0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$", "description": "A local day."}
    ends = {"anyOf": [{"enum": ["never", "", None]}, day], "description": "The last usable day; never: no end; by default as the wallet says."}
    lot = _object(["points", "earned_on"], points=_points(), earned_on=day, expires_on=ends)
    return {
        **_object(
            ["lots"],
            lots={"type": "array", "minItems": 1, "maxItems": MOST_LOTS, "items": lot},
            wallet=_wallet(program),
            tier={**_optional(), "description": "The level to stand on at least."},
        ),
        "description": "Points brought along from an older scheme.",
    }


def _delivery() -> Schema:
    schema = _object(["order_id"], order_id=_text(LONGEST_TEXT))
    return {**schema, "description": "What the order earned and what waits for its delivery becomes usable. One that comes before its order waits for it."}


def _release() -> Schema:
    return _object(["hold"], hold=_text(LONGEST_TEXT, "The id of the `points.held` event."), source=_optional_of("hold"), reason=_optional())


def _cancellation() -> Schema:
    return _object(
        ["redemption"],
        redemption=_text(LONGEST_TEXT, "The id of the `points.redeemed` or `points.captured` event."),
        source=_optional_of("redemption"),
        points={"type": ["integer", "null"], "minimum": 1, "maximum": LARGEST_POINTS, "description": "By default all that is left of it."},
        reason=_optional(),
    )


def _optional_of(event: str) -> Schema:
    return {**_optional(), "description": f"The source of the {event}; by default this event's own."}


def _points() -> Schema:
    return {"type": "integer", "minimum": 1, "maximum": LARGEST_POINTS}


def _order_amount(program: Program | None) -> Schema:
    return {**_money(program, "What the order costs that the points pay a part of."), "type": ["string", "null"]}


def _adjustment(program: Program | None) -> Schema:
    return _object(
        ["points", "reason", "by"],
        points={"type": "integer", "minimum": -LARGEST_POINTS, "maximum": LARGEST_POINTS, "not": {"const": 0}},
        wallet=_wallet(program),
        reason=_text(LONGEST_TEXT),
        by=_text(LONGEST_TEXT, "Who answers for it."),
    )


def _profile() -> Schema:
    profile: Schema = {name: {"type": ["string", "null"], "maxLength": LONGEST_VALUE, "pattern": _ONE_LINE} for name in FIELDS}
    profile["gender"] = {"enum": [*GENDERS, "", None]}
    profile["birthday"] = {**_or_nothing({"type": "string", "format": "date"}), "description": "Such as 1990-05-17, since 1900."}
    profile["postcode"]["maxLength"], profile["address"]["maxLength"] = 32, 512
    profile["phone"] = {"type": ["string", "null"], "description": "With its country code, such as +86 138 0013 8000."}
    profile["email"] = _or_nothing({"type": "string", "format": "email"})
    profile["language"] = {"type": ["string", "null"], "pattern": "^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3})?$"}
    profile["timezone"] = {"enum": [*sorted(zones()), "", None], "description": "The member's own; streaks go by it."}
    profile["attributes"] = {
        "type": ["object", "null"],
        "maxProperties": MOST_ATTRIBUTES,
        "propertyNames": {"pattern": "^[a-z0-9_]{1,64}$"},
        "additionalProperties": {
            "anyOf": [
                {"type": "string", "maxLength": LONGEST_VALUE, "pattern": _ONE_LINE},
                {"type": "integer", "minimum": -(2**53), "maximum": 2**53},
                {"type": "boolean"},
            ]
        },
    }
    return _object([], **profile)


def _enrolment() -> Schema:
    identity = _object(["kind", "value"], kind={"type": "string", "pattern": "^[a-z0-9_]{1,32}$"}, value={**_text(LONGEST_VALUE), "pattern": _ONE_LINE})
    return _object(
        [],
        profile={**_profile(), "type": ["object", "null"], "description": "Kept apart from the journal, encrypted."},
        identities={
            "type": ["array", "null"],
            "maxItems": MOST_IDENTITIES,
            "items": identity,
            "description": "Cards, phones and the like the member is found by.",
        },
        signals={
            "type": ["array", "null"],
            "maxItems": MOST_SIGNALS,
            "items": _object(["kind", "value"], kind={"enum": list(KINDS)}, value={**_text(LONGEST_VALUE), "pattern": _ONE_LINE}),
            "description": "Tokens of devices and ways of paying, kept as keyed hashes only: they tell when a referral is of oneself.",
        },
        referred_by={
            "type": ["string", "null"],
            "maxLength": LONGEST_NAMED,
            "pattern": _NO_NUL,
            "description": "Who brought the member: the advocate's code, or your own reference of them.",
        },
    )


def _claim() -> Schema:
    return _object(
        ["referred_by"],
        referred_by=_text(LONGEST_NAMED, "The advocate's code, or your own reference of them."),
        approved_by={**_optional(), "description": "Who of the shop answers for it, when it is late or the signals speak against it."},
    )


def _or_nothing(schema: Schema) -> Schema:
    """Null or an empty text takes a field of the profile back."""
    return {"anyOf": [schema, {"enum": ["", None]}]}


def _object(required: list[str], **properties: Schema) -> Schema:
    schema: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**schema, "required": required} if required else schema


def _text(longest: int, description: str = "") -> Schema:
    schema = {"type": "string", "minLength": 1, "maxLength": longest, "pattern": _NO_NUL}
    return {**schema, "description": description} if description else schema


def _optional() -> Schema:
    return {"type": ["string", "null"], "maxLength": LONGEST_TEXT, "pattern": _NO_NUL}


def _wallet(program: Program | None) -> Schema:
    if program is None:
        return _optional()
    return {"enum": [*(wallet.id for wallet in program.wallets), "", None], "description": "By default the first."}


def _money(program: Program | None, description: str) -> Schema:
    digits = program.currency.minor_digits if program else 2
    decimals = rf"(\.[0-9]{{1,{digits}}})?" if digits else ""
    return {"type": "string", "pattern": f"^[0-9]{{1,12}}{decimals}$", "description": f"{description} A decimal text, never a number."}


def _quantity() -> Schema:
    return {
        "description": "More than 0; up to three decimals for weighed goods.",
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": 10**9},
            {"type": "number", "enum": [0.25, 0.5, 0.75, 1.5], "description": "Or any other number of up to three decimals."},
            {"type": "string", "pattern": _QUANTITY},
        ],
    }


def _measures() -> Schema:
    number = {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 10**9}, {"type": "string", "pattern": r"^[0-9]{1,9}(\.[0-9]{1,3})?$"}]}
    return {"type": ["object", "null"], "propertyNames": _text(LONGEST_TEXT), "additionalProperties": number}
