"""One number for each day of each member, and what it rests on."""

from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import IsolationForest

from regulars.insight.anomalies.features import Days, Floats
from regulars.insight.anomalies.tails import Amounts, amounts_by, amounts_of, counts_by, gamma_of

TREES = 200
SAMPLE = 512
RANKED = 200_000  # days whose scores by the forest say how rare a score is; more would not move it


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """score: (R,) the higher the more unusual. tails: (R, K) −log₁₀ chances, one for each of ``names``. forest: (R,) share of days that are less unusual to the forest, in [0, 1)."""

    score: Floats
    names: tuple[str, ...]
    tails: Floats
    forest: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Usual:
    """What is usual, learned from many members' days. rates: shape and rate of each count, places last. levels: (K,) mean ln(1 + x) of each value. ranks: the forest's scores of the days it was learned from, rising."""

    rates: tuple[tuple[float, float], ...]
    amounts: Amounts | None
    levels: Floats
    forest: IsolationForest
    ranks: Floats


def usual_of(of: Days, *, seed: int = 42) -> Usual:
    """Learned from every row; how rare the forest finds a day, from RANKED of them at most, drawn evenly."""
    rates = tuple(gamma_of(of.member, column) for column in (*of.counts.T, of.places))
    levels = np.log1p(of.values).mean(axis=0)
    some = of if len(of.member) <= RANKED else of.take(np.sort(np.random.default_rng(seed).choice(len(of.member), RANKED, replace=False)))
    matrix = table(some, levels)
    forest = IsolationForest(n_estimators=TREES, max_samples=min(SAMPLE, len(matrix)), random_state=seed).fit(matrix)
    return Usual(rates, amounts_of(of.member, of.points), levels, forest, np.sort(-forest.score_samples(matrix)))


def score(of: Days, usual: Usual | None = None, tails: Floats | None = None, *, seed: int = 42) -> Scored:
    """The tails that can be explained, and the isolation forest that sees combinations none of them knows. usual: default, learned from the very rows; tails: those of ``tails_of``, where they are known.

    score = √(Σ tails²) + ½ · −log₁₀(share of days the forest finds at least as unusual): one great surprise counts for more than several small ones.
    """
    by = usual_of(of, seed=seed) if usual is None else usual
    known = tails_of(of, by) if tails is None else tails
    rare = _rarity(-by.forest.score_samples(table(of, by.levels)), by.ranks) if len(of.member) else np.zeros(0)
    return Scored(np.sqrt((known**2).sum(axis=1)) + 0.5 * rare, names_of(of), known, 1 - 10**-rare)


def names_of(of: Days) -> tuple[str, ...]:
    return (*(f"count.{kind}" for kind in of.kinds), "points", "places")


def tails_of(of: Days, by: Usual) -> Floats:
    """(R, K) how unlikely each value is after the member's earlier days: −log₁₀ chances."""
    past, kinds = of.past, len(of.kinds)
    columns = [counts_by(of.counts[:, place], past.days, past.sums[:, place], by.rates[place]) for place in range(kinds)]
    points = amounts_by(of.points, past.left, past.logs[:, kinds], by.amounts)
    return np.column_stack([*columns, points, counts_by(of.places, past.days, past.sums[:, kinds + 1], by.rates[kinds])])


def forest_scores(of: Days, *, seed: int = 42) -> Floats:
    """(R,) Liu, Ting & Zhou (2008) on counts, points, places and how each compares with the member's own earlier days; higher is more unusual."""
    by = usual_of(of, seed=seed)
    return np.asarray(-by.forest.score_samples(table(of, by.levels)), np.float64)


def table(of: Days, levels: Floats) -> Floats:
    """(R, F) what the forest sees, on a log scale. levels: (K,) what newcomers are compared with."""
    logs = np.log1p(of.values)
    return np.column_stack([logs, logs - (of.past.logs + levels) / (of.past.days + 1)[:, None]])


def _rarity(value: Floats, ranks: Floats) -> Floats:
    """−log₁₀ of the share of ``ranks`` (rising) with at least this value, at least one of them; ties share the larger."""
    at_least = np.maximum(len(ranks) - np.searchsorted(ranks, value, side="left"), 1)
    return np.asarray(-np.log10(at_least / len(ranks)), np.float64)
