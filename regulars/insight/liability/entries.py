"""Journal entries for the shop's books, as a CSV its accounting program can read."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from regulars.insight.liability.revenue import Allocation, Step
from regulars.kit.errors import Refused

COLUMNS = ("entry", "date", "account", "debit", "credit", "text")


@dataclass(frozen=True, slots=True)
class Accounts:
    """The shop's own account names or numbers."""

    cash: str = "cash"
    revenue: str = "revenue"
    points_revenue: str = "revenue from points"
    liability: str = "contract liability points"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a day. lines: (account, amount): debit above 0, credit below; they add up to 0."""

    on: date
    text: str
    lines: tuple[tuple[str, int], ...]


def sale(on: date, split: Allocation, accounts: Accounts) -> Entry:
    """Dr cash; Cr revenue and contract liability."""
    return Entry(
        on, "sale with points", ((accounts.cash, split.goods + split.points), (accounts.revenue, -split.goods), (accounts.liability, -split.points))
    )


def recognition(on: date, step: Step, accounts: Accounts) -> Entry:
    """Dr contract liability; Cr revenue from points; the other way round when an expectation rose so far that revenue is taken back."""
    return Entry(on, "points redeemed", ((accounts.liability, step.revenue), (accounts.points_revenue, -step.revenue)))


def as_csv(entries: Iterable[Entry], minor_digits: int) -> str:
    """One row for each line that is not 0, amounts as decimals in debit or credit. Raises Refused ``insight.liability.unbalanced`` for an entry that does not add up.

    A text or account that a spreadsheet would take for a formula is written with a ' before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, entry in enumerate(entries, 1):
        if sum(amount for _, amount in entry.lines):
            raise Refused("insight.liability.unbalanced", entry=number)
        writer.writerows(_rows(number, entry, minor_digits))
    return out.getvalue()


def _rows(number: int, entry: Entry, digits: int) -> Sequence[tuple[str, ...]]:
    return [
        (
            str(number),
            entry.on.isoformat(),
            _safe(account),
            _decimal(amount, digits) if amount > 0 else "",
            _decimal(-amount, digits) if amount < 0 else "",
            _safe(entry.text),
        )
        for account, amount in entry.lines
        if amount
    ]


def _decimal(amount: int, digits: int) -> str:
    whole, part = divmod(amount, 10**digits)
    return f"{whole}.{part:0{digits}d}" if digits else str(whole)


def _safe(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
