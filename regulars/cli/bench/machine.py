"""What was measured on, and telling how it goes."""

import os
import platform
from typing import Any

from regulars.cli.language import spoken
from regulars.cli.output import tell
from regulars.kit.phrases import say


def machine() -> dict[str, Any]:
    """Enough to compare two reports; no name or address."""
    return {"cpus": os.cpu_count(), "python": platform.python_version(), "system": platform.system(), "machine": platform.machine()}


def told(what: str, per_second: float) -> float:
    tell(say("bench.round", {"what": what, "per_second": round(per_second)}, spoken()))
    return per_second
