"""The bytes of a CSV file: which encoding, where the header ends, on which line a record begins. What is no text is named with its line."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from regulars.connectors import file_sentences  # noqa: F401  (registers the sentences of the findings)
from regulars.program.findings import Finding

BLOCK_BYTES = 8 << 20  # also the longest record a CSV may have
_SEPARATORS = (",", ";", "\t")


class Unreadable(Exception):
    """The file can't be read further; ``finding`` says where and why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.sentence())
        self.finding = finding


def known_encoding(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError as error:
        raise Unreadable(Finding("file.encoding_unknown", 1, facts={"encoding": encoding})) from error


_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def is_workbook(begins: bytes) -> bool:
    """Whether a file that begins so is a zip archive, as .xlsx is, and no text."""
    return begins.startswith(b"PK\x03\x04")


def is_old_workbook(begins: bytes) -> bool:
    """Whether a file begins as .xls does, and an .xlsx with a password."""
    return begins.startswith(b"\xd0\xcf\x11\xe0")


def open_text(path: Path, encoding: str) -> BinaryIO:
    """The file as UTF-8 bytes without a byte order mark. A mark says more than ``encoding`` does: Excel's "Unicode Text" is UTF-16."""
    raw = path.open("rb")
    begins = raw.read(4)
    mark, marked = next(((mark, name) for mark, name in _MARKS if begins.startswith(mark)), (b"", encoding))
    if marked == "utf-8":
        raw.seek(len(mark))
        return raw
    raw.seek(0)
    return io.BufferedReader(Recoded(raw, marked))  # type: ignore[type-var]


def header_of(stream: BinaryIO) -> tuple[list[str], str, int]:
    """Read the header record: its cells, what separates them, and how many lines it took with the blank ones before it."""
    text = b""
    try:
        while True:
            line = stream.readline(BLOCK_BYTES)
            text += line
            if not line or (text.strip(b"\r\n") and text.count(b'"') % 2 == 0):
                break
        words = text.decode("utf-8").strip("\r\n")
        if "\0" in words:
            raise Unreadable(Finding("file.encoding_wide", 1))
    except UnicodeDecodeError as error:
        raise Unreadable(Finding("file.encoding", 1, facts={"encoding": "utf-8"})) from error
    if not words.strip():
        raise Unreadable(Finding("file.empty", 1))
    separator = next((mark for mark in _SEPARATORS if mark in words), ",")
    try:
        cells = next(csv.reader([words], delimiter=separator))
    except csv.Error as error:
        raise Unreadable(Finding("file.not_csv", 1, facts={"why": str(error)})) from error
    return [cell.strip() for cell in cells], separator, text.count(b"\n")


def record_starts(records: "csv._reader") -> Iterator[tuple[int, int]]:  # type: ignore[name-defined]
    """(record, line it begins on); record 0 is the header."""
    number, line = 0, 1
    for cells in records:
        if cells:
            yield number, line
            number += 1
        line = records.line_num + 1


class Checking:
    """Passes UTF-8 on and stops with the line where it is none; counts quotes: an odd number means that one may never be closed."""

    closed = False

    def __init__(self, stream: BinaryIO, lines_before: int, encoding: str) -> None:
        self._stream = stream
        self._lines = lines_before
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self.quotes = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        try:
            self._decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            line = self._lines + error.object[: error.start].count(b"\n") + 1
            raise Unreadable(Finding("file.encoding", line, facts={"encoding": self._encoding})) from error
        self._lines += data.count(b"\n")
        self.quotes += data.count(b'"')
        return data

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def close(self) -> None:
        self.closed = True


class Recoded(io.RawIOBase):
    """Another encoding's bytes, read as UTF-8."""

    def __init__(self, raw: BinaryIO, encoding: str) -> None:
        self._raw = raw
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self._left = b""
        self._first = True

    def readable(self) -> bool:
        return True

    def readinto(self, into: "bytearray") -> int:  # type: ignore[override]
        while not self._left:
            data = self._raw.read(1 << 20)
            words = self._decoder.decode(data, final=not data)
            if words and self._first:
                words, self._first = words.removeprefix("\ufeff"), False
            self._left = words.encode("utf-8", "surrogatepass")
            if not data:
                break
        count = min(len(into), len(self._left))
        into[:count] = self._left[:count]
        self._left = self._left[count:]
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()
