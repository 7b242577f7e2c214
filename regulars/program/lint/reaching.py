"""Criteria that nobody can meet, or everybody meets at once."""

from regulars.kit.periods import Duration
from regulars.program.document import Program
from regulars.program.document_conditions import AllOf, AnyOf, NotOf
from regulars.program.document_tiers import Criterion, Measured
from regulars.program.findings import Notes
from regulars.program.lint.implication import implies
from regulars.program.lint.lines import Lines


def check_reaching(program: Program, notes: Notes, lines: Lines) -> None:
    for place, level in enumerate(program.tiers.levels):
        for kind, criterion in (("reach", level.reach), ("keep", level.keep)):
            if criterion is None:
                continue
            line = lines.of("tiers", level.id, kind)
            if (days := _too_many_visits(criterion)) is not None:
                notes.warning("more_visits_than_days", line, level=level.id, visits=days[0], days=days[1])
            elif _never(criterion):
                notes.warning("criterion_never_holds", line, level=level.id)
            elif kind == "reach" and place and _always(criterion):
                notes.warning("everybody_reaches", line, level=level.id)


def _too_many_visits(criterion: Criterion) -> tuple[str, int] | None:
    """A visit is a day, so a window holds no more of them than days. Only what must be met counts: one way of an ``any`` may be shut."""
    if isinstance(criterion, Measured):
        within = criterion.within
        longest = 366 if within.kind == "calendar_year" else _days(within.period) if within.period is not None else None
        if criterion.measure == "visits" and longest is not None and criterion.at_least > longest:
            return str(criterion.at_least), longest
        return None
    if isinstance(criterion, AllOf):
        return next((found for part in criterion.parts if (found := _too_many_visits(part)) is not None), None)
    return None


def _days(period: Duration) -> int:
    """The most days such a window ever holds."""
    return period.days or 366 * period.months // 12 + (1 if period.months % 12 else 0)


def _never(criterion: Criterion) -> bool:
    """What is asked for and refused at once."""
    if isinstance(criterion, AnyOf):
        return bool(criterion.parts) and all(_never(part) for part in criterion.parts)
    if not isinstance(criterion, AllOf):
        return isinstance(criterion, NotOf) and _always(criterion.part)
    refused = [part.part for part in criterion.parts if isinstance(part, NotOf)]
    asked = [part for part in criterion.parts if not isinstance(part, NotOf)]
    return any(_never(part) for part in criterion.parts) or any(implies(part, other) for part in asked for other in refused)


def _always(criterion: Criterion) -> bool:
    if isinstance(criterion, Measured):
        return criterion.at_least <= 0
    if isinstance(criterion, NotOf):
        return _never(criterion.part)
    parts = [_always(part) for part in criterion.parts]
    return all(parts) if isinstance(criterion, AllOf) else any(parts)
