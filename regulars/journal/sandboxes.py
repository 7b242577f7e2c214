"""Sandboxes: a journal of its own in a schema of its own, with a clock that stands still until somebody moves it.

Everything that works on the shop's journal works on a sandbox through a connection whose ``search_path`` is its schema (``dsn_of``). Nothing of it
is in the shop's tables, figures or exports, and no clock but its own touches it.
"""

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from regulars.engine.compiled import Versions
from regulars.journal.clock import Advanced, advance_due
from regulars.journal.counters import REBUILD
from regulars.journal.programs import INSERT, Version, load_versions
from regulars.kit.errors import Invalid, NotFound, Refused
from regulars.kit.periods import Duration, microseconds
from regulars.kit.phrases import phrases

Conn = psycopg.Connection[Any]
PREFIX = "sandbox_"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SQL = Path(__file__).parent / "migrations"
_OF_THE_SHOP = ("figures.sql",)  # sums a sandbox has no pages for
_COPIED = ("member_ref", "event", "transfer", "member_state")

phrases(
    {
        "sandbox.bad_name": (
            "“{name}” is no name for a sandbox: small letters, digits and _, beginning with a letter, at most 40",
            "“{name}”不能作为沙盒名称：小写字母、数字和下划线，以字母开头，最多 40 个字符",
            "「{name}」不能作為沙盒名稱：小寫字母、數字和底線，以字母開頭，最多 40 個字元",
        ),
        "sandbox.exists": ("there is a sandbox “{name}” already", "沙盒“{name}”已存在", "沙盒「{name}」已存在"),
        "sandbox.unknown": ("there is no sandbox “{name}”", "没有名为“{name}”的沙盒", "沒有名為「{name}」的沙盒"),
        "sandbox.outdated": (
            "the sandbox “{name}” was made by another release, and could not be brought up to date; drop it and make it again",
            "沙盒“{name}”由其他版本创建且无法升级，请删除后重建",
            "沙盒「{name}」由其他版本建立且無法升級，請刪除後重建",
        ),
        "sandbox.backwards": (
            "the sandbox's clock stands at {now}; it does not go back",
            "沙盒时钟已到 {now}，不能倒退",
            "沙盒時鐘已到 {now}，不能倒退",
        ),
    }
)

_TABLES = """
CREATE TABLE sandbox_clock (
    one        boolean PRIMARY KEY DEFAULT true CHECK (one),
    now        timestamptz NOT NULL,
    origin     text NOT NULL,               -- where its programme came from
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    layout     text NOT NULL                -- which release's tables these are
);
CREATE TABLE sandbox_birthday (             -- all a rule may ask about somebody who does not exist
    member_id bigint PRIMARY KEY,
    birthday  date NOT NULL
);
CREATE TABLE sandbox_zone (                 -- where they live: whose midnight it is
    member_id bigint PRIMARY KEY,
    zone      text NOT NULL
);
"""


class Sandbox(NamedTuple):
    name: str
    now: datetime
    origin: str
    created_at: datetime
    created_by: str


def schema_of(name: str) -> str:
    """Raises Invalid ``sandbox.bad_name``."""
    if not _NAME.fullmatch(name):
        raise Invalid("sandbox.bad_name", name=name[:60])
    return PREFIX + name


def dsn_of(dsn: str, name: str) -> str:
    """The same address, seeing the sandbox's tables and no others."""
    before = conninfo_to_dict(dsn).get("options") or ""
    return make_conninfo(dsn, options=f"{before} -c search_path={schema_of(name)}".strip())


def create(
    owner: Conn, name: str, versions: Sequence[Version], *, now: datetime, by: str, origin: str, members: Sequence[int] = ()
) -> Sandbox:
    """Make the schema with empty journal tables, the versions and a clock that stands at ``now``; ``members`` of the shop are copied with all their log.

    owner: who may make schemas, in autocommit mode; one transaction. The caller gives the programs their rights. Raises Invalid ``sandbox.bad_name``, Refused ``sandbox.exists``.
    """
    schema = schema_of(name)
    with owner.transaction():
        try:
            owner.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
        except psycopg.errors.DuplicateSchema:
            raise Refused("sandbox.exists", name=name) from None
        owner.execute(sql.SQL("SET LOCAL search_path TO {}").format(sql.Identifier(schema)))
        for part in tables():
            owner.execute(part)
        for version in versions:
            owner.execute(INSERT, version)
        for table in _COPIED if members else ():
            _copy(owner, schema, table, members)
        if members:
            owner.execute(REBUILD)
        owner.execute("SELECT setval('member_id_seq', greatest((SELECT max(member_id) FROM member_state), 1))")
        made = Sandbox(name, now, origin, datetime.now(UTC), by)
        owner.execute("INSERT INTO sandbox_clock (now, origin, created_at, created_by, layout) VALUES (%s, %s, %s, %s, %s)", (*made[1:], layout()))
    return made


def _copy(owner: Conn, schema: str, table: str, members: Sequence[int]) -> None:
    columns = [
        sql.Identifier(name)
        for (name,) in owner.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = %s ORDER BY ordinal_position", (schema, table)
        )
    ]
    query = sql.SQL("INSERT INTO {to} ({columns}) SELECT {columns} FROM {source} WHERE member_id = ANY(%s) ORDER BY member_id").format(
        to=sql.Identifier(schema, table), source=sql.Identifier("public", table), columns=sql.SQL(", ").join(columns)
    )
    owner.execute(query, (list(members),))


def drop(owner: Conn, name: str) -> None:
    """The sandbox and everything in it. Raises NotFound ``sandbox.unknown``."""
    try:
        owner.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema_of(name))))
    except psycopg.errors.InvalidSchemaName:
        raise NotFound("sandbox.unknown", name=name) from None


def names(conn: Conn) -> list[str]:
    rows = conn.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s) ORDER BY 1", (PREFIX,))
    return [name.removeprefix(PREFIX) for (name,) in rows.fetchall()]


@cache
def layout() -> str:
    """The tables of this release: a sandbox of another is given them when its database is made ready (``sandbox_keeping``)."""
    return hashlib.sha256("".join(tables()).encode()).hexdigest()


def tables() -> list[str]:
    """The journal's tables as this release has them, then a sandbox's own."""
    rank = {"tables.sql": 0, "versions.sql": 1, "write.sql": 3}
    parts = sorted((part for part in _SQL.glob("*.sql") if part.name not in _OF_THE_SHOP), key=lambda part: (rank.get(part.name, 2), part.name))
    return [*(part.read_text(encoding="utf-8") for part in parts), _TABLES]


def sandbox_of(conn: Conn, name: str) -> Sandbox:
    """conn: any of the shop's. Raises Invalid ``sandbox.bad_name``, NotFound ``sandbox.unknown``, Refused ``sandbox.outdated``."""
    query = sql.SQL("SELECT now, origin, created_at, created_by, layout FROM {}").format(sql.Identifier(schema_of(name), "sandbox_clock"))
    try:
        row = conn.execute(query).fetchone()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
        row = None
    if row is None:
        raise NotFound("sandbox.unknown", name=name)
    if row[4] != layout():
        raise Refused("sandbox.outdated", name=name)
    return Sandbox(name, *row[:4])


def clock_of(conn: Conn) -> datetime:
    """The moment a sandbox's clock stands at; conn: of its schema."""
    row = conn.execute("SELECT now FROM sandbox_clock").fetchone()
    if row is None:
        raise NotFound("sandbox.unknown", name="?")
    return row[0]  # type: ignore[no-any-return]


def later(now: datetime, length: Duration, timezone: str) -> datetime:
    """The same time of day, ``length`` later, in the programme's time zone; month arithmetic as everywhere."""
    local = now.astimezone(ZoneInfo(timezone))
    day = type(local.date()).fromordinal(length.after(local.date().toordinal()))
    return datetime.combine(day, local.timetz()).astimezone(UTC)


def move_clock(conn: Conn, to: datetime) -> tuple[Versions, Advanced]:
    """Let time pass for every member up to ``to``, each due day in its order, and leave the clock there. Raises Refused ``sandbox.backwards``."""
    versions, now = load_versions(conn), clock_of(conn)
    if to < now:
        raise Refused("sandbox.backwards", now=now.astimezone(ZoneInfo(versions.program.timezone)).isoformat(timespec="minutes"))
    done = advance_due(conn, versions, microseconds(to))
    conn.execute("UPDATE sandbox_clock SET now = greatest(now, %s)", (to,))
    return versions, done


class Aged(NamedTuple):
    """What time did between two moments. ``moves``: (from, to) -> members; ``expired`` and ``activated``: wallet -> points."""

    events: int
    expired: dict[str, int]
    activated: dict[str, int]
    moves: dict[tuple[str, str], int]


def what_passed(conn: Conn, after: datetime, until: datetime) -> Aged:
    """conn: of the sandbox's schema."""
    span = (after, until)
    row = conn.execute("SELECT count(*) FROM event WHERE type = 'time.passed' AND occurred_at > %s AND occurred_at <= %s", span).fetchone()
    points = conn.execute(
        "SELECT t.wallet, t.target, sum(t.points)::bigint FROM transfer t JOIN event e USING (member_id, seq)"
        " WHERE e.type = 'time.passed' AND e.occurred_at > %s AND e.occurred_at <= %s GROUP BY 1, 2",
        span,
    ).fetchall()
    moves = conn.execute(
        "SELECT outcome->>'tier_used', outcome->>'tier', count(*) FROM event WHERE type = 'time.passed' AND occurred_at > %s AND occurred_at <= %s"
        " AND outcome->>'tier_used' <> outcome->>'tier' GROUP BY 1, 2 ORDER BY 1, 2",
        span,
    ).fetchall()
    return Aged(
        int(row[0]) if row else 0,
        {wallet: total for wallet, target, total in points if target == "breakage"},
        {wallet: total for wallet, target, total in points if target in ("active", "debt")},
        {(left, reached): count for left, reached, count in moves},
    )


def set_birthday(conn: Conn, member_id: int, birthday: Any) -> None:
    conn.execute(
        "INSERT INTO sandbox_birthday (member_id, birthday) VALUES (%s, %s) ON CONFLICT (member_id) DO UPDATE SET birthday = excluded.birthday",
        (member_id, birthday),
    )


def set_zone(conn: Conn, member_id: int, zone: str) -> None:
    conn.execute(
        "INSERT INTO sandbox_zone (member_id, zone) VALUES (%s, %s) ON CONFLICT (member_id) DO UPDATE SET zone = excluded.zone",
        (member_id, zone),
    )


def zones_of(conn: Conn, member_ids: Sequence[int]) -> dict[int, str]:
    return dict(conn.execute("SELECT member_id, zone FROM sandbox_zone WHERE member_id = ANY(%s)", (list(member_ids),)).fetchall())


def birthdays_of(conn: Conn, member_ids: Sequence[int]) -> dict[int, Any]:
    return dict(conn.execute("SELECT member_id, birthday FROM sandbox_birthday WHERE member_id = ANY(%s)", (list(member_ids),)).fetchall())

