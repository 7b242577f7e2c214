"""This process's way to personal data: the key file, the database ``keys`` and the shop's region, as the settings name them.

Settings: ``KEYS_DSN``, ``KEY_FILE`` and ``REGION`` (two letters such as CN; empty: phone numbers need their country code).
"""

import atexit
import threading
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from regulars.members import blind
from regulars.members.errors import KeyMissing
from regulars.members.keyfile import open_key_file
from regulars.members.keyring import DataKey, Keyring
from regulars.members.reading import note
from regulars.members.sealing import seal, unseal


class Vault:
    """Seals, opens and indexes. ``region`` is the shop's, for phone numbers written without a country code."""

    def __init__(self, keys_dsn: str, key_file: Path, region: str = "") -> None:
        self.keyring = Keyring(keys_dsn, lambda: open_key_file(key_file))
        self.region = region

    def blind_index(self, kind: str, normal: str) -> bytes:
        return blind.blind_index(self.keyring.secrets.index.key, kind, normal)

    def token(self, about: str, piece: str) -> int:
        return blind.search_token(self.keyring.secrets.index.key, about, piece)

    def seal(self, key: DataKey, value: str, *, table: str, column: str, member_id: int) -> bytes:
        return seal(key.key, value, table=table, column=column, member_id=member_id, version=key.version)

    def open(self, keys: Mapping[int, DataKey], sealed: bytes, *, table: str, column: str, member_id: int) -> str:
        """The value, and a note of who reads it.

        Raises KeyMissing when the member's key is gone, Tampered when the field was changed or moved, NoReader when nobody said who reads.
        """
        key = keys.get(member_id)
        if key is None:
            raise KeyMissing(key="data_key")
        note(member_id, "identity" if table == "member_identity" else column)
        return unseal(key.key, sealed, table=table, column=column, member_id=member_id, version=key.version)


_vaults: dict[tuple[str, Path], Vault] = {}  # one in a running shop; a test that looks at another database gets another
_lock = threading.Lock()


def vault() -> Vault:
    """The process's vault, opened at its first use (the key file is made then, if the shop is new)."""
    place = (settings.KEYS_DSN, Path(settings.KEY_FILE))
    with _lock:
        if place not in _vaults:
            close_vaults()
            _vaults[place] = Vault(*place, settings.REGION)
    return _vaults[place]


def close_vaults() -> None:
    """Forget the keys in memory and let go of the keys' database."""
    while _vaults:
        _vaults.popitem()[1].keyring.close()


atexit.register(close_vaults)
