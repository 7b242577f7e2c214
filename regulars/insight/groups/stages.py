"""Where each member is in their time with the shop, measured by their own rhythm: a fortnight is long for one and nothing for another."""

from dataclasses import dataclass

import numpy as np

from regulars.insight.churn.purchases import Purchases
from regulars.insight.churn.shapes import Floats, Ints
from regulars.kit.errors import Refused

STAGES = ("new", "growing", "active", "at_risk", "lapsed", "won_back")
NEW, GROWING, ACTIVE, AT_RISK, LAPSED, WON_BACK = range(6)
AT_RISK_AFTER, LAPSED_AFTER = 2.0, 4.0  # silences, in the member's own gaps
FASTER, LATELY, KNOWN_AFTER = 0.75, 3, 3


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """members: (n,) codes. stage: places in ``STAGES``. rhythm: days, the member's own usual gap. silence: days since the last purchase / rhythm."""

    cut: int
    members: Ints
    stage: Ints
    rhythm: Floats
    silence: Floats


def stages_at(known: Purchases, cut: int) -> Lifecycle:
    """Everybody's stage as of the start of day ``cut``. The first that fits:

    lapsed: silent for more than 4 of their own gaps; at_risk: more than 2; won_back: one of the last two gaps was longer than 4;
    new: fewer than 3 purchase days; growing: the mean of the last 3 gaps is under 0.75 of the mean of those before; active.
    The rhythm is the median gap, drawn towards the shop's median as if by one more gap (in logarithms), so that one or two say little.
    Raises Refused as ``Purchases.before``, and when nobody ever came twice.
    """
    past = known if known.until == cut else known.before(cut)
    begins, rows = past.starts[:-1], np.diff(past.starts)
    gaps = np.diff(past.day, prepend=past.day[0]).astype(np.float64)
    is_gap = np.ones(len(gaps), bool)
    is_gap[begins] = False
    if not is_gap.any():
        raise Refused("insight.churn.nobody_came_twice")
    owner = np.repeat(np.arange(len(past)), rows)
    count = rows - 1
    rhythm = _rhythm(gaps[is_gap], owner[is_gap], count)
    last = past.day[past.starts[1:] - 1]
    silence = (cut - 1 - last) / rhythm
    from_end = past.starts[1:][owner] - 1 - np.arange(len(gaps))
    broke = is_gap & (from_end < 2) & (gaps > LAPSED_AFTER * rhythm[owner])
    won_back = np.bincount(owner[broke], minlength=len(past)) > 0
    late, early = is_gap & (from_end < LATELY), is_gap & (from_end >= LATELY)
    recent, before = (np.bincount(owner[part], gaps[part], len(past)) for part in (late, early))
    growing = (count > LATELY) & (recent / LATELY < FASTER * before / np.maximum(count - LATELY, 1))
    asked = [silence > LAPSED_AFTER, silence > AT_RISK_AFTER, won_back, rows < KNOWN_AFTER, growing]
    stage = np.select(asked, [LAPSED, AT_RISK, WON_BACK, NEW, GROWING], ACTIVE).astype(np.int64)
    return Lifecycle(cut, past.codes, stage, rhythm, silence)


@dataclass(frozen=True, slots=True)
class Transitions:
    """counts[from][to] in the order of ``STAGES``; joined[to]: members who had not bought by the first cut. share: rows as shares, None for an empty one."""

    counts: tuple[tuple[int, ...], ...]
    joined: tuple[int, ...]

    @property
    def share(self) -> tuple[tuple[float, ...] | None, ...]:
        return tuple(tuple(n / sum(row) for n in row) if sum(row) else None for row in self.counts)


def transitions(before: Lifecycle, after: Lifecycle) -> Transitions:
    """Who was where at the first cut and is where at the second."""
    kinds = len(STAGES)
    _, there, here = np.intersect1d(before.members, after.members, assume_unique=True, return_indices=True)
    counts = np.bincount(before.stage[there] * kinds + after.stage[here], minlength=kinds * kinds).reshape(kinds, kinds)
    joined = np.bincount(np.delete(after.stage, here), minlength=kinds)
    return Transitions(tuple(tuple(int(n) for n in row) for row in counts), tuple(int(n) for n in joined))


def _rhythm(gaps: Floats, owner: Ints, count: Ints) -> Floats:
    shop = float(np.log(np.median(gaps)))
    order = np.lexsort((gaps, owner))
    sorted_gaps = np.log(gaps[order])
    begins = np.cumsum(count) - count
    own = np.full(len(count), shop)
    there = count > 0
    low, high = begins[there] + (count[there] - 1) // 2, begins[there] + count[there] // 2
    own[there] = (sorted_gaps[low] + sorted_gaps[high]) / 2
    rhythm: Floats = np.exp((own * count + shop) / (count + 1))
    return rhythm
