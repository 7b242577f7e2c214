"""The watch's own thread in the worker: every second, what has just been written is looked at by the rules the shop has switched on.

It runs at the lowest priority and asks the journal below the transaction horizon: tills never wait for it. While nothing is switched on it asks
that alone, every few seconds.
"""

import contextlib
import logging
import os
import sys
import threading
from datetime import UTC, datetime

import psycopg

from regulars.insight.watch.acting import freeze_found
from regulars.insight.watch.following import look
from regulars.insight.watch.settings import settings_of

log = logging.getLogger("regulars.jobs")

EVERY_S, WHILE_OFF_S = 1.0, 5.0
_AFTER_A_FAILURE_S = 5.0
_NICENESS = 15


class Watching:
    """``start`` it, and ``close`` it when the worker ends: a slice half looked at then is looked at again."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._told = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watching", daemon=True)

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
                    while not self._told.is_set():
                        self._told.wait(look_once(conn, self._dsn, datetime.now(UTC)))
            except psycopg.OperationalError as away:
                log.warning("the watch waits for the database: %s", away)
            except Exception:
                log.exception("watching failed")
            self._told.wait(_AFTER_A_FAILURE_S)


def look_once(conn: psycopg.Connection, dsn: str, at: datetime) -> float:
    """One slice. Returns how many seconds to wait before the next."""
    looked = look(conn, at=at)
    if looked is None:
        return WHILE_OFF_S
    if looked.alerts:
        log.info("%d new alerts", len(looked.alerts))
        freeze_found(conn, dsn, looked.alerts, settings_of(conn), at=at)
    return 0.0 if looked.behind else EVERY_S
