"""The slot for a new product: who sees which, drawn at random in a way that can be reckoned with later.

Nobody has bought a newcomer, so no history can rank it. The slot draws one: with a share ``explore`` evenly, else towards the categories a member buys and towards what
was bought most after it was shown (``trying``). The propensity is the chance with which a member was shown what they were shown. Weighing answers by 1 ÷ propensity says
without bias what any other way of choosing would have brought (Horvitz & Thompson, 1952), so it is kept with every show.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from regulars.insight.recommend.baskets import Baskets, Codes, Floats
from regulars.insight.recommend.ranking import NOTHING
from regulars.kit.errors import Refused

EXPLORE = 0.2
MEMBERS_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """item (members,), and the chance with which it was that one, in (0, 1]; ``NOTHING`` and 0 where the member has bought them all.

    taste: the chance by the member's categories alone. among: how many it was drawn from.
    """

    item: Codes
    propensity: Floats
    taste: Floats
    among: Codes


def newcomers(first_sold: NDArray[np.int64], *, since: int) -> Codes:
    """Items first sold at or after ``since``; first_sold (items,) in the same unit."""
    return np.flatnonzero(first_sold >= since).astype(np.int32)


def affinity(history: Baskets, category: NDArray[np.int64], new: Codes) -> Floats:
    """(members, N) share of the member's purchases in each newcomer's category; category (items,) from 0. A member without purchases: all 0."""
    return _liking(history.bought(), category, new)


def fill_slot(history: Baskets, category: NDArray[np.int64], new: Codes, seed: int, *, learned: Floats | None = None, explore: float = EXPLORE) -> Shown:
    """One newcomer for each member, of those they have not bought yet; members some at a time, so that memory stays flat. Raises as ``draw``."""
    bought = history.bought().tocsr()
    parts = []
    for place, low in enumerate(range(0, max(history.members, 1), MEMBERS_AT_ONCE)):
        part = bought[low : low + MEMBERS_AT_ONCE]
        had = part[:, new].toarray() > 0
        parts.append(draw(new, _liking(part, category, new), np.zeros(part.shape[0], bool), [seed, place], explore=explore, learned=learned, had=had))
    return Shown(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("item", "propensity", "taste", "among")))


def draw(
    new: Codes, liking: Floats, opted_out: NDArray[np.bool_], seed: Any, *, explore: float = EXPLORE, learned: Floats | None = None, had: NDArray[np.bool_] | None = None
) -> Shown:
    """One newcomer for each member. liking: (members, N) ≥ 0; who likes none, or has opted out, goes by ``learned`` alone, or is shown any with the same chance.

    learned: (N,) ≥ 0, what others' answers speak for. had: (members, N), what a member is not shown any more.
    The same seed draws the same. Raises Refused ``insight.recommend.no_newcomers`` with none to show, ``insight.recommend.explore`` outside (0, 1].
    """
    if not len(new):
        raise Refused("insight.recommend.no_newcomers")
    if not 0 < explore <= 1:
        raise Refused("insight.recommend.explore", explore=explore)
    free = np.ones(liking.shape) if had is None else (~had).astype(np.float64)
    even = _shares(free, free)
    taste = _shares(np.where(opted_out[:, None], 0.0, liking) * free, even)
    wanted = taste if learned is None else _shares(taste * learned, _shares(free * learned, even))
    chance = explore * even + (1 - explore) * wanted
    ladder = np.cumsum(chance, axis=1)
    picked = (ladder < np.random.default_rng(seed).random((len(liking), 1)) * ladder[:, -1:]).sum(axis=1)
    picked = np.minimum(picked, len(new) - 1)
    rows, there = np.arange(len(liking)), free.any(axis=1)
    item = np.where(there, new[picked], NOTHING).astype(np.int32)
    return Shown(item, np.where(there, chance[rows, picked], 0.0), np.where(there, taste[rows, picked], 0.0), free.sum(axis=1).astype(np.int32))


def _shares(weight: Floats, otherwise: Floats) -> Floats:
    """Each row's weights as shares of their sum; ``otherwise`` where they are all 0."""
    total = weight.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(weight, total, out=np.array(otherwise, np.float64), where=total > 0))


def _liking(bought: Any, category: NDArray[np.int64], new: Codes) -> Floats:
    of = sparse.csr_matrix((np.ones(len(category)), (np.arange(len(category)), category)), shape=(len(category), int(category.max(initial=0)) + 1))
    counts = (bought @ of)[:, category[new]].toarray()
    return np.asarray(counts / np.maximum(1, np.asarray(bought.sum(axis=1))), np.float64)
