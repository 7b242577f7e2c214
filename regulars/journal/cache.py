"""What the intake remembers between batches. It may be stale at any moment: every write is checked against the member's version."""

from collections import OrderedDict
from typing import NamedTuple

from regulars.engine.state import MemberState


class Remembered(NamedTuple):
    member_id: int
    state: MemberState


class Cache:
    """The states of the members seen last, by reference."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._by_ref: OrderedDict[str, Remembered] = OrderedDict()

    def get(self, ref: str) -> Remembered | None:
        found = self._by_ref.get(ref)
        if found is not None:
            self._by_ref.move_to_end(ref)
        return found

    def put(self, ref: str, member_id: int, state: MemberState) -> None:
        self._by_ref[ref] = Remembered(member_id, state)
        self._by_ref.move_to_end(ref)
        if len(self._by_ref) > self._size:
            self._by_ref.popitem(last=False)

    def drop(self, ref: str) -> None:
        self._by_ref.pop(ref, None)
