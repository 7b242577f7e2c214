"""One decision being made: what is known, and what has been posted so far."""

from dataclasses import dataclass
from typing import Any

from regulars.engine.compiled import Compiled, Versions
from regulars.engine.decision import Outcome, Past, Reason, Transfer
from regulars.engine.events import Event, OrderPaid
from regulars.engine.state import MemberState


@dataclass(slots=True)
class Moment:
    """``compiled``: the version in force at the event's own time; ``now``: the one in force at the member's present.

    day: the event's own local day; today: the member's present (later for a late event). tier: place of the tier used, in ``compiled``.
    """

    versions: Versions
    compiled: Compiled
    now: Compiled
    state: MemberState
    event: Event
    now_us: int
    day: int
    today: int
    tier: int
    facts: dict[str, Any]
    posted: list[Transfer]
    because: list[Reason]
    outcome: Outcome
    explain: bool

    def as_past(self, order: OrderPaid) -> Past:
        """This order as a return that follows at once sees it; nothing of it can have lapsed unless it came too late to live."""
        lapsed: dict[str, int] = {}
        for transfer in self.posted:
            if transfer.target == "breakage":
                lapsed[transfer.wallet] = lapsed.get(transfer.wallet, 0) + transfer.points
        return Past(order, self.outcome, self.event.at_us, lapsed)
