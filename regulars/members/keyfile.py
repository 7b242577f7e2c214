"""The shop's own keys, in one small file that no database and no database dump ever holds.

``wrapping`` keys wrap the members' data keys; ``index`` keys make blind indexes and search tokens. Each has an id, and the current one is named:
a rotation adds a key, makes it current, rewraps, and only then drops the old one.
"""

import base64
import binascii
import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from regulars.kit.errors import Invalid
from regulars.members import errors  # noqa: F401  (its sentences)
from regulars.members.sealing import KEY_BYTES, new_key


@dataclass(frozen=True, slots=True, repr=False)
class KeySet:
    """Keys of one purpose by id; ``current`` is the one new work uses."""

    current: str
    by_id: dict[str, bytes]

    @property
    def key(self) -> bytes:
        return self.by_id[self.current]


@dataclass(frozen=True, slots=True, repr=False)  # no repr: keys must not reach a log
class Secrets:
    wrapping: KeySet
    index: KeySet


def fresh_secrets() -> Secrets:
    return Secrets(KeySet("w1", {"w1": new_key()}), KeySet("i1", {"i1": new_key()}))


def open_key_file(path: Path) -> Secrets:
    """The keys in the file; on the first start of a shop it is created, readable by its owner only.

    Two processes starting at once agree on one file. Raises Invalid ``members.key_file_unreadable`` when the file is damaged,
    or when others on the machine may read it.
    """
    if not path.exists():
        _create(path)
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Invalid("members.key_file_unreadable", path=str(path), reason="others may read it; chmod 600")
    try:
        document = json.loads(path.read_text())
        return Secrets(_key_set(document["wrapping"]), _key_set(document["index"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, binascii.Error) as problem:
        raise Invalid("members.key_file_unreadable", path=str(path), reason=type(problem).__name__) from None


def with_new_wrapping_key(path: Path) -> Secrets:
    """Add a wrapping key to the file and make it the current one; the older ones stay until ``rewrap`` is done with them."""
    secrets = open_key_file(path)
    key_id = f"w{1 + max(int(id[1:]) for id in secrets.wrapping.by_id)}"
    changed = Secrets(KeySet(key_id, {**secrets.wrapping.by_id, key_id: new_key()}), secrets.index)
    _replace(path, changed)
    return changed


def without_older_wrapping_keys(path: Path) -> tuple[str, ...]:
    """Leave the current wrapping key alone in the file; gives the ids that left. What they still wrap could not be read again: ``rewrap`` first."""
    secrets = open_key_file(path)
    wrapping = secrets.wrapping
    _replace(path, Secrets(KeySet(wrapping.current, {wrapping.current: wrapping.key}), secrets.index))
    return tuple(id for id in wrapping.by_id if id != wrapping.current)


def _replace(path: Path, secrets: Secrets) -> None:
    beside = path.with_name(path.name + ".new")
    _write(beside, secrets)
    os.replace(beside, path)


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    mine = path.with_name(f"{path.name}.{os.urandom(6).hex()}")
    _write(mine, fresh_secrets())
    try:
        os.link(mine, path)  # fails when another process was first: then theirs is the file
    except FileExistsError:
        pass
    finally:
        mine.unlink()


def _write(path: Path, secrets: Secrets) -> None:
    document = {name: _written(getattr(secrets, name)) for name in ("wrapping", "index")}
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(document, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def _written(keys: KeySet) -> dict[str, object]:
    return {"current": keys.current, "keys": {id: base64.b64encode(key).decode() for id, key in keys.by_id.items()}}


def _key_set(document: dict[str, object]) -> KeySet:
    written = document["keys"]
    if not isinstance(written, dict):
        raise ValueError("keys")
    by_id = {str(id): base64.b64decode(text, validate=True) for id, text in written.items()}
    if document["current"] not in by_id or any(len(key) != KEY_BYTES for key in by_id.values()):
        raise ValueError("keys")
    return KeySet(str(document["current"]), by_id)
