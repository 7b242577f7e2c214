"""A member's side of a pool: joining, putting points in, by hand or as they are earned, and what comes back.

Each step is an event of one member or of the pool, and decided for that one alone; ``journal.pools`` carries the steps on. What is put in is
held until it has arrived, as a gift is. A return asks the pool for what was put in of the order before it looks at anything else.
"""

from regulars.engine.compiled import Compiled, Versions
from regulars.engine.decision import TRANSIT, Outcome, Past, Reason, Transfer
from regulars.engine.errors import InsufficientPoints, NothingOnItsWay, NotSpendable, UnknownWallet
from regulars.engine.giving import put_down, take_lots
from regulars.engine.lots import lot_name, wallet_of
from regulars.engine.moment import Moment
from regulars.engine.pool_asking import forget
from regulars.engine.pool_errors import InOnePool, NotInPool, PoolsNotOffered, TooSoonAgain
from regulars.engine.pool_events import (
    OfMembers,
    PoolCameBack,
    PoolContributed,
    PoolDelivered,
    PoolJoined,
    PoolJoinUndone,
    PoolParted,
    PoolSettled,
    PoolUndelivered,
)
from regulars.engine.pool_shares import share_key
from regulars.engine.pool_state import Lots, Pooled
from regulars.engine.state import MemberState
from regulars.engine.taking import Search
from regulars.engine.wallets import CompiledWallet
from regulars.kit.periods import iso_day
from regulars.program.pool_terms import Pool as Terms

RULE = "pool"
REMEMBERED_DAYS = 400  # after its last day a lot that was put in is not asked back any more
_NOT_EARNED = ("return", "reinstatement")


def of_member(moment: Moment, data: OfMembers) -> None:
    """Raises Refused ``pool.*`` and ``points.*`` before anything is changed."""
    if isinstance(data, PoolJoined):
        join(moment, data)
    elif isinstance(data, PoolContributed):
        contribute(moment, data)
    elif isinstance(data, PoolDelivered):
        deliver(moment, data)
    elif isinstance(data, PoolUndelivered):
        bring_back(moment, data)
    elif isinstance(data, PoolSettled):
        settle(moment, data)
    elif isinstance(data, PoolParted):
        part(moment, data)
    elif isinstance(data, PoolCameBack):
        come_back(moment, data)
    else:
        undo_join(moment, data)


def terms_of(versions: Versions, now: Compiled, kind: str) -> Terms:
    """The kind of pool as it is now, or as the last version that had it said. Raises PoolsNotOffered when none ever had."""
    if kind in now.pools:
        return now.pools[kind]
    found = next((version.pools[kind] for version in reversed(versions.every) if kind in version.pools), None)
    if found is None:
        raise PoolsNotOffered(kind=kind)
    return found


def join(moment: Moment, data: PoolJoined) -> None:
    terms = moment.now.pools.get(data.kind)
    if terms is None:
        raise PoolsNotOffered(kind=data.kind)
    pooled = moment.state.pooled
    if pooled is not None and pooled.pool:
        raise InOnePool()
    if pooled is not None and pooled.left_on and terms.leave.again_after is not None and moment.today < terms.leave.again_after.after(pooled.left_on):
        raise TooSoonAgain(**{"from": iso_day(terms.leave.again_after.after(pooled.left_on))})
    pooled = moment.state.pooled = pooled or Pooled()
    pooled.pool, pooled.kind, pooled.since, pooled.gave, pooled.was = data.pool, data.kind, moment.today, {}, 0
    moment.because.append({"code": "pool.joined", "pool": data.kind})
    moment.outcome.moved = {"pool": data.pool, "what": "joining"}


def undo_join(moment: Moment, data: PoolJoinUndone) -> None:
    pooled = moment.state.pooled
    if pooled is None or pooled.pool != data.pool:
        raise NotInPool()
    pooled.pool, pooled.kind, pooled.since, pooled.gave = 0, "", 0, {}
    moment.because.append({"code": "pool.join_undone", "why": data.why})


# ---- points go in


def contribute(moment: Moment, data: PoolContributed) -> None:
    """By hand: lots in burn order."""
    pooled = moment.state.pooled
    if pooled is None or not pooled.pool:
        raise NotInPool()
    if pooled.kind not in moment.now.pools:
        raise PoolsNotOffered(kind=pooled.kind)
    terms = moment.now.pools[pooled.kind]
    id = data.wallet or terms.wallets[0]
    if id not in moment.now.wallets:
        raise UnknownWallet(wallet=id)
    if id not in terms.wallets:
        raise NotSpendable(wallet=id)
    wallet = moment.now.wallets[id]
    available = wallet_of(moment.state, wallet).active
    if data.points > available:
        raise InsufficientPoints(needed=data.points, available=available, wallet=id)
    lots = take_lots(moment.posted, moment.state, wallet, "held", data.points, RULE)
    _send(moment.because, moment.outcome, moment.state, {id: lots}, moment.today)


def contribute_earned(posted: list[Transfer], because: list[Reason], outcome: Outcome, state: MemberState, compiled: Compiled, today: int) -> None:
    """At earning: the pool's share of what has just become usable, of these very lots, rounded down."""
    pooled = state.pooled
    if pooled is None or not pooled.pool or pooled.kind not in compiled.pools:
        return
    terms = compiled.pools[pooled.kind]
    if terms.contribute != "all":
        return
    gives: dict[str, Lots] = {}
    for id in terms.wallets:
        earned: dict[tuple[int, str], int] = {}
        for transfer in posted:
            if transfer.wallet == id and transfer.target == "active" and _is_earned(transfer):
                earned[transfer.until, transfer.lot] = earned.get((transfer.until, transfer.lot), 0) + transfer.points
        rest = int(sum(earned.values()) * terms.share)
        lots: Lots = []
        for (_, lot), points in sorted(earned.items()):
            if rest:
                took = take_lots(posted, state, compiled.wallets[id], "held", min(points, rest), RULE, lot)
                rest -= sum(one[2] for one in took)
                lots += took
        if lots:
            gives[id] = lots
    if gives:
        _send(because, outcome, state, gives, today)


def _is_earned(transfer: Transfer) -> bool:
    return transfer.source == "pending" or (transfer.source == "issued" and transfer.rule not in _NOT_EARNED)


def _send(because: list[Reason], outcome: Outcome, state: MemberState, gives: dict[str, Lots], today: int) -> None:
    """What was taken to ``held`` is on its way."""
    pooled = state.pooled
    assert pooled is not None
    pooled.sent[state.seq + 1] = gives
    for id, lots in gives.items():
        points = sum(lot[2] for lot in lots)
        state.wallets[id].held += points
        kept = [lot for lot in pooled.gave.get(id, ()) if lot[0] >= today - REMEMBERED_DAYS]
        pooled.gave[id] = _together([*kept, *lots])
        because.append({"code": "pool.gave", "wallet": id, "points": points})
    outcome.moved = {**outcome.moved, "pool": pooled.pool, "lots": gives}


def _together(lots: Lots) -> Lots:
    sums: dict[tuple[int, int], int] = {}
    for until, since, points in lots:
        sums[until, since] = sums.get((until, since), 0) + points
    return sorted((until, since, points) for (until, since), points in sums.items())


def deliver(moment: Moment, data: PoolDelivered) -> None:
    """They have arrived: they leave the member for good."""
    for wallet, lots in _taken_up(moment, data.step):
        own = wallet_of(moment.state, wallet)
        for until, since, points in lots:
            moment.posted.append(Transfer(wallet.id, "held", TRANSIT, points, lot_name(wallet, until, since), until, "delivery"))
            own.held -= points
        moment.because.append({"code": "pool.delivered", "wallet": wallet.id, "points": sum(lot[2] for lot in lots)})


def bring_back(moment: Moment, data: PoolUndelivered) -> None:
    """The pool said no: they come back as they were; what has lapsed meanwhile lapses."""
    for wallet, lots in _taken_up(moment, data.step):
        points = sum(lot[2] for lot in lots)
        wallet_of(moment.state, wallet).held -= points
        for until, since, part in lots:
            forget(moment.state, wallet, until, since, part)
        settled = put_down(moment.posted, moment.state, wallet, "held", lots, moment.today, "undelivered")
        moment.because.append({"code": "pool.undelivered", "wallet": wallet.id, "points": points, "why": data.why})
        if settled:
            moment.because.append({"code": "debt.settled", "wallet": wallet.id, "points": settled})


def _taken_up(moment: Moment, step: int) -> list[tuple[CompiledWallet, Lots]]:
    pooled = moment.state.pooled
    if pooled is None or step not in pooled.sent:
        raise NothingOnItsWay(step=step)
    return [(moment.versions.wallet(id, moment.now_us), lots) for id, lots in pooled.sent.pop(step).items()]


# ---- points come back


def settle(moment: Moment, data: PoolSettled) -> None:
    """The pool has answered: what it gave is taken back; the rest by the return policy the order was made under."""
    state, pooled = moment.state, moment.state.pooled
    if pooled is None or data.step not in pooled.asked:
        raise NothingOnItsWay(step=data.step)
    demands = pooled.asked.pop(data.step)
    there = {(id, until, since): points for id, until, since, points in data.lapsed}
    for id, lots in data.lots.items():
        put_down(moment.posted, state, moment.versions.wallet(id, moment.now_us), TRANSIT, lots, moment.today, RULE)
        moment.because.append({"code": "pool.took_back", "wallet": id, "points": sum(lot[2] for lot in lots)})
    over = {(id, lot): points for id, _, target, points, lot, _, _ in moment.posted if target == "breakage"}  # came back too late to live
    for one in demands:
        wallet = moment.versions.wallet(one.wallet, moment.now_us)
        place = one.wallet, lot_name(wallet, one.until, one.since)
        taken_there = min(there.pop((one.wallet, one.until, one.since), 0), one.points)
        lapsed = over.pop(place, 0)
        stored = Outcome(version=one.version, day=one.since, lots={one.wallet: (one.until, 0)})
        past = Past(None, stored, 0, {one.wallet: lapsed}, {place: lapsed})
        search = Search(moment.posted, moment.because, state, wallet, wallet, one.policy, past, one.order, moment.today, waits_under="", asks=False)
        if one.points > taken_there:
            search.take(one.points - taken_there)


def part(moment: Moment, data: PoolParted) -> None:
    """Out of the pool, with what is left of one's own."""
    pooled = moment.state.pooled
    if pooled is None or pooled.pool != data.pool:
        raise NotInPool()
    gave = _lapsed_there(moment, pooled, dict(data.lapsed))
    pooled.pool, pooled.kind, pooled.since, pooled.gave, pooled.left_on, pooled.was = 0, "", 0, gave, moment.today, data.pool if gave else 0
    reasons: list[Reason] = []
    points = 0
    for id, lots in data.lots.items():
        wallet = moment.versions.wallet(id, moment.now_us)
        if settled := put_down(moment.posted, moment.state, wallet, TRANSIT, lots, moment.today, RULE):
            reasons.append({"code": "debt.settled", "wallet": id, "points": settled})
        points += sum(lot[2] for lot in lots)
    moment.because.append({"code": f"pool.{data.why}", "points": points})
    moment.because += reasons


def _lapsed_there(moment: Moment, pooled: Pooled, lapsed: dict[str, int]) -> dict[str, Lots]:
    """Of what was put in, what had lapsed in the pool: it is asked there when its order comes back."""
    found: dict[str, Lots] = {}
    for id, lots in pooled.gave.items() if lapsed else ():
        wallet = moment.versions.wallet(id, moment.now_us)
        for until, since, points in lots:
            key = share_key(id, lot_name(wallet, until, since))
            there = min(points, lapsed.get(key, 0))
            if there:
                lapsed[key] -= there
                found.setdefault(id, []).append((until, since, there))
    return found


def come_back(moment: Moment, data: PoolCameBack) -> None:
    """Of a redemption given back, after leaving: into the lots they had been put in from, a debt first."""
    for id, lots in data.lots.items():
        wallet = moment.versions.wallet(id, moment.now_us)
        moment.because.append({"code": "pool.came_back", "wallet": id, "points": sum(lot[2] for lot in lots)})
        settled = put_down(moment.posted, moment.state, wallet, TRANSIT, lots, moment.today, RULE)
        if settled:
            moment.because.append({"code": "debt.settled", "wallet": id, "points": settled})
