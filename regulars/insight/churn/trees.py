"""Boosted trees (LightGBM): the same features and more, and how they work together.

Where the library can't be loaded (it needs the machine's libgomp), ``fit_trees`` refuses by name and the logit stands alone.
"""

import os
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.insight.churn.features import Features
from regulars.insight.churn.shapes import Flags, Floats
from regulars.kit.errors import Refused

ROUNDS, MANY_ROWS = 200, 150_000
SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.03,
    "num_leaves": 15,
    "min_data_in_leaf": 100,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "feature_fraction": 0.8,
    "lambda_l2": 5.0,
    "seed": 0,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


@dataclass(frozen=True, slots=True)
class Trees:
    booster: Any

    def probability(self, features: Features) -> Floats:
        threads = _threads(len(features.members))
        answer: Floats = np.asarray(self.booster.predict(_matrix(features), num_threads=threads), np.float64)
        return answer


def fit_trees(features: list[Features], left: Flags) -> Trees:
    """200 small trees, the same for the same data on any number of cores. Raises Refused where LightGBM can't be loaded."""
    lightgbm = _lightgbm()
    settings = SETTINGS | {"num_threads": _threads(len(left)), "min_data_in_leaf": min(100, max(5, len(left) // 50))}
    data = lightgbm.Dataset(np.vstack([_matrix(each) for each in features]), left.astype(np.float64), params=settings)
    return Trees(lightgbm.train(settings, data, ROUNDS))


def _threads(rows: int) -> int:
    """All cores for much work; for little, threads that wait for each other on a busy machine take longer than the work."""
    return len(os.sched_getaffinity(0)) if rows >= MANY_ROWS else 1


def _matrix(features: Features) -> Floats:
    return np.hstack([features.plain, features.rich])


def _lightgbm() -> Any:
    try:
        import lightgbm
    except (ImportError, OSError) as problem:
        raise Refused("insight.churn.no_lightgbm", why=str(problem).splitlines()[0]) from problem
    return lightgbm
