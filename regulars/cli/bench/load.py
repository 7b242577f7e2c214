"""The load: a process of its own with keep-alive connections that send prepared bytes as fast as they are answered.

It shares the machine with the server it measures, so it does next to nothing: one protocol per connection, no HTTP library.
    python -m regulars.cli.bench.load PORT CONNECTIONS SECONDS < requests > figures
"""

import asyncio
import json
import struct
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

WARM_UP_S = 1.0


class Figures:
    def __init__(self, requests: Iterator[bytes], started: float, seconds: float) -> None:
        self.requests = requests
        self.counted_from = started + WARM_UP_S
        self.until = started + WARM_UP_S + seconds
        self.latencies: list[float] = []
        self.statuses: Counter[str] = Counter()
        self.first_other = ""


class Till(asyncio.Protocol):
    """One connection: send, wait for the whole answer, send the next."""

    def __init__(self, figures: Figures, closed: "asyncio.Future[None]") -> None:
        self._figures = figures
        self._closed = closed
        self._answer = b""
        self._sent_at = 0.0
        self._transport: Any = None

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._send(time.perf_counter())

    def data_received(self, data: bytes) -> None:
        answer = self._answer = self._answer + data if self._answer else data
        end = answer.find(b"\r\n\r\n")
        if end < 0:
            return
        at = answer.find(b"content-length: ") + 16
        if len(answer) < end + 4 + int(answer[at : answer.find(b"\r", at)]):
            return
        now = time.perf_counter()
        figures = self._figures
        if now >= figures.counted_from:
            status = answer[9:12].decode()
            figures.statuses[status] += 1
            figures.latencies.append(now - self._sent_at)
            if status != "201" and not figures.first_other:
                figures.first_other = answer.decode(errors="replace")[:600]
        self._answer = b""
        self._send(now)

    def _send(self, now: float) -> None:
        request = next(self._figures.requests, None) if now < self._figures.until else None
        if request is None:
            self._transport.close()
            return
        self._sent_at = now
        self._transport.write(request)

    def connection_lost(self, _: Exception | None) -> None:
        if not self._closed.done():
            self._closed.set_result(None)


async def run(port: int, connections: int, seconds: float, requests: Iterator[bytes]) -> dict[str, Any]:
    loop = asyncio.get_running_loop()
    figures = Figures(requests, time.perf_counter(), seconds)
    all_closed = []
    for _ in range(connections):
        closed: asyncio.Future[None] = loop.create_future()
        all_closed.append(closed)
        await loop.create_connection(partial(Till, figures, closed), "127.0.0.1", port)
    await asyncio.gather(*all_closed)
    took = time.perf_counter() - figures.counted_from
    latencies = sorted(figures.latencies) or [0.0]
    return {
        "answered": len(figures.latencies),
        "seconds": took,
        "per_second": len(figures.latencies) / took,
        "p50_ms": latencies[len(latencies) // 2] * 1_000,
        "p99_ms": latencies[len(latencies) * 99 // 100] * 1_000,
        "max_ms": latencies[-1] * 1_000,
        "statuses": dict(figures.statuses),
        "first_other": figures.first_other,
        "ran_out": next(requests, None) is None,
    }


def framed(request: bytes) -> bytes:
    """A request as it is written to this process: its length first."""
    return struct.pack("<I", len(request)) + request


def _requests(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        (size,) = struct.unpack_from("<I", data, at)
        yield data[at + 4 : at + 4 + size]
        at += 4 + size


def main(port: int, connections: int, seconds: float) -> None:
    import uvloop

    all_requests = list(_requests(sys.stdin.buffer.read()))
    print(json.dumps(uvloop.run(run(port, connections, seconds, iter(all_requests)))))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
