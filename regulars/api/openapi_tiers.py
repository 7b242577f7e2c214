"""The JSON Schemas of what may be said about a member's tier."""

from regulars.api.openapi_words import Schema, money, object_of, text
from regulars.engine.reading import LONGEST_TEXT
from regulars.program.document import Program


def tier_schemas(program: Program | None) -> dict[str, tuple[str, Schema]]:
    """Event type -> (schema's name, schema of its data)."""
    level = _one_of([level.id for level in program.tiers.levels] if program else [])
    track = _one_of([track.id for track in program.fast_tracks] if program else [])
    plan = _one_of([plan.id for plan in program.paid] if program else [])
    by, reason = text(LONGEST_TEXT, "Who answers for it."), text(LONGEST_TEXT)
    return {
        "tier.frozen": ("TierFrozen", object_of(["until", "reason", "by"], until=_day("The last frozen day."), reason=reason, by=by)),
        "tier.unfrozen": ("TierUnfrozen", object_of(["by"], by=by, reason={**reason, "type": ["string", "null"], "minLength": 0})),
        "tier.matched": (
            "TierMatched",
            object_of(["level", "until", "evidence", "by"], level=level, until=_day("The last day of the match."), evidence=text(LONGEST_TEXT, "Where the evidence is kept; nothing personal."), by=by),
        ),
        "tier.set": (
            "TierSet",
            object_of(["level", "reason", "by"], level=level, reason=reason, by=by, until={**_day("Exactly this level up to the end of that day; null: by the ladder's own rules from now on."), "type": ["string", "null"]}),
        ),
        "membership.bought": (
            "MembershipBought",
            {
                "oneOf": [
                    object_of(["plan"], plan=plan, trial={"const": False}, fee={**_fee(program), "type": ["string", "null"]}),
                    object_of(["plan", "trial"], plan=plan, trial={"const": True}, fee={"type": "null"}),
                ]
            },
        ),
        "membership.renewed": ("MembershipRenewed", object_of([], fee={**_fee(program), "type": ["string", "null"]})),
        "membership.cancelled": ("MembershipCancelled", object_of([], reason={**reason, "type": ["string", "null"], "minLength": 0})),
        "membership.refunded": ("MembershipRefunded", object_of(["reason", "by"], reason=reason, by=by)),
        "fast_track.requested": ("FastTrackRequested", object_of(["track"], track=track)),
    }


def _one_of(ids: list[str]) -> Schema:
    return {"enum": ids} if ids else text(LONGEST_TEXT)


def _fee(program: Program | None) -> Schema:
    return {**money(program, ""), "description": "What was paid, a decimal text; by default the plan's fee."}


def _day(description: str) -> Schema:
    return {"type": "string", "format": "date", "pattern": "^[12][0-9]{3}-", "description": f"{description} Such as 2026-03-31."}
