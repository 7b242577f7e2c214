"""Members and pools: each verb begins with one event and is carried to its end in steps, as gifts and merges are.

    found     pool.opened (pool) → pool.joined (owner) → pool.member_joined (pool)
    join      pool.joined (member) → pool.member_joined (pool), or pool.join_undone (member)
    put in    any event of a member that moves points to the pool → pool.received (pool) → pool.delivered | pool.undelivered (member)
    return    an order's return → pool.reclaimed (pool) → pool.settled (member)
    freeze    member.frozen, member.unfrozen (member) → pool.member_frozen (pool)
    give back redemption.cancelled (pool) → pool.came_back (each who has left) → pool.gave_back (pool)
    leave     pool.left (pool) → pool.parted (member)
    dissolve  pool.dissolved (pool) → everybody leaves, the owner last → pool.closed

Inviting, withdrawing an invitation, spending, reserving and handing over are one event of the pool each. The ids of later steps follow from the first, so a step taken twice counts
once; what breaks off is found again through the outbox.
"""

import logging
from typing import Any, NamedTuple

import psycopg

from regulars.engine import pool_events as happens
from regulars.engine.errors import MemberIsFrozen
from regulars.engine.event_names import CANCELLED, CAPTURED, RELEASED
from regulars.engine.pool_errors import InOnePool, NotInPool, PoolsNotOffered
from regulars.engine.reading import read_data
from regulars.journal.answers import Answer
from regulars.journal.errors import PoolRefTaken, PoolUnknown
from regulars.journal.moving import Begun, Moved, Mover, begun_of, find_begun
from regulars.journal.pool_statements import OPEN_POOLS
from regulars.journal.posting import HOUSE
from regulars.journal.programs import load_versions
from regulars.journal.queries import member_of, own_state_of, ref_of
from regulars.kit.errors import Problem, Refused, Unavailable
from regulars.kit.periods import instant

log = logging.getLogger(__name__)
Conn = psycopg.Connection[Any]
_NOT_KEPT = ("event.in_future", "member.unknown")  # refusals that left no trace: not the pool's last word
_RECENTLY_US = 86_400_000_000


class Ask(NamedTuple):
    """What is asked of a pool. ``source`` and ``id`` are the caller's: the same again counts once. References are the shop's own.

    ``by``: who says so; empty: the shop itself. ``points``: in the wallet's unit. ``order_amount``: minor units; -1: not said.
    """

    source: str
    id: str
    at_us: int
    pool: str = ""
    member: str = ""
    by: str = ""
    kind: str = ""
    points: int = 0
    wallet: str = ""
    up_to: bool = False
    reason: str = ""
    order_id: str = ""
    order_amount: int = -1
    redemption: str = ""
    hold: str = ""
    hold_source: str = ""
    lasts_s: int = 0
    until_us: int = 0
    reference: str = ""


class Pools:
    """The verbs of pools, on a mover's intake."""

    def __init__(self, mover: Mover) -> None:
        self._mover = mover
        self._look = mover.look

    # ---- the verbs; each raises UnknownMember, Refused ``pool.*`` and what ``Intake.post`` raises for the first step

    async def found(self, ask: Ask, now_us: int) -> Moved:
        """A pool of a kind, with its owner in it. Raises PoolRefTaken, InOnePool before anything is written."""
        owner = await self._member(ask.member)
        known = await self._look(lambda conn: _known(conn, ask.pool, ask.source, ask.id))
        if known is None:
            raise PoolRefTaken(ref=ask.pool)
        body = {"kind": ask.kind, "owner": owner} | ({"homeward": True} if known.get("homeward", True) else {})
        if not known:
            await self._look(lambda conn: _may_found(conn, owner, ask.kind, ask.at_us))
        return await self._begin(ask, ask.pool, happens.OPENED, body, now_us)

    async def invite(self, ask: Ask, now_us: int) -> Moved:
        member, by = await self._member(ask.member), await self._by(ask)
        return await self._begin(ask, await self._pool(ask.pool), happens.INVITED, {"member": member, "by": by}, now_us)

    async def withdraw(self, ask: Ask, now_us: int) -> Moved:
        """An invitation does not stand any more; ``by`` whoever invited, the owner or the shop."""
        member, by = await self._member(ask.member), await self._by(ask)
        return await self._begin(ask, await self._pool(ask.pool), happens.INVITATION_WITHDRAWN, {"member": member, "by": by}, now_us)

    async def join(self, ask: Ask, now_us: int) -> Moved:
        ref = await self._pool(ask.pool)
        pool, kind = await self._look(lambda conn: _kind_of(conn, ref))
        return await self._begin(ask, ask.member, happens.JOINED, {"pool": pool, "kind": kind}, now_us)

    async def contribute(self, ask: Ask, now_us: int) -> Moved:
        return await self._begin(ask, ask.member, happens.CONTRIBUTED, {"points": ask.points, "wallet": ask.wallet}, now_us)

    async def redeem(self, ask: Ask, now_us: int) -> Moved:
        """A member spends from the pool they are in; what is still on its way there arrives first. Raises NotInPool."""
        by, pool = await self._spends(ask, now_us)
        body = {
            "by": by, "points": ask.points, "wallet": ask.wallet, "up_to": ask.up_to, "reason": ask.reason,
            "order_id": ask.order_id, "order_amount": ask.order_amount,
        }  # fmt: skip
        return await self._begin(ask, await self._ref(pool), happens.REDEEMED, body, now_us)

    async def hold(self, ask: Ask, now_us: int) -> Moved:
        """A member reserves points of the pool they are in, as ``redeem`` spends them. Raises NotInPool."""
        by, pool = await self._spends(ask, now_us)
        body = {
            "by": by, "points": ask.points, "wallet": ask.wallet, "up_to": ask.up_to, "lasts_s": ask.lasts_s, "until_us": ask.until_us,
            "reference": ask.reference, "order_id": ask.order_id, "order_amount": ask.order_amount,
        }  # fmt: skip
        return await self._begin(ask, await self._ref(pool), happens.HELD, body, now_us)

    async def _spends(self, ask: Ask, now_us: int) -> tuple[int, int]:
        """(who spends, of which pool), once what is on its way there has arrived. Raises NotInPool, MemberIsFrozen."""
        by, pool = await self._own_pool(ask.member, ask.pool)
        if (await self._look(lambda conn: own_state_of(conn, by))).frozen_us:  # the pool knows it too, as soon as the freeze is carried to its end
            raise MemberIsFrozen()
        await self.finish_open(now_us - _RECENTLY_US, now_us, pool)
        return by, pool

    async def capture(self, ask: Ask, now_us: int) -> Moved:
        """What was reserved is spent, wholly or in part; the rest is whoever's it was. A freeze that is on its way to the pool arrives first."""
        pool = await self._member(ask.pool)
        await self.finish_open(now_us - _RECENTLY_US, now_us, pool)
        body = _told(hold=ask.hold, source=ask.hold_source, points=ask.points, reason=ask.reason, order_id=ask.order_id)
        return await self._end(ask, CAPTURED, body, now_us)

    async def release(self, ask: Ask, now_us: int) -> Moved:
        """What was reserved is free again."""
        return await self._end(ask, RELEASED, _told(hold=ask.hold, source=ask.hold_source, reason=ask.reason), now_us)

    async def _end(self, ask: Ask, type: str, body: dict[str, Any], now_us: int) -> Moved:
        ref, program = await self._pool(ask.pool), await self._look(lambda conn: load_versions(conn).program)
        answer = await self._mover.post_read(ref, type, ask.source, ask.id, ask.at_us, body, now_us, lambda raw: read_data(type, raw, program))
        return Moved(answer, "refused", answer.code) if answer.code else Moved(answer, "arrived")

    async def cancel(self, ask: Ask, now_us: int) -> Moved:
        """A redemption of the pool's is given back, wholly or in part; what was of somebody who has left goes home to them."""
        body = _told(redemption=ask.redemption, reason=ask.reason or "cancelled", points=ask.points)
        moved = await self._end(ask, CANCELLED, body, now_us)
        if moved.state == "refused":
            return moved
        pool = await self._member(ask.pool)
        begun = await self._look(lambda conn: find_begun(conn, [pool], ask.source, ask.id))
        if begun is None or not begun.outcome.moved:
            return moved
        try:
            return await self.finish(moved.answer, begun, now_us)
        except Unavailable:
            return Moved(moved.answer, "on_its_way")

    async def leave(self, ask: Ask, now_us: int) -> Moved:
        """With what is left of one's own. ``by`` the owner or the shop: the member is made to leave. Raises NotInPool."""
        member, pool = await self._own_pool(ask.member, ask.pool, was=(ask.source, ask.id))
        by = await self._by(ask)
        await self.finish_open(now_us - _RECENTLY_US, now_us, pool)
        why = "left" if by == member else "expelled"
        return await self._begin(ask, await self._ref(pool), happens.LEFT, {"member": member, "by": by, "why": why}, now_us)

    async def hand_over(self, ask: Ask, now_us: int) -> Moved:
        """``member`` is the owner from now on."""
        to, by = await self._member(ask.member), await self._by(ask)
        return await self._begin(ask, await self._pool(ask.pool), happens.OWNER_CHANGED, {"to": to, "by": by}, now_us)

    async def dissolve(self, ask: Ask, now_us: int) -> Moved:
        ref, by = await self._pool(ask.pool), await self._by(ask)
        pool, _ = await self._look(lambda conn: _kind_of(conn, ref))
        await self.finish_open(now_us - _RECENTLY_US, now_us, pool)
        return await self._begin(ask, ref, happens.DISSOLVED, {"by": by}, now_us)

    async def leave_for_merge(self, member: int, survivor: int, at_us: int, now_us: int) -> None:
        """Whoever becomes part of another leaves their pool first; the survivor, if in it, becomes its owner. Raises Refused ``merge.pool``, ``member.is_frozen``, ``pool.owner_stays``."""
        state, other = await self._look(lambda conn: (own_state_of(conn, member), own_state_of(conn, survivor)))
        if state.pool is not None or other.pool is not None:
            raise Refused("merge.pool")
        if state.frozen_us or other.frozen_us:
            raise MemberIsFrozen()
        pooled = state.pooled
        if pooled is None or not (pooled.pool or pooled.sent or pooled.asked) or state.holds or (state.moving is not None and state.moving.taken_in):
            return
        await self.finish_open(0, now_us, pooled.pool or None)
        if not pooled.pool:
            return
        ref = await self._ref(pooled.pool)
        pool = (await self._look(lambda conn: own_state_of(conn, pooled.pool))).pool
        if pool is not None and pool.owner == member and survivor in pool.seats:
            await self._mover.post(ref, happens.OWNER_CHANGED, HOUSE, f"{member}.{state.seq}.handing", at_us, {"to": survivor}, now_us)
        ask = Ask(HOUSE, f"{member}.{state.seq}.merging", at_us)
        moved = await self._begin(ask, ref, happens.LEFT, {"member": member, "by": 0, "why": "merged"}, now_us)
        if moved.state == "refused":
            raise Refused(moved.why, **{name: fact for name, fact in moved.answer.because[0].items() if name != "code"})

    # ---- the steps

    async def finish_open(self, since_us: int, now_us: int, pool: int | None = None) -> int:
        """Carry on everything begun since then (of one pool) that has not ended. Returns how many could be ended; one that can't be is left and logged."""
        done = 0
        for begun in await self._look(lambda conn: open_pools(conn, since_us, pool)):
            try:
                moved = await self.finish(Answer(begun.step_id("first"), "duplicate", {}, "", {}, []), begun, now_us)
                done += moved.state != "on_its_way"
            except Problem as problem:
                log.warning("step %s of member %d can't be carried on now: %s", begun.seq, begun.member_id, problem)
        return done

    async def finish(self, answer: Answer, begun: Begun, now_us: int) -> Moved:
        """Take every step that is missing; those taken already are answered as they were. Raises Unavailable."""
        moved, what = begun.outcome.moved, begun.outcome.moved.get("what", "")
        if what == "opening":
            return await self._opened(answer, begun, now_us)
        if what == "joining":
            return await self._joined(answer, begun, now_us)
        if what == "leaving":
            body = {"pool": begun.member_id, "why": moved["why"], "lots": moved["lots"]} | ({"lapsed": moved["lapsed"]} if "lapsed" in moved else {})
            parted = await self._step(moved["member"], happens.PARTED, begun, "parted", body, now_us)
            return Moved(answer, "on_its_way", parted.code) if parted.code else Moved(answer, "arrived")
        if what == "dissolving":
            return await self._dissolved(answer, begun, now_us)
        if what == "giving_back":
            return await self._gave_back(answer, begun, now_us)
        done = Moved(answer, "arrived")
        if "lots" in moved and "pool" in moved:
            done = await self._given(answer, begun, now_us)
        if "wants" in moved and done.state != "on_its_way":
            done = await self._asked(answer, begun, now_us)
        if "frozen" in moved:
            told = {"member": begun.member_id, "frozen": moved["frozen"]}
            await self._step(int(moved["pool"]), happens.MEMBER_FROZEN, begun, "frozen", told, now_us)  # refused where they have left it
        return done

    async def _opened(self, answer: Answer, begun: Begun, now_us: int) -> Moved:
        owner, kind = int(begun.body["owner"]), begun.body["kind"]
        joined = await self._step(owner, happens.JOINED, begun, "joined", {"pool": begun.member_id, "kind": kind}, now_us)
        if joined.code in _NOT_KEPT:
            return Moved(answer, "on_its_way", joined.code)
        if joined.code:
            await self._step(begun.member_id, happens.CLOSED, begun, "closed", {}, now_us)
            return Moved(answer, "came_back", joined.code, tuple(joined.because))
        found = await self._look(lambda conn: find_begun(conn, [owner], HOUSE, begun.step_id("joined")))
        return Moved(answer, "on_its_way") if found is None else await self._joined(answer, found, now_us)

    async def _joined(self, answer: Answer, begun: Begun, now_us: int) -> Moved:
        pool = int(begun.body["pool"])
        seated = await self._step(pool, happens.MEMBER_JOINED, begun, "seated", {"member": begun.member_id}, now_us)
        if not seated.code:
            return Moved(answer, "arrived")
        if seated.code in _NOT_KEPT or seated.status == "conflict":
            return Moved(answer, "on_its_way", seated.code)
        await self._step(begun.member_id, happens.JOIN_UNDONE, begun, "unseated", {"pool": pool, "why": seated.code}, now_us)
        return Moved(answer, "came_back", seated.code, tuple(seated.because))

    async def _given(self, answer: Answer, begun: Begun, now_us: int) -> Moved:
        moved = begun.outcome.moved
        arrived = await self._step(int(moved["pool"]), happens.RECEIVED, begun, "received", {"member": begun.member_id, "lots": moved["lots"]}, now_us)
        if not arrived.code:
            await self._step(begun.member_id, happens.DELIVERED, begun, "delivered", {"step": begun.seq}, now_us)
            return Moved(answer, "arrived")
        if arrived.code in _NOT_KEPT or arrived.status == "conflict":
            return Moved(answer, "on_its_way", arrived.code)
        await self._step(begun.member_id, happens.UNDELIVERED, begun, "undelivered", {"step": begun.seq, "why": arrived.code}, now_us)
        return Moved(answer, "came_back", arrived.code, tuple(arrived.because))

    async def _asked(self, answer: Answer, begun: Begun, now_us: int) -> Moved:
        pool = int(begun.outcome.moved["pool"])
        body = {"member": begun.member_id, "wants": begun.outcome.moved["wants"]}
        gave = await self._step(pool, happens.RECLAIMED, begun, "reclaimed", body, now_us)
        if gave.code:
            return Moved(answer, "on_its_way", gave.code)
        told = await self._look(lambda conn: find_begun(conn, [pool], HOUSE, begun.step_id("reclaimed")))
        if told is None:
            return Moved(answer, "on_its_way")
        back = {"step": begun.seq, "lots": told.outcome.moved["lots"], "lapsed": told.outcome.moved["lapsed"]}
        settled = await self._step(begun.member_id, happens.SETTLED, begun, "settled", back, now_us)
        return Moved(answer, "on_its_way", settled.code) if settled.code else Moved(answer, "arrived")

    async def _gave_back(self, answer: Answer, begun: Begun, now_us: int) -> Moved:
        for member, lots in begun.outcome.moved["gives"]:
            home = await self._step(int(member), happens.CAME_BACK, begun, f"back.{member}", {"pool": begun.member_id, "lots": lots}, now_us)
            if home.code:
                return Moved(answer, "on_its_way", home.code)
        told = await self._step(begun.member_id, happens.GAVE_BACK, begun, "gaveback", {"step": begun.seq}, now_us)
        return Moved(answer, "on_its_way", told.code) if told.code else Moved(answer, "arrived")

    async def _dissolved(self, answer: Answer, begun: Begun, now_us: int) -> Moved:
        """Everybody leaves, the owner last; then the pool is closed."""
        state = await self._look(lambda conn: own_state_of(conn, begun.member_id))
        pool = state.pool
        ref = await self._ref(begun.member_id)
        for member in sorted(pool.seats if pool is not None else (), key=lambda member: (pool is not None and member == pool.owner, member)):
            ask = Ask(HOUSE, f"{begun.member_id}.{begun.seq}.out{member}", begun.at_us)
            left = await self._begin(ask, ref, happens.LEFT, {"member": member, "by": 0, "why": "dissolved_for"}, now_us)
            if left.state == "on_its_way":
                return Moved(answer, "on_its_way", left.why)
        for other in await self._look(lambda conn: open_pools(conn, 0, begun.member_id)):  # who left before it broke off
            if other.outcome.moved.get("what") != "dissolving":
                await self.finish(answer, other, now_us)
        closed = await self._step(begun.member_id, happens.CLOSED, begun, "closed", {}, now_us)
        return Moved(answer, "on_its_way", closed.code) if closed.code else Moved(answer, "arrived")

    async def _begin(self, ask: Ask, ref: str, type: str, body: dict[str, Any], now_us: int) -> Moved:
        answer = await self._mover.post(ref, type, ask.source, ask.id, ask.at_us, body, now_us)
        if answer.status == "conflict" or answer.code:
            return Moved(answer, "refused", answer.code)
        member = await self._member(ref)
        begun = await self._look(lambda conn: find_begun(conn, [member], ask.source, ask.id))
        if begun is None:
            raise LookupError(f"there is no event {ask.source}/{ask.id}")
        if not begun.outcome.moved:
            return Moved(answer, "arrived")
        try:
            return await self.finish(answer, begun, now_us)
        except Unavailable:
            return Moved(answer, "on_its_way")

    async def _step(self, member_id: int, type: str, begun: Begun, step: str, body: dict[str, Any], now_us: int) -> Answer:
        return await self._mover.post(await self._ref(member_id), type, HOUSE, begun.step_id(step), begun.at_us, body, now_us)

    # ---- who is meant

    async def _ref(self, member_id: int) -> str:
        return await self._look(lambda conn: ref_of(conn, member_id))  # type: ignore[no-any-return]

    async def _member(self, ref: str) -> int:
        return (await self._look(lambda conn: member_of(conn, ref)))[0]  # type: ignore[no-any-return]

    async def _by(self, ask: Ask) -> int:
        return await self._member(ask.by) if ask.by else 0

    async def _pool(self, ref: str) -> str:
        await self._look(lambda conn: _kind_of(conn, ref))
        return ref

    async def _own_pool(self, member: str, ref: str, was: tuple[str, str] = ("", "")) -> tuple[int, int]:
        """(the member's number, the pool's). Without a reference the pool the member is in; ``was``: an event of the pool that said so before."""
        id, state = await self._look(lambda conn: member_of(conn, member))
        if ref:
            pool, _ = await self._look(lambda conn: _kind_of(conn, ref))
            return id, pool
        if state.pooled is not None and state.pooled.pool:
            return id, state.pooled.pool
        raise NotInPool()


def open_pools(conn: Conn, since_us: int, pool: int | None = None) -> list[Begun]:
    """What was begun with pools since then and has no last step, oldest first, a thousand at most."""
    return [begun_of(row) for row in conn.execute(OPEN_POOLS, {"since": instant(since_us), "pool": pool})]


def _told(**asked: Any) -> dict[str, Any]:
    """As an event says it on the wire: what was not said is left out."""
    return {name: value for name, value in asked.items() if value}


def _known(conn: Conn, ref: str, source: str, id: str) -> dict[str, Any] | None:
    """What a pool was founded with under this id; empty: nothing is known by the reference; None: it is taken by something else."""
    row = conn.execute("SELECT member_id FROM member_ref WHERE ref = %s", (ref,)).fetchone() if "\x00" not in ref else None
    if row is None:
        return {}
    begun = find_begun(conn, [row[0]], source, id)
    return {"homeward": False, **begun.body} if begun is not None and begun.type == happens.OPENED else None


def _may_found(conn: Conn, owner: int, kind: str, at_us: int) -> None:
    pooled = own_state_of(conn, owner).pooled
    if pooled is not None and pooled.pool:
        raise InOnePool()
    versions = load_versions(conn)
    if kind not in versions.at(at_us).pools:
        raise PoolsNotOffered(kind=kind)


def _kind_of(conn: Conn, ref: str) -> tuple[int, str]:
    """A pool's number and kind. Raises PoolUnknown, UnknownMember."""
    member_id, state = member_of(conn, ref)
    if state.pool is None:
        raise PoolUnknown(ref=ref)
    return member_id, state.pool.kind


