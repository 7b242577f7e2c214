"""How far the budgets of the programme in force have been used, in the periods of one day."""

from dataclasses import dataclass
from typing import Any

import psycopg

from regulars.engine.budgets import CompiledBudget, counter_of
from regulars.engine.compiled import Versions
from regulars.kit.periods import iso_day, next_period_start, period_start


@dataclass(frozen=True, slots=True)
class BudgetStanding:
    """Points are of the wallet's unit, ``sales`` net and in minor units; ``allowed`` is what those sales allow where the budget is a share of them."""

    rule: str  # "": the programme's; ``challenge:<id>``, ``referral``: of such rewards
    wallet: str
    counts_sales: bool
    per: str
    since: str | None  # the period's first day; None: the budget has no end
    renews_on: str | None  # the first day of the next one
    used: int
    allowed: int
    sales: int
    warn_at: float | None

    @property
    def left(self) -> int:
        """0 where returns have taken back sales whose points are still out."""
        return max(self.allowed - self.used, 0)

    @property
    def level(self) -> str:
        """``used_up``, ``nearly_used_up`` (from ``warn_at`` on) or ``open``. A budget of nothing so far is open."""
        if self.used and self.used >= self.allowed:
            return "used_up"
        return "nearly_used_up" if self.warn_at is not None and self.used and self.used >= self.warn_at * self.allowed else "open"


def budget_standings(conn: psycopg.Connection[Any], versions: Versions, now_us: int) -> list[BudgetStanding]:
    """The budgets of the rules in the document's order, then of rewards, then the programme's."""
    compiled, day = versions.at(now_us), versions.calendar.day_of(now_us)
    budgets: dict[str, CompiledBudget] = {}
    for caps in compiled.caps.values():
        budgets |= {counter_of(budget, day): budget for budget in caps.budgets}
    rows = conn.execute("SELECT id, used, sales - returned FROM shared_counter WHERE id = ANY(%s)", (list(budgets),)).fetchall() if budgets else []
    stands = {id: (used, sales) for id, used, sales in rows}
    program = compiled.program
    names = [*(rule.id for rule in program.earn), *(f"challenge:{one.id}" for one in program.challenges), "referral"]
    places = {name: place for place, name in enumerate(names)}
    found = []
    for counter, budget in sorted(budgets.items(), key=lambda item: (places.get(item[1].rule, len(places)), item[0])):
        used, sales = stands.get(counter, (0, 0))
        since = None if budget.per == "lifetime" else iso_day(period_start(day, budget.per))
        renews_on = None if budget.per == "lifetime" else iso_day(next_period_start(day, budget.per))
        warn_at = float(budget.warn_at) if budget.warn_at is not None else None
        found.append(BudgetStanding(budget.rule, budget.wallet, budget.counts_sales, budget.per, since, renews_on, used, budget.allows(sales), sales, warn_at))
    return found
