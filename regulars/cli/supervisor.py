"""Child processes that are watched: a dead one comes back, with a growing pause, and none is left behind."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence

_FIRST_PAUSE_S, _LONGEST_PAUSE_S, _STEADY_S = 0.1, 10.0, 30.0


class Child:
    """One process of ours. ``watch`` it now and then; it is started again when it has died."""

    def __init__(
        self, name: str, command: Sequence[str], environment: dict[str, str], pass_fds: Sequence[int] = ()
    ) -> None:
        self.name = name
        self._command, self._environment, self._pass_fds = command, environment, pass_fds
        self._process: subprocess.Popen[bytes] | None = None
        self._pause_s, self._started_at, self._not_before = _FIRST_PAUSE_S, 0.0, 0.0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        self._started_at = time.monotonic()
        # A session of its own: Ctrl-C reaches serve alone, which then stops everything in order.
        self._process = subprocess.Popen(
            self._command, env=self._environment, pass_fds=self._pass_fds, start_new_session=True
        )

    def watch(self, on_death: Callable[[str, int], None]) -> None:
        now = time.monotonic()
        if self._process is None:
            if now >= self._not_before:
                self.start()
        elif (code := self._process.poll()) is not None:
            self._pause_s = (
                _FIRST_PAUSE_S if now - self._started_at > _STEADY_S else min(self._pause_s * 2, _LONGEST_PAUSE_S)
            )
            self._not_before, self._process = now + self._pause_s, None
            on_death(self.name, code)

    def ask_to_stop(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGTERM)

    def stop(self, within_s: float) -> None:
        """Wait for it to end after ``ask_to_stop``; when it does not, kill it and whatever it started."""
        if self._process is None:
            return
        try:
            self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None
