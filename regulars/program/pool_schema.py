"""The shape of ``pools:`` as JSON Schema."""

from regulars.program.pools import MOST_KINDS, MOST_MEMBERS, PERIODS
from regulars.program.schema_words import Schema, choice, list_of, mapping, ref, whole


def pools_schema() -> Schema:
    pool = mapping(
        {
            "name": ref("text"),
            "members": whole(2, MOST_MEMBERS),
            "wallets": {"anyOf": [ref("id"), list_of(ref("id"), minItems=1)]},
            "invite": choice("owner", "any"),
            "invitation": ref("duration"),
            "contribute": choice("all", "by_hand"),
            "share": ref("share"),
            "spend": mapping(
                {
                    "who": choice("any", "owner"),
                    "first": choice("soonest", "own"),
                    "per_member": mapping({"points": ref("positive"), "per": choice(*PERIODS)}, "points", "per"),
                }
            ),
            "leave": mapping({"takes": choice("own_contributions", "nothing"), "after": ref("duration"), "again_after": ref("duration")}),
        },
        "members",
    )
    return {"type": "object", "maxProperties": MOST_KINDS, "propertyNames": ref("id"), "additionalProperties": pool}
