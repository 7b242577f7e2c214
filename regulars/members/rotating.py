"""A new wrapping key, and the old one gone, while the shop runs.

The file gets a second wrapping key, which is current at once; every data key is wrapped again; then the old one leaves the file. Broken off at any
moment, the next run goes on where this one stopped. The members' own data keys, and everything sealed under them, stay as they are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from regulars.kit.errors import Refused
from regulars.members.keyfile import open_key_file, with_new_wrapping_key, without_older_wrapping_keys
from regulars.members.keyring import Keyring

_ONE_AT_A_TIME = 0x726F7461  # "rota"


@dataclass(frozen=True, slots=True)
class Rotated:
    """``current``: the id of the key that wraps from now on. ``went_on``: an earlier run had been broken off. ``dropped``: ids that left the file."""

    current: str
    went_on: bool
    rewrapped: int
    dropped: tuple[str, ...]


def rotate(keys_dsn: str, path: Path, *, on_progress: Callable[[int], None] | None = None) -> Rotated:
    """Put a new wrapping key in the place of the present one. on_progress: how many data keys are wrapped again so far.

    Raises Refused ``members.rotating`` while another one runs, KeyMissing and Tampered as reading does (nothing is dropped then), KeysAway.
    """
    keyring = Keyring(keys_dsn, lambda: open_key_file(path))
    try:
        with psycopg.connect(keys_dsn, autocommit=True) as alone:
            if not (alone.execute("SELECT pg_try_advisory_lock(%s)", (_ONE_AT_A_TIME,)).fetchone() or (False,))[0]:
                raise Refused("members.rotating")
            went_on = len(open_key_file(path).wrapping.by_id) > 1
            secrets = open_key_file(path) if went_on else with_new_wrapping_key(path)
            keyring.wait_for_makers()  # from here on nobody wraps with the old key any more
            rewrapped = keyring.rewrap(on_progress)
            dropped = without_older_wrapping_keys(path)
            return Rotated(secrets.wrapping.current, went_on, rewrapped, dropped)
    finally:
        keyring.close()


def wrapped_by(keys_dsn: str, path: Path) -> list[tuple[str, int, bool]]:
    """(key id, how many data keys it wraps, whether it is current), those of the file first."""
    wrapping = open_key_file(path).wrapping
    keyring = Keyring(keys_dsn, lambda: open_key_file(path))
    try:
        counts = keyring.counts()
    finally:
        keyring.close()
    ids = [*wrapping.by_id, *(id for id in sorted(counts) if id not in wrapping.by_id)]
    return [(id, counts.get(id, 0), id == wrapping.current) for id in ids]
