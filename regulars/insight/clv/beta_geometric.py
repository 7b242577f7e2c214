"""BG/NBD and MBG/NBD: members buy at a steady rate of their own, and after a purchase some never come again.

BG/NBD: Fader, Hardie and Lee 2005, *“Counting your customers” the easy way*, Marketing Science 24(2). MBG/NBD: Batislam, Denizel and Filiztekin 2007,
International Journal of Research in Marketing 24(3); here the first purchase, too, may have been the last.
"""

from collections.abc import Callable, Iterator
from typing import ClassVar

import numpy as np
from scipy.special import gammaln, psi

from regulars.insight.clv.arrays import Floats, Whole, aligned, dot, floats
from regulars.insight.clv.fitting import LogLikelihood
from regulars.insight.clv.quadrature import beta_nodes
from regulars.insight.clv.repeat_buying import RepeatBuying, new_member

OverP = Callable[[Floats, Whole], Floats]  # (p, rows) -> one answer for each row and p
Groups = Iterator[tuple[Whole, Floats, Floats]]  # (rows, p, weight)


class BetaGeometric(RepeatBuying):
    """r, alpha: how purchase rates differ (gamma). a, b: how the chance of leaving after a purchase differs (beta)."""

    names = ("r", "alpha", "a", "b")
    in_time = ("alpha",)
    starts = ((0.5, 0.5, 0.5, 2.0), (2.0, 0.3, 2.0, 10.0))
    may_leave_at_first: ClassVar[bool]

    r: float
    alpha: float
    a: float
    b: float

    @classmethod
    def _chances(cls, x: Floats) -> Floats:
        """How often the member could have left by now."""
        return x + 1 if cls.may_leave_at_first else x

    @classmethod
    def likelihood(cls, x: Floats, tx: Floats, T: Floats, members: Floats) -> LogLikelihood:
        count, which = np.unique(x, return_inverse=True)
        of_count = np.bincount(which, members).astype(np.float64)
        everybody = float(members.sum())
        chances = cls._chances(count)
        could_leave = (chances > 0)[which]

        def value(params: Floats) -> tuple[float, Floats]:
            r, alpha, a, b = params
            log_T, log_tx = np.log(alpha + T), np.log(alpha + tx)
            before = np.log(a) - np.log(np.where(chances > 0, b + chances - 1, 1.0))
            # FHL 2005, equation 6: alive ~ (alpha + T)^-(r + x), left ~ a / (b + x - 1) (alpha + tx)^-(r + x)
            odds = np.where(could_leave, before[which] + (r + x) * (log_T - log_tx), -np.inf)
            left = 1 / (1 + np.exp(-np.clip(odds, -700, 700)))
            left[~could_leave] = 0.0
            alone = gammaln(r + count) - gammaln(r) + r * np.log(alpha)
            alone += gammaln(a + b) + gammaln(b + chances) - gammaln(b) - gammaln(a + b + chances)
            total = dot(of_count, alone) + dot(members, np.logaddexp(0, odds) - (r + x) * log_T)
            gone = members * left
            here = members - gone
            gone_of_count = np.bincount(which, gone).astype(np.float64)
            slope = np.array(
                [
                    dot(of_count, psi(r + count) - psi(r) + np.log(alpha)) - dot(here, log_T) - dot(gone, log_tx),
                    everybody * r / alpha - dot(r + x, here / (alpha + T) + gone / (alpha + tx)),
                    dot(of_count, psi(a + b) - psi(a + b + chances)) + gone.sum() / a,
                    dot(of_count, psi(a + b) + psi(b + chances) - psi(b) - psi(a + b + chances))
                    - dot(gone_of_count, 1 / np.where(chances > 0, b + chances - 1, 1.0)),
                ]
            )
            return float(total), slope

        return value

    def p_alive(self, x: Floats, tx: Floats, T: Floats) -> Floats:
        x, tx, T = aligned(x, tx, T)
        chances = self._chances(x)
        ratio = (self.r + x) * (np.log(self.alpha + T) - np.log(self.alpha + tx)) + np.log(self.a) - np.log(np.where(chances > 0, self.b + chances - 1, 1.0))
        return np.asarray(np.where(chances > 0, 1 / (1 + np.exp(np.minimum(ratio, 700.0))), 1.0))

    def expected_if_alive(self, x: Floats, T: Floats, periods: Floats) -> Floats:
        """E over p ~ Beta(a, b + chances) of (1 - (1 + p t / (alpha + T))^-(r + x)) / p: FHL 2005, equation 10, without its 2F1."""
        longer = periods / (self.alpha + T)

        def purchases(p: Floats, at: Whole) -> Floats:
            return np.asarray(-np.expm1(-(self.r + x[at])[:, None] * np.log1p(p * longer[at][:, None])) / p)

        return self._mean_over_p(x, longer, purchases)

    def silence_if_alive(self, x: Floats, T: Floats, periods: Floats) -> Floats:
        """Who is alive leaves only after the next purchase, so silence is the rate's doing alone."""
        return np.exp(-(self.r + x) * np.log1p(periods / (self.alpha + T)))

    def rate_if_alive(self, x: Floats, T: Floats, ahead: Floats) -> Floats:
        since = self.alpha + T
        longest = ahead.max(axis=1, initial=0.0) / since
        out = np.empty_like(ahead)
        for at, p, weight in self._groups(x, longest):
            k = (self.r + x[at])[:, None]
            total = np.zeros((len(at), ahead.shape[1]))
            ratio = ahead[at] / since[at][:, None]
            for one, share in zip(p, weight, strict=True):
                total += share * np.exp(-(k + 1) * np.log1p(one * ratio))
            out[at] = total * k / since[at][:, None]
        return out

    def expected_of_new(self, periods: Floats) -> Floats:
        x, T, t = new_member(periods)
        stays = self.b / (self.a + self.b) if self.may_leave_at_first else 1.0
        return stays * self.expected_if_alive(x, T, t)

    def _mean_over_p(self, x: Floats, longer: Floats, answer: OverP) -> Floats:
        out = np.empty(len(x))
        for at, p, weight in self._groups(x, longer):
            out[at] = answer(p, at) @ weight
        return out

    def _groups(self, x: Floats, longer: Floats) -> Groups:
        """Rows of one x share their nodes; the further ahead beside the time known, the more nodes."""
        far = np.digitize(longer, (6.0, 60.0))
        for kind in np.unique(far):
            for one in np.unique(x[far == kind]):
                at = np.flatnonzero((x == one) & (far == kind))
                p, weight = beta_nodes(self.a, self.b + float(self._chances(floats(one))[0]), (32, 64, 192)[kind])
                yield at, p, weight


class BgNbd(BetaGeometric):
    """Nobody leaves before a second purchase: whoever bought once counts as alive for ever. Do not rank by its P(alive)."""

    name = "BG/NBD"
    may_leave_at_first = False


class MbgNbd(BetaGeometric):
    """The first purchase may have been the last."""

    name = "MBG/NBD"
    may_leave_at_first = True
