"""Points counted once are kept beside the snapshot, so that the next count reads only what came since.

``points/counted.json`` names the parts of the snapshot it has counted, in their order, by hash; ``points/lots-….parquet`` holds every lot of every member,
with what is left of it. Both are thrown away for a new count when the snapshot does not go on from these very parts, when the wallet or the time zone
is another, or when the file is not what was written.
"""

import hashlib
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from regulars.insight.liability.triangle import Increments
from regulars.insight.snapshot.manifest import Manifest, quoted

FORMAT = 1
FOLDER, NAME = "points", "counted.json"
LEFT_AFTER_S = 6 * 3_600
LOTS = pa.schema(
    {"member": pa.int64(), "place": pa.int32(), "lot": pa.string(), "cohort": pa.int32(), "left": pa.int64(), "first": pa.int32(), "last": pa.int32()}
)  # cohort, first (of the lot), last (of the member): months since year 0; place: the order in which a member's lots are spent, each by itself


class Counted(msgspec.Struct, frozen=True):
    """Sums by period; cells: cohort by age. first: the month of the first period. parts: hashes of the transfers' parts that are counted, ``rows`` in all. size, sha256: of the lots' file."""

    wallet: str
    zone: str
    parts: list[str]
    rows: int
    first: int
    issued: list[int]
    cells: list[list[int]]
    changes: dict[str, list[int]]
    lots: str = ""
    size: int = 0
    sha256: str = ""
    format: int = FORMAT

    @property
    def increments(self) -> Increments:
        return Increments(np.array(self.issued, np.int64), np.array(self.cells, np.int64).reshape(len(self.issued), len(self.issued)))


@dataclass(frozen=True, slots=True)
class Rest:
    """SQL of the transfers that are not counted yet, in the snapshot's order; None: there are none. rows: how many."""

    sql: str | None
    rows: int


def parts_of(manifest: Manifest) -> list[str]:
    """The hashes of all transfers' parts as they were first written."""
    return [sha256 for part in manifest.tables.get("transfers", ()) for sha256 in part.of or [part.sha256]]


def read_counted(folder: Path, manifest: Manifest, wallet: str, zone: str) -> Counted | None:
    """None where nothing is kept that this snapshot goes on from."""
    try:
        found = msgspec.json.decode((folder / FOLDER / NAME).read_bytes(), type=Counted)
        if (found.format, found.wallet, found.zone) != (FORMAT, wallet, zone) or parts_of(manifest)[: len(found.parts)] != found.parts:
            return None
        with (folder / FOLDER / found.lots).open("rb") as file:
            whole = os.fstat(file.fileno()).st_size == found.size and hashlib.file_digest(file, "sha256").hexdigest() == found.sha256
    except (OSError, msgspec.MsgspecError):
        return None
    return found if whole else None


def rest_of(folder: Path, manifest: Manifest, counted: Counted) -> Rest:
    """A part that was put together holds its own in their order: of one that holds counted rows too, those are left out by their places."""
    before, pieces = 0, []
    for part in manifest.tables.get("transfers", ()):
        skip = max(0, counted.rows - before)
        before += part.rows
        if skip < part.rows:
            file = quoted([folder / part.file])
            pieces.append(f"SELECT * FROM read_parquet({file})" if not skip else f"SELECT * EXCLUDE (file_row_number) FROM read_parquet({file}, file_row_number = true) WHERE file_row_number >= {skip}")
    return Rest(" UNION ALL ".join(pieces) or None, before - counted.rows)


class LotsWriter:
    """Lots as they are counted, a few members at a time, to a file that takes its name last."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError where nothing can be written."""
        self.folder = folder / FOLDER
        self.folder.mkdir(mode=0o700, exist_ok=True)
        for left in self.folder.glob(".lots-*"):  # of a count that was killed
            if left.stat().st_mtime < time.time() - LEFT_AFTER_S:
                left.unlink(missing_ok=True)
        self.draft = self.folder / f".lots-{os.getpid()}-{os.urandom(4).hex()}.parquet"
        self._file = pq.ParquetWriter(self.draft, LOTS, compression="zstd", use_dictionary=["lot"])

    def add(self, columns: Iterable[Any]) -> None:
        self._file.write_table(pa.Table.from_arrays(list(columns), schema=LOTS))

    def close(self) -> None:
        self._file.close()


def put_together(store: duckdb.DuckDBPyConnection, folder: Path, before: Counted, now: LotsWriter) -> None:
    """Into the file of ``now``, closed: the lots of before too, of every member it does not tell of."""
    old, new = (quoted([file]) for file in (folder / FOLDER / before.lots, now.draft))
    both = now.draft.with_name(now.draft.name + ".both")
    store.execute(
        f"COPY (SELECT * FROM read_parquet({old}) WHERE member NOT IN (SELECT member FROM read_parquet({new})) UNION ALL SELECT * FROM read_parquet({new}))"
        f" TO '{str(both).replace(chr(39), chr(39) * 2)}' (FORMAT parquet, COMPRESSION zstd)"
    )
    both.replace(now.draft)


def keep_counted(now: LotsWriter, counted: Counted) -> None:
    """``counted`` without its file's name: from here on the next count goes on from it."""
    folder = now.folder
    with now.draft.open("rb") as file:
        os.fsync(file.fileno())
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    name = f"lots-{sha256[:16]}.parquet"
    size = now.draft.stat().st_size
    now.draft.replace(folder / name)
    draft = folder / f".{NAME}-{os.getpid()}-{sha256[:8]}"
    with draft.open("wb") as out:
        out.write(msgspec.json.encode(msgspec.structs.replace(counted, lots=name, size=size, sha256=sha256)))
        out.flush()
        os.fsync(out.fileno())
    draft.replace(folder / NAME)
    for other in folder.glob("lots-*.parquet"):
        if other.name != name:
            other.unlink(missing_ok=True)
