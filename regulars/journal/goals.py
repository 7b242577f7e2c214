"""What a member still needs for a tier, as a page draws it. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from regulars.engine.explain import measure_name
from regulars.kit.money import scaled_from_text
from regulars.program.document import Program


class Goal(NamedTuple):
    """``have``, ``need`` and ``left``: minor units for spend, else the measure's own number as text. ``filled``: thousandths, at most 1000."""

    measure: str  # spend, visits, nights, points.<wallet> …
    is_money: bool
    have: int | str
    need: int | str
    left: int | str
    filled: int
    met: bool
    months: int  # the window, where it rolls by months
    days: int  # … or by days
    ends: date | None  # the last day that counts, where the window is a calendar year
    terms: tuple[tuple[str, str, int], ...] = ()  # of a score: (measure, what was measured, what it brings)


def goals(criteria: Iterable[Mapping[str, Any]], program: Program, today: date, language: str = "en") -> list[Goal]:
    """``criteria``: as ``engine.criteria.progress_of`` gives them."""
    found = []
    for one in criteria:
        have, need = Decimal(str(one["have"])), Decimal(str(one["need"]))
        filled = 1000 if have >= need else max(int(have * 1000 / need), 0) if need > 0 else 1000
        is_money = one["measure"] == "spend"
        months, days = _window(str(one["within"]))
        found.append(
            Goal(
                measure=_named(str(one["measure"]), language, program),
                is_money=is_money,
                have=_minor(have, program) if is_money else _plain(have),
                need=_minor(need, program) if is_money else _plain(need),
                left=_minor(max(need - have, Decimal(0)), program)
                if is_money
                else _plain(max(need - have, Decimal(0))),
                filled=filled,
                met=bool(one["met"]),
                months=months,
                days=days,
                ends=date(today.year, 12, 31) if one["within"] == "calendar_year" else None,
                terms=tuple((measure_name(term["measure"], language, program), term["have"], term["score"]) for term in one.get("terms", ())),
            )
        )
    return found


def _named(measure: str, language: str, program: Program) -> str:
    """Events and wallets go by their names; the others by the word the page knows."""
    return measure_name(measure, language, program) if measure.startswith(("events.", "points.")) else measure


def _minor(value: Decimal, program: Program) -> int:
    digits = program.currency.minor_digits
    size = scaled_from_text(f"{abs(value):f}", digits)
    return -size if value < 0 else size


def _plain(value: Decimal) -> str:
    words = f"{value:,f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def _window(text: str) -> tuple[int, int]:
    """``6 months`` -> (6, 0); ``1 year`` -> (12, 0); ``90 days`` -> (0, 90); a window of another kind -> (0, 0)."""
    count, _, unit = text.partition(" ")
    if not count.isdecimal():
        return 0, 0
    if unit.startswith("year"):
        return int(count) * 12, 0
    return (int(count), 0) if unit.startswith("month") else (0, int(count))
