"""A member spends from the pool they are in: what is asked, within the member's limit, and whose points it takes.

Of one lot whoever's points came in first go first; between lots the wallet's burn order decides, or with ``first: own`` the spender's own go before all.
"""

import msgspec

from regulars.engine.compiled import Compiled, CompiledLimit
from regulars.engine.errors import MemberIsFrozen, NotSpendable, UnknownWallet
from regulars.engine.giving import unit_of
from regulars.engine.limits import use, used_in
from regulars.engine.lots import in_burn_order, lot_name, take, wallet_of
from regulars.engine.moment import Moment
from regulars.engine.pool_errors import IsDissolved, NotInPool, OwnerSpends, PoolOverLimit
from regulars.engine.pool_events import PoolHeld, PoolRedeemed
from regulars.engine.pool_shares import flow, share_key
from regulars.engine.pool_state import Owned, Pool, Seat
from regulars.engine.pooling import terms_of
from regulars.engine.redeeming import payable, say_worth
from regulars.engine.state_parts import Lot
from regulars.engine.wallets import CompiledWallet
from regulars.program.pool_terms import Pool as Terms


def open_of(moment: Moment) -> tuple[Pool, Terms]:
    """The pool and its terms. Raises IsDissolved."""
    pool = moment.state.pool
    assert pool is not None
    if pool.dissolved:
        raise IsDissolved()
    return pool, terms_of(moment.versions, moment.now, pool.kind)


def redeem(moment: Moment, data: PoolRedeemed) -> None:
    pool, terms, wallet, limit, points = asked_of(moment, data)
    slices, whose = take_from(moment, pool, terms, wallet, data.by, points, "redeemed", "redemption")
    moment.outcome.took[wallet.id] = slices
    moment.outcome.pooled = {"by": data.by, "first": terms.spend.first, "whose": whose}
    if limit is not None:
        use(moment.state, limit, moment.day, points)
    count_spent(pool, data.by, wallet.id, points)
    say_spent(moment, data.by, wallet, points, whose)
    if data.order_amount >= 0:
        say_worth(moment, wallet, points)


def asked_of(moment: Moment, data: PoolRedeemed | PoolHeld) -> tuple[Pool, Terms, CompiledWallet, CompiledLimit | None, int]:
    """What a member may take, before anything is changed: with ``up_to`` the most that pool, limit and wallet allow.

    Raises IsDissolved, NotInPool, MemberIsFrozen, OwnerSpends, PoolOverLimit and what ``payable`` raises.
    """
    pool, terms = open_of(moment)
    if data.by not in pool.seats:
        raise NotInPool()
    if data.by in pool.frozen:
        raise MemberIsFrozen()
    if terms.spend.who == "owner" and data.by != pool.owner:
        raise OwnerSpends()
    wallet = _wallet(moment, terms, data.wallet)
    limit = limit_of(moment.now, terms, data.by)
    if limit is None:
        return pool, terms, wallet, limit, payable(moment, wallet, data)
    left = max(limit.count - used_in(moment.state, limit, moment.day), 0)
    if not left or (data.points > left and not data.up_to):
        raise PoolOverLimit(points=data.points, left=left, detail=limit.per)
    return pool, terms, wallet, limit, payable(moment, wallet, msgspec.structs.replace(data, points=min(data.points, left)))


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
    return CompiledLimit(limit_key(member, terms.spend.per_member.per), True, int(terms.spend.per_member.points * unit), terms.spend.per_member.per)


def limit_key(member: int, per: str) -> str:
    return f"pool/{member}/points/{per}"


def take_from(moment: Moment, pool: Pool, terms: Terms, wallet: CompiledWallet, by: int, points: int, target: str, rule: str) -> tuple[list[Lot], Owned]:
    """Take points in the order the terms say. Returns the parts of lots and whose they were, in the order taken."""
    slices: list[Lot] = []
    whose: Owned = []
    if terms.spend.first == "own":
        for name in dict.fromkeys(lot_name(wallet, until, since) for until, since, _ in in_burn_order(wallet_of(moment.state, wallet), wallet)):
            mine = sum(has for owner, has in pool.shares.get(share_key(wallet.id, name), ()) if owner == by)
            rest = points - sum(lot[2] for lot in slices)
            if mine and rest:
                mark = len(moment.posted)
                take(moment.posted, moment.state, wallet, target, min(mine, rest), rule, name, slices)
                whose += flow(pool, moment.posted[mark:], first={by})
    rest = points - sum(lot[2] for lot in slices)
    if rest:
        mark = len(moment.posted)
        take(moment.posted, moment.state, wallet, target, rest, rule, slices=slices)
        whose += flow(pool, moment.posted[mark:])
    return slices, whose


def count_spent(pool: Pool, member: int, wallet: str, points: int) -> None:
    """What a member has spent so far; negative: given back. Who has left is not counted."""
    place = pool.seats.get(member)
    if place is not None:
        pool.seats[member] = Seat(place.since, place.gave, place.spent | {wallet: place.spent.get(wallet, 0) + points})


def say_spent(moment: Moment, by: int, wallet: CompiledWallet, points: int, whose: Owned) -> None:
    own = sum(part for owner, part in whose if owner == by)
    moment.because.append({"code": "pool.redeemed", "wallet": wallet.id, "points": points, "own": own, "others": points - own})
