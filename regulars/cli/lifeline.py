"""A pipe between ``serve`` and its processes: when serve is gone, by kill -9 too, they notice and stop."""

import os
import signal
import threading

VARIABLE = "REGULARS_LIFELINE"


def hold_lifeline() -> None:
    """Stop this process, in order, when the other end of the pipe closes. Does nothing when nobody handed one down."""
    if descriptor := os.environ.pop(VARIABLE, None):
        threading.Thread(target=_wait, args=(int(descriptor),), daemon=True).start()


def _wait(descriptor: int) -> None:
    while os.read(descriptor, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
