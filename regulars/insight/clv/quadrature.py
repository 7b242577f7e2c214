"""Sums that stand for integrals: no 2F1, which overflows, loses digits, or takes SciPy's process with it."""

from functools import lru_cache

import numpy as np
from scipy.linalg import eigh_tridiagonal

from regulars.insight.clv.arrays import Floats


@lru_cache(maxsize=8)
def on_unit(nodes: int) -> tuple[Floats, Floats]:
    """Gauss-Legendre on [0, 1]: nodes and weights; the weights add up to 1."""
    z, weight = np.polynomial.legendre.leggauss(nodes)
    return (z + 1) / 2, weight / 2


@lru_cache(maxsize=4096)
def beta_nodes(a: float, b: float, nodes: int) -> tuple[Floats, Floats]:
    """Gauss-Jacobi for a Beta(a, b) mean: E f(p) = sum(weight * f(node)), for any a, b > 0.

    Golub and Welsch 1969, with the recurrence written on [0, 1] so that nothing cancels when b is large (a member with hundreds of orders).
    """
    k = np.arange(1, nodes, dtype=np.float64)
    total = a + b - 2.0
    diagonal = np.empty(nodes)
    diagonal[0] = a / (a + b)
    diagonal[1:] = (2 * k * k + 2 * k * (total + 1) + total * a) / ((2 * k + total) * (2 * k + total + 2))
    beside = k * (k + b - 1) * (k + a - 1) * (k + total) / ((2 * k + total) ** 2 * (2 * k + total + 1) * (2 * k + total - 1))
    beside[0] = a * b / ((a + b) ** 2 * (a + b + 1))
    node, vector = eigh_tridiagonal(diagonal, np.sqrt(beside))
    return np.clip(node, 1e-15, 1.0), vector[0] ** 2
