"""The JSON Schemas of what may be said about a member's tier."""

from typing import Any

from regulars.engine.reading import LONGEST_TEXT
from regulars.program.document import Program

Schema = dict[str, Any]


def tier_schemas(program: Program | None) -> dict[str, tuple[str, Schema]]:
    """Event type -> (schema's name, schema of its data)."""
    level = _one_of([level.id for level in program.tiers.levels] if program else [])
    track = _one_of([track.id for track in program.fast_tracks] if program else [])
    plan = _one_of([plan.id for plan in program.paid] if program else [])
    by, reason = _text("Who answers for it."), _text()
    return {
        "tier.frozen": ("TierFrozen", _object(["until", "reason", "by"], until=_day("The last frozen day."), reason=reason, by=by)),
        "tier.unfrozen": ("TierUnfrozen", _object(["by"], by=by, reason={**reason, "type": ["string", "null"], "minLength": 0})),
        "tier.matched": (
            "TierMatched",
            _object(["level", "until", "evidence", "by"], level=level, until=_day("The last day of the match."), evidence=_text("Where the evidence is kept; nothing personal."), by=by),
        ),
        "tier.set": (
            "TierSet",
            _object(["level", "reason", "by"], level=level, reason=reason, by=by, until={**_day("Exactly this level up to the end of that day; null: by the ladder's own rules from now on."), "type": ["string", "null"]}),
        ),
        "membership.bought": (
            "MembershipBought",
            {
                "oneOf": [
                    _object(["plan"], plan=plan, trial={"const": False}, fee={**_fee(program), "type": ["string", "null"]}),
                    _object(["plan", "trial"], plan=plan, trial={"const": True}, fee={"type": "null"}),
                ]
            },
        ),
        "membership.renewed": ("MembershipRenewed", _object([], fee={**_fee(program), "type": ["string", "null"]})),
        "membership.cancelled": ("MembershipCancelled", _object([], reason={**reason, "type": ["string", "null"], "minLength": 0})),
        "membership.refunded": ("MembershipRefunded", _object(["reason", "by"], reason=reason, by=by)),
        "fast_track.requested": ("FastTrackRequested", _object(["track"], track=track)),
    }


def _object(required: list[str], **properties: Schema) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": properties, **({"required": required} if required else {})}


def _text(description: str = "") -> Schema:
    schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT, "pattern": "^[^\\u0000]*$"}
    return {**schema, "description": description} if description else schema


def _one_of(ids: list[str]) -> Schema:
    return {"enum": ids} if ids else _text()


def _fee(program: Program | None) -> Schema:
    digits = program.currency.minor_digits if program else 2
    decimals = rf"(\.[0-9]{{1,{digits}}})?" if digits else ""
    return {"type": "string", "pattern": f"^[0-9]{{1,12}}{decimals}$", "description": "What was paid, a decimal text; by default the plan's fee."}


def _day(description: str) -> Schema:
    return {"type": "string", "format": "date", "pattern": "^[12][0-9]{3}-", "description": f"{description} Such as 2026-03-31."}
