"""Whoever opens personal data at the terminal is written down, by the account they are signed in with."""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def reading_here(command: str) -> Iterator[None]:
    """Inside, the account at this terminal reads. command: its words, such as ``cards find``, not what was given to it. Needs Django set up."""
    from regulars.members.reading import Reader, read_by

    with read_by(Reader("terminal", account(), f"regulars {command}")):
        yield


def account() -> str:
    """Who called ``sudo``, else whose process this is."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
