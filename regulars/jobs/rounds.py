"""What the clock does, one round at a time. The moment is handed in; a round may come late, twice, or from two workers at once.

One worker at a time does a round: the others find the advisory lock taken and leave. A killed worker's lock goes with its connection.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from regulars.journal import figures
from regulars.journal.clock import Advanced, advance_due
from regulars.journal.errors import NoProgram
from regulars.journal.health import check_ledger, last_check
from regulars.journal.programs import load_versions
from regulars.journal.standstill import CLOCK_LOCK
from regulars.kit.periods import microseconds

log = logging.getLogger("regulars.jobs")

_CHECK = 0x63686563  # "chec"
_MOVES = 0x6D6F7665  # "move"
NIGHT_HOUR = 3  # local time of the programme: after the day's expiries, before the shop opens


def let_time_pass(dsn: str, now: datetime) -> Advanced | None:
    """Advance every member who is due, then fold the daily sums. None: nothing to do, or another worker is at it."""
    with _alone(dsn, CLOCK_LOCK) as conn:
        if conn is None:
            return None
        try:
            versions = load_versions(conn)
        except NoProgram:
            return None
        done = advance_due(conn, versions, microseconds(now))
        if done.events or done.left:
            log.info("time passed for %d members: %d events, %d left for later", done.members, done.events, done.left)
        figures.refresh_if_older(conn, at=now)
        return done


def finish_moves(dsn: str, now: datetime, *, since: timedelta) -> int:
    """Carry on what was begun between two members ``since`` then and broke off; people follow their merges. Returns how many could be ended."""
    from regulars.journal.moving import merged_since, open_steps, run_mover
    from regulars.journal.referrals import carry_referrals, open_referrals

    since_us, now_us = microseconds(now - since), microseconds(now)
    with _alone(dsn, _MOVES) as conn:
        if conn is None:
            return 0
        done, referrals = 0, open_referrals(conn, since_us)
        if open_steps(conn, since_us):
            done = run_mover(dsn, lambda mover: mover.finish_open(since_us, now_us))
        if referrals:
            done += run_mover(dsn, lambda mover: carry_referrals(mover, referrals, now_us))
        if done:
            log.info("%d steps between members were carried to their end", done)
        merged = merged_since(conn, since_us)
        if merged:
            from regulars.members.merging import catch_up

            catch_up(merged, at=now)
        return done


def check_at_night(dsn: str, now: datetime) -> bool:
    """Verify the whole ledger when it is night where the programme lives, once a night. True when it was checked."""
    with _alone(dsn, _CHECK) as conn:
        if conn is None:
            return False
        try:
            zone = ZoneInfo(load_versions(conn).latest.program.timezone)
        except NoProgram:
            return False
        known = last_check(conn)
        if now.astimezone(zone).hour != NIGHT_HOUR or (known and now - known.checked_at < timedelta(hours=1)):
            return False
        found = check_ledger(conn, at=now, by="night")
        if not found.report.is_sound:
            broken = ", ".join(promise.name for promise in found.report.promises if promise.breaches)
            log.error("the ledger does not keep its promises: %s", broken)
        return True


def check_now(dsn: str, now: datetime, *, by: str) -> bool:
    """Verify the whole ledger because somebody asked. False when another worker is at it."""
    with _alone(dsn, _CHECK) as conn:
        if conn is None:
            return False
        check_ledger(conn, at=now, by=by)
        return True


@contextmanager
def _alone(dsn: str, lock: int) -> Iterator[psycopg.Connection[Any] | None]:
    with psycopg.connect(dsn, autocommit=True) as conn:
        row = conn.execute("SELECT pg_try_advisory_lock(%s)", (lock,)).fetchone()
        yield conn if row and row[0] else None
