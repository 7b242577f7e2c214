"""The contract of who joins: profile, identities, signals, and who brought them."""

from calendar import isleap
from datetime import UTC, datetime

from regulars.api.openapi_words import NO_NUL, ONE_LINE, Schema, object_of, optional, or_nothing, text
from regulars.members.enrolment import MOST_IDENTITIES
from regulars.members.normal import LONGEST_VALUE
from regulars.members.profile import FIELDS, GENDERS, MOST_ATTRIBUTES, zones
from regulars.members.referring import KINDS, LONGEST_NAMED, MOST_SIGNALS


def profile_schema() -> Schema:
    profile: Schema = {name: {"type": ["string", "null"], "maxLength": LONGEST_VALUE, "pattern": ONE_LINE} for name in FIELDS}
    profile["gender"] = {"enum": [*GENDERS, "", None]}
    profile["birthday"] = {"anyOf": [*_birthdays(datetime.now(UTC).year), {"enum": ["", None]}], "description": "Such as 1990-05-17: a real day since 1900, up to today."}
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


def _birthdays(this_year: int) -> list[Schema]:
    """Every real day from 1900 up to the end of last year: what is accepted whatever today is."""
    tens, ones = divmod(this_year - 1 - 2000, 10)
    years = "|".join(["19[0-9]{2}", f"20[0-{tens - 1}][0-9]", f"20{tens}[0-{ones}]"])
    days = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])"
    leap_days = [f"{year}-02-29" for year in range(1904, this_year) if isleap(year)]
    return [{"type": "string", "pattern": f"^({years})-({days})$"}, {"enum": leap_days}]


IDENTITY: Schema = object_of(["kind", "value"], kind={"type": "string", "pattern": "^[a-z0-9_]{1,32}$"}, value={**text(LONGEST_VALUE), "pattern": ONE_LINE})


def enrolment_schema() -> Schema:
    return object_of(
        [],
        profile={**profile_schema(), "type": ["object", "null"], "description": "Kept apart from the journal, encrypted."},
        identities={
            "type": ["array", "null"],
            "maxItems": MOST_IDENTITIES,
            "items": IDENTITY,
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
