"""The sealer's own thread in the worker: every few seconds, whatever is final is sealed.

It is not one of the timetable's jobs, which come once a minute at the most. It runs at the lowest priority: hashing waits for tills, never they for it.
"""

import contextlib
import logging
import os
import sys
import threading
import time

import psycopg

from regulars.journal.seal.sealing import Sealer

log = logging.getLogger("regulars.jobs")

EVERY_S = 3.0
_AFTER_A_FAILURE_S = 2.0
_NICENESS = 15


class Sealing:
    """``start`` it, and ``close`` it when the worker ends: what is half sealed then is not sealed."""

    def __init__(self, dsn: str, every_s: float = EVERY_S) -> None:
        self._dsn = dsn
        self._every_s = every_s
        self._told = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sealing", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._told.set()
        self._thread.join(10)

    def _run(self) -> None:
        if sys.platform == "linux":  # where a thread has a priority of its own
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
        while not self._told.is_set():
            try:
                with psycopg.connect(self._dsn, autocommit=True) as conn:
                    self._keep_sealing(conn)
            except psycopg.OperationalError as away:
                log.warning("the sealer waits for the database: %s", away)
            except Exception:
                log.exception("sealing failed")
            self._told.wait(_AFTER_A_FAILURE_S)

    def _keep_sealing(self, conn: psycopg.Connection) -> None:
        sealer = Sealer(lambda: time.time_ns() // 1_000)
        while not self._told.is_set():
            sealer.seal(conn)
            self._told.wait(self._every_s)
