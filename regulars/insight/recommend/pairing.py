"""Pairing 搭配: what is bought together more often than chance would have it, with the numbers behind it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from regulars.insight.recommend.baskets import Baskets, Codes, Floats
from regulars.insight.recommend.ranking import NOTHING, best_of_rows

SHRINK = 200.0
AT_LEAST = 5


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The k best partners of each item, best first; ``NOTHING`` and 0 where there are fewer.

    partner, score, together, lift, llr: (items, k). together: baskets with both. lift: times as often as by chance.
    llr: Dunning's log-likelihood ratio (1993), 2·Σ observed·ln(observed ÷ expected) over the four cells; above 10.8 chance alone gives it once in a thousand.
    of: (items,) baskets with the item. baskets: all of them.
    """

    partner: Codes
    score: Floats
    together: Codes
    lift: Floats
    llr: Floats
    of: Codes
    baskets: int

    @property
    def coverage(self) -> float:
        """The share of items sold that have at least one partner, weighted by the baskets they are in."""
        have = (self.partner != NOTHING).any(axis=1)
        return float(self.of[have].sum() / max(1, self.of.sum()))


def pairs(history: Baskets, k: int = 10, *, shrink: float = SHRINK, at_least: int = AT_LEAST) -> Pairs:
    """Partners by shrunk log-lift: ln(lift) · n ÷ (n + ``shrink``), n the baskets with both, at least ``at_least`` of them, lift above 1.

    Plain lift is not offered: it puts first what two baskets share by accident (numbers in docs/algorithms/insight/recommendations.md).
    """
    baskets, of = len(history.owner), history.popularity()
    inside = sparse.csr_matrix(
        (np.ones(len(history.item), np.float64), (history.basket, history.item)), shape=(baskets, history.items)
    )
    both = (inside.T @ inside).tocoo()
    good = (both.row != both.col) & (both.data >= at_least)
    one, other, n = both.row[good], both.col[good], both.data[good]
    lift = n * baskets / (of[one].astype(np.float64) * of[other])
    score = np.log(lift) * n / (n + shrink)
    found = sparse.csr_matrix((score, (one, other)), shape=(history.items, history.items))
    partner, best = best_of_rows(found, of, k)
    return _with_numbers(partner, best, sparse.csr_matrix((n, (one, other)), shape=found.shape), of, baskets)


def _with_numbers(partner: Codes, score: Floats, both: Any, of: NDArray[np.int64], baskets: int) -> Pairs:
    together, lift, ratio = np.zeros(partner.shape, np.int32), np.zeros(partner.shape), np.zeros(partner.shape)
    row, place = np.nonzero(partner != NOTHING)
    if len(row):
        which = partner[row, place]
        n = np.asarray(both[row, which]).ravel()
        together[row, place] = n
        lift[row, place] = n * baskets / (of[row].astype(np.float64) * of[which])
        ratio[row, place] = log_likelihood_ratio(n, of[row] - n, of[which] - n, baskets - of[row] - of[which] + n)
    return Pairs(partner, score, together, lift, ratio, of.astype(np.int32), baskets)


def log_likelihood_ratio(both: Floats, only_one: Floats, only_other: Floats, neither: Floats) -> Floats:
    """Dunning's G² of 2 × 2 counts, elementwise, ≥ 0."""
    cells = np.stack([np.asarray(cell, np.float64) for cell in (both, only_one, only_other, neither)])
    total = cells.sum(axis=0)
    one, other = cells[0] + cells[1], cells[0] + cells[2]
    expected = np.stack([one * other, one * (total - other), (total - one) * other, (total - one) * (total - other)]) / total
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(cells > 0, cells * np.log(cells / expected), 0.0)
    return np.asarray(np.maximum(0.0, 2 * parts.sum(axis=0)), np.float64)


def hit_rate(found: Pairs, anchor: Codes, partner: Codes) -> tuple[float, float]:
    """(hit rate over all anchors asked about, share of anchors for which something was said)."""
    lists = found.partner[anchor]
    return float((lists == partner[:, None]).any(axis=1).mean()), float((lists != NOTHING).any(axis=1).mean())
