"""Levels held for a time whatever the member did, beside the level the ladder alone gives.

While a member has grants, ``aside.own`` is the level that ``reach`` and ``keep`` move; the tier is the highest of it and the granted ones,
or exactly the one that staff set until a day.
"""

from regulars.engine.compiled import Compiled
from regulars.engine.state import MemberState
from regulars.engine.state_tiers import Aside, Grant


def add_grant(state: MemberState, compiled: Compiled, grant: Grant, day: int) -> None:
    """A grant replaces the one of its kind, a fast track's only that of the same track."""
    aside = state.aside = state.aside or Aside()
    aside.own = aside.own or state.tier
    aside.grants = [held for held in aside.grants if held.kind != grant.kind or (grant.kind == "track" and held.note != grant.note)]
    aside.grants.append(grant)
    tier_follows(state, compiled, day)


def tier_follows(state: MemberState, compiled: Compiled, day: int) -> None:
    """The tier that follows from the member's own level and the grants that are left."""
    aside = state.aside
    if aside is None or not aside.own:
        return
    if aside.grants:
        place = next((place_in(grant, compiled) for grant in aside.grants if grant.kind == "set"), -1)
        if place < 0:
            place = max(compiled.level_of.get(aside.own, 0), *(place_in(grant, compiled) for grant in aside.grants))
        level = compiled.levels[place].id
    else:
        level, aside.own = aside.own, ""
    if level != state.tier:
        state.tier, state.tier_since = level, day


def place_in(grant: Grant, compiled: Compiled) -> int:
    return compiled.level_of.get(grant.level, 0)
