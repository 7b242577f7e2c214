"""The slot for a new product: who sees which, drawn at random in a way that can be reckoned with later.

Nobody has bought a newcomer, so no history can rank it. The slot draws one: towards the categories a member buys, and with a share ``explore`` evenly.
The propensity is the chance with which a member was shown what they were shown. Weighing answers by 1 ÷ propensity says without bias what any other way of choosing
would have brought (Horvitz & Thompson, 1952), so keep it with every show.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.insight.recommend.baskets import Baskets, Codes, Floats
from regulars.kit.errors import Refused

EXPLORE = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """item (members,), and the chance with which it was that one, in (0, 1]."""

    item: Codes
    propensity: Floats


def newcomers(first_sold: NDArray[np.int64], *, since: int) -> Codes:
    """Items first sold at or after ``since``; first_sold (items,) in the same unit."""
    return np.flatnonzero(first_sold >= since).astype(np.int32)


def affinity(history: Baskets, category: NDArray[np.int64], new: Codes) -> Floats:
    """(members, N) share of the member's purchases in each newcomer's category; category (items,) from 0. A member without purchases: all 0."""
    lines = history.owner[history.basket].astype(np.int64) * (int(category.max()) + 1) + category[history.item]
    counts = np.bincount(lines, minlength=history.members * (int(category.max()) + 1)).reshape(history.members, -1)
    return np.asarray(counts[:, category[new]] / np.maximum(1, counts.sum(axis=1))[:, None], np.float64)


def draw(new: Codes, liking: Floats, opted_out: NDArray[np.bool_], seed: int, *, explore: float = EXPLORE) -> Shown:
    """One newcomer for each member. liking: (members, N) ≥ 0; who likes none, or has opted out, is shown any with the same chance.

    The same seed draws the same. Raises Refused ``insight.recommend.no_newcomers`` with none to show, ``insight.recommend.explore`` outside (0, 1].
    """
    if not len(new):
        raise Refused("insight.recommend.no_newcomers")
    if not 0 < explore <= 1:
        raise Refused("insight.recommend.explore", explore=explore)
    total = liking.sum(axis=1, keepdims=True)
    even = np.full(liking.shape, 1 / len(new))
    liked = np.divide(liking, total, out=even.copy(), where=(total > 0) & ~opted_out[:, None])
    chance = explore * even + (1 - explore) * liked
    ladder = np.cumsum(chance, axis=1)
    picked = (ladder < np.random.default_rng(seed).random((len(liking), 1)) * ladder[:, -1:]).sum(axis=1)
    return Shown(new[picked], chance[np.arange(len(liking)), picked])


def expected_answer(answer: NDArray[Any], shown: Shown, wanted: Floats) -> float:
    """What another way of choosing would have brought per member. answer: (members,) e.g. bought or not; wanted: (members,) its chance of the item that was shown."""
    return float((np.asarray(answer, np.float64) * wanted / shown.propensity).mean())
