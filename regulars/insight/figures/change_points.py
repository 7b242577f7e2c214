"""The weeks at which a series changed its level for good: how large the step is, and how likely chance alone would show one.

Sequential sup-F (Andrews 1993, Econometrica 61; Bai and Perron 1998, Econometrica 66): of all places for a step, the one that explains most
is asked for; what chance makes of the best place is known from shuffled residuals (Freedman and Lane 1983), so no table of critical values
and no normal errors are needed. A steady trend is no step; from two years on neither is the season (two yearly waves). What one week hands on
to the next is taken out first (Cochrane and Orcutt 1949), and a single odd week counts no more than four usual deviations.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.insight.errors import CannotSay

Floats = NDArray[np.float64]
LEAST_WEEKS = 26
LEAST_SIDE = 4  # weeks on either side of a step; shorter is a campaign, not a level
SEASON_WEEKS = 104  # from here on the season can be told from a step
LEVEL = 0.01  # of series in which nothing changed, the share in which a step is told
SHUFFLES, BATCH = 999, 100
MOST_STEPS = 6
CLIP = 4.0
MOST_SILENT = 0.1  # of the weeks may be without anything


@dataclass(frozen=True)
class Step:
    """At the beginning of week ``at`` (a place in the series) the level went from ``before`` to ``after``, medians with trend and season in them.

    ratio: what the step alone multiplied the level by, trend and season apart; low and high: 95 % of it.
    """

    at: int
    before: float
    after: float
    ratio: float
    low: float
    high: float
    p: float


def change_points(series: Floats) -> tuple[Step, ...]:
    """The steps of one weekly series, earliest first.

    series: one value a week, in order, >= 0; 0 is a week with nothing and left out. Levels are medians of the weeks between the steps; a step is a
    ratio, trend and season apart. Raises CannotSay for fewer than 26 weeks, or more than one silent week in ten.
    """
    if len(series) < LEAST_WEEKS:
        raise CannotSay("insight.change_points.too_young", weeks=len(series), least=LEAST_WEEKS)
    heard = np.flatnonzero(np.isfinite(series) & (series > 0))
    if len(heard) < len(series) * (1 - MOST_SILENT):
        raise CannotSay("insight.change_points.silent", weeks=len(series), silent=len(series) - len(heard))
    y, week = np.log(series[heard]), heard.astype(np.float64)
    if np.ptp(y) < 1e-9:
        return ()
    usual = _usual(week, len(series))
    places: list[int] = []
    chances: dict[int, float] = {}
    for number in range(MOST_STEPS):
        known = np.column_stack([usual, *(_step(len(y), place) for place in places)])
        candidates = [place for place in range(LEAST_SIDE, len(y) - LEAST_SIDE + 1) if all(abs(place - other) >= LEAST_SIDE for other in places)]
        if not candidates:
            break
        place, chance = _best(y, known, candidates, seed=number)
        if chance > LEVEL:
            break
        places = _moved(y, usual, sorted([*places, place]))
        chances = {one: max(chance, min(chances.values(), default=0.0)) if one == place else chances.get(one, chance) for one in places}
    return _told(series, heard, y, usual, places, chances)


def _usual(week: Floats, weeks: int) -> Floats:
    """(n, columns): level, trend and, where there are two years, the season."""
    columns = [np.ones(len(week)), week / weeks - 0.5]
    if weeks >= SEASON_WEEKS:
        for wave in (1, 2):
            turn = 2 * math.pi * wave * week / (365.2425 / 7)
            columns += [np.sin(turn), np.cos(turn)]
    return np.column_stack(columns)


def _step(weeks: int, place: int) -> Floats:
    return (np.arange(weeks) >= place).astype(np.float64)


def _best(y: Floats, known: Floats, candidates: list[int], *, seed: int) -> tuple[int, float]:
    """(place that explains most, how often shuffled residuals have a best place that explains as much)."""
    steps = np.stack([_step(len(y), place) for place in candidates], axis=1)
    y = _clipped(y)
    carried = _carried(y, known, steps)
    y, known, steps = (_freed(each, carried) for each in (y, known, steps))
    base = np.linalg.qr(known)[0]
    steps = steps - base @ (base.T @ steps)
    norm = np.sqrt((steps * steps).sum(axis=0))
    steps = steps / np.where(norm > 1e-9, norm, np.inf)
    left = y - base @ (base.T @ y)
    explained = (left @ steps) ** 2
    found = float(explained.max() / (left @ left))
    random, reached, tried = np.random.default_rng(seed), 0, 0
    while tried < SHUFFLES:
        drawn = np.stack([random.permutation(left) for _ in range(min(BATCH, SHUFFLES - tried))])
        drawn = drawn - (drawn @ base) @ base.T
        best = ((drawn @ steps) ** 2).max(axis=1) / (drawn * drawn).sum(axis=1)
        reached, tried = reached + int((best >= found - 1e-12).sum()), tried + len(drawn)
        if reached > 10 * LEVEL * BATCH:  # chance does it often enough: no need to count on (Besag and Clifford 1991)
            break
    return candidates[int(explained.argmax())], (1 + reached) / (1 + tried)


def _clipped(y: Floats) -> Floats:
    """Odd weeks pulled in to four usual deviations from a running median, so that one festival is no level."""
    around = np.array([np.median(y[max(0, place - 4) : place + 5]) for place in range(len(y))])
    off = y - around
    usual = 1.4826 * float(np.median(np.abs(off)))
    return np.asarray(around + np.clip(off, -CLIP * usual, CLIP * usual)) if usual > 0 else y


def _carried(y: Floats, known: Floats, steps: Floats) -> float:
    """What a week hands on to the next, 0 … 0.8: from what is left once the best step is in, freed of its bias (Kendall 1954)."""
    base = np.linalg.qr(known)[0]
    left, free = y - base @ (base.T @ y), steps - base @ (base.T @ steps)
    norm = np.sqrt((free * free).sum(axis=0))
    free = free / np.where(norm > 1e-9, norm, np.inf)
    best = free[:, int(np.abs(left @ free).argmax())]
    left = left - best * float(left @ best)
    n, columns = len(left), known.shape[1] + 1
    plain = float(left[1:] @ left[:-1]) / max(float(left @ left), 1e-300)
    return float(np.clip((n * plain + columns) / max(n - columns - 3, 1), 0.0, 0.8))


def _freed(each: Floats, carried: float) -> Floats:
    return np.asarray(each[1:] - carried * each[:-1])


def _moved(y: Floats, usual: Floats, places: list[int]) -> list[int]:
    """Each step in its best place given the others, until none moves."""
    places = list(places)
    for _ in range(4):
        before = list(places)
        for number in range(len(places)):
            others = places[:number] + places[number + 1 :]
            base = np.linalg.qr(np.column_stack([usual, *(_step(len(y), other) for other in others)]))[0]
            low = (places[number - 1] if number else 0) + LEAST_SIDE
            high = (places[number + 1] if number + 1 < len(places) else len(y)) - LEAST_SIDE
            left = y - base @ (base.T @ y)
            steps = np.stack([_step(len(y), place) for place in range(low, high + 1)], axis=1)
            steps = steps - base @ (base.T @ steps)
            norm = (steps * steps).sum(axis=0)
            places[number] = low + int((np.where(norm > 1e-9, (left @ steps) ** 2 / np.where(norm > 1e-9, norm, 1.0), 0.0)).argmax())
        if places == before:
            break
    return places


def _told(series: Floats, heard: NDArray[np.int64], y: Floats, usual: Floats, places: list[int], chances: dict[int, float]) -> tuple[Step, ...]:
    if not places:
        return ()
    design = np.column_stack([usual, *(_step(len(y), place) for place in places)])
    weights, *_ = np.linalg.lstsq(design, y, rcond=None)
    left = y - design @ weights
    spread = float(left @ left) / max(len(y) - design.shape[1], 1)
    off = np.sqrt(np.maximum(np.diag(np.linalg.pinv(design.T @ design)) * spread, 0))
    ends, told = [0, *places, len(y)], []
    for number, place in enumerate(places):
        size, wide = weights[usual.shape[1] + number], 1.96 * off[usual.shape[1] + number]
        before, after = (float(np.median(series[heard[start:end]])) for start, end in ((ends[number], place), (place, ends[number + 2])))
        told.append(Step(int(heard[place]), before, after, float(np.exp(size)), float(np.exp(size - wide)), float(np.exp(size + wide)), chances.get(place, LEVEL)))
    return tuple(told)
