"""Refusals as RFC 9457 problems: ``{type, title, status, detail, code, …facts}`` in the reader's language."""

from typing import Any

import msgspec

import regulars.api.sentences  # noqa: F401  (registers the sentences)
from regulars.kit.errors import Invalid, NotAllowed, NotFound, Problem, Refused, Unavailable
from regulars.kit.phrases import say

MEDIA_TYPE = b"application/problem+json"
Headers = tuple[tuple[bytes, bytes], ...]

_STATUS_OF_FAMILY = ((Invalid, 422), (NotFound, 404), (NotAllowed, 403), (Refused, 409), (Unavailable, 503))
_SIGN_IN = {
    "key.missing": b'Bearer realm="regulars"',
    "key.unknown": b'Bearer realm="regulars", error="invalid_token"',
}
_OWN = frozenset({"type", "title", "status", "detail", "code", "instance"})
_encoder = msgspec.json.Encoder(enc_hook=str)


class HttpProblem(Problem):
    """A refusal that only HTTP knows: its ``status`` and extra ``headers`` come with it."""

    def __init__(self, status: int, code: str, /, headers: Headers = (), **facts: Any) -> None:
        super().__init__(code, **facts)
        self.status = status
        self.headers = headers


def status_of(problem: Problem) -> int:
    if isinstance(problem, HttpProblem):
        return problem.status
    if problem.code in _SIGN_IN:
        return 401
    return next((status for family, status in _STATUS_OF_FAMILY if isinstance(problem, family)), 500)


def headers_of(problem: Problem) -> Headers:
    """What the answer's head must say beside its type: when to try again, how to identify oneself."""
    if isinstance(problem, HttpProblem):
        return problem.headers
    if isinstance(problem, Unavailable):
        return ((b"retry-after", str(problem.facts.get("retry_after_s", 1)).encode()),)
    if problem.code in _SIGN_IN:
        return ((b"www-authenticate", _SIGN_IN[problem.code]),)
    if isinstance(problem, NotAllowed):
        return ((b"www-authenticate", b'Bearer realm="regulars", error="insufficient_scope"'),)
    return ()


def problem_document(problem: Problem, language: str) -> dict[str, Any]:
    """The problem as JSON-able values. A fact whose name the standard uses (``type``, ``status`` …) is called ``given_<name>``."""
    status = status_of(problem)
    return {
        "type": f"urn:regulars:problem:{problem.code}",
        "title": say(f"title.{status}", {}, language),
        "status": status,
        "detail": say(problem.code, {name: _shown(value) for name, value in problem.facts.items()}, language),
        "code": problem.code,
        **{(f"given_{name}" if name in _OWN else name): value for name, value in problem.facts.items()},
    }


def _shown(value: Any) -> Any:
    return f"{value:,}" if type(value) is int else value


def problem_bytes(problem: Problem, language: str) -> bytes:
    return encode(problem_document(problem, language))


def encode(document: Any) -> bytes:
    """JSON for values that may hold dates or exact decimals among the facts (written as text)."""
    return _encoder.encode(document)
