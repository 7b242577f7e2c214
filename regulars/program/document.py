"""The programme as typed values: what ``parse`` makes of the YAML document and what the engine compiles.

The words are those of ``docs/reference/programme.md``; every value is checked, so matching has nothing left to doubt.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, get_args

from regulars.kit.periods import Duration, Span
from regulars.kit.text import UNNAMED, Text
from regulars.program.document_cards import Cards
from regulars.program.document_challenges import Badge, Challenge, Referral
from regulars.program.document_rules import Budget, EarningRule, MemberLimit
from regulars.program.document_tiers import ONE_YEAR, FastTrack, Level, Paid, Tiers, TierScore
from regulars.program.document_wallets import Wallet
from regulars.program.event_types import BEHAVIOURS, EventType
from regulars.program.pool_terms import Pool

if TYPE_CHECKING:
    from regulars.program.festivals import Festival


Enrol = Literal["refuse", "on_first_event", "on_first_points", "on_first_usable_points", "on_request", "never"]
ENROL: tuple[Enrol, ...] = get_args(Enrol)  # what becomes of an order of somebody nobody knows


@dataclass(frozen=True, slots=True)
class Currency:
    code: str
    minor_digits: int


@dataclass(frozen=True, slots=True)
class Exclude:
    category: frozenset[str] = frozenset()
    sku: frozenset[str] = frozenset()
    brand: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Returns:
    policy: Literal["debt", "within_balance", "only_pending"] = "debt"
    window: Duration | None = None
    tier: Literal["at_review", "at_once"] = "at_review"


@dataclass(frozen=True, slots=True)
class Birthdays:
    """``leap_day``: where somebody born on 29 February celebrates in common years. ``change_every``: how often a member may correct the date."""

    leap_day: Literal["02-28", "03-01"] = "02-28"
    change_every: Duration = ONE_YEAR


@dataclass(frozen=True, slots=True)
class ProfileTerms:
    """The fields that make a whole profile, and the share of them (whole per cent) at which it counts as completed."""

    fields: tuple[str, ...]
    complete_at: int = 100


@dataclass(frozen=True, slots=True)
class GoodwillInAll:
    """The points given without a second person within a length of time: to one ``member`` by everybody, or by one ``giver`` to everybody."""

    points: Decimal
    within: Duration
    of: str  # member | giver


@dataclass(frozen=True, slots=True)
class Approval:
    programme: bool = False
    goodwill_above: Decimal | None = None  # points one person may give one member at once
    bulk_above: Decimal | None = None  # points one person may move in one batch
    goodwill_in_all: tuple[GoodwillInAll, ...] = ()


@dataclass(frozen=True, slots=True)
class Gifts:
    """Points given from member to member; amounts in points, None: no bound. ``cooling_off``: after joining or receiving a gift."""

    wallet: str
    least: Decimal | None = None
    most: Decimal | None = None
    per_day: Decimal | None = None  # given away in a calendar day
    per_month: Decimal | None = None
    cooling_off: Span | None = None
    only_to: tuple[str, ...] = ()  # levels that may receive; empty: all


@dataclass(frozen=True, slots=True)
class Program:
    id: str
    currency: Currency
    timezone: str
    wallets: tuple[Wallet, ...]  # at least one; the first is the default
    name: Text = UNNAMED
    enrol: Enrol = "refuse"
    exclude: Exclude = Exclude()
    not_earning: frozenset[str] = frozenset({"points", "gift_card"})  # always holds these two
    tiers: Tiers = field(
        default_factory=lambda: Tiers((Level("member"),))
    )  # without `tiers:` everybody stands on one level
    tier_score: TierScore | None = None
    fast_tracks: tuple[FastTrack, ...] = ()
    paid: tuple[Paid, ...] = ()
    earn: tuple[EarningRule, ...] = ()
    returns: Returns = Returns()
    limits: tuple[MemberLimit, ...] = ()
    budgets: tuple[Budget, ...] = ()
    approval: Approval = Approval()
    badges: tuple[Badge, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    gifts: Gifts | None = None
    pools: tuple[Pool, ...] = ()
    referral: Referral | None = None
    events: tuple[EventType, ...] = ()  # declared ones; built-in fields are filled in
    festivals: tuple["Festival", ...] = ()
    birthdays: Birthdays = Birthdays()
    profile: ProfileTerms | None = None
    cards: Cards | None = None

    def wallet(self, id: str) -> Wallet:
        return next(wallet for wallet in self.wallets if wallet.id == id)

    def event_type(self, id: str) -> EventType | None:
        """A declared type or a built-in behaviour; None for orders, returns and everything the house has its own grammar for."""
        return next((type for type in self.events if type.id == id), BEHAVIOURS.get(id))

    def level(self, id: str) -> Level:
        return next(level for level in self.tiers.levels if level.id == id)
