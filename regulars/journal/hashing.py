"""What makes two deliveries the same event: a SHA-256 over its canonical content. And what the database could not keep."""

import hashlib
import re

import msgspec

from regulars.journal.errors import Unstorable

_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder(order="sorted").encode
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def canonical(body: bytes) -> bytes:
    """The JSON with sorted keys and no blanks. Raises Unstorable for what is no JSON, or holds NUL or half a surrogate pair."""
    try:
        text = _encode(_decode(body))
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise Unstorable(field="data", problem=str(error)) from None
    if b"\\" in text and b"\\u0000" in text and _NUL.search(text):
        raise Unstorable(field="data", problem="NUL character")
    return text


def body_hash(type: str, at_us: int, body: bytes, known_canonical: bytes = b"") -> bytes:
    """SHA-256 over type, time and canonical data: key order and blanks don't matter, everything else does.

    known_canonical: ``canonical(body)``, when the caller has it already.
    """
    return hashlib.sha256(b"%b\n%d\n%b" % (type.encode(), at_us, known_canonical or canonical(body))).digest()


def check_text(field: str, text: str, longest: int) -> None:
    """Raises Unstorable when ``text`` is empty, too long, or holds what PostgreSQL refuses."""
    if not text or len(text) > longest:
        raise Unstorable(field=field, problem=f"1 to {longest} characters")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise Unstorable(field=field, problem="half a surrogate pair") from None
    if "\x00" in text:
        raise Unstorable(field=field, problem="NUL character")
