"""Lengths of time as a number and a unit: ``7 days`` is 7 and day."""

import re

UNITS = {"duration": ("day", "week", "month", "year"), "span": ("minute", "hour", "day")}
_PARTED = re.compile(r"(\S*) ?(minute|hour|day|week|month|year)(s?)")


def parted(kind: str, text: str) -> tuple[str, str] | None:
    """(number, unit); None where it is written otherwise, and is shown as it is. An unusual ending (``1 days``) is kept with ``=``."""
    if not text:
        return "", UNITS[kind][0]
    found = _PARTED.fullmatch(text)
    if not found or found[2] not in UNITS[kind]:
        return None
    count, unit, ending = found.groups()
    if joined(count, unit) == text:
        return count, unit
    return (count, f"={unit}{ending}") if f"{count} {unit}{ending}" == text else None


def joined(count: str, unit: str) -> str:
    """The text of the document; nothing without a number."""
    count = count.strip()
    if not count:
        return ""
    if unit.startswith("="):
        return f"{count} {unit[1:]}"
    return f"{count} {unit}" if count == "1" else f"{count} {unit}s"
