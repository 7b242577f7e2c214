"""The whole contract as one OpenAPI 3.1 document: FastAPI's own routes, and the raw ones described beside them."""

from copy import deepcopy

from fastapi import FastAPI

from regulars.api.bodies import MANY_LIMIT, MOST_EVENTS, SINGLE_LIMIT
from regulars.api.openapi_cards import card_paths, card_schemas
from regulars.api.openapi_events import event_schemas
from regulars.api.openapi_moving import moving_paths, moving_schemas
from regulars.api.openapi_people import people_paths, people_schemas
from regulars.api.openapi_pools import pool_paths, pool_schemas
from regulars.api.openapi_words import Schema, money
from regulars.kit.phrases import LANGUAGES
from regulars.program.document import Program

_REF = "#/components/schemas/"
_LANG = {
    "name": "lang",
    "in": "query",
    "required": False,
    "description": "Adds a `text` to each reason, and words problems in this language. Without it problems follow Accept-Language.",
    "schema": {"enum": list(LANGUAGES)},
}
_PROBLEMS = {
    "401": "No key, or one that is not known (any more).",
    "403": "The key has not the scope.",
    "404": "What is asked about is not known.",
    "405": "Another method.",
    "408": "The message did not arrive in time.",
    "413": f"More than {SINGLE_LIMIT} bytes an event, {MANY_LIMIT} bytes or {MOST_EVENTS} events a request.",
    "415": "Another media type.",
    "422": "The message cannot be read.",
    "429": "This key has too many requests waiting.",
    "503": "Not now; send the same again.",
    "500": "Our mistake.",
}


_MAY_NOT_FIND = ("/v1/adjustments", "/v1/programs/withdraw")  # a member, a version
_MAY_SAY_NO = ("/v1/clock", "/v1/members/{ref}/referral-code", "/v1/members/{ref}/payable")  # without a sandbox, without referrals, of points that pay nothing: 409


def document_of(rest: FastAPI, program: Program | None) -> Schema:
    """``program``: its currency and wallets are part of what may be sent. None: none has been applied yet."""
    document: Schema = deepcopy(rest.openapi())
    components = document["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        components.pop(unused, None)
    components |= {**event_schemas(program), **_answer_schemas(), **moving_schemas(program), **pool_schemas(program), **people_schemas(), **card_schemas()}
    document["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer", "description": "`rk_…`, or `rs_…` for a sandbox"}}
    document["info"]["description"] = "Post what happened, read what a member has. Every refusal is an RFC 9457 problem with a stable `code`."
    for path, item in document["paths"].items():
        for operation in item.values():
            _describe_reading(path, operation)
    for parameter in document["paths"]["/v1/members/{ref}/payable"]["get"]["parameters"]:
        if parameter["name"] == "order_amount":
            parameter["schema"] = money(program, "What the order costs.")
    said = lambda status: _problem(_PROBLEMS.get(status, "The programme says no."))  # noqa: E731
    document["paths"] = {"/v1/events": {"post": _posting()}, "/v1/quotes": {"post": _quoting()}, **_moving(), **_pools(), **card_paths(said), **people_paths(said, _LANG), **document["paths"]}
    return document


def _describe_reading(path: str, operation: Schema) -> None:
    if path in ("/livez", "/readyz"):
        statuses: tuple[str, ...] = ("503",) if path == "/readyz" else ()
        for status in statuses:
            operation["responses"][status] = {"description": "Not ready.", "content": {"text/plain": {"schema": {"type": "string"}}}}
        return
    operation["security"] = [{"key": []}]
    operation["responses"].pop("422", None)
    wanted = ["401", "403", "500", "503"]
    if "parameters" in operation or "requestBody" in operation:
        wanted.append("422")
    if "{ref}" in path or "{id}" in path or path in _MAY_NOT_FIND or path.startswith(("/v1/insight/figures", "/v1/insight/alerts/", "/v1/insight/shown")):
        wanted.append("404")
    if path.startswith("/v1/programs/current") or path.startswith(("/v1/approvals", "/v1/programs")) or "requestBody" in operation or path in _MAY_SAY_NO or path.startswith("/v1/insight") or path.endswith(("/profiling", "/freeze")):
        wanted.append("409")
    operation["responses"] |= {status: _problem(_PROBLEMS.get(status, "The programme says no.")) for status in wanted}


def _posting() -> Schema:
    return {
        "tags": ["events"],
        "operationId": "post_events",
        "summary": "Say what happened: one event, a batch, or NDJSON",
        "description": (
            "Sending the same event again is always safe: it counts once and answers `duplicate`. "
            "In a batch or NDJSON every event answers in its own place, in the order sent, and a bad one never fails its neighbours. "
            "Needs the scope `events:write`."
        ),
        "security": [{"key": []}],
        "parameters": [_LANG],
        "requestBody": _body(),
        "responses": {
            "200": _answers("A duplicate; or a batch's answers in the order sent.", "Answer"),
            "201": _json("Written.", "Answer"),
            "409": _problem("In conflict with an event of the same id, or refused by the programme.", "Answer"),
            **_refusals("404"),
        },
    }


def _quoting() -> Schema:
    return {
        "tags": ["events"],
        "operationId": "post_quotes",
        "summary": "Ask what an event would do, without writing anything",
        "description": (
            "The same message as for events. An unknown member is answered as a newcomer would be (`newcomer`: what joining with this "
            "order would bring); so is a message without `subject`, a visitor nobody knows yet. Needs the scope `quotes:read` or `events:write`."
        ),
        "security": [{"key": []}],
        "parameters": [_LANG],
        "requestBody": _body("Question"),
        "responses": {
            "200": _answers("What would be answered now.", "Answer"),
            "409": _problem("It would be refused, or in conflict.", "Answer"),
            **_refusals(),
        },
    }


def _pools() -> Schema:
    return pool_paths(lambda status: _problem(_PROBLEMS.get(status, "The programme or the pool says no, or another thing was done under this id.")), _LANG)


def _moving() -> Schema:
    return moving_paths(lambda status: _problem(_PROBLEMS.get(status, "The programme says no, or another thing was done under this id.")), _LANG)


def _refusals(*more: str) -> Schema:
    statuses = ("401", "403", *more, "405", "408", "413", "415", "422", "429", "500", "503")
    return {status: _problem(_PROBLEMS[status]) for status in statuses}


def _body(name: str = "Event") -> Schema:
    one = {"schema": {"$ref": _REF + name}}
    many = {
        "type": "array",
        "description": f"At most {MOST_EVENTS}; more are answered 413.",
        "items": {"anyOf": [{"$ref": _REF + name}, {"description": "Anything else is refused in its own place."}]},
    }
    return {
        "required": True,
        "content": {
            "application/cloudevents+json": one,
            "application/json": one,
            "application/cloudevents-batch+json": {"schema": many},
            "application/x-ndjson": {"schema": {"type": "string", "description": "One event a line, answered by one line each."}},
        },
    }


def _answers(description: str, name: str) -> Schema:
    one = {"$ref": _REF + name}
    return {
        "description": description,
        "content": {
            "application/json": {"schema": {"anyOf": [one, {"type": "array", "items": one}]}},
            "application/x-ndjson": {"schema": {"type": "string"}},
        },
    }


def _json(description: str, name: str) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": {"$ref": _REF + name}}}}


def _problem(description: str, name: str = "Problem") -> Schema:
    return {"description": description, "content": {"application/problem+json": {"schema": {"$ref": _REF + name}}}}


def _answer_schemas() -> dict[str, Schema]:
    whole = {"type": "integer", "minimum": 0}
    points = {
        "type": "object",
        "required": ["earned", "active", "pending"],
        "properties": {"earned": {"type": "integer"}, "active": whole, "pending": whole, "debt": whole},
    }
    reason = {
        "type": "object",
        "required": ["code"],
        "description": "A stable code with its facts; `text` when a language was asked for.",
        "properties": {"code": {"type": "string"}, "text": {"type": "string"}},
    }
    sentences = {name: {"type": "string"} for name in ("type", "title", "detail", "code")}
    return {
        "AnswerPoints": points,
        "Reason": reason,
        "Answer": {
            "type": "object",
            "description": "What an event did and why. A refusal also carries `code`, `type`, `title` and `detail`.",
            "required": ["id", "status", "because"],
            "properties": {
                "id": {"type": ["string", "null"], "description": "Null: the event was too broken to have one."},
                "status": {"enum": ["created", "duplicate", "conflict", "refused", "quoted"]},
                "points": {"$ref": _REF + "AnswerPoints"},
                "wallets": {"type": "object", "additionalProperties": {"$ref": _REF + "AnswerPoints"}},
                "tier": {"type": "string"},
                "progress": {"type": "object"},
                "because": {"type": "array", "items": {"$ref": _REF + "Reason"}},
                "membership": {"type": "object", "additionalProperties": {"type": "string"}, "description": "Of a paid membership: what happened, plan, until, fee, refund."},
                "late": {"type": "boolean", "description": "Older than what was already decided for this member."},
                "newcomer": {"type": "boolean", "description": "Quotes: nobody knows this member yet; had they joined with it."},
                "http_status": {"type": "integer", "description": "Of an event that was not written: what it would have got alone."},
                **sentences,
            },
        },
        "Problem": {
            "type": "object",
            "description": "RFC 9457, with the facts as further members.",
            "required": ["type", "title", "status", "detail", "code"],
            "properties": {**sentences, "status": {"type": "integer"}},
        },
    }
