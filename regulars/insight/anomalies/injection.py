"""The harness: how much of what is put in on purpose is found? Ordinary members are drawn, four shapes of misuse hidden among them; no rule knows the shapes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.insight.anomalies.features import Days, Floats, days

SHAPES = ("burst", "drain", "places", "slow")
KINDS = ("earn", "redeem")


@dataclass(frozen=True, slots=True, eq=False)
class Injected:
    """Days with what was put in. shape: (R,) 0 for an ordinary day, else 1 + the place in SHAPES."""

    days: Days
    shape: NDArray[np.int64]


def inject(*, members: int, over: int, injected: int, seed: int) -> Injected:
    """``members`` ordinary members over ``over`` days, and ``injected`` days made unusual, a quarter of each shape, in the later half.

    burst: 4–9 more earnings. drain: nearly all points go in one or two redemptions. places: earnings in 3–5 places. slow: 2–3 redemptions of middling size.
    """
    rng = np.random.default_rng(seed)
    rate, size = rng.gamma(1.2, 0.09, members), rng.normal(5.0, 0.7, members)
    earn = rng.poisson(rate[:, None], (members, over))
    redeem = rng.binomial(earn, 0.15) + rng.binomial(1, 0.01, earn.shape)
    who, day = np.nonzero(earn + redeem)
    counts = np.column_stack([earn[who, day], redeem[who, day]]).astype(float)
    points = np.where(counts[:, 1] > 0, np.exp(size[who] + rng.normal(0, 0.5, len(who))) * np.maximum(counts[:, 1], 1), 0.0).round()
    places = np.minimum(counts.sum(axis=1), 1 + rng.binomial(1, 0.08, len(who)))
    shape = np.zeros(len(who), np.int64)
    late = np.flatnonzero(day >= over // 2)
    for number, row in enumerate(rng.choice(late, min(injected, len(late)), replace=False).tolist()):
        kind = number % len(SHAPES)
        shape[row] = kind + 1
        if kind == 0:
            counts[row, 0] += rng.integers(4, 10)
        elif kind == 1:
            counts[row, 1] = rng.integers(1, 3)
            points[row] = round(float(np.exp(size[who[row]] + rng.uniform(2.0, 3.2))))
        elif kind == 2:
            counts[row, 0] = max(counts[row, 0], 3)
            places[row] = rng.integers(3, 6)
        else:
            counts[row, 1] += rng.integers(2, 4)
            points[row] = round(float(np.exp(size[who[row]] + rng.uniform(0.8, 1.6))))
    made = days(who, day, counts, points, places, kinds=KINDS)
    return Injected(made, shape)


def average_precision(score: Floats, true: NDArray[np.bool_]) -> float:
    """Mean, over what is to be found, of the precision at its place: Σ precision × step of recall. Equal scores stand at the place of the last of them. 0 when there is nothing to find."""
    if not true.any():
        return 0.0
    order = np.argsort(-score, kind="stable")
    last = np.append(np.flatnonzero(np.diff(score[order])), len(score) - 1)
    hits = np.cumsum(true[order])[last]
    return float((np.diff(hits, prepend=0) * hits / (last + 1)).sum() / true.sum())


def precision_at(score: Floats, true: NDArray[np.bool_], budget: int) -> float:
    """The share of the ``budget`` highest scores that are true."""
    return float(true[np.argsort(-score, kind="stable")[:budget]].mean())
