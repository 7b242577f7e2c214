"""Processes that die and connections that break where the simulator says: a lane of the intake whose every statement may be the last."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from unittest import mock

import psycopg
from engine.making import Chance

import regulars.journal.intake as intake_room
from regulars.journal.intake import Intake
from regulars.journal.lane import Lane
from regulars.journal.posting import Posting

WAYS = ("cut_before", "cut_after", "cut_after", "dies_before", "dies_after")  # after: what was asked is done, and nobody hears of it


class Died(BaseException):
    """This process is no more."""


class Process:
    """One web process: an intake with its own memory, until it dies; ``fates`` are struck one after the other, at the statement they name."""

    def __init__(self, dsn: str, facts_of: Any) -> None:
        self.dsn, self.facts_of = dsn, facts_of
        self.ahead_us = 0  # what its clock is wrong by
        self.fates: deque[tuple[int, str]] = deque()  # (statements from now, way)
        self.struck: list[str] = []
        self.died = asyncio.Event()
        self.is_dead = False
        self.lanes: list[_Lane] = []
        self.intake: Intake = None  # type: ignore[assignment]

    async def start(self) -> "Process":
        with mock.patch.object(intake_room, "Lane", lambda dsn: _Lane(dsn, self)):
            self.intake = Intake(self.dsn, facts_of=self.facts_of)
        await self.intake.start()
        return self

    async def stop(self) -> None:
        """In order, or what is left of it after it died."""
        if not self.is_dead:
            await self.intake.stop()
        else:
            if self.intake._tasks:  # each finds out at its next statement
                await asyncio.wait(self.intake._tasks)
            self.intake._calm.end()
        for lane in self.lanes:
            await lane.close()

    def arm(self, c: Chance) -> None:
        self.fates.append((c.number(0, 5), c.one(*WAYS)))

    def strike(self) -> str:
        """What becomes of the next statement: "" when nothing does."""
        if self.is_dead:
            raise Died
        if not self.fates:
            return ""
        wait, way = self.fates.popleft()
        if wait:
            self.fates.appendleft((wait - 1, way))
            return ""
        self.struck.append(way)
        return way

    def die(self) -> None:
        self.is_dead = True
        self.died.set()
        raise Died

    async def post_many(self, postings: Sequence[Posting]) -> list[Any]:
        """The answers, None for each that never came because the process died."""
        asked = asyncio.ensure_future(self.intake.post_many(postings))
        dead = asyncio.ensure_future(self.died.wait())
        await asyncio.wait({asked, dead}, return_when=asyncio.FIRST_COMPLETED)
        dead.cancel()
        if not asked.done():
            asked.cancel()
            return [None] * len(postings)
        return asked.result()


class _Lane(Lane):
    def __init__(self, dsn: str, process: Process) -> None:
        super().__init__(dsn)
        self.process = process
        process.lanes.append(self)

    async def connection(self) -> Any:
        self._not_before = 0.0  # the simulator has no patience
        return _Connection(await super().connection(), self.process)


class _Connection:
    """A connection to the database, as far as a lane uses one."""

    def __init__(self, conn: Any, process: Process) -> None:
        self._conn, self._process = conn, process

    async def execute(self, statement: Any, parameters: Sequence[Any] = ()) -> Any:
        way = self._process.strike()
        if way == "cut_before":
            await self._break()
        if way == "dies_before":
            await self._conn.close()
            self._process.die()
        cursor = await self._conn.execute(statement, parameters)
        if way == "cut_after":
            await self._break()
        if way == "dies_after":
            await self._conn.close()
            self._process.die()
        if self._process.is_dead:
            raise Died
        return cursor

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        async with self._conn.transaction():
            yield

    async def _break(self) -> None:
        with contextlib.suppress(psycopg.Error):
            await self._conn.close()
        raise psycopg.OperationalError("the connection was cut by the simulator")
