"""Where seeds are played: one database, swept between two of them, and connections that are handed on. A fresh one of either costs more than a seed."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any
from unittest import mock

import psycopg
from psycopg import sql

import regulars.journal.calm as calm_room
import regulars.journal.lane as lane_room
import regulars.journal.moving as moving_room
import regulars.journal.programs as programs_room
from simulation.documents import read_once

ONE_IN = 8  # so often a connection that breaks is really closed, and the next one really opened


class Ground:
    """A database of its own for as many seeds as one likes. ``conn``: the programs' role, for whoever looks and for the clock."""

    def __init__(self, database: Any) -> None:
        self.dsn = database.dsn
        self._owner = psycopg.connect(database.owner_dsn, autocommit=True)
        name = self._owner.info.dbname
        self._owner.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name)))  # nobody pulls this server's plug
        self.conn, self.clock = (psycopg.connect(self.dsn, autocommit=True) for _ in range(2))
        self.connections = Connections()
        every = self._owner.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname")
        self._tables = [name for (name,) in every.fetchall() if not self._has_rows(name)]

    def sweep(self) -> None:
        """As it was before the first seed: no row and no number is left."""
        with self._owner.transaction():
            for table in self._tables:
                if self._has_rows(table):
                    self._empty(sql.Identifier(table))
            self._owner.execute("ALTER SEQUENCE member_id_seq RESTART")

    async def close(self) -> None:
        for conn in (self._owner, self.conn, self.clock):
            conn.close()
        await self.connections.close()

    def _has_rows(self, table: str) -> bool:
        row = self._owner.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table))).fetchone()
        return bool(row and row[0])

    def _empty(self, table: sql.Identifier) -> None:
        """The journal refuses this to everybody who leaves its triggers in place."""
        for statement in ("ALTER TABLE {} DISABLE TRIGGER USER", "DELETE FROM {}", "ALTER TABLE {} ENABLE TRIGGER USER"):
            self._owner.execute(sql.SQL(statement).format(table))


class Connections:
    """Stands where the intake looks for ``psycopg.AsyncConnection``: what is closed is rolled back, as the server would, and kept for the next who connects."""

    def __init__(self) -> None:
        self._idle: list[psycopg.AsyncConnection[Any]] = []
        self._opened: list[psycopg.AsyncConnection[Any]] = []
        self._closed = 0

    async def connect(self, dsn: str, **how: Any) -> "Borrowed":
        if self._idle:
            return Borrowed(self._idle.pop(), self)
        conn = await psycopg.AsyncConnection.connect(dsn, autocommit=True, prepare_threshold=2)
        self._opened = [*(one for one in self._opened if not one.closed), conn]
        return Borrowed(conn, self)

    async def give_back(self, conn: psycopg.AsyncConnection[Any]) -> None:
        self._closed += 1
        try:
            if conn.info.transaction_status == psycopg.pq.TransactionStatus.IDLE and self._closed % ONE_IN:
                await conn.execute("SELECT pg_advisory_unlock_all()")
                self._idle.append(conn)
        finally:  # whoever let go of it may have been stopped in between
            if conn not in self._idle:
                with contextlib.suppress(psycopg.Error):
                    await conn.close()

    async def close(self) -> None:
        for conn in self._opened:
            await conn.close()

    @contextlib.contextmanager
    def in_place(self) -> Iterator[None]:
        """The journal connects here, reads a programme it has read before from memory, and leaves Python's collector alone: none of it is what a seed tries."""
        ours: Any = SimpleNamespace(AsyncConnection=self, Error=psycopg.Error)
        with contextlib.ExitStack() as stack:
            for room, name, instead in ((lane_room, "psycopg", ours), (moving_room, "psycopg", ours), (programs_room, "require", read_once), (calm_room, "LOOK_EVERY_S", 3_600)):
                stack.enter_context(mock.patch.object(room, name, instead))
            yield


class Borrowed:
    """A connection until it is closed, once."""

    def __init__(self, conn: psycopg.AsyncConnection[Any], connections: Connections) -> None:
        self._conn, self._connections = conn, connections
        self._is_inside = False  # a transaction, which rolls back on its way out
        self.closed = False

    async def execute(self, statement: Any, parameters: Any = None) -> Any:
        if self.closed:
            raise psycopg.OperationalError("the connection is closed")
        return await self._conn.execute(statement, parameters)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        self._is_inside = True
        try:
            async with self._conn.transaction():
                yield
        finally:
            self._is_inside = False
            if self.closed:
                await self._connections.give_back(self._conn)

    async def close(self) -> None:
        if not self.closed:
            self.closed = True
            if not self._is_inside:
                await self._connections.give_back(self._conn)

    async def __aenter__(self) -> "Borrowed":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
