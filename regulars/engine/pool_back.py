"""What comes back: a redemption of the pool's is cancelled, or an order of a member's is returned.

A cancelled redemption gives the lots back with their last day, to whoever they were of. Whoever is no longer in the pool gets theirs at home,
in the lots they had put in from; where leaving took nothing along, what was theirs is the pool's own. After a pool was dissolved
everybody gets theirs, and its last owner what is nobody's.
"""

from regulars.engine.decision import TRANSIT, Past, Transfer
from regulars.engine.events import RedemptionCancelled
from regulars.engine.giving import take_lots
from regulars.engine.limits import use
from regulars.engine.lots import lot_name, wallet_of
from regulars.engine.moment import Moment
from regulars.engine.pool_events import PoolReclaimed
from regulars.engine.pool_shares import flow, share_key
from regulars.engine.pool_spending import count_spent, limit_of, open_of
from regulars.engine.pool_state import Lots, Owned, Pool
from regulars.engine.pooling import RULE, terms_of
from regulars.engine.redeeming import cancel as cancel_redemption
from regulars.engine.wallets import CompiledWallet


def cancel(moment: Moment, data: RedemptionCancelled, past: Past | None) -> None:
    """The limit of whoever spent is given back too. Raises UnknownRedemption, CancelExceeds, and of a pool that keeps what comes back IsDissolved."""
    pool = moment.state.pool
    assert pool is not None
    if not pool.homeward:
        open_of(moment)
    terms = terms_of(moment.versions, moment.now, pool.kind)
    aside = moment.state.holding
    before = aside.cancelled.get(data.source or moment.event.source, {}).get(data.redemption, 0) if aside is not None else 0
    cancel_redemption(moment, data, past)
    if past is None:
        return
    told = past.outcome.pooled
    points = sum(one.points for one in moment.posted if one.source == "redeemed")
    flow(pool, moment.posted, [(_home(pool, owner), part) for owner, part in _last_of(told["whose"], before, points)])
    limit = limit_of(moment.now, terms, told["by"])
    if limit is not None:
        use(moment.state, limit, told.get("day", past.outcome.day), -points)
    ((id, _),) = past.outcome.took.items()
    count_spent(pool, told["by"], id, -points)
    _send_home(moment, pool)


def _home(pool: Pool, owner: int) -> int:
    """Whose the points are that were this member's; 0: the pool's own."""
    if owner in pool.seats:
        return owner
    if not pool.homeward:
        return 0
    own = 0 if owner in pool.left_behind else owner
    return pool.owner if pool.dissolved and not own else own


def _send_home(moment: Moment, pool: Pool) -> None:
    """What is in the pool and of somebody who is not goes to transit, as it lies."""
    gone = sorted({owner for whose in pool.shares.values() for owner, _ in whose if owner and owner not in pool.seats})
    gives: list[tuple[int, dict[str, Lots]]] = []
    for member in gone:
        lots = {id: take_out(moment, pool, moment.versions.wallet(id, moment.now_us), {member}) for id in list(moment.state.wallets)}
        gives.append((member, {id: of_wallet for id, of_wallet in lots.items() if of_wallet}))
    if gives:
        moment.outcome.moved = {"what": "giving_back", "gives": gives}
        points = sum(lot[2] for _, wallets in gives for lots in wallets.values() for lot in lots)
        moment.because.append({"code": "pool.gives_back", "points": points})


def take_out(moment: Moment, pool: Pool, wallet: CompiledWallet, own: set[int]) -> Lots:
    """Every point of these members, to transit, as it lies."""
    lots: Lots = []
    for name in sorted({lot_name(wallet, until, since) for until, since, _ in wallet_of(moment.state, wallet).lots}):
        points = sum(has for owner, has in pool.shares.get(share_key(wallet.id, name), ()) if owner in own)
        if points:
            mark = len(moment.posted)
            lots += take_lots(moment.posted, moment.state, wallet, TRANSIT, points, RULE, name)
            flow(pool, moment.posted[mark:], first=own)
    return sorted(lots)


def _last_of(whose: Owned, skip: int, points: int) -> Owned:
    """The owners of the last ``points`` of what was taken, after the ``skip`` that have gone back already; the latest first."""
    found: Owned = []
    for owner, has in reversed(whose):
        skipped = min(has, skip)
        skip -= skipped
        part = min(has - skipped, points)
        if part:
            found.append((owner, part))
            points -= part
    return found


def reclaim(moment: Moment, data: PoolReclaimed) -> None:
    """A return takes back what its member put in: what is left of it, then what has lapsed of it here. Never anybody else's."""
    pool = moment.state.pool
    assert pool is not None
    gives: dict[str, Lots] = {}
    lapsed: list[tuple[str, int, int, int]] = []
    for id, until, since, points in data.wants:
        wallet = moment.versions.wallet(id, moment.now_us)
        name = lot_name(wallet, until, since)
        key = share_key(id, name)
        own = min(points, sum(has for owner, has in pool.shares.get(key, ()) if owner == data.member))
        mark = len(moment.posted)
        if own:
            gives.setdefault(id, []).extend(take_lots(moment.posted, moment.state, wallet, TRANSIT, own, "return", name))
        over = min(points - own, sum(has for owner, has in pool.lapsed.get(key, ()) if owner == data.member))
        if over:
            moment.posted.append(Transfer(id, "breakage", "issued", over, name, until, "return"))
            lapsed.append((id, until, since, over))
        flow(pool, moment.posted[mark:], first={data.member})
    moment.outcome.moved = {"lots": gives, "lapsed": lapsed}
    moment.because.append({"code": "pool.reclaimed", "points": sum(lot[2] for lots in gives.values() for lot in lots)})
