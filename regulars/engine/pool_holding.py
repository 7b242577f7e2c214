"""A member reserves points of the pool while something is being paid: captured or released once, or given back by the clock.

The hold is one like a member's own (``holding.py``); beside it the pool remembers whose points it has. Given back, they are theirs again; a limit
counts a hold on the day it was made, and what is not captured is given back to that day. Nobody leaves while points are held that are
theirs or that they reserved, so whoever's they are is there when they come back.
"""

from collections.abc import Iterable, Sequence

from regulars.engine import holding
from regulars.engine.compiled import CompiledLimit
from regulars.engine.decision import Transfer
from regulars.engine.errors import MemberIsFrozen
from regulars.engine.events import PointsCaptured, PointsReleased
from regulars.engine.limits import use
from regulars.engine.moment import Moment
from regulars.engine.pool_errors import PoolPointsHeld
from regulars.engine.pool_events import PoolHeld
from regulars.engine.pool_shares import flow
from regulars.engine.pool_spending import asked_of, count_spent, limit_key, open_of, say_spent, take_from
from regulars.engine.pool_state import Owned, Pool, Reserved
from regulars.engine.redeeming import say_worth
from regulars.engine.state import MemberState


def hold(moment: Moment, data: PoolHeld) -> None:
    """Reserve points of the pool. Raises what spending raises, and HoldOver, HoldTooLong."""
    pool, terms, wallet, limit, points = asked_of(moment, data)
    until_us = holding.ends_at(moment, wallet, data)
    slices, whose = take_from(moment, pool, terms, wallet, data.by, points, "held", "hold")
    holding.keep(moment, wallet, slices, until_us, data.reference)
    reserved = Reserved(moment.event.source, moment.event.id, data.by, moment.day, "" if limit is None else limit.per, whose)
    pool.held = _in_order(moment.state, [*(pool.held or ()), reserved])
    moment.outcome.pooled = {"by": data.by, "first": terms.spend.first, "whose": whose}
    if limit is not None:
        use(moment.state, limit, moment.day, points)
    own = sum(part for owner, part in whose if owner == data.by)
    until = moment.versions.calendar.text_of(until_us)
    moment.because.append({"code": "pool.held", "wallet": wallet.id, "points": points, "own": own, "others": points - own, "until": until})
    if data.order_amount >= 0:
        say_worth(moment, wallet, points)


def _in_order(state: MemberState, held: list[Reserved]) -> list[Reserved]:
    """As the holds themselves stand: soonest end first."""
    known = {(one.source, one.id): one for one in held}
    return [known[each.source, each.id] for each in state.holds if (each.source, each.id) in known]


def capture(moment: Moment, data: PointsCaptured) -> None:
    """Spend what was reserved, or a part; the rest is theirs again. Raises IsDissolved, HoldNotOpen, MemberIsFrozen, HoldExceeded."""
    pool, _ = open_of(moment)
    found = holding.open_hold(moment, data.hold, data.source)
    if any((one.source, one.id) == (found.source, found.id) and one.by in pool.frozen for one in pool.held or ()):
        raise MemberIsFrozen()
    wallet = moment.versions.wallet(found.wallet, moment.now_us)
    points = data.points or found.points
    holding.capture(moment, data)
    reserved = _taken_up(pool, found.source, found.id)
    spent, back = _split(reserved.whose, points)
    flow(pool, moment.posted, back)
    _uncount(moment.state, reserved, found.points - points)
    moment.outcome.pooled = {"by": reserved.by, "first": "", "whose": spent, "day": reserved.day}
    count_spent(pool, reserved.by, wallet.id, points)
    moment.because = [one for one in moment.because if one["code"] != "points.redeemed"]
    say_spent(moment, reserved.by, wallet, points, spent)


def release(moment: Moment, data: PointsReleased) -> None:
    """Raises IsDissolved, HoldNotOpen."""
    pool, _ = open_of(moment)
    found = holding.open_hold(moment, data.hold, data.source)
    holding.release(moment, data)
    reserved = _taken_up(pool, found.source, found.id)
    flow(pool, moment.posted, reserved.whose)
    _uncount(moment.state, reserved, found.points)


def follow_time(state: MemberState, pool: Pool, posted: Iterable[Transfer]) -> None:
    """After time has passed: holds that ran out are whoever's they were again, what lapsed was somebody's."""
    owners: Owned = []
    if pool.held:
        open_now = {(one.source, one.id) for one in state.holds}
        for reserved in pool.held:
            if (reserved.source, reserved.id) not in open_now:
                owners += reserved.whose
                _uncount(state, reserved, sum(points for _, points in reserved.whose))
        pool.held = [one for one in pool.held if (one.source, one.id) in open_now]
    flow(pool, posted, owners)


def stay_until_free(moment: Moment, pool: Pool, member: int | None) -> None:
    """Raises PoolPointsHeld while points are reserved that are the member's or by them; None: anybody's."""
    for hold in reversed(moment.state.holds):
        for one in pool.held or ():
            if (one.source, one.id) == (hold.source, hold.id) and (member is None or one.by == member or any(owner == member for owner, _ in one.whose)):
                raise PoolPointsHeld(until=moment.versions.calendar.text_of(hold.until_us))


def _taken_up(pool: Pool, source: str, id: str) -> Reserved:
    found = next(one for one in pool.held or () if (one.source, one.id) == (source, id))
    pool.held = [one for one in pool.held or () if one is not found]
    return found


def _split(whose: Sequence[tuple[int, int]], points: int) -> tuple[Owned, Owned]:
    """Whose the first ``points`` are, and whose the rest."""
    first: Owned = []
    rest: Owned = []
    for owner, has in whose:
        part = min(has, points)
        points -= part
        if part:
            first.append((owner, part))
        if has > part:
            rest.append((owner, has - part))
    return first, rest


def _uncount(state: MemberState, reserved: Reserved, points: int) -> None:
    if reserved.per and points:
        use(state, CompiledLimit(limit_key(reserved.by, reserved.per), True, 0, reserved.per), reserved.day, -points)
