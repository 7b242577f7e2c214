"""Limits of a rule: counted by what was given, per calendar period of the event's own day; they clip with a reason, never silently."""

from collections.abc import Sequence
from typing import Protocol

from regulars.engine.compiled import CompiledLimit
from regulars.engine.state import MemberState
from regulars.kit.periods import period_start


class Limited(Protocol):
    """An earning rule or a challenge."""

    @property
    def id(self) -> str: ...
    @property
    def limits(self) -> tuple[CompiledLimit, ...]: ...


PERIODS_KEPT = 40  # so that late events and returns find the period they belong to


class Counted(Protocol):
    """A limit of one rule or of several: ``key`` names its counter in the member's state."""

    key: str
    per: str


def used_in(state: MemberState, limit: Counted, day: int) -> int:
    """What has been given in the period that holds ``day``; periods older than the last PERIODS_KEPT count as unused."""
    periods = state.used.get(limit.key)
    if not periods:
        return 0
    start = period_start(day, limit.per)
    began, given = periods[-1]
    if began <= start:  # nearly always the latest period
        return given if began == start else 0
    return next((given for began, given in periods if began == start), 0)


def use(state: MemberState, limit: Counted, day: int, given: int) -> None:
    """Count ``given`` (negative: a return gives back) in the period holding ``day``."""
    if limit.per == "event" or given == 0:
        return
    start = period_start(day, limit.per)
    known = state.used.get(limit.key)
    if known and known[-1][0] == start:
        known[-1] = (start, max(known[-1][1] + given, 0))
        return
    periods = [(began, so_far) for began, so_far in state.used.get(limit.key, ()) if began != start]
    now = max(used_in(state, limit, day) + given, 0)
    state.used[limit.key] = sorted([*periods, (start, now)])[-PERIODS_KEPT:]


def what_is_left(rules: Sequence[Limited], state: MemberState, day: int) -> tuple[dict[str, str], dict[str, int]]:
    """(rule -> period whose times are used up, rule -> points still allowed); rules without limits appear in neither."""
    exhausted: dict[str, str] = {}
    left: dict[str, int] = {}
    for rule in rules:
        for limit in rule.limits:
            rest = limit.count if limit.per == "event" else limit.count - used_in(state, limit, day)
            if not limit.counts_points:
                if rest <= 0:
                    exhausted[rule.id] = limit.per
            elif rule.id not in left or rest < left[rule.id]:
                left[rule.id] = rest if rest > 0 else 0
    return exhausted, left


def count(state: MemberState, rule: Limited, day: int, points: int, times: int) -> None:
    for limit in rule.limits:
        use(state, limit, day, points if limit.counts_points else times)
