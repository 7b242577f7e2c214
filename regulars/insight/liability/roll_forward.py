"""What was owed, what came, what went, what is owed: by period, tied to the ledger to the point."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from regulars.insight.liability.lots import Moves
from regulars.insight.liability.triangle import Whole
from regulars.kit.errors import Refused


@dataclass(frozen=True, slots=True, eq=False)
class RollForward:
    """Points of all members, per period (P,). opening + Σ moves = closing in every period. moves: account of the programme -> points, below 0 where they went there."""

    opening: Whole
    moves: Mapping[str, Whole]
    closing: Whole


def roll_forward(of: Moves, *, periods: int) -> RollForward:
    """Every transfer between a member's points and an account of the programme, by period 0…periods − 1. What moves between a member's own accounts changes nothing."""
    return rolled(changes(of, periods=periods), periods=periods)


def changes(of: Moves, *, periods: int) -> dict[str, Whole]:
    """Account of the programme -> points that came from it (below 0: went to it), (periods,). Those of several parts of the members add up."""
    if len(of.period) and (of.period.min() < 0 or of.period.max() >= periods):
        raise Refused("insight.liability.shape")
    change: dict[str, Whole] = {}
    for sign, chosen, others in ((1, of.incoming, of.source), (-1, of.outgoing, of.target)):
        sums = np.zeros((len(of.accounts), periods), np.int64)
        np.add.at(sums, (others[chosen], of.period[chosen]), sign * of.points[chosen])
        for place in np.unique(others[chosen]).tolist():
            name = of.accounts[place]
            change[name] = change[name] + sums[place] if name in change else sums[place]
    return change


def rolled(change: Mapping[str, Whole], *, periods: int) -> RollForward:
    nothing = np.zeros(periods, np.int64)
    came = sum(change.values(), nothing)
    closing = np.cumsum(came)
    return RollForward(closing - came, change, closing)


def tie(rolled: RollForward, balances: int) -> None:
    """Compare with Σ active + pending + held of ``members.parquet``. Raises Refused ``insight.liability.does_not_tie`` with the difference."""
    closing = int(rolled.closing[-1]) if len(rolled.closing) else 0
    if closing != balances:
        raise Refused("insight.liability.does_not_tie", closing=closing, balances=balances, difference=closing - balances)
