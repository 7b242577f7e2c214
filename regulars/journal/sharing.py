"""A bulk run shared among processes. Deciding is what takes the time: each process reads, decides and writes the members that are its own."""

import contextlib
import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait

import msgspec

from regulars.journal.bulk import IN_FLIGHT, Posted, post_one_by_one, shares_budgets
from regulars.journal.errors import Away, Crashed
from regulars.journal.intake import LARGEST_BULK_BATCH
from regulars.journal.posting import Posting
from regulars.journal.reading import FactsOf
from regulars.kit.errors import Problem

# (part, parts) -> the postings of the members that fall there, each member's in order. Called in the process that posts them.
Share = Callable[[int, int], Iterable[Posting]]

MOST_PROCESSES = 4
_LOOK_EVERY = 500  # postings between two looks whether the parent is still there


class _Told(msgspec.Struct, array_like=True):
    """What a process says: how many are answered so far, and at the end what became of them or why it stopped."""

    done: int
    posted: Posted | None = None
    problem: str = ""


_encode = msgspec.msgpack.Encoder().encode
_told = msgspec.msgpack.Decoder(_Told).decode


def processes_for(postings: int, worth_sharing: int = 2_000) -> int:
    """How many processes a run is worth: one a core; fewer postings are done before a second process has started."""
    return min(os.cpu_count() or 1, MOST_PROCESSES) if postings >= worth_sharing else 1


def post_shares(
    dsn: str,
    share: Share,
    on_progress: Callable[[int], None] | None = None,
    *,
    parts: int,
    facts_of: FactsOf | None = None,
    batch: int = LARGEST_BULK_BATCH,
) -> Posted:
    """As ``bulk.post_all``, in ``parts`` processes; in one where members share budgets. Raises Away, and Crashed when a process dies."""
    one_by_one = shares_budgets(dsn)
    if parts == 1 or one_by_one:
        in_flight = 1 if one_by_one else IN_FLIGHT
        return post_one_by_one(dsn, iter(share(0, 1)), on_progress or (lambda done: None), facts_of, batch, in_flight)
    staff: list[_Worker] = []
    try:
        for part in range(parts):
            staff.append(_Worker(dsn, share, part, parts, facts_of, batch, staff))
        return _collect(staff, on_progress or (lambda done: None))
    finally:
        for worker in staff:
            worker.line.close()  # a process whose parent has gone finishes what it has and leaves
        for worker in staff:
            worker.process.join()


class _Worker:
    """A process and how far it is."""

    def __init__(
        self, dsn: str, share: Share, part: int, parts: int, facts_of: FactsOf | None, batch: int, others: "list[_Worker]"
    ) -> None:
        context = multiprocessing.get_context("fork")  # share and facts_of may be any callables of the parent's
        self.line, theirs = context.Pipe()
        inherited = [self.line, *(other.line for other in others)]
        self.process = context.Process(
            target=_work, args=(dsn, share, part, parts, theirs, inherited, facts_of, batch), daemon=True
        )
        self.process.start()
        theirs.close()
        self.done = 0


def _collect(staff: list[_Worker], on_progress: Callable[[int], None]) -> Posted:
    """Wait for all of them."""
    posted = Posted()
    at_work = {worker.line: worker for worker in staff}
    while at_work:
        for line in wait(list(at_work)):
            assert isinstance(line, Connection)
            try:
                told = _told(line.recv_bytes())
            except (EOFError, ConnectionResetError):
                raise Crashed(reference="bulk") from None
            if told.problem:
                raise Away(retry_after_s=1) if told.problem == Away.code else Crashed(reference=told.problem)
            at_work[line].done = told.done
            if told.posted is not None:
                posted.add(told.posted)
                del at_work[line]
        on_progress(sum(worker.done for worker in staff))
    return posted


def _work(
    dsn: str,
    share: Share,
    part: int,
    parts: int,
    line: Connection,
    inherited: list[Connection],
    facts_of: FactsOf | None,
    batch: int,
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when it is over
    gc.freeze()
    for other in inherited:  # so that the line closes when the parent is gone
        other.close()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        try:
            postings = _while_wanted(share(part, parts), line)
            posted = post_one_by_one(dsn, postings, lambda done: line.send_bytes(_encode(_Told(done))), facts_of, batch)
            line.send_bytes(_encode(_Told(posted.total, posted)))
        except Problem as problem:
            line.send_bytes(_encode(_Told(0, None, problem.code)))


def _while_wanted(postings: Iterable[Posting], line: Connection) -> Iterator[Posting]:
    """The postings, for as long as the parent is there: nothing ever comes over the line but its end."""
    for n, posting in enumerate(postings):
        if n % _LOOK_EVERY == 0 and line.poll():
            return
        yield posting
