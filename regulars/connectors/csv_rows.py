"""A CSV file as Arrow batches of text, so that a decimal stays exactly what was written, and the line each record begins on."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.csv

from regulars.connectors.columns import ROW, Kind, Ragged, find_columns
from regulars.connectors.text_file import BLOCK_BYTES, Checking, Unreadable, header_of, open_text, record_starts
from regulars.program.findings import Finding


class CsvRows:
    """The contract of ``TableFile``."""

    def __init__(self, path: Path, needed: Iterable[str], optional: Iterable[str], mapping: Mapping[str, str], encoding: str) -> None:
        self.path, self.encoding = path, encoding
        self.ragged: list[Ragged] = []
        with self._text() as stream:
            header, self.separator, self._header_lines = header_of(stream)
        self.columns = find_columns(header, needed, optional, mapping)
        self.kinds: dict[str, Kind] = dict.fromkeys(self.columns.place, "text")

    def schema(self) -> pa.Schema:
        return pa.schema([pa.field(ROW, pa.int64()), *(pa.field(ours, pa.string()) for ours in self.columns.place)])

    def warnings(self) -> list[Finding]:
        return []

    def lines_of(self, rows: Iterable[int]) -> Iterator[int]:
        csv.field_size_limit(BLOCK_BYTES)
        with self._text() as stream:
            starts = record_starts(csv.reader(io.TextIOWrapper(stream, "utf-8", "replace", newline=""), delimiter=self.separator))
            at, line = next(starts, (0, 1))
            for row in rows:
                while at < row:
                    following = next(starts, None)
                    if following is None:
                        break
                    at, line = following
                yield line

    def _text(self) -> BinaryIO:
        return open_text(self.path, self.encoding)

    def batches(self) -> Iterator[pa.RecordBatch]:
        names = [f"c{at}" for at in range(len(self.columns.names))]
        with self._text() as stream:
            header_of(stream)
            checking = Checking(stream, self._header_lines, self.encoding)
            try:
                reader = pa.csv.open_csv(
                    pa.PythonFile(checking, mode="r"),
                    read_options=pa.csv.ReadOptions(column_names=names, use_threads=False, block_size=BLOCK_BYTES),
                    parse_options=pa.csv.ParseOptions(
                        delimiter=self.separator, newlines_in_values=True, invalid_row_handler=self._note_ragged
                    ),
                    convert_options=pa.csv.ConvertOptions(
                        include_columns=[names[at] for at in self.columns.place.values()],
                        column_types=dict.fromkeys(names, pa.string()),
                        check_utf8=False,  # done by Checking
                        null_values=[],
                        strings_can_be_null=False,
                    ),
                )
                numbers = _Numbers(self.ragged)
                batch = None
                for batch in reader:
                    rows = numbers.take(batch.num_rows)
                    yield pa.RecordBatch.from_arrays([rows, *batch.columns], names=[ROW, *self.columns.place])
            except UnicodeDecodeError as error:
                raise Unreadable(Finding("file.encoding", 1, facts={"encoding": self.encoding})) from error
            except pa.ArrowInvalid as error:
                if "Empty CSV" in str(error):
                    return
                raise Unreadable(Finding("file.not_csv", 1, facts={"why": str(error)[:200]})) from error
            if checking.quotes % 2 and (last := self._last_record(numbers.last, batch)):
                raise Unreadable(Finding("file.quote_open", next(self.lines_of([last]))))

    def _last_record(self, last: int, batch: pa.RecordBatch | None) -> int:
        """The file's last record, if it holds a line end; else 0. With an odd number of quotes, the file ends inside a quoted cell."""
        if self.ragged and self.ragged[-1].row > last:
            return self.ragged[-1].row if self.ragged[-1].spans_lines else 0
        if batch is None or not batch.num_rows:
            return 0
        return last if any("\n" in column[-1].as_py() for column in batch.columns) else 0

    def _note_ragged(self, record: "pa.csv.InvalidRow") -> str:
        try:
            cells = tuple(next(csv.reader(record.text.splitlines(True), delimiter=self.separator), []))
        except csv.Error:
            cells = ()
        self.ragged.append(Ragged(record.number, record.expected_columns, record.actual_columns, cells, "\n" in record.text))
        return "skip"


class _Numbers:
    """Numbers the records that could be read, leaving out those that couldn't."""

    def __init__(self, ragged: list[Ragged]) -> None:
        self._ragged = ragged
        self._seen = 0
        self.last = 0

    def take(self, count: int) -> pa.Array:
        if self._seen == len(self._ragged) or self._ragged[self._seen].row > self.last + count:
            numbers: Iterable[int] = range(self.last + 1, self.last + count + 1)
        else:
            numbers = self._around(count)
        rows = pa.array(numbers, pa.int64())
        if count:
            self.last = rows[-1].as_py()
        return rows

    def _around(self, count: int) -> list[int]:
        numbers: list[int] = []
        at = self.last
        while len(numbers) < count:
            at += 1
            if self._seen < len(self._ragged) and self._ragged[self._seen].row == at:
                self._seen += 1
            else:
                numbers.append(at)
        return numbers
