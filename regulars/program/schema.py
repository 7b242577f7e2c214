"""The shape of the document as JSON Schema 2020-12, for editors and other people's tools.

It says what a schema can say: keys, kinds and choices. ``parse`` says more: references, dates in order, decimals of each unit.
"""

from itertools import combinations
from typing import get_args

from regulars.kit.periods import SPAN_PATTERN
from regulars.program import challenges as quests
from regulars.program.activation import MOST_CHOICES
from regulars.program.budgets import BUDGET_PERIODS, MOST_LIMITS, PERIODS
from regulars.program.criteria import MEASURE
from regulars.program.document import ReviewEvery
from regulars.program.earning import LONGEST_STREAK, MOST_RULES
from regulars.program.event_schema import events_schema, festivals_schema, pending_schema, profile_schema
from regulars.program.fast_tracks import MOST_TRACKS
from regulars.program.field_kinds import KINDS
from regulars.program.hours import WEEKDAYS
from regulars.program.paid import MOST_PLANS
from regulars.program.schema_words import Schema
from regulars.program.schema_words import choice as _choice
from regulars.program.schema_words import list_of as _list
from regulars.program.schema_words import mapping as _mapping
from regulars.program.schema_words import pattern as _pattern
from regulars.program.schema_words import ref as _ref
from regulars.program.schema_words import whole as _whole
from regulars.program.tier_score import MOST_TERMS
from regulars.program.tiers import MOST_LEVELS

_ID = r"^[\w][\w.-]{0,63}$"
_EVENT_TYPE = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$"
_DURATION = r"^[0-9]{1,5} (day|week|month|year)s?$"
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def json_schema() -> Schema:
    """The schema as plain data, ready for ``json.dumps``; the same on every call."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Regulars programme",
        "description": "The terms of a loyalty programme. What each word means: docs/reference/programme.md.",
        **_mapping(
            {
                "program": _ref("id"),
                "name": _ref("text"),
                "currency": _mapping({"code": _pattern("^[A-Z]{3}$"), "minor_digits": _whole(0, 4)}, "code"),
                "timezone": {"type": "string", "description": "an IANA name, such as Asia/Shanghai"},
                "enrol": _choice("refuse", "on_first_event"),
                "wallets": {
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": _ref("id"),
                    "additionalProperties": _ref("wallet"),
                },
                "exclude": _mapping({key: _list(_ref("label")) for key in ("category", "sku", "brand")}),
                "not_earning": _list(_ref("label")),
                "tiers": _ref("tiers"),
                "tier_score": _ref("tier_score"),
                "paid": _list(_ref("paid"), maxItems=MOST_PLANS),
                "fast_tracks": _list(_ref("fast_track"), maxItems=MOST_TRACKS),
                "earn": _list(_ref("rule"), maxItems=MOST_RULES),
                "returns": _mapping(
                    {
                        "policy": _choice("debt", "within_balance", "only_pending"),
                        "window": _ref("duration"),
                        "tier": _choice("at_review", "at_once"),
                    }
                ),
                "limits": _list(_ref("member_limit"), maxItems=MOST_LIMITS),
                "budget": {"anyOf": [_ref("programme_budget"), _list(_ref("programme_budget"), minItems=1)]},
                "events": events_schema(),
                "festivals": festivals_schema(),
                "birthdays": _mapping({"leap_day": _choice("02-28", "03-01"), "change_every": _ref("duration")}),
                "profile": profile_schema(),
                "approval": _mapping({"programme": {"type": "boolean"}, "goodwill_above": _ref("number"), "bulk_above": _ref("number")}),
                "badges": _list(_badge(), maxItems=quests.MOST_BADGES),
                "challenges": _list(_challenge(), maxItems=quests.MOST_CHALLENGES),
                "gifts": _gifts(),
                "referral": _referral(),
            },
            "program",
            "currency",
            "timezone",
            "wallets",
        ),
        "$defs": {**_values(), "wallet": _wallet(), **_activation(), **_tiers(), **_rules(), "condition": _condition(), "test": _test()},
    }


def _values() -> Schema:
    words = {"type": "string", "pattern": r"\S"}
    return {
        "id": _pattern(_ID),
        "text": {"anyOf": [words, {**_mapping({"en": words, "zh-Hans": words, "zh-Hant": words}), "minProperties": 1}]},
        "label": {"type": ["string", "number"], "description": "a text; digits are kept as written"},
        "number": {"type": "number", "minimum": 0},
        "positive": {"type": "number", "exclusiveMinimum": 0},
        "share": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
        "duration": {**_pattern(_DURATION), "examples": ["7 days", "3 months", "1 year"]},
        "span": {**_pattern(SPAN_PATTERN), "examples": ["15 minutes", "2 hours", "1 day"]},
        "date": {**_pattern(_DATE), "format": "date"},
        "event_type": {**_pattern(_EVENT_TYPE), "examples": ["order.paid", "member.enrolled"]},
    }


def _wallet() -> Schema:
    return _mapping(
        {
            "kind": _choice("spendable", "qualifying"),
            "name": _ref("text"),
            "scale": _whole(0, 4),
            "point_value": _ref("positive"),
            "activate": {"anyOf": [_ref("activate"), _list(_ref("activate_choice"), minItems=1, maxItems=MOST_CHOICES)]},
            "expire": _expire(),
            "burn": _choice("soonest_expiry", "oldest", "newest"),
            "redeem": _mapping(
                {
                    **{key: _ref("positive") for key in ("min", "max", "step")},
                    "share_of_order": _ref("share"),
                    "grace": _ref("duration"),
                }
            ),
            "hold": _mapping({"for": _ref("span"), "at_most": _ref("span")}),
        }
    )


def _expire() -> Schema:
    events, levels = _list(_ref("event_type"), minItems=1), {**_levels(), "minProperties": 1}
    back = _mapping({"within": {"anyOf": [_ref("duration"), levels]}, "on": events, "for": _ref("duration")}, "within", "for")
    longer = {"extend": levels, "reinstate": back}
    rolling = {"rolling": _ref("duration"), "round_to": _choice("day", "month", "quarter", "year"), **longer}
    activity = _mapping({"keeps": _ref("duration"), "on": events, "at_most": _ref("duration")}, "keeps", "at_most")
    return {
        "anyOf": [
            {"const": "never"},
            _mapping({**rolling, "from": _choice("earning", "activation")}, "rolling"),
            _mapping({**rolling, "activity": activity}, "rolling", "activity"),
            _mapping({"calendar": _days_of_year(), "after": _ref("duration"), **longer}, "calendar"),
            _mapping({"sliding": _ref("duration"), "on": events, "at_most": _ref("duration"), **longer}, "sliding"),
        ]
    }


def _levels() -> Schema:
    return {"type": "object", "propertyNames": _ref("id"), "additionalProperties": _ref("duration")}


def _activation() -> Schema:
    forms: list[Schema] = [
        {"after": _ref("duration")},
        {"from": _ref("date")},
        {"on": _ref("event_type"), "after": _ref("duration"), "at_most": _ref("duration")},
    ]
    when = {"when": _ref("condition")}
    return {
        "activate": {"oneOf": [{"const": "immediately"}, *(_mapping(form, next(iter(form))) for form in forms)]},
        "activate_choice": {"anyOf": [_mapping(when, "when"), *(_mapping({**when, **form}, next(iter(form))) for form in forms)]},
    }


def _tiers() -> Schema:
    within = {"anyOf": [_ref("duration"), {"enum": ["calendar_year", "lifetime"]}]}
    measure = rf"({MEASURE.pattern}|points\.[\w.-]+|events\.{_EVENT_TYPE[1:-1]})"
    measured = {
        "type": "object",
        "properties": {"within": within, "any": False, "all": False, "not": False},
        "patternProperties": {f"^(?!(within|any|all|not)$){measure}$": _ref("number")},
        "additionalProperties": False,
        "oneOf": [  # one measure, with or without its window
            {"required": ["within"], "minProperties": 2, "maxProperties": 2},
            {"not": {"required": ["within"]}, "minProperties": 1, "maxProperties": 1},
        ],
    }
    nested = _list(_ref("criterion"), minItems=1)
    level = {
        "id": _ref("id"),
        "name": _ref("text"),
        "reach": _ref("criterion"),
        "keep": _ref("criterion"),
        "multiplier": _ref("positive"),
        "floor": _ref("id"),
    }
    round_to = _choice("day", "month", "quarter", "year")
    down = {
        "step": _choice("one", "full"),
        "inactive_for": _ref("duration"),
        "grace": {"anyOf": [_ref("duration"), _mapping({"for": _ref("duration"), "round_to": round_to}, "for")]},
        "soft_landing": _mapping({"for": _ref("duration"), "keep": _list(_ref("id"), minItems=1)}, "for"),
    }
    every = _choice(*(each for each in get_args(ReviewEvery) if each != "dates"))
    term = {
        "type": "object",
        "properties": {"per": _ref("positive"), "at_most": _ref("positive"), "within": within, "score": False},
        "patternProperties": {f"^(?!(per|at_most|within|score)$){measure}$": _ref("positive")},
        "additionalProperties": False,
        "anyOf": [  # one measure, with or without each of its settings
            {"required": list(beside), "minProperties": count + 1, "maxProperties": count + 1}
            for count in range(4)
            for beside in combinations(("per", "at_most", "within"), count)
        ],
    }
    return {
        "paid": {
            **_mapping(
                {
                    "id": _ref("id"),
                    "name": _ref("text"),
                    "level": _ref("id"),
                    "multiplier": {"type": "number", "exclusiveMinimum": 1},
                    "fee": _ref("number"),
                    "lasts": _ref("duration"),
                    "trial": _ref("duration"),
                    "renew": _choice("manual", "auto"),
                    "refund": _choice("pro_rata", "none"),
                },
                "id",
                "fee",
                "lasts",
            ),
            "oneOf": [{"required": ["level"]}, {"required": ["multiplier"]}],
        },
        "fast_track": _mapping(
            {
                "id": _ref("id"),
                "name": _ref("text"),
                "reach": _ref("criterion"),
                "grants": _ref("id"),
                "for": _ref("duration"),
                "enrol": _choice("automatic", "on_request"),
                "from": _ref("date"),
                "until": _ref("date"),
            },
            "id",
            "reach",
            "grants",
            "for",
        ),
        "tier_score": _mapping({"within": within, "terms": _list(term, minItems=1, maxItems=MOST_TERMS)}, "terms"),
        "tiers": _mapping(
            {
                "review": {"oneOf": [_mapping({"every": every}, "every"), _mapping({"on": _days_of_year()}, "on")]},
                "freeze": _mapping({"windows": _choice("extended", "unchanged"), "at_most": _ref("duration")}),
                "visits_on": _list(_ref("event_type"), minItems=1),
                "down": _mapping(down),
                "levels": _list(_mapping(level, "id"), minItems=1, maxItems=MOST_LEVELS),
            },
            "levels",
        ),
        "criterion": {
            "oneOf": [
                measured,
                _mapping({"any": nested}, "any"),
                _mapping({"all": nested}, "all"),
                _mapping({"not": _ref("criterion")}, "not"),
            ]
        },
    }


def _rules() -> Schema:
    per = _choice(*PERIODS)
    limit = {
        **_mapping({"times": _whole(1), "points": _ref("number"), "per": per}, "per"),
        "anyOf": [{"required": ["times"]}, {"required": ["points"]}],
    }
    either = [{"required": ["points"]}, {"required": ["share_of_sales"]}]
    budget = {"points": _ref("number"), "share_of_sales": _ref("share"), "per": _choice(*BUDGET_PERIODS), "warn_at": _ref("share")}
    member_limit = {"id": _ref("id"), "points": _ref("number"), "times": _whole(1), "per": per, "wallet": _ref("id"), "rules": {"anyOf": [_ref("id"), _list(_ref("id"), minItems=1)]}}
    rate = {
        "per": _ref("positive"),
        "give": _ref("positive"),
        "of": _pattern(f"^{MEASURE.pattern}$"),
        "whole": {"type": "boolean"},
    }
    return {
        "limit": limit,
        "budget": {**_mapping(budget), "oneOf": either},
        "programme_budget": {**_mapping({**budget, "wallet": _ref("id")}), "oneOf": either},
        "member_limit": {**_mapping(member_limit, "id", "per"), "oneOf": [{"required": ["points"]}, {"required": ["times"]}]},
        "amount": {
            "oneOf": [_ref("number"), _mapping(rate, "per", "give"), _mapping({"multiply": _ref("number")}, "multiply")]
        },
        "rule": _mapping(
            {
                "id": _ref("id"),
                "name": _ref("text"),
                "on": _ref("event_type"),
                "when": _ref("condition"),
                "from": _ref("date"),
                "until": _ref("date"),
                "points": _ref("amount"),
                "wallet": _ref("id"),
                "stack": _choice("add", "best_of", "exclusive"),
                "group": _ref("id"),
                "activate": _ref("activate"),
                "priority": {"type": "integer"},
                "limit": {"anyOf": [_ref("limit"), _list(_ref("limit"), minItems=1)]},
                "budget": {"anyOf": [_ref("budget"), _list(_ref("budget"), minItems=1)]},
                "badge": _ref("id"),
                "streak": _mapping(
                    {"days": _whole(1, LONGEST_STREAK), "bonus": _ref("number"), "reset": _choice("after_bonus", "at_gap", "month")}, "days", "bonus"
                ),
                "pending_until": pending_schema(),
            },
            "id",
            "on",
            "points",
        ),
    }


def _badge() -> Schema:
    return _mapping({"id": _ref("id"), "name": _ref("text"), "revoke": _choice("never", "on_return")}, "id")


def _reward() -> Schema:
    return {
        **_mapping({"points": _ref("number"), "wallet": _ref("id"), "badge": _ref("id")}),
        "anyOf": [{"required": ["badge"]}, {"required": ["points"], "properties": {"points": _ref("positive")}}],
    }


def _referral() -> Schema:
    return _mapping(
        {
            "advocate": _reward(),
            "friend": _reward(),
            "qualifies": _mapping({"order_at_least": _ref("number"), "when": _ref("condition"), "within": _ref("duration")}),
            "after": _ref("duration"),
            "limit": {"anyOf": [_ref("limit"), _list(_ref("limit"), minItems=1)]},
            "returns": _choice("take_back", "keep"),
        }
    )


def _challenge() -> Schema:
    different = {"distinct": _choice(*quests.OF_LINES, *quests.OF_EVENTS), "count": _whole(1, quests.MOST_DISTINCT)}
    amounts = {"count": _whole(1), "days": _whole(1, quests.MOST_DISTINCT), "quantity": _ref("positive"), "spend": _ref("positive")}
    target = {"oneOf": [_mapping({kind: amount}, kind) for kind, amount in amounts.items()] + [_mapping(different, *different)]}
    run = _mapping(
        {
            "per": _choice(*quests.PERIODS),
            "from": _ref("date"),
            "until": _ref("date"),
            "within": _ref("duration"),
            "since": _choice("start", "enrolment"),
        }
    )
    run |= {"not": {"required": ["per", "within"]}, "dependentRequired": {"since": ["within"]}}
    return _mapping(
        {
            "id": _ref("id"),
            "name": _ref("text"),
            "on": _ref("event_type"),
            "when": _ref("condition"),
            "target": target,
            "period": run,
            "recurrence": _choice("once", "every_period", "again"),
            "join": _choice("automatic", "on_request"),
            "returns": _choice("take_back", "keep"),
            "reward": _reward(),
            "limit": {"anyOf": [_ref("limit"), _list(_ref("limit"), minItems=1)]},
        },
        "id",
        "on",
        "target",
        "reward",
    )


def _gifts() -> Schema:
    points = {key: _ref("positive") for key in ("min", "max", "per_day", "per_month")}
    return _mapping({"wallet": _ref("id"), **points, "cooling_off": _ref("span"), "only_to": _list(_ref("id"), minItems=1)})


def _condition() -> Schema:
    nested = _list(_ref("condition"), minItems=1)
    fields: Schema = {name: _ref("test") for name in KINDS}
    fields["order.weekday"] = {
        **_ref("test"),
        "description": "1 (Monday) … 7 (Sunday), or " + " … ".join((WEEKDAYS[0], WEEKDAYS[-1])),
    }
    return {
        **_mapping({**fields, "any": nested, "all": nested, "not": _ref("condition")}),
        "patternProperties": {r"^event\.[A-Za-z_][A-Za-z0-9_]{0,63}$": _ref("test")},
        "minProperties": 1,
    }


def _test() -> Schema:
    value = {"type": ["string", "number", "boolean"]}
    bounds = {bound: {"type": ["string", "number"]} for bound in ("at_least", "at_most", "above", "below")}
    return {
        "anyOf": [value, _list(value, minItems=1), {**_mapping({**bounds, "not": _ref("test")}), "minProperties": 1}]
    }


def _days_of_year() -> Schema:
    return _list(_pattern("^(?!02-29)[0-9]{2}-[0-9]{2}$"), minItems=1)
