"""A members file, checked row by row, then read again as enrolments.

The file is read twice, so that memory holds no more than the references and keyed traces of what must be unique.
Findings never repeat a personal value; they name the line, the column and the reason.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from phonenumbers import SUPPORTED_REGIONS

from regulars.connectors import members_sentences  # noqa: F401  (registers the sentences of the findings)
from regulars.connectors.table_file import ROW, TableFile
from regulars.connectors.text_file import Unreadable
from regulars.journal.posting import LONGEST_REF, UNREACHABLE_REFS
from regulars.kit.errors import Problem
from regulars.kit.periods import MICROSECONDS, instant, microseconds
from regulars.members import profile
from regulars.members.enrolment import Personal
from regulars.members.identity import Identity, read_identity
from regulars.program.findings import Finding

FIELDS = tuple(name for name in profile.FIELDS if name != "attributes")
OPTIONAL = ("enrolled_at", "card", *FIELDS)
ATTRIBUTE, IDENTITY = "attributes.", "identity."  # columns such as attributes.age_band and identity.wechat
AHEAD_ALLOWED_US = 300 * MICROSECONDS  # as the API allows
AT_ONCE = 2_000

_MOMENT = re.compile(
    r"(?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})(?P<time>[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?\s?(?P<zone>Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_GENDERS = {"f": "female", "m": "male", "女": "female", "男": "male", "女性": "female", "男性": "male"}

Taken = Callable[[Sequence[tuple[str, Identity]]], Sequence[bool]]


@dataclass(frozen=True)
class MembersFile:
    """How to read one file. ``mapping``: theirs -> ours. ``timezone``: for times without a zone; ``region``: for phones without a code."""

    path: Path
    timezone: str
    now_us: int
    region: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"


class MemberRow(NamedTuple):
    """``enrolled_us``: None when the file doesn't say."""

    ref: str
    enrolled_us: int | None
    personal: Personal


@dataclass(frozen=True)
class CheckedMembers:
    """``findings`` in the order of the file. ``undated``: rows that don't say when the member enrolled. ``stopped``: it can't be read to its end."""

    file: MembersFile
    rows: int = 0
    bad_rows: frozenset[int] = frozenset()
    undated: int = 0
    findings: tuple[Finding, ...] = ()
    stopped: bool = False

    @property
    def is_clean(self) -> bool:
        return not self.findings

    @property
    def good(self) -> int:
        return self.rows - len(self.bad_rows)


class _Found(NamedTuple):
    """A finding before its line is known. ``first``: the row it collides with."""

    row: int
    code: str
    facts: dict[str, Any]
    first: int | None = None


def check_members(file: MembersFile, taken: Taken) -> CheckedMembers:
    """Read the whole file once and check every row.

    taken: for (reference, identity) pairs, whether another member of the shop has the identity already.
    """
    try:
        ZoneInfo(file.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return _unreadable(file, Finding("members.unknown_timezone", 1, facts={"timezone": file.timezone[:40]}))
    if file.region and file.region not in SUPPORTED_REGIONS:
        return _unreadable(file, Finding("members.unknown_region", 1, facts={"region": file.region[:40]}))
    try:
        table = _open(file)
    except Unreadable as stop:
        return _unreadable(file, stop.finding)
    check = _Check(file, taken)
    stopped: tuple[Finding, ...] = ()
    try:
        for row, cells in _cells(table):
            check.row(row, cells)
    except Unreadable as stop:
        stopped = (stop.finding,)
    check.finish()
    found = check.found + [
        _Found(each.row, each.code, each.facts) for each in table.ragged
    ]
    return CheckedMembers(
        file,
        rows=check.rows + len(table.ragged),
        bad_rows=frozenset(each.row for each in found),
        undated=check.undated,
        findings=(*_with_lines(table, sorted(found, key=lambda each: each.row)), *stopped),
        stopped=bool(stopped),
    )


def read_members(checked: CheckedMembers) -> Iterator[MemberRow]:
    """The good rows, in the order of the file."""
    for row, cells in _cells(_open(checked.file)):
        if row not in checked.bad_rows:
            yield _Row(checked.file, cells).member()


class _Row:
    """One row's cells read one by one; ``problems`` holds everything wrong with it, not only the first."""

    def __init__(self, file: MembersFile, cells: Mapping[str, Any]) -> None:
        self.problems: list[tuple[str, dict[str, Any]]] = []
        self.ref = _text(cells["member"])
        self._check_ref()
        self.enrolled_us = self._enrolled_us(file, cells.get("enrolled_at"))
        today = instant(file.now_us).date()
        change: dict[str, str | None] = {}
        attributes: dict[str, Any] = {}
        identities: list[Identity] = []
        for column, value in cells.items():
            if column in ("member", "enrolled_at") or not (text := _text(value)):
                continue  # an empty cell tells nothing, and takes nothing back
            try:
                if column in FIELDS:
                    raw = {column: _written(column, text)}
                    change |= profile.read_profile(raw, region=file.region, today=today)
                elif column.startswith(ATTRIBUTE):
                    attributes[column.removeprefix(ATTRIBUTE)] = text
                else:
                    identities.append(read_identity(column.removeprefix(IDENTITY), text, region=file.region))
            except Problem as problem:
                self.problems.append((problem.code, {"column": column, **problem.facts}))
        if attributes:
            try:
                change |= profile.read_profile({"attributes": attributes}, region=file.region, today=today)
            except Problem as problem:
                self.problems.append((problem.code, {"column": "attributes", **problem.facts}))
        self.personal = Personal(profile.Change(change), tuple(dict.fromkeys(identities)))

    def member(self) -> MemberRow:
        return MemberRow(self.ref, self.enrolled_us, self.personal)

    def _check_ref(self) -> None:
        if not self.ref:
            self.problems.append(("members.member_missing", {}))
        elif len(self.ref) > LONGEST_REF:
            self.problems.append(("members.member_long", {}))
        elif self.ref in UNREACHABLE_REFS:
            self.problems.append(("members.member_unreachable", {"ref": self.ref}))
        elif "\0" in self.ref or not self.ref.isprintable():
            self.problems.append(("members.text_broken", {"column": "member"}))

    def _enrolled_us(self, file: MembersFile, value: Any) -> int | None:
        if value is None or not (text := _text(value)):
            return None
        at = value if isinstance(value, datetime) else _moment(text)
        if at is None:
            self.problems.append(("members.date_unreadable", {}))
            return None
        if not 1970 <= at.year <= 2099:
            self.problems.append(("members.date_early", {}))
            return None
        at_us = microseconds(at if at.tzinfo else at.replace(tzinfo=ZoneInfo(file.timezone)).astimezone(UTC))
        if at_us > file.now_us + AHEAD_ALLOWED_US:
            self.problems.append(("members.date_ahead", {}))
        return max(at_us, 0)


class _Check:
    """The rows seen so far, and what may appear only once."""

    def __init__(self, file: MembersFile, taken: Taken) -> None:
        self._file, self._taken = file, taken
        self._row_of_ref: dict[str, int] = {}
        self._row_of_identity: dict[Identity, tuple[int, str]] = {}
        self._waiting: list[tuple[int, str, Identity]] = []
        self.found: list[_Found] = []
        self.rows = self.undated = 0

    def row(self, row: int, cells: Mapping[str, Any]) -> None:
        self.rows += 1
        read = _Row(self._file, cells)
        self.found += [_Found(row, code, facts) for code, facts in read.problems]
        self.undated += read.enrolled_us is None and not read.problems
        if (first := self._row_of_ref.setdefault(read.ref, row)) != row and read.ref:
            self.found.append(_Found(row, "members.twice", {}, first))
        for identity in read.personal.identities:
            first, owner = self._row_of_identity.setdefault(identity, (row, read.ref))
            if owner != read.ref:
                self.found.append(
                    _Found(row, "members.identity_twice", {"kind": identity.kind, "column": identity.kind}, first)
                )
            self._waiting.append((row, read.ref, identity))
        if len(self._waiting) >= AT_ONCE:
            self.finish()

    def finish(self) -> None:
        answers = self._taken([(ref, identity) for _, ref, identity in self._waiting]) if self._waiting else ()
        for (row, _, identity), is_taken in zip(self._waiting, answers, strict=True):
            if is_taken:
                self.found.append(_Found(row, "identity.taken", {"kind": identity.kind, "column": identity.kind}))
        self._waiting.clear()


def _open(file: MembersFile) -> TableFile:
    """The file with our columns, whatever attributes and identities it brings."""
    also = [ours for ours in file.mapping.values() if ours.startswith((ATTRIBUTE, IDENTITY))]
    there = TableFile(
        file.path, needed=("member",), optional=(*OPTIONAL, *also), mapping=file.mapping, encoding=file.encoding
    )
    also += [name for name in there.columns.names if name.startswith((ATTRIBUTE, IDENTITY)) and name not in also]
    if len(there.columns.place) == 0 or not also:
        return there
    return TableFile(
        file.path, needed=("member",), optional=(*OPTIONAL, *also), mapping=file.mapping, encoding=file.encoding
    )


def _cells(table: TableFile) -> Iterator[tuple[int, dict[str, Any]]]:
    for batch in table.batches():
        names = batch.schema.names
        place = names.index(ROW)
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            cells = dict(zip(names, values, strict=True))
            del cells[ROW]
            yield values[place], cells


def _with_lines(table: TableFile, found: Sequence[_Found]) -> Iterator[Finding]:
    rows = sorted({each.row for each in found} | {each.first for each in found if each.first is not None})
    line_of = dict(zip(rows, table.lines_of(rows), strict=True))
    for each in found:
        first = {} if each.first is None else {"first": line_of[each.first]}
        yield Finding(each.code, line_of[each.row], facts=each.facts | first)


def _unreadable(file: MembersFile, finding: Finding) -> CheckedMembers:
    return CheckedMembers(file, findings=(finding,), stopped=True)


def _text(value: Any) -> str:
    """A cell as text, trimmed: whole floats lose their point, days and moments are written the ISO way."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    return str(value).strip()


def _written(column: str, text: str) -> str:
    """A few ways people write things that leave no doubt: 1990/5/17, 1990-05-17T00:00:00, 女, M."""
    if column == "gender":
        return _GENDERS.get(text.lower(), text)
    if column == "birthday" and (at := _moment(text)) is not None and at.tzinfo is None:
        return at.date().isoformat()
    return text


def _moment(text: str) -> datetime | None:
    """A day or a moment, with or without a zone; None when it can't be one."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(match[name]) for name in "ymd")
    time, zone = (match["time"] or "T00:00").replace(" ", "T"), match["zone"] or ""
    try:
        return datetime.fromisoformat(f"{year:04}-{month:02}-{day:02}{time}{zone}")
    except ValueError:
        return None


def in_chunks(rows: Iterator[MemberRow], size: int = AT_ONCE) -> Iterator[list[MemberRow]]:
    while chunk := list(islice(rows, size)):
        yield chunk
