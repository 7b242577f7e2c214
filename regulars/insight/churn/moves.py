"""Who moved between two refreshes, and how much of that is noise."""

from dataclasses import dataclass

import numpy as np

from regulars.insight.churn.classes import NAMES
from regulars.insight.churn.shapes import Ints
from regulars.insight.churn.standing import Standing


@dataclass(frozen=True, slots=True)
class Moves:
    """counts[from][to], in the order of ``classes.NAMES``; joined[to]: members who were not there before; gone[from]: who are no longer.

    moved: the share of those there both times who changed. held: the share a refresh put elsewhere who were kept where they were.
    """

    counts: tuple[tuple[int, ...], ...]
    joined: tuple[int, ...]
    gone: tuple[int, ...]
    moved: float
    held: float


def moves_between(before: Standing, after: Standing) -> Moves:
    """The migration of two refreshes."""
    kinds = len(NAMES)
    both, there, here = np.intersect1d(before.members, after.members, assume_unique=True, return_indices=True)
    counts = np.bincount(before.now[there] * kinds + after.now[here], minlength=kinds * kinds).reshape(kinds, kinds)
    stayed = np.trace(counts)
    held = np.count_nonzero(after.said[here] != after.now[here])
    joined = np.bincount(np.delete(after.now, here), minlength=kinds)
    gone = np.bincount(np.delete(before.now, there), minlength=kinds)
    whole = max(len(both), 1)
    return Moves(
        tuple(tuple(int(n) for n in row) for row in counts),
        tuple(int(n) for n in joined),
        tuple(int(n) for n in gone),
        float((len(both) - stayed) / whole),
        float(held / whole),
    )


def by_noise_alone(classes: Ints, again: list[Ints]) -> float:
    """The share of members that stand elsewhere when nothing but the luck of who was learned from changes.

    classes: (members,) as they are; again: the same members on the same day by models of resampled members.
    """
    return float(np.mean([np.mean(each != classes) for each in again])) if again else 0.0
