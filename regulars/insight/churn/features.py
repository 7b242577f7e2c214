"""What is known of each member at a cut, as numbers: one row per member who had bought before it.

``features_at`` takes the history and the cut and cuts it itself, so a later purchase can't reach a feature.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from regulars.insight.churn.purchases import Purchases, Signal
from regulars.insight.churn.shapes import Floats, Ints

RECENT_DAYS = 90
Prior = Callable[[Purchases, int], Floats]
"""(what was known at its ``until``, horizon) -> purchases expected in the horizon, one per member: Pareto/NBD, for example."""

PLAIN = ("recency", "days", "age", "last_30", "last_90", "value", "gap")
RICH = (
    "spent",
    "last_7",
    "last_14",
    "last_60",
    "last_180",
    "spent_30",
    "spent_90",
    "last_value",
    "overdue",
    "gap_spread",
    "pace",
)


@dataclass(frozen=True, slots=True)
class Features:
    """members: (n,) codes. plain: (n, terms) for the logit; rich: (n, more) beside them for the trees. names/groups: of ``plain``'s columns.

    The first seven of ``plain``: days since the last purchase day, number of purchase days, days since the first, purchase days in the last
    30 and 90 days, mean amount of a purchase day, mean gap in days (of a member who came once: the days since). Then two per signal.
    """

    cut: int
    members: Ints
    plain: Floats
    rich: Floats
    names: tuple[str, ...]
    groups: tuple[str, ...]
    expected: Floats | None = None  # purchases in the horizon, of a model of repeat buying that ranks by itself

    def column(self, name: str) -> Floats:
        return self.plain[:, self.names.index(name)]


def features_at(known: Purchases, cut: int, *, horizon: int = 0, prior: Prior | None = None) -> Features:
    """Every member's features as of the start of day ``cut``. Raises Refused as ``Purchases.before``."""
    past = known if known.until == cut else known.before(cut)
    begins, ends = past.starts[:-1], past.starts[1:]
    times = (ends - begins).astype(np.float64)
    first, last = past.day[begins], past.day[ends - 1]

    def days_in(days: int) -> Floats:
        return np.add.reduceat(past.day >= cut - days, begins, dtype=np.float64)

    def spent_in(days: int) -> Floats:
        return np.add.reduceat(np.where(past.day >= cut - days, past.amount, 0), begins).astype(np.float64)

    recency, age = (cut - 1 - last).astype(np.float64), (cut - 1 - first).astype(np.float64)
    spent = np.add.reduceat(past.amount, begins).astype(np.float64)
    gap = np.where(times > 1, (last - first) / np.maximum(times - 1, 1), age)
    plain = [recency, times, age, days_in(30), days_in(90), spent / times, gap]
    rich = [spent, days_in(7), days_in(14), days_in(60), days_in(180), spent_in(30), spent_in(90)]
    rich += [
        past.amount[ends - 1].astype(np.float64),
        recency / np.maximum(gap, 1),
        _spread(past, gap, times),
        times / (age + 1),
    ]
    names, groups = list(PLAIN), ["drifted_away"] * len(PLAIN)
    for signal in past.signals:
        recent, earlier = _told(signal, past.codes, cut)
        plain += [recent, earlier]
        names += [f"{signal.name}:recent", f"{signal.name}:earlier"]
        groups += [signal.group] * 2
    if prior is not None:
        rich.append(prior(past, horizon))
    return Features(cut, past.codes, np.column_stack(plain), np.column_stack(rich), tuple(names), tuple(groups))


def _spread(past: Purchases, gap: Floats, times: Floats) -> Floats:
    """Standard deviation of a member's gaps; 0 with fewer than two gaps."""
    steps = np.diff(past.day, prepend=past.day[0]).astype(np.float64)
    steps[past.starts[:-1]] = 0
    squares = np.add.reduceat(steps * steps, past.starts[:-1]) / np.maximum(times - 1, 1)
    spread: Floats = np.where(times > 2, np.sqrt(np.maximum(squares - gap * gap, 0)), 0.0)
    return spread


def _told(signal: Signal, codes: Ints, cut: int) -> tuple[Floats, Floats]:
    """What the signal weighed in the last 90 days, and before."""
    place = np.searchsorted(codes, signal.member)
    known = (place < len(codes)) & (codes[np.minimum(place, len(codes) - 1)] == signal.member)
    recent = signal.day >= cut - RECENT_DAYS
    new, old = (np.bincount(place[known & part], signal.weight[known & part], len(codes)) for part in (recent, ~recent))
    return new.astype(np.float64), old.astype(np.float64)
