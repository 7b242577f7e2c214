"""A file of rows as Arrow batches of the columns we know by our own names, and the line each row stands on: CSV, NDJSON, Parquet, or a sheet of an .xlsx workbook.

CSV, NDJSON and sheets are read as text only, so that a decimal stays what was written. Parquet columns keep their types.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from regulars.connectors.columns import ROW, Columns, Kind, Ragged, find_columns
from regulars.connectors.csv_rows import CsvRows
from regulars.connectors.json_rows import JsonRows, is_lines
from regulars.connectors.parquet_rows import ParquetRows
from regulars.connectors.sheet_rows import SheetRows
from regulars.connectors.text_file import Unreadable, is_old_workbook, is_workbook, known_encoding
from regulars.connectors.workbook import refuse_old
from regulars.program.findings import Finding

__all__ = ["ROW", "Columns", "Kind", "Ragged", "TableFile", "find_columns"]


class TableFile:
    """One file to be read once from front to back. ``kinds``: our column name -> what its values are.

    ``batches`` gives record batches with the columns ``row`` and ours; ``ragged`` and ``warnings()`` fill while they are read.
    encoding: of a CSV or NDJSON without a mark of its own. Raises Unreadable.
    """

    def __init__(
        self,
        path: Path,
        *,
        needed: Iterable[str],
        optional: Iterable[str] = (),
        mapping: Mapping[str, str] | None = None,
        encoding: str = "utf-8",
    ) -> None:
        self.path = path
        names, known, begins = mapping or {}, known_encoding(encoding), _begins(path)
        self._rows: CsvRows | JsonRows | ParquetRows | SheetRows
        if begins == b"PAR1":
            self._rows = ParquetRows(path, needed, optional, names)
        elif is_workbook(begins):
            self._rows = SheetRows(path, tuple(needed), tuple(optional), names)
        elif is_lines(path, begins):
            self._rows = JsonRows(path, needed, optional, names, known)
        else:
            self._rows = CsvRows(path, needed, optional, names, known)
        self.columns = self._rows.columns
        self.kinds: Mapping[str, Kind] = self._rows.kinds
        self.ragged: list[Ragged] = self._rows.ragged

    def schema(self) -> pa.Schema:
        """The Arrow schema of ``batches``."""
        return self._rows.schema()

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Every record that can be cut into cells, in file order. Raises Unreadable half-way when the bytes can't be read."""
        return self._rows.batches()

    def lines_of(self, rows: Iterable[int]) -> Iterator[int]:
        """Where each row (ascending) begins: the physical line of a CSV, its header being line 1; the row of a sheet as Excel numbers it; the row number of a Parquet file."""
        return self._rows.lines_of(rows)

    def warnings(self) -> list[Finding]:
        """What must be known of the file beside its rows, once it has been read."""
        return self._rows.warnings()


def _begins(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            begins = file.read(4)
    except OSError as error:
        raise Unreadable(Finding("file.missing", 1, facts={"file": path.name, "why": error.strerror or ""})) from error
    if is_old_workbook(begins):
        raise refuse_old(path)
    return begins
