"""What holds of a tier beside the ladder goes along when two members become one, and comes back when they part.

Granted levels, a freeze and a paid membership of the one who goes stay in force with the one who stays, where there is none of the kind; the
ladder's own level is compared apart from them, so that nothing that was granted for a time stays for ever.
"""

from regulars.engine.beside import drop_if_empty
from regulars.engine.compiled import Compiled
from regulars.engine.freezing import freeze, frozen_until
from regulars.engine.grants import add_grant, tier_follows
from regulars.engine.state import MemberState
from regulars.engine.state_tiers import Aside, Grant


def own_level(state: MemberState) -> str:
    """The level the ladder alone gives."""
    return state.tier if state.aside is None or not state.aside.own else state.aside.own


def put_own(state: MemberState, compiled: Compiled, level: str, since: int, day: int) -> None:
    """Another level of one's own; what is granted stays above it."""
    if state.aside is None or not state.aside.own:
        state.tier, state.tier_since = level, since
        return
    state.aside.own = level
    tier_follows(state, compiled, day)


def take_off(state: MemberState, compiled: Compiled, day: int) -> Aside | None:
    """All of it leaves the member, who keeps their own level."""
    gone = state.aside
    if gone is None:
        return None
    kept = gone.copy()
    gone.grants = []
    tier_follows(state, compiled, day)
    state.aside = None
    return kept


def put_on(state: MemberState, compiled: Compiled, came: Aside, day: int) -> Aside:
    """What came is added where nothing of the kind is there. Returns what was added."""
    aside = state.aside = state.aside or Aside()
    added = Aside()
    if came.membership is not None and came.membership.until >= day and aside.membership is None:
        aside.membership = added.membership = came.membership
    for grant in came.grants:
        if grant.until >= day and not _has(aside, grant) and (grant.kind != "paid" or added.membership is not None):
            add_grant(state, compiled, grant, day)
            added.grants.append(grant)
    added.tried = [plan for plan in came.tried if plan not in aside.tried]
    aside.tried = [*aside.tried, *added.tried]
    until = came.frozen[-1][1] if came.frozen else 0
    if until >= day and not frozen_until(state, day):
        freeze(state, day, until)
        added.frozen = [(day, until)]
    drop_if_empty(state)
    return added


def _has(aside: Aside, grant: Grant) -> bool:
    return any(held.kind == grant.kind and (grant.kind != "track" or held.note == grant.note) for held in aside.grants)


def give_back(state: MemberState, compiled: Compiled, added: Aside, day: int) -> Aside | None:
    """What once came, as far as it still holds, leaves again: for the one it came from."""
    aside = state.aside
    back = Aside(tried=added.tried.copy())
    if aside is not None:
        back.grants = [grant for grant in added.grants if grant in aside.grants]
        aside.grants = [grant for grant in aside.grants if grant not in back.grants]
        if added.membership is not None and aside.membership == added.membership:
            back.membership, aside.membership = aside.membership, None
        aside.tried = [plan for plan in aside.tried if plan not in added.tried]
        last = frozen_until(state, day)
        if added.frozen and last:
            back.frozen = [(day, last)]
            freeze(state, day, day - 1)
        tier_follows(state, compiled, day)
        drop_if_empty(state)
    return None if back == Aside() else back
