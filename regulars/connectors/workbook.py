"""An .xlsx workbook read as a stream: its sheets, and each row's cells as text. Memory is that of the texts the sheets share.

python-calamine was tried: it takes an error (#N/A) for an empty cell, holds the whole sheet (610 MB for a full one), and a single stray cell far to the right
makes it ask for the whole rectangle and abort the process.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.parsers import expat

from regulars.connectors.sheet_values import Cells, Style, unescaped
from regulars.connectors.text_file import BLOCK_BYTES, Unreadable
from regulars.program.findings import Finding

MOST_ROWS = 1_048_576
MOST_SHARED = 1 << 29  # bytes of the texts the sheets share: they are held in memory
_MOST_PARTS = 64  # pieces of 1 MB a single cell's text may come in
_CHUNK = 1 << 20
_LETTERS = re.compile(r"[A-Z]{1,3}")
_LOCKED = "EncryptedPackage".encode("utf-16-le")


class _Bad(Exception):
    """The file is no workbook, or a damaged one."""


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (_Bad, zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, ValueError, IndexError, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(Finding("file.not_workbook", 1, facts={"why": str(error)[:200]})) from error


def refuse_old(path: Path) -> Unreadable:
    """What is said of a file that begins as .xls does: with a password, or old."""
    with path.open("rb") as file:
        before = b""
        while block := file.read(_CHUNK):
            if _LOCKED in before + block:
                return Unreadable(Finding("file.workbook_locked", 1))
            before = block[-len(_LOCKED) :]
    return Unreadable(Finding("file.workbook", 1))


class Workbook:
    """``sheets``: names in the workbook's order. Raises Unreadable for what is no .xlsx."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with _refusing(), zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" not in names:
                raise Unreadable(Finding("file.workbook", 1))
            parts: dict[str, str] = {}
            _parse(archive, "xl/_rels/workbook.xml.rels", start=lambda name, given: parts.__setitem__(given.get("Id", ""), given.get("Target", "")) if name == "Relationship" else None)
            found: list[tuple[str, str]] = []
            self._from_1904 = False

            def start(name: str, given: dict[str, str]) -> None:
                if name == "sheet":
                    target = next((parts.get(value, "") for key, value in given.items() if key.rpartition(":")[2] == "id"), "")
                    found.append((given.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"))
                elif name == "workbookPr":
                    self._from_1904 = given.get("date1904") in ("1", "true")

            _parse(archive, "xl/workbook.xml", start=start)
            self._parts = {name: part for name, part in found if part in names and "/worksheets/" in part}
            shared = next((part for part in names if part.lower() == "xl/sharedstrings.xml"), "")
            if shared and archive.getinfo(shared).file_size > MOST_SHARED:
                raise Unreadable(Finding("file.workbook_large", 1))
            self._strings = _strings(archive, shared) if shared else []
            self._styles = _styles(archive) if "xl/styles.xml" in names else []

    @property
    def sheets(self) -> list[str]:
        return list(self._parts)

    def cells(self, days: Collection[int] = ()) -> Cells:
        return Cells(self._strings, self._styles, from_1904=self._from_1904, days=days)

    def rows(self, sheet: str, cells: Cells, wanted: Collection[int] | None = None) -> Iterator[tuple[int, dict[int, str]]]:
        """(row as Excel numbers it, column from 0 -> text) of every row with a text in a wanted column. Raises Unreadable half-way for a damaged file."""
        with _refusing(), zipfile.ZipFile(self.path) as archive, archive.open(self._parts[sheet]) as stream:
            reader = _Rows(cells, wanted)
            while block := stream.read(_CHUNK):
                reader.feed(block)
                yield from reader.taken()
            reader.feed(b"", final=True)
            yield from reader.taken()


class _Rows:
    """Collects rows while a sheet's XML is fed to it."""

    def __init__(self, cells: Cells, wanted: Collection[int] | None) -> None:
        self._text, self._wanted = cells.text, wanted
        self._done: list[tuple[int, dict[int, str]]] = []
        self._row, self._column = 0, -1
        self._now: dict[int, str] = {}
        self._kind = self._style = ""
        self._parts: list[str] = []
        self._taking = self._has_value = self._is_formula = False
        self._phonetic = 0
        self._places: dict[str, int] = {}
        self._parser = _parser(self._start, self._end, self._data)

    def feed(self, block: bytes, *, final: bool = False) -> None:
        self._parser.Parse(block, final)
        if len(self._parts) > _MOST_PARTS:
            raise _Bad("a cell of more than 64 MB")

    def taken(self) -> list[tuple[int, dict[int, str]]]:
        done, self._done = self._done, []
        return done

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == "c":
            ref = given.get("r")
            self._column = self._column + 1 if ref is None else self._place(ref)
            self._kind, self._style = given.get("t", "n"), given.get("s", "")
            self._parts = []
            self._has_value = self._is_formula = False
        elif name == "v":
            self._taking = self._has_value = True
        elif name == "t":
            self._taking = not self._phonetic
            self._has_value = True
        elif name == "f":
            self._is_formula = True
        elif name == "row":
            row = given.get("r")
            self._row = self._row + 1 if row is None else int(row)
            self._column, self._now = -1, {}
        elif name == "rPh":
            self._phonetic += 1

    def _end(self, name: str) -> None:
        if name in ("v", "t"):
            self._taking = False
        elif name == "c":
            if self._wanted is None or self._column in self._wanted:
                told = self._text(self._column, self._kind, self._style, "".join(self._parts), self._has_value, self._is_formula)
                if told:
                    self._now[self._column] = told
            self._parts = []
        elif name == "row":
            if self._now:
                self._done.append((self._row, self._now))
        elif name == "rPh":
            self._phonetic -= 1

    def _data(self, text: str) -> None:
        if self._taking:
            self._parts.append(text)

    def _place(self, ref: str) -> int:
        """The column of a reference such as AB12, from 0."""
        letters = ref.rstrip("0123456789")
        place = self._places.get(letters)
        if place is None:
            if not _LETTERS.fullmatch(letters):
                raise _Bad(f"cell {ref[:20]}")
            place = 0
            for letter in letters:
                place = place * 26 + ord(letter) - 64
            place -= 1
            self._places[letters] = place
        return place


def _parser(start: Callable[[str, dict[str, str]], None], end: Callable[[str], None] | None = None, data: Callable[[str], None] | None = None) -> Any:
    """Names come without their prefixes; an entity of the file's own is refused: no spreadsheet has any."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, given: start(name.rpartition(":")[2] if ":" in name else name, given)
    if end is not None:
        finish = end
        parser.EndElementHandler = lambda name: finish(name.rpartition(":")[2] if ":" in name else name)
    if data is not None:
        parser.CharacterDataHandler = data

    def refuse(*_: Any) -> None:
        raise _Bad("a document with entities of its own")

    parser.EntityDeclHandler = refuse
    return parser


def _parse(archive: zipfile.ZipFile, part: str, *, start: Callable[[str, dict[str, str]], None], end: Callable[[str], None] | None = None, data: Callable[[str], None] | None = None) -> None:
    parser = _parser(start, end, data)
    with archive.open(part) as stream:
        while block := stream.read(_CHUNK):
            parser.Parse(block, False)
    parser.Parse(b"", True)


def _strings(archive: zipfile.ZipFile, part: str) -> Sequence[str]:
    found: list[str] = []
    now: list[str] = []
    state = {"taking": False, "phonetic": 0}

    def start(name: str, _: dict[str, str]) -> None:
        if name == "si":
            now.clear()
        elif name == "t":
            state["taking"] = not state["phonetic"]
        elif name == "rPh":
            state["phonetic"] += 1

    def end(name: str) -> None:
        if name == "si":
            found.append(unescaped("".join(now)))
        elif name == "t":
            state["taking"] = False
        elif name == "rPh":
            state["phonetic"] -= 1

    _parse(archive, part, start=start, end=end, data=lambda text: now.append(text) if state["taking"] else None)
    return found


def _styles(archive: zipfile.ZipFile) -> Sequence[Style]:
    codes: dict[int, str] = {}
    styles: list[Style] = []
    within = [False]

    def start(name: str, given: dict[str, str]) -> None:
        if name == "numFmt":
            codes[int(given.get("numFmtId", "0"))] = given.get("formatCode", "")
        elif name == "cellXfs":
            within[0] = True
        elif name == "xf" and within[0]:
            number = int(given.get("numFmtId", "0"))
            styles.append(Style(codes.get(number, ""), number))

    def end(name: str) -> None:
        if name == "cellXfs":
            within[0] = False

    if archive.getinfo("xl/styles.xml").file_size > 8 * BLOCK_BYTES:
        raise _Bad("styles of more than 64 MB")
    _parse(archive, "xl/styles.xml", start=start, end=end)
    return styles
