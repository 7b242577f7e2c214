"""How much each part of an index counts: by the shop's judgement (AHP), by how much it tells members apart (entropy), or both."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.kit.errors import Invalid, Refused

Floats = NDArray[np.float64]
MOST_INCONSISTENT, MOST_FOR_ONE = 0.10, 0.4
RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
"""Mean consistency index of random judgements of 1 to 10 things (Saaty 1980)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """weights: add up to 1. consistency_ratio: 0 where the judgements agree with each other fully."""

    weights: Floats
    consistency_ratio: float


def ahp(judgements: Floats) -> Judged:
    """Weights from how many times more each thing matters than each other: the principal eigenvector (Saaty 1980).

    judgements: (n, n), n in 2..10, a[i][j] > 0 and a[j][i] = 1 / a[i][j].
    Raises Invalid where that isn't so, Refused when the consistency ratio exceeds 0.10: the judgements contradict each other.
    """
    a = np.asarray(judgements, np.float64)
    size = len(a)
    if a.shape != (size, size) or not 2 <= size <= len(RANDOM_INDEX) or not np.all(np.isfinite(a)) or a.min() <= 0:
        raise Invalid("insight.index.judgements")
    if not np.allclose(a * a.T, 1, rtol=1e-6):
        raise Invalid("insight.index.judgements")
    values, vectors = np.linalg.eig(a)
    first = int(np.argmax(values.real))
    weights = np.abs(vectors[:, first].real)
    index = (float(values[first].real) - size) / (size - 1)
    ratio = max(index, 0.0) / RANDOM_INDEX[size - 1] if size > 2 else 0.0
    if ratio > MOST_INCONSISTENT:
        raise Refused("insight.index.inconsistent", ratio=f"{ratio:.2f}", most=f"{MOST_INCONSISTENT:.2f}")
    return Judged(weights / weights.sum(), ratio)


def entropy_weights(values: Floats, *, at_most: float = MOST_FOR_ONE) -> Floats:
    """Weights by how unevenly each column is spread: w_j in proportion to 1 - e_j, e_j = -sum of p ln p / ln n, p the column's shares.

    values: (members, columns), >= 0, counts as their logarithm (log1p) beforehand: a column that is nearly always 0 would take all.
    No column gets more than ``at_most``; what is cut off goes to the others in proportion. A column that says nothing (constant) gets 0.
    Raises Invalid for values below 0 or not finite, Refused when no column tells anybody apart.
    """
    members = len(values)
    if members < 2 or not np.all(np.isfinite(values)) or values.min() < 0:
        raise Invalid("insight.index.not_positive")
    sums = values.sum(axis=0)
    shares = values / np.where(sums > 0, sums, 1)
    entropy = -np.sum(shares * np.log(np.where(shares > 0, shares, 1)), axis=0) / np.log(members)
    told = np.where(sums > 0, np.maximum(1 - entropy, 0), 0.0)
    told[np.ptp(values, axis=0) == 0] = 0
    if not told.any():
        raise Refused("insight.index.all_alike")
    return _capped(told / told.sum(), max(at_most, 1 / int(np.count_nonzero(told))))


def together(judged: Floats, entropy: Floats) -> Floats:
    """w_j in proportion to judged_j x entropy_j, adding up to 1. Raises Refused when nothing is left."""
    both = judged * entropy
    if not both.sum() > 0:
        raise Refused("insight.index.all_alike")
    answer: Floats = both / both.sum()
    return answer


def _capped(weights: Floats, at_most: float) -> Floats:
    capped = np.zeros(len(weights), bool)
    while np.any(over := ~capped & (weights > at_most + 1e-12)):
        capped |= over
        rest = ~capped & (weights > 0)
        left = 1 - at_most * capped.sum()
        weights = np.where(capped, at_most, np.where(rest, weights * left / max(weights[rest].sum(), 1e-300), 0.0))
    return weights
