"""NBD: members buy at a steady rate of their own and never leave. The plainest of these models; the others have to beat it. Ehrenberg 1959."""

import numpy as np
from scipy.special import gammaln, psi

from regulars.insight.clv.arrays import Floats, aligned, dot, floats
from regulars.insight.clv.fitting import LogLikelihood
from regulars.insight.clv.repeat_buying import RepeatBuying


class Nbd(RepeatBuying):
    """r, alpha: how purchase rates differ (gamma)."""

    name = "NBD"
    names = ("r", "alpha")
    in_time = ("alpha",)
    starts = ((0.5, 0.5),)

    r: float
    alpha: float

    @classmethod
    def likelihood(cls, x: Floats, tx: Floats, T: Floats, members: Floats) -> LogLikelihood:
        count, which = np.unique(x, return_inverse=True)
        of_count = np.bincount(which, members).astype(np.float64)
        everybody = float(members.sum())

        def value(params: Floats) -> tuple[float, Floats]:
            r, alpha = params
            log_T = np.log(alpha + T)
            total = dot(of_count, gammaln(r + count) - gammaln(r)) + everybody * r * np.log(alpha) - dot(members, (r + x) * log_T)
            by_r = dot(of_count, psi(r + count) - psi(r)) + everybody * np.log(alpha) - dot(members, log_T)
            by_alpha = everybody * r / alpha - dot(members, (r + x) / (alpha + T))
            return float(total), np.array([by_r, by_alpha])

        return value

    def p_alive(self, x: Floats, tx: Floats, T: Floats) -> Floats:
        return np.ones_like(aligned(x, tx, T)[0])

    def expected_if_alive(self, x: Floats, T: Floats, periods: Floats) -> Floats:
        return (self.r + x) / (self.alpha + T) * periods

    def silence_if_alive(self, x: Floats, T: Floats, periods: Floats) -> Floats:
        return np.exp(-(self.r + x) * np.log1p(periods / (self.alpha + T)))

    def rate_if_alive(self, x: Floats, T: Floats, ahead: Floats) -> Floats:
        return np.broadcast_to(((self.r + x) / (self.alpha + T))[:, None], ahead.shape)

    def expected_of_new(self, periods: Floats) -> Floats:
        return self.r / self.alpha * floats(periods)
