"""What the document itself names, so that references to it can be checked."""

from dataclasses import dataclass, field
from decimal import Decimal

from regulars.program.event_types import BEHAVIOURS, EventType
from regulars.program.findings import Notes, meant
from regulars.program.values import identifier
from regulars.program.yaml_lines import Node

BUILT_IN_MEASURES = ("spend", "visits", "nights", "stays", "score")
MEASURE_DIGITS = 3  # measures are kept in thousandths


@dataclass(slots=True)
class Names:
    """``lines`` says where each named thing stands: ``wallets.points``, ``tiers.gold``, ``earn.base``, ``budget`` …"""

    minor_digits: int = 2
    scales: dict[str, int] = field(default_factory=dict)  # wallet -> decimals
    levels: list[str] = field(default_factory=list)  # lowest first
    scored: bool = False  # there is a tier_score
    rules: dict[str, str] = field(default_factory=dict)  # rule -> its wallet
    challenges: dict[str, str] = field(default_factory=dict)  # challenge -> its reward's wallet
    referral: tuple[str, ...] = ()  # the wallets of the rewards of a referral
    lines: dict[str, int] = field(default_factory=dict)
    badges: list[str] = field(default_factory=list)
    declared: set[str] = field(default_factory=set)  # types the document itself has under `events`
    festivals: list[str] = field(default_factory=list)
    events: dict[str, EventType] = field(default_factory=lambda: dict(BEHAVIOURS))  # built-in and declared

    @property
    def first_wallet(self) -> str:
        """The wallet that is meant where none is named; "" in a document without any, which is an error."""
        return next(iter(self.scales), "")

    def wallet(self, node: Node, notes: Notes) -> str | None:
        """A reader of wallet ids that exist."""
        id = identifier(node, notes)
        return None if id is None else self.known_wallet(id, node, notes)

    def known_wallet(self, id: str, node: Node, notes: Notes) -> str | None:
        if id in self.scales:
            return id
        notes.error("unknown_wallet", node.line, where=node.path, text=id[:60], meant=meant(id, self.scales))
        return None

    def level(self, node: Node, notes: Notes) -> str | None:
        """A reader of level ids that exist."""
        id = identifier(node, notes)
        if id is None or id in self.levels:
            return id
        notes.error("unknown_level", node.line, where=node.path, text=id[:60], meant=meant(id, self.levels))
        return None

    def badge(self, node: Node, notes: Notes) -> str | None:
        """A reader of badge ids that exist."""
        id = identifier(node, notes)
        if id is None or id in self.badges:
            return id
        notes.error("unknown_badge", node.line, where=node.path, text=id[:60], meant=meant(id, self.badges))
        return None

    def festival(self, node: Node, notes: Notes) -> str | None:
        """A reader of festivals that the document names."""
        id = identifier(node, notes)
        if id is None or id in self.festivals:
            return id
        notes.error("unknown_festival", node.line, where=node.path, text=id[:60], meant=meant(id, self.festivals))
        return None


def within_digits(value: Decimal, digits: int, node: Node, notes: Notes) -> Decimal:
    """Note a number with more decimals than its unit has; ``2000.00`` is fine for two digits, and for none."""
    if value != round(value, digits):
        notes.error("too_many_decimals", node.line, where=node.path, text=str(value), digits=digits)
    return value
