"""Answers that hang on how often a member came and how long they have been here, for many members at little cost.

Such an answer is smooth in both, so it is computed where Chebyshev's polynomials ask for it and read off them everywhere else
(Trefethen 2013, *Approximation theory and approximation practice*, theorem 5.2). Some of those read off are computed as well: where one is off by more
than ``OFF`` of itself, nothing near it is read off.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from regulars.insight.clv.arrays import Floats, Whole

Answer = Callable[[Floats, Floats], Floats]  # (x, T) -> one answer each
BLOCK = 4_096
NODES, OFF = 24, 1e-8
TRIED = 8  # x of a surface that are computed beside it, each at three T
SMOOTH_FROM = 32.0  # x from which neighbours are alike enough


class Axis(NamedTuple):
    """Chebyshev's nodes from ``low`` to ``high``, even in log(1 + value / scale)."""

    low: float
    high: float
    scale: float

    @classmethod
    def over(cls, values: Floats) -> "Axis":
        low, high = float(values.min()), float(values.max())
        return cls(low, high, max(high, 1e-300) / 30)

    @property
    def nodes(self) -> Floats:
        low, high = np.log1p(self.low / self.scale), np.log1p(self.high / self.scale)
        return np.asarray(self.scale * np.expm1((low + high) / 2 + (high - low) / 2 * _NODE))

    def shares(self, values: Floats) -> Floats:
        """(n, NODES): what the answer at each node counts for the answer at each value (the barycentric formula)."""
        low, high = np.log1p(self.low / self.scale), np.log1p(self.high / self.scale)
        away = ((2 * np.log1p(values / self.scale) - low - high) / (high - low))[:, None] - _NODE
        away[away == 0] = 1e-300
        part = _WEIGHT / away
        return np.asarray(part / part.sum(axis=1)[:, None])


_ANGLE = np.pi * (np.arange(NODES) + 0.5) / NODES
_NODE, _WEIGHT = np.cos(_ANGLE), (-1.0) ** np.arange(NODES) * np.sin(_ANGLE)


def by_age(answer: Answer, x: Floats, T: Floats) -> Floats:
    """``answer`` of each (x, T), (n,). Each distinct one once; of an x with few T, computed; of others, read off."""
    if not len(x):
        return np.empty(0)
    order = np.lexsort((T, x))
    x, T = x[order], T[order]
    starts = np.r_[True, (x[1:] != x[:-1]) | (T[1:] != T[:-1])]
    once = _read_off(answer, x[starts], T[starts])
    out = np.empty(len(order))
    out[order] = once[np.cumsum(starts) - 1]
    return out


def _read_off(answer: Answer, x: Floats, T: Floats) -> Floats:
    """x, T: each pair once, by x, then T."""
    found = np.full(len(x), np.nan)
    begins = np.flatnonzero(np.r_[True, x[1:] != x[:-1]])
    ends = np.r_[begins[1:], len(x)]
    often = int(np.searchsorted(x[begins], SMOOTH_FROM))
    if len(begins) - often > 2 * NODES and len(x) - begins[often] > 4 * NODES * NODES:
        _surface(answer, x, T, begins[often:], ends[often:], found)
    many = (ends - begins > 2 * NODES) & np.isnan(found[begins])
    if many.any():
        _lines(answer, x, T, begins[many], ends[many], found)
    rest = np.isnan(found)
    found[rest] = _computed(answer, x[rest], T[rest])
    return found


def _surface(answer: Answer, x: Floats, T: Floats, begins: Whole, ends: Whole, found: Floats) -> None:
    """All runs from ``begins[0]`` on by one polynomial in x and T; nothing when it isn't near enough."""
    along, age = Axis.over(x[begins]), Axis.over(T[begins[0] :])
    if not age.high > age.low:
        return
    table = _computed(answer, np.repeat(along.nodes, NODES), np.tile(age.nodes, NODES)).reshape(NODES, NODES)
    lines = along.shares(x[begins]) @ table
    for run, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        found[begin:end] = age.shares(T[begin:end]) @ lines[run]
    runs = np.linspace(0, len(begins) - 1, TRIED).astype(np.int64)
    tried = np.unique(np.concatenate([begins[runs], (begins[runs] + ends[runs]) // 2, ends[runs] - 1]))
    if not _is_near(found[tried], _computed(answer, x[tried], T[tried])):
        found[begins[0] :] = np.nan


def _lines(answer: Answer, x: Floats, T: Floats, begins: Whole, ends: Whole, found: Floats) -> None:
    """Each run of one x by a polynomial in T; those that aren't near enough stay empty."""
    axes = [Axis(float(T[begin]), float(T[end - 1]), float(T[end - 1]) / 30) for begin, end in zip(begins, ends, strict=True)]
    tried = (begins[:, None] + np.array([0.03, 0.4, 0.97]) * (ends - begins)[:, None]).astype(np.int64)
    asked = np.concatenate([np.stack([axis.nodes for axis in axes]), T[tried]], axis=1)
    said = _computed(answer, np.repeat(x[begins], asked.shape[1]), asked.ravel()).reshape(asked.shape)
    for run, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        found[begin:end] = axes[run].shares(T[begin:end]) @ said[run, :NODES]
        if not _is_near(found[tried[run]], said[run, NODES:]):
            found[begin:end] = np.nan


def _is_near(found: Floats, known: Floats) -> bool:
    return bool((np.abs(found - known) <= OFF * np.abs(known)).all())


def _computed(answer: Answer, x: Floats, T: Floats) -> Floats:
    """In blocks of rows, so that the matrices of ``answer`` stay in the cache."""
    parts = [answer(x[at : at + BLOCK], T[at : at + BLOCK]) for at in range(0, len(x), BLOCK)]
    return np.concatenate(parts) if parts else np.empty(0)
