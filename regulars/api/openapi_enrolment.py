"""The contract of who joins: profile, identities, signals, and who brought them."""

from regulars.api.openapi_words import NO_NUL, ONE_LINE, Schema, object_of, optional, or_nothing, text
from regulars.members.enrolment import MOST_IDENTITIES
from regulars.members.normal import LONGEST_VALUE
from regulars.members.profile import FIELDS, GENDERS, MOST_ATTRIBUTES, zones
from regulars.members.referring import KINDS, LONGEST_NAMED, MOST_SIGNALS


def profile_schema() -> Schema:
    profile: Schema = {name: {"type": ["string", "null"], "maxLength": LONGEST_VALUE, "pattern": ONE_LINE} for name in FIELDS}
    profile["gender"] = {"enum": [*GENDERS, "", None]}
    profile["birthday"] = {**or_nothing({"type": "string", "format": "date"}), "description": "Such as 1990-05-17, since 1900."}
    profile["postcode"]["maxLength"], profile["address"]["maxLength"] = 32, 512
    profile["phone"] = {"type": ["string", "null"], "description": "With its country code, such as +86 138 0013 8000."}
    profile["email"] = or_nothing({"type": "string", "format": "email"})
    profile["language"] = {"type": ["string", "null"], "pattern": "^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3})?$"}
    profile["timezone"] = {"enum": [*sorted(zones()), "", None], "description": "The member's own; streaks go by it."}
    profile["attributes"] = {
        "type": ["object", "null"],
        "maxProperties": MOST_ATTRIBUTES,
        "propertyNames": {"pattern": "^[a-z0-9_]{1,64}$"},
        "additionalProperties": {
            "anyOf": [
                {"type": "string", "maxLength": LONGEST_VALUE, "pattern": ONE_LINE},
                {"type": "integer", "minimum": -(2**53), "maximum": 2**53},
                {"type": "boolean"},
            ]
        },
    }
    return object_of([], **profile)


def enrolment_schema() -> Schema:
    identity = object_of(["kind", "value"], kind={"type": "string", "pattern": "^[a-z0-9_]{1,32}$"}, value={**text(LONGEST_VALUE), "pattern": ONE_LINE})
    return object_of(
        [],
        profile={**profile_schema(), "type": ["object", "null"], "description": "Kept apart from the journal, encrypted."},
        identities={
            "type": ["array", "null"],
            "maxItems": MOST_IDENTITIES,
            "items": identity,
            "description": "Cards, phones and the like the member is found by.",
        },
        signals={
            "type": ["array", "null"],
            "maxItems": MOST_SIGNALS,
            "items": object_of(["kind", "value"], kind={"enum": list(KINDS)}, value={**text(LONGEST_VALUE), "pattern": ONE_LINE}),
            "description": "Tokens of devices and ways of paying, kept as keyed hashes only: they tell when a referral is of oneself.",
        },
        referred_by={
            "type": ["string", "null"],
            "maxLength": LONGEST_NAMED,
            "pattern": NO_NUL,
            "description": "Who brought the member: the advocate's code, or your own reference of them.",
        },
    )


def claim_schema() -> Schema:
    return object_of(
        ["referred_by"],
        referred_by=text(LONGEST_NAMED, "The advocate's code, or your own reference of them."),
        approved_by={**optional(), "description": "Who of the shop answers for it, when it is late or the signals speak against it."},
    )
