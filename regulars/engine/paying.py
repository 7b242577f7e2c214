"""How much of an order points may pay, for whoever shows a slider: from where to where, in which steps, and what both ends pay."""

from typing import NamedTuple

from regulars.engine.decision import Reason
from regulars.engine.errors import NotSpendable
from regulars.engine.redeeming import most_by_share
from regulars.engine.wallets import CompiledWallet


class Slider(NamedTuple):
    """``least``, ``most``, ``step``: in the wallet's unit. ``pays_least``, ``pays_most``: minor units of the currency, rounded down; 0 where a point has no stated value.

    Both ends are 0 where no number of points may pay; ``why`` is then the reason, else {}.
    """

    least: int
    most: int
    step: int
    pays_least: int
    pays_most: int
    why: Reason


def slider(wallet: CompiledWallet, available: int, order_minor: int) -> Slider:
    """Every step from ``least`` to ``most`` is accepted for an order of this amount, and nothing beyond: the same limits as a redemption's, and never more than the order costs.

    available: usable points, >= 0. order_minor: what the order costs, in minor units, >= 0. Raises NotSpendable.
    """
    if not wallet.spendable:
        raise NotSpendable(wallet=wallet.id)
    paying = wallet.paying
    step = paying.step or 1
    least = -(-max(paying.least, 1) // step) * step
    allowed = min([available, *([paying.most] if paying.most else []), *([most_by_share(wallet, order_minor)] if paying.worth else [])])
    most = allowed - allowed % step
    if most < least:
        why: Reason = {"code": "redeem.below_min", "wallet": wallet.id, "least": least, "points": most}
        if available < least:
            why = {"code": "points.insufficient", "wallet": wallet.id, "needed": least, "available": available}
        return Slider(0, 0, step, 0, 0, why)
    return Slider(least, most, step, int(least * paying.worth), int(most * paying.worth), {})
