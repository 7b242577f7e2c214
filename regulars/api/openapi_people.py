"""The contract of what a shop tells about its members beside events: profiles and segments."""

from typing import Any

from regulars.api.openapi_enrolment import IDENTITY, enrolment_schema
from regulars.api.openapi_words import Schema
from regulars.members.enrolment import MOST_IDENTITIES
from regulars.members.segments import LONGEST_NAME, MOST_MEMBERS

_REF: Schema = {"name": "ref", "in": "path", "required": True, "description": "Your own reference of the member, percent-encoded (a slash as %2F).", "schema": {"type": "string", "minLength": 1}}
_NAME: Schema = {
    "name": "name",
    "in": "path",
    "required": True,
    "description": f"1 to {LONGEST_NAME} printable characters, percent-encoded; blanks around it do not count.",
    "schema": {"type": "string", "minLength": 1},
}


def people_schemas() -> dict[str, Schema]:
    whole = {"type": "integer", "minimum": 0}
    enrolling = enrolment_schema()
    enrolling["required"] = ["member"]
    enrolling["properties"] = {
        "member": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[^\\u0000]*$", "description": "Your own reference."},
        "time": {"type": ["string", "null"], "format": "date-time", "pattern": "^(19[7-9]|[2-9])", "description": "When they joined, where that was before; else now."},
        **enrolling["properties"],
    }
    segment: dict[str, Schema] = {"segment": {"type": "string"}, "members": whole, "changed_at": {"type": "string", "format": "date-time"}}
    return {
        "ProfileChanged": _object(member={"type": "string"}, complete_percent={"type": ["integer", "null"], "description": "Null: the programme asks for no profile."}),
        "IdentitiesChange": {
            "type": "object",
            "additionalProperties": False,
            "properties": {part: {"type": "array", "maxItems": MOST_IDENTITIES, "items": IDENTITY} for part in ("add", "remove")},
        },
        "IdentitiesChanged": _object(member={"type": "string"}, added=whole, removed=whole),
        "Enrolling": enrolling,
        "Enrolled": {
            "type": "object",
            "required": ["member", "id", "status", "points", "tier"],
            "properties": {
                "member": {"type": "string"},
                "id": {"type": "string"},
                "status": {"enum": ["created", "known"]},
                "points": {"type": "object", "additionalProperties": {"type": "integer"}},
                "tier": {"type": "string"},
                "progress": {"type": "object"},
                "because": {"type": "array", "items": {"type": "object"}},
                "card": {"$ref": "#/components/schemas/Card"},
            },
        },
        "SegmentList": {
            **_object(
                members={"type": "array", "items": {"type": "string", "pattern": "^[^\\u0000]*$"}, "description": f"Your own references; at most {MOST_MEMBERS}."},
                skip_unknown={"type": "boolean", "default": False, "description": "Leave out references nobody has, and tell them; else they refuse the list."},
            ),
            "required": ["members"],
        },
        "Segment": _object(**segment),
        "SegmentPut": _object(**segment, unknown={"type": "array", "items": {"type": "string"}}),
        "Segments": _object(segments={"type": "array", "items": {"$ref": "#/components/schemas/Segment"}}),
    }


def people_paths(problem: Any, language: Schema) -> dict[str, Schema]:
    """``problem(status)``: a refusal's response. language: the parameter that asks for reasons in words."""

    def operation(id: str, summary: str, scope: str, *, takes: Schema | None = None, body: str = "", done: Schema, refusals: tuple[str, ...] = ()) -> Schema:
        sent = {"requestBody": {"required": True, "content": _json(body)}} if body else {}
        return {
            "tags": ["members"],
            "operationId": id,
            "summary": summary,
            "description": f"Needs the scope `{scope}`.",
            "security": [{"key": []}],
            **({"parameters": [takes]} if takes else {}),
            **sent,
            "responses": {**done, **{status: problem(status) for status in ("401", "403", *refusals, "500", "503")}},
        }

    return {
        "/v1/members/{ref}/profile": {
            "patch": operation(
                "patch_profile", "Change what a person told: fields left out stay, null takes one back", "members:write",
                takes=_REF, body="Profile", done=_done("ProfileChanged"), refusals=("404", "409", "413", "422"),
            )
        },
        "/v1/members/{ref}/identities": {
            "patch": operation(
                "patch_identities", "Add and take away phones, e-mails and other signs a member is known by, all of it or nothing", "members:write",
                takes=_REF, body="IdentitiesChange", done=_done("IdentitiesChanged"), refusals=("404", "409", "413", "422"),
            )
        },
        "/v1/members": {
            "post": operation(
                "enrol_member", "Make somebody a member; the same again changes nothing", "events:write", takes=language, body="Enrolling",
                done={"201": {"description": "A new member.", "content": _json("Enrolled")}, "200": {"description": "A member already, however they became one.", "content": _json("Enrolled")}},
                refusals=("404", "409", "413", "415", "422"),
            )
        },
        "/v1/segments": {"get": operation("get_segments", "The segments by name, with their sizes", "members:read", done=_done("Segments"))},
        "/v1/segments/{name}": {
            "put": operation(
                "put_segment", "The segment holds exactly these members afterwards", "members:write",
                takes=_NAME, body="SegmentList", done=_done("SegmentPut"), refusals=("404", "413", "422"),
            ),
            "delete": operation(
                "delete_segment", "Take a segment away", "members:write",
                takes=_NAME, done={"204": {"description": "Gone."}}, refusals=("404", "422"),
            ),
        },
    }  # fmt: skip


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "additionalProperties": False, "required": list(properties), "properties": properties}


def _json(schema: str) -> Schema:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _done(schema: str) -> Schema:
    return {"200": {"description": "Done.", "content": _json(schema)}}
