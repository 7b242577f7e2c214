"""Whose points lie in a lot, whose spend is counted, where several people's are together: merged members.

Of one lot, whoever's points came in first are taken first. Nothing here decides how many points move: it follows what was posted.
"""

from collections.abc import Iterable
from typing import NamedTuple

from regulars.engine.decision import Past, Transfer
from regulars.engine.events import OrderReturned, ReferralReversed
from regulars.engine.limits import PERIODS_KEPT
from regulars.engine.lots import lot_name
from regulars.engine.moment import Moment
from regulars.engine.state import MemberState
from regulars.engine.state_moving import Moving, Portion
from regulars.engine.state_parts import Buckets
from regulars.engine.wallets import CompiledWallet

UNDER = "under"  # the fact that says under whose reference an event came: the number of a member taken in
ABOUT = "about"  # the fact that holds what a return is about, where it lies in another member's log
_KEPT = ("active", "pending", "held")


class Before(NamedTuple):
    """What a member had before an event."""

    measures: dict[str, Buckets]
    used: dict[str, list[tuple[int, int]]]
    returned: dict[str, dict[int, tuple[int, int]]]


def watch(state: MemberState) -> Before:
    """What ``follow`` compares with afterwards."""
    return Before(
        {name: buckets.copy() for name, buckets in state.measures.items()},
        {key: periods.copy() for key, periods in state.used.items()},
        {order: lines.copy() for order, lines in state.returned.items()},
    )


def follow(moment: Moment, before: Before, past: Past | None) -> None:
    """After an event of a merged member: its points and what it counted belong to whoever's reference it came under.

    A return belongs to whoever bought.
    """
    moving = moment.state.moving
    if moving is None or not moving.taken_in:
        return
    owner = _known(moving, moment.facts.get(UNDER, 0))
    if isinstance(moment.event.data, OrderReturned) and past is not None:
        owner = _known(moving, past.outcome.facts.get(UNDER, moment.facts.get(ABOUT, {}).get("owner", 0)))
    share_out(moving, moment.posted, owner, owner if owner and _takes_their_own_back(moment, moving, owner) else -1)
    portion = moving.own if owner == 0 else moving.taken_in[owner].portion
    if portion is not None:
        _count(portion, before, moment)


def _takes_their_own_back(moment: Moment, moving: Moving, owner: int) -> bool:
    """A reward for a friend that is taken back is looked for among the points of whoever got it, before anybody else's of the same lot."""
    return isinstance(moment.event.data, ReferralReversed) and moving.taken_in[owner].friends is not None


def _known(moving: Moving, owner: int) -> int:
    return owner if owner in moving.taken_in else 0


def lot_key(wallet: str, account: str, lot: str) -> str:
    return f"{wallet}/{account}/{lot}"


def open_shares(state: MemberState, wallets: Iterable[CompiledWallet]) -> dict[str, list[tuple[int, int]]]:
    """Everything there is, as the member's own."""
    shares: dict[str, list[tuple[int, int]]] = {}
    for wallet in wallets:
        own = state.wallets.get(wallet.id)
        if own is None:
            continue
        kept = [("active", until, since, points) for until, since, points in own.lots]
        kept += [("pending", until, since, points) for _, until, since, points in own.waiting]
        for account, until, since, points in kept:
            _put(shares.setdefault(lot_key(wallet.id, account, lot_name(wallet, until, since)), []), 0, points)
    return shares


def share_out(moving: Moving, posted: Iterable[Transfer], owner: int, before: int = -1) -> None:
    """Follow what was posted: points that leave a lot are its first owners' (``before``: theirs before all), points that come from outside are ``owner``'s."""
    if not moving.taken_in:
        return
    for wallet, source, target, points, lot, _, _ in posted:
        whose = [(owner, points)]
        if source in _KEPT:
            whose = _take(moving.shares, lot_key(wallet, source, lot), points, owner, before)
        if target in _KEPT:
            for one, part in whose:
                _put(moving.shares.setdefault(lot_key(wallet, target, lot), []), one, part)


def _put(owners: list[tuple[int, int]], owner: int, points: int) -> None:
    for place, (known, has) in enumerate(owners):
        if known == owner:
            owners[place] = (owner, has + points)
            return
    owners.append((owner, points))


def _take(shares: dict[str, list[tuple[int, int]]], key: str, points: int, owner: int, before: int) -> list[tuple[int, int]]:
    taken: list[tuple[int, int]] = []
    left: list[tuple[int, int]] = []
    for known, has in sorted(shares.get(key, ()), key=lambda one: one[0] != before) if before >= 0 else shares.get(key, ()):
        part = min(has, points)
        points -= part
        if part:
            taken.append((known, part))
        if has > part:
            left.append((known, has - part))
    if left:
        shares[key] = left
    else:
        shares.pop(key, None)
    if points:  # nobody's share: it came in before anybody looked
        taken.append((owner, points))
    return taken


def _count(portion: Portion, before: Before, moment: Moment) -> None:
    state, day = moment.state, moment.day
    for name, now in state.measures.items():
        if name != "visits":
            _add_difference(portion.measures, name, before.measures.get(name) or Buckets([], [], 0), now)
    if moment.event.type in moment.compiled.visits_on:
        visits = portion.measures.setdefault("visits", Buckets([], [], 0))
        if day not in visits.days:
            visits.add(day, 1)
    for key, periods in state.used.items():
        was = dict(before.used.get(key, ()))
        changed = [(start, given - was.get(start, 0)) for start, given in periods if given != was.get(start, 0)]
        if changed:
            portion.used[key] = add_periods(portion.used.get(key, []), changed)
    for order, lines in state.returned.items():
        if before.returned.get(order) != lines:
            portion.returned[order] = lines.copy()


def _add_difference(measures: dict[str, Buckets], name: str, was: Buckets, now: Buckets) -> None:
    if was == now:
        return
    had = dict(zip(was.days, was.amounts, strict=True))
    mine = measures.setdefault(name, Buckets([], [], 0))
    rest = now.total - was.total
    for day, amount in zip(now.days, now.amounts, strict=True):
        if amount != had.get(day, 0):
            mine.add(day, amount - had.get(day, 0))
            rest -= amount - had.get(day, 0)
    mine.total += rest  # of days that are no longer kept


def add_periods(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What two people used of one limit, by period, the latest PERIODS_KEPT; never below 0."""
    sums = dict(one)
    for start, given in other:
        sums[start] = max(sums.get(start, 0) + given, 0)
    return sorted(sums.items())[-PERIODS_KEPT:]


def add_measures(portions: Iterable[dict[str, Buckets]]) -> dict[str, Buckets]:
    """Everybody's measures as one person's: amounts of a day add up, a day with visits of two is one visit."""
    sums: dict[str, Buckets] = {}
    for measures in portions:
        for name, theirs in measures.items():
            known = sums.get(name)
            if known is None:
                sums[name] = theirs.copy()
                continue
            rest = theirs.total - sum(theirs.amounts)
            for day, amount in zip(theirs.days, theirs.amounts, strict=True):
                if name != "visits" or day not in known.days:
                    known.add(day, amount)
            known.total += rest
    return sums
