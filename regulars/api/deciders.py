"""What becomes of an event that has been read: written and answered, or only answered."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from regulars.api.scopes import POSTING
from regulars.api.services import Services, Waiting
from regulars.journal.answers import Answer
from regulars.journal.errors import UnknownMember
from regulars.kit.errors import Problem


class Decided(NamedTuple):
    """The journal's answer, its HTTP status when asked alone, and fields that differ on the wire."""

    answer: Answer
    status: int
    differing: dict[str, Any] = {}


STATUS = {"created": 201, "duplicate": 200, "conflict": 409, "refused": 409}


def decided(answer: Answer) -> Decided:
    return Decided(answer, STATUS[answer.status])


def known(decided: Decided, ref: str) -> Decided:
    """Raises UnknownMember: there is nobody to keep that refusal with, so it is no answer of the journal's."""
    if decided.answer.code == UnknownMember.code and decided.answer.status == "refused":
        raise UnknownMember(ref=ref)
    return decided


class Post:
    """Into the journal."""

    scopes: tuple[str, ...] = POSTING
    writes = True

    def __init__(self, services: Services) -> None:
        self._services = services

    async def one(self, waiting: Waiting) -> Decided:
        return known(decided(await self._services.post(waiting)), waiting.posting.ref)

    async def many(self, all_waiting: Sequence[Waiting]) -> list[Decided | Problem]:
        results = await self._services.post_many(all_waiting)
        return [decided(one) if isinstance(one, Answer) else one for one in results]


class Quote:
    """Nothing written. 200 where the event would be written or is known, 409 where it would be refused."""

    scopes: tuple[str, ...] = ("quotes:read", *POSTING)
    writes = False

    def __init__(self, services: Services) -> None:
        self._services = services

    async def one(self, waiting: Waiting) -> Decided:
        answer, newcomer = await self._services.quote(waiting)
        differing: dict[str, Any] = {"newcomer": True} if newcomer else {}
        if answer.status == "created":
            differing["status"] = "quoted"
        return Decided(answer, 409 if answer.status in ("conflict", "refused") else 200, differing)

    async def many(self, all_waiting: Sequence[Waiting]) -> list[Decided | Problem]:
        results: list[Decided | Problem] = []
        for waiting in all_waiting:
            try:
                results.append(await self.one(waiting))
            except Problem as problem:
                results.append(problem)
        return results
