"""What rules ask about the member, by event type, so that an event nobody asks anything about needs no answer."""

from collections.abc import Iterable

from regulars.engine.conditions import fields_of
from regulars.engine.event_names import THEIR_OWN
from regulars.program.document import Program
from regulars.program.event_types import BEHAVIOURS, EVERY_DAY

ZONE = "zone"  # the member's own time zone: what streaks, events that count once a day, and last days that end at the member's midnight go by


def facts_by_type(programs: Iterable[Program]) -> dict[str, frozenset[str]]:
    """Event type -> facts, for every type about which any version asks something."""
    found: dict[str, set[str]] = {}
    for program in programs:
        streaked = {rule.on for rule in program.earn if rule.streak is not None}
        conditions = [(rule.on, rule.when) for rule in program.earn] + [(challenge.on, challenge.when) for challenge in program.challenges]
        conditions += [("order.paid", program.referral.qualifies.when)] if program.referral is not None else []
        if any(wallet.expire.midnight == "member" for wallet in program.wallets):
            for on in (*THEIR_OWN, *BEHAVIOURS, *(type.id for type in program.events)):
                found.setdefault(on, set()).add(ZONE)
        for on, when in conditions:
            asked = {name.removeprefix("member.") for name in fields_of(when) if name.startswith("member.")} - {"days_since_enrolment"}
            type = program.event_type(on)
            if on in streaked or (type is not None and type.once_per == EVERY_DAY):
                asked.add(ZONE)
            if "birthday" in asked and program.birthdays.leap_day == "03-01":
                asked.add("leap_day:03-01")
            if asked:
                found.setdefault(on, set()).update(asked)
    return {type: frozenset(asked) for type, asked in found.items()}
