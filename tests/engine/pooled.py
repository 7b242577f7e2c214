"""A family of members and their pool in memory, by the engine alone; what is begun is carried on as the journal does it, when ``carry`` is called."""

from typing import Any

import msgspec

from engine.looking import decide
from regulars.engine import event_names, pool_events
from regulars.engine.compiling import compile_program
from regulars.engine.decision import Decision, Past
from regulars.engine.events import (
    Event,
    Line,
    MemberEnrolled,
    OrderPaid,
    OrderReturned,
    PointsCaptured,
    PointsRedeemed,
    PointsReleased,
    RedemptionCancelled,
)
from regulars.engine.passing import advance
from regulars.engine.pool_events import POOL_TYPES
from regulars.engine.state import MemberState, decode_state, encode_state
from regulars.program.reading import require

HEAD = """
program: club
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
"""
PLAIN = """
wallets: {points: {expire: {rolling: 1 year}}}
earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]
"""
START_US = 1_767_225_600_000_000  # 2026-01-01 08:00 in Shanghai
DAY_US = 86_400_000_000
POOL = 100


class Family:
    """Members by number; the pool is number 100."""

    def __init__(self, terms: str, *, more: str = PLAIN, members: tuple[int, ...] = (1, 2, 3), homeward: bool = True) -> None:
        self.versions = compile_program(require(f"{HEAD}{more}\npools: {{family: {terms}}}\n"))
        self.clock, self.count, self.homeward = START_US, 0, homeward
        self.states: dict[int, MemberState] = {}
        self.orders: dict[str, tuple[int, OrderPaid, Any, int]] = {}
        self.redemptions: dict[str, Any] = {}
        self.held: list[str] = []
        self.moved: list[tuple[int, Any]] = []  # (log, transfer)
        self.open: list[tuple[int, int, dict[str, Any]]] = []  # (log, seq, what was begun)
        for member in members:
            self.decide(member, event_names.ENROLLED, MemberEnrolled())

    # ---- what happens

    def found(self, owner: int = 1, *others: int) -> None:
        """The pool with its owner, and others who were invited and came."""
        self.decide(POOL, pool_events.OPENED, pool_events.PoolOpened("family", owner, self.homeward))
        self.carry()
        for other in others:
            self.invite(other)
            assert self.join(other).outcome.status == "created"
            self.carry()

    def invite(self, member: int, by: int = 0) -> Decision:
        return self.decide(POOL, pool_events.INVITED, pool_events.PoolInvited(member, by))

    def withdraws(self, member: int, by: int = 0) -> Decision:
        return self.decide(POOL, pool_events.INVITATION_WITHDRAWN, pool_events.PoolInvitationWithdrawn(member, by))

    def join(self, member: int) -> Decision:
        return self.decide(member, pool_events.JOINED, pool_events.PoolJoined(POOL, "family"))

    def buys(self, member: int, order: str, yuan: int) -> Decision:
        data = OrderPaid(order, (Line(1, "tea", 1_000, yuan * 100),))
        at_us = self.clock
        decision = self.decide(member, event_names.ORDER_PAID, data)
        self.orders[order] = (member, data, decision.outcome, at_us)
        return decision

    def returns(self, order: str) -> Decision:
        member, data, outcome, at_us = self.orders[order]
        lapsed: dict[tuple[str, str], int] = {}
        for log, one in self.moved:
            if log == member and "breakage" in (one.source, one.target):
                lapsed[one.wallet, one.lot] = lapsed.get((one.wallet, one.lot), 0) + (one.points if one.target == "breakage" else -one.points)
        past = Past(data, outcome, at_us, {wallet: points for (wallet, _), points in lapsed.items()}, lapsed)
        return self.decide(member, event_names.ORDER_RETURNED, OrderReturned(order), past)

    def contributes(self, member: int, points: int) -> Decision:
        return self.decide(member, pool_events.CONTRIBUTED, pool_events.PoolContributed(points))

    def spends(self, member: int, points: int, id: str = "", **more: Any) -> Decision:
        decision = self.decide(POOL, pool_events.REDEEMED, pool_events.PoolRedeemed(member, points, **more))
        self.redemptions[id] = decision.outcome
        return decision

    def holds(self, member: int, points: int, id: str, **more: Any) -> Decision:
        decision = self.decide(POOL, pool_events.HELD, pool_events.PoolHeld(member, points, **more), id=id)
        if decision.outcome.status == "created":
            self.held.append(id)
        return decision

    def captures(self, hold: str, points: int = 0, id: str = "") -> Decision:
        decision = self.decide(POOL, event_names.CAPTURED, PointsCaptured(hold, points=points))
        if decision.outcome.status == "created":
            self.redemptions[id or hold] = decision.outcome
        return decision

    def releases(self, hold: str) -> Decision:
        return self.decide(POOL, event_names.RELEASED, PointsReleased(hold))

    def cancels(self, id: str, points: int = 0) -> Decision:
        return self.decide(POOL, event_names.CANCELLED, RedemptionCancelled(id, points=points), Past(None, self.redemptions[id], 0, {}))

    def redeems(self, member: int, points: int) -> Decision:
        return self.decide(member, event_names.REDEEMED, PointsRedeemed(points, up_to=True))

    def leaves(self, member: int, by: int | None = None, why: str = "left") -> Decision:
        return self.decide(POOL, pool_events.LEFT, pool_events.PoolLeft(member, member if by is None else by, why))

    def dissolves(self, by: int = 0) -> Decision:
        return self.decide(POOL, pool_events.DISSOLVED, pool_events.PoolDissolved(by))

    def days(self, days: int) -> None:
        """Time passes for everybody."""
        self.clock += days * DAY_US
        for log, state in self.states.items():
            passed, self.states[log] = advance(self.versions, state, self.clock)
            for n, one in enumerate(passed):
                self._note(log, one.transfers, one.outcome, self.states[log].seq - len(passed) + n + 1)

    # ---- the steps in between

    def carry(self) -> None:
        """Every step that is missing, in the order things were begun."""
        while self.open:
            log, seq, begun = self.open.pop(0)
            self._carry(log, seq, begun)

    def _carry(self, log: int, seq: int, begun: dict[str, Any]) -> None:
        what = begun.get("what", "")
        if what == "opening":
            self._step(begun["member"], pool_events.JOINED, {"pool": log, "kind": "family"})
        elif what == "joining":
            seated = self._step(begun["pool"], pool_events.MEMBER_JOINED, {"member": log})
            if seated.outcome.status == "refused":
                self._step(log, pool_events.JOIN_UNDONE, {"pool": begun["pool"], "why": seated.outcome.because[0]["code"]})
        elif what == "leaving":
            self._step(begun["member"], pool_events.PARTED, {"pool": log, "why": begun["why"], "lots": begun["lots"], "lapsed": begun.get("lapsed", {})})
        elif what == "giving_back":
            for member, lots in begun["gives"]:
                self._step(member, pool_events.CAME_BACK, {"pool": log, "lots": lots})
            self._step(log, pool_events.GAVE_BACK, {"step": seq})
        elif what == "dissolving":
            pool = self.states[log].pool
            assert pool is not None
            for member in sorted(pool.seats, key=lambda member: member == pool.owner):
                self.leaves(member, 0, "dissolved_for")
        else:
            if "lots" in begun:
                arrived = self._step(begun["pool"], pool_events.RECEIVED, {"member": log, "lots": begun["lots"]})
                if arrived.outcome.status == "created":
                    self._step(log, pool_events.DELIVERED, {"step": seq})
                else:
                    self._step(log, pool_events.UNDELIVERED, {"step": seq, "why": arrived.outcome.because[0]["code"]})
            if "wants" in begun:
                gave = self._step(begun["pool"], pool_events.RECLAIMED, {"member": log, "wants": begun["wants"]}).outcome.moved
                self._step(log, pool_events.SETTLED, {"step": seq, "lots": gave["lots"], "lapsed": gave["lapsed"]})

    def _step(self, log: int, type: str, body: dict[str, Any]) -> Decision:
        data = msgspec.json.decode(msgspec.json.encode(body), type=POOL_TYPES[type])
        decision = self.decide(log, type, data)
        if type not in (pool_events.MEMBER_JOINED, pool_events.RECEIVED):
            assert decision.outcome.status == "created", decision.outcome.because
        return decision

    def decide(self, log: int, type: str, data: Any, past: Past | None = None, id: str = "") -> Decision:
        self.count, self.clock = self.count + 1, self.clock + 60_000_000
        step = decide(self.versions, self.states.get(log), Event(id or f"e{self.count}", "till", type, self.clock, data), past=past)
        state = step.decision.state
        first = state.seq - len(step.passed)
        for n, one in enumerate(step.passed):
            self._note(log, one.transfers, one.outcome, first + n)
        self.states[log] = decode_state(encode_state(state))
        self._note(log, step.decision.transfers, step.decision.outcome, state.seq)
        return step.decision

    def _note(self, log: int, transfers: Any, outcome: Any, seq: int) -> None:
        self.moved += [(log, one) for one in transfers]
        begun = msgspec.json.decode(msgspec.json.encode(outcome.moved))
        if outcome.status == "created" and (begun.keys() & {"what", "wants"} or ("pool" in begun and "lots" in begun)):
            self.open.append((log, seq, begun))

    # ---- looks

    def has(self, log: int) -> int:
        own = self.states[log].wallets.get("points")
        return own.active if own is not None else 0

    def owes(self, log: int) -> int:
        own = self.states[log].wallets.get("points")
        return own.debt if own is not None else 0

    def left(self, member: int) -> int:
        """What is left in the pool of what a member put in; 0: of what is nobody's."""
        pool = self.states[POOL].pool
        assert pool is not None
        return sum(points for whose in pool.shares.values() for owner, points in whose if owner == member)

    def look(self) -> None:
        """What belongs to somebody adds up to what is there, lot by lot; accounts are what was posted; transit holds what is on its way only."""
        sums: dict[tuple[int, str], int] = {}
        for log, one in self.moved:
            assert one.points > 0
            sums[log, one.source] = sums.get((log, one.source), 0) - one.points
            sums[log, one.target] = sums.get((log, one.target), 0) + one.points
        for log, state in self.states.items():
            for own in state.wallets.values():
                assert (own.active, own.pending, own.held, -own.debt) == tuple(sums.get((log, account), 0) for account in ("active", "pending", "held", "debt"))
                assert own.active == sum(lot[2] for lot in own.lots) and min(own.active, own.pending, own.held, own.debt) >= 0
                assert own.debt == 0 or own.active == 0
        pool = self.states[POOL].pool if POOL in self.states else None
        if pool is not None:
            there: dict[str, int] = {}
            for until, _, points in self.states[POOL].wallets["points"].lots if "points" in self.states[POOL].wallets else ():
                name = f"points/{_name(until)}"
                there[name] = there.get(name, 0) + points
            assert {lot: sum(points for _, points in whose) for lot, whose in pool.shares.items()} == there
            assert all(owner in pool.seats or owner == 0 for whose in pool.shares.values() for owner, _ in whose)
            holds = self.states[POOL].holds
            assert [(one.source, one.id, one.points) for one in holds] == [(one.source, one.id, sum(points for _, points in one.whose)) for one in pool.held or ()]
            assert all(owner in pool.seats or owner == 0 for one in pool.held or () for owner in (one.by, *(owner for owner, _ in one.whose)))
            assert sum(one.points for one in holds) == sum(own.held for own in self.states[POOL].wallets.values())
        if not self.open:
            assert sum(points for (_, account), points in sums.items() if account == "transit") == 0
            assert all(own.held == 0 for log, state in self.states.items() if log != POOL for own in state.wallets.values())


def _name(until: int) -> str:
    from regulars.kit.periods import iso_day

    return iso_day(until) or "never"
