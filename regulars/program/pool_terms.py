"""One kind of pool, as the document says it: a family, a team, a club, a company."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from regulars.kit.periods import Duration
from regulars.kit.text import UNNAMED, Text

POOL_EVENTS = (
    "pool.opened", "pool.joined", "pool.member_joined", "pool.join_undone", "pool.invited", "pool.contributed", "pool.received", "pool.delivered",
    "pool.undelivered", "pool.redeemed", "pool.held", "pool.came_back", "pool.gave_back", "pool.invitation_withdrawn", "pool.reclaimed", "pool.settled", "pool.left", "pool.parted", "pool.owner_changed", "pool.dissolved", "pool.closed",
)  # fmt: skip

TWO_WEEKS = Duration(days=14)


@dataclass(frozen=True, slots=True)
class PerMember:
    """How many points one member may spend from the pool in a period."""

    points: Decimal
    per: Literal["day", "week", "month", "year", "lifetime"]


@dataclass(frozen=True, slots=True)
class PoolSpending:
    """``first``: whose points go first: soonest (as the wallet's burn order says, whosever they are) or the spender's own."""

    who: Literal["any", "owner"] = "any"
    first: Literal["soonest", "own"] = "soonest"
    per_member: PerMember | None = None


@dataclass(frozen=True, slots=True)
class PoolLeaving:
    """``after``: how long after joining a member may leave. ``again_after``: how long after leaving they may be in another."""

    takes: Literal["own_contributions", "nothing"] = "own_contributions"
    after: Duration | None = None
    again_after: Duration | None = None


@dataclass(frozen=True, slots=True)
class Pool:
    """``members``: how many at most, the owner among them. ``contribute: all`` puts ``share`` of what is earned in; by hand any time."""

    id: str
    members: int
    wallets: tuple[str, ...]
    name: Text = UNNAMED
    invite: Literal["owner", "any"] = "owner"
    invitation: Duration = TWO_WEEKS
    contribute: Literal["all", "by_hand"] = "by_hand"
    share: Decimal = Decimal(1)
    spend: PoolSpending = PoolSpending()
    leave: PoolLeaving = PoolLeaving()
