"""The arrays the models speak in."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


def floats(values: Any) -> Floats:
    return np.atleast_1d(np.asarray(values, dtype=np.float64))


def aligned(*values: Any) -> tuple[Floats, ...]:
    """The values as float arrays of one length; a single number stands for all."""
    return tuple(np.array(one, dtype=np.float64) for one in np.broadcast_arrays(*(floats(value) for value in values)))


def dot(a: Floats, b: Floats) -> float:
    """Their inner product, by one thread: BLAS's second one waits longer for its turn than these sums take."""
    return float(np.einsum("i,i->", a, b))
