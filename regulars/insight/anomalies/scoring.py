"""One number for each day of each member, and what it rests on."""

from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import IsolationForest

from regulars.insight.anomalies.features import Days, Floats, before
from regulars.insight.anomalies.tails import amount_tails, count_tails

TREES = 200
SAMPLE = 512


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """score: (R,) the higher the more unusual. tails: (R, K) −log₁₀ chances, one for each of ``names``. forest: (R,) share of days that are less unusual to the forest, in [0, 1)."""

    score: Floats
    names: tuple[str, ...]
    tails: Floats
    forest: Floats


def score(of: Days, *, seed: int = 42) -> Scored:
    """The tails that can be explained, and the isolation forest that sees combinations none of them knows.

    score = √(Σ tails²) + ½ · −log₁₀(share of days the forest finds at least as unusual): one great surprise counts for more than several small ones.
    """
    names = (*(f"count.{kind}" for kind in of.kinds), "points", "places")
    columns = [count_tails(of.member, of.counts[:, place]) for place in range(len(of.kinds))]
    tails = np.column_stack([*columns, amount_tails(of.member, of.points), count_tails(of.member, of.places)])
    forest = forest_scores(of, seed=seed)
    rare = _rarity(forest)
    return Scored(np.sqrt((tails**2).sum(axis=1)) + 0.5 * rare, names, tails, 1 - 10**-rare)


def forest_scores(of: Days, *, seed: int = 42) -> Floats:
    """(R,) Liu, Ting & Zhou (2008) on counts, points, places and how each compares with the member's own earlier days; higher is more unusual."""
    matrix = table(of)
    model = IsolationForest(n_estimators=TREES, max_samples=min(SAMPLE, len(matrix)), random_state=seed)
    return np.asarray(-model.fit(matrix).score_samples(matrix), np.float64)


def table(of: Days) -> Floats:
    """(R, F) what the forest sees, on a log scale."""
    values = [*of.counts.T, of.points, of.places]
    logs = [np.log1p(value) for value in values]
    compared = []
    for one in logs:
        n, total = before(of.member, one)
        compared.append(one - (total + one.mean()) / (n + 1))
    return np.column_stack([*logs, *compared])


def _rarity(value: Floats) -> Floats:
    """−log₁₀ of the share of rows with at least this value; ties share the larger."""
    order = np.sort(value)
    at_least = len(value) - np.searchsorted(order, value, side="left")
    return np.asarray(-np.log10(at_least / len(value)), np.float64)
