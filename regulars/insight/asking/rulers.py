"""Rulers that stay the same for a quarter: cut points, centres, weights, reference windows. So a member moves, and not what they are measured by."""

from collections.abc import Callable, Mapping
from typing import Any

LAST_DAYS = 91
Document = dict[str, Any]


class Rulers:
    """kept: those of the last refresh, by name; ``now``: all that count from here on, for the next. Each carries ``version``, ``made_on`` and ``like``."""

    def __init__(self, kept: Mapping[str, Document] | None = None) -> None:
        self.now: dict[str, Document] = dict(kept or {})
        self._settled: set[str] = set()

    def kept(self, name: str) -> Document | None:
        """As of the last refresh, until ``ruler`` has been asked."""
        return self.now.get(name)

    def ruler(self, name: str, today: int, like: Any, make: Callable[[], Document], *, worn: bool = False) -> Document:
        """The kept one while it is younger than a quarter and was made for the same ``like`` (a JSON value); else a new one with the next version.

        today: day number. worn: make a new one whatever its age. A kept one from after today is not used. Raises whatever ``make`` does.
        """
        old = self.now.get(name)
        fresh = old is not None and not worn and old["like"] == like and 0 <= today - old["made_on"] < LAST_DAYS
        if old is None or not (fresh or name in self._settled):
            old = {"version": old["version"] + 1 if old else 1, "made_on": today, "like": like, **make()}
        self.now[name] = old
        self._settled.add(name)
        return old
