"""Challenges nobody can meet, badges nobody can earn."""

from regulars.program.document import Program
from regulars.program.document_challenges import Challenge
from regulars.program.findings import Notes
from regulars.program.lint.lines import Lines
from regulars.program.lint.rules import UNDOING

_LONGEST = {"day": 1, "week": 7, "month": 31, "quarter": 92, "half_year": 184, "year": 366}


def check_challenges(program: Program, notes: Notes, lines: Lines) -> None:
    for challenge in program.challenges:
        days = _longest_days(challenge)
        if challenge.target.kind == "days" and days is not None and challenge.target.need > days:
            notes.warning("challenge_never_met", lines.of("challenges", challenge.id, "target"), challenge=challenge.id, days=days)
        if challenge.recurrence == "every_period" and _comes_once(challenge):
            notes.warning("challenge_never_recurs", lines.of("challenges", challenge.id, "recurrence"), challenge=challenge.id)
        if challenge.on in UNDOING:
            line = lines.of("challenges", challenge.id, "on")
            notes.warning("challenge_on_undoing", line, challenge=challenge.id, event=challenge.on)
    given = {challenge.reward.badge for challenge in program.challenges} | {rule.badge for rule in program.earn}
    given |= {program.referral.advocate.badge, program.referral.friend.badge} if program.referral is not None else set()
    for badge in program.badges:
        if badge.id not in given:
            notes.warning("badge_never_earned", lines.of("badges", badge.id), badge=badge.id)


def _longest_days(challenge: Challenge) -> int | None:
    """How many days its time has at most; None: no end."""
    run = challenge.period
    found = [_LONGEST[run.per]] if run.per else []
    if run.within is not None:
        found.append(run.within.longest_days())
    if run.starts and run.ends:
        found.append((run.ends - run.starts).days + 1)
    return min(found, default=None)


def _comes_once(challenge: Challenge) -> bool:
    run = challenge.period
    return not run.per and (run.within is None or run.since == "enrolment")
