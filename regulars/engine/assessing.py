"""Where a programme's ladder would put a member as they stand now: up with the next event, down at the next review.

Used to compare two programmes on one state. Nothing is decided here that ``climb``, ``keeps`` and ``fall`` do not decide.
"""

from typing import NamedTuple

from regulars.engine.compiled import Compiled
from regulars.engine.ladder import climb, fall, keeps, place_of
from regulars.engine.state import MemberState


class Assessed(NamedTuple):
    """``tier``: the level the rules lead to. ``how``: ``up`` with the next event, ``down`` at the next review (after the grace, where there is one), ``stays``."""

    tier: str
    how: str


def assess(compiled: Compiled, state: MemberState, day: int) -> Assessed:
    """As of the end of local ``day``, by what is recorded up to then; the state handed in is untouched. A dropped level counts as the lowest."""
    own = state.copy()
    here = place_of(own, compiled)
    climb(own, compiled, day, [])
    if place_of(own, compiled) > here:
        return Assessed(own.tier, "up")
    if here and compiled.can_fall and not keeps(own, compiled, here, day):
        fall(own, compiled, day + 1, [], "tier.down")
        if place_of(own, compiled) < here:
            return Assessed(own.tier, "down")
    return Assessed(compiled.levels[here].id, "stays")
