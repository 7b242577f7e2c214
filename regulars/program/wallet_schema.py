"""The shape of `wallets:`, and of when points become usable and lapse."""

from regulars.program.activation import MOST_CHOICES
from regulars.program.schema_words import Schema, choice, days_of_year, list_of, mapping, ref, whole


def wallet_schema() -> Schema:
    return mapping(
        {
            "kind": choice("spendable", "qualifying"),
            "name": ref("text"),
            "scale": whole(0, 4),
            "point_value": ref("positive"),
            "activate": {"anyOf": [ref("activate"), list_of(ref("activate_choice"), minItems=1, maxItems=MOST_CHOICES)]},
            "expire": _expire(),
            "burn": choice("soonest_expiry", "oldest", "newest"),
            "redeem": mapping(
                {
                    **{key: ref("positive") for key in ("min", "max", "step")},
                    "share_of_order": ref("share"),
                    "grace": ref("duration"),
                }
            ),
            "hold": mapping({"for": ref("span"), "at_most": ref("span")}),
            "rounding": mapping({"mode": choice("down", "half_up", "up"), "scope": choice("order", "line")}),
        }
    )


def _expire() -> Schema:
    events, levels = list_of(ref("event_type"), minItems=1), {**_levels(), "minProperties": 1}
    back = mapping({"within": {"anyOf": [ref("duration"), levels]}, "on": events, "for": ref("duration")}, "within", "for")
    longer = {"extend": levels, "reinstate": back, "midnight": choice("program", "member")}
    rolling = {"rolling": ref("duration"), "round_to": choice("day", "month", "quarter", "year"), **longer}
    activity = mapping({"keeps": ref("duration"), "on": events, "at_most": ref("duration")}, "keeps", "at_most")
    return {
        "anyOf": [
            {"const": "never"},
            mapping({**rolling, "from": choice("earning", "activation")}, "rolling"),
            mapping({**rolling, "activity": activity}, "rolling", "activity"),
            mapping({"calendar": days_of_year(), "after": ref("duration"), **longer}, "calendar"),
            mapping({"sliding": ref("duration"), "on": events, "at_most": ref("duration"), **longer}, "sliding"),
        ]
    }


def _levels() -> Schema:
    return {"type": "object", "propertyNames": ref("id"), "additionalProperties": ref("duration")}


def activation_schemas() -> Schema:
    forms: list[Schema] = [
        {"after": ref("duration")},
        {"from": ref("date")},
        {"on": ref("event_type"), "after": ref("duration"), "at_most": ref("duration")},
    ]
    when = {"when": ref("condition")}
    return {
        "activate": {"oneOf": [{"const": "immediately"}, *(mapping(form, next(iter(form))) for form in forms)]},
        "activate_choice": {"anyOf": [mapping(when, "when"), *(mapping({**when, **form}, next(iter(form))) for form in forms)]},
    }
