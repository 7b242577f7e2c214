"""Events nobody declares, points that wait for themselves, festivals nobody asks for."""

from regulars.program.document import Program
from regulars.program.findings import Notes, meant
from regulars.program.lint.conjunction import fields_of
from regulars.program.lint.lines import Lines
from regulars.program.lint.spelling import EVENT_TYPES

_OF_THE_HOUSE = ("time.passed", *EVENT_TYPES)


def check_events(program: Program, notes: Notes, lines: Lines) -> None:
    for rule in program.earn:
        pending = rule.pending_until
        asked = [("on", rule.on)]
        if pending is not None:
            asked += [("pending_until", pending.on), ("pending_until", pending.withdraw_on or pending.on)]
            if pending.on == rule.on:
                notes.warning("waits_for_itself", lines.of("earn", rule.id, "pending_until"), rule=rule.id, event=rule.on)
        for key, event in dict.fromkeys(asked):
            _known(event, rule.id, program, notes, lines.of("earn", rule.id, key))
    for challenge in program.challenges:
        _known(challenge.on, challenge.id, program, notes, lines.of("challenges", challenge.id, "on"))
    _festivals(program, notes, lines)


def _known(event: str, asking: str, program: Program, notes: Notes, line: int) -> None:
    """What nobody declares never comes, or is a slip of what somebody does."""
    known = (*_OF_THE_HOUSE, *(type.id for type in program.events))
    if program.event_type(event) is not None or event in known:
        return
    close = meant(event, known)
    if close:
        notes.warning("event_looks_like", line, text=event, meant=close)
    else:
        notes.warning("event_undeclared", line, rule=asking, event=event)


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
