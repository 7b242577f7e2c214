"""NDJSON, one object a row, as Arrow batches of text: a number stays exactly what was written."""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from regulars.connectors.columns import ROW, Kind, Ragged, find_columns
from regulars.connectors.text_file import Unreadable, open_text
from regulars.program.findings import Finding

SUFFIXES = (".ndjson", ".jsonl")
LONGEST_LINE = 256 << 10
_BATCH = 20_000
_NAMES = msgspec.json.Decoder(dict[str, msgspec.Raw])


def is_lines(path: Path, begins: bytes) -> bool:
    return path.suffix.lower() in SUFFIXES or begins.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


class JsonRows:
    """The contract of ``TableFile``. A column is any name an object of the file has; where an object lacks it, or says null, the cell is empty."""

    def __init__(self, path: Path, needed: Iterable[str], optional: Iterable[str], mapping: Mapping[str, str], encoding: str) -> None:
        self.path, self.encoding = path, encoding
        self.ragged: list[Ragged] = []
        names: dict[str, None] = {}
        for _, line in self._lines():
            try:
                names |= dict.fromkeys(_NAMES.decode(line))
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue
        if not names:
            raise Unreadable(Finding("file.no_rows", 1))
        self.columns = find_columns(list(names), needed, optional, mapping)
        self.kinds: dict[str, Kind] = dict.fromkeys(self.columns.place, "text")

    def schema(self) -> pa.Schema:
        return pa.schema([pa.field(ROW, pa.int64()), *(pa.field(ours, pa.string()) for ours in self.columns.place)])

    def warnings(self) -> list[Finding]:
        return []

    def lines_of(self, rows: Iterable[int]) -> Iterator[int]:
        yield from rows

    def batches(self) -> Iterator[pa.RecordBatch]:
        names = [self.columns.names[at] for at in self.columns.place.values()]
        schema = self.schema()
        rows: list[int] = []
        columns: list[list[str]] = [[] for _ in names]
        for number, line in self._lines():
            try:
                value = json.loads(line, object_pairs_hook=once, parse_float=_number, parse_int=str, parse_constant=no_constant)
                cells = [_cell(value.get(name)) for name in names] if isinstance(value, dict) else None
            except (ValueError, RecursionError):
                cells = None
            if cells is None:
                self.ragged.append(Ragged(number, len(names), 0, (), code="file.not_row"))
                continue
            rows.append(number)
            for column, cell in zip(columns, cells, strict=True):
                column.append(cell)
            if len(rows) == _BATCH:
                yield pa.RecordBatch.from_arrays([pa.array(rows, pa.int64()), *(pa.array(column, pa.string()) for column in columns)], schema=schema)
                rows, columns = [], [[] for _ in names]
        if rows:
            yield pa.RecordBatch.from_arrays([pa.array(rows, pa.int64()), *(pa.array(column, pa.string()) for column in columns)], schema=schema)

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        """(line, its bytes) of every line that is not blank; of one that is too long, its beginning, which is no object."""
        number = 0
        with open_text(self.path, self.encoding) as stream:
            try:
                while line := stream.readline(LONGEST_LINE):
                    number += 1
                    whole = line
                    while len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                        line = stream.readline(LONGEST_LINE)
                    if whole.strip():
                        yield number, whole
            except UnicodeDecodeError as error:
                raise Unreadable(Finding("file.encoding", number + 1, facts={"encoding": self.encoding})) from error


def _cell(value: Any) -> str:
    """Raises ValueError for what is no plain value, or no text a database could keep."""
    if value is None:
        return ""
    if value is True or value is False:
        return "true" if value else "false"
    if not isinstance(value, str):
        raise ValueError
    value.encode()  # half a character
    return value


def _number(raw: str) -> str:
    """A decimal as it stands; 12345.0 is 12345, and 1.5e3 is 1500."""
    if "e" in raw or "E" in raw:
        exact = Decimal(raw)
        if abs(exact.adjusted()) > 40:
            raise ValueError
        raw = f"{exact:f}"
    return raw.rstrip("0").rstrip(".") if "." in raw and not raw.rpartition(".")[2].strip("0") else raw


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def no_constant(name: str) -> None:
    raise ValueError(name)
