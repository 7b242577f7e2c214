"""The families of errors. Codes are ``room.reason`` and stay stable; only the doors know about HTTP.

| family | means | API answer |
|---|---|---|
| Invalid | the request or setting cannot be read | 422 |
| NotFound, NotAllowed | not there, not yours | 404, 403 |
| Refused | it made sense; the programme says no | 409 |
| Unavailable | not now (database away, queue full); nothing was done, try again | 503 |
"""

from typing import Any

from regulars.kit.phrases import say


class Problem(Exception):
    """A named refusal with its facts. ``str()`` is the English sentence; ``sentence(language)`` the reader's."""

    code = "regulars.problem"

    def __init__(self, code: str | None = None, /, **facts: Any) -> None:
        self.code = code or type(self).code
        self.facts = facts
        super().__init__(self.code)

    def __str__(self) -> str:
        return self.sentence("en")

    def sentence(self, language: str) -> str:
        return say(self.code, self.facts, language)


class Invalid(Problem):
    code = "request.invalid"


class NotFound(Problem):
    code = "request.not_found"


class NotAllowed(Problem):
    code = "request.not_allowed"


class Refused(Problem):
    code = "request.refused"


class Unavailable(Problem):
    code = "service.unavailable"
