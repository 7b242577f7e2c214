"""The marks of every member, from the same figures that count them."""

from array import array
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
    """``passing``: a row for each of ``numbers``, in their order, as they are, each leaving its marks behind; ``marked``: those, once all rows have passed."""

    def __init__(self, models: Models, numbers: list[int]) -> None:
        members = len(numbers)
        columns = models.facts.connection.execute(_MONTHS).fetchnumpy()
        self._born, self._months = np.full(members, -1, np.int64), np.zeros(members, np.int64)
        self._born[columns["member"]], self._months[columns["member"]] = columns["born"], columns["months"]
        self._price: dict[int, str] = {row[0]: row[-1] for row in models.facts.rows(sql_of("price_members"))}
        self._numbers = numbers
        self._known: dict[tuple[str, ...], int] = {}  # every set of marks once
        self._kept = array("q"), array("q"), array("q")  # by member who has any: place, margin, which set

    def passing(self, rows: Iterator[Row]) -> Iterator[Row]:
        place_kept, margin_kept, which_kept = self._kept
        for place, row in enumerate(rows):
            told = row.told
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
                place_kept.append(place)
                margin_kept.append(told.margin or 0)
                which_kept.append(self._known.setdefault(tuple(marks), len(self._known)))
            yield row

    def marked(self) -> Iterator[Marked]:
        sets = [list(marks) for marks in self._known]
        for place, margin, which in zip(*self._kept, strict=True):
            yield Marked(self._numbers[place], margin, sets[which], int(self._months[place]))
