"""What a behaviour, or an event of the shop's own, does: it counts once, settles what waited for it, earns, and is measured."""

from regulars.engine.accruing import accrue
from regulars.engine.events import Happened
from regulars.engine.happening import Happening, happening_of
from regulars.engine.measures import add_measure
from regulars.engine.moment import Moment
from regulars.engine.streaks import Streak, count_day
from regulars.engine.tokens import digest, known, remember
from regulars.kit.errors import Invalid, Refused
from regulars.program.event_types import EVERY_DAY, EVERY_EVENT


def declared(moment: Moment, data: Happened) -> Happening:
    """The event as the version in force at its own time declares it. Raises Refused ``event.not_of_its_time`` when that version does not know it."""
    program = moment.compiled.program
    type = program.event_type(moment.event.type)
    if type is None:
        raise Refused("event.not_of_its_time", type=moment.event.type)
    try:
        return happening_of(type, data.fields, program.currency.minor_digits)
    except Invalid:
        raise Refused("event.not_of_its_time", type=moment.event.type) from None


def behave(moment: Moment, happening: Happening) -> bool:
    """Whether the event counts; one that does not earns nothing and is not measured."""
    if not _counts(moment, happening):
        return False
    accrue(moment, None)
    for name in happening.type.measures:
        add_measure(moment.state, name, moment.day, happening.counted.get(name, 0))
    return True


def _counts(moment: Moment, happening: Happening) -> bool:
    """Whether this one counts: a second check-in of the member's own day, say, does not."""
    type, state = happening.type, moment.state
    if type.once_per == EVERY_EVENT:
        return True
    if type.once_per == EVERY_DAY:
        days = state.streaks.setdefault(f"event:{type.id}", Streak())
        day, zone = moment.own_day
        again = days.holds(day)
        count_day(days, day, zone, moment.event.at_us)
    else:
        token = digest(happening.text(type.once_per)) or "once"
        again = known(state, f"once:{type.id}", token)
        remember(state, f"once:{type.id}", token)
    if again:
        code = {EVERY_DAY: "event.counted_today", "lifetime": "event.counted_before"}.get(type.once_per, "event.counted_already")
        moment.because.append({"code": code, "event": type.id})
    return not again
