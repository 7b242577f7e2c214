"""Goodwill one person gives alone, counted over a length of time: from the journal itself, by whoever is about to give, one after the other."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

import psycopg

from regulars.engine.approving import Alone, Over, over_in_all
from regulars.engine.event_names import ADJUSTED
from regulars.journal.posting import HOUSE
from regulars.kit.periods import calendar_of, instant
from regulars.program.document import GoodwillInAll, Program

Conn = psycopg.Connection[Any]
APPROVED = "approval-"  # how the ids of what two people agreed to begin; that is nobody's goodwill alone

# Counted by the moment it was written down: an adjustment with an early date counts today. `except`: events of the very message that is asked about.
_GIVEN = """
SELECT coalesce(sum((e.body->>'points')::numeric), 0)::bigint FROM event e
 WHERE e.type = 'points.adjusted' AND e.recorded_at >= %(since)s AND coalesce(nullif(e.body->>'wallet', ''), %(first)s) = %(wallet)s
   AND (e.body->>'points')::numeric > 0 AND coalesce(e.outcome->>'status', '') <> 'refused'
   AND NOT (e.source = %(house)s AND starts_with(e.external_id, %(approved)s))
   AND (%(member)s::bigint IS NULL OR e.member_id = %(member)s) AND (%(giver)s::text IS NULL OR lower(e.body->>'by') = %(giver)s)
   AND NOT (e.source = %(source)s AND e.external_id = ANY(%(except)s))
"""
_KNOWN = "SELECT count(*) FROM event WHERE member_id = %s AND source = %s AND external_id = %s AND type = %s"


class Message(NamedTuple):
    """What is about to be given: by whom, and the ids its events will have, one beside each adjustment."""

    by: str
    source: str
    ids: Sequence[str]
    alone: Sequence[Alone]


@contextmanager
def one_after_another(conn: Conn, program: Program, message: Message, at: datetime) -> Iterator[Over | None]:
    """The limit over time that the message would cross, or None; until the block ends nobody else gives to these members or as this person.

    Write within the block. What was written before under the same ids is not asked about again. Costs nothing where the programme has no such limit.
    """
    if not program.approval.goodwill_in_all or all(one.points <= 0 for one in message.alone):
        yield None
        return
    with conn.transaction():
        for key in sorted({f"goodwill of {message.by.casefold()}", *(f"goodwill for {one.member_id}" for one in message.alone)}):
            conn.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 20261123))", (key,))
        if _is_known(conn, message):
            yield None
        else:
            yield over_in_all(program, message.alone, lambda limit, wallet, member_id: given_alone(conn, program, limit, wallet, message, member_id, at))


def given_alone(conn: Conn, program: Program, limit: GoodwillInAll, wallet: str, message: Message, member_id: int, at: datetime) -> int:
    """The points that stand in the journal already, in the wallet's unit, within the limit's last days."""
    calendar = calendar_of(program.timezone)
    today = calendar.day_of(int(at.timestamp() * 1_000_000))
    row = conn.execute(
        _GIVEN,
        {
            "since": instant(calendar.start_of(limit.within.before(today) + 1)),
            "first": program.wallets[0].id,
            "wallet": wallet,
            "house": HOUSE,
            "approved": APPROVED,
            "member": member_id if limit.of == "member" else None,
            "giver": message.by.casefold() if limit.of == "giver" else None,
            "source": message.source,
            "except": list(message.ids),
        },
    ).fetchone()
    return int(row[0]) if row else 0


def _is_known(conn: Conn, message: Message) -> bool:
    rows = [conn.execute(_KNOWN, (one.member_id, message.source, id, ADJUSTED)).fetchone() for one, id in zip(message.alone, message.ids, strict=True)]
    return all(row is not None and row[0] for row in rows)
