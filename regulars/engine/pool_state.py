"""What a pool is in the journal, and what a member knows of the pool they are in.

A pool has a log and a state of its own, as a member has: its points lie in its wallets, lot by lot, and ``Pool.shares`` says whose they are.
"""

import msgspec

Lots = list[tuple[int, int, int]]  # (usable until the end of this day, earned on, points > 0)
Owned = list[tuple[int, int]]  # (member, points > 0) in the order they came in; member 0: the pool's own


class Seat(msgspec.Struct, array_like=True, frozen=True):
    """A member's place in a pool. ``gave``, ``spent``: wallet -> points so far."""

    since: int  # local day
    gave: dict[str, int] = {}
    spent: dict[str, int] = {}


class Reserved(msgspec.Struct, array_like=True, frozen=True):
    """Whose points a hold of the pool's has, in the order of its slices (``Hold``, of the same source and id)."""

    source: str
    id: str
    by: int  # who reserved them
    day: int  # their limit counted them on this day
    per: str  # … in this period; "": no limit
    whose: Owned


class Pool(msgspec.Struct, array_like=True):
    """``shares``: ``wallet/lot`` -> whose points lie there; the sums are those of the lots. ``lapsed``: the same of what has lapsed.

    ``homeward``: founded since a redemption given back goes home to whoever it was of, wherever they are now; other pools keep it.
    """

    kind: str
    owner: int
    seats: dict[int, Seat] = {}
    invited: dict[int, int] = {}  # member -> the last day they may come in
    shares: dict[str, Owned] = {}
    lapsed: dict[str, Owned] = {}
    dissolved: bool = False
    held: list[Reserved] | None = None  # open holds, in the order of ``Holding.holds``; None: nothing was ever reserved
    inviters: dict[int, int] = {}  # invited member -> who invited them; absent: the shop
    homeward: bool = False
    left_behind: list[int] = []  # who left where leaving takes nothing: what was theirs is the pool's own
    frozen: list[int] = []  # members who may not spend from it: they are frozen themselves

    def copy(self) -> "Pool":
        return Pool(
            self.kind,
            self.owner,
            self.seats.copy(),
            self.invited.copy(),
            {lot: whose.copy() for lot, whose in self.shares.items()},
            {lot: whose.copy() for lot, whose in self.lapsed.items()},
            self.dissolved,
            None if self.held is None else self.held.copy(),
            self.inviters.copy(),
            self.homeward,
            self.left_behind.copy(),
            self.frozen.copy(),
        )


class Demand(msgspec.Struct, array_like=True, frozen=True):
    """Points of one lot that a return takes back and that were put into the pool: the pool is asked first, then ``policy`` decides."""

    wallet: str
    until: int
    since: int
    points: int
    policy: str
    version: int
    order: str = ""


class Pooled(msgspec.Struct, array_like=True):
    """A member's side. ``gave``: wallet -> lots put into the pool, less what came back or was asked back; of the pool they were in before (``was``) what had lapsed there."""

    pool: int = 0  # the pool's number; 0: in none
    kind: str = ""
    since: int = 0
    left_on: int = 0  # the last pool was left on that day
    gave: dict[str, Lots] = {}
    sent: dict[int, dict[str, Lots]] = {}  # seq of the event that put them in -> what is held until it has arrived
    asked: dict[int, list[Demand]] = {}  # seq of the event that asked -> what the pool has not answered yet
    was: int = 0  # the pool left last, while in none

    def copy(self) -> "Pooled":
        return Pooled(
            self.pool,
            self.kind,
            self.since,
            self.left_on,
            {wallet: lots.copy() for wallet, lots in self.gave.items()},
            self.sent.copy(),
            self.asked.copy(),
            self.was,
        )
