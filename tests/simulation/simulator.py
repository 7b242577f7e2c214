"""One seed of the simulator: made-up letters to two processes over a bad network, on a clock of its own; then the journal against the model.

Letters are delayed, doubled and shuffled; statements are cut off, before or after they took effect; processes die and are replaced. Whoever
gets no answer sends again. The clock's jobs run in between, and late. All of it follows from the seed.
"""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Awaitable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import msgspec
from engine.making import Chance
from engine.pair import at

from regulars.engine import event_names as names
from regulars.engine.compiled import Versions
from regulars.engine.events import Event
from regulars.engine.reading import read_data
from regulars.journal.answers import Answer
from regulars.journal.clock import advance_due
from regulars.journal.moving import Gift, Merge, Mover, open_steps
from regulars.journal.posting import Posting
from regulars.journal.programs import apply_version, load_versions
from regulars.journal.referrals import carry_referrals, open_referrals
from regulars.kit.errors import Invalid, Problem
from regulars.kit.periods import instant
from simulation.crashing import Process
from simulation.deeds import DAY_US, Tills, gap_us
from simulation.documents import document, frame
from simulation.ground import Ground
from simulation.ledger import facts_of

REFS = ("alice", "bea", "carl", "dana", "emil")
HOUR_US = DAY_US // 24
JUMPS_US = (0, 0, 0, -HOUR_US, -HOUR_US // 6, DAY_US, 40 * DAY_US, -3 * DAY_US)
KINDS = (
    *["order"] * 9, *["comes_back"] * 5, *["spending"] * 3, *["of_hold"] * 2, "spent_back", "delivery", "delivery", "adjustment", "opening",
    *["behaviour"] * 4, "asking", "of_tier", "of_membership", "freezing", "freezing", "join", "gift", "gift", "merge", "referral",
)  # fmt: skip


@dataclass
class Letter:
    """What somebody wants written, until it is answered. ``body``: of an event; ``move``: of a gift or a merge."""

    number: int
    ref: str
    due: int  # in turns
    posting: Posting | None = None
    move: Any = None
    sent: list[int] = field(default_factory=list)  # turns
    answered: int = -1
    answer: Any = None
    lost: int = 0

    @property
    def is_open(self) -> bool:
        return self.answered < 0


@dataclass
class Run:
    """What a seed did, for whoever compares and reports."""

    letters: list[Letter]
    documents: list[tuple[str, int | None]]
    now_us: int
    struck: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    lost_replies: int = 0
    duplicates: int = 0
    late: int = 0
    jumps: int = 0
    ahead: int = 0  # letters that came from the future, by the clock of whoever opened them


class Simulator:
    def __init__(self, seed: int, ground: Ground, events: int) -> None:
        self.c, self.ground, self.events = Chance(Random(seed)), ground, events
        self.dsn, self.conn = ground.dsn, ground.conn
        self.turn = 0
        self.job_ahead_us = 0
        self.letters: list[Letter] = []
        self.queue: list[Letter] = []
        self.processes: list[Process] = []
        self.run = Run(self.letters, [], 0)

    async def play(self) -> Run:
        c = self.c
        logging.disable(logging.CRITICAL)  # what breaks here was broken on purpose
        self.frame = frame(c)
        self.change_programme(first=True)
        program = self.versions.every[0].program
        self.now_us = at(program, "2026-01-31 22:30") + c.number(0, 300) * DAY_US
        self.tills = Tills(c, REFS, lambda at_us: self.versions.calendar.day_of(at_us))
        self.processes = [await self.new_process() for _ in range(2)]
        for ref in REFS[: c.number(1, len(REFS))]:
            self.write(ref, names.ENROLLED, {}, self.now_us, id=f"{ref} joins")
        while len(self.letters) < self.events:
            await self.one_turn()
        await self.finish()
        for process in self.processes:
            await process.stop()
        self.run.now_us = self.now_us
        logging.disable(logging.NOTSET)
        return self.run

    # ---- a turn

    async def one_turn(self) -> None:
        c = self.c
        self.turn += 1
        for _ in range(c.number(3, 14)):
            self.now_us += gap_us(c) // c.one(1, 8)
            self.something()
        if c.maybe(35):
            c.one(*self.processes).arm(c)
        if c.maybe(12):
            self.jump()
        due = [letter for letter in self.queue if letter.due <= self.turn]
        self.queue = [letter for letter in self.queue if letter.due > self.turn]
        c.random.shuffle(due)
        clock = asyncio.to_thread(self.clock) if c.maybe(25) else None
        await self.deliver(due, clock)
        if c.maybe(15):
            await self.carry_on()
        if c.maybe(3) and len(self.run.documents) < 3:
            self.change_programme()

    def jump(self) -> None:
        """Somebody's clock goes wrong, or right again: each process has its own, and so has the clock's job."""
        ahead_us = self.c.one(*JUMPS_US)
        whose = self.c.one(*self.processes, None)
        if whose is None:
            self.job_ahead_us = ahead_us
        else:
            whose.ahead_us = ahead_us
        self.run.jumps += bool(ahead_us)

    def something(self) -> None:
        """One more letter is written."""
        c, kind, ref = self.c, self.c.one(*KINDS), self.c.one(*REFS)
        at_us = self.now_us - (c.number(1, 30) * DAY_US if c.maybe(5) else 0)
        program = self.versions.at(at_us).program
        if kind in ("gift", "merge"):
            self.move(kind, ref, c.one(*REFS))
        elif kind == "join":
            self.write(ref, names.ENROLLED, {}, at_us, id=f"{ref} joins")
        elif kind == "referral":
            self.write(ref, names.REFERRAL_CLAIMED, {"referred_by": "code", "approved_by": "Mei"}, at_us, facts={"referral": self.advocate(c.one(*REFS), ref)})
        elif kind != "of_membership" or program.paid:
            if kind == "of_hold" and self.tills.held:
                at_us = self.now_us
            deed = getattr(self.tills, kind)(ref, at_us, program)
            self.write(deed.ref, deed.type, deed.data, deed.at_us, id=deed.id, source=deed.source)

    def write(self, ref: str, type: str, data: dict[str, Any], at_us: int, *, id: str = "", source: str = "till", facts: dict[str, Any] | None = None) -> None:
        c, body = self.c, json.dumps(data).encode()
        try:
            read = read_data(type, body, self.versions.at(at_us).program)
        except Invalid:
            return  # turned away at the door
        posting = Posting(ref, Event(id or f"n{len(self.letters)}", source, type, at_us, read), body, max(self.now_us, at_us), facts=facts)
        delay = c.one(0, 0, 0, 0, 1, 2, 6, 20) if not c.maybe(1) else 60
        self.send(Letter(len(self.letters), ref, self.turn + delay, posting))
        while c.maybe(18):  # said again, by itself or by somebody nervous
            self.send(Letter(len(self.letters), ref, self.turn + c.one(0, 0, 1, 5, 25), posting))
        if c.maybe(2):  # and once in a while the same id with other content
            other = msgspec.structs.replace(posting, event=msgspec.structs.replace(posting.event, at_us=at_us - 1_000_000))
            self.send(Letter(len(self.letters), ref, self.turn + c.one(0, 3), other))

    def move(self, kind: str, one: str, other: str) -> None:
        id, due = f"m{len(self.letters)}", self.turn + self.c.one(0, 0, 2)
        what: Any = Gift(one, other, self.c.number(1, 60), "", "till", id, self.now_us) if kind == "gift" else Merge(one, other, "till", id, self.now_us)
        for _ in range(1 + self.c.maybe(20)):
            self.send(Letter(len(self.letters), one, due, move=(kind if kind == "gift" else self.c.one("merge", "merge", "unmerge"), what)))

    def send(self, letter: Letter) -> None:
        self.letters.append(letter)
        self.queue.append(letter)

    def advocate(self, ref: str, friend: str) -> dict[str, Any]:
        numbers = dict(self.conn.execute("SELECT ref, member_id FROM member_ref").fetchall())
        return {"advocate": numbers[ref]} if ref in numbers and ref != friend else {"why": "referral.unknown"}

    # ---- the network

    async def deliver(self, due: list[Letter], clock: Awaitable[Any] | None) -> None:
        """Everything that is due, to either process, at once; what gets no answer is sent again later."""
        shares: tuple[list[Letter], list[Letter]] = ([], [])
        for letter in due:
            letter.sent.append(self.turn)
            shares[self.c.number(0, 1)].append(letter)
        work: list[Any] = [self.hand_over(n, share) for n, share in enumerate(shares)]
        await asyncio.gather(*work, *([clock] if clock is not None else []))
        for n, process in enumerate(self.processes):
            if process.is_dead:
                await process.stop()
                self.note(process)
                self.processes[n] = await self.new_process()

    async def hand_over(self, n: int, share: list[Letter]) -> None:
        process = self.processes[n]
        posted = [letter for letter in share if letter.posting is not None]
        received_us = self.now_us + process.ahead_us
        answers = await process.post_many([msgspec.structs.replace(letter.posting, received_us=received_us) for letter in posted if letter.posting is not None]) if posted else []
        for letter, answer in zip(posted, answers, strict=True):
            self.hear(letter, answer)
        for letter in share:
            if letter.move is not None:
                self.hear(letter, await self.move_with(process, letter))

    async def move_with(self, process: Process, letter: Letter) -> Any:
        kind, what = letter.move
        mover = Mover(process.intake, self.look, self.dsn)
        verb = {"gift": mover.give, "merge": mover.merge, "unmerge": mover.unmerge}[kind]
        try:
            return await self.unless_dead(process, verb(what, self.now_us + process.ahead_us))
        except Problem as problem:
            return problem

    async def unless_dead(self, process: Process, work: Any) -> Any:
        asked, dead = asyncio.ensure_future(work), asyncio.ensure_future(process.died.wait())
        await asyncio.wait({asked, dead}, return_when=asyncio.FIRST_COMPLETED)
        dead.cancel()
        if not asked.done():
            asked.cancel()
            await asyncio.gather(asked, return_exceptions=True)
            return None
        return asked.result()

    def hear(self, letter: Letter, answer: Any) -> None:
        if answer is None or ((isinstance(answer, Problem) and answer.code in ("journal.away", "journal.busy", "journal.crashed")) or getattr(answer, "state", "") == "on_its_way" or _is_ahead(answer)):
            self.run.ahead += _is_ahead(answer)
            letter.lost += 1
            letter.due = self.turn + self.c.one(1, 1, 2, 4)
            self.queue.append(letter)
            return
        letter.answered, letter.answer = self.turn, answer
        self.run.duplicates += isinstance(answer, Answer) and answer.status == "duplicate"
        self.run.late += isinstance(answer, Answer) and answer.late

    async def new_process(self) -> Process:
        return await Process(self.dsn, _facts).start()

    def note(self, process: Process) -> None:
        for way in process.struck:
            self.run.struck[way] += 1

    # ---- the house's own work

    async def look(self, query: Any) -> Any:
        return query(self.conn)

    def clock(self) -> None:
        advance_due(self.ground.clock, self.versions, self.now_us + self.job_ahead_us, at_once=self.c.one(1, 3, 1_000))

    async def carry_on(self) -> None:
        """The clock's job finds what was begun and broke off."""
        process = self.c.one(*self.processes)
        mover = Mover(process.intake, self.look, self.dsn)

        async def work() -> None:
            now_us = self.now_us + process.ahead_us
            await mover.finish_open(0, now_us)
            await carry_referrals(mover, open_referrals(self.conn, 0), now_us)

        await self.unless_dead(process, work())

    def change_programme(self, first: bool = False) -> None:
        starts = None if first else self.now_us + self.c.one(0, 0, 10, 60) * DAY_US
        text = document(self.c, self.frame)
        moment = instant(starts or 1_700_000_000_000_000)
        apply_version(self.conn, text, by="faults", at=moment, in_force_from=None if first else moment)
        self.versions: Versions = load_versions(self.conn)
        self.run.documents.append((text, starts))

    async def finish(self) -> None:
        """The faults end; everybody is answered, everything that was begun is carried to its end, and the clock comes once more."""
        self.job_ahead_us = 0
        for process in self.processes:
            process.ahead_us = 0
            process.fates.clear()
        for _ in range(200):
            if not self.queue:
                break
            self.turn += 100
            due, self.queue = self.queue, []
            await self.deliver(due, None)
            await self.carry_on()  # who is half merged is answered by nobody
        assert not self.queue, [letter.answer or letter for letter in self.queue[:3]]
        for _ in range(3):
            self.clock()
            await self.carry_on()
            await self.carry_on()
        assert open_steps(self.conn, 0) == [] and open_referrals(self.conn, 0) == []
        for process in self.processes:
            self.note(process)
        self.run.lost_replies = sum(letter.lost for letter in self.letters)


def _is_ahead(answer: Any) -> bool:
    """Whether it was turned away for coming from the future: nothing was kept, and it is sent again."""
    return "event.in_future" in (getattr(answer, "code", ""), getattr(answer, "why", ""))


async def _facts(conn: Any, asked: Any, fields: frozenset[str]) -> list[dict[str, Any]]:
    """What rules ask about members, without a members' room."""
    return [facts_of(number, at_us // DAY_US, fields) for number, at_us in asked]
