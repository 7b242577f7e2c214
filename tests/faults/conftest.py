import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.house import House

LONG = os.environ.get("REGULARS_FAULTS") == "long"


def times(short: int, long: int) -> int:
    """How often: a few times in `make test`, the full count in `make faults`."""
    return long if LONG else short


@pytest.fixture
def house() -> Iterator[House]:
    folder = Path(tempfile.mkdtemp(prefix="regulars-faults-"))
    folder.chmod(0o755)  # PostgreSQL runs as a user of its own and must reach its data
    house = House(folder)
    house.start()
    try:
        yield house
    finally:
        house.stop()
        shutil.rmtree(folder, ignore_errors=True)
