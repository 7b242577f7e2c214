"""A shop of made-up members who come by a rhythm of their own until they stop: small enough to know who does what."""

import numpy as np

from regulars.insight.churn.purchases import Purchases, Signal

START, UNTIL = 10_000, 10_600


def shop(members: int = 600, seed: int = 5, signals: tuple[Signal, ...] = ()) -> Purchases:
    return Purchases.of(*rows(members, seed), until=UNTIL, signals=signals)


def rows(members: int = 600, seed: int = 5):
    """(member, day, amount): rhythm 5 to 40 days, each day after joining a small chance to stop for good."""
    chance = np.random.default_rng(seed)
    found = []
    for member in range(members):
        rhythm, day = chance.uniform(5, 40), START + int(chance.integers(0, 200))
        stops = day + chance.exponential(500)
        while day < min(stops, UNTIL):
            found.append((member, day, int(chance.integers(500, 5_000))))
            day += 1 + int(chance.exponential(rhythm))
    return tuple(np.array(column, np.int64) for column in zip(*found, strict=True))
