"""A pool's own side: who is in it, whose points lie in it, and what each may take.

A pool is decided like a member, on its own log and state, so that twenty who spend at once are decided one after the other. Of one lot
whoever's points came in first go first; between lots the wallet's burn order decides, or with ``first: own`` the spender's own go before all.
"""

import msgspec

from regulars.engine.compiled import Compiled, CompiledLimit
from regulars.engine.decision import TRANSIT, Past, Transfer
from regulars.engine.errors import NotSpendable, UnknownWallet
from regulars.engine.events import RedemptionCancelled
from regulars.engine.giving import put_down, take_lots, unit_of
from regulars.engine.limits import use, used_in
from regulars.engine.lots import in_burn_order, lot_name, take, wallet_of
from regulars.engine.moment import Moment
from regulars.engine.pool_errors import (
    InOnePool,
    IsDissolved,
    NotAMember,
    NotInPool,
    NotInvited,
    NotTheOwner,
    OwnerSpends,
    OwnerStays,
    PoolIsFull,
    PoolOverLimit,
    TooSoonToLeave,
)
from regulars.engine.pool_events import (
    PoolClosed,
    PoolDissolved,
    PoolInvited,
    PoolLeft,
    PoolMemberJoined,
    PoolOpened,
    PoolOwnerChanged,
    PoolReceived,
    PoolReclaimed,
    PoolRedeemed,
)
from regulars.engine.pool_shares import flow, share_key
from regulars.engine.pool_state import Lots, Pool, Seat
from regulars.engine.pooling import RULE, terms_of
from regulars.engine.redeeming import cancel as cancel_redemption
from regulars.engine.redeeming import payable, say_worth
from regulars.engine.state_parts import Lot
from regulars.engine.wallets import CompiledWallet
from regulars.kit.periods import iso_day
from regulars.program.pool_terms import Pool as Terms


def open_pool(moment: Moment, data: PoolOpened) -> None:
    """The pool's first event; its owner takes the first place next."""
    moment.state.pool = Pool(data.kind, data.owner, {}, {}, {}, {})
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
    elif isinstance(data, PoolClosed):
        moment.because.append({"code": "pool.closed"})
    else:
        raise NotAMember()


def _open(moment: Moment) -> tuple[Pool, Terms]:
    """The pool and its terms. Raises IsDissolved."""
    pool = moment.state.pool
    assert pool is not None
    if pool.dissolved:
        raise IsDissolved()
    return pool, terms_of(moment.versions, moment.now, pool.kind)


# ---- who is in it


def invite(moment: Moment, data: PoolInvited) -> None:
    pool, terms = _open(moment)
    if data.by not in (0, pool.owner) and not (terms.invite == "any" and data.by in pool.seats):
        raise NotTheOwner()
    if data.member in pool.seats:
        raise InOnePool()
    if len(pool.seats) >= terms.members:
        raise PoolIsFull(most=terms.members)
    until = terms.invitation.after(moment.today)
    pool.invited = {member: day for member, day in pool.invited.items() if day >= moment.today} | {data.member: until}
    moment.because.append({"code": "pool.invited", "until": iso_day(until)})


def seat(moment: Moment, data: PoolMemberJoined) -> None:
    pool, terms = _open(moment)
    founds = not pool.seats and data.member == pool.owner
    if not founds and pool.invited.get(data.member, 0) < moment.today:
        raise NotInvited()
    if len(pool.seats) >= terms.members:
        raise PoolIsFull(most=terms.members)
    pool.seats[data.member] = Seat(moment.today, {}, {})
    pool.invited.pop(data.member, None)
    moment.because.append({"code": "pool.member_joined", "members": len(pool.seats), "most": terms.members})


def hand_over(moment: Moment, data: PoolOwnerChanged) -> None:
    pool, _ = _open(moment)
    if data.by not in (0, pool.owner):
        raise NotTheOwner()
    if data.to not in pool.seats:
        raise NotInPool()
    pool.owner = data.to
    moment.because.append({"code": "pool.owner_changed"})


def dissolve(moment: Moment, data: PoolDissolved) -> None:
    pool, _ = _open(moment)
    if data.by not in (0, pool.owner):
        raise NotTheOwner()
    pool.dissolved, pool.invited = True, {}
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
            lots = _take_out(moment, pool, moment.versions.wallet(id, moment.now_us), own)
            if lots:
                gives[id] = lots
    else:
        pool.shares = {key: [(0 if owner == data.member else owner, points) for owner, points in whose] for key, whose in pool.shares.items()}
    del pool.seats[data.member]
    moment.outcome.moved = {"what": "leaving", "member": data.member, "why": data.why, "lots": gives}
    moment.because.append({"code": f"pool.member_{data.why}", "points": sum(lot[2] for lots in gives.values() for lot in lots)})


def _may_leave(moment: Moment, pool: Pool, terms: Terms, data: PoolLeft) -> None:
    if data.member not in pool.seats:
        raise NotInPool()
    if pool.dissolved:
        return
    if data.member == pool.owner:
        raise OwnerStays()
    if data.by not in (0, pool.owner, data.member):
        raise NotTheOwner()
    if data.by == data.member and terms.leave.after is not None:
        first = terms.leave.after.after(pool.seats[data.member].since)
        if moment.today < first:
            raise TooSoonToLeave(**{"from": iso_day(first)})


def _take_out(moment: Moment, pool: Pool, wallet: CompiledWallet, own: set[int]) -> Lots:
    """Every point of these members, to transit, as it lies."""
    lots: Lots = []
    for name in sorted({lot_name(wallet, until, since) for until, since, _ in wallet_of(moment.state, wallet).lots}):
        points = sum(has for owner, has in pool.shares.get(share_key(wallet.id, name), ()) if owner in own)
        if points:
            mark = len(moment.posted)
            lots += take_lots(moment.posted, moment.state, wallet, TRANSIT, points, RULE, name)
            flow(pool, moment.posted[mark:], first=own)
    return sorted(lots)


# ---- points come in


def receive(moment: Moment, data: PoolReceived) -> None:
    pool, _ = _open(moment)
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


# ---- points go out


def redeem(moment: Moment, data: PoolRedeemed) -> None:
    pool, terms = _open(moment)
    place = pool.seats.get(data.by)
    if place is None:
        raise NotInPool()
    if terms.spend.who == "owner" and data.by != pool.owner:
        raise OwnerSpends()
    wallet = _wallet(moment, terms, data.wallet)
    limit = limit_of(moment.now, terms, data.by)
    points = _spendable(moment, wallet, limit, data)
    slices: list[Lot] = []
    whose: list[tuple[int, int]] = []
    if terms.spend.first == "own":
        for name in dict.fromkeys(lot_name(wallet, until, since) for until, since, _ in in_burn_order(wallet_of(moment.state, wallet), wallet)):
            mine = sum(has for owner, has in pool.shares.get(share_key(wallet.id, name), ()) if owner == data.by)
            rest = points - sum(lot[2] for lot in slices)
            if mine and rest:
                mark = len(moment.posted)
                take(moment.posted, moment.state, wallet, "redeemed", min(mine, rest), "redemption", name, slices)
                whose += flow(pool, moment.posted[mark:], first={data.by})
    rest = points - sum(lot[2] for lot in slices)
    if rest:
        mark = len(moment.posted)
        take(moment.posted, moment.state, wallet, "redeemed", rest, "redemption", slices=slices)
        whose += flow(pool, moment.posted[mark:])
    moment.outcome.took[wallet.id] = slices
    moment.outcome.pooled = {"by": data.by, "first": terms.spend.first, "whose": whose}
    if limit is not None:
        use(moment.state, limit, moment.day, points)
    pool.seats[data.by] = Seat(place.since, place.gave, place.spent | {wallet.id: place.spent.get(wallet.id, 0) + points})
    own = sum(part for owner, part in whose if owner == data.by)
    moment.because.append({"code": "pool.redeemed", "wallet": wallet.id, "points": points, "own": own, "others": points - own})
    if data.order_amount >= 0:
        say_worth(moment, wallet, points)


def _wallet(moment: Moment, terms: Terms, asked: str) -> CompiledWallet:
    id = asked or terms.wallets[0]
    if id not in moment.now.wallets:
        raise UnknownWallet(wallet=id)
    if id not in terms.wallets:
        raise NotSpendable(wallet=id)
    return moment.now.wallets[id]


def limit_of(now: Compiled, terms: Terms, member: int) -> CompiledLimit | None:
    """What one member may spend in a period; None: no limit."""
    if terms.spend.per_member is None:
        return None
    unit = unit_of(now.program, terms.wallets[0]) if terms.wallets[0] in now.wallets else 1
    return CompiledLimit(f"pool/{member}/points/{terms.spend.per_member.per}", True, int(terms.spend.per_member.points * unit), terms.spend.per_member.per)


def _spendable(moment: Moment, wallet: CompiledWallet, limit: CompiledLimit | None, data: PoolRedeemed) -> int:
    """How many points are spent: what is asked, or with ``up_to`` the most that pool, limit and wallet allow. Raises PoolOverLimit and what ``payable`` raises."""
    if limit is None:
        return payable(moment, wallet, data)
    left = max(limit.count - used_in(moment.state, limit, moment.day), 0)
    if not left or (data.points > left and not data.up_to):
        raise PoolOverLimit(points=data.points, left=left, detail=limit.per)
    return payable(moment, wallet, msgspec.structs.replace(data, points=min(data.points, left)))


def cancel(moment: Moment, data: RedemptionCancelled, past: Past | None) -> None:
    """The lots return to whoever they were of; to the pool itself where the member has left since. The limit of whoever spent is given back."""
    pool, terms = _open(moment)
    aside = moment.state.holding
    before = aside.cancelled.get(data.source or moment.event.source, {}).get(data.redemption, 0) if aside is not None else 0
    cancel_redemption(moment, data, past)
    if past is None:
        return
    told = past.outcome.pooled
    points = sum(one.points for one in moment.posted if one.source == "redeemed")
    owners = [(owner if owner in pool.seats else 0, part) for owner, part in _last_of(told["whose"], before, points)]
    flow(pool, moment.posted, owners)
    limit = limit_of(moment.now, terms, told["by"])
    if limit is not None:
        use(moment.state, limit, past.outcome.day, -points)
    place = pool.seats.get(told["by"])
    if place is not None:
        ((id, _),) = past.outcome.took.items()
        pool.seats[told["by"]] = Seat(place.since, place.gave, place.spent | {id: place.spent.get(id, 0) - points})


def _last_of(whose: list[tuple[int, int]], skip: int, points: int) -> list[tuple[int, int]]:
    """The owners of the last ``points`` of what was taken, after the ``skip`` that have gone back already; the latest first."""
    found: list[tuple[int, int]] = []
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
