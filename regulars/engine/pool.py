"""A pool's own side: who is in it, and whose points lie in it.

A pool is decided like a member, on its own log and state, so that twenty who spend at once are decided one after the other.
Spending: ``pool_spending.py``; reserving: ``pool_holding.py``; what comes back: ``pool_back.py``.
"""

from regulars.engine.decision import TRANSIT, Past
from regulars.engine.events import PointsCaptured, PointsReleased, RedemptionCancelled
from regulars.engine.giving import put_down
from regulars.engine.moment import Moment
from regulars.engine.pool_back import cancel, reclaim, take_out
from regulars.engine.pool_errors import (
    InOnePool,
    InvitationOver,
    NotAMember,
    NotInPool,
    NotInvited,
    NotTheInviter,
    NotTheOwner,
    OwnerStays,
    PoolIsFull,
    TooSoonToLeave,
)
from regulars.engine.pool_events import (
    PoolClosed,
    PoolDissolved,
    PoolGaveBack,
    PoolHeld,
    PoolInvitationWithdrawn,
    PoolInvited,
    PoolLeft,
    PoolMemberFrozen,
    PoolMemberJoined,
    PoolOpened,
    PoolOwnerChanged,
    PoolReceived,
    PoolReclaimed,
    PoolRedeemed,
)
from regulars.engine.pool_holding import capture, hold, release, stay_until_free
from regulars.engine.pool_shares import flow
from regulars.engine.pool_spending import open_of, redeem
from regulars.engine.pool_state import Lots, Pool, Seat
from regulars.engine.pooling import REMEMBERED_DAYS, RULE, terms_of
from regulars.kit.periods import iso_day
from regulars.program.pool_terms import Pool as Terms


def open_pool(moment: Moment, data: PoolOpened) -> None:
    """The pool's first event; its owner takes the first place next."""
    moment.state.pool = Pool(data.kind, data.owner, {}, {}, {}, {}, homeward=data.homeward)
    moment.because.append({"code": "pool.opened", "pool": data.kind})
    moment.outcome.moved = {"what": "opening", "member": data.owner}


def in_pool(moment: Moment, past: Past | None) -> None:
    """Raises Refused ``pool.*`` and ``points.*`` before anything is changed."""
    data = moment.event.data
    if isinstance(data, PoolReceived):
        receive(moment, data)
    elif isinstance(data, PoolRedeemed):
        redeem(moment, data)
    elif isinstance(data, RedemptionCancelled):
        cancel(moment, data, past)
    elif isinstance(data, PoolReclaimed):
        reclaim(moment, data)
    elif isinstance(data, PoolInvited):
        invite(moment, data)
    elif isinstance(data, PoolMemberJoined):
        seat(moment, data)
    elif isinstance(data, PoolLeft):
        leave(moment, data)
    elif isinstance(data, PoolOwnerChanged):
        hand_over(moment, data)
    elif isinstance(data, PoolDissolved):
        dissolve(moment, data)
    elif isinstance(data, PoolHeld):
        hold(moment, data)
    elif isinstance(data, PointsCaptured) and _has_held(moment):
        capture(moment, data)
    elif isinstance(data, PointsReleased) and _has_held(moment):
        release(moment, data)
    elif isinstance(data, PoolInvitationWithdrawn):
        withdraw(moment, data)
    elif isinstance(data, PoolMemberFrozen):
        freeze_member(moment, data)
    elif isinstance(data, PoolGaveBack):
        moment.because.append({"code": "pool.gave_back"})
    elif isinstance(data, PoolClosed):
        moment.because.append({"code": "pool.closed"})
    else:
        raise NotAMember()


def _has_held(moment: Moment) -> bool:
    """A pool in which nothing was ever reserved and that was founded before anything could be is no member, as it always was."""
    pool = moment.state.pool
    return pool is not None and (pool.homeward or pool.held is not None)


# ---- who is in it


def invite(moment: Moment, data: PoolInvited) -> None:
    pool, terms = open_of(moment)
    if data.by not in (0, pool.owner) and not (terms.invite == "any" and data.by in pool.seats):
        raise NotTheOwner()
    if data.member in pool.seats:
        raise InOnePool()
    if len(pool.seats) >= terms.members:
        raise PoolIsFull(most=terms.members)
    until = terms.invitation.after(moment.today)
    kept_from = moment.today - REMEMBERED_DAYS if pool.homeward else moment.today
    pool.invited = {member: day for member, day in pool.invited.items() if day >= kept_from} | {data.member: until}
    pool.inviters = {member: by for member, by in pool.inviters.items() if member in pool.invited and member != data.member}
    if data.by and pool.homeward:
        pool.inviters[data.member] = data.by
    moment.because.append({"code": "pool.invited", "until": iso_day(until)})


def withdraw(moment: Moment, data: PoolInvitationWithdrawn) -> None:
    """By whoever invited, the owner or the shop, as long as it stands and nobody has come."""
    pool, _ = open_of(moment)
    if data.member not in pool.invited:
        raise NotInvited()
    if data.by not in (0, pool.owner, pool.inviters.get(data.member, 0)):
        raise NotTheInviter()
    if pool.invited[data.member] < moment.today:
        raise InvitationOver(until=iso_day(pool.invited[data.member]))
    del pool.invited[data.member]
    pool.inviters.pop(data.member, None)
    moment.because.append({"code": "pool.invitation_withdrawn"})


def freeze_member(moment: Moment, data: PoolMemberFrozen) -> None:
    """Of whoever has a seat; saying the same again changes nothing. Raises NotInPool."""
    pool = moment.state.pool
    assert pool is not None
    if data.member not in pool.seats:
        raise NotInPool()
    pool.frozen = [member for member in pool.frozen if member != data.member] + ([data.member] if data.frozen else [])
    moment.because.append({"code": "pool.member_frozen" if data.frozen else "pool.member_unfrozen"})


def seat(moment: Moment, data: PoolMemberJoined) -> None:
    pool, terms = open_of(moment)
    founds = not pool.seats and data.member == pool.owner
    if not founds and pool.invited.get(data.member, 0) < moment.today:
        if pool.homeward and data.member in pool.invited:
            raise InvitationOver(until=iso_day(pool.invited[data.member]))
        raise NotInvited()
    if len(pool.seats) >= terms.members:
        raise PoolIsFull(most=terms.members)
    pool.seats[data.member] = Seat(moment.today, {}, {})
    pool.invited.pop(data.member, None)
    pool.inviters.pop(data.member, None)
    if data.member in pool.left_behind:
        pool.left_behind.remove(data.member)
    moment.because.append({"code": "pool.member_joined", "members": len(pool.seats), "most": terms.members})


def hand_over(moment: Moment, data: PoolOwnerChanged) -> None:
    pool, _ = open_of(moment)
    if data.by not in (0, pool.owner):
        raise NotTheOwner()
    if data.to not in pool.seats:
        raise NotInPool()
    pool.owner = data.to
    moment.because.append({"code": "pool.owner_changed"})


def dissolve(moment: Moment, data: PoolDissolved) -> None:
    pool, _ = open_of(moment)
    if data.by not in (0, pool.owner):
        raise NotTheOwner()
    stay_until_free(moment, pool, None)
    pool.dissolved, pool.invited, pool.inviters = True, {}, {}
    moment.because.append({"code": "pool.dissolved"})
    moment.outcome.moved = {"what": "dissolving"}


def leave(moment: Moment, data: PoolLeft) -> None:
    """What is left of the member's own goes with them; of a pool that is dissolved the owner, who leaves last, takes what is nobody's."""
    pool = moment.state.pool
    assert pool is not None
    terms = terms_of(moment.versions, moment.now, pool.kind)
    _may_leave(moment, pool, terms, data)
    own = {data.member, 0} if pool.dissolved and data.member == pool.owner else {data.member}
    gives: dict[str, Lots] = {}
    if terms.leave.takes == "own_contributions" or pool.dissolved:
        for id in list(moment.state.wallets):
            lots = take_out(moment, pool, moment.versions.wallet(id, moment.now_us), own)
            if lots:
                gives[id] = lots
    else:
        pool.shares = {key: [(0 if owner == data.member else owner, points) for owner, points in whose] for key, whose in pool.shares.items()}
        if pool.homeward:
            pool.left_behind.append(data.member)
    del pool.seats[data.member]
    if data.member in pool.frozen:
        pool.frozen.remove(data.member)
    moment.outcome.moved = {"what": "leaving", "member": data.member, "why": data.why, "lots": gives}
    lapsed = _lapsed_of(pool, data.member) if pool.homeward else {}
    if lapsed:
        moment.outcome.moved["lapsed"] = lapsed
    moment.because.append({"code": f"pool.member_{data.why}", "points": sum(lot[2] for lots in gives.values() for lot in lots)})


def _lapsed_of(pool: Pool, member: int) -> dict[str, int]:
    """``wallet/lot`` -> points of the member's that have lapsed in the pool, as far as is remembered."""
    sums = {key: sum(points for owner, points in whose if owner == member) for key, whose in pool.lapsed.items()}
    return {key: points for key, points in sums.items() if points}


def _may_leave(moment: Moment, pool: Pool, terms: Terms, data: PoolLeft) -> None:
    if data.member not in pool.seats:
        raise NotInPool()
    if pool.dissolved:
        return
    if data.member == pool.owner:
        raise OwnerStays()
    if data.by not in (0, pool.owner, data.member):
        raise NotTheOwner()
    stay_until_free(moment, pool, data.member)
    if data.by == data.member and terms.leave.after is not None:
        first = terms.leave.after.after(pool.seats[data.member].since)
        if moment.today < first:
            raise TooSoonToLeave(**{"from": iso_day(first)})


# ---- points come in


def receive(moment: Moment, data: PoolReceived) -> None:
    pool, _ = open_of(moment)
    place = pool.seats.get(data.member)
    if place is None:
        raise NotInPool()
    gave = place.gave.copy()
    for id, lots in data.lots.items():
        points = sum(lot[2] for lot in lots)
        put_down(moment.posted, moment.state, moment.versions.wallet(id, moment.now_us), TRANSIT, lots, moment.today, RULE)
        gave[id] = gave.get(id, 0) + points
        moment.because.append({"code": "pool.received", "wallet": id, "points": points})
    pool.seats[data.member] = Seat(place.since, gave, place.spent)
    flow(pool, moment.posted, [(data.member, sum(lot[2] for lots in data.lots.values() for lot in lots))])


