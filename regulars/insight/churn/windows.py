"""What a member did in the days after a cut, and which cuts may teach a model.

A window is told of ``Purchases`` that are known up to its end, or not at all. Since a learner only holds what was known at its own cut, no
window it can ask for reaches into the days it will be judged on. There is no function that splits members or rows at random.
"""

import math
from dataclasses import dataclass

import numpy as np

from regulars.insight.churn.purchases import Purchases, day_name
from regulars.insight.churn.shapes import Flags, Ints
from regulars.kit.errors import Refused

SHORTEST_DAYS, LONGEST_DAYS = 28, 182  # four whole weeks leave time to act; half a year is as far as a refit reaches
SNAPSHOTS = 5


@dataclass(frozen=True, slots=True)
class Timetable:
    """The cuts a model learns from. train: rising, every window ends by ``calibrate``; calibrate: the most recent full window's cut.

    ``train`` empty: there is no room before the calibration cut; one snapshot has to do both (in two halves of the members).
    """

    train: tuple[int, ...]
    calibrate: int
    horizon: int


def left(known: Purchases, cut: int, horizon: int) -> Flags:
    """For everybody who had bought before ``cut``: no purchase in the days [cut, cut + horizon). Order as ``known.before(cut)``.

    Raises Refused when the window isn't fully known: a member can't be called lost on half a window.
    """
    stayed_away: Flags = amount_in(known, cut, horizon)[1] == 0
    return stayed_away


def amount_in(known: Purchases, cut: int, horizon: int) -> tuple[Ints, Ints]:
    """What everybody who had bought before ``cut`` then spent in [cut, cut + horizon), and on how many days. Raises as ``left``."""
    if horizon < 1:
        raise Refused("insight.churn.no_horizon", horizon=horizon)
    if cut + horizon > known.until:
        raise Refused(
            "insight.churn.window_not_full",
            cut=day_name(cut),
            ends=day_name(cut + horizon),
            until=day_name(known.until),
        )
    there = np.add.reduceat(known.day < cut, known.starts[:-1], dtype=np.int64) > 0
    if not there.any():
        raise Refused("insight.churn.nobody_yet", cut=day_name(cut))
    inside = (known.day >= cut) & (known.day < cut + horizon)
    days = np.add.reduceat(inside, known.starts[:-1], dtype=np.int64)
    amount = np.add.reduceat(np.where(inside, known.amount, 0), known.starts[:-1])
    return amount[there], days[there]


def horizon_of(known: Purchases) -> int:
    """Days without a purchase after which nine of ten would have come: the 90th percentile of the gaps, in whole weeks.

    Between four weeks and half a year, and at most a sixth of what is known, so that enough windows lie in the past.
    Raises Refused when fewer than four of the shortest windows are known, or nobody ever came twice.
    """
    known_days = known.until - known.first_day
    if known_days < 4 * SHORTEST_DAYS:
        raise Refused("insight.churn.too_young", days=known_days, needed=4 * SHORTEST_DAYS)
    step = np.diff(known.day)
    step = np.delete(step, known.starts[1:-1] - 1)
    if not len(step):
        raise Refused("insight.churn.nobody_came_twice")
    usual = 7 * math.ceil(float(np.quantile(step, 0.9)) / 7)
    return max(SHORTEST_DAYS, min(usual, LONGEST_DAYS, known_days // 6 // 7 * 7))


def timetable_of(known: Purchases, horizon: int) -> Timetable:
    """Up to five training cuts, half a horizon apart, and the calibration cut; every window ends by ``known.until``.

    A training cut has at least a horizon of history behind it. Raises Refused when not even one cut has.
    """
    calibrate = known.until - horizon
    earliest = known.first_day + horizon
    if calibrate < earliest:
        raise Refused("insight.churn.too_young", days=known.until - known.first_day, needed=2 * horizon)
    step = max(horizon // 2, 1)
    train = [cut for n in range(SNAPSHOTS) if (cut := calibrate - horizon - n * step) >= earliest]
    return Timetable(tuple(reversed(train)), calibrate, horizon)
