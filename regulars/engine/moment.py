"""One decision being made: what is known, and what has been posted so far."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from regulars.engine.compiled import Compiled, Versions
from regulars.engine.conditions import Scene
from regulars.engine.decision import Outcome, Past, Reason, Transfer
from regulars.engine.events import Event, OrderPaid
from regulars.engine.happening import Happening
from regulars.engine.state import MemberState
from regulars.engine.streaks import own_day


@dataclass(slots=True)
class Moment:
    """``compiled``: the version in force at the event's own time; ``now``: the one in force at the member's present.

    The member's present (``now_us``, ``today``) is the event's own time, or for a late event the last moment decided before it, which is later.
    day: the event's own local day, by which rules, windows and limits go. tier: place of the tier used, in ``compiled``.
    posted, because, outcome, state: filled as the decision is made; ``because`` is stored only where somebody asked to ``explain``.
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
    happening: Happening | None = None  # of a behaviour or an event of the shop's own
    used_here: list[int] | None = None  # beside `Caps.every`: what rules have used so far, where rewards may follow

    def use_here(self, used: list[int]) -> None:
        """Note what this event has used of each limit and budget."""
        before = self.used_here
        self.used_here = used if before is None else [one + more for one, more in zip(before, used, strict=True)]

    @property
    def own_day(self) -> tuple[int, str]:
        """The event's day in the member's own time zone, and that zone."""
        return own_day(self.facts.get("zone"), self.versions.calendar, self.event.at_us)

    def scene(self, net: int | Fraction) -> Scene:
        """The event as conditions see it; ``net``: its net amount."""
        calendar, at_us = self.versions.calendar, self.event.at_us
        data = self.event.data if self.happening is None else self.happening.fields
        minute = calendar.minute_of(at_us) if self.compiled.asks_minutes else 0
        return Scene(data, self.day, calendar.hour_of(at_us), net, self.tier, self.state.enrolled_on if not self.state.guest else 0, self.facts, minute)

    def field(self, name: str | None) -> str:
        """A text of the event by which another is matched: a declared field, or an order's id, channel, store or partner."""
        if not name:
            return ""
        return self.happening.text(name) if self.happening is not None else str(getattr(self.event.data, name, ""))

    def as_past(self, order: OrderPaid) -> Past:
        """This order as a return that follows at once sees it; nothing of it can have lapsed unless it came too late to live."""
        lapsed: dict[str, int] = {}
        for transfer in self.posted:
            if transfer.target == "breakage":
                lapsed[transfer.wallet] = lapsed.get(transfer.wallet, 0) + transfer.points
        return Past(order, self.outcome, self.event.at_us, lapsed)
