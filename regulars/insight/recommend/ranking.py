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
    rows, columns, data = rows[good], scores.indices[good], scores.data[good]
    order = np.lexsort((columns, -tie_break[columns], -data, rows))
    rows, columns, data = rows[order], columns[order], data[order]
    starts = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=scores.shape[0]))))
    place = np.arange(len(rows)) - starts[rows]
    first = place < k
    best = np.full((scores.shape[0], k), NOTHING, np.int32)
    value = np.zeros((scores.shape[0], k))
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
