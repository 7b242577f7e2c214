"""The shape of the document as JSON Schema 2020-12, for editors and other people's tools.

It says what a schema can say: keys, kinds and choices. ``parse`` says more: references, dates in order, decimals of each unit.
"""

from regulars.kit.periods import SPAN_PATTERN
from regulars.program import challenges as quests
from regulars.program.budgets import MOST_LIMITS
from regulars.program.cards import cards_schema
from regulars.program.challenge_schema import badge_schema, challenge_schema, referral_schema
from regulars.program.document import ENROL
from regulars.program.earning import MOST_RULES
from regulars.program.event_schema import events_schema, festivals_schema, profile_schema
from regulars.program.fast_tracks import MOST_TRACKS
from regulars.program.paid import MOST_PLANS
from regulars.program.pool_schema import pools_schema
from regulars.program.rule_schema import condition_schema, rule_schemas, test_schema
from regulars.program.schema_words import EVENT_TYPE, Schema, choice, list_of, mapping, pattern, ref, whole
from regulars.program.tier_schema import tier_schemas
from regulars.program.wallet_schema import activation_schemas, wallet_schema

_ID = r"^[\w][\w.-]{0,63}$"
_DURATION = r"^[0-9]{1,5} (day|week|month|year)s?$"
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

_GOODWILL_IN_ALL = mapping({"points": ref("number"), "within": ref("duration"), "of": {"enum": ["member", "giver"]}}, "points", "within", "of")


def json_schema() -> Schema:
    """The schema as plain data, ready for ``json.dumps``; the same on every call."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Regulars programme",
        "description": "The terms of a loyalty programme. What each word means: docs/reference/programme.md.",
        **mapping(
            {
                "program": ref("id"),
                "name": ref("text"),
                "currency": mapping({"code": pattern("^[A-Z]{3}$"), "minor_digits": whole(0, 4)}, "code"),
                "timezone": {"type": "string", "description": "an IANA name, such as Asia/Shanghai"},
                "enrol": choice(*ENROL),
                "wallets": {
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": ref("id"),
                    "additionalProperties": ref("wallet"),
                },
                "exclude": mapping({key: list_of(ref("label")) for key in ("category", "sku", "brand")}),
                "not_earning": list_of(ref("label")),
                "tiers": ref("tiers"),
                "tier_score": ref("tier_score"),
                "paid": list_of(ref("paid"), maxItems=MOST_PLANS),
                "fast_tracks": list_of(ref("fast_track"), maxItems=MOST_TRACKS),
                "earn": list_of(ref("rule"), maxItems=MOST_RULES),
                "returns": mapping(
                    {
                        "policy": choice("debt", "within_balance", "only_pending"),
                        "window": ref("duration"),
                        "tier": choice("at_review", "at_once"),
                    }
                ),
                "limits": list_of(ref("member_limit"), maxItems=MOST_LIMITS),
                "budget": {"anyOf": [ref("programme_budget"), list_of(ref("programme_budget"), minItems=1)]},
                "events": events_schema(),
                "festivals": festivals_schema(),
                "birthdays": mapping({"leap_day": choice("02-28", "03-01"), "change_every": ref("duration")}),
                "profile": profile_schema(),
                "approval": mapping({"programme": {"type": "boolean"}, "goodwill_above": ref("number"), "goodwill_in_all": {"anyOf": [_GOODWILL_IN_ALL, list_of(_GOODWILL_IN_ALL)]}, "bulk_above": ref("number")}),
                "badges": list_of(badge_schema(), maxItems=quests.MOST_BADGES),
                "challenges": list_of(challenge_schema(), maxItems=quests.MOST_CHALLENGES),
                "gifts": _gifts(),
                "cards": cards_schema(),
                "pools": pools_schema(),
                "referral": referral_schema(),
            },
            "program",
            "currency",
            "timezone",
            "wallets",
        ),
        "$defs": {**_values(), "wallet": wallet_schema(), **activation_schemas(), **tier_schemas(), **rule_schemas(), "condition": condition_schema(), "test": test_schema()},
    }


def _values() -> Schema:
    words = {"type": "string", "pattern": r"\S"}
    return {
        "id": pattern(_ID),
        "text": {"anyOf": [words, {**mapping({"en": words, "zh-Hans": words, "zh-Hant": words}), "minProperties": 1}]},
        "label": {"type": ["string", "number"], "description": "a text; digits are kept as written"},
        "number": {"type": "number", "minimum": 0},
        "positive": {"type": "number", "exclusiveMinimum": 0},
        "share": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
        "duration": {**pattern(_DURATION), "examples": ["7 days", "3 months", "1 year"]},
        "span": {**pattern(SPAN_PATTERN), "examples": ["15 minutes", "2 hours", "1 day"]},
        "date": {**pattern(_DATE), "format": "date"},
        "event_type": {**pattern(EVENT_TYPE), "examples": ["order.paid", "member.enrolled"]},
    }


def _gifts() -> Schema:
    points = {key: ref("positive") for key in ("min", "max", "per_day", "per_month")}
    return mapping({"wallet": ref("id"), **points, "cooling_off": ref("span"), "only_to": list_of(ref("id"), minItems=1)})
