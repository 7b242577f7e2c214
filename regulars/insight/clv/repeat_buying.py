"""What every model of repeat buying answers, whatever it takes members to be like."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Self

import numpy as np

from regulars.insight.clv.arrays import Floats, aligned, floats
from regulars.insight.clv.by_age import by_age
from regulars.insight.clv.fitting import Fit, Level, LogLikelihood, climb, levels
from regulars.insight.clv.histories import Rows
from regulars.insight.clv.quadrature import on_unit
from regulars.insight.errors import CannotSay
from regulars.kit.errors import Invalid


class RepeatBuying(ABC):
    """A model with its parameters in periods. x, tx, T are arrays (or numbers) as in ``Histories``; answers have their length.

    Each answer about a member's future is for one who was last seen buying at tx and is looked at at T.
    """

    name: ClassVar[str]
    names: ClassVar[tuple[str, ...]]
    in_time: ClassVar[tuple[str, ...]]  # the parameters that are lengths of time
    starts: ClassVar[tuple[tuple[float, ...], ...]]  # with times counted in the members' mean T

    def __init__(self, *params: float) -> None:
        if len(params) != len(self.names) or not all(np.isfinite(params)) or min(params) <= 0:
            raise ValueError(f"{self.name} takes {', '.join(self.names)}, each above zero")
        for name, value in zip(self.names, params, strict=True):
            setattr(self, name, float(value))

    @classmethod
    def of(cls, fit: Fit) -> Self:
        return cls(*(fit.params[name] for name in cls.names))

    @property
    def params(self) -> dict[str, float]:
        return {name: getattr(self, name) for name in self.names}

    @classmethod
    @abstractmethod
    def likelihood(cls, x: Floats, tx: Floats, T: Floats, members: Floats) -> LogLikelihood:
        """The log-likelihood of so many members with each history, and its derivative by each parameter."""

    @classmethod
    def fit(cls, rows: Rows) -> Fit:
        """Fit by maximum likelihood. Raises CannotSay: nobody came again, everything on one day, or no peak."""
        members = rows.all_members
        if not rows.repeats:
            raise CannotSay("insight.clv.no_repeats", members=round(members))
        scale = float(rows.members @ rows.T) / members
        if not scale > 0:
            raise CannotSay("insight.clv.too_short")
        tx, T = rows.tx / scale, rows.T / scale

        def of(part: slice) -> Level:
            return Level(cls.likelihood(rows.x[part], tx[part], T[part], rows.members[part]), float(rows.members[part].sum()))

        fit = climb(cls.name, cls.names, cls.starts, levels(of, len(T)))
        return _in_periods(fit, cls.in_time, scale, shift=-rows.repeats * float(np.log(scale)))

    @abstractmethod
    def p_alive(self, x: Floats, tx: Floats, T: Floats) -> Floats:
        """Probability that the member still buys here at all."""

    @abstractmethod
    def expected_if_alive(self, x: Floats, T: Floats, periods: Floats) -> Floats:
        """Purchases in (T, T + periods] of a member who is alive at T."""

    @abstractmethod
    def silence_if_alive(self, x: Floats, T: Floats, periods: Floats) -> Floats:
        """Probability of no purchase in (T, T + periods] for a member who is alive at T."""

    @abstractmethod
    def rate_if_alive(self, x: Floats, T: Floats, ahead: Floats) -> Floats:
        """Purchases per period expected at T + ahead of a member alive at T. x, T: (n,); ahead: (n, m); answer (n, m)."""

    @abstractmethod
    def expected_of_new(self, periods: Floats) -> Floats:
        """Repeat purchases of a member in the first ``periods`` after the first purchase: E[X(t)]."""

    def expected(self, x: Floats, tx: Floats, T: Floats, periods: float, alive: Floats | None = None) -> Floats:
        """Purchases in (T, T + periods]: the conditional expectation, CET. alive: ``p_alive`` of the same, where it is at hand."""
        x, tx, T = aligned(x, tx, T)
        return (self.p_alive(x, tx, T) if alive is None else alive) * by_age(lambda one, age: self.expected_if_alive(one, age, np.full_like(age, periods)), x, T)

    def buys_within(self, x: Floats, tx: Floats, T: Floats, periods: float, alive: Floats | None = None) -> Floats:
        """Probability of at least one purchase in (T, T + periods]. This, not P(alive), says who will come."""
        x, tx, T = aligned(x, tx, T)
        return (self.p_alive(x, tx, T) if alive is None else alive) * by_age(lambda one, age: 1 - self.silence_if_alive(one, age, np.full_like(age, periods)), x, T)

    def discounted(self, x: Floats, tx: Floats, T: Floats, *, delta: float, periods: float | None = None, alive: Floats | None = None) -> Floats:
        """Purchases still to come, each worth exp(-delta u) at T + u; over ``periods``, or for ever (DERT).

        delta: continuous discount **per period of this model**; from a yearly rate with ``Discount``, never by hand.
        """
        if periods is None and not delta > 0:
            raise Invalid("insight.clv.discount_needed")
        x, tx, T = aligned(x, tx, T)
        last = min(45.0 / delta if delta > 0 else np.inf, np.inf if periods is None else periods)

        def ahead(one: Floats, age: Floats) -> Floats:
            share, weight = on_unit(64)
            unit = np.maximum(age, 1e-3 * min(last, 1 / delta if delta > 0 else last))[:, None] / 4  # u = unit * (exp(w) - 1): dense near now
            reach = np.log1p(last / unit)
            u = unit * np.expm1(reach * share)
            return np.asarray((self.rate_if_alive(one, age, u) * np.exp(-delta * u) * (u + unit) * reach) @ weight)

        return (self.p_alive(x, tx, T) if alive is None else alive) * by_age(ahead, x, T)


def _in_periods(fit: Fit, in_time: Sequence[str], scale: float, shift: float) -> Fit:
    def longer(values: dict[str, float]) -> dict[str, float]:
        return {name: value * scale if name in in_time else value for name, value in values.items()}

    errors = fit.standard_errors
    return replace(
        fit,
        params=longer(dict(fit.params)),
        standard_errors=None if errors is None else longer(dict(errors)),
        log_likelihood=fit.log_likelihood + shift,
    )


def new_member(periods: Floats) -> tuple[Floats, Floats, Floats]:
    """(x, T, periods) of members at their first purchase."""
    t = floats(periods)
    return np.zeros_like(t), np.zeros_like(t), t
