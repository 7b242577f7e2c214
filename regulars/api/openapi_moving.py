"""The contract of what moves between members."""

from typing import Any

from regulars.api.openapi_words import Schema, text
from regulars.journal.posting import LONGEST_ID, LONGEST_REF
from regulars.kit.points import LARGEST_POINTS
from regulars.program.document import Program


def message(required: tuple[str, ...], **properties: Schema) -> Schema:
    """A message's schema: its own fields beside the three that each has."""
    always: Schema = {
        "source": {**text(LONGEST_ID, "Which of your systems says so."), "not": {"enum": ["clock", "regulars"]}},
        "id": text(LONGEST_ID, "Unique for this member and source, for ever. Sending the same again is safe."),
        "time": {"type": "string", "format": "date-time", "description": "When it happened, with an offset."},
    }
    return {"type": "object", "additionalProperties": False, "required": ["source", "id", "time", *required], "properties": {**always, **properties}}


def member(description: str) -> Schema:
    return text(LONGEST_REF, description)


def moving_schemas(program: Program | None) -> dict[str, Schema]:
    points = {"type": "integer", "minimum": 1, "maximum": LARGEST_POINTS, "description": "In the wallet's unit."}
    wallet: Schema = {"enum": [*(wallet.id for wallet in program.wallets), ""]} if program else {"type": "string"}
    return {
        "Gift": message(
            ("from", "to", "points"),
            **{"from": member("Who gives.")},
            to=member("Who receives."),
            points=points,
            wallet={**wallet, "description": "By default the programme's wallet for gifts; no other may be named."},
        ),
        "Merge": message(("stays", "goes"), stays=member("Who goes on."), goes=member("Who becomes part of the other.")),
        "Moved": {
            "type": "object",
            "description": "The answer to the first step, and how far it came.",
            "required": ["id", "status", "because", "state"],
            "properties": {
                "id": {"type": "string"},
                "status": {"enum": ["created", "duplicate"]},
                "state": {"enum": ["arrived", "on_its_way"], "description": "On its way: the points are held, and the next step is taken within a minute."},
                "points": {"$ref": "#/components/schemas/AnswerPoints"},
                "wallets": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/AnswerPoints"}},
                "tier": {"type": "string"},
                "progress": {"type": "object"},
                "because": {"type": "array", "items": {"$ref": "#/components/schemas/Reason"}},
                "late": {"type": "boolean"},
            },
        },
    }


def moving_paths(problem: Any, lang: Schema) -> dict[str, Schema]:
    """``problem(status)``: a refusal's response; ``lang``: the parameter."""
    return {
        "/v1/gifts": {
            "post": operation(
                problem,
                lang,
                "gifts",
                "post_gift",
                "Give points to another member",
                "Held at the giver, credited to the receiver, then taken from the giver: nothing is lost or doubled whatever breaks in between. "
                "Points keep their last usable day. Needs the scope `events:write`.",
                "Gift",
            )
        },
        "/v1/merges": {
            "post": operation(
                problem,
                lang,
                "merges",
                "post_merge",
                "Two members are one person",
                "Points, spend, the higher level, cards and profile come together; either reference stands for the one member from then on. It can be undone. Needs the scope `members:manage`.",
                "Merge",
            )
        },
        "/v1/merges/undo": {
            "post": operation(
                problem,
                lang,
                "merges",
                "post_merge_undo",
                "They are two after all",
                "Each has again what is left of their own, with what happened under their reference since. Needs the scope `members:manage`.",
                "Merge",
            )
        },
    }


def operation(problem: Any, lang: Schema, tag: str, id: str, summary: str, description: str, body: str, answer: str = "Moved") -> Schema:
    done = {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{answer}"}}}}
    statuses = ("401", "403", "404", "408", "409", "413", "415", "422", "500", "503")
    return {
        "tags": [tag],
        "operationId": id,
        "summary": summary,
        "description": description,
        "security": [{"key": []}],
        "parameters": [lang],
        "requestBody": {"required": True, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{body}"}}}},
        "responses": {
            "200": {"description": "The same again: the stored answer.", **done},
            "201": {"description": "Done.", **done},
            "202": {"description": "Begun; the rest is done within a minute.", **done},
            **{status: problem(status) for status in statuses},
        },
    }
