"""Gamma-Gamma: what a member spends on a purchase day, shrunk towards everybody's mean where little is known of them.

Fader, Hardie and Lee 2005, *RFM and CLV: using iso-value curves for customer base analysis*, Journal of Marketing Research 42(4); Fader and Hardie 2013, *The
Gamma-Gamma model of monetary value*, equations 1a and 5. It takes spend and frequency to be unrelated: the correlation is part of the answer.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import gammaln, psi

from regulars.insight.clv.arrays import Flags, Floats, aligned, dot
from regulars.insight.clv.fitting import Doubt, Fit, Level, LogLikelihood, climb, levels
from regulars.insight.errors import CannotSay
from regulars.kit.errors import Invalid

LEAST_SPENDERS = 10
RELATED = 0.3


@dataclass(frozen=True)
class SpendFit:
    """The fit, and how spend and frequency go together among those who came again."""

    fit: Fit
    correlation: float

    @property
    def spend(self) -> "GammaGamma":
        return GammaGamma(*(self.fit.params[name] for name in GammaGamma.names))


class GammaGamma:
    """p: how even one member's purchases are. q, gamma: how members differ; gamma is an amount of money."""

    name = "Gamma-Gamma"
    names = ("p", "q", "gamma")

    def __init__(self, p: float, q: float, gamma: float) -> None:
        if not min(p, q, gamma) > 0 or not np.isfinite([p, q, gamma]).all():
            raise ValueError("Gamma-Gamma takes p, q, gamma, each above zero")
        self.p, self.q, self.gamma = float(p), float(q), float(gamma)

    @classmethod
    def fit(cls, x: Floats, spend: Floats) -> SpendFit:
        """x: repeat purchase days; spend: the mean amount of one. Whoever never came again, or spent nothing, is not counted.

        Raises CannotSay: fewer than 10 such members, or everybody always spends the same.
        """
        used = counted(x, spend)
        x, spend = np.asarray(x, dtype=np.float64)[used], np.asarray(spend, dtype=np.float64)[used]
        if len(x) < LEAST_SPENDERS:
            raise CannotSay("insight.clv.few_spends", members=len(x), least=LEAST_SPENDERS)
        if np.ptp(spend) <= 1e-9 * spend.max():
            raise CannotSay("insight.clv.even_spend")
        scale = float(spend.mean())
        steps = levels(lambda part: Level(likelihood(x[part], spend[part] / scale), float(len(x[part]))), len(x))
        fit = climb(cls.name, cls.names, ((6.0, 4.0, 0.5), (1.0, 2.0, 1.0)), steps)
        errors = fit.standard_errors
        correlation = float(np.corrcoef(x, spend)[0, 1]) if np.ptp(x) > 0 else 0.0
        fit = replace(
            fit,
            params={**fit.params, "gamma": fit.params["gamma"] * scale},
            standard_errors=None if errors is None else {**errors, "gamma": errors["gamma"] * scale},
            log_likelihood=fit.log_likelihood - len(x) * float(np.log(scale)),
            doubts=fit.doubts + _doubts(fit, correlation),
        )
        return SpendFit(fit, correlation)

    @property
    def mean_spend(self) -> float:
        """Everybody's mean. Raises CannotSay where the largest purchases leave none: q <= 1."""
        if not self.q > 1:
            raise CannotSay("insight.clv.spend_has_no_mean", q=round(self.q, 3))
        return self.p * self.gamma / (self.q - 1)

    def expected_spend(self, x: Floats, spend: Floats) -> Floats:
        """What a purchase day of the member's will bring: equation 5. Everybody's mean where x = 0 or nothing was spent."""
        x, spend = aligned(x, spend)
        used = counted(x, spend)
        known = self.p * (self.gamma + x * spend) / np.where(used, self.p * x + self.q - 1, 1.0)
        if (self.p * x[used] + self.q <= 1).any():
            raise CannotSay("insight.clv.spend_has_no_mean", q=round(self.q, 3))
        return known if used.all() else np.where(used, known, self.mean_spend)


def counted(x: Floats, spend: Floats) -> Flags:
    """Who came again and paid for it."""
    x, spend = aligned(x, spend)
    if not (np.isfinite(x) & np.isfinite(spend)).all():
        raise Invalid("insight.clv.amount_not_finite")
    return (x > 0) & (spend > 0)


def likelihood(x: Floats, spend: Floats) -> LogLikelihood:
    """Of mean amounts of so many days each: equation 1a."""
    count, which = np.unique(x, return_inverse=True)
    of_count = np.bincount(which).astype(np.float64)
    paid = x * spend
    logs, log_paid, members = float(np.log(spend).sum()), dot(x, np.log(paid)), float(len(x))

    def value(params: Floats) -> tuple[float, Floats]:
        p, q, gamma = params
        apart = np.log(gamma + paid)
        by_row, by_day = float(apart.sum()), dot(x, apart)
        alone = gammaln(p * count + q) - gammaln(p * count) - gammaln(q) + q * np.log(gamma)
        # (p x - 1) log z + p x log x = p x log(x z) - log z
        total = dot(of_count, alone) + p * log_paid - logs - p * by_day - q * by_row
        slope = np.array(
            [
                dot(of_count, count * (psi(p * count + q) - psi(p * count))) + log_paid - by_day,
                dot(of_count, psi(p * count + q) - psi(q) + np.log(gamma)) - by_row,
                members * q / gamma - dot(p * x + q, 1 / (gamma + paid)),
            ]
        )
        return float(total), slope

    return value


def _doubts(fit: Fit, correlation: float) -> tuple[Doubt, ...]:
    doubts = []
    if abs(correlation) > RELATED:
        doubts.append(Doubt("insight.clv.spend_follows_frequency", {"correlation": f"{correlation:.2f}"}))
    if not fit.params["q"] > 1:
        doubts.append(Doubt("insight.clv.spend_has_no_mean", {"q": f"{fit.params['q']:.3f}"}))
    return tuple(doubts)
