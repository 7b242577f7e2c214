"""The log of who read what is kept of people, for whoever has to answer for it. Numbers of members, their references and names of fields; never a value."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Read:
    """One member, read by one reader on one page. ``kind``: staff, key or terminal. ``ref`` is empty for a member nobody refers to."""

    id: int
    at: datetime
    kind: str
    reader: str
    place: str
    address: str
    member_id: int
    ref: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look for; whatever is left out fits everything. since: from this moment on. until: before this one."""

    member_id: int | None = None
    reader: str = ""
    since: datetime | None = None
    until: datetime | None = None


def readings(asked: Asked, *, before: int | None = None, most: int = 50) -> list[Read]:
    """The newest first. before: an ``id``; only older ones."""
    where, values = _where(asked)
    if before is not None:
        where.append("r.id < %s")
        values.append(before)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.id, r.read_at, r.kind, r.reader, r.place, r.address, r.member_id,"
            " coalesce((SELECT min(ref) FROM member_ref m WHERE m.member_id = r.member_id), ''), r.fields"
            f" FROM personal_read r {'WHERE ' + ' AND '.join(where) if where else ''} ORDER BY r.id DESC LIMIT %s",
            [*values, most],
        )
        return [Read(id, at, kind, reader, place, address, member_id, ref, tuple(fields)) for id, at, kind, reader, place, address, member_id, ref, fields in cursor.fetchall()]


def every_reading(asked: Asked) -> Iterator[Read]:
    """``readings`` to the last, a thousand at a time."""
    before = None
    while some := readings(asked, before=before, most=AT_ONCE):
        yield from some
        before = some[-1].id


def readers(most: int = 200) -> list[str]:
    """Everybody who ever read something, by name: one step of the index a name, however long the log is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE hop AS ((SELECT reader FROM personal_read ORDER BY reader LIMIT 1)"
            " UNION ALL SELECT (SELECT reader FROM personal_read WHERE reader > hop.reader ORDER BY reader LIMIT 1) FROM hop WHERE hop.reader IS NOT NULL)"
            " SELECT reader FROM hop WHERE reader IS NOT NULL LIMIT %s",
            [most],
        )
        return [row[0] for row in cursor.fetchall()]


def _where(asked: Asked) -> tuple[list[str], list[Any]]:
    where: list[str] = []
    values: list[Any] = []
    for condition, value in (("r.member_id = %s", asked.member_id), ("r.reader = %s", asked.reader or None), ("r.read_at >= %s", asked.since), ("r.read_at < %s", asked.until)):
        if value is not None:
            where.append(condition)
            values.append(value)
    return where, values
