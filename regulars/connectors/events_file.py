"""A file of events of any type: CSV or Parquet with a column a field, or NDJSON. Every row is read as the API would read it, or found fault with by its line."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from regulars.connectors import events_sentences  # noqa: F401  (registers the sentences of the findings)
from regulars.connectors.cells import DATA, value_of
from regulars.connectors.json_rows import no_constant, once
from regulars.connectors.table_file import ROW, TableFile
from regulars.connectors.text_file import Unreadable
from regulars.engine import event_names
from regulars.engine.compiled import Versions
from regulars.engine.events import Event
from regulars.engine.reading import read_data
from regulars.journal.hashing import check_text
from regulars.journal.posting import LONGEST_ID, LONGEST_REF, UNREACHABLE_REFS, Posting
from regulars.kit.errors import Invalid, Problem
from regulars.kit.periods import microseconds
from regulars.program.document import Approval
from regulars.program.findings import Finding

NEEDED, OPTIONAL = ("id", "member", "time"), ("type", "data")
LONGEST_LINE = 256 << 10
_LINES = (".ndjson", ".jsonl")
_PERSONAL = (event_names.ENROLLED, event_names.REFERRAL_CLAIMED)
_JSON_NAMES = {"subject": "member"}
_PASSED_OVER = {"specversion", "datacontenttype", "source"}


@dataclass(frozen=True)
class EventsFile:
    """``type``: of rows that do not say theirs. ``timezone``: of times without an offset. ``mapping``: theirs -> ours, such as ``datum=time`` or ``punkte=data.points``."""

    path: Path
    source: str
    timezone: str
    now_us: int
    type: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"


class Row(NamedTuple):
    ref: str
    event: Event
    body: bytes


@dataclass
class CheckedEvents:
    """``rows``: the good ones, each member's in order of (time, place in the file). ``stopped``: the file could not be read to its end."""

    file: EventsFile
    count: int = 0
    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    stopped: bool = False

    @property
    def bad_rows(self) -> int:
        return len(self.findings) - self.stopped

    def postings(self, *, enrol: bool | None, bonuses: bool) -> list[Posting]:
        return [Posting(row.ref, row.event, row.body, self.file.now_us, enrol, bonuses) for row in self.rows]


def check_events(file: EventsFile, versions: Versions) -> CheckedEvents:
    """Read every row against the programme in force at its own time."""
    checked = CheckedEvents(file)
    seen: dict[tuple[str, str], int] = {}
    found: list[tuple[int, str, dict[str, Any]]] = []
    good: list[Row] = []
    try:
        is_lines = file.path.suffix.lower() in _LINES
        table = None if is_lines else _table(file)
        for place, cells in _lines(file) if table is None else _cells(table):
            checked.count += 1
            try:
                row = _read(cells, file, versions)
                first = seen.setdefault((row.ref, row.event.id), place)
                if first != place:
                    raise Invalid("events.twice", id=row.event.id[:80], member=row.ref[:40])
                good.append(row)
            except Problem as wrong:
                found.append((place, wrong.code, wrong.facts))
        if table is not None:
            checked.count += len(table.ragged)
            found += [(each.row, each.code, each.facts) for each in table.ragged]
            found.sort(key=lambda each: each[0])
        places = [place for place, _, _ in found]
        lines = iter(places) if table is None else table.lines_of(places)
        checked.findings = [Finding(code, line, facts=facts) for line, (_, code, facts) in zip(lines, found, strict=True)]
    except Unreadable as stop:
        checked.findings.append(stop.finding)
        checked.stopped = True
    checked.rows = sorted(good, key=lambda row: row.event.at_us)  # as they stand where the time is the same
    return checked


def _read(cells: dict[str, Any], file: EventsFile, versions: Versions) -> Row:
    """Raises Problem: what is wrong with the row, by name."""
    ref, id, type = (_text(cells.get(name)) for name in ("member", "id", "type"))
    type = type or file.type
    if not ref or len(ref) > LONGEST_REF or ref in UNREACHABLE_REFS:
        raise Invalid("events.member", member=ref[:40])
    if not id:
        raise Invalid("event.missing", field="id")
    if not type:
        raise Invalid("events.no_type")
    check_text("subject", ref, LONGEST_REF)
    check_text("id", id, LONGEST_ID)
    at_us = _moment(cells.get("time"), file.timezone)
    if at_us > file.now_us:
        raise Invalid("events.ahead", time=_text(cells.get("time"))[:40])
    program = versions.at(at_us).program
    data = cells.get("data")
    if data is None or isinstance(data, str):
        data = _json(data) if data else {}
    if not isinstance(data, dict):
        raise Invalid("events.data")
    declared = program.event_type(type)
    for name, cell in cells.items():
        if name.startswith(DATA) and (value := value_of(name.removeprefix(DATA), cell, declared)) is not None:
            data = {**data, name.removeprefix(DATA): value}
    if type in _PERSONAL and data:
        raise Invalid("events.personal", type=type)
    if type == event_names.ADJUSTED and program.approval != Approval(programme=program.approval.programme):
        raise Invalid("events.by_hand")
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    check_text("data", body.decode("utf-8", "surrogatepass"), 1 << 20)
    return Row(ref, Event(id, file.source, type, at_us, read_data(type, body, program)), body)


def _moment(value: Any, timezone: str) -> int:
    """An instant from RFC 3339, a local time of the zone, or a day (its first moment)."""
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001  local, as the file has it
    if not isinstance(value, datetime):
        try:
            value = datetime.fromisoformat(_text(value))
        except ValueError:
            raise Invalid("events.time", given=_text(value)[:40]) from None
    if value.tzinfo is None:
        value = value.replace(tzinfo=ZoneInfo(timezone))
    if value.year < 1970:
        raise Invalid("events.time", given=value.isoformat())
    return microseconds(value)


def _table(file: EventsFile) -> TableFile:
    ours = {theirs: name for theirs, name in file.mapping.items() if not name.startswith(DATA)}
    there = TableFile(file.path, needed=NEEDED, optional=OPTIONAL, mapping=ours, encoding=file.encoding).columns.names
    fields = dict.fromkeys(name for name in (*there, *file.mapping.values()) if name.startswith(DATA))
    return TableFile(file.path, needed=NEEDED, optional=(*OPTIONAL, *fields), mapping=file.mapping, encoding=file.encoding)


def _cells(table: TableFile) -> Iterator[tuple[int, dict[str, Any]]]:
    for batch in table.batches():
        names = batch.schema.names
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            cells = dict(zip(names, values, strict=True))
            yield cells.pop(ROW), cells


def _lines(file: EventsFile) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line, what stands on it); a line that is no object reads as one with nothing in it but the fault."""
    try:
        stream = file.path.open("rb")
    except OSError as error:
        raise Unreadable(Finding("file.missing", 1, facts={"file": file.path.name, "why": error.strerror or ""})) from error
    with stream:
        for place, line in enumerate(stream, 1):
            if line.strip():
                yield place, _named(line, file)


def _named(line: bytes, file: EventsFile) -> dict[str, Any]:
    """A line's names as ours. What it says wrongly is kept for ``_read`` to refuse, so that one line stops nothing but itself."""
    try:
        if len(line) > LONGEST_LINE:
            raise ValueError
        value = json.loads(line, object_pairs_hook=once, parse_constant=no_constant, parse_float=str)
        if not isinstance(value, dict):
            raise ValueError
    except (ValueError, RecursionError):
        return {"id": "?", "member": "?", "type": "?", "time": "1970-01-01T00:00:00Z", "data": "!"}
    cells: dict[str, Any] = {}
    for name, cell in value.items():
        ours = file.mapping.get(name) or _JSON_NAMES.get(name) or name
        if ours not in _PASSED_OVER:
            cells[ours] = cell
    return cells


def _json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=once, parse_constant=no_constant, parse_float=str)
    except (ValueError, RecursionError):
        raise Invalid("events.data") from None


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


