"""What is said of points by name of the figure: what will still be redeemed, what was owed from month to month, revenue, entries. Needs a snapshot."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import numpy as np

from regulars.insight.asking.models import Models
from regulars.insight.asking.rows import Rows
from regulars.insight.asking.transfers import counted_points, of_snapshot
from regulars.insight.errors import CannotSay
from regulars.insight.liability.bootstrap import bootstrap
from regulars.insight.liability.chain_ladder import (
    bornhuetter_ferguson,
    cape_cod,
    cape_cod_rate,
    chain_ladder,
    development,
    mack_error,
)
from regulars.insight.liability.diagonals import diagonals
from regulars.insight.liability.entries import COLUMNS, Accounts, Entry, recognition, sale
from regulars.insight.liability.revenue import Step, allocate, schedule
from regulars.insight.liability.roll_forward import rolled, tie
from regulars.insight.liability.triangle import Triangle
from regulars.kit.errors import Problem


def _triangle(models: Models) -> tuple[Triangle, list[str]]:
    counted = counted_points(models)
    return counted.increments.triangle, counted.months


def liability_triangle(models: Models) -> Rows:
    found, months = _triangle(models)
    issued = found.issued if found.issued is not None else np.zeros(len(months))
    rows = [
        (months[row], age, int(found.cells[row, age]), int(issued[row])) for row in range(len(months)) for age in range(found.cells.shape[1]) if found.known[row, age]
    ]
    return Rows(("earned_in", "months_later", "redeemed_so_far", "issued"), rows)


def liability(models: Models) -> Rows:
    """What will still be redeemed, by four ways, with their ranges."""
    found, _ = _triangle(models)
    by = development(found)
    ladder, rate = chain_ladder(found, by), cape_cod_rate(found, by)
    told: list[Problem] = []
    rows: list[tuple[Any, ...]] = []
    try:
        off = mack_error(found, by).total
        rows.append(("chain_ladder", round(ladder.total), round(max(ladder.total - 1.96 * off, 0)), round(ladder.total + 1.96 * off)))
    except Problem as refusal:
        told.append(refusal)
        rows.append(("chain_ladder", round(ladder.total), None, None))
    expected = bornhuetter_ferguson(found, by, _older_rate(found))
    rows.append(("bornhuetter_ferguson", round(expected.total), None, None))
    rows.append(("cape_cod", round(cape_cod(found, by).total), None, None))
    try:
        drawn = bootstrap(found)
        rows.append(("bootstrap", round(drawn.mean), *(round(end) for end in drawn.interval(0.95))))
    except Problem as refusal:
        told.append(refusal)
    unusual = diagonals(found, by).unusual
    if len(unusual):
        told.append(CannotSay("insight.liability.unusual_months", months=len(unusual)))
    told.append(CannotSay("insight.liability.rate_said", rate=f"{rate:.1%}"))
    return Rows(("method", "points_to_come", "low", "high"), rows, tuple(told))


def roll(models: Models) -> Rows:
    """What was owed at the beginning of each month, what came and went, what is owed at its end: to the point what the ledger says."""
    facts = of_snapshot(models)
    counted = counted_points(models)
    months, change = counted.months, rolled(counted.changes, periods=len(counted.months))
    (balances,) = facts.one("SELECT coalesce(sum(active + pending + held), 0)::BIGINT FROM standings")
    told: tuple[Any, ...] = ()
    try:
        tie(change, balances)
    except Problem as refusal:
        told = (refusal,)
    names = sorted(change.moves)
    rows = [
        (months[place], int(change.opening[place]), *(int(change.moves[name][place]) for name in names), int(change.closing[place])) for place in range(len(months))
    ]
    return Rows(("month", "opening", *names, "closing"), rows, told)


def revenue_schedule(models: Models) -> Rows:
    """IFRS 15: of each month's sales, what was for points, what of it is revenue by now, and what is still a liability."""
    rows = []
    for month, split, steps in _allocated(models):
        last = steps[-1]
        rows.append((month, split.goods + split.points, split.points, last.redeemed, last.expected, last.recognised, last.liability))
    return Rows(("month", "revenue", "for_points", "redeemed", "expected", "recognised", "liability"), rows)


def journal_entries(models: Models) -> Rows:
    """The month's ends as double entries for the shop's books."""
    accounts, entries = Accounts(), []
    for month, split, steps in _allocated(models):
        entries.append(sale(_end_of(month, 0), split, accounts))
        entries += [recognition(_end_of(month, later), step, accounts) for later, step in enumerate(steps) if step.revenue]
    entries.sort(key=lambda entry: entry.on)
    rows = [row for number, entry in enumerate(entries, 1) for row in _lines(number, entry)]
    return Rows(COLUMNS, rows)


def _lines(number: int, entry: Entry) -> list[tuple[Any, ...]]:
    return [(number, entry.on, account, amount if amount > 0 else None, -amount if amount < 0 else None, entry.text) for account, amount in entry.lines if amount]


def _allocated(models: Models) -> list[tuple[str, Any, list[Step]]]:
    facts = of_snapshot(models)
    assert facts.manifest is not None
    worth = next(iter(facts.manifest.shop.wallets.values()), "")
    if not worth:
        raise CannotSay("insight.liability.no_point_value")
    found, months = _triangle(models)
    by = development(found)
    ends = cape_cod(found, by).ultimate
    issued = found.issued if found.issued is not None else np.zeros(len(months))
    paid = dict(facts.rows("SELECT strftime(day, '%Y-%m'), sum(amount)::BIGINT FROM orders GROUP BY 1"))
    value = Fraction(worth) * 10**facts.exponent
    answer = []
    for row, month in enumerate(months):
        if not issued[row] or paid.get(month, 0) <= 0:
            continue
        ultimate = max(round(ends[row]), round(found.latest[row]))
        split = allocate(
            paid[month], goods_price=paid[month], points=int(issued[row]), point_value=value, share_redeemed=min(Fraction(1), Fraction(ultimate, int(issued[row])))
        )
        known = [max(0, int(cell)) for cell in found.cells[row][found.known[row]]]
        answer.append((month, split, schedule(split.points, [(so_far, max(ultimate, so_far)) for so_far in known])))
    return answer


def _older_rate(found: Triangle) -> float:
    """What the oldest third of the cohorts has redeemed so far, as a share of what they earned: what one would expect before looking at the young."""
    issued = found.issued if found.issued is not None else np.ones(len(found.cells))
    some = max(1, len(issued) // 3)
    earned = float(issued[:some].sum())
    return min(1.0, float(found.latest[:some].sum()) / earned) if earned > 0 else 0.0


def _end_of(month: str, later: int) -> date:
    number = int(month[:4]) * 12 + int(month[5:]) + later
    return date(number // 12, number % 12 + 1, 1) - timedelta(days=1)
