"""Members whose points stay where they are: frozen because something looks wrong, until somebody looked into it.

A frozen member goes on earning, keeps level and rights, and gets back what is given back. Nothing leaves their points: no redemption, no reservation
and none that is captured, no gift, nothing into a pool or out of one; and nobody becomes part of another, or parts, while one of the two is frozen.
Points that lapse do so, and an order's return takes back what it earned: time and goods are not what a freeze is about.
"""

from regulars.engine.errors import FrozenAlready, MemberIsFrozen, NotFrozenMember
from regulars.engine.events import Data, MemberFrozen, MemberUnfrozen, PointsCaptured, PointsHeld, PointsRedeemed
from regulars.engine.events_moving import MergedInto, PointsSent, Unmerged
from regulars.engine.moment import Moment
from regulars.engine.pool_events import PoolContributed, PoolJoined

FREEZES = MemberFrozen | MemberUnfrozen
_LEAVING = PointsRedeemed | PointsHeld | PointsCaptured | PointsSent | PoolContributed | PoolJoined | MergedInto | Unmerged


def check_may_leave(data: Data) -> None:
    """Raises MemberIsFrozen for what would take points away from a frozen member."""
    if isinstance(data, _LEAVING):
        raise MemberIsFrozen()


def freeze_or_free(moment: Moment, data: MemberFrozen | MemberUnfrozen) -> None:
    """Raises FrozenAlready, NotFrozenMember before anything is changed. Counts from the member's present, also when it comes late."""
    state = moment.state
    if isinstance(data, MemberFrozen):
        if state.frozen_us:
            raise FrozenAlready(since=moment.versions.calendar.text_of(state.frozen_us))
        state.frozen_us = moment.now_us
        moment.because.append({"code": "member.frozen", "reason": data.reason})
    else:
        if not state.frozen_us:
            raise NotFrozenMember()
        state.frozen_us = 0
        moment.because.append({"code": "member.unfrozen"})
    if state.pooled is not None and state.pooled.pool:  # the pool is told: the journal carries it there, whoever sent the event
        moment.outcome.moved = {**moment.outcome.moved, "pool": state.pooled.pool, "frozen": bool(state.frozen_us)}
