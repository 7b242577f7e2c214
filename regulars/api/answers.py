"""What a till reads back: the journal's answer as it is, with sentences added where somebody asked for a language.

A refusal (``code`` is set) also carries ``type``, ``title`` and ``detail``, so that it can be read as an RFC 9457 problem;
the answer given again later (`duplicate`) carries the same, byte for byte but for ``status``.
"""

from typing import Any

import msgspec

from regulars.api.deciders import Decided
from regulars.api.envelopes import check_json
from regulars.api.problems import encode, problem_document, status_of
from regulars.engine.explain import sentence, sentences
from regulars.journal.answers import answer_bytes
from regulars.kit.errors import Problem
from regulars.kit.phrases import say
from regulars.program.document import Program


class Answers:
    """Writes answers in ``language`` (None: codes only); ``problem_language`` is for refusals' sentences, which always come with one."""

    def __init__(self, language: str | None, problem_language: str, program: Program) -> None:
        self._language = language
        self.problem_language = problem_language
        self._program = program

    def bytes_of(self, decided: Decided) -> bytes:
        answer = decided.answer
        if self._language is None and not answer.code and not decided.differing:
            return answer_bytes(answer)
        document: dict[str, Any] = msgspec.json.decode(answer_bytes(answer))
        because: list[dict[str, Any]] = document.get("because", [])
        if self._language is not None:
            for reason, text in zip(because, sentences(because, self._language, self._program), strict=True):
                reason["text"] = text
        if answer.code:
            document |= _as_problem(because[0] if because else {"code": answer.code}, self.problem_language, self._program)
        return encode(document | decided.differing)


def _as_problem(reason: dict[str, Any], language: str, program: Program) -> dict[str, str]:
    detail = sentence(reason, language, program)
    return {"type": f"urn:regulars:problem:{reason['code']}", "title": say("title.409", {}, language), "detail": detail}


def place_of(raw: bytes, problem: Problem, language: str) -> bytes:
    """The place of an event that was never decided: ``status`` is `refused`, ``http_status`` what it would have got alone. Nothing of it is stored."""
    document = problem_document(problem, language)
    return encode(
        {
            "id": _id_of(raw),
            **document,
            "status": "refused",
            "http_status": status_of(problem),
            "because": [{"code": problem.code, **problem.facts}],
        }
    )


def _id_of(raw: bytes) -> str | None:
    try:
        value = check_json(raw)
    except Problem:
        return None
    id = value.get("id") if isinstance(value, dict) else None
    return id if isinstance(id, str) else None
