"""A bulk run shared among processes. The parent reads and deals out by member; each child decides and writes its own members."""

import asyncio
import contextlib
import gc
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from zlib import crc32

import msgspec
import psycopg

from regulars.engine.events import Event
from regulars.engine.reading import read_data
from regulars.journal.bulk import IN_FLIGHT, Posted, post_chunk
from regulars.journal.errors import Away, Crashed
from regulars.journal.intake import Intake
from regulars.journal.posting import Posting
from regulars.journal.programs import load_versions
from regulars.journal.reading import FactsOf
from regulars.program.document import Program

CHUNK = 500


class _Dealt(msgspec.Struct, array_like=True, gc=False):
    """A posting without its typed data: the child reads the body again, which costs less than carrying the data over."""

    ref: str
    id: str
    source: str
    type: str
    at_us: int
    body: bytes
    received_us: int
    enrol: bool | None
    bonuses: bool


class _Reply(msgspec.Struct, array_like=True):
    posted: Posted | None  # None: the database stayed away


_encode = msgspec.msgpack.Encoder().encode
_deal = msgspec.msgpack.Decoder(list[_Dealt]).decode
_reply = msgspec.msgpack.Decoder(_Reply).decode


class _Worker:
    """A child process and what it has been dealt."""

    def __init__(
        self, dsn: str, program: Program, facts_of: FactsOf | None, batch: int, others: "list[_Worker]"
    ) -> None:
        context = multiprocessing.get_context("fork")  # facts_of may be any callable of the parent's
        self.line, theirs = context.Pipe()
        inherited = [self.line, *(other.line for other in others)]
        self.process = context.Process(
            target=_work, args=(dsn, program, theirs, inherited, facts_of, batch), daemon=True
        )
        self.process.start()
        theirs.close()
        self.dealt: list[_Dealt] = []
        self.outstanding = 0

    def send(self) -> None:
        self.line.send_bytes(_encode(self.dealt))
        self.dealt.clear()
        self.outstanding += 1


def post_shared(
    dsn: str,
    postings: Iterator[Posting],
    on_progress: Callable[[int], None],
    facts_of: FactsOf | None,
    batch: int,
    workers: int,
) -> Posted:
    """As ``bulk.post_all``. Raises NoProgram, Away, and Crashed when a child dies."""
    with psycopg.connect(dsn) as conn:
        program = load_versions(conn).program  # versions share the currency: what a body says is the same under each
    staff: list[_Worker] = []
    posted = Posted()
    chunk = min(batch, CHUNK)
    try:
        for _ in range(workers):
            staff.append(_Worker(dsn, program, facts_of, batch, staff))
        for posting in postings:
            event = posting.event
            worker = staff[crc32(posting.ref.encode()) % workers]
            worker.dealt.append(
                _Dealt(
                    posting.ref,
                    event.id,
                    event.source,
                    event.type,
                    event.at_us,
                    posting.body,
                    posting.received_us,
                    posting.enrol,
                    posting.bonuses,
                )
            )
            if len(worker.dealt) >= chunk:
                while worker.outstanding >= IN_FLIGHT:
                    _collect(staff, posted, on_progress)
                worker.send()
        for worker in staff:
            if worker.dealt:
                worker.send()
        while any(worker.outstanding for worker in staff):
            _collect(staff, posted, on_progress)
        return posted
    except (BrokenPipeError, EOFError, ConnectionResetError):
        raise Crashed(reference="bulk") from None
    finally:
        for worker in staff:
            worker.line.close()  # the child finishes what it has and leaves
        for worker in staff:
            worker.process.join()


def _collect(staff: list[_Worker], posted: Posted, on_progress: Callable[[int], None]) -> None:
    lines = {worker.line: worker for worker in staff if worker.outstanding}
    for line in wait(list(lines)):
        assert isinstance(line, Connection)
        reply = _reply(line.recv_bytes())
        if reply.posted is None:
            raise Away(retry_after_s=1)
        lines[line].outstanding -= 1
        posted.add(reply.posted)
    on_progress(posted.total)


def _work(
    dsn: str, program: Program, line: Connection, inherited: list[Connection], facts_of: FactsOf | None, batch: int
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when it is over
    gc.freeze()
    for other in inherited:  # so that the line closes when the parent is gone
        other.close()
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        asyncio.run(_serve(dsn, program, line, facts_of, batch))


async def _serve(dsn: str, program: Program, line: Connection, facts_of: FactsOf | None, batch: int) -> None:
    intake = Intake(dsn, facts_of=facts_of, largest_bulk_batch=batch)
    await intake.start()
    running: set[asyncio.Task[None]] = set()

    async def post(chunk: list[Posting]) -> None:
        try:
            reply = _Reply(await post_chunk(intake, chunk))
        except Away:
            reply = _Reply(None)
        line.send_bytes(_encode(reply))

    try:
        while True:
            dealt = _deal(await asyncio.to_thread(line.recv_bytes))
            chunk = [
                Posting(
                    one.ref,
                    Event(one.id, one.source, one.type, one.at_us, read_data(one.type, one.body, program)),
                    one.body,
                    one.received_us,
                    one.enrol,
                    one.bonuses,
                )
                for one in dealt
            ]
            task = asyncio.create_task(post(chunk))
            running.add(task)
            task.add_done_callback(running.discard)
            await asyncio.sleep(0)
    finally:
        await asyncio.gather(*running, return_exceptions=True)
        await intake.stop()
