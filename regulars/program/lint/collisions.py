"""Which rules can meet on one event, and what happens then: the collision map. And rules that another one of their group always puts aside.

Two rules meet when nothing they ask excludes the other; what stands under ``any`` and ``not`` is given the benefit of the doubt, so the map may
name a pair that never meets in practice, but leaves none out.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

from regulars.kit.phrases import phrases, say
from regulars.program.document import Program
from regulars.program.document_conditions import AllOf, Condition
from regulars.program.document_rules import EarningRule, Fixed, Multiply
from regulars.program.findings import Notes
from regulars.program.lint.conjunction import Demand, demands_of
from regulars.program.lint.lines import Lines

phrases(
    {
        "collision.adds": (
            "“{first}” and “{second}” both count: their points add up",
            "“{first}”与“{second}”同时生效，积分相加",
            "「{first}」與「{second}」同時生效，積分相加",
        ),
        "collision.multiplies": (
            "“{second}” multiplies what “{first}” gives",
            "“{second}”对“{first}”的积分加倍",
            "「{second}」對「{first}」的積分加倍",
        ),
        "collision.multipliers_add": (
            "“{first}” and “{second}” both count: {by_first} × and {by_second} × make {together} ×, they don't compound",
            "“{first}”与“{second}”同时生效：{by_first} 倍与 {by_second} 倍合计 {together} 倍，不连乘",
            "「{first}」與「{second}」同時生效：{by_first} 倍與 {by_second} 倍合計 {together} 倍，不連乘",
        ),
        "collision.untouched": (
            "“{second}” is added on top; “{first}” does not multiply it",
            "“{second}”另行加上，不受“{first}”加倍影响",
            "「{second}」另行加上，不受「{first}」加倍影響",
        ),
        "collision.best_of": (
            "of “{first}” and “{second}” only the better one for the member counts",
            "“{first}”与“{second}”只取对会员更有利的一条",
            "「{first}」與「{second}」只取對會員更有利的一條",
        ),
        "collision.switches_off": (
            "“{first}” switches “{second}” off",
            "“{first}”生效时“{second}”不生效",
            "「{first}」生效時「{second}」不生效",
        ),
        "collision.where.line": ("on one line", "同一商品行", "同一商品行"),
        "collision.where.event": ("in one event", "同一事件", "同一事件"),
    }
)


@dataclass(frozen=True, slots=True)
class Collision:
    """``how``: adds, multiplies, multipliers_add, untouched, best_of, switches_off. ``where``: ``line`` when one line can be hit by both, else ``event``."""

    first: str
    second: str
    wallet: str
    how: str
    where: str
    by: tuple[Decimal, Decimal] | None = None

    def sentence(self, language: str = "en", names: dict[str, str] | None = None) -> str:
        known = names or {}
        facts: dict[str, Any] = {"first": known.get(self.first, self.first), "second": known.get(self.second, self.second)}
        if self.by is not None:
            together = self.by[0] + self.by[1] - 1
            facts |= {key: f"{value.normalize():f}" for key, value in (("by_first", self.by[0]), ("by_second", self.by[1]), ("together", together))}
        return say(f"collision.{self.how}", facts, language)


def collisions(program: Program) -> list[Collision]:
    """Every pair of rules that can meet, in document order. Rules of different events or wallets never do."""
    found = []
    for first, second in combinations(program.earn, 2):
        if (first.on, first.wallet) != (second.on, second.wallet) or not _days_overlap(first, second):
            continue
        where = _where(first, second)
        if where:
            found.append(_combined(first, second, where))
    return found


def check_collisions(program: Program, notes: Notes, lines: Lines) -> None:
    for first, second in combinations(program.earn, 2):
        if (first.on, first.wallet) != (second.on, second.wallet):
            continue
        if _same(first, second):
            notes.warning("rule_twice", lines.of("earn", second.id), rule=second.id, other=first.id)
        for winner, loser in ((first, second), (second, first)):
            if _always_loses(loser, winner):
                notes.warning("never_counts_beside", lines.of("earn", loser.id), rule=loser.id, other=winner.id, group=loser.group)


def _combined(first: EarningRule, second: EarningRule, where: str) -> Collision:
    a, b = first, second
    if a.group is not None and a.group == b.group:
        exclusive = [rule for rule in (a, b) if rule.stack == "exclusive"]
        if exclusive:
            winner = min(exclusive, key=lambda rule: -rule.priority)  # of two alike the first
            return Collision(winner.id, (b if winner is a else a).id, a.wallet, "switches_off", where)
        if a.stack == b.stack == "best_of":
            return Collision(a.id, b.id, a.wallet, "best_of", where)
    if isinstance(a.points, Multiply) and isinstance(b.points, Multiply):
        return Collision(a.id, b.id, a.wallet, "multipliers_add", where, (a.points.by, b.points.by))
    if isinstance(b.points, Multiply):
        a, b = b, a
    if isinstance(a.points, Multiply):  # a multiplies, b is something else
        return Collision(a.id, b.id, a.wallet, "untouched", where) if isinstance(b.points, Fixed) else Collision(b.id, a.id, a.wallet, "multiplies", where)
    return Collision(a.id, b.id, a.wallet, "adds", where)


def _where(first: EarningRule, second: EarningRule) -> str:
    demands: dict[str, list[Demand]] = defaultdict(list)
    for rule in (first, second):
        for name, demand in demands_of(rule).items():
            demands[name].append(demand)
    clash = {name for name, both in demands.items() if len(both) == 2 and _together(*both).is_impossible} | {
        name for name, both in demands.items() if any(demand.is_impossible for demand in both)
    }
    if any(not name.startswith("line.") for name in clash):
        return ""
    if not clash:
        return "line"
    fixed = isinstance(first.points, Fixed) or isinstance(second.points, Fixed)
    return "event" if fixed or not (isinstance(first.points, Multiply) or isinstance(second.points, Multiply)) else ""


def _together(first: Demand, second: Demand) -> Demand:
    both = Demand(first.values, [*first.bounds, *second.bounds])
    if second.values is not None:
        both.only(second.values)
    return both


def _days_overlap(first: EarningRule, second: EarningRule) -> bool:
    return not (first.ends and second.starts and first.ends < second.starts) and not (second.ends and first.starts and second.ends < first.starts)


def _same(first: EarningRule, second: EarningRule) -> bool:
    def shape(rule: EarningRule) -> tuple[object, ...]:
        return rule.points, rule.when, rule.starts, rule.ends, rule.limits, rule.streak, rule.budgets

    return shape(first) == shape(second) and first.stack == "add" == second.stack


def _always_loses(loser: EarningRule, winner: EarningRule) -> bool:
    """Whenever ``loser`` holds, ``winner`` holds too and is chosen: sound, never complete."""
    if loser.group is None or loser.group != winner.group or winner.limits or winner.budgets or not _covers(winner, loser):
        return False
    if winner.stack == "exclusive":
        return loser.stack != "exclusive" or winner.priority > loser.priority
    if not (winner.stack == loser.stack == "best_of") or loser.streak is not None:
        return False
    if isinstance(winner.points, Multiply) and isinstance(loser.points, Multiply):
        return winner.points.by > loser.points.by >= 1
    if isinstance(winner.points, Fixed) and isinstance(loser.points, Fixed):
        return winner.points.points > loser.points.points
    return False


def _covers(wide: EarningRule, narrow: EarningRule) -> bool:
    if (wide.starts and (narrow.starts is None or narrow.starts < wide.starts)) or (wide.ends and (narrow.ends is None or narrow.ends > wide.ends)):
        return False
    return _parts(wide.when) <= _parts(narrow.when)


def _parts(condition: Condition | None) -> frozenset[Condition]:
    if condition is None:
        return frozenset()
    if isinstance(condition, AllOf):
        return frozenset().union(*(_parts(part) for part in condition.parts))
    return frozenset({condition})
