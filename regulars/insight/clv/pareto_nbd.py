"""Pareto/NBD: members buy at a steady rate of their own and leave at a moment of their own, seen by nobody.

Schmittlein, Morrison and Colombo 1987, *Counting your customers*, Management Science 33(1). The likelihood's integral (Hardie and Fader 2005, *A note on
deriving the Pareto/NBD model*, equation 31) is summed in v = log(min(alpha, beta) + u): no 2F1, no overflow, and its derivatives by the same nodes.
"""

import numpy as np
from scipy.special import gammaln, psi

from regulars.insight.clv.arrays import Floats, aligned, dot, floats, in_turn
from regulars.insight.clv.fitting import LogLikelihood
from regulars.insight.clv.quadrature import on_unit
from regulars.insight.clv.repeat_buying import RepeatBuying

ROWS_AT_ONCE = 2_048
DEEP = 40.0  # exp(-40) of the integrand is nothing


class ParetoNbd(RepeatBuying):
    """r, alpha: how purchase rates differ. s, beta: how the rates of leaving differ (both gamma)."""

    name = "Pareto/NBD"
    names = ("r", "alpha", "s", "beta")
    in_time = ("alpha", "beta")
    starts = ((0.5, 0.5, 0.5, 0.5), (2.0, 0.5, 2.0, 2.0))

    r: float
    alpha: float
    s: float
    beta: float

    @classmethod
    def likelihood(cls, x: Floats, tx: Floats, T: Floats, members: Floats) -> LogLikelihood:
        deep = np.argsort((1 + x) * np.log((0.3 + T) / (0.3 + tx)), kind="stable")  # like with like, so that a block's easy rows don't wait for a hard one
        x, tx, T, members = x[deep], tx[deep], T[deep], members[deep]
        count, which = np.unique(x, return_inverse=True)
        of_count = np.bincount(which, members).astype(np.float64)
        blocks = [slice(at, at + ROWS_AT_ONCE) for at in range(0, len(x), ROWS_AT_ONCE)]

        def value(params: Floats) -> tuple[float, Floats]:
            r, alpha, s, beta = params
            alone = gammaln(r + count) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
            total = dot(of_count, alone)
            everybody = float(members.sum())
            slope = np.array([dot(of_count, psi(r + count) - psi(r) + np.log(alpha)), everybody * r / alpha, everybody * np.log(beta), everybody * s / beta])
            for level, by_param in in_turn(lambda block: _summed(params, x[block], tx[block], T[block], members[block]), blocks):
                total += level
                slope += by_param
            return float(total), slope

        return value

    def p_alive(self, x: Floats, tx: Floats, T: Floats) -> Floats:
        x, tx, T = aligned(x, tx, T)
        params = np.array([self.r, self.alpha, self.s, self.beta])
        blocks = [slice(at, at + ROWS_AT_ONCE) for at in range(0, len(x), ROWS_AT_ONCE)]
        parts = list(in_turn(lambda block: _alive(params, x[block], tx[block], T[block]), blocks))
        return np.concatenate(parts) if parts else np.empty(0)

    def expected_if_alive(self, x: Floats, T: Floats, periods: Floats) -> Floats:
        """Schmittlein, Morrison and Colombo 1987, equation 22; written so that s = 1 is no exception."""
        return (self.r + x) / (self.alpha + T) * (self.beta + T) * _shrinking(self.s - 1, np.log1p(periods / (self.beta + T)))

    def silence_if_alive(self, x: Floats, T: Floats, periods: Floats) -> Floats:
        """1 - the integral over u of (r + x) / (alpha + T) (1 + u / (alpha + T))^-(r + x + 1) (1 + u / (beta + T))^-s."""
        share, weight = on_unit(24)
        since, k = self.alpha + T, self.r + x
        reach = np.minimum(np.log1p(periods / since), DEEP / k)
        w = reach[:, None] * share
        inside = -k[:, None] * w - self.s * np.log1p(np.expm1(w) * (since / (self.beta + T))[:, None])
        return 1 - k * reach * (np.exp(inside) @ weight)

    def rate_if_alive(self, x: Floats, T: Floats, ahead: Floats) -> Floats:
        return ((self.r + x) / (self.alpha + T))[:, None] * np.exp(-self.s * np.log1p(ahead / (self.beta + T)[:, None]))

    def expected_of_new(self, periods: Floats) -> Floats:
        t = floats(periods)
        return self.r / self.alpha * self.beta * _shrinking(self.s - 1, np.log1p(t / self.beta))


def _shrinking(power: float, log_ratio: Floats) -> Floats:
    """(1 - exp(-power * log_ratio)) / power, which is log_ratio at power 0."""
    y = power * log_ratio
    return log_ratio * np.where(np.abs(y) < 1e-12, 1.0, -np.expm1(-y) / np.where(y == 0, 1.0, y))


def _nodes(params: Floats, x: Floats, tx: Floats, T: Floats) -> tuple[Floats, ...]:
    """At the nodes between tx and T: log(alpha + u), log(beta + u), each node's share of the integral; then the integral's log.

    The nodes are even in the logarithm of whichever of alpha and beta is smaller, since there the integrand turns sharply.
    """
    r, alpha, s, beta = params
    swapped = beta < alpha
    base, other = (beta, alpha) if swapped else (alpha, beta)
    power, beside = (np.full_like(x, s + 1), r + x) if swapped else (r + x, np.full_like(x, s + 1))
    low, high = np.log(base + tx), np.log(base + T)
    ends = (base + tx) / (other + tx), (base + T) / (other + T)
    steep = power - 1 + beside * np.minimum(*ends)
    width = np.minimum(high - low, DEEP / np.maximum(steep, 1e-9))
    deepest = float((width * (1 + np.abs(power - 1) + beside * np.maximum(*ends))).max(initial=0))
    share, weight = on_unit(8 if deepest < 1 else 14 if deepest < 6 else 24)
    step = width[:, None] * share
    v = low[:, None] + step
    far = np.log(np.exp(v) + (other - base))
    left = np.log(other + tx)
    inside = np.exp(-(power - 1)[:, None] * step - beside[:, None] * (far - left[:, None])) * weight
    whole = inside.sum(axis=1)
    with np.errstate(divide="ignore"):
        log_integral = np.log(s) - (power - 1) * low - beside * left + np.log(width * whole)
    by_alpha, by_beta = (far, v) if swapped else (v, far)
    return by_alpha, by_beta, inside / whole[:, None], log_integral


def _seen(params: Floats, x: Floats, tx: Floats, T: Floats) -> tuple[Floats, Floats]:
    """Log of (alive at T) + (left between tx and T), and its derivatives: (n,), (4, n)."""
    r, alpha, s, beta = params
    by_alpha, by_beta, inside, gone = _nodes(params, x, tx, T)
    log_T, log_beta_T = np.log(alpha + T), np.log(beta + T)
    alive = -(r + x) * log_T - s * log_beta_T
    level = np.logaddexp(alive, gone)
    here = np.exp(alive - level)
    left = 1 - here
    slope = np.empty((4, len(x)))
    slope[0] = -here * log_T - left * over_nodes(inside, by_alpha)
    slope[1] = -(r + x) * (here * np.exp(-log_T) + left * over_nodes(inside, np.exp(-by_alpha)))
    slope[2] = -here * log_beta_T + left * (1 / s - over_nodes(inside, by_beta))
    slope[3] = -s * here / (beta + T) - (s + 1) * left * over_nodes(inside, np.exp(-by_beta))
    return level, slope


def _summed(params: Floats, x: Floats, tx: Floats, T: Floats, members: Floats) -> tuple[float, Floats]:
    level, by_param = _seen(params, x, tx, T)
    return dot(members, level), np.einsum("ij,j->i", by_param, members)


def over_nodes(share: Floats, value: Floats) -> Floats:
    return np.asarray(np.einsum("ij,ij->i", share, value))


def _alive(params: Floats, x: Floats, tx: Floats, T: Floats) -> Floats:
    r, alpha, s, beta = params
    *_, gone = _nodes(params, x, tx, T)
    alive = -(r + x) * np.log(alpha + T) - s * np.log(beta + T)
    return np.asarray(1 / (1 + np.exp(np.clip(gone - alive, -700, 700))))
