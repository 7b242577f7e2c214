"""The round of insight: a snapshot, then everything worked out from it."""

import logging
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg

from regulars.insight.snapshot.taking import BeingTaken, take
from regulars.journal.errors import NoProgram
from regulars.journal.programs import load_versions

log = logging.getLogger("regulars.jobs")
NIGHT_HOUR = 4  # local time of the programme: after the ledger has been verified


def refresh(dsn: str, folder: Path, now: datetime, *, at_night: bool = False) -> bool:
    """at_night: only when it is night where the programme lives. False: not now, or another worker is at it."""
    with psycopg.connect(dsn, autocommit=True) as conn:
        try:
            zone = ZoneInfo(load_versions(conn).latest.program.timezone)
        except NoProgram:
            return False
        if at_night and now.astimezone(zone).hour != NIGHT_HOUR:
            return False
        from regulars.insight.refreshing import refresh as work_out
        from regulars.insight.refreshing.refreshing import BeingRefreshed

        try:
            taken = take(conn, folder, at=now)
            done = work_out(conn, folder, at=now)
        except (BeingTaken, BeingRefreshed):
            return False
        log.info("insight as of %s: %d new events, %d members (%.1f s)", done.as_of, taken.events, done.members, taken.seconds + done.seconds)
        return True
