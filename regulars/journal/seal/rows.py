"""The rows that are sealed, read from the tables in the order asked for."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import psycopg

from regulars.journal.seal.encoding import (
    VERSIONS_MEMBER,
    SealedEvent,
    SealedTransfer,
    SealedVersion,
    digest,
    event_bytes,
    row_hash,
    version_bytes,
)

Conn = psycopg.Connection[Any]
Key = tuple[int, int]  # (member, seq)

READ_AT_ONCE = 2_000

# A moment no seal ever saw (an infinite one) still has to be read, to be found out.
_US = "CASE WHEN {0} IS NULL THEN NULL WHEN isfinite({0}) THEN (extract(epoch FROM {0}) * 1000000)::bigint ELSE -9223372036854775808 END"
_EVENTS = f"""
SELECT e.member_id, e.seq, e.xid, e.source, e.external_id, e.type, e.order_id, {_US.format("e.occurred_at")}, {_US.format("e.recorded_at")},
       e.known_version, e.body_hash, convert_to(e.body::text, 'UTF8'), convert_to(e.outcome::text, 'UTF8')
  FROM unnest(%s::bigint[], %s::bigint[]) AS k(m, s) JOIN event e ON e.member_id = k.m AND e.seq = k.s
"""
_TRANSFERS = """
SELECT t.member_id, t.seq, t.n, t.wallet, t.source, t.target, t.points, t.lot,
       CASE WHEN t.expires_on IS NULL THEN NULL WHEN isfinite(t.expires_on) THEN (t.expires_on - date '1970-01-01')::bigint ELSE -9223372036854775808 END,
       t.rule, t.program_version
  FROM unnest(%s::bigint[], %s::bigint[]) AS k(m, s) JOIN transfer t ON t.member_id = k.m AND t.seq = k.s ORDER BY t.member_id, t.seq, t.n
"""
_VERSIONS = f"""
SELECT version, program, convert_to(document, 'UTF8'), {_US.format("in_force_from")}, {_US.format("applied_at")}, applied_by, kind, about, reason
  FROM program_version WHERE version = ANY (%s::bigint[])
"""
# The columns the encoding holds. A test compares them with the tables: a new column needs a new version of the encoding.
HELD = {
    "event": "member_id seq source external_id type order_id occurred_at recorded_at body body_hash outcome known_version xid",
    "transfer": "member_id seq n wallet source target points lot expires_on rule program_version",
    "program_version": "version program document in_force_from applied_at applied_by kind about reason",
}


class Row(NamedTuple):
    """A row as it stands in its table now; ``content`` are the bytes it is hashed by, after its key."""

    member_id: int
    seq: int
    xid: int
    content: bytes

    @property
    def hash(self) -> bytes:
        return row_hash(self.member_id, self.seq, self.content)


def read_rows(conn: Conn, keys: Sequence[Key]) -> Iterator[Row | None]:
    """The rows of these keys, in their order; None where there is none (any more). Memory holds a few thousand at a time."""
    for start in range(0, len(keys), READ_AT_ONCE):
        asked = keys[start : start + READ_AT_ONCE]
        found = {(row.member_id, row.seq): row for row in (*_events(conn, asked), *_versions(conn, asked))}
        for key in asked:
            yield found.get(key)


def _events(conn: Conn, keys: Sequence[Key]) -> Iterator[Row]:
    members = [member for member, _ in keys if member != VERSIONS_MEMBER]
    seqs = [seq for member, seq in keys if member != VERSIONS_MEMBER]
    if not members:
        return
    with conn.cursor(binary=True) as cursor:
        transfers: dict[Key, list[SealedTransfer]] = {}
        for member, seq, *moved in cursor.execute(_TRANSFERS, (members, seqs)).fetchall():
            transfers.setdefault((member, seq), []).append(SealedTransfer._make(moved))
        for member, seq, xid, *kept, body, outcome in cursor.execute(_EVENTS, (members, seqs)).fetchall():
            event = SealedEvent._make((*kept, digest(body), digest(outcome), transfers.get((member, seq), ())))
            yield Row(member, seq, xid, event_bytes(event))


def _versions(conn: Conn, keys: Sequence[Key]) -> Iterator[Row]:
    numbers = [seq for member, seq in keys if member == VERSIONS_MEMBER]
    if not numbers:
        return
    for number, program, document, *kept in conn.execute(_VERSIONS, (numbers,)):
        yield Row(VERSIONS_MEMBER, number, 0, version_bytes(SealedVersion._make((program, digest(document), *kept))))
