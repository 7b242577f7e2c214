"""A pool as somebody reads it: who is in it, what each put in, what is left of it, what each may still spend. Time has passed in memory; nothing is written."""

from typing import Any, NamedTuple

import psycopg

from regulars.engine.compiled import Versions
from regulars.engine.limits import used_in
from regulars.engine.passing import advance
from regulars.engine.pool_spending import limit_of
from regulars.engine.pooling import terms_of
from regulars.engine.standing import WalletStanding, standing
from regulars.engine.state import MemberState
from regulars.journal.errors import PoolUnknown
from regulars.journal.queries import member_of, own_state_of

Conn = psycopg.Connection[Any]


class Seated(NamedTuple):
    """A member of a pool. ``gave``, ``left``, ``spent``: wallet -> points put in so far, what is left of them, points spent. ``may_spend``: None without a limit."""

    ref: str
    since: int
    is_owner: bool
    gave: dict[str, int]
    left: dict[str, int]
    spent: dict[str, int]
    may_spend: int | None


class Held(NamedTuple):
    """An open hold: the id and source of what reserved it, by whom, how many points of which wallet, and the moment it ends by itself."""

    id: str
    source: str
    by: str
    wallet: str
    points: int
    until_us: int
    reference: str


class PoolView(NamedTuple):
    """``nobodys``: wallet -> points that belong to the pool itself. ``invited``: (reference, last day). ``on_its_way``: begun and not arrived yet."""

    ref: str
    kind: str
    name: str
    owner: str
    most: int
    dissolved: bool
    wallets: list[WalletStanding]
    members: list[Seated]
    nobodys: dict[str, int]
    invited: list[tuple[str, int]]
    on_its_way: int
    held: list[Held] = []


def pool_view(conn: Conn, versions: Versions, ref: str, at_us: int, language: str = "en") -> PoolView:
    """Raises UnknownMember, PoolUnknown."""
    pool_id, state = member_of(conn, ref)
    return _view(conn, versions, pool_id, state, ref, at_us, language)


def pool_of(conn: Conn, versions: Versions, member: MemberState, at_us: int, language: str = "en") -> PoolView | None:
    """The pool a member is in; None: in none."""
    if member.pooled is None or not member.pooled.pool:
        return None
    refs = _refs(conn, [member.pooled.pool])
    return _view(conn, versions, member.pooled.pool, own_state_of(conn, member.pooled.pool), refs[member.pooled.pool], at_us, language)


def _view(conn: Conn, versions: Versions, pool_id: int, state: MemberState, ref: str, at_us: int, language: str) -> PoolView:
    if state.pool is None:
        raise PoolUnknown(ref=ref)
    _, state = advance(versions, state, at_us)
    pool, now_us = state.pool, max(at_us, state.advanced_us)
    assert pool is not None
    now, today = versions.at(now_us), versions.calendar.day_of(now_us)
    terms = terms_of(versions, now, pool.kind)
    left: dict[int, dict[str, int]] = {}
    for key, whose in pool.shares.items():
        wallet = key.split("/", 1)[0]
        for owner, points in whose:
            own = left.setdefault(owner, {})
            own[wallet] = own.get(wallet, 0) + points
    refs = _refs(conn, [*pool.seats, *pool.invited, pool.owner])
    members = []
    for member, seat in pool.seats.items():
        limit = limit_of(now, terms, member)
        may = None if limit is None else max(limit.count - used_in(state, limit, today), 0)
        may = 0 if terms.spend.who == "owner" and member != pool.owner else may
        members.append(Seated(refs[member], seat.since, member == pool.owner, seat.gave, left.get(member, {}), seat.spent, may))
    invited = [(refs[member], day) for member, day in pool.invited.items() if day >= today]
    wallets = [one for one in standing(versions, state, at_us).wallets if one.id in terms.wallets or one.active]
    held = conn.execute("SELECT count(*) FROM outbox o WHERE o.topic = 'pool.giving' AND (o.payload ->> 'pool')::bigint = %s"
                        " AND NOT EXISTS (SELECT 1 FROM event d WHERE d.member_id = o.member_id AND d.source = 'regulars'"
                        " AND d.external_id = ANY (ARRAY[o.member_id || '.' || o.seq || '.delivered', o.member_id || '.' || o.seq || '.undelivered']))", (pool_id,)).fetchone()
    by = {(one.source, one.id): refs[one.by] for one in pool.held or ()}
    open_holds = [Held(one.id, one.source, by[one.source, one.id], one.wallet, one.points, one.until_us, one.reference) for one in state.holds if (one.source, one.id) in by]
    return PoolView(
        ref, pool.kind, terms.name.read(language) or pool.kind, refs[pool.owner], terms.members, pool.dissolved, wallets, members,
        left.get(0, {}), invited, int(held[0]) if held else 0, open_holds,
    )  # fmt: skip


def _refs(conn: Conn, members: list[int]) -> dict[int, str]:
    return dict(conn.execute("SELECT member_id, min(ref) FROM member_ref WHERE member_id = ANY(%s) GROUP BY member_id", (members,)).fetchall())
