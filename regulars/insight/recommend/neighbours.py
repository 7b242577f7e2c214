"""Try new: what goes with what a member has bought, and they have not bought yet. Item by item, so that a reason can be named."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from regulars.insight.recommend.baskets import Baskets, Codes, Floats
from regulars.insight.recommend.ranking import NOTHING, best_of_table

MEMBERS_AT_ONCE = 2_000
MEMBERS_TO_LEARN_FROM = 100_000  # what goes with what is known to the third digit long before


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
    Learned from at most 100,000 members, always the same ones.
    """
    history = history.sample(MEMBERS_TO_LEARN_FROM)
    bought = (history.bought() > 0).astype(np.float64).tocsr()
    buyers = np.bincount(bought.indices, minlength=history.items)
    idf = np.log((history.members + 1) / (buyers + 1))
    most = np.sort(np.argsort(-buyers, kind="stable")[:top])
    known = most[buyers[most] >= at_least]
    some = bought[:, known] @ sparse.diags(idf[known])
    length = np.sqrt(np.asarray(some.multiply(some).sum(axis=0)).ravel())
    some = (some @ sparse.diags(1 / np.where(length > 0, length, 1))).tocsr()
    return Likeness("tf-idf", _strongest(lambda low, high: (some[:, low:high].T @ some).toarray(), known, history.items, keep), idf)


def ease(history: Baskets, *, ridge: float = 500.0, top: int = 2000, keep: int = 200) -> Likeness:
    """The linear model that foretells each of the ``top`` items from the others, in closed form. Steck, WWW 2019, eq. 8: B = I − P / diag(P), P = (XᵀX + λI)⁻¹.

    Only the ``keep`` strongest of each row are kept: that is what lets a million members be scored.
    Learned from at most 100,000 members, always the same ones.
    """
    history = history.sample(MEMBERS_TO_LEARN_FROM)
    bought = (history.bought() > 0).astype(np.float64).tocsr()
    buyers = np.bincount(bought.indices, minlength=history.items)
    known = np.sort(np.argsort(-buyers, kind="stable")[: min(top, int((buyers > 0).sum()))])
    some = bought[:, known]
    gram = (some.T @ some).toarray()
    gram[np.diag_indices_from(gram)] += ridge
    inverse = linalg.inv(gram, overwrite_a=True, check_finite=False)
    weight = -inverse / np.diag(inverse)
    np.fill_diagonal(weight, 0.0)
    return Likeness("ease", _strongest(lambda low, high: weight[low:high], known, history.items, keep))


def try_new(history: Baskets, likeness: Likeness, k: int = 10, who: NDArray[np.bool_] | None = None) -> tuple[Codes, Floats, Codes]:
    """(members, k) items never bought by the member, their scores, and for each the bought item that says most for it; ``NOTHING`` where there is none.

    who: (members,) for whom; default everybody. Nobody else has a list. Members are taken some at a time: memory stays flat however many there are.
    """
    popularity = history.popularity()
    lists = np.full((history.members, k), NOTHING, np.int32)
    scores, because = np.zeros((history.members, k)), np.full((history.members, k), NOTHING, np.int32)
    of = _Dense.of(likeness)
    for low, part in history.parts():
        bought = part.bought()
        asked = np.flatnonzero(np.ones(part.members, bool) if who is None else who[low : low + part.members])
        for first in range(0, len(asked), MEMBERS_AT_ONCE):
            rows = asked[first : first + MEMBERS_AT_ONCE]
            lists[low + rows], scores[low + rows], because[low + rows] = of.best(bought[rows], popularity, k)
    return lists, scores, because


@dataclass(frozen=True, slots=True, eq=False)
class _Dense:
    """A likeness as a table of those items alone that say something or are said something of: rows and columns (K, K), in ``known``'s order."""

    known: NDArray[np.int64]
    place: NDArray[np.int64]  # (items,) an item's place in ``known``, or NOTHING
    table: NDArray[np.float32]
    idf: Floats | None

    @classmethod
    def of(cls, likeness: Likeness) -> "_Dense":
        matrix = likeness.matrix.tocsr()
        known = np.union1d(np.flatnonzero(np.diff(matrix.indptr)), matrix.indices).astype(np.int64)
        place = np.full(matrix.shape[0], NOTHING, np.int64)
        place[known] = np.arange(len(known))
        return cls(known, place, matrix[known][:, known].toarray().astype(np.float32), likeness.idf)

    def best(self, bought: Any, popularity: NDArray[np.int64], k: int) -> tuple[Codes, Floats, Codes]:
        """bought: CSR (members, items), each item once."""
        owner, item = np.repeat(np.arange(bought.shape[0]), np.diff(bought.indptr)), bought.indices
        says = self.place[item] != NOTHING
        owner, item = owner[says], item[says]
        weight = np.ones(len(item), np.float32) if self.idf is None else self.idf[item].astype(np.float32)
        place = self.place[item]
        said = sparse.csr_matrix((weight, (owner, place)), shape=(bought.shape[0], len(self.known)))
        hoped = said @ self.table if len(self.known) else np.zeros((bought.shape[0], 0), np.float32)
        hoped[owner, place] = 0.0
        best, value = best_of_table(hoped, popularity[self.known], k)
        return np.where(best == NOTHING, NOTHING, self.known[best] if len(self.known) else NOTHING).astype(np.int32), value, self._because(owner, place, weight, best)

    def _because(self, owner: NDArray[np.int64], place: NDArray[np.int64], weight: NDArray[np.float32], best: Codes) -> Codes:
        """For each item of each list, the member's own purchase that contributed most; the lower number where two did."""
        answer = np.full(best.shape, NOTHING, np.int32)
        if not len(owner):
            return answer
        parts = weight[:, None] * self.table[place[:, None], np.maximum(best[owner], 0)]
        begins = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
        most = np.maximum.reduceat(parts, begins)
        which = np.cumsum(np.r_[False, owner[1:] != owner[:-1]])
        first = np.minimum.reduceat(np.where(parts == most[which], np.arange(len(owner))[:, None], len(owner)), begins)
        rows = owner[begins]
        answer[rows] = np.where(best[rows] == NOTHING, NOTHING, self.known[place[first]])
        return answer


def _strongest(block: Any, known: Any, items: int, keep: int) -> Any:
    """CSR (items, items) of the ``keep`` highest positive weights of each row of ``block(low, high)``, which speaks of ``known`` items only."""
    rows, columns, data = [], [], []
    for low in range(0, len(known), 1000):
        part = np.array(block(low, min(low + 1000, len(known))), np.float64)
        here = np.arange(len(part))
        part[here, low + here] = 0.0
        best, value = best_of_table(part, np.zeros(len(known), np.int64), keep)
        row, place = np.nonzero(best != NOTHING)
        rows.append(known[low + row])
        columns.append(known[best[row, place]])
        data.append(value[row, place])
    if not rows:
        return sparse.csr_matrix((items, items))
    return sparse.csr_matrix((np.concatenate(data), (np.concatenate(rows), np.concatenate(columns))), shape=(items, items))
