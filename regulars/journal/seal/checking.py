"""Is everything that was sealed still there, as it was, in its place? Each breach names the row: changed, removed, swapped or inserted."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import psycopg

from regulars.journal.seal.chain import (
    FROM_BEFORE,
    NOT_SEALED,
    OUR_OWN,
    Seal,
    genesis_of,
    known_cluster,
    last_seal,
    seals_from,
)
from regulars.journal.seal.encoding import HASH_BYTES, VERSION, VERSIONS_MEMBER, row_hash
from regulars.journal.seal.rows import Row, read_rows

Conn = psycopg.Connection[Any]

MOST_COMPARED = 500  # rows whose contents are tried in each other's places


class Breach(NamedTuple):
    """``kind``: row_changed | row_removed | rows_swapped | row_inserted | row_twice | seal_changed | seal_missing | seal_rewritten | seal_unknown.

    ``member_id`` is None for what concerns no member: a seal, or (``row_*``) a version of the programme. ``seq`` is the event's, or the version's number.
    """

    kind: str
    seal: int
    member_id: int | None = None
    seq: int = 0
    other: tuple[int, int] = (0, 0)  # rows_swapped: whose content stands here

    def __str__(self) -> str:
        row = f"version {self.seq} of the programme" if self.member_id is None else f"event {self.seq}"
        return {
            "row_changed": f"{row} was changed after seal {self.seal}",
            "row_removed": f"{row} was removed after seal {self.seal}",
            "rows_swapped": f"{row} holds what belongs to event {self.other[1]} of member #{self.other[0]}, by seal {self.seal}",
            "row_inserted": f"{row} was inserted behind seal {self.seal}",
            "row_twice": f"{row} stands twice in the chain, again in seal {self.seal}",
            "seal_changed": f"seal {self.seal} itself was changed",
            "seal_missing": f"seal {self.seal} is missing",
            "seal_rewritten": f"seal {self.seal} was written anew: seal {self.seal + 1} stands on another head",
            "seal_unknown": f"seal {self.seal} is of a kind this release does not know",
        }[self.kind]


class _Odd(NamedTuple):
    """A row that does not have the hash its seal gave it."""

    seal: int
    row: Row
    hash: bytes


def check_seals(conn: Conn, first: int = 1, *, with_rows: bool = True, on_progress: Callable[[int], None] | None = None) -> Iterator[Breach]:
    """Every breach of the chain from seal ``first`` on, whose own ``before`` is taken on trust unless it is the first of all.

    conn: in autocommit mode. with_rows: hash every row again; without, the seals' own chain is followed, and rows outside it are looked for.
    """
    expected = genesis_of(conn) if first <= 1 else None
    next_id, odd, done = max(first, 1), list[_Odd](), 0
    for seal in seals_from(conn, next_id):
        for missing in range(next_id, seal.id):
            yield Breach("seal_missing", missing)
        if seal.version != VERSION:
            yield Breach("seal_unknown", seal.id)
        elif seal.recomputed() != seal.head:
            yield Breach("seal_changed", seal.id)
        elif expected is not None and seal.before != expected and next_id == seal.id:
            yield Breach("seal_rewritten", seal.id - 1) if seal.id > 1 else Breach("seal_changed", seal.id)
        next_id, expected = seal.id + 1, seal.head
        if with_rows:
            yield from _check_rows(conn, seal, odd)
        done += len(seal.rows)
        if on_progress:
            on_progress(done)
    yield from _told(odd)
    with conn.transaction():  # one moment, or rows that are written and sealed meanwhile would look inserted
        conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        outside = list(_check_outside(conn))
    yield from outside


def _check_rows(conn: Conn, seal: Seal, odd: list[_Odd]) -> Iterator[Breach]:
    for place, (key, row) in enumerate(zip(seal.rows, read_rows(conn, [key[:2] for key in seal.rows]), strict=True)):
        hash = seal.hashes[place * HASH_BYTES : (place + 1) * HASH_BYTES]
        if row is None:
            yield _breach("row_removed", seal.id, key)
        elif row.hash != hash or row.xid != key[2]:
            if len(odd) < MOST_COMPARED:
                odd.append(_Odd(seal.id, row, hash))
            else:  # nearly everything is wrong: what is whose does not matter any more
                yield _breach("row_changed", seal.id, key)


def _told(odd: Sequence[_Odd]) -> Iterator[Breach]:
    """Rows that hold each other's contents were swapped; the others were changed."""
    for one in odd:
        theirs = None
        if one.row.member_id != VERSIONS_MEMBER and one.row.hash != one.hash:
            theirs = next((other for other in odd if other is not one and row_hash(other.row.member_id, other.row.seq, one.row.content) == other.hash), None)
        breach = _breach("row_changed", one.seal, one.row)
        yield breach if theirs is None else breach._replace(kind="rows_swapped", other=(theirs.row.member_id, theirs.row.seq))


def _check_outside(conn: Conn) -> Iterator[Breach]:
    """Rows that no seal knows and none will ever take, and rows that stand in the chain twice."""
    last, cluster = last_seal(conn), known_cluster(conn)
    newest = last.id
    if cluster is not None and last.id:
        xid, member, seq = last.upto if last.cluster == cluster.id else (0, 0, 0)
        waits = f"({OUR_OWN} AND (xid, member_id, seq) > (%(xid)s, %(member)s, %(seq)s) AND xid < pg_snapshot_xmax(pg_current_snapshot())::text::bigint)"
        if last.cluster != cluster.id:
            waits = f"({waits} OR {FROM_BEFORE})"
        asked = {**cluster.parameters(), "xid": xid, "member": member, "seq": seq}
        for key in conn.execute(f"SELECT member_id, seq FROM event e WHERE {NOT_SEALED} AND NOT {waits} ORDER BY member_id, seq", asked):
            yield _breach("row_inserted", newest, key)
    behind = f"SELECT {VERSIONS_MEMBER}, version FROM (SELECT {VERSIONS_MEMBER}::bigint AS member_id, version AS seq, version FROM program_version) e WHERE version <= %s AND {NOT_SEALED}"
    for key in conn.execute(behind, (last.upto_version,)):
        yield _breach("row_inserted", newest, key)
    twice = "SELECT k.m, k.s, max(id) FROM seal, unnest(members, seqs) AS k(m, s) WHERE k.m IS NOT NULL AND k.s IS NOT NULL GROUP BY k.m, k.s HAVING count(*) > 1 ORDER BY 1, 2"
    for member, seq, id in conn.execute(twice):
        yield _breach("row_twice", id, (member, seq))


def _breach(kind: str, seal: int, row: Sequence[Any]) -> Breach:
    return Breach(kind, seal, None if row[0] == VERSIONS_MEMBER else int(row[0]), int(row[1]))
