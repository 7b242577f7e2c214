"""What is hashed, byte for byte. Pure; the page docs/algorithms/seal.md is made of the same words.

Numbers are eight bytes, big-endian, two's complement. Text is UTF-8 and bytes are bytes, each after its length (four bytes, big-endian).
What may be absent begins with one byte: 0 absent, 1 present. The two JSON documents of an event stand as the SHA-256 of the bytes that
were stored; they are never written anew. Nothing here may ever change: another encoding gets another ``VERSION``.
"""

import hashlib
import struct
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

VERSION = 1
EVENT, PROGRAMME, SEAL, GENESIS = b"\x01\x01", b"\x01\x02", b"\x01\x03", b"\x01\x00"  # the version, then the kind
HASH_BYTES = 32
VERSIONS_MEMBER = 0  # stands for the programme where a row's member is asked for

_number = struct.Struct(">q").pack
_numbers2, _numbers3 = struct.Struct(">qq").pack, struct.Struct(">qqq").pack
_length = struct.Struct(">I").pack


class SealedTransfer(NamedTuple):
    """``expires``: the lot's last usable day, in days since 1970-01-01."""

    n: int
    wallet: str
    source: str
    target: str
    points: int
    lot: str
    expires: int | None
    rule: str
    program_version: int


class SealedEvent(NamedTuple):
    """An event as it is hashed. Moments are microseconds since 1970; ``body`` and ``outcome`` are digests."""

    source: str
    external_id: str
    type: str
    order_id: str | None
    occurred_us: int
    recorded_us: int
    known_version: int
    body_hash: bytes
    body: bytes
    outcome: bytes
    transfers: Sequence[SealedTransfer]


class SealedVersion(NamedTuple):
    """A version of the programme as it is hashed; ``document`` is a digest."""

    program: str
    document: bytes
    in_force_us: int | None
    applied_us: int
    applied_by: str
    kind: str
    about: int | None
    reason: str


def digest(stored: bytes) -> bytes:
    return hashlib.sha256(stored).digest()


def event_bytes(event: SealedEvent) -> bytes:
    """Everything of an event but its key."""
    parts = [
        _word(event.source),
        _text(event.external_id),
        _word(event.type),
        b"\0" if event.order_id is None else b"\1" + _text(event.order_id),
        _numbers3(event.occurred_us, event.recorded_us, event.known_version),
        _blob(event.body_hash),
        _blob(event.body),
        _blob(event.outcome),
        _number(len(event.transfers)),
    ]
    for n, wallet, source, target, points, lot, expires, rule, version in event.transfers:
        parts += (
            _number(n),
            _word(wallet),
            _word(source),
            _word(target),
            _number(points),
            _word(lot),
            _maybe(expires),
            _word(rule),
            _number(version),
        )
    return b"".join(parts)


def version_bytes(version: SealedVersion) -> bytes:
    """Everything of a version but its key."""
    return b"".join(
        (
            _text(version.program),
            _blob(version.document),
            _maybe(version.in_force_us),
            _number(version.applied_us),
            _text(version.applied_by),
            _text(version.kind),
            _maybe(version.about),
            _text(version.reason),
        )
    )


def key_bytes(member_id: int, seq: int) -> bytes:
    """Which row: (member, seq) of an event; (0, number) of a version."""
    return (PROGRAMME if member_id == VERSIONS_MEMBER else EVENT) + _numbers2(member_id, seq)


def row_hash(member_id: int, seq: int, content: bytes) -> bytes:
    return hashlib.sha256(key_bytes(member_id, seq) + content).digest()


def genesis(program: str) -> bytes:
    """The head before the first seal: it names the programme."""
    return digest(GENESIS + _text("regulars") + _text(program))


def seal_head(before: bytes, id: int, sealed_us: int, rows: Iterable[tuple[int, int, int]], hashes: bytes) -> bytes:
    """The head of seal ``id`` over its rows (member, seq, xid), with their hashes one after the other. Raises ValueError when these don't fit."""
    hashed = hashlib.sha256(SEAL + _blob(before))
    records = [_numbers3(*row) + hashes[at : at + HASH_BYTES] for at, row in zip(range(0, len(hashes), HASH_BYTES), rows, strict=True)]
    hashed.update(_numbers3(id, sealed_us, len(records)))
    hashed.update(b"".join(records))
    return hashed.digest()


def _maybe(value: int | None) -> bytes:
    return b"\0" if value is None else b"\1" + _number(value)


def _blob(value: bytes) -> bytes:
    return _length(len(value)) + value


def _text(value: str) -> bytes:
    return _blob(value.encode())


_word = lru_cache(maxsize=16_384)(_text)  # wallets, accounts, rules and lots come again and again
