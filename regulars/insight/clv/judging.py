"""How well a forecast did on purchases it never saw, beside the plainest guess: everybody goes on as before."""

from dataclasses import dataclass

import numpy as np

from regulars.insight.clv.arrays import Floats, Whole, floats
from regulars.insight.clv.fitting import Doubt
from regulars.insight.clv.histories import Histories, purchase_days_of
from regulars.insight.clv.repeat_buying import RepeatBuying
from regulars.insight.errors import CannotSay


@dataclass(frozen=True)
class Accuracy:
    """Of purchases foreseen beside purchases made, member by member. bias: (foreseen - made) / made, of all together.

    correlation is None where either side is the same for everybody. ``mae_of_mean``: the mean error as a share of purchases made (BTYDplus prints this one as MAE).
    """

    mae: float
    rmse: float
    correlation: float | None
    bias: float
    mae_of_mean: float


@dataclass(frozen=True)
class Bin:
    """Members with the same number of repeat purchases before the cut (the last bin: so many or more)."""

    x: int
    or_more: bool
    members: int
    made: float
    foreseen: float


@dataclass(frozen=True)
class Judgement:
    """A model on the time after its cut. ``doubts`` says so where it does not beat the plain guess."""

    model: str
    holdout_days: int
    members: int
    purchases: int
    accuracy: Accuracy
    same_rate: Accuracy
    bins: tuple[Bin, ...]
    doubts: tuple[Doubt, ...]

    @property
    def beats_same_rate(self) -> bool:
        return self.accuracy.mae < self.same_rate.mae


def judge(who: Histories, model: RepeatBuying, made: Whole, holdout_days: int, top: int = 7) -> Judgement:
    """made: what each of ``who`` bought in the ``holdout_days`` after the cut (``bought_between``). Raises CannotSay when nobody bought."""
    if holdout_days < 1 or not made.sum():
        raise CannotSay("insight.clv.no_holdout")
    rows = who.rows
    foreseen = model.expected(rows.x, rows.tx, rows.T, holdout_days / who.period_days)[rows.row_of]
    ours, theirs = accuracy(foreseen, made), accuracy(same_rate(who, holdout_days), made)
    doubts: tuple[Doubt, ...] = ()
    if not ours.mae < theirs.mae:
        doubts = (Doubt("insight.clv.not_better", {"model": model.name, "ours": f"{ours.mae:.3f}", "theirs": f"{theirs.mae:.3f}"}),)
    return Judgement(model.name, holdout_days, len(made), int(made.sum()), ours, theirs, by_frequency(who.x, foreseen, made, top), doubts)


def same_rate(who: Histories, days: int) -> Floats:
    """Everybody goes on as before: x / T purchases a period (none for who came on the day of the cut)."""
    return np.where(who.T_days > 0, who.x / np.maximum(who.T_days, 1), 0.0) * days


def accuracy(foreseen: Floats, made: Floats | Whole) -> Accuracy:
    off = floats(foreseen) - floats(made)
    total = float(np.sum(made))
    varied = np.ptp(foreseen) > 0 and np.ptp(made) > 0
    mae = float(np.abs(off).mean())
    return Accuracy(
        mae=mae,
        rmse=float(np.sqrt((off**2).mean())),
        correlation=float(np.corrcoef(foreseen, made)[0, 1]) if varied else None,
        bias=float(off.sum()) / total,
        mae_of_mean=mae * len(off) / total,
    )


def by_frequency(x: Whole, foreseen: Floats, made: Whole, top: int) -> tuple[Bin, ...]:
    """Mean purchases foreseen and made, by how often members had come before: 0, 1, … and ``top`` or more. Empty bins are left out."""
    which = np.minimum(x, top)
    members = np.bincount(which, minlength=top + 1)
    sums = np.bincount(which, made, minlength=top + 1), np.bincount(which, foreseen, minlength=top + 1)
    return tuple(
        Bin(x=at, or_more=at == top, members=int(members[at]), made=float(sums[0][at] / members[at]), foreseen=float(sums[1][at] / members[at]))
        for at in range(top + 1)
        if members[at]
    )


@dataclass(frozen=True)
class Tracking:
    """All members' repeat purchases up to the end of each period since the first of them came: made, and as the model has it."""

    made: Whole
    foreseen: Floats


def track(who: Histories, model: RepeatBuying, member: Whole, day: Whole, *, periods: int) -> Tracking:
    """Cumulative repeat purchases of ``who``, period by period from their first day on, before and after the cut.

    member, day: as they were handed to ``histories``, with what came later.
    """
    T_days, members = np.unique(who.T_days, return_counts=True)
    first = who.until - int(T_days[-1])
    ends = np.arange(1, periods + 1) * who.period_days
    lived = np.maximum(ends[:, None] - (int(T_days[-1]) - T_days)[None, :], 0)
    distinct, which = np.unique(lived, return_inverse=True)
    foreseen = model.expected_of_new(distinct / who.period_days)[which].reshape(lived.shape) @ members.astype(np.float64)
    return Tracking(np.cumsum(_repeats_by_period(who, member, day, first, periods)).astype(np.int64), foreseen)


def _repeats_by_period(who: Histories, member: Whole, day: Whole, first: int, periods: int) -> Whole:
    """Repeat purchase days of each period; the day of the very first purchase is day 0 of period 1."""
    days, place = purchase_days_of(who, member, day, through=first + periods * who.period_days - 1)
    again = days > (who.until - who.T_days)[place]
    return np.bincount((days[again] - first) // who.period_days, minlength=periods).astype(np.int64)
