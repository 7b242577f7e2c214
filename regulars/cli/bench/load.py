"""The load: a process of its own with keep-alive connections that send prepared bytes as fast as they are answered.

It shares the machine with the server it measures, so it does next to nothing: plain sockets, no HTTP library, no event loop.
    python -m regulars.cli.bench.load PORT CONNECTIONS SECONDS < requests > figures
"""

import json
import select
import socket
import struct
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

WARM_UP_S = 1.0


class Till:
    """One connection: a request is under way, sent at ``sent_at``."""

    __slots__ = ("answer", "sent_at", "wire")

    def __init__(self, port: int) -> None:
        self.wire = socket.create_connection(("127.0.0.1", port))
        self.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.answer = b""
        self.sent_at = 0.0


def run(port: int, connections: int, seconds: float, requests: Iterator[bytes]) -> dict[str, Any]:
    """Keep every connection busy for ``seconds`` after a warm-up; what is under way at the end is waited for."""
    tills = {till.wire.fileno(): till for till in (Till(port) for _ in range(connections))}
    watch = select.epoll()
    for descriptor in tills:
        watch.register(descriptor, select.EPOLLIN)
    clock = time.perf_counter
    counted_from = clock() + WARM_UP_S
    until = counted_from + seconds
    latencies: list[float] = []
    statuses: Counter[bytes] = Counter()
    first_other = ""
    for till in tills.values():
        till.sent_at = clock()
        till.wire.sendall(next(requests))
    while tills:
        for descriptor, _ in watch.poll():
            till = tills[descriptor]
            answer = till.answer + till.wire.recv(65_536)
            if not _is_whole(answer):
                till.answer = answer
                continue
            now = clock()
            if now >= counted_from:
                latencies.append(now - till.sent_at)
                status = answer[9:12]
                statuses[status] += 1
                if not status.startswith(b"20") and not first_other:
                    first_other = answer.decode(errors="replace")[:600]
            request = next(requests, None) if now < until else None
            if request is None:
                watch.unregister(descriptor)
                till.wire.close()
                del tills[descriptor]
                continue
            till.answer = b""
            till.sent_at = now
            till.wire.sendall(request)
    return _figures(latencies, clock() - counted_from, statuses, first_other)


def _is_whole(answer: bytes) -> bool:
    """Whether head and body are there. A server that hangs up half way is an error of its own."""
    if not answer:
        raise ConnectionError("the server closed a connection")
    end = answer.find(b"\r\n\r\n")
    if end < 0:
        return False
    at = answer.find(b"content-length: ") + 16
    return len(answer) >= end + 4 + int(answer[at : answer.find(b"\r", at)])


def _figures(latencies: list[float], took: float, statuses: Counter[bytes], first_other: str) -> dict[str, Any]:
    ordered = sorted(latencies) or [0.0]
    return {
        "answered": len(latencies),
        "seconds": took,
        "per_second": len(latencies) / took,
        "p50_ms": ordered[len(ordered) // 2] * 1_000,
        "p99_ms": ordered[len(ordered) * 99 // 100] * 1_000,
        "max_ms": ordered[-1] * 1_000,
        "statuses": {status.decode(): count for status, count in statuses.items()},
        "first_other": first_other,
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
    all_requests = list(_requests(sys.stdin.buffer.read()))
    print(json.dumps(run(port, connections, seconds, iter(all_requests))))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
