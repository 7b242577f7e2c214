"""A CSV or Parquet file as Arrow batches of the columns we know by our own names, and the line each row stands on.

CSV is read as text only, so that a decimal stays exactly what was written. Parquet columns keep their types.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from regulars.connectors.text_file import (
    BLOCK_BYTES,
    Checking,
    Recoded,
    Unreadable,
    header_of,
    is_workbook,
    known_encoding,
    record_starts,
)
from regulars.program.findings import Finding

Kind = Literal["text", "number", "float", "instant", "local", "day"]
ROW = "row"  # the added column: the record's place in the file, 1 for the first after the header


@dataclass(frozen=True)
class Ragged:
    """A CSV record with too few or too many cells, as far as it could be cut up."""

    row: int
    expected: int
    found: int
    cells: tuple[str, ...]
    spans_lines: bool = False


@dataclass(frozen=True)
class Columns:
    """Which of our names stands where in the file. ``place`` is the column's index."""

    names: tuple[str, ...]  # theirs, in the file's order
    place: Mapping[str, int]

    def __contains__(self, ours: str) -> bool:
        return ours in self.place


def find_columns(names: list[str], needed: Iterable[str], optional: Iterable[str], mapping: Mapping[str, str]) -> Columns:
    """Match the file's column names with ours, ``mapping`` (theirs -> ours) first. Other columns are left alone.

    Raises Unreadable when a needed one is missing, one is there twice, or the mapping names what isn't there.
    """
    known = (*needed, *optional)
    place: dict[str, int] = {}
    for theirs, ours in mapping.items():
        if ours not in known:
            raise Unreadable(Finding("file.map_unknown", 1, facts={"name": ours, "known": ", ".join(known)}))
        if theirs not in names:
            raise Unreadable(Finding("file.map_missing", 1, facts={"name": theirs, "there": ", ".join(names)}))
        if ours in place:
            raise Unreadable(Finding("file.column_twice", 1, facts={"name": ours}))
        place[ours] = names.index(theirs)
    for ours in known:
        if ours in place or ours not in names or ours in mapping:
            continue
        if names.count(ours) > 1:
            raise Unreadable(Finding("file.column_twice", 1, facts={"name": ours}))
        place[ours] = names.index(ours)
    if missing := [ours for ours in needed if ours not in place]:
        facts = {"missing": ", ".join(missing), "there": ", ".join(names), "first": missing[0]}
        raise Unreadable(Finding("file.columns_missing", 1, facts=facts))
    return Columns(tuple(names), place)


class TableFile:
    """One file to be read once from front to back. ``kinds``: our column name -> what its values are.

    ``batches`` gives record batches with the columns ``row`` and ours; ``ragged`` fills while they are read.
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
        self.is_parquet = _is_parquet(path)
        self.encoding = known_encoding(encoding)
        self.ragged: list[Ragged] = []
        if self.is_parquet:
            schema = _parquet(path).schema_arrow
            self.columns = find_columns(schema.names, needed, optional, mapping or {})
            self.kinds = {ours: _kind(ours, schema.field(at).type) for ours, at in self.columns.place.items()}
        else:
            with self._text() as stream:
                header, self.separator, self._header_lines = header_of(stream)
            self.columns = find_columns(header, needed, optional, mapping or {})
            self.kinds = dict.fromkeys(self.columns.place, "text")

    def schema(self) -> pa.Schema:
        """The Arrow schema of ``batches``."""
        fields = [pa.field(ROW, pa.int64())]
        if self.is_parquet:
            stored = _parquet(self.path).schema_arrow
            fields += [pa.field(ours, _plain(stored.field(at).type)) for ours, at in self.columns.place.items()]
        else:
            fields += [pa.field(ours, pa.string()) for ours in self.columns.place]
        return pa.schema(fields)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Every record that can be cut into cells, in file order. Raises Unreadable half-way when the bytes are no text."""
        return self._parquet_batches() if self.is_parquet else self._csv_batches()

    def lines_of(self, rows: Iterable[int]) -> Iterator[int]:
        """Where each row (ascending) begins: the physical line of a CSV, its header being line 1; the row number of a Parquet file."""
        if self.is_parquet:
            yield from rows
            return
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
        """The CSV as UTF-8 bytes without a byte order mark."""
        raw = self.path.open("rb")
        if self.encoding != "utf-8":
            return io.BufferedReader(Recoded(raw, self.encoding))  # type: ignore[type-var]
        if raw.read(3) != codecs.BOM_UTF8:
            raw.seek(0)
        return raw

    def _csv_batches(self) -> Iterator[pa.RecordBatch]:
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

    def _parquet_batches(self) -> Iterator[pa.RecordBatch]:
        stored = _parquet(self.path)
        schema = self.schema()
        names = [stored.schema_arrow.names[at] for at in self.columns.place.values()]
        start = 1
        for batch in stored.iter_batches(batch_size=65_536, columns=list(dict.fromkeys(names))):
            rows = pa.array(range(start, start + batch.num_rows), pa.int64())
            columns = [batch.column(name).cast(schema.field(place + 1).type, safe=False) for place, name in enumerate(names)]
            for place, column in enumerate(columns):
                try:
                    column.validate(full=True)
                except pa.ArrowInvalid as error:
                    facts = {"encoding": "utf-8", "column": names[place]}
                    raise Unreadable(Finding("file.encoding", start, facts=facts)) from error
            start += batch.num_rows
            yield pa.RecordBatch.from_arrays([rows, *columns], schema=schema)


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


def _is_parquet(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            begins = file.read(4)
    except OSError as error:
        raise Unreadable(Finding("file.missing", 1, facts={"file": path.name, "why": error.strerror or ""})) from error
    if is_workbook(begins):
        raise Unreadable(Finding("file.workbook", 1))
    return begins == b"PAR1"


def _parquet(path: Path) -> pa.parquet.ParquetFile:
    try:
        return pa.parquet.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise Unreadable(Finding("file.not_parquet", 1, facts={"why": str(error)[:200]})) from error


def _kind(ours: str, type_: pa.DataType) -> Kind:
    if pa.types.is_dictionary(type_):
        type_ = type_.value_type
    if pa.types.is_string(type_) or pa.types.is_large_string(type_) or pa.types.is_string_view(type_) or pa.types.is_null(type_):
        return "text"
    if pa.types.is_integer(type_) or pa.types.is_decimal(type_):
        return "number"
    if pa.types.is_floating(type_):
        return "float"
    if pa.types.is_timestamp(type_):
        return "instant" if type_.tz else "local"
    if pa.types.is_date(type_):
        return "day"
    raise Unreadable(Finding("file.column_type", 1, facts={"name": ours, "type": str(type_)}))


def _plain(type_: pa.DataType) -> pa.DataType:
    """The type a Parquet column is handed on in: no dictionaries, views, half floats, nanoseconds (cut off) or date64."""
    if pa.types.is_dictionary(type_):
        type_ = type_.value_type
    if pa.types.is_large_string(type_) or pa.types.is_string_view(type_) or pa.types.is_null(type_):
        return pa.string()
    if pa.types.is_float16(type_):
        return pa.float32()
    if pa.types.is_date(type_):
        return pa.date32()
    if pa.types.is_timestamp(type_):
        return pa.timestamp("us", type_.tz)
    return type_
