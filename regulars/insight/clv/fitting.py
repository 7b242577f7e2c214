"""Maximum likelihood in log parameters: a box, an analytic gradient, standard errors, and what is doubtful about the answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize

from regulars.insight.clv.arrays import Floats
from regulars.insight.errors import CannotSay
from regulars.kit.phrases import say

LEAST, MOST = -8.0, 10.0  # of a log parameter; times are counted in the members' mean T while fitting, money in its mean
AT_THE_EDGE = 1e-2
THINNED_ABOVE, NEAR, NEARER = 100_000, 4_000, 40_000  # rows: a climb over more first comes near on so many of them
ENOUGH = 1e-6  # a slope per member this small is within a thousandth of a standard error of a million members
STEEP = 1e-10  # a slope per member that is none
FLAT = 1.0  # a log parameter known no better than within a factor of e either way

LogLikelihood = Callable[[Floats], tuple[float, Floats]]  # parameters -> log-likelihood, its derivative by each parameter


@dataclass(frozen=True)
class Doubt:
    """Something to know before a number is believed: a code with its facts, told in three languages."""

    code: str
    facts: Mapping[str, Any]

    def sentence(self, language: str = "en") -> str:
        return say(self.code, self.facts, language)


@dataclass(frozen=True)
class Fit:
    """A model's parameters with how sure they are. ``standard_errors`` is None where the likelihood has no proper peak."""

    model: str
    params: Mapping[str, float]
    log_likelihood: float
    standard_errors: Mapping[str, float] | None
    members: int
    doubts: tuple[Doubt, ...]
    covariance: tuple[tuple[float, ...], ...] | None = None  # of the log parameters, in the order of ``params``; None as the errors are

    @property
    def is_degenerate(self) -> bool:
        """Whether parameters ran to the edge: predictions may hold near the data, the parameters mean nothing."""
        return any(doubt.code == "insight.clv.at_the_edge" for doubt in self.doubts)


class Level(NamedTuple):
    """A likelihood, and how many members stand behind it: it is divided by them while climbing."""

    likelihood: LogLikelihood
    members: float


def levels(of: Callable[[slice], Level], rows: int) -> list[Level]:
    """Everybody; before that, of many rows, every so many-th of them: first ``NEAR`` rows, then ``NEARER``."""
    steps = [max(1, rows // few) for few in (NEAR, NEARER) if rows > THINNED_ABOVE]
    return [of(slice(step // 2, None, step)) for step in steps] + [of(slice(None))]


def climb(model: str, names: Sequence[str], starts: Sequence[Sequence[float]], by: Sequence[Level]) -> Fit:
    """The parameters at the likelihood's peak.

    starts: parameters to begin with; the best end counts. by: the last level is everybody, the ones before it come near cheaply. With several, everybody's
    peak is reached by Newton's steps whose second derivatives, and the standard errors, are the level's before, scaled to all members.
    Raises CannotSay ``insight.clv.no_peak`` when nothing finite is found.
    """
    likelihood, members = _remembered(by[-1].likelihood), by[-1].members
    ends = [_climb_from(np.log(np.asarray(start, dtype=np.float64)), *by[0]) for start in starts]
    ends = [end for end in ends if np.isfinite(end[1])]
    if not ends:
        raise CannotSay("insight.clv.no_peak", model=model)
    at, bend = max(ends, key=lambda end: end[1])[0], None
    for level in by[1:-1]:
        at, _ = _climb_from(at, *level)
    if len(by) > 1:
        some = by[-2]
        bend = _bend(at, _slope(some.likelihood)) * (members / some.members)
        at, steep = _newton(at, likelihood, bend, members, steps=8)
        if steep > ENOUGH:
            at, bend = _climb_from(at, likelihood, members)[0], None
    if bend is None or _covariance(bend) is None:
        bend = _bend(at, _slope(likelihood))
        at, _ = _newton(at, likelihood, bend, members, steps=3)
    value, _ = likelihood(np.exp(at))
    if not np.isfinite(value):
        raise CannotSay("insight.clv.no_peak", model=model)
    params = dict(zip(names, np.exp(at).tolist(), strict=True))
    edge = [name for name, one in zip(names, at, strict=True) if one < LEAST + AT_THE_EDGE or one > MOST - AT_THE_EDGE]
    covariance = None if edge else _covariance(bend)
    spread = None if covariance is None else np.sqrt(np.diag(covariance))
    doubts = [Doubt("insight.clv.at_the_edge", {"model": model, "parameters": ", ".join(edge)})] if edge else []
    if not edge and (spread is None or (spread > FLAT).any()):
        flat = names if spread is None else [name for name, one in zip(names, spread, strict=True) if one > FLAT]
        doubts.append(Doubt("insight.clv.flat", {"model": model, "parameters": ", ".join(flat)}))
    errors = None if spread is None else {name: params[name] * float(one) for name, one in zip(names, spread, strict=True)}
    known = None if covariance is None else tuple(tuple(row) for row in covariance.tolist())
    return Fit(model, params, float(value), errors, round(members), tuple(doubts), known)


def _climb_from(start: Floats, likelihood: LogLikelihood, members: float) -> tuple[Floats, float]:
    def downhill(at: Floats) -> tuple[float, Floats]:
        value, slope = likelihood(np.exp(at))
        if not (np.isfinite(value) and np.isfinite(slope).all()):
            return 1e10, np.zeros_like(at)
        return -value / members, -slope * np.exp(at) / members

    start = np.clip(start, LEAST, MOST)
    found = minimize(downhill, start, jac=True, method="L-BFGS-B", bounds=[(LEAST, MOST)] * len(start), options={"ftol": 1e-14, "gtol": 1e-8, "maxiter": 500})
    return found.x, -float(found.fun)


def _newton(at: Floats, likelihood: LogLikelihood, bend: Floats, members: float, steps: int) -> tuple[Floats, float]:
    """Up to so many steps with one and the same second derivatives, each only if it flattens the slope; then how steep it is, per member. At the edge of the box: none."""
    slope = _slope(likelihood)
    here = slope(at)
    for _ in range(steps if _covariance(bend) is not None else 0):
        step = np.linalg.solve(-bend, here)
        further = at + step
        if np.abs(here).max() / members < STEEP or np.abs(step).max() > 0.5 or not ((further > LEAST) & (further < MOST)).all():
            break
        there = slope(further)
        if not np.abs(there).max() < np.abs(here).max():
            break
        at, here = further, there
    return at, float(np.abs(here).max() / members)


def _remembered(likelihood: LogLikelihood) -> LogLikelihood:
    """The same, which knows its last two answers: of a million members each takes half a second."""
    known: dict[bytes, tuple[float, Floats]] = {}

    def value(params: Floats) -> tuple[float, Floats]:
        asked = params.tobytes()
        if asked not in known:
            if len(known) > 1:
                known.pop(next(iter(known)))
            known[asked] = likelihood(params)
        return known[asked]

    return value


def _slope(likelihood: LogLikelihood) -> Callable[[Floats], Floats]:
    return lambda at: likelihood(np.exp(at))[1] * np.exp(at)


def _bend(at: Floats, slope: Callable[[Floats], Floats]) -> Floats:
    small = 1e-4
    columns = [(slope(at + small * unit) - slope(at - small * unit)) / (2 * small) for unit in np.eye(len(at))]
    bend = np.column_stack(columns)
    return (bend + bend.T) / 2


def _covariance(bend: Floats) -> Floats | None:
    """Of the log parameters; None unless the likelihood bends down in every direction."""
    if not np.isfinite(bend).all():
        return None
    values = np.linalg.eigvalsh(-bend)
    if values[0] <= 1e-10 * max(values[-1], 1e-300):
        return None
    return np.asarray(np.linalg.inv(-bend))
