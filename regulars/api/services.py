"""What the machines' door works with: the intake, the keys, the programme in force, and the personal part of an enrolment kept apart."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

import psycopg
from django.db import InterfaceError, OperationalError, connections
from msgspec.structs import replace
from psycopg_pool import ConnectionPool, PoolTimeout

from regulars.api.envelopes import Sent
from regulars.api.keys import Key, Keys
from regulars.api.line import Line
from regulars.approvals.goodwill import Message, one_after_another
from regulars.connectors.profile_events import completed
from regulars.engine.approving import Alone, check_goodwill, refusal_of
from regulars.engine.compiled import Versions
from regulars.engine.event_names import ADJUSTED, ENROLLED, MEMBER_FROZEN, MEMBER_UNFROZEN, REFERRAL_CLAIMED
from regulars.engine.events import Event, PointsAdjusted
from regulars.engine.reading import read_data
from regulars.journal.answers import Answer
from regulars.journal.errors import NoProgram, UnknownMember
from regulars.journal.frozen import tell_pool
from regulars.journal.intake import Intake
from regulars.journal.moving import Mover
from regulars.journal.posting import Posting
from regulars.journal.programs import compile_known, versions_of
from regulars.journal.queries import member_of
from regulars.kit.errors import Problem, Unavailable
from regulars.kit.periods import instant
from regulars.members import enrolment
from regulars.members.facts import facts_of
from regulars.members.queries import members_by_ref
from regulars.members.reading import written_down
from regulars.program.document import Program

log = logging.getLogger("regulars.api")
T = TypeVar("T")
Connection = psycopg.Connection[Any]

MOST_READERS = 4
READER_WAIT_S = 5
_ALONE = frozenset({ADJUSTED, MEMBER_FROZEN, MEMBER_UNFROZEN})  # what is looked at before, or carried on after, it is written
PROGRAMME_EVERY_S = 2  # how soon a version applied by somebody else is noticed here; the intake notices at once


class Waiting(NamedTuple):
    """An event read from the wire, ready for the journal; ``personal`` never goes there."""

    posting: Posting
    personal: enrolment.Personal | None = None


class Visitor(Waiting):
    """A message to quote that names nobody."""

    __slots__ = ()


class Services:
    is_sandbox = False

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self._pool = ConnectionPool(
            dsn,
            min_size=0,
            max_size=MOST_READERS,
            timeout=READER_WAIT_S,
            reconnect_timeout=1,  # a database that was away is tried again at the next question, not after a pause that doubles
            open=False,
            check=ConnectionPool.check_connection,
            kwargs={"autocommit": True},
        )
        self._versions: Versions | None = None
        self._newest = 0
        self._giving_alone = asyncio.Lock()
        self._keys = Keys(dsn=dsn)
        self._line = Line(dsn)
        self.intake = Intake(dsn, facts_of=self._facts)
        self.mover = Mover(self.intake, self.reading, dsn)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Services"]:
        """With a running intake. The database may be away: requests are answered 503 until it is there."""
        self._pool.open()
        await self.intake.start()
        with contextlib.suppress(Unavailable):
            await self._look_at_programme()
        fresh = asyncio.create_task(self._keep_programme_fresh())
        try:
            yield self
        finally:
            fresh.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await fresh
            await self.intake.stop()
            await self._keys.close()
            await self._line.close()
            self._pool.close()

    @property
    def versions(self) -> Versions:
        if self._versions is None:
            raise NoProgram()
        return self._versions

    @property
    def program(self) -> Program:
        """The programme as last applied. Raises NoProgram before the first."""
        return self.versions.latest.program

    @property
    def program_if_any(self) -> Program | None:
        return self._versions.latest.program if self._versions else None

    async def admit(self, authorization: bytes | str | None, scopes: tuple[str, ...]) -> Key:
        """Raises NotAllowed ``key.*``, or Unavailable while the database is away."""
        with database_errors():
            return await self._keys.admit(authorization, scopes)

    def admit_known(self, authorization: bytes, scopes: tuple[str, ...]) -> Key | None:
        """``admit`` for a key seen a moment ago, without waiting; None when it has to be asked for (or turned away)."""
        return self._keys.admit_known(authorization, scopes)

    def read(self, sent: Sent, now_us: int) -> Waiting:
        """The event with its data read strictly. Raises Invalid by name."""
        envelope, body, canonical = sent
        personal = None
        if envelope.type == ENROLLED:
            body, personal = enrolment.split_personal(body, today=instant(now_us).date())
            canonical = b""
        elif envelope.type == REFERRAL_CLAIMED:
            body, personal = enrolment.split_claim(body)
            canonical = b""
        at_us = envelope.at_us
        data = read_data(envelope.type, body, self.versions.at(at_us).program)
        if envelope.type == ADJUSTED and isinstance(data, PointsAdjusted):
            check_goodwill(self.versions.at(now_us).program, data.wallet, data.points)
        event = Event(envelope.id, envelope.source, envelope.type, at_us, data)
        return Waiting(Posting(envelope.subject, event, body, now_us, canonical=canonical), personal or None)

    async def post(self, waiting: Waiting) -> Answer:
        """Journal one event, then keep its personal part. Raises Problem."""
        if waiting.posting.event.type in _ALONE:
            return await self._post_alone(waiting.posting)
        if waiting.personal is None:
            return await self.intake.post(waiting.posting)
        (result,) = await self.post_many([waiting])
        if isinstance(result, Problem):
            raise result
        return result

    async def post_many(self, all_waiting: Sequence[Waiting]) -> list[Answer | Problem]:
        """The results stand in the order given. Raises Unavailable as a whole."""
        if any(waiting.posting.event.type in _ALONE and self._counts_alone(waiting.posting.event.type) for waiting in all_waiting):  # one after the other: a member's events keep their order
            return [await self._post_or_problem(waiting) for waiting in all_waiting]
        results: list[Answer | Problem | None] = [None] * len(all_waiting)
        all_waiting = list(all_waiting)
        for place, waiting in enumerate(all_waiting):
            if waiting.personal is not None:
                results[place] = await in_thread(_refusal_of, waiting)
                if results[place] is None and waiting.personal.referred_by:
                    all_waiting[place] = await self._with_advocate(waiting)
        places = [place for place, result in enumerate(results) if result is None]
        for place, answer in zip(places, await self.intake.post_many([all_waiting[n].posting for n in places]), strict=True):
            results[place] = answer
            personal = all_waiting[place].personal
            if personal is not None and isinstance(answer, Answer) and answer.status in ("created", "duplicate") and not answer.code:
                posting = all_waiting[place].posting
                again = answer.status == "duplicate"
                await in_thread(_store, posting.ref, personal, instant(posting.received_us), again)
                await self.complete_profile(posting.ref, posting.received_us)
        return [result for result in results if result is not None]

    def _counts_alone(self, type: str) -> bool:
        return type != ADJUSTED or bool(self.program.approval.goodwill_in_all)

    async def _post_alone(self, posting: Posting) -> Answer:
        if posting.event.type == ADJUSTED and self._counts_alone(ADJUSTED):
            return await self._give_alone(posting)
        answer = await self.intake.post(posting)
        if posting.event.type != ADJUSTED and not answer.code:
            await tell_pool(self.mover, posting.ref, posting.received_us)
        return answer

    async def _post_or_problem(self, waiting: Waiting) -> Answer | Problem:
        try:
            return await self.post(waiting)
        except Unavailable:
            raise
        except Problem as problem:
            return problem

    async def _give_alone(self, posting: Posting) -> Answer:
        """Post an adjustment, unless it would cross what may be given without a second person. Raises Refused ``approval.needed_in_all``."""
        data, loop = posting.event.data, asyncio.get_running_loop()
        assert isinstance(data, PointsAdjusted)
        program = self.versions.at(posting.received_us).program

        def work(conn: Connection) -> Answer:
            try:
                member_id = member_of(conn, posting.ref)[0]
            except UnknownMember:
                return asyncio.run_coroutine_threadsafe(self.intake.post(posting), loop).result()
            alone = [Alone(member_id, data.wallet, data.points)]
            message = Message(data.by, posting.event.source, [posting.event.id], alone)
            with one_after_another(conn, program, message, instant(posting.received_us)) as over:
                if over is not None:
                    raise refusal_of(over)
                return asyncio.run_coroutine_threadsafe(self.intake.post(posting), loop).result()

        async with self._giving_alone:  # one thread at a time waits for the intake, which needs some itself
            return await self.reading(work)

    async def complete_profile(self, ref: str, now_us: int) -> int | None:
        """Look how complete a member's profile is and, at what the programme asks for, post ``profile.completed``; None where it asks for nothing."""
        terms = self.program.profile
        if terms is None:
            return None

        def look() -> tuple[list[Posting], dict[int, int]]:
            return completed({id: ref for ref, id in members_by_ref([ref]).items()}, terms, now_us)

        postings, percents = await in_thread(look)
        await self.intake.post_many(postings)
        return next(iter(percents.values()), 0)

    async def _with_advocate(self, waiting: Waiting) -> Waiting:
        """The event with who brought the member, where it says so."""
        if waiting.personal is None or not waiting.personal.referred_by:
            return waiting
        facts = await in_thread(enrolment.facts_of_referral, waiting.posting.ref, waiting.personal)
        return waiting._replace(posting=replace(waiting.posting, facts=facts))

    async def quote(self, waiting: Waiting) -> tuple[Answer, bool]:
        """What the event would earn now, nothing written; True: as a newcomer, had they joined with it. A visitor is always one."""
        posting = (await self._with_advocate(waiting)).posting
        if isinstance(waiting, Visitor):
            return await self.intake.quote(_with_enrol(posting, posting.event.type != ENROLLED)), True
        answer = await self.intake.quote(_with_enrol(posting, False))
        if answer.code != "member.unknown":
            return answer, False
        return await self.intake.quote(_with_enrol(posting, True)), True

    async def reading(self, query: Callable[[Connection], T]) -> T:
        """A room's query on a connection of the readers' pool, off the loop. Raises Unavailable, and what the query raises."""

        def read() -> T:
            with self._pool.connection() as conn:
                return _and_close(query, conn)

        with database_errors():
            return await asyncio.to_thread(read)

    async def row(self, statement: str, parameters: Sequence[Any]) -> tuple[Any, ...] | None:
        """The first row of one indexed read a till waits for: no thread, no connection to borrow. Raises Unavailable."""
        with database_errors():
            return await self._line.row(statement, parameters)

    async def check_ready(self) -> None:
        """Raises Unavailable while the database is away. A shop without a programme is ready too: one is noticed when it is applied."""
        await self._look_at_programme()

    def gauges(self) -> dict[str, float]:
        return {"queue_waiting": self.intake.waiting, "batches": self.intake.batches, "events_posted": self.intake.posted}

    async def _keep_programme_fresh(self) -> None:
        while True:
            await asyncio.sleep(PROGRAMME_EVERY_S)
            with contextlib.suppress(Unavailable):
                await self._look_at_programme()

    async def _look_at_programme(self) -> None:
        found = await self.reading(self._newer_versions)
        if found is not None:
            self._versions, self._newest = found

    def _newer_versions(self, conn: Connection) -> tuple[Versions, int] | None:
        row = conn.execute("SELECT max(version) FROM program_version").fetchone()
        newest = row[0] if row else None
        if not newest or newest == self._newest:
            return None
        return compile_known(versions_of(conn)), newest

    async def _facts(self, _conn: Any, asked: Sequence[tuple[int, int]], fields: frozenset[str]) -> list[dict[str, Any]]:
        day_of = self.versions.calendar.day_of
        pairs = [(member_id, day_of(at_us)) for member_id, at_us in asked]
        found = await in_thread(facts_of, pairs, fields)
        return [found[pair] for pair in pairs]


@contextlib.contextmanager
def database_errors() -> Any:
    """A database that is away is Unavailable, whoever asked it."""
    try:
        yield
    except (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout) as error:
        log.warning("the database is away: %s", error)
        raise Unavailable("service.unavailable") from None


async def in_thread(work: Callable[..., T], *arguments: Any) -> T:
    """Run a room's synchronous work off the loop, on a database connection of its own that goes back to the pool. Raises Unavailable."""
    with database_errors():
        return await asyncio.to_thread(_and_close, work, *arguments)


def _and_close(work: Callable[..., T], *arguments: Any) -> T:
    try:
        found = work(*arguments)
        written_down()
        return found
    finally:
        connections.close_all()


def _refusal_of(waiting: Waiting) -> Problem | None:
    assert waiting.personal is not None
    try:
        enrolment.refuse_taken(waiting.posting.ref, waiting.personal)
    except Problem as refused:
        return refused
    return None


def _store(ref: str, personal: enrolment.Personal, at: datetime, again: bool) -> None:
    enrolment.store(members_by_ref([ref])[ref], personal, at=at, again=again)


def _with_enrol(posting: Posting, enrol: bool) -> Posting:
    return replace(posting, enrol=enrol)
