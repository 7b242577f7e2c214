"""The best few of each row, without a loop over rows."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.insight.recommend.baskets import Codes, Floats

NOTHING = -1


def best_of_rows(scores: Any, tie_break: NDArray[np.int64], k: int) -> tuple[Codes, Floats]:
    """(R, k) columns of a CSR with the highest score > 0, best first, and the scores; ``NOTHING`` and 0 where a row has fewer.

    Ties: the column with the higher ``tie_break`` (columns,), then the lower number.
    """
    rows = np.repeat(np.arange(scores.shape[0], dtype=np.int32), np.diff(scores.indptr))
    good = scores.data > 0
    return _first(rows[good], scores.indices[good], scores.data[good], tie_break, scores.shape[0], k)


def best_of_table(scores: Any, tie_break: NDArray[np.int64], k: int) -> tuple[Codes, Floats]:
    """The same of a full table (R, columns), without sorting it all.

    The k-th largest of the highest scores of some blocks of columns can't be above the k-th largest score: whatever lies below it is left out unsorted.
    """
    many, columns = scores.shape
    good = scores > 0
    width = columns // (8 * k)
    if width > 1:
        blocks = columns // width
        highest = scores[:, : blocks * width].reshape(many, blocks, width).max(axis=2)
        good &= scores >= np.partition(highest, blocks - k, axis=1)[:, blocks - k][:, None]
    rows, where = np.nonzero(good)
    return _first(rows, where, scores[rows, where], tie_break, many, k)


def _first(rows: Any, columns: Any, data: Any, tie_break: NDArray[np.int64], many: int, k: int) -> tuple[Codes, Floats]:
    order = np.lexsort((columns, -tie_break[columns], -data, rows))
    rows, columns, data = rows[order], columns[order], data[order]
    starts = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=many))))
    place = np.arange(len(rows)) - starts[rows]
    first = place < k
    best, value = np.full((many, k), NOTHING, np.int32), np.zeros((many, k))
    best[rows[first], place[first]] = columns[first]
    value[rows[first], place[first]] = data[first]
    return best, value


def most_popular(popularity: NDArray[np.int64], k: int) -> Codes:
    """The k items in most baskets, most first, ties by number; fewer when fewer were ever sold."""
    order = np.argsort(-popularity, kind="stable")[:k]
    return order[popularity[order] > 0].astype(np.int32)


def fill(lists: Codes, popular: Codes) -> Codes:
    """Lists (R, k) whose empty places are filled from ``popular`` in its order, nothing twice. ``popular`` of 2k items is always enough."""
    short = np.flatnonzero((lists == NOTHING).any(axis=1))
    if not len(short) or not len(popular):
        return lists
    k, part = lists.shape[1], lists[short]
    fresh = ~(part[:, :, None] == popular[None, None, :]).any(axis=1)
    have = (part != NOTHING).sum(axis=1)
    place = have[:, None] + np.cumsum(fresh, axis=1) - 1
    rows, which = np.nonzero(fresh & (place < k))
    part[rows, place[rows, which]] = popular[which]
    filled = lists.copy()
    filled[short] = part
    return filled


def fill_each(lists: Codes, others: Codes) -> Codes:
    """Lists (R, k) whose empty places are filled from the same row of ``others`` (R, k), nothing twice."""
    k = lists.shape[1]
    both = np.concatenate([lists, np.where((others[:, :, None] == lists[:, None, :]).any(axis=2), NOTHING, others)], axis=1)
    first = np.argsort(both == NOTHING, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(both, first, axis=1)
