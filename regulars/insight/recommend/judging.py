"""How good a list was: recall, NDCG with both denominators, and the share of members for whom something hit."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.insight.recommend.baskets import Baskets, Codes, Floats
from regulars.insight.recommend.ranking import NOTHING


@dataclass(frozen=True, slots=True)
class Score:
    """Means over ``members`` members with something to foresee; every figure in 0…1.

    ndcg_reachable divides by the best a list of k could do, Σ over min(k, |truth|); ndcg_all by Σ over all of |truth|, as the code of Li et al. (TOIS 2023) does.
    coverage: share of the items ever sold that the lists hold, all members together. novelty: mean of −log2(share of baskets with the item) over what is shown
    (Vargas & Castells, RecSys 2011): 1 more is half as popular. Both None where nobody said what is popular.
    """

    members: int
    recall: float
    ndcg_reachable: float
    ndcg_all: float
    hit_rate: float
    items_shown: int
    coverage: float | None = None
    novelty: float | None = None


def recalls(lists: Codes, truth: Any) -> Floats:
    """(U,) share of each member's true items that the list (U, k) holds; NaN where there is nothing to foresee."""
    size = np.diff(truth.indptr)
    with np.errstate(invalid="ignore"):
        return np.asarray(_hits(lists, truth).sum(axis=1) / np.where(size > 0, size, np.nan))


def judge(lists: Codes, truth: Any, history: Baskets | None = None) -> Score:
    """Lists (U, k) against CSR (U, items). Members with nothing to foresee do not count. history: what the lists were made of, for coverage and novelty."""
    size = np.diff(truth.indptr)
    some = size > 0
    hits, size = _hits(lists, truth)[some], size[some]
    if not len(size):
        return Score(0, 0.0, 0.0, 0.0, 0.0, 0)
    k = lists.shape[1]
    discount = 1 / np.log2(np.arange(2, max(k, int(size.max())) + 2))
    ideal, gained = np.cumsum(discount), hits @ discount[:k]
    return Score(
        members=len(size),
        recall=float((hits.sum(axis=1) / size).mean()),
        ndcg_reachable=float((gained / ideal[np.minimum(size, k) - 1]).mean()),
        ndcg_all=float((gained / ideal[size - 1]).mean()),
        hit_rate=float(hits.any(axis=1).mean()),
        items_shown=len(np.setdiff1d(lists, [NOTHING])),
        coverage=coverage(lists, history) if history is not None else None,
        novelty=novelty(lists, history) if history is not None else None,
    )


def coverage(lists: Codes, history: Baskets) -> float:
    shown = np.setdiff1d(lists, [NOTHING])
    return len(shown) / max(int((history.popularity() > 0).sum()), 1)


def novelty(lists: Codes, history: Baskets) -> float:
    """An item in no basket counts as in one."""
    shown = lists[lists != NOTHING]
    baskets = max(len(history.owner), 1)
    return float(-np.log2(np.maximum(history.popularity()[shown], 1) / baskets).mean()) if len(shown) else 0.0


def _hits(lists: Codes, truth: Any) -> Any:
    columns = truth.shape[1]
    rows = np.arange(lists.shape[0], dtype=np.int64)[:, None] * columns
    true = np.repeat(rows[:, 0], np.diff(truth.indptr)) + truth.indices
    return (lists != NOTHING) & np.isin(rows + lists, true)
