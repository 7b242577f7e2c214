"""The connection kept for small questions: one for all of them, and another at once when it is gone."""

import asyncio

import psycopg
import pytest

from regulars.api.line import Line

WHO = "SELECT pg_backend_pid()"


def test_questions_go_along_one_connection_and_along_another_when_it_is_gone(database):
    async def ask():
        line = Line(database.dsn)
        (first,), (second,) = await line.row(WHO, ()), await line.row(WHO, ())
        with psycopg.connect(database.dsn, autocommit=True) as conn:
            conn.execute("SELECT pg_terminate_backend(%s)", (first,))
        (third,) = await line.row(WHO, ())
        with pytest.raises(psycopg.errors.SyntaxError):
            await line.row("SELEKT", ())
        (fourth,) = await line.row(WHO, ())
        await line.close()
        return first, second, third, fourth

    first, second, third, fourth = asyncio.run(ask())
    assert first == second != third
    assert fourth != third  # one that an error was met on is not trusted again


def test_a_database_that_is_away_or_does_not_answer_is_an_error_in_time(database, monkeypatch):
    monkeypatch.setattr("regulars.api.line.PATIENCE_S", 0.2)

    async def ask(dsn, statement):
        line = Line(dsn)
        try:
            await line.row(statement, ())
        finally:
            await line.close()

    with pytest.raises(psycopg.OperationalError):
        asyncio.run(ask("host=127.0.0.1 port=1 dbname=nobody", WHO))
    with pytest.raises(psycopg.OperationalError, match="no answer"):
        asyncio.run(ask(database.dsn, "SELECT pg_sleep(5)"))
