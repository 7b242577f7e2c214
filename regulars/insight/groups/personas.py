"""Groups of members who behave alike, found by k-means; only where the groups hold when other members are drawn.

A number of groups is offered when resampled members give the same groups (adjusted Rand index >= 0.8 on average). Groups that say less about
what comes than RFM fifths do are not shown. Expect a third to a half of the members in another group half a year later: it is a picture of now.
"""

from dataclasses import dataclass

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from regulars.insight.churn.shapes import Floats, Ints
from regulars.kit.errors import Invalid, Refused

SAME = 0.8
TRIED = (3, 4, 5, 6)
DRAWS, STARTS, MOST_MEMBERS = 20, 5, 20_000
SMALLEST = 20
DRIFTED = 0.2


@dataclass(frozen=True, slots=True)
class Personas:
    """Frozen: a member belongs to the nearest centre. centres: (k, features) in standard deviations of log(1 + x). stability: mean adjusted Rand index."""

    names: tuple[str, ...]
    mean: Floats
    scale: Floats
    centres: Floats
    sizes: Ints
    stability: float
    version: int

    def distances(self, features: Floats) -> Floats:
        z = (_logs(features) - self.mean) / self.scale
        answer: Floats = np.sqrt(((z[:, None, :] - self.centres[None, :, :]) ** 2).sum(axis=2))
        return answer

    def traits(self, group: int, at_most: int = 3) -> tuple[tuple[str, float], ...]:
        """What sets a group apart: its features farthest from the mean, with how many standard deviations."""
        order = np.argsort(-np.abs(self.centres[group]), kind="stable")[:at_most]
        return tuple((self.names[place], float(self.centres[group, place])) for place in order)


def find_personas(
    features: Floats, names: tuple[str, ...], *, version: int = 1, tried: tuple[int, ...] = TRIED
) -> Personas:
    """The number of groups that holds best. features: (members, names), >= 0. Groups are numbered by their centres, the first feature's smallest first.

    Raises Refused when none of ``tried`` holds, or every one that holds has a group under 20 members; Invalid for numbers that are none.
    """
    if (
        features.ndim != 2
        or features.shape[1] != len(names)
        or not np.all(np.isfinite(features))
        or features.min(initial=0) < 0
    ):
        raise Invalid("insight.groups.features")
    if len(features) < SMALLEST * min(tried):
        raise Refused("insight.groups.too_few", members=len(features), needed=SMALLEST * min(tried))
    logs = _logs(features)
    mean, scale = logs.mean(axis=0), logs.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    z = np.clip((logs - mean) / scale, -4, 4)
    with threadpool_limits(
        1, user_api="openmp"
    ):  # many small fits: threads that wait for each other take longer than the work
        found = [(*_stability(z, k), k) for k in tried]
    held = []
    for centres, same, k in found:
        sizes = np.bincount(_nearest(z, centres), minlength=k)
        if same >= SAME and sizes.min() >= SMALLEST:
            held.append(Personas(names, mean, scale, centres, sizes, same, version))
    if not held:
        best = max(same for _, same, _ in found)
        raise Refused("insight.groups.not_stable", best=f"{best:.2f}", needed=f"{SAME:.2f}")
    return max(held, key=lambda each: each.stability)


def assign(personas: Personas, features: Floats, last: Ints | None = None, *, margin: float = 0.1) -> Ints:
    """Each member's group. last: the group each had (-1: none); it is left only for one that is nearer by a tenth (``margin``)."""
    distances = personas.distances(features)
    nearest: Ints = distances.argmin(axis=1)
    if last is None:
        return nearest
    rows = np.arange(len(nearest))
    stays = (last >= 0) & (distances[rows, np.maximum(last, 0)] * (1 - margin) <= distances[rows, nearest])
    answer: Ints = np.where(stays, last, nearest)
    return answer


def drift(before: Ints, after: Ints, kinds: int) -> float:
    """Population stability index of the groups' shares: sum of (q - p) ln(q / p). Over 0.2 the groups are of another time: find them anew."""
    p, q = ((np.bincount(each, minlength=kinds) + 0.5) / (len(each) + 0.5 * kinds) for each in (before, after))
    return float(np.sum((q - p) * np.log(q / p)))


def told_apart(groups: Ints, later: Floats) -> float:
    """Eta squared: the share of the variance of what came later that lies between the groups. 0 when nothing varies."""
    whole = float(((later - later.mean()) ** 2).sum())
    if not whole > 0:
        return 0.0
    sizes = np.bincount(groups)
    means = np.bincount(groups, later) / np.maximum(sizes, 1)
    return float((sizes * (means - later.mean()) ** 2).sum() / whole)


def require_better(groups: Ints, plain: Ints, later: Floats) -> None:
    """Raises Refused unless the groups tell more about what came later than the plain grouping (RFM fifths) does."""
    mine, theirs = told_apart(groups, later), told_apart(plain, later)
    if mine <= theirs:
        raise Refused("insight.groups.not_better", mine=f"{mine:.3f}", theirs=f"{theirs:.3f}")


def _stability(z: Floats, k: int) -> tuple[Floats, float]:
    draw = np.random.default_rng(0)
    sample = z if len(z) <= MOST_MEMBERS else z[draw.choice(len(z), MOST_MEMBERS, replace=False)]
    centres = _centres(sample, k)
    here = _nearest(sample, centres)
    again = [_nearest(sample, _centres(sample[draw.integers(0, len(sample), len(sample))], k)) for _ in range(DRAWS)]
    return centres, float(np.mean([adjusted_rand_score(here, each) for each in again]))


def _centres(z: Floats, k: int) -> Floats:
    found = KMeans(k, n_init=STARTS, random_state=0).fit(z[np.lexsort(z.T)]).cluster_centers_
    centres: Floats = found[np.argsort(found[:, 0], kind="stable")]
    return centres


def _nearest(z: Floats, centres: Floats) -> Ints:
    nearest: Ints = ((z[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    return nearest


def _logs(features: Floats) -> Floats:
    answer: Floats = np.log1p(features)
    return answer
