"""Sealing: what is final and not yet sealed gets its hashes and its place in the chain, up to 10,000 rows a seal.

Final is what was written before the oldest transaction that still runs: nothing can appear before it any more. A long transaction delays
the seal and spoils nothing. One sealer at a time holds a lock; whoever comes second leaves.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import psycopg

from regulars.journal.seal.chain import (
    FROM_BEFORE,
    NOT_SEALED,
    OUR_OWN,
    Cluster,
    Last,
    Place,
    cluster_of,
    known_cluster,
    last_seal,
)
from regulars.journal.seal.encoding import VERSION, VERSIONS_MEMBER, row_hash, seal_head
from regulars.journal.seal.rows import read_rows
from regulars.kit.periods import instant

Conn = psycopg.Connection[Any]
Clock = Callable[[], int]  # microseconds since 1970

SEAL_LOCK = 0x7365616C  # "seal": one sealer at a time
MOST_ROWS = 10_000
KEYS_AT_ONCE = 200_000

_KEYS = f"""
SELECT xid, member_id, seq FROM event
 WHERE xid >= %(xid)s AND (xid, member_id, seq) > (%(xid)s, %(member)s, %(seq)s) AND xid < %(horizon)s AND {OUR_OWN}
 ORDER BY xid, member_id, seq LIMIT %(most)s
"""
_LEFT_FROM_BEFORE = f"SELECT xid, member_id, seq FROM event e WHERE {FROM_BEFORE} AND {NOT_SEALED} ORDER BY xid, member_id, seq LIMIT %(most)s"
_VERSIONS = "SELECT version FROM program_version WHERE version > %s ORDER BY version"
_INSERT = """
INSERT INTO seal (id, version, sealed_at, before, head, rows, members, seqs, xids, hashes, total, cluster, upto_xid, upto_member, upto_seq, upto_version)
VALUES (%s, %s, %s, %s, %s, %s, %s::bigint[], %s::bigint[], %s::bigint[], %s, %s, %s, %s, %s, %s, %s)
"""


class Sealer:
    """One for each process that seals; it remembers what need not be looked at twice. Hand in a connection in autocommit mode."""

    def __init__(self, clock: Clock, most_rows: int = MOST_ROWS) -> None:
        self._clock = clock
        self._most_rows = most_rows
        self._taken_over = False  # whether everything from before this server's own transactions is sealed

    def seal(self, conn: Conn) -> int:
        """Seal everything that is final; gives the number of rows. 0 also when another sealer is at it."""
        row = conn.execute("SELECT pg_try_advisory_lock(%s)", (SEAL_LOCK,)).fetchone()
        if not row or not row[0]:
            return 0
        try:
            return self._seal(conn)
        finally:
            if not conn.closed:
                conn.execute("SELECT pg_advisory_unlock(%s)", (SEAL_LOCK,))

    def _seal(self, conn: Conn) -> int:
        if conn.execute("SELECT 1 FROM program_version LIMIT 1").fetchone() is None:
            return 0
        cluster = known_cluster(conn) or _arrive(conn, instant(self._clock()))
        horizon = _horizon(conn)
        last = last_seal(conn)
        before = last.total
        if last.cluster != cluster.id and not self._taken_over:
            if horizon <= cluster.first_xid:
                return 0  # something that began before we came here still runs
            last = self._take_over(conn, last, cluster)
        while True:
            found = self._final(conn, last, cluster, horizon)
            last = self._append_all(conn, last, found, cluster.id)
            if len(found) < KEYS_AT_ONCE:
                return last.total - before

    def _take_over(self, conn: Conn, last: Last, cluster: Cluster) -> Last:
        """Seal what was there before this server's own transactions began to count."""
        asked = {**cluster.parameters(), "most": KEYS_AT_ONCE}
        while not self._taken_over:
            found = conn.execute(_LEFT_FROM_BEFORE, asked).fetchall()
            last = self._append_all(conn, last, found, None)
            self._taken_over = len(found) < KEYS_AT_ONCE
        return last

    def _final(self, conn: Conn, last: Last, cluster: Cluster, horizon: int) -> list[Place]:
        xid, member, seq = last.upto if last.cluster == cluster.id else (cluster.first_xid, 0, 0)
        asked = {**cluster.parameters(), "xid": xid, "member": member, "seq": seq, "horizon": horizon, "most": KEYS_AT_ONCE}
        return conn.execute(_KEYS, asked).fetchall()

    def _append_all(self, conn: Conn, last: Last, places: list[Place], cluster: int | None) -> Last:
        """These events, in as many seals as it takes. The programme's new versions come first."""
        versions = [(0, VERSIONS_MEMBER, int(version)) for (version,) in conn.execute(_VERSIONS, (last.upto_version,))]
        for part in _parts([*versions, *places], self._most_rows):
            last = self._append(conn, last, part, cluster)
        return last

    def _append(self, conn: Conn, last: Last, places: list[Place], cluster: int | None) -> Last:
        rows = [(member, seq, xid) for xid, member, seq in places]
        hashes = b"".join(_hash_of(found, row) for found, row in zip(read_rows(conn, [row[:2] for row in rows]), rows, strict=True))
        id, sealed_us = last.id + 1, self._clock()
        head = seal_head(last.head, id, sealed_us, rows, hashes)
        versions = [seq for _, member, seq in places if member == VERSIONS_MEMBER]
        is_ours = cluster is not None and len(versions) < len(places)
        seal = Last(
            id,
            head,
            last.total + len(rows),
            instant(sealed_us),
            cluster if is_ours else last.cluster,
            places[-1] if is_ours else last.upto,
            versions[-1] if versions else last.upto_version,
        )
        members, seqs, xids = (list(column) for column in zip(*rows, strict=True))
        conn.execute(
            _INSERT,
            (id, VERSION, seal.sealed_at, last.head, head, len(rows), members, seqs, xids, hashes, seal.total, seal.cluster, *seal.upto, seal.upto_version),
        )
        return seal


def _arrive(conn: Conn, at: datetime) -> Cluster:
    """The ledger's first sealing on this server: from here on its own transaction numbers count."""
    with conn.transaction():
        conn.execute(
            "INSERT INTO seal_cluster (cluster, began_at, first_xid, last_xid)"
            " SELECT %s, %s, pg_current_xact_id()::text::bigint, coalesce(max(xid), 0) FROM event",
            (cluster_of(conn), at),
        )
    found = known_cluster(conn)
    assert found is not None
    return found


def _horizon(conn: Conn) -> int:
    row = conn.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint").fetchone()
    return int(row[0]) if row else 0


def _hash_of(found: Any, row: tuple[int, int, int]) -> bytes:
    if found is None:
        raise LookupError(f"event {row[1]} of member {row[0]} was there a moment ago")
    return row_hash(row[0], row[1], found.content)


def _parts(places: Iterable[Place], size: int) -> Iterator[list[Place]]:
    coming = iter(places)
    while part := list(islice(coming, size)):
        yield part
