"""A member's standing at a moment, as somebody reads it: time has passed in memory up to then, nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from regulars.engine.compiled import Versions
from regulars.engine.decision import Passed, Reason
from regulars.engine.ladder import inactive_on, next_review_on, progress
from regulars.engine.lots import lot_name
from regulars.engine.passing import advance
from regulars.engine.quest_standing import BadgeStanding, ChallengeStanding, badges_of, challenges_of
from regulars.engine.state import MemberState
from regulars.engine.state_holding import Awaiting
from regulars.kit.periods import NEVER


@dataclass(frozen=True, slots=True)
class LotStanding:
    name: str
    points: int
    earned_on: int
    until: int  # last usable day; NEVER: no end
    active_on: int = 0  # pending lots: usable from this day; NEVER: by an event
    event: str = ""  # the type of that event, where the points wait for one of their own


@dataclass(frozen=True, slots=True)
class LastDay:
    """What may be spent up to the end of ``until`` and lapses then (None: never); ``most``: the largest of its neighbours, for a bar beside it."""

    until: date | None
    points: int
    most: int


def by_last_day(lots: Sequence[LotStanding]) -> list[LastDay]:
    """Lots with one last usable day together, soonest first."""
    found: dict[int, int] = {}
    for lot in lots:
        found[lot.until] = found.get(lot.until, 0) + lot.points
    most = max(found.values(), default=1)
    return [LastDay(None if until >= NEVER else date.fromordinal(until), points, most) for until, points in sorted(found.items())]


@dataclass(frozen=True, slots=True)
class WalletStanding:
    id: str
    active: int = 0
    pending: int = 0
    held: int = 0
    debt: int = 0
    lots: tuple[LotStanding, ...] = ()  # soonest expiry first
    waiting: tuple[LotStanding, ...] = ()


@dataclass(frozen=True, slots=True)
class HoldStanding:
    """Points reserved for a while; ``until_us``: the moment they are free again."""

    source: str
    id: str
    wallet: str
    points: int
    until_us: int
    reference: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Days are local ordinals; 0 or NEVER: none. ``wallets`` holds every wallet of the programme, the default first."""

    tier: str
    tier_since: int
    enrolled_on: int
    wallets: tuple[WalletStanding, ...]
    progress: Reason = field(default_factory=dict)
    review_on: int = NEVER
    grace_until: int = 0
    inactive_on: int = NEVER
    holds: tuple[HoldStanding, ...] = ()  # soonest end first
    passed: tuple[Passed, ...] = ()  # what time has done since the last event, not written yet
    challenges: tuple[ChallengeStanding, ...] = ()
    badges: tuple[BadgeStanding, ...] = ()
    frozen_us: int = 0  # since when no points can be used; 0: they can

    @property
    def points(self) -> WalletStanding:
        return self.wallets[0]


def _awaited_event(versions: Versions, one: Awaiting) -> str:
    awaits = versions.number(one.version).awaits[one.rule].awaits
    return awaits.on if awaits is not None else ""


def standing(versions: Versions, state: MemberState, at_us: int) -> Standing:
    """The standing at ``at_us``; a moment before the member's last event shows the standing after that event."""
    passed, state = advance(versions, state, at_us)
    now_us = max(at_us, state.advanced_us)
    compiled, today = versions.at(now_us), versions.calendar.day_of(now_us)
    wallets = []
    for wallet in compiled.wallets.values():
        own = state.wallets.get(wallet.id)
        if own is None:
            wallets.append(WalletStanding(wallet.id))
            continue
        lots = tuple(LotStanding(lot_name(wallet, until, since), points, since, until) for until, since, points in own.lots)
        waiting = tuple(LotStanding(lot_name(wallet, until, since), points, since, until, on) for on, until, since, points in own.waiting)
        waiting += tuple(
            LotStanding(lot_name(wallet, one.until, one.since), one.points, one.since, one.until, NEVER, _awaited_event(versions, one))
            for one in state.awaiting
            if one.wallet == wallet.id and not one.gone
        )
        wallets.append(WalletStanding(wallet.id, own.active, own.pending, own.held, own.debt, lots, waiting))
    return Standing(
        tier=compiled.levels[compiled.level_of.get(state.tier, 0)].id,
        tier_since=state.tier_since,
        enrolled_on=state.joined_on,
        wallets=tuple(wallets),
        progress=progress(state, compiled, today),
        review_on=next_review_on(state, compiled, today),
        grace_until=state.grace_until,
        inactive_on=inactive_on(state, compiled, today),
        holds=tuple(HoldStanding(one.source, one.id, one.wallet, one.points, one.until_us, one.reference) for one in state.holds),
        passed=tuple(passed),
        challenges=challenges_of(state, compiled, today) if compiled.challenges else (),
        badges=badges_of(state),
        frozen_us=state.frozen_us,
    )
