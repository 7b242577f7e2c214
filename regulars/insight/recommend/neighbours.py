"""Try new: what goes with what a member has bought, and they have not bought yet. Item by item, so that a reason can be named."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import linalg, sparse

from regulars.insight.recommend.baskets import Baskets, Codes, Floats
from regulars.insight.recommend.ranking import NOTHING, best_of_rows

MEMBERS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """CSR (items, items): what having bought the row's item says for the column's. Diagonal 0, at most ``keep`` a row.

    weighted: whether a member's purchases count by how rare the item is (``idf``, items) or each as 1.
    """

    method: str
    matrix: Any
    idf: Floats | None = None


def tf_idf(history: Baskets, *, top: int = 4000, keep: int = 200, at_least: int = 3) -> Likeness:
    """Cosine between items over members, each member's purchase weighted by how rare the item is.

    Of the ``top`` items most members bought; one that fewer than ``at_least`` bought is like nothing: two members who happen to share one say nothing.
    """
    bought = (history.bought() > 0).astype(np.float64).tocsr()
    buyers = np.bincount(bought.indices, minlength=history.items)
    idf = np.log((history.members + 1) / (buyers + 1))
    most = np.sort(np.argsort(-buyers, kind="stable")[:top])
    known = most[buyers[most] >= at_least]
    some = bought[:, known] @ sparse.diags(idf[known])
    length = np.sqrt(np.asarray(some.multiply(some).sum(axis=0)).ravel())
    some = (some @ sparse.diags(1 / np.where(length > 0, length, 1))).tocsr()
    return Likeness("tf-idf", _strongest(lambda low, high: (some[:, low:high].T @ some).tocsr(), known, history.items, keep), idf)


def ease(history: Baskets, *, ridge: float = 500.0, top: int = 2000, keep: int = 200) -> Likeness:
    """The linear model that foretells each of the ``top`` items from the others, in closed form. Steck, WWW 2019, eq. 8: B = I − P / diag(P), P = (XᵀX + λI)⁻¹.

    Only the ``keep`` strongest of each row are kept: that is what lets a million members be scored.
    """
    bought = (history.bought() > 0).astype(np.float64).tocsr()
    buyers = np.bincount(bought.indices, minlength=history.items)
    known = np.sort(np.argsort(-buyers, kind="stable")[: min(top, int((buyers > 0).sum()))])
    some = bought[:, known]
    gram = (some.T @ some).toarray()
    gram[np.diag_indices_from(gram)] += ridge
    inverse = linalg.inv(gram, overwrite_a=True, check_finite=False)
    weight = -inverse / np.diag(inverse)
    np.fill_diagonal(weight, 0.0)
    return Likeness("ease", _strongest(lambda low, high: sparse.csr_matrix(weight[low:high]), known, history.items, keep))


def try_new(history: Baskets, likeness: Likeness, k: int = 10) -> tuple[Codes, Floats, Codes]:
    """(members, k) items never bought by the member, their scores, and for each the bought item that says most for it; ``NOTHING`` where there is none."""
    popularity = history.popularity()
    lists = np.full((history.members, k), NOTHING, np.int32)
    scores, because = np.zeros((history.members, k)), np.full((history.members, k), NOTHING, np.int32)
    bought = (history.bought() > 0).astype(np.float64).tocsr()
    weighted = bought if likeness.idf is None else (bought @ sparse.diags(likeness.idf)).tocsr()
    towards = likeness.matrix.T.tocsr()
    for low in range(0, history.members, MEMBERS_AT_ONCE):
        part = weighted[low : low + MEMBERS_AT_ONCE]
        hoped = (part @ likeness.matrix).tocsr()
        seen = bought[low : low + MEMBERS_AT_ONCE]
        new = hoped - hoped.multiply(seen)
        place = slice(low, low + part.shape[0])
        lists[place], scores[place] = best_of_rows(new.tocsr(), popularity, k)
        because[place] = _because(part, towards, lists[place])
    return lists, scores, because


def _because(weighted: Any, towards: Any, lists: Codes) -> Codes:
    """For each item of each list, the member's own purchase that contributed most."""
    answer = np.full(lists.shape, NOTHING, np.int32)
    for column in range(lists.shape[1]):
        rows = np.flatnonzero(lists[:, column] != NOTHING)
        if len(rows):
            parts = weighted[rows].multiply(towards[lists[rows, column]]).tocsr()
            answer[rows, column] = np.asarray(parts.argmax(axis=1)).ravel()
    return answer


def _strongest(block: Any, known: Any, items: int, keep: int) -> Any:
    """CSR (items, items) of the ``keep`` highest positive weights of each row of ``block(low, high)``, which speaks of ``known`` items only."""
    rows, columns, data = [], [], []
    for low in range(0, len(known), 2000):
        part = block(low, min(low + 2000, len(known)))
        best, value = best_of_rows(_without_self(part, low), np.zeros(len(known), np.int64), keep)
        row, place = np.nonzero(best != NOTHING)
        rows.append(known[low + row])
        columns.append(known[best[row, place]])
        data.append(value[row, place])
    if not rows:
        return sparse.csr_matrix((items, items))
    return sparse.csr_matrix((np.concatenate(data), (np.concatenate(rows), np.concatenate(columns))), shape=(items, items))


def _without_self(part: Any, low: int) -> Any:
    part = part.tocoo()
    part.data[part.row + low == part.col] = 0.0
    return part.tocsr()
