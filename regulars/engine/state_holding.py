"""Points set aside beside the lots: reserved, waiting for an event, lapsed but able to come back, awaiting confirmation."""

import msgspec

from regulars.engine.state_parts import Lot


class Hold(msgspec.Struct, array_like=True, frozen=True):
    """Points reserved for a while: ``slices`` are the parts of lots they came from, in the order they will be spent."""

    source: str
    id: str
    wallet: str
    until_us: int  # the moment itself is too late
    slices: tuple[Lot, ...]
    reference: str = ""

    @property
    def points(self) -> int:
        return sum([lot[2] for lot in self.slices])


class Wait(msgspec.Struct, array_like=True, frozen=True):
    """Pending points that wait for an event, and whose they are: a part of one waiting lot."""

    on: str  # the event type; empty: it has come, and the clock does the rest
    order: str  # the order that earned them; empty: none
    wallet: str
    key: str  # which activation of the wallet they go by
    active_on: int
    until: int
    since: int
    points: int
    after: tuple[int, int] = (0, 0)  # days, months from the event

    @property
    def lot(self) -> tuple[int, int, int]:
        return self.active_on, self.until, self.since


class Lapsed(msgspec.Struct, array_like=True, frozen=True):
    """Points that lapsed and may still come back."""

    wallet: str
    until: int
    since: int
    points: int


class Holding(msgspec.Struct, array_like=True):
    """What is set aside or remembered of a member's points beside the lots; None in the state of most members."""

    holds: list[Hold] = []  # open ones, soonest end first
    cancelled: dict[str, dict[str, int]] = {}  # source -> redemption -> points given back so far
    waits: list[Wait] = []
    came: list[tuple[str, str]] = []  # (event type, order) of events that came before their order
    lapsed: list[Lapsed] = []

    def copy(self) -> "Holding":
        cancelled = {source: ids.copy() for source, ids in self.cancelled.items()}
        return Holding(self.holds.copy(), cancelled, self.waits.copy(), self.came.copy(), self.lapsed.copy())


class Awaiting(msgspec.Struct, array_like=True, frozen=True):
    """Points a rule gave that count as pending until an event confirms them. They stand in their wallet's ``pending``, beside its waiting lots.

    lapses_on: the day at whose start nobody can confirm them any more; 0: never. counted_on: the day the rule's limits counted them.
    gone: taken back or lapsed (``points`` is 0 then); kept for a return of its order only.
    """

    wallet: str
    rule: str
    version: int
    key: str  # what the awaited event has to match; "": nothing
    points: int
    since: int  # the day they were earned
    until: int
    active_on: int  # as the wallet says, once confirmed
    lapses_on: int
    counted_on: int
    order_id: str = ""
    own: str = ""  # digest of the member's own token, which never confirms
    gone: bool = False
    taken: dict[str, int] = {}  # what it used of shared counters, to give back when it is taken back (an order's returns do that themselves)
