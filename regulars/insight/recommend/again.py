"""Buy again: what a member buys often, and has bought lately.

A basket counts ``DECAY`` to the power of how many baskets the member has had since (the personal part of TIFU-KNN, Hu et al., SIGIR 2020), and what the member has bought
also counts by how often it is bought at all: ``SHOP`` baskets of an average member. Both numbers were chosen on an earlier month than the one they are judged on
(docs/algorithms/insight/recommendations.md).
"""

import numpy as np

from regulars.insight.recommend.baskets import Baskets, Codes, Floats
from regulars.insight.recommend.ranking import best_of_rows, fill, most_popular

DECAY = 0.97
SHOP = 10.0


def buy_again(history: Baskets, k: int = 10, *, decay: float = DECAY, shop: float = SHOP, filled: bool = True) -> tuple[Codes, Floats]:
    """(members, k) items and scores: the decayed number of the member's baskets they were in, plus ``shop`` × the share of all baskets they are in.

    decay: in (0, 1]. decay 1, shop 0: the plain personal frequency. Ties go to what is popular with all. filled: empty places get popular items, with score 0.
    Members are taken some at a time: memory stays flat however many there are.
    """
    popularity = history.popularity()
    lists, scores = np.empty((history.members, k), np.int32), np.empty((history.members, k))
    popular, share = most_popular(popularity, 2 * k), shop * popularity / max(1, len(history.owner))
    for first, part in history.parts():
        end = first + part.members
        weights = decay ** part.ages()[part.basket].astype(np.float64)
        counted = part.bought(weights)
        counted.data += share[counted.indices]
        best, scores[first:end] = best_of_rows(counted, popularity, k)
        lists[first:end] = fill(best, popular) if filled else best
    return lists, scores
