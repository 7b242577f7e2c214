"""The short way for what tills send all day: one order, whole in one piece, on a kept-alive connection.

uvicorn's protocol, with one shortcut in front: a plain ``POST /v1/events`` whose every byte has arrived is read, handed to the intake and
answered in one write, without a task, a scope or a second parser. Whatever is unusual (another path, a query, a batch, a key not seen
lately, a body that cannot be read, an enrolment) goes the ordinary way through ``hot.py`` and is answered there, in the same words.
"""

import re
import time
from functools import lru_cache
from typing import Any, NamedTuple

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from regulars.api import hot
from regulars.api.bodies import ONE, SINGLE_LIMIT, form_of
from regulars.api.exchange import Head
from regulars.api.peers import Handed, Ready
from regulars.journal.answers import Answer, answer_bytes
from regulars.kit.errors import Problem

_START = b"POST /v1/events HTTP/1.1\r\n"
_STATUS_LINES = {
    200: b"HTTP/1.1 200 OK\r\n",
    201: b"HTTP/1.1 201 Created\r\n",
    404: b"HTTP/1.1 404 Not Found\r\n",
    409: b"HTTP/1.1 409 Conflict\r\n",
    422: b"HTTP/1.1 422 Unprocessable Content\r\n",
    500: b"HTTP/1.1 500 Internal Server Error\r\n",
    503: b"HTTP/1.1 503 Service Unavailable\r\n",
}
_HEADER = re.compile(rb"([a-z0-9-]+): ?([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)")
_UPGRADE = re.compile(rb"\r\nupgrade:[^\r\n]*\r\n", re.IGNORECASE)
_UNUSUAL = frozenset({b"transfer-encoding", b"expect", b"upgrade", b"content-encoding", b"connection", b"trailer"})


class _Plain(NamedTuple):
    """The head of a request that may go the short way."""

    headers: tuple[tuple[bytes, bytes], ...]
    authorization: bytes
    length: int


@lru_cache(maxsize=8_192)  # a till sends the same head all day, but for the length
def _plain(head: bytes) -> _Plain | None:
    """The head read strictly; None for anything at all unusual, which the ordinary parser then reads."""
    headers: dict[bytes, bytes] = {}
    for line in head[len(_START) :].split(b"\r\n"):
        name, colon, value = line.partition(b":")
        found = _HEADER.fullmatch(name.lower() + colon + value)
        if found is None or found[1] in headers or found[1] in _UNUSUAL:
            if found is not None and found[1] == b"connection" and found[2].lower() == b"keep-alive" and found[1] not in headers:
                continue
            return None
        headers[found[1]] = found[2]
    length = headers.get(b"content-length", b"")
    if b"host" not in headers or not length.isdigit() or len(length) > 6 or int(length) > SINGLE_LIMIT:
        return None
    try:
        if form_of(headers.get(b"content-type", b""), b"") != ONE:
            return None
    except Problem:
        return None
    return _Plain(tuple(headers.items()), headers.get(b"authorization", b""), int(length))


def _without_upgrade(data: bytes) -> bytes:
    """The request without the wish to speak another protocol, which nobody here does: the parser would leave its body unread."""
    end = data.find(b"\r\n\r\n")
    head = data[: end + 2] if end >= 0 else data
    return _UPGRADE.sub(b"\r\n", head) + data[len(head) :]


class TillProtocol(HttpToolsProtocol):
    """One connection. While a request goes the short way, what arrives after it waits in ``_behind``."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._on_short_way = False
        self._taken_up: tuple[hot.HotRoutes, str, str, _Plain, float]  # of the request on the short way: routes, key, member, head, begun
        self._behind = b""
        self._close_after = False
        self._idle_since = 0.0
        self._is_watched = False

    def data_received(self, data: bytes) -> None:
        if self._on_short_way:
            self._behind += data
            if len(self._behind) > SINGLE_LIMIT:
                self.flow.pause_reading()
        elif not (data.startswith(_START) and self._is_idle() and self._taken(data)):
            super().data_received(_without_upgrade(data) if self._is_idle() else data)

    def _watch(self, seconds: float) -> None:
        """Hang up on a connection that stays silent. One timer looks now and then; setting one at every answer costs more than the answer."""
        self._is_watched = True
        self.loop.call_later(seconds, self._look)

    def _look(self) -> None:
        self._is_watched = False
        if self.transport.is_closing() or self.timeout_keep_alive_task is not None:
            return
        silent = time.monotonic() - self._idle_since
        if not self._on_short_way and self._is_idle() and silent >= self.timeout_keep_alive:
            self.timeout_keep_alive_handler()
        else:
            self._watch(max(self.timeout_keep_alive - silent, 1))

    def shutdown(self) -> None:
        if self._on_short_way:
            self._close_after = True
        else:
            super().shutdown()

    def _is_idle(self) -> bool:
        """Whether nothing is half read or half answered: then these bytes begin a request."""
        return (self.cycle is None or self.cycle.response_complete) and not self.__dict__.get("_reading", False)

    def on_message_begin(self) -> None:
        self._reading = True
        super().on_message_begin()

    def on_message_complete(self) -> None:
        self._reading = False
        super().on_message_complete()

    def _taken(self, data: bytes) -> bool:
        """Whether the request in ``data`` went the short way."""
        routes = hot.serving()
        end = data.find(b"\r\n\r\n")
        if routes is None or end < 0 or end > 4_096:
            return False
        plain = _plain(data[:end])
        if plain is None or len(data) != end + 4 + plain.length:
            return False
        started = time.perf_counter()
        submitted = routes.submit(plain.authorization, data[end + 4 :], self._answer)
        if submitted is None:
            return False
        self._taken_up = routes, *submitted, plain, started
        self._unset_keepalive_if_required()
        self._on_short_way = True
        return True

    def _answer(self, result: Handed) -> None:
        routes, key_id, ref, plain, started = self._taken_up
        if isinstance(result, Ready):
            status, body, media_type, headers = 201 if result.status == "created" else 200, result.body, b"application/json", b""
        elif isinstance(result, Answer) and not result.code:
            status, body = (201 if result.status == "created" else 200), answer_bytes(result)
            media_type, headers = b"application/json", b""
        else:
            status, body, media_type, headers = routes.in_words(result, ref, _head_of(plain))
        routes.answered(key_id, result, status, time.perf_counter() - started)
        self._on_short_way = False
        if self.transport.is_closing():
            return
        if self._close_after:
            headers += b"connection: close\r\n"
        self.transport.write(
            b"%bcontent-type: %b\r\ncontent-length: %d\r\n%b%b\r\n%b"
            % (_STATUS_LINES[status], media_type, len(body), headers, _always(self.server_state.default_headers), body)
        )
        self.server_state.total_requests += 1
        if self._close_after:
            self.transport.close()
            return
        self._idle_since = time.monotonic()
        if not self._is_watched:
            self._watch(self.timeout_keep_alive)
        if self._behind:
            behind, self._behind = self._behind, b""
            self.flow.resume_reading()
            self.data_received(behind)


_said_always: tuple[object, bytes] = (None, b"")


def _always(headers: list[tuple[bytes, bytes]]) -> bytes:
    """The header lines of every answer; uvicorn makes the list anew each second, with the date."""
    global _said_always
    if _said_always[0] is not headers:
        _said_always = (headers, b"".join(b"%b: %b\r\n" % header for header in headers))
    return _said_always[1]


def _head_of(plain: _Plain) -> Head:
    return Head({"method": "POST", "query_string": b"", "headers": plain.headers})
