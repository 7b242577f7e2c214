"""Stores and tills, day by day: is this day more than such a weekday brings there? Against the place's own earlier weeks, and what all places did on the day taken out.

Counts are made even by Anscombe's 2√(x + ⅜), amounts by √x. Usual is the median of the same weekday in the 12 weeks before, moved by how the last 4
weeks differ from that and by the middle of what all places have more on the day. The spread about it is robust: the median absolute deviation, or the upper
twentieth where that is wider, so that a till that does things in batches is not told of each time. A count's chance is the negative binomial's of that mean
and spread, an amount's the normal's. Of many chances some are small by themselves: Benjamini & Hochberg (J. R. Statist. Soc. B 57, 1995) over places × days
keep the share of false ones at FALSE.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from regulars.insight.anomalies.features import Floats

WEEKS, LEAST_WEEKS, LEAST_DAYS, LEVEL_DAYS = 12, 8, 28, 28
FALSE = 0.05
TOGETHER_FROM, BUSY = 5, 2.0  # places that usually have so much, before how many times it is today means anything
GUESSED = 1.2  # the median of twelve weekdays and a spread from 84 days are guesses themselves; so wide that the share of false ones is what FALSE says, on drawn places
SMOOTHEST = 0.03  # no amount is steadier, on its square root; a count spreads at least as Poisson's does


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """values: (S, T) of ``places`` on T days in a row, ≥ 0; before ``first`` (S,) a place had not begun. kind: count | amount; an amount of 0 is a day on which it was shut. weekday: of day 0, 0 Monday."""

    places: tuple[str, ...]
    values: Floats
    first: NDArray[np.int64]
    kind: str
    weekday: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Surprise:
    """usual: (S, D) what such a weekday brings, in the values' unit. chance: (S, D) of at least as much by luck; NaN where nothing can be said."""

    usual: Floats
    chance: Floats


def surprise(of: Series, *, days: int) -> Surprise:
    """The last ``days`` days, each judged by what came before it. A place younger than LEAST_WEEKS by then is not judged."""
    even = 2 * np.sqrt(of.values + 0.375) if of.kind == "count" else np.sqrt(of.values)
    known = np.arange(of.values.shape[1]) >= of.first[:, None]
    even = np.where(known & ((of.kind == "count") | (of.values > 0)), even, np.nan)
    every, width = of.values.shape[1], 7 * WEEKS
    usual, chance = np.full((len(of.places), days), np.nan), np.full((len(of.places), days), np.nan)
    for place, day in enumerate(range(every - days, every)):
        if day < 7 * LEAST_WEEKS:
            continue
        past = even[:, max(day - width, 0) : day]
        enough = (of.first <= day - 7 * LEAST_WEEKS) & (np.isfinite(past).sum(axis=1) >= LEAST_DAYS)
        level, spread = _usual(past, day)
        judged = enough & np.isfinite(even[:, day] - level)
        middle = _back(level, of.kind)
        busy = judged & (middle >= BUSY)
        if busy.sum() >= TOGETHER_FROM:  # a feast: everybody has more
            middle = middle * max(float(np.median(of.values[busy, day] / middle[busy])), 1.0)
        spread = np.maximum(spread, 1.0 if of.kind == "count" else SMOOTHEST * np.sqrt(middle)) * GUESSED
        usual[judged, place] = middle[judged]
        tail = _count_tail(of.values[:, day], middle, spread) if of.kind == "count" else stats.norm.sf(even[:, day] - np.sqrt(middle), scale=spread)
        chance[judged, place] = tail[judged]
    return Surprise(usual, chance)


def found(of: Surprise, *, false: float = FALSE) -> NDArray[np.bool_]:
    """(S, D) the days that are told of: Benjamini–Hochberg over all that were judged."""
    told = np.zeros(of.chance.shape, bool)
    judged = np.isfinite(of.chance)
    chances = np.sort(of.chance[judged])
    allowed = np.flatnonzero(chances <= false * np.arange(1, len(chances) + 1) / max(len(chances), 1))
    if len(allowed):
        told[judged] = of.chance[judged] <= chances[allowed[-1]]
    return told


def _usual(past: Floats, day: int) -> tuple[Floats, Floats]:
    """(S,) what the day's weekday brings, evened, and how far days lie from it. past: (S, P) the days just before ``day``."""
    weekday = (np.arange(day - past.shape[1], day)) % 7
    left = past.copy()
    own = np.full(len(past), np.nan)
    with np.errstate(all="ignore"):
        for one in range(7):
            middle = _median(past[:, weekday == one])
            left[:, weekday == one] -= middle[:, None]
            own = middle if one == day % 7 else own
        lately = np.nan_to_num(_median(left[:, -LEVEL_DAYS:]))
        left -= lately[:, None]
        spread = np.maximum(1.4826 * _median(np.abs(left)), _quantile(left, 0.95) / 1.645)
    return own + lately, np.nan_to_num(spread)


def _count_tail(count: Floats, mean: Floats, spread: Floats) -> Floats:
    """P(at least so many): negative binomial of this mean, its variance spread² times the mean; Poisson where the spread is 1."""
    mean, times = np.maximum(mean, 0.05), np.maximum(spread**2, 1.0001)
    return np.asarray(stats.nbinom.sf(count - 1, mean / (times - 1), 1 / times), np.float64)


def _median(of: Floats) -> Floats:
    return _quantile(of, 0.5)


def _quantile(of: Floats, share: float) -> Floats:
    """(S,) of what is a number in each row, linear between two; NaN where a row has none."""
    ordered, many = np.sort(of, axis=1), np.isfinite(of).sum(axis=1)
    at = share * np.maximum(many - 1, 0)
    low, row = np.floor(at).astype(np.int64), np.arange(len(of))
    high = np.minimum(low + 1, np.maximum(many - 1, 0))
    below = ordered[row, low]
    return np.where(many > 0, below + (at - low) * (ordered[row, high] - below), np.nan)


def _back(level: Floats, kind: str) -> Floats:
    return np.maximum((np.maximum(level, 0) / 2) ** 2 - 0.375, 0.0) if kind == "count" else np.maximum(level, 0) ** 2
