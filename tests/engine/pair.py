"""The engine and the naive calculator of tests/oracle, fed the same events side by side."""

from datetime import datetime
from zoneinfo import ZoneInfo

from oracle.calculator import Calculator

from engine.looking import decide
from regulars.engine.compiling import compile_program
from regulars.engine.decision import Outcome, Passed, Past, Transfer
from regulars.engine.event_names import ENROLLED
from regulars.engine.events import Event, MemberEnrolled, OrderPaid, OrderReturned
from regulars.engine.passing import advance
from regulars.engine.state import MemberState
from regulars.kit.periods import microseconds
from regulars.program.document import Program


class Journal:
    """The engine with the little it needs around it: the state, the orders returns are about, what has lapsed."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.versions = compile_program(program)
        self.state: MemberState | None = None
        self.orders: dict[str, tuple[OrderPaid, Outcome, int]] = {}
        self.transfers: list[Transfer] = []
        self.outcomes: list[Outcome] = []
        self.passed: list[Passed] = []
        self.refunded = 0  # minor units of paid memberships
        self.given_by: dict[str, list[Transfer]] = {}

    def past_of(self, data: object) -> Past | None:
        """What a return has to know, put together from what was stored."""
        if not isinstance(data, OrderReturned) or data.order_id not in self.orders:
            return None
        order, outcome, at_us = self.orders[data.order_id]
        own = {transfer.wallet: transfer.lot for transfer in self.given_by[data.order_id] if transfer.lot}
        lapsed: dict[str, int] = {}
        for transfer in self.transfers:
            if own.get(transfer.wallet) == transfer.lot and "breakage" in (transfer.source, transfer.target):
                change = transfer.points if transfer.target == "breakage" else -transfer.points
                lapsed[transfer.wallet] = lapsed.get(transfer.wallet, 0) + change
        return Past(order, outcome, at_us, {wallet: points for wallet, points in lapsed.items() if points})

    def take(self, event: Event, facts: dict | None = None):
        step = decide(self.versions, self.state, event, past=self.past_of(event.data), facts=facts)
        for passed in step.passed:
            self.transfers += passed.transfers
        self.passed += step.passed
        self.transfers += step.decision.transfers
        self.outcomes.append(step.decision.outcome)
        self.state = step.decision.state
        self.refunded += int(step.decision.outcome.membership.get("refund", "0").replace(".", ""))
        if isinstance(event.data, OrderPaid) and step.decision.outcome.status == "created":
            self.orders[event.data.order_id] = (event.data, step.decision.outcome, event.at_us)
        if isinstance(event.data, (OrderPaid, OrderReturned)):  # a return may give too, when the rest earns more
            given = self.given_by.setdefault(event.data.order_id, [])
            given += [one for one in step.decision.transfers if one.source == "issued"]
        return step

    def until(self, at_us: int) -> None:
        passed, self.state = advance(self.versions, self.state, at_us)
        for one in passed:
            self.transfers += one.transfers

    def standing(self) -> dict:
        wallets = {wallet.id: (0, 0, 0) for wallet in self.program.wallets}
        wallets |= {id: (own.active, own.pending, own.debt) for id, own in self.state.wallets.items()}
        return {"refunded": self.refunded, "tier": self.state.tier, "wallets": wallets}


def play(program: Program, steps: list) -> tuple[dict, dict, int] | None:
    """Play ``[(event, facts) | at_us, …]`` on both; the first difference (calculator's, engine's, step), or None."""
    engine, calculator = Journal(program), Calculator(program)
    for place, step in enumerate(steps):
        if isinstance(step, int):
            engine.until(step)
            calculator.until(step)
        else:
            engine.take(*step)
            calculator.take(*step)
        expected, got = calculator.standing(), engine.standing()
        if expected != got:
            return expected, got, place
    return None


def at(program: Program, text: str) -> int:
    """A local time of the programme, such as ``2026-01-31 12:00``."""
    return microseconds(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(program.timezone)))


def enrolled(program: Program, text: str) -> Event:
    return Event("enrolled", "test", ENROLLED, at(program, text), MemberEnrolled())
