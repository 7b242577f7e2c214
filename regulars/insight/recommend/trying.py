"""Learning from what was shown in the slot: which newcomer to show more, and what another way of choosing would have brought.

Every show is weighed by 1 ÷ the chance it was drawn with, so that an article shown mostly to those who like its kind is not taken for a better one.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.insight.recommend.baskets import Codes, Floats

DRAWS = 4_000
LEAST_EFFECTIVE = 30  # shows that count fully; with fewer no range is told
NORMAL_95 = 1.959964


@dataclass(frozen=True, slots=True, eq=False)
class Log:
    """Shows whose time to answer is over, (n,) each: the item, the chance it was drawn with, the chance by taste alone, among how many; answer: bought since."""

    item: Codes
    chance: Floats
    taste: Floats
    among: Codes
    answer: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.item)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a way of choosing brings per show, 0…1. ips: Horvitz and Thompson's; value: the same with weights that add up (SNIPS; Swaminathan & Joachims 2015).

    low, high: 95 of 100, by the linearised variance of ``value``; None with fewer than LEAST_EFFECTIVE effective shows, (Σw)² ÷ Σw².
    """

    value: float
    ips: float
    low: float | None
    high: float | None
    effective: float


def estimate(log: Log, wanted: Floats) -> Estimate:
    """Of a way that would have shown what was shown with the chance ``wanted`` (n,). The log is not empty, and ``wanted`` not 0 throughout."""
    weight = wanted / log.chance
    answer = log.answer.astype(np.float64)
    total = float(weight.sum())
    value = float(weight @ answer) / total
    effective = total**2 / float(weight @ weight)
    low = high = None
    if effective >= LEAST_EFFECTIVE:
        error = float(np.sqrt(((weight * (answer - value)) ** 2).sum())) / total
        if not log.answer.any():  # nobody yet: at most three in so many (the rule of three)
            error = 3 / effective / NORMAL_95
        low, high = max(value - NORMAL_95 * error, 0.0), min(value + NORMAL_95 * error, 1.0)
    return Estimate(value, float((weight * answer).mean()), low, high, effective)


def ways(log: Log) -> dict[str, Estimate]:
    """By name: as it was drawn; evenly; by the member's taste alone, where taste ever had a say."""
    found = {"as_drawn": estimate(log, log.chance), "even": estimate(log, 1 / log.among)}
    if (log.taste > 0).any():
        found["by_taste"] = estimate(log, log.taste)
    return found


def learned(log: Log | None, new: Codes, seed: int) -> Floats:
    """(N,) how often each newcomer is the best in draws from what is believed of it (Thompson 1933): Beta(1 + bought, 1 + not), weighed and counted as effective shows.

    Without a log all are believed the same: exactly 1 ÷ N each. The same seed gives the same.
    """
    if log is None or not np.isin(log.item, new).any():
        return np.full(len(new), 1 / max(len(new), 1))
    good, bad = np.ones(len(new)), np.ones(len(new))
    for place, item in enumerate(new.tolist()):
        mine = log.item == item
        if mine.any():
            weight = 1 / log.chance[mine]
            effective = weight.sum() ** 2 / (weight @ weight)
            share = float(weight @ log.answer[mine]) / float(weight.sum())
            good[place] += share * effective
            bad[place] += (1 - share) * effective
    best = np.random.default_rng(seed).beta(good, bad, (DRAWS, len(new))).argmax(axis=1)
    return np.asarray(np.bincount(best, minlength=len(new)) / DRAWS)


def joined(item: Any, chance: Any, taste: Any, among: Any, answer: Any) -> Log:
    return Log(np.asarray(item, np.int32), np.asarray(chance, np.float64), np.asarray(taste, np.float64), np.asarray(among, np.int32), np.asarray(answer, bool))
