"""The loyalty index: what members say (attitude) and what they do (behaviour), apart first, together only where both are known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.insight.churn.scores import auc
from regulars.insight.churn.shapes import Flags
from regulars.insight.indices.surveys import Z95
from regulars.kit.errors import Invalid, Problem, Refused

Floats = NDArray[np.float64]
INTENTIONS = ("repurchase", "cross_buy", "recommend", "price_tolerance")
DRAWS = 500
MOST_DRAWN = 20_000  # members: of more, the bootstrap's mean is normal to the last digit shown


@dataclass(frozen=True, slots=True)
class SubIndex:
    """value: (members,) in 0..100; NaN where an item is missing: nothing is made up. coverage: the share of members with a value."""

    value: Floats
    coverage: float
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class LoyaltyIndex:
    """combined: only of members with both. valid: told by ``gate``; until then the index is shown beside a note that says it isn't tried."""

    attitude: SubIndex
    behaviour: SubIndex
    combined: SubIndex
    version: int


def sub_index(items: Floats, weights: Floats) -> SubIndex:
    """The weighted mean of items in 0..100. items: (members, items), NaN where not known; weights: >= 0, adding up to 1.

    The interval is the 95 % percentile bootstrap of the mean, 500 draws with a fixed seed; of more than 20,000 members, the normal it tends to. Raises Invalid for other weights or items off 0..100.
    """
    given = items[~np.isnan(items)]
    if items.ndim != 2 or len(weights) != items.shape[1] or weights.min() < 0 or abs(weights.sum() - 1) > 1e-9:
        raise Invalid("insight.index.weights")
    if len(given) and (given.min() < 0 or given.max() > 100):
        raise Invalid("insight.index.off_scale", low=0, high=100)
    used = weights > 0
    return _summed(items[:, used] @ weights[used])


def loyalty_index(attitude: SubIndex, behaviour: SubIndex, *, share: float = 0.5, version: int = 1) -> LoyaltyIndex:
    """Both sub-indices and share x attitude + (1 - share) x behaviour of whoever has both. They are of the same members in the same order."""
    if len(attitude.value) != len(behaviour.value) or not 0 <= share <= 1:
        raise Invalid("insight.index.weights")
    return LoyaltyIndex(attitude, behaviour, _summed(share * attitude.value + (1 - share) * behaviour.value), version)


def kinds(attitude: SubIndex, behaviour: SubIndex, *, cut: float = 50.0) -> list[str | None]:
    """Where each member stands on the map of Dick & Basu (1994); None where one of the two isn't known.

    true: says so and does so. latent: says so, does not. spurious: does so, does not say so. none: neither.
    """
    found: list[str | None] = []
    for said, done in zip(attitude.value, behaviour.value, strict=True):
        if np.isnan(said) or np.isnan(done):
            found.append(None)
        elif said >= cut:
            found.append("true" if done >= cut else "latent")
        else:
            found.append("spurious" if done >= cut else "none")
    return found


@dataclass(frozen=True, slots=True)
class Validity:
    """Out of time, on members with an index: how well the index, and recency alone, rank who then bought."""

    members: int
    index: float
    recency: float
    cannot_say: Problem | None


def gate(index: SubIndex, recency_days: Floats, bought: Flags) -> Validity:
    """bought: in the days after the index was taken, for the same members. Where the index does not beat recency alone, it is said.

    Raises Refused when nobody, or everybody, of those with an index bought.
    """
    known = ~np.isnan(index.value)
    mine, theirs = auc(bought[known], index.value[known]), auc(bought[known], -recency_days[known])
    if mine is None or theirs is None:
        raise Refused("insight.index.no_outcome")
    worse = None if mine > theirs else Refused("insight.index.not_valid", index=f"{mine:.3f}", recency=f"{theirs:.3f}")
    return Validity(int(known.sum()), mine, theirs, worse)


def _summed(value: Floats) -> SubIndex:
    known = value[~np.isnan(value)]
    if not len(known):
        return SubIndex(value, 0.0, None, None, None)
    if len(known) > MOST_DRAWN:
        reach = Z95 * float(known.std()) / len(known) ** 0.5
        return SubIndex(value, len(known) / len(value), float(known.mean()), float(known.mean()) - reach, float(known.mean()) + reach)
    draw = np.random.default_rng(0)
    means = [known[draw.integers(0, len(known), len(known))].mean() for _ in range(DRAWS if len(known) > 1 else 0)]
    low, high = np.quantile(means, [0.025, 0.975]) if means else (None, None)
    return SubIndex(
        value,
        len(known) / len(value),
        float(known.mean()),
        None if low is None else float(low),
        None if high is None else float(high),
    )
