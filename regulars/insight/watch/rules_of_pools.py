"""What the rules say of a pool's own log: who spends from it, how often, and how soon after somebody else has put in."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from regulars.insight.watch.rules import DAY_US, MINUTE_US, SPENDING, Finding, Seen, evidence_of, often
from regulars.insight.watch.settings import Settings

OF_POOLS = ("pool.redeemed", "pool.received")


def of_pool(pool: int, seen: Sequence[Seen], fresh: set[int], settings: Settings) -> list[Finding]:
    """Findings about the members who spent. seen: of the pool's log, oldest first, ``who`` the member; ``fresh`` the seqs nobody has looked at yet."""
    best: dict[tuple[str, int, int], Finding] = {}
    for who in sorted({one.who for one in seen if one.type in SPENDING and one.who}):
        own = [one for one in seen if one.type in SPENDING and one.who == who]
        found: list[Finding] = []
        if settings.rule("redemptions").on:
            found += [replace(one, member=who) for one in often("redemptions", pool, own, fresh, settings, SPENDING)]
        if settings.rule("pool_quick").on:
            found += _quick(pool, who, own, [one for one in seen if one.type == "pool.received" and one.who != who], fresh, settings)
        for one in found:
            key = one.rule, who, one.at_us // DAY_US
            if key not in best or one.risk >= best[key].risk:
                best[key] = one
    return list(best.values())


def _quick(pool: int, who: int, spent: Sequence[Seen], came: Sequence[Seen], fresh: set[int], settings: Settings) -> Iterator[Finding]:
    """Points of others are used within minutes of being put in, more than ``most`` times within a day."""
    most, minutes = settings.rule("pool_quick").most, settings.rule("pool_quick").span
    pairs = []
    for one in spent:
        before = [each for each in came if 0 <= one.at_us - each.at_us <= minutes * MINUTE_US]
        if before and one.others:
            pairs.append((before[-1], one))
    for _, last in pairs:
        within = [pair for pair in pairs if last.at_us - DAY_US < pair[1].at_us <= last.at_us]
        if len(within) > most and last.seq in fresh:
            points = sum(one.others for _, one in within)
            events = evidence_of(pool, [each for pair in within for each in pair])
            yield Finding("pool_quick", who, "", last.at_us, points, len(within), events, {"n": len(within), "minutes": minutes, "points": points})
