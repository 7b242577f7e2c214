"""Many events at once, for imports and the demo: large batches behind everything live, flat in memory, safe to kill and run again.

Deciding is what takes the time, so it is shared among processes: a member belongs to one of them, and the member's events keep their order.
"""

import asyncio
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

import msgspec
import psycopg

from regulars.journal.answers import Answer
from regulars.journal.errors import Away, NoProgram
from regulars.journal.intake import LARGEST_BULK_BATCH, Intake, Result
from regulars.journal.posting import Posting
from regulars.journal.programs import load_versions
from regulars.journal.reading import FactsOf

IN_FLIGHT = 3  # batches read ahead: two are written, one is being made
MOST_WAITS = 60  # for a database that went away: about a minute
MOST_WORKERS = 4
WORTH_SHARING = 2_000  # events; fewer are done before a second process has started


class Posted(msgspec.Struct):
    """How many were ``created``, known already (``duplicate``), ``refused``, in ``conflict`` or ``failed`` for our own fault.

    ``problems``: (event id, code) of those that were not created.
    """

    created: int = 0
    duplicate: int = 0
    refused: int = 0
    conflict: int = 0
    failed: int = 0
    problems: list[tuple[str, str]] = []

    @property
    def total(self) -> int:
        return self.created + self.duplicate + self.refused + self.conflict + self.failed

    def count(self, posting: Posting, result: Result) -> None:
        if not isinstance(result, Answer):
            self.failed += 1
            self.problems.append((posting.event.id, result.code))
            return
        setattr(self, result.status, getattr(self, result.status) + 1)
        if result.status in ("refused", "conflict"):
            self.problems.append((posting.event.id, result.code))

    def add(self, other: "Posted") -> None:
        self.created += other.created
        self.duplicate += other.duplicate
        self.refused += other.refused
        self.conflict += other.conflict
        self.failed += other.failed
        self.problems += other.problems


def post_all(
    dsn: str,
    postings: Iterable[Posting],
    on_progress: Callable[[int], None] | None = None,
    *,
    facts_of: FactsOf | None = None,
    batch: int = LARGEST_BULK_BATCH,
    workers: int | None = None,
) -> Posted:
    """Post everything, each member's events in order, and count the answers; ``on_progress`` gets the number answered so far.

    Sorted by member, many events of one member become one write of the member's state. Events already known are skipped and counted,
    so a run that was killed is simply run again. A database that goes away is waited for. Raises Away when it stays away.
    workers: processes that decide (default: one a core, and none for a handful of events).

    Where members share budgets, one process decides one batch after the other, each in order of (time, source, id): hand the events in in
    order of time, and a budget is used up in that order.
    """
    told = on_progress or (lambda done: None)
    if shares_budgets(dsn):
        return asyncio.run(_post_all(dsn, iter(postings), told, facts_of, batch, in_flight=1))
    coming: Iterator[Posting] = iter(postings)
    if workers is None:
        first = list(islice(coming, WORTH_SHARING))
        coming = chain(first, coming)
        workers = min(os.cpu_count() or 1, MOST_WORKERS) if len(first) == WORTH_SHARING else 1
    if workers > 1:
        from regulars.journal.sharing import post_shared

        return post_shared(dsn, coming, told, facts_of, batch, workers)
    return asyncio.run(_post_all(dsn, coming, told, facts_of, batch))


def shares_budgets(dsn: str) -> bool:
    """Whether the shop's members share budgets, so that the order of events across members matters."""
    try:
        with psycopg.connect(dsn, autocommit=True) as conn:
            return load_versions(conn).has_budgets
    except (NoProgram, psycopg.OperationalError):
        return False  # whoever posts finds out


async def _post_all(
    dsn: str,
    postings: Iterator[Posting],
    on_progress: Callable[[int], None],
    facts_of: FactsOf | None,
    batch: int,
    in_flight: int = IN_FLIGHT,
) -> Posted:
    intake = Intake(dsn, facts_of=facts_of, largest_bulk_batch=batch)
    await intake.start()
    posted = Posted()
    running: set[asyncio.Task[Posted]] = set()
    try:
        while True:
            while len(running) < in_flight and (chunk := list(islice(postings, batch))):
                running.add(asyncio.create_task(post_chunk(intake, chunk)))
                await asyncio.sleep(0)
            if not running:
                return posted
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                posted.add(task.result())
            on_progress(posted.total)
    finally:
        for task in running:
            task.cancel()
        await intake.stop()


async def post_chunk(intake: Intake, chunk: list[Posting]) -> Posted:
    """Post some, waiting for a database that is away. Raises Away when it stays away."""
    results = await intake.post_many(chunk, bulk=True)
    for _ in range(MOST_WAITS):
        missed = [n for n, result in enumerate(results) if isinstance(result, Away)]
        if not missed:
            posted = Posted()
            for posting, result in zip(chunk, results, strict=True):
                posted.count(posting, result)
            return posted
        await asyncio.sleep(1)
        for n, result in zip(missed, await intake.post_many([chunk[n] for n in missed], bulk=True), strict=True):
            results[n] = result
    raise Away(retry_after_s=1)
