"""Segments: lists of members handed in by name. Rules ask for them as ``member.segment``; each event records what it was told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from regulars.kit.errors import Invalid, NotFound
from regulars.members import errors  # noqa: F401  (its sentences)

LONGEST_NAME = 128
MOST_MEMBERS = 1_000_000


@dataclass(frozen=True, slots=True)
class Segment:
    name: str
    members: int
    changed_at: datetime


def segment_name(text: str) -> str:
    """A name as it is kept: 1 to 128 printable characters. Raises Invalid ``segment.name``."""
    name = text.strip()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise Invalid("segment.name", most=LONGEST_NAME)
    return name


def put_segment(name: str, refs: Iterable[str], *, at: datetime, skip_unknown: bool = False) -> tuple[int, list[str]]:
    """Make the segment hold exactly these members: (how many it holds now, references nobody has).

    A reference nobody has refuses the whole list, unless ``skip_unknown``: then it is told and left out.
    Raises Invalid ``segment.name``, NotFound ``segment.unknown_members``; nothing is changed then.
    """
    name, asked = segment_name(name), list(dict.fromkeys(refs))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.ref, m.member_id FROM unnest(%s::text[]) AS a (ref) LEFT JOIN member_ref m USING (ref)", (asked,)
        )
        found = cursor.fetchall()
        unknown = [ref for ref, member_id in found if member_id is None]
        if unknown and not skip_unknown:
            raise NotFound("segment.unknown_members", count=len(unknown), first=unknown[0][:80])
        ids = sorted({member_id for _, member_id in found if member_id is not None})
        cursor.execute(
            "INSERT INTO segment (name, changed_at) VALUES (%s, %s)"
            " ON CONFLICT (name) DO UPDATE SET changed_at = excluded.changed_at",
            (name, at),
        )  # whoever comes second waits here, so two lists never mix
        cursor.execute("DELETE FROM member_segment WHERE segment = %s AND NOT member_id = ANY(%s)", (name, ids))
        cursor.execute(
            "INSERT INTO member_segment (member_id, segment) SELECT unnest(%s::bigint[]), %s ON CONFLICT DO NOTHING",
            (ids, name),
        )
    return len(ids), unknown


def drop_segment(name: str) -> None:
    """Raises NotFound ``segment.unknown``."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM segment WHERE name = %s", (name,))
        if cursor.rowcount == 0:
            raise NotFound("segment.unknown", segment=name[:LONGEST_NAME])


def segments() -> list[Segment]:
    """Every segment by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.name, count(m.member_id), s.changed_at FROM segment s LEFT JOIN member_segment m ON m.segment = s.name"
            " GROUP BY s.name ORDER BY s.name"
        )
        return [Segment(*row) for row in cursor.fetchall()]


def segments_of(member_ids: Sequence[int]) -> dict[int, list[str]]:
    """The names of the segments each of these members is in, in order; members in none are left out."""
    found: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT member_id, segment FROM member_segment WHERE member_id = ANY(%s) ORDER BY member_id, segment",
            (list(member_ids),),
        )
        for member_id, name in cursor.fetchall():
            found.setdefault(member_id, []).append(name)
    return found
