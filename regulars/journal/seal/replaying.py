"""A replayed ledger sealed again: in the recorded order, with the recorded times. It must end in the same head."""

from typing import Any, NamedTuple

import psycopg

from regulars.journal.seal.chain import genesis_of, seals_from
from regulars.journal.seal.encoding import HASH_BYTES, VERSION, seal_head
from regulars.journal.seal.rows import read_rows
from regulars.kit.periods import microseconds

Conn = psycopg.Connection[Any]

_COPY = """
INSERT INTO seal (id, version, sealed_at, before, head, rows, members, seqs, xids, hashes, total, upto_xid, upto_member, upto_seq, upto_version)
VALUES (%s, %s, %s, %s, %s, %s, %s::bigint[], %s::bigint[], %s::bigint[], %s, %s, 0, 0, 0, 0)
"""
_MISSING = bytes(HASH_BYTES)  # stands where the replay has no such row


class Resealed(NamedTuple):
    """``differs``: the first seal whose head came out otherwise, with (recorded, replayed); None: the whole chain is the same."""

    seals: int
    head: bytes
    differs: tuple[int, bytes, bytes] | None = None


def reseal(conn: Conn, empty: Conn) -> Resealed:
    """Seal the rows of ``empty``, the replay of ``conn``, as ``conn`` was sealed, and compare the heads one by one. Stops at the first that differs."""
    head, seals, total = genesis_of(empty), 0, 0
    for seal in seals_from(conn, 1):
        found = read_rows(empty, [row[:2] for row in seal.rows])
        hashes = b"".join(row.hash if row is not None else _MISSING for row in found)
        before, head = head, seal_head(head, seal.id, microseconds(seal.sealed_at), seal.rows, hashes)
        seals, total = seals + 1, total + len(seal.rows)
        members, seqs, xids = (list(column) for column in zip(*seal.rows, strict=True))
        empty.execute(_COPY, (seal.id, VERSION, seal.sealed_at, before, head, len(seal.rows), members, seqs, xids, hashes, total))
        if head != seal.head:
            return Resealed(seals, head, (seal.id, seal.head, head))
    return Resealed(seals, head)
