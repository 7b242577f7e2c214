"""The parts every member has: lots in a wallet, a measure by day, a return that waits for its order.

Lots are plain tuples, kept in order, because the back-test touches them a hundred thousand times a second.
"""

from bisect import bisect_left, bisect_right

import msgspec

Lot = tuple[int, int, int]  # (usable until the end of this day, earned on, points > 0)
WaitingLot = tuple[int, int, int, int]  # (activates on, usable until, earned on, points > 0); activates on NEVER: by an event


class Buckets(msgspec.Struct, array_like=True):
    """A measure by local day: ``days`` ascending, ``amounts`` beside them, ``total`` over the whole life."""

    days: list[int] = []
    amounts: list[int] = []
    total: int = 0

    def add(self, day: int, amount: int) -> None:
        self.total += amount
        if not self.days or day > self.days[-1]:
            self.days.append(day)
            self.amounts.append(amount)
            return
        place = bisect_left(self.days, day)
        if place < len(self.days) and self.days[place] == day:
            self.amounts[place] += amount
        else:
            self.days.insert(place, day)
            self.amounts.insert(place, amount)

    def between(self, after: int, until: int) -> int:
        """Sum over the days after ``after`` up to and including ``until``."""
        return sum(self.amounts[bisect_right(self.days, after) : bisect_right(self.days, until)])

    def days_between(self, after: int, until: int) -> int:
        """How many days hold something (visits)."""
        return bisect_right(self.days, until) - bisect_right(self.days, after)

    def forget_before(self, day: int) -> None:
        place = bisect_left(self.days, day)
        if place:
            del self.days[:place], self.amounts[:place]

    def copy(self) -> "Buckets":
        return Buckets(self.days.copy(), self.amounts.copy(), self.total)


class WalletState(msgspec.Struct, array_like=True):
    active: int = 0  # = sum of lots
    pending: int = 0  # = sum of waiting
    held: int = 0
    debt: int = 0  # >= 0: what the member owes; debt > 0 only while active is 0
    lots: list[Lot] = []  # ascending
    waiting: list[WaitingLot] = []  # ascending

    def copy(self) -> "WalletState":
        return WalletState(self.active, self.pending, self.held, self.debt, self.lots.copy(), self.waiting.copy())


class Parked(msgspec.Struct, array_like=True, frozen=True):
    """A return whose order has not come yet."""

    order_id: str
    lines: list[tuple[int, int | None, int | None]]  # (line, quantity, amount); empty: everything
    event_id: str
    source: str
