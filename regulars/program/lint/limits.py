"""Limits that can never clip anything, because the rule or a stricter limit stops earlier."""

from decimal import Decimal

from regulars.program.document import Program
from regulars.program.document_rules import EarningRule, Fixed, Limit
from regulars.program.findings import Notes
from regulars.program.lint.lines import Lines

# Which periods lie wholly inside which: a week may cross two months, so it lies in none of them.
INSIDE = {
    "event": ("event", "day", "week", "month", "year", "lifetime"),
    "day": ("day", "week", "month", "year", "lifetime"),
    "week": ("week", "lifetime"),
    "month": ("month", "year", "lifetime"),
    "year": ("year", "lifetime"),
    "lifetime": ("lifetime",),
}


def check_limits(program: Program, notes: Notes, lines: Lines) -> None:
    for rule in program.earn:
        for place, limit in enumerate(rule.limits):
            line = lines.of("earn", rule.id, "limit")
            facts = {"rule": rule.id, "limit": f"{limit.kind} {limit.count} per {limit.per}"}
            if limit.kind == "points" and limit.count == 0:
                notes.warning("limit_allows_nothing", line, **facts)
            elif _never_clips(rule, place, limit):
                notes.warning("limit_never_fires", line, **facts)


def _never_clips(rule: EarningRule, place: int, limit: Limit) -> bool:
    if limit.kind == "times" and limit.per == "event":
        return True  # a rule counts at most once in an event
    most = most_points(rule, limit.per)
    if limit.kind == "points" and most is not None and most <= limit.count:
        return True
    return any(_covers(other, limit, earlier=at < place) for at, other in enumerate(rule.limits) if at != place)


def _covers(other: Limit, limit: Limit, earlier: bool) -> bool:
    """``other`` stops at the same or a smaller count over the same or a longer period. Of two equal ones the later is idle."""
    if other.kind != limit.kind or other.count > limit.count or other.per not in INSIDE[limit.per]:
        return False
    return earlier or (other.count, other.per) != (limit.count, limit.per)


def most_points(rule: EarningRule, per: str) -> Decimal | None:
    """The most points a fixed rule can give within a period, as far as its limits on times say; None: no end."""
    if not isinstance(rule.points, Fixed):
        return None
    each = rule.points.points + (rule.streak.bonus if rule.streak else 0)
    if per == "event":
        return each
    times = [other.count for other in rule.limits if other.kind == "times" and other.per in INSIDE[per]]
    return each * min(times) if times else None
