"""Keeping a refresh: all of it or nothing. Whoever reads meanwhile sees the one before."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec
import psycopg

from regulars.insight.store.marks import Marked, write_marks
from regulars.insight.store.portraits import take_portraits
from regulars.insight.store.shapes import Told

Conn = psycopg.Connection[Any]
REFRESH_LOCK = 0x696E7369  # "insi": one refresh at a time
_COPY = "COPY insight_member (member_id, refresh, class, said, times, stage, grade, persona, visitor, margin, told) FROM STDIN"


class Row(NamedTuple):
    """One member. class_, said, stage, grade, visitor: places in ``names``; persona: in the centres. None where it can't be said."""

    member_id: int
    class_: int | None
    said: int | None
    times: int | None
    stage: int | None
    told: Told
    grade: int | None = None
    persona: int | None = None
    visitor: int | None = None


class Before(NamedTuple):
    """How members stood after the last refresh, by rising number; whoever had no class is left out."""

    member_id: list[int]
    class_: list[int]
    said: list[int]
    times: list[int]
    kept: dict[str, Any]
    persona: dict[int, int] = {}  # of whoever had one


@dataclass(frozen=True)
class Results:
    """figures: name -> language -> document. ``members``: may be a generator; each member once."""

    as_of: date
    snapshot: int
    kept: Mapping[str, Any]
    figures: Mapping[str, Mapping[str, Mapping[str, Any]]]
    members: Iterable[Row]
    marks: Callable[[], Iterable[Marked]] = tuple  # asked for once all of ``members`` have been taken


def standing_before(conn: Conn) -> Before | None:
    """None before the first refresh."""
    last = conn.execute("SELECT refresh, kept FROM insight_refresh ORDER BY refresh DESC LIMIT 1").fetchone()
    if last is None:
        return None
    rows = conn.execute(
        "SELECT member_id, class, said, times FROM insight_member WHERE refresh = %s AND class IS NOT NULL ORDER BY member_id", (last[0],)
    ).fetchall()
    members, classes, said, times = ([row[place] for row in rows] for place in range(4))
    personas = conn.execute("SELECT member_id, persona FROM insight_member WHERE refresh = %s AND persona IS NOT NULL", (last[0],)).fetchall()
    return Before(members, classes, said, times, last[1], dict(personas))


def keep(conn: Conn, results: Results, *, at: datetime) -> int:
    """Write the refresh and drop what the ones before said of members; gives its number. conn: in autocommit mode."""
    with conn.transaction():
        row = conn.execute(
            "INSERT INTO insight_refresh (refreshed_at, as_of, snapshot, members, kept) VALUES (%s, %s, %s, 0, %s) RETURNING refresh",
            (at, results.as_of, results.snapshot, _json(results.kept)),
        ).fetchone()
        assert row is not None
        (refresh,) = row
        with conn.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO insight_figure (refresh, name, language, figure) VALUES (%s, %s, %s, %s)",
                [(refresh, name, language, _json(one)) for name, told in results.figures.items() for language, one in told.items()],
            )
            members = 0
            with cursor.copy(_COPY) as copy:
                for one in results.members:
                    copy.write_row((one.member_id, refresh, one.class_, one.said, one.times, one.stage, one.grade, one.persona, one.visitor, one.told.margin or 0, _json(one.told)))
                    members += 1
            write_marks(cursor, refresh, results.marks())
        conn.execute("UPDATE insight_refresh SET members = %s WHERE refresh = %s", (members, refresh))
        conn.execute("DELETE FROM insight_figure WHERE refresh < %s", (refresh,))
        conn.execute("DELETE FROM insight_member WHERE refresh < %s", (refresh,))
        take_portraits(conn, int(refresh), results.as_of, results.kept.get("rulers", {}).get("personas", {}).get("version"))
    return int(refresh)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
