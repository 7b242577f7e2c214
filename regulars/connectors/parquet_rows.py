"""A Parquet file as Arrow batches; its columns keep their types."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from regulars.connectors.columns import ROW, Kind, Ragged, find_columns
from regulars.connectors.text_file import Unreadable
from regulars.program.findings import Finding


class ParquetRows:
    """The contract of ``TableFile``."""

    def __init__(self, path: Path, needed: Iterable[str], optional: Iterable[str], mapping: Mapping[str, str]) -> None:
        self.path = path
        self.ragged: list[Ragged] = []
        schema = _parquet(path).schema_arrow
        self.columns = find_columns(schema.names, needed, optional, mapping)
        self.kinds = {ours: _kind(ours, schema.field(at).type) for ours, at in self.columns.place.items()}

    def schema(self) -> pa.Schema:
        stored = _parquet(self.path).schema_arrow
        return pa.schema([pa.field(ROW, pa.int64()), *(pa.field(ours, _plain(stored.field(at).type)) for ours, at in self.columns.place.items())])

    def warnings(self) -> list[Finding]:
        return []

    def lines_of(self, rows: Iterable[int]) -> Iterator[int]:
        yield from rows

    def batches(self) -> Iterator[pa.RecordBatch]:
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
