"""The harness for stores and tills: drawn places with weekdays, growth and a feast on which everybody does more, and days made unusual among them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.insight.anomalies.series import Series

SHAPES = ("surge", "batch", "creep")


@dataclass(frozen=True, slots=True, eq=False)
class InjectedSeries:
    """shape: (S, D) of the last D days: 0 ordinary, else 1 + the place in SHAPES."""

    series: Series
    shape: NDArray[np.int64]


def inject_series(*, places: int, days: int, injected: int, seed: int, kind: str = "count", weeks: int = 20) -> InjectedSeries:
    """``places`` over ``weeks`` weeks, the last ``days`` of which hold ``injected`` unusual stretches.

    surge: one day three to five times as busy. batch: one day with 8 to 20 more (amounts: with twice a good day more). creep: four days in a row 1.8 to 2.5 times as busy.
    Some places are quiet, their counts vary more than Poisson's, a year's growth of up to half runs through, and on one of the last days everybody has twice as much.
    """
    rng = np.random.default_rng(seed)
    every = 7 * weeks
    busy = rng.lognormal(1.6, 1.0, places)[:, None]
    weekday = rng.lognormal(0, 0.35, (places, 7))[:, np.arange(every) % 7]
    growth = np.exp(rng.uniform(-0.2, 0.5, places)[:, None] * np.arange(every) / 365)
    mean = busy * weekday * growth
    mean[:, every - days // 2] *= 2
    shape = np.zeros((places, days), np.int64)
    more = np.ones((places, every))
    extra = np.zeros((places, every))
    for number in range(injected):
        which, at, what = int(rng.integers(places)), int(rng.integers(4, days)), number % len(SHAPES)
        long = 4 if what == 2 else 1
        shape[which, at - long + 1 : at + 1] = what + 1
        stretch = slice(every - days + at - long + 1, every - days + at + 1)
        if what == 1:
            extra[which, stretch] = rng.integers(8, 21) if kind == "count" else 2 * 60 * mean[which].max()
        else:
            more[which, stretch] = rng.uniform(3, 5) if what == 0 else rng.uniform(1.8, 2.5)
    drawn = rng.poisson(mean * more * rng.gamma(12, 1 / 12, mean.shape)).astype(float)
    if kind == "amount":
        drawn = np.where(drawn > 0, rng.gamma(2.0 * np.maximum(drawn, 1), 30.0), 0.0).round()
    return InjectedSeries(Series(tuple(f"s{n}" for n in range(places)), drawn + extra, np.zeros(places, np.int64), kind), shape)
