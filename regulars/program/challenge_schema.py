"""The shape of `challenges:`, `badges:` and `referral:`."""

from regulars.program import challenges as quests
from regulars.program.schema_words import Schema, choice, list_of, mapping, ref, whole


def badge_schema() -> Schema:
    return mapping({"id": ref("id"), "name": ref("text"), "revoke": choice("never", "on_return")}, "id")


def _reward() -> Schema:
    return {
        **mapping({"points": ref("number"), "wallet": ref("id"), "badge": ref("id")}),
        "anyOf": [{"required": ["badge"]}, {"required": ["points"], "properties": {"points": ref("positive")}}],
    }


def referral_schema() -> Schema:
    return mapping(
        {
            "advocate": _reward(),
            "friend": _reward(),
            "qualifies": mapping({"order_at_least": ref("number"), "when": ref("condition"), "within": ref("duration")}),
            "after": ref("duration"),
            "limit": {"anyOf": [ref("limit"), list_of(ref("limit"), minItems=1)]},
            "returns": choice("take_back", "keep"),
            "budget": {"anyOf": [ref("budget"), list_of(ref("budget"), minItems=1)]},
        }
    )


def challenge_schema() -> Schema:
    different = {"distinct": choice(*quests.OF_LINES, *quests.OF_EVENTS), "count": whole(1, quests.MOST_DISTINCT)}
    amounts = {"count": whole(1), "days": whole(1, quests.MOST_DISTINCT), "quantity": ref("positive"), "spend": ref("positive")}
    target = {"oneOf": [mapping({kind: amount}, kind) for kind, amount in amounts.items()] + [mapping(different, *different)]}
    run = mapping(
        {
            "per": choice(*quests.PERIODS),
            "from": ref("date"),
            "until": ref("date"),
            "within": ref("duration"),
            "since": choice("start", "enrolment"),
        }
    )
    run |= {"not": {"required": ["per", "within"]}, "dependentRequired": {"since": ["within"]}}
    return mapping(
        {
            "id": ref("id"),
            "name": ref("text"),
            "on": ref("event_type"),
            "when": ref("condition"),
            "target": target,
            "period": run,
            "recurrence": choice("once", "every_period", "again"),
            "join": choice("automatic", "on_request"),
            "returns": choice("take_back", "keep"),
            "reward": _reward(),
            "limit": {"anyOf": [ref("limit"), list_of(ref("limit"), minItems=1)]},
            "budget": {"anyOf": [ref("budget"), list_of(ref("budget"), minItems=1)]},
        },
        "id",
        "on",
        "target",
        "reward",
    )
