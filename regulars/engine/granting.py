"""Points given as a whole for something reached: the reward of a challenge, of a referral. No multiplier touches them, nothing is rounded."""

from typing import NamedTuple

from regulars.engine.lots import credit
from regulars.engine.measures import add_measure
from regulars.engine.moment import Moment
from regulars.engine.wallets import CompiledWallet
from regulars.kit.periods import NEVER


class Granted(NamedTuple):
    """The lot the points went into: what taking them back later looks for."""

    on: int
    until: int
    active_on: int  # 0: at once; NEVER: by an event
    points: int


def grant(moment: Moment, wallet: CompiledWallet, points: int, rule: str) -> Granted:
    """Give points (> 0, in the wallet's unit) for the event's day, pending and lapsing as everything else in the wallet."""
    state, day = moment.state, moment.day
    activate = wallet.activate
    active_on = 0 if activate.kind == "immediately" else NEVER
    if activate.kind == "after" and activate.after is not None:
        active_on = activate.after.after(day)
    until = wallet.until(day, active_on or day, state.active_on)
    settled = credit(moment.posted, state, wallet, "issued", points, until, active_on, day, moment.today, rule)
    if settled:
        moment.because.append({"code": "debt.settled", "wallet": wallet.id, "points": settled})
    earned = moment.outcome.earned
    moment.outcome.earned = {**earned, wallet.id: earned.get(wallet.id, 0) + points}
    rewarded = moment.outcome.rewarded
    moment.outcome.rewarded = {**rewarded, wallet.id: rewarded.get(wallet.id, 0) + points}
    if wallet.id in moment.versions.earned_measures:
        add_measure(state, f"points.{wallet.id}", day, points)
    return Granted(day, until, active_on, points)
