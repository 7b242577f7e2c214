"""The marks of every member, from the same figures that count them."""

from collections.abc import Iterator

import numpy as np

from regulars.insight.asking.models import Models
from regulars.insight.figures.figure import sql_of
from regulars.insight.store.marks import MOST_MONTHS, Marked
from regulars.insight.store.writing import Row

_MONTHS = f"""
    WITH firsts AS (SELECT member, min(year(day) * 12 + month(day) - 1) AS born FROM purchase_days GROUP BY member)
    SELECT p.member, min(born) AS born, bit_or(CASE WHEN year(day) * 12 + month(day) - 1 - born <= {MOST_MONTHS} THEN 1::BIGINT << (year(day) * 12 + month(day) - 1 - born)::INTEGER ELSE 0 END) AS months
    FROM purchase_days p JOIN firsts f ON f.member = p.member GROUP BY p.member"""


class Marking:
    """``passing``: the rows as they are, each leaving its marks behind; ``marked``: those, once all rows have passed."""

    def __init__(self, models: Models, numbers: list[int]) -> None:
        members = len(numbers)
        columns = models.facts.connection.execute(_MONTHS).fetchnumpy()
        self._born, self._months = np.full(members, -1, np.int64), np.zeros(members, np.int64)
        self._born[columns["member"]], self._months[columns["member"]] = columns["born"], columns["months"]
        self._price: dict[int, str] = {row[0]: row[-1] for row in models.facts.rows(sql_of("price_members"))}
        self._place = {number: place for place, number in enumerate(numbers)}
        self._kept: list[Marked] = []

    def passing(self, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            place, told = self._place[row.member_id], row.told
            marks = []
            if told.rfm is not None:
                r, f, m = told.rfm
                marks += [f"rfm:{r}{f}{m}", f"rf:{r}{f}"]
            if told.reasons:
                marks.append(f"reason:{told.reasons[0]}")
            if place in self._price:
                marks.append(f"price:{self._price[place]}")
            born = int(self._born[place])
            if born >= 0:
                marks.append(f"cohort:{born // 12:04}-{born % 12 + 1:02}")
            if marks:
                self._kept.append(Marked(row.member_id, told.margin or 0, marks, int(self._months[place])))
            yield row

    def marked(self) -> Iterator[Marked]:
        yield from self._kept
