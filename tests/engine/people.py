"""Several members of one shop, each decided alone by the engine: what they send each other is carried over as the house carries it."""

from typing import Any

import msgspec

from engine.looking import decide
from engine.pair import at
from regulars.engine.compiling import compile_program
from regulars.engine.decision import Decision, Past
from regulars.engine.event_names import (
    ADJUSTED,
    DELIVERED,
    ENROLLED,
    MERGED,
    MERGED_INTO,
    ORDER_PAID,
    ORDER_RETURNED,
    RECEIVED,
    REDEEMED,
    RESTORED,
    SENT,
    UNDELIVERED,
    UNMERGED,
)
from regulars.engine.events import Event, Line, MemberEnrolled, OrderPaid, OrderReturned, PointsAdjusted, PointsRedeemed
from regulars.engine.events_moving import (
    Merged,
    MergedInto,
    PointsDelivered,
    PointsReceived,
    PointsSent,
    PointsUndelivered,
    Restored,
    Unmerged,
)
from regulars.engine.state import MemberState
from regulars.engine.state_moving import Pack
from regulars.kit.periods import iso_day
from regulars.program.reading import require

HEAD = "program: club\ncurrency: {code: CNY, minor_digits: 2}\ntimezone: Asia/Shanghai\n"
NUMBER = {"alice": 1, "bea": 2, "carl": 3}


class People:
    """``moments`` are local times of the programme, such as ``2026-01-31 12:00``; a day alone is its noon."""

    def __init__(self, text: str) -> None:
        self.program = require(HEAD + text.strip() + "\n")
        self.versions = compile_program(self.program)
        self.states: dict[str, MemberState | None] = dict.fromkeys(NUMBER)
        self.orders: dict[str, tuple[OrderPaid, Any, int]] = {}
        self.count = 0

    def us(self, moment: str) -> int:
        return at(self.program, moment if " " in moment else f"{moment} 12:00")

    def happens(self, who: str, moment: str | int, type: str, data: Any, past: Past | None = None, facts: dict | None = None) -> Decision:
        self.count += 1
        at_us = moment if isinstance(moment, int) else self.us(moment)
        step = decide(self.versions, self.states[who], Event(f"e{self.count}", "till", type, at_us, data), past=past, facts=facts)
        self.states[who] = step.decision.state
        return step.decision

    def joins(self, who: str, moment: str) -> Decision:
        return self.happens(who, moment, ENROLLED, MemberEnrolled())

    def buys(self, who: str, moment: str, order: str, fen: int, facts: dict | None = None) -> Decision:
        data = OrderPaid(order, (Line(1, "tea", 1_000, fen),))
        made = self.happens(who, moment, ORDER_PAID, data, facts=facts)
        self.orders[order] = (data, made.outcome, self.us(moment))
        return made

    def returns(self, who: str, moment: str, order: str, facts: dict | None = None) -> Decision:
        return self.happens(who, moment, ORDER_RETURNED, OrderReturned(order), Past(*self.orders[order], {}), facts)

    def spends(self, who: str, moment: str, points: int) -> Decision:
        return self.happens(who, moment, REDEEMED, PointsRedeemed(points))

    def is_given(self, who: str, moment: str, points: int) -> Decision:
        return self.happens(who, moment, ADJUSTED, PointsAdjusted(points, "goodwill", "Mei"))

    def sends(self, giver: str, receiver: str, moment: str | int, points: int, wallet: str = "") -> Decision:
        return self.happens(giver, moment, SENT, PointsSent(points, NUMBER[receiver], NUMBER[giver], wallet))

    def receives(self, receiver: str, moment: str, sent: Decision, rule: str = "gift") -> Decision:
        moved = sent.outcome.moved
        return self.happens(receiver, moment, RECEIVED, PointsReceived(1, sent.state.seq, moved["wallet"], tuple(moved["lots"]), rule))

    def delivers(self, giver: str, moment: str, step: int) -> Decision:
        return self.happens(giver, moment, DELIVERED, PointsDelivered(step))

    def gets_back(self, giver: str, moment: str, sent: Decision, why: str = "gift.receiver_level") -> Decision:
        return self.happens(giver, moment, UNDELIVERED, PointsUndelivered(sent.state.seq, why, sent.outcome.day))

    def leaves(self, who: str, into: str, moment: str) -> Decision:
        return self.happens(who, moment, MERGED_INTO, MergedInto(NUMBER[into], NUMBER[who]))

    def merges(self, who: str, into: str, moment: str) -> tuple[Decision, Decision]:
        left = self.leaves(who, into, moment)
        return left, self.happens(into, moment, MERGED, Merged(NUMBER[who], pack_of(left)))

    def parts_only(self, who: str, from_: str, moment: str) -> Decision:
        return self.happens(from_, moment, UNMERGED, Unmerged(NUMBER[who]))

    def comes_back(self, who: str, from_: str, moment: str, parted: Decision) -> Decision:
        return self.happens(who, moment, RESTORED, Restored(NUMBER[from_], pack_of(parted)))

    def parts(self, who: str, from_: str, moment: str) -> tuple[Decision, Decision]:
        parted = self.parts_only(who, from_, moment)
        return parted, self.comes_back(who, from_, moment, parted)

    def has(self, who: str, wallet: str = "points") -> tuple[int, int, int, int]:
        """(active, pending, held, debt)"""
        own = self.states[who].wallets[wallet]
        return own.active, own.pending, own.held, own.debt

    def lots(self, who: str, wallet: str = "points") -> list[tuple[str | None, int]]:
        """(last usable day, points), soonest first."""
        return [(iso_day(until), points) for until, _, points in self.states[who].wallets[wallet].lots]


def pack_of(decided: Decision) -> Pack:
    return msgspec.json.decode(msgspec.json.encode(decided.outcome.moved["pack"]), type=Pack)


def refused(decided: Decision) -> dict:
    """The reason of a refusal, with its facts."""
    assert decided.outcome.status == "refused", decided.outcome.because
    assert decided.transfers == []
    return decided.outcome.because[0]


def moved(decided: Decision) -> list[tuple]:
    """(wallet, from, to, points, lot, rule) of every transfer."""
    return [(one.wallet, one.source, one.target, one.points, one.lot, one.rule) for one in decided.transfers]
