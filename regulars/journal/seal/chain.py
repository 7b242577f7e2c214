"""The seals as they are kept, and what is still to be sealed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import psycopg

from regulars.journal.seal.encoding import genesis, seal_head
from regulars.kit.periods import microseconds

Conn = psycopg.Connection[Any]
Place = tuple[int, int, int]  # (xid, member, seq): the order in which rows are sealed
NOWHERE: Place = (0, 0, 0)


class Seal(NamedTuple):
    """A seal and what it sits on. ``rows``: (member, seq, xid) in their order; ``hashes``: 32 bytes for each."""

    id: int
    version: int
    sealed_at: datetime
    before: bytes
    head: bytes
    rows: list[tuple[int, int, int]]
    hashes: bytes

    def recomputed(self) -> bytes | None:
        """The head its own contents give; None when they don't even fit together."""
        try:
            return seal_head(self.before, self.id, microseconds(self.sealed_at), self.rows, self.hashes)
        except ValueError:
            return None


class Last(NamedTuple):
    """The newest seal, without its rows. ``id`` 0: nothing is sealed yet, and ``head`` is the genesis."""

    id: int
    head: bytes
    total: int
    sealed_at: datetime | None
    cluster: int | None
    upto: Place
    upto_version: int


class Cluster(NamedTuple):
    """The server the ledger lives on now. Rows that came with a restore carry numbers of another server's transactions, up to ``last_xid``."""

    id: int
    first_xid: int
    last_xid: int

    def parameters(self) -> dict[str, int]:
        return {"first_xid": self.first_xid, "last_xid": self.last_xid}


# Whether a row was written on this server, after the ledger came to it. What a restore copied was written before ``first_xid``, by the row's own xmin,
# whatever number it carries; numbers above ``last_xid`` need no second look. (xmin has 32 bits: it is compared in a circle, as PostgreSQL does.)
OUR_OWN = """(xid >= %(first_xid)s AND (xid > %(last_xid)s OR ((xmin::text::bigint - %(first_xid)s) & 4294967295) < 2147483648))"""
# Whether a row came to this server by a restore (or was there before anything was sealed here).
FROM_BEFORE = "(((%(first_xid)s - 1 - xmin::text::bigint) & 4294967295) < 2147483648)"
NOT_SEALED = """NOT EXISTS (SELECT 1 FROM (SELECT k.m, k.s FROM seal, unnest(members, seqs) AS k(m, s)) AS sealed
                        WHERE sealed.m = e.member_id AND sealed.s = e.seq)"""


def last_seal(conn: Conn) -> Last:
    row = conn.execute(
        "SELECT id, head, total, sealed_at, cluster, upto_xid, upto_member, upto_seq, upto_version FROM seal ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return Last(0, genesis_of(conn), 0, None, None, NOWHERE, 0)
    return Last(row[0], row[1], row[2], row[3], row[4], (row[5], row[6], row[7]), row[8])


def genesis_of(conn: Conn) -> bytes:
    """The head before the first seal; the programme's id never changes."""
    row = conn.execute("SELECT program FROM program_version ORDER BY version LIMIT 1").fetchone()
    return genesis(str(row[0]) if row else "")


def seals_from(conn: Conn, first: int) -> Iterator[Seal]:
    """Every seal there is from number ``first`` on, one at a time."""
    after = first - 1
    while True:
        row = conn.execute(
            "SELECT id, version, sealed_at, before, head, members, seqs, xids, hashes FROM seal WHERE id > %s ORDER BY id LIMIT 1", (after,)
        ).fetchone()
        if row is None:
            return
        after = row[0]
        id, version, sealed_at, before, head, members, seqs, xids, hashes = row
        short = min(len(members), len(seqs), len(xids))
        whole = short == max(len(members), len(seqs), len(xids))
        yield Seal(id, version, sealed_at, before, head, list(zip(members, seqs, xids, strict=False)), hashes if whole else b"")


def cluster_of(conn: Conn) -> int:
    """Which server this is, as it names itself."""
    row = conn.execute("SELECT system_identifier FROM pg_control_system()").fetchone()
    return int(row[0]) if row else 0


def known_cluster(conn: Conn) -> Cluster | None:
    """What is known of this server; None before the first sealing on it."""
    row = conn.execute("SELECT cluster, first_xid, last_xid FROM seal_cluster WHERE cluster = %s", (cluster_of(conn),)).fetchone()
    return Cluster(*row) if row else None


def unsealed(conn: Conn, last: Last, cluster: Cluster | None, most: int) -> int:
    """How many events wait for their seal, counted up to ``most``."""
    xid, member, seq = last.upto
    asked = {"xid": xid, "member": member, "seq": seq, "most": most}
    if last.id == 0:
        query = "SELECT 1 FROM event LIMIT %(most)s"
    elif cluster is None or last.cluster != cluster.id:
        query = f"SELECT 1 FROM event e WHERE {NOT_SEALED} LIMIT %(most)s"
    else:
        asked |= cluster.parameters()
        query = f"SELECT 1 FROM event WHERE xid >= %(xid)s AND (xid, member_id, seq) > (%(xid)s, %(member)s, %(seq)s) AND {OUR_OWN} LIMIT %(most)s"
    row = conn.execute(f"SELECT count(*) FROM ({query}) AS waiting", asked).fetchone()
    return int(row[0]) if row else 0
