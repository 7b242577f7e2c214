"""BG/BB: each period offers one chance to buy (a weekly visit, a yearly gift), and after each some never take one again.

Fader, Hardie and Shang 2010, *Customer-base analysis in a discrete-time noncontractual setting*, Marketing Science 29(6).
"""

import numpy as np
from scipy.special import betaln, psi

from regulars.insight.clv.arrays import Floats, aligned
from regulars.insight.clv.fitting import Fit, Level, climb
from regulars.insight.clv.histories import Rows
from regulars.insight.errors import CannotSay
from regulars.kit.errors import Invalid

MOST_CHANCES = 2_000


class BgBb:
    """alpha, beta: how the chance of buying differs. gamma, delta: how the chance of leaving differs (both beta).

    x: chances taken, of n; tx: the last one taken, counted from 1 (0 where x = 0). Counted in chances, so no unit of time.
    """

    name = "BG/BB"
    names = ("alpha", "beta", "gamma", "delta")

    def __init__(self, alpha: float, beta: float, gamma: float, delta: float) -> None:
        if not min(alpha, beta, gamma, delta) > 0 or not np.isfinite([alpha, beta, gamma, delta]).all():
            raise ValueError("BG/BB takes alpha, beta, gamma, delta, each above zero")
        self.alpha, self.beta, self.gamma, self.delta = float(alpha), float(beta), float(gamma), float(delta)

    @classmethod
    def of(cls, fit: Fit) -> "BgBb":
        return cls(*(fit.params[name] for name in cls.names))

    @property
    def params(self) -> Floats:
        return np.array([self.alpha, self.beta, self.gamma, self.delta])

    @classmethod
    def fit(cls, rows: Rows) -> Fit:
        """Rows of chances: ``Rows.T`` is n. Raises Invalid for what are no counts, CannotSay when nobody took a chance."""
        _counts(rows.x, rows.tx, rows.T)
        members = rows.all_members
        if not rows.repeats:
            raise CannotSay("insight.clv.no_repeats", members=round(members))
        starts = ((1.0, 1.0, 0.5, 3.0), (2.0, 5.0, 1.0, 5.0))
        return climb(cls.name, cls.names, starts, [Level(lambda params: _total(params, rows), members)])

    def log_likelihood(self, x: Floats, tx: Floats, n: Floats) -> Floats:
        """Of each history alone: equation 7."""
        x, tx, n = aligned(x, tx, n)
        _counts(x, tx, n)
        return _each(self.params, x, tx, n)[0]

    def p_alive(self, x: Floats, tx: Floats, n: Floats) -> Floats:
        """Probability of being there for the chance after the n-th: equation 11."""
        x, tx, n = aligned(x, tx, n)
        level = self.log_likelihood(x, tx, n)
        return np.asarray(np.exp(betaln(self.alpha + x, self.beta + n - x) - betaln(self.alpha, self.beta) + self._stays(n + 1) - level))

    def expected(self, x: Floats, tx: Floats, n: Floats, chances: int) -> Floats:
        """Chances taken among the next ``chances``: equation 13, summed chance by chance so that gamma = 1 is no exception."""
        x, tx, n = aligned(x, tx, n)
        taken = betaln(self.alpha + x + 1, self.beta + n - x) - betaln(self.alpha, self.beta) - self.log_likelihood(x, tx, n)
        ahead = np.arange(1, chances + 1)
        return np.asarray(np.exp(taken[:, None] + self._stays(n[:, None] + ahead)).sum(axis=1))

    def buys_within(self, x: Floats, tx: Floats, n: Floats, chances: int) -> Floats:
        """Probability of taking at least one of the next ``chances``."""
        x, tx, n = aligned(x, tx, n)
        return -np.expm1(self.log_likelihood(x, tx, n + chances) - self.log_likelihood(x, tx, n))

    def expected_of_new(self, chances: int) -> float:
        """Chances taken by a new member among the first ``chances``: equation 8."""
        mean = self.alpha / (self.alpha + self.beta)
        return float(mean * np.exp(self._stays(np.arange(1.0, chances + 1))).sum())

    def _stays(self, chances: Floats) -> Floats:
        return np.asarray(betaln(self.gamma, self.delta + chances) - betaln(self.gamma, self.delta))


def _counts(x: Floats, tx: Floats, n: Floats) -> None:
    whole = (x == np.floor(x)) & (tx == np.floor(tx)) & (n == np.floor(n))
    good = whole & (x >= 0) & (x <= tx) & (tx <= n) & (n <= MOST_CHANCES) & ((x == 0) == (tx == 0))
    if not good.all():
        raise Invalid("insight.clv.chances", row=int(np.flatnonzero(~good)[0]) + 1, most=MOST_CHANCES)


def _total(params: Floats, rows: Rows) -> tuple[float, Floats]:
    level, slope = _each(params, rows.x, rows.tx, rows.T)
    return float(rows.members @ level), slope @ rows.members


def _each(params: Floats, x: Floats, tx: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Log-likelihood of each history and its derivatives: (n,), (4, n). Terms: still there, or left after chance tx + i."""
    a, b, c, d = params
    silent = int((n - tx).max(initial=0))
    i = np.arange(silent + 1)  # the last column stands for “still there”
    after = np.where(i < silent, tx[:, None] + i, n[:, None])
    here = i == silent
    there = (i[None, :] < (n - tx)[:, None]) | here
    misses = np.maximum(after - x[:, None], 0)
    one = np.where(here, 0.0, 1.0)[None, :]
    taken = betaln(a + x[:, None], b + misses)
    term = np.where(there, taken + betaln(c + one, d + after), -np.inf) - betaln(a, b) - betaln(c, d)
    top = term.max(axis=1, keepdims=True)
    level = top[:, 0] + np.log(np.exp(term - top).sum(axis=1))
    share = np.exp(term - level[:, None])
    both, leave = psi(a + b + x[:, None] + misses), psi(c + d + one + after)
    slope = np.stack(
        [
            (share * (psi(a + x[:, None]) - both)).sum(axis=1) - psi(a) + psi(a + b),
            (share * (psi(b + misses) - both)).sum(axis=1) - psi(b) + psi(a + b),
            (share * (psi(c + one) - leave)).sum(axis=1) - psi(c) + psi(c + d),
            (share * (psi(d + after) - leave)).sum(axis=1) - psi(d) + psi(c + d),
        ]
    )
    return level, slope
