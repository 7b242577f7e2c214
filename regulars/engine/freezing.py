"""Freezes: parental leave, illness, a year abroad. Reviews and inactivity wait, a grace does not run, and rolling windows leave the frozen days out."""

from collections.abc import Sequence

from regulars.engine.state import MemberState
from regulars.engine.state_tiers import Aside

Frozen = Sequence[tuple[int, int]]


def freeze(state: MemberState, today: int, until: int) -> None:
    """From ``today`` up to and including ``until``; a freeze that is running gets another end."""
    aside = state.aside = state.aside or Aside()
    if aside.frozen and aside.frozen[-1][1] >= today:
        first, before = aside.frozen.pop()
    else:
        first, before = today, today - 1
    if until >= first:
        aside.frozen.append((first, until))
    if state.grace_until:
        state.grace_until += until - before


def unfreeze(state: MemberState, today: int) -> None:
    """``today`` is no frozen day any more."""
    freeze(state, today, today - 1)


def frozen_until(state: MemberState, day: int) -> int:
    """The last day of the freeze that ``day`` lies in; 0: in none."""
    if state.aside is None or not state.aside.frozen:
        return 0
    first, last = state.aside.frozen[-1]
    return last if first <= day <= last else 0


def stretched(frozen: Frozen, after: int, day: int) -> int:
    """Where the window that ends with ``day`` begins when it has to hold as many unfrozen days as it holds days: the last day before it.

    >>> stretched([(100, 109)], 95, 120)  # ten of its days are frozen: ten more before it
    85
    >>> stretched([(100, 109)], 105, 120)  # it began within the freeze: four frozen days, made up before the freeze
    95
    """
    for first, last in reversed(frozen):
        last = min(last, day)
        if first <= day and last > after:
            after = min(after, first - 1) - (last - max(first - 1, after))
    return after


def frozen_days(state: MemberState) -> int:
    return sum([last - first + 1 for first, last in state.aside.frozen]) if state.aside is not None else 0
