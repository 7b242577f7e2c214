"""One HTTP exchange on the raw routes: the request's head as named values, and the answer sent in one piece."""

from collections.abc import Awaitable, Callable
from typing import Any

from regulars.api.languages import language_accepted, language_asked
from regulars.api.problems import MEDIA_TYPE, Headers, HttpProblem, headers_of, problem_bytes, status_of
from regulars.kit.errors import Problem

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]

JSON = b"application/json"
NDJSON = b"application/x-ndjson"


class Head:
    """What the raw routes read of a request before its body."""

    __slots__ = ("_headers", "method", "query")

    def __init__(self, scope: Scope) -> None:
        self.method: str = scope["method"]
        self.query: bytes = scope["query_string"]
        self._headers: dict[bytes, bytes] = dict(scope["headers"])

    def header(self, name: bytes) -> bytes:
        return self._headers.get(name, b"")

    def language_asked(self) -> str | None:
        return language_asked(self.query)

    def language_of_problems(self) -> str:
        """Never raises: a request whose ``lang`` is wrong is told so in the language its browser or client accepts."""
        try:
            asked = language_asked(self.query)
        except HttpProblem:
            asked = None
        return asked or language_accepted(self.header(b"accept-language").decode("latin-1"))


async def answer(send: Send, status: int, body: bytes, media_type: bytes = JSON, headers: Headers = ()) -> None:
    head = [(b"content-type", media_type), (b"content-length", b"%d" % len(body)), *headers]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body})


async def answer_problem(send: Send, problem: Problem, language: str) -> int:
    """Send the problem; gives back its status."""
    status = status_of(problem)
    headers = (*headers_of(problem), (b"content-language", language.encode()))
    await answer(send, status, problem_bytes(problem, language), MEDIA_TYPE, headers)
    return status
