"""A connection kept for small questions: opened on first use, and anew, without a pause, when it broke.

A pool that lost its database comes back in pauses that double, which a till's key must not wait for; and a connection opened for each question
costs more than all its orders (a process, and a password proved to each other).
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import psycopg

PATIENCE_S = 3


class Line:
    """One question at a time, in one event loop. ``await close()`` at the end."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._conn: psycopg.AsyncConnection[Any] | None = None
        self._one = asyncio.Lock()

    async def row(self, statement: str, parameters: Sequence[Any]) -> tuple[Any, ...] | None:
        """The first row of the answer. Raises psycopg.Error, within a few seconds, while the database is away."""
        async with self._one:
            if self._conn is not None:
                with suppress(psycopg.OperationalError, psycopg.InterfaceError):
                    return await self._asked(self._conn, statement, parameters)
            conn = await psycopg.AsyncConnection.connect(self._dsn, autocommit=True, connect_timeout=PATIENCE_S, prepare_threshold=1)
            return await self._asked(conn, statement, parameters)

    async def _asked(self, conn: psycopg.AsyncConnection[Any], statement: str, parameters: Sequence[Any]) -> tuple[Any, ...] | None:
        """On this connection, which is kept when it answered."""
        self._conn = None
        try:
            async with asyncio.timeout(PATIENCE_S):
                row: tuple[Any, ...] | None = await (await conn.execute(statement, parameters)).fetchone()
        except TimeoutError:
            await _hung_up(conn)
            raise psycopg.OperationalError(f"no answer within {PATIENCE_S} s") from None
        except BaseException:
            await _hung_up(conn)
            raise
        self._conn = conn
        return row

    async def close(self) -> None:
        conn, self._conn = self._conn, None
        if conn is not None:
            await _hung_up(conn)


async def _hung_up(conn: psycopg.AsyncConnection[Any]) -> None:
    with suppress(psycopg.Error):
        await conn.close()
