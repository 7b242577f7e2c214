"""Sandboxes that an earlier release made: given this release's tables, with everything in them as it was."""

import logging

import psycopg
from psycopg import sql

from regulars.journal.sandboxes import Conn, layout, names, schema_of, tables

log = logging.getLogger(__name__)

_TABLES = "SELECT c.oid::bigint, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s AND c.relkind IN ('r', 'p') ORDER BY c.oid"
_COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position"
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = %s AND last_value IS NOT NULL"


def outdated(conn: Conn) -> list[str]:
    """The sandboxes whose tables are not this release's."""
    found = []
    for name in names(conn):
        query = sql.SQL("SELECT layout FROM {}").format(sql.Identifier(schema_of(name), "sandbox_clock"))
        try:
            row = conn.execute(query).fetchone()
        except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn):
            continue  # no sandbox of ours, or one that says nothing of its tables
        if row is not None and row[0] != layout():
            found.append(name)
    return found


def bring_up_to_date(owner: Conn, name: str) -> bool:
    """Make a sandbox's tables anew and move what stands in the old ones over: its log, its clock, its members. False: it could not be moved, and is as it was.

    owner: who may make schemas, in autocommit mode; one transaction. The caller gives the programs their rights.
    """
    schema, before = schema_of(name), f"before_{schema_of(name)}"
    try:
        with owner.transaction():
            owner.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(sql.Identifier(schema), sql.Identifier(before)))
            owner.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
            owner.execute(sql.SQL("SET LOCAL search_path TO {}").format(sql.Identifier(schema)))
            for part in tables():
                owner.execute(part)
            had = {table for _, table in owner.execute(_TABLES, (before,)).fetchall()}
            for _, table in owner.execute(_TABLES, (schema,)).fetchall():
                if table in had:
                    _move(owner, before, schema, table)
            for sequence, last in owner.execute(_SEQUENCES, (before,)).fetchall():
                owner.execute("SELECT setval(to_regclass(%s), %s) WHERE to_regclass(%s) IS NOT NULL", (f"{schema}.{sequence}", last, f"{schema}.{sequence}"))
            owner.execute("UPDATE sandbox_clock SET layout = %s", (layout(),))
            owner.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(before)))
    except psycopg.Error as error:
        log.warning("the sandbox %s could not be brought up to date: %s", name, error)
        return False
    return True


def _move(owner: Conn, before: str, schema: str, table: str) -> None:
    """Columns that both have; a new one gets its default. Nothing that watches for new rows is woken: they are not new."""
    theirs = {column for (column,) in owner.execute(_COLUMNS, (before, table)).fetchall()}
    shared = sql.SQL(", ").join(sql.Identifier(column) for (column,) in owner.execute(_COLUMNS, (schema, table)).fetchall() if column in theirs)
    to = sql.Identifier(schema, table)
    owner.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(to))
    owner.execute(
        sql.SQL("INSERT INTO {to} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {old}").format(to=to, columns=shared, old=sql.Identifier(before, table))
    )
    owner.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(to))
