"""Two members merged and parted in memory, by the engine alone."""

from typing import Any

import msgspec

from engine.looking import decide
from regulars.engine.compiling import compile_program
from regulars.engine.decision import Past
from regulars.engine.event_names import (  # fmt: skip
    ENROLLED,
    MERGED,
    MERGED_INTO,
    ORDER_PAID,
    ORDER_RETURNED,
    REDEEMED,
    RESTORED,
    UNMERGED,
)
from regulars.engine.events import (  # fmt: skip
    Event,
    Line,
    MemberEnrolled,
    OrderPaid,
    OrderReturned,
    PointsRedeemed,
)
from regulars.engine.events_moving import Merged, MergedInto, Restored, Unmerged  # fmt: skip
from regulars.engine.state_moving import Pack
from regulars.program.document import Program

NUMBER = {"new": 1, "old": 2}
START_US = 1_767_225_600_000_000  # 2026-01-01 UTC
DAY_US = 86_400_000_000


class Pair:
    """`new` and `old`, each with one order of 100; ``merge`` and ``part`` as the journal carries them out."""

    def __init__(self, program: Program) -> None:
        self.versions, self.clock, self.count = compile_program(program), START_US, 0
        self.states: dict[str, Any] = {"new": None, "old": None}
        self.orders: dict[str, tuple[OrderPaid, Any, int, str]] = {}
        self.spend_by_ref = {"new": 0, "old": 0}
        self.merged = False
        for ref in self.states:
            self._decide(ref, ENROLLED, MemberEnrolled())
            self._buys(ref, f"{ref}-first", 10_000)

    def happens(self, ref: str, what: str, size: int, n: int) -> None:
        if what == "buys":
            self._buys(ref, f"{ref}-{n}", size * 100)
        elif what == "redeems":
            self._decide(ref, REDEEMED, PointsRedeemed(size, up_to=True))
        elif self.orders:
            id = list(self.orders)[size % len(self.orders)]
            order, outcome, at_us, owner = self.orders.pop(id)
            facts = {"about": {"owner": NUMBER["old"]}} if owner == "old" and not outcome.facts else {}
            step = self._decide(ref, ORDER_RETURNED, OrderReturned(id), Past(order, outcome, at_us, {}), facts)
            if step.decision.outcome.status == "created":
                self.spend_by_ref[owner] -= order.lines[0].amount

    def merge(self) -> None:
        left = self._decide("old", MERGED_INTO, MergedInto(1, 2)).decision
        self._decide("new", MERGED, Merged(2, _pack(left)))
        self.merged = True

    def part(self) -> None:
        self.merged = False
        parted = self._decide("new", UNMERGED, Unmerged(2)).decision
        self._decide("old", RESTORED, Restored(1, _pack(parted)))

    def total(self) -> int:
        points = [state.wallets["points"] for state in self.states.values()]
        for wallet in points:
            assert wallet.active == sum(lot[2] for lot in wallet.lots)
        return sum(wallet.active - wallet.debt for wallet in points)

    def spend(self) -> dict[str, int]:
        return {ref: state.measures["spend"].total for ref, state in self.states.items()}

    def _buys(self, ref: str, id: str, amount: int) -> None:
        order = OrderPaid(id, (Line(1, "tea", 1_000, amount),))
        outcome = self._decide(ref, ORDER_PAID, order).decision.outcome
        self.orders[id] = (order, outcome, self.clock, ref)
        self.spend_by_ref[ref] += amount

    def _decide(self, ref: str, type: str, data: Any, past: Past | None = None, facts: dict[str, Any] | None = None) -> Any:
        self.count, self.clock = self.count + 1, self.clock + DAY_US // 4
        where = "new" if self.merged else ref
        asked = dict(facts or {}) | ({"under": NUMBER["old"]} if where != ref else {})
        step = decide(self.versions, self.states[where], Event(f"e{self.count}", "till", type, self.clock, data), past=past, facts=asked or None)
        self.states[where] = step.decision.state
        return step


def _pack(decision: Any) -> Pack:
    return msgspec.json.decode(msgspec.json.encode(decision.outcome.moved["pack"]), type=Pack)
