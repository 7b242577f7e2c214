"""A request's body: whole, in time, within the limit, of a media type read here."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from regulars.api.problems import Headers, HttpProblem

SINGLE_LIMIT = 256 * 1024
MANY_LIMIT = 8 * 1024 * 1024
MOST_EVENTS = 1_000
SECONDS = 20
_MOST_DISCARDED = 64 * 1024 * 1024

ONE, BATCH, LINES = "one", "batch", "lines"
_FORM_OF_TYPE = {
    b"application/cloudevents+json": ONE,
    b"application/json": ONE,
    b"application/cloudevents-batch+json": BATCH,
    b"application/x-ndjson": LINES,
}
MEDIA_TYPES = tuple(name.decode() for name in _FORM_OF_TYPE)

Receive = Callable[[], Awaitable[dict[str, Any]]]
_CLOSE = ((b"connection", b"close"),)


class Gone(Exception):
    """The caller hung up before the body was whole: nobody is left to answer."""


def form_of(content_type: bytes, content_encoding: bytes) -> str:
    """one | batch | lines. Raises 415 ``request.media_type`` for another type, charset or a compressed body."""
    form = _FORM_OF_TYPE.get(content_type)
    if form is None:
        kind, _, rest = content_type.partition(b";")
        charset = rest.strip().lower().replace(b'"', b"").replace(b" ", b"")
        if charset in (b"", b"charset=utf-8", b"charset=utf8"):
            form = _FORM_OF_TYPE.get(kind.strip().lower())
    if form is None or content_encoding not in (b"", b"identity"):
        given = (content_encoding or content_type).decode("latin-1")[:80]
        raise HttpProblem(415, "request.media_type", given=given, allowed=", ".join(MEDIA_TYPES))
    return form


async def read_body(receive: Receive, content_length: bytes, limit: int) -> bytes:
    """The whole body. Raises 413 ``request.too_large``, 408 ``request.too_slow``, or Gone.

    What is too large is still taken in and forgotten (up to a point): a caller that is still sending would not hear the answer.
    """
    if content_length.isdigit() and int(content_length[:20]) > _MOST_DISCARDED:
        raise _too_large(limit, _CLOSE)
    try:
        async with asyncio.timeout(SECONDS):
            message = await receive()
            if message["type"] == "http.request" and not message.get("more_body") and len(message["body"]) <= limit:
                return bytes(message["body"])
            return await _gathered(message, receive, limit)
    except TimeoutError:
        raise HttpProblem(408, "request.too_slow", _CLOSE, seconds=SECONDS) from None


async def _gathered(message: dict[str, Any], receive: Receive, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        if message["type"] != "http.request":
            raise Gone
        part = message.get("body", b"")
        size += len(part)
        if size <= limit:
            parts.append(part)
        elif size > _MOST_DISCARDED:
            raise _too_large(limit, _CLOSE)
        if not message.get("more_body"):
            break
        message = await receive()
    if size > limit:
        raise _too_large(limit)
    return b"".join(parts)


def _too_large(limit: int, headers: Headers = ()) -> HttpProblem:
    return HttpProblem(413, "request.too_large", headers, limit_bytes=limit)
