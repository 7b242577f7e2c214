"""A JSON message to a route beside the events: whole, strict, and read once, as events are."""

from datetime import datetime
from typing import Annotated, TypeVar

import msgspec
from fastapi import Request
from msgspec import Meta

from regulars.api import bodies
from regulars.api.envelopes import RESERVED_SOURCES, check_json
from regulars.api.problems import HttpProblem
from regulars.journal.posting import LONGEST_ID, LONGEST_REF
from regulars.kit.errors import Invalid, Refused
from regulars.kit.periods import microseconds
from regulars.kit.points import LARGEST_POINTS

Id = Annotated[str, Meta(min_length=1, max_length=LONGEST_ID)]
Ref = Annotated[str, Meta(min_length=1, max_length=LONGEST_REF)]
Time = Annotated[datetime, Meta(tz=True)]
Points = Annotated[int, Meta(ge=1, le=LARGEST_POINTS)] | Annotated[float, Meta(ge=1, le=LARGEST_POINTS)]  # JSON knows no integers
T = TypeVar("T", bound="Message")
P = TypeVar("P", bound="Plain")


class Plain(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A question in a body, where what it holds is too personal for an address."""


class Message(Plain, forbid_unknown_fields=True, kw_only=True):
    """What every message says: who says so, under which id, and when it happened. The same again counts once."""

    source: Id
    id: Id
    time: Time

    @property
    def at_us(self) -> int:
        return microseconds(self.time)


def whole(points: int | float) -> int:
    """5.0 is a 5. Raises Invalid ``message.unreadable`` for a part of a point."""
    if int(points) != points:
        raise Invalid("message.unreadable", why=f"{points} is not a whole number")
    return int(points)


async def read_message(request: Request, shape: type[T]) -> T:
    """The request's body as ``shape``. Raises Invalid ``json.* | message.unreadable | event.*`` and what ``bodies`` raises."""
    message = await read_plain(request, shape)
    if message.source in RESERVED_SOURCES:
        raise Invalid("event.reserved_source", source=message.source)
    if message.time.year < 1970:
        raise Refused("event.time_too_early", given=message.time.isoformat())
    return message


async def read_plain(request: Request, shape: type[P]) -> P:
    """As ``read_message``, for a question: it says neither who asks nor when."""
    headers = request.headers
    form = bodies.form_of(headers.get("content-type", "").encode("latin-1"), headers.get("content-encoding", "").encode("latin-1"))
    if form != bodies.ONE:
        raise HttpProblem(415, "request.media_type", given=headers.get("content-type", "")[:80], allowed="application/json")
    raw = await bodies.read_body(request.receive, headers.get("content-length", "").encode("latin-1"), bodies.SINGLE_LIMIT)  # type: ignore[arg-type]
    check_json(raw)
    if b"\\u0000" in raw:
        raise Invalid("json.null_character")
    try:
        return msgspec.json.decode(raw, type=shape)
    except msgspec.ValidationError as error:
        raise Invalid("message.unreadable", why=str(error)[:200]) from None
