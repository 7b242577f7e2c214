"""One connection of the intake's own: it carries one batch at a time, and comes back by itself when the database does."""

import contextlib
import logging
import time
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import errors

from regulars.journal.errors import Away
from regulars.journal.statements import SESSION

log = logging.getLogger(__name__)

FIRST_WAIT_S, LONGEST_WAIT_S = 0.1, 1.0
CONNECT_TIMEOUT_S = 5

# Nothing the event could help: the database is away, full, too busy, or stopping. Never stored, always safe to send again.
TRANSIENT = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    errors.InsufficientResources,
    errors.OperatorIntervention,
    errors.SystemError,
    errors.ReadOnlySqlTransaction,
)
# Somebody else was first: read again and decide again.
MOVED = (errors.SerializationFailure, errors.UniqueViolation, errors.DeadlockDetected)


class Lane:
    """A connection that is opened on first use and opened again, with back-off, after it broke."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._conn: psycopg.AsyncConnection[Any] | None = None
        self._wait_s = FIRST_WAIT_S
        self._not_before = 0.0

    async def connection(self) -> psycopg.AsyncConnection[Any]:
        """An open connection in autocommit mode. Raises Away while the database cannot be reached."""
        if self._conn is not None and not self._conn.closed:
            return self._conn
        self._conn = None
        if time.monotonic() < self._not_before:
            raise Away(retry_after_s=1)
        try:
            conn = await psycopg.AsyncConnection.connect(
                self._dsn, autocommit=True, connect_timeout=CONNECT_TIMEOUT_S, prepare_threshold=2
            )
            await conn.execute(SESSION)
        except psycopg.Error as error:
            self._not_before = time.monotonic() + self._wait_s
            self._wait_s = min(self._wait_s * 2, LONGEST_WAIT_S)
            log.warning("the database cannot be reached: %s", error)
            raise Away(retry_after_s=1) from None
        self._wait_s = FIRST_WAIT_S
        self._conn = conn
        return conn

    async def fetch(self, statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        conn = await self.connection()
        cursor = await conn.execute(statement, parameters)
        return await cursor.fetchall()

    async def close(self) -> None:
        conn, self._conn = self._conn, None
        if conn is not None:
            with contextlib.suppress(psycopg.Error):
                await conn.close()
