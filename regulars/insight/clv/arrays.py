"""The arrays the models speak in."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
T = TypeVar("T")
WORTH_THREADS = 16  # blocks: of fewer, threads wait for each other longer than the work takes


def floats(values: Any) -> Floats:
    return np.atleast_1d(np.asarray(values, dtype=np.float64))


def aligned(*values: Any) -> tuple[Floats, ...]:
    """The values as float arrays of one length; a single number stands for all."""
    return tuple(np.array(one, dtype=np.float64) for one in np.broadcast_arrays(*(floats(value) for value in values)))


def dot(a: Floats, b: Floats) -> float:
    """Their inner product, by one thread: BLAS's second one waits longer for its turn than these sums take."""
    return float(np.einsum("i,i->", a, b))


def in_turn(work: Callable[[slice], T], blocks: Sequence[slice]) -> Iterator[T]:
    """``work`` of each block, in their order whatever finishes first; many blocks on all cores, since NumPy lets go of the interpreter."""
    if len(blocks) < WORTH_THREADS:
        yield from map(work, blocks)
        return
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        yield from pool.map(work, blocks)
