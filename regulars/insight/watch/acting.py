"""What follows an alert: a member is frozen, by somebody who pressed the button or by a rule that was told to."""

from collections.abc import Iterable
from datetime import datetime

import psycopg

from regulars.insight.watch.alerts import FROZEN, OPEN, Alert, Kept, alert, answer
from regulars.insight.watch.settings import Settings
from regulars.journal.frozen import Freeze, set_frozen
from regulars.journal.moving import Moved, Mover, run_mover
from regulars.kit.errors import Refused
from regulars.kit.periods import microseconds

BY_RULE = "watch"
_SOURCE = "watch"


async def freeze_for(mover: Mover, id: int, ref: str, *, by: str, at: datetime) -> Moved:
    """Freeze the member of an alert; the same alert again counts once. Raises what ``set_frozen`` raises; frozen already is fine."""
    at_us = microseconds(at)
    moved = await set_frozen(mover, Freeze(ref, True, f"alert {id}", by, _SOURCE, f"alert-{id}-{at_us}", at_us), at_us)
    if moved.state == "refused" and moved.why != "member.frozen_already":
        raise Refused(moved.why)
    return moved


def answered(conn: psycopg.Connection, dsn: str, id: int, status: str, *, by: str, at: datetime) -> Alert:
    """Answer an alert; ``frozen`` freezes its member first. Raises as ``answer``; Refused ``watch.nobody_to_freeze`` where it is about staff."""
    found = alert(conn, id)
    if status == FROZEN and found.status != FROZEN:
        if not found.ref:
            raise Refused("watch.nobody_to_freeze", id=id)
        run_mover(dsn, lambda mover: freeze_for(mover, id, found.ref, by=by, at=at))
    return answer(conn, id, status, by=by, at=at)


def freeze_found(conn: psycopg.Connection, dsn: str, made: Iterable[Kept], settings: Settings, *, at: datetime) -> int:
    """Freeze whom a rule found that is told to freeze at once. The alert stays open: whether it was right somebody has yet to say."""
    found = [alert(conn, one.id) for one in made if settings.rule(one.finding.rule).freeze and one.finding.member]
    refs = [(one.id, one.ref) for one in found if one.status == OPEN and one.ref]

    async def freeze(mover: Mover) -> int:
        return sum([(await freeze_for(mover, id, ref, by=BY_RULE, at=at)).state != "refused" for id, ref in refs])

    return run_mover(dsn, freeze) if refs else 0
