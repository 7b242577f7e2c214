"""Keyed hashes that let equal values be found without being kept: HMAC-SHA-256 under the shop's index key. Pure."""

import hmac

TOKEN_BYTES = 8  # a search token only has to be rare: every hit is checked against the opened value


def blind_index(index_key: bytes, kind: str, normal: str) -> bytes:
    """32 bytes for one normalised identity; the kind keeps a card and a phone of the same digits apart."""
    return _hash(index_key, "identity", kind, normal)


def search_token(index_key: bytes, about: str, piece: str) -> int:
    """A signed 64-bit number for one searchable piece. ``about``: name, phone, phone_end or email."""
    return int.from_bytes(_hash(index_key, "search", about, piece)[:TOKEN_BYTES], "big", signed=True)


def _hash(index_key: bytes, *parts: str) -> bytes:
    return hmac.digest(index_key, "\0".join(parts).encode(), "sha256")  # no part holds \0: normal.py refuses it
