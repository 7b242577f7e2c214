"""The columns of a table we know by our own names, and what a reader of rows tells of each record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from regulars.connectors.text_file import Unreadable
from regulars.program.findings import Finding

Kind = Literal["text", "cell", "number", "float", "instant", "local", "day"]  # cell: text of a spreadsheet, whose numbers were floating-point
ROW = "row"  # the added column: of a CSV or Parquet file the record's place, 1 for the first after the header; of a spreadsheet its own row, of NDJSON the line


@dataclass(frozen=True)
class Ragged:
    """A record that could not be read into cells, as far as it could; ``code``: why."""

    row: int
    expected: int
    found: int
    cells: tuple[str, ...]
    spans_lines: bool = False
    code: str = "file.ragged"

    @property
    def facts(self) -> dict[str, int]:
        return {"expected": self.expected, "found": self.found}


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
            raise Unreadable(Finding("file.map_missing", 1, facts={"name": theirs, "there": ", ".join(filter(None, names))}))
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
        facts = {"missing": ", ".join(missing), "there": ", ".join(filter(None, names)), "first": missing[0]}
        raise Unreadable(Finding("file.columns_missing", 1, facts=facts))
    return Columns(tuple(names), place)
