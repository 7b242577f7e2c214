"""The shape of `tiers:`, `tier_score:`, `paid:` and `fast_tracks:`, and of a criterion."""

from itertools import combinations
from typing import get_args

from regulars.program.criteria import MEASURE
from regulars.program.document_tiers import ReviewEvery
from regulars.program.schema_words import EVENT_TYPE, Schema, choice, days_of_year, list_of, mapping, ref
from regulars.program.tier_score import MOST_TERMS
from regulars.program.tiers import MOST_LEVELS

_MEASURE = rf"({MEASURE.pattern}|points\.[\w.-]+|events\.{EVENT_TYPE[1:-1]})"
_WITHIN = {"anyOf": [ref("duration"), {"enum": ["calendar_year", "lifetime"]}]}


def tier_schemas() -> Schema:
    """Named schemas: ``paid``, ``fast_track``, ``tier_score``, ``tiers`` and ``criterion``."""
    return {
        "paid": _paid(),
        "fast_track": _fast_track(),
        "tier_score": mapping({"within": _WITHIN, "terms": list_of(_term(), minItems=1, maxItems=MOST_TERMS)}, "terms"),
        "tiers": _tiers(),
        "criterion": _criterion(),
    }


def _tiers() -> Schema:
    every = choice(*(each for each in get_args(ReviewEvery) if each != "dates"))
    level = {
        "id": ref("id"),
        "name": ref("text"),
        "reach": ref("criterion"),
        "keep": ref("criterion"),
        "multiplier": ref("positive"),
        "floor": ref("id"),
    }
    return mapping(
        {
            "review": {"oneOf": [mapping({"every": every}, "every"), mapping({"on": days_of_year()}, "on")]},
            "freeze": mapping({"windows": choice("extended", "unchanged"), "at_most": ref("duration")}),
            "visits_on": list_of(ref("event_type"), minItems=1),
            "down": _down(),
            "levels": list_of(mapping(level, "id"), minItems=1, maxItems=MOST_LEVELS),
        },
        "levels",
    )


def _down() -> Schema:
    round_to = choice("day", "month", "quarter", "year")
    return mapping(
        {
            "step": choice("one", "full"),
            "inactive_for": ref("duration"),
            "grace": {"anyOf": [ref("duration"), mapping({"for": ref("duration"), "round_to": round_to}, "for")]},
            "soft_landing": mapping({"for": ref("duration"), "keep": list_of(ref("id"), minItems=1)}, "for"),
        }
    )


def _criterion() -> Schema:
    measured = {
        "type": "object",
        "properties": {"within": _WITHIN, "any": False, "all": False, "not": False},
        "patternProperties": {f"^(?!(within|any|all|not)$){_MEASURE}$": ref("number")},
        "additionalProperties": False,
        "oneOf": [  # one measure, with or without its window
            {"required": ["within"], "minProperties": 2, "maxProperties": 2},
            {"not": {"required": ["within"]}, "minProperties": 1, "maxProperties": 1},
        ],
    }
    nested = list_of(ref("criterion"), minItems=1)
    return {
        "oneOf": [
            measured,
            mapping({"any": nested}, "any"),
            mapping({"all": nested}, "all"),
            mapping({"not": ref("criterion")}, "not"),
        ]
    }


def _term() -> Schema:
    return {
        "type": "object",
        "properties": {"per": ref("positive"), "at_most": ref("positive"), "within": _WITHIN, "score": False},
        "patternProperties": {f"^(?!(per|at_most|within|score)$){_MEASURE}$": ref("positive")},
        "additionalProperties": False,
        "anyOf": [  # one measure, with or without each of its settings
            {"required": list(beside), "minProperties": count + 1, "maxProperties": count + 1}
            for count in range(4)
            for beside in combinations(("per", "at_most", "within"), count)
        ],
    }


def _paid() -> Schema:
    plan = {
        "id": ref("id"),
        "name": ref("text"),
        "level": ref("id"),
        "multiplier": {"type": "number", "exclusiveMinimum": 1},
        "fee": ref("number"),
        "lasts": ref("duration"),
        "trial": ref("duration"),
        "renew": choice("manual", "auto"),
        "refund": choice("pro_rata", "none"),
    }
    return {**mapping(plan, "id", "fee", "lasts"), "oneOf": [{"required": ["level"]}, {"required": ["multiplier"]}]}


def _fast_track() -> Schema:
    track = {
        "id": ref("id"),
        "name": ref("text"),
        "reach": ref("criterion"),
        "grants": ref("id"),
        "for": ref("duration"),
        "enrol": choice("automatic", "on_request"),
        "from": ref("date"),
        "until": ref("date"),
    }
    return mapping(track, "id", "reach", "grants", "for")
