"""Points brought along from an older scheme, lot by lot, with the days they were earned on and last to."""

from regulars.engine.errors import OpenedAhead, UnknownTier
from regulars.engine.events import BalanceOpened
from regulars.engine.ladder import stand_on
from regulars.engine.lots import credit
from regulars.engine.measures import add_measure
from regulars.engine.midnights import day_of_lapsing
from regulars.engine.moment import Moment
from regulars.engine.redeeming import wallet_named
from regulars.kit.periods import NEVER, iso_day


def open_balance(moment: Moment, data: BalanceOpened) -> None:
    """Every lot comes from ``opening``: a debt is settled first, and what was over by then lapses at once.

    A lot without a last day has the one the wallet gives it from the day it was earned. Raises UnknownWallet, UnknownTier, OpenedAhead.
    """
    state, now = moment.state, moment.now
    wallet = wallet_named(now, data.wallet)
    if data.tier and data.tier not in now.level_of:
        raise UnknownTier(tier=data.tier)
    ahead = next((lot.earned_on for lot in data.lots if lot.earned_on > moment.day), 0)
    if ahead:
        raise OpenedAhead(day=iso_day(ahead))
    total = lapsed = 0
    for lot in data.lots:
        until = lot.expires_on or wallet.until(lot.earned_on, lot.earned_on, lot.earned_on)
        settled = credit(moment.posted, state, wallet, "opening", lot.points, min(until, NEVER), 0, lot.earned_on, moment.today, "opening")
        total += lot.points
        lapsed += lot.points - settled if until < day_of_lapsing(state, wallet, moment.today) else 0
        if wallet.id in moment.versions.earned_measures:
            add_measure(state, f"points.{wallet.id}", lot.earned_on, lot.points)
    moment.because.append({"code": "balance.brought", "wallet": wallet.id, "points": total})
    if lapsed:
        moment.because.append({"code": "points.expired", "wallet": wallet.id, "points": lapsed})
    if data.tier:
        stand_on(state, now, now.level_of[data.tier], moment.today, moment.because)
