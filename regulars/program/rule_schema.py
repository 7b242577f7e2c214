"""The shape of `earn:`, `limits:` and `budget:`, and of what a rule asks."""

from regulars.program.budgets import BUDGET_PERIODS, PERIODS
from regulars.program.criteria import MEASURE
from regulars.program.earning import LONGEST_STREAK
from regulars.program.event_schema import pending_schema
from regulars.program.field_kinds import KINDS
from regulars.program.hours import WEEKDAYS
from regulars.program.schema_words import Schema, choice, list_of, mapping, pattern, ref, whole


def rule_schemas() -> Schema:
    per = choice(*PERIODS)
    limit = {
        **mapping({"times": whole(1), "points": ref("number"), "per": per}, "per"),
        "anyOf": [{"required": ["times"]}, {"required": ["points"]}],
    }
    either = [{"required": ["points"]}, {"required": ["share_of_sales"]}]
    budget = {"points": ref("number"), "share_of_sales": ref("share"), "per": choice(*BUDGET_PERIODS), "warn_at": ref("share")}
    member_limit = {"id": ref("id"), "points": ref("number"), "times": whole(1), "per": per, "wallet": ref("id"), "rules": {"anyOf": [ref("id"), list_of(ref("id"), minItems=1)]}, "challenges": {"anyOf": [ref("id"), list_of(ref("id"), minItems=1)]}, "referral": {"type": "boolean"}}
    rate = {
        "per": ref("positive"),
        "give": ref("positive"),
        "of": pattern(f"^{MEASURE.pattern}$"),
        "whole": {"type": "boolean"},
    }
    return {
        "limit": limit,
        "budget": {**mapping(budget), "oneOf": either},
        "programme_budget": {**mapping({**budget, "wallet": ref("id")}), "oneOf": either},
        "member_limit": {**mapping(member_limit, "id", "per"), "oneOf": [{"required": ["points"]}, {"required": ["times"]}]},
        "amount": {
            "oneOf": [ref("number"), mapping(rate, "per", "give"), mapping({"multiply": ref("number")}, "multiply")]
        },
        "rule": mapping(
            {
                "id": ref("id"),
                "name": ref("text"),
                "on": ref("event_type"),
                "when": ref("condition"),
                "from": ref("date"),
                "until": ref("date"),
                "points": ref("amount"),
                "wallet": ref("id"),
                "stack": choice("add", "best_of", "exclusive"),
                "group": ref("id"),
                "activate": ref("activate"),
                "priority": {"type": "integer"},
                "limit": {"anyOf": [ref("limit"), list_of(ref("limit"), minItems=1)]},
                "budget": {"anyOf": [ref("budget"), list_of(ref("budget"), minItems=1)]},
                "badge": ref("id"),
                "streak": mapping(
                    {"days": whole(1, LONGEST_STREAK), "bonus": ref("number"), "reset": choice("after_bonus", "at_gap", "month")}, "days", "bonus"
                ),
                "pending_until": pending_schema(),
            },
            "id",
            "on",
            "points",
        ),
    }


def condition_schema() -> Schema:
    nested = list_of(ref("condition"), minItems=1)
    fields: Schema = {name: ref("test") for name in KINDS}
    fields["order.weekday"] = {
        **ref("test"),
        "description": "1 (Monday) … 7 (Sunday), or " + " … ".join((WEEKDAYS[0], WEEKDAYS[-1])),
    }
    return {
        **mapping({**fields, "any": nested, "all": nested, "not": ref("condition")}),
        "patternProperties": {r"^event\.[A-Za-z_][A-Za-z0-9_]{0,63}$": ref("test")},
        "minProperties": 1,
    }


def test_schema() -> Schema:
    value = {"type": ["string", "number", "boolean"]}
    bounds = {bound: {"type": ["string", "number"]} for bound in ("at_least", "at_most", "above", "below")}
    return {
        "anyOf": [value, list_of(value, minItems=1), {**mapping({**bounds, "not": ref("test")}), "minProperties": 1}]
    }
