"""What the clock does, one round at a time. The moment is handed in; a round may come late, twice, or from two workers at once.

One worker at a time does a round: the others find the advisory lock taken and leave. A killed worker's lock goes with its connection.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from regulars.engine.compiled import Versions
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
_CARDS = 0x63617264  # "card"
_LOOK = 0x6C6F6F6B  # "look"
LATEST = 20_000  # members looked at each minute: more join in no minute
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
        if done.joining:
            _join(conn, dsn, versions, done.joining, now)
        figures.refresh_if_older(conn, at=now)
        return done


def _join(conn: psycopg.Connection[Any], dsn: str, versions: Versions, members: Sequence[int], now: datetime) -> None:
    """Enrol the guests whose first points have become usable. Broken off here, it is done with their next event, or their next day."""
    from regulars.connectors.known_facts import known_facts
    from regulars.journal.bulk import post_all
    from regulars.journal.posting import joining
    from regulars.journal.queries import ref_of

    at_us = microseconds(now)
    post_all(dsn, [joining(ref_of(conn, member_id), at_us, at_us) for member_id in members], facts_of=known_facts(versions.calendar.day_of))


def finish_moves(dsn: str, now: datetime, *, since: timedelta) -> int:
    """Carry on what was begun between two members, or with a pool, ``since`` then and broke off; people follow their merges. Returns how many could be ended."""
    from regulars.journal.moving import merged_since, open_steps, run_mover
    from regulars.journal.pools import open_pools
    from regulars.journal.referrals import carry_referrals, open_referrals

    since_us, now_us = microseconds(now - since), microseconds(now)
    with _alone(dsn, _MOVES) as conn:
        if conn is None:
            return 0
        done, referrals = 0, open_referrals(conn, since_us)
        if open_steps(conn, since_us) or open_pools(conn, since_us):
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


def issue_cards(dsn: str, now: datetime, *, all_of_them: bool = False) -> int:
    """A card for whoever joined, where the programme gives one at enrolment; the latest members only, or all of them. Returns how many."""
    with _alone(dsn, _CARDS) as conn:
        if conn is None:
            return 0
        try:
            cards = load_versions(conn).at(microseconds(now)).program.cards
        except NoProgram:
            return 0
        if cards is None or cards.issue != "at_enrolment":
            return 0
        from regulars.members.cards.issuing import issue_missing
        from regulars.members.cards.queries import without_card

        issued = sum(issue_missing(some, cards.code, by="enrolment", at=now) for some in without_card(latest=0 if all_of_them else LATEST))
        if issued:
            log.info("%d members got a card", issued)
        return issued


def look_at_quality(dsn: str, now: datetime, *, by: str, at_night: bool = False) -> int | None:
    """Look at everybody's details. at_night: only when it is night where the programme lives. None: not now, or another worker is at it."""
    with _alone(dsn, _LOOK) as conn:
        if conn is None:
            return None
        try:
            program = load_versions(conn).at(microseconds(now)).program
        except NoProgram:
            return None
        local = now.astimezone(ZoneInfo(program.timezone))
        if at_night and local.hour != NIGHT_HOUR:
            return None
        from regulars.members.quality.looking import look

        return look(program.profile.fields if program.profile is not None else (), by=by, at=now, today=local.date())


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
