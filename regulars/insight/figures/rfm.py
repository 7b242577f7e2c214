"""RFM scores from 1 to 5, cut by the shop's own quantiles, by thresholds somebody gave, or by k-means; cuts freeze and can be used again.

Equal values always score alike: a value's score depends on the cut points alone, never on its place in a sorted list. Values are whole
numbers: one belongs below a cut up to the next whole number from it (below q + 1, as the package below has it).
Source of the check: R package ``rfm`` (rsquaredacademy, MIT), ``rfm_table_order`` of its README.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from regulars.insight.errors import CannotSay
from regulars.insight.facts import Facts
from regulars.insight.figures.figure import money_text, sql_of

Ints = NDArray[np.int64]
Method = Literal["quantiles", "fixed", "k_means"]
LEAST_MEMBERS = 50  # fifths of fewer say more about luck than about members
SCORES = 5


@dataclass(frozen=True)
class Rfm:
    """One entry per buyer: days since the last purchase, purchase days, net revenue in the smallest unit."""

    as_of: date
    member: Ints
    recency: Ints
    frequency: Ints
    monetary: Ints


@dataclass(frozen=True)
class Cuts:
    """Four ascending cut points each; a value equal to a cut belongs below it. ``version`` rises with each set, since cuts stay for a quarter."""

    method: Method
    made_on: date
    recency: tuple[float, ...]
    frequency: tuple[float, ...]
    monetary: tuple[float, ...]
    version: int = 1

    def document(self, exponent: int) -> dict[str, Any]:
        return {
            "method": self.method,
            "made_on": self.made_on.isoformat(),
            "recency": list(self.recency),
            "frequency": list(self.frequency),
            "monetary": [money_text(float(cut), exponent) for cut in self.monetary],
        }


@dataclass(frozen=True)
class Scores:
    """1 (worst) to 5 (best) each; ``cell`` is R, F, M as three digits: 111 … 555."""

    recency: Ints
    frequency: Ints
    monetary: Ints

    @property
    def cell(self) -> Ints:
        return self.recency * 100 + self.frequency * 10 + self.monetary


def rfm_of(facts: Facts, *, days: int | None = None) -> Rfm:
    """Every buyer's three numbers on the evening of ``facts.as_of``. days: frequency and revenue of the last so many alone; 0 of whoever bought before."""
    sql = f"SELECT member, recency, frequency, monetary FROM ({sql_of('rfm')}) ORDER BY member"
    columns = (facts.connection.execute(_WITHIN, {"days": days}) if days else facts.connection.execute(sql)).fetchnumpy()
    arrays = {name: np.asarray(columns[name], np.int64) for name in ("member", "recency", "frequency", "monetary")}
    return Rfm(facts.as_of, **arrays)


def cuts_of(rfm: Rfm, method: Method = "quantiles") -> Cuts:
    """Cut points at the 20, 40, 60 and 80 % quantiles (type 7), or between five k-means centres. Raises CannotSay under 50 buyers."""
    there = rfm.frequency > 0  # within the window
    if np.count_nonzero(there) < LEAST_MEMBERS:
        raise CannotSay("insight.rfm.too_few", members=int(np.count_nonzero(there)), least=LEAST_MEMBERS)
    cut = _quantiles if method == "quantiles" else _k_means
    return Cuts(method, rfm.as_of, cut(rfm.recency[there]), cut(rfm.frequency[there]), cut(rfm.monetary[there]))


def score(rfm: Rfm, cuts: Cuts) -> Scores:
    """Score by cuts that may be older than the numbers: so members move, and not the ruler."""
    return Scores(SCORES + 1 - _above(rfm.recency, cuts.recency), _above(rfm.frequency, cuts.frequency), _above(rfm.monetary, cuts.monetary))


def _above(values: Ints, cuts: tuple[float, ...]) -> Ints:
    return np.searchsorted(np.ceil(np.asarray(cuts)), values, side="left").astype(np.int64) + 1


def _quantiles(values: Ints) -> tuple[float, ...]:
    return tuple(round(float(cut), 6) for cut in np.quantile(values, (0.2, 0.4, 0.6, 0.8)))


def _k_means(values: Ints) -> tuple[float, ...]:
    """The whole number below the middle between neighbouring centres of the logarithms; equal values weigh together. Fewer distinct values give fewer classes."""
    from sklearn.cluster import KMeans

    known, times = np.unique(np.log1p(np.maximum(values, 0)), return_counts=True)
    if len(known) <= SCORES:
        centres = known
    else:
        fitted = KMeans(SCORES, n_init=4, random_state=0).fit(known.reshape(-1, 1), sample_weight=times)
        centres = np.sort(fitted.cluster_centers_.ravel())
    return tuple(float(np.floor(cut)) for cut in np.expm1((centres[1:] + centres[:-1]) / 2))


_WITHIN = """
    WITH seen AS (SELECT member, max(day) AS latest_day FROM purchase_days GROUP BY member),
    came AS (SELECT member, count(*) AS frequency FROM purchase_days CROSS JOIN shop WHERE day > as_of - $days::INTEGER GROUP BY member),
    spent AS (SELECT member, sum(amount) AS monetary FROM orders CROSS JOIN shop WHERE day > as_of - $days::INTEGER GROUP BY member)
    SELECT member, as_of - latest_day AS recency, coalesce(frequency, 0) AS frequency, coalesce(monetary, 0)::BIGINT AS monetary
    FROM seen LEFT JOIN came USING (member) LEFT JOIN spent USING (member) CROSS JOIN shop ORDER BY member"""
