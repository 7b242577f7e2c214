"""Points are spent: a redemption takes lots in burn order; a cancelled one gives the same lots back, once."""

from regulars.engine.compiled import Compiled
from regulars.engine.decision import Past
from regulars.engine.errors import (
    AboveMost,
    AboveShare,
    AmountMissing,
    BelowLeast,
    CancelExceeds,
    InsufficientPoints,
    NotSpendable,
    OffStep,
    UnknownRedemption,
    UnknownWallet,
)
from regulars.engine.events import PointsCaptured, PointsHeld, PointsRedeemed, RedemptionCancelled
from regulars.engine.lots import give_back, take, wallet_of
from regulars.engine.moment import Moment
from regulars.engine.pool_events import PoolHeld, PoolRedeemed
from regulars.engine.state_parts import Lot
from regulars.engine.wallets import CompiledWallet
from regulars.kit.money import text_of


def wallet_named(compiled: Compiled, id: str) -> CompiledWallet:
    """The wallet an event names (none: the first). Raises UnknownWallet."""
    name = id or compiled.program.wallets[0].id
    if name not in compiled.wallets:
        raise UnknownWallet(wallet=name)
    return compiled.wallets[name]


def redeem(moment: Moment, data: PointsRedeemed) -> None:
    """Take what is asked in burn order. Raises UnknownWallet, NotSpendable, InsufficientPoints, and what ``redeem`` of the wallet refuses."""
    wallet = wallet_named(moment.now, data.wallet)
    points = payable(moment, wallet, data)
    slices: list[Lot] = []
    take(moment.posted, moment.state, wallet, "redeemed", points, "redemption", slices=slices)
    redeemed(moment, wallet, points, slices, data)


def redeemed(moment: Moment, wallet: CompiledWallet, points: int, slices: list[Lot], data: PointsRedeemed | PointsCaptured) -> None:
    """Note what a redemption took, so that it can be cancelled."""
    moment.outcome.took[wallet.id] = slices
    moment.because.append({"code": "points.redeemed", "wallet": wallet.id, "points": points})
    if isinstance(data, PointsRedeemed) and data.order_amount >= 0:
        say_worth(moment, wallet, points)


def say_worth(moment: Moment, wallet: CompiledWallet, points: int) -> None:
    """What the points pay of an order: rounded down, so that splitting a payment never gains."""
    if wallet.paying.worth:
        currency = moment.now.program.currency
        amount = text_of(int(points * wallet.paying.worth), currency.minor_digits)
        moment.because.append({"code": "points.worth", "wallet": wallet.id, "points": points, "amount": amount, "currency": currency.code})


def payable(moment: Moment, wallet: CompiledWallet, data: PointsRedeemed | PointsHeld | PoolRedeemed | PoolHeld) -> int:
    """How many points the event may take: what it asks, or with ``up_to`` the most that is allowed.

    min, max, step and the share of the order count where points pay an order (it is named, or its amount is given); a reward asks for what it costs.
    Raises NotSpendable, InsufficientPoints, or the limit that was met: BelowLeast, AboveMost, OffStep, AboveShare, AmountMissing.
    """
    if not wallet.spendable:
        raise NotSpendable(wallet=wallet.id)
    available = wallet_of(moment.state, wallet).active
    points = min(data.points, available) if data.up_to else data.points
    if points > available or points == 0:
        raise InsufficientPoints(needed=data.points, available=available, wallet=wallet.id)
    return _within_limits(wallet, data, points) if data.order_id or data.order_amount >= 0 else points


def _within_limits(wallet: CompiledWallet, data: PointsRedeemed | PointsHeld | PoolRedeemed | PoolHeld, asked: int) -> int:
    paying, points = wallet.paying, asked
    share = most_by_share(wallet, data.order_amount) if paying.share else asked
    if data.up_to:
        cost = most_by_share(wallet, data.order_amount) if paying.worth and data.order_amount >= 0 else points
        points = min(points, share, cost, paying.most or points)
        points -= points % paying.step if paying.step else 0
    if points < paying.least or points == 0:
        raise BelowLeast(points=points, least=max(paying.least, paying.step, 1), wallet=wallet.id)
    if paying.most and points > paying.most:
        raise AboveMost(points=points, most=paying.most, wallet=wallet.id)
    if paying.step and points % paying.step:
        raise OffStep(points=points, step=paying.step, wallet=wallet.id)
    if points > share:
        raise AboveShare(points=points, most=share, percent=f"{float(paying.share * 100):.4g}", wallet=wallet.id)
    return points


def most_by_share(wallet: CompiledWallet, amount: int) -> int:
    """How many points pay the share of an order that points may pay, all of it where nothing is said. amount: minor units. Raises AmountMissing."""
    if amount < 0:
        raise AmountMissing(wallet=wallet.id)
    return int(amount * (wallet.paying.share or 1) / wallet.paying.worth)


def cancel(moment: Moment, data: RedemptionCancelled, past: Past | None) -> None:
    """The lots a redemption took return with the last day they had; of a part, what was taken last returns first.

    Raises UnknownRedemption or CancelExceeds before anything is changed. A redemption that has been given back wholly changes nothing any more.
    """
    if past is None or not past.outcome.took:
        raise UnknownRedemption(redemption=data.redemption)
    source = data.source or moment.event.source
    cancelled = moment.state.set_aside().cancelled.setdefault(source, {})
    before = cancelled.get(data.redemption, 0)
    ((id, slices),) = past.outcome.took.items()
    left = sum([lot[2] for lot in slices]) - before
    points = data.points or left
    if points > left > 0:
        raise CancelExceeds(redemption=data.redemption, points=points, left=left)
    if left == 0:
        moment.because.append({"code": "redemption.nothing_left", "redemption": data.redemption})
        return
    cancelled[data.redemption] = before + points
    back = last_of(slices, before, points)
    moment.because.append({"code": "redemption.cancelled", "wallet": id, "points": points, "redemption": data.redemption})
    give_back(moment.posted, moment.because, moment.state, moment.versions.wallet(id, moment.now_us), "redeemed", back, "cancellation", moment.today)


def last_of(slices: list[Lot], skip: int, points: int) -> list[Lot]:
    """The last ``points`` of what was taken, after the ``skip`` that have gone back already; the latest first."""
    found: list[Lot] = []
    for until, since, has in reversed(slices):
        skipped = min(has, skip)
        skip -= skipped
        part = min(has - skipped, points)
        if part:
            found.append((until, since, part))
            points -= part
    return found
