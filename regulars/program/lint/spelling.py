"""Names a shop may choose freely, but that look like a slip of a built-in one."""

from regulars.program.document import Program
from regulars.program.document_rules import Rate
from regulars.program.event_types import BEHAVIOURS
from regulars.program.findings import Notes, meant
from regulars.program.lint.lines import Lines
from regulars.program.lint.tiers import measures_of
from regulars.program.names import BUILT_IN_MEASURES

EVENT_TYPES = ("member.enrolled", "order.paid", "order.delivered", "order.returned", "points.adjusted", "points.redeemed", "referral.qualified", *BEHAVIOURS)
ORDER_MEASURES = ("net_amount", "gross_amount", "quantity")


def check_spelling(program: Program, notes: Notes, lines: Lines) -> None:
    for rule in program.earn:
        if isinstance(rule.points, Rate) and program.event_type(rule.on) is None:
            _measure(
                rule.points.of, (*ORDER_MEASURES, "nights", "stays", "km"), notes, lines.of("earn", rule.id, "points")
            )
    types = (*EVENT_TYPES, *(type.id for type in program.events))
    own = (*BUILT_IN_MEASURES, *(measure for type in program.events for measure in type.measures))
    for level in program.tiers.levels:
        for kind, criterion in (("reach", level.reach), ("keep", level.keep)):
            for measure in measures_of(criterion):
                _asked(measure, own, types, notes, lines.of("tiers", level.id, kind))
    for track in program.fast_tracks:
        for measure in measures_of(track.reach):
            _asked(measure, own, types, notes, lines.of("fast_tracks", track.id))
    for term in program.tier_score.terms if program.tier_score is not None else ():
        _asked(term.measure, own, types, notes, lines.of("tier_score"))
    for event in program.tiers.visits_on:
        _event(event, types, notes, lines.of("tiers", "visits_on"))


def _asked(measure: str, known: tuple[str, ...], types: tuple[str, ...], notes: Notes, line: int) -> None:
    event = measure.removeprefix("events.")
    if event != measure:
        _event(event, types, notes, line)
    elif not measure.startswith("points."):
        _measure(measure, known, notes, line)


def _event(event: str, types: tuple[str, ...], notes: Notes, line: int) -> None:
    if event not in types and (close := meant(event, types)):
        notes.warning("event_looks_like", line, text=event, meant=close)


def _measure(measure: str, known: tuple[str, ...], notes: Notes, line: int) -> None:
    if measure not in known and (close := meant(measure, known)):
        notes.warning("measure_looks_like", line, text=measure, meant=close)
