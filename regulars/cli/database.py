"""Making a database ready: roles, the second database for members' keys, migrations, and what the programs' role may do.

Two roles: the owner migrates; the application's role owns nothing and cannot change what happened. Everything here may be run again
at any time, and by several processes at once: an advisory lock lets one work and the others wait.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from regulars.cli import migrating
from regulars.kit.errors import Invalid, Unavailable

OLDEST = 15
_KEYS_SCHEMA = Path(__file__).resolve().parent.parent / "members" / "keys_schema.sql"
_LOCK = 0x72656775  # "regu": one preparation at a time per database


@dataclass(frozen=True, slots=True)
class Ready:
    """Addresses of a prepared database. ``notes`` holds what an operator should know, as sentences' codes with facts."""

    dsn: str
    owner_dsn: str
    keys_dsn: str
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


def url_of(parts: dict[str, Any]) -> str:
    """A libpq URL from libpq's own words (host, port, user, password, dbname, anything else as a query)."""
    rest = {
        name: value
        for name, value in parts.items()
        if name not in ("host", "port", "user", "password", "dbname") and value is not None
    }
    host = str(parts.get("host") or "")
    if host.startswith("/") or "," in host:
        rest["host"], host = host, ""
    host = f"[{host}]" if ":" in host else host
    name = quote(str(parts.get("user") or ""), safe="")
    secret = f":{quote(str(parts['password']), safe='')}" if parts.get("password") else ""
    port = f":{parts['port']}" if parts.get("port") else ""
    query = f"?{urlencode(rest, quote_via=quote)}" if rest else ""
    return f"postgresql://{name}{secret}{'@' if name else ''}{host}{port}/{quote(str(parts.get('dbname') or ''), safe='')}{query}"


def parts_of(dsn: str, variable: str = "DATABASE_URL") -> dict[str, Any]:
    """The parts of an address. Raises Invalid ``database.unreadable_url``."""
    try:
        return conninfo_to_dict(dsn)
    except psycopg.ProgrammingError as error:
        raise Invalid("database.unreadable_url", variable=variable, why=str(error).splitlines()[0]) from error


def app_address(owner_dsn: str) -> str | None:
    """Where the programs connect: as ``<database>_app``, whose password follows from the owner's, so that every machine that knows
    DATABASE_URL knows it too. None when the owner signs in without a password: nothing secret to derive it from."""
    owner = parts_of(owner_dsn)
    if not owner.get("password"):
        return None
    role = f"{owner.get('dbname') or owner.get('user')}_app"
    password = hmac.new(str(owner["password"]).encode(), f"regulars role {role}".encode(), hashlib.sha256).hexdigest()
    return url_of({**owner, "user": role, "password": password})


def prepare(owner_dsn: str, *, admin_dsn: str | None = None, keys_url: str | None = None) -> Ready:
    """Bring the database to what this release needs and say where to connect.

    admin_dsn: who may create roles and databases (default: the owner). keys_url: where members' keys live, when not beside the database.
    Raises Unavailable ``database.unreachable | unsafe | too_old``.
    """
    app_dsn = app_address(owner_dsn)
    with connect(owner_dsn) as owner:
        refuse_unsafe(owner)
        name = owner.info.dbname
        keys_dsn = keys_url or url_of({**parts_of(app_dsn or owner_dsn), "dbname": f"{name}_keys"})
        outdated = _outdated_sandboxes(owner)
        settled = not migrating.pending(owner) and not outdated and app_dsn and _answers(app_dsn) and _has_keys(keys_dsn)
        if settled and app_dsn and _has_rights(owner, parts_of(app_dsn)["user"]):
            return Ready(app_dsn, owner_dsn, keys_dsn)
        owner.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        notes: list[tuple[str, dict[str, Any]]] = []
        with connect(admin_dsn or owner_dsn) as admin:
            if app_dsn is None or not _make_app_role(admin, app_dsn):
                app_dsn = owner_dsn
                notes.append(("database.one_role", {"user": owner.info.user}))
            keys_dsn = keys_url or _make_keys(admin, owner, app_dsn, notes)
            if not _has_keys(keys_dsn):
                with connect(keys_dsn) as keys:
                    keys.execute(_KEYS_SCHEMA.read_text())
        if migrating.pending(owner):
            os.environ.update(
                REGULARS_DSN=app_dsn, REGULARS_KEYS_DSN=keys_dsn
            )  # migrating reads Django's settings, and they are read once
            migrating.migrate(owner_dsn)
        _bring_up_to_date(owner)
        if app_dsn != owner_dsn:
            for schema in ("public", *_sandboxes(owner)):
                grant(owner, parts_of(app_dsn)["user"], schema)
        return Ready(app_dsn, owner_dsn, keys_dsn, notes)


def connect(dsn: str) -> psycopg.Connection[Any]:
    """An autocommit connection. Raises Unavailable ``database.unreachable``."""
    try:
        return psycopg.connect(dsn, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise Unavailable("database.unreachable", why=str(error).strip().splitlines()[-1]) from error


def refuse_unsafe(owner: psycopg.Connection[Any]) -> None:
    """A server that may forget what it confirmed is refused, whoever runs it."""
    if owner.info.server_version < OLDEST * 10_000:
        raise Unavailable("database.too_old", found=str(owner.info.server_version // 10_000), least=str(OLDEST))
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        row = owner.execute("SELECT current_setting(%s)", (setting,)).fetchone()
        if row and row[0] == "off":
            raise Unavailable("database.unsafe", setting=setting, found=row[0])


def _answers(dsn: str) -> bool:
    try:
        psycopg.connect(dsn, connect_timeout=10).close()
    except psycopg.OperationalError:
        return False
    return True


def _has_rights(owner: psycopg.Connection[Any], role: str) -> bool:
    """Whether ``role`` may do its work here and no more. After a restore for another role it can sign in, and may nothing."""
    row = owner.execute(
        f"""
        SELECT bool_and(has_table_privilege(%(role)s, t.oid, 'SELECT') AND (NOT t.append_only OR (has_table_privilege(%(role)s, t.oid, 'INSERT')
               AND NOT has_table_privilege(%(role)s, t.oid, 'UPDATE, DELETE, TRUNCATE'))))
          FROM ({_TABLES}) AS t
        """,
        {"role": role, "schema": "public"},
    ).fetchone()
    return bool(row and row[0])


def _has_keys(dsn: str) -> bool:
    try:
        with psycopg.connect(dsn, connect_timeout=10) as keys:
            row = keys.execute("SELECT to_regclass('data_key')").fetchone()
    except psycopg.OperationalError:
        return False
    return bool(row and row[0])


def _may(admin: psycopg.Connection[Any], what: str) -> bool:
    row = admin.execute(
        sql.SQL("SELECT rolsuper OR {what} FROM pg_roles WHERE rolname = current_user").format(
            what=sql.Identifier(what)
        )
    ).fetchone()
    return bool(row and row[0])


def _make_app_role(admin: psycopg.Connection[Any], app_dsn: str) -> bool:
    """Create the programs' role, or set its password when the owner's has changed. False when we may not."""
    if _answers(app_dsn):
        return True
    if not _may(admin, "rolcreaterole"):
        return False
    app = parts_of(app_dsn)
    known = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (app["user"],)).fetchone()
    verb = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}" if known else "CREATE ROLE {} LOGIN PASSWORD {}")
    admin.execute(verb.format(sql.Identifier(app["user"]), sql.Literal(app["password"])))
    return True


def _make_keys(
    admin: psycopg.Connection[Any],
    owner: psycopg.Connection[Any],
    app_dsn: str,
    notes: list[tuple[str, dict[str, Any]]],
) -> str:
    """The second database, for members' keys: the ordinary dump leaves it out, so that what is forgotten stays forgotten in backups."""
    app = parts_of(app_dsn)
    name = f"{owner.info.dbname}_keys"
    if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
        if not _may(admin, "rolcreatedb"):
            owner.execute("CREATE SCHEMA IF NOT EXISTS keys")
            owner.execute(sql.SQL("GRANT USAGE, CREATE ON SCHEMA keys TO {}").format(sql.Identifier(app["user"])))
            notes.append(("database.keys_inside", {"database": owner.info.dbname}))
            return url_of({**app, "options": "-c search_path=keys"})
        make = sql.SQL("CREATE DATABASE {} OWNER {}")
        admin.execute(make.format(sql.Identifier(name), sql.Identifier(owner.info.user)))
    with connect(url_of({**parts_of(owner.info.dsn), "dbname": name, "password": owner.info.password})) as keys:
        keys.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        keys.execute(sql.SQL("GRANT USAGE, CREATE ON SCHEMA public TO {}").format(sql.Identifier(app["user"])))
    return url_of({**app, "dbname": name})


_TABLES = """
    SELECT c.relname,
           EXISTS (SELECT 1 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
                    WHERE t.tgrelid = c.oid AND p.proname = 'journal_is_append_only') AS append_only, c.oid
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = %(schema)s AND c.relkind IN ('r', 'p', 'v', 'm')"""


def _sandboxes(owner: psycopg.Connection[Any]) -> list[str]:
    return [name for (name,) in owner.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, 'sandbox_')").fetchall()]


def _outdated_sandboxes(owner: psycopg.Connection[Any]) -> list[str]:
    """Asked only where there is a sandbox: knowing the tables means loading the journal."""
    if not _sandboxes(owner):
        return []
    from regulars.journal.sandbox_keeping import outdated

    return outdated(owner)


def _bring_up_to_date(owner: psycopg.Connection[Any]) -> None:
    """Under the lock, and asked again: another start may have done it."""
    for name in _outdated_sandboxes(owner):
        from regulars.journal.sandbox_keeping import bring_up_to_date

        bring_up_to_date(owner, name)


def grant(owner: psycopg.Connection[Any], role: str, schema: str = "public") -> None:
    """What the programs may do in a schema: append to the journal, fold states, and everything in the tables kept for people.

    What happened (a table the append-only trigger guards) can only be read and added to. Nothing can be truncated or altered.
    """
    who = sql.Identifier(role)
    only = {
        "member_state": "SELECT, INSERT, UPDATE",
        "member_ref": "SELECT, INSERT, UPDATE",
        "outbox": "SELECT, INSERT, UPDATE (delivered_at)",
        "django_migrations": "SELECT",
    }
    where = sql.Identifier(schema)
    owner.execute(sql.SQL("REVOKE CREATE ON SCHEMA {} FROM PUBLIC").format(where))
    owner.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(where, who))
    with owner.transaction():
        for table, append_only, _ in owner.execute(_TABLES, {"schema": schema}).fetchall():
            rights = "SELECT, INSERT" if append_only else only.get(table, "SELECT, INSERT, UPDATE, DELETE")
            target = sql.Identifier(schema, table)
            owner.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(target, who))
            owner.execute(sql.SQL(f"GRANT {rights} ON {{}} TO {{}}").format(target, who))
        owner.execute(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {} TO {}").format(where, who))


def django_database(dsn: str, *, pool: bool = False) -> dict[str, Any]:
    """The same address in Django's words. With ``pool``, psycopg's pool and never CONN_MAX_AGE: under ASGI each request comes on a
    thread of its own, and kept connections pile up until PostgreSQL refuses everybody."""
    parts = parts_of(dsn, "REGULARS_DSN")
    named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    options: dict[str, Any] = {name: value for name, value in parts.items() if name not in named.values()}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 5, "reconnect_timeout": 1}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{name: str(parts.get(word) or "") for name, word in named.items()},
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }
