"""The manifest of a snapshot: which files it consists of, how far they reach, and what each must look like.

A file is written once and never changed. The manifest alone says which files count, and takes its name last: a snapshot that broke off
half-way left some files nobody names, and the one before is as valid as it was.
"""

import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from regulars.kit.errors import NotFound, Refused

NAME = "manifest.json"
FORMAT = 3  # 2: visits, 3: gifts; an older snapshot is taken anew
TABLES = ("events", "transfers", "order_lines", "returned_lines", "behaviours", "visits", "gifts", "members")
_PARTS = re.compile(r"[0-9]{6,}(-[0-9a-z]+)*\.parquet")


class NoSnapshot(NotFound):
    code = "snapshot.none"


class DamagedSnapshot(Refused):
    code = "snapshot.damaged"


class Part(msgspec.Struct, frozen=True):
    """One file, relative to the folder."""

    file: str
    rows: int
    bytes: int
    sha256: str
    of: list[str] = []  # the hashes of the parts this one was put together from, in their order


class Shop(msgspec.Struct, frozen=True):
    """What one must know of the programme to read the tables: money in the smallest unit of ``currency``, days in ``timezone``."""

    program: str
    currency: str
    digits: int
    timezone: str
    wallets: dict[str, str] = {}  # wallet -> what one point is worth, a decimal text in the currency's unit; "" where nothing is said
    settings: dict[str, str] = {}  # what the shop has told insight, as it typed it


class Origin(msgspec.Struct, frozen=True):
    """Which database it is of: another server, another database of the name, or another counting of its transactions is read anew from the beginning."""

    cluster: str
    database: int
    first_xid: int


class Manifest(msgspec.Struct, frozen=True):
    """``number`` counts the snapshots of this folder. ``horizon``: every event of a transaction below it is in, none at or above."""

    format: int
    number: int
    taken_at: str
    origin: Origin
    horizon: int
    shop: Shop
    refused: list[int]  # members whose rows are in no table of profiling
    merged: dict[int, int]  # member -> the one they go on as
    tables: dict[str, list[Part]]

    def files(self, table: str) -> list[str]:
        return [part.file for part in self.tables.get(table, ())]

    def rows(self, table: str) -> int:
        return sum(part.rows for part in self.tables.get(table, ()))


def read_manifest(folder: Path) -> Manifest:
    """Raises NoSnapshot, DamagedSnapshot when the manifest can't be read."""
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=Manifest)
    except (FileNotFoundError, NotADirectoryError):
        raise NoSnapshot(folder=str(folder)) from None
    except msgspec.MsgspecError as error:
        raise DamagedSnapshot(file=NAME, why=str(error)[:200]) from None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """From here on the snapshot is this one; the files of the one before go."""
    draft = folder / f".{NAME}"
    with draft.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / NAME)
    _sync(folder)
    sweep(folder, manifest)


def sweep(folder: Path, manifest: Manifest) -> None:
    """Remove parts that the manifest doesn't name: of a snapshot that broke off, or that was replaced."""
    named = {folder / part.file for parts in manifest.tables.values() for part in parts}
    for table in TABLES:
        for file in (folder / table).glob("*"):
            if file not in named and _PARTS.fullmatch(file.name):
                file.unlink(missing_ok=True)


def part_of(folder: Path, file: Path, rows: int) -> Part:
    """A finished file as a part: on disk for good, with its hash."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    _sync(file.parent)
    return Part(file.relative_to(folder).as_posix(), rows, file.stat().st_size, digest)


def check_parts(folder: Path, manifest: Manifest, tables: Iterable[str] = TABLES) -> int:
    """Hash every file again; gives how many there are. Raises DamagedSnapshot with the first that isn't as it was written."""
    checked = 0
    for table in tables:
        for part in manifest.tables.get(table, ()):
            try:
                with (folder / part.file).open("rb") as opened:
                    found = hashlib.file_digest(opened, "sha256").hexdigest()
            except OSError as error:
                raise DamagedSnapshot(file=part.file, why=error.strerror or str(error)) from None
            if found != part.sha256:
                raise DamagedSnapshot(file=part.file, why=f"sha256 {found[:12]}…")
            checked += 1
    return checked


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def quoted(paths: Iterable[Any]) -> str:
    """A list of files as DuckDB reads it."""
    return "[" + ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths) + "]"
