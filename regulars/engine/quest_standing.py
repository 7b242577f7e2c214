"""Where a member stands with every challenge of the programme, and which badges they hold."""

from dataclasses import dataclass

from regulars.engine.compiled import Compiled, CompiledChallenge
from regulars.engine.questing import amount_text, have_of, window_of
from regulars.engine.state import MemberState
from regulars.engine.state_quests import Attempt, Quest
from regulars.kit.periods import NEVER


@dataclass(frozen=True, slots=True)
class Ended:
    """An attempt whose time is over: how far it came."""

    until: int
    have: str
    met: bool


@dataclass(frozen=True, slots=True)
class ChallengeStanding:
    """``stands``: running, met, open (nothing counted yet), to_join, upcoming or over. Amounts are texts in the document's own units."""

    id: str
    stands: str
    kind: str  # count, quantity, spend, days, or what is told apart: category, store …
    have: str
    need: str
    missing: str
    filled: int  # thousandths
    starts_on: int  # 0: no beginning
    until: int  # the last day; NEVER: no end
    times: int  # completed in all
    ended: tuple[Ended, ...] = ()  # the latest few, oldest first


@dataclass(frozen=True, slots=True)
class BadgeStanding:
    id: str
    earned_on: int
    earned_for: str  # challenge:<id> or rule:<id>


def challenges_of(state: MemberState, compiled: Compiled, today: int) -> tuple[ChallengeStanding, ...]:
    """Every challenge of the version, in the document's order."""
    known = {challenge.id: challenge for those in compiled.challenges.values() for challenge in those}
    return tuple(_standing(known[one.id], state, compiled, today) for one in compiled.program.challenges)


def badges_of(state: MemberState) -> tuple[BadgeStanding, ...]:
    """The member's badges, the latest first."""
    held = [BadgeStanding(id, on, what_for) for id, (on, what_for) in state.badges.items()]
    return tuple(sorted(held, key=lambda badge: (-badge.earned_on, badge.id)))


def _standing(challenge: CompiledChallenge, state: MemberState, compiled: Compiled, today: int) -> ChallengeStanding:
    quest = state.quests.get(challenge.id) or Quest()
    attempt = next((one for one in reversed(quest.attempts) if one.starts <= today <= one.ends), None)
    stands, starts, ends = _stands(challenge, quest, attempt, state.enrolled_on, today)
    have = have_of(attempt) if attempt is not None else 0
    if challenge.recurrence == "again":
        have %= challenge.need
    missing = 0 if stands == "met" else max(challenge.need - have, 0)
    return ChallengeStanding(
        id=challenge.id,
        stands=stands,
        kind=challenge.of or challenge.kind,
        have=amount_text(challenge, have, compiled),
        need=amount_text(challenge, challenge.need, compiled),
        missing=amount_text(challenge, missing, compiled),
        filled=1000 if stands == "met" else min(have * 1000 // challenge.need, 1000),
        starts_on=starts,
        until=ends,
        times=quest.met,
        ended=tuple(
            Ended(one.ends, amount_text(challenge, have_of(one), compiled), one.times > 0) for one in quest.attempts if one.ends < today
        ),
    )


def _stands(challenge: CompiledChallenge, quest: Quest, attempt: Attempt | None, enrolled_on: int, today: int) -> tuple[str, int, int]:
    """(stands, first day, last day)."""
    if today < challenge.starts:
        return "upcoming", challenge.starts, challenge.ends
    if attempt is not None:
        met = attempt.times > 0 and challenge.recurrence != "again"
        return "met" if met else "running", attempt.starts, attempt.ends
    if challenge.recurrence == "once" and quest.met:
        return "met", challenge.starts, challenge.ends
    if today > challenge.ends:
        return "over", challenge.starts, challenge.ends
    if challenge.on_request and (not quest.joined_on or challenge.run.within is not None):
        return "to_join", challenge.starts, challenge.ends
    starts, ends = window_of(challenge, quest, enrolled_on, today)
    if ends < today:
        return "over", starts, ends
    if challenge.run.within is not None and challenge.run.since == "start":
        return "open", challenge.starts, challenge.ends  # its time begins with the first event
    return "open", max(starts, challenge.starts), min(ends, challenge.ends if challenge.ends < NEVER else NEVER)
