"""Which step moved revenue: members × orders a member × average order, between one span and the next, with intervals.

Source: logarithmic mean Divisia index (Ang 2005, "The LMDI approach to decomposition analysis", Energy Policy 33, eq. 5): the parts add up exactly.
"""

import math
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from regulars.insight.errors import CannotSay
from regulars.insight.facts import Facts

STEPS = ("members", "frequency", "aov")
LEAST_DAYS, LEAST_MEMBERS = 28, 30  # of a span; a shorter one moves with the weekday
DRAWS = 400
Span = tuple[date, date]  # the first day and the last


@dataclass(frozen=True)
class Step:
    """One step then and now, what it moved (smallest unit), and where 95 of 100 redraws of the members put that."""

    name: str
    before: float
    now: float
    moved: float
    low: float
    high: float


@dataclass(frozen=True)
class Moved:
    days: int  # of each span
    revenue_before: int
    revenue_now: int
    steps: tuple[Step, ...]


def what_moved(facts: Facts) -> Moved:
    """Compare the last span with the one before. Raises CannotSay when a span is short, or nobody bought in one."""
    days = min(365, facts.days // 2)
    if days < LEAST_DAYS:
        raise CannotSay("insight.moved.too_young", days=facts.days, least=2 * LEAST_DAYS)
    now = facts.as_of - timedelta(days=days - 1), facts.as_of
    return moved_between(facts, (now[0] - timedelta(days=days), now[0] - timedelta(days=1)), now)


def moved_between(facts: Facts, before: Span, now: Span) -> Moved:
    """Compare two spans of days that don't overlap, each with its first and its last. Raises CannotSay when hardly anybody bought in one."""
    days = (now[1] - now[0]).days + 1
    columns = facts.connection.execute(BY_MEMBER, {"before_from": before[0], "before_to": before[1], "now_from": now[0], "now_to": now[1]}).fetchnumpy()
    table = np.column_stack([np.asarray(columns[name], np.float64) for name in ("bought0", "orders0", "amount0", "bought1", "orders1", "amount1")])
    sums = table.sum(axis=0)
    if min(sums[0], sums[3]) < LEAST_MEMBERS or min(sums[2], sums[5]) <= 0:
        raise CannotSay("insight.moved.too_few", before=int(sums[0]), now=int(sums[3]), least=LEAST_MEMBERS)
    parts = _parts(sums[None, :])[0]
    low, high = np.quantile(_parts(_redrawn(table)), (0.025, 0.975), axis=0)
    then, now = _factors(sums[None, :3])[0], _factors(sums[None, 3:])[0]
    steps = tuple(Step(name, *map(float, values)) for name, *values in zip(STEPS, then, now, parts, low, high, strict=True))
    return Moved(days, int(sums[2]), int(sums[5]), steps)


def _redrawn(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums of the table with members drawn anew, by Poisson counts per distinct row: equal members are drawn together."""
    rows, times = np.unique(table, axis=0, return_counts=True)
    draws = np.random.default_rng(0)
    return np.stack([draws.poisson(times) @ rows for _ in range(DRAWS)])


def _factors(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    members, orders, amount = sums.T
    return np.column_stack([members, orders / members, amount / orders])


def _parts(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """(draws, 3): what each step moved. A draw in which somebody's returns leave nothing is kept at a whole unit, since logarithms need one."""
    before, now = np.maximum(sums[:, :3], 1.0), np.maximum(sums[:, 3:], 1.0)
    ratio = np.log(_factors(now) / _factors(before))
    revenue = np.log(now[:, 2] / before[:, 2])
    flat = np.abs(revenue) < math.ulp(1.0) * 16
    mean = np.where(flat, before[:, 2], (now[:, 2] - before[:, 2]) / np.where(flat, 1.0, revenue))
    return np.asarray(mean[:, None] * ratio)


BY_MEMBER = """
    WITH told AS (
        SELECT member, amount, is_purchase, CASE WHEN day >= $now_from::DATE AND day <= $now_to::DATE THEN 1 ELSE 0 END AS latest
        FROM orders WHERE (day >= $now_from::DATE AND day <= $now_to::DATE) OR (day >= $before_from::DATE AND day <= $before_to::DATE)
    )
    SELECT max(CASE WHEN is_purchase AND latest = 0 THEN 1 ELSE 0 END) AS bought0, sum(CASE WHEN is_purchase AND latest = 0 THEN 1 ELSE 0 END) AS orders0,
           sum(CASE WHEN latest = 0 THEN amount ELSE 0 END) AS amount0, max(CASE WHEN is_purchase AND latest = 1 THEN 1 ELSE 0 END) AS bought1,
           sum(CASE WHEN is_purchase AND latest = 1 THEN 1 ELSE 0 END) AS orders1, sum(CASE WHEN latest = 1 THEN amount ELSE 0 END) AS amount1
    FROM told GROUP BY member"""
