"""Two members are one person: the one goes on as the other, and can part from it again.

    other      member.merged_into   everything → transit; closed from then on
    survivor   member.merged        transit → the survivor's lots, each remembered as the other's
    survivor   member.unmerged      what is left of the other's → transit
    other      member.restored      transit → its own again

Lots keep their last usable day and the day they were earned. Spend and visits add up by day; the higher level stays. A debt of one is
settled by the other's points, and that is undone too. Events after the merge stay with the survivor, but those under the other's
reference, which part with it. The docs: docs/reference/moving-points.md.
"""

import msgspec

from regulars.engine.advocacy import brought_along, hand_back, have_again, take_over
from regulars.engine.carrying import give_back, own_level, put_on, put_own, take_off
from regulars.engine.decision import TRANSIT, Reason, Transfer
from regulars.engine.errors import MergeWithSelf, NotMerged, PointsStillHeld, PointsStillWait, TookOthersIn
from regulars.engine.events_moving import Merged, MergedInto, Restored, Unmerged
from regulars.engine.giving import moving_of, put_down, take_lots
from regulars.engine.lots import add_waiting, lot_name, take_waiting, wallet_of
from regulars.engine.moment import Moment
from regulars.engine.own_friend import as_friend, give_again, take_back_own
from regulars.engine.owning import add_measures, add_periods, lot_key, open_shares, share_out
from regulars.engine.pool_errors import StillInPool
from regulars.engine.state import MemberState
from regulars.engine.state_moving import Moving, Pack, PackedWallet, Portion, TakenIn
from regulars.engine.state_parts import Lot, WaitingLot
from regulars.engine.wallets import CompiledWallet

RULE = "merge"


def leave(moment: Moment, data: MergedInto) -> None:
    """Raises MergeWithSelf, PointsStillHeld, PointsStillWait, StillInPool, TookOthersIn."""
    state = moment.state
    if data.into == data.member:
        raise MergeWithSelf()
    moving = moving_of(state)
    if any(wallet.held for wallet in state.wallets.values()):
        raise PointsStillHeld()
    if moving.taken_in:
        raise TookOthersIn()
    _nothing_waits(state)
    pooled = state.pooled
    if pooled is not None and (pooled.pool or pooled.sent or pooled.asked):
        raise StillInPool()
    wallets = {id: _pack_wallet(moment, wallet_by_id(moment, id)) for id in state.wallets}
    aside = take_off(state, moment.now, moment.today)
    pack = Pack(
        wallets, state.measures, state.used, state.returned, state.parked, state.badges,
        state.tier, state.tier_since, state.grace_until, state.idle_from, moving.quiet_us, aside,
        brought_along(state) if data.with_rewards else None,
        data.into if data.own_friends else 0,
        as_friend(state, moment.versions) if data.own_friends else None,
    )  # fmt: skip
    moment.outcome.moved = {"pack": msgspec.json.decode(msgspec.json.encode(pack))}
    moving.into = data.into
    moment.because.append({"code": "merge.left", "points": sum(_points(wallet) for wallet in wallets.values())})


def _nothing_waits(state: MemberState) -> None:
    """Points that wait for an event of their own (a delivery, a review) belong to an order or a review of one side. Raises PointsStillWait."""
    if state.awaiting or (state.holding is not None and state.holding.waits):
        raise PointsStillWait()


def wallet_by_id(moment: Moment, id: str) -> CompiledWallet:
    """The wallet as it is now, or as the last version that had it said."""
    if id in moment.now.wallets:
        return moment.now.wallets[id]
    return next(version.wallets[id] for version in reversed(moment.versions.every) if id in version.wallets)


def _points(wallet: PackedWallet) -> int:
    return sum(lot[2] for lot in wallet.lots) + sum(lot[3] for lot in wallet.waiting)


def _pack_wallet(moment: Moment, wallet: CompiledWallet) -> PackedWallet:
    own, posted = wallet_of(moment.state, wallet), moment.posted
    packed = PackedWallet(own.lots, own.waiting, own.debt)
    for until, since, points in packed.lots:
        posted.append(Transfer(wallet.id, "active", TRANSIT, points, lot_name(wallet, until, since), until, RULE))
    for _, until, since, points in packed.waiting:
        posted.append(Transfer(wallet.id, "pending", TRANSIT, points, lot_name(wallet, until, since), until, RULE))
    if packed.debt:
        posted.append(Transfer(wallet.id, TRANSIT, "debt", packed.debt, "", 0, RULE))
    own.active = own.pending = own.debt = 0
    own.lots, own.waiting = [], []
    return packed


def take_in(moment: Moment, data: Merged) -> None:
    """The survivor's side: never refused, since the other is closed already."""
    state, pack = moment.state, data.pack
    moving = moving_of(state)
    if not moving.taken_in:
        moving.own = Portion(state.measures, state.used, {}).copy()
        moving.shares = open_shares(state, [wallet_by_id(moment, id) for id in state.wallets])
    taken = moving.taken_in[data.member] = TakenIn(
        Portion(pack.measures, pack.used, pack.returned).copy(),
        pack.parked,
        [badge for badge in pack.badges if badge not in state.badges],
        {id: wallet.debt for id, wallet in pack.wallets.items() if wallet.debt},
        {},
        (own_level(state), state.tier_since, state.grace_until),
    )
    for id, packed in pack.wallets.items():
        netted = _unpack_wallet(moment, wallet_by_id(moment, id), packed)
        if netted:
            taken.netted[id] = netted
    share_out(moving, moment.posted, data.member)
    state.measures = add_measures((state.measures, pack.measures))
    for key, periods in pack.used.items():
        state.used[key] = add_periods(state.used.get(key, []), periods)
    for order, lines in pack.returned.items():
        state.returned.setdefault(order, lines.copy())
    state.parked.extend(pack.parked)
    for badge in taken.badges:
        state.badges[badge] = pack.badges[badge]
    state.idle_from = max(state.idle_from, pack.idle_from)
    moving.quiet_us = max(moving.quiet_us, pack.quiet_us)
    moment.because.append({"code": "merge.took_in", "points": sum(_points(wallet) for wallet in pack.wallets.values())})
    _higher_level(moment, pack)
    if pack.aside is not None:
        taken.aside = put_on(state, moment.now, pack.aside.copy(), moment.today)
    if pack.brought is not None:
        taken.friends = take_over(state, pack.brought)
    if pack.into:
        taken.friend = pack.friend
        take_back_own(moment, moving, data.member, pack.into)


def _unpack_wallet(moment: Moment, wallet: CompiledWallet, packed: PackedWallet) -> list[Lot]:
    """Put down what came. Returns the lots of either side that settled the other's debt: one of the two had no points."""
    state, posted = moment.state, moment.posted
    own = wallet_of(state, wallet)
    netted: list[Lot] = []
    if packed.debt:
        posted.append(Transfer(wallet.id, "debt", TRANSIT, packed.debt, "", 0, RULE))
        own.debt += packed.debt
        netted = settle(posted, state, wallet)
    for until, since, points in packed.lots:
        settled = put_down(posted, state, wallet, TRANSIT, [(until, since, points)], moment.today, RULE)
        if settled:
            netted.append((until, since, settled))
    _put_down_waiting(posted, state, wallet, packed.waiting)
    if netted:
        moment.because.append({"code": "debt.settled", "wallet": wallet.id, "points": sum(lot[2] for lot in netted)})
    return netted


def settle(posted: list[Transfer], state: MemberState, wallet: CompiledWallet) -> list[Lot]:
    """A debt and usable points of one member settle each other."""
    own = wallet_of(state, wallet)
    points = min(own.debt, own.active)
    if not points:
        return []
    lots = take_lots(posted, state, wallet, "debt", points, RULE)
    own.debt -= points
    return lots


def _put_down_waiting(posted: list[Transfer], state: MemberState, wallet: CompiledWallet, waiting: list[WaitingLot]) -> None:
    for active_on, until, since, points in waiting:
        posted.append(Transfer(wallet.id, TRANSIT, "pending", points, lot_name(wallet, until, since), until, RULE))
        add_waiting(wallet_of(state, wallet), active_on, until, since, points)


def _higher_level(moment: Moment, pack: Pack) -> None:
    state, places = moment.state, moment.now.level_of
    own = own_level(state)
    here, there = places.get(own, 0), places.get(pack.tier, 0)
    if there > here:
        moment.because.append({"code": "merge.level", "from": own, "to": pack.tier})
        put_own(state, moment.now, pack.tier, pack.tier_since, moment.today)
        state.grace_until = pack.grace_until
    elif there == here and not (state.grace_until and pack.grace_until):
        state.grace_until = 0


def part(moment: Moment, data: Unmerged) -> None:
    """Give back what is left of the other's. Raises NotMerged, PointsStillHeld, PointsStillWait."""
    state = moment.state
    moving = state.moving
    if moving is None or data.member not in moving.taken_in:
        raise NotMerged()
    if any(wallet.held for wallet in state.wallets.values()):
        raise PointsStillHeld()
    _nothing_waits(state)
    give_again(moment, moving, data.member)
    taken = moving.taken_in[data.member]
    wallets = {id: _take_apart(moment, moving, taken, wallet_by_id(moment, id), data.member) for id in state.wallets}
    del moving.taken_in[data.member]
    rest = [one.portion for one in moving.taken_in.values()]
    own = moving.own or Portion()
    state.measures = add_measures([own.measures, *(one.measures for one in rest)])
    for portion in [own, *rest]:
        for key in portion.used:
            state.used[key] = []
    for key in taken.portion.used:
        state.used[key] = []
    for portion in [own, *rest]:
        for key, periods in portion.used.items():
            state.used[key] = add_periods(state.used[key], periods)
    state.used = {key: periods for key, periods in state.used.items() if periods}
    for order in taken.portion.returned:
        state.returned.pop(order, None)
    parked = [one for one in taken.parked if one in state.parked]
    state.parked = [one for one in state.parked if one not in parked]
    badges = {badge: state.badges.pop(badge) for badge in taken.badges if badge in state.badges}
    if not moving.taken_in:
        moving.own, moving.shares = None, {}
        put_own(state, moment.now, taken.stood[0], taken.stood[1], moment.today)
        state.grace_until = taken.stood[2]
    aside = give_back(state, moment.now, taken.aside, moment.today) if taken.aside is not None else None
    gives = taken.portion
    brought = hand_back(state, taken.friends) if taken.friends is not None else None
    pack = Pack(wallets, gives.measures, gives.used, gives.returned, parked, badges, aside=aside, brought=brought)
    moment.outcome.moved = {"pack": msgspec.json.decode(msgspec.json.encode(pack)), "member": data.member}
    moment.because.append({"code": "merge.parted", "points": sum(_points(wallet) for wallet in wallets.values())})


def _take_apart(moment: Moment, moving: Moving, taken: TakenIn, wallet: CompiledWallet, member: int) -> PackedWallet:
    state, posted = moment.state, moment.posted
    own = wallet_of(state, wallet)
    lots: list[Lot] = []
    waiting: list[WaitingLot] = []
    for account in ("active", "pending"):
        for key, points in _shares_of(moving, wallet.id, account, member):
            name = key.removeprefix(lot_key(wallet.id, account, ""))
            if account == "active":
                lots += take_lots(posted, state, wallet, TRANSIT, points, RULE, name)
            else:
                waiting += _take_waiting(posted, state, wallet, points, name)
    netted, owed = taken.netted.get(wallet.id, []), taken.owed.get(wallet.id, 0)
    settled = sum(lot[2] for lot in netted)
    debt = 0
    if owed:
        debt = settled + min(owed - settled, own.debt)
        if debt > settled:
            posted.append(Transfer(wallet.id, TRANSIT, "debt", debt - settled, "", 0, RULE))
            own.debt -= debt - settled
        back: list[Transfer] = []
        put_down(back, state, wallet, TRANSIT, netted, moment.today, RULE)
        posted += back
        if len(moving.taken_in) > 1:
            share_out(moving, back, 0)
    elif settled:
        posted.append(Transfer(wallet.id, "debt", TRANSIT, settled, "", 0, RULE))
        own.debt += settled
        lots += netted
        mark = len(posted)
        settle(posted, state, wallet)
        share_out(moving, posted[mark:], 0)
    return PackedWallet(sorted(lots), sorted(waiting), debt)


def _shares_of(moving: Moving, wallet: str, account: str, member: int) -> list[tuple[str, int]]:
    """(key, points) of everything that is the member's there; they are nobody's in the shares afterwards."""
    found: list[tuple[str, int]] = []
    for key in sorted(moving.shares):
        if key.startswith(lot_key(wallet, account, "")):
            points = sum(has for owner, has in moving.shares[key] if owner == member)
            if points:
                found.append((key, points))
                moving.shares[key] = [one for one in moving.shares[key] if one[0] != member]
    return found


def _take_waiting(posted: list[Transfer], state: MemberState, wallet: CompiledWallet, points: int, name: str) -> list[WaitingLot]:
    taken: list[WaitingLot] = []
    for active_on, until, since, has in wallet_of(state, wallet).waiting.copy():
        if points and lot_name(wallet, until, since) == name:
            got = take_waiting(posted, state, wallet, TRANSIT, min(has, points), RULE, (active_on, until, since))
            taken.append((active_on, until, since, got))
            points -= got
    return taken


def come_back(moment: Moment, data: Restored) -> None:
    """One's own again. Raises NotMerged."""
    state, pack = moment.state, data.pack
    moving = state.moving
    if moving is None or moving.into != data.survivor:
        raise NotMerged()
    for id, packed in pack.wallets.items():
        wallet = wallet_by_id(moment, id)
        if packed.debt:
            moment.posted.append(Transfer(id, "debt", TRANSIT, packed.debt, "", 0, RULE))
            wallet_of(state, wallet).debt += packed.debt
        put_down(moment.posted, state, wallet, TRANSIT, packed.lots, moment.today, RULE)
        _put_down_waiting(moment.posted, state, wallet, packed.waiting)
    copy = Portion(pack.measures, pack.used, pack.returned).copy()
    state.measures, state.used, state.returned = copy.measures, copy.used, copy.returned
    state.parked, state.badges = pack.parked.copy(), pack.badges.copy()
    visits = pack.measures.get("visits")
    state.idle_from = max(state.idle_from, visits.days[-1] if visits is not None and visits.days else 0)
    if pack.aside is not None:
        put_on(state, moment.now, pack.aside.copy(), moment.today)
    if pack.brought is not None:
        have_again(state, pack.brought)
    moving.been.append(moving.into)
    moving.into = 0
    reason: Reason = {"code": "merge.restored", "points": sum(_points(wallet) for wallet in pack.wallets.values())}
    moment.because.append(reason)
