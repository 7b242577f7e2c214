"""The web processes of one server share the members out among them: each decides its own, and hands over what came in at another's door.

That keeps a member's state remembered in one place, and every core deciding. It is only about speed: the journal's versions and unique
keys hold whoever decides, so an event whose owner cannot be reached is simply decided here.
"""

import asyncio
import logging
import re
import socket
import struct
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple, cast
from zlib import crc32

import msgspec

from regulars.engine.event_names import ENROLLED
from regulars.journal.answers import Answer, answer_bytes
from regulars.journal.errors import Away
from regulars.journal.intake import Result, Tell, told
from regulars.kit.errors import Invalid, NotAllowed, NotFound, Problem, Refused, Unavailable

log = logging.getLogger("regulars.api")

LOOK_AGAIN_S = 0.2
_HEAD = struct.Struct("<IIB")  # bytes that follow, the question's number, what they are
_HELLO, _EVENT, _EVENT_IN_FULL, _FIGURES = range(4)
_CREATED, _DUPLICATE, _ANSWER, _PROBLEM, _FIGURES_ARE = range(10, 15)
_FAMILIES: tuple[type[Problem], ...] = (Invalid, NotFound, NotAllowed, Refused, Unavailable, Problem)


class Ready(NamedTuple):
    """An answer as it goes over the wire, with nothing to explain."""

    status: str  # created | duplicate
    body: bytes


Handed = Ready | Result
Take = Callable[[bytes, Tell], None]


class _Whose(msgspec.Struct, gc=False):
    subject: str
    type: str


class _Said(msgspec.Struct, array_like=True):
    """A problem on its way from one process to another."""

    family: int
    code: str
    facts: dict[str, Any]


_SUBJECT = re.compile(rb'"subject"\s*:\s*"([^"\\\x00-\x1f]+)"')
_NAME = b'"subject"'
_ENROLLED = ENROLLED.encode()
_whose = msgspec.json.Decoder(_Whose).decode
_pack = msgspec.msgpack.Encoder(enc_hook=str).encode
_answer = msgspec.msgpack.Decoder(Answer).decode
_said = msgspec.msgpack.Decoder(_Said).decode
_figures = msgspec.msgpack.Decoder(dict[str, Any]).decode


class Beside(NamedTuple):
    """This process among the web processes of one server: its number, where each of them listens, and the descriptor of its own socket."""

    mine: int
    paths: Sequence[str]
    listener: int

    @classmethod
    def read(cls, written: str) -> "Beside | None":
        """As ``serve`` hands it down in REGULARS_BESIDE: ``number:descriptor:path:path…``; None when it is empty."""
        if not written:
            return None
        mine, listener, *paths = written.split(":")
        return cls(int(mine), paths, int(listener))


class Peers:
    """take: hands an event to our intake. figures: what ``/metrics`` sums up over the processes."""

    def __init__(self, beside: Beside, take: Take, figures: Callable[[], Mapping[str, Any]]) -> None:
        self._mine, self._paths = beside.mine, beside.paths
        self._listener = socket.socket(fileno=beside.listener)
        self._take, self._figures = take, figures
        self._lines: list[_Asking | None] = [None] * len(beside.paths)
        self._tasks: list[asyncio.Task[None]] = []
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_unix_server(lambda: _Answering(self._take, self._figures), sock=self._listener)
        self._tasks = [asyncio.create_task(self._keep_line(n)) for n in range(len(self._paths)) if n != self._mine]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._server is not None:
            self._server.close()

    def hand_over(self, raw: bytes, tell: Callable[[Handed], None], *, in_full: bool) -> str | None:
        """The member's reference when another process owns the event; ``tell`` gets its answer, later. None when it is ours to decide.

        in_full: the whole Answer is wanted, not its bytes alone. What cannot be read is ours too: we say why.
        """
        named = raw.find(_NAME)
        found = _SUBJECT.match(raw, named) if named >= 0 and raw.find(_NAME, named + 1) < 0 and _ENROLLED not in raw else None
        if found is not None:  # as nearly always
            ref = found[1].decode("utf-8", "replace")
        else:
            try:
                whose = _whose(raw)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                return None
            if whose.type == ENROLLED:  # enrolments bring personal data, which is stored where it came in
                return None
            ref = whose.subject
        line = self._lines[owner_of(ref, len(self._paths))]
        if line is None or not line.is_up:
            return None
        line.ask(_EVENT_IN_FULL if in_full else _EVENT, raw, tell)
        return ref

    async def figures(self) -> list[Mapping[str, Any]]:
        """Every process's figures; one that does not answer is left out."""
        loop, asked = asyncio.get_running_loop(), []
        for line in self._lines:
            if line is not None and line.is_up:
                asked.append(loop.create_future())
                line.ask(_FIGURES, b"", told(asked[-1]))
        answers = await asyncio.gather(*asked)
        return [self._figures(), *(one for one in answers if isinstance(one, dict))]

    async def _keep_line(self, number: int) -> None:
        loop = asyncio.get_running_loop()
        while True:
            with suppress(OSError):
                _, line = await loop.create_unix_connection(_Asking, self._paths[number])
                self._lines[number] = line
                await line.ended
            await asyncio.sleep(LOOK_AGAIN_S)


def owner_of(ref: str, processes: int) -> int:
    """Which of the processes decides about this member."""
    return crc32(ref.encode()) % processes


class _Frames(asyncio.Protocol):
    """Cuts what arrives into frames."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self._rest = b""
        self._to_say: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is one in all but name

    def data_received(self, data: bytes) -> None:
        if self._rest:
            data = self._rest + data
        at, end = 0, len(data)
        while end - at >= _HEAD.size:
            size, number, kind = _HEAD.unpack_from(data, at)
            start = at + _HEAD.size
            if end - start < size:
                break
            at = start + size
            self.frame(number, kind, data[start:at])
        self._rest = data[at:]

    def frame(self, number: int, kind: int, content: bytes) -> None:
        raise NotImplementedError

    def say(self, number: int, kind: int, content: bytes) -> None:
        """Everything said in one turn of the loop goes out in one write."""
        if not self._to_say:
            asyncio.get_running_loop().call_soon(self._write)
        self._to_say += (_HEAD.pack(len(content), number, kind), content)

    def _write(self) -> None:
        said, self._to_say = self._to_say, []
        if not self.transport.is_closing():
            self.transport.write(b"".join(said))


class _Asking(_Frames):
    """Our line to another process. It is up once the other has said hello: a socket alone may belong to one that is still starting."""

    def __init__(self) -> None:
        super().__init__()
        self.is_up = False
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._asked: dict[int, Callable[[Any], None]] = {}
        self._number = 0

    def ask(self, kind: int, content: bytes, tell: Callable[[Any], None]) -> None:
        self._number = (self._number + 1) & 0xFFFFFFFF
        self._asked[self._number] = tell
        self.say(self._number, kind, content)

    def frame(self, number: int, kind: int, content: bytes) -> None:
        if kind == _HELLO:
            self.is_up = True
            return
        tell = self._asked.pop(number)
        try:
            tell(_told(kind, content))
        except Exception:  # the others on this line get theirs
            log.exception("an answer was lost")

    def connection_lost(self, error: Exception | None) -> None:
        self.is_up = False
        asked, self._asked = self._asked, {}
        for tell in asked.values():
            tell(Away(retry_after_s=1))  # it may have been written: sent again, it counts once
        if not self.ended.done():
            self.ended.set_result(None)


def _told(kind: int, content: bytes) -> Any:
    if kind == _CREATED:
        return Ready("created", content)
    if kind == _DUPLICATE:
        return Ready("duplicate", content)
    if kind == _ANSWER:
        return _answer(content)
    if kind == _PROBLEM:
        said = _said(content)
        return _FAMILIES[said.family](said.code, **said.facts)
    return _figures(content)


class _Answering(_Frames):
    """Another process's line to us."""

    def __init__(self, take: Take, figures: Callable[[], Mapping[str, Any]]) -> None:
        super().__init__()
        self._take, self._figures = take, figures

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.say(0, _HELLO, b"")

    def frame(self, number: int, kind: int, content: bytes) -> None:
        if kind == _FIGURES:
            self.say(number, _FIGURES_ARE, _pack(self._figures()))
            return
        self._take(content, partial(self._answer, number, kind))

    def _answer(self, number: int, kind: int, result: Result) -> None:
        if isinstance(result, Problem):
            family = next(n for n, family in enumerate(_FAMILIES) if isinstance(result, family))
            self.say(number, _PROBLEM, _pack(_Said(family, result.code, {name: _small(value) for name, value in result.facts.items()})))
        elif kind == _EVENT and not result.code:
            self.say(number, _CREATED if result.status == "created" else _DUPLICATE, answer_bytes(result))
        else:
            self.say(number, _ANSWER, _pack(result))


def _small(fact: Any) -> Any:
    """A fact as MessagePack can carry it."""
    return str(fact) if isinstance(fact, int) and not -(2**63) <= fact < 2**63 else fact
