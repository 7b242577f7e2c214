"""Last days that end at the member's own midnight (`expire: {midnight: member}`), wherever the programme's clock stands.

The zone is the one told with the member's last event. Nothing here asks a clock: how far the member's calendar is ahead is noted for the moment that is decided.
"""

from collections.abc import Set
from typing import TYPE_CHECKING

import msgspec

from regulars.kit.periods import NEVER, Calendar, calendar_of

if TYPE_CHECKING:
    from regulars.engine.state import MemberState
    from regulars.engine.wallets import CompiledWallet

MOST_AHEAD_DAYS = 2  # between -12:00 and +14:00 lie 26 hours: two calendars are never further apart


class OwnTime(msgspec.Struct, array_like=True):
    """``ahead``: by how many days the member's calendar was ahead of the programme's at the moment looked at last (-2 … 2)."""

    zone: str
    ahead: int = 0

    def copy(self) -> "OwnTime":
        return OwnTime(self.zone, self.ahead)


def look_at(own: OwnTime, calendar: Calendar, at_us: int) -> None:
    """Note which day the member has at this moment."""
    own.ahead = calendar_of(own.zone).day_of(at_us) - calendar.day_of(at_us)


def day_of_lapsing(state: "MemberState", wallet: "CompiledWallet", today: int) -> int:
    """The day by which this wallet's last days are over: the member's own where the programme says so, else the programme's ``today``."""
    return today + state.own_time.ahead if state.own_time is not None and wallet.own_midnight else today


def next_midnight_us(state: "MemberState", wallets: Set[str]) -> int:
    """The member's own midnight at which the next points of these wallets lapse; 0: none do."""
    if state.own_time is None or not wallets:
        return 0
    last = NEVER
    for id in wallets & state.wallets.keys():
        own = state.wallets[id]
        last = min([last, *(lot[0] for lot in own.lots[:1]), *(lot[1] for lot in own.waiting)])
    last = min([last, *(one.until for one in state.awaiting if one.wallet in wallets and not one.gone)])
    return calendar_of(state.own_time.zone).start_of(last + 1) if last < NEVER else 0


def own_time_in(zone: str, calendar: Calendar, at_us: int) -> OwnTime | None:
    """None where the member lives by the programme's clock."""
    if not zone or zone == calendar.timezone:
        return None
    own = OwnTime(zone)
    look_at(own, calendar, at_us)
    return own
