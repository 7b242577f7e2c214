"""A folder for what is put aside while a file is read; what a killed run left behind goes with the next."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

_LOCK = "in-use"


@contextlib.contextmanager
def scratch(within: Path) -> Iterator[Path]:
    """A new folder under ``within``, gone afterwards. Its lock is the kernel's, so that a killed run's folder is known to be nobody's."""
    within.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(within)
    folder = Path(tempfile.mkdtemp(prefix="orders-", dir=within))
    lock = os.open(folder / _LOCK, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _sweep(within: Path) -> None:
    for lock_file in within.glob(f"orders-*/{_LOCK}"):
        with contextlib.suppress(OSError):
            lock = os.open(lock_file, os.O_WRONLY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(lock_file.parent, ignore_errors=True)
            finally:
                os.close(lock)
