"""Points move from one member to another: held at the giver, credited to the receiver, then delivered at the giver.

Each step is an event of one member and is decided for that member alone; ``journal.moving`` carries the steps on until the last is there.
Lots keep their last usable day and the day they were earned on. What is pending or owed never moves.
"""

from regulars.engine.compiled import CompiledLimit
from regulars.engine.decision import TRANSIT, Transfer
from regulars.engine.errors import (
    GiftCoolingOff,
    GiftOverLimit,
    GiftsNotOffered,
    GiftTooLarge,
    GiftTooSmall,
    GiftToSelf,
    InsufficientPoints,
    NothingOnItsWay,
    NotSpendable,
    ReceiverLevel,
    UnknownWallet,
)
from regulars.engine.events_moving import PointsDelivered, PointsReceived, PointsSent, PointsUndelivered
from regulars.engine.limits import use, used_in
from regulars.engine.lots import credit, lot_name, take, wallet_of
from regulars.engine.moment import Moment
from regulars.engine.state import MemberState
from regulars.engine.state_moving import Moving, OnItsWay
from regulars.engine.state_parts import Lot, WalletState
from regulars.engine.wallets import CompiledWallet
from regulars.kit.periods import MICROSECONDS
from regulars.program.document import Gifts, Program

_MINUTE_US = 60 * MICROSECONDS


def moving_of(state: MemberState) -> Moving:
    if state.moving is None:
        state.moving = Moving(0, {})
    return state.moving


def begin_cooling_off(moment: Moment) -> None:
    """Whoever has just joined or received a gift does not give at once, where the programme says so."""
    gifts = moment.now.program.gifts
    if gifts is not None and gifts.cooling_off:
        moving = moving_of(moment.state)
        moving.quiet_us = max(moving.quiet_us, moment.event.at_us)


def send(moment: Moment, data: PointsSent) -> None:
    """Hold the points of a gift. Raises Refused ``gift.*`` or ``points.*`` before anything is changed."""
    program, state = moment.now.program, moment.state
    gifts = program.gifts
    if gifts is None:
        raise GiftsNotOffered()
    if data.to == data.giver:
        raise GiftToSelf()
    wallet = _wallet_for(moment, data.wallet, gifts.wallet)
    limits = check_gift(moment, gifts, data.points)
    hold(moment, wallet, data.points, "gift")
    for limit in limits:
        use(state, limit, moment.day, data.points)
    moment.because.append({"code": "gift.sent", "wallet": wallet.id, "points": data.points})


def _wallet_for(moment: Moment, asked: str, offered: str) -> CompiledWallet:
    id = asked or offered
    if id not in moment.now.wallets:
        raise UnknownWallet(wallet=id)
    if id != offered or not moment.now.wallets[id].spendable:
        raise NotSpendable(wallet=id)
    return moment.now.wallets[id]


def check_gift(moment: Moment, gifts: Gifts, points: int) -> list[CompiledLimit]:
    """The limits this gift will count against. Raises GiftTooSmall, GiftTooLarge, GiftCoolingOff, GiftOverLimit."""
    unit = unit_of(moment.now.program, gifts.wallet)
    if gifts.least is not None and points < gifts.least * unit:
        raise GiftTooSmall(points=points, least=int(gifts.least * unit))
    if gifts.most is not None and points > gifts.most * unit:
        raise GiftTooLarge(points=points, most=int(gifts.most * unit))
    moving = moment.state.moving
    if gifts.cooling_off and moving is not None and moving.quiet_us:
        left_us = moving.quiet_us + gifts.cooling_off.seconds * MICROSECONDS - moment.event.at_us
        if left_us > 0:
            raise GiftCoolingOff(minutes=-(-left_us // _MINUTE_US))
    limits = [
        CompiledLimit(f"gifts/points/{per}", True, int(most * unit), per)
        for per, most in (("day", gifts.per_day), ("month", gifts.per_month))
        if most is not None
    ]
    for limit in limits:
        left = max(limit.count - used_in(moment.state, limit, moment.day), 0)
        if points > left:
            raise GiftOverLimit(points=points, left=left, detail=limit.per)
    return limits


def unit_of(program: Program, wallet: str) -> int:
    return int(10 ** program.wallet(wallet).scale)


def hold(moment: Moment, wallet: CompiledWallet, points: int, rule: str) -> list[Lot]:
    """Take active points in burn order and keep them held until they have arrived. Raises InsufficientPoints."""
    own = wallet_of(moment.state, wallet)
    if points > own.active:
        raise InsufficientPoints(needed=points, available=own.active, wallet=wallet.id)
    lots = take_lots(moment.posted, moment.state, wallet, "held", points, rule)
    own.held += points
    moving_of(moment.state).sent[moment.state.seq + 1] = OnItsWay(wallet.id, lots)
    moment.outcome.moved = {"wallet": wallet.id, "lots": lots}
    return lots


def take_lots(posted: list[Transfer], state: MemberState, wallet: CompiledWallet, target: str, points: int, rule: str, only: str | None = None) -> list[Lot]:
    """As ``lots.take``; what was taken as lots, so that they can be put down elsewhere as they were."""
    slices: list[Lot] = []
    take(posted, state, wallet, target, points, rule, only, slices)
    return slices


def receive(moment: Moment, data: PointsReceived) -> None:
    """Points of another member arrive: a debt is settled first. Raises UnknownWallet, ReceiverLevel."""
    wallet = moment.now.wallets.get(data.wallet)
    if wallet is None:
        raise UnknownWallet(wallet=data.wallet)
    gifts, state = moment.now.program.gifts, moment.state
    if data.rule == "gift":
        if gifts is not None and gifts.only_to and state.tier not in gifts.only_to:
            raise ReceiverLevel(tier=state.tier)
        begin_cooling_off(moment)
    points = sum(lot[2] for lot in data.lots)
    moment.because.append({"code": f"{data.rule}.received", "wallet": wallet.id, "points": points})
    settled = put_down(moment.posted, state, wallet, TRANSIT, data.lots, moment.today, data.rule)
    if settled:
        moment.because.append({"code": "debt.settled", "wallet": wallet.id, "points": settled})


def put_down(posted: list[Transfer], state: MemberState, wallet: CompiledWallet, source: str, lots: list[Lot] | tuple[Lot, ...], today: int, rule: str) -> int:
    """Lots arrive as they were. Returns how much of them settled a debt."""
    return sum(credit(posted, state, wallet, source, points, until, 0, since, today, rule) for until, since, points in lots)


def deliver(moment: Moment, data: PointsDelivered) -> None:
    """The points have arrived: they leave the giver for good."""
    wallet, own, way = _taken_up(moment, data.step)
    for until, since, points in way.lots:
        moment.posted.append(Transfer(wallet.id, "held", TRANSIT, points, lot_name(wallet, until, since), until, "delivery"))
        own.held -= points
    moment.because.append({"code": "gift.delivered", "wallet": wallet.id, "points": sum(lot[2] for lot in way.lots)})


def bring_back(moment: Moment, data: PointsUndelivered) -> None:
    """The points could not be put down there: they come back as they were; what has lapsed meanwhile lapses."""
    wallet, own, way = _taken_up(moment, data.step)
    points = sum(lot[2] for lot in way.lots)
    own.held -= points
    settled = put_down(moment.posted, moment.state, wallet, "held", way.lots, moment.today, "undelivered")
    _give_back_limits(moment, points, data.sent_on)
    moment.because.append({"code": "gift.undelivered", "wallet": wallet.id, "points": points, "why": data.why})
    if settled:
        moment.because.append({"code": "debt.settled", "wallet": wallet.id, "points": settled})


def _taken_up(moment: Moment, step: int) -> tuple[CompiledWallet, WalletState, OnItsWay]:
    moving = moment.state.moving
    if moving is None or step not in moving.sent:
        raise NothingOnItsWay(step=step)
    way = moving.sent.pop(step)
    wallet = moment.now.lasting[way.wallet]
    return wallet, wallet_of(moment.state, wallet), way


def _give_back_limits(moment: Moment, points: int, sent_on: int) -> None:
    for per in ("day", "month"):
        use(moment.state, CompiledLimit(f"gifts/points/{per}", True, 0, per), sent_on, -points)
