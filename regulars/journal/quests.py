"""Challenges and badges as a page shows them. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from regulars.engine.decision import Reason
from regulars.engine.explain import badge_name, challenge_name, rule_name, sentence
from regulars.engine.quest_standing import BadgeStanding, ChallengeStanding
from regulars.kit.periods import NEVER, iso_day
from regulars.program.document import Program


class Pursued(NamedTuple):
    """One challenge: ``told`` says how far and until when, ``ended`` how earlier attempts went. ``filled``: thousandths."""

    name: str
    stands: str
    told: str
    filled: int
    ended: list[str]


class Honour(NamedTuple):
    name: str
    earned_on: int
    earned_for: str


def pursued(challenges: Sequence[ChallengeStanding], program: Program, language: str) -> list[Pursued]:
    """What the member can still do first, what is completed or over after it."""
    rows = [
        Pursued(challenge_name(one.id, language, program), one.stands, _told(one, program, language), one.filled, _ended(one, program, language))
        for one in challenges
    ]
    order = ("running", "open", "to_join", "upcoming", "met", "over")
    return sorted(rows, key=lambda row: order.index(row.stands))


def honours(badges: Sequence[BadgeStanding], program: Program, language: str) -> list[Honour]:
    return [
        Honour(badge_name(one.id, language, program), one.earned_on, rule_name(one.earned_for.removeprefix("rule:"), language, program))
        for one in badges
    ]


def _told(one: ChallengeStanding, program: Program, language: str) -> str:
    reason: Reason = {"code": f"challenge.now_{one.stands}", "kind": one.kind, "have": one.have, "need": one.need, "missing": one.missing}
    if one.stands == "upcoming":
        reason["from"] = iso_day(one.starts_on)
    elif one.until < NEVER:
        reason["until"] = iso_day(one.until)
    elif one.stands not in ("met", "over"):
        reason["code"] += "_for_ever"
    return sentence(reason, language, program)


def _ended(one: ChallengeStanding, program: Program, language: str) -> list[str]:
    code = {True: "challenge.ended_met", False: "challenge.ended"}
    return [
        sentence({"code": code[old.met], "until": iso_day(old.until), "have": old.have, "need": one.need, "kind": one.kind}, language, program)
        for old in reversed(one.ended)
    ]
