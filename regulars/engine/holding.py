"""Points are reserved while something is being paid: captured or released once, or given back by the clock.

Held points do not lapse. Captured, they pay, since they were reserved in time; given back, they return to their lots, and what has lapsed
meanwhile lapses then, so that reserving never prolongs their life.
"""

from bisect import insort

from regulars.engine.compiled import Versions
from regulars.engine.decision import Reason, Transfer
from regulars.engine.errors import HoldExceeded, HoldNotOpen, HoldOver, HoldTooLong
from regulars.engine.events import PointsCaptured, PointsHeld, PointsReleased
from regulars.engine.lots import give_back, lot_name, take, wallet_of
from regulars.engine.moment import Moment
from regulars.engine.pool_events import PoolHeld
from regulars.engine.redeeming import payable, redeemed, say_worth, wallet_named
from regulars.engine.state import MemberState
from regulars.engine.state_holding import Hold
from regulars.engine.state_parts import Lot
from regulars.engine.wallets import CompiledWallet
from regulars.kit.periods import MICROSECONDS, Span

NO_END_US = 2**62


def hold(moment: Moment, data: PointsHeld) -> None:
    """Reserve points: all that is asked, or with ``up_to`` the most that may be used. The hold ends by itself."""
    wallet = wallet_named(moment.now, data.wallet)
    points = payable(moment, wallet, data)
    until_us = ends_at(moment, wallet, data)
    slices: list[Lot] = []
    take(moment.posted, moment.state, wallet, "held", points, "hold", slices=slices)
    keep(moment, wallet, slices, until_us, data.reference)
    moment.because.append({"code": "points.held", "wallet": wallet.id, "points": points, "until": moment.versions.calendar.text_of(until_us)})
    if data.order_amount >= 0:
        say_worth(moment, wallet, points)


def ends_at(moment: Moment, wallet: CompiledWallet, data: PointsHeld | PoolHeld) -> int:
    """When the hold ends by itself. Raises HoldOver, HoldTooLong."""
    begins_us = moment.event.at_us
    until_us = data.until_us or begins_us + (data.lasts_s or wallet.hold_s) * MICROSECONDS
    if until_us <= moment.now_us:
        raise HoldOver(until=moment.versions.calendar.text_of(until_us))
    if until_us - begins_us > wallet.longest_hold_s * MICROSECONDS:
        raise HoldTooLong(at_most=str(Span(wallet.longest_hold_s)))
    return until_us


def keep(moment: Moment, wallet: CompiledWallet, slices: list[Lot], until_us: int, reference: str) -> None:
    """What was taken to ``held`` is a hold that goes by the event's source and id."""
    wallet_of(moment.state, wallet).held += sum([lot[2] for lot in slices])
    made = Hold(moment.event.source, moment.event.id, wallet.id, until_us, tuple(slices), reference)
    insort(moment.state.set_aside().holds, made, key=_order)


def capture(moment: Moment, data: PointsCaptured) -> None:
    """Spend held points, or a part of them; the rest returns to its lots. Raises HoldNotOpen or HoldExceeded."""
    found = open_hold(moment, data.hold, data.source)
    points = data.points or found.points
    if points > found.points:
        raise HoldExceeded(hold=found.id, points=points, held=found.points)
    moment.state.set_aside().holds.remove(found)
    wallet = moment.versions.wallet(found.wallet, moment.now_us)
    own, spent, back = wallet_of(moment.state, wallet), _first_of(found.slices, points), _after(found.slices, points)
    for until, since, part in spent:
        moment.posted.append(Transfer(wallet.id, "held", "redeemed", part, lot_name(wallet, until, since), until, "capture"))
    own.held -= points
    redeemed(moment, wallet, points, spent, data)
    if back:
        _return(moment.posted, moment.because, moment.state, wallet, found, back, "release", moment.today)


def release(moment: Moment, data: PointsReleased) -> None:
    """Give held points back. Raises HoldNotOpen."""
    found = open_hold(moment, data.hold, data.source)
    moment.state.set_aside().holds.remove(found)
    wallet = moment.versions.wallet(found.wallet, moment.now_us)
    _return(moment.posted, moment.because, moment.state, wallet, found, list(found.slices), "release", moment.today)


def first_end_us(state: MemberState) -> int:
    """When the next hold ends by itself; later than anything when none is open."""
    return state.holds[0].until_us if state.holds else NO_END_US


def end_holds(posted: list[Transfer], because: list[Reason], state: MemberState, versions: Versions, at_us: int) -> None:
    """Give back what is held too long by ``at_us``; called when something is due."""
    today = versions.calendar.day_of(at_us)
    while first_end_us(state) <= at_us:
        ended = state.set_aside().holds.pop(0)
        _return(posted, because, state, versions.wallet(ended.wallet, at_us), ended, list(ended.slices), "hold_ended", today)


def _return(
    posted: list[Transfer], because: list[Reason], state: MemberState, wallet: CompiledWallet, ended: Hold, slices: list[Lot], rule: str, today: int
) -> None:
    points = sum([lot[2] for lot in slices])
    state.wallets[wallet.id].held -= points
    because.append({"code": "hold.ended" if rule == "hold_ended" else "hold.released", "wallet": ended.wallet, "points": points, "hold": ended.id})
    give_back(posted, because, state, wallet, "held", slices, rule, today)


def open_hold(moment: Moment, id: str, source: str) -> Hold:
    """Raises HoldNotOpen."""
    wanted = (source or moment.event.source, id)
    found = next((one for one in moment.state.holds if (one.source, one.id) == wanted), None)
    if found is None:
        raise HoldNotOpen(hold=id)
    return found


def _first_of(slices: tuple[Lot, ...], points: int) -> list[Lot]:
    found: list[Lot] = []
    for until, since, has in slices:
        part = min(has, points)
        if part:
            found.append((until, since, part))
            points -= part
    return found


def _after(slices: tuple[Lot, ...], points: int) -> list[Lot]:
    found: list[Lot] = []
    for until, since, has in slices:
        spent = min(has, points)
        points -= spent
        if has > spent:
            found.append((until, since, has - spent))
    return found


def _order(one: Hold) -> tuple[int, str, str]:
    return one.until_us, one.source, one.id
