"""Many events at once, for imports and the demo: large batches behind everything live, flat in memory, safe to kill and run again.

``sharing`` spreads them over processes: a member belongs to one of them, and the member's events keep their order.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from zlib import crc32

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


class Posted(msgspec.Struct):
    """How many were ``created``, known already (``duplicate``), ``refused``, in ``conflict`` or ``failed`` for our own fault.

    ``problems``: (event id, code) of those that were not created. ``late``: created, but older than what had been decided for their members already;
    ``late_points`` of the first wallet they gave, ``late_lifts`` levels they reached.
    """

    created: int = 0
    duplicate: int = 0
    refused: int = 0
    conflict: int = 0
    failed: int = 0
    problems: list[tuple[str, str]] = []
    late: int = 0
    late_points: int = 0
    late_lifts: int = 0

    @property
    def total(self) -> int:
        return self.created + self.duplicate + self.refused + self.conflict + self.failed

    def count(self, posting: Posting, result: Result) -> None:
        if not isinstance(result, Answer):
            self.failed += 1
            self.problems.append((posting.event.id, result.code))
            return
        setattr(self, result.status, getattr(self, result.status) + 1)
        if result.late and result.status == "created":
            self.late += 1
            self.late_points += result.points["earned"]
            self.late_lifts += any(reason["code"] == "tier.up" for reason in result.because)
        if result.status in ("refused", "conflict"):
            self.problems.append((posting.event.id, result.code))

    def add(self, other: "Posted") -> None:
        self.created += other.created
        self.duplicate += other.duplicate
        self.refused += other.refused
        self.conflict += other.conflict
        self.failed += other.failed
        self.problems += other.problems
        self.late += other.late
        self.late_points += other.late_points
        self.late_lifts += other.late_lifts


def post_all(
    dsn: str,
    postings: Iterable[Posting],
    on_progress: Callable[[int], None] | None = None,
    *,
    facts_of: FactsOf | None = None,
    batch: int = LARGEST_BULK_BATCH,
    parts: int | None = None,
) -> Posted:
    """Post everything, each member's events in order, and count the answers; ``on_progress`` gets the number answered so far.

    Sorted by member, many events of one member become one write of the member's state. Events already known are skipped and counted,
    so a run that was killed is simply run again. A database that goes away is waited for. Raises Away when it stays away.
    parts: processes that share a list among them by member (default: as many as it is worth); anything but a list is read once, by one.

    Where members share budgets, one process decides one batch after the other, each in order of (time, source, id): hand the events in in
    order of time, and a budget is used up in that order.
    """
    from regulars.journal.sharing import post_shares, processes_for

    if not isinstance(postings, list):
        return post_shares(dsn, lambda part, parts: postings, on_progress, parts=1, facts_of=facts_of, batch=batch)
    return post_shares(
        dsn, partial(_part_of, postings), on_progress, parts=parts or processes_for(len(postings)), facts_of=facts_of, batch=batch
    )


def _part_of(postings: list[Posting], part: int, parts: int) -> Iterator[Posting]:
    return (one for one in postings if crc32(one.ref.encode()) % parts == part)


def post_one_by_one(
    dsn: str,
    postings: Iterator[Posting],
    on_progress: Callable[[int], None],
    facts_of: FactsOf | None,
    batch: int,
    in_flight: int = IN_FLIGHT,
) -> Posted:
    """All of them in this process, ``in_flight`` batches at a time."""
    return asyncio.run(_post_all(dsn, postings, on_progress, facts_of, batch, in_flight))


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
    in_flight: int,
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
