"""The harness of rings: families and friends who give as people do are drawn, circles and funnels hidden among them. No rule knows them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.insight.anomalies.rings import Gift, Ring

ROUND, OVER = 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class InjectedGifts:
    """gifts: oldest first. shape: (N,) of each member: 0 ordinary, ROUND in a circle, OVER the hand of a funnel."""

    gifts: list[Gift]
    shape: NDArray[np.int64]


def inject_rings(*, members: int, over: int, injected: int, seed: int) -> InjectedGifts:
    """``members`` members over ``over`` days; ``injected`` circles and as many funnels in the last third.

    Ordinary: one in twelve lives in a household of two to five who give to each other now and then; a hundredth get a birthday present from five to nine friends each, on one day, and a third of those pass some of it on.
    Circle: four to seven members send points on within three days, two to four times round, a twentieth lost on the way. Funnel: seven to fourteen members send theirs to two or three go-betweens, who send them to one hand; no more than four a week.
    """
    rng = np.random.default_rng(seed)
    gifts: list[Gift] = []
    some = rng.permutation(members)
    place = 0
    while place < members // 12:
        home = some[place : place + int(rng.choice([2, 3, 4, 5], p=[0.55, 0.2, 0.2, 0.05]))]
        place += len(home)
        for _ in range(rng.poisson(1.2 * len(home))):
            giver, receiver = rng.choice(home, 2, replace=False)
            gifts.append(Gift(int(rng.integers(over)), int(giver), int(receiver), _points(rng)))
    for child in some[place : place + members // 100]:
        day = int(rng.integers(over))
        friends = rng.choice(some[place:], int(rng.integers(5, 10)), replace=False)
        gifts += [Gift(day, int(friend), int(child), _points(rng)) for friend in friends if friend != child]
        if rng.random() < 1 / 3:
            gifts.append(Gift(min(day + int(rng.integers(1, 20)), over - 1), int(child), int(rng.choice(some)), _points(rng)))
    shape = np.zeros(members, np.int64)
    fresh = iter(some[members // 2 :].tolist())
    late = 2 * over // 3
    for _ in range(injected):
        circle = [next(fresh) for _ in range(int(rng.integers(4, 8)))]
        shape[circle] = ROUND
        day, points = int(rng.integers(late, over)), _points(rng)
        for step in range(len(circle) * int(rng.integers(2, 5))):
            if day >= over or points < 1:
                break
            gifts.append(Gift(day, circle[step % len(circle)], circle[(step + 1) % len(circle)], points))
            day, points = day + int(rng.integers(0, 3)), round(points * 0.95)
    for _ in range(injected):
        hand, between = next(fresh), [next(fresh) for _ in range(int(rng.integers(2, 4)))]
        shape[hand] = OVER
        held = dict.fromkeys(between, 0)
        day = int(rng.integers(late, max(over - 25, late + 1)))
        for _ in range(int(rng.integers(7, 15))):
            over_whom, points = int(rng.choice(between)), _points(rng)
            gifts.append(Gift(day, next(fresh), over_whom, points))
            held[over_whom] += points
            day = min(day + int(rng.integers(1, 4)), over - 1)
        gifts += [Gift(day, one, hand, points) for one, points in held.items() if points]
    return InjectedGifts(sorted(gifts, key=lambda one: one.day), shape)


def by_rings(found: list[Ring], members: int) -> NDArray[np.float64]:
    """(N,) of each member the points of the rings they are told of in: everybody of a circle, the hand of a funnel."""
    score = np.zeros(members)
    for one in found:
        whom = list(one.members) if one.kind == "round" else [one.member]
        score[whom] = np.maximum(score[whom], np.log1p(one.points))
    return score


def by_degree(gifts: list[Gift], members: int, *, since: int) -> NDArray[np.float64]:
    """(N,) from how many different members each got points after ``since``; of equals, who got more."""
    givers: dict[int, set[int]] = {}
    points = np.zeros(members)
    for one in gifts:
        if one.day > since:
            givers.setdefault(one.receiver, set()).add(one.giver)
            points[one.receiver] += one.points
    many = np.array([len(givers.get(member, ())) for member in range(members)], np.float64)
    return np.asarray(many + points / (points.max() + 1), np.float64)


def by_points(gifts: list[Gift], members: int, *, since: int) -> NDArray[np.float64]:
    """(N,) how many points each got after ``since``."""
    points = np.zeros(members)
    for one in gifts:
        points[one.receiver] += one.points if one.day > since else 0
    return points


def _points(rng: np.random.Generator) -> int:
    return max(1, round(float(np.exp(rng.normal(5.0, 0.8)))))
