"""A member is frozen, or free again: one event of theirs; where they are in a pool, one of the pool's, so that it refuses them too.

The same whichever way the first event came: over a route of its own, among others, or in a file. It says in its outcome that the pool is to be told.

Every redemption, reservation, capture, gift and contribution is decided on the state that this event changed, in the transaction that writes it:
whichever is written second is decided anew on what the first left. The pool's own step follows the member's at once (in a file: with the clock's next
minute); until it is written, the member's state is asked before anything of a pool is spent.
"""

import logging
from typing import Any, NamedTuple

import psycopg

from regulars.engine.event_names import MEMBER_FROZEN, MEMBER_UNFROZEN
from regulars.engine.reading import read_data
from regulars.journal.moving import Moved, Mover
from regulars.journal.programs import load_versions
from regulars.journal.queries import member_of
from regulars.kit.errors import Unavailable
from regulars.kit.phrases import phrases

log = logging.getLogger(__name__)
Conn = psycopg.Connection[Any]

phrases({"freeze.reason": ("say why the member is frozen", "请说明冻结原因", "請說明凍結原因")})


class Freeze(NamedTuple):
    """``frozen`` False: free again. ``source`` and ``id`` are the caller's: the same again counts once."""

    ref: str
    frozen: bool
    reason: str
    by: str
    source: str
    id: str
    at_us: int


class Frozen(NamedTuple):
    """Since when a member is frozen, by whom and why; ``since_us`` 0: they are not."""

    since_us: int = 0
    reason: str = ""
    by: str = ""


async def set_frozen(mover: Mover, ask: Freeze, now_us: int) -> Moved:
    """Freeze a member, or let them free. Raises UnknownMember and what ``Intake.post`` raises; refused: ``member.frozen_already``, ``member.not_frozen``."""
    program = await mover.look(lambda conn: load_versions(conn).program)
    body = {"reason": ask.reason, "by": ask.by} if ask.reason else {"by": ask.by}
    type = MEMBER_FROZEN if ask.frozen else MEMBER_UNFROZEN
    await mover.look(lambda conn: member_of(conn, ask.ref))
    answer = await mover.post_read(ask.ref, type, ask.source, ask.id, ask.at_us, body, now_us, lambda raw: read_data(type, raw, program))
    if answer.status == "conflict" or answer.code:
        return Moved(answer, "refused", answer.code)
    await tell_pool(mover, ask.ref, now_us)
    return Moved(answer, "arrived")


async def tell_pool(mover: Mover, ref: str, now_us: int) -> None:
    """What is on its way to the member's pool arrives, in its order; with it their freeze, or its end. What can't arrive now, the clock's job carries there."""
    from regulars.journal.pools import Pools

    try:
        _, state = await mover.look(lambda conn: member_of(conn, ref))
        if state.pooled is not None and state.pooled.pool:
            await Pools(mover).finish_open(0, now_us, state.pooled.pool)
    except Unavailable:
        log.warning("a freeze is on its way to a pool: the clock's job carries it there")


_LAST = "SELECT body ->> 'reason', body ->> 'by' FROM event WHERE member_id = %s AND type = %s AND coalesce(outcome ->> 'status', 'created') = 'created' ORDER BY seq DESC LIMIT 1"


def frozen_of(conn: Conn, ref: str) -> Frozen:
    """Raises UnknownMember. One indexed read, unless the member is frozen."""
    member_id, state = member_of(conn, ref)
    if not state.frozen_us:
        return Frozen()
    row = conn.execute(_LAST, (member_id, MEMBER_FROZEN)).fetchone()
    return Frozen(state.frozen_us, *(row or ("", "")))
