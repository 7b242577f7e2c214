"""When Python's cycle collector runs in a process that decides: while nobody waits, not in the middle of a rush.

Reference counting frees what an order used; cycles are rare here. But every new state is young to the collector and its forerunner old, so a rush
makes few *more* objects and a great many young ones, and each automatic run walked all of them for nothing, 20 to 60 ms at a time.
"""

import asyncio
import gc
from collections.abc import Callable

LOOK_EVERY_S = 1.0
REST_S = 60.0  # between two collections in quiet times
WORTH_A_COLLECTION = 10_000  # containers more than after the last one
MOST_GROWTH = 3_000_000  # then it runs even in a rush


_calm: set["Calm"] = set()  # the collector is the process's: it runs by itself again when the last of them has ended (a sandbox's ends before the shop's)


class Calm:
    """One per intake, in its event loop. ``decided``: a count that moves while there is work."""

    def __init__(self, decided: Callable[[], int]) -> None:
        self._decided = decided
        self._timer: asyncio.TimerHandle | None = None
        self._seen = 0
        self._worked = False  # since the last collection
        self._collected_at = 0.0

    def begin(self) -> None:
        if not _calm:
            gc.freeze()  # what is loaded by now stays
            gc.disable()
        _calm.add(self)
        self._plan()

    def end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
            _calm.discard(self)
            if not _calm:
                gc.enable()

    def _plan(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(LOOK_EVERY_S, self._look)

    def _look(self) -> None:
        decided, now, growth = self._decided(), asyncio.get_running_loop().time(), gc.get_count()[0]
        is_quiet = decided == self._seen
        self._seen, self._worked = decided, self._worked or not is_quiet
        if growth > MOST_GROWTH or (is_quiet and (self._worked or growth > WORTH_A_COLLECTION) and now - self._collected_at > REST_S):
            gc.collect()
            self._collected_at, self._worked = now, False
        self._plan()
