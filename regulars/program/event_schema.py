"""``events:``, ``festivals:`` and ``pending_until:`` as JSON Schema."""

from regulars.program.events import FIELD_KINDS, FIELD_NAME, MOST_CHOICES, MOST_FIELDS, MOST_TYPES
from regulars.program.festivals import LONGEST_DAYS, MOST_DATES, MOST_FESTIVALS
from regulars.program.profile_terms import ATTRIBUTE, MOST_PROFILE_FIELDS, PROFILE_FIELDS
from regulars.program.schema_words import Schema, choice, list_of, mapping, pattern, ref, whole


def events_schema() -> Schema:
    field = {
        "anyOf": [
            choice(*FIELD_KINDS),
            mapping(
                {
                    "type": choice(*FIELD_KINDS),
                    "required": {"type": "boolean"},
                    "one_of": list_of(ref("label"), minItems=1, maxItems=MOST_CHOICES),
                },
                "type",
            ),
        ]
    }
    fields = {
        "type": "object",
        "maxProperties": MOST_FIELDS,
        "propertyNames": pattern(f"^{FIELD_NAME.pattern}$"),
        "additionalProperties": field,
    }
    type = mapping(
        {
            "name": ref("text"),
            "fields": fields,
            "once_per": {"type": "string", "description": "event, day, lifetime, or a required text field"},
            "measures": list_of({"type": "string"}),
        }
    )
    return {"type": "object", "maxProperties": MOST_TYPES, "propertyNames": ref("event_type"), "additionalProperties": type}


def festivals_schema() -> Schema:
    festival = {
        **mapping(
            {
                "name": ref("text"),
                "solar": pattern("^[0-9]{2}-[0-9]{2}$"),
                "lunar": pattern("^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|30)$"),
                "dates": list_of(ref("date"), minItems=1, maxItems=MOST_DATES),
                "days": whole(1, LONGEST_DAYS),
                "before": whole(0, LONGEST_DAYS),
            }
        ),
        "oneOf": [{"required": ["solar"]}, {"required": ["lunar"]}, {"required": ["dates"]}],
    }
    return {"type": "object", "maxProperties": MOST_FESTIVALS, "propertyNames": ref("id"), "additionalProperties": festival}


def pending_schema() -> Schema:
    return {
        "anyOf": [
            {"const": "none"},
            mapping(
                {
                    "on": ref("event_type"),
                    "matching": {"type": "string"},
                    "withdraw_on": ref("event_type"),
                    "within": ref("duration"),
                    "distinct": {"type": "string"},
                },
                "on",
            ),
        ]
    }


def profile_schema() -> Schema:
    field = {"anyOf": [choice(*PROFILE_FIELDS), pattern(f"^{ATTRIBUTE.pattern}$")]}
    fields = list_of(field, minItems=1, maxItems=MOST_PROFILE_FIELDS)
    return mapping({"fields": fields, "complete_at": whole(1, 100)}, "fields")
