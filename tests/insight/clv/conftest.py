"""A shop of 400 members drawn from a Pareto/NBD with known parameters."""

import numpy as np
import pytest


def drawn(n: int, seed: int, r=0.6, alpha=8.0, s=0.7, beta=12.0, longest=90.0):
    """(x, tx, T) of ``n`` members, in weeks."""
    draw = np.random.default_rng(seed)
    T = draw.uniform(longest / 3, longest, n)
    here = np.minimum(draw.exponential(1, n) / draw.gamma(s, 1 / beta, n), T)
    x = draw.poisson(draw.gamma(r, 1 / alpha, n) * here)
    tx = np.where(x > 0, here * draw.random(n) ** (1 / np.maximum(x, 1)), 0.0)
    return x.astype(float), tx, T


@pytest.fixture(scope="session")
def shop():
    return drawn(400, seed=3)


@pytest.fixture(scope="session")
def purchases():
    """(member, day, amount) of 300 members over 400 days, some days twice."""
    draw = np.random.default_rng(5)
    member = draw.integers(0, 300, 2000)
    return member, draw.integers(0, 100, 300)[member] + draw.integers(0, 300, 2000), draw.integers(0, 9000, 2000)
