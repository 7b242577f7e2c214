"""Points move between two members in steps, each an event of one member; whoever finds a step missing takes it.

A gift:

    giver     points.sent       active → held          the caller's own event
    receiver  points.received   transit → active       <giver>.<seq>.received
    giver     points.delivered   held → transit         <giver>.<seq>.delivered
           or points.undelivered   held → active          <giver>.<seq>.undelivered, when the receiver's side refused

A merge is ``member.merged_into`` and ``member.merged``, its undoing ``member.unmerged`` and ``member.restored`` (engine/merging.py).

Nothing is remembered outside the journal: the first event says what was begun, and every later step's id and body follow from it, so
taking a step twice counts once. A crash leaves points held at the giver, never lost and never doubled; ``finish_open`` goes on from there.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec
import psycopg

from regulars.engine.decision import Outcome
from regulars.engine.errors import GiftToSelf, MergedAway, MergeWithSelf, NotMerged
from regulars.engine.event_names import DELIVERED, MERGED, MERGED_INTO, RECEIVED, RESTORED, SENT, UNDELIVERED, UNMERGED
from regulars.engine.events import Data, Event
from regulars.engine.reading import read_own
from regulars.engine.state_moving import Moving
from regulars.journal.answers import Answer
from regulars.journal.family import logs_of
from regulars.journal.folding import decode_outcome
from regulars.journal.intake import Intake
from regulars.journal.posting import HOUSE, Posting
from regulars.journal.queries import member_id_of, member_of, own_state_of, ref_of
from regulars.kit.errors import Problem, Unavailable
from regulars.kit.periods import instant, microseconds

if TYPE_CHECKING:
    from regulars.journal.pools import Pools

log = logging.getLogger(__name__)
T = TypeVar("T")
Conn = psycopg.Connection[Any]
Look = Callable[[Callable[[Conn], T]], Awaitable[T]]

_encode = msgspec.json.Encoder(order="sorted").encode
_NEVER_MOVED = Moving()
NOT_KEPT = ("event.in_future", "member.unknown")  # refusals that left no trace: not the receiver's last word

FIRST_STEPS = (SENT, MERGED_INTO, UNMERGED)
_COLUMNS = "e.member_id, e.seq, e.type, e.occurred_at, e.body::text, e.outcome::text"
_BEGUN = f"SELECT {_COLUMNS} FROM event e WHERE e.member_id = ANY(%s) AND e.source = %s AND e.external_id = %s ORDER BY e.recorded_at DESC LIMIT 1"
# What was begun and has no last step, by the index on first steps: of a gift at the giver, of a merge or its undoing at the other member.
_OPEN = f"""
SELECT {_COLUMNS} FROM event e
 WHERE e.type IN ({", ".join(f"'{type}'" for type in FIRST_STEPS)}) AND e.recorded_at >= %s AND coalesce(e.outcome ->> 'status', 'created') = 'created'
   AND NOT EXISTS (SELECT 1 FROM event d WHERE d.source = '{HOUSE}'
                      AND d.member_id = CASE e.type WHEN '{SENT}' THEN e.member_id WHEN '{MERGED_INTO}' THEN (e.body ->> 'into')::bigint ELSE (e.body ->> 'member')::bigint END
                      AND d.external_id = ANY (CASE e.type WHEN '{SENT}' THEN ARRAY[e.member_id || '.' || e.seq || '.delivered', e.member_id || '.' || e.seq || '.undelivered']
                                                           WHEN '{MERGED_INTO}' THEN ARRAY[e.member_id || '.' || e.seq || '.merged'] ELSE ARRAY[e.member_id || '.' || e.seq || '.restored'] END))
 ORDER BY e.recorded_at LIMIT 1000
"""
_MERGING = 0x6D657267  # "merg": one merge or undoing at a time, so that nobody goes in a ring


class Begun(NamedTuple):
    """A first step as the journal holds it."""

    member_id: int
    seq: int
    type: str
    at_us: int
    body: dict[str, Any]
    outcome: Outcome

    def step_id(self, step: str) -> str:
        return f"{self.member_id}.{self.seq}.{step}"


class Gift(NamedTuple):
    """A gift as it is asked for; ``source`` and ``id`` are the caller's: the same again counts once. points: in the wallet's unit."""

    giver: str
    receiver: str
    points: int
    wallet: str
    source: str
    id: str
    at_us: int


class Merge(NamedTuple):
    """Two references that are one person, or were taken for one: ``stays`` goes on, ``goes`` becomes part of it."""

    stays: str
    goes: str
    source: str
    id: str
    at_us: int


class Moved(NamedTuple):
    """``state``: refused | arrived | on_its_way | came_back; ``why``: the code of what refused it, here or there."""

    answer: Answer
    state: str
    why: str = ""
    because: tuple[dict[str, Any], ...] = ()  # why it came back, with its facts


class Mover:
    """Carries steps on through an intake; ``look`` runs a query beside it."""

    def __init__(self, intake: Intake, look: Look[Any], dsn: str) -> None:
        self._intake = intake
        self._look = look
        self._dsn = dsn

    async def give(self, gift: Gift, now_us: int) -> Moved:
        """A gift from beginning to end. Raises UnknownMember, and what ``Intake.post`` raises for the first step.

        When a later step can't be taken now, the gift is on its way: the clock's job takes it.
        """
        giver, receiver, logs, is_one = await self._look(lambda conn: _both(conn, gift.giver, gift.receiver))
        if is_one and giver != receiver:
            raise GiftToSelf()
        body = {"giver": giver, "to": receiver, "points": gift.points, "wallet": gift.wallet}
        answer = await self.post(gift.giver, SENT, gift.source, gift.id, gift.at_us, body, now_us)
        since = (await self._look(lambda conn: _both(conn, gift.giver, gift.receiver)))[2]  # the giver may have been merged in between
        return await self._from(answer, [*{*logs, *since}], gift.source, gift.id, now_us)

    async def merge(self, merge: Merge, now_us: int) -> Moved:
        """Let ``goes`` be part of ``stays``. Raises UnknownMember, Refused ``merge.*``, and what ``Intake.post`` raises for the first step."""
        async with self._alone():
            stays, goes, logs, is_one = await self._look(lambda conn: _both(conn, merge.stays, merge.goes, of_second=True))
            begun = await self._look(lambda conn: find_begun(conn, logs, merge.source, merge.id))
            if begun is not None:  # the same again, whatever has become of the two since
                stays = int(begun.body.get("into", stays))
            elif is_one:
                raise MergeWithSelf()
            elif (await self._look(lambda conn: own_state_of(conn, goes).moving) or _NEVER_MOVED).into:
                raise MergedAway()
            else:
                stays, _ = await self._look(lambda conn: member_of(conn, merge.stays))
                await _pools(self).leave_for_merge(goes, stays, merge.at_us, now_us)
            body = begun.body if begun is not None and begun.type == MERGED_INTO else {"into": stays, "member": goes, "with_rewards": True, "own_friends": True}
            answer = await self.post(merge.goes, MERGED_INTO, merge.source, merge.id, merge.at_us, body, now_us)
            return await self._from(answer, logs, merge.source, merge.id, now_us)

    async def unmerge(self, merge: Merge, now_us: int) -> Moved:
        """Let ``goes`` be a member of its own again. Raises as ``merge``."""
        async with self._alone():
            stays, goes, logs, is_one = await self._look(lambda conn: _both(conn, merge.stays, merge.goes, of_second=True))
            begun = await self._look(lambda conn: find_begun(conn, logs, merge.source, merge.id))
            if begun is None and (not is_one or goes == stays):
                raise NotMerged()
            survivor = begun.member_id if begun is not None else (await self._look(lambda conn: member_of(conn, merge.goes)))[0]
            ref = await self._look(lambda conn: ref_of(conn, survivor))
            answer = await self.post(ref, UNMERGED, merge.source, merge.id, merge.at_us, {"member": goes}, now_us)
            return await self._from(answer, [survivor, *logs], merge.source, merge.id, now_us)

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        async with await psycopg.AsyncConnection.connect(self._dsn, autocommit=True) as lock:
            await lock.execute("SELECT pg_advisory_lock(%s)", (_MERGING,))
            yield

    async def _from(self, answer: Answer, logs: list[int], source: str, id: str, now_us: int) -> Moved:
        """On from the answer to a first step."""
        if answer.status == "conflict" or (answer.code and answer.status in ("refused", "duplicate")):
            return Moved(answer, "refused", answer.code)
        begun = await self._look(lambda conn: find_begun(conn, logs, source, id))
        if begun is None:
            raise LookupError(f"there is no event {source}/{id}")
        return await self.carry_on(answer, begun, now_us)

    async def carry_on(self, answer: Answer, begun: Begun, now_us: int) -> Moved:
        """What is left of what was begun; nothing is raised for what can be done later."""
        try:
            return await self.finish(answer, begun, now_us)
        except Unavailable:
            return Moved(answer, "on_its_way")

    async def finish(self, answer: Answer, begun: Begun, now_us: int) -> Moved:
        """Take every step that is missing; those taken already are answered as they were. Raises Unavailable."""
        moved = begun.outcome.moved
        if begun.type == MERGED_INTO:
            body = {"member": begun.member_id, "pack": moved["pack"]}
            return await self._last(answer, int(begun.body["into"]), MERGED, begun, "merged", body, now_us)
        if begun.type == UNMERGED:
            body = {"survivor": begun.member_id, "pack": moved["pack"]}
            return await self._last(answer, int(begun.body["member"]), RESTORED, begun, "restored", body, now_us)
        to = int(begun.body["to"])
        arrival = {"giver": begun.member_id, "step": begun.seq, "wallet": moved["wallet"], "lots": moved["lots"], "rule": "gift"}
        arrived = await self._step(to, RECEIVED, begun, "received", arrival, now_us)
        if not arrived.code:
            await self._step(begun.member_id, DELIVERED, begun, "delivered", {"step": begun.seq}, now_us)
            return Moved(answer, "arrived")
        if arrived.code in NOT_KEPT or arrived.status == "conflict":
            return Moved(answer, "on_its_way", arrived.code)
        back = {"step": begun.seq, "why": arrived.code, "sent_on": begun.outcome.day}
        await self._step(begun.member_id, UNDELIVERED, begun, "undelivered", back, now_us)
        return Moved(answer, "came_back", arrived.code, tuple(arrived.because))

    @property
    def look(self) -> Look[Any]:
        """A query beside the intake."""
        return self._look

    async def _last(self, answer: Answer, member_id: int, type: str, begun: Begun, step: str, body: dict[str, Any], now_us: int) -> Moved:
        taken = await self._step(member_id, type, begun, step, body, now_us)
        return Moved(answer, "on_its_way", taken.code) if taken.code else Moved(answer, "arrived")

    async def _step(self, member_id: int, type: str, begun: Begun, step: str, body: dict[str, Any], now_us: int) -> Answer:
        ref = await self._look(lambda conn: ref_of(conn, member_id))
        return await self.post(ref, type, HOUSE, begun.step_id(step), begun.at_us, body, now_us)

    async def post(self, ref: str, type: str, source: str, id: str, at_us: int, body: dict[str, Any], now_us: int) -> Answer:
        return await self.post_read(ref, type, source, id, at_us, body, now_us, lambda raw: read_own(type, raw))

    async def post_read(
        self, ref: str, type: str, source: str, id: str, at_us: int, body: dict[str, Any], now_us: int, read: Callable[[bytes], Data]
    ) -> Answer:
        raw = _encode(body)
        return await self._intake.post(Posting(ref, Event(id, source, type, at_us, read(raw)), raw, now_us))

    async def finish_open(self, since_us: int, now_us: int) -> int:
        """Carry on everything begun since then that has not ended. Returns how many could be ended; one that can't be is left and logged."""
        done = await _pools(self).finish_open(since_us, now_us)
        for begun in await self._look(lambda conn: open_steps(conn, since_us)):
            try:
                moved = await self.finish(_no_answer(begun), begun, now_us)
                done += moved.state != "on_its_way"
            except Problem as problem:
                log.warning("step %s of member %d can't be carried on now: %s", begun.seq, begun.member_id, problem)
        return done


def _pools(mover: Mover) -> "Pools":
    from regulars.journal.pools import Pools

    return Pools(mover)


def find_begun(conn: Conn, logs: list[int], source: str, id: str) -> Begun | None:
    """The first step with this id, in any of the logs."""
    row = conn.execute(_BEGUN, (logs, source, id)).fetchone()
    return None if row is None else begun_of(row)


def _both(conn: Conn, one: str, other: str, *, of_second: bool = False) -> tuple[int, int, list[int], bool]:
    """The numbers of two references, every log the first (or second) has been in, and whether the two are one person. Raises UnknownMember."""
    first, second = member_id_of(conn, one), member_id_of(conn, other)
    about = second if of_second else first
    logs = logs_of(own_state_of(conn, about), about, about)
    return first, second, logs, member_of(conn, one)[0] == member_of(conn, other)[0]


def open_steps(conn: Conn, since_us: int) -> list[Begun]:
    """What was begun since then and has no last step, oldest first, a thousand at most."""
    return [begun_of(row) for row in conn.execute(_OPEN, (instant(since_us),))]


def merged_since(conn: Conn, since_us: int) -> list[int]:
    """Members whose merge, or its undoing, was begun since then."""
    query = f"""
        SELECT DISTINCT CASE e.type WHEN '{MERGED_INTO}' THEN e.member_id ELSE (e.body ->> 'member')::bigint END FROM event e
         WHERE e.type IN ('{MERGED_INTO}', '{UNMERGED}') AND e.recorded_at >= %s ORDER BY 1
    """
    return [member_id for (member_id,) in conn.execute(query, (instant(since_us),))]


def begun_of(row: tuple[Any, ...]) -> Begun:
    member_id, seq, type, at, body, outcome = row
    return Begun(member_id, seq, type, microseconds(at), msgspec.json.decode(body), decode_outcome(outcome))


def _no_answer(begun: Begun) -> Answer:
    return Answer(begun.step_id("first"), "duplicate", {}, "", {}, [])


@asynccontextmanager
async def mover(dsn: str) -> AsyncIterator[Mover]:
    """A mover with an intake and a connection of its own: for commands, the console and the clock's job."""
    intake = Intake(dsn)
    await intake.start()
    try:
        with psycopg.connect(dsn, autocommit=True) as conn:

            async def look(query: Callable[[Conn], T]) -> T:
                return query(conn)

            yield Mover(intake, look, dsn)
    finally:
        await intake.stop()


def run_mover(dsn: str, work: Callable[[Mover], Awaitable[T]]) -> T:
    """Do one thing with a mover, from where no event loop runs."""

    async def run() -> T:
        async with mover(dsn) as one:
            return await work(one)

    return asyncio.run(run())
