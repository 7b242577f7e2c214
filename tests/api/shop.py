"""The door served on loopback, and short ways to post what a till would."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import psycopg
import uvicorn

PROGRAMME = (Path(__file__).parent / "club.yaml").read_text()
ALL_SCOPES = ("events:write", "points:adjust", "members:manage", "members:read", "members:write", "programs:read", "metrics:read", "insight:read")


class Shop:
    """The server's address, its keys, and short ways to post."""

    def __init__(self, url: str, dsn: str) -> None:
        self.url = url
        self.dsn = dsn
        self.key = self.new_key(*ALL_SCOPES)
        self.client = httpx.Client(base_url=url, timeout=20, headers=self.signed_in(), trust_env=False)

    def new_key(self, *scopes: str) -> str:
        from regulars.api.keys import create_key

        return create_key(scopes=scopes, created_by="test", at=datetime.now(UTC))

    def signed_in(self, key: str = "") -> dict[str, str]:
        return {"authorization": f"Bearer {key or self.key}"}

    def post(self, event: Any, media_type: str = "application/cloudevents+json", path: str = "/v1/events") -> httpx.Response:
        if isinstance(event, bytes | str):
            return self.client.post(path, content=event, headers={"content-type": media_type})
        return self.client.post(path, json=event, headers={"content-type": media_type})

    def quote(self, event: Any) -> httpx.Response:
        return self.post(event, path="/v1/quotes")

    def enrol(self, *refs: str) -> None:
        for ref in refs:
            answer = self.post(event("member.enrolled", ref, {}, id=f"join-{ref}"))
            assert answer.status_code == 201, answer.text


_numbers = iter(range(1, 10**9))


def event(type: str, subject: str, data: dict[str, Any], *, id: str = "", time: str = "", **more: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": id or f"e{next(_numbers)}",
        "source": "till-1",
        "type": type,
        "subject": subject,
        "time": time or datetime.now(UTC).isoformat(),
        "data": data,
        **more,
    }


def order(subject: str, amount: str = "100.00", **more: Any) -> dict[str, Any]:
    """An order of one line, of bread unless told otherwise."""
    line = {"sku": "bread", "quantity": 1, "amount": amount, **more.pop("line", {})}
    data = {"order_id": f"o{next(_numbers)}", "currency": "EUR", "lines": [line], **more.pop("data", {})}
    return event("order.paid", subject, data, **more)


@contextmanager
def open_shop(database: Any, home: Any, django_db_blocker: Any, programme: str) -> Iterator[Shop]:
    """A shop with this programme, on a database of its own; when it closes every checker of the journal has to find it sound."""
    from conftest import _django_on

    from regulars.api.app import Api
    from regulars.journal.programs import apply_version
    from regulars.journal.verify import verify

    with psycopg.connect(database.owner_dsn) as conn:
        apply_version(conn, programme, by="test", at=datetime(2020, 1, 1, tzinfo=UTC))
    with django_db_blocker.unblock(), _django_on(database, home.key_file), served(Api(database.dsn)) as url:
        shop = Shop(url, database.dsn)
        yield shop
        shop.client.close()
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        report = verify(conn)
        assert report.is_sound, [finding for checked in report.checks for finding in checked.findings]


class served:
    """Runs the door under uvicorn in a thread of its own, and stops it."""

    def __init__(self, api: Any) -> None:
        self._api = api
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as the real server has it; else 40 ms an answer
        self._stop: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))

    def __enter__(self) -> str:
        self._thread.start()
        assert self._ready.wait(20)
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        assert self._loop is not None and self._stop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)
        self._socket.close()

    async def _run(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = uvicorn.Server(uvicorn.Config(self._api, lifespan="off", log_level="warning", access_log=False, http="regulars.api.short_way:TillProtocol"))
        async with self._api.open():
            serving = asyncio.create_task(server.serve(sockets=[self._socket]))
            while not server.started:
                await asyncio.sleep(0.01)
            self._ready.set()
            await self._stop.wait()
            server.should_exit = True
            await serving
