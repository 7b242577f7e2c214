"""Tills that keep a log of what they mean to say and say it again until they are answered."""

import asyncio
import contextlib
import itertools
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

POINTS = 7


@dataclass
class Intent:
    """One order a till wants written. ``answers``: what it was told, in order; the last one is final unless it is a 503."""

    ref: str
    id: str
    body: bytes
    answers: list[tuple[int, str]] = field(default_factory=list)
    cut_off_by: set[int] = field(default_factory=set)  # during which kills its connection broke with the answer still to come
    dropped: int = 0  # how often the till threw the answer away on purpose

    @property
    def is_answered(self) -> bool:
        return bool(self.answers) and self.answers[-1][0] != 503


@dataclass
class Load:
    """Tills on ``members`` members, posting until told to stop; then each finishes what it has begun."""

    port: int
    key: str
    members: int
    drop_share: float = 0.0
    intents: list[Intent] = field(default_factory=list)
    kills: int = 0  # how many there have been so far
    stopping: bool = False
    answered_at: list[tuple[float, int]] = field(default_factory=list)
    _random: random.Random = field(default_factory=lambda: random.Random(7))
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def till(self) -> None:
        """One till after the other order; it keeps its connection as long as that lasts."""
        connection: _Connection | None = None
        while not self.stopping:
            intent = self._new_intent()
            self.intents.append(intent)
            until = time.monotonic() + 120
            while not intent.is_answered:
                assert time.monotonic() < until, f"no answer for {intent}"
                kills = self.kills
                try:
                    connection = connection or await asyncio.open_connection("127.0.0.1", self.port)
                    connection = await self._say(intent, connection)
                except (OSError, asyncio.IncompleteReadError):
                    intent.cut_off_by.add(kills)
                    await _close(connection)
                    connection = None
                    await asyncio.sleep(0.05)
        await _close(connection)

    async def _say(self, intent: Intent, connection: "_Connection") -> "_Connection | None":
        """The connection, when it can be used again."""
        reader, writer = connection
        writer.write(self._request(intent))
        await writer.drain()
        if not intent.dropped and self._random.random() < self.drop_share:
            intent.dropped += 1
            await asyncio.sleep(self._random.random() * 0.05)  # written or not: the till will not know
            await _close(connection)
            return None
        status, document = await asyncio.wait_for(_answer(reader), 60)
        intent.answers.append((status, str(document.get("status"))))
        self.answered_at.append((time.monotonic(), status))
        if status == 503:
            await asyncio.sleep(0.05)
        return connection

    def _new_intent(self) -> Intent:
        number = next(self._numbers)
        ref, id = f"m{number % self.members}", f"order-{number}"
        line = {"sku": "bread", "quantity": 1, "amount": f"{POINTS}.00"}
        event = {
            "specversion": "1.0",
            "id": id,
            "source": "till",
            "type": "order.paid",
            "subject": ref,
            "time": datetime.now(UTC).isoformat(),
            "data": {"order_id": id, "currency": "EUR", "lines": [line]},
        }
        return Intent(ref, id, json.dumps(event).encode())

    def _request(self, intent: Intent) -> bytes:
        head = (
            f"POST /v1/events HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {self.key}\r\n"
            f"content-type: application/cloudevents+json\r\ncontent-length: {len(intent.body)}\r\n\r\n"
        )
        return head.encode() + intent.body


_Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _close(connection: _Connection | None) -> None:
    if connection is not None:
        connection[1].close()
        with contextlib.suppress(OSError):
            await connection[1].wait_closed()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, object]]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    return int(head[9:12]), json.loads(await reader.readexactly(length))
