"""What members are worth: margin still to come, discounted, up to a horizon and for ever, side by side."""

from dataclasses import dataclass

import numpy as np

from regulars.insight.clv.arrays import Floats, Whole
from regulars.insight.clv.gamma_gamma import GammaGamma
from regulars.insight.clv.histories import Histories
from regulars.insight.clv.repeat_buying import RepeatBuying
from regulars.kit.errors import Invalid

DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class Discount:
    """How much less money of next year is worth, said **per year**: 0.1 is ten per cent.

    A rate of ten per cent a year taken as ten per cent a week makes members 19 times too cheap; so a rate never comes without its period.
    """

    per_year: float

    def __post_init__(self) -> None:
        if not (np.isfinite(self.per_year) and 0 <= self.per_year <= 10):
            raise Invalid("insight.clv.discount", given=self.per_year)

    def delta(self, period_days: int) -> float:
        """Continuous discount of one period of so many days."""
        return float(np.log1p(self.per_year)) * period_days / DAYS_PER_YEAR


@dataclass(frozen=True)
class Scores:
    """Of each member, in the order of the histories. ``buys_within`` and ``purchases`` look ``horizon_days`` ahead.

    spend: what one purchase day will bring. margin, margin_for_ever: whole numbers of the unit amounts came in, rounded to the nearest.
    ``margin_for_ever`` is None without a discount.
    """

    horizon_days: int
    p_alive: Floats
    buys_within: Floats
    purchases: Floats
    spend: Floats
    margin: Whole
    margin_for_ever: Whole | None


def score(who: Histories, model: RepeatBuying, spend: GammaGamma, *, horizon_days: int, discount: Discount, margin_share: float) -> Scores:
    """Score everybody. margin_share: what stays of each amount paid after the goods are paid for, 0 to 1: value is margin, not turnover."""
    if not (np.isfinite(margin_share) and 0 <= margin_share <= 1):
        raise Invalid("insight.clv.margin", given=margin_share)
    if not horizon_days > 0:
        raise Invalid("insight.clv.horizon", given=horizon_days)
    rows, periods, delta = who.rows, horizon_days / who.period_days, discount.delta(who.period_days)
    here = rows.x, rows.tx, rows.T
    per_day = spend.expected_spend(who.x.astype(np.float64), who.spend)
    alive = model.p_alive(*here)
    capped = model.discounted(*here, delta=delta, periods=periods, alive=alive)
    return Scores(
        horizon_days=horizon_days,
        p_alive=alive[rows.row_of],
        buys_within=model.buys_within(*here, periods, alive)[rows.row_of],
        purchases=model.expected(*here, periods, alive)[rows.row_of],
        spend=per_day,
        margin=_money(capped[rows.row_of] * per_day * margin_share),
        margin_for_ever=_money(model.discounted(*here, delta=delta, alive=alive)[rows.row_of] * per_day * margin_share) if delta > 0 else None,
    )


def _money(amounts: Floats) -> Whole:
    return np.rint(amounts).astype(np.int64)
