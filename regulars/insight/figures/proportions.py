"""Shares with their 95 % intervals, and what each step of a chain of shares did to its end. No library, so that pages may ask."""

import itertools
import math
from collections.abc import Sequence

Z = 1.959964


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Where the share behind ``hits`` of ``of`` lies (Wilson 1927). Nobody asked: anywhere from 0 to 1."""
    if of <= 0:
        return 0.0, 1.0
    share, z2 = hits / of, Z * Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    reach = Z / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def newcombe(hits: int, of: int, hits_before: int, of_before: int) -> tuple[float, float]:
    """Where the difference of two shares lies (Newcombe 1998, method 10: from Wilson's limits of each)."""
    now, before = hits / of if of else 0.0, hits_before / of_before if of_before else 0.0
    low, high = wilson(hits, of)
    low_before, high_before = wilson(hits_before, of_before)
    change = now - before
    return change - math.hypot(now - low, high_before - before), change + math.hypot(high - now, before - low_before)


def shapley(before: Sequence[float], now: Sequence[float]) -> list[float]:
    """What each factor's change did to the product: its mean effect over every order in which the factors might have changed.

    The parts add up to ``prod(now) - prod(before)``; a factor that did not change has none; 0 is a factor like any other.
    Source: Shapley value of the decomposition (Shorrocks 2013, Journal of Economic Inequality 11, eq. 15).
    """
    many = len(before)
    parts = [0.0] * many
    for chosen in itertools.product((False, True), repeat=many):
        size = sum(chosen)
        for place in range(many):
            if chosen[place]:
                continue
            others = math.prod(now[other] if chosen[other] else before[other] for other in range(many) if other != place)
            parts[place] += others * (now[place] - before[place]) * math.factorial(size) * math.factorial(many - size - 1) / math.factorial(many)
    return parts
