"""The few words JSON Schemas are written with."""

from typing import Any

Schema = dict[str, Any]

EVENT_TYPE = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$"


def ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def mapping(properties: Schema, *required: str) -> Schema:
    needed: Schema = {"required": list(required)} if required else {}
    return {"type": "object", "properties": properties, "additionalProperties": False, **needed}


def list_of(items: Schema, **more: int) -> Schema:
    return {"type": "array", "items": items, **more}


def choice(*words: str) -> Schema:
    return {"enum": list(words)}


def pattern(pattern: str) -> Schema:
    return {"type": "string", "pattern": pattern}


def whole(at_least: int, at_most: int | None = None) -> Schema:
    return {"type": "integer", "minimum": at_least, **({} if at_most is None else {"maximum": at_most})}


def days_of_year() -> Schema:
    return list_of(pattern("^(?!02-29)[0-9]{2}-[0-9]{2}$"), minItems=1)
