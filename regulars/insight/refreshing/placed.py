"""Rows by the place of their member, held as the arrays they come in: a million members' columns in megabytes, not as a million tuples."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


class Placed:
    """``get(place)``: the row of ``columns`` as plain Python values, or the default. keys: (R,) different places in 0 … members − 1, in any order; columns: (R,), or (R, K) for lists of K."""

    def __init__(self, members: int, keys: Any, *columns: Any) -> None:
        row = np.full(members, -1, np.int32)
        row[np.asarray(keys, np.int64)] = np.arange(len(keys), dtype=np.int32)
        self._row = row.data
        self._columns = [_readable(np.asarray(column)) for column in columns]

    def __contains__(self, place: int) -> bool:
        return self._row[place] >= 0

    def row(self, place: int) -> int:
        """Which row of the columns; −1: none."""
        return self._row[place]

    def get(self, place: int, default: tuple[Any, ...]) -> tuple[Any, ...]:
        row = self._row[place]
        return default if row < 0 else tuple([column[row] for column in self._columns])  # a list is made faster than it is generated


class _Lists:
    """Rows of a table as lists."""

    def __init__(self, of: NDArray[Any]) -> None:
        self._of = of

    def __getitem__(self, row: int) -> Any:
        return self._of[row].tolist()


def _readable(column: NDArray[Any]) -> Any:
    """Numbers are read one by one as Python's own, without making all of them."""
    if column.ndim == 1 and column.dtype.kind in "biuf" and column.dtype.itemsize <= 8 and column.dtype != np.float16:
        return np.ascontiguousarray(column).data
    return _Lists(column) if column.ndim > 1 else column.tolist()


def places_of(numbers: list[int], of: Any) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """(R,) the place in ``numbers`` (rising) of each of ``of``, and whether it is there; the place of one that is not means nothing."""
    known, asked = np.asarray(numbers, np.int64), np.asarray(of, np.int64)
    place = np.searchsorted(known, asked)
    found = (place < len(known)) & (known[np.minimum(place, max(len(known) - 1, 0))] == asked) if len(known) else np.zeros(len(asked), bool)
    return place, found
