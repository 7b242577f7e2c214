"""Events nobody declares, points that wait for themselves, festivals nobody asks for."""

from regulars.program.document import Program
from regulars.program.findings import Notes, meant
from regulars.program.lint.conjunction import fields_of
from regulars.program.lint.lines import Lines
from regulars.program.lint.spelling import EVENT_TYPES

_UNDECLARED_SO_FAR = ("order.paid", "order.returned", "member.enrolled", "points.adjusted", "points.redeemed", "time.passed", "referral.qualified")


def check_events(program: Program, notes: Notes, lines: Lines) -> None:
    known = {*EVENT_TYPES, *(type.id for type in program.events)}
    for rule in program.earn:
        pending = rule.pending_until
        asked = [("on", rule.on)]
        if pending is not None:
            asked += [("pending_until", pending.on), ("pending_until", pending.withdraw_on or pending.on)]
            if pending.on == rule.on:
                notes.warning("waits_for_itself", lines.of("earn", rule.id, "pending_until"), rule=rule.id, event=rule.on)
        for key, event in dict.fromkeys(asked):
            if event and program.event_type(event) is None and event not in _UNDECLARED_SO_FAR and not meant(event, known):
                notes.warning("event_undeclared", lines.of("earn", rule.id, key), rule=rule.id, event=event)
    for challenge in program.challenges:
        if program.event_type(challenge.on) is None and challenge.on not in _UNDECLARED_SO_FAR and not meant(challenge.on, known):
            notes.warning("event_undeclared", lines.of("challenges", challenge.id), rule=challenge.id, event=challenge.on)
    _festivals(program, notes, lines)


def _festivals(program: Program, notes: Notes, lines: Lines) -> None:
    conditions = [rule.when for rule in program.earn] + [challenge.when for challenge in program.challenges]
    asked = {value for condition in conditions if "order.festival" in fields_of(condition) for value in _values(condition)}
    for festival in program.festivals:
        if festival.id not in asked:
            notes.warning("festival_never_asked", lines.of("festivals", festival.id), festival=festival.id)


def _values(condition: object) -> set[str]:
    """Every text a condition compares something with: more than the festivals, never fewer."""
    found: set[str] = set()
    for name in ("parts", "part", "test", "values"):
        inner = getattr(condition, name, None)
        for each in inner if isinstance(inner, tuple) else (inner,):
            found |= {each} if isinstance(each, str) else _values(each) if each is not None else set()
    return found
