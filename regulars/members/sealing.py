"""One personal field, sealed: AES-256-GCM with a random nonce, bound to its table, column, member and key version.

A sealed field is ``format (1 byte) + key version (2 bytes) + nonce (12) + ciphertext and tag``. Copied to another member, column or
version it does not open. Pure, but for the randomness of the nonce.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from regulars.members.errors import Tampered

KEY_BYTES = 32
NONCE_BYTES = 12  # 96 random bits: the size GCM is made for; one member's key seals far fewer than 2^32 fields
_FORMAT = b"\x01"
_HEAD = 3


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def seal(key: bytes, value: str, *, table: str, column: str, member_id: int, version: int) -> bytes:
    """The value as it may be stored. Equal values give different bytes each time."""
    nonce = os.urandom(NONCE_BYTES)
    place = _place(table, column, member_id, version)
    return _FORMAT + version.to_bytes(2, "big") + nonce + AESGCM(key).encrypt(nonce, value.encode(), place)


def unseal(key: bytes, sealed: bytes, *, table: str, column: str, member_id: int, version: int) -> str:
    """The inverse of ``seal``. Raises Tampered when one bit, the place or the version is another."""
    sealed = bytes(sealed)
    if sealed[:1] != _FORMAT or int.from_bytes(sealed[1:_HEAD], "big") != version:
        raise Tampered(column=column)
    nonce, ciphertext = sealed[_HEAD : _HEAD + NONCE_BYTES], sealed[_HEAD + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, _place(table, column, member_id, version)).decode()
    except (InvalidTag, ValueError):
        raise Tampered(column=column) from None


def wrap(wrapping_key: bytes, data_key: bytes, *, key_id: str, member_id: int, version: int) -> bytes:
    """A member's data key as it may be stored in the database ``keys``."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(wrapping_key).encrypt(nonce, data_key, _place("data_key", key_id, member_id, version))


def unwrap(wrapping_key: bytes, wrapped: bytes, *, key_id: str, member_id: int, version: int) -> bytes:
    """The inverse of ``wrap``. Raises Tampered likewise."""
    wrapped = bytes(wrapped)
    place = _place("data_key", key_id, member_id, version)
    try:
        return AESGCM(wrapping_key).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], place)
    except (InvalidTag, ValueError):
        raise Tampered(column="data_key") from None


def _place(table: str, column: str, member_id: int, version: int) -> bytes:
    return f"{table}|{column}|{member_id}|{version}".encode()
