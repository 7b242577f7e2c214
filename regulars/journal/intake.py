"""The way into the journal: whatever is waiting goes in together, in one transaction (group commit).

A member is in one batch at a time, so a member's events keep their order; two batches are in flight, so deciding overlaps with writing.
Nothing is locked: a batch that finds a member has moved on is read and decided again, smaller.
"""

import asyncio
import logging
import secrets
import time
from collections import deque
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

import psycopg

from regulars.journal.answers import Answer, answer_to_refusal
from regulars.journal.cache import Cache
from regulars.journal.calm import Calm
from regulars.journal.counters import AtTheEdge, in_order, taking
from regulars.journal.errors import Away, Busy, Crashed, NoProgram
from regulars.journal.folding import Member, Spoilt
from regulars.journal.lane import MOVED, TRANSIENT, Lane
from regulars.journal.posting import Posting, checked_hash
from regulars.journal.reading import FactsOf, Reader
from regulars.journal.statements import WRITE, WRITE_AS_REMEMBERED
from regulars.kit.errors import Problem, Refused, Unavailable

log = logging.getLogger(__name__)

LANES = 2
WORTH_A_SECOND_LANE = 16  # postings waiting
PATIENCE_WITH_A_LANE_S = 0.02  # a batch that takes longer (a lock, a connection lost) holds up nobody else
LARGEST_BATCH, LARGEST_BULK_BATCH = 256, 2_000
LONGEST_QUEUE = 4_000
REMEMBERED_NUMBERS = 4_000_000  # states of a few ten thousand members, some 150 MB
MOST_TRIES = 12
WARY_BATCHES = 20
HELD_BATCHES = 20
RETRY_AFTER_S = 1

Result = Answer | Problem
Tell = Callable[[Result], None]
_Put = tuple[dict[str, Member], list[Result]]


class _Waiting:
    """One posting and who waits for its answer."""

    __slots__ = ("bulk", "hashed", "posting", "tell")

    def __init__(self, posting: Posting, hashed: bytes, tell: Tell, bulk: bool) -> None:
        self.posting = posting
        self.hashed = hashed
        self.tell = tell
        self.bulk = bulk

    def settle(self, result: Result) -> None:
        """Whoever cannot take the answer is the only one who goes without."""
        try:
            self.tell(result)
        except Exception:
            log.exception("an answer was lost")


def told(done: "asyncio.Future[Any]") -> Callable[[Any], None]:
    """Tells a future, unless nobody waits for it any more."""

    def tell(result: Any) -> None:
        if not done.done():
            done.set_result(result)

    return tell


class Intake:
    """One per process and event loop. ``await start()`` first; ``stop()`` lets what is in flight finish."""

    def __init__(
        self,
        dsn: str,
        *,
        facts_of: FactsOf | None = None,
        longest_queue: int = LONGEST_QUEUE,
        remembered_numbers: int = REMEMBERED_NUMBERS,
        largest_batch: int = LARGEST_BATCH,
        largest_bulk_batch: int = LARGEST_BULK_BATCH,
    ) -> None:
        self._lanes = deque(Lane(dsn) for _ in range(LANES))
        self._side = Lane(dsn)  # quotes don't hold up batches
        self._side_free = asyncio.Lock()
        self._cache = Cache(remembered_numbers)
        self._reader = Reader(self._cache, facts_of)
        self._longest_queue = longest_queue
        self._largest_batch, self._largest_bulk_batch = largest_batch, largest_bulk_batch
        self._waiting: dict[str, deque[_Waiting]] = {}
        self._ready: deque[str] = deque()  # members with something live waiting and none in flight
        self._ready_bulk: deque[str] = deque()
        self._busy: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._pumping = False
        self._set_out_at = 0.0  # when the last batch did
        self._stopped = True
        self._calm = Calm(lambda: self.posted + self.waiting)
        self.waiting = 0  # postings not yet in a batch
        self.batches = 0
        self.posted = 0
        self._held_until = 0  # in batches: until then the counters of budgets are held while a batch is decided
        self._wary_until = 0  # in batches: until then nothing is written without reading first

    async def start(self) -> None:
        """Begin to take postings. The database need not be there yet."""
        self._calm.begin()
        self._stopped = False

    async def stop(self) -> None:
        """Finish what is in flight; what still waits is answered Away and may be sent again."""
        self._stopped = True
        self._calm.end()
        if self._tasks:
            await asyncio.wait(self._tasks)
        for queue in self._waiting.values():
            for waiting in queue:
                waiting.settle(Away(retry_after_s=RETRY_AFTER_S))
        self._waiting.clear()
        self.waiting = 0
        for lane in (*self._lanes, self._side):
            await lane.close()

    def submit(self, posting: Posting, tell: Tell) -> None:
        """Queue one event at once; ``tell`` gets what ``post_many`` would give, later. Raises Away, Busy and what ``checked_hash`` raises; nothing is taken then."""
        if self._stopped:
            raise Away(retry_after_s=RETRY_AFTER_S)
        if self.waiting >= self._longest_queue:
            raise Busy(retry_after_s=RETRY_AFTER_S)
        self._enqueue(_Waiting(posting, checked_hash(posting), tell, False))
        if not self._pumping:
            self._pumping = True
            asyncio.get_running_loop().call_soon(self._pump)

    async def post(self, posting: Posting) -> Answer:
        """Journal one event and answer it. Raises Busy, Away, Unstorable, NoProgram or Crashed; of those only Away may have been written."""
        (result,) = await self.post_many([posting])
        if isinstance(result, Problem):
            raise result
        return result

    async def post_many(self, postings: Sequence[Posting], *, bulk: bool = False) -> list[Result]:
        """Journal many events; the answers stand in the order of the postings, a Problem where ``post`` would raise one.

        Raises Busy as a whole, before anything is taken, when the queue has no room for them. ``bulk`` waits behind everything live.
        """
        if self._stopped:
            raise Away(retry_after_s=RETRY_AFTER_S)
        if not bulk and self.waiting + len(postings) > self._longest_queue:
            raise Busy(retry_after_s=RETRY_AFTER_S)
        loop = asyncio.get_running_loop()
        results: list[Result | asyncio.Future[Result]] = []
        for posting in postings:
            try:
                hashed = checked_hash(posting)
            except Refused as refusal:
                results.append(answer_to_refusal(posting.event.id, refusal))
            except Problem as problem:
                results.append(problem)
            else:
                done: asyncio.Future[Result] = loop.create_future()
                results.append(done)
                self._enqueue(_Waiting(posting, hashed, told(done), bulk))
        if not self._pumping:
            self._pumping = True
            loop.call_soon(self._pump)
        return [await one if isinstance(one, asyncio.Future) else one for one in results]

    async def quote(self, posting: Posting) -> Answer:
        """What ``post`` would answer now; nothing is written."""
        try:
            hashed = checked_hash(posting)
        except Refused as refusal:
            return answer_to_refusal(posting.event.id, refusal)
        async with self._side_free:
            try:
                prepared = await self._reader.prepare(self._side, [posting])
            except TRANSIENT:
                await self._side.close()
                raise Away(retry_after_s=RETRY_AFTER_S) from None
        member = prepared.members[posting.ref]
        result = prepared.folding.post(member, posting, hashed, prepared.facts[0] if prepared.facts else None)
        if not member.was:
            self._reader.keep_unused(member)
        if isinstance(result, Problem):
            raise result
        return result

    # ---- the queue

    def _enqueue(self, waiting: _Waiting) -> None:
        ref = waiting.posting.ref
        queue = self._waiting.get(ref)
        if queue is None:
            queue = self._waiting[ref] = deque()
        if ref not in self._busy and (not queue or not waiting.bulk):
            (self._ready_bulk if waiting.bulk else self._ready).append(ref)
        queue.append(waiting)
        self.waiting += 1

    def _pump(self) -> None:
        self._pumping = False
        while self._lanes and not self._stopped:
            if len(self._lanes) < LANES and self.waiting < WORTH_A_SECOND_LANE and not self._is_slow():
                return  # a batch costs the same however small it is: better a fuller one when the first is back
            batch = self._form(self._ready, self._largest_batch) or self._form(
                self._ready_bulk, self._largest_bulk_batch
            )
            if not batch:
                return
            self._set_out_at = time.monotonic()
            asyncio.get_running_loop().call_later(PATIENCE_WITH_A_LANE_S * 1.5, self._pump)
            task = asyncio.create_task(self._carry(self._lanes.popleft(), batch))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _is_slow(self) -> bool:
        return time.monotonic() - self._set_out_at > PATIENCE_WITH_A_LANE_S

    def _form(self, ready: deque[str], largest: int) -> list[_Waiting]:
        batch: list[_Waiting] = []
        while ready and len(batch) < largest:
            ref = ready.popleft()
            queue = self._waiting.get(ref)
            if queue is None or ref in self._busy:
                continue  # it went with an earlier batch
            self._busy.add(ref)
            while queue and len(batch) < largest:
                batch.append(queue.popleft())
            if not queue:
                del self._waiting[ref]
        self.waiting -= len(batch)
        return batch

    async def _carry(self, lane: Lane, batch: list[_Waiting]) -> None:
        try:
            await self._settle(lane, batch, 1)
        except Exception:
            reference = secrets.token_hex(6)
            log.exception("a batch was lost, reference %s", reference)
            _fail(batch, Crashed(reference=reference))
        finally:
            self._lanes.append(lane)
            for ref in {waiting.posting.ref for waiting in batch}:
                self._busy.discard(ref)
                queue = self._waiting.get(ref)
                if queue:
                    (self._ready_bulk if queue[0].bulk else self._ready).append(ref)
            self._pump()

    # ---- one batch

    async def _settle(self, lane: Lane, batch: list[_Waiting], tries: int) -> None:
        """Write and answer a batch, in smaller and smaller parts when the database objects."""
        trusting = tries == 1 and not batch[0].bulk and self.batches >= self._wary_until
        try:
            await self._write(lane, batch, trusting, tries > 1)
            return
        except Spoilt:
            await self._settle(lane, batch, tries + 1)
            return
        except MOVED as moved:
            self._forget(batch)
            if trusting:  # events sent again come in crowds: for a while, look first
                self._wary_until = self.batches + WARY_BATCHES
            if tries >= MOST_TRIES:
                log.warning("gave up after %d tries: %s", tries, moved)
                _fail(batch, Busy(retry_after_s=RETRY_AFTER_S))
                return
            if tries > 1:
                await asyncio.sleep(secrets.randbelow(min(2**tries, 50)) / 1_000)
        except (Unavailable, *TRANSIENT) as away:
            self._forget(batch)
            if not isinstance(away, Unavailable):
                log.warning("a batch of %d broke off: %s", len(batch), away)
                await lane.close()
            _fail(batch, Away(retry_after_s=RETRY_AFTER_S))
            return
        except NoProgram as missing:
            _fail(batch, missing)
            return
        except psycopg.Error as error:
            self._forget(batch)
            if len(batch) == 1:
                reference = secrets.token_hex(6)
                log.error("the database refused an event, reference %s: %s", reference, error)
                _fail(batch, Crashed(reference=reference))
                return
        if len(batch) == 1:
            await self._settle(lane, batch, tries + 1)
        else:  # in order: a member's events may stand in both halves
            middle = len(batch) // 2
            await self._settle(lane, batch[:middle], tries + 1)
            await self._settle(lane, batch[middle:], tries + 1)

    async def _write(self, lane: Lane, batch: list[_Waiting], trusting: bool, again: bool) -> None:
        if await self._reader.counts(lane):  # budgets: journal/counters.py
            members, results = await self._put_counted(lane, batch, trusting, held=again or self.batches < self._held_until, owning=not again)
        else:
            members, results = await self._put(lane, batch, trusting, owning=not again)
        for member in members.values():
            if member.state is not None:
                self._cache.put(member.ref, member.member_id, member.state, member.counted)
            else:
                self._reader.keep_unused(member)
        self.batches += 1
        self.posted += len(batch)
        for waiting, result in zip(batch, results, strict=True):
            waiting.settle(result)

    async def _put_counted(self, lane: Lane, batch: list[_Waiting], trusting: bool, held: bool, owning: bool) -> _Put:
        """``_put`` for a programme whose members share budgets: bulk in order of time, and with the counters held where a budget is used up to its edge."""
        if batch[0].bulk:
            batch[:] = in_order(batch, attrgetter("posting"))
        if not held:
            try:
                return await self._put(lane, batch, trusting, owning=owning)
            except AtTheEdge:
                self._held_until = self.batches + HELD_BATCHES
        async with (await lane.connection()).transaction():
            return await self._put(lane, batch, trusting, held=True, owning=owning)

    async def _put(self, lane: Lane, batch: list[_Waiting], trusting: bool, held: bool = False, owning: bool = False) -> _Put:
        """Read, decide and write a batch. Raises Spoilt when deciding crashed; owning only."""
        postings = [waiting.posting for waiting in batch]
        folding, members, facts, counts_on = await self._reader.prepare(lane, postings, trusting=trusting, holding=held, owning=owning)
        results = [
            folding.post(members[waiting.posting.ref], waiting.posting, waiting.hashed, facts[n] if facts else None)
            for n, waiting in enumerate(batch)
        ]
        if folding.counters is not None and folding.counters.at_edge and not held:
            raise AtTheEdge
        rows = folding.close(members.values())
        if rows.events:
            counted = folding.counters.rows() if folding.counters is not None else None
            if counted:
                if not await lane.fetch(*taking(rows.parameters(), counted, counts_on)):
                    raise psycopg.errors.SerializationFailure("another programme version has come")
            elif counts_on is None:
                await (await lane.connection()).execute(WRITE, rows.parameters())
            elif not await lane.fetch(WRITE_AS_REMEMBERED, (*rows.parameters(), counts_on)):
                raise psycopg.errors.SerializationFailure("another programme version has come")
        return members, results

    def _forget(self, batch: list[_Waiting]) -> None:
        for waiting in batch:
            self._cache.drop(waiting.posting.ref)


def _fail(batch: list[_Waiting], problem: Problem) -> None:
    for waiting in batch:
        waiting.settle(problem)
