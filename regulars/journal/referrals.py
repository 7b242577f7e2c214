"""What a friend's purchase means for the advocate, carried over as events of the advocate's own.

    friend     the clock (or the purchase, or its return)   outcome.referral     outbox: referral.qualified | referral.reversed
    advocate   referral.qualified | referral.reversed        <- source regulars, id referral.<friend>.<step>

The ids follow from the friend, so each friend counts once however often a step is taken. A step that is missing is taken at the next round.
"""

import logging
from functools import partial
from typing import Any, NamedTuple

import psycopg

from regulars.journal.moving import NOT_KEPT, Mover
from regulars.journal.posting import HOUSE
from regulars.journal.queries import ref_of
from regulars.journal.statements import UNTOLD_REFERRALS
from regulars.kit.errors import Problem
from regulars.kit.periods import instant, microseconds

log = logging.getLogger(__name__)
Conn = psycopg.Connection[Any]

# By the index on these topics: what the advocate has not been told. A friend's steps stand in the order of the friend's log, whatever the clocks said.
_OPEN = f"""
SELECT o.member_id, o.topic, (o.payload ->> 'advocate')::bigint, (SELECT e.occurred_at FROM event e WHERE e.member_id = o.member_id AND e.seq = o.seq)
  FROM {UNTOLD_REFERRALS} AND o.recorded_at >= %s ORDER BY min(o.recorded_at) OVER (PARTITION BY o.member_id), o.member_id, o.seq LIMIT 1000
"""


class Step(NamedTuple):
    friend: int
    type: str
    advocate: int
    at_us: int

    @property
    def id(self) -> str:
        return f"referral.{self.friend}.{self.type.removeprefix('referral.')}"


def open_referrals(conn: Conn, since_us: int) -> list[Step]:
    """Steps recorded since then that the advocate has not got, in the order they happened, a thousand at most."""
    rows = conn.execute(_OPEN, (instant(since_us),))
    return [Step(friend, type, advocate, microseconds(at)) for friend, type, advocate, at in rows]


def _ref_of(member_id: int, conn: Conn) -> str:
    return ref_of(conn, member_id)


async def carry_referrals(mover: Mover, steps: list[Step], now_us: int) -> int:
    """Take the steps in order. Returns how many; one that can't be taken now is logged and left, and so is what comes after it for the same friend."""
    done, waiting = 0, set[int]()
    for step in steps:
        if step.friend in waiting:
            continue
        try:
            ref = await mover.look(partial(_ref_of, step.advocate))
            answer = await mover.post(ref, step.type, HOUSE, step.id, step.at_us, {"friend": step.friend}, now_us)
            done += answer.status in ("created", "duplicate")
            if answer.code in NOT_KEPT:
                waiting.add(step.friend)
        except Problem as problem:
            waiting.add(step.friend)
            log.warning("the referral %s can't be carried over now: %s", step.id, problem)
    return done
