"""Points that have lapsed come back to a member who comes back in time, with a new last day."""

from regulars.engine.decision import Transfer
from regulars.engine.lots import credit, lot_name
from regulars.engine.midnights import day_of_lapsing
from regulars.engine.moment import Moment
from regulars.engine.state import MemberState
from regulars.engine.state_holding import Lapsed
from regulars.engine.wallets import CompiledWallet
from regulars.kit.periods import iso_day


def reinstate(moment: Moment) -> None:
    """An event brings back what lapsed no longer ago than the wallet's window for the member's level; a debt is settled first.

    The points leave breakage under their old last day and are issued anew under the new one, so that both lots add up.
    """
    aside = moment.state.set_aside()
    aside.lapsed = [one for one in aside.lapsed if _may_come_back(one, moment)]
    for wallet in moment.compiled.wallets.values():
        rule = wallet.expire.reinstate
        if rule is None or moment.event.type not in rule.on:
            continue
        until = rule.lasts.after(moment.day)
        if until < day_of_lapsing(moment.state, wallet, moment.today):
            continue
        back = [one for one in aside.lapsed if one.wallet == wallet.id and _in_time(one, wallet, moment)]
        if back:
            aside.lapsed = [one for one in aside.lapsed if one not in back]
            points = sum([_bring_back(moment, wallet, one, until) for one in back])
            moment.because.append({"code": "points.reinstated", "wallet": wallet.id, "points": points, "until": iso_day(until)})


def _in_time(one: Lapsed, wallet: CompiledWallet, moment: Moment) -> bool:
    within = wallet.within[moment.tier]
    day = day_of_lapsing(moment.state, wallet, moment.day)  # by the calendar that let them lapse
    return within is not None and one.until < day <= within.after(one.until)


def _may_come_back(one: Lapsed, moment: Moment) -> bool:
    """Whether some version still would bring them back on some day: those of everything else are forgotten."""
    within = [length for version in moment.versions.every if one.wallet in version.wallets for length in version.wallets[one.wallet].within if length is not None]
    return any(moment.today <= length.after(one.until) for length in within)


def _bring_back(moment: Moment, wallet: CompiledWallet, one: Lapsed, until: int) -> int:
    moment.posted.append(Transfer(wallet.id, "breakage", "issued", one.points, lot_name(wallet, one.until, one.since), one.until, "reinstatement"))
    credit(moment.posted, moment.state, wallet, "issued", one.points, until, 0, one.since, moment.today, "reinstatement")
    return one.points


def forget_lapsed(state: MemberState, wallet: CompiledWallet, lot: str, points: int) -> None:
    """A return took points of a lot out of breakage: they can't come back any more."""
    aside = state.holding
    if aside is None or not aside.lapsed:
        return
    kept = []
    for one in aside.lapsed:
        if points and one.wallet == wallet.id and lot_name(wallet, one.until, one.since) == lot:
            taken = min(points, one.points)
            points -= taken
            if one.points > taken:
                kept.append(Lapsed(one.wallet, one.until, one.since, one.points - taken))
        else:
            kept.append(one)
    aside.lapsed = kept
