"""Heads of the chain outside the database: a small signed text to keep elsewhere. Against it even a chain written wholly anew is found out.

    regulars heads 1
    program grocer
    seal 42 2026-11-23T04:00:00.000000+00:00 9c1e…
    seal 41 …
    key 5f0b…
    signature 77ab…

The newest seal first, then the ones 1, 2, 4, 8 … before it, so that a rewritten chain is narrowed down. The signature (Ed25519) is over
every byte before its own line.
"""

import re
from collections.abc import Iterator
from datetime import UTC
from typing import Any, NamedTuple

import psycopg
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from regulars.journal.errors import NoProgram
from regulars.kit.errors import Invalid, Refused
from regulars.kit.phrases import phrases

Conn = psycopg.Connection[Any]

_FIRST_LINE = "regulars heads 1"
_TEXT = re.compile(
    _FIRST_LINE + r"\nprogram (?P<program>[^\n]+)\n(?P<seals>(?:seal \d{1,18} [^ \n]{1,40} [0-9a-f]{64}\n)+)key (?P<key>[0-9a-f]{64})\nsignature (?P<signature>[0-9a-f]{128})\n?",
    re.ASCII,
)

phrases(
    {
        "seal.nothing_sealed": ("nothing has been sealed yet", "尚未封存任何记录", "尚未封存任何記錄"),
        "seal.heads_unreadable": (
            "{file} is not a file of heads that `regulars ledger heads` wrote",
            "{file} 不是由 `regulars ledger heads` 写出的文件",
            "{file} 不是由 `regulars ledger heads` 寫出的檔案",
        ),
        "seal.heads_forged": (
            "{file} was changed after it was signed",
            "{file} 在签名之后被改动过",
            "{file} 在簽名之後被改動過",
        ),
        "seal.heads_of_another": (
            "{file} is of the programme “{theirs}”, this ledger of “{ours}”",
            "{file} 属于会员计划“{theirs}”，而本账本属于“{ours}”",
            "{file} 屬於會員計劃「{theirs}」，而本帳本屬於「{ours}」",
        ),
    }
)


class Head(NamedTuple):
    seal: int
    sealed_at: str
    head: bytes


class Heads(NamedTuple):
    """What a file says. ``key``: the public key it is signed with, hex."""

    program: str
    heads: list[Head]  # newest first
    key: str


def write_heads(conn: Conn, key: Ed25519PrivateKey) -> str:
    """The text to keep elsewhere. Raises Refused ``seal.nothing_sealed`` and NoProgram."""
    program = _program_of(conn)
    row = conn.execute("SELECT max(id) FROM seal").fetchone()
    if not row or not row[0]:
        raise Refused("seal.nothing_sealed")
    rows = conn.execute("SELECT id, sealed_at, head FROM seal WHERE id = ANY (%s) ORDER BY id DESC", (list(_places(row[0])),)).fetchall()
    lines = [_FIRST_LINE, f"program {program}"]
    lines += [f"seal {id} {sealed_at.astimezone(UTC).isoformat(timespec='microseconds')} {bytes(head).hex()}" for id, sealed_at, head in rows]
    lines.append(f"key {key.public_key().public_bytes_raw().hex()}")
    text = "\n".join(lines) + "\n"
    return f"{text}signature {key.sign(text.encode()).hex()}\n"


def read_heads(text: str, file: str) -> Heads:
    """What a file of heads says. Raises Invalid ``seal.heads_unreadable | seal.heads_forged``."""
    found = _TEXT.fullmatch(text)
    if found is None:
        raise Invalid("seal.heads_unreadable", file=file)
    signed = text[: found.start("signature") - len("signature ")]
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(found["key"])).verify(bytes.fromhex(found["signature"]), signed.encode())
    except InvalidSignature:
        raise Invalid("seal.heads_forged", file=file) from None
    lines = [line.split(" ") for line in found["seals"].splitlines()]
    return Heads(found["program"], [Head(int(id), at, bytes.fromhex(head)) for _, id, at, head in lines], found["key"])


class HeadBreach(NamedTuple):
    """The chain is not the one whose heads were kept: it was written anew somewhere from ``first`` to ``last``."""

    first: int
    last: int

    def __str__(self) -> str:
        where = f"seal {self.last}" if self.first == self.last else f"seals {self.first} to {self.last}"
        return f"the chain is not the one that was exported: it was written anew, or cut off, from somewhere in {where} on"


def check_heads(conn: Conn, heads: Heads, file: str) -> HeadBreach | None:
    """Compare the chain with heads kept elsewhere. Raises Invalid ``seal.heads_of_another``."""
    ours = _program_of(conn)
    if heads.program != ours:
        raise Invalid("seal.heads_of_another", file=file, theirs=heads.program, ours=ours)
    found = {id: bytes(head) for id, head in conn.execute("SELECT id, head FROM seal WHERE id = ANY (%s)", ([one.seal for one in heads.heads],))}
    good, bad = 0, 0
    for one in sorted(heads.heads):
        if found.get(one.seal) == one.head:
            good = one.seal
        else:
            bad = one.seal
            break
    return HeadBreach(good + 1, bad) if bad else None


def _places(newest: int) -> Iterator[int]:
    yield newest
    back = 1
    while back < newest:
        yield newest - back
        back *= 2


def _program_of(conn: Conn) -> str:
    row = conn.execute("SELECT program FROM program_version ORDER BY version LIMIT 1").fetchone()
    if row is None:
        raise NoProgram()
    return str(row[0])
