"""What a back-test adds up: whole numbers only, so that two halves put together are exactly the whole."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from regulars.engine.decision import Outcome, Transfer
from regulars.engine.state import MemberState

HELD_BY_MEMBERS = ("active", "pending", "held", "debt")


class MemberEnd(NamedTuple):
    """Where one member stands at the end; points of the programme's first wallet."""

    member: str
    tier: str
    active: int
    pending: int
    held: int
    debt: int


@dataclass
class Sums:
    """``flows``: (wallet, source, target) -> points moved. ``by_rule``: (wallet, rule) -> points issued. ``moves``: (from, to) -> tier moves."""

    orders: int = 0
    refused: int = 0
    lines: int = 0
    sales_minor: int = 0  # every line as paid
    spend_minor: int = 0  # what counted towards tiers
    first_us: int = 0
    last_us: int = 0
    flows: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    by_rule: Counter[tuple[str, str]] = field(default_factory=Counter)
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    tiers: Counter[str] = field(default_factory=Counter)  # members per level at the end
    balances: Counter[tuple[str, str]] = field(default_factory=Counter)  # (wallet, account) -> points at the end

    def move(self, transfers: list[Transfer]) -> None:
        for wallet, source, target, points, _, _, rule in transfers:
            self.flows[wallet, source, target] += points
            if source == "issued":
                self.by_rule[wallet, rule] += points

    def step(self, transfers: list[Transfer], outcome: Outcome) -> None:
        if transfers:
            self.move(transfers)
        if outcome.tier != outcome.tier_used:
            self.moves[outcome.tier_used, outcome.tier] += 1

    def end(self, member: str, state: MemberState, first_wallet: str) -> MemberEnd:
        self.tiers[state.tier] += 1
        for id, wallet in state.wallets.items():
            for account in HELD_BY_MEMBERS:
                if points := getattr(wallet, account):
                    self.balances[id, account] += points
        own = state.wallets.get(first_wallet)
        if own is None:
            return MemberEnd(member, state.tier, 0, 0, 0, 0)
        return MemberEnd(member, state.tier, own.active, own.pending, own.held, own.debt)

    def add(self, other: "Sums") -> None:
        """Take in another share of the members."""
        self.orders += other.orders
        self.refused += other.refused
        self.lines += other.lines
        self.sales_minor += other.sales_minor
        self.spend_minor += other.spend_minor
        self.first_us = min(self.first_us or other.first_us, other.first_us or self.first_us)
        self.last_us = max(self.last_us, other.last_us)
        for name in ("flows", "by_rule", "moves", "tiers", "balances"):
            getattr(self, name).update(getattr(other, name))

    def flow(self, wallet: str, *, source: str = "", target: str = "") -> int:
        return sum(points for (name, left, reached), points in self.flows.items() if name == wallet and source in ("", left) and target in ("", reached))
