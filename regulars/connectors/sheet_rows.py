"""The one sheet of an .xlsx workbook that has the columns, as Arrow batches of text; its header may stand below a title."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import pyarrow as pa

from regulars.connectors.columns import ROW, Columns, Kind, Ragged, find_columns
from regulars.connectors.text_file import Unreadable
from regulars.connectors.workbook import MOST_ROWS, Workbook
from regulars.program.findings import Finding

_HEADER_WITHIN = 50  # rows with anything in them
_BATCH = 20_000
DAYS = frozenset({"ordered_at", "time", "visited_at", "enrolled_at", "birthday", "earned_on", "expires_on"})  # where a plain number is a day as Excel counts them
IDS = ("order_id", "member", "sku", "card", "id")


class SheetRows:
    """The contract of ``TableFile``. Rows without a text in our columns are passed over; ``row`` is Excel's own number."""

    def __init__(self, path: Path, needed: Sequence[str], optional: Sequence[str], mapping: Mapping[str, str]) -> None:
        self.ragged: list[Ragged] = []
        self._warnings: list[Finding] = []
        self._book = Workbook(path)
        fits: list[tuple[str, int, Columns]] = []
        misses: list[tuple[int, str, Unreadable]] = []
        for sheet in self._book.sheets:
            at, columns, miss = self._header(sheet, needed, optional, mapping)
            if columns is not None:
                fits.append((sheet, at, columns))
            elif miss is not None:
                misses.append((at, sheet, miss))
        if len(fits) > 1:
            raise Unreadable(Finding("file.sheet_several", 1, facts={"sheets": ", ".join(sheet for sheet, _, _ in fits)}))
        if not fits:
            raise self._none(misses)
        self.sheet, self._header_row, self.columns = fits[0]
        self.kinds: dict[str, Kind] = dict.fromkeys(self.columns.place, "cell")

    def schema(self) -> pa.Schema:
        return pa.schema([pa.field(ROW, pa.int64()), *(pa.field(ours, pa.string()) for ours in self.columns.place)])

    def warnings(self) -> list[Finding]:
        return list(self._warnings)

    def lines_of(self, rows: Iterable[int]) -> Iterator[int]:
        yield from rows

    def batches(self) -> Iterator[pa.RecordBatch]:
        places = list(self.columns.place.values())
        cells = self._book.cells({at for ours, at in self.columns.place.items() if ours in DAYS})
        schema, last = self.schema(), 0
        rows = ((row, found) for row, found in self._book.rows(self.sheet, cells, frozenset(places)) if row > self._header_row)
        while taken := list(islice(rows, _BATCH)):
            last = taken[-1][0]
            columns = [pa.array([found.get(at, "") for _, found in taken], pa.string()) for at in places]
            yield pa.RecordBatch.from_arrays([pa.array([row for row, _ in taken], pa.int64()), *columns], schema=schema)
        if last >= MOST_ROWS:
            self._warnings.append(Finding("file.sheet_full", last, "warning", {"sheet": self.sheet, "rows": MOST_ROWS}))
        lost = [ours for ours in IDS if (at := self.columns.place.get(ours)) is not None and at in cells.numbers and at in cells.zeros]
        self._warnings += [Finding("file.zeros_lost", self._header_row, "warning", {"name": ours}) for ours in lost]

    def _header(self, sheet: str, needed: Sequence[str], optional: Sequence[str], mapping: Mapping[str, str]) -> tuple[int, Columns | None, Unreadable | None]:
        """(row, columns, None) of the first row that names the needed columns; else (names known, None, what the nearest row lacks), or nothing of an empty sheet."""
        known: Collection[str] = {*needed, *optional, *mapping}
        best, miss = -1, None
        for row, found in islice(self._book.rows(sheet, self._book.cells()), _HEADER_WITHIN):
            names = [found.get(at, "").strip() for at in range(max(found) + 1)]
            try:
                return row, find_columns(names, needed, optional, mapping), None
            except Unreadable as stop:
                if (count := sum(name in known for name in names)) > best:
                    best, miss = count, stop
        return best, None, miss

    def _none(self, misses: list[tuple[int, str, Unreadable]]) -> Unreadable:
        if not misses:
            return Unreadable(Finding("file.empty", 1))
        _, sheet, nearest = max(misses, key=lambda each: each[0])
        found = nearest.finding
        if len(self._book.sheets) == 1 or found.code != "file.columns_missing":
            return nearest
        facts = {"missing": found.facts["missing"], "there": found.facts["there"], "sheet": sheet, "sheets": ", ".join(self._book.sheets)}
        return Unreadable(Finding("file.sheet_none", 1, facts=facts))
