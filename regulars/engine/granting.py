"""Points given as a whole for something reached: the reward of a challenge, of a referral. No multiplier touches them, nothing is rounded."""

from typing import NamedTuple

from regulars.engine.compiled import Versions
from regulars.engine.decision import Outcome, Reason, Transfer
from regulars.engine.lots import credit
from regulars.engine.measures import add_measure
from regulars.engine.midnights import day_of_lapsing
from regulars.engine.moment import Moment
from regulars.engine.state import MemberState
from regulars.engine.waits import wait_for
from regulars.engine.wallets import CompiledWallet, first_day


class Granted(NamedTuple):
    """The lot the points went into: what taking them back later looks for."""

    on: int
    until: int
    active_on: int  # 0: at once; NEVER: by an event
    points: int


def put(
    posted: list[Transfer],
    because: list[Reason],
    outcome: Outcome,
    state: MemberState,
    versions: Versions,
    wallet: CompiledWallet,
    points: int,
    day: int,
    today: int,
    rule: str,
) -> Granted:
    """Give points (> 0, in the wallet's unit) as of ``day``, pending and lapsing as everything else in the wallet."""
    active_on = first_day(wallet.activate, day)
    until = wallet.until(day, active_on or day, state.active_on)
    settled = credit(posted, state, wallet, "issued", points, until, active_on, day, today, rule)
    if not wallet.is_plain and points > settled and active_on > today and until >= day_of_lapsing(state, wallet, today):
        wait_for(state, wallet, "", "", active_on, until, day, points - settled)
    if settled:
        because.append({"code": "debt.settled", "wallet": wallet.id, "points": settled})
    outcome.earned = {**outcome.earned, wallet.id: outcome.earned.get(wallet.id, 0) + points}
    outcome.rewarded = {**outcome.rewarded, wallet.id: outcome.rewarded.get(wallet.id, 0) + points}
    if wallet.id in versions.earned_measures:
        add_measure(state, f"points.{wallet.id}", day, points)
    return Granted(day, until, active_on, points)


def grant(moment: Moment, wallet: CompiledWallet, points: int, rule: str) -> Granted:
    """``put`` for the event that is being decided."""
    return put(moment.posted, moment.because, moment.outcome, moment.state, moment.versions, wallet, points, moment.day, moment.today, rule)
