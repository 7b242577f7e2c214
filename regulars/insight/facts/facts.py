"""The tables of one shop, and what of them the models take as arrays."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from regulars.program.findings import Finding

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class PurchaseDays:
    """One entry per member and day with a purchase, by (member, day). Same-day orders of a member are one entry.

    member: 0 … ``members`` - 1, the ``member`` of the tables. day: days since 1970-01-01, the shop's own calendar.
    amount: what was paid that day in minor units, >= 0 (a gift costs nothing). orders: how many orders it was.
    """

    members: int  # of the whole shop; who has no entry here had not bought by then
    member: NDArray[np.int32]
    day: NDArray[np.int32]
    amount: NDArray[np.int64]
    orders: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.member)


@dataclass(frozen=True)
class Facts:
    """One shop, seen on the evening of ``as_of``: nothing later is in the tables.

    ``findings``: what was left out or mended while reading, ready to be told. A shop without orders has ``as_of`` and no days.
    """

    connection: duckdb.DuckDBPyConnection
    store: Path
    as_of: date
    first_day: date | None
    last_day: date | None
    currency: str  # "" when nobody said
    exponent: int
    findings: tuple[Finding, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self.first_day is None

    @property
    def days(self) -> int:
        """How many days the shop has been watched: the first order's and ``as_of`` included. 0: no orders."""
        return (self.as_of - self.first_day).days + 1 if self.first_day else 0

    def rows(self, sql: str, parameters: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, parameters or {}).fetchall()

    def one(self, sql: str, parameters: dict[str, Any] | None = None) -> tuple[Any, ...]:
        return self.rows(sql, parameters)[0]

    def purchase_days(self, *, until: date | None = None) -> PurchaseDays:
        """Every purchase day up to and including ``until`` (default: all there are)."""
        columns = self.connection.execute(
            """SELECT member, date_diff('day', DATE '1970-01-01', day)::INTEGER AS day, amount, orders::INTEGER AS orders
               FROM purchase_days WHERE day <= $until ORDER BY member, day""",
            {"until": until or self.as_of},
        ).fetchnumpy()
        (members,) = self.one("SELECT count(*) FROM members")
        return PurchaseDays(
            members,
            np.asarray(columns["member"], np.int32),
            np.asarray(columns["day"], np.int32),
            np.asarray(columns["amount"], np.int64),
            np.asarray(columns["orders"], np.int32),
        )

    def refs(self) -> list[str]:
        """The shop's own name of each member; the place in the list is the member's number."""
        return [ref for (ref,) in self.rows("SELECT ref FROM members ORDER BY member")]


def day_number(day: date) -> int:
    """Days since 1970-01-01, as in ``PurchaseDays.day``."""
    return (day - EPOCH).days


def day_of_number(number: int) -> date:
    return EPOCH + timedelta(days=int(number))
