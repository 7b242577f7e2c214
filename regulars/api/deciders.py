"""What becomes of an event that has been read: written and answered, or only answered."""

from collections.abc import Sequence
from typing import Any, NamedTuple

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


class Post:
    """Into the journal."""

    scopes: tuple[str, ...] = ("events:write",)

    def __init__(self, services: Services) -> None:
        self._services = services

    async def one(self, waiting: Waiting) -> Decided:
        answer = await self._services.post(waiting)
        if answer.code == UnknownMember.code and answer.status == "refused":
            raise UnknownMember(ref=waiting.posting.ref)  # there is nobody to keep the refusal with
        return Decided(answer, STATUS[answer.status])

    async def many(self, all_waiting: Sequence[Waiting]) -> list[Decided | Problem]:
        results = await self._services.post_many(all_waiting)
        return [Decided(one, STATUS[one.status]) if isinstance(one, Answer) else one for one in results]


class Quote:
    """Nothing written. 200 where the event would be written or is known, 409 where it would be refused."""

    scopes: tuple[str, ...] = ("quotes:read", "events:write")

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
