"""Seconds on the clock and seconds of computing (all threads together), and the most memory a process had."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def clock(found: dict[str, Any], name: str, work: Callable[[], Any]) -> Any:
    """Runs ``work`` and notes (seconds, seconds of computing) under ``name``."""
    began, computed = time.perf_counter(), time.process_time()
    made = work()
    found[name] = (round(time.perf_counter() - began, 5), round(time.process_time() - computed, 5))
    return made


def hand_back(parts: dict[str, Callable[[Path], dict[str, Any]]]) -> None:
    """``SCRIPT FOLDER PART``: runs one part on the folder's inputs and prints one JSON document."""
    folder, part = Path(sys.argv[1]), sys.argv[2]
    found = parts[part](folder)
    peak = next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(json.dumps({**found, "peak_mb": round(peak * 1024 / 1e6)}))
