"""What the intake remembers between batches. It may be stale at any moment: every write is checked against the member's version."""

from collections import OrderedDict
from typing import NamedTuple

from regulars.engine.state import MemberState

RECOUNTED_EVERY = 8  # events


class Remembered(NamedTuple):
    member_id: int
    state: MemberState
    numbers: int  # about how many numbers the state holds


class Cache:
    """The states of the members seen last, by reference, until they hold more than ``most_numbers`` numbers (some 40 bytes each)."""

    def __init__(self, most_numbers: int) -> None:
        self._most = most_numbers
        self._held = 0
        self._by_ref: OrderedDict[str, Remembered] = OrderedDict()

    def get(self, ref: str) -> Remembered | None:
        """With a copy of the state: whoever takes it meanwhile changes it in place."""
        found = self._by_ref.get(ref)
        if found is None:
            return None
        self._by_ref.move_to_end(ref)
        return found._replace(state=found.state.copy())

    def take(self, ref: str) -> Remembered | None:
        """To change: nobody else finds it until it is put back."""
        found = self._by_ref.pop(ref, None)
        if found is not None:
            self._held -= found.numbers
        return found

    def put(self, ref: str, member_id: int, state: MemberState, counted: int = 0) -> None:
        """``counted``: the numbers it held when it was taken; 0: not known."""
        self.drop(ref)
        # It grows by a few numbers an event: the last count will do.
        numbers = counted if counted and state.seq % RECOUNTED_EVERY else _numbers_in(state)
        self._by_ref[ref] = Remembered(member_id, state, numbers)
        self._held += numbers
        while self._held > self._most:
            _, oldest = self._by_ref.popitem(last=False)
            self._held -= oldest.numbers

    def drop(self, ref: str) -> None:
        gone = self._by_ref.pop(ref, None)
        if gone is not None:
            self._held -= gone.numbers

    def __len__(self) -> int:
        return len(self._by_ref)


def _numbers_in(state: MemberState) -> int:
    numbers = 40
    for buckets in state.measures.values():
        numbers += 2 * len(buckets.days)
    for wallet in state.wallets.values():
        numbers += 12 + 5 * len(wallet.lots) + 6 * len(wallet.waiting)
    for periods in state.used.values():
        numbers += 4 * len(periods)
    return numbers
