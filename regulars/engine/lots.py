"""Points in and out of a member's wallets, lot by lot. Every movement is a transfer; the wallet's totals follow.

Lots, not a balance: expiry and returns need to know which points are old.
"""

from bisect import insort
from collections.abc import Sequence, Set

from regulars.engine.decision import Reason, Transfer
from regulars.engine.midnights import day_of_lapsing
from regulars.engine.state import MemberState
from regulars.engine.state_holding import Lapsed, Wait
from regulars.engine.state_parts import Lot, WaitingLot, WalletState
from regulars.engine.wallets import CompiledWallet
from regulars.kit.periods import NEVER, iso_day


def wallet_of(state: MemberState, wallet: CompiledWallet) -> WalletState:
    """The member's own wallet, made when it is not there yet."""
    found = state.wallets.get(wallet.id)
    if found is None:
        found = state.wallets[wallet.id] = WalletState(0, 0, 0, 0, [], [])
    return found


def lot_name(wallet: CompiledWallet, until: int, since: int) -> str:
    """A lot goes by its last usable day; where that day slides, by the day it was earned on."""
    return f"earned {iso_day(since)}" if wallet.named_by_earning else iso_day(until) or "never"


def credit(
    posted: list[Transfer], state: MemberState, wallet: CompiledWallet, source: str, points: int, until: int, active_on: int, since: int, today: int, rule: str
) -> int:
    """Bring points in: the member's debt first, then a pending or an active lot; what has lapsed already goes on to breakage.

    active_on: the day they become usable (NEVER: by an event). What settles a debt is of a lot only where it was in one (held). Returns how much settled debt.
    """
    own = state.wallets.get(wallet.id) or wallet_of(state, wallet)
    settled = 0
    if own.debt:
        settled = min(own.debt, points)
        own.debt -= settled
        held = source == "held"
        posted.append(Transfer(wallet.id, source, "debt", settled, lot_name(wallet, until, since) if held else "", until if held else 0, rule))
        points -= settled
    if points:
        name = lot_name(wallet, until, since)
        over = today if state.own_time is None else day_of_lapsing(state, wallet, today)
        if active_on > today and until >= over:
            posted.append(Transfer(wallet.id, source, "pending", points, name, until, rule))
            add_waiting(own, active_on, until, since, points)
        else:
            posted.append(Transfer(wallet.id, source, "active", points, name, until, rule))
            if until < over:
                posted.append(Transfer(wallet.id, "active", "breakage", points, name, until, "expiry"))
            else:
                _add_lot(own, wallet, until, since, points)
    return settled


def _add_lot(own: WalletState, wallet: CompiledWallet, until: int, since: int, points: int) -> None:
    own.active += points
    lots = own.lots
    if lots:
        last_until, last_since, last_points = lots[-1]
        if last_until == until and (wallet.merges_by_expiry or last_since == since):
            lots[-1] = (until, min(since, last_since), last_points + points)
            if since < last_since:  # an earlier version may have kept lots of one last day apart
                lots.sort()
            return
        if (until, since) > (last_until, last_since):
            lots.append((until, since, points))
            return
        for place, (its_until, its_since, its_points) in enumerate(lots):
            if its_until == until and (wallet.merges_by_expiry or its_since == since):
                lots[place] = (until, min(since, its_since), its_points + points)
                return
    insort(lots, (until, since, points))


def add_waiting(own: WalletState, active_on: int, until: int, since: int, points: int) -> None:
    """Pending points join the lot of the same three days, or make one."""
    own.pending += points
    waiting = own.waiting
    if not waiting or waiting[-1][:3] < (active_on, until, since):
        waiting.append((active_on, until, since, points))
        return
    if waiting[-1][:3] == (active_on, until, since):
        waiting[-1] = (active_on, until, since, waiting[-1][3] + points)
        return
    for place, (its_active_on, its_until, its_since, its_points) in enumerate(own.waiting):
        if (its_active_on, its_until, its_since) == (active_on, until, since):
            own.waiting[place] = (active_on, until, since, its_points + points)
            return
    insort(own.waiting, (active_on, until, since, points))


def in_burn_order(own: WalletState, wallet: CompiledWallet) -> list[Lot]:
    """The active lots as they will be spent; ties go to the one that lapses first."""
    if wallet.burn == "oldest":
        return sorted(own.lots, key=lambda lot: (lot[1], lot[0]))
    if wallet.burn == "newest":
        return sorted(own.lots, key=lambda lot: (-lot[1], lot[0]))
    return list(own.lots)


def take(
    posted: list[Transfer], state: MemberState, wallet: CompiledWallet, target: str, points: int, rule: str, only: str | None = None, slices: list[Lot] | None = None
) -> int:
    """Take active points in burn order, up to ``points``; ``only``: from the lot of this name. Returns how many were taken; ``slices`` collects from where."""
    own, taken = wallet_of(state, wallet), 0
    for until, since, has in in_burn_order(own, wallet):
        if taken == points:
            break
        name = lot_name(wallet, until, since)
        if only is not None and name != only:
            continue
        slice_ = min(has, points - taken)
        place = own.lots.index((until, since, has))
        if slice_ == has:
            del own.lots[place]
        else:
            own.lots[place] = (until, since, has - slice_)
        posted.append(Transfer(wallet.id, "active", target, slice_, name, until, rule))
        if slices is not None:
            slices.append((until, since, slice_))
        taken += slice_
    own.active -= taken
    return taken


def take_waiting(posted: list[Transfer], state: MemberState, wallet: CompiledWallet, target: str, points: int, rule: str, lot: tuple[int, int, int]) -> int:
    """Take pending points of the lot (active_on, until, since), up to ``points``. Returns how many were taken."""
    own = wallet_of(state, wallet)
    for place, (active_on, until, since, has) in enumerate(own.waiting):
        if (active_on, until, since) == lot or (wallet.named_by_earning and (active_on, since) == (lot[0], lot[2])):
            slice_ = min(has, points)
            if slice_ == has:
                del own.waiting[place]
            else:
                own.waiting[place] = (active_on, until, since, has - slice_)
            own.pending -= slice_
            posted.append(Transfer(wallet.id, "pending", target, slice_, lot_name(wallet, until, since), until, rule))
            return slice_
    return 0


def activate_due(posted: list[Transfer], state: MemberState, wallet: CompiledWallet, today: int) -> int:
    """Waiting lots whose day has come become active (a debt is settled first). Returns how many points."""
    own, activated = wallet_of(state, wallet), 0
    while own.waiting and own.waiting[0][0] <= today:
        _, until, since, points = own.waiting.pop(0)
        activated += activate(posted, own, wallet, until, since, points)
    return activated


def activate_by_event(posted: list[Transfer], state: MemberState, wallet: CompiledWallet, today: int) -> int:
    """Every lot that waits for an event becomes active; one whose life counts from activation gets its last day now. Returns how many points."""
    own, activated = wallet_of(state, wallet), 0
    for lot in [lot for lot in own.waiting if lot[0] == NEVER]:
        kept = waiting_for_their_own(state, wallet, lot)
        if kept >= lot[3]:
            continue
        own.waiting.remove(lot)
        if kept:
            insort(own.waiting, (*lot[:3], kept))
            lot = (*lot[:3], lot[3] - kept)
        until = wallet.until(lot[2], today, state.active_on) if wallet.expire.counted_from == "activation" else lot[1]
        activated += activate(posted, own, wallet, until, lot[2], lot[3])
    return activated


def waiting_for_their_own(state: MemberState, wallet: CompiledWallet, lot: WaitingLot) -> int:
    """How many points of a waiting lot wait for an event of their own (``MemberState.holding.waits``)."""
    if state.holding is None:
        return 0
    return sum([wait.points for wait in state.holding.waits if wait.wallet == wallet.id and (wait.active_on, wait.since) == (lot[0], lot[2])])


def activate_part(posted: list[Transfer], state: MemberState, wallet: CompiledWallet, wait: Wait, today: int, active_on: int, until: int) -> int:
    """What waited for its event is usable now, or from ``active_on`` on, to the end of ``until``. Returns how many points."""
    own = wallet_of(state, wallet)
    for place, (its_day, its_until, since, has) in enumerate(own.waiting):
        if (its_day, since) == (wait.active_on, wait.since) and (its_until == wait.until or wallet.named_by_earning):
            points = min(has, wait.points)
            del own.waiting[place]
            if has > points:
                own.waiting.insert(place, (its_day, its_until, since, has - points))
            last = until or its_until
            if active_on > today:
                own.pending -= points
                add_waiting(own, active_on, last, since, points)
            else:
                activate(posted, own, wallet, last, since, points)
            return points
    return 0


def activate(posted: list[Transfer], own: WalletState, wallet: CompiledWallet, until: int, since: int, points: int) -> int:
    """Pending points become active; a debt is settled first. Returns how many."""
    own.pending -= points
    settle_and_add(posted, own, wallet, "pending", until, since, points, "activation")
    return points


def settle_and_add(
    posted: list[Transfer], own: WalletState, wallet: CompiledWallet, source: str, until: int, since: int, points: int, rule: str, today: int = 0
) -> int:
    """Points of a lot become usable from another account: a debt is settled first, and what was over before ``today`` lapses. Returns how much settled debt."""
    name = lot_name(wallet, until, since)
    settled = min(own.debt, points)
    if settled:
        own.debt -= settled
        posted.append(Transfer(wallet.id, source, "debt", settled, name, until, rule))
    if points > settled:
        posted.append(Transfer(wallet.id, source, "active", points - settled, name, until, rule))
        if until < today:
            posted.append(Transfer(wallet.id, "active", "breakage", points - settled, name, until, "expiry"))
        else:
            _add_lot(own, wallet, until, since, points - settled)
    return settled


def give_back(
    posted: list[Transfer], because: list[Reason], state: MemberState, wallet: CompiledWallet, source: str, slices: Sequence[Lot], rule: str, today: int
) -> None:
    """Spent or held points return to the lots they came from, each with its last day: a debt is settled first, what has lapsed meanwhile lapses now.

    Where last days move, a lot has the one it would have had; a cancelled redemption (``source`` redeemed) keeps lapsed points for the wallet's grace.
    """
    own, today = wallet_of(state, wallet), day_of_lapsing(state, wallet, today)
    settled = lapsed = 0
    for until, since, points in slices:
        if wallet.sliding:
            until = max(until, wallet.slid(until, since, state.active_on))
        if until < today and source == "redeemed" and wallet.grace is not None:
            until = wallet.grace.after(today)
        paid = settle_and_add(posted, own, wallet, source, until, since, points, rule, today)
        settled += paid
        lapsed += points - paid if until < today else 0
    if settled:
        because.append({"code": "debt.settled_first", "wallet": wallet.id, "points": settled})
    if lapsed:
        because.append({"code": "points.expired", "wallet": wallet.id, "points": lapsed})


def expire_due(posted: list[Transfer], state: MemberState, wallet: CompiledWallet, today: int) -> int:
    """Lots whose last usable day is over lapse, waiting ones too. Returns how many points."""
    own, lapsed, today = wallet_of(state, wallet), 0, day_of_lapsing(state, wallet, today)
    while own.lots and own.lots[0][0] < today:
        until, since, points = own.lots.pop(0)
        own.active -= points
        lapsed += points
        posted.append(Transfer(wallet.id, "active", "breakage", points, lot_name(wallet, until, since), until, "expiry"))
        if wallet.within:
            state.set_aside().lapsed.append(Lapsed(wallet.id, until, since, points))
    for lot in [lot for lot in own.waiting if lot[1] < today]:
        own.waiting.remove(lot)
        own.pending -= lot[3]
        lapsed += lot[3]
        posted.append(Transfer(wallet.id, "pending", "breakage", lot[3], lot_name(wallet, lot[1], lot[2]), lot[1], "expiry"))
    return lapsed


def slide(state: MemberState, wallet: CompiledWallet, activity_on: int) -> None:
    """Activity moves every lot's last usable day; no points move."""
    own = wallet_of(state, wallet)
    own.lots = sorted((wallet.slid(until, since, activity_on), since, points) for until, since, points in own.lots)
    own.waiting = sorted((on, wallet.slid(until, since, activity_on), since, points) for on, until, since, points in own.waiting)


def next_change_on(state: MemberState, apart: Set[str] = frozenset()) -> int:
    """The first day on which a lot activates or has lapsed; NEVER when none will. ``apart``: wallets whose lots lapse at the member's own midnight."""
    day = NEVER
    for id, own in state.wallets.items():
        lapse_here = not apart or id not in apart
        if own.lots and lapse_here and own.lots[0][0] + 1 < day:  # a lot without an end sorts last, at NEVER
            day = own.lots[0][0] + 1
        for active_on, until, _, _ in own.waiting:
            if active_on < day:
                day = active_on
            if until + 1 < day and lapse_here:
                day = until + 1
    for one in state.awaiting:
        if not one.gone:
            day = min(day, one.lapses_on or NEVER, NEVER if one.wallet in apart else one.until + 1)
    return day
