"""The rules: pure functions of what one member has done lately, and of which of it is new. What was seen before is not found again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import log1p
from typing import Any, NamedTuple

from regulars.insight.watch.settings import KINDS, Settings

MINUTE_US, DAY_US = 60_000_000, 86_400_000_000
SPENDING = ("points.redeemed", "points.captured", "pool.redeemed")
ORDERS = ("order.paid",)
MOST_EVIDENCE = 20


class Seen(NamedTuple):
    """One event of a member that was not refused. points: that left, came, or were given by hand. owed: what a return found no points for.

    other: the member on the other side of a gift, or the friend a member brought. by: who signed it. cashier: who rang the order up; None: nobody says.
    who: in a pool's log the member who spent or put in; others: how much of what was spent others had put in.
    """

    seq: int
    type: str
    at_us: int
    order: str = ""
    points: int = 0
    owed: int = 0
    other: int = 0
    by: str = ""
    cashier: int | None = None
    who: int = 0
    others: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """member 0: it is about ``person``. events: (member, seq) of what speaks for it, newest last. once: two findings with the same are one."""

    rule: str
    member: int
    person: str
    at_us: int
    points: int
    count: int
    events: tuple[tuple[int, int], ...]
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def risk(self) -> float:
        """Comparable with the risk of an unusual day: how grave × ln(1 + points and events)."""
        return round(KINDS[self.rule].weight * log1p(self.points + self.count), 3)


class Own(NamedTuple):
    """Of a member who is staff: how they sign, and their number at the till."""

    by: str
    cashier: int | None


def of_member(member: int, seen: Sequence[Seen], fresh: set[int], settings: Settings, own: Sequence[Own] = ()) -> list[Finding]:
    """What the rules that are on say of one member. seen: oldest first, ``fresh`` the seqs nobody has looked at yet."""
    found: list[Finding] = []
    if settings.rule("orders").on:
        found += often("orders", member, seen, fresh, settings, ORDERS)
    if settings.rule("redemptions").on:
        found += often("redemptions", member, seen, fresh, settings, SPENDING)
    if settings.rule("loops").on:
        found += _loops(member, seen, fresh, settings)
    if settings.rule("refund").on:
        found += _refund(member, seen, fresh, settings)
    if settings.rule("self_earn").on and own:
        found += _self_earn(member, seen, fresh, own)
    if settings.rule("gift_ring").on:
        found += _gift_ring(member, seen, fresh, settings)
    if settings.rule("gathering").on:
        found += _gathering(member, seen, fresh, settings)
    if settings.rule("referrals").on:
        found += _referrals(member, seen, fresh, settings)
    return _gravest(found)


def by_hand(person: str, given: Sequence[tuple[int, int, int, int]], settings: Settings) -> list[Finding]:
    """Adjustments one person made within the rule's span: (member, seq, at_us, points), oldest first."""
    rule = settings.rule("by_hand")
    if not rule.on or len(given) <= rule.most:
        return []
    points = sum(abs(one[3]) for one in given)
    facts = {"person": person, "n": len(given), "points": points, "members": len({one[0] for one in given}), "days": rule.span}
    return [Finding("by_hand", 0, person, given[-1][2], points, len(given), _evidence((one[0], one[1]) for one in given), facts)]


def shared(kind: str, members: Sequence[tuple[int, int]], at_us: int, settings: Settings) -> list[Finding]:
    """Members, (member, seq of joining), oldest first, who joined with one device or way of paying."""
    rule = settings.rule("shared")
    if not rule.on or len(members) <= rule.most:
        return []
    facts = {"n": len(members), "kind": kind, "days": rule.span}
    return [Finding("shared", members[-1][0], "", at_us, 0, len(members), _evidence(members), facts)]


def often(rule: str, member: int, seen: Sequence[Seen], fresh: set[int], settings: Settings, types: tuple[str, ...]) -> Iterator[Finding]:
    most, minutes = settings.rule(rule).most, settings.rule(rule).span
    mine = sorted((one for one in seen if one.type in types), key=lambda one: one.at_us)
    first = 0
    for place, one in enumerate(mine):
        while mine[first].at_us <= one.at_us - minutes * MINUTE_US:
            first += 1
        within = mine[first : place + 1]
        if len(within) > most and any(each.seq in fresh for each in within):
            points = sum(each.points for each in within)
            yield Finding(rule, member, "", one.at_us, points, len(within), evidence_of(member, within), {"n": len(within), "minutes": minutes, "points": points})


def _loops(member: int, seen: Sequence[Seen], fresh: set[int], settings: Settings) -> Iterator[Finding]:
    """An order whose points could be spent before it went back: paid, then points spent, then returned."""
    most, days = settings.rule("loops").most, settings.rule("loops").span
    paid = {one.order: one for one in seen if one.type == "order.paid"}
    spent = [one for one in seen if one.type in SPENDING]
    loops = []
    for back in (one for one in seen if one.type == "order.returned" and one.order in paid):
        between = [one for one in spent if paid[back.order].at_us <= one.at_us <= back.at_us]
        if between and back.at_us - paid[back.order].at_us <= days * DAY_US:
            loops.append((back, (paid[back.order], between[-1], back)))
    for back, _ in loops:
        within = [parts for other, parts in loops if back.at_us - days * DAY_US < other.at_us <= back.at_us]
        if len(within) > most and back.seq in fresh:
            events = [one for parts in within for one in parts]
            points = sum(parts[1].points for parts in within)
            yield Finding("loops", member, "", back.at_us, points, len(within), evidence_of(member, events), {"n": len(within), "days": days, "points": points})


def _refund(member: int, seen: Sequence[Seen], fresh: set[int], settings: Settings) -> Iterator[Finding]:
    most = settings.rule("refund").most
    for place, one in enumerate(seen):
        if one.type == "order.returned" and one.seq in fresh and one.owed > most:
            spent = [each for each in seen[:place] if each.type in SPENDING][-3:]
            yield Finding("refund", member, "", one.at_us, one.owed, 1, evidence_of(member, [*spent, one]), {"order": one.order, "points": one.owed})


def _self_earn(member: int, seen: Sequence[Seen], fresh: set[int], own: Sequence[Own]) -> Iterator[Finding]:
    names = {each.by.casefold(): each.by for each in own}
    numbers = {each.cashier: each.by for each in own if each.cashier is not None}
    for one in seen:
        if one.seq not in fresh:
            continue
        signed = names.get(one.by.casefold(), "") if one.by and one.type in ("points.adjusted", "tier.set", "tier.matched") and one.points >= 0 else ""
        rung = numbers.get(one.cashier, "") if one.type == "order.paid" and one.cashier is not None else ""
        if signed or rung:
            facts = {"person": signed or rung, "what": "order" if rung else one.type, "points": one.points}
            yield Finding("self_earn", member, signed or rung, one.at_us, one.points, 1, ((member, one.seq),), facts)


def _gift_ring(member: int, seen: Sequence[Seen], fresh: set[int], settings: Settings) -> Iterator[Finding]:
    """Points go to somebody and come back from them."""
    most, days = settings.rule("gift_ring").most, settings.rule("gift_ring").span
    gifts = [one for one in seen if one.type in ("points.sent", "points.received") and one.other]
    for one in gifts:
        if one.seq not in fresh:
            continue
        within = [each for each in gifts if each.other == one.other and one.at_us - days * DAY_US < each.at_us <= one.at_us]
        there, back = ([each for each in within if each.type == type] for type in ("points.sent", "points.received"))
        turns = min(len(there), len(back))
        if turns > most:
            points = sum(each.points for each in there)
            yield Finding("gift_ring", member, "", one.at_us, points, len(within), evidence_of(member, within), {"n": turns, "days": days, "points": points, "other": one.other})


def _gathering(member: int, seen: Sequence[Seen], fresh: set[int], settings: Settings) -> Iterator[Finding]:
    """Points of many come together in one hand."""
    most, days = settings.rule("gathering").most, settings.rule("gathering").span
    came = [one for one in seen if one.type == "points.received" and one.other]
    for one in came:
        within = [each for each in came if one.at_us - days * DAY_US < each.at_us <= one.at_us]
        givers = len({each.other for each in within})
        if one.seq in fresh and givers > most:
            points = sum(each.points for each in within)
            yield Finding("gathering", member, "", one.at_us, points, givers, evidence_of(member, within), {"n": givers, "days": days, "points": points})


def _referrals(member: int, seen: Sequence[Seen], fresh: set[int], settings: Settings) -> Iterator[Finding]:
    """One member is rewarded for many friends: a star of accounts made for it."""
    most, days = settings.rule("referrals").most, settings.rule("referrals").span
    brought = [one for one in seen if one.type == "referral.qualified"]
    for one in brought:
        within = [each for each in brought if one.at_us - days * DAY_US < each.at_us <= one.at_us]
        if one.seq in fresh and len(within) > most:
            points = sum(each.points for each in within)
            yield Finding("referrals", member, "", one.at_us, points, len(within), evidence_of(member, within), {"n": len(within), "days": days, "points": points})


def _gravest(found: Iterable[Finding]) -> list[Finding]:
    """Of several findings of one rule about one day, the one that says most; the last of equals."""
    best: dict[tuple[str, int], Finding] = {}
    for one in found:
        key = one.rule, one.at_us // DAY_US
        if key not in best or one.risk >= best[key].risk:
            best[key] = one
    return list(best.values())


def evidence_of(member: int, events: Iterable[Seen]) -> tuple[tuple[int, int], ...]:
    return _evidence((member, one.seq) for one in events)


def _evidence(events: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return tuple(dict.fromkeys(events))[-MOST_EVIDENCE:]
