"""A member changes class after two refreshes in a row that say so, or at once where it is plain.

Without that, members near a cut move back and forth by noise, and the report of moves is a report of nothing.
"""

from dataclasses import dataclass

import numpy as np

from regulars.insight.churn.classes import Cuts, classify
from regulars.insight.churn.shapes import Flags, Floats, Ints

REFRESHES, MARGIN = 2, 0.25


@dataclass(frozen=True, slots=True)
class Standing:
    """members: (n,) codes, rising. now: class each is in. said, times: what the last refreshes said, and how often in a row."""

    members: Ints
    now: Ints
    said: Ints
    times: Ints


def refresh(
    last: Standing | None,
    members: Ints,
    cuts: Cuts,
    buys: Floats,
    margin: Floats,
    past: Floats,
    *,
    plain: float = MARGIN,
) -> Standing:
    """The standing after a refresh. members: (n,) codes, rising; the rest (n,) beside them.

    It is plain when the same class comes out with every number moved a quarter (``plain``) towards the old class's side: that is, with the
    cuts moved both ways. Somebody new, or unknown at the last refresh, stands where the refresh says at once.
    """
    says = classify(cuts, buys, margin, past)
    if last is None:
        return Standing(members, says, says, np.ones(len(members), np.int64))
    place = np.minimum(np.searchsorted(last.members, members), len(last.members) - 1)
    met = last.members[place] == members
    old = np.where(met, last.now[place], says)
    times = np.where(met & (last.said[place] == says), last.times[place] + 1, 1)
    moves = (old == says) | (times >= REFRESHES) | _plain(cuts, says, buys, margin, past, plain)
    return Standing(members, np.where(moves, says, old), says, times)


def _plain(cuts: Cuts, says: Ints, buys: Floats, margin: Floats, past: Floats, by: float) -> Flags:
    clear = np.ones(len(says), bool)
    for factor in (1 - by, 1 / (1 - by)):
        moved = Cuts(
            cuts.floor * factor,
            cuts.risk * factor,
            cuts.past,
            cuts.high * factor,
            cuts.mid * factor,
            cuts.made_on,
            cuts.version,
        )
        clear &= classify(moved, buys, margin, past) == says
    return clear
