"""What a cell of a spreadsheet says, as text: numbers to the 15 digits Excel keeps, days and moments as ISO text, errors by their own names."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

UNCALCULATED = "#FORMULA!"  # a formula nobody has let Excel work out: there is no value in the file
_MOST_DIGITS = 15
_FIRST, _LAST = 10_000, 73_050  # serial numbers of 1927 and 2099: what a plain number in a column of days may be
_DAY_MS = 86_400_000
_BUILT_IN_DAYS = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))
_PLAIN = re.compile(r"-?[0-9]{1,14}(\.[0-9]*[1-9])?")
_WORDS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Style:
    """How a number is shown, as far as it changes what is meant: as a day, or with zeros in front (``digits``)."""

    __slots__ = ("digits", "is_day")

    def __init__(self, code: str, number: int) -> None:
        bare = _WORDS.sub("", code.split(";")[0]).lower()
        elapsed = any(f"[{unit}" in code.lower() for unit in "hms")
        self.is_day = not elapsed and (any(mark in "ymdhs" for mark in bare) if code else number in _BUILT_IN_DAYS)
        self.digits = len(code) if len(code) > 1 and set(code) == {"0"} else 0


def number_text(raw: str) -> str:
    """A number as the sheet stores it (12.300000000000001, 1.5E-3), written out; beyond 15 digits as Excel shows it (1.23457E+15), for its last digits are lost."""
    if _PLAIN.fullmatch(raw) and len(raw) <= _MOST_DIGITS:
        return raw
    try:
        value = float(raw)
    except ValueError:
        return raw
    if abs(value) >= 10**_MOST_DIGITS:
        return f"{value:.5E}"
    exact = f"{Decimal(f'{value:.15g}'):f}"
    return exact.rstrip("0").rstrip(".") if "." in exact else exact


def day_text(raw: str, from_1904: bool) -> str:
    """A serial number as a day, a moment (to the millisecond) or, below 1, a time of day; as a number where it is none of them."""
    try:
        serial = float(raw)
    except ValueError:
        return raw
    if not 0 <= serial < 2_958_466:
        return number_text(raw)
    days, ms = divmod(round(serial * _DAY_MS), _DAY_MS)
    if days == 0 and ms:
        return (datetime(2000, 1, 1) + timedelta(milliseconds=ms)).time().isoformat()  # noqa: DTZ001  a time of day
    days += 1462 if from_1904 else 1 if days < 60 else 0  # Excel's 1900 has a 29 February
    moment = datetime(1899, 12, 30) + timedelta(days=days, milliseconds=ms)  # noqa: DTZ001  local, as the sheet has it
    return moment.isoformat(" ") if ms else moment.date().isoformat()


def looks_like_a_day(raw: str) -> bool:
    try:
        return _FIRST <= float(raw) <= _LAST
    except ValueError:
        return False


def unescaped(text: str) -> str:
    """Control characters as Excel writes them (``_x000D_``); halves of a character stay as they stand."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: found[0] if 0xD800 <= int(found[1], 16) <= 0xDFFF else chr(int(found[1], 16)), text)


class Cells:
    """Turns a cell's parts into text. ``days``: the columns in which a plain number may be a serial number.

    ``numbers`` and ``zeros`` collect the columns with a number, and with a text of digits that begins with a zero: a sign of zeros lost where both meet.
    """

    def __init__(self, strings: Sequence[str], styles: Sequence[Style], *, from_1904: bool, days: Collection[int] = ()) -> None:
        self._strings = strings
        self._styles = styles
        self._from_1904 = from_1904
        self._days = days
        self.numbers: set[int] = set()
        self.zeros: set[int] = set()

    def text(self, column: int, kind: str, style: str, raw: str, has_value: bool, is_formula: bool) -> str:
        """kind, style: of the cell's ``t`` and ``s``. Raises IndexError and ValueError for what points nowhere."""
        if not has_value:
            return UNCALCULATED if is_formula else ""
        if kind in ("s", "inlineStr", "str"):
            told = self._strings[int(raw)] if kind == "s" else unescaped(raw)
            if told[:1] == "0" and len(told) > 1 and told.isdigit():
                self.zeros.add(column)
            return told
        if kind == "b":
            return "true" if raw.strip() == "1" else "false"
        if kind in ("e", "d"):
            return raw.strip().removesuffix("T00:00:00") if kind == "d" else raw.strip()
        raw = raw.strip()
        shown = self._styles[int(style)] if style and self._styles else None
        if (shown is not None and shown.is_day) or (column in self._days and looks_like_a_day(raw)):
            return day_text(raw, self._from_1904)
        told = number_text(raw)
        if shown is not None and shown.digits and told.isdigit():
            return told.zfill(shown.digits)
        self.numbers.add(column)
        return told
