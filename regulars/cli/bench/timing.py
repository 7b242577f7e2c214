"""Seconds a piece of work took, by its name."""

import time
from collections.abc import Callable
from typing import Any

Seconds = dict[str, float]


def timed(seconds: Seconds, name: str, work: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    found = work()
    seconds[name] = round(time.perf_counter() - began, 4)
    return found
