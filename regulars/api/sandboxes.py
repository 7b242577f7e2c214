"""Sandboxes over the same contract: a key that begins with ``rs_`` opens one, on its own tables and by its own clock.

Each sandbox in use has an intake and routes of its own in this process, made at its first request; the shop's are not touched.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any

from regulars.api.bodies import Receive
from regulars.api.exchange import Head, Scope, Send, answer_problem
from regulars.api.hot import HOT_PATHS, HotRoutes
from regulars.api.keys import SANDBOX, SCOPES, Keys
from regulars.api.metrics import Metrics
from regulars.api.services import Connection, Services, Waiting, database_errors
from regulars.engine.event_names import ENROLLED
from regulars.engine.facts import ZONE
from regulars.journal import sandboxes
from regulars.journal.answers import Answer
from regulars.journal.queries import member_id_of
from regulars.kit.errors import Problem
from regulars.kit.periods import microseconds
from regulars.members.facts import facts_on

MOST_OPEN = 8
_BEGINNING = b"bearer rs_"

Rest = Callable[..., Any]


def is_for_a_sandbox(scope: Scope) -> bool:
    return any(name == b"authorization" and value[: len(_BEGINNING)].lower() == _BEGINNING for name, value in scope["headers"])


class SandboxServices(Services):
    """The shop's services on a sandbox. Nobody in it is real: of an enrolment's personal part only the birthday and the time zone are kept, for the rules."""

    is_sandbox = True

    def __init__(self, dsn: str, name: str) -> None:
        super().__init__(sandboxes.dsn_of(dsn, name))
        self._keys = Keys(dsn=dsn, kind=SANDBOX)

    async def post_many(self, all_waiting: Sequence[Waiting]) -> list[Answer | Problem]:
        results = await self.intake.post_many([waiting.posting for waiting in all_waiting])
        for waiting, result in zip(all_waiting, results, strict=True):
            told = waiting.personal.profile if waiting.personal is not None else {}
            if told and isinstance(result, Answer) and not result.code and waiting.posting.event.type == ENROLLED:
                await self._keep(waiting.posting.ref, told)
        return list(results)

    async def _keep(self, ref: str, told: Mapping[str, Any]) -> None:
        def keep(conn: Connection) -> None:
            member_id = member_id_of(conn, ref)
            if told.get("birthday"):
                sandboxes.set_birthday(conn, member_id, told["birthday"])
            if told.get("timezone"):
                sandboxes.set_zone(conn, member_id, told["timezone"])

        await self.reading(keep)

    async def _facts(self, _conn: Any, asked: Sequence[tuple[int, int]], fields: frozenset[str]) -> list[dict[str, Any]]:
        day_of, ids = self.versions.calendar.day_of, [member_id for member_id, _ in asked]
        birthdays, zones = await self.reading(lambda conn: (sandboxes.birthdays_of(conn, ids), sandboxes.zones_of(conn, ids) if ZONE in fields else {}))
        return [
            facts_on(birthdays.get(member_id), day_of(at_us), fields) | ({ZONE: zones[member_id]} if member_id in zones else {}) for member_id, at_us in asked
        ]


class _Opened:
    """One sandbox in use: its routes, and where its clock stands."""

    def __init__(self, sandbox: sandboxes.Sandbox, services: SandboxServices, metrics: Metrics, make_rest: Rest) -> None:
        self.made_at: datetime = sandbox.created_at
        self.now_us = microseconds(sandbox.now)
        self._hot = HotRoutes(services, metrics, lambda: self.now_us)
        self._rest = make_rest(metrics, lambda: self.now_us)
        self._rest.state.services = services
        self._rest.state.sandbox = sandbox.name
        self._rest.state.figures = self._figures
        self._services, self._metrics = services, metrics

    async def _figures(self) -> list[dict[str, Any]]:
        return [self._metrics.figures() | {"gauges": self._services.gauges()}]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self._hot if scope["path"] in HOT_PATHS else self._rest)(scope, receive, send)


class Sandboxes:
    def __init__(self, dsn: str, live: Services, make_rest: Rest) -> None:
        self._dsn, self._live, self._make_rest = dsn, live, make_rest
        self._keys = Keys(dsn=dsn, kind=SANDBOX)
        self._metrics = Metrics()  # nothing of a sandbox is in the shop's figures
        self._opened: dict[str, tuple[_Opened, AsyncExitStack]] = {}
        self._opening = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        head = Head(scope)
        try:
            with database_errors():
                key = await self._keys.admit(head.header(b"authorization"), SCOPES)
            opened = await self._of(key.sandbox)
        except Problem as problem:
            await answer_problem(send, problem, head.language_of_problems())
            return
        await opened(scope, receive, send)

    async def close(self) -> None:
        for name in list(self._opened):
            await self._close(name)
        await self._keys.close()

    async def _of(self, name: str) -> _Opened:
        """The sandbox as it is now: opened where it was not, anew where it was reset. Raises NotFound ``sandbox.unknown``."""
        try:
            sandbox = await self._live.reading(lambda conn: sandboxes.sandbox_of(conn, name))
        except Problem:
            async with self._opening:
                await self._close(name)
            raise
        async with self._opening:
            known = self._opened.get(name)
            if known is not None and known[0].made_at == sandbox.created_at:
                known[0].now_us = microseconds(sandbox.now)
                return known[0]
            await self._close(name)
            if len(self._opened) >= MOST_OPEN:
                await self._close(next(iter(self._opened)))
            stack = AsyncExitStack()
            services = SandboxServices(self._dsn, name)
            await stack.enter_async_context(services.running())
            opened = _Opened(sandbox, services, self._metrics, self._make_rest)
            self._opened[name] = (opened, stack)
            return opened

    async def _close(self, name: str) -> None:
        known = self._opened.pop(name, None)
        if known is not None:
            await known[1].aclose()
